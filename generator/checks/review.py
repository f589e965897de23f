"""The review of a change: state transitions, and the owners who must agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.checks.agreements import Agreement, agreements
from generator.checks.changed_values import (
    as_text,
    changed_values,
    in_short,
    label,
    place,
)
from generator.checks.correction_rules import added_corrections
from generator.checks.proposal import Edit, IssueEdit, Proposal
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.registry import model_of


@dataclass(frozen=True, slots=True)
class Moved:
    """An issue with another state after the change, on one strand, and the steps it took."""

    id: str
    strand: str
    before: str
    after: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stepped:
    """An issue that took steps and kept its state."""

    id: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A new issue and its state; no status where its programme has no lifecycle."""

    id: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record with corrected fields and the reasons."""

    id: str
    fields: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that differs: its file and line, its field by key and title, whole old and new text.

    `shown` is old and new in short, cut so that what differs is seen.
    """

    path: str
    line: int
    field: str
    title: str
    old: str
    new: str
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """A change in terms of the register; `outside` are its files that are no records."""

    moved: tuple[Moved, ...]
    stepped: tuple[Stepped, ...]
    begun: tuple[Begun, ...]
    corrected: tuple[Corrected, ...]
    changed: tuple[Changed, ...]
    others: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    outside: tuple[str, ...] = ()
    is_merged: bool = True


def review(proposal: Proposal) -> Review:
    """Return the review of a change."""
    issues = list(proposal.issues())
    moved = tuple(one for edit in issues for one in _moves(proposal, edit))
    corrected = tuple(one for edit in proposal.edits for one in _corrections(proposal, edit))
    elsewhere = {one.id for one in moved} | {one.id for one in corrected}
    stepped = tuple(
        Stepped(edit.new.id, tuple(event.step for event in edit.added))
        for edit in issues
        if edit.added and edit.new.id not in elsewhere
    )
    begun = tuple(_begun(proposal, one.record) for one in proposal.new_issues())
    mentioned = elsewhere | {one.id for one in stepped} | {one.id for one in begun}
    changed = tuple(one for edit in proposal.edits for one in _changed(edit))
    listed = {one.path for one in changed}
    others = tuple(
        one.path
        for one in proposal.edits
        if PurePosixPath(one.path).stem not in mentioned and one.path not in listed
    )
    outside = tuple(one.path for one in proposal.outside)
    agreed = tuple(agreements(proposal))
    is_merged = not proposal.conflicts
    return Review(moved, stepped, begun, corrected, changed, others, agreed, outside, is_merged)


def _changed(edit: Edit) -> Iterator[Changed]:
    model = model_of(edit.path)
    for value in changed_values(edit):
        yield Changed(
            path=edit.path,
            line=place(edit, value).line,
            field=value.name,
            title=label(model, value),
            old=as_text(value.old),
            new=as_text(value.new),
            shown=in_short(value),
        )


def _begun(proposal: Proposal, issue: Issue) -> Begun:
    states = _states(proposal, issue)
    return Begun(issue.id, states[0][1] if states else None)


def _states(proposal: Proposal, issue: Issue) -> list[tuple[str, str]]:
    """Return strand → state; nothing where no lifecycle takes the issue."""
    lifecycle = proposal.lifecycles.get(issue.programme_id)
    try:
        found = replay(lifecycle, issue).states if lifecycle else {}
    except KeyError:  # no path for it, which is a finding of its own
        found = {}
    return [(strand, state.name) for strand, state in found.items()]


def _moves(proposal: Proposal, edit: IssueEdit) -> Iterator[Moved]:
    before = dict(_states(proposal, edit.old))
    steps = tuple(event.step for event in edit.added)
    for strand, after in _states(proposal, edit.new):
        if before.get(strand, after) != after:
            yield Moved(edit.new.id, strand, before[strand], after, steps)


def _corrections(proposal: Proposal, edit: Edit) -> Iterator[Corrected]:
    made = [one for one in added_corrections(proposal, edit) if one.fields]
    if made and edit.new:
        fields = tuple("、".join(one.fields) for one in made)
        yield Corrected(edit.new.record.id, fields, tuple(one.reason for one in made))
