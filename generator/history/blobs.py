"""Contents of files as Git holds them, all through one process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from generator.history.git import Repository, conversation

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


@contextmanager
def blobs(repo: Repository) -> Iterator[Blobs]:
    """The contents of a repository's blobs."""
    with conversation(repo, "cat-file", "--batch") as (asked, answered):
        yield Blobs(asked, answered)
