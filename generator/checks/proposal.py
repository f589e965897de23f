"""A pull request in the terms of the register: what each record was, and would be when merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.core.fields import Record
from generator.core.raw import RawRecord
from generator.kinds.assistance.model import AssistanceEvent
from generator.kinds.incident.model import IncidentEvent
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.register import FiledRecord, Register

RULE_FOLDERS = ("programmes", "cities")
"""Kinds that other records are judged by, as they are by the vocabulary."""


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
        """Whether the file is new."""
        return self.before is None

    @property
    def goes(self) -> bool:
        """Whether the file is taken away."""
        return self.after is None


@dataclass(frozen=True, slots=True)
class IssueEdit:
    """An issue that was there before the change and is there after it."""

    old: Issue
    new: Issue
    filed: FiledRecord[Issue]

    @property
    def added(self) -> list[Event]:
        """The events that stand after all that were there, as far as those are as they were."""
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


@dataclass(frozen=True)
class Proposal:
    """All that a change rule may look at.

    `rules` holds vocabulary, programmes and cities as the base has them, `proposed` as they would
    be; `earlier` names for a new path the commit that once held it; `beside` are the paths in the
    folders of new issues.
    """

    edits: tuple[Edit, ...]
    rules: Register
    proposed: Register
    lifecycles: Mapping[str, Lifecycle]
    day: date
    conflicts: tuple[Conflict, ...]
    earlier: Mapping[str, str]
    beside: frozenset[str]
    attributes: tuple[Attributes, ...]

    def issues(self) -> Iterator[IssueEdit]:
        """The issues that are changed, neither new nor taken away."""
        for edit in self.edits:
            new = _issue(edit.new)
            if new and edit.old and isinstance(edit.old.record, Issue):
                yield IssueEdit(edit.old.record, new.record, new)

    def new_issues(self) -> Iterator[FiledRecord[Issue]]:
        """The issues that are new."""
        for edit in self.edits:
            new = _issue(edit.new)
            if new and edit.comes:
                yield new


def _issue(filed: FiledRecord[Record] | None) -> FiledRecord[Issue] | None:
    if filed and isinstance(filed.record, Issue):
        return FiledRecord(filed.kind, filed.record, filed.raw)
    return None


def is_rule(path: str) -> bool:
    """Whether other records are judged by what stands at this path, counted from the root."""
    folder, _, rest = path.removeprefix("records/").partition("/")
    return folder in RULE_FOLDERS or (folder == "vocabulary.yml" and not rest)
