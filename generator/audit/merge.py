"""The result of a merge, computed by Git without a work tree; conflicts in the index.

See decision 0005.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.audit.git import (
    Repository,
    ask,
    commit_of,
    git_version,
    is_partial,
    is_shallow,
    merge_in_memory,
)
from generator.audit.log import (
    Commit,
    commits_between,
    latest_day,
    named_commits,
    reliable,
    with_clocks,
)
from generator.core.findings import WorkError

_OLDEST = (2, 38)
# Records never move, so nothing is gained by looking for renames; records are alike, so a deleted
# one would be taken for the origin of a new one, and changes of the one put into the other.
# Git before 2.50 looks for them all the same; but it can only where a record goes, and that is a
# finding in any case.
_SETTINGS = (
    *("-c", "merge.default=text", "-c", "merge.conflictStyle=merge"),
    *("-c", "merge.renames=false", "-c", "merge.directoryRenames=false"),
)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What a tree holds at a path: the kind of file and the name of its content."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """A path that two trees hold differently; None where one of them does not hold it."""

    path: str
    before: TreeEntry | None
    after: TreeEntry | None

    @property
    def is_text(self) -> bool:
        """Return whether it is an ordinary file afterwards, or none; no link and no submodule."""
        return self.after is None or self.after.mode.startswith("100")


@dataclass(frozen=True, slots=True)
class Merge:
    """The tree that merging `head` into `base` gives, and the conflicts in it.

    `conflicts` says for each path which sides have it: 1 their common ancestor, 2 base, 3 head.
    """

    repo: Repository
    base: str
    head: str
    tree: str
    conflicts: Mapping[str, frozenset[int]]


def merged(repo: Repository, base: str, head: str) -> Merge:
    """Merges two revisions in memory; WorkError where there is no such, or no common, history."""
    if is_shallow(repo):
        raise WorkError(
            "这个仓库是浅克隆，历史不全，看不出两边从哪里分开",
            "先运行 git fetch --unshallow；在流水线里把取回的深度设为全部（fetch-depth: 0）",
        )
    if is_partial(repo):
        raise WorkError(
            "这个仓库是部分克隆，文件的旧内容不全，看不出两边各改了什么",
            "重新克隆一份完整的（git clone 不加 --filter）",
        )
    ours, theirs = commit_of(repo, base), commit_of(repo, head)
    if not ask(repo, "merge-base", ours, theirs, fine=(0, 1)):
        raise WorkError(
            f"{base!r} 和 {head!r} 没有共同的历史",
            "查对目标分支；它的历史被改写过的，从它重新拉分支",
        )
    return _merge(repo, ours, theirs)


@dataclass(frozen=True, slots=True)
class JoinedCommit:
    """A merge commit and its parents."""

    name: str
    parents: tuple[str, ...]


def merges_between(repo: Repository, base: str, head: str) -> list[JoinedCommit]:
    """The merge commits that `head` has and `base` has not, the oldest first."""
    words = ("rev-list", "--merges", "--parents", "--topo-order", "--reverse", f"{base}..{head}")
    lines = ask(repo, *words, "--").decode().splitlines()
    return [JoinedCommit(name, tuple(parents)) for name, *parents in map(str.split, lines)]


def commits_of(repo: Repository, older: str, newer: str, path: str) -> list[str]:
    """The commits after `older` up to `newer` that changed a file, the latest first."""
    return ask(repo, "rev-list", f"{older}..{newer}", "--", path).decode().split()


def descendants_of(repo: Repository, older: str, newer: str, path: str) -> list[str]:
    """The descendants of `older` up to `newer` that changed a file, the latest first.

    What came in by merges is none of them.
    """
    words = ("rev-list", "--ancestry-path", "--full-history", f"{older}..{newer}")
    return ask(repo, *words, "--", path).decode().split()


def merged_again(repo: Repository, one: str, other: str) -> Merge:
    """The merge of two commits as Git would make it, without what a person did in it."""
    return _merge(repo, one, other)


def fork_of(repo: Repository, one: str, other: str) -> str:
    """The latest commit that both have; WorkError where their histories have nothing in common."""
    found = ask(repo, "merge-base", one, other, fine=(0, 1)).decode().split()
    if not found:
        raise WorkError(
            f"{one[:10]} 和 {other[:10]} 没有共同的历史",
            "查对目标分支；它的历史被改写过的，从它重新拉分支",
        )
    return found[0]


def unmerged(repo: Repository, under: str) -> dict[str, frozenset[int]]:
    """The paths below `under` that are in conflict → the sides that have them, as in `Merge`."""
    words = ("ls-files", "--unmerged", "-z", "--full-name", "--", f":(top,literal){under}")
    stages: dict[str, set[int]] = {}
    for line in _parts(ask(repo, *words)):
        about, _, path = line.partition("\t")
        stages.setdefault(path, set()).add(int(about.split()[2]))
    return {path: frozenset(sides) for path, sides in stages.items()}


def merging(repo: Repository) -> str | None:
    """The commit that is being merged into the one that is checked out; None without a merge."""
    words = ("rev-parse", "--quiet", "--verify", "MERGE_HEAD")
    return ask(repo, *words, fine=(0, 1)).decode().strip() or None


def _refuse_old_git() -> None:
    version = git_version()  # asked only where a merge failed: GitPython takes long to load
    if version[:2] < _OLDEST:
        shown = ".".join(str(part) for part in version)
        raise WorkError(f"Git {shown} 太旧，不能在内存里合并", "换用 Git 2.38 或更新的版本")


def _merge(repo: Repository, base: str, head: str) -> Merge:
    try:
        answer = merge_in_memory(repo, base, head, _SETTINGS)
    except WorkError:
        _refuse_old_git()
        raise
    tree, *unmerged = _parts(answer)
    stages: dict[str, set[int]] = {}
    for line in unmerged:
        about, _, path = line.partition("\t")
        stages.setdefault(path, set()).add(int(about.split()[2]))
    return Merge(repo, base, head, tree, {path: frozenset(have) for path, have in stages.items()})


def differences(repo: Repository, before: str, after: str, under: str) -> list[TreeDifference]:
    """The files below `under` that two trees hold differently, by path."""
    words = ("diff-tree", "-r", "-z", "--no-renames", "--raw", "--full-index")
    parts = _parts(ask(repo, *words, f"{before}^{{tree}}", f"{after}^{{tree}}", "--", under))
    return [_difference(about, path) for about, path in _pairs(parts)]


def _difference(about: str, path: str) -> TreeDifference:
    old_mode, new_mode, old, new, _ = about.removeprefix(":").split()
    return TreeDifference(path, _entry(old_mode, old), _entry(new_mode, new))


def _entry(mode: str, blob: str) -> TreeEntry | None:
    return TreeEntry(mode, blob) if mode != "000000" else None


def listed(repo: Repository, tree: str, paths: Sequence[str]) -> dict[str, TreeEntry]:
    """The files at these paths of a tree, and all below those that are folders, by path."""
    found: dict[str, TreeEntry] = {}
    for some in _portions(paths):
        for line in _parts(ask(repo, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *some)):
            about, _, path = line.partition("\t")
            mode, _, blob = about.split()
            found[path] = TreeEntry(mode, blob)
    return found


def _portions(paths: Sequence[str], size: int = 5_000) -> Iterator[Sequence[str]]:
    """So many at a time as a command line can hold."""
    return (paths[start : start + size] for start in range(0, len(paths), size))


def contents(repo: Repository, blobs: Iterable[str], limit: int) -> dict[str, bytes | int]:
    """Name → content; for what is longer than `limit` bytes, only its length.

    What is not there, as a submodule, is left out.
    """
    names = sorted(set(blobs))
    sizes = dict(_sizes(repo, names))
    short = [name for name, size in sizes.items() if size <= limit]
    answer = ask(repo, "cat-file", "--batch", given=_lines(short))
    return {**sizes, **dict(_cut(answer, short, sizes))}


def _sizes(repo: Repository, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for line in ask(repo, "cat-file", "--batch-check", given=_lines(names)).decode().splitlines():
        name, kind, *size = line.split()
        if kind == "blob":
            yield name, int(size[0])


def _cut(
    answer: bytes, names: Sequence[str], sizes: Mapping[str, int]
) -> Iterator[tuple[str, bytes]]:
    """The contents, which come one after the other, each between its name and a line break."""
    place = 0
    for name in names:
        start = answer.index(b"\n", place) + 1
        yield name, answer[start : start + sizes[name]]
        place = start + sizes[name] + 1


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def proposed_commits(merge: Merge) -> list[Commit]:
    """The commits that come in by a merge, oldest first, and what of their dates can be relied on.

    Where none does, the commit that was to be merged.
    """
    found = commits_between(merge.repo, merge.base, merge.head)
    found = found or named_commits(merge.repo, [merge.head])
    outside = {name for one in found for name in one.parents} - {one.id for one in found}
    latest = latest_day()
    before = with_clocks(named_commits(merge.repo, sorted(outside)), {}, latest)
    return with_clocks(found, reliable(before), latest)


def _parts(answer: bytes) -> list[str]:
    return answer.decode("utf-8", "replace").split("\0")[:-1]


def _pairs(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(parts[::2], parts[1::2], strict=True)


@dataclass(frozen=True, slots=True)
class Sides:
    """One file in conflict; `is_merge` says that it comes from `git merge`, not from a rebase."""

    repo: Repository
    ancestor: bytes | None
    ours: bytes | None
    theirs: bytes | None
    is_merge: bool


def conflicting(repo: Repository, path: str) -> Sides | None:
    """The sides of the file at `path` from the top of the repository; None without a conflict."""
    stages: dict[str, str] = {}
    answer = ask(
        repo, "ls-files", "--unmerged", "-z", "--", path, settings=("--literal-pathspecs",)
    )
    for line in answer.decode("utf-8", "replace").split("\0")[:-1]:
        _, blob, stage = line.partition("\t")[0].split()
        stages[stage] = blob
    if not stages:
        return None
    ancestor, ours, theirs = (_blob(repo, stages, stage) for stage in ("1", "2", "3"))
    return Sides(repo, ancestor, ours, theirs, merging(repo) is not None)


def _blob(repo: Repository, stages: Mapping[str, str], stage: str) -> bytes | None:
    return ask(repo, "cat-file", "blob", stages[stage]) if stage in stages else None


def merged_text(repo: Repository, ours: bytes, ancestor: bytes, theirs: bytes) -> bytes | None:
    """Both changes of a text together; None where they meet."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "ancestor", "theirs")]
        for path, text in zip(paths, (ours, ancestor, theirs), strict=True):
            path.write_bytes(text)
        words = ("merge-file", "--stdout", *(str(path) for path in paths))
        # The exit code is the number of conflicts, at most 127.
        text = ask(repo, *words, fine=range(128))
        return None if b"\n<<<<<<< " in b"\n" + text else text
