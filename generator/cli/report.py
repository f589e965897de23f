"""`lantian report`: bulletins of a period, and the parsing of periods."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator.cli import report_letters
from generator.cli.options import (
    plain,
    refuse_place,
    root_option,
    today_option,
    typed_day,
    typed_text,
    write_out,
)
from generator.cli.progress import quiet_option
from generator.cli.report_letters import chosen_issues, other_records, put_text
from generator.core.findings import WorkError
from generator.exchange.selection import Selection
from generator.exchange.xlsx import xlsx_bytes
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.ledger import IssueSummary, LedgerRow
from generator.kinds.issue.work_periods import PeriodWork, days_of, period_work
from generator.kinds.register import Register
from generator.questions.question import instead, shown
from generator.reports.periods import (
    Filled,
    ReportPeriod,
    filled,
    filled_days,
    month_of,
    quarter_of,
    round_of,
    week_of,
    year_of,
)
from generator.reports.report import Asked, Report, compared, report
from generator.reports.texts import comparison_text, report_text, report_title

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")
_LOOSE = re.compile(r"([0-9]{4})[^0-9]*([0-9]{0,2})")
_MONTHS = range(1, 13)


def typed_round(text: str, register: Register) -> ReportPeriod:
    """Return a recorded round, or `…-R00`; BadParameter with the nearest where there is no such."""
    name = typed_text(text)
    known = (*register.rounds, *(f"{one}-R00" for one in register.programmes))
    if name not in known:
        raise click.BadParameter(f"没有叫 {shown(name)} 的轮次；{instead(name, known)}")
    programme, number = name.split("-R")
    return round_of(programme, int(number), register.rounds.get(name))


def typed_week(text: str) -> ReportPeriod:
    """Return the week that holds a day."""
    return week_of(typed_day(text))


def typed_month(text: str) -> ReportPeriod:
    """Return a month; BadParameter with the right form."""
    match = _MONTH.fullmatch(typed_text(text))
    if not match or not _is_year(match[1]):
        raise _unreadable(text, "月份", "2019-07", lambda year, part: f"{year}-{part:02}")
    if int(match[2]) not in _MONTHS:
        raise click.BadParameter(f"{shown(text)} 不是日历上的月份，月份只有 01 到 12")
    return month_of(int(match[1]), int(match[2]))


def typed_quarter(text: str) -> ReportPeriod:
    """Return a quarter; BadParameter with the right form."""
    match = _QUARTER.fullmatch(typed_text(text))
    if not match or not _is_year(match[1]):
        raise _unreadable(text, "季度", "2019-Q3", lambda year, part: f"{year}-Q{part}", last=4)
    return quarter_of(int(match[1]), int(match[2]))


def typed_year(text: str) -> ReportPeriod:
    """Return a year; BadParameter with the right form."""
    word = typed_text(text)
    if not _YEAR.fullmatch(word) or not _is_year(word):
        raise click.BadParameter(f"{shown(text)} 不是年份的写法，写成 2019")
    return year_of(int(word))


def _is_year(text: str) -> bool:
    return int(text) > 0


def _unreadable(
    text: str, what: str, example: str, spelled: Callable[[str, int], str], last: int = 12
) -> click.BadParameter:
    """Return the error for a malformed period, with the form that was probably meant."""
    loose = _LOOSE.search(text)
    meant = int(loose[2] or 0) if loose else 0
    right = spelled(loose[1], meant) if loose and 1 <= meant <= last else example
    return click.BadParameter(f"{shown(text)} 不是{what}的写法，写成 {right}")


_LISTED = 12
"""Number of periods that a message names."""

Read = Callable[[str, Register], ReportPeriod]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The request: content and output file."""

    root: Path
    today: date
    out: Path | None
    annex: Path | None
    figures: str | None
    force: bool


@click.group("report", short_help="生成通报、督办函、问题清单和快报")
def command() -> None:
    """按轮次、周、月、季度、年生成问题情况通报；生成督办函、推送确认清单、交办清单和工作信息快报。

    数都从记录数出来，一条记录计 1 个问题。不写 --out 就显示在屏幕上。
    """


def _options(function: click.decorators.FC) -> click.decorators.FC:
    file = click.Path(path_type=Path)
    for option in (
        quiet_option,
        root_option,
        today_option,
        click.option("--force", is_flag=True, help="文件已经存在也覆盖。"),
        click.option(
            "--check-figures",
            metavar="通报",
            help="与这份公开通报的问题数核对，例如 DC18-20180617-1。",
        ),
        click.option(
            "--annex", type=file, metavar="文件", help="问题清单写成表格，例如 附件.xlsx。"
        ),
        click.option("--out", type=file, metavar="文件", help="通报写到这个文件，例如 通报.txt。"),
        click.option(
            "--city", "cities", multiple=True, metavar="城市", help="只要这个城市的，可以写几次。"
        ),
        click.option("--programme", metavar="行动", help="只要这个行动的，编号或名称。"),
    ):
        function = option(function)
    return function


def _add(name: str, short: str, example: str, read: Read, *, metavar: str) -> None:
    """Add one command for each kind of period."""

    @command.command(
        name, short_help=short, help=f"{short}。例如 lantian report {name} {example}。"
    )
    @click.argument("which", metavar=metavar)
    @_options
    def period(
        which: str,
        root: Path,
        today: date,
        programme: str | None,
        cities: Sequence[str],
        out: Path | None,
        annex: Path | None,
        check_figures: str | None,
        *,
        force: bool,
    ) -> None:
        wanted = Wanted(root, today, out, annex, check_figures, force)
        _write(
            wanted, which, read, {"programmes": [programme] if programme else [], "cities": cities}
        )


def _write(wanted: Wanted, which: str, read: Read, typed: Mapping[str, Sequence[str]]) -> None:
    for place in filter(None, (wanted.out, wanted.annex)):
        refuse_place(wanted.root, place, force=wanted.force)
    if wanted.annex and wanted.annex.suffix.lower() != ".xlsx":
        raise click.UsageError(
            plain(f"附件是 XLSX 表格，把 {wanted.annex.name!r} 的后缀改成 .xlsx")
        )
    others = other_records(wanted.root, wanted.today, with_bulletins=wanted.figures is not None)
    period = read(which, others)
    if wanted.figures and typed["cities"]:
        raise click.UsageError("公开通报按它自己的范围核对，--check-figures 不能和 --city 一起写")
    bulletin = _bulletin(others, wanted.figures, period) if wanted.figures else None
    lines, selection = chosen_issues(wanted.root, others, typed, _round_of(period), wanted.today)
    found = filled(period, [line.summary for line in lines])
    work = _work(wanted, others, typed, period)
    if not found.summaries and not bulletin and (work is None or work.is_empty):
        raise _nothing(period, [line.summary for line in lines])
    made = report(others, found, wanted.today.isoformat(), _asked(selection), work)
    text = report_text(made)
    if bulletin:
        text += "\n" + _beside(wanted, others, bulletin, period)
    put_text(wanted.root, wanted.out, text, force=wanted.force)
    if wanted.annex:
        _put_annex(wanted, wanted.annex, made, found, lines)


def _work(
    wanted: Wanted, others: Register, typed: Mapping[str, Sequence[str]], period: ReportPeriod
) -> PeriodWork | None:
    """Return what was done in a period on issues of any round; None where its days are unknown."""
    today = wanted.today.isoformat()
    if not period.first or period.first > today:
        return None
    if period.is_round:
        typed = {**typed, "programmes": [period.key.split("-")[0]]}
    lines, _ = chosen_issues(wanted.root, others, typed, [], wanted.today)
    return period_work(days_of(one.work for one in lines), period.first, period.last, today)


def _beside(wanted: Wanted, others: Register, bulletin: Bulletin, period: ReportPeriod) -> str:
    """Return the bulletin compared with all issues of its programme: many of them name no round."""
    typed = {"programmes": [bulletin.programme_id]}
    lines, _ = chosen_issues(wanted.root, others, typed, [], wanted.today)
    return comparison_text(compared(others, bulletin, period, [line.summary for line in lines]))


def _round_of(period: ReportPeriod) -> Sequence[str]:
    return [period.key] if period.is_round else []


def _asked(selection: Selection) -> Asked:
    return Asked(sorted(selection.programmes), sorted(selection.cities))


def _put_annex(
    wanted: Wanted, place: Path, made: Report, found: Filled, lines: Sequence[LedgerRow]
) -> None:
    names = {summary.id for summary in found.summaries}
    own = [line for line in lines if line.id in names]
    title = f"{report_title(made)}附件"
    note = f"内部台账，共 {len(own)} 个问题；截至 {made.today}。"
    write_out(wanted.root, place, xlsx_bytes(own, title, note), force=wanted.force)
    click.echo(plain(f"附件 {len(own)} 个问题，写在 {place}"), err=wanted.out is None)


def _bulletin(register: Register, name: str, period: ReportPeriod) -> Bulletin:
    known = {one.id: one for one in register.bulletins}
    if name not in known:
        raise click.BadParameter(
            f"没有编号为 {shown(name)} 的通报；{instead(name, known)}", param_hint="--check-figures"
        )
    programme = period.key.split("-")[0]
    if period.is_round and known[name].programme_id != programme:
        raise click.BadParameter(
            f"{name} 是 {known[name].programme_id} 的通报，{period.key} 属于 {programme}",
            param_hint="--check-figures",
        )
    return known[name]


def _nothing(period: ReportPeriod, summaries: Sequence[IssueSummary]) -> WorkError:
    """Return the error for a period without issues, with the periods that have some."""
    fact = f"{period.label}没有符合的问题记录，没有生成通报"
    if period.is_round:
        return WorkError(fact, "查对轮次、行动和城市；没有记录不等于没有发现问题")
    there = [one.period.key for one in filled_days(summaries) if one.period.kind is period.kind]
    if not there:
        return WorkError(fact, "查对日期、行动和城市；没有记录不等于没有发现问题")
    rest = "等" if len(there) > _LISTED else ""
    return WorkError(fact, f"有记录的是 {'、'.join(there[:_LISTED])}{rest}")


_add("round", "一个轮次的通报", "LT19-R05", typed_round, metavar="轮次")

_add(
    "week",
    "一周的通报，周一到周日，写其中一天",
    "2019-07-08",
    lambda w, _: typed_week(w),
    metavar="日期",
)

_add("month", "一个月的通报", "2019-07", lambda which, _: typed_month(which), metavar="月份")

_add("quarter", "一个季度的通报", "2019-Q3", lambda which, _: typed_quarter(which), metavar="季度")

_add("year", "一年的通报", "2019", lambda which, _: typed_year(which), metavar="年份")

command.add_command(report_letters.letter)

command.add_command(report_letters.handed)

command.add_command(report_letters.quick)
