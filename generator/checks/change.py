"""A change judged: its records by the rules of the base, and itself by the rules of changes.

Only what changed is read, and what it is judged by: so the size of the register does not matter.
Where the rules themselves change, every record is judged by the new ones as well.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.audit import merge
from generator.audit.git import prefix, repository
from generator.cache.cache import cache_of
from generator.change.reading import Change, Raws, attributes, beside, earlier, owners
from generator.check.citing import named_in
from generator.check.judge import Judgement, Verdict, judge
from generator.checks.proposal import Conflict, Edit, Proposal, is_rule
from generator.checks.registry import CHANGE_RULES
from generator.checks.review import Review, review
from generator.checks.rule import sound_lifecycles
from generator.core.fields import Record
from generator.core.findings import Finding
from generator.core.raw import RawFile
from generator.errors import WorkError
from generator.kinds.register import Filed, Register
from generator.kinds.registry import BY_FOLDER, BY_NAME
from generator.load.files import RECORDS

_ISSUE_ID = re.compile(BY_NAME["issue"].id_pattern, re.ASCII)


@dataclass(frozen=True)
class ChangeVerdict(Verdict):
    """A verdict on the records that come or change, and what its reviewer asks."""

    review: Review


def judge_change(root: Path, base: str, head: str) -> ChangeVerdict:
    """What merging `head` into `base` would do to the register below `root`; WorkError as Git's."""
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”不在 Git 仓库里，没有可比的改动", "去掉 --base，检查全部记录")
    return _judged(Change(prefix(repo, root), merge.merged(repo, base, head), cache_of(root)))


def has_uncommitted(root: Path) -> bool:
    """Whether records below `root` differ from what is committed."""
    repo = repository(root)
    return repo is not None and merge.is_dirty(repo, f"{prefix(repo, root)}{RECORDS}")


def _judged(change: Change) -> ChangeVerdict:
    before, after = change.changed
    named = change.held(sorted(_named(after) - {*before, *after}))
    base_rules = {**_new_rules(before, after), **change.raws(change.rules)}
    by_base = {**named, **base_rules}
    cited = frozenset().union(*map(named_in, (*before.values(), *after.values())))
    there = change.there(cited)
    old = judge([*by_base.values(), *_facts(before)], there=there)
    new = judge([*by_base.values(), *_facts(after)], there=(there - before.keys()) | after.keys())
    findings = set(fresh(old, new))
    old_rules = new_rules = new
    if any(is_rule(path) for path in (*before, *after)):
        old_rules, new_rules = _judge_all(change, before, after)
        findings |= set(fresh(old_rules, new_rules))
    proposal = _proposal(change, old, new, old_rules.register, new_rules.register)
    findings |= {finding for rule in CHANGE_RULES for finding in rule.findings(proposal)}
    return ChangeVerdict(
        findings=tuple(sorted(_said_once(findings), key=lambda one: one.sort_key)),
        records=sum(edit.new is not None for edit in proposal.edits),
        review=review(proposal, owners(change)),
    )


def _facts(raws: Raws) -> list[RawFile]:
    return [raw for path, raw in raws.items() if not is_rule(path)]


def _new_rules(before: Raws, after: Raws) -> dict[str, RawFile]:
    """Rules that the base has not: they loosen nothing, so they judge what comes with them."""
    return {path: raw for path, raw in after.items() if is_rule(path) and path not in before}


def _judge_all(change: Change, before: Raws, after: Raws) -> tuple[Judgement, Judgement]:
    """Every record under the old rules and under the new."""
    all_before = change.held([RECORDS])
    all_after = {path: raw for path, raw in all_before.items() if path not in before} | dict(after)
    old, new = (judge(some.values(), there=frozenset(some)) for some in (all_before, all_after))
    return old, new


def _named(raws: Raws) -> set[str]:
    """Paths of the rounds that changed problems name, and where their IDs say that they lie."""
    found: set[str] = set()
    for path, raw in raws.items():
        kind = BY_FOLDER.get(path.removeprefix(f"{RECORDS}/").partition("/")[0])
        given = raw.content.get("id") if raw.content else None
        if kind and isinstance(given, str) and (right := kind.path_of(given)):
            found.add(f"{RECORDS}/{right}")
            match = _ISSUE_ID.fullmatch(given)
            if match:
                found.add(f"{RECORDS}/rounds/{match['programme']}/{match['round']}.yml")
    return found


def fresh(old: Judgement, new: Judgement) -> Iterator[Finding]:
    """What is found now and was not before: old faults are not those of this change."""
    known = Counter((one.code, one.path, one.message) for one in old.findings)
    for finding in new.findings:
        key = (finding.code, finding.path, finding.message)
        known[key] -= 1
        if known[key] < 0:
            yield finding


def _said_once(findings: set[Finding]) -> Iterator[Finding]:
    """Without what follows from a fault that is named: a moved record is not where its ID says."""
    moved = {one.path for one in findings if one.slug == "moved-record"}
    for finding in findings:
        if not (finding.slug == "path-mismatch" and finding.path in moved):
            yield finding


def _proposal(
    change: Change, old: Judgement, new: Judgement, rules: Register, proposed: Register
) -> Proposal:
    return Proposal(
        edits=tuple(_edits(change, (old.register, rules), (new.register, proposed))),
        rules=rules,
        proposed=proposed,
        lifecycles=sound_lifecycles(old.register),
        day=merge.committed_on(change.merge.repo, change.merge.head),
        conflicts=tuple(
            Conflict(change.shown(path), sides)
            for path, sides in sorted(change.merge.conflicts.items())
            if path.startswith(change.inside)
        ),
        earlier=earlier(change),
        beside=beside(change),
        attributes=tuple(attributes(change)),
    )


def _edits(
    change: Change, old: tuple[Register, Register], new: tuple[Register, Register]
) -> Iterator[Edit]:
    before, after = change.changed
    was, now = _by_path(*old), _by_path(*new)
    for path in sorted({*before, *after}):
        yield Edit(path, before.get(path), after.get(path), was.get(path), now.get(path))


def _by_path(facts: Register, rules: Register) -> dict[str, Filed[Record]]:
    found = {one.raw.path: one for one in rules.filed if is_rule(one.raw.path)}
    return found | {one.raw.path: one for one in facts.filed if not is_rule(one.raw.path)}
