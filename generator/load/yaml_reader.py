"""YAML text → text values with their places: a fast reader and a careful one that decides.

The fast reader takes only text that certainly holds no fault; all other text goes to the careful
one. Both give the same, see `tests/load/test_readers.py`.

See decision 0031.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

import yaml

from generator.core.characters import EDGES, is_usual, odd_signs
from generator.core.fields import Bare
from generator.core.findings import Location
from generator.core.raw import Path, RawRecord, ReadError
from generator.load.comments import (
    bracket_fault,
    opening_hash,
    scalar_fault,
    unread_faults,
)
from generator.load.quick_reader import quick_content
from generator.load.yaml_errors import (
    BOOLEAN,
    MERGE_KEY,
    NUMBER,
    UNQUOTED_FAULTS,
    UNSEEN,
    fullwidth_colons,
    in_quotes,
    mark_of,
    shortened,
    swallows_lines,
    syntax_faults,
)

_COPIED = 2
"""Keys that may occur twice before the file is taken for two records."""

FAULT_LIMIT = 100
"""Faults of one file that are listed."""

DEPTH_LIMIT = 12
"""Levels of nesting; the deepest real record has 4."""


class Later(Mapping[Path, Location]):
    """Places that are computed on first use: few records are ever asked for theirs."""

    def __init__(self, look: Callable[[], Mapping[Path, Location]]) -> None:
        self._look = look

    def __getitem__(self, path: Path) -> Location:
        return self._look()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())


class _Unreadable(Exception):
    """The text can not be parsed any further; the faults give the reason."""

    def __init__(self, *faults: ReadError) -> None:
        super().__init__(faults[0].slug)
        self.faults = faults


@dataclass
class _Reading:
    """The result of reading one file so far."""

    events: Iterator[yaml.Event]
    lines: Sequence[str]
    keys: dict[Path, Location] = field(default_factory=dict)
    values: dict[Path, Location] = field(default_factory=dict)
    faults: list[ReadError] = field(default_factory=list)

    def fault(self, slug: str, mark: Location, **facts: str) -> None:
        self.faults.append(ReadError(slug, mark, facts))

    def apart(self) -> "_Reading":
        """Read on without keeping places: for what does not become part of the record."""
        return replace(self, keys={}, values={}, faults=[])


def read_text(name: str, text: str) -> RawRecord:
    """Return the record in `text`; errors that prevent reading are in its faults, never raised."""
    content = quick_content(text, DEPTH_LIMIT)
    if content is None:
        return read_carefully(name, text)
    places = cache(partial(read_carefully, name, text))
    return RawRecord(
        path=name,
        content=content,
        keys=Later(lambda: places().keys),
        values=Later(lambda: places().values),
        faults=(),
    )


def read_carefully(name: str, text: str) -> RawRecord:
    """Like `read_text`, with every place looked at, as a text with a mistake needs."""
    reading = _Reading(yaml.parse(text, Loader=yaml.CSafeLoader), text.split("\n"))
    content: object = None
    try:
        _refuse_unseen(text)
        reading.faults += _odd(reading.lines)
        content = _document(reading, text)
    except yaml.MarkedYAMLError as error:
        cut = tuple(unread_faults(reading.lines, error))
        marks = {fault.mark for fault in cut}
        reading.faults = [fault for fault in reading.faults if fault.mark not in marks]
        reading.faults += cut or syntax_faults(text, error)
    except _Unreadable as stop:
        reading.faults += stop.faults
    return RawRecord(
        path=name,
        content=content if isinstance(content, dict) else None,
        keys=reading.keys,
        values=reading.values,
        faults=tuple(_first(reading.faults)),
    )


def _first(faults: Sequence[ReadError]) -> Iterator[ReadError]:
    """Yield as many faults as anybody mends at once, then how many there are besides."""
    yield from faults[:FAULT_LIMIT]
    if (rest := len(faults) - FAULT_LIMIT) > 0:
        yield ReadError("more-findings", faults[FAULT_LIMIT].mark, {"rest": str(rest)})


def _refuse_unseen(text: str) -> None:
    match = UNSEEN.search(text)
    if match:
        before = text[: match.start()]
        mark = Location(before.count("\n") + 1, match.start() - before.rfind("\n"))
        [odd] = odd_signs(match[0])
        raise _Unreadable(ReadError("control-character", mark, odd.facts))


_WIDE_INDENT = re.compile("\u3000+")
"""At the beginning of a line: below a key it would be the beginning of another key."""


def _wide_indent(mark: Location, match: re.Match[str]) -> ReadError:
    facts = {"sign": "缩进用了全角空格", "remedy": "改成半角空格，每级两个"}
    return ReadError("odd-blank", mark, facts | {"typed": match[0], "meant": " " * len(match[0])})


def _odd(lines: Sequence[str]) -> Iterator[ReadError]:
    """Yield every sign, in comments as well, that is not what it looks like."""
    for number, line in enumerate(lines, 1):
        if match := _WIDE_INDENT.match(line):
            yield _wide_indent(Location(number, 1), match)
        for odd in () if is_usual(line) else odd_signs(line):
            yield ReadError(odd.slug, Location(number, odd.at + 1), odd.facts)


def _document(reading: _Reading, text: str) -> object:
    next(reading.events)
    first = next(reading.events)
    if isinstance(first, yaml.StreamEndEvent):
        raise _Unreadable(ReadError("empty-file", Location()))
    event = next(reading.events)
    if isinstance(event, yaml.ScalarEvent) and event.value == "" and _is_plain(event):
        raise _Unreadable(ReadError("empty-file", Location()))
    content = _node(reading, event, ())
    _refuse_second_record(reading)
    next(reading.events)
    after = next(reading.events)
    if not isinstance(content, dict):
        faults = list(fullwidth_colons(text)) if isinstance(content, str) else []
        raise _Unreadable(*faults or [ReadError("not-a-mapping", mark_of(event.start_mark))])
    if isinstance(after, yaml.DocumentStartEvent):
        raise _Unreadable(ReadError("several-documents", mark_of(after.start_mark)))
    return content


def _refuse_second_record(reading: _Reading) -> None:
    """Report a record pasted below another once, not for each of its repeated keys."""
    again = [fault for fault in reading.faults if fault.slug == "duplicate-key"]
    if len(again) > _COPIED and again[0].facts["key"] == "id":
        reading.faults = [fault for fault in reading.faults if fault not in again]
        raise _Unreadable(ReadError("several-documents", again[0].mark))


def _node(reading: _Reading, event: yaml.Event, path: Path) -> object:
    mark = mark_of(event.start_mark)
    reading.values[path] = mark
    if len(path) > DEPTH_LIMIT:
        raise _Unreadable(ReadError("too-deep", mark, {"limit": str(DEPTH_LIMIT)}))
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


def _refuse_properties(reading: _Reading, event: yaml.Event, mark: Location) -> None:
    for slug in ("anchor", "tag"):
        given = getattr(event, slug, None)
        if given:
            reading.fault(slug, mark, name=_as_typed(str(given)))


def _as_typed(name: str) -> str:
    """Return `!!str` for the parser's `tag:yaml.org,2002:str`."""
    return shortened(name.replace("tag:yaml.org,2002:", "!!").removeprefix("!"))


def _mapping(reading: _Reading, path: Path) -> dict[str, object]:
    content: dict[str, object] = {}
    while not isinstance(event := next(reading.events), yaml.MappingEndEvent):
        key, mark = _key(reading, event)
        event = next(reading.events)
        if pairs := _joined_pairs(key, event):
            facts = _as_pairs(key, pairs)
            reading.faults.append(ReadError("yaml-syntax", mark, facts))
            content |= pairs
            continue
        again = key in content
        within = reading.apart() if again or key == MERGE_KEY else reading
        value = _node(within, event, (*path, key))
        if again:
            first = str(reading.keys[(*path, key)].line)
            reading.fault("duplicate-key", mark, key=shortened(key), first=first)
            continue
        reading.keys[(*path, key)] = mark
        content[key] = value
    _keep(reading, bracket_fault(reading.lines, event))
    return content


_JOINED = re.compile(r"([a-z_]+)[:：]([^\s:：]+)")


def _joined_pairs(key: str, value: yaml.Event) -> dict[str, str]:
    """Return the pairs that were meant by a key like `value:2` without a value; none for others."""
    if not isinstance(value, yaml.ScalarEvent) or value.value or value.style:
        return {}
    found = [_JOINED.fullmatch(part.strip()) for part in re.split("[,，]", key)]
    pairs = {match[1]: _unquoted(match[2]) for match in found if match}
    return pairs if len(pairs) == len(found) else {}


def _as_pairs(key: str, pairs: Mapping[str, str]) -> Mapping[str, str]:
    meant = ", ".join(f"{name}: {value}" for name, value in pairs.items())
    facts = {"reason": "花括号里的冒号后面没有空格", "remedy": f"写成 {shortened(meant)}"}
    return facts | {"typed": key, "meant": meant}


def _unquoted(text: str) -> str:
    return Bare(text) if NUMBER.fullmatch(text) else text


def _key(reading: _Reading, event: yaml.Event) -> tuple[str, Location]:
    mark = mark_of(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        raise _Unreadable(ReadError("alias", mark, {"name": str(event.anchor)}))
    if not isinstance(event, yaml.ScalarEvent):
        facts = {"reason": "键不是一个词", "remedy": "方括号、花括号开头的文字加半角双引号"}
        raise _Unreadable(ReadError("yaml-syntax", mark, facts))
    _refuse_properties(reading, event, mark)
    key = str(event.value)
    if mark.column > 1 and (match := _WIDE_INDENT.match(key)):
        reading.faults.append(_wide_indent(mark, match))
    if key == MERGE_KEY:
        reading.fault("merge-key", mark)
    elif _is_plain(event) and BOOLEAN.fullmatch(key):
        reading.fault("boolean-key", mark, key=key)
    return key, mark


def _sequence(reading: _Reading, path: Path) -> list[object]:
    content: list[object] = []
    while not isinstance(event := next(reading.events), yaml.SequenceEndEvent):
        content.append(_node(reading, event, (*path, len(content))))
    _keep(reading, bracket_fault(reading.lines, event))
    return content


def _scalar(reading: _Reading, event: yaml.ScalarEvent, mark: Location) -> object:
    text = str(event.value)
    if swallows_lines(event, reading.lines):
        facts = {"text": str(event.style) + shortened(text.rstrip())}
        raise _Unreadable(ReadError("unclosed-quote", mark, facts))
    _keep(reading, scalar_fault(reading.lines, event))
    reading.faults += _odd_in_value(reading.lines, event, mark)
    if event.tag or not _is_plain(event):
        return text
    for slug, has_fault in UNQUOTED_FAULTS.items():
        if has_fault(text):
            facts = {"text": shortened(text), "quoted": in_quotes(text)}
            facts["rest"] = "" if text else opening_hash(reading.lines, mark)
            reading.fault(slug, mark, **facts)
    return _unquoted(text)


def _odd_in_value(
    lines: Sequence[str], event: yaml.ScalarEvent, mark: Location
) -> Iterator[ReadError]:
    """Yield what can not be seen of a value in the line: signs by escape, spaces at its ends."""
    text = str(event.value)
    if event.style == '"' and any("\\" in one for one in _own_lines(lines, event)):
        for slug, odd in {odd.slug: odd for odd in odd_signs(text)}.items():
            yield ReadError(slug, mark, odd.facts)
    if event.style not in ("|", ">") and text.strip() and text.strip(EDGES) != text:
        facts = {"sign": "两头有空格", "remedy": "删除开头、末尾的空格"}
        yield ReadError("odd-blank", mark, facts | {"typed": "", "meant": ""})


def _own_lines(lines: Sequence[str], event: yaml.ScalarEvent) -> Sequence[str]:
    assert event.start_mark
    assert event.end_mark
    return lines[event.start_mark.line : event.end_mark.line + 1]


def _keep(reading: _Reading, fault: ReadError | None) -> None:
    if fault:
        reading.faults.append(fault)


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style


def plain_values(text: str) -> object:
    """Return what a YAML file that is no record holds. ValueError where it can not be read."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
