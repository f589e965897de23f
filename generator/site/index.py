"""The site index that pages are rendered from: issue summaries, all other records, citations.

See decision 0026.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from generator.audit.audit import TracedAudit
from generator.core.fields import Record, Source, SourcedRecord
from generator.core.serials import id_order
from generator.core.tracing import Memo, traced_property
from generator.exchange.tables import all_names, part_rows
from generator.kinds.bulletin.model import Bulletin, Figure
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueState, IssueSummary
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.moves import LatestStep
from generator.kinds.issue.summaries import ExposedLine, Ledger, Overview, ledgers
from generator.kinds.issue.summary_rows import IssueSummaries
from generator.kinds.issue.work_periods import CityWork
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.round.model import Round
from generator.kinds.team.model import Team
from generator.kinds.team.status import has_page
from generator.public.policy import public_names
from generator.site.settings import DataLicence


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A publication as records cite it; "" for what they do not say."""

    title: str
    publisher: str
    date: str
    url: str
    reliability: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One issue (its ID) that cites one publication."""

    issue: str
    work: CitedWork

    @property
    def row(self) -> tuple[str, ...]:
        """All of it in one row of texts."""
        work = self.work
        return (self.issue, work.title, work.publisher, work.date, work.url, work.reliability)


def citation_of(row: tuple[str, ...]) -> Citation:
    """What `row` gave."""
    return Citation(row[0], CitedWork(*row[1:]))


def work_of(source: Source) -> CitedWork:
    """A source as a work."""
    return CitedWork(
        source.title,
        source.publisher or "",
        str(source.date or ""),
        source.url or "",
        source.reliability or "",
    )


def citations(issue: Issue) -> Iterator[Citation]:
    """What one issue cites."""
    for source in issue.sources:
        yield Citation(issue.id, work_of(source))


def case_events(issue: Issue, *, is_public: bool) -> list[list[str]]:
    """Return the rows of an issue that was made public in the table of events."""
    return part_rows(issue.id, issue.events, Event, public_names if is_public else all_names)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One source and who cites it: the IDs of issues, bulletins, and all other records."""

    source: CitedWork
    issues: tuple[str, ...]
    bulletins: tuple[Bulletin, ...]
    others: tuple[Record, ...] = ()


@dataclass
class _Citing:
    issues: list[str] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)
    others: dict[str, Record] = field(default_factory=dict)


def publications(register: Register, citations: Iterable[Citation]) -> tuple[CitedSource, ...]:
    """Every publication that a record cites, by date and title; issues say so by `citations`.

    What says where names and codes of a city come from is told on its page alone.
    """
    cited: dict[CitedWork, _Citing] = defaultdict(_Citing)
    for one in citations:
        cited[one.work].issues.append(one.issue)
    for bulletin in register.bulletins:
        cited[work_of(bulletin.source)].bulletins.append(bulletin)
    for filed in register.other_records:
        for source in _sources(filed.record):
            cited[work_of(source)].others[filed.record.id] = filed.record
    found = [
        CitedSource(
            work, tuple(citing.issues), tuple(citing.bulletins), tuple(citing.others.values())
        )
        for work, citing in cited.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.source.date or "9999", one.source.title)))


def _sources(record: Record) -> Iterator[Source]:
    """What a record of a programme, or the programme itself, cites."""
    if isinstance(record, Programme | Round | SourcedRecord):
        yield from record.sources
    if isinstance(record, Programme):
        for table in record.accountability:
            yield from [table.source] if table.source else []
            yield from (one.source for one in table.results)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure with the bulletin that holds it."""

    bulletin: Bulletin
    figure: Figure


def published_figures(register: Register) -> Iterator[PublishedFigure]:
    """Every figure, in order of bulletin and row."""
    for bulletin in register.bulletins:
        for figure in bulletin.rows:
            yield PublishedFigure(bulletin, figure)


def figures_by_city(register: Register) -> Mapping[str, list[PublishedFigure]]:
    """Code → the figures that a source gives for that city, its counties or attached units."""
    owners: dict[str, set[str]] = defaultdict(set)
    for city in register.cities.values():
        for word in (city.id, *city.known_codes, city.name, *(one.name for one in city.attached)):
            owners[word].add(city.id)
    found: dict[str, list[PublishedFigure]] = {code: [] for code in register.cities}
    for one in published_figures(register):
        area = one.figure.area
        for code in owners.get(area.city or "", set()) | owners.get(area.code or "", set()):
            found[code].append(one)
    return found


Value = TypeVar("Value")


class ByCity(Sequence[Value]):
    """Values of which those of one city can be read alone."""

    @abstractmethod
    def of_city(self, city: str) -> Sequence[Value]:
        """Return the values of a city; nothing else counts as read."""


class Memos(Protocol):
    """Values by name, each with the reads that made it."""

    def memo(self, name: str, make: Callable[[], Any]) -> Memo[Any]:
        """Return a value, made if need be."""


@dataclass(frozen=True)
class SiteIndex:
    """A register, prepared for printing.

    `register` is all of it but the issues; these stand here in brief, by ID, and those that were
    made public (`exposed`) as whole lines. Without `audit` nobody knows who recorded what.
    """

    register: Register
    today: date
    audit: TracedAudit | None = None
    summaries: Sequence[IssueSummary] = ()
    exposed: Sequence[ExposedLine] = ()
    citations: Sequence[Citation] = ()
    events: Sequence[Sequence[Any]] = ()
    """Rows of the events of issues that were made public, as the edition shows them."""
    is_public: bool = False
    shards: Sequence[Sequence[Any]] = ()
    """Summaries of the search's shards of issues."""
    work: Sequence[CityWork] = ()
    """What was done on the issues of each city and programme, in the full edition."""
    group_work: Mapping[str, Sequence[CityWork]] = field(default_factory=dict)
    """Round → the work of each of its groups, in the full edition."""
    moves: Mapping[str, Sequence[LatestStep]] = field(default_factory=dict)
    """City → the newest steps of its issues, in the full edition."""
    kept: Memos | None = None
    """The values that are kept from one build to the next; None where no build comes after."""
    address: str = ""
    """Where the site stands on the web, ending in a slash; "" where that is not set."""
    licence: DataLicence | None = None
    """The licence of the data, where the settings name one."""

    @traced_property
    def by_id(self) -> Mapping[str, IssueSummary]:
        """ID → issue."""
        return self.overview.by_id

    @traced_property
    def states(self) -> Sequence[IssueState]:
        """The state of each issue: what counts of all of them need."""
        known = self.summaries
        return known.states if isinstance(known, IssueSummaries) else known

    @traced_property
    def overview(self) -> Overview:
        """All issues grouped and counted, as of today."""
        return Overview(self.summaries, self.today.isoformat())

    @traced_property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Every ledger, by start of its programme, then by city and round."""
        order = {programme.id: place for place, programme in enumerate(self.programmes)}
        return tuple(sorted(ledgers(self.summaries), key=lambda one: order[one.programme_id]))

    @traced_property
    def publications(self) -> tuple[CitedSource, ...]:
        """Every source that is cited."""
        return publications(self.register, self.citations)

    @traced_property
    def citing(self) -> Mapping[CitedWork, Sequence[str]]:
        """Publication → the IDs of the issues that cite it."""
        found: dict[CitedWork, list[str]] = {}
        for one in self.citations:
            found.setdefault(one.work, []).append(one.issue)
        return found

    @traced_property
    def works_cited(self) -> Mapping[str, Sequence[CitedWork]]:
        """Issue → the publications that it cites, each once."""
        found: dict[str, dict[CitedWork, None]] = {}
        for one in self.citations:
            found.setdefault(one.issue, {})[one.work] = None
        return {issue: tuple(works) for issue, works in found.items()}

    @traced_property
    def exposures(self) -> tuple[ExposedLine, ...]:
        """Every issue that was made public, the latest made public first; of one day by ID."""
        return tuple(_latest_first(self.exposed))

    def exposed_in(self, city: str) -> list[ExposedLine]:
        """Return the issues of a city that were made public, the latest made public first."""
        known = self.exposed
        of_city = known.of_city(city) if isinstance(known, ByCity) else known
        return _latest_first(one for one in of_city if one.line.city == city)

    def works_cited_in(self, city: str) -> Mapping[str, Sequence[CitedWork]]:
        """Return issue → the publications that it cites, for the issues of a city."""
        known = self.citations
        found: dict[str, list[CitedWork]] = {}
        for one in known.of_city(city) if isinstance(known, ByCity) else known:
            found.setdefault(one.issue, []).append(one.work)
        return found

    @traced_property
    def figures_by_city(self) -> Mapping[str, Sequence[PublishedFigure]]:
        """Code → the figures that publications give for that city."""
        return figures_by_city(self.register)

    @property
    def has_city_feeds(self) -> bool:
        """Return whether each city has a feed: they tell what was before, so not to the public."""
        return self.audit is not None and not self.is_public

    def has_team_page(self, team: Team) -> bool:
        """Return whether a team has a page of its own, as of today."""
        found = f"page of {team.id}"
        return self.memo(found, lambda: has_page(self.register, team, self.today))

    def memo(self, name: str, make: Callable[[], Value]) -> Value:
        """Return a value made once for several pages; its reads count for each of them."""
        if name not in self._memos:
            self._memos[name] = Memo(make)
        found: Value = self._memos[name].use()
        return found

    def kept_memo(self, name: str, make: Callable[[], Value]) -> Value:
        """Return a value like `memo` does, made of what JSON gives back unchanged.

        It is kept for the next build, which makes it again only where its reads changed.
        """
        if self.kept is None:
            return self.memo(name, make)
        if name not in self._memos:
            self._memos[name] = self.kept.memo(name, make)
        found: Value = self._memos[name].use()
        return found

    @cached_property
    def _memos(self) -> dict[str, Memo[Any]]:
        return {}

    @property
    def edition(self) -> str:
        """`public` or `full`."""
        return "public" if self.is_public else "full"

    @traced_property
    def cities(self) -> tuple[City, ...]:
        """Cities in official order."""
        return tuple(self.register.cities.values())

    @traced_property
    def programmes(self) -> tuple[Programme, ...]:
        """Programmes by start."""
        return tuple(self.register.programmes.values())

    @traced_property
    def groups(self) -> list[str]:
        """Every group of categories in the order of the vocabulary."""
        return self.register.vocabulary.words("groups")


def _latest_first(lines: Iterable[ExposedLine]) -> list[ExposedLine]:
    by_id = sorted(lines, key=lambda one: id_order(one.line.id))
    return sorted(by_id, key=lambda one: one.line.exposed_on, reverse=True)
