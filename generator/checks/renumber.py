"""Puts records under the next free numbers where two branches took the same ones.

Whoever is on the target branch first keeps the number; the other one moves, with every word, and
what the same branch wrote about it follows. Nothing is written here. See decision 0070.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.audit import merge as audit_merge
from generator.audit.git import Repository, changed_paths, commit_of, prefix, repository
from generator.audit.log import removed
from generator.cache.cache import cache_of
from generator.checks.lost_records import Trees, lost_records
from generator.checks.paths import PREFIX
from generator.core.findings import WorkError
from generator.core.record_kind import RecordKind
from generator.core.serials import id_order
from generator.kinds.registry import BY_FOLDER, KINDS
from generator.load.files import RECORDS, SIZE_LIMIT, raw_file

_NUMBERED = re.compile(r"(?P<beginning>.*[^0-9])(?P<number>[0-9]+)\.yml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A record under another number: IDs, and paths from the root."""

    old_id: str
    new_id: str
    old_path: str
    new_path: str


def kind_at(path: str) -> RecordKind | None:
    """Return the kind whose folder a path from the root lies in, if its IDs end in a number."""
    kind = BY_FOLDER.get(path.removeprefix(PREFIX).partition("/")[0])
    return kind if kind and kind.serial else None


def renamings(given: Mapping[str, str], taken: Collection[str]) -> Iterator[Renaming]:
    """Yield for each record (path → ID) the next number that is higher than all taken ones.

    Left out are records of kinds without numbers, and those for which no number is left; numbers
    in between stay free, because they may have been used.
    """
    last: dict[str, int] = {}
    for path, number in _numbers((*taken, *given)):
        last[path] = max(number, last.get(path, 0))
    for path, record_id in sorted(given.items(), key=lambda one: id_order(one[1])):
        kind, match = kind_at(path), _NUMBERED.fullmatch(path)
        if kind is None or match is None or not record_id.endswith(match["number"]):
            continue
        digits = len(match["number"])
        last[match["beginning"]] += 1
        new_id = f"{record_id[:-digits]}{last[match['beginning']]:0{digits}}"
        place = kind.path_of(new_id)
        if place and kind.path_of(record_id) == path.removeprefix(PREFIX):
            yield Renaming(record_id, new_id, path, f"{PREFIX}{place}")


def _numbers(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for path in paths:
        if match := _NUMBERED.fullmatch(path):
            yield match["beginning"], int(match["number"])


def names(text: bytes, record_id: str) -> bool:
    """Return whether an ID stands in a text, not as part of a longer one."""
    return _pattern([record_id]).search(text) is not None


def renamed_text(text: bytes, new_ids: Mapping[str, str]) -> bytes:
    """Return a text with other IDs (old → new), all put in at once; every other byte stays."""
    if not new_ids:
        return text
    return _pattern(new_ids).sub(lambda match: new_ids[match[0].decode()].encode(), text)


def _pattern(ids: Iterable[str]) -> re.Pattern[bytes]:
    words = b"|".join(re.escape(one.encode()) for one in ids)
    return re.compile(rb"(?<![A-Za-z0-9-])(?:%s)(?![A-Za-z0-9]|-[A-Za-z0-9])" % words)


_BOTH_NEW = frozenset({2, 3})
TARGETS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Where a branch is usually merged to, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The bytes of a file before and after; None after it for a file that goes."""

    before: bytes
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What to write, by path from the root.

    `made` are the records under their new numbers, `references` other files of the same branch that
    name them, `left` what then lies at the old paths; `doubtful` are files in which both branches
    name a number, so that nobody but a reader knows which record is meant.
    """

    renamings: tuple[Renaming, ...]
    made: Mapping[str, bytes]
    references: Mapping[str, Replaced]
    left: Mapping[str, Replaced]
    doubtful: tuple[str, ...]


@dataclass(frozen=True)
class _Branches:
    """A branch whose records move, `second`, and the one whose records stay, `first`."""

    root: Path
    repo: Repository
    first: str
    second: str
    edited: bool = False
    """Whether what is not committed belongs to the second branch; not so while it is merged."""

    @cached_property
    def inside(self) -> str:
        """Where the register lies in the repository."""
        return prefix(self.repo, self.root)

    @cached_property
    def fork(self) -> str:
        """The latest commit that both have."""
        return audit_merge.fork_of(self.repo, self.first, self.second)

    def held(self, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the files that a commit has at these paths from the root."""
        wanted = [self.inside + path for path in paths]
        entries = audit_merge.listed(self.repo, commit, wanted) if wanted else {}
        texts = audit_merge.contents(self.repo, (one.blob for one in entries.values()), SIZE_LIMIT)
        found = {path: texts.get(one.blob) for path, one in entries.items()}
        return {
            path.removeprefix(self.inside): text
            for path, text in found.items()
            if isinstance(text, bytes)
        }

    def taken(self, paths: Sequence[str]) -> set[str]:
        """Return all paths beside these that are or were in use, here or on the other branch."""
        folders = sorted({path.rpartition("/")[0] for path in paths})
        wanted = [self.inside + folder for folder in folders]
        there = audit_merge.listed(self.repo, self.first, wanted)
        gone = removed(self.repo, self.first, cache_of(self.root))
        here = (f"{folder}/{name}" for folder in folders for name in _names(self.root / folder))
        return {*(one.removeprefix(self.inside) for one in (*there, *gone)), *here}

    def own(self) -> Iterator[str]:
        """Yield the paths of the record files that the second branch changed."""
        under = f"{self.inside}{RECORDS}"
        found = audit_merge.differences(self.repo, self.fork, self.second, under)
        edited = changed_paths(self.repo, under=under) if self.edited else ()
        paths = {*(one.path for one in found if one.after), *edited}
        yield from sorted(path.removeprefix(self.inside) for path in paths)


def _names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()] if folder.is_dir() else []


def renumbered_in_conflict(root: Path, *, mine_first: bool) -> Renumbering | None:
    """Return what ends all conflicts of a merge in which both sides made the same number.

    None where there are none, or all of them were ended before. WorkError in a rebase, where later
    commits would be applied to the record of the other side.
    """
    repo = repository(root)
    inside = prefix(repo, root) if repo else ""
    found = audit_merge.unmerged(repo, f"{inside}{RECORDS}") if repo else {}
    paths = [path.removeprefix(inside) for path, sides in found.items() if sides == _BOTH_NEW]
    open_paths = [path for path in paths if has_marks(root / path)]
    if repo is None or not open_paths:
        return None
    ours, theirs = commit_of(repo, "HEAD"), audit_merge.merging(repo)
    if theirs is None:
        raise WorkError(
            "两边新建了同一个编号，而现在不是在合并（变基或者拣选），后面的提交会加到对方的记录上",
            "先 git rebase --abort（拣选的用 git cherry-pick --abort），"
            "再运行 lantian renumber，提交以后重来",
        )
    first, second = (ours, theirs) if mine_first else (theirs, ours)
    branches = _Branches(root, repo, first, second)
    return _moved(branches, branches.held(second, open_paths), branches.held(first, open_paths))


def conflicts_of_steps(root: Path) -> list[str]:
    """Return the paths, from the root, of the issues that both sides changed, while still open."""
    repo = repository(root)
    inside = prefix(repo, root) if repo else ""
    found = audit_merge.unmerged(repo, f"{inside}{RECORDS}/issues") if repo else {}
    paths = [path.removeprefix(inside) for path, sides in found.items() if len(sides) == 3]
    return [path for path in sorted(paths) if has_marks(root / path)]


def has_marks(file: Path) -> bool:
    """Return whether a file still has what Git writes into it at a conflict."""
    return file.is_file() and b"\n<<<<<<< " in b"\n" + file.read_bytes()


def renumbered(root: Path, base: str | None, given: Sequence[str]) -> Renumbering | None:
    """Return new numbers for these records (IDs or files), or for all whose number `base` has.

    None where there is nothing to do. WorkError where a record is in the target already, or none of
    the usual targets is there and none is given.
    """
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”不在 Git 仓库里", "自己改编号和文件名")
    if audit_merge.merging(repo):
        raise WorkError("正在合并，还没有提交", "运行 lantian resolve，冲突的编号由它换")
    first = commit_of(repo, target_of(repo) if base is None else base)
    branches = _Branches(root, repo, first, commit_of(repo, "HEAD"), edited=True)
    new = [path for path in branches.own() if kind_at(path) and (root / path).is_file()]
    known, there = branches.held(branches.fork, new), branches.held(first, new)
    covered = _covered(branches)
    mine = [path for path in new if path not in known or path in covered]
    texts = {path: (root / path).read_bytes() for path in mine}
    if given:
        wanted = {_path_of(one, mine) for one in given}
    else:
        wanted = {path for path in mine if path in there and there[path] != texts[path]}
    if not wanted:
        return None
    kept = {path: there[path] for path in wanted & covered}
    return _moved(branches, {path: texts[path] for path in sorted(wanted)}, kept)


def target_of(repo: Repository) -> str:
    """Return the branch that changes are merged into; WorkError where none has a usual name."""
    for name in TARGETS:
        with suppress(WorkError):
            commit_of(repo, name)
            return name
    raise WorkError("不知道要合并到哪个分支", "用 --base 写明，例如 --base origin/main")


def _covered(branches: _Branches) -> frozenset[str]:
    """Return the paths at which a merge put an own record over one of the target."""
    repo, inside = branches.repo, branches.inside
    lost = lost_records(Trees(repo, inside, branches.first, branches.second, branches.second))
    return frozenset(one.path for one in lost if one.of_base and not one.steps)


def _path_of(given: str, mine: Sequence[str]) -> str:
    """Return the path of a record that is still new; WorkError where it is not one of these."""
    name = PurePosixPath(given).name.removesuffix(".yml")
    places = {given, *(f"{PREFIX}{kind.path_of(name)}" for kind in KINDS if kind.serial)}
    if found := places.intersection(mine):
        return found.pop()
    raise WorkError(
        f"{given!r} 不是这个分支新建的带序号的记录",
        "写编号或者文件名；已经并入目标分支的记录不换号，记错了的按“更正”办",
    )


def _moved(branches: _Branches, own: Mapping[str, bytes], kept: Mapping[str, bytes]) -> Renumbering:
    """Return the own records (path → text) under the next numbers; `kept` stays at the old paths.

    WorkError where one of them can not be moved.
    """
    given = {path: _id_in(path, text) for path, text in own.items()}
    found = tuple(renamings(given, branches.taken(list(own))))
    if unmoved := sorted(own.keys() - {one.old_path for one in found}):
        raise WorkError(
            f"{'、'.join(unmoved)} 没有可以换的序号",
            "两边的内容合成一个文件；序号用完了的，换一个组号",
        )
    new_ids = {one.old_id: one.new_id for one in found}
    made = {one.new_path: renamed_text(own[one.old_path], new_ids) for one in found}
    for one in found:
        if _id_in(one.new_path, made[one.new_path]) != one.new_id:
            raise WorkError(f"“{one.old_path}”的编号换不了", "把 id 一行单独写好，再运行一次")
    references, doubtful = _references(branches, new_ids, own)
    left = {path: _left(branches.root / path, kept.get(path)) for path in own}
    return Renumbering(found, made, references, left, doubtful)


def _id_in(path: str, text: bytes) -> str:
    raw = raw_file(path, text)
    given = raw.content.get("id") if raw.content else None
    if not isinstance(given, str):
        raise WorkError(f"“{path}”读不出编号", "先用 lantian check 看这个文件有什么不对")
    return given


def _left(file: Path, kept: bytes | None) -> Replaced:
    return Replaced(file.read_bytes(), kept)


def _references(
    branches: _Branches, new_ids: Mapping[str, str], own: Mapping[str, bytes]
) -> tuple[dict[str, Replaced], tuple[str, ...]]:
    """Return the other files of the branch that name the records, and those in doubt."""
    paths = [path for path in branches.own() if path not in own]
    theirs = branches.held(branches.first, paths)
    found: dict[str, Replaced] = {}
    doubtful: list[str] = []
    for path in paths:
        file = branches.root / path
        if file.is_symlink() or not file.is_file() or not path.startswith(PREFIX):
            continue
        text = file.read_bytes()
        named = [one for one in new_ids if names(text, one)]
        clear = {one: new_ids[one] for one in named if not names(theirs.get(path, b""), one)}
        if clear:
            found[path] = Replaced(text, renamed_text(text, clear))
        if len(clear) < len(named):
            doubtful.append(path)
    return found, tuple(doubtful)
