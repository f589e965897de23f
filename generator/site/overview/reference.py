"""The reference pages: field dictionary, glossary, sources and check rules, made from the code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.checks.registry import ALL_RULES
from generator.core.dates import PartialDate
from generator.core.model_walk import inner_model, list_of_words
from generator.core.record_kind import RecordKind
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.issue.pages import report_to
from generator.kinds.registry import KINDS, VOCABULARY_PATH
from generator.public.policy import public_names
from generator.site.glossary import word_lists
from generator.site.index import CitedSource, SiteIndex
from generator.site.links import (
    ABOUT,
    DICTIONARY,
    GLOSSARY,
    GUIDE,
    RULES,
    SOURCES,
    Links,
    dictionary_path,
    issue_path,
    phrase,
)
from generator.site.overview.changes import RecordGroup, record_groups
from generator.site.page import Page, PageJob, Templates

NAMED = 12
"""Issues named beside a source; the search shows the rest."""

PLAIN_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "true 或 false"),
    (int, "整数"),
    (Decimal, "数"),
    (PartialDate, "日期，可以只到月或年"),
    (date, "日期"),
    (str, "文字"),
)


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field of a kind: its level, its content, and whether it is public."""

    path: str
    depth: int
    title: str
    type: str
    words: str
    required: bool
    public: bool
    help: str


@dataclass(frozen=True, slots=True)
class KindEntry:
    """One record kind with all its fields."""

    anchor: str
    title: str
    path: str
    example: str
    fields: tuple[FieldEntry, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A link to an issue, and the last day on which it may be named ("" always)."""

    site: str
    href: str
    until: str


@dataclass(frozen=True, slots=True)
class CitedView:
    """One publication, links to the first issues that cite it, and the number of all."""

    publication: CitedSource
    named: tuple[Named, ...]
    count: int
    all: str
    others: tuple[RecordGroup, ...]


def reference_pages(_: SiteIndex) -> Iterator[PageJob]:
    """Yield the pages; the dictionary has one for each kind."""
    yield from (PageJob(path, page) for path, page in PAGES.items())
    for anchor in _dictionary_kinds():
        yield PageJob(dictionary_path(anchor), _dictionary_page, (anchor,))


def _guide(_: SiteIndex, templates: Templates) -> Page:
    """Return the page that the menu leads to; the menu itself says what is found from it."""
    return templates.page("guide.html", GUIDE, "资料说明")


def _dictionary(site: SiteIndex, templates: Templates) -> Page:
    kinds = [read() for read in _dictionary_kinds().values()]
    return templates.page("dictionary.html", DICTIONARY, "数据字典", kinds=kinds)


def _dictionary_page(site: SiteIndex, templates: Templates, anchor: str) -> Page:
    kind = _dictionary_kinds()[anchor]()
    title = f"{kind.title}的字段"
    return templates.page("dictionary_kind.html", dictionary_path(anchor), title, kind=kind)


def _glossary(site: SiteIndex, templates: Templates) -> Page:
    lists = list(word_lists(site.register.vocabulary))
    return templates.page("glossary.html", GLOSSARY, "术语表", lists=lists)


def _sources(site: SiteIndex, templates: Templates) -> Page:
    cited = [_cited(site, one) for one in site.publications]
    return templates.page("sources.html", SOURCES, "资料来源", publications=cited)


def _rules(site: SiteIndex, templates: Templates) -> Page:
    return templates.page("rules.html", RULES, "检查规则", rules=ALL_RULES)


def _about(site: SiteIndex, templates: Templates) -> Page:
    found = ((one.name, report_to(one, "纠错")) for one in site.programmes)
    contacts = [(name, to) for name, to in found if to.text]
    values = {"is_public": site.is_public, "contacts": contacts}
    return templates.page("about.html", ABOUT, "关于与纠错", **values)


PAGES: Mapping[str, Callable[[SiteIndex, Templates], Page]] = {
    GUIDE: _guide,
    DICTIONARY: _dictionary,
    GLOSSARY: _glossary,
    SOURCES: _sources,
    RULES: _rules,
    ABOUT: _about,
}


def _cited(site: SiteIndex, one: CitedSource) -> CitedView:
    link = Links(SOURCES)
    named = [site.overview.by_id[name] for name in one.issues if name in site.overview.by_id]
    return CitedView(
        one,
        tuple(Named(one.site, link.to(issue_path(one)), one.until) for one in named[:NAMED]),
        len(named),
        link.records(q=phrase(one.source.title)),
        tuple(record_groups(site, link, one.others, NAMED)),
    )


def _dictionary_kinds() -> Mapping[str, Callable[[], KindEntry]]:
    """Return of each kind what reads its fields, and that of the vocabulary behind them."""
    return {**{kind.name: partial(_kind, kind) for kind in KINDS}, VOCABULARY: _vocabulary}


VOCABULARY = "vocabulary"


def _kind(kind: RecordKind) -> KindEntry:
    path = f"records/{kind.path_of(kind.example)}"
    return KindEntry(kind.name, kind.title, path, kind.example, tuple(_fields(kind.model)))


def _vocabulary() -> KindEntry:
    path = f"records/{VOCABULARY_PATH}"
    return KindEntry(VOCABULARY, "词表", path, "", tuple(_fields(Vocabulary)))


def _fields(
    model: type[BaseModel], path: tuple[str, ...] = (), *, public: bool = True
) -> Iterator[FieldEntry]:
    for name, info in model.model_fields.items():
        is_shown = public and name in public_names(model)
        inner = inner_model(info.annotation)
        words = list_of_words(info)
        yield FieldEntry(
            path=".".join((*path, name)),
            depth=len(path),
            title=info.title or name,
            type=f"词表：{TITLES[words]}" if words else _type(info),
            words=words or "",
            required=info.is_required(),
            public=is_shown,
            help=info.description or "",
        )
        if inner:
            yield from _fields(inner, (*path, name), public=is_shown)


def _type(info: FieldInfo) -> str:
    if inner_model(info.annotation):
        return "列表，每项一组" if _is_list(info.annotation) else "一组"
    plain = next((word for kind, word in PLAIN_TYPES if _holds(info.annotation, kind)), "文字")
    return f"列表，每项是{plain}" if _is_list(info.annotation) else plain


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(part) for part in get_args(annotation))


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(part, kind) for part in get_args(annotation))
