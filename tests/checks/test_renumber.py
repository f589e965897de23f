"""Two branches that took the same numbers: `resolve`, `renumber`, a conflict solved with "mine".

All with real Git. Nothing of either side may be lost, and nothing may be joined that is not one.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.checks.lost_records import identity
from generator.kinds.registry import KINDS
from generator.load.files import raw_file
from tests.pull_requests import Forge, event, path_of
from tests.registers import SAMPLE
from tests.running import Outcome, lantian

GROUP = "LS19-990100-R02-P01"
WANG, LI = (f"{GROUP}-001", f"{GROUP}-002"), (f"{GROUP}-003", f"{GROUP}-001")
NEW = (f"{GROUP}-004", f"{GROUP}-005")
MOVED = (f"{GROUP}-006", f"{GROUP}-007")
ACTION = "records/actions/LS19/LS19-C2019-001.yml"
TASK = path_of("LS19-990100-T001")


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A repository with the sample register on main."""
    return Forge(tmp_path / "forge")


def record(forge: Forge, old: str, new: str, site: str) -> None:
    """Make an issue like another at a site of its own, with a comment that names it."""
    text = re.sub("relations:.*?(?=events:)", "", forge.read(path_of(old)), flags=re.DOTALL)
    text = re.sub("(?<=site:\n  name: ).*", site, text.replace(old, new))
    forge.write(path_of(new), f"# {new} 即 {site}\n{text}")


def clash(forge: Forge) -> None:
    """Two issues of Wang on main, two of Li under the same numbers on topic; Li names hers."""
    forge.branch("topic")
    for old, new, site in zip(LI, NEW, ("示例李甲厂", "示例李乙厂"), strict=True):
        record(forge, old, new, site)
    forge.write(ACTION, forge.read(ACTION) + f"# 李：见 {NEW[0]} 和 {NEW[1]}。\n")
    forge.commit("Li")
    forge.go("main")
    for old, new, site in zip(WANG, NEW, ("示例王甲厂", "示例王乙厂"), strict=True):
        record(forge, old, new, site)
    forge.write(TASK, forge.read(TASK) + f"# 王：见 {NEW[0]}\n")
    forge.commit("Wang")
    forge.go("topic")


def merge(forge: Forge, *words: str) -> None:
    forge.git("merge", "--quiet", *words, "main", may_fail=True)


def sites(forge: Forge) -> Mapping[str, str]:
    """The new issues: ID → name of the site."""
    return {
        one: line.removeprefix("  name: ")
        for one in (*NEW, *MOVED)
        if (forge.root / path_of(one)).is_file()
        for line in forge.read(path_of(one)).splitlines()
        if line.startswith("  name: 示例") and ("王" in line or "李" in line)
    }


ALL_FOUR = dict(
    zip((*NEW, *MOVED), ("示例王甲厂", "示例王乙厂", "示例李甲厂", "示例李乙厂"), strict=True)
)
RESOLVED = (
    "换了序号的记录 2 条：\n"
    f"  {NEW[0]} → {MOVED[0]}；原处是对方的那一条\n"
    f"  {NEW[1]} → {MOVED[1]}；原处是对方的那一条\n"
    "写到它们的地方也照换了：\n"
    f"  {ACTION}\n"
    "看过以后运行 git add -A records，再提交；同一件事两边都记了的，只留一条。\n"
)


def run(forge: Forge, *words: str) -> Outcome:
    return lantian(words[0], "--root", forge.root, *words[1:])


def test_finding_says_the_command_and_the_next_number(forge: Forge) -> None:
    clash(forge)
    said = [line for line in forge.check().out.splitlines() if "改法" in line]
    assert said == [
        f"    改法：运行 lantian renumber --base 目标分支，自己的改成 {new}，内容不动；"
        "已经在合并的，运行 lantian resolve；是同一件事的就不再新建"
        for new in MOVED
    ]


def test_resolve_keeps_every_word_of_both_and_references_follow(forge: Forge) -> None:
    clash(forge)
    own = [forge.read(path_of(one)) for one in NEW]
    merge(forge)
    assert run(forge, "resolve") == Outcome(0, RESOLVED, "")
    assert sites(forge) == ALL_FOUR
    for before, old, new in zip(own, NEW, MOVED, strict=True):
        assert forge.read(path_of(new)) == before.replace(old, new)
    assert f"# 李：见 {MOVED[0]} 和 {MOVED[1]}。\n" in forge.read(ACTION)
    assert f"# 王：见 {NEW[0]}\n" in forge.read(TASK)
    assert "没有还没解开的冲突" in run(forge, "resolve").err  # nothing is moved twice
    forge.commit("Merge main")
    assert forge.findings() == []


def test_on_main_the_branch_that_comes_moves(forge: Forge) -> None:
    clash(forge)
    forge.go("main")
    forge.git("merge", "--quiet", "topic", may_fail=True)
    assert run(forge, "resolve", "--mine-first").out == RESOLVED
    assert sites(forge) == ALL_FOUR
    assert f"见 {MOVED[0]}" in forge.read(ACTION)
    assert f"见 {NEW[0]}" in forge.read(TASK)


def test_renumber_before_merging_leaves_no_conflict(forge: Forge) -> None:
    clash(forge)
    outcome = run(forge, "renumber", "--base", "main")
    assert outcome == Outcome(0, RESOLVED.replace("；原处是对方的那一条", ""), "")
    forge.commit("Renumber")
    assert forge.findings() == []
    merge(forge)
    assert sites(forge) == ALL_FOUR
    assert run(forge, "renumber").out == "没有与目标分支重复的序号，什么也没有改。\n"


@pytest.mark.parametrize("how", [("--strategy-option=ours",), ("--strategy=ours",), ()])
def test_conflict_solved_with_mine_names_what_it_would_erase(
    forge: Forge, how: tuple[str, ...]
) -> None:
    clash(forge)
    merge(forge, *how)
    if not how:
        forge.git("checkout", "--ours", "records")
        forge.commit("Merge main")
    assert list(sites(forge).values()) == ["示例李甲厂", "示例李乙厂"]
    found = [line for line in forge.findings() if "C16" in line]
    assert found == [f"{path_of(one)}:1:1 错误 C16" for one in NEW]
    side = forge.git("rev-parse", "--short=10", "main")
    said = forge.check().out
    assert f"{NEW[0]}“示例王甲厂”已经在目标分支上，合并提交" in said
    assert f"自己的换成 {MOVED[0]}；手工取回用 git checkout {side} -- {path_of(NEW[0])}" in said
    assert "李：见" in forge.read(ACTION)
    forge.write("records/vocabulary.yml", forge.read("records/vocabulary.yml"))
    assert run(forge, "renumber", "--base", "main").code == 0
    forge.commit("Bring back what main has")
    assert sites(forge) == ALL_FOUR
    assert [line for line in forge.findings() if "C16" in line] == []


def test_record_corrected_after_it_was_kept_is_not_taken_for_an_erased_one(forge: Forge) -> None:
    clash(forge)
    merge(forge)
    run(forge, "resolve")
    forge.commit("Merge main")
    forge.replace(path_of(NEW[0]), "  name: 示例王甲厂", "  name: 示例王甲建材厂")
    forge.commit("Correct")
    assert [line for line in forge.findings() if "C16" in line or "C17" in line] == []


def test_conflict_solved_with_theirs_tells_what_of_mine_is_lost(forge: Forge) -> None:
    clash(forge)
    merge(forge)
    forge.git("checkout", "--theirs", "records")
    forge.commit("Merge main")
    assert forge.findings() == [f"{path_of(one)}:1:1 提醒 C17" for one in NEW]


def test_step_of_another_branch_that_a_merge_left_out_is_told(forge: Forge) -> None:
    """Main has neither; what is in dispute lives in two branches that were merged."""
    of = "LS19-990200-R03-P02-005"
    forge.both_append(of, event(), event(result="不到位"))
    forge.git("branch", "colleague", "main")
    forge.git("branch", "--force", "old", "main~1")
    forge.git("merge", "--quiet", "colleague", may_fail=True)
    forge.git("checkout", "--ours", "records")
    forge.commit("Merge colleague")
    said = forge.check(base="old").out
    assert f"{path_of(of)}:1:1 提醒 C17\n    {of} 的经过“核查”（2019-08-20）在提交" in said


def test_number_that_was_used_and_deleted_is_not_given_again(forge: Forge) -> None:
    record(forge, WANG[0], MOVED[0], "示例旧厂")
    forge.commit("Old")
    forge.remove(path_of(MOVED[0]))
    forge.commit("Delete")
    clash(forge)
    merge(forge)
    assert f"→ {GROUP}-007" in run(forge, "resolve").out


def test_in_a_rebase_nothing_is_moved_and_the_way_is_said(forge: Forge) -> None:
    clash(forge)
    forge.git("rebase", "main", may_fail=True)
    outcome = run(forge, "resolve")
    assert (outcome.code, "git rebase --abort" in outcome.err) == (3, True)


def test_file_in_which_both_name_the_number_is_left_to_a_reader(forge: Forge) -> None:
    clash(forge)
    forge.go("main")
    forge.write(ACTION, f"# 王：见 {NEW[0]}\n" + forge.read(ACTION))
    forge.commit()
    forge.go("topic")
    merge(forge)
    said = run(forge, "resolve").out
    assert f"指自己那条的改成新编号：\n  {ACTION}\n" in said
    assert f"见 {NEW[0]} 和 {MOVED[1]}。" in forge.read(ACTION)


SERIALS = [kind for kind in KINDS if kind.serial]


@pytest.mark.parametrize("kind", SERIALS, ids=lambda kind: kind.name)
def test_records_of_every_numbered_kind_move(kind: object, forge: Forge) -> None:
    assert kind in KINDS
    files = (forge.root / "records" / kind.folder).rglob("*.yml")  # type: ignore[attr-defined]
    path = min(files).relative_to(forge.root).as_posix()
    old = str((raw_file(path, forge.read(path).encode()).content or {})["id"])
    new = old[:-1] + "8"
    there = path_of(new)
    for name in ("topic", "main"):
        forge.branch(name) if name != "main" else forge.go(name)
        forge.write(there, forge.read(path).replace(old, new) + f"# {name}\n")
        forge.commit()
    forge.go("topic")
    merge(forge)
    assert run(forge, "resolve", there).out.startswith(
        f"换了序号的记录 1 条：\n  {new} → {old[:-1]}9；原处是对方的那一条\n"
    )
    assert forge.read(there).endswith("# main\n")
    assert forge.read(path_of(old[:-1] + "9")).endswith("# topic\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--base", "main", WANG[0]), "不是这个分支新建的带序号的记录"),
        (("--base", "main", "990100"), "不是这个分支新建的带序号的记录"),
        (("--base", "nowhere"), "没有 'nowhere' 这个提交"),
        (("--base", " "), "--base 是空的"),
    ],
)
def test_what_can_not_be_renumbered_is_said(
    words: tuple[str, ...], said: str, forge: Forge
) -> None:
    clash(forge)
    before = forge.git("status", "--porcelain")
    outcome = run(forge, "renumber", *words)
    assert outcome.code in (2, 3)
    assert said in outcome.err
    assert forge.git("status", "--porcelain") == before


def test_renumber_while_merging_sends_to_resolve(forge: Forge) -> None:
    clash(forge)
    merge(forge)
    assert "运行 lantian resolve" in run(forge, "renumber").err


def test_only_named_records_move_and_work_in_progress_counts(forge: Forge) -> None:
    clash(forge)
    record(forge, WANG[0], f"{GROUP}-009", "示例李丙厂")
    said = run(forge, "renumber", "--base", "main", path_of(NEW[1])).out
    assert f"  {NEW[1]} → {GROUP}-010\n" in said
    assert (forge.root / path_of(NEW[0])).is_file()
    assert f"见 {NEW[0]} 和 {GROUP}-010。" in forge.read(ACTION)


def test_identity_of_an_issue_does_not_hang_on_what_may_be_added(forge: Forge) -> None:
    path = path_of(WANG[0])
    text = forge.read(path)
    more = text.replace("\nkind: ", "\nhandling: 示例\nkind: ")
    other = text.replace("step: 排查", "step: 排查\n  note: 示例")
    assert identity(raw_file(path, text.encode())) == identity(raw_file(path, more.encode()))
    assert identity(raw_file(path, text.encode())) == identity(raw_file(path, other.encode()))
    assert identity(raw_file(path, b"[")) is None


@pytest.mark.parametrize(
    ("path", "old", "new", "same"),
    [
        (path_of(WANG[0]), "\n  name: 示例", "\n  name: 示例别的", False),
        (path_of(WANG[0]), "\n- date: 2019-0", "\n- date: 2018-0", False),
        (TASK, "due: 2019-10", "due: 2019-11", True),
        (TASK, "measure: ", "measure: 另", False),
        (ACTION, "kind: ", "handling: 示例\nkind: ", True),
        (ACTION, "\ndate: 2019", "\ndate: 2018", False),
        ("records/bulletins/LS19/20190701-1.yml", "title: ", "title: 另", False),
        (
            "records/bulletins/LS19/20190701-1.yml",
            "source:\n",
            "source:\n  reliability: 示例\n",
            True,
        ),
        ("records/visits/LS19/R01/990100.yml", "sites: ", "sites: 1", True),
    ],
)
def test_what_makes_a_record_this_one_is_marked_in_its_model(
    path: str, old: str, new: str, same: bool
) -> None:
    text = (SAMPLE / path).read_text(encoding="utf-8")
    assert old in text
    other = raw_file(path, text.replace(old, new, 1).encode())
    assert (identity(raw_file(path, text.encode())) == identity(other)) is same
