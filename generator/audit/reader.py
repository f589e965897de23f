"""Reads the audit trail of a register, of what is checked out or of a commit; on all cores.

See decisions 0004 and 0036.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path

from generator.audit.audit import Audit
from generator.audit.changes import Arrival, Arrivals, gathered, numbered
from generator.audit.diff import Content, blob_name
from generator.audit.git import Repository, repository, signature_words, signatures
from generator.audit.histories import ContentSource, folded
from generator.audit.histories import uncommitted as with_uncommitted
from generator.audit.log import (
    Commit,
    branch,
    continues_main_line,
    days_to_come,
    is_ancestor,
    is_long,
    latest_day,
    logged,
    one_commit,
    refuse_incomplete,
    reliable,
    with_clocks,
)
from generator.audit.trails import RecordHistories, Trail, row_of, trail_of
from generator.audit.worktree import Blobs, WorkTree, blobs, work_tree
from generator.cache.cache import (
    Cache,
    CacheDamaged,
    CacheRefused,
    cache_after_damage,
    cache_of,
    load_note,
    save_note,
    temporary_cache,
)
from generator.cache.history_store import HistoryStore, HistoryWriter, TrailRow, opened
from generator.core.findings import WorkError
from generator.core.pool import (
    PoolMap,
    cores,
    gc_disabled,
    parallel_map,
    run_in_subprocess,
    worker_pool,
)
from generator.load.files import raw_file


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """The path of a record, what came to it, newest first, and its trail before, as a row."""

    path: str
    before: str | None
    arrivals: Sequence[Arrival]


@dataclass(frozen=True, slots=True)
class HistoryBatch:
    """Records to be followed one after another; `newest` numbers the newest commit."""

    newest: int
    records: Sequence[RecordChanges]


def same_repository(root: Path) -> Repository:
    """The repository once more, in another process; WorkError where it is gone."""
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”里的 Git 仓库不见了", "看看这个文件夹还在不在，再运行一次")
    return repo


def followed(repo: Repository, root: Path, part: HistoryBatch) -> list[TrailRow]:
    """The trails of one part, below `root`; its last texts are held until it is done."""
    with blobs(repo) as contents:
        texts = _texts(contents, root, part.records)
        return [_trail_row(one, part.newest, texts) for one in part.records]


def parsed(text: bytes) -> Content | None:
    """Return the content of a record; None where it can not be read."""
    return raw_file("", text).content


def _trail_row(one: RecordChanges, newest: int, texts: ContentSource) -> TrailRow:
    before = trail_of(one.path, one.before) if one.before else Trail(one.path)
    trail = folded(before, numbered(one.arrivals, newest), texts)
    new = trail.entries[len(before.entries) :]
    last = newest + one.arrivals[0].latest
    numbers = tuple({entry.commit for entry in new})
    return TrailRow(one.path, trail.blob, last, row_of(trail), numbers)


def _texts(contents: Blobs, root: Path, part: Sequence[RecordChanges]) -> ContentSource:
    """The last texts of these records, read together, and any other, when it is asked for."""
    last = {one.path: one.arrivals[0].blob for one in part if one.arrivals[0].blob}
    held: dict[str, bytes | None] = {
        blob: text for path, blob in last.items() if (text := _checked_out(root, path, blob))
    }
    wanted = [blob for blob in dict.fromkeys(last.values()) if blob not in held]
    held |= zip(wanted, contents.contents(wanted), strict=True)

    def bytes_of(blob: str) -> bytes | None:
        return held[blob] if blob in held else next(contents.contents([blob]))

    return ContentSource(bytes_of, parsed)


def _checked_out(root: Path, path: str, blob: str) -> bytes | None:
    """The content of a blob where it lies in the work tree: its hash tells that it is the one.

    Git packs new versions as what differs from others; putting them together takes far longer.
    """
    try:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123 paths as text are quicker
            text = file.read()
    except OSError:
        return None
    return text if blob_name(text, len(blob)) == blob else None


_AT_ONCE = 1000
"""Records in one part."""

_MUCH = 5000
"""Commits from which on beginning further processes pays."""


@dataclass(frozen=True, slots=True)
class HistoryRange:
    """A part of the history of the register that lies at `within`."""

    within: str
    upto: str
    since: str = ""


def is_much(repo: Repository, span: HistoryRange) -> bool:
    """Return whether there is so much in a span that further processes pay."""
    return is_long(repo, span.upto, span.since, _MUCH)


def read_span(
    repo: Repository, span: HistoryRange, writer: HistoryWriter, before: HistoryStore | None
) -> int:
    """Writes the trails of a span into a writer; how many commits were read in all."""
    much = is_much(repo, span)
    root = Path(repo.working_dir) / span.within
    # The processes that follow begin before the history is read: else each would hold all of it.
    with gc_disabled(), followers(root, is_much=much) as share:
        found = gathered(logged(repo, span.within, span.upto, span.since))
        count = (before.count if before else 0) + len(found.commits)
        newest = count - 1
        looked = _looked_at(found.commits[::-1], before)
        writer.put_commits(enumerate(looked, newest + 1 - len(looked)))
        for day in days_to_come(looked):
            writer.put_until(day)
        found.commits.clear()
        parts = [HistoryBatch(newest, records) for records in _parts(found, before)]
        for trails in share(parts) if much else followed_parts(root, parts):
            writer.put_trails(trails)
        writer.put_lasts({folder: newest + last for folder, last in found.lasts.items()})
    return count


def _looked_at(commits: Sequence[Commit], before: HistoryStore | None) -> list[Commit]:
    """Commits of a span, oldest first, with what can be relied on where a date is wrong."""
    parents = {name for one in commits for name in one.parents} - {one.id for one in commits}
    known = before.named(parents) if before else ()
    return with_clocks(commits, reliable(known), latest_day())


def _parts(found: Arrivals, before: HistoryStore | None) -> list[list[RecordChanges]]:
    """Records that were changed at the same time come together: Git has their texts together."""
    paths = iter(sorted(found.by_path, key=lambda path: found.by_path[path][0].latest))
    parts: list[list[RecordChanges]] = []
    while part := [
        RecordChanges(path, before.row(path) if before else None, found.by_path[path])
        for path in islice(paths, _AT_ONCE)
    ]:
        parts.append(part)
    return parts


_SEEN = "branches seen at "
_SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class _Seen:
    """For each branch the commit seen last, and commits that were seen and are gone."""

    last: Mapping[str, str]
    rewritten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """What the last published site says: its branch, its commit, and those it knew to be gone."""

    branch: str
    commit: str
    rewritten: tuple[str, ...]


def read_audit(root: Path) -> Audit | None:
    """The audit trail of the register below `root`, with what is not committed yet.

    None where there is no Git, or no commit; WorkError in a shallow clone.
    """
    tree = work_tree(root)
    if tree is None:
        return None
    cache = cache_of(root)
    try:
        return audit_of(root, tree, cache, verifies=True)
    except CacheDamaged:
        return audit_of(root, tree, cache_after_damage(root))


def audit_of(
    root: Path,
    tree: WorkTree,
    cache: Cache,
    *,
    verifies: bool = False,
    witness: Witness | None = None,
) -> Audit:
    """The same of what is checked out; WorkError in a shallow clone.

    `witness` tells what was seen last where the cache does not, because it was deleted.

    `verifies`: look through all that is kept of the history first, for who could not begin again
    if it were found broken later. CacheDamaged.
    """
    repo, within, head = tree.repo, tree.within, tree.head
    refuse_incomplete(repo)
    history = _read_on(repo, within, head, cache)
    if verifies:
        history.verify()
    name = branch(repo)
    seen = _look_again(repo, name, head, _seen_or_told(_seen(cache, within), name, witness))
    save_note(cache, _SEEN + _place(within), asdict(seen))
    changed = frozenset(path for path in tree.uncommitted if path.endswith(".yml"))
    made = _from_work_tree(repo, root, RecordHistories(history), changed) if changed else {}
    last = _last(repo, history)
    return Audit(last, RecordHistories(history, made), changed, seen.rewritten, branch=name)


def audit_at(repo: Repository, within: str, commit: str) -> Audit:
    """The audit trail as of any commit, read from the first one on, trusting nothing kept."""
    refuse_incomplete(repo)
    history = _read(repo, HistoryRange(within, commit), temporary_cache(), None)
    return Audit(_last(repo, history), RecordHistories(history))


def _last(repo: Repository, history: HistoryStore) -> Commit:
    """The commit up to which a history was read."""
    sure = history.commit(history.count - 1).sure
    return replace(one_commit(repo, history.upto), sure=sure)


def signature_states(root: Path, commits: Sequence[str]) -> Mapping[str, str]:
    """The signature of each commit in words; what this machine has judged is not judged again."""
    repo = repository(root)
    if repo is None:
        return {}
    cache = cache_of(root)
    known = load_note(cache, _SIGNATURES) or {}
    letters = signatures(repo, commits, known)
    save_note(cache, _SIGNATURES, letters)
    return {commit: signature_words(letters.get(commit, "N")) for commit in commits}


def _seen_or_told(seen: _Seen, name: str, witness: Witness | None) -> _Seen:
    """Return what was seen of a branch; where nothing is known, what the last site says of it."""
    if not name or name in seen.last or witness is None or witness.branch != name:
        return seen
    return _Seen({**seen.last, name: witness.commit}, (*seen.rewritten, *witness.rewritten))


def _look_again(repo: Repository, name: str, head: str, before: _Seen) -> _Seen:
    """Return whether the branch of this name still holds the commit that was seen on it last."""
    last = before.last.get(name, "") if name else ""
    lost = (last,) if last and not is_ancestor(repo, last, head) else ()
    rewritten = tuple(dict.fromkeys((*before.rewritten, *lost)))
    return _Seen({**before.last, name: head}, rewritten)


def _read_on(repo: Repository, within: str, head: str, cache: Cache) -> HistoryStore:
    """The history up to `head`: on from where the last reading stopped, or all of it."""
    before = opened(cache, _version(within))
    if before and before.until and before.until <= latest_day().isoformat():
        before = None
    if before is None or before.upto == head:
        return before or _read(repo, HistoryRange(within, head), cache, None)
    goes_on = is_ancestor(repo, before.upto, head) and continues_main_line(repo, before.upto, head)
    if not goes_on:
        return _read(repo, HistoryRange(within, head), cache, None)
    return _read(repo, HistoryRange(within, head, before.upto), cache, before)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A history that is read from its beginning, and where it is written."""

    folder: Path
    span: HistoryRange
    cache: Cache


def _read(
    repo: Repository, span: HistoryRange, cache: Cache, before: HistoryStore | None
) -> HistoryStore:
    """The history of a span, kept in the cache or, where that refuses, in a temporary one."""
    try:
        return _written(repo, span, cache if cache.can_write() else temporary_cache(), before)
    except CacheRefused as error:
        message = f"写不下读到的审计记录：{error}"
        raise WorkError(message, "看看磁盘是不是满了，再运行一次") from error


def _written(
    repo: Repository, span: HistoryRange, cache: Cache, before: HistoryStore | None
) -> HistoryStore:
    if before is None and is_much(repo, span):
        # What a long history takes while it is read ends with the process that reads it.
        cache.close()
        name = run_in_subprocess(_write_whole, _Whole(Path(repo.working_dir), span, cache))
        return HistoryStore(cache, name)
    return _write(repo, span, cache, before)


def _write_whole(whole: _Whole) -> str:
    return _write(same_repository(whole.folder), whole.span, whole.cache, None).name


def _write(
    repo: Repository, span: HistoryRange, cache: Cache, before: HistoryStore | None
) -> HistoryStore:
    writer = HistoryWriter(before)
    count = read_span(repo, span, writer, before)
    return writer.save(cache, _version(span.within), span.upto, count)


def _from_work_tree(
    repo: Repository, root: Path, trails: RecordHistories, paths: Iterable[str]
) -> dict[str, Trail]:
    """Trails extended by what stands in the work tree and is not committed."""
    files = {path: root / path for path in sorted(paths)}
    typed = {path: file.read_bytes() for path, file in files.items() if _is_plain(file)}
    with blobs(repo) as contents:

        def bytes_of(blob: str) -> bytes | None:
            return typed[blob] if blob in typed else next(contents.contents([blob]))

        texts = ContentSource(bytes_of, parsed)
        return {
            path: with_uncommitted(
                trails.get(path, Trail(path)), path if path in typed else "", texts
            )
            for path in files
        }


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _seen(cache: Cache, within: str) -> _Seen:
    found = load_note(cache, _SEEN + _place(within))
    return _Seen(found["last"], tuple(found["rewritten"])) if found else _Seen({}, ())


def _place(within: str) -> str:
    return hashlib.sha256(within.encode()).hexdigest()


@cache
def _version(within: str) -> str:
    """Return a digest of the code that makes record histories, and of the register's place."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(within.encode())
    for pattern in _CODE:
        for path in sorted(package.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


_CODE = (
    *("audit/*.py", "cache/*.py", "core/*.py", "load/*.py"),
    *("kinds/*.py", "kinds/*/__init__.py", "kinds/*/model.py"),
)
"""What decides on a record's history; with any other code the cached ones stay valid."""


_MANY = 4
"""Parts from which on beginning further processes pays."""


def followers(
    root: Path, *, is_much: bool
) -> AbstractContextManager[PoolMap[HistoryBatch, list[TrailRow]]]:
    """Processes that stand by while the history is read, one a core where there is much of it."""
    return worker_pool(_follower, root, cores() if is_much else 1)


def followed_parts(root: Path, parts: Sequence[HistoryBatch]) -> Iterator[list[TrailRow]]:
    """The trails of each part, in order, where nobody stands by."""
    return parallel_map(_follower, root, parts, cores() if len(parts) >= _MANY else 1)


def _follower(root: Path) -> Callable[[HistoryBatch], list[TrailRow]]:
    """Return the function that a worker calls for each batch of histories."""
    return partial(followed, same_repository(root), root)
