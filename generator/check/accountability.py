"""Whether the tables of quantified accountability of a campaign agree with themselves."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.check.rule import Checked, Hit, Rule
from generator.checks.reference_rules import known_ids
from generator.core.findings import nearest
from generator.core.raw import Path
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed
from generator.model.accountability import AccountabilityRule, AccountabilityTable, Threshold

Slip = tuple[Path, str, str]
"""Where below the table, what is wrong, how to mend it."""

_WORSE = Decimal("Infinity")


def thresholds_order(checked: Checked) -> Iterator[Hit]:
    """Thresholds are of the sort that their rule counts, and ascend."""
    for one, place, table in _tables(checked):
        for number, rule in enumerate(table.rules):
            for path, message, hint in _threshold_slips(rule):
                mark = one.mark(*place, "rules", number, *path)
                yield Hit(one.raw.path, mark, message, hint)


def _threshold_slips(rule: AccountabilityRule) -> Iterator[Slip]:
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


def broken_accountability(checked: Checked) -> Iterator[Hit]:
    """A table has rules, or says that they were not published; what it points to is there."""
    programmes = known_ids(checked, "programmes", checked.register.programmes)
    cities = known_ids(checked, "cities", checked.register.cities)
    for one, place, table in _tables(checked):
        for path, message, hint in _table_slips(table, programmes, cities):
            yield Hit(one.raw.path, one.mark(*place, *path), message, hint)


def _table_slips(
    table: AccountabilityTable, programmes: set[str], cities: set[str]
) -> Iterator[Slip]:
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
) -> Iterator[tuple[Filed[Programme], Path, AccountabilityTable]]:
    for one in checked.register.of(Programme):
        for number, table in enumerate(one.record.accountability):
            yield one, ("accountability", number), table


RULES = (
    Rule("M08", "thresholds-order", "问责阈值没有由轻到重", thresholds_order),
    Rule("M09", "broken-accountability", "量化问责自身有误", broken_accountability),
)
