"""The publications from which records come, each with the records that cite it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.derive.citations import Citation, Work, work_of
from generator.model.bulletin import Bulletin


@dataclass(frozen=True, slots=True)
class Publication:
    """One source and who cites it: the IDs of problems, and bulletins."""

    source: Work
    issues: tuple[str, ...]
    bulletins: tuple[Bulletin, ...]


@dataclass
class _Citing:
    issues: list[str] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)


def publications(
    bulletins: Iterable[Bulletin], citations: Iterable[Citation]
) -> tuple[Publication, ...]:
    """Every publication that an issue or a bulletin cites, by date and title."""
    cited: dict[Work, _Citing] = defaultdict(_Citing)
    for one in citations:
        cited[one.work].issues.append(one.issue)
    for bulletin in bulletins:
        cited[work_of(bulletin.source)].bulletins.append(bulletin)
    found = [
        Publication(work, tuple(citing.issues), tuple(citing.bulletins))
        for work, citing in cited.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.source.date or "9999", one.source.title)))
