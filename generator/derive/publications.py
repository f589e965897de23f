"""The publications from which records come, each with the records that cite it."""

from collections import defaultdict
from dataclasses import dataclass, field

from generator.model.bulletin import Bulletin
from generator.model.issue import Issue
from generator.model.register import Register
from generator.model.source import Source


@dataclass(frozen=True, slots=True)
class Publication:
    """One source and who cites it."""

    source: Source
    issues: tuple[Issue, ...]
    bulletins: tuple[Bulletin, ...]


@dataclass
class _Citations:
    issues: list[Issue] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)


def publications(register: Register) -> tuple[Publication, ...]:
    """Every publication that an issue or a bulletin cites, by date and title."""
    cited: dict[Source, _Citations] = defaultdict(_Citations)
    for issue in register.issues:
        for source in issue.sources:
            cited[source].issues.append(issue)
    for bulletin in register.bulletins:
        cited[bulletin.source].bulletins.append(bulletin)
    found = [
        Publication(source, tuple(citations.issues), tuple(citations.bulletins))
        for source, citations in cited.items()
    ]
    return tuple(sorted(found, key=lambda one: (str(one.source.date or "9999"), one.source.title)))
