"""A build that takes over what did not change gives the bytes of one that makes all anew."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.audit.git import repository
from generator.site.build import build_site
from generator.site.verify import commits_without_blobs
from tests.making_git import History
from tests.registers import SAMPLE, without_results
from tests.sites import built_in_git

TODAY = date(2019, 9, 1)
ISSUE = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"
PUBLIC = "records/issues/LS19/990300/R03/LS19-990300-R03-P01-001.yml"
LISTED = "records/issues/LP19/990100/R01/LP19-990100-R01-D02-002.yml"
ASSISTANCE = "records/assistance/LP19/990100/LP19-990100-R01-H001.yml"
CLOSING = "- date: 2019-06-22\n  step: 销号\n  by: 示例主管部门\n"
TASK = "records/tasks/LS19/990100/LS19-990100-T001.yml"
ACTION = "records/actions/LS19/LS19-C2019-002.yml"
ANSWER = "sequels:\n- date: 2019-08-04\n  what: 示例：报来说明。\n  demand: 1\n"
LIAISON = "records/liaisons/LX19/990100.yml"
INCIDENT = "records/incidents/LS19/990100/LS19-990100-R02-X001.yml"
REMARK = "# 示例：内容没有变\n"
GIVEN = "records/assistance/LS19/990100"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one file: `old` becomes `new`; without `old`, `new` comes at its end."""

    path: str
    old: str
    new: str

    def text(self, root: Path) -> str:
        before = (root / self.path).read_text(encoding="utf-8")
        assert self.old in before
        return before.replace(self.old, self.new, 1) if self.old else before + self.new


EDITS: Mapping[str, Edit] = {
    "text of an issue": Edit(ISSUE, "found: 示例：", "found: 示例：改过，"),
    "name of an issue": Edit(ISSUE, "示例建材有限公司", "示例新名建材有限公司"),
    "group of an issue": Edit(ISSUE, "category: 未安装治污设施", "category: 建筑工地扬尘"),
    "step of an issue": Edit(ISSUE, CLOSING, ""),
    "origin of an issue": Edit(LISTED, "督察回头看的重点问题", "部门掌握的突出问题"),
    "assistance": Edit(ASSISTANCE, "资金渠道", "资金来源"),
    "remark in a public issue": Edit(PUBLIC, "", REMARK),
    "city": Edit("records/cities/990100.yml", "name: 示例甲市", "name: 示例甲甲市"),
    "remark in a city": Edit("records/cities/990200.yml", "", REMARK),
    "round": Edit("records/rounds/LS19/R01.yml", "工地扬尘", "工地扬尘和散煤"),
    "programme": Edit("records/programmes/LS19.yml", "（2019年）", "（二〇一九年）"),
    "bulletin": Edit("records/bulletins/LS19/20190701-1.yml", "title: 示例通报", "title: 示例续报"),
    "appraisal": Edit("records/appraisals/LS19/2019-Q2.yml", "score: 71.5", "score: 70.5"),
    "grid": Edit("records/grids/LS19/990100.yml", "covers: 12", "covers: 13"),
    "monitoring": Edit("records/monitors/LS19/990100.yml", "state: 停运", "state: 已联网"),
    "quick bulletin": Edit("records/quick/LS19/2019.yml", "煤改气管道通气", "煤改气全部通气"),
    "deadline of a task": Edit(TASK, "due: 2019-10", "due: 2019-11"),
    "remark in a task": Edit(TASK, "", REMARK),
    "demand of an action": Edit(ACTION, "due: 2019-08-05", "due: 2019-08-25"),
    "answer to a demand": Edit(ACTION, "", ANSWER),
    "liaison": Edit(LIAISON, "示例东区治霾办主任", "示例东区治霾办副主任"),
    "incident": Edit(INCIDENT, "示例：检查工地", "示例：再次检查工地"),
    "unit": Edit("records/units/990200/U990200-001.yml", "示例许可0001", "示例许可0009"),
    "penalty": Edit("records/penalties/LS19/990100/LS19-990100-F001.yml", "251542.71", "251542.72"),
    "inspected sites": Edit("records/visits/LS19/R03/990200.yml", "sites: 12", "sites: 13"),
    "vocabulary": Edit("records/vocabulary.yml", "", REMARK),
    "task": Edit("records/tasks/LS19/990100/LS19-990100-T001.yml", "示例住建局", "示例城管局"),
    "team": Edit("records/teams/LS19/R01/990100.yml", "示例直属单位", "示例另一直属单位"),
    "form of assistance": Edit(
        f"{GIVEN}/LS19-990100-R02-H002.yml", "kind: 宏观指导", "kind: 工作建议"
    ),
    "target": Edit("records/targets/LS19/990100.yml", "value: 54", "value: 53"),
    "action": Edit(
        "records/actions/LS19/LS19-C2019-001.yml", "示例东区人民", "示例东区管委会和人民"
    ),
    "outcome": Edit("records/assessments/LS19/LS19-K2019-001.yml", "示例直属单位", "示例另一单位"),
    "lifecycle of the library": Edit(
        "records/lifecycles/LC-01.yml",
        "      - name: 已销号\n        open: false\n",
        "      - name: 已销号\n        owes:\n        - awaits: 督办\n          of: 省直部门\n",
    ),
    "remark in the library": Edit("records/lifecycles/LC-01.yml", "", REMARK),
}


GONE: Mapping[str, Sequence[str]] = {
    "issue": ["records/issues/LS19/990300/R03/LS19-990300-R03-P01-006.yml"],
    "others": [
        *(f"{GIVEN}/LS19-990100-R02-H002.yml", "records/quick/LS19/2019.yml", LIAISON),
        *("records/appraisals/LS19/2019-Q2.yml", "records/assessments/LS19/LS19-K2019-002.yml"),
        *(
            "records/grids/LS19/990200.yml",
            "records/incidents/LS19/990300/LS19-990300-R03-X001.yml",
        ),
        *("records/monitors/LS19/990100.yml", "records/targets/LS19/990300.yml"),
        *("records/tasks/LX19/990100/LX19-990100-T005.yml", "records/visits/LS19/R03/990300.yml"),
        *("records/actions/LS19/LS19-C2019-007.yml", "records/teams/LS19/R03/990300.yml"),
        "records/penalties/LS19/990300/LS19-990300-F001.yml",
    ],
}
"""Records that go. Those that are no issues go together: pages of issues read their own folder."""


@pytest.fixture
def history(run: Path, tmp_path: Path) -> History:
    """The sample in Git, with the site of its only commit."""
    return built_in_git(run, tmp_path / "register", TODAY)


@pytest.fixture(scope="module")
def long_history(run: Path, tmp_path_factory: pytest.TempPathFactory) -> History:
    """The same: each edit follows those before, so none needs a first build of its own."""
    return built_in_git(run, tmp_path_factory.mktemp("edits") / "register", TODAY)


def built(history: History, today: date = TODAY, *, is_public: bool = False) -> dict[str, bytes]:
    """Path → content of every file of the site after a build."""
    site = history.root / ("public" if is_public else "site")
    made = build_site(history.root, site, today, is_public=is_public)
    assert made.pages, made.verdict.findings
    return files(site)


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def built_anew(
    history: History, today: date = TODAY, *, is_public: bool = False
) -> dict[str, bytes]:
    """The same with nothing taken over but the frame, which no record has a part in."""
    without_results(SAMPLE, history.root)
    return built(history, today, is_public=is_public)


def differing(some: Mapping[str, bytes], others: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in {*some, *others} if some.get(path) != others.get(path))


PAGES: Mapping[str, Sequence[str]] = {
    "appraisal": ["appraisals/LS19.html"],
    "bulletin": [
        *("actions/LS19-C2019-001.html", "cities/990100/990102.html"),
        *("cities/990100/tasks.html", "bulletins/LS19-20190701-1.html"),
        *("bulletins/index.html", "programmes/LS19.html", "rounds/LS19-R01-issues.html"),
        "sources/index.html",
    ],
    "grid": ["grids/LS19-990100.html"],
    "incident": ["incidents/990100.html"],
    "penalty": [
        *("ledgers/LS19-990100-R01.html", "penalties/LS19-990100.html"),
        "penalties/index.html",
    ],
    "unit": ["units/U990200-001.html", "units/index.html"],
    "inspected sites": [
        *("cities/990200/tasks.html", "rounds/LS19-R03-issues.html", "teams/LS19-R03.html"),
        *("visits/990200.html", "visits/LS19-990200-R03-V.html", "visits/LS19-R03.html"),
        "visits/index.html",
    ],
    "liaison": [
        *("cities/990100/owed.html", "liaisons/LX19-990100-L.html", "liaisons/index.html"),
    ],
    "monitoring": [
        *("monitors/LS19-990100.html", "monitors/index.html", "programmes/LS19.html"),
    ],
    "quick bulletin": ["quick/LS19-2019.html"],
    "outcome": ["assessments/index.html"],
    "target": ["cities/990100/tasks.html", "targets/LS19-990100.html", "targets/index.html"],
}
"""What is another page after an edit."""


UNCOMMITTED = ("step of an issue", "vocabulary")
"""Built before they are committed as well."""

BATCHES = tuple(list(EDITS)[first::6] for first in range(6))
"""Edits with one first build after them all; such as make the same pages anew are apart."""


@pytest.mark.parametrize("names", BATCHES, ids=", ".join)
def test_further_builds_give_the_bytes_of_a_first_one(
    long_history: History, names: Sequence[str]
) -> None:
    root = long_history.root
    for name in names:
        before = files(root / "site")
        long_history.write(EDITS[name].path, EDITS[name].text(root))
        if name in UNCOMMITTED:
            assert differing(built(long_history), built_anew(long_history)) == []
        long_history.commit({}, who="李四", day="2019-08-25")
        committed = built(long_history)
        assert [path for path in committed if names_an_old_commit(path, before, committed)] == []
        if name in PAGES:
            assert pages_beside_commits(long_history, before, committed) == sorted(PAGES[name])
    assert blobs_at_other_commits(long_history) == []
    assert differing(committed, built_anew(long_history)) == []


def pages_beside_commits(
    history: History, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> list[str]:
    """The pages that are others, but for commits, and for two that tell of each commit."""
    names = "|".join(history.git("rev-list", "HEAD").split())
    commit = re.compile(COMMIT.pattern + b"|" + names.encode(), re.S)
    old, new = ({path: commit.sub(b"", some[path]) for path in some} for some in (before, after))
    telling = {"changes/index.html", "open-data/index.html"}
    return [path for path in differing(old, new) if path.endswith(".html") and path not in telling]


@pytest.mark.parametrize("paths", GONE.values(), ids=GONE)
def test_page_names_the_commit_that_removed_a_record(
    long_history: History, paths: Sequence[str]
) -> None:
    before = files(long_history.root / "site")
    long_history.commit(dict.fromkeys(paths), who="李四", day="2019-08-26")
    after = built(long_history)
    assert before != after
    assert [path for path in after if names_an_old_commit(path, before, after)] == []


COMMIT = re.compile(rb'<p class="lt-note lt-commit">.*?</p>', re.S)


def names_an_old_commit(path: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Whether a page shows something else than before and still names the same commit."""
    if path not in before or not path.endswith(".html") or before[path] == after[path]:
        return False
    return COMMIT.findall(before[path]) == COMMIT.findall(after[path])


def blobs_at_other_commits(history: History) -> list[str]:
    """Where a page names a commit that does not hold the blobs that it shows."""
    repo = repository(history.root)
    assert repo
    return list(commits_without_blobs(repo, "", history.root / "site"))


def test_page_that_there_was_not_comes_with_its_first_record(history: History) -> None:
    """Nothing is known of it, and what a page does not show can not have changed."""
    text = (history.root / GIVEN / "LS19-990100-R01-H001.yml").read_text(encoding="utf-8")
    moved = text.replace("LS19-990100", "LS19-990400").replace("990102", "990402")
    moved = moved.replace("示例东区", "示例中区")
    assert not (history.root / "site/assistance/990400.html").exists()
    history.write("records/assistance/LS19/990400/LS19-990400-R01-H001.yml", moved)
    further = built(history)
    assert "assistance/990400.html" in further
    assert differing(further, built_anew(history)) == []


def test_day_that_passes_gives_the_bytes_of_a_first_build(history: History) -> None:
    day = TODAY + timedelta(30)
    assert differing(built(history, day), built_anew(history, day)) == []


def test_further_public_builds_give_the_bytes_of_a_first_one(history: History) -> None:
    built(history, is_public=True)
    for name in ("step of an issue", "remark in a public issue", "bulletin"):
        edit = EDITS[name]
        history.commit({edit.path: edit.text(history.root)}, who="李四", day="2019-08-25")
        further = built(history, is_public=True)
    before, further = further, built_after_exposure_on_one_day(history)
    assert SAME_DAY not in before
    assert b"LS17-990200-R00-G-002" in further[SAME_DAY]
    assert differing(further, built_anew(history, is_public=True)) == []


SAME_DAY = "exposures/same-day-2017-08.js"
CITING_ONE_PAPER = [f"records/issues/LS17/990200/R00/LS17-990200-R00-G-00{n}.yml" for n in (1, 2)]


def built_after_exposure_on_one_day(history: History) -> Mapping[str, bytes]:
    """The public edition once the day is known on which a paper named two cases."""
    month, day = "- date: 2017-08\n  step: 曝光", "- date: 2017-08-05\n  step: 曝光"
    edits = [Edit(path, month, day) for path in CITING_ONE_PAPER]
    changed = {one.path: one.text(history.root) for one in edits}
    history.commit(changed, who="李四", day="2019-08-26")
    return built(history, is_public=True)


def test_calendar_of_the_city_alone_is_made_anew_for_what_falls_due(history: History) -> None:
    before = files(history.root / "site")
    for name, city in (("deadline of a task", "990100"), ("demand of an action", "990200")):
        edit = EDITS[name]
        history.write(edit.path, edit.text(history.root))
        after = built(history)
        changed = [path for path in differing(before, after) if path.endswith(".ics")]
        assert changed == [f"calendars/{city}.ics"]
        before = after
