"""The leak scan of a public edition: no internal and no personal text in any file.

See decisions 0009 and 0035.
"""

import base64
import gzip
import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from generator.core.findings import WorkError
from generator.core.model_walk import inner_model, list_of_words, text_paths
from generator.kinds.issue.columns import COLUMNS
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import KINDS, TEMPLATE_FOLDERS
from generator.public.personal_data import personal
from generator.site.layouts import BODY_END, BODY_START

SHORTEST = 4
"""Shortest text to look for; shorter ones occur by chance everywhere."""

SENTENCE = 8
"""Shortest text to look for from records other than issues."""

_PROBES = (12, 8, SHORTEST)
"""Lengths of the prefixes by which texts are looked for, one pass for each length."""


_FIELDS = frozenset(name for path in text_paths(Issue) for name in path.split("."))
"""Names of fields: corrections use them, and the search manifest lists columns by them."""


@dataclass(frozen=True, slots=True)
class EditionTexts:
    """The texts of some issues: public ones, and internal ones."""

    public: frozenset[str]
    internal: frozenset[str]


def texts_of(issue: Issue, case: Issue | None, published: Collection[str] = ()) -> EditionTexts:
    """Return the texts of an issue; the public ones are those of `case`, or of `published`."""
    public = frozenset(free_texts(case)) if case else frozenset(published)
    own = {issue.id} if case is None else set()
    return EditionTexts(public, (frozenset(free_texts(issue)) | own) - public - _FIELDS)


def texts_of_others(register: Register, public: Register) -> EditionTexts:
    """The texts of all records that are no issues, of which the public sees `public`.

    Short ones are left out: names of units and offices stand in many places that are public.
    """
    shown = {text for one in public.filed for text in free_texts(one.record)}
    texts = {text for one in register.filed for text in free_texts(one.record)}
    return EditionTexts(
        frozenset(), frozenset(one for one in texts - shown if len(one) >= SENTENCE)
    )


def free_texts(shape: BaseModel) -> Iterator[str]:
    """Yield every text of a record, or of a part of one, that is typed and not from a list."""
    for name in _free_fields(type(shape)):
        yield from _texts(getattr(shape, name, None))


@cache
def _free_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields whose values are not words from a list: asked for each event."""
    return tuple(name for name, info in model.model_fields.items() if list_of_words(info) is None)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from free_texts(value)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


class Watch:
    """Texts to be looked for in others; fast for 100,000 of them."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._by_length: dict[int, dict[str, list[str]]] = {length: {} for length in _PROBES}
        for text in wanted:
            length = next((one for one in _PROBES if len(text) >= one), 0)
            if length:
                self._by_length[length].setdefault(text[:length], []).append(text)

    def found(self, text: str) -> set[str]:
        """Return those that occur in a text."""
        return {one for probes in self._by_length.items() for one in _hits(*probes, text)}


def _hits(length: int, probes: Mapping[str, list[str]], text: str) -> Iterator[str]:
    if not probes:
        return
    for place in range(len(text) - length + 1):
        known = probes.get(text[place : place + length])
        if known:
            yield from (one for one in known if text.startswith(one, place))


_SHARD = re.compile(r'^lantianShard\("[^"]*","[^"]*","([^"]*)"\);\s*$')
_READ = (".html", ".js", ".json", ".xml", ".csv", ".txt", ".ics")
_SHOWN = 3
OF_NO_RECORD = ("about/", "dictionary/", "guide/", "rules/", "search/")
"""Folders of pages that show no record."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A text that must not be in a file, described without repeating it."""

    path: str
    what: str


def scan_for_leaks(
    folder: Path,
    paths: Iterable[str],
    register: Register,
    texts: Iterable[EditionTexts],
    offered: Collection[str] = (),
) -> None:
    """Raise WorkError where a built file holds what the public may not see.

    `register` is the public one; `texts` are those of all issues. `offered` are the names of files
    that the edition offers: a record that was imported from a file of the same name tells nothing.
    """
    public = EditionTexts(frozenset(offered), frozenset())
    found = list(leaks(folder, paths, register, [*texts, public]))
    if found:
        named = "；".join(f"{one.path}：{one.what}" for one in found[:_SHOWN])
        raise WorkError(
            f"公开版里有 {len(found)} 处不能公开的内容，没有生成（{named}）",
            "运行 lantian check；查不出的，是工具的错误，先不要公布，把这句话报给维护工具的人",
        )


def leaks(
    folder: Path, paths: Iterable[str], register: Register, texts: Collection[EditionTexts]
) -> Iterator[Leak]:
    """Yield everything in these files that the public may not see."""
    watch = Watch(_secrets(register, texts))
    allowed = set(_contacts(register))
    for path in paths:
        if path.endswith(_READ):
            text = built_text(path, (folder / path).read_text(encoding="utf-8"))
            for _ in watch.found(text) if not path.startswith(OF_NO_RECORD) else ():
                yield Leak(path, "记录里不公开的文字")
            for found in personal(text, allowed):
                yield Leak(path, found.kind.value)


def built_text(path: str, content: str) -> str:
    """Return the text of a file as a reader sees it: references resolved, shards unpacked."""
    if path.endswith(".html"):
        body = content.partition(BODY_START)[2].rpartition(BODY_END)[0]
        return html.unescape(body or content)
    packed = _SHARD.match(content)
    if packed:
        return gzip.decompress(base64.b64decode(packed[1])).decode("utf-8")
    return html.unescape(content)


def _secrets(register: Register, texts: Collection[EditionTexts]) -> set[str]:
    """Return the internal texts of the issues, without those that are public elsewhere too."""
    internal = {text for one in texts for text in one.internal}
    public = {text for one in texts for text in one.public}
    public |= {text for one in register.filed for text in free_texts(one.record)}
    public |= set(free_texts(register.vocabulary))
    public |= product_texts()
    return internal - Watch(internal).found("\n".join(public))


@cache
def product_texts() -> frozenset[str]:
    """Return what the product itself says: its templates, and what its fields and columns mean.

    A record that says the same keeps no secret by it.
    """
    templates = (path for folder in TEMPLATE_FOLDERS for path in folder.glob("*.html"))
    texts = {path.read_text(encoding="utf-8") for path in templates}
    texts |= {text for one in COLUMNS for text in (one.title, one.meaning)}
    return frozenset(texts.union(*(_said_of_fields(kind.model) for kind in KINDS)))


def _said_of_fields(model: type[BaseModel]) -> Iterator[str]:
    """Yield title and description of each field of a model, at all levels."""
    for info in model.model_fields.values():
        yield from (str(info.title), str(info.description))
        inner = inner_model(info.annotation)
        if inner:
            yield from _said_of_fields(inner)


def _contacts(register: Register) -> Iterator[str]:
    """Return the addresses that programmes publish for enquiries."""
    for programme in register.programmes.values():
        if programme.publication and programme.publication.report_to:
            yield programme.publication.report_to
