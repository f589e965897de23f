"""Who must agree to a change: by the paths of its files, by its steps, by what goes public.

Both maps stand in CODEOWNERS, paths as forges read them, roles in comments that only this reads.
What a forge can enforce of it: see decision 0071.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from generator.checks.correction_rules import FREEZING
from generator.checks.owners import Owners
from generator.checks.proposal import Edit, Proposal, is_rule
from generator.core.fields import Record, SourcedRecord, names_in
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.model import Event, Issue
from generator.kinds.penalty.model import Penalty
from generator.kinds.programme.lifecycle import LOCAL, Lifecycle

PUBLIC = "公开"
"""Stands in the map for whoever agrees that a name goes public."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement needed: its subject, and the owners in CODEOWNERS; empty where it names none."""

    what: str
    owners: tuple[str, ...]


def agreements(proposal: Proposal) -> Iterator[Agreement]:
    """Yield the agreements that a change needs: for its judges, its records, its steps."""
    owners = proposal.owners
    if proposal.outside:
        paths = [one.path.replace("../", "") for one in proposal.outside]
        yield Agreement("记录以外的文件", owners.of_paths(paths))
    groups: dict[str, list[str]] = {}
    for edit in proposal.edits:
        groups.setdefault(_concern(proposal, edit), []).append(edit.path)
    for what, paths in groups.items():
        yield Agreement(what, owners.of_paths(paths))
    yield from _of_steps(proposal, owners)
    yield from _of_releases(proposal, owners)
    yield from _of_corrections(proposal, owners)
    yield from _of_other_releases(proposal, owners)


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


def _of_steps(proposal: Proposal, owners: Owners) -> Iterator[Agreement]:
    """Yield what follows from new steps of others than the local side: these must agree."""
    taken: dict[tuple[str, str], dict[str, None]] = {}
    for issue, event in _new_events(proposal):
        lifecycle = proposal.lifecycles.get(issue.programme_id)
        # What others had published is copied, with its source; nobody here took the step.
        if lifecycle and not proposal.rules.is_published(issue.id):
            for role in _roles_of(lifecycle, issue, event):
                taken.setdefault((role, lifecycle.side_of(role)), {})[event.step] = None
    for (role, side), steps in taken.items():
        if side != LOCAL:
            yield Agreement(f"{role}的步骤（{'、'.join(steps)}）", owners.of_role(role, side))


def _of_releases(proposal: Proposal, owners: Owners) -> Iterator[Agreement]:
    """Yield what follows from steps by which a name goes public."""
    exposing = proposal.rules.vocabulary.with_role("steps", Role.EXPOSED)
    released = dict.fromkeys(
        f"{event.step}，批准人 {event.approved_by or '没有写明'}{_photographs(event)}"
        for _, event in _new_events(proposal)
        if event.step in exposing
    )
    if released:
        yield Agreement(f"对外公开（{'；'.join(released)}）", owners.of_role(PUBLIC))


def _photographs(event: Event) -> str:
    """Return how many photographs go public with a name; "" for none."""
    count = len(names_in(event.releases))
    return f"，公开照片 {count} 张" if count else ""


def _of_corrections(proposal: Proposal, owners: Owners) -> Iterator[Agreement]:
    """Yield who settled what is corrected: a city alone does not rewrite what it was handed."""
    corrected: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    words = proposal.rules.vocabulary
    steps = words.with_role("steps", Role.CORRECTED)
    for edit in proposal.issues():
        if any(event.step in steps for event in edit.added):
            for told in _settled_by(proposal, edit.old):
                corrected.setdefault(told, []).append(edit.old.id)
    for (what, roles), ids in corrected.items():
        yield Agreement(f"{what}（{_listed(ids)}）", owners.of_role(*roles))


def _settled_by(proposal: Proposal, issue: Issue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is corrected of an issue that others rely on, with the roles that settled it."""
    words = proposal.rules.vocabulary
    exposed = issue.taken(words.with_role("steps", Role.EXPOSED))
    if proposal.rules.is_published(issue.id) or issue.sources or exposed:
        yield _CORRECTED, (PUBLIC,)
        return
    lifecycle = proposal.lifecycles.get(issue.programme_id)
    taken = issue.taken(words.with_role("steps", *FREEZING))
    for role in _roles_of(lifecycle, issue, taken[0]) if lifecycle and taken else ():
        side = lifecycle.side_of(role) if lifecycle else LOCAL
        if side != LOCAL:
            yield f"更正{role}已经{taken[0].step}的内容", (role, side)


def _of_other_releases(proposal: Proposal, owners: Owners) -> Iterator[Agreement]:
    """Yield what follows from records that are no issues and become public, or are no more."""
    words = proposal.rules.vocabulary
    changed: dict[str, list[str]] = {}
    for edit in proposal.edits:
        old, new = (side.record if side else None for side in (edit.old, edit.new))
        if old and new and _is_open(old) and _corrections(new) > _corrections(old):
            changed.setdefault(_CORRECTED, []).append(new.id)
        if isinstance(new, Penalty):
            for what in _term_changes(old if isinstance(old, Penalty) else None, new, words):
                changed.setdefault(what, []).append(new.id)
        elif new and _becomes_public(old, new):
            changed.setdefault(_BY_A_SOURCE, []).append(new.id)
    for what, ids in changed.items():
        yield Agreement(f"{what}（{_listed(ids)}）", owners.of_role(PUBLIC))


def _is_open(record: Record) -> bool:
    """Return whether everybody may have read a record that is no issue."""
    is_published = isinstance(record, SourcedRecord) and record.is_published
    return isinstance(record, Bulletin) or is_published


def _corrections(record: Record) -> int:
    return len(getattr(record, "corrections", ()))


_CORRECTED = "更正已经公开的内容"


def _becomes_public(old: Record | None, new: Record | None) -> bool:
    """Return whether a record that was internal names a publication now."""
    if not (isinstance(old, SourcedRecord) and isinstance(new, SourcedRecord)):
        return False
    return new.is_published and not old.is_published


_BY_A_SOURCE = "写上来源而对外公开"


def _term_changes(old: Penalty | None, new: Penalty, words: Vocabulary) -> Iterator[str]:
    """Yield how the publicity of a decision changes, but for what others had published at once."""
    was = (old.publish_from, old.publish_until) if old else (None, None)
    if was != (new.publish_from, new.publish_until):
        yield f"对外公示（{new.publish_from or '没有起日'} 至 {new.publish_until or '没有止日'}）"
    if old and new.sources and not old.is_published:
        yield _BY_A_SOURCE
    ends = words.with_role("penalty_steps", Role.CANCELLED, Role.REPAIRED)
    added = new.events[len(old.events) :] if old else new.events
    yield from (f"停止公示（{one.step}）" for one in added if one.step in ends)


def _listed(ids: Sequence[str]) -> str:
    more = f"等 {len(ids)} 条" if len(ids) > _SHOWN else ""
    return "、".join(ids[:_SHOWN]) + more


_SHOWN = 3
"""IDs that stand in one line."""


def _new_events(proposal: Proposal) -> Iterator[tuple[Issue, Event]]:
    for edit in proposal.issues():
        yield from ((edit.new, event) for event in edit.added)
    for one in proposal.new_issues():
        yield from ((one.record, event) for event in one.record.events)


def _roles_of(lifecycle: Lifecycle, issue: Issue, event: Event) -> Sequence[str]:
    """Return the roles in which a step is taken; all that may take it where `by` does not tell."""
    path = lifecycle.find_path(issue.group_letter, issue.category)
    entitled = {
        role for _, step in (path.by_step.get(event.step, ()) if path else ()) for role in step.by
    }
    known = [role.name for role in lifecycle.roles if not entitled or role.name in entitled]
    written = lifecycle.written()
    named = [
        role
        for role in known
        if any(fnmatchcase(event.by or "", pattern) for pattern in written[role])
    ]
    return named or [role for role in known if role in entitled]
