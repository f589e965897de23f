"""The rule registry: every rule of the register, put together from the modules that hold them.

A letter for the part that it looks at: F file, Y writing, S shape, I identity, R references,
W words, D dates and sources, T steps, P persons; of the work beside the issues G groups, A tasks,
H assistance and targets, M actions, K appraisals, N grids and monitoring, Q quick bulletins,
L liaison, X incidents on the spot; C a change, which `check --base` looks at. Codes are never
given twice; a rule that goes leaves its number unused.
"""

from collections.abc import Iterable

from generator.check import (
    accountability,
    actions,
    ahead,
    appended,
    appraisals,
    assistance,
    bulletins,
    citing,
    counties,
    dates,
    frozen,
    grids,
    handovers,
    identity,
    incidents,
    inspections,
    kept,
    later_rounds,
    liaisons,
    merging,
    monitors,
    paths,
    privacy,
    publicity,
    quick,
    reading,
    references,
    shape,
    sources,
    targets,
    tasks,
    teams,
    transitions,
    words,
)
from generator.check.rule import Checked, Rule, Subject
from generator.model.proposal import Proposal

LETTERS = "FYSIRWDTAPGMHKNQLXC"
"""The letters of codes in the order in which rules are listed."""


def _in_order(rules: Iterable[Rule[Subject]]) -> tuple[Rule[Subject], ...]:
    return tuple(sorted(rules, key=lambda rule: (LETTERS.index(rule.code[0]), rule.code)))


RULES: tuple[Rule[Checked], ...] = _in_order(
    (
        *accountability.RULES,
        *actions.RULES,
        *appraisals.RULES,
        *assistance.RULES,
        *bulletins.RULES,
        *citing.RULES,
        *counties.RULES,
        *dates.RULES,
        *grids.RULES,
        *handovers.RULES,
        *identity.RULES,
        *incidents.RULES,
        *inspections.RULES,
        *later_rounds.RULES,
        *liaisons.RULES,
        *monitors.RULES,
        *paths.RULES,
        *privacy.RULES,
        *publicity.RULES,
        *quick.RULES,
        *reading.RULES,
        *references.RULES,
        *shape.RULES,
        *sources.RULES,
        *targets.RULES,
        *tasks.RULES,
        *teams.RULES,
        *transitions.RULES,
        *words.RULES,
    )
)

CHANGE_RULES: tuple[Rule[Proposal], ...] = _in_order(
    (*ahead.RULES, *appended.RULES, *frozen.RULES, *kept.RULES, *merging.RULES)
)
"""The rules of a change; whether new events are legal steps, the rules above say."""

ALL_RULES: tuple[Rule[Checked] | Rule[Proposal], ...] = (*RULES, *CHANGE_RULES)
