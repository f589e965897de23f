"""Rules about a programme: accountability, special inspections, publication."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from generator.checks.common import repeated
from generator.checks.reference_rules import known_ids
from generator.checks.rule import Checked, Rule, RuleViolation, has_path
from generator.core.dates import months_later
from generator.core.findings import Severity, near_hint, nearest
from generator.core.raw import Path
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.programme.model import (
    AccountabilityRule,
    AccountabilityTable,
    InspectionRules,
    Programme,
    Threshold,
)
from generator.kinds.programme.publication import PublicationRules
from generator.kinds.register import FiledRecord

Problem = tuple[Path, str, str]
"""The place below the table, the error, and the hint."""

_WORSE = Decimal("Infinity")


def thresholds_order(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for thresholds that are not of their rule's sort, or do not ascend."""
    for one, place, table in _tables(checked):
        for number, rule in enumerate(table.rules):
            for path, message, hint in _threshold_problems(rule):
                mark = one.mark(*place, "rules", number, *path)
                yield RuleViolation(one.raw.path, mark, message, hint)


def _threshold_problems(rule: AccountabilityRule) -> Iterator[Problem]:
    wrong = False
    for number, threshold in enumerate(rule.thresholds):
        if not _fits(rule, threshold):
            wrong = True
            wanted = "below 或 worse" if rule.counts == "目标完成率" else "at"
            yield (
                ("thresholds", number, "office"),
                f"“{threshold.office}”的阈值与计数对象“{rule.counts}”不符",
                f"只写一个条件：{wanted}",
            )
    for number, (lighter, graver) in enumerate(pairwise(() if wrong else rule.thresholds)):
        if _height(lighter) >= _height(graver):
            yield (
                ("thresholds", number + 1, "office"),
                f"“{graver.office}”的阈值不比“{lighter.office}”的重",
                "阈值由轻到重排列：个数从小到大，完成率从高到低，不降反升在最后",
            )


def _fits(rule: AccountabilityRule, threshold: Threshold) -> bool:
    given = [threshold.at is not None, threshold.below is not None, threshold.worse]
    return sum(given) == 1 and given[0] == (rule.counts != "目标完成率")


def _height(threshold: Threshold) -> Decimal:
    if threshold.worse:
        return _WORSE
    return Decimal(threshold.at) if threshold.at is not None else -(threshold.below or Decimal(0))


def broken_accountability(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for tables with neither rules nor a note, or with dangling references."""
    programmes = known_ids(checked, "programmes", checked.register.programmes)
    cities = known_ids(checked, "cities", checked.register.cities)
    for one, place, table in _tables(checked):
        for path, message, hint in _table_problems(table, programmes, cities):
            yield RuleViolation(one.raw.path, one.mark(*place, *path), message, hint)


def _table_problems(
    table: AccountabilityTable, programmes: set[str], cities: set[str]
) -> Iterator[Problem]:
    if table.unpublished and table.rules:
        hint = "删去 unpublished，或者删去 rules"
        yield ("rules",), f"“{table.name}”写明未公开，却有规则", hint
    if not table.unpublished and not (table.rules and table.basis):
        lacking = "依据（basis）" if table.rules else "规则"
        hint = "阈值没有公布的写 unpublished: true；公布的写明规则和依据"
        yield ("name",), f"“{table.name}”没有{lacking}，也没有写明未公开", hint
    if table.end and table.start.is_after(table.end):
        yield ("end",), f"止日 {table.end} 早于起日 {table.start}", "查对起止两个日期"
    for number, name in enumerate(table.programmes):
        if name not in programmes:
            near = nearest(name, programmes)
            hint = f"是不是 {near}？" if near else "写专项行动的编号，例如 QD17"
            yield ("programmes", number), f"计入的行动 {name!r} 没有登记", hint
    for number, result in enumerate(table.results):
        if result.city not in cities:
            hint = f"先建 records/cities/{result.city}.yml，或者查对代码"
            yield ("results", number, "city"), f"城市 {result.city!r} 不在 records/cities 里", hint


def _tables(
    checked: Checked,
) -> Iterator[tuple[FiledRecord[Programme], Path, AccountabilityTable]]:
    for one in checked.register.of(Programme):
        for number, table in enumerate(one.record.accountability):
            yield one, ("accountability", number), table


def _with_rules(checked: Checked) -> Iterator[tuple[FiledRecord[Action], InspectionRules | None]]:
    """Yield each action whose programme is known, with the programme's rules for such actions."""
    for filed in checked.register.of(Action):
        programme = checked.register.programmes.get(filed.record.programme_id)
        if programme:
            rules = programme.inspection
            yield filed, rules if rules and rules.action == filed.record.kind else None


def action_trigger(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for causes of inspections that the programme does not list."""
    for filed, rules in _with_rules(checked):
        known = rules.triggers if rules else []
        for at, trigger in enumerate(filed.record.cause.triggers):
            if trigger not in known:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("cause", "triggers", at),
                    f"{filed.record.kind}没有 {trigger!r} 这种触发情形",
                    _instead(trigger, known, filed.record.programme_id),
                )


def action_form(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for forms of inspections that the programme does not list."""
    for filed, rules in _with_rules(checked):
        form, known = filed.record.form, rules.forms if rules else []
        if form and form not in known:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("form"),
                f"{filed.record.kind}没有 {form!r} 这种形式",
                _instead(form, known, filed.record.programme_id),
            )


def _instead(given: str, known: list[str], programme: str) -> str:
    if not known:
        return f"{programme} 的 inspection 没有列出，删除这一行，写在事由或者做法里"
    return near_hint(given, known) or f"可以是：{'、'.join(known)}"


_TERM = ("approved_by", "grade", "publish_from", "publish_until")


@dataclass(frozen=True, slots=True)
class _Exposing:
    """An exposure in a programme with publication rules: its issue and its place there."""

    issue: FiledRecord[Issue]
    position: int
    event: Event
    programme: Programme
    rules: PublicationRules

    def hit(self, field: str, message: str, hint: str) -> RuleViolation:
        """Return a finding at a field of the event."""
        mark = self.issue.mark("events", self.position, field)
        return RuleViolation(self.issue.raw.path, mark, message, hint)


def term_reversed(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for exposures that end before they begin."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            start, end = event.publish_from, event.publish_until
            if start and end and end < start:
                mark = one.mark("events", position, "publish_until")
                message = f"公开止日 {end} 早于公开起日 {start}"
                yield RuleViolation(one.raw.path, mark, message, "查对两处的年份和月份")


def term_without_start(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for terms without a first day."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            if event.publish_until and not event.publish_from:
                mark = one.mark("events", position, "publish_until")
                hint = "补上一行“publish_from: …”，写从何日起公开"
                yield RuleViolation(one.raw.path, mark, "写了公开止日，没有写公开起日", hint)


def term_too_long(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for terms longer than their grade allows."""
    for one in _exposing(checked):
        start, end, grade = one.event.publish_from, one.event.publish_until, one.event.grade
        months = one.rules.months(grade) if grade else None
        if start and end and months and end > months_later(start, months):
            last = months_later(start, months)
            message = f"“{grade}”最长公开 {months} 个月，从 {start} 起不能到 {end}"
            yield one.hit("publish_until", message, f"止日最迟写 {last}；等级写错了就改等级")


def terms_joined(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for exposures that, one after the other, last longer than any of their grades."""
    for _, some in groupby(_exposing(checked), key=lambda one: one.issue.raw.path):
        yield from _joined_too_long(some)


def _joined_too_long(exposures: Iterable[_Exposing]) -> Iterator[RuleViolation]:
    first, last, longest = None, date.min, 0
    for one in exposures:
        start, end, grade = one.event.publish_from, one.event.publish_until, one.event.grade
        months = one.rules.months(grade) if grade else None
        if not (start and end and months):
            continue
        if first is None or start > last + timedelta(1):
            first, longest = start, 0
        first, last, longest = min(first, start), max(last, end), max(longest, months)
        if first < start and end > months_later(first, longest) >= start:
            message = f"与前面的曝光相连，从 {first} 公开到 {end}，超过最长的 {longest} 个月"
            hint = "只是改写、增减照片的，止日照前一次写；确要重新公开的，在备注里写明理由"
            yield one.hit("publish_until", message, hint)


def unknown_grade(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grades without a term in the programme."""
    for one in _exposing(checked):
        known = [grade.grade for grade in one.rules.grades]
        if one.event.grade and one.event.grade not in known:
            message = f"{one.programme.id} 没有“{one.event.grade}”这个公开等级"
            hint = (
                f"可用的等级：{'、'.join(known)}" if known else "在行动的 publication 里写上 grades"
            )
            yield one.hit("grade", message, hint)


def missing_term(checked: Checked) -> Iterator[RuleViolation]:
    """What a programme makes public itself names approver, grade and term.

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
    """Return the fields that every step of this name needs on the path of the issue."""
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


def broken_publication(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for publication rules with unknown steps, repeated grades or missing steps."""
    for one in checked.register.of(Programme):
        rules = one.record.publication
        if rules:
            for problem in _publication_problems(one.record, rules, checked.register.vocabulary):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("publication", *problem.path),
                    problem.message,
                    problem.hint,
                )


@dataclass(frozen=True, slots=True)
class _PublicationProblem:
    path: Path
    message: str
    hint: str


_MUST: tuple[tuple[Role, str], ...] = ((Role.FOUND, "发现问题"), (Role.EXPOSED, "曝光问题"))
"""Steps without which a public case would be shown with a wrong date."""


def _publication_problems(
    programme: Programme, rules: PublicationRules, words: Vocabulary
) -> Iterator[_PublicationProblem]:
    known = _steps(programme.lifecycle)
    for position, step in enumerate(rules.steps):
        if known and step not in known:
            hint = f"办理流程里的步骤：{'、'.join(known)}"
            yield _PublicationProblem(
                ("steps", position), f"公开的步骤“{step}”不在办理流程里", hint
            )
    for role, what in _MUST:
        having = words.with_role("steps", role)
        if words.steps and not having & set(rules.steps):
            yield _unshown(role, what, having)
    grades = [one.grade for one in rules.grades]
    for position, _ in repeated(grades):
        yield _PublicationProblem(
            ("grades", position, "grade"), f"等级“{grades[position]}”写了两次", "删去一个"
        )


def _unshown(role: Role, what: str, having: frozenset[str]) -> _PublicationProblem:
    if having:
        hint = f"在 steps 里加上{'、'.join(sorted(having))}"
        return _PublicationProblem(("steps",), f"公开的步骤里没有{what}的一步", hint)
    hint = f"在词表 steps 里给表示{what}的词加上作用（roles）{role}"
    return _PublicationProblem(("steps",), f"词表没有标明哪个步骤是{what}，公开规则用不了", hint)


def unknown_document(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for principles that name no document of their programme."""
    for one in checked.register.of(Programme):
        known = one.record.document_titles
        for position, principle in enumerate(one.record.principles):
            if principle.document not in known:
                near = nearest(principle.document, known)
                yield RuleViolation(
                    one.raw.path,
                    one.mark("principles", position, "document"),
                    f"“{principle.title}”的出处 {principle.document!r} 不是本行动写明的文件",
                    f"{f'是不是“{near}”？' if near else ''}"
                    "写依据文件、其他文件或者来源的标题；没有的先加上来源",
                )


def _steps(lifecycle: Lifecycle | None) -> list[str]:
    paths = lifecycle.paths if lifecycle else []
    return list(dict.fromkeys(step for path in paths for step in path.by_step))


RULES = (
    Rule("D06", "term-reversed", "公开止日早于起日", term_reversed),
    Rule("D07", "term-without-start", "公开期限没有起日", term_without_start),
    Rule("D08", "term-too-long", "公开期限太长", term_too_long),
    Rule("D09", "missing-term", "曝光没有写明等级和期限", missing_term),
    Rule("D10", "unknown-grade", "行动没有这个公开等级", unknown_grade),
    Rule("D18", "unknown-document", "原则的出处没有写明", unknown_document),
    Rule("M08", "thresholds-order", "问责阈值没有由轻到重", thresholds_order),
    Rule("M09", "broken-accountability", "量化问责自身有误", broken_accountability),
    Rule("M10", "action-trigger", "督察的触发情形不对", action_trigger),
    Rule("M11", "action-form", "督察的形式不对", action_form),
    Rule("D20", "terms-joined", "几次曝光相连太长", terms_joined, Severity.WARNING),
    Rule("T09", "broken-publication", "公开规则自身有误", broken_publication),
)
