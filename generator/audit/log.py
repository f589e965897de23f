"""The history of the records in one streaming pass; commits as values; paths ever removed.

A commit whose clock was wrong, dated after the day of reading or before its parent, bounds no event
and moves no feed: what counts instead is the latest date before it that can be relied on.

See decisions 0004 and 0079.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import IO, Any

from generator.audit.git import Repository, ask, is_partial, is_shallow, streamed
from generator.cache.cache import Cache, load_note, save_note
from generator.core.dates import today_in_china
from generator.core.findings import WorkError

SHORT = 10
"""Letters of a commit's name that people read; the whole name stands in data and in JSON."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: who wrote it, and when it entered the history as it stands (`committed`).

    `sure`: where that date is wrong, the latest one before it that can be relied on; else "".
    """

    id: str
    parents: tuple[str, ...]
    author: str
    authored: str
    committer: str
    committed: str
    sure: str = ""

    @property
    def short(self) -> str:
        """The name as people read it."""
        return self.id[:SHORT]

    @property
    def day(self) -> date:
        """The calendar day of the commit, where it was made; the last sure one before it."""
        return date.fromisoformat(self.moment[:10])

    @property
    def moment(self) -> str:
        """The time of the commit as far as it can be relied on."""
        return self.sure or self.committed

    @property
    def is_merge(self) -> bool:
        """Return whether it joins lines of history."""
        return len(self.parents) > 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a commit did to one file, against its first parent; a blob is "" where none is."""

    path: str
    old: str
    new: str

    @property
    def kind(self) -> str:
        """`A` added, `M` modified, `D` deleted."""
        return "M" if self.old and self.new else "A" if self.new else "D"


@dataclass(frozen=True, slots=True)
class Logged:
    """A commit with what it did to the records, and whether it stands on the main line."""

    commit: Commit
    changes: tuple[FileChange, ...]
    on_main_line: bool


RECORDS = "records"
_PIECE = 1 << 20
_HEADER = "%H%x00%P%x00%an%x00%cn%x00%aI%x00%cI"
_HEADER_PARTS = 6
_IN_PIECES = ("-c", "core.packedGitLimit=64m", "-c", "core.packedGitWindowSize=4m")
"""Git then holds no more of a packed history at a time; it takes no longer."""

_ABSENT = ("0" * 40, "0" * 64)
_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ORDINARY = ("100644", "100755")
_FORMAT = (
    *("--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--diff-merges=first-parent"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "-O/dev/null"),
    f"--format={_HEADER}",
)


def refuse_incomplete(repo: Repository) -> None:
    """WorkError where the clone lacks the older part of its history, or contents of files."""
    if is_shallow(repo):
        raise WorkError(
            "这个仓库是浅克隆，只有最近的历史，不能据以生成或核对审计记录",
            "先运行 git fetch --unshallow；在流水线里把取回的深度设为全部（fetch-depth: 0）",
        )
    if is_partial(repo):
        raise WorkError(
            "这个仓库是部分克隆，文件的旧内容不全，不能据以生成或核对审计记录",
            "重新克隆一份完整的（git clone 不加 --filter）",
        )


def current(repo: Repository) -> str | None:
    """The commit that is checked out; None in a repository without any."""
    words = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return ask(repo, *words, fine=(0, 1)).decode().strip() or None


def branch(repo: Repository) -> str:
    """The branch that is checked out, as its full name; "" where none is."""
    return ask(repo, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()


def is_ancestor(repo: Repository, older: str, newer: str) -> bool:
    """Whether `older`, a full name, is `newer` or in its history; not where it is not there."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{older}^{{commit}}")
    if not ask(repo, *words, fine=(0, 1, 128)):
        return False
    return older.encode() in ask(repo, "merge-base", older, newer, fine=(0, 1)).split()


def count_between(repo: Repository, older: str, newer: str) -> int:
    """Return how many commits `newer` has that `older` has not."""
    return int(ask(repo, "rev-list", "--count", f"{older}..{newer}", "--"))


def is_long(repo: Repository, upto: str, since: str, many: int) -> bool:
    """Return whether `upto` has so many commits that `since` ("" for none) has not."""
    span = f"{since}..{upto}" if since else upto
    return int(ask(repo, "rev-list", "--count", f"--max-count={many}", span, "--")) >= many


def continues_main_line(repo: Repository, older: str, newer: str) -> bool:
    """Whether following first parents from `newer`, a descendant of `older`, comes to `older`."""
    span = f"{older}..{newer}"
    lines = ask(repo, "rev-list", "--first-parent", "--parents", span, "--").splitlines()
    return not lines or lines[-1].split()[1:2] == [older.encode()]


def one_commit(repo: Repository, name: str) -> Commit:
    """A commit by its full name."""
    answer = ask(repo, "log", "-1", "--no-patch", "-z", f"--format={_HEADER}", name, "--")
    return _commit(answer.decode("utf-8", "replace").rstrip("\0\n").split("\0"))


def commits_between(repo: Repository, older: str, newer: str) -> list[Commit]:
    """The commits that `newer` has and `older` has not, oldest first."""
    words = ("log", "--topo-order", "--reverse", "--no-patch", "-z", f"--format={_HEADER}")
    return _commits(ask(repo, *words, f"{older}..{newer}", "--"))


def named_commits(repo: Repository, names: Sequence[str]) -> list[Commit]:
    """The commits of these full names, in order."""
    words = ("log", "--no-walk=unsorted", "--stdin", "--no-patch", "-z", f"--format={_HEADER}")
    given = "".join(f"{name}\n" for name in names).encode()
    return _commits(ask(repo, *words, given=given)) if names else []


def _commits(answer: bytes) -> list[Commit]:
    parts = iter(answer.decode("utf-8", "replace").removesuffix("\0").split("\0"))
    return [_commit([part, *islice(parts, _HEADER_PARTS - 1)]) for part in parts if part]


def logged(repo: Repository, within: str, upto: str, since: str = "") -> Iterator[Logged]:
    """Every commit up to `upto` that `since` has not, newest first, a merge before its branch.

    Changes are those of record files, with paths as seen from `within`: the folder of the register
    in the repository, "" or with `/` at the end. WorkError where Git fails.
    """
    span = f"{since}..{upto}" if since else upto
    main_line = upto
    with streamed(repo, *_IN_PIECES, "log", "--topo-order", *_FORMAT, span, "--") as answer:
        parts = _parts(answer)
        part = next(parts, "")
        while part:
            commit = _commit([part, *islice(parts, _HEADER_PARTS - 1)])
            changes, part = _changes(parts, within)
            # Newest first, so first parents are met in order: Git need not be asked for them.
            on_main_line = commit.id == main_line
            if on_main_line:
                main_line = commit.parents[0] if commit.parents else ""
            yield Logged(commit, changes, on_main_line)


def _commit(header: list[str]) -> Commit:
    name, parents, author, committer, authored, committed = header
    who, by = _shown(author), _shown(committer)
    return Commit(name, tuple(parents.split()), who, authored, by, committed)


@cache
def _shown(name: str) -> str:
    """A name without what would be a mail address, and without signs that a terminal acts upon."""
    return _CONTROL.sub("\ufffd", _MAIL.sub("（邮箱不公开）", name)).strip() or "（没有署名）"


def _changes(parts: Iterator[str], within: str) -> tuple[tuple[FileChange, ...], str]:
    """Return the file changes of one commit, and the first part of the next ("" at the end)."""
    found: list[FileChange] = []
    for part in parts:
        if part.startswith("\n"):
            part = part[1:]
        if not part.startswith(":"):
            return tuple(found), part
        path = next(parts)
        if path.endswith(".yml") and path.startswith(f"{within}{RECORDS}/"):
            found.append(_change(part, path[len(within) :]))
    return tuple(found), ""


def _change(about: str, path: str) -> FileChange:
    old_mode, new_mode, old, new, _ = about[1:].split(" ")
    return FileChange(
        path,
        old if old_mode in _ORDINARY and old not in _ABSENT else "",
        new if new_mode in _ORDINARY and new not in _ABSENT else "",
    )


def _parts(answer: IO[bytes]) -> Iterator[str]:
    """The parts that NUL separates, as they come."""
    rest = b""
    while piece := answer.read(_PIECE):
        whole, _, rest = (rest + piece).rpartition(b"\0")
        if whole:
            yield from whole.decode("utf-8", "replace").split("\0")
    if rest:
        yield rest.decode("utf-8", "replace")


_NOTE = "removed"
_RAW = ("--diff-merges=separate", "--no-renames", "--raw", "-z", "--no-abbrev", "-O/dev/null")
_WORDS = ("log", "--diff-filter=D", *_RAW)


@dataclass(frozen=True, slots=True)
class Removed:
    """The last commit that took a file away, and the name of the content that it had."""

    commit: str
    blob: str


def removed(repo: Repository, commit: str, cache: Cache) -> dict[str, Removed]:
    """Every path that lost its file before `commit`; read anew only since what `cache` holds.

    Merges are compared with each parent: a file that only the merge dropped is among them.
    """
    kept = load_note(cache, _NOTE) or {}
    since = kept.get("commit")
    known = kept if isinstance(since, str) and is_ancestor(repo, since, commit) else {}
    found = {path: Removed(*one) for path, one in known.get("paths", {}).items()}
    if known.get("commit") != commit:
        span = f"{since}..{commit}" if known else commit
        found |= dict(_removals(ask(repo, *_WORDS, "--reverse", "--format=%x00%H", span, "--")))
        save_note(cache, _NOTE, _content(commit, found))
    return found


def added(repo: Repository, commit: str, folders: Collection[str]) -> dict[str, str]:
    """Return the paths below these folders → the name of the content with which each first came."""
    words = ("log", "--diff-filter=A", *_RAW, "--format=%x00%H", commit, "--", *sorted(folders))
    parts = iter(ask(repo, *words).decode("utf-8", "replace").split("\0"))
    found = {}
    for part in parts:
        about = part.lstrip("\n")
        if about.startswith(":"):
            found[next(parts)] = about.split()[3]  # the latest come first, the first stays
    return found


def _content(commit: str, found: Mapping[str, Removed]) -> dict[str, Any]:
    paths = {path: (one.commit, one.blob) for path, one in found.items()}
    return {"commit": commit, "paths": paths}


def _removals(answer: bytes) -> Iterator[tuple[str, Removed]]:
    """Path and removal, the oldest first."""
    parts = iter(answer.decode("utf-8", "replace").split("\0"))
    commit = ""
    for part in parts:
        about = part.lstrip("\n")
        if about.startswith(":"):
            yield next(parts), Removed(commit, about.split()[2])
        elif about:
            commit = about


SLACK = timedelta(days=1)
"""Clocks of two machines differ, and so do the days of two time zones."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def latest_day() -> date:
    """Return the last day that a commit read now may be dated, wherever it was made."""
    return today_in_china() + SLACK


def with_clocks(
    commits: Iterable[Commit], before: Mapping[str, datetime], latest: date
) -> list[Commit]:
    """Return the commits, oldest first as they are given, with `sure` where a date is wrong.

    `before`: the times that can be relied on, of parents that are not among them.
    """
    times = dict(before)
    found: list[Commit] = []
    for one in commits:
        parents = max((times[name] for name in one.parents if name in times), default=None)
        stated = _moment(one.committed)
        is_wrong = (
            stated is None or stated.date() > latest or (parents and stated < parents - SLACK)
        )
        if is_wrong or stated is None:
            sure = parents or _NEVER
            found.append(replace(one, sure=sure.isoformat()))
            times[one.id] = sure
        else:
            found.append(one)
            times[one.id] = max(stated, parents or stated)
    return found


def days_to_come(commits: Iterable[Commit]) -> Iterator[str]:
    """Yield the days (ISO) that commits are dated which lie in the future."""
    latest = latest_day()
    for one in commits:
        stated = _moment(one.committed) if one.sure else None
        if stated and stated.date() > latest:
            yield stated.date().isoformat()


def reliable(commits: Iterable[Commit]) -> dict[str, datetime]:
    """Return name → time that can be relied on, of commits that have been looked at."""
    return {one.id: moment for one in commits if (moment := _moment(one.sure or one.committed))}


def _moment(text: str) -> datetime | None:
    """Return the time of a commit; None where Git prints a year that no calendar has."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
