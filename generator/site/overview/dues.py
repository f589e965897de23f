"""What each city owes (应办): by county and by who is in charge, what is overdue first.

For the staff: the public edition has only a page that says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.work.dues import Duty, Owed, duties, owed
from generator.derive.work.reporting import Arrival, month_due, months_judged, reports_of, year_due
from generator.kinds.city.model import City
from generator.kinds.liaison.pages import contacts_of, liaison_views
from generator.kinds.task.pages import OVERSTATED_HEAD, TaskSet, task_sets
from generator.kinds.task.status import tasks_due
from generator.kinds.task.views import Overstated, TaskView, overstated_views, task_view
from generator.render.measures import COMPUTED, Card
from generator.render.work.demands import DemandGroup, demand_groups, demanded
from generator.render.work.due_views import KEYS, share_table, shares_of
from generator.site.index import Book
from generator.site.links import DUES, Links, calendar_path, dues_path
from generator.site.overview.reminders import reminders_of, unanswered
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A report that is due: of how many tasks, and how many of them are not in."""

    programme: str
    label: str
    day: str
    to: str
    tasks: Cell
    missing: Cell


@dataclass(frozen=True, slots=True)
class TaskDuty:
    """A task whose deadline has passed or comes soon."""

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
    """All that one city owes as of a day."""

    city: City
    owed: tuple[Owed, ...]
    tasks: tuple[TaskDuty, ...]
    reports: tuple[ReportDuty, ...]
    demands: tuple[DemandGroup, ...]
    overstated: tuple[OverstatedDuty, ...]

    @property
    def reports_missing(self) -> int:
        """How many reports of tasks are not in."""
        return sum(int(one.missing.text or 0) for one in self.reports)

    @property
    def is_owing(self) -> bool:
        """Whether anything is owed."""
        return bool(self.owed or self.tasks or self.reports or self.demands or self.overstated)


def due_pages(book: Book) -> Iterator[PageJob]:
    """The list of cities, and a page for each that has problems or tasks."""
    yield PageJob(DUES, _list_page)
    for city in [] if book.is_public else _owing(book):
        yield PageJob(dues_path(city.id), _page, (city,))


def _list_page(book: Book, templates: Templates) -> Page:
    all_of = [] if book.is_public else [_dues_of(book, city) for city in _owing(book)]
    return templates.page(
        "dues.html",
        DUES,
        "城市应办",
        today=book.today,
        soon_days=SOON_DAYS,
        table=_table(Links(DUES), [one for one in all_of if one.is_owing]),
    )


def _owing(book: Book) -> list[City]:
    """The cities that have problems or tasks, can be reached, or were asked for something."""
    tasks = {one.city.id for one in task_sets(book)}
    reached = {one.city_id for one in book.register.liaisons}
    asked = {one.whom.city for one in book.register.actions if any(unanswered(one))}
    some = reached.union(book.overview.by_city, tasks, asked)
    return [city for city in book.cities if city.id in some]


def _dues_of(book: Book, city: City) -> CityDues:
    """What a city owes."""
    link = Links(dues_path(city.id))
    briefs = book.overview.by_city.get(city.id, ())
    known = duties(book.programmes, book.register.vocabulary)
    running = [one for one in task_sets(book, city.id) if not one.programme.has_ended(book.today)]
    return CityDues(
        city,
        tuple(owed(briefs, known, book.today.isoformat())),
        tuple(duty for one in running for duty in _task_duties(book, link, one)),
        tuple(duty for one in running for duty in _report_duties(book, link, one)),
        tuple(demand_groups(book, link, city.id)),
        tuple(duty for one in running for duty in _overstated(link, one)),
    )


def _task_duties(book: Book, link: Links, one: TaskSet) -> Iterator[TaskDuty]:
    for state in tasks_due(one.states, book.today, SOON_DAYS):
        yield TaskDuty(task_view(state), one.programme.name, f"{link.to(one.path)}#{state.task.id}")


def _overstated(link: Links, one: TaskSet) -> Iterator[OverstatedDuty]:
    for said in overstated_views(one.states):
        yield OverstatedDuty(said, one.programme.name, f"{link.to(one.path)}#{said.task.id}")


def _report_duties(book: Book, link: Links, one: TaskSet) -> Iterator[ReportDuty]:
    """Monthly reports that are not in, the next one, and the yearly one where it comes soon."""
    programme, reporting = one.programme, one.programme.reporting
    if reporting is None:
        return
    tasks = [state.task for state in one.states]
    expected = counted(len(tasks), f"{link.to(one.path)}#tasks")
    reports = f"{link.to(one.path)}#reports"
    coming = month_due(programme, book.today)
    judged = months_judged(programme, book.today)
    months = dict.fromkeys([*judged, *([coming] if coming else [])])
    rows = reports_of(tasks, list(months), book.today)
    for place, month in enumerate(months):
        words = [row.arrivals[place] for row in rows]
        missing = sum(word in (Arrival.MISSING, Arrival.AWAITED) for word in words)
        if reporting.monthly and (missing or month == coming):
            known = counted(missing, reports) if judged else Cell("")
            label = f"{month.month} 月报"
            to = reporting.monthly.to
            yield ReportDuty(programme.name, label, str(month.day), to, expected, known)
    yearly = year_due(programme, book.today)
    if reporting.yearly and yearly and 0 <= (yearly - book.today).days <= SOON_DAYS:
        label, to = f"{yearly.year} 年报", reporting.yearly.to
        yield ReportDuty(programme.name, label, str(yearly), to, expected, Cell(""))


def _counts(one: CityDues) -> Iterator[tuple[str, str, str, int]]:
    """Title, anchor, meaning and number of everything that a city owes."""
    meanings = {
        Duty.CONFIRM: "已经交办，等待确认或者申诉；期限没有公开文本",
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


def _page(book: Book, templates: Templates, city: City) -> Page:
    path, one = dues_path(city.id), _dues_of(book, city)
    liaisons = liaison_views(book, path, one.city.id)
    shares = list(shares_of(Links(path), one.owed, contacts_of(liaisons)))
    has_calendar = one.city.id in book.overview.by_city or bool(
        reminders_of(book.register, city.id)
    )
    return templates.page(
        "due.html",
        path,
        f"{one.city.name}应办",
        city=one.city,
        today=book.today,
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
