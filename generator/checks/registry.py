"""The rule registry: every rule of the register, put together from the modules that hold them.

A letter for the part that it looks at: F file, Y writing, S shape, I identity, R references,
W words, D dates and sources, T steps, P persons; of the work beside the issues G groups, A tasks,
H assistance and targets, M actions, K appraisals, N grids and monitoring, Q quick bulletins,
L liaison, X incidents on the spot; C a change, which `check --base` looks at. Codes are never
given twice; a rule that goes leaves its number unused.
"""

from collections.abc import Iterable

from generator.checks import (
    change_rules,
    file_rules,
    merge_rules,
    paths,
    reference_rules,
    shape_rules,
    value_rules,
)
from generator.checks.proposal import Proposal
from generator.checks.rule import Checked, Rule, Subject
from generator.kinds.action import rules as action_rules
from generator.kinds.appraisal import rules as appraisal_rules
from generator.kinds.assistance import rules as assistance_rules
from generator.kinds.bulletin import rules as bulletin_rules
from generator.kinds.grid import rules as grid_rules
from generator.kinds.incident import rules as incident_rules
from generator.kinds.issue import rules as issue_rules
from generator.kinds.liaison import rules as liaison_rules
from generator.kinds.monitor import rules as monitor_rules
from generator.kinds.programme import rules as programme_rules
from generator.kinds.quick import rules as quick_rules
from generator.kinds.target import rules as target_rules
from generator.kinds.task import rules as task_rules
from generator.kinds.team import rules as team_rules

LETTERS = "FYSIRWDTAPGMHKNQLXC"
"""The letters of codes in the order in which rules are listed."""


def _in_order(rules: Iterable[Rule[Subject]]) -> tuple[Rule[Subject], ...]:
    return tuple(sorted(rules, key=lambda rule: (LETTERS.index(rule.code[0]), rule.code)))


RULES: tuple[Rule[Checked], ...] = _in_order(
    (
        *programme_rules.RULES,
        *action_rules.RULES,
        *appraisal_rules.RULES,
        *assistance_rules.RULES,
        *bulletin_rules.RULES,
        *reference_rules.CITING_RULES,
        *reference_rules.COUNTIES_RULES,
        *value_rules.DATES_RULES,
        *grid_rules.RULES,
        *team_rules.HANDOVERS_RULES,
        *paths.IDENTITY_RULES,
        *incident_rules.RULES,
        *programme_rules.INSPECTIONS_RULES,
        *issue_rules.LATER_ROUNDS_RULES,
        *liaison_rules.RULES,
        *monitor_rules.RULES,
        *paths.RULES,
        *value_rules.PRIVACY_RULES,
        *programme_rules.PUBLICITY_RULES,
        *quick_rules.RULES,
        *file_rules.RULES,
        *reference_rules.RULES,
        *shape_rules.RULES,
        *issue_rules.SOURCES_RULES,
        *target_rules.RULES,
        *task_rules.RULES,
        *team_rules.RULES,
        *issue_rules.RULES,
        *value_rules.RULES,
    )
)

CHANGE_RULES: tuple[Rule[Proposal], ...] = _in_order(
    (
        *change_rules.AHEAD_RULES,
        *change_rules.RULES,
        *change_rules.FROZEN_RULES,
        *change_rules.KEPT_RULES,
        *merge_rules.RULES,
    )
)
"""The rules of a change; whether new events are legal steps, the rules above say."""

ALL_RULES: tuple[Rule[Checked] | Rule[Proposal], ...] = (*RULES, *CHANGE_RULES)
