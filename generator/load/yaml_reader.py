"""YAML text → text values with their places: a fast reader and a careful one that decides.

The fast reader takes only text that certainly holds no fault; all other text goes to the careful
one. Both give the same, see `tests/load/test_readers.py`.

See decision 0031.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial

import yaml

from generator.core.fields import Bare
from generator.core.findings import Location
from generator.core.raw import Path, RawRecord, ReadError
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
        content = _document(reading, text)
    except yaml.MarkedYAMLError as error:
        reading.faults += syntax_faults(text, error)
    except _Unreadable as stop:
        reading.faults += stop.faults
    return RawRecord(
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
        mark = Location(before.count("\n") + 1, match.start() - before.rfind("\n"))
        raise _Unreadable(ReadError("control-character", mark, {"sign": f"U+{ord(match[0]):04X}"}))


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


def _key(reading: _Reading, event: yaml.Event) -> tuple[str, Location]:
    mark = mark_of(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        raise _Unreadable(ReadError("alias", mark, {"name": str(event.anchor)}))
    if not isinstance(event, yaml.ScalarEvent):
        facts = {"reason": "键不是一个词", "remedy": "方括号、花括号开头的文字加半角双引号"}
        raise _Unreadable(ReadError("yaml-syntax", mark, facts))
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


def _scalar(reading: _Reading, event: yaml.ScalarEvent, mark: Location) -> object:
    text = str(event.value)
    if swallows_lines(event, reading.lines):
        facts = {"text": str(event.style) + shortened(text.rstrip())}
        raise _Unreadable(ReadError("unclosed-quote", mark, facts))
    if event.tag or not _is_plain(event):
        return text
    for slug, has_fault in UNQUOTED_FAULTS.items():
        if has_fault(text):
            reading.fault(slug, mark, text=shortened(text), quoted=in_quotes(text))
    return Bare(text) if NUMBER.fullmatch(text) else text


def _is_plain(event: yaml.ScalarEvent) -> bool:
    return not event.style


_LINE = re.compile(r"( *)(- )?([a-z_]+):(?: ([^ \t].*))?")
_FLOW = re.compile(r"([a-z_]+): ([^][ \t,{}:#&*!|>'\"%@`?-][^][ \t,{}:#]*)")
_QUOTED = re.compile(r'"([^"\\]*)"|\'([^\']*)\'')
_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""First characters of values that are not plain text, or may not be."""

_DEEPEST = 6
_PLAIN_SHORT = 60
"""Longer lines are sentences, which seldom recur."""


class Doubt(Exception):
    """Something that may be a mistake, or is unknown here."""


Line = tuple[int, bool, str, object]
"""Indentation, whether a list item begins on the line, its key, and its value."""


class _Open:
    """The value of a key to which the next lines belong."""


_OPEN = _Open()


def plain_content(text: str) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that is not sure.

    The text has been looked through for signs that nobody sees.
    """
    *lines, rest = text.split("\n")
    try:
        return None if rest or not lines else _plain_mapping(lines)
    except Doubt:
        return None


def _plain_mapping(lines: list[str]) -> dict[str, object]:
    top: dict[str, object] = {}
    levels: list[tuple[int, dict[str, object], list[object] | None]] = [(0, top, None)]
    opened = ""
    for text in lines:
        indent, is_item, key, value = _kept(text) if len(text) < _PLAIN_SHORT else _read(text)
        if opened:
            _begin(levels, opened, indent, is_item=is_item)
        else:
            _go_back(levels, indent + 2 if is_item else indent, is_item=is_item)
        here = levels[-1][1]
        if key in here:
            raise Doubt
        here[key] = dict(value) if type(value) is tuple else value
        opened = key if value is _OPEN else ""
    if opened:
        raise Doubt
    return top


def _begin(
    levels: list[tuple[int, dict[str, object], list[object] | None]],
    opened: str,
    indent: int,
    *,
    is_item: bool,
) -> None:
    """Open the value of a key: a list indented as the key, or a mapping indented by two."""
    at, here, _ = levels[-1]
    new: dict[str, object] = {}
    if indent != (at if is_item else at + 2) or len(levels) > _DEEPEST:
        raise Doubt
    items: list[object] | None = [new] if is_item else None
    here[opened] = items if is_item else new
    levels.append((at + 2, new, items))


def _go_back(
    levels: list[tuple[int, dict[str, object], list[object] | None]], at: int, *, is_item: bool
) -> None:
    """Return to the mapping at this indentation; where a new item begins, to a new one."""
    while levels[-1][0] > at:
        levels.pop()
    found, _, items = levels[-1]
    if found != at:
        raise Doubt
    if is_item:
        if items is None:
            raise Doubt
        new: dict[str, object] = {}
        items.append(new)
        levels[-1] = (at, new, items)


def _read(text: str) -> Line:
    match = _LINE.fullmatch(text)
    if not match or BOOLEAN.fullmatch(match[3]):
        raise Doubt
    value = match[4]
    return len(match[1]), bool(match[2]), match[3], _OPEN if value is None else _plain_value(value)


_kept = lru_cache(maxsize=16_384)(_read)


def _plain_value(text: str) -> object:
    """Return a value; a mapping on one line as its pairs, since kept values must be immutable."""
    if text[0] in "\"'":
        quoted = _QUOTED.fullmatch(text)
        if not quoted:
            raise Doubt
        return quoted[1] if quoted[2] is None else quoted[2]
    if text[0] == "{":
        return _pairs(text)
    if text[0] in _NOT_PLAIN or text[-1] in ": " or ": " in text or " #" in text or "\t" in text:
        raise Doubt
    return plain_value(text)


def _pairs(text: str) -> tuple[tuple[str, object], ...]:
    if text[-1] != "}":
        raise Doubt
    found = [_FLOW.fullmatch(part) for part in text[1:-1].split(", ")]
    pairs = tuple((one[1], plain_value(one[2])) for one in found if one)
    if len(dict(pairs)) != len(found) or any(BOOLEAN.fullmatch(key) for key, _ in pairs):
        raise Doubt
    return pairs


def plain_value(text: str) -> str:
    """Return an unquoted text; one that other readers take for a number is marked."""
    if any(has_fault(text) for has_fault in UNQUOTED_FAULTS.values()):
        raise Doubt
    return Bare(text) if NUMBER.fullmatch(text) else text


_DOUBTFUL = ("&", "*", "!", "\t", "- -", "-  ", "? ", " " * 40)
"""Without any of these there is no anchor, alias or tag, and no endless nesting.

The parser builds its tree by recursion in C, and too deep a one would end the process; a file of
the largest size that is read can not be nested deeply by indenting without forty spaces in a row.
What may be a mistake is left to the careful reader, which keeps locations and decides.
"""
_MOST_BRACKETS = 64
_SHORT = 24
"""Shorter texts are mostly dates, steps and units, which recur."""


class _Tree(yaml.CBaseLoader):
    """The C parser alone, without PyYAML's resolving of every scalar in Python.

    Without it, the C parser needs a quarter of the time.
    """

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no tag: all scalars stay text."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Do nothing: nothing is resolved."""

    def ascend_resolver(self) -> None:
        """Do nothing: nothing is resolved."""


def quick_content(text: str, depth_limit: int) -> dict[str, object] | None:
    """The record in `text` exactly as the careful way reads it; None where that has to be gone."""
    if _has_unseen_signs(text):
        return None
    plain = plain_content(text)
    if plain is not None or _has_doubtful_signs(text):
        return plain
    try:
        node = _Tree(text).get_single_node()
        return _fast_mapping(node, depth_limit) if isinstance(node, yaml.MappingNode) else None
    except (Doubt, yaml.YAMLError):
        return None


def _has_unseen_signs(text: str) -> bool:
    return not (text.replace("\n", "").isprintable() or UNSEEN.search(text) is None)


def _has_doubtful_signs(text: str) -> bool:
    return (
        any(sign in text for sign in _DOUBTFUL)
        or text.count("[") + text.count("{") > _MOST_BRACKETS
    )


def _fast_mapping(node: yaml.MappingNode, depth: int) -> dict[str, object]:
    content = {_fast_key(key): _value(value, depth - 1) for key, value in node.value}
    if len(content) != len(node.value):
        raise Doubt
    return content


def _fast_key(node: yaml.Node) -> str:
    if type(node) is not yaml.ScalarNode or not _is_usual_key(node.value):
        raise Doubt
    return str(node.value)


@lru_cache(maxsize=1024)
def _is_usual_key(key: str) -> bool:
    return key != MERGE_KEY and not BOOLEAN.fullmatch(key)


def _value(node: yaml.Node, depth: int) -> object:
    if depth < 0:
        raise Doubt
    if type(node) is yaml.ScalarNode:
        if not node.style:
            text = node.value
            return _short_plain(text) if len(text) < _SHORT else plain_value(text)
        if node.start_mark.line != node.end_mark.line and node.style in "'\"":
            raise Doubt
        return node.value
    if type(node) is yaml.MappingNode:
        return _fast_mapping(node, depth)
    return [_value(item, depth - 1) for item in node.value]


_short_plain = lru_cache(maxsize=65_536)(plain_value)


def plain_values(text: str) -> object:
    """Return what a YAML file that is no record holds. ValueError where it can not be read."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
