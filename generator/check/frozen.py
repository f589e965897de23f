"""Whether what was found stays as it was handed over, unless a correction says why it changes."""

from collections.abc import Iterator

from generator.check.rule import Hit, Rule
from generator.checks.proposal import IssueEdit, Proposal
from generator.core.fields import Shape
from generator.core.vocabulary import Role
from generator.kinds.issue.model import Event, Issue

FROZEN = ("kind", "place", "site", "category", "medium", "quantity", "found", "demand")
"""What was found; sources, handling and rounds may be filled in later."""

FREEZING = (Role.HANDED_OVER, Role.TRANSFERRED, Role.EXPOSED)
"""Roles of the steps by which others come to rely on what was found."""


def frozen_fact(proposal: Proposal) -> Iterator[Hit]:
    """Once others rely on it, what was found only changes with a correction that says why."""
    freezing = _steps(proposal, *FREEZING)
    for edit in proposal.issues():
        frozen = edit.old.taken(freezing)
        if frozen:
            yield from _uncorrected(proposal, edit, frozen[0].step)


def _steps(proposal: Proposal, *roles: Role) -> frozenset[str]:
    """Return the steps with one of these roles before the change or after it.

    After it, too: so that the rule holds in the change that gives a vocabulary its roles.
    """
    sides = (proposal.rules.vocabulary, proposal.proposed.vocabulary)
    return frozenset().union(*(side.with_role("steps", *roles) for side in sides))


def _uncorrected(proposal: Proposal, edit: IssueEdit, step: str) -> Iterator[Hit]:
    corrections = _steps(proposal, Role.CORRECTED)
    allowed = corrected_fields(edit.added, corrections)
    correcting = "、".join(sorted(corrections)) or "更正的步骤"
    for name in changed_facts(edit.old, edit.new):
        if name not in allowed:
            title = Issue.model_fields[name].title
            old, new = _shown(getattr(edit.old, name)), _shown(getattr(edit.new, name))
            yield Hit(
                edit.filed.raw.path,
                edit.filed.mark(name),
                f"问题已经{step}，{title}不能由 {old} 改为 {new}",
                f"恢复原样；确实记错了的，在末尾加一步“{correcting}”，"
                f"corrects 写 {name}，note 写理由",
            )


def changed_facts(old: Issue, new: Issue) -> list[str]:
    """The fields of what was found that differ."""
    return [name for name in FROZEN if getattr(old, name) != getattr(new, name)]


def corrected_fields(events: list[Event], corrections: frozenset[str]) -> set[str]:
    """Return the fields that events with a reason name, which take a step of correction."""
    with_reason = (one for one in events if one.step in corrections and one.note)
    return set().union(*(event.corrected for event in with_reason))


def _shown(value: object) -> str:
    if value is None:
        return "空"
    if isinstance(value, Shape):
        given = value.model_dump(exclude_defaults=True).values()
        return repr(" ".join(str(part) for part in given))
    text = str(value)
    return repr(text if len(text) <= 40 else text[:40] + "…")


RULES = (Rule("C03", "frozen-fact", "交办后改动事实", frozen_fact),)
