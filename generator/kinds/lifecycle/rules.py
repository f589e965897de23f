"""Rules about the library of lifecycles and the programmes that refer to it."""

from collections.abc import Iterator

from generator.checks.reference_rules import known_ids
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import nearest
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme


def unknown_lifecycle(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for programmes that name a lifecycle which is not in the library."""
    ids = {one.record.id: None for one in checked.register.of(SharedLifecycle)}
    known = known_ids(checked, "lifecycles", ids)
    for one in checked.register.of(Programme):
        named = one.record.lifecycle_of
        if named and named not in known:
            near = nearest(named, known)
            yield RuleViolation(
                one.raw.path,
                one.mark("lifecycle_of"),
                f"共用办理流程 {named!r} 没有登记",
                f"{f'是不是 {near}？不是的话' if near else ''}"
                f"先建 records/lifecycles/{named}.yml，或者改用 lifecycle 写本行动自己的流程",
            )


def two_lifecycles(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for programmes that name a lifecycle of the library and have one of their own."""
    for one in checked.register.of(Programme):
        named = one.record.lifecycle_of
        if named and "lifecycle" in (one.raw.content or {}):
            yield RuleViolation(
                one.raw.path,
                one.mark("lifecycle_of"),
                f"写了共用办理流程 {named!r}，又写了自己的办理流程",
                "只留一处：流程相同的删去 lifecycle，不同的删去 lifecycle_of",
            )


RULES = (
    Rule("R22", "unknown-lifecycle", "共用办理流程没有登记", unknown_lifecycle),
    Rule("T15", "two-lifecycles", "办理流程写了两处", two_lifecycles),
)
