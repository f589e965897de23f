"""The page of recent changes: commits, their records and changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from posixpath import basename

from pydantic import BaseModel

from generator.audit.audit import ISSUES, LATE_AFTER_DAYS, Happening, TracedAudit
from generator.audit.diff import ChangeKind
from generator.core.fields import Record
from generator.core.serials import id_order
from generator.core.vocabulary import Vocabulary
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.issue.history import DeedView, deed_views
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme
from generator.kinds.registry import BY_FOLDER, BY_MODEL, KINDS, VOCABULARY_PATH
from generator.kinds.round.model import Round
from generator.public.policy import is_public
from generator.site.index import SiteIndex
from generator.site.links import (
    CHANGES,
    Links,
    bulletin_path,
    city_path,
    issue_path,
    programme_path,
    round_path,
)
from generator.site.page import Page, Templates

NEWEST = 200
EACH = 20
"""Records listed of one commit: one with hundreds would hide all others."""

RECORDS = "records/"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The changes of one commit to one record; `href` is "" where the record has no page left."""

    day: str
    who: str
    commit: str
    full: str
    record: str
    title: str
    href: str
    deeds: tuple[DeedView, ...]
    more: int


def change_page(site: SiteIndex, templates: Templates) -> Page:
    """Return the page; without an audit trail it says so."""
    audit = site.audit
    return templates.page(
        "changes.html",
        CHANGES,
        "最近改动",
        audit=audit,
        changes=[change_view(site, one) for one in _newest(site, audit)] if audit else [],
        late_after=LATE_AFTER_DAYS,
        newest=NEWEST,
    )


def _newest(site: SiteIndex, audit: TracedAudit) -> list[Happening]:
    """Return the latest changes; in public without internal ones."""
    found = audit.newest(NEWEST, EACH)
    if not site.is_public:
        return found
    return [public for one in found if (public := _in_public(site, one))]


def _in_public(site: SiteIndex, happening: Happening) -> Happening | None:
    """Return the public part: the public fields of public records, and their creation.

    Nothing of issues: it tells what was there before, which may be what had to go.
    """
    path = happening.path
    if path.startswith(ISSUES) or not (site.register.at(path) or path == RECORDS + VOCABULARY_PATH):
        return None
    model = model_at(path)
    entries = tuple(
        one
        for one in happening.entries
        if one.deed is ChangeKind.CREATED
        or (one.deed is ChangeKind.FIELD and is_public(one.name, model))
    )
    return replace(happening, entries=entries) if entries else None


def change_view(site: SiteIndex, happening: Happening) -> ChangeView:
    """Return the view of one change."""
    commit = happening.commit
    record = site.register.at(happening.path)
    name = record.id if record else basename(happening.path).removesuffix(".yml")
    issue = site.by_id.get(name)
    return ChangeView(
        day=commit.committed[:10] if commit else "",
        who=commit.author if commit else "",
        commit=commit.short if commit else "",
        full=commit.id if commit else "",
        record=name,
        title=issue.site if issue else _title(record, happening.path),
        href=issue_path(issue) if issue else _href(record, happening.path),
        deeds=tuple(deed_views(happening, model_at(happening.path))),
        more=happening.more,
    )


def model_at(path: str) -> type[BaseModel]:
    """Return the model of the record at a path."""
    kind = BY_FOLDER.get(path.removeprefix(RECORDS).partition("/")[0])
    return kind.model if kind else Vocabulary


def _title(record: Record | None, path: str) -> str:
    if isinstance(record, Bulletin):
        return record.source.title
    if isinstance(record, City | Programme | SharedLifecycle):
        return record.name
    return "词表" if path == RECORDS + VOCABULARY_PATH else ""


def _href(record: Record | None, path: str) -> str:
    makers = {
        Bulletin: bulletin_path,
        City: city_path,
        Programme: programme_path,
        Round: round_path,
    }
    for model, path_of in makers.items():
        if isinstance(record, model):
            return path_of(record.id)
    return "glossary/index.html" if path == RECORDS + VOCABULARY_PATH else ""


_ORDER: Mapping[type[Record], int] = {kind.model: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """Records of one kind: their number, and the first of them with their places."""

    title: str
    measure: str
    count: int
    named: Sequence[tuple[str, str]]


def record_groups(
    site: SiteIndex, link: Links, records: Sequence[Record], longest: int
) -> Iterator[RecordGroup]:
    """Return these records by kind, in the order of the kinds, each with some names at most."""
    ordered = sorted(records, key=lambda one: (_ORDER[type(one)], id_order(one.id)))
    for place, group in groupby(ordered, key=lambda one: _ORDER[type(one)]):
        own = list(group)
        named = [(one.id, _linked(link, _place(site, one))) for one in own[:longest]]
        yield RecordGroup(KINDS[place].title, KINDS[place].measure, len(own), named)


def _linked(link: Links, place: str) -> str:
    return link.to(place) if place else ""


def _place(site: SiteIndex, record: Record) -> str:
    """Return where a record is shown; "" for a kind that is shown nowhere by itself."""
    kind = BY_MODEL[type(record)]
    return kind.load(kind.place)(site, record) if kind.place else ""
