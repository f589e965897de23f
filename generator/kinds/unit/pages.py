"""The pages of units (单位档案): a list, and one page for each with all that is on record of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.kinds.assistance.model import Assistance
from generator.kinds.issue.ledger import OPEN, IssueSummary
from generator.kinds.issue.summaries import Tally, is_accepted, round_id, tally
from generator.kinds.issue.views import state_mark
from generator.kinds.issue.work import UNFOUNDED
from generator.kinds.monitor.model import Monitor
from generator.kinds.penalty.model import Penalty
from generator.kinds.penalty.pages import PenaltyRow, penalty_rows
from generator.kinds.unit import KIND
from generator.kinds.unit.model import Unit
from generator.site.index import SiteIndex
from generator.site.links import (
    UNITS,
    Links,
    assistance_path,
    issue_path,
    monitor_path,
    penalty_path,
    unit_path,
)
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import ENDED, SILENT, UNKNOWN, Cell, counted, place_text, round_label

LISTED = 200
"""Units in the list; the search has all of them."""

_PROBLEMS = 100
"""Problems in the table of one unit; the search has all of them."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the list."""

    id: str
    href: str
    name: str
    code: str
    place: str
    problems: Cell
    open: int
    penalties: int


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """One problem of a unit, as a row of its table."""

    id: str
    href: str
    found_on: str
    round: Cell
    found: str
    category: str
    status: str
    mark: str
    returned: int
    closed_on: str


@dataclass(frozen=True, slots=True)
class UnitState:
    """How a unit stands: in a few words with a mark, and in one sentence."""

    mark: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitStep:
    """One thing that happened to a unit: on which day, by whom, and in which record."""

    date: str
    step: str
    by: str
    record: Cell


@dataclass(frozen=True, slots=True)
class RoundMark:
    """A round in which problems of a unit were found, and how they stand."""

    label: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """All records that point to one unit."""

    problems: tuple[IssueSummary, ...]
    penalties: tuple[Penalty, ...]
    assistance: tuple[Assistance, ...]
    monitors: tuple[Monitor, ...]


def unit_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of units and one page for each."""
    yield PageJob(UNITS, _index)
    for one in site.register.select(Unit):
        yield PageJob(unit_path(one.id), _unit_page, (one,))


def on_record(site: SiteIndex, unit: Unit) -> OnRecord:
    """Return what points to a unit; all of it lies in its city."""
    city, select = unit.city_id, site.register.select
    problems = (one for one in site.overview.by_city.get(city, ()) if one.unit == unit.id)
    return OnRecord(
        tuple(sorted(problems, key=lambda one: one.found_on, reverse=True)),
        tuple(one for one in select(Penalty, city=city) if one.unit == unit.id),
        tuple(one for one in select(Assistance, city=city) if one.unit == unit.id),
        tuple(
            one
            for one in select(Monitor, city=city)
            if any(watched.unit == unit.id for watched in one.units)
        ),
    )


def _index(site: SiteIndex, templates: Templates) -> Page:
    units, link = site.register.select(Unit), Links(UNITS)
    return templates.page(
        "units.html",
        UNITS,
        KIND.title,
        lines=[_line(site, link, one) for one in units[:LISTED]],
        total=len(units),
        every=link.records(kind=KIND.search_label),
    )


def _line(site: SiteIndex, link: Links, unit: Unit) -> UnitLine:
    known = on_record(site, unit)
    return UnitLine(
        id=unit.id,
        href=link.unit(unit.id),
        name=unit.name,
        code=unit.credit_code or "",
        place=_place(site, unit),
        problems=counted(len(known.problems), f"{link.unit(unit.id)}#problems"),
        open=sum(one.openness == OPEN for one in known.problems),
        penalties=len(known.penalties),
    )


def _place(site: SiteIndex, unit: Unit) -> str:
    city = site.register.cities.get(unit.city_id)
    return place_text(city, unit.place.name if unit.place else "") or unit.city_id


def _unit_page(site: SiteIndex, templates: Templates, unit: Unit) -> Page:
    link, known = Links(unit_path(unit.id)), on_record(site, unit)
    city = site.register.cities.get(unit.city_id)
    return templates.page(
        "unit.html",
        link.page,
        unit.name,
        unit=unit,
        city=city,
        place=_place(site, unit),
        today=site.today,
        state=unit_state(site, known),
        problems=_problems(site, link, known.problems),
        total=len(known.problems),
        penalties=_penalties(site, link, known.penalties),
        assistance=[
            (one.subject, link.to(f"{assistance_path(one.city_id)}#{one.id}"))
            for one in known.assistance
        ],
        monitors=[
            (one.id, link.to(monitor_path(one.programme_id, one.city_id))) for one in known.monitors
        ],
        rounds=_rounds(link, known.problems),
        steps=sorted(_steps(site, link, known), key=lambda one: one.date, reverse=True),
        basis=unit.basis or _BASIS,
    )


_BASIS = "没有写明归并依据。没有信用代码的，按城市、区县、名称相同归并；同名不同单位的，提出更正。"


def _problems(site: SiteIndex, link: Links, some: Sequence[IssueSummary]) -> list[UnitProblem]:
    return [
        UnitProblem(
            one.id,
            link.to(issue_path(one)),
            one.found_on,
            _round(site, link, one),
            one.found_of_unit,
            one.category,
            one.status,
            state_mark(site.register, one),
            one.returned,
            one.closed_on,
        )
        for one in some[:_PROBLEMS]
    ]


def _round(site: SiteIndex, link: Links, problem: IssueSummary) -> Cell:
    """Return the round of a problem; a link where the round is on record."""
    record = round_id(problem)
    page = link.round(record) if record in site.register.rounds else ""
    return Cell(round_label(problem.round), page)


def _penalties(site: SiteIndex, link: Links, some: Sequence[Penalty]) -> tuple[PenaltyRow, ...]:
    newest = sorted(some, key=lambda one: one.date.latest, reverse=True)
    return penalty_rows(site, link, newest)


def unit_state(site: SiteIndex, known: OnRecord) -> UnitState:
    """Return how the unit stands: every count is of its own records, each end by its name."""
    problems, today = known.problems, site.today.isoformat()
    counts = tally(problems, today)
    ends = [(one.title, one.count(counts)) for one in (*ENDED, UNKNOWN, SILENT)]
    numbers = [("尚未办结", counts.open), ("逾期", counts.overdue), *ends]
    parts = [f"共发现 {len(problems)} 个问题"] if problems else ["没有关联的问题"]
    parts += [f"{title} {number} 个" for title, number in numbers if number]
    if known.penalties:
        parts.append(f"行政处罚 {len(known.penalties)} 件")
    if again := _again([one for one in problems if _is_recognised(one)]):
        parts.append(f"认定的同类问题重复发现：{again}")
    mark, title = _headline(counts)
    return UnitState(mark, title, "，".join(parts) + "。")


def _headline(counts: Tally) -> tuple[str, str]:
    """Return the mark of the worst that is known, and its words."""
    ended = counts.closed - counts.cancelled - counts.refused
    for number, mark, title in (
        (counts.overdue, "over", "逾期未完成"),
        (counts.open, "hand", "尚未办结"),
        (counts.unknown, "unk", UNKNOWN.title),
        (counts.silent, "unk", SILENT.title),
        (ended, "done", "已办结"),
    ):
        if number:
            return mark, f"{number} 个{title}"
    return ("gone", "没有认定的问题") if counts.found else ("unk", "没有关联的问题")


def _is_recognised(problem: IssueSummary) -> bool:
    """Return whether a problem was recognised, or published, and neither refused nor withdrawn."""
    is_told = is_accepted(problem) or (not problem.marks and problem.has_page)
    return is_told and problem.outcome not in UNFOUNDED


def _again(problems: Sequence[IssueSummary]) -> str:
    names = [one.category for one in problems]
    return "、".join(
        f"{name} {names.count(name)} 次" for name in dict.fromkeys(names) if names.count(name) > 1
    )


def _rounds(link: Links, problems: Sequence[IssueSummary]) -> list[RoundMark]:
    """Return the rounds in which something was found, the first one first."""
    by_round: dict[tuple[str, int], list[IssueSummary]] = {}
    for one in sorted(problems, key=lambda one: (one.found_on, one.programme, one.round)):
        by_round.setdefault((one.programme, one.round), []).append(one)
    several = len({programme for programme, _ in by_round}) > 1
    return [
        RoundMark(
            f"{programme} {round_label(number)}" if several else round_label(number),
            link.to(issue_path(some[0])),
            _round_text(some),
        )
        for (programme, number), some in by_round.items()
    ]


def _round_text(problems: Sequence[IssueSummary]) -> str:
    still = sum(one.openness == OPEN for one in problems)
    return f"发现 {len(problems)} 个" + (f"，尚未办结 {still} 个" if still else "")


def _steps(site: SiteIndex, link: Links, known: OnRecord) -> Iterator[UnitStep]:
    """Yield what happened in all records of a unit."""
    for problem in known.problems:
        record = Cell(problem.id, link.to(issue_path(problem)))
        for date, step, by, result in problem.steps:
            said = f"{step}（{result}）" if result else step
            yield UnitStep(date, said, by, record)
    for penalty in known.penalties:
        record = Cell(penalty.id, link.to(penalty_path(penalty.id)))
        done = (UnitStep(str(e.date), e.step, e.by or "", record) for e in penalty.events)
        decided = "、".join(penalty.measures)
        yield from chain(
            [UnitStep(str(penalty.date), f"处罚决定：{decided}", penalty.by, record)], done
        )
    for help in known.assistance:
        record = Cell(help.id, link.to(f"{assistance_path(help.city_id)}#{help.id}"))
        for event in help.events:
            yield UnitStep(str(event.date), event.step, event.by or "", record)


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of units."""
    for one in site.register.select(Unit):
        others = (*(name.name for name in one.names[:-1]), *one.called)
        lines = (one.credit_code, one.industry, one.permit, *others, one.basis, one.note)
        yield plain_entry(
            KIND.search_label,
            one.id,
            unit_path(one.id),
            one.name,
            "；".join(line for line in lines if line),
            texts=texts_of(one),
            place=_place(site, one),
            city=one.city_id,
        )


def record_place(site: SiteIndex, record: Unit) -> str:
    """Return where a record is shown, as a path in the site."""
    return unit_path(record.id)
