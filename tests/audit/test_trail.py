"""The audit trail from real histories: who recorded which event, and what changed afterwards."""

from pathlib import Path

import pytest

from generator.audit.reader import read_audit
from generator.core.findings import WorkError
from tests.making_git import ISSUE, OTHER, History, event, issue, signers, told


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "台账")


def test_each_event_is_signed_by_the_commit_that_brought_it(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    history.commit({ISSUE: issue(event(0), event(1), event(2))}, who="王五")
    audit = history.audit()
    assert told(audit) == [
        "张三 created ",
        "张三 event 2019-07-01 排查",
        "李四 event 2019-07-02 审核",
        "王五 event 2019-07-03 督办",
    ]
    assert signers(audit) == [["张三"], ["李四"], ["王五"]]
    assert audit.head.id == history.head
    assert audit.blob(ISSUE) == history.git("rev-parse", f"HEAD:{ISSUE}")


def test_two_events_in_one_commit_are_two_entries_of_it(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.commit({ISSUE: issue(event(0), event(1), event(2))}, who="李四")
    assert signers(history.audit()) == [["张三"], ["李四"], ["李四"]]


def test_events_in_another_style_are_read_by_parsing(history: History) -> None:
    flow = "- {date: 2019-07-09, step: 销号}\n"
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.commit({ISSUE: issue(event(0), flow)}, who="李四")
    assert told(history.audit())[-1] == "李四 event 2019-07-09 销号"


def test_author_who_changes_name_keeps_the_old_one_on_old_commits(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="Zhang San")
    history.commit({ISSUE: issue(event(0), event(1))}, who="张三")
    history.commit({".mailmap": "王五 <secret@example.invalid>\n"})
    assert signers(history.audit()) == [["Zhang San"], ["张三"]]


def test_mail_addresses_never_get_in(history: History) -> None:
    history.commit({ISSUE: issue()}, who="zhang@example.org 张三")
    (entry, *_) = history.audit().trail(ISSUE).entries
    commit = history.audit().commit(entry)
    assert commit
    assert commit.author == "（邮箱不公开） 张三"
    assert "example" not in repr(history.audit())
    kept = b"".join(file.read_bytes() for file in (history.root / ".build").iterdir())
    assert b"example" not in kept


def test_rewritten_event_is_marked_with_what_it_was(history: History) -> None:
    history.commit({ISSUE: issue(event(0), event(1, due="2019-08-01"))}, who="张三")
    history.commit({ISSUE: issue(event(0), event(1, due="2019-12-01"))}, who="李四")
    audit = history.audit()
    assert told(audit)[-1] == "李四 event-changed 2019-07-02 审核 loud"
    changed = audit.trail(ISSUE).entries[-1]
    assert (changed.was, changed.now) == ("整改期限 2019-08-01", "整改期限 2019-12-01")
    assert signers(audit) == [["张三"], ["张三", "李四"]]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (issue(event(0)), "李四 event-removed 2019-07-02 审核 loud"),
        (issue(event(0), event(3), event(1)), "李四 inserted 2019-07-04 整改 loud"),
        (issue(event(1), event(0)), "李四 reordered loud"),
        (issue(event(0), event(1), found="别的"), "李四 field found"),
        ("id: x\nid: [\n", "李四 broken loud"),
        (None, "李四 deleted loud"),
    ],
)
def test_what_is_not_an_append_is_named(history: History, after: str | None, said: str) -> None:
    history.commit({ISSUE: issue(event(0), event(1))}, who="张三")
    history.commit({ISSUE: after}, who="李四")
    assert told(history.audit())[-1].replace("  ", " ") == said


def test_record_that_comes_back_is_compared_with_what_it_was(history: History) -> None:
    history.commit({ISSUE: issue(event(0), event(1))}, who="张三")
    history.commit({ISSUE: None}, who="李四")
    history.commit({ISSUE: issue(event(0), event(1, by="别组"))}, who="李四")
    assert told(history.audit())[-3:] == [
        "李四 deleted loud",
        "李四 created ",
        "李四 event-changed 2019-07-02 审核 loud",
    ]


def test_file_that_was_unreadable_for_a_while_is_compared_with_what_it_was(
    history: History,
) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.commit({ISSUE: "events: [\n"}, who="李四")
    history.commit({ISSUE: issue(event(0, by="别组"))}, who="李四")
    assert told(history.audit())[-2:] == [
        "李四 broken loud",
        "李四 event-changed 2019-07-01 排查 loud",
    ]


def test_merged_branch_keeps_its_authors(history: History) -> None:
    history.commit({ISSUE: issue(event(0)), OTHER: issue()}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({OTHER: issue(event(0), event(1))}, who="王五")
    history.merge("work", who="合并人")
    audit = history.audit()
    assert signers(audit) == [["张三"], ["李四"]]
    assert signers(audit, OTHER) == [["张三"], ["王五"]]
    assert not any("合并人" in line for line in told(audit) + told(audit, OTHER))


def test_both_sides_of_one_record_join_without_a_mark(history: History) -> None:
    history.commit({ISSUE: issue(found="a", demand="示例：b")}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(found="a2", demand="示例：b")}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({ISSUE: issue(found="a", demand="示例：b2")}, who="王五")
    history.merge("work", {ISSUE: issue(found="a2", demand="示例：b2")}, who="合并人")
    assert told(history.audit())[-2:] == ["王五 field demand", "李四 field found"]


def test_edit_hidden_in_a_merge_is_found(history: History) -> None:
    history.commit({ISSUE: issue(event(0)), OTHER: issue()}, who="张三")
    history.branch("work")
    history.commit({OTHER: issue(event(0), event(1))}, who="李四")
    history.merge("work", {ISSUE: issue(event(0), event(5))}, who="合并人")
    assert told(history.audit())[-1] == "合并人 event 2019-07-06 销号 merge"
    assert told(history.audit(), OTHER)[-1] == "李四 event 2019-07-02 审核"


def test_edit_hidden_in_a_merge_of_the_same_record_is_found(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    changed = issue(event(0), event(1), found="合并时写的")
    history.merge("work", {ISSUE: changed}, who="合并人")
    assert told(history.audit())[-2:] == [
        "李四 event 2019-07-02 审核",
        "合并人 field found merge",
    ]


def test_edit_hidden_in_a_merge_within_a_branch_is_found(history: History) -> None:
    history.commit({ISSUE: issue(event(0)), OTHER: issue()}, who="张三")
    history.branch("work")
    history.commit({"x.txt": "1"}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({OTHER: issue(event(0), event(1))}, who="王五")
    history.git("checkout", "--quiet", "work")
    history.git("merge", "--quiet", "--no-ff", "--no-commit", "main")
    history.commit({ISSUE: issue(event(0), event(5))}, who="暗改人")
    history.merge("work", who="合并人")
    assert told(history.audit())[-1] == "暗改人 event 2019-07-06 销号 merge"
    assert told(history.audit(), OTHER)[-1] == "王五 event 2019-07-02 审核"


def test_merge_that_merges_nothing_hides_nothing(history: History) -> None:
    first = history.commit({ISSUE: issue(event(0))}, who="张三")
    history.commit({ISSUE: issue(event(0), event(1))}, who="暗改人")
    tree = history.git("rev-parse", "HEAD^{tree}")
    history.git("reset", "--hard", "--quiet", first)
    parent = history.commit({"x.txt": "1"}, who="李四")
    words = ("commit-tree", tree, "-p", parent, "-p", first, "-m", "x")
    made = history.git(*words, who="暗改人")
    history.git("reset", "--hard", "--quiet", made)
    assert told(history.audit())[-1] == "暗改人 event 2019-07-02 审核 merge"


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_event_that_a_merge_leaves_out_is_named(history: History, side: str) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({ISSUE: issue(event(0), event(2))}, who="王五")
    kept = event(2) if side == "ours" else event(1)
    history.merge("work", {ISSUE: issue(event(0), kept)}, who="合并人")
    audit = history.audit()
    lost = "2019-07-02 审核" if side == "ours" else "2019-07-03 督办"
    assert f"合并人 dropped {lost} merge loud" in told(audit)
    assert signers(audit) == [["张三"], ["王五" if side == "ours" else "李四"]]


@pytest.mark.parametrize("is_fast_forward", [False, True])
def test_record_put_over_another_one_in_a_merge_is_told_by_who_wrote_each(
    history: History, *, is_fast_forward: bool
) -> None:
    """Both made one number; whoever merged kept theirs. Main may then follow either side."""

    def at(site: str) -> str:
        return issue(event(0)).replace("id: x\n", f"id: x\nsite: {site}\n")

    history.commit({OTHER: issue()}, who="张三")
    history.branch("li")
    history.commit({ISSUE: at("李")}, who="李四", day="2019-07-12")
    history.git("checkout", "--quiet", "main")
    history.commit({ISSUE: at("王")}, who="王五", day="2019-07-11")
    history.git("checkout", "--quiet", "li")
    history.git("merge", "--quiet", "--strategy=ours", "--no-commit", "main")
    history.commit({}, who="李四", day="2019-07-13")
    if is_fast_forward:
        assert told(history.audit()) == [
            "李四 created ",
            "李四 event 2019-07-01 排查",
            "李四 dropped 同号的另一条 x merge loud",
        ]
    else:
        history.merge("li", who="合并人", day="2019-07-14")
        assert told(history.audit()) == [
            "王五 created ",
            "王五 event 2019-07-01 排查",
            "李四 field site",
        ]
    assert signers(history.audit()) == [["李四" if is_fast_forward else "王五"]]


def test_mistake_mended_before_the_merge_is_only_a_draft(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    history.commit({ISSUE: issue(event(0), event(1, by="改过的组"))}, who="李四")
    history.merge("work", who="合并人")
    assert told(history.audit())[-1] == "李四 event-changed 2019-07-02 审核 draft"


def test_octopus_and_unrelated_roots_are_read(history: History) -> None:
    history.commit({ISSUE: issue()}, who="张三")
    for name, path in (("one", OTHER), ("two", OTHER.replace("002", "003"))):
        history.git("checkout", "--quiet", "--orphan", name)
        history.git("rm", "-rfq", "--ignore-unmatch", ".")
        history.commit({path: issue()}, who=name)
    history.git("checkout", "--quiet", "main")
    history.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "x", "one")
    history.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "x", "two")
    assert told(history.audit(), OTHER)[0] == "one created "


def test_uncommitted_change_has_no_author(history: History) -> None:
    history.commit({ISSUE: issue(event(0)), OTHER: issue()}, who="张三")
    history.write(ISSUE, issue(event(0), event(1)))
    audit = history.audit()
    assert audit.uncommitted == {ISSUE}
    assert signers(audit) == [["张三"], ["?"]]
    assert audit.blob(ISSUE) == ""
    assert audit.blob(OTHER) != ""
    history.commit({}, who="李四")
    assert signers(history.audit()) == [["张三"], ["李四"]]


def test_ignored_record_counts_as_uncommitted(history: History) -> None:
    history.commit({ISSUE: issue(), ".gitignore": "*002.yml\n"})
    history.write(OTHER, issue())
    assert history.audit().uncommitted == {OTHER}


def test_register_below_the_top_and_chinese_names(tmp_path: Path) -> None:
    history = History(tmp_path / "仓库 1", "登记/册")
    history.commit({ISSUE: issue(), "../别的/records/a.yml": "a: b\n"}, who="王 “五” <x")
    audit = history.audit()
    assert list(audit.trails) == [ISSUE]
    assert signers(audit) == [["王 “五” x"]]


def test_folder_without_git_has_no_trail(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert read_audit(tmp_path) is None


def test_repository_without_commits_has_no_trail(history: History) -> None:
    assert read_audit(history.root) is None


def test_shallow_clone_is_refused_with_the_command_that_mends_it(
    history: History, tmp_path: Path
) -> None:
    history.commit({ISSUE: issue(event(0))})
    history.commit({ISSUE: issue(event(0), event(1))})
    history.git("clone", "--quiet", "--depth=1", history.top.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(WorkError) as caught:
        read_audit(tmp_path / "shallow")
    assert "浅克隆" in caught.value.message
    assert "git fetch --unshallow" in caught.value.hint


def test_rewritten_history_is_noticed_and_read_again(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    lost = history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    assert history.audit().rewritten == ()
    history.git("reset", "--hard", "--quiet", "HEAD~1")
    history.commit({ISSUE: issue(event(0), event(2))}, who="王五")
    audit = history.audit()
    assert audit.rewritten == (lost,)
    assert signers(audit) == [["张三"], ["王五"]]
    assert history.audit().rewritten == (lost,)


def test_another_branch_is_not_a_rewritten_history(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1))}, who="李四")
    history.audit()
    history.git("checkout", "--quiet", "main")
    assert history.audit().rewritten == ()
    assert signers(history.audit()) == [["张三"]]


def test_main_line_that_changes_sides_is_read_again(history: History) -> None:
    history.commit({ISSUE: issue(event(0))}, who="张三")
    history.branch("work")
    history.commit({OTHER: issue()}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({ISSUE: issue(event(0), event(1))}, who="王五")
    history.audit()
    history.git("checkout", "--quiet", "work")
    history.git("merge", "--quiet", "--no-ff", "-m", "x", "main")
    history.git("branch", "--quiet", "-f", "main", "work")
    history.git("checkout", "--quiet", "main")
    read_on = history.audit()
    (history.root / ".build/cache.db").unlink()
    assert dict(history.audit().trails) == dict(read_on.trails)
    assert read_on.rewritten == ()


def test_replaced_object_does_not_stand_in_for_the_recorded_one(history: History) -> None:
    first = history.commit({ISSUE: issue(event(0))}, who="张三")
    history.git("commit", "--quiet", "--amend", "--message=y", who="冒名", ok=True)
    fake = history.head
    history.git("reset", "--hard", "--quiet", first)
    history.git("replace", first, fake)
    assert signers(history.audit()) == [["张三"]]
