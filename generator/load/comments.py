"""Comments of a record: what each speaks of, and the same comments in the record's other text.

A YAML reader drops them; they stand between its tokens, where nothing but blanks stands besides.

See decision 0028.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from generator.core.characters import settled
from generator.core.findings import Location
from generator.core.raw import Path, RawRecord

_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_DASH_NEXT = re.compile(r"(?:\s|#[^\n]*\n)*-(?=\s)")
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
    anchors = sorted(_anchors(raw), key=lambda anchor: anchor.order)
    head = _head(text, anchors)
    return tuple(
        Comment(_mark(text, spot.start).line, spot.text, _owner(text, spot, anchors, head))
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


def _owner(text: str, spot: _Spot, anchors: Sequence[_Anchor], head: int) -> Path | None:
    mark = _mark(text, spot.start)
    if spot.start < head or (_EDITOR_LINE.match(spot.text) and not _anchors_before(anchors, mark)):
        return ()
    alone = not text[text.rfind("\n", 0, spot.start) + 1 : spot.start].strip()
    reference = mark if spot.flow_start is None else _mark(text, spot.flow_start)
    earlier = _anchors_before(anchors, reference)
    if alone or isinstance(spot.before, _BEFORE_A_NODE) or not earlier:
        after_dash = not _DASH_NEXT.match(text, spot.start + len(spot.text))
        return _next(anchors, mark, after_dash=after_dash)
    return earlier[-1].path


def _anchors_before(anchors: Sequence[_Anchor], mark: Location) -> list[_Anchor]:
    place = (mark.line, mark.column)
    return [one for one in anchors if (one.mark.line, one.mark.column) <= place]


def _next(anchors: Sequence[_Anchor], mark: Location, *, after_dash: bool) -> Path | None:
    """Return the next key; before the dash of a list item, the item, although both begin there."""
    place = (mark.line, mark.column)
    later = [one for one in anchors if (one.mark.line, one.mark.column) > place]
    there = [one.path for one in later if one.mark == later[0].mark]
    return (there[-1] if after_dash else there[0]) if there else None


def _mark(text: str, index: int) -> Location:
    return Location(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
