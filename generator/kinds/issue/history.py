"""The audit trail of an issue in words; the latest commits to the issues of a city."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from posixpath import basename
from typing import NamedTuple

from pydantic import BaseModel

from generator.audit.audit import Audit, Happening, days_late
from generator.audit.diff import ChangeKind
from generator.audit.log import Commit
from generator.audit.trails import UNCOMMITTED, HistoryEntry, Trail
from generator.core.dates import PartialDate
from generator.core.model_walk import field_label
from generator.kinds.issue.model import Issue
from generator.site.index import SiteIndex
from generator.site.links import Links, issue_path

NOT_COMMITTED = "尚未提交"
_WORDS = {
    ChangeKind.CREATED: "建立记录",
    ChangeKind.EVENT: "记入“{name}”",
    ChangeKind.INSERTED: "在已有的经过前面插入“{name}”",
    ChangeKind.EVENT_CHANGED: "改动已经记入的“{name}”",
    ChangeKind.EVENT_REMOVED: "删去已经记入的“{name}”",
    ChangeKind.REORDERED: "调换经过的次序",
    ChangeKind.FIELD: "改动“{name}”",
    ChangeKind.BROKEN: "改成读不出来的样子",
    ChangeKind.MENDED: "从读不出来改回读得出来，前后无法逐项比较",
    ChangeKind.DELETED: "删除记录",
    ChangeKind.DROPPED: "合并时丢掉“{name}”",
}


class DeedView(NamedTuple):
    """One change in words; the commit is "" where there is none yet."""

    day: str
    who: str
    commit: str
    full: str
    words: str
    was: str
    now: str
    loud: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a history as recorded: its day, and the fields that it corrects."""

    date: PartialDate
    corrects: Collection[str] = ()


class RecordedView(NamedTuple):
    """The author and delay of a line of history, and later changes to the line.

    `corrected`: for a correction the fields that changed with it, as they were and as they are.
    """

    first: DeedView
    days_late: int
    edits: tuple[DeedView, ...]
    corrected: tuple[DeedView, ...] = ()


@dataclass(frozen=True, slots=True)
class TrailView:
    """The trail of one record: line by line, and the changes that belong to no line."""

    events: tuple[RecordedView | None, ...]
    deeds: tuple[DeedView, ...]
    uncommitted: bool


def trail_view(
    audit: Audit,
    trail: Trail,
    model: type[BaseModel],
    history: Sequence[HistoryLine],
    *,
    published: bool,
) -> TrailView:
    """Return the trail of a record with these lines of history.

    Issues published elsewhere were recorded from there, so none of their lines is late.
    """
    corrections = _corrections(trail, history)
    shown = {place for places in (*trail.events, *corrections) for place in places}
    rest = [
        entry
        for place, entry in enumerate(trail.entries)
        if place not in shown and not _goes_without_saying(place, entry)
    ]
    lines = [
        _recorded(audit, trail, places, model, None if published else line.date)
        for places, line in zip(trail.events, history, strict=False)
    ]
    lines = [
        line._replace(corrected=tuple(_deeds(audit, trail, places, model)))
        if line and places
        else line
        for line, places in zip(lines, corrections, strict=True)
    ]
    lines += [None] * (len(history) - len(lines))
    deeds = tuple(deed_view(audit.commit(entry), entry, model) for entry in rest)
    return TrailView(tuple(lines), deeds, trail.path in audit.uncommitted)


def _corrections(trail: Trail, history: Sequence[HistoryLine]) -> list[list[int]]:
    """For each line the entries about fields that it corrects: of its own commit, or of one since
    the line before it was recorded, as happens on a branch."""
    found: list[list[int]] = []
    before = -1.0
    for places, line in zip(trail.events, history, strict=False):
        own = _when(trail.entries[places[0]]) if places else before
        found.append(
            [
                place
                for place, entry in enumerate(trail.entries if line.corrects else ())
                if entry.deed is ChangeKind.FIELD
                and entry.name.partition(".")[0] in line.corrects
                and (before < _when(entry) <= own or _when(entry) == own)
            ]
        )
        before = max(before, own)
    return found


def _when(entry: HistoryEntry) -> float:
    """Return the number of its commit; uncommitted changes come last."""
    return inf if entry.commit == UNCOMMITTED else entry.commit


def public_trail(trail: TrailView, places: Sequence[int]) -> TrailView:
    """Return the public part: who recorded the lines at these places, not what was changed.

    Former texts may be the ones that had to be removed.
    """
    lines = (trail.events[place] for place in places)
    return replace(
        trail,
        events=tuple(line and line._replace(edits=(), corrected=()) for line in lines),
        deeds=(),
    )


def _goes_without_saying(place: int, entry: HistoryEntry) -> bool:
    """Return whether the history shows it anyway: a record's creation, an event's recording."""
    return entry.deed is ChangeKind.EVENT or (entry.deed is ChangeKind.CREATED and place == 0)


def _recorded(
    audit: Audit,
    trail: Trail,
    places: Sequence[int],
    model: type[BaseModel],
    day: PartialDate | None,
) -> RecordedView | None:
    if not places:
        return None
    first, *edits = places
    commit = audit.commit(trail.entries[first])
    return RecordedView(
        first=deed_view(commit, trail.entries[first], model),
        days_late=days_late(day.latest, commit) if day and commit else 0,
        edits=tuple(_deeds(audit, trail, edits, model)),
    )


def _deeds(
    audit: Audit, trail: Trail, places: Iterable[int], model: type[BaseModel]
) -> Iterator[DeedView]:
    for place in places:
        entry = trail.entries[place]
        yield deed_view(audit.commit(entry), entry, model)


def plain_commit(recorded: RecordedView | None, day: str, by: str) -> str:
    """Return the commit of a line that `by` recorded on its day without any remark; else ""."""
    if recorded is None or recorded.edits or recorded.corrected or recorded.days_late:
        return ""
    first = recorded.first
    is_plain = first.day == day and first.who == by and not first.flags and not first.loud
    return first.commit if is_plain else ""


def deed_view(commit: Commit | None, entry: HistoryEntry, model: type[BaseModel]) -> DeedView:
    """Return one change of a commit in words."""
    name = field_label(model, entry.name) if entry.deed is ChangeKind.FIELD else entry.name
    return DeedView(
        day=commit.committed[:10] if commit else "",
        who=commit.author if commit else "",
        commit=commit.short if commit else "",
        full=commit.id if commit else "",
        words=_WORDS[entry.deed].replace("{name}", name),
        was=entry.was,
        now=entry.now,
        loud=entry.is_rewriting,
        flags=tuple(_flags(commit, entry)),
    )


def _flags(commit: Commit | None, entry: HistoryEntry) -> list[str]:
    if commit and not (entry.in_merge or entry.draft or commit.sure):
        return []
    marks = {
        NOT_COMMITTED: commit is None,
        "合并时改入，两边的提交里都没有": entry.in_merge,
        "合并之前的修改": entry.draft,
        "提交的日期不可信：早于它前面的提交，或者在读取之日以后": commit is not None
        and bool(commit.sure),
    }
    return [mark for mark, is_so in marks.items() if is_so]


def deed_views(happening: Happening, model: type[BaseModel]) -> list[DeedView]:
    """Return the changes of one commit to one record."""
    return [deed_view(happening.commit, entry, model) for entry in happening.entries]


NEWEST = 10


@dataclass(frozen=True, slots=True)
class LatestView:
    """The changes of one commit to one issue; `href` is "" where the issue is gone."""

    id: str
    title: str
    href: str
    day: str
    who: str
    commit: str
    full: str
    deeds: tuple[DeedView, ...]


def latest_of(site: SiteIndex, city: str, newest: int = NEWEST) -> list[Happening]:
    """Return the latest commits to the issues of a city; [] without an audit trail."""
    return site.audit.newest_of_city(city, newest) if site.audit else []


def latest_views(site: SiteIndex, link: Links, happenings: Sequence[Happening]) -> list[LatestView]:
    """Return the views, in the same order."""
    return [_view(site, link, one) for one in happenings]


def _view(site: SiteIndex, link: Links, happening: Happening) -> LatestView:
    name = basename(happening.path).removesuffix(".yml")
    summary = site.overview.by_id.get(name)
    commit = happening.commit
    return LatestView(
        id=name,
        title=summary.site if summary else "",
        href=link.to(issue_path(summary)) if summary else "",
        day=commit.committed[:10] if commit else "",
        who=commit.author if commit else "",
        commit=commit.short if commit else "",
        full=commit.id if commit else "",
        deeds=tuple(deed_views(happening, Issue)),
    )
