"""`lantian resolve` after a conflict made by real Git."""

from pathlib import Path

import pytest

from tests.pull_requests import OPEN, Forge, event, path_of
from tests.running import Outcome, lantian

AT = path_of(OPEN)
NOTED = event(step="更正", result="", corrects="by", note="示例：补记")
CHECKED = event()
RETURNED = event(result="不到位")


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with the sample register on main."""
    return Forge(tmp_path / "forge")


def conflict(forge: Forge, mine: str, theirs: str) -> str:
    """Merges main, which has `theirs`, into topic, which has `mine`; the file in conflict."""
    forge.both_append(OPEN, mine, theirs)
    forge.git("merge", "--quiet", "main", may_fail=True)
    text = forge.read(AT)
    assert "<<<<<<<" in text
    return text


def resolve(forge: Forge, *words: str) -> Outcome:
    """`lantian resolve` of the open issue."""
    return lantian("resolve", "--root", forge.root, *(words or (OPEN,)))


def test_own_step_comes_behind_that_of_the_target(forge: Forge) -> None:
    before = forge.read(AT)
    conflict(forge, NOTED, CHECKED)
    assert resolve(forge) == Outcome(
        0,
        f"{AT}\n"
        "    “核查”（2019-08-20） 在前，“更正”（2019-08-20） 接在后面。\n"
        f"    看过以后运行 git add {AT}，再提交。\n",
        "",
    )
    assert forge.read(AT) == before + CHECKED + NOTED
    forge.commit("Merge main")
    assert forge.findings() == []


def test_on_main_the_steps_of_main_stay_first(forge: Forge) -> None:
    before = forge.read(AT)
    conflict(forge, NOTED, CHECKED)
    assert resolve(forge, "--mine-first", OPEN).code == 0
    assert forge.read(AT) == before + NOTED + CHECKED


def test_in_a_rebase_the_target_is_the_side_of_ours(forge: Forge) -> None:
    before = forge.read(AT)
    conflict(forge, NOTED, CHECKED)
    forge.git("merge", "--abort")
    forge.git("rebase", "main", may_fail=True)
    assert resolve(forge, AT).code == 0
    assert forge.read(AT) == before + CHECKED + NOTED


def test_what_is_not_legal_any_more_stops_and_the_file_stays(forge: Forge) -> None:
    text = conflict(forge, CHECKED, RETURNED)
    assert resolve(forge) == Outcome(
        1,
        "“核查”（2019-08-20） 接不到 “核查”（2019-08-20） 后面，文件保持原样：\n"
        "    问题处在“整改不到位”，不能做“核查”（T02）\n"
        "    现在可以做的步骤：督办、分办、约谈、专项督察、问责、撤销、更正、曝光\n"
        "    改法：两边记的是同一件事的，只留一边：\n"
        f"      留 ======= 前面一边的，运行 git checkout --ours {AT}\n"
        f"      留 ======= 后面一边的，运行 git checkout --theirs {AT}\n"
        "      另一边对这条记录的改动就都不要了；还要其中一部分的，先记下来。\n"
        "      两边都要的，在文件里改好步骤和日期，删去 <<<<<<<、=======、>>>>>>> 各行。\n"
        f"      改完运行 lantian check 和 git add {AT}，再提交。\n",
        "",
    )
    assert forge.read(AT) == text
    forge.git("checkout", "--quiet", "--ours", AT)
    assert "<<<<<<<" not in forge.read(AT)


def test_step_that_would_go_back_in_time_stops(forge: Forge) -> None:
    text = conflict(
        forge,
        event(step="撤销", by="示例主管部门", result="", note="示例", date="2019-08-10"),
        CHECKED,
    )
    outcome = resolve(forge)
    assert (outcome.code, "D02" in outcome.out) == (1, True)
    assert forge.read(AT) == text


def test_comments_and_corrected_facts_of_both_sides_are_kept(forge: Forge) -> None:
    forge.branch("topic")
    forge.replace(AT, "site:\n  name: ", "site:\n  name: 新")
    correction = event(step="更正", result="", corrects="site", note="示例：照执照改")
    forge.append(OPEN, f"# 我的说明\n{correction}  # 行尾\n")
    forge.commit()
    forge.go("main")
    forge.replace(AT, "id: ", "# 开头的说明\nid: ")
    forge.append(OPEN, f"# 对方的说明\n{CHECKED}")
    forge.commit()
    forge.go("topic")
    forge.git("merge", "--quiet", "main", may_fail=True)
    assert resolve(forge).code == 0
    text = forge.read(AT)
    assert text.startswith("# 开头的说明\n")
    assert "  name: 新" in text
    assert text.endswith(f"# 对方的说明\n{CHECKED}# 我的说明\n{correction}  # 行尾\n")


def test_step_that_both_have_is_written_once(forge: Forge) -> None:
    before = forge.read(AT)
    conflict(forge, CHECKED + NOTED, CHECKED + event(step="销号", by="示例主管部门", result=""))
    assert resolve(forge).code == 0
    closed = event(step="销号", by="示例主管部门", result="")
    assert forge.read(AT) == before + CHECKED + closed + NOTED


TWICE = "除了后加的步骤，两边还改了同一处：问题描述（found）；不能替人决定"


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (("found: 示例", "found: 甲"), ("found: 示例", "found: 乙"), f"“{AT}”{TWICE}"),
        (("step: 整改完成", "step: 整改方案"), ("id: ", "id: "), "有一边改动了已有的经过"),
        (("events:", "events: ["), ("id: ", "id: "), "有一边读不出来"),
    ],
)
def test_what_a_person_must_decide_is_left_to_a_person(
    forge: Forge, mine: tuple[str, str], theirs: tuple[str, str], said: str
) -> None:
    forge.branch("topic")
    forge.replace(AT, *mine)
    forge.append(OPEN, NOTED)
    forge.commit()
    forge.go("main")
    forge.replace(AT, *theirs)
    forge.append(OPEN)
    forge.commit()
    forge.go("topic")
    forge.git("merge", "--quiet", "main", may_fail=True)
    text = forge.read(AT)
    outcome = resolve(forge)
    assert (outcome.code, outcome.out) == (3, "")
    assert said in outcome.err
    assert forge.read(AT) == text


def test_without_a_conflict_there_is_nothing_to_do(forge: Forge) -> None:
    assert "没有冲突" in resolve(forge).err
    assert "没有还没解开的冲突" in lantian("resolve", "--root", forge.root).err
    assert "不是问题的编号" in resolve(forge, "X").err


def test_without_names_all_are_resolved_and_what_can_not_be_is_said(forge: Forge) -> None:
    other = "LS19-990100-R02-P01-003"
    handed = event(date="2019-08-20", step="交办", by="示例主管部门", result="")
    forge.both_append(OPEN, CHECKED, RETURNED)
    for branch, step in (("main", handed), ("topic", handed.replace("08-20", "08-21"))):
        forge.go(branch)
        forge.append(other, step.replace("  result: \n", ""))
        forge.commit()
    forge.git("merge", "--quiet", "main", may_fail=True)
    outcome = lantian("resolve", "--root", forge.root)
    assert outcome.code == 1
    assert "“核查”（2019-08-20） 接不到" in outcome.out
    assert "“交办”（2019-08-21） 接不到 “交办”（2019-08-20） 后面" in outcome.out
