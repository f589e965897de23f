"""Whether what was found stays as it was handed over, unless a correction says why it changes."""

from collections.abc import Iterator

from generator.check.rule import Hit, Rule
from generator.model.fields import Shape
from generator.model.issue import Event, Issue
from generator.model.proposal import IssueEdit, Proposal

FROZEN = ("kind", "place", "site", "category", "medium", "quantity", "found", "demand")
"""What was found; sources, handling and rounds may be filled in later."""

_HAND_OVER = "交办"
_CORRECTION = "更正"


def frozen_fact(proposal: Proposal) -> Iterator[Hit]:
    """From 交办 on, what was found only changes together with a 更正 that names it and says why."""
    for edit in proposal.issues():
        if any(event.step == _HAND_OVER for event in edit.old.events):
            yield from _uncorrected(edit)


def _uncorrected(edit: IssueEdit) -> Iterator[Hit]:
    allowed = corrected_fields(edit.added)
    for name in changed_facts(edit.old, edit.new):
        if name not in allowed:
            title = Issue.model_fields[name].title
            old, new = _shown(getattr(edit.old, name)), _shown(getattr(edit.new, name))
            yield Hit(
                edit.filed.raw.path,
                edit.filed.mark(name),
                f"问题已经交办，{title}不能由 {old} 改为 {new}",
                f"恢复原样；确实记错了的，在末尾加一步“更正”，corrects 写 {name}，note 写理由",
            )


def changed_facts(old: Issue, new: Issue) -> list[str]:
    """The fields of what was found that differ."""
    return [name for name in FROZEN if getattr(old, name) != getattr(new, name)]


def corrected_fields(events: list[Event]) -> set[str]:
    """The fields that 更正 events with a reason name."""
    with_reason = (one for one in events if one.step == _CORRECTION and one.note)
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
