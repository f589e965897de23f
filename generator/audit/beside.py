"""Commits made beside the work tree: files put into a tree, a commit of it, a branch moved there.

Neither the index nor a file of the user is touched, so that a killed run leaves nothing half done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.audit.git import Repository, as_user, ask
from generator.core.findings import WorkError

_HEADS = "refs/heads/"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote what a commit holds; `made` is a time as Git takes it, "" for now."""

    name: str
    mail: str
    made: str = ""


def branch_end(repo: Repository, name: str) -> str | None:
    """Return the last commit of a branch; None where there is no such branch."""
    words = ("rev-parse", "--verify", "--quiet", f"{_HEADS}{name}^{{commit}}")
    return ask(repo, *words, fine=(0, 1)).decode().strip() or None


def refuse_branch_name(repo: Repository, name: str) -> None:
    """Raise WorkError where a branch can not be called so, or not beside those that are there.

    Not `check-ref-format --branch`: it takes @{-1} for the branch that was left.
    """
    is_odd = name.startswith(("-", "refs/")) or name == "HEAD"
    if is_odd or as_user(repo, "check-ref-format", f"{_HEADS}{name}").returncode:
        raise WorkError(f"分支不能叫 {name!r}", "换一个名称，只用字母、数字和短横线")
    parts = name.split("/")
    above = [f"{_HEADS}{'/'.join(parts[:end])}" for end in range(1, len(parts))]
    listed = ask(repo, "for-each-ref", "--format=%(refname)", *above, f"{_HEADS}{name}/")
    known = {one for one in listed.decode("utf-8", "replace").split("\n") if one}
    hindering = sorted(one for one in known if one in above or one.startswith(f"{_HEADS}{name}/"))
    if hindering:
        other = hindering[0].removeprefix(_HEADS)
        raise WorkError(f"已有分支 {other}，不能再有 {name}", "用 --branch 换一个名称")


def refuse_checked_out(repo: Repository, name: str) -> None:
    """Raise WorkError where a branch is checked out, here or in another work tree."""
    answer = ask(repo, "worktree", "list", "--porcelain", "-z").decode("utf-8", "replace")
    for place in answer.split("\0\0"):
        folder, *facts = place.split("\0")
        if f"branch {_HEADS}{name}" in facts:
            where = folder.removeprefix("worktree ")
            raise WorkError(
                f"“{where}”现在就在分支 {name} 上，收进来会与那里的文件不一致",
                "在那里先 git switch 到别的分支，或者用 --branch 换一个名称；"
                "那个文件夹已经删去的，运行 git worktree prune",
            )


def tree_with(repo: Repository, parent: str, files: Mapping[str, bytes]) -> str:
    """Return the tree of a commit with these files changed (path from the top → content)."""
    with TemporaryDirectory(prefix="lantian-tree-") as folder:
        index = Path(folder) / "index"
        ask(repo, "read-tree", parent, index=index)
        lines = [f"100644 {_blob(repo, text)}\t{path}\0" for path, text in files.items()]
        ask(repo, "update-index", "-z", "--index-info", given="".join(lines).encode(), index=index)
        return ask(repo, "write-tree", index=index).decode().strip()


def committed_files(
    repo: Repository, parent: str, files: Mapping[str, bytes], author: Author, message: str
) -> str:
    """Return a commit on top of another with these files changed (path from the top → content)."""
    tree = tree_with(repo, parent, files)
    variables = {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.mail}
    if author.made:
        variables["GIT_AUTHOR_DATE"] = author.made
    words = ("commit-tree", tree, "-p", parent, "-F", "-")
    done = as_user(repo, *words, given=message.encode(), variables=variables)
    if done.returncode:
        raise WorkError(
            f"Git 不收署名“{author.name}”或者填报的时间，没有提交", "查对姓名和时间，重新下载"
        )
    return done.stdout.decode().strip()


def _blob(repo: Repository, text: bytes) -> str:
    words = ("hash-object", "-w", "--no-filters", "--stdin")
    return ask(repo, *words, given=text).decode().strip()


def move_branch(repo: Repository, name: str, commit: str, before: str | None) -> None:
    """Make a commit the end of a branch that ended in `before`, None for a new one.

    WorkError where somebody else moved it meanwhile.
    """
    old = before or "0" * len(commit)
    words = ("update-ref", "-m", "lantian take", f"{_HEADS}{name}", commit, old)
    if as_user(repo, *words).returncode:
        raise WorkError(f"分支 {name} 刚刚被别的程序改过，没有写入", "再运行一次")
