"""What an edition shows of one problem: the full one everything, the public one what it may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.core.vocabulary import Vocabulary
from generator.derive.problems.exposed import ExposedLine
from generator.derive.problems.parts import part_of
from generator.derive.problems.redaction import COUNTED, PUBLIC, TOMBSTONE, redacted
from generator.edition.cases import public_case
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import Brief, IssueLine, issue_line
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay
from generator.kinds.register import Register
from generator.public.policy import Exposure, Publicity, exposing, exposure_of

_UNSHOWN = (Publicity.NOT_EXPOSED, Publicity.AWAITED)


@dataclass(frozen=True, slots=True)
class Shown:
    """One problem in one edition.

    `issue` is what may be printed of it, None where nothing may; `line` is the ledger's, None
    likewise. `brief` is counted in any case. `exposed` is there where it is, or was, public.
    """

    issue: Issue | None
    replayed: Replay | None
    exposure: Exposure
    line: IssueLine | None
    brief: Brief
    exposed: ExposedLine | None


def shown(
    register: Register,
    today: date,
    issue: Issue,
    replayed: Replay | None,
    *,
    is_public: bool,
    is_split: bool = False,
) -> Shown:
    """The problem in the full or in the public edition, as of a day.

    `is_split`: whether its ledger has several pages.
    """
    programme = register.programmes.get(issue.programme_id)
    exposure = exposure_of(issue, programme, register.vocabulary, today)
    line = issue_line(register, issue, replayed, part_of(issue.id).name if is_split else "")
    if not is_public:
        exposed = _exposed(line, issue, exposure) if line.exposed_on else None
        return Shown(issue, replayed, exposure, line, line.brief, exposed)
    return _in_public(register, issue, replayed, exposure, line)


def _in_public(
    register: Register, issue: Issue, replayed: Replay | None, exposure: Exposure, line: IssueLine
) -> Shown:
    programme = register.programmes.get(issue.programme_id)
    case = public_case(issue, programme, exposure)
    if case:
        seen = redacted(issue_line(register, case, None), PUBLIC)
        until = exposure.until.isoformat() if exposure.until else ""
        seen = replace(seen, path=line.path, states=line.states, openness=line.openness)
        seen = replace(seen, until=until)
        brief = redacted(line.brief, COUNTED | TOMBSTONE, site=seen.site, until=until)
        return Shown(case, replayed, exposure, seen, brief, _exposed(seen, case, exposure))
    brief = _nameless(line.brief, register.cities.get(issue.city_id))
    if not exposure.state.leaves_tombstone:
        return Shown(None, None, exposure, None, brief, None)
    brief = replace(brief, id=issue.id, exposed_on=line.exposed_on)
    tombstone = _tombstone(line, brief)
    return Shown(None, None, exposure, None, brief, _exposed(tombstone, issue, exposure))


def _nameless(brief: Brief, city: City | None) -> Brief:
    """What is counted of a problem that is not shown: nothing that tells which one it is.

    Of its ID the group remains: how much each group found is counted as well.
    """
    known = brief.county or (city is not None and brief.county_name in _areas(city))
    return redacted(
        brief,
        COUNTED,
        id=brief.id.rpartition("-")[0],
        county_name=brief.county_name if known else "",
    )


def _areas(city: City) -> Iterable[str]:
    return {one.name for units in (city.zones, city.attached) for one in units}


def _tombstone(line: IssueLine, brief: Brief) -> IssueLine:
    """The line of a case that is shown no more: where and of what sort it was."""
    return redacted(line, TOMBSTONE, county_name=brief.county_name)


def _exposed(line: IssueLine, issue: Issue, exposure: Exposure) -> ExposedLine:
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
class Span:
    """From which day on, and until before which day, exposures stand as they do ("" always)."""

    since: str
    until: str


def span(issues: Sequence[Issue], vocabulary: Vocabulary, today: date) -> Span:
    """How long what these problems show stays as it is on a day."""
    days = {day for issue in issues if exposing(issue, vocabulary) for day in _turns(issue)}
    past = max((day for day in days if day <= today), default=None)
    next_day = min((day for day in days if day > today), default=None)
    return Span(past.isoformat() if past else "", next_day.isoformat() if next_day else "")


def _turns(issue: Issue) -> Iterable[date]:
    """The days on which an exposure may begin, end, or be answered."""
    for event in issue.events:
        yield event.date.earliest
        if event.publish_from:
            yield event.publish_from
        if event.publish_until:
            yield event.publish_until + timedelta(1)
