"""What falls due in a city besides its issues: in its calendar, and on its page of dues."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.core.fields import Record
from generator.kinds.action.model import Action
from generator.kinds.issue.downloads import deadline_calendar
from generator.kinds.task.model import Task
from generator.site.build import build_site, read_register
from generator.site.overview.reminders import reminders
from generator.site.page import Templates
from tests.kinds.issue.test_calendars import STAMP, events
from tests.kinds.test_city_side import words_of
from tests.making import make_city, make_line, make_programme, make_register, owing
from tests.registers import SAMPLE, TODAY, ready
from tests.site_index import pages, site_index_of


def make_task(**changes: Any) -> Task:
    """A task of 临渭区, due at the end of October, of which half is reported."""
    fields: dict[str, Any] = {
        "id": "LT19-610500-T001",
        "field": "燃煤锅炉",
        "measure": "示例淘汰锅炉：示例。",
        "place": {"county": "610502", "name": "临渭区"},
        "goal": {"value": "24", "unit": "台"},
        "due": "2019-10",
        "responsible": ["示例区政府"],
        "reports": [{"date": "2019-06-25", "done": "12"}],
    }
    return Task.model_validate(fields | changes)


def make_action(**changes: Any) -> Action:
    """A talk with 渭南市, with a demand that has a day and one that has none."""
    fields: dict[str, Any] = {
        "id": "LT19-C2019-001",
        "kind": "约谈",
        "date": "2019-07-10",
        "by": "示例部",
        "whom": {"city": "610500", "name": "示例市政府"},
        "cause": {"facts": "示例"},
        "demands": [{"what": "示例说明原因", "due": "2019-08-05"}, {"what": "示例通报"}],
    }
    return Action.model_validate(fields | changes)


def due_in(*records: Record, **changes: Any) -> list[tuple[str, str, str]]:
    """Day, title and rule of everything that falls due in 渭南市."""
    register = make_register(make_programme(**changes), make_city(), *records)
    found = reminders(register).get("610500", ())
    return [(one.day, one.title, one.repeats) for one in found]


def reporting(**parts: Any) -> dict[str, Any]:
    return {"by": ["示例区县"], "basis": "设置", **parts}


YEARLY = {"date": "12-25", "what": "示例总结", "to": "示例办"}


def test_unfinished_task_is_due_on_the_last_day_that_its_deadline_can_mean() -> None:
    assert due_in(make_task()) == [("2019-10-31", "任务到期：示例淘汰锅炉", "")]


@pytest.mark.parametrize(
    "changes",
    [
        {"due": None},
        {"reports": [{"date": "2019-06-25", "done": "24"}]},
        {"reports": [], "checks": [{"date": "2019-06-25", "done": "24"}]},
    ],
)
def test_task_without_deadline_or_finished_reminds_of_nothing(changes: dict[str, Any]) -> None:
    assert due_in(make_task(**changes)) == []


@pytest.mark.parametrize(
    ("day", "first", "rule"),
    [
        (28, "2019-05-28", "FREQ=MONTHLY;UNTIL=20210331"),
        (5, "2019-06-05", "FREQ=MONTHLY;UNTIL=20210331"),
        (30, "2019-05-30", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20210331"),
    ],
)
def test_monthly_report_comes_again_until_the_programme_ends(
    day: int, first: str, rule: str
) -> None:
    monthly = {"day": day, "what": "示例进展", "to": "示例办"}
    found = due_in(make_task(due=None), reporting=reporting(monthly=monthly))
    assert found == [(first, "月报到期：示例定点帮扶", rule)]


def test_yearly_report_comes_again() -> None:
    assert due_in(make_task(due=None), reporting=reporting(yearly=YEARLY)) == [
        ("2019-12-25", "年报到期：示例定点帮扶", "FREQ=YEARLY;UNTIL=20210331")
    ]


def test_city_without_tasks_owes_no_report() -> None:
    assert due_in(reporting=reporting(yearly=YEARLY)) == []


def test_demand_with_a_day_reminds_until_a_sequel_answers_it() -> None:
    assert due_in(make_action()) == [("2019-08-05", "约谈的要求到期：示例说明原因", "")]
    other = [{"date": "2019-08-01", "what": "示例", "demand": 2}]
    assert len(due_in(make_action(sequels=other))) == 1
    answer = [{"date": "2019-08-01", "what": "示例报来", "demand": 1}]
    assert due_in(make_action(sequels=answer)) == []


def test_calendar_holds_issues_and_reminders_by_day() -> None:
    programme = make_programme(reporting=reporting(yearly=YEARLY))
    register = make_register(programme, make_city(), make_task(), make_action())
    confirm = make_line(site="示例厂", **owing("确认", "2019-08-20"))
    text = deadline_calendar("a", [confirm], STAMP, reminders(register)["610500"])
    found = events(text)
    assert [one["DTSTART"] for one in found] == [
        date(2019, 8, 5),
        date(2019, 8, 20),
        date(2019, 10, 31),
        date(2019, 12, 25),
    ]
    plain = text.replace("\r\n ", "")
    titles = [line for line in plain.split("\r\n") if line.startswith("SUMMARY:")]
    assert titles == [
        "SUMMARY:约谈的要求到期：示例说明原因",
        "SUMMARY:确认到期：示例厂",
        "SUMMARY:任务到期：示例淘汰锅炉",
        "SUMMARY:年报到期：示例定点帮扶",
    ]
    assert plain.count("RRULE:FREQ=YEARLY;UNTIL=20210331") == 1
    assert len({str(one["UID"]) for one in found}) == len(found)


def test_city_with_tasks_alone_has_a_calendar_in_the_full_edition_only(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path)
    naming = ("incidents", "actions", "teams", "assistance", "appraisals", "penalties")
    for folder in ("issues", *naming):
        for path in (root / "records" / folder).rglob("*.yml"):
            path.unlink()
    assert build_site(root, root / "site", TODAY).pages
    names = {path.name for path in (root / "site" / "calendars").iterdir()}
    assert names >= {"990100.ics", "990200.ics"}
    page = (root / "site" / "dues" / "990200.html").read_text(encoding="utf-8")
    assert 'href="../calendars/990200.ics"' in page
    assert build_site(root, root / "public", TODAY, is_public=True).pages
    assert not (root / "public" / "calendars").exists()


SAMPLED = {
    page.path: page.body
    for page in pages(site_index_of(read_register(SAMPLE).register, date(2019, 8, 10)), Templates())
}


def test_dues_list_demands_by_county_with_the_overdue_first() -> None:
    body = SAMPLED["cities/990200/owed.html"].partition('<h2 id="demands"')[2]
    assert "全市1项，均已逾期示例：说明原因。预警" in words_of(body)
    east = SAMPLED["cities/990100/owed.html"].partition('<h2 id="demands"')[2]
    assert "示例东区1项，均已逾期示例：完成整改。公开约谈" in words_of(east)
    assert 'href="../../actions/LS19-C2019-001.html"' in east


def test_four_fields_show_what_was_reported_against_what_was_found() -> None:
    city = SAMPLED["cities/990100/tasks.html"]
    dues = SAMPLED["cities/990100/owed.html"]
    tasks = SAMPLED["tasks/LX19-990100.html"]
    assert "示例甲市配合保障（2019年）5项其中报送数与核实数不符2项" in words_of(city)
    assert 'href="../../tasks/LX19-990100.html#overstated"' in city
    part = words_of(dues.partition('<h2 id="overstated"')[2])
    row = "示例东区示例甲市配合保障（2019年）2019-07-20860户2019-07-22610户250户"
    assert f"示例煤改气{row}" in part
    assert "2019-07-2030家2019-07-2824家6家" in part
    assert "T001示例煤改气2019-07-20860户2019-07-22610户250户" in words_of(tasks)
    assert "虚报" not in part
