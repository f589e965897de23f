"""The publications from which records come, each with the records that cite it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.core.fields import Record
from generator.derive.citations import Citation, Work, work_of
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.model.round import Round
from generator.model.source import Source, SourcedRecord


@dataclass(frozen=True, slots=True)
class Publication:
    """One source and who cites it: the IDs of problems, bulletins, and all other records."""

    source: Work
    issues: tuple[str, ...]
    bulletins: tuple[Bulletin, ...]
    others: tuple[Record, ...] = ()


@dataclass
class _Citing:
    issues: list[str] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)
    others: dict[str, Record] = field(default_factory=dict)


def publications(register: Register, citations: Iterable[Citation]) -> tuple[Publication, ...]:
    """Every publication that a record cites, by date and title; problems say so by `citations`.

    What says where names and codes of a city come from is told on its page alone.
    """
    cited: dict[Work, _Citing] = defaultdict(_Citing)
    for one in citations:
        cited[one.work].issues.append(one.issue)
    for bulletin in register.bulletins:
        cited[work_of(bulletin.source)].bulletins.append(bulletin)
    for filed in register.filed:
        for source in _sources(filed.record):
            cited[work_of(source)].others[filed.record.id] = filed.record
    found = [
        Publication(
            work, tuple(citing.issues), tuple(citing.bulletins), tuple(citing.others.values())
        )
        for work, citing in cited.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.source.date or "9999", one.source.title)))


def _sources(record: Record) -> Iterator[Source]:
    """What a record of a campaign, or the campaign itself, cites."""
    if isinstance(record, Programme | Round | SourcedRecord):
        yield from record.sources
    if isinstance(record, Programme):
        for table in record.accountability:
            yield from [table.source] if table.source else []
            yield from (one.source for one in table.results)
