"""Follows one record through all that came to it, and extends its trail.

Versions that only grew are told by the last of them (see chains); everything else is looked at one
by one. What a merge changes and no commit of the branch explains was typed into the merge itself,
where no reviewer of the branch saw it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.audit.changes import Arrival, Joined, Maker, Version
from generator.audit.diff import (
    REWRITING,
    Content,
    Deed,
    Delta,
    Difference,
    Parser,
    appended,
    created,
    difference,
)
from generator.audit.trails import UNCOMMITTED, Entry, Trail
from generator.derive.history.chains import Beginning, Outline, beginnings, grown, growth, outline
from generator.derive.history.edited import edited
from generator.derive.history.explaining import Explained, dropped, explained
from generator.derive.history.shown import shown

_NEW = (Deed.EVENT, Deed.INSERTED)


@dataclass(frozen=True, slots=True)
class Texts:
    """Where contents come from: the bytes of a blob (None where there is none), and a parser.

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


def folded(trail: Trail, arrivals: Sequence[Arrival], texts: Texts) -> Trail:
    """The trail of a record with all that came to it, given from old to new."""
    todo = list(_singly(arrivals))
    if texts.quick:
        texts = Texts(texts.read, texts.parsed, known=_beginnings(trail, todo, texts))
    outlines: dict[str, Outline | None] = {}
    place = 0
    while place < len(todo):
        longer, count = _grown(trail, todo[place:], texts, outlines)
        trail = longer or _taken(trail, todo[place], texts)
        place += count or 1
    return trail


def uncommitted(trail: Trail, blob: str, texts: Texts) -> Trail:
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


def _beginnings(trail: Trail, arrivals: Sequence[Arrival], texts: Texts) -> Mapping[str, Beginning]:
    main = [one.blob for one in arrivals if isinstance(one, Version)]
    joined = [one for one in arrivals if isinstance(one, Joined)]
    changes = [step.change for one in joined for step in one.steps]
    changes += [one.net for one in joined if one.net]
    others = {blob for change in changes for blob in (change.old, change.new) if blob}
    return beginnings(main, others | {trail.readable}, texts.read)


def _grown(
    trail: Trail,
    arrivals: Sequence[Arrival],
    texts: Texts,
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


def _taken(trail: Trail, arrival: Arrival, texts: Texts) -> Trail:
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


def _extended(trail: Trail, version: Version, texts: Texts) -> Trail:
    found = _differs(texts, trail, version.blob)
    deeds = [Explained(delta, version.commit) for delta in found.deltas]
    return _put(trail, version.blob, found, deeds, version.together)


def _differs(texts: Texts, trail: Trail, blob: str) -> Difference:
    text = texts.bytes_of(blob) if blob else None
    if text is None:
        deed = Deed.BROKEN if blob else Deed.DELETED
        return Difference((Delta(deed),), tuple(range(len(trail.events))))
    return _quick(trail, text) or _edited(texts, trail, text) or _parsed(texts, trail, text)


def _quick(trail: Trail, text: bytes) -> Difference | None:
    """The difference where the text alone tells, and tells as many events as we know of."""
    if not trail.blob:
        return created(text) if not trail.readable else None
    quick = appended(trail.readable, text) if trail.readable else None
    return quick if quick and _knows_all(trail, quick) else None


def _edited(texts: Texts, trail: Trail, text: bytes) -> Difference | None:
    """The difference where little was edited in what was there and could be read."""
    if not texts.quick or not trail.blob or trail.blob != trail.readable:
        return None
    old = texts.bytes_of(trail.blob)
    found = edited(old, text, texts.parsed) if old is not None else None
    return found if found and _knows_all(trail, found) else None


def _knows_all(trail: Trail, found: Difference) -> bool:
    known = len(found.came_from) - found.came_from.count(-1)
    return known == len(trail.events)


def _parsed(texts: Texts, trail: Trail, text: bytes) -> Difference:
    new = texts.parsed(text)
    old = texts.content(trail.readable)
    found = difference(old, new)
    if new is None or not trail.readable:
        return found
    if old is None:
        return Difference((Delta(Deed.MENDED), *found.deltas[1:]), found.came_from)
    again = () if trail.blob else (Delta(Deed.CREATED),)
    return Difference((*again, *found.deltas), found.came_from)


def _explained(trail: Trail, arrival: Joined, texts: Texts) -> Trail:
    """Finds for each difference that came in by a merge the commit that made it."""
    blob = arrival.net.new if arrival.net else trail.blob
    same = Difference((), tuple(range(len(trail.events))))
    found = _differs(texts, trail, blob) if arrival.net else same
    deltas = _with_values(texts, trail, blob, found)
    deeds = explained(deltas, arrival.steps, arrival.main, texts.content)
    lost = dropped(arrival.own_steps, texts.content(blob), arrival.main, texts.content)
    return _put(trail, blob, found, [*deeds, *lost], arrival.together)


def _with_values(texts: Texts, trail: Trail, blob: str, found: Difference) -> Sequence[Delta]:
    """The same differences with the values that the quick look leaves out."""
    if not blob or not any(delta.deed is Deed.EVENT and not delta.now for delta in found.deltas):
        return found.deltas
    return difference(texts.content(trail.readable), texts.content(blob)).deltas


def _put(
    trail: Trail, blob: str, found: Difference, deeds: Sequence[Explained], together: range
) -> Trail:
    entries = list(trail.entries)
    events = [trail.events[place] if place >= 0 else () for place in found.came_from]
    for one in deeds:
        delta = one.delta
        entry = Entry(one.commit.number, delta.deed, delta.name, *shown(delta), one.commit.is_merge)
        if _is_draft(trail, entry, delta, together):
            entry = entry._replace(draft=True)
        if delta.deed is Deed.EVENT_CHANGED:
            events[delta.place] = (*events[delta.place], len(entries))
        elif delta.deed in _NEW:
            events[delta.place] = (len(entries),)
        entries.append(entry)
    broken = not blob or any(one.delta.deed is Deed.BROKEN for one in deeds)
    readable = trail.readable if broken else blob
    return Trail(trail.path, blob, readable, tuple(events), tuple(entries))


def _is_draft(trail: Trail, entry: Entry, delta: Delta, together: range) -> bool:
    """Whether what is changed was itself brought by the same branch."""
    if not together or entry.in_merge or entry.deed not in REWRITING | {Deed.FIELD}:
        return False
    if delta.deed in (Deed.EVENT_CHANGED, Deed.EVENT_REMOVED):
        first = trail.events[delta.place][:1]
        return any(trail.entries[place].commit in together for place in first)
    return any(one.commit in together for one in trail.entries[:1])
