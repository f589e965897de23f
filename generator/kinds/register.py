"""All records of one register, each with its file; grouping of records."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from generator.core import tracing
from generator.core.fields import Record
from generator.core.findings import Location
from generator.core.raw import RawRecord
from generator.core.record_kind import RecordKind
from generator.core.serials import id_order
from generator.core.tracing import traced_property
from generator.core.vocabulary import Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assessment.model import Assessment
from generator.kinds.assistance.model import Assistance
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid
from generator.kinds.incident.model import Incident
from generator.kinds.issue.model import Issue
from generator.kinds.liaison.model import Liaison
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.kinds.quick.model import Quick
from generator.kinds.record_index import RecordIndex, Selectors, selector_of
from generator.kinds.registry import BY_MODEL, KINDS, LIFECYCLES, VOCABULARY_PATH
from generator.kinds.round.model import Round
from generator.kinds.target.model import Target
from generator.kinds.task.model import Task
from generator.kinds.team.model import Team

RecordType = TypeVar("RecordType", bound=Record, covariant=True)


_id = attrgetter("id")


Key = tuple[str, str, str]
"""Programme, city and round of a record; "" for what it does not have."""

Asked = tuple[bool, ...]
"""Which of these are given."""


@dataclass(frozen=True, slots=True)
class FiledRecord(Generic[RecordType]):
    """A record together with its kind and its file."""

    kind: RecordKind
    record: RecordType
    raw: RawRecord

    def key(self, asked: Asked) -> Key:
        """Return the parts that are asked of programme, city and round; "" for the others."""
        programme, city, name = (
            part if given else "" for part, given in zip(key_of(self.record), asked, strict=True)
        )
        return programme, city, name

    def mark(self, *path: str | int) -> Location:
        """Return the place of a value of the record in its file."""
        return self.raw.value_mark(path)

    @property
    def as_written(self) -> RecordType:
        """Return the record as its file has it, without what it takes from the library."""
        return self.record


class ReferringProgramme(FiledRecord[Record]):
    """A programme with the lifecycle of the library that it names, as if that stood in its file.

    Clean records are validated when they are read, so whether it names one is asked then.
    """

    def __init__(self, one: FiledRecord[Record], library: "Library") -> None:
        object.__setattr__(self, "kind", one.kind)
        object.__setattr__(self, "raw", one.raw)
        self.__dict__["written"] = one.written if isinstance(one, ReferringProgramme) else one
        self.__dict__["_library"] = library

    @property
    def written(self) -> FiledRecord[Record]:
        """Return the programme with its file alone."""
        found: FiledRecord[Record] = self.__dict__["written"]
        return found

    @property
    def as_written(self) -> Record:
        """Return the record as its file has it."""
        return self.written.record

    @cached_property
    def record(self) -> Record:
        """Return the record with its lifecycle; as it is written where the library has none."""
        programme = self.written.record
        assert isinstance(programme, Programme)
        library: Library = self.__dict__["_library"]
        named = library.get(programme.lifecycle_of or "")
        if named is None:
            return programme
        assert isinstance(named.record, SharedLifecycle)
        return programme.model_copy(update={"lifecycle": named.record.lifecycle})

    def key(self, asked: Asked) -> Key:
        """Return the parts that are asked, without reading a clean record."""
        return self.written.key(asked)


Library = Mapping[str, FiledRecord[Record]]
"""The name of a file of the library, which is its ID → the lifecycle."""


def with_lifecycles(filed: tuple[FiledRecord[Record], ...]) -> tuple[FiledRecord[Record], ...]:
    """Return the records, each programme with the lifecycle that it names."""
    library = {
        PurePosixPath(one.raw.path).stem: one
        for one in filed
        if one.kind.model is SharedLifecycle
        and PurePosixPath(one.raw.path).parent.name == LIFECYCLES
    }
    if not library:
        return filed
    return tuple(ReferringProgramme(one, library) if _may_name(one) else one for one in filed)


def _may_name(one: FiledRecord[Record]) -> bool:
    """Return whether a record may name a lifecycle; one that is not validated yet is not read."""
    if one.kind.model is not Programme:
        return False
    return type(one) is not FiledRecord or (
        isinstance(one.record, Programme) and one.record.lifecycle_of is not None
    )


_RECORDS = "records/"
_LIBRARY = f"{_RECORDS}{LIFECYCLES}/"
_PROGRAMMES = f"{_RECORDS}{BY_MODEL[Programme].folder}/"


@cache
def _places_in_path(model: type[Record], asked: Asked) -> Sequence[int] | None:
    """Return where a path has each part that is asked, 0 for others; None where it lacks one."""
    parts = [name.partition(".")[0].strip("{}") for name in BY_MODEL[model].path_form.split("/")]
    names = [name if given else "" for name, given in zip(_PARTS, asked, strict=True)]
    if asked[-1] and not (hasattr(model, "round_id") or "round_id" in model.model_fields):
        return None
    if any(name and name not in parts for name in names):
        return None
    return [parts.index(name) + 1 if name else 0 for name in names]


_PARTS = ("programme", "city", "round")


def key_in(kind: RecordKind, path: str, asked: Asked) -> Key | None:
    """Return the parts that are asked, from a path below the root; None where it does not tell."""
    places = _places_in_path(kind.model, asked)
    if places is None:
        return None
    names = path.removesuffix(".yml").split("/")
    programme, city, name = (names[place] if place else "" for place in places)
    return programme, city, name


def key_of(record: Record) -> Key:
    """Return the programme, the city and the round (`R05`) that a record belongs to."""
    city = record.whom.city if isinstance(record, Action) else getattr(record, "city_id", "")
    round_id = getattr(record, "round_id", "") or ""
    return getattr(record, "programme_id", ""), city, round_id.rpartition("-")[2]


def in_order(appraisals: Iterable[Appraisal]) -> list[Appraisal]:
    """Return the key by programme, then by period; of equal ends the shorter period comes first."""
    return sorted(appraisals, key=lambda one: (one.programme_id, one.last_day, one.days))


_Filed = Mapping[Key, Sequence[FiledRecord[Record]]]


class Register:
    """Every valid record, in order of path, and the vocabulary.

    Programmes have the lifecycles that they name; reading one reads both. Every read of it is
    recorded by `tracing`.
    """

    def __init__(self, vocabulary: Vocabulary, filed: tuple[FiledRecord[Record], ...]) -> None:
        self._vocabulary = vocabulary
        self._filed = with_lifecycles(filed)

    @property
    def vocabulary(self) -> Vocabulary:
        """Return every word that records may use."""
        tracing.read(_RECORDS + VOCABULARY_PATH)
        return self._vocabulary

    @property
    def filed(self) -> tuple[FiledRecord[Record], ...]:
        """Return every record with its file."""
        tracing.read(_RECORDS)
        return self._filed

    @property
    def other_records(self) -> tuple[FiledRecord[Record], ...]:
        """Return every record that is no issue, with its file.

        Reads each of their kinds: a page that shows them stays as it is when an issue changes.
        """
        tracing.read_all(selector_of(kind) for kind in KINDS if kind.model is not Issue)
        return tuple(one for one in self._filed if one.kind.model is not Issue)

    def is_published(self, issue_id: str) -> bool:
        """Return whether an issue, and all its steps, come from what others had published."""
        names = issue_id.split("-")
        programme = self.programmes.get(names[0])
        return programme is not None and programme.is_published(names[3][0])

    def is_waiting(self, programme_id: str, status: str) -> bool:
        """Return whether it is not the place's turn in a status of a programme."""
        programme = self.programmes.get(programme_id)
        lifecycle = programme.lifecycle if programme else None
        return lifecycle is not None and status in lifecycle.waiting

    def at(self, path: str) -> Record | None:
        """Return the record at a path below the root; None where there is none."""
        tracing.read(path)
        if path.startswith(_PROGRAMMES):
            tracing.read_all(self._taken.get(PurePosixPath(path).stem, ()))
        found = self._by_path.get(path)
        return found.record if found else None

    def of(self, model: type[RecordType]) -> Iterator[FiledRecord[RecordType]]:
        """Return the records of one kind, or of several with a common model, in order of path."""
        if tracing.is_active():
            own = (kind for kind in KINDS if issubclass(kind.model, model))
            tracing.read_all(selector_of(kind) for kind in own)
            if issubclass(Programme, model):
                tracing.read(_LIBRARY)
        return iter(self._of(model))

    def select(
        self, model: type[RecordType], *, programme: str = "", city: str = "", round_name: str = ""
    ) -> Sequence[RecordType]:
        """Return the records of one kind, by ID: of a programme, of a city, of a round (`R05`)."""
        parts = {"programme": programme, "city": city, "round": round_name}
        tracing.read(selector_of(BY_MODEL[model], **parts))
        if model is Programme:
            tracing.read(_LIBRARY)
        wanted = (programme, city, round_name)
        found = self._selected.get((model, wanted))
        if found is None:
            found = self._selected[model, wanted] = self._select(model, wanted)
        return found  # type: ignore[return-value]

    def find(self, model: type[RecordType], record_id: str) -> RecordType | None:
        """Return the record of an ID; None where there is none."""
        path = BY_MODEL[model].path_of(record_id)
        found = self.at(_RECORDS + path) if path else None
        return found if isinstance(found, model) else None

    def _select(self, model: type[Record], wanted: Key) -> Sequence[Record]:
        asked = tuple(bool(one) for one in wanted)
        index = self._indexes.get((model, asked))
        if index is None:
            index = self._indexes[model, asked] = self._index(model, asked)
        records = [filed.record for filed in index.get(wanted, ())]
        numbered = BY_MODEL[model].serial if model in BY_MODEL else False
        records.sort(key=(lambda one: id_order(one.id)) if numbered else _id)
        return tuple(records)

    def _index(self, model: type[Record], asked: Asked) -> _Filed:
        if not any(asked):
            return {("", "", ""): self._of(model)}
        found: dict[Key, list[FiledRecord[Record]]] = {}
        for one in self._of(model):
            found.setdefault(one.key(asked), []).append(one)
        return found

    def _of(self, model: type[RecordType]) -> tuple[FiledRecord[RecordType], ...]:
        found = self._sorted_out.get(model)
        if found is None:  # every rule asks for one kind or another
            models = [one for one in self._by_model if issubclass(one, model)]
            if len(models) > 1:
                found = tuple(one for one in self._filed if one.kind.model in models)
            else:
                found = tuple(self._by_model[models[0]]) if models else ()
            self._sorted_out[model] = found
        return found  # type: ignore[return-value]

    @cached_property
    def _by_model(self) -> Mapping[type[Record], Sequence[FiledRecord[Record]]]:
        found: dict[type[Record], list[FiledRecord[Record]]] = {}
        for one in self._filed:
            found.setdefault(one.kind.model, []).append(one)
        return found

    @cached_property
    def _by_path(self) -> Mapping[str, FiledRecord[Record]]:
        return {one.raw.path: one for one in self._filed}

    @cached_property
    def _sorted_out(self) -> dict[type[Record], tuple[FiledRecord[Record], ...]]:
        return {}

    @cached_property
    def _indexes(self) -> dict[tuple[type[Record], Asked], _Filed]:
        return {}

    @cached_property
    def _selected(self) -> dict[tuple[type[Record], Key], Sequence[Record]]:
        return {}

    @cached_property
    def programmes(self) -> RecordIndex[Programme]:
        """Return ID → programme, by start date."""
        found = [one.record for one in self._of(Programme)]
        found.sort(key=lambda programme: (programme.period.start.earliest, programme.id))
        return RecordIndex(BY_MODEL[Programme], {one.id: one for one in found}, self._taken)

    @cached_property
    def _taken(self) -> Mapping[str, Selectors]:
        """Programme → the selector of the lifecycle that it names."""
        named = ((one.record.id, one.record.lifecycle_of) for one in self._of(Programme))
        return {name: (f"{_LIBRARY}{other}.yml",) for name, other in named if other}

    @cached_property
    def cities(self) -> RecordIndex[City]:
        """Return code → city, in the order of the official codes."""
        found = {one.record.id: one.record for one in self._of(City)}
        return RecordIndex(BY_MODEL[City], dict(sorted(found.items())))

    @cached_property
    def rounds(self) -> RecordIndex[Round]:
        """Return ID → round."""
        found = {one.record.id: one.record for one in self._of(Round)}
        return RecordIndex(BY_MODEL[Round], found)

    @property
    def issues(self) -> Sequence[Issue]:
        """Return every issue, by ID."""
        return self.select(Issue)

    @property
    def actions(self) -> Sequence[Action]:
        """Return every action, by ID."""
        return self.select(Action)

    @property
    def teams(self) -> Sequence[Team]:
        """Return every team, by ID."""
        return self.select(Team)

    @property
    def tasks(self) -> Sequence[Task]:
        """Return every task, by ID."""
        return self.select(Task)

    @property
    def assistance(self) -> Sequence[Assistance]:
        """Return every assistance record, by ID."""
        return self.select(Assistance)

    @property
    def targets(self) -> Sequence[Target]:
        """Return the targets of every city, by ID."""
        return self.select(Target)

    @property
    def assessments(self) -> Sequence[Assessment]:
        """Return every recorded outcome of an assessment, by ID."""
        return self.select(Assessment)

    @traced_property
    def appraisals(self) -> tuple[Appraisal, ...]:
        """Return every appraisal of counties and departments, by programme, then by period."""
        return tuple(in_order(self.select(Appraisal)))

    @property
    def grids(self) -> Sequence[Grid]:
        """Return the grids of every city, by ID."""
        return self.select(Grid)

    @property
    def monitors(self) -> Sequence[Monitor]:
        """Return the monitoring of every city, by ID."""
        return self.select(Monitor)

    @property
    def quick(self) -> Sequence[Quick]:
        """Return every year of a quick bulletin, by ID."""
        return self.select(Quick)

    @property
    def liaisons(self) -> Sequence[Liaison]:
        """Return the liaison of every city in every programme, by ID."""
        return self.select(Liaison)

    def offices(self, issue: Issue) -> Sequence[str]:
        """Return the units and posts that liaison records name for the city of an issue.

        They are those of its programme and of the programmes that support it.
        """
        return self._offices.get((issue.programme_id, issue.city_id), ())

    @cached_property
    def _offices(self) -> Mapping[tuple[str, str], Sequence[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for filed in self._of(Liaison):
            one = filed.record
            programme = self.programmes.get(one.programme_id)
            supported = programme.supports if programme else None
            for name in filter(None, (one.programme_id, supported)):
                found[name, one.city_id] += one.offices
        return found

    @property
    def incidents(self) -> Sequence[Incident]:
        """Return every incident on the spot, by ID."""
        return self.select(Incident)

    @property
    def bulletins(self) -> Sequence[Bulletin]:
        """Return every publication of figures, by ID."""
        return self.select(Bulletin)


One = TypeVar("One")


def grouped(some: Iterable[One], key: Callable[[One], str]) -> Mapping[str, tuple[One, ...]]:
    """Return the items grouped by their `key`, in order of the keys."""
    found: dict[str, list[One]] = defaultdict(list)
    for one in some:
        found[key(one)].append(one)
    return {name: tuple(found[name]) for name in sorted(found)}
