"""Merges with real Git: what each side did alone, and what `check --base` says of both together."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pull_requests import OPEN, Forge, event, path_of
from tests.registers import SAMPLE
from tests.running import lantian

AT = path_of(OPEN)
FILES = sum(1 for _ in (SAMPLE / "records").rglob("*.yml"))
RETURNED = event(result="不到位")
WITHDRAWN = event(step="撤销", by="示例主管部门", result="", note="示例：不成立")
LISTED = "LP19-990100-R01-D02-001"
LIBRARY = "records/lifecycles/LC-01.yml"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with the sample register on main."""
    return Forge(tmp_path / "forge")


def test_legal_step_is_fine_and_its_move_is_shown(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN)
    forge.write("CODEOWNERS", "* @all\n# 须同意：工作组 @second\n")
    forge.commit()
    forge.go("main")
    owners = "* @all\n/records/issues/*/990200/ @second-city # 示例乙市\n# 须同意：工作组 @groups\n"
    forge.write("CODEOWNERS", owners)
    forge.commit()
    forge.git("checkout", "--quiet", "topic")
    forge.git("rm", "--quiet", "CODEOWNERS")
    forge.commit()
    outcome = forge.check()
    assert outcome.out == (
        "状态变化的问题 1 个：\n"
        "  办理：待核查 → 待销号（核查） 1 个\n"
        "    LS19-990200-R03-P02-005\n"
        "须同意：\n"
        "  示例乙市（990200）：@second-city\n"
        "  工作组的步骤（核查）：@groups\n"
        "\n"
        "共 1 条记录，没有发现问题。\n"
    )
    assert (outcome.code, outcome.err) == (0, "")


def test_new_issue_correction_and_step_without_move_are_shown(forge: Forge) -> None:
    forge.branch("topic")
    forge.copy_elsewhere("LS19-990100-R02-P01-001", "LS19-990100-R02-P01-004")
    forge.append("LS19-990100-R02-Z-001", event(date="2019-08-02", step="整改方案", result=""))
    forge.replace(path_of("LS19-990100-R02-Z-001"), "第7轮示例乙市第2普通组", "示例甲市人民政府")
    forge.replace(AT, "site:\n  name: ", "site:\n  name: 新")
    forge.append(OPEN, event(step="更正", result="", corrects="site.name", note="示例：照执照改"))
    forge.commit()
    assert forge.check().out == (
        "有新的步骤、状态不变的问题 1 个：\n"
        "  LS19-990100-R02-Z-001 整改方案\n"
        "新问题 1 个：\n"
        "  LS19-990100-R02-P01-004 已发现\n"
        "更正的记录 1 条：\n"
        "  LS19-990200-R03-P02-005 site.name：示例：照执照改\n"
        "改动的内容 1 处：\n"
        f"  {AT}:7 点位的点位名称（site.name）：'示例五厂' → '新示例五厂'\n"
        "须同意：\n"
        "  示例甲市（990100）：CODEOWNERS 没有写明，由管理员指定\n"
        "  示例乙市（990200）：CODEOWNERS 没有写明，由管理员指定\n"
        "  工作组的步骤（更正、排查）：CODEOWNERS 没有写明，由管理员指定\n"
        "  更正部已经推送确认的内容（LS19-990200-R03-P02-005）："
        "CODEOWNERS 没有写明，由管理员指定\n"
        "\n"
        "共 3 条记录，没有发现问题。\n"
    )


def test_same_step_on_two_branches_word_for_word_is_one_step(forge: Forge) -> None:
    forge.both_append(OPEN, event(), event())
    assert forge.check().out == "记录没有改动。\n\n共 0 条记录，没有发现问题。\n"


def test_append_against_append_is_a_conflict_that_names_the_way_out(forge: Forge) -> None:
    forge.both_append(OPEN, event(), RETURNED)
    outcome = forge.check()
    assert outcome.out == (
        "有合并冲突：冲突的文件合并不了，没有列在这里；先改好下面的错误。\n\n"
        f"{AT}:1:1 错误 C09\n"
        "    目标分支和这个分支都改了这里，Git 合不到一起\n"
        f"    改法：把目标分支合并到自己的分支，再运行 lantian resolve {OPEN}，"
        "自己新加的步骤就接在对方的后面\n"
        "共 0 条记录读得出来；错误 1 处，提醒 0 处。看规则的说明，例如 lantian explain C09。\n"
    )
    assert outcome.code == 1


def test_union_driver_in_the_work_tree_does_not_fuse_two_steps_unseen(forge: Forge) -> None:
    forge.both_append(OPEN, event(), RETURNED)
    forge.write(".gitattributes", "records/** merge=union\n")
    forge.commit()
    assert forge.findings() == [".gitattributes:1:1 错误 C10", f"{AT}:1:1 错误 C09"]


def test_closing_against_an_edit_of_what_was_found_is_caught_when_merged(forge: Forge) -> None:
    """Each alone is legal: before 交办 facts may be mended. Together they are not."""
    found = "LS19-990100-R02-P01-003"
    at = path_of(found)
    forge.branch("topic")
    forge.replace(at, "found: 示例", "found: 另一个示例")
    forge.commit()
    assert forge.findings() == []
    forge.go("main")
    forge.append(found, event(step="交办", by="示例主管部门", result=""))
    forge.commit()
    assert forge.findings("--head", "topic") == [f"{at}:10:8 错误 C03"]


def test_two_legal_branches_that_merge_cleanly_are_judged_together(forge: Forge) -> None:
    """One retires a word, the other uses it: Git sees no conflict, the check does."""
    forge.branch("topic")
    forge.replace(AT, "category: 未安装治污设施", "category: 建筑工地扬尘")
    forge.append(OPEN, event(step="更正", result="", corrects="category", note="示例：选错"))
    forge.commit()
    assert forge.findings() == []
    forge.go("main")
    forge.replace("records/vocabulary.yml", "- word: 建筑工地扬尘", "- word: 工地扬尘")
    forge.commit()
    assert forge.findings("--head", "topic") == [f"{AT}:8:11 错误 W02"]
    assert f"{AT}:8:11 错误 W02" in forge.findings("--head", "main", base="topic")


def test_edit_hidden_in_a_merge_commit_is_seen(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN)
    forge.commit()
    forge.go("main")
    forge.write("README.md", "示例\n")
    forge.commit()
    forge.go("topic")
    forge.git("merge", "--quiet", "--no-commit", "main")
    forge.replace(path_of("LS19-990100-R01-P01-001"), "result: 到位", "result: 不到位")
    forge.commit("Merge main")
    assert forge.findings() == [
        "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:48:3 错误 C01",
        "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml:53:9 错误 T02",
    ]


def test_force_pushed_base_is_judged_against_what_it_is_now(forge: Forge) -> None:
    """Main has lost a step that the branch was built on: the branch would bring it back."""
    forge.append(OPEN)
    forge.commit()
    forge.branch("topic")
    forge.append(OPEN, event(step="销号", by="示例主管部门", result=""))
    forge.commit()
    forge.go("main")
    forge.git("reset", "--quiet", "--hard", "HEAD~1")
    forge.append(OPEN, RETURNED)
    forge.commit()
    assert forge.findings("--head", "topic") == [f"{AT}:1:1 错误 C09"]


def test_base_without_a_common_history_is_said(forge: Forge) -> None:
    forge.git("switch", "--quiet", "--orphan", "other")
    forge.write("README.md", "示例\n")
    forge.commit()
    outcome = forge.check()
    assert (outcome.code, outcome.err) == (
        3,
        "做不下去：'main' 和 'HEAD' 没有共同的历史\n"
        "    改法：查对目标分支；它的历史被改写过的，从它重新拉分支\n",
    )


def test_shallow_clone_is_refused_with_the_command_that_mends_it(
    forge: Forge, tmp_path: Path
) -> None:
    forge.both_append(OPEN, event(), WITHDRAWN)
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{forge.root}", str(clone)], check=True
    )
    outcome = lantian("check", "--root", clone, "--base", "HEAD")
    assert (outcome.code, outcome.err) == (
        3,
        "做不下去：这个仓库是浅克隆，历史不全，看不出两边从哪里分开\n"
        "    改法：先运行 git fetch --unshallow；在流水线里把取回的深度设为全部"
        "（fetch-depth: 0）\n",
    )


def test_unknown_revision_is_said(forge: Forge) -> None:
    outcome = forge.check(base="origin/main")
    assert (outcome.code, outcome.out) == (3, "")
    assert "仓库里没有 'origin/main' 这个提交" in outcome.err
    assert forge.check(base="--output=x").code == 3


def test_folder_without_git_has_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    outcome = lantian("check", "--root", tmp_path, "--base", "main")
    assert (outcome.code, "不在 Git 仓库里" in outcome.err) == (3, True)


def test_head_without_base_is_wrong_usage(forge: Forge) -> None:
    assert lantian("check", "--root", forge.root, "--head", "main").code == 2


def test_base_without_records_takes_rules_and_records_together(tmp_path: Path) -> None:
    forge = Forge(tmp_path, empty=True)
    forge.branch("topic")
    shutil.copytree(SAMPLE / "records", tmp_path / "records")
    forge.commit()
    outcome = forge.check()
    assert outcome.out.endswith(f"\n共 {FILES - 1} 条记录，没有发现问题。\n")


def test_uncommitted_work_is_not_judged_and_that_is_said(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN, event(date="2039-01-01"))
    outcome = forge.check()
    assert (outcome.code, outcome.err) == (0, "注意：records 里还有没提交的改动，不在检查之内。\n")
    assert forge.check("--head", "topic").err == ""


def test_deleted_id_is_not_given_again_even_when_deleted_in_a_merge(forge: Forge) -> None:
    """Main lost the record in a merge commit, where a plain log shows nothing."""
    forge.branch("side")
    forge.write("README.md", "示例\n")
    forge.commit()
    forge.go("main")
    forge.write("NOTES.md", "示例\n")
    forge.commit()
    forge.git("merge", "--quiet", "--no-commit", "side")
    lost = forge.read(AT)
    forge.remove(AT)
    merge = forge.commit("Merge side")
    forge.branch("topic")
    forge.write(AT, lost.replace("found: 示例", "found: 别的示例"))
    forge.commit()
    outcome = forge.check()
    assert (
        f"{AT}:1:5 错误 C06\n"
        f"    编号 '{OPEN}' 以前用过，提交 {merge[:10]} 里有过这条记录\n"
        "    改法：换下一个没有用过的序号；误删的记录照删除以前的内容原样恢复\n"
    ) in outcome.out
    forge.write(AT, lost)
    forge.commit("Restore")
    assert forge.findings() == []


def test_one_id_on_two_branches_is_a_conflict(forge: Forge) -> None:
    new = "LS19-990100-R02-P01-004"
    forge.branch("topic")
    forge.copy("LS19-990100-R02-P01-001", new)
    forge.commit()
    forge.go("main")
    forge.copy("LS19-990100-R02-P01-002", new)
    forge.commit()
    assert "都新建了 LS19-990100-R02-P01-004，内容不同" in forge.check("--head", "topic").out


def test_changed_here_and_deleted_there_is_a_conflict(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN)
    forge.commit()
    forge.go("main")
    forge.remove(AT)
    forge.commit()
    assert "一边改了这个文件，一边删了或者移走了它" in forge.check("--head", "topic").out


def test_record_moved_while_main_goes_on_with_it_is_caught(forge: Forge) -> None:
    """Git takes it for a rename and puts the new step into the moved file, or sees a conflict."""
    forge.branch("topic")
    forge.copy(OPEN, "LS19-990200-R03-P02-007")
    forge.remove(AT)
    forge.commit()
    forge.go("main")
    forge.append(OPEN)
    forge.commit()
    codes = {line.rsplit(" ", 1)[1] for line in forge.findings("--head", "topic")}
    assert codes & {"C05", "C09"}


def test_windows_line_endings_are_one_finding_and_no_rewritten_history(forge: Forge) -> None:
    forge.branch("topic")
    forge.write(".gitattributes", "records/** -text merge=text\n")
    forge.write(AT, (forge.read(AT) + event()).replace("\n", "\r\n"))
    forge.commit()
    assert forge.findings() == [".gitattributes:1:1 错误 C18", f"{AT}:1:28 错误 F08"]


def test_hostile_file_names_are_findings_and_stay_text(forge: Forge) -> None:
    forge.branch("topic")
    names = ["a\nb.yml", "$(touch x).yml", "-x.yml", "示例.yml", "\x1b[31m.yml", ":(top)x.yml"]
    for name in names:
        forge.write(f"records/issues/{name}", "id: x\n")
    (forge.root / "records/issues/link.yml").symlink_to("/etc/passwd")
    forge.commit()
    outcome = forge.check()
    assert outcome.code == 1
    assert {line.rsplit(" ", 1)[1] for line in forge.findings()} >= {"F01", "F03", "S02"}
    assert "\x1b" not in outcome.out
    assert "a\\u000ab.yml" in outcome.out
    github = forge.check("--format", "github").out
    assert "a\nb.yml" not in github


def test_file_in_place_of_the_records_is_a_finding_for_each_record(forge: Forge) -> None:
    forge.branch("topic")
    forge.git("rm", "-r", "--quiet", "records")
    forge.write("records", "x")
    forge.commit()
    codes = [line.rsplit(" ", 1)[1] for line in forge.findings()]
    assert codes.count("C04") == FILES
    assert forge.check().code == 1


def test_file_too_large_and_submodule_are_findings(forge: Forge) -> None:
    forge.branch("topic")
    forge.write("records/issues/large.yml", "x" * 1_100_000)
    forge.commit()
    head = forge.git("rev-parse", "HEAD")
    entry = f"160000,{head},records/issues/module.yml"
    forge.git("update-index", "--add", "--cacheinfo", entry)
    forge.git("commit", "--quiet", "--message", "Module")
    assert forge.findings() == [
        "records/issues/large.yml:1:1 错误 F05",
        "records/issues/module.yml:1:1 错误 F04",
    ]


def test_old_faults_are_not_those_of_the_change(forge: Forge) -> None:
    forge.append(OPEN, event(result="虚报", by="无关单位"))
    forge.commit()
    forge.branch("topic")
    forge.append(
        OPEN, event(date="2019-08-21", step="撤销", by="示例主管部门", result="", note="示例")
    )
    forge.commit()
    assert forge.findings() == []


def test_step_before_the_last_one_is_a_finding(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN, event(date="2019-05-01"))
    forge.commit()
    assert [line.rsplit(" ", 1)[1] for line in forge.findings()] == ["D02"]


def test_register_in_a_subfolder_is_judged_alone(tmp_path: Path) -> None:
    forge = Forge(tmp_path / "top", empty=True)
    shutil.copytree(SAMPLE, forge.root / "inner")
    forge.write(".gitattributes", "/inner/records/** merge=text\n")
    forge.commit()
    forge.branch("topic")
    path = f"inner/{AT}"
    forge.write(path, forge.read(path) + event(date="2019-09-03"))
    forge.write("records/issues/outside.yml", "x")
    forge.write(".gitattributes", "/inner/records/** merge=union\n")
    forge.commit()
    outcome = lantian("check", "--root", forge.root / "inner", "--base", "main")
    assert [line.split(" ")[0] for line in outcome.out.splitlines() if " 错误 " in line] == [
        "../.gitattributes:1:1",
        "../.gitattributes:1:1",
        f"{AT}:38:9",
    ]


def test_json_carries_the_review(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN)
    forge.commit()
    content = json.loads(forge.check("--format", "json").out)
    assert content["findings"] == []
    assert content["review"] == {
        "moved": [
            {
                "id": OPEN,
                "strand": "办理",
                "before": "待核查",
                "after": "待销号",
                "steps": ["核查"],
            }
        ],
        "stepped": [],
        "begun": [],
        "corrected": [],
        "changed": [],
        "others": [],
        "agreements": [
            {"what": "示例乙市（990200）", "owners": []},
            {"what": "工作组的步骤（核查）", "owners": []},
        ],
        "outside": [],
        "is_merged": True,
    }


def test_issues_that_are_named_are_looked_for_on_the_base_and_in_the_change(forge: Forge) -> None:
    action = "records/actions/LS19/LS19-C2019-009.yml"
    said = (
        "id: LS19-C2019-009\nkind: 约谈\ndate: 2019-08-20\nby: 示例主管部门\n"
        'whom:\n  city: "990200"\n  name: 示例乙市人民政府\n'
        "cause:\n  facts: 示例：整改慢。\n  issues:\n"
    )
    forge.branch("topic")
    new = OPEN[:-3] + "007"
    forge.copy_elsewhere(OPEN, new)
    forge.write(action, f"{said}  - {OPEN}\n  - {new}\n")
    forge.commit()
    assert forge.findings() == []
    forge.write(action, f"{said}  - {OPEN}\n  - {new}\n  - {OPEN[:-3]}099\n")
    forge.commit()
    assert forge.findings() == [f"{action}:13:5 错误 R13"]
    old = "LS19-990100-R01-P01-005"
    forge.replace("records/actions/LS19/LS19-C2019-001.yml", "note: 示例", "note: 示例二")
    forge.write(action, f"{said}  - {OPEN}\n")
    forge.remove(path_of(old))
    forge.commit()
    named = "records/actions/LS19/LS19-C2019-001.yml:19:5 错误 R13"
    assert named in forge.findings()


def test_group_that_a_team_loses_is_missed_by_what_it_inspected(forge: Forge) -> None:
    """In whichever of the two records the change is."""
    team, visits = "records/teams/LS19/R01/990100.yml", "records/visits/LS19/R01/990100.yml"
    forge.branch("topic")
    forge.replace(team, "code: P01", "code: P02")
    forge.commit()
    outcome = forge.check()
    assert outcome.code == 1
    assert f"{visits}:11:10 错误 V02" in outcome.out
    forge.branch("other")
    forge.append("LS19-990100-R01-V", "- date: 2019-05-13\n  group: T09\n  sites: 3\n")
    forge.commit()
    outcome = forge.check()
    assert outcome.code == 1
    assert outcome.out.count("错误 V02") == 1
    assert "工作组记录 LS19-R01-990100 里没有组 'T09'" in outcome.out


NEW = {
    "visits/LS19/R01/990200.yml": "id: LS19-990200-R01-V\ncounts:\n"
    "- date: 2019-05-10\n  sites: 3\n",
    "incidents/LS19/990200/LS19-990200-R01-X001.yml": "id: LS19-990200-R01-X001\n"
    "kind: 拒绝检查\nwhat: 示例：不让进厂。\nevents:\n- date: 2019-05-10\n  step: 上报\n",
    "teams/LS19/R02/990200.yml": "id: LS19-R02-990200\ngroups:\n- code: Z\n",
}
"""Records of a round besides issues."""


@pytest.mark.parametrize("path", NEW)
def test_new_record_of_a_round_is_judged_with_that_round(forge: Forge, path: str) -> None:
    forge.branch("topic")
    forge.write(f"records/{path}", NEW[path])
    forge.commit()
    assert "R06" not in forge.check().out
    assert forge.check().code == 0


@pytest.mark.parametrize("day", ["1990-01-01", "2099-06-19"])
def test_a_wrong_clock_is_named_and_bounds_no_event(forge: Forge, day: str) -> None:
    """An event of days to come is found whatever the commit says; one of the past never is."""
    forge.branch("topic")
    forge.append(OPEN)
    wrong = forge.commit(day=day)
    told = forge.check().out.replace(wrong[:10], "COMMIT")
    assert "错误 C02" not in told
    assert (
        "records/issues/LS19/990200/R03/LS19-990200-R03-P02-005.yml:1:1 提醒 C23\n"
        f"    甲的提交 COMMIT 日期是 {day}，早于它前面的提交，或者在今天以后\n"
        "    改法：把电脑的日期和时区调准，再重新提交：最后一次提交用 git commit --amend "
        "--no-edit，更早的用 git rebase；已经合并的不改\n"
    ) in told
    forge.replace(path_of(OPEN), "2019-08-20", "2098-12-02")
    forge.commit(day=day)
    assert "错误 C02" in forge.check().out


def lax(text: str) -> str:
    """The library with a step that is allowed where it was not."""
    head = "      - step: 销号\n        at:\n"
    return text.replace(head, f"{head}        - 整改中\n")


UNREADABLE = {
    "missing, untouched": (None, False),
    "missing, comes laxer": (None, True),
    "broken, untouched": ("name: [\n", False),
    "broken, mended laxly": ("name: [\n", True),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_issues_are_not_let_through_where_the_base_has_no_lifecycle_to_judge_them(
    name: str, forge: Forge
) -> None:
    """A base that is broken is no way round: what was not judged is said to be so."""
    there, is_mended = UNREADABLE[name]
    sound = forge.read(LIBRARY)
    if there is None:
        forge.remove(LIBRARY)
    else:
        forge.write(LIBRARY, there)
    forge.commit()
    forge.branch("topic")
    if is_mended:
        forge.write(LIBRARY, lax(sound))
    forge.append(LISTED, event(date="2019-07-31", step="销号", by="示例省水利部门", result=""))
    forge.commit()
    at = LIBRARY if is_mended else path_of(LISTED)
    assert f"{at}:1:1 错误 C08\n    目标分支上 LP19 的办理流程读不出来\n" in forge.check().out


def test_copy_of_a_lifecycle_in_another_folder_judges_nothing(forge: Forge) -> None:
    forge.branch("topic")
    forge.write(LIBRARY.replace("LC-01", "zz/LC-01"), lax(forge.read(LIBRARY)))
    forge.append(LISTED, event(date="2019-07-31", step="销号", by="示例省水利部门", result=""))
    forge.commit()
    assert [one.rpartition(" ")[2] for one in forge.findings()] == ["T02", "I03"]


def test_lifecycle_of_the_library_is_a_rule_like_one_of_a_programme(forge: Forge) -> None:
    """The base judges with its own library; a change of it is judged with all issues."""
    forge.branch("topic")
    forge.append(LISTED, event(date="2019-07-31", by="示例省水利部门", step="督办", result=""))
    forge.commit()
    said = forge.check().out
    assert "省直部门的步骤（督办）" in said
    assert "没有发现问题" in said
    forge.go("main")
    forge.replace(LIBRARY, "        - 整改中\n        - 整改不到位\n", "        - 整改不到位\n")
    forge.commit()
    assert forge.findings("--head", "topic") == [f"{path_of(LISTED)}:30:9 错误 T02"]
    forge.branch("stricter")
    forge.replace(LIBRARY, "        - 整改不到位\n        - 已反弹\n", "        - 已反弹\n")
    forge.commit()
    said = forge.check().out
    assert "须同意：\n  部（词表、专项行动）：" in said
    assert f"{path_of('LP19-990100-R01-D01-001')}:30:9 错误 T02\n" in said
    assert "共 1 条记录读得出来；错误 1 处" in said
