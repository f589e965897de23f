"""The register as it was on a day: what happened later is in no page, count, list or table."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.core.as_of import as_of
from generator.core.dates import parse_partial
from generator.core.yaml_writer import record_text
from generator.kinds.as_of import names_later, register_on
from generator.kinds.target.model import Target
from generator.kinds.task.model import TaskReport
from generator.kinds.team.model import Team
from generator.site.build import build_site, read_register
from tests.registers import SAMPLE, ready
from tests.sites import built_before

REGISTER = read_register(SAMPLE).register


def days_of(record: BaseModel | None, *path: str) -> list[str]:
    """Return the dates of the entries of a list of a record."""
    assert record is not None
    name, key = path
    return [str(getattr(one, key)) for one in getattr(record, name)]


def test_events_after_the_day_have_not_happened() -> None:
    issue = next(one for one in REGISTER.issues if len(one.events) > 4)
    third = issue.events[2].date.earliest
    kept = as_of(issue, third)
    assert days_of(kept, "events", "date") == [
        str(one.date) for one in issue.events if one.date.earliest <= third
    ]
    assert as_of(issue, issue.events[-1].date.latest) is issue


def test_event_of_a_month_has_not_happened_before_the_one_in_front_of_it() -> None:
    issue = next(one for one in REGISTER.issues if one.found_on.day and one.found_on.day > 1)
    month = parse_partial(issue.found_on.month_key)
    later = issue.events[0].model_copy(update={"date": month})
    changed = issue.model_copy(update={"events": [issue.events[0], later]})
    found = issue.found_on.earliest
    assert as_of(changed, date.fromordinal(found.toordinal() - 1)) is None
    assert as_of(changed, found) is changed


def test_issue_found_later_does_not_exist() -> None:
    issue = REGISTER.issues[0]
    before = date.fromordinal(issue.found_on.earliest.toordinal() - 1)
    assert as_of(issue, before) is None


@pytest.mark.parametrize(
    ("day", "reached", "months"),
    [
        (date(2019, 6, 29), None, ["2019-05"]),
        (date(2019, 6, 30), None, ["2019-05", "2019-06"]),
        (date(2019, 7, 31), 40, ["2019-05", "2019-06", "2019-07"]),
    ],
)
def test_value_of_a_month_is_known_when_it_is_over(
    day: date, reached: int | None, months: list[str]
) -> None:
    aim = {
        "name": "PM2.5 平均浓度",
        "start": "2019-05",
        "end": "2019-07",
        "final": True,
        "value": "42",
        "unit": "微克/立方米",
        "better": "不高于",
        "months": [{"month": f"2019-0{month}", "value": "40"} for month in (5, 6, 7)],
        "reached": "40",
    }
    target = Target.model_validate({"id": "LS19-990100", "aims": [aim]}, strict=False)
    kept = as_of(target, day)
    assert kept is not None
    assert kept.aims[0].reached == reached
    assert days_of(kept.aims[0], "months", "month") == months


def test_report_of_a_task_counts_from_the_day_on_which_it_came() -> None:
    report = TaskReport.model_validate({"date": "2019-05", "received": "2019-06-08"})
    task = REGISTER.tasks[0].model_copy(update={"reports": [report]})
    assert days_of(as_of(task, date(2019, 6, 7)), "reports", "received") == []
    assert days_of(as_of(task, date(2019, 6, 8)), "reports", "received") == ["2019-06-08"]


def test_bulletin_exists_from_the_day_of_its_publication() -> None:
    bulletin = next(one for one in REGISTER.bulletins if one.source.date)
    assert bulletin.source.date is not None
    published = bulletin.source.date.earliest
    assert as_of(bulletin, published) is bulletin
    assert as_of(bulletin, date.fromordinal(published.toordinal() - 1)) is None


def test_programme_that_has_not_begun_is_left_out_with_its_records() -> None:
    register = register_on(REGISTER, date(2018, 1, 1))
    programmes = set(register.programmes)
    assert programmes == {"LS17"}
    owners = {getattr(one.record, "programme_id", "LS17") for one in register.filed}
    assert owners == programmes


def test_teams_are_known_a_round_ahead() -> None:
    """What has to be confirmed before they set out is confirmed while the round before runs."""
    team = next(one for one in REGISTER.teams if one.round_id == "LS19-R03")
    start = REGISTER.rounds[team.round_id].start
    length = REGISTER.programmes["LS19"].cadence_days
    assert length

    def is_known(days: int) -> bool:
        day = date.fromordinal(start.toordinal() - days)
        return register_on(REGISTER, day).find(Team, team.id) is not None

    assert (is_known(length), is_known(length + 1)) == (True, False)


def test_register_is_the_same_where_nothing_lies_after_the_day() -> None:
    assert register_on(REGISTER, date(2030, 1, 1)) is REGISTER


def test_files_are_told_apart_by_the_dates_in_them() -> None:
    day = date(2019, 7, 15)
    later = (b"date: 2019-07-16", b"month: 2019-07", b"month: '2019'", b"due: 2020-01-01")
    assert [names_later(one, day) for one in later] == [True] * len(later)
    earlier = (b"date: 2019-07-15", b"month: 2019-06", b"id: 110000", b"")
    assert [names_later(one, day) for one in earlier] == [False] * len(earlier)


def cut(root: Path, day: date) -> None:
    """Leave in the files of a register what was known on a day."""
    kept = {one.raw.path: one.as_written for one in register_on(REGISTER, day).filed}
    for one in REGISTER.filed:
        if one.raw.path not in kept:
            (root / one.raw.path).unlink()
        elif kept[one.raw.path] is not one.as_written:
            (root / one.raw.path).write_text(record_text(kept[one.raw.path]), encoding="utf-8")


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
def test_site_of_a_day_is_that_of_a_register_that_ends_on_it(
    tmp_path: Path, *, is_public: bool
) -> None:
    day = date(2019, 6, 15)
    whole, ended = (ready(SAMPLE, tmp_path / name) for name in ("whole", "ended"))
    cut(ended, day)
    assert whole_site(whole, day, is_public=is_public) == whole_site(
        ended, day, is_public=is_public
    )


def whole_site(root: Path, day: date, *, is_public: bool) -> dict[str, bytes]:
    out = root / "site"
    assert build_site(root, out, day, is_public=is_public).pages
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def test_further_build_of_an_earlier_day_forgets_what_came_later(run: Path, tmp_path: Path) -> None:
    root = built_before(run, tmp_path / "again", date(2019, 8, 1))
    fresh = ready(SAMPLE, tmp_path / "fresh")
    earlier = whole_site(root, date(2019, 6, 15), is_public=False)
    assert earlier == whole_site(fresh, date(2019, 6, 15), is_public=False)
