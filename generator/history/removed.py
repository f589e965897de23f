"""Which files were ever taken away: their IDs are not given again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.audit.git import Repository, ask
from generator.audit.log import is_ancestor
from generator.cache.cache import Cache
from generator.store.notes import load_note, save_note

_NOTE = "removed"
_WORDS = ("log", "-m", "--diff-filter=D", "--no-renames", "--raw", "-z", "--no-abbrev")


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
