"""`lantian report letter`, `handed` and `quick`: letters, lists, quick bulletins."""

import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from generator.checks.engine import judge
from generator.cli.export import chosen
from generator.cli.options import (
    DAY,
    plain,
    refuse_place,
    root_option,
    today_option,
    write_out,
)
from generator.core.findings import WorkError
from generator.core.progress import stage
from generator.exchange.selection import Selection, selected
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.quick.pages import Edited, edited, issue_text
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME, RULE_PLACES
from generator.load.files import read_some
from generator.questions.question import instead, shown
from generator.reports.letters import (
    handed_lists,
    handed_text,
    letters_sent,
    letters_text,
    may_be_lettered,
    next_letters,
)

_NAMED = 3


def _options(function: click.decorators.FC) -> click.decorators.FC:
    file = click.Path(path_type=Path)
    for option in (
        root_option,
        today_option,
        click.option("--force", is_flag=True, help="文件已经存在也覆盖。"),
        click.option("--out", type=file, metavar="文件", help="写到这个文件；不写就显示。"),
        click.option("--round", "rounds", multiple=True, metavar="轮次", help="例如 LT19-R05。"),
        click.option("--city", "cities", multiple=True, metavar="城市", help="代码、名称或简称。"),
        click.argument("ids", nargs=-1, metavar="编号…"),
    ):
        function = option(function)
    return function


@click.command("letter", short_help="督办函和问题清单")
@click.option("--letter", "number", metavar="文号", help="重新打印已经发出的这一份。")
@_options
def letter(
    ids: Sequence[str],
    cities: Sequence[str],
    rounds: Sequence[str],
    number: str | None,
    out: Path | None,
    root: Path,
    today: date,
    *,
    force: bool,
) -> None:
    """生成督办函，附问题清单，每个城市一份。

    写 --city、--round 就是其中等待发督办函的；写编号就是这些问题，发过的督办函逐份重新打印；
    只写 --letter 就在全部记录里找这个文号。已经发出的照发函时的问题和期限，不因后来的督办函
    改变。记录里没有的文号和日期留空。督办函没有公开文本，措辞是本台账的。
    """
    if out:
        refuse_place(root, out, force=force)
    register, lines = _issues(root, ids, cities, rounds, today, may_be_all=bool(number))
    if number:
        lists = letters_sent(register, lines, number)
        _refuse_none(lists, f"文号是 {shown(number)} 的")
    else:
        _refuse_unsent(one for one in lines if ids and not _has_letter(register, one))
        sent = letters_sent(register, lines) if ids else []
        lists = sent + next_letters(register, lines)
        _refuse_none(lists, "等待发督办函的")
    put_text(root, out, letters_text(lists, today.isoformat()), force=force)


def _has_letter(register: Register, line: LedgerRow) -> bool:
    return bool(line.letters) or may_be_lettered(register, line)


@click.command("handed", short_help="推送确认清单和交办清单")
@click.option("--from", "first", type=DAY, metavar="日期", help="从这一天起推送、交办的。")
@click.option("--to", "last", type=DAY, metavar="日期", help="到这一天为止推送、交办的，含当日。")
@click.option("--sent", "to_confirm", is_flag=True, help="只要推送地方确认、还没有交办的。")
@_options
def handed(
    ids: Sequence[str],
    cities: Sequence[str],
    rounds: Sequence[str],
    first: date | None,
    last: date | None,
    out: Path | None,
    root: Path,
    today: date,
    *,
    to_confirm: bool,
    force: bool,
) -> None:
    """生成交办清单：已经交办的问题，按城市列出；加上 --sent 是推送确认清单。

    可以写编号，或者用 --city、--round、--from、--to 选择；日期是第一次交办、推送的日期。
    """
    if out:
        refuse_place(root, out, force=force)
    register, lines = _issues(root, ids, cities, rounds, today)
    since, until = (first.isoformat() if first else ""), (last.isoformat() if last else "9999")
    if to_confirm:
        wanted = [one for one in lines if not one.handed_on and _within(one.sent_on, since, until)]
    else:
        wanted = [one for one in lines if _within(one.handed_on, since, until)]
    what = "推送确认、还没有交办的" if to_confirm else "已经交办的"
    lists = handed_lists(register, _refuse_none(wanted, what))
    put_text(root, out, handed_text(lists, today.isoformat()), force=force)


def _within(day: str, since: str, until: str) -> bool:
    """Return whether a day (ISO, "" for none) lies between two."""
    return bool(day) and since <= day <= until


def _issues(
    root: Path,
    ids: Sequence[str],
    cities: Sequence[str],
    rounds: Sequence[str],
    today: date,
    *,
    may_be_all: bool = False,
) -> tuple[Register, Sequence[LedgerRow]]:
    """Return the named issues, or those of the cities and rounds; all only where that is meant."""
    if not (ids or cities or rounds or may_be_all):
        raise click.UsageError("写出问题的编号，或者用 --city、--round 选择")
    if ids and (cities or rounds):
        raise click.UsageError("编号和 --city、--round 只能写一种")
    others = other_records(root, today)
    selection = _folders_of(ids) if ids else chosen(others, {"cities": cities, "rounds": rounds})
    register = issues_of(root, others, selection, today)
    lines = selected(register, selection)
    if not ids:
        return register, lines
    known = {one.id: one for one in lines}
    _refuse_unknown(name for name in ids if name not in known)
    return register, [known[name] for name in dict.fromkeys(ids)]


def _folders_of(ids: Sequence[str]) -> Selection:
    """Return a selection that holds these issues, and others of their ledgers."""
    path_of = BY_NAME["issue"].path_of
    _refuse_unknown(name for name in ids if path_of(name) is None)
    parts = [name.split("-") for name in ids]
    return Selection(
        programmes=frozenset(one[0] for one in parts),
        cities=frozenset(one[1] for one in parts),
        rounds=frozenset(f"{one[0]}-{one[2]}" for one in parts),
    )


def _refuse_unknown(names: Iterable[str]) -> None:
    wrong = list(names)
    if wrong:
        listed = "、".join(shown(name) for name in wrong[:_NAMED])
        raise click.UsageError(
            plain(f"没有编号为 {listed} 的问题；查对编号，例如 LT19-610100-R05-P03-012")
        )


def _refuse_unsent(lines: Iterable[LedgerRow]) -> None:
    """Raise WorkError for issues that neither await a letter nor ever had one."""
    wrong = [f"{one.id}（{one.status or '没有办理流程'}）" for one in lines]
    if wrong:
        raise WorkError(
            f"{'、'.join(wrong[:_NAMED])} 没有在等待发督办函，也没有发过督办函",
            "用 lantian report letter --city 城市，只要等待发督办函的",
        )


_Found = TypeVar("_Found", bound=Sized)


def _refuse_none(found: _Found, what: str) -> _Found:
    if not found:
        raise WorkError(f"所选的问题里没有{what}", "查对城市、轮次和日期，或者直接写出问题的编号")
    return found


_ISSUE = re.compile(r"([0-9]{4})-([1-9][0-9]{0,3})")


@click.command("quick", short_help="工作信息快报的一期")
@click.argument("programme", metavar="行动")
@click.argument("which", metavar="年-期")
@click.option("--open", "open_only", is_flag=True, help="只要可以公开的动态。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件", help="写到这个文件；不写就显示。"
)
@click.option("--force", is_flag=True, help="文件已经存在也覆盖。")
@today_option
@root_option
def quick(
    programme: str,
    which: str,
    root: Path,
    out: Path | None,
    today: date,
    *,
    open_only: bool,
    force: bool,
) -> None:
    """生成工作信息快报的一期。例如 lantian report quick HZ19 2019-3。

    动态信息、期号、报送和抄送取自 records/quick 和行动的设置；没有写明“可以公开”的只供内部。
    """
    if out:
        refuse_place(root, out, force=force)
    one = _issue(quick_of(root, today), programme, which)
    put_text(root, out, issue_text(one.open_only() if open_only else one), force=force)


def _issue(register: Register, programme: str, which: str) -> Edited:
    """Return the requested issue; UsageError, or WorkError with those that there are."""
    if programme not in register.programmes:
        raise click.BadParameter(
            f"没有编号为 {shown(programme)} 的行动；{instead(programme, register.programmes)}",
            param_hint="行动",
        )
    typed = _ISSUE.fullmatch(which)
    if not typed:
        raise click.BadParameter(f"{shown(which)} 不是“年-期”，写成 2019-3", param_hint="年-期")
    rules = register.programmes[programme].quick
    own = [one for one in register.quick if one.programme_id == programme]
    issues = [issue for one in own for issue in edited(one, rules)]
    wanted = (int(typed[1]), int(typed[2]))
    found = next((one for one in issues if (one.year, one.issue.number) == wanted), None)
    if found is None:
        there = "、".join(f"{one.year}-{one.issue.number}" for one in issues[:12])
        raise WorkError(
            f"{programme} 没有 {wanted[0]} 年第 {wanted[1]} 期快报",
            f"有记录的是 {there}" if there else f"先在 records/quick/{programme} 里记录",
        )
    return found


_SPACE = "　"
"""The ideographic space that begins paragraphs; Python does not count it as printable."""

_OTHER_RECORDS = (*RULE_PLACES, "rounds")


def other_records(root: Path, today: date, *, with_bulletins: bool = False) -> Register:
    """Return all records but the issues as of a day; WorkError where something is wrong in them."""
    return _read(root, (*_OTHER_RECORDS, *(("bulletins",) if with_bulletins else ())), today)


def quick_of(root: Path, today: date) -> Register:
    """Return these records and the quick bulletins; WorkError where something is wrong in them."""
    return _read(root, (*_OTHER_RECORDS, "quick"), today)


def chosen_issues(
    root: Path,
    others: Register,
    typed: Mapping[str, Iterable[str]],
    rounds: Sequence[str],
    today: date,
) -> tuple[Sequence[LedgerRow], Selection]:
    """Return the lines of the chosen issues, and the choice; only their folders are read."""
    selection = replace(chosen(others, typed), rounds=frozenset(rounds))
    return selected(issues_of(root, others, selection, today), selection), selection


def issues_of(root: Path, others: Register, selection: Selection, today: date) -> Register:
    """Return the register of a day with the folders that hold such issues."""
    with stage("读取记录"):
        return _read(root, (*_OTHER_RECORDS, *selection.folders(others)), today)


def put_text(root: Path, out: Path | None, text: str, *, force: bool) -> None:
    """Show a text, or write it to a file (UTF-8, lines ended by LF)."""
    if out is None:
        click.echo(_SPACE.join(plain(part) for part in text.split(_SPACE)), nl=False)
        return
    write_out(root, out, text.encode(), force=force)
    click.echo(plain(f"写在 {out}"))


def _read(root: Path, parts: Sequence[str], today: date) -> Register:
    judgement = judge(read_some(root, parts))
    if judgement.errors:
        raise WorkError(
            f"所选的记录有 {judgement.errors} 处错误，没有生成", "先运行 lantian check，改好再生成"
        )
    return judgement.on(today).register
