"""What all pages draw on: the register with the views and groupings that several pages need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.derive.audit import Audit
from generator.derive.ledgers import Ledger, ledgers, newest_first
from generator.derive.lines import Brief, IssueLine, issue_line
from generator.derive.publications import Publication, publications
from generator.lifecycle.replay import Replay, replay
from generator.model.city import City
from generator.model.fields import Record
from generator.model.issue import Issue
from generator.model.programme import Programme
from generator.model.register import Register
from generator.render.issues import IssueView, issue_view, standing
from generator.render.page import Proof
from generator.render.recorded import TrailView, trail_view


@dataclass(frozen=True)
class Book:
    """A register, prepared for printing; without `audit` nobody knows who recorded what."""

    register: Register
    today: date
    audit: Audit | None = None

    @cached_property
    def by_path(self) -> Mapping[str, Record]:
        """Path of the file → record."""
        return {one.raw.path: one.record for one in self.register.filed}

    @cached_property
    def proof(self) -> Proof | None:
        """What the pages are made from."""
        audit = self.audit
        if audit is None:
            return None
        return Proof(
            commit=audit.head.id,
            short=audit.head.short,
            day=audit.head.day.isoformat(),
            uncommitted=len(audit.uncommitted),
            rewritten=bool(audit.rewritten),
            blobs={record.id: audit.blob(path) for path, record in self.by_path.items()},
        )

    @cached_property
    def trails(self) -> Mapping[str, TrailView]:
        """ID → who recorded what of a problem, where there is an audit trail."""
        if self.audit is None:
            return {}
        return {
            one.record.id: trail_view(
                self.audit,
                one.raw.path,
                Issue,
                [event.date for event in one.record.events],
                published=self._is_published(one.record),
            )
            for one in self.register.of(Issue)
        }

    def _is_published(self, issue: Issue) -> bool:
        """Whether the problem was taken from what others had published."""
        programme = self.register.programmes.get(issue.programme_id)
        kinds = programme.group_kinds if programme else []
        return any(kind.published for kind in kinds if kind.letter == issue.group_letter)

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
    def lines(self) -> Mapping[str, IssueLine]:
        """ID → the problem as a line of a ledger."""
        return {
            issue.id: issue_line(self.register, issue, self.replays.get(issue.id))
            for issue in self.register.issues
        }

    @cached_property
    def briefs(self) -> tuple[Brief, ...]:
        """Every problem in brief, by ID: what counts and lists are made from."""
        return tuple(line.brief for line in self.lines.values())

    @cached_property
    def views(self) -> Mapping[str, IssueView]:
        """ID → the view of a problem."""
        return {
            issue.id: issue_view(
                self.register,
                issue,
                standing(self.replays.get(issue.id), self.today),
                self.trails.get(issue.id),
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
