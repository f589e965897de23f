"""What a further build leaves as it is: files of unchanged records keep their bytes and times."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from generator.cache import build_cache
from generator.checks.engine import check_all
from generator.site.build import build_site
from generator.site.index import SiteIndex
from generator.site.page import Page, PageJob, Templates
from tests.making_git import History
from tests.registers import SAMPLE, without_results
from tests.sites import built_in_git

TODAY = date(2019, 9, 1)
RECORD = "LS19-990100-R01-P01-001"
FOLDER = "records/issues/LS19/990100/R01"
FILE = f"{FOLDER}/{RECORD}.yml"
CASE = "LS17-990200-R00-G-001"
EXPOSED = f"records/issues/LS17/990200/R00/{CASE}.yml"
OWING = "records/issues/LS19/990200/R03/LS19-990200-R03-P02-002.yml"
"""An issue about which the place owes something: its text stands in the list of that, too."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What rsync looks at, and what a reader sees."""

    size: int
    time: int
    content: bytes


@pytest.fixture
def history(run: Path, tmp_path: Path) -> History:
    """The sample in Git, with the site of its only commit."""
    return built_in_git(run, tmp_path / "register", TODAY)


def build(history: History, today: date = TODAY) -> None:
    built = build_site(history.root, history.root / "site", today)
    assert built.pages, built.verdict.findings


def stamps(history: History) -> dict[str, Stamp]:
    site = history.root / "site"
    return {
        path.relative_to(site).as_posix(): Stamp(
            path.stat().st_size, path.stat().st_mtime_ns, path.read_bytes()
        )
        for path in site.rglob("*")
        if path.is_file() and path.name not in (".lantian-site", ".gitignore")
    }


def changed(before: dict[str, Stamp], after: dict[str, Stamp]) -> set[str]:
    return {path for path in before | after if before.get(path) != after.get(path)}


def edit(history: History, old: str, new: str, *, commits: bool, file: str = FILE) -> None:
    path = history.root / file
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    if commits:
        history.commit({file: text}, who="李四", day="2019-08-25")
    else:
        path.write_text(text, encoding="utf-8")


def test_second_build_of_one_commit_renders_and_changes_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stamps(history)

    def refuse(job: PageJob, *_: object) -> str:
        raise AssertionError(job.path)

    monkeypatch.setattr(PageJob, "render", refuse)
    build(history)
    assert changed(before, stamps(history)) == set()


def test_twin_of_an_issue_in_an_unchanged_folder_is_found_as_by_the_check(
    history: History,
) -> None:
    """Of two rounds of one city: the folder of the first one is not judged again."""
    new = "LS19-990100-R02-P09-001"
    text = (history.root / FILE).read_text(encoding="utf-8").replace(RECORD, new)
    path = history.root / f"records/issues/LS19/990100/R02/{new}.yml"
    path.write_text(text, encoding="utf-8")
    found = build_site(history.root, history.root / "site", TODAY).verdict.findings
    assert [one.slug for one in found if one.path.endswith(path.name)].count("duplicate-issue") == 1
    assert found == check_all(history.root).findings


OF_THE_CITY = {
    "cities/990100/990102.html",
    "cities/990100/problems.html",
    "data/records-990100.js",
    "downloads/990100.xlsx",
    "downloads/990100.zip",
    "ledgers/LS19-990100-R01.html",
}
LISTED_BY_TEAMS = {"teams/LS19-R03-990100.html"}
"""The last one that had to take the issue over; it names its version."""
BULLETINS = {f"reports/{period}.html" for period in ("LS19-R01", "2019-05", "2019-Q2", "2019")}
"""They list the issue among those that were handed over, with its blob."""

OF_EVERY_COMMIT = {"data/build.js", "data/build.json"}


def test_changed_text_changes_only_what_shows_it(history: History) -> None:
    before = stamps(history)
    edit(history, "found: 示例：", "found: 示例：改过，", commits=False)
    build(history)
    others = {"changes/index.html", "data/build.json", "data/manifest.js"}
    lists = LISTED_BY_TEAMS | BULLETINS | {"ledgers/letters-990100.html"}
    assert changed(before, stamps(history)) == OF_THE_CITY | lists | others


@pytest.mark.parametrize(
    ("file", "lists"), [(FILE, set()), (OWING, {"dues/990200", "dues/990200-990202"})]
)
def test_changed_text_renders_no_file_that_only_counts(
    file: str, lists: set[str], history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = PageJob.render

    def noted(job: PageJob, site: SiteIndex, templates: Templates) -> Page | str | bytes:
        rendered.append(job.path)
        return render(job, site, templates)

    monkeypatch.setattr(PageJob, "render", noted)
    monkeypatch.setattr("generator.site.page_cache.cores", lambda: 1)
    edit(history, "found: 示例：", "found: 示例：改过，", commits=False, file=file)
    build(history)
    assert "changes/index.html" in rendered
    files = [path for path in rendered if path.endswith((".xlsx", ".zip", ".csv", ".sqlite"))]
    assert set(files) == {f"{one}.xlsx" for one in lists}
    counting = ("assessments/", "progress/", "programmes/", "index.html")
    assert [path for path in rendered if path.startswith(counting)] == []
    listed = {f"{one}.{form}" for one in lists for form in ("html", "xlsx")}
    assert {path for path in rendered if path.startswith("dues/")} == listed


def test_committed_change_changes_besides_what_names_its_commit(history: History) -> None:
    before = stamps(history)
    edit(history, "found: 示例：", "found: 示例：改过，", commits=True)
    build(history)
    found = changed(before, stamps(history))
    assert found >= OF_THE_CITY | OF_EVERY_COMMIT | {"feeds/990100.xml", "changes/index.html"}
    others = {path for path in found if path.startswith(("ledgers/LS", "exposures/LS", "grids/LS"))}
    assert others == {"ledgers/LS19-990100-R01.html"}
    assert not any(path.startswith(("assets/", "rules/", "dictionary/")) for path in found)


def test_remark_in_a_case_changes_its_version_in_the_open_data(history: History) -> None:
    edit(history, "id:", "# 核对过\nid:", commits=True, file=EXPOSED)
    build(history)
    data = history.root / "site" / "open-data"
    commit = history.git("rev-parse", "HEAD").strip()
    lines = (data / "cases.csv").read_text("utf-8").splitlines()
    assert [commit in one for one in lines if one.startswith(CASE)] == [True]
    for line in (data / "SHA256SUMS.txt").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert sha256((data / name).read_bytes()).hexdigest() == digest, name


def test_day_that_passes_changes_only_pages_that_count_by_the_day(history: History) -> None:
    before = stamps(history)
    build(history, TODAY + timedelta(1))
    found = changed(before, stamps(history))
    assert {path.partition("/")[0] for path in found} <= {
        *("assistance", "cities", "data", "dues", "index.html", "progress", "reports", "rounds"),
        *("incidents", "monitors", "open-data", "penalties", "targets", "tasks", "teams"),
        *("ledgers", "units"),
    }
    assert {path for path in found if path.startswith("ledgers/")} <= {"ledgers/index.html"}


def test_results_of_another_version_with_other_rows_are_not_read(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(history)
    parts = build_cache._parts
    with monkeypatch.context() as older:
        older.setattr(build_cache, "source_digest", lambda: "of another version")
        older.setattr(build_cache, "_parts", lambda one: parts(one)[:-1])
        build(history)
    build(history)
    assert contents(history) == before


def test_history_that_comes_or_goes_makes_every_page_anew(history: History) -> None:
    with_history = contents(history)
    kept = (history.root / ".git").rename(history.root.parent / "kept")
    build(history)
    without = contents(history)
    without_results(SAMPLE, history.root)
    build(history)
    assert without == contents(history)
    assert without["about/index.html"] != with_history["about/index.html"]
    kept.rename(history.root / ".git")
    build(history)
    assert contents(history) == with_history


def contents(history: History) -> dict[str, bytes]:
    return {path: stamp.content for path, stamp in stamps(history).items()}


def test_record_that_went_takes_its_pages_along(history: History) -> None:
    assert "ledgers/LS17-990200-R00.html" in stamps(history)
    for path in (history.root / "records/issues/LS17/990200/R00").glob("*.yml"):
        path.unlink()  # no other record names them
    build(history)
    assert "ledgers/LS17-990200-R00.html" not in stamps(history)
