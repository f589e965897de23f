"""Whether exposures keep to the publication rules of their campaign, and these to themselves.

None of these rules looks at today's date: a term that has ended is no fault of a record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.rule import Checked, Hit, Rule
from generator.checks.rule import has_path
from generator.core.dates import months_later
from generator.core.raw import Path
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed
from generator.model.publication import Publication

_TERM = ("approved_by", "grade", "publish_from", "publish_until")


@dataclass(frozen=True, slots=True)
class _Exposing:
    """An exposure in a campaign with publication rules: its problem and its place there."""

    issue: Filed[Issue]
    position: int
    event: Event
    programme: Programme
    rules: Publication

    def hit(self, field: str, message: str, hint: str) -> Hit:
        """A finding at a field of the event."""
        mark = self.issue.mark("events", self.position, field)
        return Hit(self.issue.raw.path, mark, message, hint)


def term_reversed(checked: Checked) -> Iterator[Hit]:
    """No exposure ends before it begins."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            start, end = event.publish_from, event.publish_until
            if start and end and end < start:
                mark = one.mark("events", position, "publish_until")
                message = f"公开止日 {end} 早于公开起日 {start}"
                yield Hit(one.raw.path, mark, message, "查对两处的年份和月份")


def term_without_start(checked: Checked) -> Iterator[Hit]:
    """A term has a first day."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            if event.publish_until and not event.publish_from:
                mark = one.mark("events", position, "publish_until")
                hint = "补上一行“publish_from: …”，写从何日起公开"
                yield Hit(one.raw.path, mark, "写了公开止日，没有写公开起日", hint)


def term_too_long(checked: Checked) -> Iterator[Hit]:
    """No term is longer than its grade allows."""
    for one in _exposing(checked):
        start, end, grade = one.event.publish_from, one.event.publish_until, one.event.grade
        months = one.rules.months(grade) if grade else None
        if start and end and months and end > months_later(start, months):
            last = months_later(start, months)
            message = f"“{grade}”最长公开 {months} 个月，从 {start} 起不能到 {end}"
            yield one.hit("publish_until", message, f"止日最迟写 {last}；等级写错了就改等级")


def unknown_grade(checked: Checked) -> Iterator[Hit]:
    """An exposure has a grade for which its campaign has a term."""
    for one in _exposing(checked):
        known = [grade.grade for grade in one.rules.grades]
        if one.event.grade and one.event.grade not in known:
            message = f"{one.programme.id} 没有“{one.event.grade}”这个公开等级"
            hint = (
                f"可用的等级：{'、'.join(known)}" if known else "在行动的 publication 里写上 grades"
            )
            yield one.hit("grade", message, hint)


def missing_term(checked: Checked) -> Iterator[Hit]:
    """What a campaign makes public itself names approver, grade and term.

    What the lifecycle asks for is said by its own rule; this one also holds where it asks for less.
    """
    for one in _exposing(checked):
        if not one.rules.grades or one.programme.is_published(one.issue.record.group_letter):
            continue
        asked = _asked(one.programme.lifecycle, one.issue.record, one.event.step)
        asked |= {"publish_from"} if one.event.publish_until else set()  # said by another rule
        missing = [name for name in _TERM if not getattr(one.event, name) and name not in asked]
        if missing:
            titles = "、".join(Event.model_fields[name].title or name for name in missing)
            lines = "、".join(f"“{name}: …”" for name in missing)
            yield one.hit("step", f"“{one.event.step}”没有写明{titles}", f"在这一步下面补上{lines}")


def _asked(lifecycle: Lifecycle | None, issue: Issue, step: str) -> set[str]:
    """The fields that every step of this name needs on the path of the problem."""
    if lifecycle is None or not has_path(lifecycle, issue):
        return set()
    path = lifecycle.path_for(issue.group_letter, issue.category)
    named: list[set[str]] = [set(one.needs) for _, one in path.by_step.get(step, [])]
    return set(set.intersection(*named)) if named else set()


def _exposing(checked: Checked) -> Iterator[_Exposing]:
    steps = checked.register.vocabulary.with_role("steps", Role.EXPOSED)
    for one in checked.register.of(Issue):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme is None or programme.publication is None:
            continue
        for position, event in enumerate(one.record.events):
            if event.step in steps:
                yield _Exposing(one, position, event, programme, programme.publication)


def broken_publication(checked: Checked) -> Iterator[Hit]:
    """Publication rules name steps that there are, each grade once, and show what they must."""
    for one in checked.register.of(Programme):
        rules = one.record.publication
        if rules:
            for slip in _slips(one.record, rules, checked.register.vocabulary):
                yield Hit(
                    one.raw.path, one.mark("publication", *slip.path), slip.message, slip.hint
                )


@dataclass(frozen=True, slots=True)
class _Slip:
    path: Path
    message: str
    hint: str


_MUST: tuple[tuple[Role, str], ...] = ((Role.FOUND, "发现问题"), (Role.EXPOSED, "曝光问题"))
"""Steps without which a public case would be shown with a wrong date."""


def _slips(programme: Programme, rules: Publication, words: Vocabulary) -> Iterator[_Slip]:
    known = _steps(programme.lifecycle)
    for position, step in enumerate(rules.steps):
        if known and step not in known:
            hint = f"办理流程里的步骤：{'、'.join(known)}"
            yield _Slip(("steps", position), f"公开的步骤“{step}”不在办理流程里", hint)
    for role, what in _MUST:
        having = words.with_role("steps", role)
        if words.steps and not having & set(rules.steps):
            yield _unshown(role, what, having)
    seen: set[str] = set()
    for position, grade in enumerate(rules.grades):
        if grade.grade in seen:
            yield _Slip(("grades", position, "grade"), f"等级“{grade.grade}”写了两次", "删去一个")
        seen.add(grade.grade)


def _unshown(role: Role, what: str, having: frozenset[str]) -> _Slip:
    if having:
        hint = f"在 steps 里加上{'、'.join(sorted(having))}"
        return _Slip(("steps",), f"公开的步骤里没有{what}的一步", hint)
    hint = f"在词表 steps 里给表示{what}的词加上作用（roles）{role}"
    return _Slip(("steps",), f"词表没有标明哪个步骤是{what}，公开规则用不了", hint)


def _steps(lifecycle: Lifecycle | None) -> list[str]:
    paths = lifecycle.paths if lifecycle else []
    return list(dict.fromkeys(step for path in paths for step in path.by_step))


RULES = (
    Rule("D06", "term-reversed", "公开止日早于起日", term_reversed),
    Rule("D07", "term-without-start", "公开期限没有起日", term_without_start),
    Rule("D08", "term-too-long", "公开期限太长", term_too_long),
    Rule("D09", "missing-term", "曝光没有写明等级和期限", missing_term),
    Rule("D10", "unknown-grade", "行动没有这个公开等级", unknown_grade),
    Rule("T09", "broken-publication", "公开规则自身有误", broken_publication),
)
