"""Rules about an issue: legal steps, checks by later rounds, sources, the medium.

See decision 0029.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, pairwise

from generator.checks.common import place_problem, repeated
from generator.checks.rule import (
    Checked,
    Rule,
    RuleViolation,
    has_path,
    lifecycle_problems,
    role_problems,
    sound_lifecycles,
)
from generator.core.dates import round_of_unit
from generator.core.findings import Location, Severity
from generator.core.vocabulary import Role
from generator.kinds.issue import evidence_rules
from generator.kinds.issue.model import CLOSING, Event, Issue
from generator.kinds.issue.replay import Breach, Violation
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord
from generator.public.personal_names import is_office, names_holder

Hits = Callable[[Checked], Iterator[RuleViolation]]

_FIELD: Mapping[Violation, str] = {Violation.WRONG_ROLE: "by", Violation.WRONG_RESULT: "result"}
"""The field of the event at which a violation is shown; the step where none is named."""


def worded(fault: Violation, message: str, hint: str) -> Hits:
    """Return the rule function for one violation; braces in the text take the violation's facts."""

    def hits(checked: Checked) -> Iterator[RuleViolation]:
        for one in checked.breaches:
            if one.breach.fault is fault:
                yield _hit(one.issue, one.breach, message, hint)

    return hits


def _hit(one: FiledRecord[Issue], breach: Breach, message: str, hint: str) -> RuleViolation:
    facts = {"step": breach.step, **breach.facts}
    facts["allowed"] = facts.get("allowed") or "没有，问题已经办结"
    field = _FIELD.get(breach.fault, "step")
    if field == "result" and not facts.get("result"):
        field = "step"
    mark = one.mark("events", breach.position, field)
    return RuleViolation(one.raw.path, mark, message.format_map(facts), hint.format_map(facts))


unknown_step = worded(
    Violation.UNKNOWN_STEP,
    "“{step}”不是这类问题的步骤",
    "这类问题走“{path}”路径；可用的步骤见网站上该行动的办理流程",
)
illegal_step = worded(
    Violation.WRONG_STATE,
    "问题处在“{state}”，不能做“{step}”",
    "现在可以做的步骤：{allowed}。漏记了中间的步骤就先补上",
)
wrong_role = worded(
    Violation.WRONG_ROLE,
    "“{step}”不由 {by!r} 做",
    "这一步由{roles}做；{forms}",
)
missing_need = worded(
    Violation.MISSING_NEED,
    "“{step}”缺少{title}",
    "在这一步下面补上一行“{field}: …”",
)


def wrong_result(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for steps with a wrong result, or without one that they need."""
    for one in checked.breaches:
        facts = one.breach.facts
        if one.breach.fault is not Violation.WRONG_RESULT:
            continue
        if not facts["wanted"]:
            message, hint = "“{step}”没有结论，这里却写了“{result}”", "删去 result 一行"
        elif facts["result"]:
            message, hint = "“{step}”没有“{result}”这个结论", "结论可以是：{wanted}"
        else:
            message, hint = "“{step}”缺少结论", "补上一行“result: …”，可以是：{wanted}"
        yield _hit(one.issue, one.breach, message, hint)


too_early = worded(
    Violation.TOO_EARLY,
    "还没有{missing}，不能做“{step}”",
    "先有{missing}，再记这一步；漏记的就按先后补上",
)


def broken_lifecycle(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for unknown states and roles of a lifecycle, and for steps without their role."""
    vocabulary = checked.register.vocabulary
    register = checked.register
    of_programmes = ((one, one.as_written.lifecycle) for one in register.of(Programme))
    shared = ((one, one.record.lifecycle) for one in register.of(SharedLifecycle))
    for one, lifecycle in chain(of_programmes, shared):
        if lifecycle is None:
            continue
        for problem in (*lifecycle_problems(lifecycle), *role_problems(lifecycle, vocabulary)):
            mark = one.mark("lifecycle", *problem.path)
            yield RuleViolation(one.raw.path, mark, problem.message, problem.hint)


def no_path(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for issues without a path in their programme's lifecycle."""
    sound = sound_lifecycles(checked.register)
    for one in checked.register.of(Issue):
        lifecycle = sound.get(one.record.programme_id)
        if lifecycle and not has_path(lifecycle, one.record):
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"{one.record.programme_id} 的办理流程里没有适用于这个问题的路径",
                "查对编号里的组别代号和问题类别；确实没有的，在行动的 lifecycle 里加上路径",
            )


_HINT = (
    "这一步由后来轮次的组做；查对单位里的轮次和日期，"
    "确实是本轮的组去看过的，不算这一步，等后来的组到现场核实再记"
)


def same_round(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for steps reserved to later groups that the finding round took."""
    for one in checked.register.of(Issue):
        replayed = checked.replays.get(one.raw.path)
        found = _finders_round(one.record)
        if replayed is None or not found:
            continue
        for position, event in enumerate(one.record.events):
            if any(step.by_later for _, step in replayed.path.by_step.get(event.step, ())):
                error = _error(checked, one.record, found, event)
                if error:
                    mark = one.mark("events", position, "by" if event.by else "date")
                    yield RuleViolation(one.raw.path, mark, error, _HINT)


def _finders_round(issue: Issue) -> int:
    """Return the round of the group that found it; 0 where unknown."""
    return round_of_unit(issue.events[0].by or "") or issue.round_number


def _error(checked: Checked, issue: Issue, found: int, event: Event) -> str:
    """Return the error in the step; "" where there is none, or where it is unknown."""
    number = round_of_unit(event.by or "")
    if number:
        error = f"“{event.step}”由第 {number} 轮的组做，问题是第 {found} 轮发现的"
        return error if number <= found else ""
    after = checked.register.rounds.get(f"{issue.programme_id}-R{found + 1:02}")
    if (
        after is None
        or not after.is_firm(checked.register.vocabulary)
        or event.date.latest >= after.start
    ):
        return ""
    return (
        f"“{event.step}”的日期 {event.date} 早于第 {after.number} 轮的首日 {after.start}，"
        f"问题是第 {found} 轮发现的"
    )


def missing_source(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for public or published issues without a source."""
    exposing = checked.register.vocabulary.with_role("steps", Role.EXPOSED)
    for one in checked.register.of(Issue):
        issue = one.record
        if issue.sources:
            continue
        # What was approved for the public was published here: its source is this register.
        exposures = [one for one in issue.taken(exposing) if not one.approved_by]
        if exposures:
            position = issue.events.index(exposures[0])
            yield _unsourced(one, one.mark("events", position, "step"), "已经曝光")
        elif checked.register.is_published(issue.id):
            yield _unsourced(one, one.mark("id"), "记录取自公开材料")


def exposed_unfounded(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for exposures of issues that were cancelled before."""
    vocabulary = checked.register.vocabulary
    exposing = vocabulary.with_role("steps", Role.EXPOSED)
    cancelling = vocabulary.with_role("steps", Role.CANCELLED)
    undoing = vocabulary.with_role("results", Role.CANCELLED)
    for one in checked.register.of(Issue):
        cancelled: Event | None = None
        for position, event in enumerate(one.record.events):
            if cancelled and event.step in exposing:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "step"),
                    f"问题已经在 {cancelled.date} “{cancelled.step}”，不能再做“{event.step}”",
                    "撤销的问题不公开点位名称：不应当曝光的，删去这一步；问题其实成立的，另立一条记录再曝光",
                )
            if event.step in cancelling or event.result in undoing:
                cancelled = cancelled or event


def approver_not_office(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for steps that a person approved, or that are given to a person."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            field = _personal_field(event)
            if field:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, field),
                    f"{getattr(event, field)!r} 不是单位或者职务",
                    "只写单位和职务，不写姓名，例如 省生态环境厅分管负责人",
                )


def _personal_field(event: Event) -> str:
    """Return the field with a person in place of an office; "" for none."""
    for field in ("approved_by", "reviewed_by"):
        value = getattr(event, field)
        if value and not _is_office(value):
            return field
    return "unit" if event.unit and _names_holder(event.unit) else ""


_is_office, _names_holder = lru_cache(1024)(is_office), lru_cache(1024)(names_holder)
"""Kept, because the same few offices approve and are given everything."""


def closing_fields(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for documents of closing at other steps, and notices that end before they begin."""
    vocabulary = checked.register.vocabulary
    for one, position, event in _with_closing(checked):
        told = [name for name in CLOSING if getattr(event, name)]
        if not vocabulary.has_role(event.step, Role.CLOSED):
            title = Event.model_fields[told[0]].title
            yield RuleViolation(
                one.raw.path,
                one.mark("events", position, told[0]),
                f"“{event.step}”不是销号，却写了{title}",
                "申请、审核、公示写在销号那一步；还没有销号的，写在备注里",
            )
        elif _ends_before_it_begins(event):
            yield RuleViolation(
                one.raw.path,
                one.mark("events", position, "notice_until"),
                f"公示止日 {event.notice_until} 早于公示起日 {event.notice_from}",
                "查对公示的起止日期",
            )


def _ends_before_it_begins(event: Event) -> bool:
    start, end = event.notice_from, event.notice_until
    return bool(start and end and end < start)


def closing_order(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for application, review, notice and closing in another order.

    As 黄山市 (2022) has it: 提交申请 → 现场核查 → 审核签字 → 公示反馈. Elsewhere the notice goes
    along with the closing, so this is only a warning.
    """
    for one, position, event in _with_closing(checked):
        days = [
            ("applied_on", event.applied_on.earliest if event.applied_on else None),
            ("reviewed_on", event.reviewed_on.latest if event.reviewed_on else None),
            ("notice_until", event.notice_until),
            ("date", event.date.latest),
        ]
        known = [(name, day) for name, day in days if day]
        for (first, day), (then, later) in pairwise(known):
            if day > later:
                titles = [str(Event.model_fields[name].title) for name in (first, then)]
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, first),
                    f"“{event.step}”的{titles[0]} {getattr(event, first)} "
                    f"晚于{titles[1]} {getattr(event, then)}",
                    "先申请，再审核，公示期满以后销号；查对日期，当地规定先后不同的不用改",
                )


def _with_closing(checked: Checked) -> Iterator[tuple[FiledRecord[Issue], int, Event]]:
    """Yield each step that tells of application, review or notice."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            if any(getattr(event, name) for name in CLOSING):
                yield one, position, event


def no_such_source(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for events that name a source by a number that the issue does not have."""
    for one in checked.register.of(Issue):
        count = len(one.record.sources)
        for position, event in enumerate(one.record.events):
            if event.source and event.source > count:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "source"),
                    f"“{event.step}”据第 {event.source} 个来源，这条记录只有 {count} 个来源",
                    "改成 sources 里的第几个，从 1 数起；漏写的来源补在 sources 末尾",
                )


def not_the_same_step(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for events that tell more of a step which is not before them, or is another."""
    for one in checked.register.of(Issue):
        events = one.record.events
        for position, event in enumerate(events):
            number = event.same_as
            if number and (number > position or events[number - 1].step != event.step):
                told = f"是“{events[number - 1].step}”" if number <= position else "不在它前面"
                yield RuleViolation(
                    one.raw.path,
                    one.mark("events", position, "same_as"),
                    f"“{event.step}”写着与第 {number} 步是同一件事，第 {number} 步{told}",
                    f"改成前面“{event.step}”是第几步，从 1 数起；另一件事的删去这一行",
                )


def untold_handling(checked: Checked) -> Iterator[RuleViolation]:
    """Find published issues that say how they were handled, while no step says so.

    Their pages would be headed with a state that what stands below denies.
    """
    for one in checked.register.of(Issue):
        replayed = checked.replays.get(one.raw.path)
        if replayed is None or not replayed.status.silent:
            continue
        if one.record.handling:
            yield _untold(one, one.mark("handling"), "处置情况", replayed.status.name)
        for position, event in enumerate(one.record.events):
            if event.words:
                mark, what = one.mark("events", position, "words"), f"“{event.step}”的原话"
                yield _untold(one, mark, what, replayed.status.name)


def _untold(one: FiledRecord[Issue], mark: Location, what: str, state: str) -> RuleViolation:
    return RuleViolation(
        one.raw.path,
        mark,
        f"写了{what}，经过里却没有处置的步骤，页面会写成“{state}”",
        "在经过末尾按公开材料的原话加一步处置，可用的步骤见该行动的办理流程；"
        "所写的不是处置，就移到 found 或者 note",
    )


def _unsourced(one: FiledRecord[Issue], mark: Location, why: str) -> RuleViolation:
    hint = "在 sources 里写上标题、发布者和日期"
    return RuleViolation(one.raw.path, mark, f"{why}，却没有写明出处", hint)


def medium_of_category(checked: Checked) -> Iterator[RuleViolation]:
    """Find issues of a category that is about one medium, with another one."""
    for one in checked.register.of(Issue):
        medium = checked.register.vocabulary.medium_of(one.record.category)
        if medium and one.record.medium != medium:
            yield RuleViolation(
                one.raw.path,
                one.mark("medium"),
                f"要素 {one.record.medium!r} 与问题类别 {one.record.category!r} 不符",
                f"这一类的要素是 {medium}；类别选错的，改类别",
            )


def other_parts(checked: Checked) -> Iterator[RuleViolation]:
    """Find further places, categories and media that repeat the main one, or lie elsewhere."""
    for one in checked.register.of(Issue):
        issue = one.record
        of_place = [issue.place.name if issue.place else "", *(p.name for p in issue.other_places)]
        lists = {
            "other_places": of_place,
            "other_categories": [issue.category, *issue.other_categories],
            "other_media": [issue.medium, *issue.other_media],
        }
        for name, values in lists.items():
            for at, _ in repeated(values):
                message = f"{Issue.model_fields[name].title} {values[at]!r} 前面已经写了"
                mark = one.mark(name, at - 1)
                yield RuleViolation(one.raw.path, mark, message, "主要的和其他的不重复写，删去一个")
        yield from _other_places(checked, one)


def _other_places(checked: Checked, one: FiledRecord[Issue]) -> Iterator[RuleViolation]:
    issue, cities = one.record, checked.register.cities
    city = cities.get(issue.city_id)
    if issue.other_places and issue.place is None:
        hint = "主要的一个写在 place，其余的写在 other_places"
        mark = one.mark("other_places")
        yield RuleViolation(one.raw.path, mark, "写了其他区县，没有写主要的区县", hint)
    for at, place in enumerate(issue.other_places if city else ()):
        problem = place_problem(place, city) if city else None
        if problem:
            mark = one.mark("other_places", at, problem.part)
            yield RuleViolation(one.raw.path, mark, problem.message, problem.hint)


RULES = (
    *evidence_rules.RULES,
    Rule("D05", "missing-source", "公开的问题没有出处", missing_source),
    Rule("D16", "no-such-source", "步骤依据的来源不存在", no_such_source),
    Rule("D17", "not-the-same-step", "所指的不是同一件事", not_the_same_step),
    Rule("P11", "approver-not-office", "不是单位或者职务", approver_not_office),
    Rule("R15", "medium-of-category", "要素与类别不符", medium_of_category, Severity.WARNING),
    Rule("R20", "other-parts", "其他区县、类别、要素写得不对", other_parts),
    Rule("T01", "unknown-step", "不是这类问题的步骤", unknown_step),
    Rule("T02", "illegal-step", "这时不能做这一步", illegal_step),
    Rule("T03", "wrong-role", "不由这个单位做", wrong_role),
    Rule("T04", "missing-need", "步骤缺少必填内容", missing_need),
    Rule("T05", "wrong-result", "步骤的结论不对", wrong_result),
    Rule("T06", "too-early", "先决步骤还没有做", too_early),
    Rule("T07", "broken-lifecycle", "办理流程自身有误", broken_lifecycle),
    Rule("T08", "no-path", "问题没有适用的路径", no_path),
    Rule("T10", "same-round", "不是后来轮次的组做的", same_round),
    Rule("T11", "untold-handling", "写了处置，经过里没有", untold_handling),
    Rule("T12", "closing-fields", "销号材料写得不对", closing_fields),
    Rule("T13", "closing-order", "申请、审核、公示的先后", closing_order, Severity.WARNING),
    Rule("T14", "exposed-unfounded", "撤销的问题又曝光", exposed_unfounded),
)
