"""`lantian report letter` (督办函) and `lantian report handed` (交办清单)."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from generator.cli.options import DAY, shown
from generator.commands.export_words import chosen
from generator.commands.options import root_option, today_option
from generator.commands.out_file import refuse_place
from generator.commands.report_reading import ground_of, problems_of, put_text
from generator.commands.terminal import plain
from generator.derive.reports.letters import handed_lists, letters, may_be_supervised
from generator.errors import WorkError
from generator.exchange.selection import Selection, selected
from generator.kinds.issue.ledger import IssueLine
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.render.reports.letter_text import handed_text, letters_text

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
@click.option("--letter", "number", metavar="文号", help="只要已经用这个文号督办的，重新打印。")
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

    写编号就是这些问题；写 --city、--round 就是其中等待督办的。记录里没有的文号和日期留空。
    督办函没有公开文本，措辞是本台账的。
    """
    if out:
        refuse_place(root, out, force=force)
    register, lines = _problems(root, ids, cities, rounds)
    if number:
        lines = _refuse_none(
            [one for one in lines if one.letter == number], f"文号是 {shown(number)} 的"
        )
    elif not ids:
        waiting = [one for one in lines if may_be_supervised(register, one)]
        lines = _refuse_none(waiting, "等待督办的")
    else:
        _refuse_unsent(one for one in lines if not (one.letter or may_be_supervised(register, one)))
    text = letters_text(letters(register, lines), today.isoformat())
    put_text(root, out, text, force=force)


@click.command("handed", short_help="交办清单")
@click.option("--from", "first", type=DAY, metavar="日期", help="从这一天起交办的。")
@click.option("--to", "last", type=DAY, metavar="日期", help="到这一天为止交办的，含当日。")
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
    force: bool,
) -> None:
    """生成交办清单：交办或者督办过的问题，按城市列出。

    可以写编号，或者用 --city、--round、--from、--to 选择；日期是最近一次交办或督办的日期。
    """
    if out:
        refuse_place(root, out, force=force)
    register, lines = _problems(root, ids, cities, rounds)
    since, until = (first.isoformat() if first else ""), (last.isoformat() if last else "9999")
    wanted = [one for one in lines if one.handed_on and since <= one.handed_on <= until]
    lists = handed_lists(register, _refuse_none(wanted, "交办过的"))
    put_text(root, out, handed_text(lists, today.isoformat()), force=force)


def _problems(
    root: Path, ids: Sequence[str], cities: Sequence[str], rounds: Sequence[str]
) -> tuple[Register, Sequence[IssueLine]]:
    """The problems that were named, or those of the cities and rounds."""
    if not (ids or cities or rounds):
        raise click.UsageError("写出问题的编号，或者用 --city、--round 选择")
    if ids and (cities or rounds):
        raise click.UsageError("编号和 --city、--round 只能写一种")
    ground = ground_of(root)
    selection = _folders_of(ids) if ids else chosen(ground, {"cities": cities, "rounds": rounds})
    register = problems_of(root, ground, selection)
    lines = selected(register, selection)
    if not ids:
        return register, lines
    known = {one.id: one for one in lines}
    _refuse_unknown(name for name in ids if name not in known)
    return register, [known[name] for name in dict.fromkeys(ids)]


def _folders_of(ids: Sequence[str]) -> Selection:
    """A selection that holds these problems, and others of their ledgers."""
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
        said = "、".join(shown(name) for name in wrong[:_NAMED])
        raise click.UsageError(
            plain(f"没有编号为 {said} 的问题；查对编号，例如 LT19-610100-R05-P03-012")
        )


def _refuse_unsent(lines: Iterable[IssueLine]) -> None:
    """WorkError for problems that neither await a letter nor ever had one."""
    wrong = [f"{one.id}（{one.status or '没有办理流程'}）" for one in lines]
    if wrong:
        raise WorkError(
            f"{'、'.join(wrong[:_NAMED])} 没有在等待督办，也没有发过督办函",
            "用 lantian report letter --city 城市，只要等待督办的",
        )


def _refuse_none(lines: Sequence[IssueLine], what: str) -> Sequence[IssueLine]:
    if not lines:
        raise WorkError(f"所选的问题里没有{what}", "查对城市、轮次和日期，或者直接写出问题的编号")
    return lines
