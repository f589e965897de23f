"""Follows one record through its changes, merges included, and extends its history.

See decision 0036.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.audit.changes import (
    Arrival,
    Beginning,
    BranchChange,
    Joined,
    Maker,
    Outline,
    Version,
    beginnings,
    edited,
    grown,
    growth,
    outline,
)
from generator.audit.diff import (
    REWRITING,
    ChangeKind,
    Content,
    Delta,
    Parser,
    RecordDiff,
    appended,
    created,
    difference,
    event_name,
    events_of,
    identity_of,
    shown,
)
from generator.audit.trails import UNCOMMITTED, HistoryEntry, Trail

Contents = Callable[[str], Content | None]
_EVENT_DEEDS = frozenset(
    {
        ChangeKind.EVENT,
        ChangeKind.INSERTED,
        ChangeKind.EVENT_CHANGED,
        ChangeKind.EVENT_REMOVED,
        ChangeKind.REORDERED,
    }
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference with the commit that made it; where that is a merge, it was typed into it."""

    delta: Delta
    commit: Maker


@dataclass(frozen=True, slots=True)
class _Told:
    """The differences that one step made."""

    commit: Maker
    deltas: tuple[Delta, ...]


def explained(
    deltas: Sequence[Delta],
    steps: Sequence[BranchChange],
    main: Maker,
    contents: Contents,
    before: Content | None = None,
) -> list[Explained]:
    """Each difference with its commit: one of the branch, else a merge within it, else `main`.

    `before` is what the main line had: a record that the branch made under the same number is told
    by what it changes of that.
    """
    told = [_told(step, contents, before) for step in steps]
    own = [one for one in told if not one.commit.is_merge]
    merges = [one for one in told if one.commit.is_merge]
    found: list[Explained] = []
    for delta in (part for whole in deltas for part in _parts(whole, own)):
        commit = _maker(delta, own) or _maker(delta, merges) or main
        found.append(Explained(delta, commit))
    return found


def dropped(
    steps: Sequence[BranchChange], kept: Content | None, main: Maker, contents: Contents
) -> Iterator[Explained]:
    """The events that commits of a branch brought and that the merge does not have."""
    told = [_told(step, contents) for step in steps]
    there = set(events_of(kept))
    yield from _dropped_record(steps, kept, main, contents)
    for number, one in enumerate(told):
        later = {delta.was for after in told[number:] for delta in after.deltas}
        for delta in one.deltas:
            if delta.now and delta.deed in _EVENT_DEEDS and delta.now not in there | later:
                lost = Delta(ChangeKind.DROPPED, delta.name, was=delta.now)
                yield Explained(lost, main)


def _dropped_record(
    steps: Sequence[BranchChange], kept: Content | None, main: Maker, contents: Contents
) -> Iterator[Explained]:
    """The record that a branch made, where the merge kept another one under its number."""
    made = [step for step in steps if not step.change.old and step.change.new]
    last = contents(steps[-1].change.new) if made and steps[-1].change.new else None
    if kept is None or last is None:
        return
    path = steps[-1].change.path
    if identity_of(path, last) == identity_of(path, kept):
        return
    site = last.get("site")
    title = site.get("name") if isinstance(site, dict) else last.get("id")
    yield Explained(Delta(ChangeKind.DROPPED, f"同号的另一条 {title}", now=""), main)


def _parts(delta: Delta, own: Sequence[_Told]) -> Sequence[Delta]:
    """An event in the place of another one, as one that came and one that the merge left out.

    Only where the branch brought the one and did not touch the other.
    """
    others = [other for one in own for other in one.deltas]
    touched = any(other.was == delta.was for other in others)
    brought = any(other.now == delta.now for other in others)
    if delta.deed is not ChangeKind.EVENT_CHANGED or touched or not brought:
        return (delta,)
    gone = Delta(ChangeKind.DROPPED, event_name(delta.was), delta.place, delta.was)
    return (gone, Delta(ChangeKind.EVENT, delta.name, delta.place, now=delta.now))


def _told(step: BranchChange, contents: Contents, before: Content | None = None) -> _Told:
    change = step.change
    if not change.new:
        return _Told(step.commit, (Delta(ChangeKind.DELETED),))
    old = contents(change.old) if change.old else before
    return _Told(step.commit, difference(old, contents(change.new)).deltas)


def _maker(delta: Delta, told: Sequence[_Told]) -> Maker | None:
    """The last commit that brought this; for a field only if no later one changed it again."""
    for one in reversed(told):
        for other in one.deltas:
            if _same(delta, other):
                return one.commit
            if delta.deed is ChangeKind.FIELD and (other.deed, other.name) == (
                ChangeKind.FIELD,
                delta.name,
            ):
                return None
    return None


def _same(delta: Delta, other: Delta) -> bool:
    if delta.deed in _EVENT_DEEDS and other.deed in _EVENT_DEEDS:
        wanted, given = (delta.now, other.now) if delta.now else (delta.was, other.was)
        return wanted == given
    return (delta.deed, delta.name, delta.now) == (other.deed, other.name, other.now)


_NEW = (ChangeKind.EVENT, ChangeKind.INSERTED)


@dataclass(frozen=True, slots=True)
class ContentSource:
    """Reads blobs (bytes, or None where there is no such blob) and parses them.

    `quick`: whether the versions may be told by what they grew to.
    """

    read: Callable[[str], bytes | None]
    parsed: Parser
    quick: bool = True
    known: Mapping[str, Beginning] = field(default_factory=dict)

    def bytes_of(self, blob: str) -> bytes | None:
        """The bytes of a blob; read only where they are not the beginning of others."""
        at = self.known.get(blob)
        return at.text[: at.end] if at else self.read(blob)

    def content(self, blob: str) -> Content | None:
        """The parsed content of a blob; None where it can not be read."""
        text = self.bytes_of(blob) if blob else None
        return self.parsed(text) if text is not None else None


def folded(trail: Trail, arrivals: Sequence[Arrival], texts: ContentSource) -> Trail:
    """The trail of a record with all that came to it, given from old to new."""
    todo = list(_singly(arrivals))
    if texts.quick:
        texts = ContentSource(texts.read, texts.parsed, known=_beginnings(trail, todo, texts))
    outlines: dict[str, Outline | None] = {}
    place = 0
    while place < len(todo):
        longer, count = _grown(trail, todo[place:], texts, outlines)
        trail = longer or _taken(trail, todo[place], texts)
        place += count or 1
    return trail


def uncommitted(trail: Trail, blob: str, texts: ContentSource) -> Trail:
    """The trail of a record with what is not committed yet; "" where the file is gone."""
    return _extended(trail, Version(blob, Maker(UNCOMMITTED)), texts)


def _singly(arrivals: Sequence[Arrival]) -> Iterator[Arrival]:
    """The same, with the versions of a branch singly where they explain what its merge brought."""
    for one in arrivals:
        if isinstance(one, Joined) and one.is_chain:
            for step in one.own_steps:
                yield Version(step.change.new, step.commit, one.together)
        else:
            yield one


def _beginnings(
    trail: Trail, arrivals: Sequence[Arrival], texts: ContentSource
) -> Mapping[str, Beginning]:
    main = [one.blob for one in arrivals if isinstance(one, Version)]
    joined = [one for one in arrivals if isinstance(one, Joined)]
    changes = [step.change for one in joined for step in one.steps]
    changes += [one.net for one in joined if one.net]
    others = {blob for change in changes for blob in (change.old, change.new) if blob}
    return beginnings(main, others | {trail.readable}, texts.read)


def _grown(
    trail: Trail,
    arrivals: Sequence[Arrival],
    texts: ContentSource,
    outlines: dict[str, Outline | None],
) -> tuple[Trail | None, int]:
    """The trail with the versions that follow by growing alone, and how many these are."""
    how = growth(trail, arrivals, texts.known)
    if how is None:
        return None, 0
    last = how.versions[-1].blob
    if last not in outlines:
        outlines[last] = outline(how.text[: how.ends[-1]])
    told = outlines[last]
    longer = grown(trail, told, how) if told else None
    return longer, len(how.versions) if longer else 0


def _taken(trail: Trail, arrival: Arrival, texts: ContentSource) -> Trail:
    if isinstance(arrival, Version):
        return _extended(trail, arrival, texts)
    if arrival.net or _lost_something(trail, arrival):
        return _explained(trail, arrival, texts)
    return trail


def _lost_something(trail: Trail, arrival: Joined) -> bool:
    own = arrival.own_steps
    return (
        bool(own) and own[-1].change.new != trail.blob and (own[0].change.old != own[-1].change.new)
    )


def _extended(trail: Trail, version: Version, texts: ContentSource) -> Trail:
    found = _differs(texts, trail, version.blob)
    deeds = [Explained(delta, version.commit) for delta in found.deltas]
    return _put(trail, version.blob, found, deeds, version.together)


def _differs(texts: ContentSource, trail: Trail, blob: str) -> RecordDiff:
    text = texts.bytes_of(blob) if blob else None
    if text is None:
        deed = ChangeKind.BROKEN if blob else ChangeKind.DELETED
        return RecordDiff((Delta(deed),), tuple(range(len(trail.events))))
    return _quick(trail, text) or _edited(texts, trail, text) or _parsed(texts, trail, text)


def _quick(trail: Trail, text: bytes) -> RecordDiff | None:
    """The difference where the text alone tells, and tells as many events as we know of."""
    if not trail.blob:
        return created(text) if not trail.readable else None
    quick = appended(trail.readable, text) if trail.readable else None
    return quick if quick and _knows_all(trail, quick) else None


def _edited(texts: ContentSource, trail: Trail, text: bytes) -> RecordDiff | None:
    """The difference where little was edited in what was there and could be read."""
    if not texts.quick or not trail.blob or trail.blob != trail.readable:
        return None
    old = texts.bytes_of(trail.blob)
    found = edited(old, text, texts.parsed) if old is not None else None
    return found if found and _knows_all(trail, found) else None


def _knows_all(trail: Trail, found: RecordDiff) -> bool:
    known = len(found.came_from) - found.came_from.count(-1)
    return known == len(trail.events)


def _parsed(texts: ContentSource, trail: Trail, text: bytes) -> RecordDiff:
    new = texts.parsed(text)
    old = texts.content(trail.readable)
    found = difference(old, new)
    if new is None or not trail.readable:
        return found
    if old is None:
        return RecordDiff((Delta(ChangeKind.MENDED), *found.deltas[1:]), found.came_from)
    again = () if trail.blob else (Delta(ChangeKind.CREATED),)
    return RecordDiff((*again, *found.deltas), found.came_from)


def _explained(trail: Trail, arrival: Joined, texts: ContentSource) -> Trail:
    """Finds for each difference that came in by a merge the commit that made it."""
    blob = arrival.net.new if arrival.net else trail.blob
    same = RecordDiff((), tuple(range(len(trail.events))))
    found = _differs(texts, trail, blob) if arrival.net else same
    deltas = _with_values(texts, trail, blob, found)
    before = texts.content(arrival.net.old) if arrival.net and arrival.net.old else None
    deeds = explained(deltas, arrival.steps, arrival.main, texts.content, before)
    lost = dropped(arrival.own_steps, texts.content(blob), arrival.main, texts.content)
    return _put(trail, blob, found, [*deeds, *lost], arrival.together)


def _with_values(
    texts: ContentSource, trail: Trail, blob: str, found: RecordDiff
) -> Sequence[Delta]:
    """The same differences with the values that the quick look leaves out."""
    if not blob or not any(
        delta.deed is ChangeKind.EVENT and not delta.now for delta in found.deltas
    ):
        return found.deltas
    return difference(texts.content(trail.readable), texts.content(blob)).deltas


def _put(
    trail: Trail, blob: str, found: RecordDiff, deeds: Sequence[Explained], together: range
) -> Trail:
    entries = list(trail.entries)
    events = [trail.events[place] if place >= 0 else () for place in found.came_from]
    for one in deeds:
        delta = one.delta
        entry = HistoryEntry(
            one.commit.number, delta.deed, delta.name, *shown(delta), one.commit.is_merge
        )
        if _is_draft(trail, entry, delta, together):
            entry = entry._replace(draft=True)
        if delta.deed is ChangeKind.EVENT_CHANGED:
            events[delta.place] = (*events[delta.place], len(entries))
        elif delta.deed in _NEW:
            events[delta.place] = (len(entries),)
        entries.append(entry)
    broken = not blob or any(one.delta.deed is ChangeKind.BROKEN for one in deeds)
    readable = trail.readable if broken else blob
    return Trail(trail.path, blob, readable, tuple(events), tuple(entries))


def _is_draft(trail: Trail, entry: HistoryEntry, delta: Delta, together: range) -> bool:
    """Return whether the changed value was itself added by the same branch."""
    if not together or entry.in_merge or entry.deed not in REWRITING | {ChangeKind.FIELD}:
        return False
    if delta.deed in (ChangeKind.EVENT_CHANGED, ChangeKind.EVENT_REMOVED):
        first = trail.events[delta.place][:1]
        return any(trail.entries[place].commit in together for place in first)
    return any(one.commit in together for one in trail.entries[:1])
