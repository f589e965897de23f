"""`lantian template`: empty lists to fill in, for `lantian import`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from generator.cli.options import refuse_place, root_option, write_out
from generator.exchange.form_sheets import FormSheet, SheetContext, issue_sheet, record_sheet
from generator.exchange.importing import record_forms
from generator.exchange.template_workbook import template_workbook
from generator.kinds.programme.model import Programme
from generator.questions.issue_answers import Form
from generator.questions.issue_answers import city as city_of
from generator.questions.issue_answers import programme as programme_of
from generator.questions.issue_answers import round as round_of
from generator.questions.question import AnswerError
from generator.site.build import read_register

ISSUE, ROUND = "issue", "round"

_ROUND_SHEETS = ("team", ISSUE, "visit", "task-report", "bulletin")
"""The sheets of one workbook for a round of a city."""

_KINDS = {
    ISSUE: "问题清单",
    **{one.name: one.title for one in record_forms() if one.name != ROUND},
    ROUND: "一市一轮的各张表",
}
_TOLD = "、".join(f"{name}（{title}）" for name, title in _KINDS.items())


@click.command("template", short_help="做一张空表，填好以后导入")
@click.argument("kind", metavar="种类", type=click.Choice(list(_KINDS)), default=ISSUE)
@click.option("--programme", required=True, metavar="行动", help="编号或名称，例如 LT19。")
@click.option("--city", metavar="城市", help="只填一个城市的写城市；不写就是行动的各城市。")
@click.option("--round", "round_text", metavar="轮次", help="只填一轮的写第几轮，例如 5。")
@click.option("--group", metavar="组别", help="问题清单：哪一种组的代号；不写就是到现场的各种组。")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="文件", help="例如 清单.xlsx。"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@root_option
def command(
    kind: str,
    programme: str,
    city: str | None,
    round_text: str | None,
    group: str | None,
    out: Path,
    root: Path,
    *,
    force: bool,
) -> None:
    """做一张空表（xlsx）：表头是要填的各项，词表里的词和区县从下拉列表里选，第一行是示例。

    填好以后用 lantian import 导入。不写种类就是问题清单；round 是一市一轮的工作簿，共五张表：
    工作组、问题、检查量、任务报送、通报数字。

    例：lantian template round --programme LT19 --city 西安市 --round 5 --out 第5轮.xlsx
    """
    refuse_place(root, out, force=force)
    context = _context(root, programme, city, round_text)
    names = _ROUND_SHEETS if kind == ROUND else (kind,)
    sheets = [_sheet(name, context, group) for name in names]
    title = f"{context.programme.name}：{_KINDS[kind]}"
    write_out(root, out, template_workbook(title, sheets, context.cities), force=force)
    click.echo(f"已写好：{out}")


command.help = f"{command.help}\n\n    种类：{_TOLD}。"


def _context(root: Path, programme: str, city: str | None, round_text: str | None) -> SheetContext:
    """Return what the lists are about; UsageError where the register has no such one."""
    register = read_register(root).register
    form = Form(register)
    form.programme = chosen = _answered(programme_of, form, programme, "--programme")
    one_city = _answered(city_of, form, city, "--city") if city else None
    every = chosen.cities or list(register.cities)
    return SheetContext(
        register,
        chosen,
        [one_city]
        if one_city
        else [register.cities[one] for one in every if one in register.cities],
        _answered(round_of, form, round_text, "--round") if round_text else None,
    )


Answer = TypeVar("Answer")


def _answered(read: Callable[[Form, str], Answer], form: Form, text: str, option: str) -> Answer:
    try:
        return read(form, text)
    except AnswerError as error:
        raise click.UsageError(f"{option} 的值不对：{error.message}") from error


def _sheet(name: str, context: SheetContext, group: str | None) -> FormSheet:
    if name != ISSUE:
        return record_sheet(context, next(one for one in record_forms() if one.name == name))
    return issue_sheet(context, _letters(context.programme, group))


def _letters(programme: Programme, group: str | None) -> Sequence[str]:
    """Return the kinds of groups that a list of issues is for."""
    letters = {one.letter: one for one in programme.group_kinds}
    if group is None:
        on_the_spot = [one for one, kind in letters.items() if not kind.published]
        return on_the_spot or list(letters)
    if group not in letters:
        known = "、".join(f"{one.letter}（{one.name}）" for one in programme.group_kinds)
        raise click.UsageError(f"{programme.id} 没有 {group!r} 组；可用的：{known}")
    return [group]
