"""The leak scan of a public edition: no internal and no personal text in any file.

See decisions 0009 and 0035.
"""

import base64
import gzip
import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from pydantic import BaseModel

from generator.core.findings import WorkError
from generator.core.model_walk import inner_model, list_of_words, text_paths
from generator.core.raw import RawRecord
from generator.kinds.issue.columns import COLUMNS
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import KINDS, TEMPLATE_FOLDERS
from generator.public.personal_data import Personal, PersonalDataMatch, personal
from generator.site.layouts import BODY_END, BODY_START, PACKAGE

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
    """Return the texts of an issue; the public ones are those of `case` and `published`."""
    public = frozenset((*(free_texts(case) if case else ()), *published))
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


_ENDS = '[<>"\n]'
"""What parts markup, cells and lines; the rest of a text is in one piece between two of them."""

_KNOWN_PIECES = 1_000_000
"""Pieces that are kept: some 100 bytes each."""


class Watch:
    """Texts to be looked for in others; fast for 100,000 of them and for others that repeat much.

    Each different piece of a text is searched once, because pages repeat their frames, names and
    tables. A text with ends of pieces in it is looked for by its longest piece.
    """

    def __init__(self, wanted: Collection[str]) -> None:
        self._by_length: dict[int, dict[str, list[str]]] = {length: {} for length in _PROBES}
        self._by_piece: dict[str, list[str]] = {}
        self._unprobed: list[str] = []
        """Texts of which each piece is too short."""
        for text in wanted:
            if len(text) >= SHORTEST:
                self._by_piece.setdefault(max(_pieces(text), key=len), []).append(text)
        self._unprobed = [
            text
            for piece in self._by_piece
            if len(piece) < SHORTEST
            for text in self._by_piece[piece]
        ]
        for piece in self._by_piece:
            length = next((one for one in _PROBES if len(piece) >= one), 0)
            if length:
                self._by_length[length].setdefault(piece[:length], []).append(piece)
        self._clean: set[str] = set()
        self._holding: dict[str, set[str]] = {}
        """Piece → the wanted pieces in it."""

    def found(self, text: str) -> set[str]:
        """Return those that occur in a text."""
        pieces = set(_pieces(text))
        self._search(pieces - self._clean - self._holding.keys())
        held = {one for piece in pieces & self._holding.keys() for one in self._holding[piece]}
        maybe = [one for piece in held for one in self._by_piece[piece]]
        # A text in one piece is there; of another only a piece is known to be.
        return {one for one in (*maybe, *self._unprobed) if one in held or one in text}

    def _search(self, pieces: set[str]) -> None:
        if len(self._clean) > _KNOWN_PIECES:
            self._clean.clear()
        whole = "\n".join(pieces)
        for one in {hit for probes in self._by_length.items() for hit in _hits(*probes, whole)}:
            for piece in pieces:
                if one in piece:
                    self._holding.setdefault(piece, set()).add(one)
        self._clean |= pieces - self._holding.keys()


def _pieces(text: str) -> list[str]:
    return re.split(_ENDS, text)


def _hits(length: int, probes: Mapping[str, list[str]], text: str) -> Iterator[str]:
    if not probes:
        return
    # No loop of Python over the places of a text: there are millions, and few begin with a probe.
    parts = {text[place : place + length] for place in range(len(text) - length + 1)}
    for part in probes.keys() & parts:
        place = text.find(part)
        while place >= 0:
            yield from (one for one in probes[part] if text.startswith(one, place))
            place = text.find(part, place + 1)


_SHARD = re.compile(r'^lantianShard\("[^"]*","[^"]*","([^"]*)"\);\s*$')
_WORKBOOK, _DATABASE = ".xlsx", ".sqlite"
_PACKED = (".zip", _WORKBOOK)
_TAG = re.compile("<[^>]*>")
_READ = (".html", ".js", ".json", ".xml", ".csv", ".txt", ".ics", _DATABASE, *_PACKED)
_SHOWN = 3
OF_THE_PRODUCT = ("assets/", "rules/")
"""Folders of the theme and of the pages of rules: no file in them is made from records, and the
layout round those pages is that of `guide/`, which is read."""

OF_NO_RECORD = ("about/", "dictionary/", "guide/", "search/")
"""Folders of pages that show no record."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A text that must not be in a file, described without repeating it."""

    path: str
    what: str
    text: str = ""
    """What of a record it is, so that the record can be named; "" for personal data."""


def scan_for_leaks(
    folder: Path,
    paths: Iterable[str],
    register: Register,
    texts: Iterable[EditionTexts],
    offered: Collection[str] = (),
    where: Callable[[str], str] = lambda _: "",
) -> None:
    """Raise WorkError where a built file holds what the public may not see.

    `register` is the public one; `texts` are those of all issues. `offered` are the names of files
    that the edition offers: a record that was imported from a file of the same name tells nothing.
    `where`: text → record and field that hold it, asked only for what is found.
    """
    public = EditionTexts(frozenset(offered), frozenset())
    found = list(leaks(folder, paths, register, [*texts, public]))
    if found:
        named = "；".join(f"{one.path}：{one.what}{_origin(one, where)}" for one in found[:_SHOWN])
        raise WorkError(
            f"公开版里有 {len(found)} 处不能公开的内容，没有生成（{named}）",
            "到所写的记录里改这一处的写法；没有写明记录的，运行 lantian check；"
            "查不出的，是工具的错误，先不要公布，把这句话报给维护工具的人",
        )


def _origin(leak: Leak, where: Callable[[str], str]) -> str:
    place = where(leak.text) if leak.text else ""
    return f"（{place}）" if place else ""


def place_of_text(raws: Iterable[RawRecord], text: str) -> str:
    """Return the path and field of the first record with a text; "" where none has it."""
    for raw in raws:
        for path, value in raw.texts():
            if value == text:
                return f"{raw.path} 的 {'.'.join(map(str, path))}"
    return ""


def leaks(
    folder: Path, paths: Iterable[str], register: Register, texts: Collection[EditionTexts]
) -> Iterator[Leak]:
    """Yield everything in these files that the public may not see."""
    public = _public_texts(register, texts)
    watch = Watch(_secrets(public, texts))
    allowed = Allowed(frozenset(_contacts(register)), texts)
    for path in paths:
        if path.endswith(_READ) and not path.startswith(OF_THE_PRODUCT):
            text = built_text(path, (folder / path).read_bytes())
            found = watch.found(text) if not path.startswith(OF_NO_RECORD) else ()
            for one in sorted(found):
                if not _tells_nothing(one, public):
                    yield Leak(path, "记录里不公开的文字", one)
            # Values stand without anything between them in a database: digits would run together.
            for match in personal(text, allowed.contacts) if not path.endswith(_DATABASE) else ():
                if not allowed.is_offered(match, text):
                    yield Leak(path, match.kind.value)


_FIGURES = re.compile(r"[\d\s.,:：/年月日时至、~—–-]+")


def _tells_nothing(text: str, public: Collection[str]) -> bool:
    """Return whether a text that was found comes about anyway.

    A number or day, what the product says itself, two public texts in a row. Looked at only where
    something was found: mostly nothing is.
    """
    return (
        _FIGURES.fullmatch(text) is not None
        or text in _own_words()
        or any(text[:at] in public and text[at:] in public for at in range(1, len(text)))
    )


@dataclass(frozen=True, slots=True)
class Allowed:
    """How offices say that they can be reached."""

    contacts: frozenset[str]
    texts: Collection[EditionTexts]

    def is_offered(self, match: PersonalDataMatch, text: str) -> bool:
        """Return whether a match is the telephone of an office in what is said to the public."""
        number = text[match.start : match.end]
        return match.kind is Personal.LANDLINE and any(
            number in public for one in self.texts for public in one.public
        )


def built_text(path: str, raw: bytes) -> str:
    """Return the text of a file as a reader sees it: references resolved, shards unpacked.

    Of packed files that of all files in them; of a database whatever is text in its bytes.
    """
    if path.endswith(_PACKED):
        with ZipFile(BytesIO(raw)) as packed:
            parts = [built_text(one, packed.read(one)) for one in packed.namelist()]
        whole = "\n".join(parts)
        return _TAG.sub("\n", whole) if path.endswith(_WORKBOOK) else whole
    content = raw.decode("utf-8", "replace")
    if path.endswith(".html"):
        body = content.partition(BODY_START)[2].rpartition(BODY_END)[0]
        return html.unescape(body or content)
    shard = _SHARD.match(content)
    if shard:
        return gzip.decompress(base64.b64decode(shard[1])).decode("utf-8")
    return html.unescape(content)


def _public_texts(register: Register, texts: Iterable[EditionTexts]) -> set[str]:
    """Return all that is said to the public."""
    public = {text for one in texts for text in one.public}
    public |= {text for one in register.filed for text in free_texts(one.record)}
    public |= set(free_texts(register.vocabulary))
    return public | product_texts()


def _secrets(public: Collection[str], texts: Iterable[EditionTexts]) -> set[str]:
    """Return the internal texts of the issues, without those that are public elsewhere too."""
    internal = {text for one in texts for text in one.internal}
    return internal - Watch(internal).found("\0".join(public))


@cache
def product_texts() -> frozenset[str]:
    """Return what the product itself says: its templates, and what its fields and columns mean.

    A record that says the same keeps no secret by it.
    """
    templates = (path for folder in TEMPLATE_FOLDERS for path in folder.glob("*.html"))
    texts = {path.read_text(encoding="utf-8") for path in templates}
    texts |= {text for one in COLUMNS for text in (one.title, one.meaning)}
    return frozenset(texts.union(*(_said_of_fields(kind.model) for kind in KINDS)))


@cache
def _own_words() -> str:
    """Return all texts from which the product makes pages and files, one behind the other.

    A note that says 公开期已满, undefined or constructor tells nothing: pages say so anyway.
    """
    files = [path for suffix in ("*.py", "*.js", "*.html") for path in PACKAGE.rglob(suffix)]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


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
