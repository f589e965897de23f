"""Whether what was published says where it was published."""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.core.findings import Mark
from generator.core.vocabulary import Role
from generator.kinds.issue.model import Issue
from generator.kinds.register import Filed, Register


def missing_source(checked: Checked) -> Iterator[Hit]:
    """What was made public, or was taken from public material, says where."""
    exposing = checked.register.vocabulary.with_role("steps", Role.EXPOSED)
    for one in checked.register.of(Issue):
        issue = one.record
        if issue.sources:
            continue
        exposures = issue.taken(exposing)
        if exposures:
            position = issue.events.index(exposures[0])
            yield _unsourced(one, one.mark("events", position, "step"), "已经曝光")
        elif _is_published(checked.register, issue):
            yield _unsourced(one, one.mark("id"), "记录取自公开材料")


def _unsourced(one: Filed[Issue], mark: Mark, why: str) -> Hit:
    hint = "在 sources 里写上标题、发布者和日期"
    return Hit(one.raw.path, mark, f"{why}，却没有写明出处", hint)


def _is_published(register: Register, issue: Issue) -> bool:
    programme = register.programmes.get(issue.programme_id)
    return programme is not None and programme.is_published(issue.group_letter)


RULES = (Rule("D05", "missing-source", "公开的问题没有出处", missing_source),)
