"""Which problem cites which publication, as plain text: all that the pages of a register need."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.kinds.issue.model import Issue
from generator.model.source import Source


@dataclass(frozen=True, slots=True)
class Work:
    """A publication as records cite it; "" for what they do not say."""

    title: str
    publisher: str
    date: str
    url: str
    reliability: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One problem (its ID) that cites one publication."""

    issue: str
    work: Work

    @property
    def row(self) -> tuple[str, ...]:
        """All of it in one row of texts."""
        work = self.work
        return (self.issue, work.title, work.publisher, work.date, work.url, work.reliability)


def citation_of(row: tuple[str, ...]) -> Citation:
    """What `row` gave."""
    return Citation(row[0], Work(*row[1:]))


def work_of(source: Source) -> Work:
    """A source as a work."""
    return Work(
        source.title,
        source.publisher or "",
        str(source.date or ""),
        source.url or "",
        source.reliability or "",
    )


def citations(issue: Issue) -> Iterator[Citation]:
    """What one problem cites."""
    for source in issue.sources:
        yield Citation(issue.id, work_of(source))
