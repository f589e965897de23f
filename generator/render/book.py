"""What the pages of a whole register draw on: its problems in brief, and everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.derive.citations import Citation
from generator.derive.history.audit import Audit
from generator.derive.problems.exposed import ExposedLine
from generator.derive.problems.ledgers import Ledger, ledgers
from generator.derive.problems.lines import Brief
from generator.derive.problems.overview import Overview
from generator.derive.publications import Publication, publications
from generator.derive.work.reminders import Reminder, reminders
from generator.derive.work.teams import teams_with_pages
from generator.model.city import City
from generator.model.fields import Record
from generator.model.programme import Programme
from generator.model.register import Register


@dataclass(frozen=True)
class Book:
    """A register, prepared for printing.

    `register` is all of it but the problems; these stand here in brief, by ID, and those that were
    made public (`exposed`) as whole lines. Without `audit` nobody knows who recorded what.
    `held` are paths of pages and feeds that stay as they are, or stay away; `settled` the folders
    in which none has to be made.
    """

    register: Register
    today: date
    audit: Audit | None = None
    briefs: Sequence[Brief] = ()
    exposed: tuple[ExposedLine, ...] = ()
    citations: tuple[Citation, ...] = ()
    is_public: bool = False
    held: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()

    def makes(self, path: str) -> bool:
        """Whether a page or feed has to be made; otherwise it stays as it is."""
        return path not in self.held

    @cached_property
    def by_path(self) -> Mapping[str, Record]:
        """Path of the file → record, but for problems."""
        return {one.raw.path: one.record for one in self.register.filed}

    @cached_property
    def by_id(self) -> Mapping[str, Brief]:
        """ID → problem."""
        return self.overview.by_id

    @cached_property
    def overview(self) -> Overview:
        """All problems grouped and counted, as of today."""
        return Overview(self.briefs, self.today.isoformat())

    @cached_property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Every ledger, by start of its campaign, then by city and round."""
        order = {programme.id: place for place, programme in enumerate(self.programmes)}
        return tuple(sorted(ledgers(self.briefs), key=lambda one: order[one.programme_id]))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """Every source that is cited."""
        return publications(self.register, self.citations)

    @cached_property
    def exposures(self) -> tuple[ExposedLine, ...]:
        """Every problem that was made public, the latest found first; of one day by ID."""
        by_id = sorted(self.exposed, key=lambda one: one.line.id)
        return tuple(sorted(by_id, key=lambda one: one.line.found_on, reverse=True))

    @cached_property
    def team_rounds(self) -> frozenset[str]:
        """The IDs of the rounds that have a team."""
        return frozenset(team.round_id for team in self.register.teams)

    @cached_property
    def reminders(self) -> Mapping[str, tuple[Reminder, ...]]:
        """Code of a city → what falls due there besides its problems."""
        return reminders(self.register)

    @property
    def edition(self) -> str:
        """`public` or `full`."""
        return "public" if self.is_public else "full"

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Cities in official order."""
        return tuple(self.register.cities.values())

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """Campaigns by start."""
        return tuple(self.register.programmes.values())

    @cached_property
    def teams_with_pages(self) -> frozenset[str]:
        """IDs of the teams that have a page of their own, as of today."""
        return teams_with_pages(self.register, self.today)

    @cached_property
    def groups(self) -> list[str]:
        """Every group of categories in the order of the vocabulary."""
        return self.register.vocabulary.words("groups")
