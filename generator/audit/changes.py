"""A history sorted by record: what came to each file, and which versions only appended.

A version is known as the beginning of a later one by its hash, and of an edit only the fields that
differ are parsed. Both have a slow path beside them, `audit/histories.py`, which looks at each
version by itself; the property tests of the audit walk random histories both ways.

See decision 0036.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.audit.diff import (
    EVENT_START,
    EVENTS,
    EVENTS_KEY,
    ChangeKind,
    Parser,
    RecordDiff,
    blob_name,
    event_names,
    field_deltas,
    recorded,
)
from generator.audit.log import Commit, FileChange, Logged
from generator.audit.trails import HistoryEntry, Trail


class Maker(NamedTuple):
    """A commit, as far as trails need to know it."""

    number: int
    is_merge: bool = False


class BranchChange(NamedTuple):
    """The change of one record by one commit of a branch."""

    commit: Maker
    change: FileChange


class Version(NamedTuple):
    """A version of a record with the commit that made it; "" where the commit deleted it.

    `together`: the numbers of the commits that came in by the same merge.
    """

    blob: str
    commit: Maker
    together: range = range(0)

    @property
    def latest(self) -> int:
        """The number of the commit."""
        return self.commit.number


class Joined(NamedTuple):
    """The change of one record by a merge into the main line, and the steps of its branch."""

    main: Maker
    net: FileChange | None
    steps: tuple[BranchChange, ...]
    together: range

    @property
    def latest(self) -> int:
        """The number of the commit of the main line."""
        return self.main.number

    @property
    def blob(self) -> str:
        """What the main line holds after it; "" where it changed nothing there, or deleted it."""
        return self.net.new if self.net else ""

    @property
    def own_steps(self) -> list[BranchChange]:
        """The steps but those of merges within the branch: these carry what others did."""
        return [step for step in self.steps if not step.commit.is_merge]

    @property
    def is_chain(self) -> bool:
        """Return whether the branch's steps lead, version by version, from before to after."""
        versions = [step.change for step in self.own_steps]
        if not self.net or not versions:
            return False
        before = [self.net.old, *(change.new for change in versions)]
        after = [*(change.old for change in versions), self.net.new]
        return before == after


Arrival = Version | Joined


@dataclass(slots=True)
class Arrivals:
    """Commits that are new since the last reading, and their changes by path, the newest first.

    Until the number of commits is known they are numbered backwards: the newest is 0, the one
    before it -1.
    """

    commits: list[Commit] = field(default_factory=list)
    by_path: dict[str, list[Arrival]] = field(default_factory=dict)
    lasts: dict[str, int] = field(default_factory=dict)

    def take(self, group: Sequence[Logged]) -> None:
        """Add a commit of the main line and, newest first, those that it merged."""
        first = -len(self.commits)
        self.commits += [one.commit for one in group]
        if len(group) > 1:
            self._join(group, first)
        else:
            commit = Maker(first, group[0].commit.is_merge)
            for change in group[0].changes:
                self._put(change.path, first, Version(change.new, commit))

    def _join(self, group: Sequence[Logged], first: int) -> None:
        makers = [Maker(first - back, one.commit.is_merge) for back, one in enumerate(group)]
        net = {change.path: change for change in group[0].changes}
        steps: dict[str, list[BranchChange]] = {path: [] for path in net}
        for maker, one in zip(reversed(makers[1:]), reversed(group[1:]), strict=True):
            for change in one.changes:
                steps.setdefault(change.path, []).append(BranchChange(maker, change))
        together = range(makers[-1].number, first)
        for path, some in steps.items():
            self._put(path, first, Joined(makers[0], net.get(path), tuple(some), together))

    def _put(self, path: str, number: int, arrival: Arrival) -> None:
        known = self.by_path.get(path)
        if known is None:
            known = self.by_path[path] = []
            self.lasts.setdefault(path[: path.rfind("/") + 1], number)
        known.append(arrival)


class _Groups:
    """Commits of the main line, each with those that it merged; all come newest first.

    A commit of a branch may come behind an older one of the main line. It belongs to the oldest
    commit of the main line that has it, which is known once all its children have come.
    """

    def __init__(self) -> None:
        self._groups: dict[int, list[Logged]] = {}
        self._first = self._count = 0
        self._group_of: dict[str, int] = {}
        """Commit that has not come yet → the oldest group known to lead to it."""
        self._awaited: Counter[int] = Counter()
        """Group → how many commits lead to it that have not come yet."""

    def add(self, one: Logged) -> Iterator[list[Logged]]:
        """Add the next commit; yield the groups that are complete now, newest first."""
        number = self._come(one.commit.id)
        if one.on_main_line:
            number, self._count = self._count, self._count + 1
        self._groups.setdefault(number, []).append(one)
        for parent in one.commit.parents[1 if one.on_main_line else 0 :]:
            self._await(parent, number)
        while self._first in self._groups and not self._awaited[self._first]:
            yield self._groups.pop(self._first)
            self._first += 1

    def rest(self) -> Iterator[list[Logged]]:
        """Yield the other groups: they wait for commits before the part that is read."""
        for number in sorted(self._groups):
            yield self._groups[number]

    def _come(self, commit: str) -> int:
        number = self._group_of.pop(commit, None)
        if number is None:
            return self._count - 1
        self._awaited[number] -= 1
        return number

    def _await(self, commit: str, number: int) -> None:
        known = self._group_of.get(commit)
        if known is not None and known >= number:
            return
        if known is not None:
            self._awaited[known] -= 1
        self._group_of[commit] = number
        self._awaited[number] += 1


def gathered(history: Iterable[Logged]) -> Arrivals:
    """A history, newest first, sorted by record."""
    found, groups = Arrivals(), _Groups()
    for one in history:
        for group in groups.add(one):
            found.take(group)
    for group in groups.rest():
        found.take(group)
    return found


def numbered(arrivals: Sequence[Arrival], newest: int) -> list[Arrival]:
    """Return the changes of one record, oldest first; `newest` numbers the newest commit."""
    return [_numbered(one, newest) for one in reversed(arrivals)]


def _numbered(arrival: Arrival, newest: int) -> Arrival:
    if isinstance(arrival, Version):
        return Version(arrival.blob, _moved(arrival.commit, newest))
    main, net, steps, together = arrival
    moved = tuple(BranchChange(_moved(step.commit, newest), step.change) for step in steps)
    span = range(together.start + newest, together.stop + newest)
    return Joined(_moved(main, newest), net, moved, span)


def _moved(commit: Maker, newest: int) -> Maker:
    return Maker(commit.number + newest, commit.is_merge)


class Beginning(NamedTuple):
    """A version as the first `end` bytes of a text."""

    text: bytes
    end: int


def beginnings(
    blobs: Sequence[str], others: Collection[str], bytes_of: Callable[[str], bytes | None]
) -> dict[str, Beginning]:
    """Versions, given from old to new, as beginnings; `others` where they happen to be one.

    Read are only the last of them, and those that are not the beginning of a later one.
    """
    found: dict[str, Beginning] = {}
    wanted = {*blobs, *others}
    for blob in reversed(blobs):
        if blob and blob not in found:
            text = bytes_of(blob)
            if text is not None:
                found[blob] = Beginning(text, len(text))
                wanted.discard(blob)
                _add_beginnings(found, text, wanted, len(blob))
    return found


def _add_beginnings(
    found: dict[str, Beginning], text: bytes, wanted: set[str], length: int
) -> None:
    """Cuts a text before each of its events but the first."""
    first = text.rfind(EVENTS_KEY) + len(EVENTS_KEY)
    place = len(text)
    while wanted and (place := text.rfind(EVENT_START, first, place)) > 0:
        name = blob_name(text[: place + 1], length)
        if name in wanted:
            found[name] = Beginning(text, place + 1)
            wanted.discard(name)


class Outline(NamedTuple):
    """The offset (bytes) at which each event of a YAML text begins, and the name of each event."""

    starts: Sequence[int]
    names: Sequence[str]


def outline(text: bytes) -> Outline | None:
    """Return the events of a record's text; None unless all are written in canonical form."""
    if EVENTS_KEY not in text:
        return None
    start = text.rindex(EVENTS_KEY) + len(EVENTS_KEY)
    names = event_names(text[start:])
    if not names:
        return None
    starts = [start]
    while (start := text.find(EVENT_START, start) + 1) > 0:
        starts.append(start)
    return Outline(starts, names)


class Growth(NamedTuple):
    """Versions that only appended: each is a prefix of the next one, and all are of `text`."""

    text: bytes
    before: int
    versions: Sequence[Version]
    ends: Sequence[int]


def growth(
    trail: Trail, arrivals: Sequence[Arrival], found: Mapping[str, Beginning]
) -> Growth | None:
    """Return the appended versions since the end of a trail; None where the next one differs.

    A version that came by a merge itself or equals the one before is left to a closer look.
    """
    before = found.get(trail.blob)
    if trail.blob != trail.readable or (trail.blob and before is None):
        return None
    text, end = before or (None, 0)
    versions: list[Version] = []
    ends = [end]
    for one in arrivals:
        at = found.get(one.blob) if isinstance(one, Version) and not one.commit.is_merge else None
        if at is None or at.end <= ends[-1] or (text is not None and at.text is not text):
            break
        assert isinstance(one, Version)
        text = at.text
        versions.append(one)
        ends.append(at.end)
    return Growth(text, end, versions, ends[1:]) if text is not None and versions else None


def grown(trail: Trail, told: Outline, how: Growth) -> Trail | None:
    """The trail with these versions; None where it knows of other events than the text has."""
    known = bisect_left(told.starts, how.before)
    if known != len(trail.events) or bisect_left(told.starts, how.ends[0]) == 0:
        return None
    entries = list(trail.entries)
    events = list(trail.events)
    if not how.before:
        entries.append(HistoryEntry(how.versions[0].commit.number, ChangeKind.CREATED))
    for version, end in zip(how.versions, how.ends, strict=True):
        while known < len(told.starts) and told.starts[known] < end:
            events.append((len(entries),))
            entries.append(HistoryEntry(version.commit.number, ChangeKind.EVENT, told.names[known]))
            known += 1
    blob = how.versions[-1].blob
    return Trail(trail.path, blob, blob, tuple(events), tuple(entries))


_SIGN = "“”‘’（）《》〈〉【】〔〕·—…～，。；：、？！％"
_WORD = rf"[\w{_SIGN}][\w{_SIGN}./+%()-]*"
_KEY = "[a-z_]+"
_FLOW = rf"{{{_KEY}: {_WORD}(?:, {_KEY}: {_WORD})*}}"
_VALUE = rf'(?:{_WORD}(?: {_WORD})*|"[\w{_SIGN}./+%() :?=&,-]*"|\[\]|{_FLOW})'
_SURE_FIELD = re.compile(rf"{_KEY}:(?: {_VALUE}\n|\n(?:  {_KEY}: {_VALUE}\n)+)")
_SURE_EVENTS = re.compile(rf"(?:- {_KEY}: {_VALUE}\n(?:  {_KEY}: {_VALUE}\n)*)+")
_FIELD = re.compile(r"([a-z_]+):[^\n]*\n(?:[ -][^\n]*\n)*")

Fields = dict[str, str]


def edited(old: bytes, new: bytes, parsed: Parser) -> RecordDiff | None:
    """Return the differences that parsing both would give; None where only parsing can tell."""
    head, events = _halves(old)
    new_head, new_events = _halves(new)
    if not events or not new_events.startswith(events) or not _is_sure(new_events):
        return None
    names = _names(new_events[len(events) :])
    before, after = _fields(head), _fields(new_head)
    if names is None or before is None or after is None:
        return None
    same = {key for key, text in before.items() if after.get(key) == text and _sure(text)}
    was, now = _values(before, same, parsed), _values(after, same, parsed)
    if was is None or now is None:
        return None
    known = events.count(EVENT_START) + 1
    came_from = (*range(known), *(-1 for _ in names))
    return RecordDiff((*recorded(names, known), *field_deltas(was, now)), came_from)


def _halves(text: bytes) -> tuple[bytes, bytes]:
    """Return the text before the events, and the events."""
    place = text.rfind(EVENTS_KEY)
    if place < 0 or b"\r" in text:
        return text, b""
    return text[: place + 1], text[place + len(EVENTS_KEY) :]


def _is_sure(events: bytes) -> bool:
    try:
        return _SURE_EVENTS.fullmatch(events.decode()) is not None
    except UnicodeDecodeError:
        return False


def _names(events: bytes) -> list[str] | None:
    """The names of new events; none of them says its date or step twice."""
    if not events:
        return []
    names = event_names(events)
    twice = names is None or any(
        events.count(word) != len(names) for word in (b" date: ", b"\n  step: ")
    )
    return None if twice else names


def _fields(head: bytes) -> Fields | None:
    """Field → its lines."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        return None
    found: Fields = {}
    place = 0
    while match := _FIELD.match(text, place):
        if match[1] in found or match[1] == EVENTS:
            return None
        found[match[1]] = match[0]
        place = match.end()
    return found if place == len(text) else None


def _sure(lines: str) -> bool:
    return _SURE_FIELD.fullmatch(lines) is not None


def _values(fields: Fields, same: set[str], parsed: Parser) -> Mapping[str, object] | None:
    """Return the values of all fields but those in `same`; None where one does not parse alone."""
    found: dict[str, object] = {}
    for key, lines in fields.items():
        if key not in same:
            content = parsed(lines.encode())
            if content is None or list(content) != [key]:
                return None
            found[key] = content[key]
    return found
