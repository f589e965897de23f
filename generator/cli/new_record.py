"""`lantian new KIND` for every kind but issues: one row of its table, typed as options.

The same questions, the same readers and the same checks as an import. Further rounds follow from
the days that one takes. See decision 0097.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click
from pydantic import ValidationError

from generator.cli.options import plain, root_option, somebody_is_there
from generator.cli.record_files import addition, replace_file, write_new
from generator.core.dates import today_in_china
from generator.core.fields import Record
from generator.core.findings import WorkError, clauses, nearest
from generator.core.yaml_writer import record_text
from generator.exchange.account import RowAccount, RowOutcome, nearest_column
from generator.exchange.csv_rows import RowError, Table
from generator.exchange.import_check import findings_in, import_checked
from generator.exchange.importing import path_of, table_kinds
from generator.exchange.sheet_lines import HeadCell, SheetLine
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.kinds.round.model import computed_rounds
from generator.load.files import RECORDS
from generator.questions.question import AnswerError
from generator.questions.record_form import RecordAnswers, RecordForm, RecordQuestion
from generator.site.build import read_register


def run(
    root: Path, register: Register, programme_id: str, first: date, until: date, note: str
) -> list[str]:
    """Write the computed rounds that are not there yet; return the paths written."""
    programme = _programme(register, programme_id)
    rounds = computed_rounds(programme, register.vocabulary, first, until, note)
    texts = {BY_NAME["round"].path_of(one.id): record_text(one) for one in rounds}
    return write_new(
        root,
        {
            path: text
            for path, text in texts.items()
            if path and not (root / "records" / path).exists()
        },
    )


def _programme(register: Register, programme_id: str) -> Programme:
    if programme_id in register.programmes:
        return register.programmes[programme_id]
    near = nearest(programme_id, register.programmes)
    raise WorkError(
        f"专项行动 {programme_id!r} 没有登记",
        f"最接近的是 {near}" if near else f"先建 records/programmes/{programme_id}.yml",
    )


_TYPED = "逐条录入"
"""What figures that were typed name as their table."""


def record_command(form: RecordForm) -> click.Command:
    """Return the command that makes a record of a kind, or adds an entry to one."""

    def run(root: Path, like: str | None = None, **typed: str | None) -> None:
        register = _register(root)
        if like is not None:
            _write_like(root, register, form, typed, like)
        else:
            _write_one(root, register, form, typed)

    command: click.Command = click.command(
        form.name, short_help=f"新建{form.title}", help=_help_of(form)
    )(root_option(_with_questions(form, run)))
    return command


def _help_of(form: RecordForm) -> str:
    grows = "记录已有的，加在它的末尾。" if form.part else "同样的记录已有的，不再新建。"
    like = f"\n\n{form.like_help}" if form.like else ""
    return (
        f"新建{form.title}：{form.about}。{grows}写成以后通不过检查的不写。{like}"
        "\n\n在终端上运行时，缺少的内容逐项询问，不写的直接回车；否则一次说明缺少哪些。"
    )


def option_of(question: RecordQuestion) -> str:
    """Return the option by which a question is answered."""
    return f"--{question.name.replace('_', '-')}"


def _titled(question: RecordQuestion) -> str:
    """Return what a question is called, and the option for those who type commands."""
    return f"{question.asked.title}（{option_of(question)}）"


def _with_questions(form: RecordForm, function: click.decorators.FC) -> click.decorators.FC:
    if form.like:
        function = click.option("--like", metavar="样子", help=form.like_help)(function)
    for question in reversed(form.questions):
        function = click.option(
            option_of(question), metavar=question.asked.title, help=question.asked.help
        )(function)
    return function


def _register(root: Path) -> Register:
    judgement = read_register(root)
    if judgement.errors:
        raise WorkError(
            f"现有记录有 {judgement.errors} 处错误，没有新建", "先运行 lantian check，改好再运行"
        )
    return judgement.register


def _write_one(
    root: Path, register: Register, form: RecordForm, typed: Mapping[str, str | None]
) -> None:
    """Write one record, or one entry more; UsageError that names the questions at fault."""
    missing = [one for one in form.questions if one.asked.needed and not typed.get(one.name)]
    if missing and somebody_is_there():
        typed = _asked_for(form, register, typed)
    done = import_checked([_table(form, register, typed)], register, today_in_china())
    [entry] = done.account.entries
    _refuse(entry)
    written = write_new(root, done.files)
    for path, record in done.grown.items():
        one = addition(root, path, record)
        replace_file(root, one.path, one.before, one.after)
        written.append(one.path)
    told = {RowOutcome.SAME: "已有同样的内容", RowOutcome.ADDED: "已加在末尾"}
    said = told.get(entry.outcome, "已新建")
    notes = [f"提醒：{_told(one)}" for one in entry.warnings]
    click.echo(plain("\n".join([f"{said}：{written[0] if written else entry.record}", *notes])))


def _asked_for(
    form: RecordForm, register: Register, typed: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return the answers with those that were asked for on the terminal, each until it is read."""
    answers, given = RecordAnswers(register), dict(typed)
    for question in form.questions:
        text = given.get(question.name)
        if text is not None:
            _read(question, answers, text)
        elif question.can_be_read(answers):
            given[question.name] = click.prompt(
                f"{question.asked.title}（{question.asked.help}）",
                default=None if question.asked.needed else "",
                show_default=False,
                value_proc=partial(_read, question, answers),
            )
    return given


def _read(question: RecordQuestion, answers: RecordAnswers, typed: str) -> str:
    """Return what was typed, once it can be read; BadParameter, after which it is asked again."""
    if typed.strip() or question.asked.needed:
        try:
            question.answer(answers, typed)
        except AnswerError as error:
            message = f"{_titled(question)}：{error.message}"
            raise click.BadParameter(plain(message), param_hint=question.asked.title) from error
    return typed


def _table(form: RecordForm, register: Register, typed: Mapping[str, str | None]) -> Table:
    """Return the answers as a table of one row."""
    kind = next(one for one in table_kinds() if one.title == (form.table or form.title))
    cells = dict.fromkeys(kind.columns, "")
    cells[kind.id_column] = str(sum(len(one.rows) for one in register.bulletins) + 1)
    cells |= {one.title: (typed.get(one.name) or "").strip() for one in form.questions}
    places = {
        one.title: HeadCell(_titled(one), "", number)
        for number, one in enumerate(form.questions, start=1)
    }
    line = SheetLine(1, "", cells, places, {})
    return Table(_TYPED, tuple(kind.columns), (line,), ())


def _told(error: RowError) -> str:
    where = f"{error.column}：" if error.column else ""
    return f"{where}{clauses(error.message, error.hint)}"


def _refuse(entry: RowAccount) -> None:
    """Raise UsageError for an entry that was not taken, or that the register has otherwise."""
    lines = [_told(one) for one in entry.errors]
    if entry.outcome is RowOutcome.DIFFERENT:
        lines = [f"{entry.record} 已有，与所写的{entry.reason}不同；已有的内容不改动，改正用更正"]
    elif entry.outcome is RowOutcome.NOT_MERGED:
        lines = [f"{entry.record} 是同一份通报，已有数字；新的数字写进这条记录的 rows"]
    if lines:
        raise click.UsageError(plain("没有写入：" + "\n      ".join(lines)))


def _write_like(
    root: Path,
    register: Register,
    form: RecordForm,
    typed: Mapping[str, str | None],
    like: str,
) -> None:
    """Write records after the sample of others; UsageError where the answers do not allow it."""
    answers, wrong = RecordAnswers(register), []
    for question in form.questions:
        text = typed.get(question.name)
        if text and question.can_be_read(answers):
            try:
                question.answer(answers, text)
            except AnswerError as error:
                wrong.append(f"{_titled(question)}：{error.message}")
    if wrong:
        raise click.UsageError(plain("没有写入：" + "\n      ".join(wrong)))
    made = {path_of(one): one for one in _like(form, answers, like)}
    there = [one.id for path, one in made.items() if (root / RECORDS / path).exists()]
    if there:
        raise click.UsageError(plain(f"没有写入：{'、'.join(there)} 已有；已有的内容不改动"))
    _refuse_faulty(register, made)
    written = write_new(root, {path: record_text(one) for path, one in made.items()})
    click.echo("".join(f"已新建：{path}\n" for path in written), nl=False)


def _like(form: RecordForm, answers: RecordAnswers, like: str) -> Sequence[Record]:
    assert form.like
    try:
        return form.like(answers, like)
    except AnswerError as error:
        raise click.UsageError(plain(f"没有写入：{error.message}")) from error
    except ValidationError as error:
        titles = {one.title: _titled(one) for one in form.questions}
        found = [
            titles.get(nearest_column(form.places, one["loc"]), ".".join(map(str, one["loc"])))
            for one in error.errors()
        ]
        names = "、".join(dict.fromkeys(found))
        raise click.UsageError(plain(f"没有写入：这几项没有写，或者写得不对：{names}")) from error


def _refuse_faulty(register: Register, made: Mapping[str, Record]) -> None:
    faults = [one for one in findings_in(made, register) if one.is_error]
    if faults:
        lines = [f"{one.message}（{one.code}）\n        改法：{one.hint}" for one in faults]
        raise click.UsageError(plain("没有写入：" + "\n      ".join(lines)))
