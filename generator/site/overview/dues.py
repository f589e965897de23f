"""The dues of each city (应办): by county and by responsible unit, overdue ones first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.liaison.pages import contacts_of, liaison_views
from generator.kinds.programme.model import Programme
from generator.kinds.task.pages import OVERSTATED_HEAD, TaskSet, task_sets
from generator.kinds.task.status import (
    Arrival,
    month_due,
    months_judged,
    reports_of,
    tasks_due,
    year_due,
)
from generator.kinds.task.views import Overstated, TaskView, overstated_views, task_view
from generator.site.index import SiteIndex
from generator.site.links import DUES, Links, action_path, calendar_path, dues_path, issue_path
from generator.site.overview.reminders import reminders_of, unanswered
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import COMPUTED, Card, Cell, NumberRow, NumberTable, counted


@dataclass(frozen=True, slots=True)
class OpenDemandView:
    """One demand of an action: its text, its unit, its deadline."""

    id: str
    href: str
    kind: str
    what: str
    whom: str
    due: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class DemandGroup:
    """The demands on one county, or on the city itself, the longest overdue first."""

    county: str
    rows: tuple[OpenDemandView, ...]

    @property
    def over(self) -> int:
        """Return how many of them are overdue."""
        return sum(one.is_over for one in self.rows)


def demand_groups(site: SiteIndex, link: Links, city: str) -> list[DemandGroup]:
    """Return the unanswered demands on a city; the county that is longest overdue comes first."""
    found = [
        (due, action, view)
        for action in site.register.select(Action, city=city)
        for due, view in _views(link, action, site.today)
    ]
    found.sort(key=lambda one: (one[0], one[2].id))
    groups: dict[str, list[OpenDemandView]] = {}
    for _, action, view in found:
        groups.setdefault(action.whom.county_name or "全市", []).append(view)
    return [DemandGroup(county, tuple(rows)) for county, rows in groups.items()]


def _views(link: Links, action: Action, today: date) -> Iterator[tuple[date, OpenDemandView]]:
    href = link.to(action_path(action.id))
    for _, demand, due in unanswered(action):
        whom = action.whom.name
        yield (
            due,
            OpenDemandView(action.id, href, action.kind, demand.what, whom, str(due), due < today),
        )


def demanded(groups: Sequence[DemandGroup]) -> int:
    """Return how many demands there are."""
    return sum(len(one.rows) for one in groups)


NEVER = "9999"
"""Sorts after every day, for dues without a deadline."""


class Duty(StrEnum):
    """The duties, in the words of the pages."""

    CONFIRM = "待确认"
    PLAN = "报整改方案"
    RECTIFY = "完成整改"


@dataclass(frozen=True, slots=True)
class Owed:
    """One issue with a duty: the step, the unit, the day ("" none is set)."""

    summary: IssueSummary
    duty: Duty
    by: str
    due: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """The rules by which an issue makes its city owe a confirmation or a report.

    `confirmers`: programme, path and state in which a confirmation is awaited → by whom;
    `awaited`: step that has a deadline → what is owed.
    """

    confirmers: Mapping[tuple[str, str, str], str]
    awaited: Mapping[str, Duty]


def duties(programmes: Iterable[Programme], vocabulary: Vocabulary) -> Duties:
    """Return the duties that the lifecycles of programmes and the roles of steps give."""
    plans, rectified = (
        vocabulary.with_role("steps", role) for role in (Role.PLANNED, Role.RECTIFIED)
    )
    awaited = {**dict.fromkeys(plans, Duty.PLAN), **dict.fromkeys(rectified, Duty.RECTIFY)}
    return Duties(_confirmers(programmes, vocabulary.with_role("steps", Role.CONFIRMED)), awaited)


def _confirmers(
    programmes: Iterable[Programme], confirming: frozenset[str]
) -> Mapping[tuple[str, str, str], str]:
    return {
        (programme.id, path.name, state): "、".join(step.by)
        for programme in programmes
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for step in path.strands[0].steps
        if step.step in confirming
        for state in step.at or ()
    }


def owed(summaries: Iterable[IssueSummary], known: Duties, today: str) -> list[Owed]:
    """Return the duties about these issues on a day (ISO), the longest overdue first.

    An issue with two deadlines stands here once, with the one that passes first.
    """
    found = _owed(summaries, known, today)
    return sorted(found, key=lambda one: (one.due or NEVER, one.summary.id))


def _owed(summaries: Iterable[IssueSummary], known: Duties, today: str) -> Iterator[Owed]:
    for one in summaries:
        confirmer = known.confirmers.get((one.programme, one.path, one.status))
        if confirmer is not None:
            yield Owed(one, Duty.CONFIRM, confirmer, one.owed, one.is_over(today))
        elif one.awaited in known.awaited:
            yield Owed(one, known.awaited[one.awaited], one.owed_by, one.owed, one.is_over(today))


SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A report that is due: the number of its tasks, and of those without a report."""

    programme: str
    label: str
    day: str
    to: str
    tasks: Cell
    missing: Cell


@dataclass(frozen=True, slots=True)
class TaskDuty:
    """A task that is overdue or due soon."""

    task: TaskView
    programme: str
    href: str


@dataclass(frozen=True, slots=True)
class OverstatedDuty:
    """A task of which a check found less than was reported."""

    said: Overstated
    programme: str
    href: str


@dataclass(frozen=True, slots=True)
class CityDues:
    """All dues of one city as of a day."""

    city: City
    owed: tuple[Owed, ...]
    tasks: tuple[TaskDuty, ...]
    reports: tuple[ReportDuty, ...]
    demands: tuple[DemandGroup, ...]
    overstated: tuple[OverstatedDuty, ...]

    @property
    def reports_missing(self) -> int:
        """Return how many reports of tasks are missing."""
        return sum(int(one.missing.text or 0) for one in self.reports)

    @property
    def is_owing(self) -> bool:
        """Return whether there are any dues."""
        return bool(self.owed or self.tasks or self.reports or self.demands or self.overstated)


def due_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities, and a page for each that has issues or tasks."""
    yield PageJob(DUES, _list_page)
    for city in [] if site.is_public else _owing(site):
        yield PageJob(dues_path(city.id), _page, (city,))


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    all_of = [] if site.is_public else [_dues_of(site, city) for city in _owing(site)]
    return templates.page(
        "dues.html",
        DUES,
        "城市应办",
        today=site.today,
        soon_days=SOON_DAYS,
        table=_table(Links(DUES), [one for one in all_of if one.is_owing]),
    )


def _owing(site: SiteIndex) -> list[City]:
    """Return the cities that have issues, tasks, a liaison or demands."""
    tasks = {one.city.id for one in task_sets(site)}
    reached = {one.city_id for one in site.register.liaisons}
    asked = {one.whom.city for one in site.register.actions if any(unanswered(one))}
    some = reached.union(site.overview.by_city, tasks, asked)
    return [city for city in site.cities if city.id in some]


def _dues_of(site: SiteIndex, city: City) -> CityDues:
    """Return the dues of a city."""
    link = Links(dues_path(city.id))
    summaries = site.overview.by_city.get(city.id, ())
    known = duties(site.programmes, site.register.vocabulary)
    running = [one for one in task_sets(site, city.id) if not one.programme.has_ended(site.today)]
    return CityDues(
        city,
        tuple(owed(summaries, known, site.today.isoformat())),
        tuple(duty for one in running for duty in _task_duties(site, link, one)),
        tuple(duty for one in running for duty in _report_duties(site, link, one)),
        tuple(demand_groups(site, link, city.id)),
        tuple(duty for one in running for duty in _overstated(link, one)),
    )


def _task_duties(site: SiteIndex, link: Links, one: TaskSet) -> Iterator[TaskDuty]:
    for state in tasks_due(one.states, site.today, SOON_DAYS):
        yield TaskDuty(task_view(state), one.programme.name, f"{link.to(one.path)}#{state.task.id}")


def _overstated(link: Links, one: TaskSet) -> Iterator[OverstatedDuty]:
    for said in overstated_views(one.states):
        yield OverstatedDuty(said, one.programme.name, f"{link.to(one.path)}#{said.task.id}")


def _report_duties(site: SiteIndex, link: Links, one: TaskSet) -> Iterator[ReportDuty]:
    """Return the missing monthly reports, the next one, and the yearly one if it is due soon."""
    programme, reporting = one.programme, one.programme.reporting
    if reporting is None:
        return
    tasks = [state.task for state in one.states]
    expected = counted(len(tasks), f"{link.to(one.path)}#tasks")
    reports = f"{link.to(one.path)}#reports"
    coming = month_due(programme, site.today)
    judged = months_judged(programme, site.today)
    months = dict.fromkeys([*judged, *([coming] if coming else [])])
    rows = reports_of(tasks, list(months), site.today)
    for place, month in enumerate(months):
        words = [row.arrivals[place] for row in rows]
        missing = sum(word in (Arrival.MISSING, Arrival.AWAITED) for word in words)
        if reporting.monthly and (missing or month == coming):
            known = counted(missing, reports) if judged else Cell("")
            label = f"{month.month} 月报"
            to = reporting.monthly.to
            yield ReportDuty(programme.name, label, str(month.day), to, expected, known)
    yearly = year_due(programme, site.today)
    if reporting.yearly and yearly and 0 <= (yearly - site.today).days <= SOON_DAYS:
        label, to = f"{yearly.year} 年报", reporting.yearly.to
        yield ReportDuty(programme.name, label, str(yearly), to, expected, Cell(""))


def _counts(one: CityDues) -> Iterator[tuple[str, str, str, int]]:
    """Return title, anchor, meaning and number of each sort of dues of a city."""
    meanings = {
        Duty.CONFIRM: "已经推送，等待确认或者申诉；期限没有公开文本",
        Duty.PLAN: "督办函要求报整改方案，还没有报",
        Duty.RECTIFY: "方案已报或者没有要求方案，整改还没有报完成",
    }
    for duty in KEYS:
        number = sum(each.duty is duty for each in one.owed)
        yield duty.value, "counties", meanings[duty], number
    over = sum(each.is_over for each in one.owed)
    yield "其中逾期", "counties", "期限已经过去的", over
    yield (
        "任务",
        "tasks",
        f"期限已过或者 {SOON_DAYS} 天内到期、还没有完成的攻坚任务",
        len(one.tasks),
    )
    yield "报送", "reports", "还没有报来的任务进展", one.reports_missing
    meaning = "约谈、预警等措施写明期限、还没有答复的要求"
    yield "措施的要求", "demands", meaning, demanded(one.demands)
    yield OVERSTATED_HEAD, "overstated", "核实的数少于此前报送的数", len(one.overstated)


def _table(link: Links, all_of: Sequence[CityDues]) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(one.city.name, link.to(dues_path(one.city.id)), sort=one.city.id),
            tuple(
                counted(number, f"{link.to(dues_path(one.city.id))}#{anchor}")
                for _, anchor, _, number in _counts(one)
            ),
        )
        for one in all_of
    )
    heads = tuple(title for title, *_ in _counts(all_of[0])) if all_of else ()
    return NumberTable("各市应办，截至当日", "城市", heads, rows)


def _page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path, one = dues_path(city.id), _dues_of(site, city)
    liaisons = liaison_views(site, path, one.city.id)
    shares = list(shares_of(Links(path), one.owed, contacts_of(liaisons)))
    has_calendar = one.city.id in site.overview.by_city or bool(
        reminders_of(site.register, city.id)
    )
    return templates.page(
        "due.html",
        path,
        f"{one.city.name}应办",
        city=one.city,
        today=site.today,
        soon_days=SOON_DAYS,
        cards=[
            Card(title, counted(number, f"#{anchor}"), meaning, COMPUTED)
            for title, anchor, meaning, number in _counts(one)
        ],
        shares=shares,
        table=share_table(shares),
        tasks=one.tasks,
        reports=one.reports,
        liaisons=liaisons,
        demands=one.demands,
        overstated=one.overstated,
        calendar=Links(path).to(calendar_path(one.city.id)) if has_calendar else "",
    )


KEYS = {Duty.CONFIRM: "confirm", Duty.PLAN: "plan", Duty.RECTIFY: "rectify"}
"""The names of the duties in addresses, in the order of the pages."""

UNPLACED = "区县未载"


@dataclass(frozen=True, slots=True)
class OwedView:
    """The view of one issue with a duty."""

    id: str
    site: str
    href: str
    category: str
    status: str
    due: str


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties of one sort, of one unit of one county."""

    anchor: str
    title: str
    over: int
    rows: tuple[OwedView, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The duties of one unit of one county."""

    anchor: str
    county: str
    by: str
    over: int
    groups: tuple[DutyGroup, ...]
    contact: str = ""

    def count(self, duty: Duty) -> int:
        """Return how many issues of one sort."""
        return sum(len(one.rows) for one in self.groups if one.title == duty.value)


def shares_of(link: Links, all_of: Sequence[Owed], contacts: Mapping[str, str]) -> Iterator[Share]:
    """Return the duties by county and unit; those that are longest overdue come first.

    `contacts`: code of a county, or name where it has none → the office to reach.
    """
    found: dict[tuple[str, str, str], list[Owed]] = {}
    for one in all_of:
        key = (one.summary.county, one.summary.county_name or UNPLACED, one.by)
        found.setdefault(key, []).append(one)
    for number, ((code, county, by), some) in enumerate(found.items(), start=1):
        anchor = f"c{number}"
        groups = tuple(_groups(link, anchor, some))
        yield Share(
            anchor,
            county,
            by,
            sum(one.is_over for one in some),
            groups,
            contacts.get(code or county, ""),
        )


def _groups(link: Links, anchor: str, some: Sequence[Owed]) -> Iterator[DutyGroup]:
    for duty, key in KEYS.items():
        own = [one for one in some if one.duty is duty]
        if own:
            over = sum(one.is_over for one in own)
            rows = tuple(_row(link, one) for one in own)
            yield DutyGroup(f"{anchor}-{key}", duty.value, over, rows)


def _row(link: Links, one: Owed) -> OwedView:
    summary = one.summary
    return OwedView(
        summary.id,
        summary.site,
        link.to(issue_path(summary)),
        summary.category,
        summary.status,
        one.due,
    )


def share_table(shares: Sequence[Share]) -> NumberTable:
    """Return the number of duties of each unit of each county, each with a link to its issues."""
    rows = tuple(
        NumberRow(
            Cell(one.county, f"#{one.anchor}"),
            (
                *(counted(one.count(duty), f"#{one.anchor}-{key}") for duty, key in KEYS.items()),
                counted(one.over, f"#{one.anchor}"),
            ),
            words=(one.by,),
        )
        for one in shares
    )
    heads = (*(duty.value for duty in KEYS), "其中逾期")
    return NumberTable("按区县和应由的单位，逾期久的在前", "区县", heads, rows, words=("应由",))
