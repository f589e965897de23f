"""Contents of files as Git holds them, all through one process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from generator.audit.git import Repository, conversation

_AT_ONCE = 1000
"""Names asked for before the answers are read: so many fit into the pipe, or both would wait."""


class Blobs:
    """Gives the contents of blobs; lives as long as its process."""

    def __init__(self, asked: IO[bytes], answered: IO[bytes]) -> None:
        self._asked = asked
        self._answered = answered

    def contents(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """The content of each blob, in order; None where the repository has none of that name."""
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            self._asked.write("".join(f"{name}\n" for name in some).encode())
            self._asked.flush()
            for _ in some:
                yield self._next()

    def _next(self) -> bytes | None:
        header = self._answered.readline().split()
        if len(header) != 3:
            return None
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
