"""Whether a special inspection (专项督察) names what its campaign lists as causes and forms."""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.core.findings import nearest
from generator.kinds.action.model import Action
from generator.kinds.register import Filed
from generator.model.oversight import InspectionRules


def _with_rules(checked: Checked) -> Iterator[tuple[Filed[Action], InspectionRules | None]]:
    """Each measure whose campaign is known, with what that says of such measures."""
    for filed in checked.register.of(Action):
        programme = checked.register.programmes.get(filed.record.programme_id)
        if programme:
            rules = programme.inspection
            yield filed, rules if rules and rules.action == filed.record.kind else None


def action_trigger(checked: Checked) -> Iterator[Hit]:
    """What called for an inspection is on the list of the campaign."""
    for filed, rules in _with_rules(checked):
        known = rules.triggers if rules else []
        for at, trigger in enumerate(filed.record.cause.triggers):
            if trigger not in known:
                yield Hit(
                    filed.raw.path,
                    filed.mark("cause", "triggers", at),
                    f"{filed.record.kind}没有 {trigger!r} 这种触发情形",
                    _instead(trigger, known, filed.record.programme_id),
                )


def action_form(checked: Checked) -> Iterator[Hit]:
    """The form of an inspection is one that the campaign lists."""
    for filed, rules in _with_rules(checked):
        form, known = filed.record.form, rules.forms if rules else []
        if form and form not in known:
            yield Hit(
                filed.raw.path,
                filed.mark("form"),
                f"{filed.record.kind}没有 {form!r} 这种形式",
                _instead(form, known, filed.record.programme_id),
            )


def _instead(given: str, known: list[str], programme: str) -> str:
    if not known:
        return f"{programme} 的 inspection 没有列出，删除这一行，写在事由或者做法里"
    near = nearest(given, known)
    return f"是不是“{near}”？" if near else f"可以是：{'、'.join(known)}"


RULES = (
    Rule("M10", "action-trigger", "督察的触发情形不对", action_trigger),
    Rule("M11", "action-form", "督察的形式不对", action_form),
)
