"""The invented register: clean, whole, marked, and the same for the same seed."""

import subprocess
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.checks.engine import Judgement
from generator.checks.merge_rules import RIGHT_LINE
from generator.cli.demo import run
from generator.core.findings import WorkError
from generator.core.record_kind import DemoScope
from generator.core.yaml_writer import record_text
from generator.demo.lifecycle_walk import Ways
from generator.demo.scenarios import DemoEvent, IssueGenerator
from generator.demo.texts import stage_for
from generator.kinds.appraisal import demo as appraisal_demo
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.incident import demo as incident_demo
from generator.kinds.incident.model import Incident
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import KINDS
from generator.load.files import contents, raw_file
from generator.public.policy import exposing
from generator.site.build import read_register
from tests.registers import REPOSITORY

SEED = REPOSITORY / "generator" / "demo" / "seed"

RECORDS = 90

SCHEDULED = [
    kind.load(kind.demo)
    for kind in KINDS
    if kind.demo_scope is DemoScope.ALL and kind.demo and kind.name != "incident"
]
"""The feeds that do not follow issues."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small invented register."""
    folder = tmp_path_factory.mktemp("demo") / "new"
    run(folder, RECORDS, 7)
    return folder


@pytest.fixture(scope="module")
def register(demo: Path) -> Register:
    """Its records, of which none is changed."""
    return read_register(demo).register


@pytest.fixture(scope="module")
def pattern() -> Programme:
    """The programme after which all are made."""
    [programme] = read_register(SEED).register.programmes.values()
    return programme


@pytest.fixture(scope="module")
def many(pattern: Programme) -> Sequence[tuple[DemoEvent, ...]]:
    """The histories of 2,000 issues."""
    return list(IssueGenerator(stage_for(pattern, 2000), 5).histories(2000))


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


def test_demo_is_clean_and_as_large_as_wanted(demo: Path) -> None:
    judgement = read_register(demo)
    assert judgement.findings == ()
    assert len(judgement.register.issues) == RECORDS


def test_every_move_of_every_path_occurs(register: Register) -> None:
    [programme] = register.programmes.values()
    assert programme.lifecycle
    wanted = {
        (path.name, move.step.step, move.result)
        for path in programme.lifecycle.paths
        for tour in Ways(path).tours()
        for move in tour
    }
    seen = {
        (replay(programme.lifecycle, issue).path.name, event.step, event.result)
        for issue in register.issues
        for event in issue.events
    }
    assert seen == wanted
    named = {
        (path.name, step.step, outcome.result if outcome else None)
        for path in programme.lifecycle.paths
        for strand in path.strands
        for step in strand.steps
        for outcome in step.outcomes or [None]
    }
    assert wanted == named


def test_serial_numbers_of_a_group_have_no_gap(register: Register) -> None:
    of_group = Counter(issue.id.rpartition("-")[0] for issue in register.issues)
    for issue in register.issues:
        group, _, serial = issue.id.rpartition("-")
        assert 1 <= int(serial) <= of_group[group]


def test_everything_is_marked_and_lies_nowhere(demo: Path, register: Register) -> None:
    for city in register.cities.values():
        assert city.id.startswith("99")
        assert "示例" in city.name
        assert all("示例" in county.name for county in city.counties)
    for issue in register.issues:
        for text in (issue.site.name, issue.found, issue.demand, *notes(issue)):
            assert "示例" in (text or "")
    for author in git(demo, "log", "--format=%an").splitlines():
        assert "示例" in author


def notes(issue: Issue) -> list[str]:
    events = issue.events
    return [text for one in events for text in (one.note, one.by, one.letter) if text]


def test_each_step_is_a_commit_of_the_one_who_took_it(demo: Path, register: Register) -> None:
    issue = register.issues[0]
    path = f"records/issues/SL19/{issue.city_id}/R{issue.round_number:02}/{issue.id}.yml"
    log = git(demo, "log", "--reverse", "--format=%an %ad %s", "--date=format:%Y-%m-%d", "--", path)
    lines = log.splitlines()
    assert len(lines) == len(issue.events)
    for line, event in zip(lines, issue.events, strict=True):
        author, day, subject = line.split(" ", 2)
        assert author == (event.by or "示例部")
        assert day >= str(event.date)
        assert subject.startswith(f"{issue.id} {event.step}")


def test_records_are_in_canonical_form_at_every_step(demo: Path, register: Register) -> None:
    issue = register.issues[0]
    path = f"records/issues/SL19/{issue.city_id}/R{issue.round_number:02}/{issue.id}.yml"
    commits = git(demo, "log", "--reverse", "--format=%H", "--", path).split()
    for upto, commit in enumerate(commits, 1):
        then = issue.model_copy(update={"events": issue.events[:upto]})
        if not any(event.corrects or event.step == "曝光" for event in issue.events):
            assert git(demo, "show", f"{commit}:{path}") == record_text(then)


def test_records_are_spelled_as_the_canonical_writer_does(demo: Path, register: Register) -> None:
    texts = {file.path: file.content.decode() for file in contents(demo)}
    for one in register.filed:
        assert texts[one.raw.path] == record_text(one.record)


def test_same_seed_gives_the_same_commits_and_another_does_not(tmp_path: Path) -> None:
    heads = [run(tmp_path / name, 30, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    assert heads[0] == heads[1] != heads[2]
    assert [*contents(tmp_path / "a")] == [*contents(tmp_path / "b")]


def test_commits_by_day_come_to_the_same_records(tmp_path: Path, demo: Path) -> None:
    run(tmp_path / "days", RECORDS, 7, by_day=True)
    assert [*contents(tmp_path / "days")] == [*contents(demo)]
    count = [
        int(git(folder, "rev-list", "--count", "HEAD")) for folder in (tmp_path / "days", demo)
    ]
    assert count[0] < count[1]


@pytest.mark.parametrize("by_day", [False, True])
def test_time_never_runs_backward(tmp_path: Path, *, by_day: bool) -> None:
    run(tmp_path / "new", 40, 3, by_day=by_day)
    times = [int(line) for line in git(tmp_path / "new", "log", "--format=%ct").split()]
    assert times == sorted(times, reverse=True)


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(WorkError, match="不是空文件夹"):
        run(tmp_path, 5, 1)
    with pytest.raises(WorkError, match="不是空文件夹"):
        run(tmp_path / "a", 5, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_environment_of_a_hook_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other"))
    run(tmp_path / "new", 3, 1)
    monkeypatch.delenv("GIT_DIR")
    assert not (tmp_path / "other").exists()
    assert git(tmp_path / "new", "status", "--porcelain") == ""


def test_each_version_of_an_issue_is_in_canonical_form(pattern: Programme) -> None:
    for story in IssueGenerator(stage_for(pattern, RECORDS), 7).histories(RECORDS):
        for one in story:
            raw = raw_file("demo.yml", one.text.encode())
            assert record_text(Issue.model_validate(raw.content)) == one.text


def test_about_two_in_a_hundred_are_made_public_and_the_staff_write_it_down(
    pattern: Programme, many: Sequence[tuple[DemoEvent, ...]]
) -> None:
    steps = Counter(one.event.step for history in many for one in history)
    assert 0.015 < steps["曝光"] / len(many) < 0.03
    for step in ("企业说明", "更正公开", "信用修复", "撤下"):
        assert 0.05 < steps[step] / steps["曝光"] < 0.5, step
    for one in (one for history in many for one in history if one.event.step == "企业说明"):
        assert one.author == pattern.issuer
        assert one.event.by
        assert f"name: {one.event.by}" in one.head


def test_exposures_of_the_groups_carry_a_grade_and_a_term(register: Register) -> None:
    terms = [
        (event.grade, event.publish_from, event.publish_until)
        for issue in register.issues
        if issue.group_letter != "G"
        for event in exposing(issue, register.vocabulary)
    ]
    assert terms
    assert all(all(term) for term in terms)


def test_merge_driver_of_the_records_is_pinned(demo: Path) -> None:
    assert RIGHT_LINE in (demo / ".gitattributes").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small register with all kinds of records."""
    folder = tmp_path_factory.mktemp("whole") / "new"
    run(folder, RECORDS, 7, by_day=True, teams=True, works=True)
    return folder


@pytest.fixture(scope="module")
def judged(whole: Path) -> Judgement:
    return read_register(whole)


def test_whole_work_of_a_programme_can_be_invented(whole: Path, judged: Judgement) -> None:
    assert judged.findings == ()
    register = judged.register
    cities, rounds = (
        len(register.cities),
        stage_for(register.programmes["SL19"], RECORDS).used_rounds,
    )
    counts = (register.tasks, register.targets, register.actions)
    assert [len(some) for some in counts] == [3 * cities, cities, rounds]
    assert len(register.assistance) == rounds * cities
    assert all(task.reports for task in register.tasks)
    assert any(
        check.done < task.reports[-1].done for task in register.tasks for check in task.checks
    )
    plans = (register.grids, register.liaisons, register.monitors)
    assert [len(some) for some in plans] == [cities] * 3
    assert any(len(unit.states) > 1 for one in register.monitors for unit in one.units)
    for path in (whole / "records").rglob("*.yml"):
        if path.parts[-3] != "records" and "programmes" not in path.parts:
            assert "示例" in path.read_text(encoding="utf-8"), path


def test_every_kind_of_record_can_be_invented(judged: Judgement) -> None:
    found = {type(one.record) for one in judged.register.filed}
    assert found == {kind.model for kind in KINDS}


def test_same_seed_gives_the_same_whole_register(tmp_path: Path, whole: Path) -> None:
    head = run(tmp_path / "days", RECORDS, 7, by_day=True, teams=True, works=True)
    assert head == git(whole, "rev-parse", "HEAD").strip()
    run(tmp_path / "steps", RECORDS, 7, teams=True, works=True)
    assert [*contents(tmp_path / "steps")] == [*contents(whole)]
    times = [int(line) for line in git(whole, "log", "--format=%ct").split()]
    assert times == sorted(times, reverse=True)


def test_about_one_issue_in_a_hundred_has_an_incident_day_by_day(
    pattern: Programme, many: Sequence[tuple[DemoEvent, ...]]
) -> None:
    feed = incident_demo.demo_feed(stage_for(pattern, 2000), 5)
    for history in many:
        for one in history:
            feed.note(one)
    sheets = list(feed.until(date.max))
    assert [sheet.day for sheet in sheets] == sorted(sheet.day for sheet in sheets)
    last = {one.id: one for sheet in sheets for one in sheet.records if isinstance(one, Incident)}
    assert 12 < len(last) < 30
    ended = Counter(one.events[-1].step == "办结" for one in last.values())
    assert ended[True] > ended[False] > 0


def test_year_is_judged_once_its_quarters_are_and_each_county_has_its_own_rank(
    pattern: Programme,
) -> None:
    stage = stage_for(pattern, 20_000)
    batches = appraisal_demo.demo_feed(stage, 7).until(date.max)
    found = {one.id: one for batch in batches for one in batch.records}
    appraised = {name: one for name, one in found.items() if isinstance(one, Appraisal)}
    quarters = ["2019-Q2", "2019-Q3", "2019-Q4", "2019", "2020-Q1", "2020-Q2", "2020-Q3"]
    assert list(appraised) == [f"SL19-A{one}" for one in (*quarters, "2020-Q4", "2020")]
    for one in appraised.values():
        assert [entry.rank for entry in one.entries] == list(range(1, 5 * len(stage.cities) + 1))
    assert any(one.outcomes for one in appraised.values())


def test_every_event_is_recorded_even_after_the_last_issue(tmp_path: Path) -> None:
    run(tmp_path / "new", 2, 7, by_day=True, works=True)
    register = read_register(tmp_path / "new").register
    stage = stage_for(register.programmes["SL19"], 2)
    written = {one.record.id: one.record for one in register.filed}
    for feed in SCHEDULED:
        told = [one for batch in feed(stage, 7).until(date.max) for one in batch.records]
        for name, last in {one.id: one for one in told}.items():
            assert written[name] == last


@pytest.mark.parametrize("records", [60, 2_000, 10_000, 100_000])
def test_there_is_a_later_round_to_see_what_became_of_the_last_issues(
    pattern: Programme, records: int
) -> None:
    stage = stage_for(pattern, records)
    end = stage.rounds[stage.used_rounds - 1].end
    assert stage.round_on(end) == stage.used_rounds
    assert stage.round_on(end + timedelta(15)) == stage.used_rounds + 1


def test_sites_of_both_editions_stay_out_of_git(demo: Path) -> None:
    ignored = ["site/index.html", "public/index.html", ".build/cache.db"]
    found = subprocess.run(
        ["git", "check-ignore", *ignored], cwd=demo, capture_output=True, text=True, check=False
    )
    assert found.stdout.split() == ignored
