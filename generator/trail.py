"""The way of the audit trail: history → derive; kept between runs, read on where it stopped."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from generator.derive.audit import Audit
from generator.derive.deltas import Content
from generator.derive.folding import Texts, groups, take, take_uncommitted
from generator.derive.trails import Trails, trails_from
from generator.history import kept
from generator.history.blobs import Blobs, blobs
from generator.history.git import Repository, prefix, repository
from generator.history.log import (
    branch,
    continues_main_line,
    current,
    is_ancestor,
    logged,
    one_commit,
    refuse_shallow,
)
from generator.history.signatures import signature_words, signatures
from generator.history.worktree import uncommitted
from generator.load.files import raw_file
from generator.model.commits import Change, Logged

_WINDOW = 2_000
"""Contents held at a time."""

_FEW = 0.02
"""Part of the history that is read again each time rather than kept."""

_TRAILS = "audit.json"
_SEEN = "audit-seen.json"
_SIGNATURES = "audit-signatures.json"


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far the history was read: the trails up to a commit, and how many commits were new."""

    trails: Trails
    upto: str = ""
    read: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """For each branch the commit seen last, and commits that were seen and are gone."""

    last: Mapping[str, str]
    rewritten: tuple[str, ...]


def read_audit(root: Path) -> Audit | None:
    """The audit trail of the register below `root`, with what is not committed yet.

    None where there is no Git, or no commit; WorkError in a shallow clone.
    """
    repo = repository(root)
    head = current(repo) if repo else None
    if repo is None or head is None:
        return None
    refuse_shallow(repo)
    within = prefix(repo, root)
    work = root / ".build"
    reading = _read_on(repo, within, head, _kept(work, within))
    _keep(work, within, reading)
    seen = _look_again(repo, head, _seen(work, within))
    kept.save(work / _SEEN, _place(within), asdict(seen))
    changed = frozenset(path for path in uncommitted(repo, within) if path.endswith(".yml"))
    if changed:
        _take_work_tree(repo, root, reading.trails, changed)
    return Audit(one_commit(repo, head), reading.trails, changed, seen.rewritten)


def audit_at(repo: Repository, within: str, commit: str) -> Audit:
    """The audit trail as of any commit, read from the first one on, trusting nothing kept."""
    refuse_shallow(repo)
    return Audit(one_commit(repo, commit), _read_history(repo, within, commit).trails)


def signature_states(root: Path, commits: Sequence[str]) -> Mapping[str, str]:
    """The signature of each commit in words; what this machine has judged is not judged again."""
    repo = repository(root)
    if repo is None:
        return {}
    file = root / ".build" / _SIGNATURES
    known = kept.load(file, _SIGNATURES) or {}
    letters = signatures(repo, commits, known)
    if letters != known:
        kept.save(file, _SIGNATURES, letters)
    return {commit: signature_words(letters.get(commit, "N")) for commit in commits}


def _look_again(repo: Repository, head: str, before: _Seen) -> _Seen:
    """Whether the branch still holds the commit that was seen on it last."""
    name = branch(repo)
    last = before.last.get(name, "") if name else ""
    lost = (last,) if last and not is_ancestor(repo, last, head) else ()
    rewritten = tuple(dict.fromkeys((*before.rewritten, *lost)))
    return _Seen({**before.last, name: head}, rewritten)


def _read_on(repo: Repository, within: str, head: str, before: _Reading) -> _Reading:
    """The history up to `head`: on from where the last reading stopped, or all of it."""
    goes_on = (
        before.upto
        and is_ancestor(repo, before.upto, head)
        and continues_main_line(repo, before.upto, head)
    )
    return _read_history(repo, within, head, before if goes_on else None)


def _read_history(
    repo: Repository, within: str, head: str, before: _Reading | None = None
) -> _Reading:
    start = before or _Reading(Trails())
    new = 0
    if start.upto != head:
        with blobs(repo) as contents, _all_is_kept():
            for window in _windows(groups(logged(repo, within, head, start.upto))):
                changes = [change for group in window for one in group for change in one.changes]
                texts = _texts(contents, (change.new for change in changes))
                for group in window:
                    take(start.trails, texts, group)
                    new += len(group)
    return _Reading(start.trails, head, start.read + new, new)


@contextmanager
def _all_is_kept() -> Iterator[None]:
    """Lets Python not look for what can be thrown away: all that is made here stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _windows(all_groups: Iterable[list[Logged]]) -> Iterator[list[list[Logged]]]:
    window: list[list[Logged]] = []
    size = 0
    for group in all_groups:
        window.append(group)
        size += sum(len(one.changes) for one in group)
        if size >= _WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window


def _texts(contents: Blobs, names: Iterable[str]) -> Texts:
    """The contents of these blobs, read together, and of any other, when it is asked for."""
    wanted = list(dict.fromkeys(name for name in names if name))
    held = dict(zip(wanted, contents.contents(wanted), strict=True))

    def bytes_of(blob: str) -> bytes | None:
        if blob not in held:
            (held[blob],) = contents.contents([blob])
        return held[blob]

    return Texts(bytes_of, _parsed)


def _parsed(text: bytes) -> Content | None:
    return raw_file("", text).content


def _take_work_tree(repo: Repository, root: Path, trails: Trails, paths: Iterable[str]) -> None:
    """Extends trails by what stands in the work tree and is not committed."""
    files = {path: root / path for path in sorted(paths)}
    typed = {path: file.read_bytes() for path, file in files.items() if _is_plain(file)}
    with blobs(repo) as contents:
        texts = _texts(contents, [])

        def bytes_of(blob: str) -> bytes | None:
            return typed[blob] if blob in typed else texts.bytes_of(blob)

        for path in files:
            change = Change(path, "", path if path in typed else "")
            take_uncommitted(trails, Texts(bytes_of, _parsed), change)


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _kept(work: Path, within: str) -> _Reading:
    found = kept.load(work / _TRAILS, _version(within))
    if found is None:
        return _Reading(Trails())
    return _Reading(trails_from(found), found["upto"], found["read"])


def _keep(work: Path, within: str, reading: _Reading) -> None:
    """Keeps the trails where that saves more than it costs: writing is slower than reading on."""
    if reading.new > reading.read * _FEW:
        place = {"upto": reading.upto, "read": reading.read}
        kept.save(work / _TRAILS, _version(within), {**place, **reading.trails.as_rows()})


def _seen(work: Path, within: str) -> _Seen:
    found = kept.load(work / _SEEN, _place(within))
    return _Seen(found["last"], tuple(found["rewritten"])) if found else _Seen({}, ())


def _place(within: str) -> str:
    return hashlib.sha256(within.encode()).hexdigest()


@cache
def _version(within: str) -> str:
    """Changes with the code that makes trails, and with the place of the register."""
    here = Path(__file__).parent
    digest = hashlib.sha256(within.encode())
    for room in ("derive", "history", "load", "model"):
        for path in sorted((here / room).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
