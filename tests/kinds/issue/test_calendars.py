"""Calendars of deadlines, read back by a library that many calendars are read with."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.exchange.text_files import clean
from generator.kinds.issue.downloads import deadline_calendar
from tests.making import make_line, owing

STAMP = date(2019, 7, 20)
OWING = make_line(
    site="示例厂",
    category="未安装治污设施",
    county_name="临渭区",
    states=("整改中", "未公开"),
    **owing("整改完成", "2019-08-30"),
)


def events(text: str) -> list[dict[str, object]]:
    """The events of a calendar, after a look at its lines."""
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    calendar = Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not [fault for event in found for fault in event.errors]
    return [{name: event.decoded(name) for name in event} for event in found]


def test_calendar_as_a_whole() -> None:
    assert deadline_calendar("渭南市整改期限", [make_line(), OWING], STAMP) == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Lantian Ledger//Deadlines//ZH\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME:渭南市整改期限\r\n"
        "X-WR-CALNAME:渭南市整改期限\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:urn:uuid:f6ed83c3-dfc1-53ba-b226-a2dcf8583fb6\r\n"
        "DTSTAMP:20190720T000000Z\r\n"
        "DTSTART;VALUE=DATE:20190830\r\n"
        "DTEND;VALUE=DATE:20190831\r\n"
        "SUMMARY:整改完成到期：示例厂\r\n"
        "DESCRIPTION:编号：LT19-610500-R01-P01-001\\n类别：未安装治污设\r\n"
        " 施\\n现在的状态：整改中\\n等待：整改完成\\n应由：地方\\n\r\n"
        " 起算：2019-05-20\r\n"
        "LOCATION:临渭区\r\n"
        "CATEGORIES:整改完成\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_brief_gives_the_same_as_its_line() -> None:
    assert deadline_calendar("a", [OWING.summary], STAMP) == deadline_calendar("a", [OWING], STAMP)


def test_debt_without_a_day_is_a_task_to_do() -> None:
    check = owing("核查", of="工作组", side="工作组")
    text = deadline_calendar("a", [make_line(site="示例厂", **check)], STAMP)
    [todo] = Calendar.from_ical(text).walk("VTODO")
    assert (todo["SUMMARY"], todo["STATUS"]) == ("核查待办：示例厂", "NEEDS-ACTION")
    assert "DUE" not in todo
    assert not todo.errors


def test_event_is_a_whole_day() -> None:
    [event] = events(deadline_calendar("a", [OWING], STAMP))
    assert (event["DTSTART"], event["DTEND"]) == (date(2019, 8, 30), date(2019, 8, 31))
    assert event["DTSTAMP"] == datetime(2019, 7, 20, tzinfo=UTC)


def test_deadlines_come_by_day_and_only_those_that_run() -> None:
    lines = [
        make_line(id="b", **owing("整改方案", "2019-12-31")),
        make_line(id="c"),
        make_line(id="d", **owing("整改完成", "2019-08-01")),
        make_line(id="a", **owing("整改完成", "2019-12-31")),
    ]
    found = events(deadline_calendar("a", lines, STAMP))
    assert [event["SUMMARY"] for event in found] == [
        "整改完成到期：d",
        "整改完成到期：a",
        "整改方案到期：b",
    ]
    assert found[1]["DTEND"] == date(2020, 1, 1)
    assert events(deadline_calendar("a", [], STAMP)) == []


def test_uid_stays_when_a_deadline_moves_and_differs_between_steps() -> None:
    uids = [
        events(deadline_calendar("a", [make_line(id=name, **owing(step, day))], STAMP))[0]["UID"]
        for day, step, name in [
            ("2019-08-30", "整改完成", "甲"),
            ("2019-09-30", "整改完成", "甲"),
            ("2019-08-30", "整改方案", "甲"),
            ("2019-08-30", "整改完成", "乙"),
        ]
    ]
    assert uids[0] == uids[1]
    assert len(set(uids)) == 3


HOSTILE = st.text(st.characters(exclude_categories=()), max_size=120)


def as_read(text: str) -> str:
    """What a calendar can hold of a text: a tab is a blank in it."""
    return clean(text).replace("\t", " ")


@pytest.mark.parametrize(
    "text",
    ["a;b,c\\n\\;d:e", "甲\nEND:VEVENT\r\nBEGIN:VALARM", "\x00\x1b\ud800", "😀" * 90, "“\"'^n"],
)
def test_hostile_text_stays_text(text: str) -> None:
    line = make_line(site="x" + text, county_name=text, **owing("整改", "2019-08-30"))
    [event] = events(deadline_calendar(text, [line], STAMP))
    assert event["SUMMARY"] == f"整改到期：x{as_read(text)}"
    assert event["LOCATION"] == as_read(text)


@given(HOSTILE, HOSTILE)
def test_any_text_comes_back(site: str, county: str) -> None:
    line = make_line(site="厂" + site, county_name=county, **owing("整改完成", "2019-08-30"))
    [event] = events(deadline_calendar(county, [line], STAMP))
    assert event["SUMMARY"] == f"整改完成到期：厂{as_read(site)}"
    assert event.get("LOCATION", "") == as_read(county)
