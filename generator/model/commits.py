"""What Git tells of the records, as values: commits and what each did to which file.

Mail addresses are left out on purpose: what is never read can never be shown.
"""

from dataclasses import dataclass
from datetime import date

SHORT = 10
"""Letters of a commit's name that people read; the whole name stands in data and in JSON."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: who wrote it, and when it entered the history as it stands (`committed`)."""

    id: str
    parents: tuple[str, ...]
    author: str
    authored: str
    committer: str
    committed: str

    @property
    def short(self) -> str:
        """The name as people read it."""
        return self.id[:SHORT]

    @property
    def day(self) -> date:
        """The calendar day of the commit, where it was made."""
        return date.fromisoformat(self.committed[:10])

    @property
    def is_merge(self) -> bool:
        """Whether it joins lines of history."""
        return len(self.parents) > 1


@dataclass(frozen=True, slots=True)
class Change:
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
    changes: tuple[Change, ...]
    on_main_line: bool
