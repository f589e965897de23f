"""A new issue from what was typed: its number, its text, and what can be done next."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import click

from generator.checks.engine import Judgement, judge
from generator.cli.options import plain, somebody_is_there
from generator.cli.record_files import write_new
from generator.cli.step import command_text, standing_text
from generator.core.findings import WorkError
from generator.core.serials import LAST_SERIAL, serial_text
from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Issue
from generator.kinds.registry import BY_NAME, RULE_PLACES
from generator.load.files import RECORDS, raw_file, read_some
from generator.questions.issue import QUESTIONS, IssueQuestion
from generator.questions.issue_answers import Form
from generator.questions.issue_record import issue_fields, reminders
from generator.questions.question import AnswerError
from generator.questions.step import current_state

_BESIDE = (*RULE_PLACES, "rounds")


def option_of(question: IssueQuestion) -> str:
    """Return the option by which a question is answered."""
    return f"--{question.name.replace('_', '-')}"


def _titled(question: IssueQuestion) -> str:
    """Return what a question is called, and the option for those who type commands."""
    return f"{question.title}（{option_of(question)}）"


def file_issue(root: Path, typed: Mapping[str, str | None]) -> None:
    """Write a new issue, and tell what can be done next. UsageError, WorkError."""
    beside = read_some(root, _BESIDE)
    judgement = judge(beside)
    if judgement.errors:
        raise WorkError(
            f"词表、行动、办理流程、城市或轮次的记录有 {judgement.errors} 处错误，没有新建",
            "先运行 lantian check，改好再运行",
        )
    form = filled(Form(judgement.register), typed, asks=somebody_is_there())
    issue = _issue(root, form)
    path, text = f"{BY_NAME['issue'].path_of(issue.id)}", record_text(issue)
    _refuse_faulty(judge([*beside, raw_file(f"{RECORDS}/{path}", text.encode())]), path)
    [written] = write_new(root, {path: text})
    click.echo(plain("\n".join([f"已新建：{written}", *_what_next(form, issue)])))


def filled(form: Form, typed: Mapping[str, str | None], *, asks: bool) -> Form:
    """Return the form with everything that was typed; UsageError that names all errors at once."""
    missing: list[str] = []
    wrong: list[str] = []
    for question in QUESTIONS:
        words = typed.get(question.name)
        if words is None and question.is_needed(form) and asks and not wrong:
            _ask(question, form)
        elif words is None and question.is_needed(form):
            missing.append(_titled(question))
        elif words is not None and question.can_be_read(form):
            try:
                question.answer(form, words)
            except AnswerError as error:
                wrong.append(f"{_titled(question)}：{error.message}")
    if missing:
        wrong.append(f"还没有写：{'、'.join(missing)}")
    if wrong:
        raise click.UsageError(plain("\n      ".join(wrong)))
    return form


def _ask(question: IssueQuestion, form: Form) -> None:
    """Ask until the answer can be parsed."""
    click.prompt(
        f"{question.title}（{question.help}）", value_proc=partial(_answered, question, form)
    )


def _answered(question: IssueQuestion, form: Form, typed: str) -> object:
    """Return the answer; BadParameter, for which the prompt asks again, where it is wrong."""
    try:
        return question.answer(form, typed)
    except AnswerError as error:
        raise click.BadParameter(error.message) from error


def _issue(root: Path, form: Form) -> Issue:
    assert form.programme
    assert form.city
    beginning = f"{form.programme.id}-{form.city.id}-R{form.round or 0:02}-{form.group}"
    serial = _last_serial(root, beginning) + 1
    if serial > LAST_SERIAL:
        raise WorkError(
            f"{beginning} 的序号已经用到 {LAST_SERIAL}", "换一个组号；同一组同一轮的问题放不下了"
        )
    try:
        fields = issue_fields(form)
    except AnswerError as error:
        raise click.UsageError(error.message) from error
    return Issue.model_validate({"id": f"{beginning}-{serial_text(serial)}", **fields})


def _last_serial(root: Path, beginning: str) -> int:
    """Return the highest number in use, 0 if none: the file name is the ID."""
    pattern = re.compile(rf"{beginning}-([0-9]{{3,5}})\.yml")
    folder = (root / RECORDS / f"{BY_NAME['issue'].path_of(f'{beginning}-001')}").parent
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return max((int(match[1]) for name in names if (match := pattern.fullmatch(name))), default=0)


def _refuse_faulty(judgement: Judgement, path: str) -> None:
    """Raise UsageError for a record that the check would report."""
    errors = [one for one in judgement.findings if one.is_error and one.path == f"{RECORDS}/{path}"]
    if errors:
        lines = [f"{one.message}\n        改法：{one.hint}" for one in errors]
        raise click.UsageError(plain("没有新建：" + "\n      ".join(lines)))


def _what_next(form: Form, issue: Issue) -> Iterator[str]:
    yield from reminders(form)
    state = current_state(form.register, issue)
    if state:
        yield standing_text(state)
        if state.next_steps:
            yield f"例如：{command_text(issue.id, state.next_steps[0])}"
    yield "写完用 lantian check 检查，再提交。"
