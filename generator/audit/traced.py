"""The audit of a register as pages read it: each answer is traced like a read of the register.

See decision 0015.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from generator.audit.audit import HEAD, HISTORY, ISSUES, RECORDS, Audit, Happening
from generator.audit.log import Commit
from generator.core import tracing

_CITY = 3
"""The position of the city in `records/issues/<programme>/<city>/…`."""


class TracedAudit:
    """Answers questions about the history, and records which records they are about."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    @property
    def head(self) -> Commit:
        """Return the commit that the register is read at."""
        tracing.read(f"{RECORDS}#{HEAD}")
        return self._audit.head

    @property
    def uncommitted(self) -> frozenset[str]:
        """Return the paths whose files differ from that commit."""
        return self._of_all.uncommitted

    @property
    def rewritten(self) -> tuple[str, ...]:
        """Return the commits seen at an earlier reading that are not in the history any more."""
        return self._of_all.rewritten

    def newest(self, limit: int, each: int) -> list[Happening]:
        """Return so many happenings, the latest first; of one commit no more than `each`."""
        return self._of_all.newest(limit, each)

    def newest_of_city(self, city: str, limit: int) -> list[Happening]:
        """Return the latest committed happenings to the issues of a city (code)."""
        tracing.read(f"{ISSUES}*/{city}/#{HISTORY}")
        return self._audit.newest_in(self._folders.get(city, ()), limit)

    def of_record(self, path: str) -> list[Happening]:
        """Return the changes of one record, oldest first."""
        tracing.read(f"{path}#{HISTORY}")
        return self._audit.of_record(path)

    def last_commit(self, path: str) -> str:
        """Return the ID of the last commit to a record; "" where it is not committed."""
        tracing.read(f"{path}#{HISTORY}")
        last = self._audit.latest.of_record(path)
        return last.id if last else ""

    @property
    def _of_all(self) -> Audit:
        tracing.read(f"{RECORDS}#{HISTORY}")
        return self._audit

    @cached_property
    def _folders(self) -> Mapping[str, Sequence[str]]:
        """Return code of a city → the folders of its issues: an index, so it is no read."""
        found: dict[str, list[str]] = {}
        for folder in self._audit.last_numbers():
            names = folder.split("/")
            if len(names) > _CITY and folder.startswith(ISSUES):
                found.setdefault(names[_CITY], []).append(folder)
        return found
