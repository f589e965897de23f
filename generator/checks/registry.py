"""The rule registry: every rule of the register, those of no single kind and those of each.

A letter for the part that it looks at: F file, Y writing, S shape, I identity, R references,
W words, D dates and sources, T steps, P persons; of the work beside the issues G groups, A tasks,
H assistance and targets, M actions, K appraisals, N grids and monitoring, Q quick bulletins,
L liaison, X incidents on the spot, V inspected sites, E penalties, U units, Z evidence; C a
change, which `check --base` looks at.
Codes are never given twice; a rule that goes leaves its number unused.

See decision 0030.
"""

from collections.abc import Iterable, Iterator

from generator.checks import (
    change_rules,
    correction_rules,
    duplicate_rules,
    file_rules,
    merge_rules,
    paths,
    reason_rules,
    reference_rules,
    relation_rules,
    round_rules,
    shape_rules,
    stated_status,
    value_rules,
)
from generator.checks.proposal import Proposal
from generator.checks.rule import Checked, Rule, Subject
from generator.kinds.registry import KINDS

LETTERS = "FYSIRWDTAPGMEUHKNQLX"
"""The letters of codes in the order in which rules are listed; any other comes after them."""

_CHANGES = "C"
"""The letter of the rules of a change, which are listed last."""

_COMMON: tuple[Rule[Checked], ...] = (
    *file_rules.RULES,
    *shape_rules.RULES,
    *stated_status.RULES,
    *reason_rules.RULES,
    *paths.RULES,
    *reference_rules.RULES,
    *relation_rules.RULES,
    *round_rules.RULES,
    *duplicate_rules.RULES,
    *value_rules.RULES,
)
"""The rules of no single kind."""


def _in_order(rules: Iterable[Rule[Subject]]) -> tuple[Rule[Subject], ...]:
    return tuple(sorted(rules, key=lambda rule: (_rank(rule.code[0]), rule.code)))


def _rank(letter: str) -> int:
    if letter in LETTERS:
        return LETTERS.index(letter)
    return len(LETTERS) + (letter == _CHANGES)


def _of_kinds() -> Iterator[Rule[Checked]]:
    for kind in KINDS:
        if kind.rules:
            yield from kind.load(kind.rules)


RULES: tuple[Rule[Checked], ...] = _in_order((*_COMMON, *_of_kinds()))

CHANGE_RULES: tuple[Rule[Proposal], ...] = _in_order(
    (*change_rules.RULES, *correction_rules.RULES, *merge_rules.RULES)
)
"""The rules of a change; whether new events are legal steps, the rules above say."""

ALL_RULES: tuple[Rule[Checked] | Rule[Proposal], ...] = (*RULES, *CHANGE_RULES)
