"""Changed records as a commit on a branch of their own, and that branch on the remote.

The commit is made beside the work tree and the branch, so that it can be judged before anything
changes. What is checked, and what is said of it, is left to the command. See decision 0096.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.audit.complaints import in_chinese
from generator.audit.git import Repository, as_user, ask, changed_paths
from generator.audit.log import branch
from generator.audit.worktree import own_index
from generator.core.findings import WorkError

_HEADS = "refs/heads/"
_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


def current_branch(repo: Repository) -> str:
    """Return the short name of the branch that is checked out; "" where none is."""
    return branch(repo).removeprefix(_HEADS)


def refuse_unfinished(repo: Repository) -> None:
    """Raise WorkError in the middle of a merge: what lies there is half of two changes."""
    if any((Path(repo.git_dir) / name).exists() for name in _UNFINISHED):
        raise WorkError(
            "上一次合并还没有完成，没有提交",
            "有冲突的先运行 lantian resolve，再 git commit；不要这次合并的运行 git merge --abort",
        )


def identity(repo: Repository, role: str) -> tuple[str, str] | None:
    """Return the name and the mail address that Git has for AUTHOR or COMMITTER; None for none."""
    done = as_user(repo, "-c", "user.useConfigOnly=true", "var", f"GIT_{role}_IDENT")
    found = _IDENTITY.match(done.stdout.decode("utf-8", "replace"))
    return (found[1], found[2]) if found and not done.returncode else None


_IDENTITY = re.compile(r"(.*) <([^>]*)> ")


def refuse_unnamed(repo: Repository) -> None:
    """Raise WorkError where Git does not know whose commit it would be: it must not guess."""
    for role in ("AUTHOR", "COMMITTER"):
        if identity(repo, role) is None:
            raise WorkError(
                "Git 不知道录入的人是谁，没有提交",
                '先运行 git config --global user.name "姓名" 和 '
                'git config --global user.email "邮箱"，再运行一次',
            )


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """A tree with the changed records, on no branch yet; `parent` is what is checked out."""

    repo: Repository
    parent: str
    tree: str
    paths: Sequence[str]

    def commit(self, message: str, variables: Mapping[str, str] | None = None) -> str:
        """Return the name of a commit of it, signed where its user signs all commits.

        `variables` name an author or a committer other than the user.
        """
        signs = ask(self.repo, "config", "--type=bool", "commit.gpgsign", fine=(0, 1)).strip()
        signed = ("-S",) if signs == b"true" else ()
        words = ("commit-tree", self.tree, "-p", self.parent, *signed, "-F", "-")
        done = as_user(self.repo, *words, given=message.encode(), variables=variables)
        if done.returncode:
            raise WorkError(
                f"没有提交成：{in_chinese(done.stderr)}",
                "什么也没有改动；查看 Git 的签名设置（commit.gpgsign），再运行一次",
            )
        return done.stdout.decode().strip()

    def put(self, name: str, commit: str) -> None:
        """Make a commit the end of a branch, new or checked out, and go there.

        The index first: if this is killed, the records are staged and nothing else is different.
        """
        paths = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in self.paths)
        listed = ("--pathspec-from-file=-", "--pathspec-file-nul")
        reset = ("--literal-pathspecs", "reset", "--quiet", commit, *listed)
        is_new = current_branch(self.repo) != name
        move = ("update-ref", "-m", "lantian submit", f"{_HEADS}{name}", commit)
        _done(self.repo, *reset, given=paths)
        _done(self.repo, *move, "0" * len(commit) if is_new else self.parent)
        if is_new:
            _done(self.repo, "symbolic-ref", "-m", "lantian submit", "HEAD", f"{_HEADS}{name}")


def draft(repo: Repository, under: str, parent: str) -> SubmitDraft | None:
    """Return what differs below a folder from the commit that is checked out; None for nothing."""
    paths = sorted(changed_paths(repo, under=under))
    if not paths:
        return None
    listed = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
    with TemporaryDirectory(prefix="lantian-submit-") as folder:
        index = Path(folder) / "index"
        ask(repo, "read-tree", parent, index=index)
        words = ("--literal-pathspecs", "add", "--all", "--pathspec-from-file=-")
        ask(repo, *words, "--pathspec-file-nul", given=listed, index=index)
        tree = ask(repo, "write-tree", index=index).decode().strip()
    if tree == ask(repo, "rev-parse", f"{parent}^{{tree}}").decode().strip():
        return None
    return SubmitDraft(repo, parent, tree, paths)


def hidden_paths(repo: Repository, under: str) -> list[str]:
    """Return the records below a folder that Git leaves out of a commit: new or changed ones.

    Ignored by whatever list, or marked so that Git does not look whether they were changed.
    A record that is marked and not there is that of a sparse checkout.
    """
    with TemporaryDirectory(prefix="lantian-submit-") as folder:
        index = own_index(repo, Path(folder))
        found = set(changed_paths(repo, "--ignored=traditional", under=under, index=index))
    found -= set(changed_paths(repo, under=under))
    there = (path for path in found if (Path(repo.working_dir) / path).is_file())
    return sorted(path for path in there if path.lower().endswith(_RECORD))


_RECORD = (".yml", ".yaml")


def refuse_hidden(repo: Repository, under: str) -> None:
    """Raise WorkError that names the records that would silently not be submitted."""
    found = hidden_paths(repo, under)
    if not found:
        return
    more = f" 等 {len(found)} 个" if len(found) > _NAMED else ""
    raise WorkError(
        "有记录文件 Git 不看，提交里不会有，没有提交：" + "、".join(found[:_NAMED]) + more,
        "运行 git check-ignore -v 文件，删去 .gitignore 或 .git/info/exclude 里使它被忽略的一行；"
        "没有显示哪一行的，运行 git update-index --no-assume-unchanged --no-skip-worktree 文件",
    )


_NAMED = 10


def deeds(repo: Repository, before: str, after: str, under: str) -> list[tuple[str, str]]:
    """Return letter (A, M, D) and path of each file below a folder that differs."""
    words = ("diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after, "--", under)
    parts = ask(repo, *words).decode("utf-8", "replace").split("\0")[:-1]
    return list(zip(parts[::2], parts[1::2], strict=True))


def others_changed(repo: Repository, under: str) -> int:
    """Return how many files elsewhere differ: they are not part of a submission."""
    return sum(not path.startswith(under) for path in changed_paths(repo, under=":/"))


def _done(repo: Repository, *words: str, given: bytes = b"") -> None:
    done = as_user(repo, *words, given=given)
    if lock := _LOCK.search(done.stderr.decode("utf-8", "replace")) if done.returncode else None:
        raise WorkError(
            f"没有提交：别的 Git 程序正占着这个仓库，或者它没有正常结束，留下了“{lock[1]}”",
            "等它做完，或者关掉它，再运行一次；确定没有别的 Git 程序在运行的，删去这个文件再运行；"
            "记录还在原处，内容没有变",
        )
    if done.returncode:
        raise WorkError(
            f"没有提交成：{in_chinese(done.stderr)}",
            "记录还在原处，内容没有变；关掉别的 Git 程序，再运行一次",
        )


_LOCK = re.compile(r"'([^'\n]+\.lock)': File exists")


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote that is pushed to: its name and its address."""

    name: str
    url: str


def remote_of(repo: Repository, name: str) -> Remote | None:
    """Return the remote for a branch: its own, the one set for all, `origin`, or the only one."""
    known = ask(repo, "remote").decode().split()
    asked = (f"branch.{name}.pushRemote", f"branch.{name}.remote", "remote.pushDefault")
    wanted = [ask(repo, "config", one, fine=(0, 1)).decode().strip() for one in asked]
    for one in (*wanted, "origin", *(known if len(known) == 1 else ())):
        if one in known:
            url = ask(repo, "remote", "get-url", "--push", one).decode("utf-8", "replace").strip()
            return Remote(one, url)
    return None


def fetch(repo: Repository, remote: Remote, name: str, *, asks: bool) -> bool:
    """Bring the target branch up to date; return whether that was possible."""
    spec = f"+{_HEADS}{name}:refs/remotes/{remote.name}/{name}"
    words = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", remote.name, spec)
    return not as_user(repo, *words, asks=asks).returncode


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answer to a push: why it was refused ("" where it was not), the mend, what was told."""

    reason: str
    mend: str
    told: str


_REFUSALS = (
    (("' not allowed", "Unable to find remote helper"), "远程仓库的地址不是允许的传输方式",
     "运行 git remote set-url {remote} 地址，写 https:// 或者 ssh 的地址"),
    (("[rejected]", "non-fast-forward", "fetch first"), "远程仓库的这个分支上有你这里没有的提交",
     "先运行 git pull --rebase {remote} {branch}"),
    (("protected branch", "pre-receive", "hook declined", "GH006", "[remote rejected]"),
     "远程仓库按它的规则不接受", "照上面远程仓库的话改好，或者问管理员"),
    (("Authentication failed", "Permission denied", "could not read Username", "403", "401",
      "terminal prompts disabled"),
     "远程仓库不认你的账号，或者账号没有写入权限", "查对账号、口令或密钥，没有权限的向管理员申请"),
    (("Could not resolve host", "Could not read from remote", "unable to access", "timed out",
      "does not appear to be a git repository", "Connection refused", "not found"),
     "连不上远程仓库", "检查网络和地址（git remote -v）"),
)  # fmt: skip
"""What Git or the server says → the reason and the mend, the surest first."""


def push(repo: Repository, remote: Remote, name: str, *, asks: bool) -> Pushed:
    """Push a branch under its own name, never by force."""
    spec = f"{_HEADS}{name}:{_HEADS}{name}"
    done = as_user(repo, "push", "--porcelain", "--set-upstream", remote.name, spec, asks=asks)
    told = (done.stderr + done.stdout).decode("utf-8", "replace")
    if not done.returncode:
        return Pushed("", "", told)
    for signs, reason, mend in _REFUSALS:
        if any(sign in told for sign in signs):
            return Pushed(reason, mend.format(remote=remote.name, branch=name), told)
    return Pushed(f"Git 没有推送成：{in_chinese(done.stderr)}", "改好以后", told)
