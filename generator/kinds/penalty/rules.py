"""Rules about a penalty (行政处罚): number, days, amounts, measures, links, the same one twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.checks.common import backward, misplaced, repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.raw import Path
from generator.core.vocabulary import Role
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import FiledRecord
from generator.kinds.registry import BY_NAME

_NUMBER = re.compile(r".*\S〔[0-9]{4}〕\S*[0-9]+(?:-[0-9]+)?号")
_CENTS = 2


def letter_form(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers of decisions without authority, year or running number."""
    for one in checked.register.of(Penalty):
        letter = one.record.letter
        if not _NUMBER.fullmatch(letter):
            yield RuleViolation(
                one.raw.path,
                one.mark("letter"),
                f"决定书文号 {letter!r} 不完整",
                "照决定书写全：机关代字、〔年份〕、序号和“号”，例如 示环罚〔2019〕12号",
            )


@dataclass(frozen=True, slots=True)
class _Span:
    """The days of a part of a decision, and what they are called."""

    at: Path
    title: str
    first: date | None
    last: date | None


def _spans(one: Penalty) -> Iterator[_Span]:
    for name in ("daily", "sealed", "limited"):
        if part := getattr(one, name):
            title = str(Penalty.model_fields[name].title)
            yield _Span((name, "last"), title, part.first, part.last)
    yield _Span(("publish_until",), "公示", one.publish_from, one.publish_until)


def days_order(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for days that do not follow each other: spans, publication, what came after."""
    yield from backward(checked.register.of(Penalty))
    for one in checked.register.of(Penalty):
        for span in _spans(one.record):
            if span.first and span.last and span.last < span.first:
                message = f"{span.title}的止日 {span.last} 早于起日 {span.first}"
                yield _at(one, span.at, message, "查对两处的年份和月份")
        yield from _before_decision(one)


def _before_decision(one: FiledRecord[Penalty]) -> Iterator[RuleViolation]:
    decided = one.record.date
    start = one.record.publish_from
    if start and start < decided.earliest:
        message = f"公示起日 {start} 早于决定日期 {decided}"
        yield _at(one, ("publish_from",), message, "先有决定，后有公示；查对两处日期")
    if one.record.events and decided.is_after(one.record.events[0].date):
        after = one.record.events[0]
        message = f"“{after.step}”的日期 {after.date} 早于决定日期 {decided}"
        yield _at(one, ("events", 0, "date"), message, "查对两处的年份和月份")


def term_without_start(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for terms of publication without a first day."""
    for one in checked.register.of(Penalty):
        if one.record.publish_until and not one.record.publish_from:
            hint = "补上一行“publish_from: …”，写从何日起公示"
            yield _at(one, ("publish_until",), "写了公示止日，没有写公示起日", hint)


def amount(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for amounts that are no amounts of yuan: below zero, or finer than a fen."""
    for one in checked.register.of(Penalty):
        record = one.record
        amounts: dict[Path, Decimal | None] = {("amount",): record.amount}
        if record.daily:
            amounts["daily", "amount"] = record.daily.amount
        for at, value in amounts.items():
            if value is None:
                continue
            if value < 0:
                yield _at(one, at, f"罚款 {value} 元小于零", "写决定书上的金额；没有罚款的不填")
            elif value != round(value, _CENTS):
                hint = "以元为单位，写到分；原文以万元为单位的乘以一万"
                yield _at(one, at, f"罚款 {value} 元精确到了分以下", hint)


_FIELDS = {
    "amount": Role.FINED,
    "daily": Role.DAILY,
    "sealed": Role.SEALED,
    "limited": Role.LIMITED,
    "transfer": Role.TRANSFERRED,
}
"""Field → the role of the measure that it tells more of."""


def measure_missing(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for details of a measure that the decision does not list."""
    vocabulary = checked.register.vocabulary
    for one in checked.register.of(Penalty):
        for name, role in _FIELDS.items():
            words = vocabulary.with_role("penalties", role)
            is_told = getattr(one.record, name) is not None
            # A vocabulary without such a word is told of by itself.
            if is_told and words and not words & set(one.record.measures):
                title = Penalty.model_fields[name].title
                wanted = "、".join(sorted(words))
                message = f"写了{title}，“处罚和措施”里却没有{wanted}"
                yield _at(one, (name,), message, f"在 measures 里加上；没有这项的删去 {name}")


def penalty_issue(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for malformed IDs of issues, and for issues of another city."""
    for one in checked.register.of(Penalty):
        for at, name in enumerate(one.record.issues):
            if BY_NAME["issue"].path_of(name) is None:
                hint = f"写成 {BY_NAME['issue'].example} 这样"
                yield _at(one, ("issues", at), f"有关问题 {name!r} 不是问题的编号", hint)
            elif name.split("-")[1] != one.record.city_id:
                message = f"有关问题 {name} 不在编号里的城市 {one.record.city_id}"
                yield _at(one, ("issues", at), message, "查对问题编号；城市错了就换处罚的编号")


def penalty_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    return misplaced(checked, checked.register.of(Penalty), "只知道城市的不写 place")


def penalty_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for a second record of the decision of one number."""
    filed = sorted(checked.register.of(Penalty), key=lambda one: one.raw.path)
    for at, before in repeated(_number(one.record.letter) for one in filed):
        one, first = filed[at], filed[before].record
        message = f"决定书文号 {one.record.letter!r} 与 {first.id} 的相同"
        hint = "同一份决定只记一条：后来的情况加在那一条的 events 里；文号写错了就照决定书改"
        yield _at(one, ("letter",), message, hint)


def _number(letter: str) -> str:
    """Return the number of a decision without spaces and leading zeros: 01号 is 1号."""
    return _ZEROS.sub("", "".join(letter.split()))


_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def _at(one: FiledRecord[Penalty], path: Path, message: str, hint: str) -> RuleViolation:
    return RuleViolation(one.raw.path, one.mark(*path), message, hint)


RULES = (
    Rule("E01", "penalty-letter", "决定书文号不完整", letter_form),
    Rule("E02", "penalty-days", "行政处罚的日期先后不对", days_order),
    Rule("E03", "penalty-term", "公示没有起日", term_without_start),
    Rule("E04", "penalty-amount", "罚款金额不对", amount),
    Rule("E05", "penalty-measure", "处罚和措施没有写全", measure_missing),
    Rule("E06", "penalty-issue", "行政处罚的有关问题不对", penalty_issue),
    Rule("E07", "penalty-place", "行政处罚的区县与城市不符", penalty_place),
    Rule("E08", "penalty-twice", "同一份处罚决定记了两次", penalty_twice),
)
