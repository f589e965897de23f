"""`lantian import`: tables → new records, and an account of every row."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator.cli.options import content_of, root_option, write_out
from generator.cli.progress import quiet_option
from generator.cli.record_files import Change, addition, replace_files, write_new
from generator.core.dates import today_in_china
from generator.core.findings import WorkError, reason
from generator.core.progress import stage
from generator.exchange.account import Account
from generator.exchange.column_map import ColumnMap, column_map, map_names, shipped_map
from generator.exchange.csv_rows import Table, read_table
from generator.exchange.import_check import import_checked
from generator.exchange.importing import is_published, table_kinds
from generator.exchange.issue_rows import GROUP_KIND
from generator.exchange.sheet_heads import NOTHING, Given
from generator.exchange.sheet_tables import tables_of
from generator.exchange.sheets import Sheet, is_workbook, read_sheets
from generator.kinds.register import Register
from generator.questions.issue import QUESTION, IssueQuestion
from generator.questions.issue_answers import Form
from generator.questions.question import AnswerError, instead
from generator.site.build import read_register


class ColumnValue(click.ParamType[tuple[str, str]]):
    """A column and its value: 列名=值."""

    name = "列名=值"

    def convert(
        self,
        value: str | tuple[str, str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, str]:
        """Return column and value; BadParameter where it is not written so."""
        if isinstance(value, tuple):
            return value
        column, _, told = (one.strip() for one in re.sub("＝", "=", value, count=1).partition("="))
        if not (column and told):
            self.fail(f"{value!r} 读不懂，写成“列名=值”的样子", param, ctx)
        return column, told


@click.command("import", short_help="从表格导入记录")
@click.argument(
    "tables", metavar="表格...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@root_option
@click.option("--programme", metavar="行动", help="表里没有写的行动：编号或名称。")
@click.option("--city", metavar="城市", help="表里没有写的城市：名称或代码。")
@click.option("--round", metavar="轮次", help="表里没有写的轮次，例如 5；不分轮次的写 0。")
@click.option("--group", metavar="组别", help="表里没有写的组别，例如 普通组；组号仍照表里的。")
@click.option(
    "--columns",
    metavar="对照",
    help=f"列名对照：现成的（{'、'.join(map_names())}），"
    "或者自己写的文件（YAML），一行一列：表里的列名: 问题清单的列名。",
)
@click.option(
    "--value",
    "values",
    multiple=True,
    type=ColumnValue(),
    metavar="列名=值",
    help="表里没有、全表都一样的一列，例如 发现日期=2019-07-08；可以写几次。",
)
@click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="列名",
    help="表里的这一列不导入，虽然列名看着像台账的一列；可以写几次。",
)
@click.option("--dry-run", is_flag=True, help="只报告，不写文件。")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="文件", help="把逐行的报告写到这个文件。"
)
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="把表格另存到这个 .xlsx：有错的格标红，写明怎样改；改好再导入，只进改好的行。",
)
@quiet_option
def command(
    tables: Sequence[Path],
    root: Path,
    programme: str | None,
    city: str | None,
    round: str | None,
    group: str | None,
    columns: str | None,
    values: Sequence[tuple[str, str]],
    left_out: Sequence[str],
    *,
    dry_run: bool,
    report: Path | None,
    errors: Path | None,
) -> None:
    """从表格（CSV、xlsx、xls、ods）导入记录：问题清单、办理表、案例表、通报数字表、检查量表等，按表头辨认。

    已有的内容一律不改动，再次导入同一个表不会写任何文件；检查量表里新的组和日子，加在本市本轮记录的末尾。
    每一行的去向都有报告。写成记录以后通不过 lantian check 的行不导入，报告里写明哪一列、怎样改；
    有这样的行或读不懂的行时退出码为 1，其余各行照常导入。
    办理表由 lantian export --steps 导出，填上下一步，导入以后加在各个问题的经过末尾。

    \b
    例如：
      lantian import 清单.xlsx --programme LT19 --city 西安市 --round 5 --errors 待改.xlsx
      lantian import 办理表.xlsx --errors 待改.xlsx
    """
    if errors and len(tables) != 1:
        raise click.UsageError("写了 --errors，一次只导入一个表格")
    with stage("读取记录"):
        judgement = read_register(root)
    if judgement.errors:
        raise WorkError(
            f"现有记录有 {judgement.errors} 处错误，没有导入", "先运行 lantian check，改好再导入"
        )
    given = _given(judgement.register, programme, city, round, group)
    told = dict(values)
    given = replace(given, cells={**given.cells, **told}, left_out=frozenset(left_out))
    if columns:
        given = replace(given, map=_column_map(columns))
    files = [_read(one, given) for one in tables]
    _refuse_unknown_values(told, files)
    with stage("核对表格"):
        account = _imported(root, files, judgement.register, dry_run=dry_run)
    if report:
        _write_report(report, account)
    if errors:
        _write_errors(root, errors, files[0], account)
    click.echo(account.summary() + account.attention_text(), nl=False)
    sys.exit(0 if account.is_whole else 1)


def _given(
    register: Register,
    programme: str | None,
    city: str | None,
    round: str | None,
    group: str | None,
) -> Given:
    """Return what was typed beside the tables; BadParameter where the register has no such one."""
    form = Form(register)
    cells: dict[str, str] = {}
    for name, typed in (("programme", programme), ("city", city), ("round", round)):
        if typed is not None:
            question = QUESTION[name]
            _answer(question, form, typed)
            cells[question.title] = typed
    if form.programme:
        # Tables of counts call it otherwise.
        cells |= {"专项行动": form.programme.id, "行动": form.programme.id}
    if form.city:
        cells["城市"] = form.city.name
    if group is not None:
        cells |= _group_cells(form, group)
    cities = register.cities.values()
    names = frozenset(name for one in cities for name in (one.name, one.short_name))
    return Given(cells, cities=names)


def _column_map(name: str) -> ColumnMap:
    """Return the shipped map of this name, or the one in this file; WorkError where none is."""
    names = map_names()
    if name in names:
        return shipped_map(name, table_kinds())
    path = Path(name)
    if not path.exists():
        raise WorkError(
            f"没有列名对照“{name}”，也没有这个文件",
            f"现成的有：{'、'.join(names)}；自己写的，写明文件的位置",
        )
    return column_map(name, content_of(path, "表格"), table_kinds())


def _refuse_unknown_values(told: Mapping[str, str], files: Sequence["_TableFile"]) -> None:
    """Raise BadParameter for a value of a column that no table has: it would be lost."""
    known = [column for one in files for table in one.tables for column in table.columns]
    for column in told:
        if column not in known:
            message = f"没有叫“{column}”的列；{instead(column, known)}"
            raise click.BadParameter(message, param_hint="--value")


def _answer(question: IssueQuestion, form: Form, typed: str) -> None:
    try:
        question.answer(form, typed)
    except AnswerError as error:
        raise click.BadParameter(error.message, param_hint=question.title) from error


def _group_cells(form: Form, group: str) -> dict[str, str]:
    """Return the kind of group of all rows; of a whole group also the group of rows without one."""
    if form.programme is None:
        raise click.UsageError("写了 --group，也要写 --programme：各行动的组别不同")
    kinds = {one.name: one for one in form.programme.group_kinds}
    if group in kinds and kinds[group].numbered:
        return {GROUP_KIND: group}
    _answer(QUESTION["group"], form, group)
    assert form.group
    assert form.group_kind
    return {GROUP_KIND: form.group_kind.name, "组别": form.group}


def run(
    root: Path, tables: Sequence[Path], register: Register, given: Given = NOTHING, *, dry_run: bool
) -> Account:
    """Write the records that the tables add to the register; return the account of their rows."""
    return _imported(root, [_read(one, given) for one in tables], register, dry_run=dry_run)


def _imported(
    root: Path, files: Sequence["_TableFile"], register: Register, *, dry_run: bool
) -> Account:
    read = [table for one in files for table in one.tables]
    done = import_checked(read, register, today_in_china())
    added = [addition(root, path, record) for path, record in done.grown.items()]
    if not dry_run:
        write_new(root, done.files)
        replace_files(root, [Change(one.path, one.before, one.after) for one in added])
    return done.account


@dataclass(frozen=True)
class _TableFile:
    """A file as read: its name, its bytes and the tables in it."""

    name: str
    content: bytes
    tables: Sequence[Table]
    sheets: Sequence[Sheet] = ()
    """The sheets that the tables are on; () for a text as published."""


def _read(path: Path, given: Given) -> _TableFile:
    """Return a file with its tables: one as published, or those on its sheets."""
    content = content_of(path, "表格")
    if not is_workbook(content) and is_published(content):
        return _TableFile(path.name, content, [read_table(path.name, content)])
    sheets = read_sheets(path.name, content)
    tables = tables_of(path.name, sheets, table_kinds(), given)
    return _TableFile(path.name, content, tables, sheets)


def _write_errors(root: Path, out: Path, one: _TableFile, account: Account) -> None:
    """Write the table with its errors marked."""
    # Loaded where it is needed: it takes longer than an import of a small table.
    from generator.exchange.error_workbook import error_workbook

    sheets = one.sheets or read_sheets(one.name, one.content)
    write_out(root, out, error_workbook(one.content, sheets, one.tables, account), force=True)


def _write_report(report: Path, account: Account) -> None:
    try:
        report.write_text(account.text(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise WorkError(
            f"写不了报告“{report}”：{reason(error)}",
            "换一个位置；记录已经处理完，再运行一次即可得到报告",
        ) from error
