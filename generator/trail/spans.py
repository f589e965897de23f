"""Reads a span of history and writes the trails of its records down."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.audit.changes import Arrivals, gathered
from generator.audit.git import Repository
from generator.audit.log import is_long, logged
from generator.cache.history_store import HistoryStore, HistoryWriter
from generator.core.pool import uncollected
from generator.trail.following import Part, Record
from generator.trail.workers import followed_parts, followers

_AT_ONCE = 1000
"""Records in one part."""

_MUCH = 5000
"""Commits from which on beginning further processes pays."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the history of the register that lies at `within`."""

    within: str
    upto: str
    since: str = ""


def is_much(repo: Repository, span: Span) -> bool:
    """Whether there is so much in a span that further processes pay."""
    return is_long(repo, span.upto, span.since, _MUCH)


def read_span(
    repo: Repository, span: Span, writer: HistoryWriter, before: HistoryStore | None
) -> int:
    """Writes the trails of a span into a writer; how many commits were read in all."""
    much = is_much(repo, span)
    root = Path(repo.working_dir) / span.within
    # The processes that follow begin before the history is read: else each would hold all of it.
    with uncollected(), followers(root, is_much=much) as share:
        found = gathered(logged(repo, span.within, span.upto, span.since))
        count = (before.count if before else 0) + len(found.commits)
        newest = count - 1
        writer.put_commits((newest - back, one) for back, one in enumerate(found.commits))
        found.commits.clear()
        parts = [Part(newest, records) for records in _parts(found, before)]
        for trails in share(parts) if much else followed_parts(root, parts):
            writer.put_trails(trails)
        writer.put_lasts({folder: newest + last for folder, last in found.lasts.items()})
    return count


def _parts(found: Arrivals, before: HistoryStore | None) -> list[list[Record]]:
    """Records that were changed at the same time come together: Git has their texts together."""
    paths = iter(sorted(found.by_path, key=lambda path: found.by_path[path][0].latest))
    parts: list[list[Record]] = []
    while part := [
        Record(path, before.row(path) if before else None, found.by_path[path])
        for path in islice(paths, _AT_ONCE)
    ]:
        parts.append(part)
    return parts
