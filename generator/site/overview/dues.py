"""The dues of each city (待办): its issues by deadline and by unit, tasks, reports, demands.

What the groups and those above them owe is in `backlog`; what is owed at all, in
`kinds/issue/debts`. See decision 0058.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.serials import id_order
from generator.core.vocabulary import Vocabulary
from generator.kinds.city.model import City
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import LONGEST, IssueSummary
from generator.kinds.issue.search_words import debt_words, responsible_words
from generator.kinds.issue.summaries import tally
from generator.kinds.issue.summary_rows import work_sheet_of
from generator.kinds.issue.work_sheet import WorkSheet
from generator.kinds.liaison.pages import contacts_of, liaison_views
from generator.kinds.programme.lifecycle import ABOVE, GROUPS, LOCAL
from generator.kinds.task.pages import OVERSTATED_HEAD, TaskSet, task_sets
from generator.kinds.task.status import (
    Arrival,
    month_due,
    months_judged,
    reports_due,
    tasks_due,
    year_due,
)
from generator.kinds.task.views import Overstated, TaskView, overstated_views, task_view
from generator.site.index import SiteIndex
from generator.site.links import (
    DUES,
    Links,
    calendar_path,
    dues_part_path,
    dues_path,
    issue_path,
    waiting_path,
)
from generator.site.overview.backlog import (
    KEYS,
    backlog_table,
    parts,
    roles_of,
    side_number,
    step_title,
    waiting_pages,
)
from generator.site.overview.demands import DemandGroup, demand_groups, demanded
from generator.site.overview.owed_views import OwedGroup, OwedSheet, OwedView
from generator.site.overview.reminders import reminders_of, unanswered
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    COMPUTED,
    Behind,
    Card,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
)

NEVER = "9999"
"""Sorts after every day, for what is owed without a deadline."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One debt of a place, with its issue: an issue that owes two things stands here twice."""

    summary: IssueSummary
    debt: OpenDebt

    @property
    def sheet(self) -> WorkSheet:
        """Return what its list prints of it."""
        return work_sheet_of(self.summary)


def owed(summaries: Iterable[IssueSummary]) -> list[Owed]:
    """Return what the places owe about these issues, the longest overdue first."""
    found = [Owed(one, debt) for one in summaries for debt in one.owed_of(LOCAL)]
    return sorted(
        found, key=lambda one: (one.debt.day or NEVER, id_order(one.summary.id), one.debt.awaits)
    )


SOON_DAYS = 30
"""Tasks and reports are listed so many days ahead."""

NEAR_DAYS = 15
"""Deadlines of issues within so many days are listed apart: one round."""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """The report of one month or year: who owes it, who has not sent it, who sent it late."""

    programme: str
    label: str
    day: str
    to: str
    state: str
    missing: tuple[str, ...]
    late: tuple[str, ...]
    href: str


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
    """All dues of one city as of a day; `summaries` are its issues."""

    city: City
    summaries: Sequence[IssueSummary]
    owed: tuple[Owed, ...]
    tasks: tuple[TaskDuty, ...]
    reports: tuple[ReportDuty, ...]
    demands: tuple[DemandGroup, ...]
    overstated: tuple[OverstatedDuty, ...]

    @property
    def reports_missing(self) -> int:
        """Return how many reports of units or of tasks are missing."""
        return sum(len(one.missing) for one in self.reports)

    @property
    def is_owing(self) -> bool:
        """Return whether there are any dues, of whatever side."""
        waits = any(one.debts for one in self.summaries)
        return bool(waits or self.tasks or self.reports or self.demands or self.overstated)


def due_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities, the pages of each that has dues, and the lists of the others."""
    yield PageJob(DUES, _list_page)
    for city in [] if site.is_public else _owing(site):
        yield PageJob(dues_path(city.id), _page, (city,))
        number = len(owed(site.overview.by_city.get(city.id, ())))
        for part in range(2, parts(number) + 1):
            yield PageJob(dues_part_path(city.id, part), _part_page, (city, part))
    yield from waiting_pages(site)


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    all_of = [] if site.is_public else [_dues_of(site, city) for city in _owing(site)]
    behind, link = behind_from(site, DUES), Links(DUES)
    return templates.page(
        "dues.html",
        DUES,
        "城市应办",
        today=site.today,
        soon_days=SOON_DAYS,
        backlog=backlog_table(
            site, behind, f"各环节积压，截至 {site.today}", () if site.is_public else site.summaries
        ),
        others=[
            Cell(f"{roles_of(site, side)}应办", link.to(waiting_path(key)))
            for side, key in KEYS.items()
            if side_number(() if site.is_public else site.summaries, side)
        ],
        table=_table(site, link, [one for one in all_of if one.is_owing]),
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
    running = [one for one in task_sets(site, city.id) if not one.programme.has_ended(site.today)]
    return CityDues(
        city,
        summaries,
        tuple(owed(summaries)),
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
    """Yield monthly reports that are missing or late, the next one, and a yearly one due soon."""
    programme, reporting = one.programme, one.programme.reporting
    if reporting is None:
        return
    href = f"{link.to(one.path)}#reports"
    coming = month_due(programme, site.today)
    judged = months_judged(programme, site.today)
    tasks = [state.task for state in one.states]
    for month in dict.fromkeys([*judged, *([coming] if coming else [])]):
        found = reports_due(programme, one.city, tasks, month, site.today) if judged else None
        if reporting.monthly and (month == coming or (found and found.is_behind)):
            yield ReportDuty(
                programme=programme.name,
                label=f"{month.month} 月报",
                day=str(month.day),
                to=reporting.monthly.to,
                state=found.words if found else "没有收录，不判断",
                missing=tuple(found.named(Arrival.MISSING, Arrival.AWAITED)) if found else (),
                late=tuple(found.named(Arrival.LATE)) if found else (),
                href=href,
            )
    yearly = year_due(programme, site.today)
    if reporting.yearly and yearly and 0 <= (yearly - site.today).days <= SOON_DAYS:
        label, to = f"{yearly.year} 年报", reporting.yearly.to
        yield ReportDuty(programme.name, label, str(yearly), to, "", (), (), href)


@dataclass(frozen=True, slots=True)
class _Count:
    """One number of a city: its head, the place that its link leads to, its meaning."""

    title: str
    anchor: str
    meaning: str
    number: int


def _steps(all_of: Iterable[Owed], vocabulary: Vocabulary) -> list[str]:
    """Return the steps that places owe, in the order of the vocabulary."""
    found = {one.debt.awaits for one in all_of}
    return [step for step in vocabulary.words("steps") if step in found]


def _counts(site: SiteIndex, one: CityDues, steps: Sequence[str]) -> Iterator[_Count]:
    """Yield each sort of dues of a city."""
    today = site.today.isoformat()
    for step in steps:
        own = [each for each in one.owed if each.debt.awaits == step]
        over = sum(each.debt.is_over(today) for each in own)
        title = step_title(site.register.vocabulary, step)
        yield _Count(title, "owed", f"还没有办的，逾期 {over} 个", len(own))
    overdue = tally(one.summaries, today).overdue
    yield _Count("逾期", "owed", "期限已过、还没有办的问题", overdue)
    for side in (GROUPS, ABOVE):
        who = roles_of(site, side)
        number = side_number(one.summaries, side)
        yield _Count(f"{who}应办", "others", f"本市的问题等待{who}办理的", number)
    meaning = f"期限已过或者 {SOON_DAYS} 天内到期、还没有完成的攻坚任务"
    yield _Count("任务", "tasks", meaning, len(one.tasks))
    yield _Count("报送", "reports", "还没有报来的任务进展", one.reports_missing)
    meaning = "约谈、预警等措施写明期限、还没有答复的要求"
    yield _Count("措施的要求", "demands", meaning, demanded(one.demands))
    meaning = "核实的数少于此前报送的数"
    yield _Count(OVERSTATED_HEAD, "overstated", meaning, len(one.overstated))


def _table(site: SiteIndex, link: Links, all_of: Sequence[CityDues]) -> NumberTable:
    steps = _steps((each for one in all_of for each in one.owed), site.register.vocabulary)
    counts = [(one.city, list(_counts(site, one, steps))) for one in all_of]
    rows = tuple(
        NumberRow(
            Cell(city.name, link.to(dues_path(city.id)), sort=city.id),
            tuple(
                counted(one.number, f"{link.to(dues_path(city.id))}#{one.anchor}") for one in some
            ),
        )
        for city, some in counts
    )
    heads = tuple(one.title for one in counts[0][1]) if counts else ()
    return NumberTable("各市应办，截至当日", "城市", heads, rows)


def _page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path, one = dues_path(city.id), _dues_of(site, city)
    behind = behind_from(site, path)
    liaisons = liaison_views(site, path, one.city.id)
    has_calendar = one.city.id in site.overview.by_city or bool(
        reminders_of(site.register, city.id)
    )
    steps = _steps(one.owed, site.register.vocabulary)
    return templates.page(
        "due.html",
        path,
        f"{one.city.name}应办",
        city=one.city,
        today=site.today,
        soon_days=SOON_DAYS,
        cards=[
            Card(each.title, counted(each.number, f"#{each.anchor}"), each.meaning, COMPUTED)
            for each in _counts(site, one, steps)
            if each.number
        ],
        sheet=_sheet(site, path, one.owed, 1),
        units=_units_table(site, behind, one, steps, contacts_of(liaisons)),
        others=backlog_table(
            site,
            behind,
            f"本市问题的各环节积压，截至 {site.today}",
            one.summaries,
            city=city.id,
        ),
        tasks=one.tasks,
        reports=one.reports,
        liaisons=liaisons,
        demands=one.demands,
        overstated=one.overstated,
        calendar=Links(path).to(calendar_path(one.city.id)) if has_calendar else "",
    )


def _part_page(site: SiteIndex, templates: Templates, city: City, part: int) -> Page:
    path = dues_part_path(city.id, part)
    all_of = owed(site.overview.by_city.get(city.id, ()))
    return templates.page(
        "due_part.html",
        path,
        f"{city.name}应办（第 {part} 页）",
        city=city,
        today=site.today,
        sheet=_sheet(site, path, all_of, part),
    )


def _sheet(site: SiteIndex, path: str, all_of: Sequence[Owed], part: int) -> OwedSheet:
    first = LONGEST * (part - 1)
    shown = all_of[first : first + LONGEST]
    found: dict[str, list[OwedView]] = {}
    for number, one in enumerate(shown, start=first + 1):
        found.setdefault(_group(one, site.today), []).append(_view(site, path, one, number))
    link, city = Links(path), all_of[0].summary.city if all_of else ""
    last = parts(len(all_of))
    return OwedSheet(
        groups=tuple(OwedGroup(title, tuple(rows)) for title, rows in found.items()),
        total=len(all_of),
        part=part,
        pages=tuple(
            Cell(str(n), link.to(dues_part_path(city, n))) for n in range(1, last + 1) if last > 1
        ),
    )


def _group(one: Owed, today: date) -> str:
    day = one.debt.day
    if not day:
        return "没有定期限"
    if day < today.isoformat():
        return "已经逾期"
    near = day <= (today + timedelta(NEAR_DAYS)).isoformat()
    return f"{NEAR_DAYS} 日内到期" if near else "以后到期"


def _view(site: SiteIndex, path: str, one: Owed, number: int) -> OwedView:
    summary, debt, sheet = one.summary, one.debt, one.sheet
    over = (site.today - date.fromisoformat(debt.day)).days if debt.day else 0
    return OwedView(
        number=number,
        id=summary.id,
        site=summary.site,
        href=Links(path).to(issue_path(summary)),
        found=sheet.found,
        demand=sheet.demand,
        units=sheet.units,
        what=step_title(site.register.vocabulary, debt.awaits),
        letter=sheet.letter,
        due=debt.day,
        stated=debt.stated,
        days_over=str(over) if over > 0 else "",
        status=summary.status,
        note=f"分办期限 {debt.unit_day}" if debt.unit_day else "",
    )


NO_UNIT = "没有写明"


def _units_table(
    site: SiteIndex,
    behind: Behind,
    one: CityDues,
    steps: Sequence[str],
    contacts: Mapping[str, str],
) -> NumberTable:
    """Return what each unit in charge owes; an issue counts for each unit in charge of it.

    `contacts`: code of a county, or name where it has none → the office to reach.
    """
    found: dict[str, list[Owed]] = {}
    for each in one.owed:
        for unit in each.sheet.all_units or [NO_UNIT]:
            found.setdefault(unit, []).append(each)
    rows = tuple(
        NumberRow(
            Cell(unit),
            tuple(_unit_cells(site, behind, one.city, unit, own, steps)),
            words=(_contact(unit, own, contacts),),
        )
        for unit, own in found.items()
    )
    heads = [
        head
        for step in steps
        for head in (
            step_title(site.register.vocabulary, step),
            f"{step_title(site.register.vocabulary, step)}逾期",
        )
    ]
    return NumberTable(
        "按责任单位，逾期久的在前；一个问题有几个责任单位的，各计一次",
        "责任单位",
        tuple(heads),
        rows,
        words=("联络",),
    )


def _unit_cells(
    site: SiteIndex,
    behind: Behind,
    city: City,
    unit: str,
    own: Sequence[Owed],
    steps: Sequence[str],
) -> Iterator[Cell]:
    today = site.today.isoformat()
    for step in steps:
        some = [one for one in own if one.debt.awaits == step]
        roles = {one.debt.of for one in some}
        words = [] if unit == NO_UNIT else [responsible_words(unit)]
        words += [debt_words(role, step) for role in roles]
        is_exact = len(roles) == 1 and unit != NO_UNIT
        yield counted(
            len(some),
            behind.records(city=city.id, q=" ".join(words)) if is_exact else "#owed",
        )
        yield counted(sum(one.debt.is_over(today) for one in some), "#owed")


def _contact(unit: str, own: Sequence[Owed], contacts: Mapping[str, str]) -> str:
    codes = [one.summary.county for one in own if one.summary.county_name == unit]
    names = (name for name in (*codes[:1], unit) if name in contacts)
    return next((contacts[name] for name in names), "")
