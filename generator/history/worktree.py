"""What is checked out and what a commit holds: blobs by path, and what is not committed yet."""

from collections.abc import Mapping

from git import Repo

from generator.history.git import ask
from generator.history.log import RECORDS

_ORDINARY = ("100644", "100755")


def held(repo: Repo, commit: str, within: str) -> Mapping[str, str]:
    """Path as seen from `within` → blob, for every record file that a commit holds."""
    listing = ask(repo, "ls-tree", "-r", "-z", "--full-tree", commit, "--", within + RECORDS)
    found: dict[str, str] = {}
    for line in listing.decode("utf-8", "replace").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        if mode in _ORDINARY:
            found[path.removeprefix(within)] = blob
    return found


def uncommitted(repo: Repo, within: str) -> frozenset[str]:
    """The paths, as seen from `within`, of record files that differ from what is committed."""
    if repo.bare:
        return frozenset()
    words = ("status", "--porcelain=v1", "-z", "--no-renames")
    shown = ("--untracked-files=all", "--ignored=traditional")
    listing = ask(repo, *words, *shown, "--", within + RECORDS).decode("utf-8", "replace")
    return frozenset(line[3:].removeprefix(within) for line in listing.split("\0")[:-1])
