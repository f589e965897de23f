"""YAML text → text values with their places, under a profile that every reader takes alike.

All scalars stay text until the model types them. What YAML 1.1 allows and people trip over
(anchors, tags, several documents, words that turn into booleans) is a fault, with its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

import yaml

from generator.core.fields import Bare
from generator.core.findings import Mark
from generator.core.raw import Fault, Path, RawFile
from generator.load.quick import quick_content
from generator.load.slips import (
    BOOLEAN,
    MERGE_KEY,
    NUMBER,
    SLIPS,
    UNSEEN,
    in_quotes,
    mark_of,
    shortened,
    swallows_lines,
)
from generator.load.yaml_errors import fullwidth_colons, syntax_faults

_COPIED = 2
"""Keys that may be there twice before the file is taken for two records."""

DEPTH_LIMIT = 12
"""Levels of nesting; the deepest real record has 4."""


class Later(Mapping[Path, Mark]):
    """Places that are looked up when somebody asks: few records are ever asked for theirs."""

    def __init__(self, look: Callable[[], Mapping[Path, Mark]]) -> None:
        self._look = look

    def __getitem__(self, path: Path) -> Mark:
        return self._look()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())


class _Unreadable(Exception):
    """The text can not be followed any further; the faults say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].slug)
        self.faults = faults


@dataclass
class _Reading:
    """What has been gathered from one file so far."""

    events: Iterator[yaml.Event]
    lines: Sequence[str]
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, slug: str, mark: Mark, **facts: str) -> None:
        self.faults.append(Fault(slug, mark, facts))

    def apart(self) -> "_Reading":
        """Reads on, but without a trace: for what does not become part of the record."""
        return replace(self, keys={}, values={}, faults=[])


def read_text(name: str, text: str) -> RawFile:
    """The record in `text`; what hinders reading is in its faults, never an exception."""
    content = quick_content(text, DEPTH_LIMIT)
    if content is None:
        return read_carefully(name, text)
    places = cache(partial(read_carefully, name, text))
    return RawFile(
        path=name,
        content=content,
        keys=Later(lambda: places().keys),
        values=Later(lambda: places().values),
        faults=(),
    )


def read_carefully(name: str, text: str) -> RawFile:
    """As `read_text`, with every place looked at: what a text with a slip needs."""
    reading = _Reading(yaml.parse(text, Loader=yaml.CSafeLoader), text.split("\n"))
    content: object = None
    try:
        _refuse_unseen(text)
        content = _document(reading, text)
    except yaml.MarkedYAMLError as error:
        reading.faults += syntax_faults(text, error)
    except _Unreadable as stop:
        reading.faults += stop.faults
    return RawFile(
        path=name,
        content=content if isinstance(content, dict) else None,
        keys=reading.keys,
        values=reading.values,
        faults=tuple(reading.faults),
    )


def _refuse_unseen(text: str) -> None:
    match = UNSEEN.search(text)
    if match:
        before = text[: match.start()]
        mark = Mark(before.count("\n") + 1, match.start() - before.rfind("\n"))
        raise _Unreadable(Fault("control-character", mark, {"sign": f"U+{ord(match[0]):04X}"}))


def _document(reading: _Reading, text: str) -> object:
    next(reading.events)
    first = next(reading.events)
    if isinstance(first, yaml.StreamEndEvent):
        raise _Unreadable(Fault("empty-file", Mark()))
    event = next(reading.events)
    if isinstance(event, yaml.ScalarEvent) and event.value == "" and _is_plain(event):
        raise _Unreadable(Fault("empty-file", Mark()))
    content = _node(reading, event, ())
    _refuse_second_record(reading)
    next(reading.events)
    after = next(reading.events)
    if not isinstance(content, dict):
        slips = list(fullwidth_colons(text)) if isinstance(content, str) else []
        raise _Unreadable(*slips or [Fault("not-a-mapping", mark_of(event.start_mark))])
    if isinstance(after, yaml.DocumentStartEvent):
        raise _Unreadable(Fault("several-documents", mark_of(after.start_mark)))
    return content


def _refuse_second_record(reading: _Reading) -> None:
    """A record pasted below another has all its keys again, from `id` on: one slip, not twenty."""
    again = [fault for fault in reading.faults if fault.slug == "duplicate-key"]
    if len(again) > _COPIED and again[0].facts["key"] == "id":
        reading.faults = [fault for fault in reading.faults if fault not in again]
        raise _Unreadable(Fault("several-documents", again[0].mark))


def _node(reading: _Reading, event: yaml.Event, path: Path) -> object:
    mark = mark_of(event.start_mark)
    reading.values[path] = mark
    if len(path) > DEPTH_LIMIT:
        raise _Unreadable(Fault("too-deep", mark, {"limit": str(DEPTH_LIMIT)}))
    if isinstance(event, yaml.AliasEvent):
        reading.fault("alias", mark, name=str(event.anchor))
        return ""
    _refuse_properties(reading, event, mark)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(reading, path)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(reading, path)
    assert isinstance(event, yaml.ScalarEvent)
    return _scalar(reading, event, mark)


def _refuse_properties(reading: _Reading, event: yaml.Event, mark: Mark) -> None:
    for slug in ("anchor", "tag"):
        given = getattr(event, slug, None)
        if given:
            reading.fault(slug, mark, name=_as_typed(str(given)))


def _as_typed(name: str) -> str:
    """`!!str` for what the parser calls `tag:yaml.org,2002:str`, without the leading sign."""
    return shortened(name.replace("tag:yaml.org,2002:", "!!").removeprefix("!"))


def _mapping(reading: _Reading, path: Path) -> dict[str, object]:
    content: dict[str, object] = {}
    while not isinstance(event := next(reading.events), yaml.MappingEndEvent):
        key, mark = _key(reading, event)
        again = key in content
        within = reading.apart() if again or key == MERGE_KEY else reading
        value = _node(within, next(reading.events), (*path, key))
        if again:
            first = str(reading.keys[(*path, key)].line)
            reading.fault("duplicate-key", mark, key=shortened(key), first=first)
            continue
        reading.keys[(*path, key)] = mark
        content[key] = value
    return content


def _key(reading: _Reading, event: yaml.Event) -> tuple[str, Mark]:
    mark = mark_of(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        raise _Unreadable(Fault("alias", mark, {"name": str(event.anchor)}))
    if not isinstance(event, yaml.ScalarEvent):
        facts = {"reason": "键不是一个词", "remedy": "方括号、花括号开头的文字加半角双引号"}
        raise _Unreadable(Fault("yaml-syntax", mark, facts))
    _refuse_properties(reading, event, mark)
    key = str(event.value)
    if key == MERGE_KEY:
        reading.fault("merge-key", mark)
    elif _is_plain(event) and BOOLEAN.fullmatch(key):
        reading.fault("boolean-key", mark, key=key)
    return key, mark


def _sequence(reading: _Reading, path: Path) -> list[object]:
    content: list[object] = []
    while not isinstance(event := next(reading.events), yaml.SequenceEndEvent):
        content.append(_node(reading, event, (*path, len(content))))
    return content


def _scalar(reading: _Reading, event: yaml.ScalarEvent, mark: Mark) -> object:
    text = str(event.value)
    if swallows_lines(event, reading.lines):
        facts = {"text": str(event.style) + shortened(text.rstrip())}
        raise _Unreadable(Fault("unclosed-quote", mark, facts))
    if event.tag or not _is_plain(event):
        return text
    for slug, is_slip in SLIPS.items():
        if is_slip(text):
            reading.fault(slug, mark, text=shortened(text), quoted=in_quotes(text))
    return Bare(text) if NUMBER.fullmatch(text) else text


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style
