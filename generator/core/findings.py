"""Findings of checks about records, and the error that stops work.

Wrong data is a finding; work that can not go on is a `WorkError`.

See decisions 0010 and 0030.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding: only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """Return the word shown to people."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a text: line and column, both counted from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One error at one place. `path` is relative to the root folder, with `/`."""

    code: str
    slug: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    hint: str

    @property
    def is_error(self) -> bool:
        """Return whether the finding stops a build."""
        return self.severity is Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Return the key for the reading order: by file, then downwards."""
        return (self.path, self.line, self.column, self.code)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None where nothing is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


class WorkError(Exception):
    """An error outside the records that stops the work: one Chinese sentence and a remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
