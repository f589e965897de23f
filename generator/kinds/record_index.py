"""The records of one kind by their IDs; which files a read of them depends on."""

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from itertools import chain
from typing import TypeVar, overload

from generator.core import tracing
from generator.core.fields import Record
from generator.core.record_kind import RecordKind

Other = TypeVar("Other")
RecordType = TypeVar("RecordType", bound=Record, covariant=True)

_RECORDS = "records/"

Selectors = tuple[tracing.Selector, ...]


class _Selectors(dict[str, Selectors]):
    """ID → the selectors of its record, `of_all` records where an ID tells no path.

    `beside` has the selectors of what some records take from others, by ID.
    """

    def __init__(
        self, kind: RecordKind, of_all: Selectors, beside: Mapping[str, Selectors]
    ) -> None:
        super().__init__()
        self._kind = kind
        self._of_all = of_all
        self._beside = beside

    def __missing__(self, record_id: str) -> Selectors:
        path = self._kind.path_of(record_id)
        own = (_RECORDS + path,) if path else self._of_all
        selectors = self[record_id] = (*own, *self._beside.get(record_id, ()))
        return selectors


_NOTHING: Mapping[str, Selectors] = {}


class RecordIndex(Mapping[str, RecordType]):
    """ID → record of one kind. Getting one reads that one, iterating reads all of them.

    `beside`: ID → selectors of what a record takes from others, which is read with it.
    """

    def __init__(
        self,
        kind: RecordKind,
        records: Mapping[str, RecordType],
        beside: Mapping[str, Selectors] = _NOTHING,
    ) -> None:
        self._kind = kind
        self._records = records
        self._of_all = tuple(dict.fromkeys((selector_of(kind), *chain(*beside.values()))))
        self._selectors = _Selectors(kind, (selector_of(kind),), beside)

    def __getitem__(self, record_id: str) -> RecordType:
        tracing.read_all(self._selectors[record_id])
        return self._records[record_id]

    @overload
    def get(self, record_id: str, /) -> RecordType | None: ...

    @overload
    def get(self, record_id: str, /, default: RecordType | Other) -> RecordType | Other: ...

    def get(self, record_id: str, /, default: object = None) -> object:
        """Return the record of an ID; every issue calls this, so it is direct."""
        tracing.read_all(self._selectors[record_id])
        return self._records.get(record_id, default)

    def __contains__(self, record_id: object) -> bool:
        tracing.read_all(self._selectors[str(record_id)])
        return record_id in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def values(self) -> ValuesView[RecordType]:
        """Return the records."""
        return self._all.values()

    def items(self) -> ItemsView[str, RecordType]:
        """Return the records with their IDs."""
        return self._all.items()

    @property
    def _all(self) -> Mapping[str, RecordType]:
        tracing.read_all(self._of_all)
        return self._records


def selector_of(kind: RecordKind, **parts: str) -> tracing.Selector:
    """Return the selector of a kind's records by programme, city and round, as their paths have."""
    names = kind.path_form.split("/")
    chosen = [_RECORDS.rstrip("/"), names[0]]
    for name in names[1:]:
        stem, dot, ending = name.partition(".")
        value = parts.get(stem.strip("{}"), "")
        chosen.append(f"{value}{dot}{ending}" if value else "*")
    while chosen[-1] == "*":
        chosen.pop()
    return "/".join(chosen) if chosen[-1].endswith(".yml") else "/".join((*chosen, ""))
