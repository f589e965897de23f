"""Issue summaries in the history store, ledger by ledger: read on demand.

Of a hundred thousand issues a page shows those of a city, a round or some months.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar, overload

from generator.core import tracing
from generator.core.serials import id_order
from generator.core.tracing import Selector
from generator.kinds.issue.ledger import IssueState, IssueSummary
from generator.kinds.issue.model import Issue, ledger_of
from generator.kinds.issue.work_sheet import WorkSheet
from generator.kinds.record_index import selector_of
from generator.kinds.registry import BY_MODEL

Value = TypeVar("Value")
Other = TypeVar("Other")

SUMMARY = "summary"
"""The projection of a ledger to its summaries, without `SHEET`."""

STATE = "state"
"""The projection to the states of its issues: texts do not change any count."""

SHEET = "sheet"
"""The projection to what lists of a place's work print of its issues: texts, in no other list."""

UNITS = "units"
"""The projection to the units in charge of its issues: which lists of units there are."""

LEDGERS = "ledgers"
"""The empty projection: which ledgers there are."""

MONTHS = "months"
"""The projection to the months, or years, in which the issues of a ledger were found."""


MOVES = "moves"
"""The projection to the newest steps of a ledger: their text, as `moves.moves_text` makes it."""


def part_of_city(projection: str, city: str) -> Selector:
    """Return a projection of the ledgers of a city."""
    return _selector(projection, city=city)


def summaries(programme: str = "", city: str = "", round_name: str = "") -> Selector:
    """Return the summaries of these ledgers."""
    return _selector(SUMMARY, programme, city, round_name)


def ledgers_in(programme: str = "", city: str = "", round_name: str = "") -> Selector:
    """Return the ledgers of a programme, a city, a round."""
    return _selector(LEDGERS, programme, city, round_name)


def months() -> Selector:
    """Return the months in which issues were found."""
    return _selector(MONTHS)


def found_in(month: str) -> Selector:
    """Return the summaries of all ledgers with an issue that was found in a month."""
    return f"{_selector(SUMMARY)}@{month}"


def _selector(
    projection: str, programme: str = "", city: str = "", round_name: str = ""
) -> Selector:
    parts = {"programme": programme, "city": city, "round": round_name}
    return f"{selector_of(BY_MODEL[Issue], **parts)}#{projection}"


def _parts_of_round(round_id: str) -> Mapping[str, str]:
    programme, _, name = round_id.partition("-")
    return {"programme": programme, "round_name": name}


def state_row(row: Sequence[Any]) -> Sequence[Any]:
    """Return the state in the row of a summary, which begins with it."""
    return row[:_STATE_LENGTH]


_STATE_LENGTH = len(fields(IssueState))


def row_without_sheet(row: Sequence[Any]) -> Sequence[Any]:
    """Return the row of a summary without what only lists of a place's work print."""
    return [*row[:_SHEET], *row[_SHEET + 1 :]]


def sheet_row(row: Sequence[Any]) -> Sequence[Any]:
    """Return what lists of a place's work print of an issue, from the row of its summary."""
    found: Sequence[Any] = row[_SHEET]
    return found


def units_row(row: Sequence[Any]) -> Sequence[Any]:
    """Return the units in charge of an issue, from the row of its summary."""
    sheet = sheet_row(row)
    return WorkSheet(*sheet).all_units if sheet else ()


_SHEET = [field.name for field in fields(IssueSummary)].index("sheet")


def work_sheet_of(summary: IssueSummary) -> WorkSheet:
    """Return what lists of a place's work print of an issue; a read of its own.

    A changed text is no reason to render the pages that only count.
    """
    programme, city, name = summary.ledger.split("-")
    tracing.read(_selector(SHEET, programme, city, name))
    return WorkSheet(*summary.sheet)


def units_of_summary(summary: IssueSummary) -> Sequence[str]:
    """Return the units in charge of an issue; a read of its own, which no changed text concerns."""
    programme, city, name = summary.ledger.split("-")
    tracing.read(_selector(UNITS, programme, city, name))
    return WorkSheet(*summary.sheet).all_units


class Lazy(Mapping[str, Value]):
    """A mapping of which each value is made on first use, and kept.

    Iterating over its names reads `whole`, asking for a name reads `one(name)`, if these are
    given.
    """

    def __init__(
        self,
        names: Iterable[str],
        make: Callable[[str], Value],
        whole: Selector = "",
        one: Callable[[str], Selector] | None = None,
    ) -> None:
        self._names = dict.fromkeys(sorted(names))
        self._make = make
        self._whole = whole
        self._one = one
        self._made: dict[str, tracing.Memo[Value]] = {}

    def derived(self, make: Callable[[str], Other]) -> "Lazy[Other]":
        """Return a mapping of the same names to the values made from each."""
        return Lazy(self._names, make, self._whole, self._one)

    def __getitem__(self, name: str) -> Value:
        if name not in self:  # a read each time, or only the first page to ask would have it
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = tracing.Memo(lambda: self._make(name))
        return self._made[name].use()

    def __contains__(self, name: object) -> bool:
        if self._one:
            tracing.read(self._one(str(name)))
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        self._read_whole()
        return iter(self._names)

    def __len__(self) -> int:
        self._read_whole()
        return len(self._names)

    def _read_whole(self) -> None:
        if self._whole:
            tracing.read(self._whole)


@dataclass(frozen=True)
class LedgerSummaries:
    """The issues of one ledger (`DC17-130200-R11`), as rows, and the months of their finding."""

    ledger: str
    months: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    @cached_property
    def summaries(self) -> tuple[IssueSummary, ...]:
        """Return its issues."""
        return tuple(IssueSummary(*row) for row in self.rows)

    @cached_property
    def by_id(self) -> Mapping[str, IssueSummary]:
        """Return ID → issue."""
        return {one.id: one for one in self.summaries}

    @property
    def programme(self) -> str:
        """Return the programme of all its issues."""
        return self.ledger.split("-")[0]

    @property
    def city(self) -> str:
        """Return the city of all its issues."""
        return self.ledger.split("-")[1]

    @property
    def round_id(self) -> str:
        """Return the round of all its issues: `LT19-R05`."""
        programme, _, number = self.ledger.split("-")
        return f"{programme}-{number}"


class IssueSummaries(Sequence[IssueSummary]):
    """All issues by ID; of a part, only that part is read."""

    def __init__(self, ledgers: Sequence[LedgerSummaries]) -> None:
        self._ledgers = ledgers

    @property
    def all(self) -> tuple[IssueSummary, ...]:
        """Return all of them."""
        tracing.read(summaries())
        return self._all

    @cached_property
    def _all(self) -> tuple[IssueSummary, ...]:
        return _sorted(self._ledgers)

    @property
    def states(self) -> tuple[IssueState, ...]:
        """Return the state of each issue."""
        tracing.read(_selector(STATE))
        return tuple(
            IssueState(*state_row(row)) for of_ledger in self._ledgers for row in of_ledger.rows
        )

    @overload
    def __getitem__(self, place: int) -> IssueSummary: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[IssueSummary]: ...

    def __getitem__(self, place: int | slice) -> IssueSummary | Sequence[IssueSummary]:
        return self.all[place]

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[IssueSummary]:
        return iter(self.all)

    def by_city(self) -> Lazy[tuple[IssueSummary, ...]]:
        """Return code → issues of that city."""
        return self._by(lambda of_ledger: of_ledger.city, lambda city: {"city": city})

    def by_programme(self) -> Lazy[tuple[IssueSummary, ...]]:
        """Return ID → issues of that programme."""
        return self._by(lambda of_ledger: of_ledger.programme, lambda name: {"programme": name})

    def by_round(self) -> Lazy[tuple[IssueSummary, ...]]:
        """Return ID → issues of that round."""
        return self._by(lambda of_ledger: of_ledger.round_id, _parts_of_round)

    def _by(
        self, key: Callable[[LedgerSummaries], str], parts: Callable[[str], Mapping[str, str]]
    ) -> Lazy[tuple[IssueSummary, ...]]:
        groups: dict[str, list[LedgerSummaries]] = {}
        for one in self._ledgers:
            groups.setdefault(key(one), []).append(one)

        def make(name: str) -> tuple[IssueSummary, ...]:
            tracing.read(summaries(**parts(name)))
            return _sorted(groups[name])

        return Lazy(groups, make, ledgers_in(), lambda name: ledgers_in(**parts(name)))

    def by_month(self, key: Callable[[IssueSummary], str]) -> Lazy[tuple[IssueSummary, ...]]:
        """Return the issues by the month of finding that `key` returns."""
        groups: dict[str, list[LedgerSummaries]] = {}
        for one in self._ledgers:
            for month in one.months:
                groups.setdefault(month, []).append(one)

        def of_month(month: str) -> tuple[IssueSummary, ...]:
            tracing.read(found_in(month))
            return tuple(one for one in _sorted(groups[month]) if key(one) == month)

        return Lazy(groups, of_month, months(), found_in)

    def rounds_of(self, programme: str) -> list[int]:
        """Return the numbers of the rounds of a programme in which issues were found."""
        tracing.read(ledgers_in(programme=programme))
        return sorted(self._rounds.get(programme, ()))

    def by_id(self) -> Mapping[str, IssueSummary]:
        """Return ID → issue; iterating over it reads all of them."""
        return _ById(self)

    def named(self, name: str) -> IssueSummary | None:
        """Return the issue with an ID."""
        path = BY_MODEL[Issue].path_of(name)
        if path is None:
            return None
        tracing.read(f"records/{path}#{SUMMARY}")
        of_ledger = self._of_ledger.get(ledger_of(name))
        return of_ledger.by_id.get(name) if of_ledger else None

    @cached_property
    def _rounds(self) -> Mapping[str, Collection[int]]:
        found: dict[str, set[int]] = {}
        for one in self._ledgers:
            found.setdefault(one.programme, set()).add(int(one.round_id.rpartition("-R")[2]))
        return found

    @cached_property
    def _of_ledger(self) -> Mapping[str, LedgerSummaries]:
        return {one.ledger: one for one in self._ledgers}


class _ById(Mapping[str, IssueSummary]):
    def __init__(self, summaries: IssueSummaries) -> None:
        self._summaries = summaries

    def __getitem__(self, name: str) -> IssueSummary:
        found = self._summaries.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return self._summaries.named(str(name)) is not None

    def __iter__(self) -> Iterator[str]:
        return (one.id for one in self._summaries)

    def __len__(self) -> int:
        return len(self._summaries)


def _sorted(by_ledger: Iterable[LedgerSummaries]) -> tuple[IssueSummary, ...]:
    summaries = chain.from_iterable(one.summaries for one in by_ledger)
    return tuple(sorted(summaries, key=lambda one: id_order(one.id)))
