"""The report that accounts for each row of the tables: its record, or why it has none."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.exchange.csv_rows import Problem


class Outcome(StrEnum):
    """What became of a row, in the words of the report."""

    IMPORTED = "导入"
    SAME = "已有，无变化"
    DIFFERENT = "已有，内容不同，未改动"
    NOT_MERGED = "通报已有，新增数字未自动并入"
    UNREADABLE = "读不懂"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table and what became of it."""

    table: str
    line: int
    row: str
    outcome: Outcome
    record: str = ""
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Every row of every table, in the order of the tables."""

    entries: tuple[Entry, ...]

    @property
    def totals(self) -> Counter[Outcome]:
        """How many rows came to each outcome."""
        return Counter(entry.outcome for entry in self.entries)

    @property
    def records(self) -> int:
        """How many new records the rows make."""
        made = {entry.record for entry in self.entries if entry.outcome is Outcome.IMPORTED}
        return len(made)

    @property
    def is_readable(self) -> bool:
        """Whether no row had to be given up."""
        return not self.totals[Outcome.UNREADABLE]

    def summary(self) -> str:
        """The totals of each table."""
        return "".join(f"{_plain(line)}\n" for line in self._summary_lines())

    def problems_text(self) -> str:
        """The rows that could not be read, and how to mend them; empty where there are none."""
        return "".join(
            f"{_plain(line)}\n"
            for entry in self.entries
            if entry.outcome is Outcome.UNREADABLE
            for line in _lines(entry)
        )

    def text(self) -> str:
        """The whole report: the totals, then every row under its outcome."""
        lines = ["导入报告", "", *self._summary_lines()]
        for table in self._tables():
            for outcome in Outcome:
                entries = [
                    entry
                    for entry in self.entries
                    if entry.table == table and entry.outcome is outcome
                ]
                if entries:
                    lines += ["", f"{table} · {outcome}（{len(entries)} 行）"]
                    lines += [line for entry in entries for line in _lines(entry)]
        return "".join(f"{_plain(line)}\n" for line in lines)

    def _tables(self) -> list[str]:
        return list(dict.fromkeys(entry.table for entry in self.entries))

    def _summary_lines(self) -> Iterator[str]:
        yield f"共 {len(self.entries)} 行，新记录 {self.records} 条。"
        for table in self._tables():
            counts = Counter(entry.outcome for entry in self.entries if entry.table == table)
            parts = "；".join(
                f"{outcome} {counts[outcome]}" for outcome in Outcome if counts[outcome]
            )
            yield f"{table}：{counts.total()} 行。{parts}。"


def _lines(entry: Entry) -> Iterator[str]:
    name = entry.row or f"第 {entry.line} 行"
    if entry.outcome is Outcome.UNREADABLE:
        yield f"{entry.table} 第 {entry.line} 行 {entry.row}".rstrip()
    elif entry.record:
        yield f"{name} → {entry.record}" + (f"：{entry.reason}" if entry.reason else "")
    else:
        yield f"{name}（第 {entry.line} 行）：{entry.reason}"
    yield from (
        f"  {_place(entry, problem)}{problem.message}。{problem.hint}。"
        for problem in entry.problems
    )
    yield from (f"  注意：{note}。" for note in entry.notes)


def _place(entry: Entry, problem: Problem) -> str:
    line = "" if problem.mark.line == entry.line else f"第 {problem.mark.line} 行"
    column = f"{problem.column} 列" if problem.column else ""
    return f"{line}{column}（第 {problem.mark.column} 个字符）："


def _plain(line: str) -> str:
    """The line without anything that a terminal would act upon, nor a break from within a cell."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
