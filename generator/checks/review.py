"""The review of a change: state transitions, and the owners who must agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.checks.changed_values import (
    as_text,
    changed_values,
    in_short,
    label,
    model_of,
    place,
)
from generator.checks.correction_rules import added_corrections
from generator.checks.proposal import Edit, IssueEdit, Proposal, is_rule
from generator.core.path_patterns import covers
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay


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
class Agreement:
    """An agreement needed: its subject, and the owners in CODEOWNERS; empty where it names none."""

    what: str
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A change in terms of the register."""

    moved: tuple[Moved, ...]
    stepped: tuple[Stepped, ...]
    begun: tuple[Begun, ...]
    corrected: tuple[Corrected, ...]
    changed: tuple[Changed, ...]
    others: tuple[str, ...]
    agreements: tuple[Agreement, ...]


def review(proposal: Proposal, owners: str) -> Review:
    """Return the review of a change; `owners` is the text of CODEOWNERS."""
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
    agreements = tuple(_agreements(proposal, owners))
    return Review(moved, stepped, begun, corrected, changed, others, agreements)


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


def _agreements(proposal: Proposal, owners: str) -> Iterator[Agreement]:
    lines = list(_owner_lines(owners))
    groups: dict[str, list[str]] = {}
    for edit in proposal.edits:
        groups.setdefault(_concern(proposal, edit), []).append(edit.path)
    for what, paths in groups.items():
        named = dict.fromkeys(owner for path in paths for owner in _owners_of(path, lines))
        yield Agreement(what, tuple(named))


def _concern(proposal: Proposal, edit: Edit) -> str:
    """Return the owner of a file: a city, or the ministry for rules and common files."""
    _, folder, *parts = [*edit.path.split("/"), ""]
    code = ""
    if folder == "cities" and parts:
        code = PurePosixPath(parts[0]).stem
    elif folder == "issues" and len(parts) > 1:
        code = parts[1]
    city = proposal.rules.cities.get(code) or proposal.proposed.cities.get(code)
    if city:
        return f"{city.name}（{city.id}）"
    return "部（词表、专项行动）" if is_rule(edit.path) else "部（轮次、通报等）"


def _owner_lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield pattern and owners of each line; GitLab's headings in brackets are skipped."""
    for line in text.splitlines():
        pattern, *owners = line.partition("#")[0].split() or [""]
        if pattern and not pattern.startswith(("[", "^[")):
            yield pattern, tuple(owners)


def _owners_of(path: str, lines: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the owners in the last line that matches."""
    return next((owners for pattern, owners in reversed(lines) if covers(pattern, [path])), ())
