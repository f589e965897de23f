"""One issue as an edition shows it: allow-listed rows, tombstones, the public form.

See decisions 0009, 0018, 0033 and 0034.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from generator.core.vocabulary import Role
from generator.kinds.as_of import begins_on
from generator.kinds.city.model import City
from generator.kinds.issue.column import Use
from generator.kinds.issue.columns import COLUMNS, OWN_COLUMNS, attributes
from generator.kinds.issue.ledger import IssueSummary, LedgerRow, ledger_row, part_of
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay, replay_events
from generator.kinds.issue.search_words import public_words
from generator.kinds.issue.stages import is_accepted, only_accepted_exposed
from generator.kinds.issue.summaries import ExposedLine
from generator.kinds.issue.work import Work
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.public.policy import Exposure, exposure_of, public_case, told_events


@dataclass(frozen=True, slots=True)
class EditionView:
    """One issue in one edition.

    `issue` is what may be printed of it, None where nothing may. `line` is the ledger's: without a
    name where it is shown no more, None where nobody may know of it. `summary` is what is counted
    of it, None where the public may not know how many there are. `exposed` is there where it is,
    or was, public.
    """

    issue: Issue | None
    replayed: Replay | None
    exposure: Exposure
    line: LedgerRow | None
    summary: IssueSummary | None
    exposed: ExposedLine | None


def edition_view(
    register: Register,
    today: date,
    issue: Issue,
    replayed: Replay | None,
    *,
    is_public: bool,
    is_split: bool = False,
) -> EditionView:
    """Return the issue in the full or in the public edition, as of a day.

    `is_split`: whether its ledger has several pages.
    """
    programme = register.programmes.get(issue.programme_id)
    exposure = exposure_of(issue, programme, register.vocabulary, today)
    line = ledger_row(register, issue, replayed, part_of(issue.id).name if is_split else "")
    if not is_public:
        exposed = _exposed(line, issue, exposure) if line.exposed_on else None
        return EditionView(issue, replayed, exposure, line, line.summary, exposed)
    return _in_public(register, issue, replayed, exposure, line)


def _in_public(
    register: Register, issue: Issue, replayed: Replay | None, exposure: Exposure, line: LedgerRow
) -> EditionView:
    programme = register.programmes.get(issue.programme_id)
    was_public = exposure.shows_name or exposure.state.leaves_tombstone
    told = _told(register, issue, replayed, line) if was_public else None
    if told:
        case = public_case(issue, programme, exposure)
        return _named(register, told, case, exposure) if case else _buried(register, told, exposure)
    summary = _nameless(
        line.summary, register.cities.get(issue.city_id), _counts_of(register, programme)
    )
    counted = summary if _is_counted(register, programme, replayed, line) else None
    return EditionView(None, None, exposure, None, counted, None)


@dataclass(frozen=True, slots=True)
class _PublicCourse:
    """A case that is or was public with what the public may know of its course, and no more."""

    issue: Issue
    replayed: Replay | None
    line: LedgerRow
    counts: frozenset[str]


def _told(
    register: Register, issue: Issue, replayed: Replay | None, line: LedgerRow
) -> _PublicCourse | None:
    """Return the case by its public steps alone; None where it has none.

    What is derived of the others would tell of them (decision 0125).
    """
    programme = register.programmes[issue.programme_id]
    events = told_events(issue, programme, register.vocabulary)
    if not events:
        return None
    if len(events) < len(issue.events):
        issue = issue.model_copy(update={"events": events})
        if replayed and programme.lifecycle:
            replayed = replay_events(programme.lifecycle, replayed.path, events)
        line = ledger_row(register, issue, replayed, line.part)
        if replayed and only_accepted_exposed(replayed.path, register.vocabulary):
            line = replace(line, marks="".join(sorted({*line.marks, Work.ACCEPTED.value})))
    # Which deadlines are set, and whether they are kept, is internal.
    return _PublicCourse(issue, replayed, replace(line, owed=""), _counts_of(register, programme))


def _named(register: Register, told: _PublicCourse, case: Issue, exposure: Exposure) -> EditionView:
    """Return the view of a case that may be named; `case` is its public form."""
    line = told.line
    seen = redacted(ledger_row(register, case, None), PUBLIC)
    words = public_words(register, told.issue, told.replayed)
    texts = dict.fromkeys((*seen.extra_text.split("\n"), *words))
    until = exposure.until.isoformat() if exposure.until else ""
    seen = replace(seen, path=line.path, states=line.states, openness=line.openness)
    seen = replace(seen, outcome=line.outcome, returned=line.returned)
    seen = replace(seen, until=until, has_page=True, extra_text="\n".join(texts))
    summary = redacted(line.summary, told.counts | TOMBSTONE, site=seen.site, until=until)
    summary = replace(summary, has_page=True)
    return EditionView(case, told.replayed, exposure, seen, summary, _exposed(seen, case, exposure))


def _buried(register: Register, told: _PublicCourse, exposure: Exposure) -> EditionView:
    """Return the view of a case that is named no more: its tombstone."""
    issue, line = told.issue, told.line
    summary = _nameless(line.summary, register.cities.get(issue.city_id), told.counts)
    summary = replace(summary, id=issue.id, exposed_on=line.exposed_on, has_page=True)
    words = public_words(register, issue, told.replayed)
    tombstone = redacted(
        line, TOMBSTONE, county_name=summary.county_name, extra_text="\n".join(words)
    )
    tombstone = replace(tombstone, has_page=True)
    # A count of what was made public leads to it as well, as in a copy that is older than its term.
    exposed = _exposed(tombstone, issue, exposure)
    return EditionView(None, None, exposure, tombstone, summary, exposed)


def _is_counted(
    register: Register, programme: Programme | None, replayed: Replay | None, line: LedgerRow
) -> bool:
    """Return whether the programme lets the public know of how many such issues there are."""
    rules = programme.publication if programme else None
    accepted = replayed is not None and is_accepted(replayed, register.vocabulary, line.handed_on)
    return rules is not None and rules.counts_issue(is_accepted=accepted)


def _counts_of(register: Register, programme: Programme | None) -> frozenset[str]:
    """Return the attributes to count by: those of ratios only where their denominators are whole.

    Of a programme that publishes a part of its issues no ratio would be true; of one that keeps
    reports of completion to itself the ratio of those in time would tell of them.
    """
    rules = programme.publication if programme else None
    if rules is None or not rules.counts_issue(is_accepted=False):
        return COUNTED
    reports = register.vocabulary.with_role("steps", Role.RECTIFIED)
    return COUNTED | RATED if reports <= set(rules.steps) else COUNTED | RATED - ON_TIME


def _nameless(summary: IssueSummary, city: City | None, counts: frozenset[str]) -> IssueSummary:
    """What is counted of an issue that is not shown: nothing that tells which one it is.

    Of its ID the group remains: how much each group found is counted as well.
    """
    known = summary.county or (city is not None and summary.county_name in _areas(city))
    return redacted(
        summary,
        counts,
        id=summary.id.rpartition("-")[0],
        county_name=summary.county_name if known else "",
    )


def _areas(city: City) -> Iterable[str]:
    return {one.name for units in (city.zones, city.attached) for one in units}


def _exposed(line: LedgerRow, issue: Issue, exposure: Exposure) -> ExposedLine:
    return ExposedLine(
        line=line,
        state=exposure.state.value,
        reason=exposure.reason,
        grade=exposure.grade or "",
        until=exposure.until.isoformat() if exposure.until else "",
        changed_on=str(issue.events[-1].date),
        shown=exposure.shows_name,
    )


@dataclass(frozen=True, slots=True)
class ValidPeriod:
    """The days from which and before which a ledger stays as it is ("" without limit)."""

    since: str
    until: str


def span(register: Register, issues: Sequence[Issue], today: date) -> ValidPeriod:
    """Return how long what has happened to these issues, and may be shown, stays that of a day."""
    programmes = {issue.programme_id for issue in issues}
    days = {begins_on(register.programmes[one]) for one in programmes if one in register.programmes}
    days |= {day for issue in issues for day in _turns(issue)}
    past = max((day for day in days if day <= today), default=None)
    next_day = min((day for day in days if day > today), default=None)
    return ValidPeriod(past.isoformat() if past else "", next_day.isoformat() if next_day else "")


def _turns(issue: Issue) -> Iterable[date]:
    """Yield the days on which an event happens, and an exposure begins or ends."""
    for event in issue.events:
        yield event.date.earliest
        if event.publish_from:
            yield event.publish_from
        if event.publish_until:
            yield event.publish_until + timedelta(1)


LineType = TypeVar("LineType", bound=IssueSummary)

COUNTED = attributes(one for one in COLUMNS if Use.COUNTED in one.uses)
"""Attributes that the public edition counts by, also of issues that it does not show."""

RATED = frozenset({"marks", "done_on", "limit"})
"""Attributes by which ratios are counted; no page prints them."""

ON_TIME = frozenset({"done_on", "limit"})
"""Those of the ratio of what was completed in time."""

TOMBSTONE = attributes(one for one in COLUMNS if Use.TOMBSTONE in one.uses)
"""Attributes that a tombstone keeps."""

PUBLIC = attributes(one for one in COLUMNS if one.is_public) | {"extra_text"}
"""Attributes of a public case; its texts come from the public form of its record."""


def redacted(line: LineType, kept: frozenset[str], **changes: str) -> LineType:
    """Return the line with the allow-listed attributes and own columns, and with `changes`."""
    is_line = isinstance(line, LedgerRow)
    rule = _rule(kept, is_line=is_line)
    values: dict[str, Any] = {
        name: value if is_kept else blank
        for (name, is_kept, blank), value in zip(rule, line.row, strict=True)
    }
    if isinstance(line, LedgerRow):
        values["own"] = tuple(
            value if column.name in kept else ""
            for column, value in zip(OWN_COLUMNS, line.own, strict=True)
        )
    return type(line)(**(values | changes))


@cache
def _rule(kept: frozenset[str], *, is_line: bool) -> tuple[tuple[str, bool, object], ...]:
    """Return each attribute, whether it is kept, and its replacement where it is not.

    Cached for each edition: every issue of the public one is redacted.
    """
    blanks = {"round": 0, "returned": 0, "states": (), "letters": (), "has_page": False}
    blanks |= {"debts": (), "sheet": (), "steps": ()}
    names = [field.name for field in fields(LedgerRow if is_line else IssueSummary)]
    return tuple((name, name in kept, blanks.get(name, "")) for name in names)
