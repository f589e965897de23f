"""What an earlier state of the history tells against the present one: versions that are gone.

See decision 0081.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.audit.git import Repository, ask
from generator.audit.log import count_between, is_ancestor, logged, refuse_incomplete


class RecordVersion(NamedTuple):
    """One version of a record; who recorded it, and when. A blob is "" where it was deleted."""

    blob: str
    author: str
    committed: str


@dataclass(frozen=True, slots=True)
class HistoryComparison:
    """The history as it is against a commit of an earlier one.

    `newer`: commits since then, where that commit is still part of it; else None. `lost`: path of a
    record → its versions that are gone. `is_known`: the repository still has that commit, so that
    all records could be compared.
    """

    since: str
    newer: int | None
    lost: Mapping[str, tuple[RecordVersion, ...]]
    is_known: bool = True


def compared_history(
    repo: Repository, within: str, since: str, head: str, shown: Iterable[tuple[str, str]] = ()
) -> HistoryComparison:
    """Return what of the history up to `since`, a full name, is gone from that up to `head`.

    `shown`: path and blob of records on a site of that commit; they are what is left to compare
    where the repository has lost the commit. WorkError in an incomplete clone.
    """
    refuse_incomplete(repo)
    if is_ancestor(repo, since, head):
        return HistoryComparison(since, count_between(repo, since, head), {})
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
    is_known = bool(ask(repo, *words, fine=(0, 1, 128)))
    now = _versions(repo, within, head)
    if is_known:
        lost = dict(_gone(_versions(repo, within, since), now))
    else:
        lost = dict(_unknown(shown, now))
    return HistoryComparison(since, None, lost, is_known)


def _versions(repo: Repository, within: str, upto: str) -> dict[str, list[RecordVersion]]:
    found: dict[str, list[RecordVersion]] = {}
    for one in logged(repo, within, upto):
        for change in one.changes:
            version = RecordVersion(change.new, one.commit.author, one.commit.committed)
            found.setdefault(change.path, []).append(version)
    return found


def _gone(
    before: Mapping[str, list[RecordVersion]], now: Mapping[str, list[RecordVersion]]
) -> Iterator[tuple[str, tuple[RecordVersion, ...]]]:
    for path, versions in sorted(before.items()):
        gone = Counter(versions) - Counter(now.get(path, ()))
        if gone:
            yield path, tuple(reversed(list(gone.elements())))


def _unknown(
    shown: Iterable[tuple[str, str]], now: Mapping[str, list[RecordVersion]]
) -> Iterator[tuple[str, tuple[RecordVersion, ...]]]:
    for path, blob in sorted(set(shown)):
        if blob not in {version.blob for version in now.get(path, ())}:
            yield path, (RecordVersion(blob, "", ""),)
