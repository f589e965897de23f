"""Merges that took back what one side had changed: "mine", "theirs", or by hand. With real Git."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pull_requests import Forge, path_of

BULLETIN = "records/bulletins/LS19/20190701-1.yml"
CITY = "records/cities/990100.yml"
FRESH = path_of("LS19-990100-R02-P01-001")
TASK = path_of("LS19-990100-T001")
LEAD = "lead:\n- 示例市发展改革部门\n"

Change = Callable[[Forge], None]


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with the sample register on main."""
    return Forge(tmp_path)


def due(month: str) -> Change:
    return lambda forge: forge.replace(TASK, "due: 2019-10", f"due: {month}")


def text(words: str) -> Change:
    return lambda forge: forge.replace(FRESH, "示例：刚刚发现。", words)


def both(*changes: Change) -> Change:
    return lambda forge: [change(forge) for change in changes] and None


def merged(forge: Forge, mine: Change, theirs: Change, *how: str, by_hand: Change | None) -> str:
    """`theirs` is on main, `mine` on the branch topic that merges it; the commit of main."""
    forge.branch("topic")
    mine(forge)
    forge.commit("Mine")
    forge.go("main")
    theirs(forge)
    commit = forge.commit("Theirs")
    forge.commit("Something else")
    forge.go("topic")
    forge.git("merge", "--quiet", "--no-commit", "--no-ff", *how, "main", may_fail=True)
    if by_hand:
        by_hand(forge)
    forge.commit("Merge main")
    return commit


def undone(forge: Forge, base: str = "main") -> list[str]:
    return [line for line in forge.findings(base=base) if line.endswith(("C17", "C25"))]


def test_value_chosen_as_mine_names_whose_it_was_and_the_mend(forge: Forge) -> None:
    commit = merged(forge, due("2019-12"), due("2019-11"), "-Xours", by_hand=None)
    merge = forge.git("rev-parse", "topic")
    said = forge.check().out
    assert (
        f"{TASK}:15:6 错误 C25\n"
        f"    LS19-990100-T001 的期限，甲的提交 {commit[:10]} 已经由 '2019-10' 改为 '2019-11'，"
        f"合并提交 {merge[:10]} 又成了 '2019-12'\n"
        f"    改法：用 git show {commit[:10]}:{TASK} 看对方的内容，改回 '2019-11' 再提交；"
        "对方记错了的，先改回，再另作一次提交改正，不在合并里改，已经定下的写明更正\n"
    ) in said


@dataclass(frozen=True)
class Case:
    """A merge: what each side changed, how it was merged, what was written by hand, the finding."""

    name: str
    mine: Change
    theirs: Change
    how: tuple[str, ...]
    by_hand: Change | None
    found: list[str]


def whole(path: str, of: str) -> Change:
    return lambda forge: forge.write(path, forge.git("show", f"{of}:{path}") + "\n")


NOTHING: Change = lambda forge: None  # noqa: E731
ROWS = "  partial: true\n"
ADDED = f"{ROWS}- row: S9\n  start: 2019-05-08\n  end: 2019-05-22\n  granularity: 轮次\n  area:\n"
ADDED += "    scope: 示例口径\n  metric: 问题数\n  value: 3\n"


def row(forge: Forge) -> None:
    text = forge.read(BULLETIN)
    head, _, rest = text.rpartition(ROWS)
    forge.write(BULLETIN, head + ADDED + rest)


CASES = [
    Case("nothing undone", text("示例：甲"), due("2019-11"), (), None, []),
    Case("strategy", text("示例：甲"), due("2019-11"), ("-sours",), None, [f"{TASK}:15:6"]),
    Case("by hand, no conflict", text("示例：甲"), due("2019-11"), (), whole(TASK, "topic"),
         [f"{TASK}:15:6"]),
    Case("third value, no conflict", text("示例：甲"), due("2019-11"), (),
         lambda forge: forge.replace(TASK, "due: 2019-11", "due: 2019-12"), [f"{TASK}:15:6"]),
    Case("theirs", due("2019-12"), due("2019-11"), ("-Xtheirs",), None, []),
    Case("written of both", text("示例：甲。"), text("示例：乙。"), ("-Xours",),
         lambda forge: forge.replace(FRESH, "示例：甲。", "示例：甲。乙。"), []),
    Case("entry added", text("示例：甲"), row, (), whole(BULLETIN, "topic"), [f"{BULLETIN}:10:1"]),
    Case("entry added, half of it", text("示例：甲"), row, (),
         lambda forge: forge.replace(BULLETIN, "  value: 3\n", "  value: 4\n"),
         [f"{BULLETIN}:10:1"]),
    Case("entry taken away", text("示例：甲"),
         lambda forge: forge.replace(BULLETIN, "- row: S2\n", "- row: S8\n"), (),
         whole(BULLETIN, "topic"), [f"{BULLETIN}:10:1"]),
    Case("site", due("2019-11"),
         lambda forge: forge.replace(FRESH, "name: 示例加工点", "name: 示例乙厂"), (),
         whole(FRESH, "topic"), [f"{FRESH}:7:3"]),
    Case("rules", due("2019-11"),
         lambda forge: forge.replace(CITY, "short_name: 示甲", "short_name: 示一"), (),
         whole(CITY, "topic"), [f"{CITY}:3:13"]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_merge_that_takes_back_what_the_target_has_is_an_error(case: Case, forge: Forge) -> None:
    merged(forge, case.mine, case.theirs, *case.how, by_hand=case.by_hand)
    assert undone(forge) == [f"{place} 错误 C25" for place in case.found]


def test_undone_value_stays_a_finding_through_later_merges_until_it_is_put_right(
    forge: Forge,
) -> None:
    merged(forge, text("示例：甲"), due("2019-11"), "-sours", by_hand=None)
    forge.go("main")
    forge.replace(TASK, "due: 2019-11", "due: 2019-11 # 示例")
    forge.commit("A comment")
    forge.go("topic")
    forge.git("merge", "--quiet", "--no-edit", "-Xours", "main")
    kept = forge.read(TASK)
    forge.write(TASK, "[")
    forge.commit("Broken for a while")
    forge.write(TASK, kept)
    forge.commit("Mended")
    assert undone(forge) == [f"{TASK}:15:6 错误 C25"]
    forge.replace(TASK, "due: 2019-10", "due: 2019-11")
    forge.commit("Bring back")
    assert undone(forge) == []
    due_again = forge.read(TASK).replace("due: 2019-11", "due: 2020-01")
    forge.write(TASK, due_again)
    forge.commit("Change in a commit of its own")
    assert undone(forge) == []


def test_merge_on_main_that_takes_theirs_is_found_where_main_was(forge: Forge) -> None:
    forge.branch("topic")
    due("2019-12")(forge)
    forge.commit("Mine")
    forge.go("main")
    due("2019-11")(forge)
    forge.git("branch", "before", forge.commit("Theirs"))
    forge.git("merge", "--quiet", "--no-edit", "-Xtheirs", "topic")
    assert undone(forge, base="before") == [f"{TASK}:15:6 错误 C25"]


def test_change_of_another_branch_that_a_merge_took_back_is_a_warning(forge: Forge) -> None:
    """Main has it not: only who merged knows whether it was meant."""
    forge.git("branch", "old")
    merged(forge, text("示例：甲"), due("2019-11"), "-sours", by_hand=None)
    assert undone(forge, base="old") == [f"{TASK}:15:6 提醒 C17"]
