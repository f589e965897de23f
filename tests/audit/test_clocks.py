"""Commits with a wrong clock: marked, and without effect on what follows from dates."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.audit.git import repository
from generator.audit.log import Commit, latest_day, with_clocks
from generator.audit.merge import merged, proposed_commits
from tests.making_git import History

RECORD = "records/issues/SL19/990100/R01/SL19-990100-R01-G-001.yml"


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "register")


LATEST = date(2020, 1, 1)
BEGIN = "2019-07-10T12:00:00+08:00"


def commit(name: str, committed: str, *parents: str) -> Commit:
    return Commit(name, parents, "甲", committed, "甲", committed)


def sure(*commits: Commit) -> list[str]:
    return [one.sure[:10] for one in with_clocks(commits, {}, LATEST)]


CASES = {
    "in order": (["2019-07-11T12:00:00+08:00", "2019-07-12T12:00:00+08:00"], ["", "", ""]),
    "a day apart": (["2019-07-09T13:00:00+08:00", "2019-07-12T12:00:00+08:00"], ["", "", ""]),
    "dead battery": (
        ["1970-01-01T00:00:00+00:00", "2019-07-12T12:00:00+08:00"],
        ["", "2019-07-10", ""],
    ),
    "from the future": (
        ["2099-06-19T12:00:00+08:00", "2019-07-12T12:00:00+08:00"],
        ["", "2019-07-10", ""],
    ),
    "back behind one from the future": (
        ["2099-06-19T12:00:00+08:00", "2018-07-12T12:00:00+08:00"],
        ["", "2019-07-10", "2019-07-10"],
    ),
    "back twice": (
        ["2018-01-01T12:00:00+08:00", "2018-06-01T12:00:00+08:00"],
        ["", "2019-07-10", "2019-07-10"],
    ),
    "no year of a calendar": (
        ["318857-05-20T20:53:19+00:00", "2019-07-12T12:00:00+08:00"],
        ["", "2019-07-10", ""],
    ),
    "no date": (["", "2019-07-12T12:00:00+08:00"], ["", "2019-07-10", ""]),
}


@pytest.mark.parametrize("name", CASES)
def test_wrong_dates_give_way_to_the_last_sure_one(name: str) -> None:
    (second, third), expected = CASES[name]
    commits = (commit("a", BEGIN), commit("b", second, "a"), commit("c", third, "b"))
    assert sure(*commits) == expected


def test_a_merge_is_compared_with_all_its_parents() -> None:
    branch = commit("b", "2019-09-01T12:00:00+08:00", "a")
    merge = commit("m", "2019-08-01T12:00:00+08:00", "a", "b")
    assert sure(commit("a", BEGIN), branch, merge) == ["", "", "2019-09-01"]


def test_a_first_commit_from_the_future_is_dated_before_all() -> None:
    assert sure(commit("a", "2099-06-19T12:00:00+08:00")) == ["1970-01-01"]


def told(history: History) -> list[str]:
    return [one.commit.sure[:10] for one in history.audit().of_record(RECORD) if one.commit]


def test_reading_on_knows_what_reading_all_knows(history: History) -> None:
    """Also where a branch begins at a commit that was read long ago."""
    for number, day in enumerate(("2019-07-10", "2019-07-12", "2099-01-01", "2019-07-14")):
        history.commit({RECORD: f"id: x{number}\n"}, day=day)
        history.audit()
    history.git("checkout", "--quiet", "-b", "side", "HEAD~2")
    history.commit({RECORD: "id: y\n"}, day="2001-01-01")
    history.git("checkout", "--quiet", "main")
    history.git("merge", "--quiet", "--strategy=ours", "--message=x", "side", day="2019-07-15")
    expected = ["", "", "2019-07-12", ""]
    assert told(history)[:4] == expected
    shutil.rmtree(history.root / ".build")
    assert told(history)[:4] == expected
    assert history.audit().head.sure == ""


def test_a_date_that_has_come_is_wrong_no_more(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = latest_day() + timedelta(5)
    history.commit({RECORD: "id: a\n"}, day="2019-07-10")
    history.commit({RECORD: "id: b\n"}, day=ahead.isoformat())
    assert told(history) == ["", "2019-07-10"]
    assert history.audit().head.moment[:10] == "2019-07-10"
    monkeypatch.setattr("generator.audit.log.today_in_china", lambda: ahead)
    assert told(history) == ["", ""]


@pytest.mark.parametrize("day", ["1990-01-01", "2099-06-19"])
def test_a_change_names_its_commits_with_a_wrong_clock(history: History, day: str) -> None:
    history.commit({RECORD: "id: a\n"}, day="2019-07-10")
    history.branch("change")
    wrong = history.commit({RECORD: "id: b\n"}, day=day)
    history.commit({RECORD: "id: c\n"}, day="2019-07-12")
    repo = repository(history.root)
    assert repo
    found = proposed_commits(merged(repo, "main", "change"))
    assert [(one.id == wrong, one.sure[:10]) for one in found] == [
        (True, "2019-07-10"),
        (False, ""),
    ]
