"""Takes commits one after the other and extends the trails of the records that they touch.

The main line is what counts: a merge brings what its branch did. What a merge changes and no commit
of the branch explains was typed into the merge itself, where no reviewer of the branch saw it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from generator.derive.deltas import (
    REWRITING,
    Content,
    Deed,
    Delta,
    Difference,
    appended,
    created,
    difference,
)
from generator.derive.explaining import Explained, Step, dropped, explained
from generator.derive.shown import shown
from generator.derive.trails import NOT_YET, Entry, Trail, Trails
from generator.model.commits import Change, Commit, Logged

_NEW = (Deed.EVENT, Deed.INSERTED)


@dataclass(frozen=True, slots=True)
class Texts:
    """Where contents come from: the bytes of a blob (None where there is none), and a parser."""

    bytes_of: Callable[[str], bytes | None]
    parsed: Callable[[bytes], Content | None]

    def content(self, blob: str) -> Content | None:
        """The parsed content of a blob; None where it can not be read."""
        text = self.bytes_of(blob) if blob else None
        return self.parsed(text) if text is not None else None


def groups(history: Iterable[Logged]) -> Iterable[list[Logged]]:
    """Each commit of the main line, last in its group, after those that it brought."""
    group: list[Logged] = []
    for one in history:
        group.append(one)
        if one.on_main_line:
            yield group
            group = []


def take(trails: Trails, texts: Texts, group: Sequence[Logged]) -> None:
    """Extends the trails by one commit of the main line and by what it brought."""
    *brought, main = group
    if not brought:  # nearly always: what follows would come to the same
        for change in main.changes:
            _extend(trails, texts, change, main.commit)
        return
    for one in group:
        if one.changes:
            trails.number_of(one.commit)
    net = {change.path: change for change in main.changes}
    steps: dict[str, list[Step]] = {}
    for one in brought:
        for change in one.changes:
            steps.setdefault(change.path, []).append(Step(one.commit, change))
    together = frozenset(one.commit.id for one in brought)
    for path in dict.fromkeys((*steps, *net)):
        arrival = _Arrival(main.commit, net.get(path), steps.get(path, []), together)
        _take_path(trails, texts, arrival, path)


def take_uncommitted(trails: Trails, texts: Texts, change: Change) -> None:
    """Extends the trail of one record by what is not committed yet."""
    _extend(trails, texts, change, NOT_YET)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What a commit of the main line did to one record, and the steps of the branch there."""

    main: Commit
    net: Change | None
    steps: list[Step]
    together: frozenset[str]

    @property
    def own_steps(self) -> list[Step]:
        """The steps but those of merges within the branch: these carry what others did."""
        return [step for step in self.steps if not step.commit.is_merge]

    @property
    def is_chain(self) -> bool:
        """Whether the branch's steps lead, version by version, from before to after."""
        versions = [step.change for step in self.own_steps]
        if not self.net or not versions:
            return False
        before = [self.net.old, *(change.new for change in versions)]
        after = [*(change.old for change in versions), self.net.new]
        return before == after


def _take_path(trails: Trails, texts: Texts, arrival: _Arrival, path: str) -> None:
    if arrival.is_chain:
        for step in arrival.own_steps:
            _extend(trails, texts, step.change, step.commit, arrival.together)
    elif arrival.net or _lost_something(trails, arrival, path):
        _explain(trails, texts, arrival, path)


def _lost_something(trails: Trails, arrival: _Arrival, path: str) -> bool:
    own = arrival.own_steps
    return (
        bool(own)
        and own[-1].change.new != trails.get(path, Trail(path)).blob
        and (own[0].change.old != own[-1].change.new)
    )


def _extend(
    trails: Trails,
    texts: Texts,
    change: Change,
    commit: Commit,
    together: frozenset[str] = frozenset(),
) -> None:
    trail = trails.get(change.path, Trail(change.path))
    found = _differs(texts, trail, change.new)
    deeds = [Explained(delta, commit, in_merge=commit.is_merge) for delta in found.deltas]
    _put(trails, trail, change.new, found, deeds, together)


def _differs(texts: Texts, trail: Trail, blob: str) -> Difference:
    text = texts.bytes_of(blob) if blob else None
    if text is None:
        deed = Deed.BROKEN if blob else Deed.DELETED
        return Difference((Delta(deed),), tuple(range(len(trail.events))))
    return _quick(trail, text) or _parsed(texts, trail, texts.parsed(text))


def _quick(trail: Trail, text: bytes) -> Difference | None:
    """The difference where the text alone tells, and tells as many events as we know of."""
    if not trail.blob:
        return created(text) if not trail.readable else None
    quick = appended(trail.readable, text) if trail.readable else None
    known = len(quick.came_from) - quick.came_from.count(-1) if quick else 0
    return quick if known == len(trail.events) else None


def _parsed(texts: Texts, trail: Trail, new: Content | None) -> Difference:
    old = texts.content(trail.readable)
    found = difference(old, new)
    if new is None or not trail.readable:
        return found
    if old is None:
        return Difference((Delta(Deed.MENDED), *found.deltas[1:]), found.came_from)
    again = () if trail.blob else (Delta(Deed.CREATED),)
    return Difference((*again, *found.deltas), found.came_from)


def _explain(trails: Trails, texts: Texts, arrival: _Arrival, path: str) -> None:
    """Finds for each difference that came in by a merge the commit that made it."""
    trail = trails.get(path, Trail(path))
    blob = arrival.net.new if arrival.net else trail.blob
    same = Difference((), tuple(range(len(trail.events))))
    found = _differs(texts, trail, blob) if arrival.net else same
    deltas = _with_values(texts, trail, blob, found)
    deeds = explained(deltas, arrival.steps, arrival.main, texts.content)
    lost = dropped(arrival.own_steps, texts.content(blob), arrival.main, texts.content)
    _put(trails, trail, blob, found, [*deeds, *lost], arrival.together)


def _with_values(texts: Texts, trail: Trail, blob: str, found: Difference) -> Sequence[Delta]:
    """The same differences with the values that the quick look leaves out."""
    if not blob or not any(delta.deed is Deed.EVENT and not delta.now for delta in found.deltas):
        return found.deltas
    return difference(texts.content(trail.readable), texts.content(blob)).deltas


def _put(
    trails: Trails,
    trail: Trail,
    blob: str,
    found: Difference,
    deeds: Sequence[Explained],
    together: frozenset[str],
) -> None:
    entries = list(trail.entries)
    events = [trail.events[place] if place >= 0 else () for place in found.came_from]
    for one in deeds:
        delta = one.delta
        number = trails.number_of(one.commit)
        entry = Entry(number, delta.deed, delta.name, *shown(delta), in_merge=one.in_merge)
        if _is_draft(trails, trail, entry, delta, together):
            entry = replace(entry, draft=True)
        if delta.deed is Deed.EVENT_CHANGED:
            events[delta.place] = (*events[delta.place], len(entries))
        elif delta.deed in _NEW:
            events[delta.place] = (len(entries),)
        entries.append(entry)
    broken = not blob or any(one.delta.deed is Deed.BROKEN for one in deeds)
    readable = trail.readable if broken else blob
    trails.put(Trail(trail.path, blob, readable, tuple(events), tuple(entries)))


def _is_draft(
    trails: Trails, trail: Trail, entry: Entry, delta: Delta, together: frozenset[str]
) -> bool:
    """Whether what is changed was itself brought by the same branch."""
    if not together or entry.in_merge or entry.deed not in REWRITING | {Deed.FIELD}:
        return False
    if delta.deed in (Deed.EVENT_CHANGED, Deed.EVENT_REMOVED):
        first = trail.events[delta.place][:1]
        return any(trails.commit(trail.entries[place].commit).id in together for place in first)
    made = trail.entries[:1]
    return any(trails.commit(one.commit).id in together for one in made)
