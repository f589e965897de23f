"""Comments of a record: what each speaks of, and the same comments in the record's other text.

A YAML reader drops them; they stand between its tokens, where nothing but blanks stands besides. A
`#` behind a value may also be a part of it ("2 #锅炉" is daily language of the field), which YAML
drops without a word.

See decisions 0028 and 0073.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import yaml

from generator.core.characters import settled
from generator.core.findings import Location
from generator.core.raw import Path, RawRecord, ReadError
from generator.load.yaml_errors import in_quotes, shortened

_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_DASH = re.compile(r"\s*-(?:\s|$)")
_EDITOR_LINE = re.compile(r"#\s*yaml-language-server:")
_BEFORE_A_NODE = (
    yaml.StreamStartToken,
    yaml.DirectiveToken,
    yaml.DocumentStartToken,
    yaml.DocumentEndToken,
    yaml.BlockEntryToken,
    yaml.KeyToken,
)
_FLOW_STARTS = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_FLOW_ENDS = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment from its `#` on, its line, and the path of its key or list item.

    The path of the record as a whole, `()`, is the top of the file; None is its end.
    """

    line: int
    text: str
    owner: Path | None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The place where a key or a list item begins."""

    mark: Location
    path: Path

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.mark.line, self.mark.column, len(self.path))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in the text with a `#`: the token before it, and where its flow began."""

    start: int
    text: str
    before: yaml.Token | None
    flow_start: int | None


def comments_of(text: str, raw: RawRecord) -> tuple[Comment, ...]:
    """Return every comment of a text without faults, in order."""
    places = _Places(text, sorted(_anchors(raw), key=lambda anchor: anchor.order))
    return tuple(
        Comment(places.mark(spot.start).line, spot.text, _owner(spot, places))
        for spot in _spots(text)
    )


def homeless(comments: Sequence[Comment], raw: RawRecord) -> list[Comment]:
    """Return the comments whose key or item is missing in this other text of the record."""
    return [one for one in comments if one.owner and _line_of(one.owner, raw) is None]


def with_comments(text: str, raw: RawRecord, comments: Sequence[Comment]) -> str:
    """Return the other text of the record with each comment on a line above its key or item.

    `raw` is that text as read, so that the lines of its keys are known.
    """
    above: dict[int, list[str]] = defaultdict(list)
    lines = text.split("\n")
    for one in comments:
        line = len(lines) if one.owner is None else _line_of(one.owner, raw) or 1
        indent = re.match(" *", lines[line - 1])
        text = settled(one.text.rstrip())
        above[line].append(f"{indent[0] if indent else ''}{text}")
    return "\n".join(
        whole for number, line in enumerate(lines, start=1) for whole in (*above[number], line)
    )


def _line_of(path: Path, raw: RawRecord) -> int | None:
    marks = raw.values if path and isinstance(path[-1], int) else raw.keys
    mark = marks.get(path)
    return mark.line if mark else None


def _anchors(raw: RawRecord) -> Iterator[_Anchor]:
    for path, mark in raw.keys.items():
        yield _Anchor(mark, path)
    for path, mark in raw.values.items():
        if path and isinstance(path[-1], int):
            yield _Anchor(mark, path)


def _head(text: str, anchors: Sequence[_Anchor]) -> int:
    """Return the end of the last blank line above the first key: comments above are the file's."""
    first = anchors[0].mark.line if anchors else 1
    above = text.split("\n")[: first - 1]
    blank = max((number for number, line in enumerate(above) if not line.strip()), default=0)
    return sum(len(line) + 1 for line in above[:blank])


def _spots(text: str) -> Iterator[_Spot]:
    end = 0
    before: yaml.Token | None = None
    flows: list[int] = []
    closed: int | None = None
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        for match in _COMMENT.finditer(text, end, max(start, end)):
            yield _Spot(match.start(), match[0], before, closed)
        end = max(end, token.end_mark.index)
        closed = None
        if isinstance(token, _FLOW_STARTS):
            flows.append(start)
        elif isinstance(token, _FLOW_ENDS):
            closed = flows.pop()
        elif isinstance(token, yaml.ScalarToken) and (header := _in_header(text, token)):
            yield _Spot(header.start(1), header[1], token, None)
        before = token


def _in_header(text: str, token: yaml.ScalarToken) -> re.Match[str] | None:
    """Return the comment after the `|` or `>` of a block of text, if any."""
    is_block = token.style in ("|", ">")
    return _BLOCK_HEADER.match(text, token.start_mark.index) if is_block else None


class _Places:
    """Where lines begin, and what stands before and behind a place: found without searching.

    A file may hold as many comments as it has lines.
    """

    def __init__(self, text: str, anchors: Sequence[_Anchor]) -> None:
        self.anchors = anchors
        self.head = _head(text, anchors)
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._ordered = [(one.mark.line, one.mark.column) for one in anchors]
        self._before_dash = _lines_before_a_dash(self._lines)

    def mark(self, index: int) -> Location:
        """Return line and column of a place in the text."""
        line = bisect_right(self._starts, index)
        return Location(line, index - self._starts[line - 1] + 1)

    def is_alone(self, mark: Location) -> bool:
        """Return whether nothing stands before a place in its line."""
        return not self._lines[mark.line - 1][: mark.column - 1].strip()

    def before(self, mark: Location) -> _Anchor | None:
        """Return the last key or item that begins at a place or before it."""
        at = bisect_right(self._ordered, (mark.line, mark.column))
        return self.anchors[at - 1] if at else None

    def next_path(self, mark: Location) -> Path | None:
        """Return the next key; before the dash of a list item, the item, although both begin there.

        None where nothing follows.
        """
        first = bisect_right(self._ordered, (mark.line, mark.column))
        if first == len(self.anchors):
            return None
        last = bisect_right(self._ordered, self._ordered[first]) - 1
        return self.anchors[first if self._before_dash[mark.line - 1] else last].path


def _lines_before_a_dash(lines: Sequence[str]) -> Sequence[bool]:
    """Return of each line whether a list item follows it, but for blanks and comments."""
    found: list[bool] = []
    is_dash = False
    for line in reversed(lines):
        found.append(is_dash)
        if line.strip() and not line.lstrip().startswith("#"):
            is_dash = _DASH.match(line) is not None
    return found[::-1]


def _owner(spot: _Spot, places: _Places) -> Path | None:
    mark = places.mark(spot.start)
    is_of_editor = _EDITOR_LINE.match(spot.text) and not places.before(mark)
    if spot.start < places.head or is_of_editor:
        return ()
    reference = mark if spot.flow_start is None else places.mark(spot.flow_start)
    earlier = places.before(reference)
    if places.is_alone(mark) or isinstance(spot.before, _BEFORE_A_NODE) or not earlier:
        return places.next_path(mark)
    return earlier.path


_BEHIND = re.compile(r"[ \t]+(#.*)")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")
_REMARK = re.compile(r"#+(?:[ \t]|$)")
"""A comment after a value that is complete: a space behind the `#`."""

_COMPLETE = re.compile(r"\d{4}-\d\d-\d\d|[A-Z]{2,4}\d\d(?:-[A-Z0-9]+)*|true|false", re.ASCII)
"""Values that nobody continues: dates, IDs, yes and no. Of words and numbers that is unknown."""

_OPENED = re.compile(r"(?:^|[\s{\[])(?:[^\s:#]+:|-)[ \t]+(#.*)")
_TEXT = re.compile(r"\s*(?:- +)*[^\s:#]+:[ \t]+[^'\"\s#{\[|>].*?[ \t](#.*)")


def scalar_fault(lines: Sequence[str], event: yaml.ScalarEvent) -> ReadError | None:
    """Return the fault of a value that loses what was typed behind a `#`.

    A missing value has its own fault.
    """
    start, end = event.start_mark, event.end_mark
    if not event.style and not event.value:
        return None
    assert start
    assert end
    above = _above(lines, start.line, start.column)
    if above:
        return above
    if event.style in ("|", ">"):
        match = _HEADER.match(lines[start.line], start.column)
        is_remark = bool(match and _REMARK.match(match[1]))
        return None if match is None or is_remark else _fault(start.line, match, "")
    match = _BEHIND.match(lines[end.line], end.column)
    is_complete = bool(event.style) or bool(_COMPLETE.fullmatch(str(event.value)))
    if match is None or (is_complete and _REMARK.match(match[1])):
        return None
    typed = lines[start.line][start.column :] if start.line == end.line and not event.style else ""
    return _fault(end.line, match, typed)


def bracket_fault(lines: Sequence[str], event: yaml.CollectionEndEvent) -> ReadError | None:
    """Return the fault of what stands right behind a bracket and a `#`."""
    start, end = event.start_mark, event.end_mark
    assert start
    assert end
    if start.column == end.column:
        return None  # no bracket: the end of indented lines
    match = _BEHIND.match(lines[end.line], end.column)
    return None if match is None or _REMARK.match(match[1]) else _fault(end.line, match, "")


def unread_faults(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Iterator[ReadError]:
    """Yield the fault of a text that ends at a `#`, where its next line can not be read."""
    marks = {mark.line for mark in (error.context_mark, error.problem_mark) if mark}
    for number in sorted(marks - {0}):
        if match := _TEXT.match(lines[number - 1]):
            yield _fault(number - 1, match, "")


_HASH = re.compile(r"[ \t]*(#.*)")


def opening_hash(lines: Sequence[str], mark: Location) -> str:
    """Return what stands behind the `#` in place of a value that is missing; "" for nothing."""
    match = _HASH.match([*lines[mark.line - 1 : mark.line], ""][0], mark.column - 1)
    return match[1] if match else ""


def _above(lines: Sequence[str], number: int, column: int) -> ReadError | None:
    """Return the fault of a value on a line of its own, where its key has something behind a `#`.

    Comments between both, on lines of their own, lose nothing.
    """
    if lines[number][:column].strip():
        return None
    number -= 1
    while number >= 0 and lines[number].lstrip()[:1] in ("", "#"):
        number -= 1
    match = _OPENED.search(lines[number]) if number >= 0 else None
    return _fault(number, match, "") if match else None


def _fault(number: int, match: re.Match[str], typed: str) -> ReadError:
    """Return the fault at a `#`; `typed` is the whole value as it was meant."""
    mark = Location(number + 1, match.start(1) + 1)
    facts = {"rest": shortened(match[1].rstrip())}
    facts["quoted"] = f"：{in_quotes(typed.strip())}" if typed else ""
    return ReadError("hash-in-value", mark, facts)
