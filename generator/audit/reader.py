"""Gives the audit trail of a register: of what is checked out, or of any commit."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from generator.audit.git import Repository, repository
from generator.audit.histories import Texts
from generator.audit.histories import uncommitted as with_uncommitted
from generator.audit.log import branch, continues_main_line, is_ancestor, one_commit, refuse_shallow
from generator.audit.trails import Trail, Trails
from generator.audit.worktree import WorkTree, work_tree
from generator.cache.cache import (
    Cache,
    CacheDamaged,
    CacheRefused,
    cache_after_damage,
    cache_of,
    temporary_cache,
)
from generator.cache.history_store import HistoryStore, HistoryWriter, opened
from generator.core.pool import apart
from generator.derive.history.audit import Audit
from generator.errors import WorkError
from generator.history.blobs import blobs
from generator.history.signatures import signature_words, signatures
from generator.store.notes import load_note, save_note
from generator.trail.following import parsed, same_repository
from generator.trail.spans import Span, is_much, read_span

_SEEN = "branches seen at "
_SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class _Seen:
    """For each branch the commit seen last, and commits that were seen and are gone."""

    last: Mapping[str, str]
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


def audit_of(root: Path, tree: WorkTree, cache: Cache, *, verifies: bool = False) -> Audit:
    """The same of what is checked out; WorkError in a shallow clone.

    `verifies`: look through all that is kept of the history first, for who could not begin again
    if it were found broken later. CacheDamaged.
    """
    repo, within, head = tree.repo, tree.within, tree.head
    refuse_shallow(repo)
    history = _read_on(repo, within, head, cache)
    if verifies:
        history.verify()
    seen = _look_again(repo, head, _seen(cache, within))
    save_note(cache, _SEEN + _place(within), asdict(seen))
    changed = frozenset(path for path in tree.uncommitted if path.endswith(".yml"))
    made = _from_work_tree(repo, root, Trails(history), changed) if changed else {}
    return Audit(one_commit(repo, head), Trails(history, made), changed, seen.rewritten)


def audit_at(repo: Repository, within: str, commit: str) -> Audit:
    """The audit trail as of any commit, read from the first one on, trusting nothing kept."""
    refuse_shallow(repo)
    history = _read(repo, Span(within, commit), temporary_cache(), None)
    return Audit(one_commit(repo, commit), Trails(history))


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


def _look_again(repo: Repository, head: str, before: _Seen) -> _Seen:
    """Whether the branch still holds the commit that was seen on it last."""
    name = branch(repo)
    last = before.last.get(name, "") if name else ""
    lost = (last,) if last and not is_ancestor(repo, last, head) else ()
    rewritten = tuple(dict.fromkeys((*before.rewritten, *lost)))
    return _Seen({**before.last, name: head}, rewritten)


def _read_on(repo: Repository, within: str, head: str, cache: Cache) -> HistoryStore:
    """The history up to `head`: on from where the last reading stopped, or all of it."""
    before = opened(cache, _version(within))
    if before is None or before.upto == head:
        return before or _read(repo, Span(within, head), cache, None)
    goes_on = is_ancestor(repo, before.upto, head) and continues_main_line(repo, before.upto, head)
    if not goes_on:
        return _read(repo, Span(within, head), cache, None)
    return _read(repo, Span(within, head, before.upto), cache, before)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A history that is read from its beginning, and where it is written."""

    folder: Path
    span: Span
    cache: Cache


def _read(repo: Repository, span: Span, cache: Cache, before: HistoryStore | None) -> HistoryStore:
    """The history of a span, kept in the cache or, where that refuses, in a temporary one."""
    try:
        return _written(repo, span, cache if cache.can_write() else temporary_cache(), before)
    except CacheRefused as error:
        message = f"写不下读到的审计记录：{error}"
        raise WorkError(message, "看看磁盘是不是满了，再运行一次") from error


def _written(
    repo: Repository, span: Span, cache: Cache, before: HistoryStore | None
) -> HistoryStore:
    if before is None and is_much(repo, span):
        # What a long history takes while it is read ends with the process that reads it.
        cache.close()
        name = apart(_write_whole, _Whole(Path(repo.working_dir), span, cache))
        return HistoryStore(cache, name)
    return _write(repo, span, cache, before)


def _write_whole(whole: _Whole) -> str:
    return _write(same_repository(whole.folder), whole.span, whole.cache, None).name


def _write(repo: Repository, span: Span, cache: Cache, before: HistoryStore | None) -> HistoryStore:
    writer = HistoryWriter(before)
    count = read_span(repo, span, writer, before)
    return writer.save(cache, _version(span.within), span.upto, count)


def _from_work_tree(
    repo: Repository, root: Path, trails: Trails, paths: Iterable[str]
) -> dict[str, Trail]:
    """Trails extended by what stands in the work tree and is not committed."""
    files = {path: root / path for path in sorted(paths)}
    typed = {path: file.read_bytes() for path, file in files.items() if _is_plain(file)}
    with blobs(repo) as contents:

        def bytes_of(blob: str) -> bytes | None:
            return typed[blob] if blob in typed else next(contents.contents([blob]))

        texts = Texts(bytes_of, parsed)
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
    """Changes with the code that makes trails, and with the place of the register."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(within.encode())
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
