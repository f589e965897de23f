"""What the pages of a whole register draw on: its problems in brief, and everything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from generator.core.tracing import Memo, traced_property
from generator.derive.citations import Citation, Work
from generator.derive.figures import PublishedFigure, figures_by_city
from generator.derive.history.audit import Audit
from generator.derive.problems.exposed import ExposedLine
from generator.derive.problems.ledgers import Ledger, ledgers
from generator.derive.publications import Publication, publications
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import Overview
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.team.model import Team
from generator.kinds.team.status import has_page

Value = TypeVar("Value")

CITY = 3
"""Where the city stands in `records/issues/<P>/<city>/…`."""


@dataclass(frozen=True)
class Book:
    """A register, prepared for printing.

    `register` is all of it but the problems; these stand here in brief, by ID, and those that were
    made public (`exposed`) as whole lines. Without `audit` nobody knows who recorded what.
    """

    register: Register
    today: date
    audit: Audit | None = None
    briefs: Sequence[Brief] = ()
    exposed: Sequence[ExposedLine] = ()
    citations: Sequence[Citation] = ()
    is_public: bool = False
    shards: Sequence[Sequence[Any]] = ()
    """Summaries of the search's shards of problems."""

    @traced_property
    def by_id(self) -> Mapping[str, Brief]:
        """ID → problem."""
        return self.overview.by_id

    @traced_property
    def overview(self) -> Overview:
        """All problems grouped and counted, as of today."""
        return Overview(self.briefs, self.today.isoformat())

    @traced_property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Every ledger, by start of its campaign, then by city and round."""
        order = {programme.id: place for place, programme in enumerate(self.programmes)}
        return tuple(sorted(ledgers(self.briefs), key=lambda one: order[one.programme_id]))

    @traced_property
    def publications(self) -> tuple[Publication, ...]:
        """Every source that is cited."""
        return publications(self.register, self.citations)

    @traced_property
    def citing(self) -> Mapping[Work, Sequence[str]]:
        """Publication → the IDs of the problems that cite it."""
        found: dict[Work, list[str]] = {}
        for one in self.citations:
            found.setdefault(one.work, []).append(one.issue)
        return found

    @traced_property
    def exposures(self) -> tuple[ExposedLine, ...]:
        """Every problem that was made public, the latest found first; of one day by ID."""
        by_id = sorted(self.exposed, key=lambda one: one.line.id)
        return tuple(sorted(by_id, key=lambda one: one.line.found_on, reverse=True))

    @traced_property
    def figures_by_city(self) -> Mapping[str, Sequence[PublishedFigure]]:
        """Code → the figures that publications give for that city."""
        return figures_by_city(self.register)

    @cached_property
    def issue_folders(self) -> Mapping[str, Sequence[str]]:
        """Code of a city → the folders of its problems in the history: a mere index, no read."""
        found: dict[str, list[str]] = {}
        for folder in self.audit.last_numbers() if self.audit else ():
            names = folder.split("/")
            if len(names) > CITY and names[1] == "issues":
                found.setdefault(names[CITY], []).append(folder)
        return found

    def has_team_page(self, team: Team) -> bool:
        """Whether a team has a page of its own, as of today."""
        found = f"page of {team.id}"
        return self.memo(found, lambda: has_page(self.register, team, self.today))

    def memo(self, name: str, make: Callable[[], Value]) -> Value:
        """What is made once for several pages; its reads count for each of them."""
        if name not in self._memos:
            self._memos[name] = Memo(make)
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
        """Campaigns by start."""
        return tuple(self.register.programmes.values())

    @traced_property
    def groups(self) -> list[str]:
        """Every group of categories in the order of the vocabulary."""
        return self.register.vocabulary.words("groups")
