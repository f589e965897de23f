"""Rules about the targets (目标) of a city: agreement with themselves."""

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.common import repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.raw import Path
from generator.kinds.register import FiledRecord
from generator.kinds.target.model import Aim, Target


def _aims(checked: Checked) -> Iterator[tuple[FiledRecord[Record], Path, Aim]]:
    for one in checked.register.of(Target):
        for position, aim in enumerate(one.record.aims):
            yield one, ("aims", position), aim


def aim_reversed(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for targets whose period ends before it starts."""
    for one, place, aim in _aims(checked):
        if aim.start.is_after(aim.end):
            message = f"“{aim.name}”的止日 {aim.end} 早于起日 {aim.start}"
            yield RuleViolation(one.raw.path, one.mark(*place, "end"), message, "查对起止两个日期")


def aim_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for figures with two targets for one period."""
    for one in checked.register.of(Target):
        aims = one.record.aims
        for at, _ in repeated((aim.name, aim.start.earliest, aim.end.latest) for aim in aims):
            yield RuleViolation(
                one.raw.path,
                one.mark("aims", at, "name"),
                f"“{aims[at].name}”{aims[at].start} 至 {aims[at].end} 的目标写了两次",
                "留下一项；目标值调整过的，改那一项，原来的值在历史里",
            )


def aim_unit(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for figures in two units."""
    for one in checked.register.of(Target):
        first: dict[str, str] = {}
        for position, aim in enumerate(one.record.aims):
            unit = first.setdefault(aim.name, aim.unit)
            if aim.unit != unit:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("aims", position, "unit"),
                    f"“{aim.name}”的单位是 {aim.unit!r}，前面写的是 {unit!r}",
                    "同一指标用同一单位；说的不是一回事的，换一个指标名称",
                )


def month_outside(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for values of months outside the period."""
    for one, place, aim in _aims(checked):
        for position, row in enumerate(aim.months):
            message = _outside(aim, row.month)
            if message:
                yield RuleViolation(
                    one.raw.path,
                    one.mark(*place, "months", position, "month"),
                    message,
                    f"月份写成 2019-07，在 {aim.start} 至 {aim.end} 之内；查对月份和目标的起止",
                )


def _outside(aim: Aim, month: PartialDate) -> str:
    if month.month is None or month.is_exact:
        return f"“{aim.name}”的 {month} 不是一个月份"
    if aim.start.is_after(month) or month.is_after(aim.end):
        return f"“{aim.name}”的月份 {month} 不在 {aim.start} 至 {aim.end} 之内"
    return ""


def months_disordered(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for months out of order, or given twice."""
    for one, place, aim in _aims(checked):
        for position, (before, after) in enumerate(pairwise(aim.months)):
            if after.month.earliest <= before.month.earliest:
                same = after.month.earliest == before.month.earliest
                fault = "写了两次" if same else f"排在 {before.month} 后面"
                yield RuleViolation(
                    one.raw.path,
                    one.mark(*place, "months", position + 1, "month"),
                    f"“{aim.name}”的 {after.month} {fault}",
                    "逐月数值按先后排列，一个月一个数",
                )


def early_explanation(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for explanations before the period is over."""
    for one, place, aim in _aims(checked):
        if aim.explanation and aim.explanation.date < aim.end.latest:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place, "explanation", "date"),
                f"“{aim.name}”的说明日期 {aim.explanation.date} 早于目标的止日 {aim.end}",
                "目标期满、没有完成的才作说明；查对两处日期",
            )


RULES = (
    Rule("H06", "aim-reversed", "目标止日早于起日", aim_reversed),
    Rule("H07", "aim-twice", "同一目标写了两次", aim_twice),
    Rule("H08", "aim-unit", "同一指标单位不同", aim_unit),
    Rule("H09", "month-outside", "月份不在目标期内", month_outside),
    Rule("H10", "months-disordered", "月份重复或者倒退", months_disordered),
    Rule("H11", "early-explanation", "说明早于目标期满", early_explanation),
)
