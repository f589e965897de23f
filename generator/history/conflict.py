"""A conflict as the index keeps it: the common ancestor and both sides of one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.audit.git import Repository, ask


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
    merging = ask(repo, "rev-parse", "--quiet", "--verify", "MERGE_HEAD", fine=(0, 1))
    return Sides(repo, ancestor, ours, theirs, bool(merging))


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
