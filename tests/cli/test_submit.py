"""`lantian submit` on real Git: what is committed and pushed, and what is left alone where not."""

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.core.forges import proposal_link, repository_address, told_link
from tests.pull_requests import OPEN, Forge, event, path_of
from tests.running import Outcome, lantian

NEW = "LS19-990200-R03-P02-777"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings and no identity of the machine."""
    for name in [name for name in os.environ if name.startswith("GIT_") or name == "EMAIL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A clone whose user has a name; its branch main is on the remote."""
    made = Forge(tmp_path / "clone")
    made.git("config", "user.name", "示例录入员")
    made.git("config", "user.email", "clerk@example.invalid")
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", made.root, tmp_path / "remote.git"], check=True
    )
    made.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    made.git("fetch", "--quiet", "origin")
    return made


def submit(forge: Forge, *words: str) -> Outcome:
    return lantian("submit", "--root", forge.root, *words)


def state(forge: Forge) -> Sequence[str]:
    """All branches, what is checked out, and what is not committed."""
    return [
        forge.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads"),
        forge.git("rev-parse", "HEAD", "--abbrev-ref", "HEAD"),
        forge.git("status", "--porcelain"),
    ]


def branch(forge: Forge) -> str:
    return forge.git("branch", "--show-current")


def remote_head(forge: Forge, name: str) -> str:
    return forge.git("ls-remote", "origin", f"refs/heads/{name}").partition("\t")[0]


def test_records_are_committed_on_a_branch_of_their_own_and_pushed(forge: Forge) -> None:
    """Files elsewhere stay as they are, staged or not, also one that is staged."""
    forge.copy_elsewhere(OPEN, NEW)
    forge.append(OPEN)
    forge.write("notes.txt", "示例")
    forge.write("staged.txt", "示例")
    forge.git("add", "staged.txt")
    main = forge.git("rev-parse", "main")
    said = submit(forge)
    assert said.code == 0, said.err
    name = branch(forge)
    assert name.startswith("record-LS19-990200-R03-P02-")
    assert forge.git("rev-parse", "main", "HEAD~") == f"{main}\n{main}"
    changed = forge.git("show", "--format=", "--name-only").splitlines()
    assert sorted(changed) == sorted([path_of(NEW), path_of(OPEN)])
    assert forge.git("log", "-1", "--format=%an <%ae>%n%B") == (
        "示例录入员 <clerk@example.invalid>\n"
        "LS19-990200-R03-P02：新增 1 个问题，1 个问题记上核查\n\n"
        f"修改：{OPEN}\n新增：{NEW}"
    )
    assert forge.git("status", "--porcelain").splitlines() == ["A  staged.txt", "?? notes.txt"]
    assert remote_head(forge, name) == forge.git("rev-parse", "HEAD")
    assert "新问题 1 个：" in said.out
    assert "records 以外还有 2 个文件没有提交" in said.out
    assert said.out.endswith(f"下一步：由管理这个仓库的人把分支 {name} 合并到 main。\n")


def test_own_message_comes_first_and_the_summary_below(forge: Forge) -> None:
    forge.append(OPEN)
    assert submit(forge, "-m", " 补录核查结果 ").code == 0
    subject, body = forge.git("log", "-1", "--format=%s%n%b").split("\n", 1)
    assert subject == "补录核查结果"
    assert body.startswith(f"{OPEN}：1 个问题记上核查")


def test_branch_that_is_checked_out_is_gone_on_with(forge: Forge) -> None:
    forge.branch("topic")
    forge.append(OPEN)
    assert submit(forge).code == 0
    forge.copy_elsewhere(OPEN, NEW)
    said = submit(forge)
    assert (said.code, branch(forge)) == (0, "topic")
    assert forge.git("log", "-1", "--format=%s") == f"{NEW}：新增 1 个问题"
    assert remote_head(forge, "topic") == forge.git("rev-parse", "topic")


def test_detached_head_gets_a_branch(forge: Forge) -> None:
    forge.git("checkout", "--quiet", "--detach")
    forge.append(OPEN)
    assert submit(forge).code == 0
    assert branch(forge).startswith(f"record-{OPEN}-")


def test_nothing_changed_is_said_and_nothing_done(forge: Forge) -> None:
    forge.write("notes.txt", "示例")
    before = state(forge)
    assert submit(forge) == Outcome(0, "records 没有改动，没有要提交的。\n", "")
    assert state(forge) == before


def exclude(forge: Forge) -> str:
    forge.copy_elsewhere(OPEN, NEW)
    forge.write(".git/info/exclude", "*-777.yml\n")
    return path_of(NEW)


def exclude_folder(forge: Forge) -> str:
    forge.copy_elsewhere(OPEN, NEW)
    forge.write(".git/info/exclude", "records/issues/\n")
    return path_of(NEW)


def assume_unchanged(forge: Forge) -> str:
    forge.git("update-index", "--assume-unchanged", path_of(OPEN))
    forge.append(OPEN)
    return path_of(OPEN)


def skip_worktree(forge: Forge) -> str:
    forge.git("update-index", "--skip-worktree", path_of(OPEN))
    forge.append(OPEN)
    return path_of(OPEN)


@pytest.mark.parametrize("hide", [exclude, exclude_folder, assume_unchanged, skip_worktree])
def test_record_that_git_does_not_look_at_is_named(
    forge: Forge, hide: Callable[[Forge], str]
) -> None:
    """Alone, and beside one that would go in."""
    path = hide(forge)
    before = state(forge)
    said = submit(forge)
    assert (said.code, f"没有提交：{path}" in said.err) == (3, True), said
    assert state(forge) == before


def test_marked_record_that_is_not_there_or_not_changed_stops_nothing(forge: Forge) -> None:
    forge.git("update-index", "--skip-worktree", path_of(OPEN))
    forge.remove(path_of(OPEN))
    forge.git("update-index", "--assume-unchanged", "records/vocabulary.yml")
    assert submit(forge).out == "records 没有改动，没有要提交的。\n"


def test_deleted_record_and_wrong_step_are_refused_and_nothing_is_done(forge: Forge) -> None:
    """The first by `check --base` alone, the second by `check`."""
    text = forge.read(path_of(OPEN))
    for reason in ("C", "T"):
        forge.remove(path_of(OPEN)) if reason == "C" else forge.append(OPEN, event(result="无"))
        before = state(forge)
        said = submit(forge)
        assert said.code == 1
        assert f" 错误 {reason}" in said.out
        assert "没有提交，文件和分支都没有变" in said.err
        assert state(forge) == before
        forge.write(path_of(OPEN), text)


def test_errors_that_others_made_do_not_stop_a_submission(forge: Forge) -> None:
    forge.replace("records/rounds/LS19/R01.yml", "LS19-R01", "LS19-R09")
    forge.commit("Broken by others")
    forge.git("push", "--quiet", "origin", "main")
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 0, said.out
    assert "其他文件里还有错误" in said.err


def test_without_a_name_it_is_said_how_to_set_one(forge: Forge) -> None:
    forge.git("config", "--unset", "user.email")
    forge.append(OPEN)
    before = state(forge)
    said = submit(forge)
    assert said.code == 3
    assert 'git config --global user.email "邮箱"' in said.err
    assert state(forge) == before


def test_unfinished_merge_is_refused(forge: Forge) -> None:
    forge.both_append(OPEN, event(), event(date="2019-08-21"))
    forge.git("merge", "--quiet", "main", may_fail=True)
    said = submit(forge)
    assert said.code == 3
    assert "lantian resolve" in said.err


def test_rejected_push_keeps_the_commit_and_is_taken_up_again(forge: Forge) -> None:
    """Somebody else has pushed to the branch of this name meanwhile."""
    forge.branch("topic")
    forge.git("push", "--quiet", "origin", "topic")
    forge.git("commit", "--quiet", "--allow-empty", "--message", "Theirs")
    forge.git("push", "--quiet", "origin", "topic")
    forge.git("reset", "--quiet", "--hard", "main")
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 3
    assert "有你这里没有的提交，没有推送；记录已经提交在本机的分支 topic 上，没有丢" in said.err
    assert "git pull --rebase origin topic，再运行 lantian submit" in said.err
    forge.git("pull", "--quiet", "--rebase", "origin", "topic")
    again = submit(forge)
    assert again.code == 0, again.err
    assert "records 没有新的改动；分支 topic 上还有没合并的提交" in again.out
    assert remote_head(forge, "topic") == forge.git("rev-parse", "HEAD")


def test_words_of_a_server_that_refuses_are_shown(forge: Forge, tmp_path: Path) -> None:
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 示例：分支须以 city- 开头; exit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 3
    assert "示例：分支须以 city- 开头" in said.err
    assert "远程仓库按它的规则不接受，没有推送" in said.err


def test_a_lock_of_another_git_program_is_named_with_its_mend(forge: Forge) -> None:
    lock = forge.root / ".git/index.lock"
    lock.touch()
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 3
    assert "没有提交：别的 Git 程序正占着这个仓库" in said.err
    assert "index.lock”" in said.err
    assert "remove" not in said.err
    lock.unlink()
    assert submit(forge).code == 0


def test_a_transport_that_is_not_allowed_is_said(forge: Forge) -> None:
    forge.git("remote", "set-url", "origin", "ext::sh -c false")
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 3
    assert "远程仓库的地址不是允许的传输方式，没有推送" in said.err
    assert "运行 git remote set-url origin 地址" in said.err
    assert "not allowed" not in said.err


def test_remote_that_is_gone_and_no_remote_are_said(forge: Forge, tmp_path: Path) -> None:
    (tmp_path / "remote.git").rename(tmp_path / "moved.git")
    forge.append(OPEN)
    said = submit(forge)
    assert said.code == 3
    assert "没有取到 origin 的最新记录" in said.err
    assert "连不上远程仓库，没有推送" in said.err
    forge.git("remote", "remove", "origin")
    alone = submit(forge)
    assert alone.code == 0
    assert f"git switch main 和 git merge --no-ff {branch(forge)}" in alone.out


def test_hooks_of_the_repository_do_not_run(forge: Forge) -> None:
    hook = forge.root / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    forge.append(OPEN)
    assert submit(forge).code == 0


def test_without_git_or_any_commit_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert "不在 Git 仓库里，没有提交" in lantian("submit", "--root", tmp_path).err
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert "还没有任何提交" in lantian("submit", "--root", tmp_path).err


LINKS = {
    "git@github.com:example/ledger.git": (
        "https://github.com/example/ledger/compare/main...record-1?expand=1"
    ),
    "https://user:secret@gitlab.example.cn:8443/a/b/ledger.git": (
        "https://gitlab.example.cn:8443/a/b/ledger/-/merge_requests/new?"
        "merge_request%5Bsource_branch%5D=record-1&merge_request%5Btarget_branch%5D=main"
    ),
    "git@gitee.com:example/ledger.git": (
        "https://gitee.com/example/ledger/pull/new/example:record-1...example:main"
    ),
    "ssh://git@codeberg.org/example/ledger.git": (
        "https://codeberg.org/example/ledger/compare/main...record-1"
    ),
    "ssh://git@gitea.example.cn:2222/示例/ledger": (
        "https://gitea.example.cn/%E7%A4%BA%E4%BE%8B/ledger/compare/main...record-1"
    ),
    "https://git.example.cn/example/ledger.git": None,
}


@pytest.mark.parametrize("url", LINKS)
def test_link_of_each_forge_and_no_password_in_it(url: str) -> None:
    address = repository_address(url)
    assert address
    assert proposal_link(address, "record-1", "main") == LINKS[url]
    assert "secret" not in address.page


@pytest.mark.parametrize("url", ["/srv/ledger.git", "../ledger", "C:\\ledger", "file:///srv/a.git"])
def test_folder_has_no_page(url: str) -> None:
    assert repository_address(url) is None


def test_link_that_a_forge_gives_itself_is_taken_and_no_other() -> None:
    address = repository_address("https://git.example.cn/example/ledger.git")
    assert address
    told = "remote: Create a new pull request:\nremote:   {}/example/ledger/compare/main...x\n"
    own = told.format("https://git.example.cn")
    assert told_link(own, address) == "https://git.example.cn/example/ledger/compare/main...x"
    assert told_link(told.format("https://elsewhere.example"), address) is None
