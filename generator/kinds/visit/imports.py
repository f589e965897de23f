"""Rows of a table of inspected sites (检查量): a record for each city and round, or more of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.core.dates import small_number
from generator.exchange.account import (
    ImportPlan,
    Place,
    RowAccount,
    RowOutcome,
    TableKind,
    changes,
    differences,
    entry,
    joined,
    shape_errors,
    unreadable,
)
from generator.exchange.csv_rows import Known, Numbers, RowError, TableLine, word_error
from generator.exchange.record_rows import asked_of, heads_of
from generator.kinds.programme.model import Programme
from generator.kinds.visit.model import VisitCount, Visits
from generator.kinds.visit.questions import FORM

HEADER = "序号,行动,轮次,城市,日期,整轮合计,组别,检查点位,其中清单内,有问题点位,任务清单点位,备注"
ID_COLUMN = "序号"

PLACES: dict[Place, str] = {
    ("id",): "轮次",
    ("list_sites",): "任务清单点位",
    ("counts", 0, "date"): "日期",
    ("counts", 0, "whole"): "整轮合计",
    ("counts", 0, "group"): "组别",
    ("counts", 0, "sites"): "检查点位",
    ("counts", 0, "listed"): "其中清单内",
    ("counts", 0, "with_problems"): "有问题点位",
    ("counts", 0, "note"): "备注",
}
"""Place of a field in the record → its column."""

_YES = {"": False, "是": True}
_ROUND = re.compile(r"(?:第|R)?(.+?)(?:轮次?)?")
_NO_ROUND = 0
_UNKNOWN = "XX00-000000-R00-V"


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row as a record with a single count."""

    row: TableLine
    record: Visits

    @property
    def count(self) -> VisitCount:
        """Return its count."""
        return self.record.counts[0]

    @property
    def key(self) -> tuple[object, ...]:
        """Return what no two counts of a record share: day, or whole round, and group."""
        return key_of(self.count)


def key_of(count: VisitCount) -> tuple[object, ...]:
    """Return by what a count is found again; a whole round has one count for each group."""
    return (count.whole, None if count.whole else count.date, count.group)


def read_visits(
    table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the new records of a table of inspected sites, and the new counts of known ones."""
    refused: list[RowAccount] = []
    groups: dict[str, list[CountedRow]] = {}
    for row in rows:
        line = _line(row, known)
        if isinstance(line, CountedRow):
            groups.setdefault(line.record.id, []).append(line)
        else:
            refused.append(unreadable(table, row, row[ID_COLUMN], line))
    plans = [_of_record(table, lines, known.visits.get(name)) for name, lines in groups.items()]
    return joined([*plans, ImportPlan((), tuple(refused))])


def _of_record(table: str, lines: Sequence[CountedRow], kept: Visits | None) -> ImportPlan:
    """Return what becomes of the rows of one city and round."""
    entries, fresh = [], dict[tuple[object, ...], CountedRow]()
    there = {key_of(count): count for count in kept.counts} if kept else {}
    gone = _gone(lines, there)
    size = kept.list_sites if kept else None
    for line in lines:
        errors = _clashes(line, fresh.get(line.key), size)
        size = size or line.record.list_sites
        if errors:
            entries.append(unreadable(table, line.row, line.row[ID_COLUMN], errors))
        elif line.key in there:
            entries.append(_compared(table, line, there[line.key]))
        elif was := next((one for one in gone if _is_moved(line.count, one)), None):
            gone.remove(was)
            entries.append(_compared(table, line, was))
        else:
            fresh[line.key] = line
            outcome = RowOutcome.ADDED if kept else RowOutcome.IMPORTED
            entries.append(_entry(table, line, outcome))
    new = [line.count for line in fresh.values()]
    if not new:
        return ImportPlan((), tuple(entries))
    if kept:
        grown = kept.model_copy(update={"counts": [*kept.counts, *new]})
        return ImportPlan((), tuple(entries), grown=(grown,))
    update = {"list_sites": size, "counts": new}
    return ImportPlan((lines[0].record.model_copy(update=update),), tuple(entries))


def _gone(
    lines: Sequence[CountedRow], there: Mapping[tuple[object, ...], VisitCount]
) -> list[VisitCount]:
    """Return the counts of a record that a table no longer has, if it has others of the record.

    A table that has none of them continues an earlier one: nothing is missing in it.
    """
    keys = {line.key for line in lines}
    if keys.isdisjoint(there):
        return []
    return [count for key, count in there.items() if key not in keys]


def _is_moved(count: VisitCount, was: VisitCount) -> bool:
    """Return whether day or group, by which a count is found again, is all that was mended."""
    return not count.whole and any(
        count.model_copy(update={name: getattr(was, name)}) == was for name in ("date", "group")
    )


def _clashes(line: CountedRow, before: CountedRow | None, size: int | None) -> Sequence[RowError]:
    """Return what sets a row against earlier ones of the same city and round."""
    row, errors = line.row, []
    if before:
        message = f"与第 {before.row.line} 行是同一组同一日"
        errors.append(row.error("日期", message, "同一组同一日只写一行；是整轮合计的各组只写一行"))
    own = line.record.list_sites
    if own is not None and size is not None and own != size:
        message = f"'{own}' 与同一城市同一轮次前面所写的 {size} 不同"
        errors.append(row.error("任务清单点位", message, "一市一轮只有一个数，其余各行可以空着"))
    return errors


def _compared(table: str, line: CountedRow, kept: VisitCount) -> RowAccount:
    differing = list(differences(line.count, kept))
    outcome = RowOutcome.DIFFERENT if differing else RowOutcome.SAME
    whole = line.record.model_copy(update={"counts": [kept]})
    return entry(
        table,
        line.row,
        line.row[ID_COLUMN],
        outcome,
        record=line.record.id,
        reason="、".join(differing),
        changes=tuple(changes(line.row, line.record, whole, PLACES)),
    )


def _entry(table: str, line: CountedRow, outcome: RowOutcome) -> RowAccount:
    return entry(table, line.row, line.row[ID_COLUMN], outcome, record=line.record.id)


def _line(row: TableLine, known: Known) -> CountedRow | Sequence[RowError]:
    """Return the row as a record of one count, or the errors that prevent it."""
    errors = list(_own_errors(row, known))
    fields = {
        "id": _UNKNOWN if errors else _record_id(row, known),
        "list_sites": row["任务清单点位"] or None,
        "counts": [
            {
                "date": row["日期"],
                "whole": _YES.get(row["整轮合计"], False),
                "group": row["组别"] or None,
                "sites": row["检查点位"],
                "listed": row["其中清单内"] or None,
                "with_problems": row["有问题点位"] or None,
                "note": row["备注"] or None,
            }
        ],
    }
    try:
        record = Visits.model_validate(fields)
    except ValidationError as error:
        return [*errors, *shape_errors(row, error, PLACES)]
    return errors or CountedRow(row, record)


def _own_errors(row: TableLine, known: Known) -> Iterator[RowError]:
    programmes = _programmes(known)
    checked = [
        word_error(row, "行动", list(programmes), "专项行动"),
        word_error(row, "城市", list(known.cities), "城市"),
    ]
    yield from (error for error in checked if error)
    if _round_number(row["轮次"]) is None:
        hint = "写成 5 或者 第5轮；没有轮次的空着"
        yield row.error("轮次", f"'{row['轮次']}' 看不出第几轮", hint)
    if row["整轮合计"] not in _YES:
        message = f"'{row['整轮合计']}' 不认识"
        yield row.error("整轮合计", message, "整轮只有一个合计数的写“是”，某一日的数空着")


def _programmes(known: Known) -> Mapping[str, Programme]:
    """Return ID or name → programme; a name that several share names none."""
    by_name = {name: some[0] for name, some in known.programmes.items() if len(some) == 1}
    return {one.id: one for some in known.programmes.values() for one in some} | by_name


def _record_id(row: TableLine, known: Known) -> str:
    programme = _programmes(known)[row["行动"]]
    number = _round_number(row["轮次"])
    return f"{programme.id}-{known.cities[row['城市']].id}-R{number:02}-V"


def _round_number(text: str) -> int | None:
    """Return the round that a cell names, 0 where it is empty; None where it names none."""
    if not text:
        return _NO_ROUND
    match = _ROUND.fullmatch(text)
    return small_number(match[1].lstrip("0")) if match else None


TABLES = (
    TableKind(
        "检查量表",
        HEADER,
        ID_COLUMN,
        read_visits,
        lambda _: PLACES,
        asked=asked_of(FORM),
        keys=FORM.key_columns,
        renamed=heads_of(FORM),
        parts=(FORM.part,),
    ),
)
