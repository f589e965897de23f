"""What all pages draw on: the register with the views and groupings that several pages need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.derive.ledgers import Ledger, ledgers, newest_first
from generator.derive.publications import Publication, publications
from generator.lifecycle.replay import Replay, replay
from generator.model.city import City
from generator.model.issue import Issue
from generator.model.programme import Programme
from generator.model.register import Register
from generator.render.issues import IssueView, issue_view, standing


@dataclass(frozen=True)
class Book:
    """A register, prepared for printing."""

    register: Register
    today: date

    @cached_property
    def replays(self) -> Mapping[str, Replay]:
        """ID → where a problem stands, for those whose campaign has a lifecycle."""
        return {
            issue.id: replay(programme.lifecycle, issue)
            for issue in self.register.issues
            if (programme := self.register.programmes.get(issue.programme_id))
            and programme.lifecycle
        }

    @cached_property
    def views(self) -> Mapping[str, IssueView]:
        """ID → the view of a problem."""
        return {
            issue.id: issue_view(
                self.register, issue, standing(self.replays.get(issue.id), self.today)
            )
            for issue in self.register.issues
        }

    @cached_property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Every ledger, by start of its campaign, then by city and round."""
        order = {programme.id: place for place, programme in enumerate(self.programmes)}
        found = ledgers(self.register.issues)
        return tuple(sorted(found, key=lambda ledger: order[ledger.programme_id]))

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """Every source that is cited."""
        return publications(self.register)

    @cached_property
    def exposures(self) -> tuple[IssueView, ...]:
        """Every problem that was made public, the latest first."""
        return self.newest([issue for issue in self.register.issues if issue.exposures])

    @cached_property
    def cities(self) -> tuple[City, ...]:
        """Cities in official order."""
        return tuple(self.register.cities.values())

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """Campaigns by start."""
        return tuple(self.register.programmes.values())

    def newest(self, issues: list[Issue] | tuple[Issue, ...]) -> tuple[IssueView, ...]:
        """Views, the latest first."""
        return tuple(self.views[issue.id] for issue in newest_first(issues))

    def of_city(self, city: City) -> list[Issue]:
        """The problems of one city."""
        return [issue for issue in self.register.issues if issue.city_id == city.id]

    def of_programme(self, programme: Programme) -> list[Issue]:
        """The problems of one campaign."""
        return [issue for issue in self.register.issues if issue.programme_id == programme.id]

    def group(self, issue: Issue) -> str:
        """The group (问题大类) of a problem's category."""
        return self.register.vocabulary.group_of.get(issue.category, issue.category)

    @cached_property
    def groups(self) -> list[str]:
        """Every group in the order of the vocabulary."""
        return self.register.vocabulary.words("groups")
