"""The columns that people expect of a ledger, in their order, for tables and downloads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.derive.problems.lines import IssueLine

Cell = str | int


class Kind(StrEnum):
    """What stands in a column: `DAY` is an ISO day, or only year and month; "" is empty."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in data, its head, what it holds, and what that means."""

    name: str
    title: str
    kind: Kind
    meaning: str
    cell: Callable[[IssueLine], Cell]


def _yes(day: str) -> str:
    return "是" if day else "否"


COLUMNS: Sequence[Column] = (
    Column("id", "编号", Kind.TEXT, "行动-城市代码-轮次-组别-序号", lambda one: one.id),
    Column("programme", "行动", Kind.TEXT, "专项行动的编号", lambda one: one.programme),
    Column("round", "轮次", Kind.NUMBER, "编号里的轮次；0 表示未载", lambda one: one.round),
    Column("found_on", "发现日期", Kind.DAY, "只知年月的写到月", lambda one: one.found_on),
    Column("province", "省", Kind.TEXT, "城市所在的省级单位", lambda one: one.province),
    Column("city", "市", Kind.TEXT, "城市", lambda one: one.city_name),
    Column("county", "县（区）", Kind.TEXT, "当日的名称", lambda one: one.county_name),
    Column("site", "单位（点位）名称", Kind.TEXT, "在哪里发现的", lambda one: one.site),
    Column(
        "credit_code", "统一社会信用代码", Kind.TEXT, "18 位，按文本", lambda one: one.credit_code
    ),
    Column("group", "问题大类", Kind.TEXT, "问题类别所属的大类", lambda one: one.group),
    Column("category", "问题类别", Kind.TEXT, "词表中的类别", lambda one: one.category),
    Column("found", "问题描述", Kind.TEXT, "发现了什么", lambda one: one.found),
    Column("handed_on", "交办日期", Kind.DAY, "最近一次交办或督办", lambda one: one.handed_on),
    Column("letter", "交办文号", Kind.TEXT, "最近一次的文号", lambda one: one.letter),
    Column("demand", "整改要求", Kind.TEXT, "要求对方做什么", lambda one: one.demand),
    Column("due", "整改时限", Kind.DAY, "最近一次定下的期限", lambda one: one.due),
    Column("responsible", "责任单位", Kind.TEXT, "最近作出答复的单位", lambda one: one.responsible),
    Column("status", "整改进展", Kind.TEXT, "办理状态，由经过推出", lambda one: one.status),
    Column("rectified_on", "完成日期", Kind.DAY, "报告整改完成之日", lambda one: one.rectified_on),
    Column("verified_on", "核查日期", Kind.DAY, "最近一次核查", lambda one: one.verified_on),
    Column("verdict", "核查结论", Kind.TEXT, "最近一次核查的结论", lambda one: one.verdict),
    Column("closed", "是否销号", Kind.TEXT, "是或否", lambda one: _yes(one.closed_on)),
    Column("closed_on", "销号日期", Kind.DAY, "销号之日", lambda one: one.closed_on),
    Column("exposed", "是否曝光", Kind.TEXT, "是或否", lambda one: _yes(one.exposed_on)),
    Column("note", "备注", Kind.TEXT, "最近一条备注", lambda one: one.note),
)
"""序号, the first column of a printed ledger, is a matter of the table and not of the problem."""
