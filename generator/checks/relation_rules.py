"""Rules on issues that name related issues: order, agreement of both sides, what is public."""

from collections.abc import Iterator

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.vocabulary import Role
from generator.kinds.issue.model import Issue, Relation
from generator.kinds.register import FiledRecord, Register


def wrong_relation(checked: Checked) -> Iterator[RuleViolation]:
    """A related issue is another, earlier or later as its word says; no public one names one
    that is not."""
    for one in checked.register.of(Issue):
        for at, relation in enumerate(one.record.relations):
            fault = _relation_fault(checked.register, one.record, relation)
            if fault:
                yield RuleViolation(one.raw.path, one.mark("relations", at, "id"), *fault)


def _relation_fault(register: Register, issue: Issue, relation: Relation) -> tuple[str, str] | None:
    if relation.id == issue.id:
        return "有关的问题写的是这个问题自己", "写另一个问题的编号；没有的删去这一项"
    if register.is_published(issue.id) and not register.is_published(relation.id):
        return (
            f"这是公开案例，不能写到没有公开的问题 {relation.id!r}",
            "删去这一项；要说明关系的，写在没有公开的那一个里",
        )
    if relation.kind not in register.vocabulary.words("relations"):
        return None  # another rule says so
    follows = register.vocabulary.has_role(relation.kind, Role.FOLLOWS, words="relations")
    if _is_out_of_order(issue.id, relation.id, follows=follows):
        order = "更早" if follows else "更晚"
        return (
            f"“{relation.kind}”写的应当是{order}的问题，{relation.id!r} 的轮次不是",
            "换一个表示关系的词，或者查对编号",
        )
    return None


def one_sided_relation(checked: Checked) -> Iterator[RuleViolation]:
    """Two related issues name each other, the one as the earlier, the other as the later.

    Asked only where the other one was read as well.
    """
    others = {one.record.id: one for one in checked.register.of(Issue)}
    for one in others.values():
        for at, relation in enumerate(one.record.relations):
            other = others.get(relation.id)
            if other and other is not one:
                fault = _one_sided(checked.register, one.record, relation, other)
                if fault:
                    yield RuleViolation(one.raw.path, one.mark("relations", at, "id"), *fault)


def _one_sided(
    register: Register, issue: Issue, relation: Relation, other: FiledRecord[Issue]
) -> tuple[str, str] | None:
    vocabulary = register.vocabulary
    follows = vocabulary.has_role(relation.kind, Role.FOLLOWS, words="relations")
    back = [one.kind for one in other.record.relations if one.id == issue.id]
    if not {relation.kind, *back} <= set(vocabulary.words("relations")):
        return None  # another rule says so
    senses = {vocabulary.has_role(kind, Role.FOLLOWS, words="relations") for kind in back}
    if not back:
        if register.is_published(relation.id) != register.is_published(issue.id):
            return None  # a published case must not name an internal issue
        return (
            f"{relation.id!r} 没有写到这一个，它的页面上看不到“{relation.kind}”的关系",
            f"在 {other.raw.path} 的 relations 末尾也写上 {issue.id}",
        )
    if senses == {follows}:
        return (
            f"“{relation.kind}”与 {relation.id!r} 所写的“{'、'.join(back)}”对不上："
            f"两个都说自己是{'后来' if follows else '更早'}的问题",
            "查对两条记录，改写错了的一边",
        )
    first, second = (other.record, issue) if follows else (issue, other.record)
    if first.found_on.is_after(second.found_on):
        return (
            f"按“{relation.kind}”，{first.id} 应当更早，"
            f"它的发现日期 {first.found_on} 却晚于 {second.id} 的 {second.found_on}",
            "查对两条记录的日期和关系",
        )
    return None


def _is_out_of_order(issue_id: str, other_id: str, *, follows: bool) -> bool:
    """Return whether the rounds of one programme contradict the order; unknown where one has none.

    Only IDs are compared: each record is judged without the other.
    """
    own, other = issue_id.split("-"), other_id.split("-")
    rounds = int(own[2][1:]), int(other[2][1:])
    if own[0] != other[0] or 0 in rounds:
        return False
    return rounds[1] > rounds[0] if follows else rounds[1] < rounds[0]


RULES = (
    Rule("R14", "wrong-relation", "有关的问题写得不对", wrong_relation),
    Rule(
        "R16",
        "one-sided-relation",
        "有关的两个问题互相写得不一致",
        one_sided_relation,
        Severity.WARNING,
    ),
)
