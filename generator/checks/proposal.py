"""A pull request in terms of the register: each record before the change and after merging."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.checks.owners import Owners
from generator.core.fields import Record
from generator.core.raw import RawRecord
from generator.kinds.assistance.model import AssistanceEvent
from generator.kinds.incident.model import IncidentEvent
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import RULE_PLACES, VOCABULARY_PATH

if TYPE_CHECKING:  # a check of all records asks nothing of Git
    from generator.audit.log import Commit
    from generator.checks.lost_records import LostRecord, UndoneValue

RULE_FOLDERS = tuple(place for place in RULE_PLACES if place != VOCABULARY_PATH)
"""Kinds that judge other records, as the vocabulary does."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One file below `records/` that comes, changes or goes; None where it is not there.

    `old` and `new` are the records in it, None where it can not be read as one.
    """

    path: str
    before: RawRecord | None
    after: RawRecord | None
    old: FiledRecord[Record] | None
    new: FiledRecord[Record] | None

    @property
    def comes(self) -> bool:
        """Return whether the file is new."""
        return self.before is None

    @property
    def goes(self) -> bool:
        """Return whether the file is deleted."""
        return self.after is None


@dataclass(frozen=True, slots=True)
class IssueEdit:
    """An issue that is there before the change and after it."""

    old: Issue
    new: Issue
    filed: FiledRecord[Issue]

    @property
    def added(self) -> list[Event]:
        """Return the events after the existing ones, as far as those are unchanged."""
        return self.new.events[len(self.old.events) :]


Happened = IncidentEvent | AssistanceEvent


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that Git can not merge; `sides` are those that have it: 1 ancestor, 2 base, 3 head."""

    path: str
    sides: frozenset[int]


@dataclass(frozen=True, slots=True)
class Attributes:
    """A `.gitattributes` that speaks of records; `inside` leads from its folder to the root."""

    path: str
    inside: str
    text: str


@dataclass(frozen=True, slots=True)
class OutsideFile:
    """A file that comes, changes or goes and is no record; `mode` as in Git, "" where it goes."""

    path: str
    comes: bool
    mode: str


@dataclass(frozen=True)
class Proposal:
    """All that a change rule may look at.

    `rules` holds vocabulary, lifecycles, programmes and cities as the base has them, `proposed` as
    they would be; `earlier` names for a new path the commit that once held it; `beside` are the
    paths in the folders of new issues; `taken` are all paths that are or were in use where both
    sides made the same number; `lost` and `undone` are what merges within the branch left out;
    `owners` is CODEOWNERS of the base, `outside` all files of the change that are no records;
    `stated` are records of the base that may tell what the publications of changed ones say;
    `places` are the folders that issues may lie in, of each city in each programme.
    """

    edits: tuple[Edit, ...]
    rules: Register
    proposed: Register
    lifecycles: Mapping[str, Lifecycle]
    day: date
    conflicts: tuple[Conflict, ...]
    earlier: Mapping[str, str]
    beside: frozenset[str]
    taken: frozenset[str]
    lost: "tuple[LostRecord, ...]"
    attributes: tuple[Attributes, ...]
    owners: Owners
    outside: tuple[OutsideFile, ...]
    wrong_clocks: "tuple[Commit, ...]" = ()
    undone: "tuple[UndoneValue, ...]" = ()
    stated: tuple[FiledRecord[Record], ...] = ()
    places: tuple[str, ...] = ()

    def issues(self) -> Iterator[IssueEdit]:
        """Return the changed issues, neither new nor deleted."""
        for edit in self.edits:
            new = _issue(edit.new)
            if new and edit.old and isinstance(edit.old.record, Issue):
                yield IssueEdit(edit.old.record, new.record, new)

    def new_issues(self) -> Iterator[FiledRecord[Issue]]:
        """Return the new issues."""
        for edit in self.edits:
            new = _issue(edit.new)
            if new and edit.comes:
                yield new


def _issue(filed: FiledRecord[Record] | None) -> FiledRecord[Issue] | None:
    if filed and isinstance(filed.record, Issue):
        return FiledRecord(filed.kind, filed.record, filed.raw)
    return None


def is_rule(path: str) -> bool:
    """Return whether the record at this path, from the root, judges others."""
    folder, _, rest = path.removeprefix("records/").partition("/")
    return folder in RULE_FOLDERS or (folder == "vocabulary.yml" and not rest)
