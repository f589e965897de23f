"""Tasks: read from tables, how they stand on a day, what their pages and the city's dues say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.exchange import case_rows
from generator.exchange.account import RowOutcome
from generator.exchange.csv_rows import read_table
from generator.exchange.import_cases import Progress, progress_in
from generator.exchange.importing import Import, import_tables
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.task.model import Task
from generator.kinds.task.pages import city_task_rows, task_pages, task_sets
from generator.kinds.task.status import (
    Arrival,
    MonthDue,
    TaskStatus,
    arrival,
    bodies,
    month_due,
    months_judged,
    task_state,
    tasks_due,
    year_due,
)
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.due_pages import due_pages
from generator.site.overview.dues import owed
from generator.site.page import Templates
from generator.site.search.page import other_entries
from tests.making import SOURCE, make_city, make_programme, make_register
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import rendered, site_index_of


def make_task(**changes: Any) -> Task:
    """A task of 600 households in 临渭区, due in October 2019, of which nothing is known."""
    fields: dict[str, Any] = {
        "id": "LT19-610500-T001",
        "sources": [SOURCE],
        "field": "散煤双替代",
        "measure": "示例：煤改气",
        "goal": {"value": "600", "unit": "户"},
        "due": "2019-10",
    }
    return Task.model_validate(fields | changes)


def told(day: str, done: str | None = None, received: str | None = None) -> dict[str, str | None]:
    """A report, or a check, up to a day."""
    return {"date": day, "done": done, "received": received}


def checked(day: str, done: str) -> dict[str, str]:
    return {"date": day, "done": done}


def with_reporting(**changes: Any) -> Programme:
    """A programme with a monthly day."""
    reporting: dict[str, Any] = {
        "by": ["各县区政府"],
        "monthly": {"day": "28", "what": "进展", "to": "示例大气办"},
        "yearly": {"date": "12-25", "what": "总结", "to": "示例政府办"},
        "basis": "公开文本",
    }
    period = {"start": "2019-05-08", "end": "2020-03"}
    return make_programme(reporting=reporting | changes, period=period)


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY)


# The facts of a row


@pytest.mark.parametrize(
    ("facts", "progress"),
    [
        (
            "10月底前应完成7165户，检查时仅完成621户（8.7%）",
            Progress("7165", "户", "621", 10, None),
        ),
        ("应完成800户，检查时完成282户（35.25%）", Progress("800", "户", "282", None, None)),
        (
            "应完成18.2万户，检查时安装6.9万户壁挂炉（37.9%）",
            Progress("18.2", "万户", "6.9", None, "检查时安装6.9万户壁挂炉"),
        ),
    ],
)
def test_facts_in_a_known_form_are_read(facts: str, progress: Progress) -> None:
    assert progress_in(facts) == progress


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ("", "不是认识的写法"),
        ("应完成800户，检查时完成约282户（35.25%）", "不是认识的写法"),
        ("应完成800户，检查时完成282户", "不是认识的写法"),
        ("年底前应完成800户，检查时完成282户（35.25%）", "不是认识的写法"),
        ("13月底前应完成800户，检查时完成282户（35.25%）", "不是认识的写法"),
        ("应完成800户，检查时完成282户（35.25%），仍在推进", "不是认识的写法"),
        ("应完成０户，检查时完成0户（0%）", "不是认识的写法"),
        ("应完成0户，检查时完成0户（0%）", "任务量是 0"),
        ("应完成800户，检查时完成282户（38.25%）", "282/800 不是 38.25%"),
        (
            "应完成1.8万户，检查时完成6900户（38.3%）",
            "任务量的单位“万户”与完成数的单位“户”不同",
        ),
    ],
)
def test_other_facts_are_refused(facts: str, reason: str) -> None:
    assert progress_in(facts) == reason


ROW = {
    "case_id": "C0090",
    "date": "2017-08-16",
    "date_precision": "day",
    "programme": "强化督查2017",
    "region": "京津冀及周边",
    "province": "河北省",
    "city": "石家庄市",
    "county": "裕华区",
    "site_name": "裕华区气代煤任务",
    "record_kind": "任务进度",
    "problem_category": "散煤双替代",
    "problem_type": "散煤双替代",
    "facts": "10月底前应完成7165户，检查时仅完成621户（8.7%）",
    "source_title": "环保督查:京津冀等地18家企业存在涉气环境问题（8月16日）",
    "source_publisher": "环境保护部（人民网，转载）",
    "source_date": "2017-08-21",
    "source_reliability": "B",
}


@pytest.fixture(scope="module")
def own() -> Register:
    return read_register(REPOSITORY).register


def imported(register: Register, **changes: str) -> Import:
    cells = ROW | changes
    text = ",".join(cells.get(column, "") for column in case_rows.HEADER.split(","))
    table = read_table("cases.csv", f"{case_rows.HEADER}\n{text}\n".encode())
    return import_tables([table], register)


def without_tasks(register: Register) -> Register:
    filed = tuple(one for one in register.filed if not isinstance(one.record, Task))
    return Register(register.vocabulary, filed)


def test_row_becomes_the_record_that_is_committed(own: Register) -> None:
    done = imported(without_tasks(own))
    path = "tasks/DC17/130100/DC17-130100-T001.yml"
    assert done.files == {path: (REPOSITORY / "records" / path).read_text(encoding="utf-8")}
    (entry,) = done.account.entries
    assert (entry.outcome, entry.record) == (RowOutcome.IMPORTED, "DC17-130100-T001")


def test_row_that_is_there_makes_nothing_new(own: Register) -> None:
    done = imported(own)
    assert done.files == {}
    assert [one.outcome for one in done.account.entries] == [RowOutcome.SAME]


def test_new_row_takes_the_next_number_of_its_city(own: Register) -> None:
    assert list(imported(own, case_id="C9999").files) == ["tasks/DC17/130100/DC17-130100-T004.yml"]


def test_changed_row_is_reported_and_the_task_left_alone(own: Register) -> None:
    facts = "9月底前应完成7165户，检查时仅完成622户（8.7%）"
    done = imported(own, facts=facts)
    (entry,) = done.account.entries
    assert done.files == {}
    assert (entry.outcome, entry.reason) == (RowOutcome.DIFFERENT, "期限、核实")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"facts": "进展缓慢"}, "facts"),
        ({"facts": "6月底前应完成800户，检查时完成282户（35.25%）"}, "facts"),
        ({"date": "2017", "date_precision": "year"}, "facts"),
        ({"date_precision": "month"}, "date_precision"),
        ({"date": "2017-8-16"}, "date"),
        ({"county": "裕花区"}, "county"),
        ({"city": "石家庄"}, "city"),
        ({"programme": "强化督查"}, "programme"),
        ({"problem_type": "散煤复燃"}, "problem_type"),
        ({"site_name": ""}, "site_name"),
        ({"source_title": ""}, "source_title"),
        ({"source_reliability": "D"}, "source_reliability"),
        ({"action": "约谈"}, "action"),
        ({"round": "第七轮次"}, "round"),
    ],
)
def test_row_that_is_not_understood_is_refused_with_its_column(
    own: Register, changes: dict[str, str], column: str
) -> None:
    done = imported(without_tasks(own), **changes)
    (entry,) = done.account.entries
    assert (done.files, entry.outcome) == ({}, RowOutcome.UNREADABLE)
    assert column in [error.column for error in entry.errors]
    assert all(error.message and error.hint for error in entry.errors)


# How a task stands


@pytest.mark.parametrize(
    ("changes", "today", "standing"),
    [
        ({}, "2019-08-01", TaskStatus.UNKNOWN),
        ({}, "2019-10-31", TaskStatus.UNKNOWN),
        ({}, "2019-11-01", TaskStatus.UNHEARD),
        ({"reports": [told("2019-07-25", "520")]}, "2019-08-01", TaskStatus.RUNNING),
        ({"reports": [told("2019-07-25", "520")]}, "2019-11-01", TaskStatus.UNHEARD),
        ({"reports": [told("2019-10", "520")]}, "2019-10-31", TaskStatus.RUNNING),
        ({"reports": [told("2019-10", "520")]}, "2019-11-01", TaskStatus.LATE),
        ({"checks": [checked("2019-10", "520")]}, "2019-11-01", TaskStatus.UNHEARD),
        ({"checks": [checked("2019-11-02", "520")]}, "2019-11-03", TaskStatus.LATE),
        ({"reports": [told("2019-07-25", "600")]}, "2019-11-01", TaskStatus.REPORTED),
        ({"checks": [checked("2019-07-25", "600")]}, "2019-11-01", TaskStatus.DONE),
        (
            {"reports": [told("2019-07-25", "600")], "checks": [checked("2019-07-26", "410")]},
            "2019-08-01",
            TaskStatus.RUNNING,
        ),
        (
            {"reports": [told("2019-07-28", "600")], "checks": [checked("2019-07-26", "410")]},
            "2019-08-01",
            TaskStatus.REPORTED,
        ),
        (
            {"reports": [told("2019-07-26", "600")], "checks": [checked("2019-07-26", "410")]},
            "2019-08-01",
            TaskStatus.RUNNING,
        ),
        ({"goal": None, "reports": [told("2019-07-25")]}, "2019-08-01", TaskStatus.RUNNING),
        ({"due": None, "checks": [checked("2019-07-25", "5")]}, "2020-08-01", TaskStatus.RUNNING),
        ({"due": None, "checks": [checked("2019-07-25", "5")]}, "2021-04-01", TaskStatus.UNHEARD),
        ({"due": None}, "2021-04-01", TaskStatus.UNKNOWN),
    ],
)
def test_standing_says_no_more_than_is_on_record(
    changes: dict[str, Any], today: str, standing: TaskStatus
) -> None:
    day = date.fromisoformat(today)
    assert task_state(make_task(**changes), make_programme(), day).standing is standing


@pytest.mark.parametrize(
    ("reports", "checks", "gaps"),
    [
        ([told("2019-07-25", "520")], [checked("2019-07-26", "410")], ["110"]),
        ([told("2019-07-25", "520")], [checked("2019-07-25", "410")], ["110"]),
        ([told("2019-07-25", "520")], [checked("2019-07-24", "410")], []),
        ([told("2019-07-25", "520")], [checked("2019-07-26", "520")], []),
        ([told("2019-07", "520")], [checked("2019-07-26", "410")], []),
        ([told("2019-07-25", "520")], [checked("2019-07", "410")], []),
        ([told("2019-06", "9"), told("2019-07-25")], [checked("2019-07-26", "8")], ["1"]),
        (
            [told("2019-06-25", "300"), told("2019-07-25", "520")],
            [checked("2019-06-30", "299.5"), checked("2019-07-26", "410")],
            ["0.5", "110"],
        ),
    ],
)
def test_check_is_held_against_the_last_report_that_surely_came_before(
    reports: list[Any], checks: list[Any], gaps: list[str]
) -> None:
    state = task_state(make_task(reports=reports, checks=checks), None, TODAY)
    assert [one.gap for one in state.overstatements] == [Decimal(gap) for gap in gaps]


def test_tasks_due_are_those_not_finished_the_oldest_first() -> None:
    tasks = [
        make_task(id="LT19-610500-T001", due="2019-08-31"),
        make_task(id="LT19-610500-T002", due="2019-09-01"),
        make_task(id="LT19-610500-T003", due="2019-06"),
        make_task(id="LT19-610500-T004", due="2019-06", checks=[checked("2019-06-01", "600")]),
        make_task(id="LT19-610500-T005", due=None),
    ]
    states = [task_state(task, None, TODAY) for task in tasks]
    assert [one.task.id[-4:] for one in tasks_due(states, TODAY, 30)] == ["T003", "T001"]


def test_bodies_are_listed_with_what_they_lead_help_with_and_answer_for() -> None:
    tasks = [
        make_task(lead=["甲局"], cooperating=["乙局"], responsible=["各县区政府"]),
        make_task(id="LT19-610500-T002", lead=["乙局", "甲局"], responsible=["各县区政府"]),
    ]
    first, second = (task.id for task in tasks)
    assert [(one.name, one.leads, one.cooperates, one.answers) for one in bodies(tasks)] == [
        ("甲局", (first, second), (), ()),
        ("乙局", (second,), (first,), ()),
        ("各县区政府", (), (), (first, second)),
    ]


# Reports by month


@pytest.mark.parametrize(
    ("reports", "today", "word"),
    [
        ([], "2019-07-28", Arrival.AWAITED),
        ([], "2019-07-29", Arrival.MISSING),
        ([told("2019-06-25", received="2019-06-28")], "2019-08-01", Arrival.MISSING),
        ([told("2019-07-25", received="2019-07-28")], "2019-08-01", Arrival.IN_TIME),
        ([told("2019-07-25", received="2019-07-29")], "2019-08-01", Arrival.LATE),
        ([told("2019-07", received="2019-08")], "2019-08-01", Arrival.LATE),
        ([told("2019-07", received="2019-07")], "2019-08-01", Arrival.UNDATED),
        ([told("2019-07-25")], "2019-08-01", Arrival.UNDATED),
        ([told("2019")], "2019-08-01", Arrival.MISSING),
    ],
)
def test_report_of_a_month_is_in_time_late_or_not_there(
    reports: list[Any], today: str, word: Arrival
) -> None:
    due = MonthDue("2019-07", date(2019, 7, 28))
    assert arrival(make_task(reports=reports), due, date.fromisoformat(today)) is word


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2019-05-07", None),
        ("2019-05-08", "2019-05-28"),
        ("2019-05-28", "2019-05-28"),
        ("2019-05-29", "2019-06-28"),
        ("2019-12-29", "2020-01-28"),
        ("2020-03-29", None),
        ("2020-04-01", None),
    ],
)
def test_next_monthly_report_while_the_programme_runs(today: str, day: str | None) -> None:
    found = month_due(with_reporting(), date.fromisoformat(today))
    assert (str(found.day) if found else None) == day


def test_report_on_a_day_that_a_month_has_not_is_due_on_its_last() -> None:
    monthly = {"day": "31", "what": "进展", "to": "示例大气办"}
    found = month_due(with_reporting(monthly=monthly), date(2020, 2, 1))
    assert found == MonthDue("2020-02", date(2020, 2, 29))


def test_yearly_report_is_due_while_the_programme_runs() -> None:
    assert year_due(with_reporting(), date(2019, 6, 1)) == date(2019, 12, 25)
    assert year_due(with_reporting(), date(2020, 1, 1)) is None
    assert year_due(make_programme(), date(2019, 6, 1)) is None


def test_months_are_judged_only_where_reports_are_recorded_here() -> None:
    assert months_judged(with_reporting(), TODAY) == []
    recorded = with_reporting(recorded_from="2019-06")
    assert [one.month for one in months_judged(recorded, TODAY)] == [
        "2019-06",
        "2019-07",
        "2019-08",
    ]
    assert months_judged(recorded, date(2026, 1, 1))[-1].month == "2020-03"


# What a city owes


def test_what_places_owe_of_the_sample(site: SiteIndex) -> None:
    found = owed(site.summaries)
    assert found == sorted(found, key=lambda one: (one.summary.owed or "9999", one.summary.id))
    debts = [debt for one in found for debt in one.debts]
    assert {one.of for one in debts} == {"地方"}
    assert {one.awaits for one in debts} == {"确认", "整改方案", "整改完成"}
    assert {one.summary.id for one in found} == {
        one.id for one in site.summaries if any(debt.side == "地方" for debt in one.open_debts)
    }


def test_public_edition_says_nothing_of_what_cities_owe() -> None:
    public = site_index_of(read_register(SAMPLE).register, TODAY, is_public=True)
    (page,) = rendered(due_pages, public, Templates(is_public=True))
    assert page.path == "dues/index.html"
    assert "只在完整版里列出" in page.body
    assert "示例甲市" not in page.body


# Pages


def bodies_of(site: SiteIndex) -> dict[str, str]:
    templates = Templates(is_public=site.is_public)
    return {
        page.path: page.body
        for page in (*rendered(task_pages, site, templates), *rendered(due_pages, site, templates))
    }


def test_reported_and_checked_are_side_by_side_with_numbers_and_days(site: SiteIndex) -> None:
    body = bodies_of(site)["tasks/LS19-990100.html"]
    row = body.partition('id="overstated"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    told_in_order = ["2019-06-25", "480 户", "2019-07-10", "310 户", "170 户"]
    places = [row.index(text) for text in told_in_order]
    assert places == sorted(places)
    assert "虚报" not in body


def test_numbers_of_the_list_lead_to_as_many_tasks(site: SiteIndex) -> None:
    table = bodies_of(site)["tasks/index.html"]
    for one in task_sets(site):
        body = bodies_of(site)[one.path]
        assert f'href="../{one.path}#tasks">{len(one.states)}<' in table
        for key in ("late", "done", "running", "unheard"):
            group = body.partition(f'<tbody id="{key}">')[2].partition("</tbody>")[0]
            number = group.count("<tr data-record=")
            assert (f'href="../{one.path}#{key}">{number}<' in table) == bool(number)


def test_tasks_of_a_city_stand_by_what_presses_with_what_was_reached(own: Register) -> None:
    site = site_index_of(own, date(2026, 11, 22))
    rows = city_task_rows(site, own.cities["130100"], "cities/130100/tasks.html")
    assert [(row.name.text, row.due, row.progress, row.standing, row.mark) for row in rows] == [
        ("裕华区气代煤任务", "2017-10", "核实 8.67%", "后续情况未公开", "unk"),
        ("井陉矿区气代煤任务", "", "核实 35.25%", "后续情况未公开", "unk"),
        ("藁城区气代煤电代煤任务", "", "核实 37.91%", "后续情况未公开", "unk"),
    ]
    assert rows[0].name.href == "../../tasks/DC17-130100.html#DC17-130100-T001"


def test_late_tasks_of_a_city_stand_first_and_those_done_near_the_end(site: SiteIndex) -> None:
    city = site.register.cities["990100"]
    rows = city_task_rows(site, city, "cities/990100/tasks.html")
    assert [(row.mark, row.due) for row in rows] == [
        ("over", "2019-06"),
        ("hand", "2019-08-15"),
        ("hand", "2019-08-20"),
        ("hand", "2019-08-31"),
        ("hand", "2019-09-30"),
        ("hand", "2019-10"),
        ("hand", "2019-10"),
        ("done", "2019-07-31"),
        ("unk", "2019-09"),
    ]


def test_public_edition_shows_published_tasks_and_no_internal_note() -> None:
    public = site_index_of(read_register(SAMPLE).register, TODAY, is_public=True)
    bodies = bodies_of(public)
    page = bodies["tasks/LS19-990100.html"]
    assert "LS19-990100-T001" in page
    assert "LS19-990100-T003" not in "".join(bodies.values())
    assert "内部备注" not in page
    found = [one.id for one in other_entries(public) if one.kind == "攻坚任务"]
    assert "LS19-990100-T001" in found
    assert "LS19-990100-T003" not in found


def test_register_without_tasks_says_so_in_one_sentence() -> None:
    bare = site_index_of(make_register(make_programme(), make_city()), TODAY)
    bodies = bodies_of(bare)
    assert sorted(bodies) == ["dues/index.html", "tasks/index.html"]
    assert "还没有攻坚任务的记录。" in bodies["tasks/index.html"]
    assert "<table" not in "".join(bodies.values())


# Our own records


def test_plan_of_hanzhong_is_recorded_clause_by_clause(own: Register) -> None:
    tasks = [one for one in own.tasks if one.programme_id == "HZ19"]
    assert [one.clause for one in tasks] == [f"第{number}条" for number in range(39, 48)]
    assert all(one.is_published and (one.lead or one.responsible) for one in tasks)
    assert not any(one.reports or one.checks for one in tasks)


def test_nothing_is_said_to_be_late_or_missing_that_was_never_published(own: Register) -> None:
    site = site_index_of(own, date(2026, 11, 22))
    standings = {state.standing for one in task_sets(site) for state in one.states}
    assert standings == {TaskStatus.UNHEARD, TaskStatus.UNKNOWN}
    body = bodies_of(site)["tasks/HZ19-610700.html"]
    assert "没有收录</span>，不判断是否按时" in body
    assert "未报" not in body
