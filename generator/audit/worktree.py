"""The work tree and the trees of commits: blobs by path, contents, uncommitted paths."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha1, sha256
from pathlib import Path
from typing import IO

from generator.audit.git import (
    Repository,
    ask,
    changed_paths,
    conversation,
    prefix,
    repository,
)
from generator.audit.log import RECORDS, current
from generator.cache.cache import WORK, work_folder
from generator.core.findings import WorkError

_ORDINARY = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A register in its repository, looked at once.

    `within` is where it lies there, `head` the commit that is checked out, `folders` what stands
    for the files directly in each folder of records there (see `trees`), `uncommitted` are the
    paths, as seen from the register, of record files that differ from it.
    """

    repo: Repository
    within: str
    head: str
    folders: Mapping[str, str]
    uncommitted: frozenset[str]


def work_tree(root: Path) -> WorkTree | None:
    """The register below `root` as it is checked out; None where there is no Git or no commit."""
    repo = repository(root)
    head = current(repo) if repo else None
    if repo is None or head is None:
        return None
    within = prefix(repo, root)
    index = own_index(repo, work_folder(root))
    folders = trees(repo, head, within)
    return WorkTree(repo, within, head, folders, uncommitted(repo, within, index))


def held(repo: Repository, commit: str, within: str, folder: str = RECORDS) -> Mapping[str, str]:
    """Path as seen from `within` → blob, for every file of records that a commit holds."""
    listing = ask(repo, "ls-tree", "-r", "-z", "--full-tree", commit, "--", within + folder)
    found: dict[str, str] = {}
    for line in listing.decode("utf-8", "replace").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        if mode in _ORDINARY:
            found[path.removeprefix(within)] = blob
    return found


def trees(repo: Repository, commit: str, within: str) -> Mapping[str, str]:
    """Path as seen from `within` → what stands for the files directly in it, in a commit.

    Of all folders of records that hold files; two short answers of Git, whatever their number of
    files. WorkError where the commit holds a working folder: what is in it would be believed, and
    compiled templates in it run.
    """
    words = ("ls-tree", "-z", "--full-tree")
    listing = ask(repo, *words, "-r", "-d", commit, "--", within + RECORDS, within + WORK)
    if any(path == within + WORK for path, _ in _named(listing)):
        raise WorkError(
            f"“{within}{WORK}”在 Git 里，里面的缓存不能相信",
            f"运行 git rm -r --cached {WORK} 并提交，删去这个文件夹，再重新运行",
        )
    top = within + RECORDS
    named = {path: mark for path, mark in _named(listing) if f"{path}/".startswith(f"{top}/")}
    mixed = {path.rpartition("/")[0] for path in named}  # they hold folders, perhaps files as well
    found = {path: f"tree:{mark}" for path, mark in named.items() if path not in mixed}
    places = [f"{path}/" for path in sorted(mixed & named.keys())]
    direct = _named(ask(repo, *words, commit, "--", *places)) if places else ()
    for path, mark in direct:
        if path not in named:
            above = path.rpartition("/")[0]
            found[above] = f"{found.get(above, 'files')}:{path}:{mark}"
    return {path.removeprefix(within): mark for path, mark in found.items()}


def _named(listing: bytes) -> Iterator[tuple[str, str]]:
    """Path and object of each line."""
    for line in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        yield path, about.rpartition(" ")[2]


def uncommitted(repo: Repository, within: str, index: Path | None = None) -> frozenset[str]:
    """The paths, as seen from `within`, of record files that differ from what is committed."""
    if repo.bare:
        return frozenset()
    found = changed_paths(repo, "--ignored=traditional", under=within + RECORDS, index=index)
    return frozenset(path.removeprefix(within) for path in found)


def has_uncommitted(root: Path) -> bool:
    """Return whether record files below `root` differ from what is committed."""
    repo = repository(root)
    if repo is None:
        return False
    return bool(uncommitted(repo, prefix(repo, root), own_index(repo, work_folder(root))))


_AT_ONCE = 1000
"""Names asked for before the answers are read: so many fit into the pipe, or both would wait."""


class Blobs:
    """Reads the contents of blobs; lives as long as its process."""

    def __init__(self, asked: IO[bytes], answered: IO[bytes]) -> None:
        self._asked = asked
        self._answered = answered

    def contents(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """The content of each blob, in order; None for what is no blob.

        WorkError where the repository lacks one or can not read it: its history names it, and
        nothing may be told of a record whose versions are not all there.
        """
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            self._asked.write("".join(f"{name}\n" for name in some).encode())
            self._asked.flush()
            for name in some:
                yield self._next(name)

    def _next(self, name: str) -> bytes | None:
        header = self._answered.readline().split()
        if len(header) != 3:
            raise WorkError(
                f"Git 仓库里的内容 {name} 缺失或者读不出来，审计记录不全",
                "运行 git fsck 看缺了什么；从别处重新克隆，把没有提交的改动复制过去",
            )
        content = self._answered.read(int(header[2]) + 1)[:-1]
        return content if header[1] == b"blob" else None


def blobs_at(repo: Repository, places: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The blob at each commit and path, in order; "" where that commit has no such file."""
    with conversation(repo, "cat-file", "--batch-check") as (asked, answered):
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            asked.write("".join(f"{commit}:{path}\n" for commit, path in some).encode())
            asked.flush()
            for _ in some:
                name, *about = answered.readline().decode().split()
                yield name if about[:1] == ["blob"] else ""


@contextmanager
def blobs(repo: Repository) -> Iterator[Blobs]:
    """The contents of a repository's blobs."""
    with conversation(repo, "cat-file", "--batch") as (asked, answered):
        yield Blobs(asked, answered)


_NAME = "git-index"


def own_index(repo: Repository, folder: Path) -> Path | None:
    """The copy, made anew when the repository's index changed; None where there can be none.

    The index of the user is not ours to write: our lock on it could stop a commit of theirs.
    """
    theirs, ours = Path(repo.git_dir) / "index", folder / _NAME
    note = folder / f"{_NAME}.of"
    try:
        about = theirs.stat()
        mark = f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"
        if _text(note) != mark or not _is_whole(ours):
            draft = folder / f"{_NAME}.{os.getpid()}"
            shutil.copy2(theirs, draft)  # with its time: Git tells by it what it must look into
            _look_into_every_file(repo, draft)
            draft.replace(ours)
            note.write_text(mark)
    except OSError:
        return None
    return ours


_sha1 = partial(sha1, usedforsecurity=False)


def _is_whole(index: Path) -> bool:
    """Return whether an index ends with the hash of what is before, or without any, as Git may."""
    with suppress(OSError):
        content = index.read_bytes()
        made = [new(content[: -new().digest_size]).digest() for new in (_sha1, sha256)]
        ends = any(content.endswith((one, bytes(len(one)))) for one in made)
        return ends and content.startswith(b"DIRC")
    return False


def _look_into_every_file(repo: Repository, index: Path) -> None:
    """Take out the marks by which Git would not look whether a file was edited."""
    listing = ask(repo, "ls-files", "-v", "-z", "--full-name", ":/", index=index)
    marked = [line[2:] for line in listing.split(b"\0")[:-1] if line[:1] not in _LOOKED_INTO]
    for mark in ("--no-assume-unchanged", "--no-skip-worktree") if marked else ():
        words = ("update-index", mark, "-z", "--stdin")
        ask(repo, *words, given=b"".join(path + b"\0" for path in marked), index=index)


_LOOKED_INTO = (b"H", b"M")
"""Letters of ordinary and of unmerged files."""


def _text(file: Path) -> str:
    with suppress(OSError, UnicodeError):
        return file.read_text()
    return ""
