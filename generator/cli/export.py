"""`lantian export`: the ledger of selected issues as a file, or their counts and ratios."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from generator.checks.engine import judge
from generator.cli.options import (
    plain,
    refuse_place,
    root_option,
    today_option,
    typed_text,
    typed_word,
    write_out,
)
from generator.cli.progress import is_terminal
from generator.core.findings import WorkError
from generator.exchange.data_package import DESCRIPTION, package_bytes
from generator.exchange.open_files import package, package_description, table_csv, table_json
from generator.exchange.selection import Selection, selected
from generator.exchange.steps_workbook import StepList, steps_csv, steps_workbook
from generator.exchange.tables import DataTable
from generator.exchange.text_files import csv_bytes, json_bytes
from generator.exchange.workbook import workbook
from generator.exchange.xlsx import xlsx_bytes
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.register import Register
from generator.kinds.registry import RULE_PLACES
from generator.load.files import read_some
from generator.site.overview.rates import ratios

Known = Mapping[str, str]
"""What the user may type → the value in a line."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the field of a selection, its title, and its words in a register."""

    option: str
    field: str
    title: str
    help: str
    known: Callable[[Register], Known]


def _programmes(register: Register) -> Known:
    programmes = register.programmes.values()
    return {name: one.id for one in programmes for name in (one.id, one.name, *one.called)}


def _cities(register: Register) -> Known:
    return {
        name: one.id
        for one in register.cities.values()
        for name in (one.name, one.short_name, one.id)
    }


def _rounds(register: Register) -> Known:
    unknown = (f"{programme}-R00" for programme in register.programmes)
    return _themselves((*register.rounds, *unknown))


def _counties(register: Register) -> Known:
    cities = register.cities.values()
    return _themselves(
        name for city in cities for name in (*city.codes, *city.uncoded, *city.known_codes)
    )


def _categories(register: Register) -> Known:
    words = register.vocabulary.words
    return _themselves((*words("categories"), *words("groups")))


def _states(register: Register) -> Known:
    lifecycles = [one.lifecycle for one in register.programmes.values() if one.lifecycle]
    return _themselves(
        state.name
        for lifecycle in lifecycles
        for path in lifecycle.paths
        for strand in path.strands
        for state in strand.states
    )


def _themselves(words: Iterable[str]) -> Known:
    return {word: word for word in words}


CHOICES = (
    Choice("--programme", "programmes", "行动", "行动的编号或名称，例如 LT19。", _programmes),
    Choice("--city", "cities", "城市", "城市的代码、名称或简称。", _cities),
    Choice("--round", "rounds", "轮次", "轮次的编号，例如 LT19-R05；R00 是未注明轮次的。", _rounds),
    Choice("--county", "counties", "区县", "区县当日的名称或代码。", _counties),
    Choice("--category", "categories", "类别", "问题类别或问题大类。", _categories),
    Choice("--status", "states", "状态", "办理或公开的状态，例如 整改中。", _states),
)
"""The options, in the order in which the help lists them."""


def chosen(register: Register, typed: Mapping[str, Iterable[str]]) -> Selection:
    """Return the selection of these words, by field; UsageError with all that are wrong."""
    wrong: list[str] = []
    words = {one.field: frozenset(_read(one, register, typed, wrong)) for one in CHOICES}
    if wrong:
        raise click.UsageError(plain("\n      ".join(wrong)))
    return Selection(
        programmes=words["programmes"],
        cities=words["cities"],
        rounds=words["rounds"],
        counties=words["counties"],
        categories=words["categories"],
        states=words["states"],
    )


def _read(
    choice: Choice, register: Register, typed: Mapping[str, Iterable[str]], wrong: list[str]
) -> Iterator[str]:
    """Return the values of the words for one field; errors of the others are added to `wrong`."""
    known = choice.known(register)
    for word in typed.get(choice.field, ()):
        try:
            yield known[typed_word(word, list(known), choice.title)]
        except click.BadParameter as error:
            wrong.append(f"{choice.title}（{choice.option}）：{error.message}")


PACKAGE_NAME = "lantian-ledger"
FORMS: Mapping[str, Callable[[Sequence[LedgerRow], str, str], bytes]] = {
    "csv": lambda lines, title, note: csv_bytes(lines),
    "xlsx": xlsx_bytes,
    "json": lambda lines, title, note: json_bytes(lines),
    "zip": lambda lines, title, note: package_bytes(lines, PACKAGE_NAME, title, note),
}
"""Format → the function that writes lines, title and note."""

RATES_FORMS: Mapping[str, Callable[[DataTable, str, str], bytes]] = {
    "csv": lambda table, title, note: table_csv(table),
    "xlsx": lambda table, title, note: workbook([table], {"名称": title, "说明": note}),
    "json": lambda table, title, note: table_json(table),
    "zip": lambda table, title, note: _rates_package(table, title, note),
}
"""Format → the function that writes the table of counts and ratios, as open data is written."""

STEPS_FORMS: Mapping[str, Callable[[StepList, str], bytes]] = {
    "csv": lambda steps, note: steps_csv(steps),
    "xlsx": lambda steps, note: steps_workbook(steps, "办理表", note),
}
"""Format → the function that writes the list of issues to fill in."""

_OTHER_RECORDS = (*RULE_PLACES, "rounds", "liaisons")
_TITLED = 3
"""Number of cities that a title names."""


def _with_choices(function: click.decorators.FC) -> click.decorators.FC:
    for choice in reversed(CHOICES):
        function = click.option(
            choice.option, choice.field, metavar=choice.title, multiple=True, help=choice.help
        )(function)
    return function


@click.command("export", short_help="把问题台账导出为表格")
@_with_choices
@click.option(
    "--letter", "letters", metavar="文号", multiple=True, help="只要这份督办函所列的，写文号。"
)
@click.option("--open", "only_open", is_flag=True, help="只要还没有办结的。")
@click.option("--overdue", is_flag=True, help="只要有期限已过的。")
@click.option(
    "--rates",
    is_flag=True,
    help="不要逐个问题，要各行动、各市的办理情况和各项比例（含分子、分母）。",
)
@click.option(
    "--steps",
    is_flag=True,
    help="办理表（xlsx、csv）：没有办结的问题一行一个，填上下一步，用 lantian import 导入。",
)
@click.option("--format", "form", type=click.Choice(list(FORMS)), help="不写就看文件名的后缀。")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="文件",
    required=True,
    help="写到这个文件，例如 台账.xlsx。",
)
@click.option("--force", is_flag=True, help="文件已经存在也覆盖。")
@today_option
@root_option
def command(
    root: Path,
    today: date,
    out: Path,
    form: str | None,
    *,
    letters: Sequence[str],
    only_open: bool,
    overdue: bool,
    rates: bool,
    steps: bool,
    force: bool,
    **typed: Sequence[str],
) -> None:
    """导出问题台账：CSV、XLSX、JSON，或把 CSV、JSON 和各列的说明装在一起的 ZIP。

    选项可以写几次，写几个城市就要这几个城市的；不同的选项要同时符合。都不写就是全部问题。
    加 --rates 的，导出所选问题的办理情况和各项比例，与公开数据里的是同一张表。
    导出的是内部台账，含有不公开的内容。

    \b
    例如：
      lantian export --city 西安市 --open --out 台账.xlsx
      lantian export --steps --city 西安市 --out 办理表.xlsx
      lantian export --steps --letter 环办执法函〔2019〕12号 --out 办理表.xlsx
    """
    form = form or _form_of(out)
    refuse_place(root, out, force=force)
    if steps and (rates or form not in STEPS_FORMS):
        raise click.UsageError("办理表（--steps）写成 xlsx 或者 csv，不与 --rates 一起写")
    others = judge(read_some(root, _OTHER_RECORDS))
    _refuse_errors(others.errors)
    selection = replace(
        chosen(others.register, typed),
        letters=frozenset(map(typed_text, letters)),
        only_open=only_open or (steps and not typed.get("states")),
        overdue_on=today.isoformat() if overdue else "",
    )
    register = _register(root, others.register, selection, today)
    lines = selected(register, selection)
    title = _title(others.register, selection)
    note = _note(selection, len(lines), today)
    if steps:
        _write_steps(root, out, form, StepList(register, lines), note, force=force)
    elif rates:
        table = _rates(others.register, lines, today)
        write_out(root, out, RATES_FORMS[form](table, title, note), force=force)
        click.echo(plain(f"导出 {len(lines)} 个问题的{table.title}，写在 {out}"))
    else:
        write_out(root, out, FORMS[form](lines, title, note), force=force)
        click.echo(plain(f"导出 {len(lines)} 个问题，写在 {out}"))


def _rates(register: Register, lines: Sequence[LedgerRow], today: date) -> DataTable:
    programmes, cities = register.programmes.values(), register.cities.values()
    return ratios(lines, today.isoformat(), programmes, cities, is_public=False)


def _rates_package(table: DataTable, title: str, note: str) -> bytes:
    files = {f"{table.name}.csv": table_csv(table)}
    about = {"name": PACKAGE_NAME, "title": title, "description": note}
    return package({DESCRIPTION: package_description([table], files, about), **files})


def _form_of(out: Path) -> str:
    form = out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise click.UsageError(
            plain(f"从文件名 {out.name!r} 看不出格式，用 --format 写明：{'、'.join(FORMS)}")
        )
    return form


def _register(root: Path, register: Register, selection: Selection, today: date) -> Register:
    """Return the records of the folders in question alone: one city of many takes seconds."""
    if is_terminal(sys.stderr):
        click.echo("正在读取记录……", err=True)
    judgement = judge(read_some(root, (*_OTHER_RECORDS, *selection.folders(register))))
    _refuse_errors(judgement.errors)
    return judgement.on(today).register


def _write_steps(
    root: Path, out: Path, form: str, steps: StepList, note: str, *, force: bool
) -> None:
    """Write the list of issues to fill in; WorkError where no issue may take a step."""
    if not steps.issues:
        raise WorkError("所选的问题里没有可以办理的，没有写办理表", "放宽条件，或者查对文号")
    write_out(root, out, STEPS_FORMS[form](steps, note), force=force)
    click.echo(plain(f"办理表有 {len(steps.issues)} 个问题，写在 {out}"))
    click.echo(plain(f"填好以后：lantian import {out}"))


def _refuse_errors(errors: int) -> None:
    if errors:
        raise WorkError(
            f"所选的记录有 {errors} 处错误，没有导出", "先运行 lantian check，改好再导出"
        )


def _title(register: Register, selection: Selection) -> str:
    names = [city.name for city in register.cities.values() if city.id in selection.cities]
    rest = "等" if len(names) > _TITLED else ""
    return f"{'、'.join(names[:_TITLED])}{rest}问题台账"


def _note(selection: Selection, count: int, today: date) -> str:
    asked = [
        f"{choice.title} {'、'.join(sorted(words))}"
        for choice in CHOICES
        if (words := getattr(selection, choice.field))
    ]
    asked += [f"文号 {'、'.join(sorted(selection.letters))}"] if selection.letters else []
    asked += ["没有办结"] if selection.only_open else []
    asked += ["已经逾期"] if selection.overdue_on else []
    return f"内部台账，截至 {today} 共 {count} 个问题；{'；'.join(asked) or '全部问题'}。"
