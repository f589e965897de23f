"""All records of one register, each with the file that it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Generic, TypeVar

from generator.findings import Mark
from generator.model.action import Action
from generator.model.appraisal import Appraisal
from generator.model.assessment import Assessment
from generator.model.assistance import Assistance
from generator.model.bulletin import Bulletin
from generator.model.city import City
from generator.model.fields import Record
from generator.model.grid import Grid
from generator.model.incident import Incident
from generator.model.issue import Issue
from generator.model.kinds import Kind
from generator.model.liaison import Liaison
from generator.model.monitor import Monitor
from generator.model.programme import Programme
from generator.model.quick import Quick
from generator.model.raw import RawFile
from generator.model.round import Round
from generator.model.target import Target
from generator.model.task import Task
from generator.model.team import Team
from generator.vocabulary import Vocabulary

RecordType = TypeVar("RecordType", bound=Record, covariant=True)


_id = attrgetter("id")


@dataclass(frozen=True, slots=True)
class Filed(Generic[RecordType]):
    """A record together with its kind and the file that it was read from."""

    kind: Kind
    record: RecordType
    raw: RawFile

    def mark(self, *path: str | int) -> Mark:
        """Where a value of the record stands in its file."""
        return self.raw.value_mark(path)


@dataclass(frozen=True)
class Register:
    """Every well-shaped record, in order of path, and the vocabulary."""

    vocabulary: Vocabulary
    filed: tuple[Filed[Record], ...]

    def of(self, model: type[RecordType]) -> Iterator[Filed[RecordType]]:
        """The records of one kind, in order of path."""
        found = self._sorted_out.get(model)
        if found is None:  # every rule asks for one kind or another
            found = tuple(one for one in self.filed if issubclass(one.kind.model, model))
            self._sorted_out[model] = found
        return iter(found)  # type: ignore[arg-type]

    @cached_property
    def _sorted_out(self) -> dict[type[Record], tuple[Filed[Record], ...]]:
        return {}

    @cached_property
    def programmes(self) -> Mapping[str, Programme]:
        """ID → campaign, by start date."""
        found = [one.record for one in self.of(Programme)]
        found.sort(key=lambda programme: (programme.period.start.earliest, programme.id))
        return {programme.id: programme for programme in found}

    @cached_property
    def cities(self) -> Mapping[str, City]:
        """Code → city, in the order of the official codes."""
        found = {one.record.id: one.record for one in self.of(City)}
        return dict(sorted(found.items()))

    @cached_property
    def rounds(self) -> Mapping[str, Round]:
        """ID → round."""
        return {one.record.id: one.record for one in self.of(Round)}

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Every problem, by ID."""
        return tuple(sorted((one.record for one in self.of(Issue)), key=lambda issue: issue.id))

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every measure, by ID."""
        return tuple(sorted((one.record for one in self.of(Action)), key=_id))

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        """Every team, by ID."""
        return tuple(sorted((one.record for one in self.of(Team)), key=_id))

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task, by ID."""
        return tuple(sorted((one.record for one in self.of(Task)), key=_id))

    @cached_property
    def assistance(self) -> tuple[Assistance, ...]:
        """Every piece of help, by ID."""
        return tuple(sorted((one.record for one in self.of(Assistance)), key=_id))

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets of every city, by ID."""
        return tuple(sorted((one.record for one in self.of(Target)), key=_id))

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every recorded outcome of an assessment, by ID."""
        return tuple(sorted((one.record for one in self.of(Assessment)), key=_id))

    @cached_property
    def appraisals(self) -> tuple[Appraisal, ...]:
        """Every appraisal of counties and departments, by campaign, then by period.

        Of periods that end on one day the shorter comes first.
        """
        found = (one.record for one in self.of(Appraisal))
        return tuple(sorted(found, key=lambda one: (one.programme_id, one.last_day, one.days)))

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The grids of every city, by ID."""
        return tuple(sorted((one.record for one in self.of(Grid)), key=_id))

    @cached_property
    def monitors(self) -> tuple[Monitor, ...]:
        """What is monitored in every city, by ID."""
        return tuple(sorted((one.record for one in self.of(Monitor)), key=_id))

    @cached_property
    def quick(self) -> tuple[Quick, ...]:
        """Every year of a quick bulletin, by ID."""
        return tuple(sorted((one.record for one in self.of(Quick)), key=_id))

    @cached_property
    def liaisons(self) -> tuple[Liaison, ...]:
        """The liaison of every city in every campaign, by ID."""
        return tuple(sorted((one.record for one in self.of(Liaison)), key=_id))

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Every incident on the spot, by ID."""
        return tuple(sorted((one.record for one in self.of(Incident)), key=_id))

    @cached_property
    def bulletins(self) -> tuple[Bulletin, ...]:
        """Every publication of figures, by ID."""
        return tuple(sorted((one.record for one in self.of(Bulletin)), key=lambda one: one.id))
