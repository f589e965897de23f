"""`lantian step`: one more step in the history of issues, where the lifecycle allows it.

See decisions 0028 and 0092.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click

from generator.checks.engine import judge
from generator.cli.options import TEXT, plain, root_option
from generator.cli.record_files import Change, replace_files
from generator.cli.step_issues import chosen_ids, path_of
from generator.core.findings import Finding, WorkError, clauses, sentences
from generator.core.raw import RawRecord
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Step
from generator.kinds.register import Register
from generator.kinds.registry import LIFECYCLES, RULE_PLACES, VOCABULARY_PATH
from generator.load.files import RECORDS, raw_file, read_some
from generator.questions.question import AnswerKind
from generator.questions.step import (
    QUESTIONS,
    STEP,
    YES_OR_NO,
    CurrentState,
    current_state,
    step_text,
)
from generator.questions.step_answers import AnswerFault, StepForm, fault_at, read_answers
from generator.questions.step_record import TakenStep, faults_of, taken_step

_ASKED = tuple(one for one in QUESTIONS if one is not STEP)
_BLANK = "什么也没有写"


def option_of(question: str) -> str:
    """Return the option of `lantian step` that answers a question."""
    return f"--{question.replace('_', '-')}"


def standing_text(state: CurrentState) -> str:
    """Return the state of an issue and its legal next steps, over several lines."""
    replayed = state.replayed
    states = "，".join(
        f"{strand.name}“{replayed.states[strand.name].name}”" for strand in replayed.path.strands
    )
    return f"现在的状态：{states}\n{choice_text(state.next_steps)}"


def choice_text(steps: Iterable[Step]) -> str:
    """Return the legal next steps, one a line."""
    lines = [f"    {step_text(step)}" for step in steps]
    return "\n".join(["现在可以：", *lines]) if lines else "现在没有可以做的步骤。"


def command_text(issue_id: str, step: Step) -> str:
    """Return the command for a step, with placeholders."""
    fields = dict.fromkeys(["date", *(["by"] if step.by else []), *step.needs])
    words = [f"{option_of(field)} {Event.model_fields[field].title}" for field in fields]
    if step.outcomes:
        words.append(f"--result {'|'.join(outcome.result for outcome in step.outcomes)}")
    return " ".join(["lantian step", issue_id, step.step, *words])


def _with_options(function: click.decorators.FC) -> click.decorators.FC:
    for one in reversed(_ASKED):
        name = option_of(one.name)
        if one.kind is AnswerKind.YES:
            function = click.option(name, is_flag=True, help=one.help)(function)
        else:
            function = click.option(name, metavar=one.title, help=one.help)(function)
    return function


@dataclass(frozen=True, slots=True)
class Opened:
    """The file of one issue as it is, and how the issue stands."""

    raw: RawRecord
    content: bytes
    state: CurrentState

    @property
    def issue(self) -> Issue:
        """Return the issue."""
        return self.state.issue


@click.command("step", short_help="给问题记上一步")
@click.argument("issue_ids", metavar="编号...", nargs=-1)
@click.argument("step", metavar="步骤", type=TEXT)
@_with_options
@click.option(
    "--from-list",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="编号在这个文件里：文本每行一个，或者表格（csv、xlsx）里的一列。",
)
@click.option("--dry-run", is_flag=True, help="只显示要加的内容，不写文件。")
@root_option
def command(
    issue_ids: Sequence[str],
    step: str,
    from_list: Path | None,
    root: Path,
    *,
    dry_run: bool,
    **options: str | bool | None,
) -> None:
    """在一个或者几个问题的经过末尾加上同样的一步。

    按各问题的行动的办理流程判断：现在能不能做、由谁做、须填什么、结论对不对。
    全部合规定才写；有一个不合规定，就说明原因和它现在可以做的步骤，什么也不写，退出码为 1。
    已有的内容一个字也不改动。据公开材料记的，写明来源：已经列出的用 --source，
    还没有的用 --source-title 等，接在记录的来源后面。

    \b
    例如：
      lantian step LT19-610100-R05-P03-012 整改完成 --date 2019-07-15 --by 西安市人民政府
      lantian step --from-list 编号.txt 核查 --date 2019-08-02 --by 第7轮西安第3普通组 --result 到位

    \b
    没有写编号，也没有用 --from-list 的，--letter 指一份督办函，给函里所列的全部问题记上这一步：
      lantian step --letter 环办执法函〔2019〕12号 整改方案 --date 2019-06-01 --by 西安市人民政府
    """
    typed = {name: _text(value) for name, value in options.items() if value not in (None, False)}
    _refuse_blank(typed)
    ids = chosen_ids(root, issue_ids, from_list, typed)
    register, opened = _opened(root, ids)
    taken = _taken(register, opened, {**typed, STEP.name: step})
    faults = faults_of(register, taken)
    faulty = [one for one in opened if any(fault.is_error for fault in faults[one.raw.path])]
    if faulty:
        _refuse([(one, faults[one.raw.path]) for one in faulty], step, len(opened))
    if not dry_run:
        replace_files(root, [Change(one.path, one.before, one.after) for one in taken])
    click.echo(plain(_account(register, taken, dry_run=dry_run)))


def _text(value: str | bool | None) -> str:
    return YES_OR_NO[0] if value is True else value or ""


def _refuse_blank(typed: Mapping[str, str]) -> None:
    """Raise UsageError for options that were typed without an answer."""
    blank = [one for one in _ASKED if one.name in typed and not typed[one.name].strip()]
    if blank:
        raise click.UsageError("\n      ".join(_said(fault_at(one, _BLANK)) for one in blank))


def _opened(root: Path, ids: Sequence[str]) -> tuple[Register, list[Opened]]:
    """Return the issues with these IDs; WorkError where one is missing or can not be judged."""
    paths = [path_of(root, one) for one in ids]
    programmes = dict.fromkeys(one.partition("-")[0] for one in ids)
    rounds = [f"rounds/{one}" for one in programmes]
    beside = read_some(root, [*RULE_PLACES, *rounds, "liaisons"])
    files = [_file(root, path) for path in paths]
    judgement = judge([*beside, *(raw for raw, _ in files)])
    judges = _judges(judgement.register, programmes)
    _refuse_faulty(judgement.findings, [*(raw.path for raw, _ in files)], judges)
    by_path = {one.raw.path: one.record for one in judgement.register.of(Issue)}
    return judgement.register, [
        Opened(raw, content, _state(judgement.register, by_path[raw.path]))
        for raw, content in files
    ]


def _file(root: Path, path: str) -> tuple[RawRecord, bytes]:
    """Return the record at a path below `records/`, and the bytes that it was read from."""
    [raw] = read_some(root, [path])
    if raw.content is None:
        return raw, b""
    content = (root / raw.path).read_bytes()
    return raw_file(raw.path, content), content


def _state(register: Register, issue: Issue) -> CurrentState:
    state = current_state(register, issue)
    if state is None:
        name = issue.programme_id
        raise WorkError(
            f"{name} 的记录里没有办理流程（lifecycle），不能判断这一步合不合规定",
            f"在 {RECORDS}/programmes/{name}.yml 里写上 lifecycle，"
            "或者用 lifecycle_of 写明共用办理流程，再运行一次",
        )
    return state


def _judges(register: Register, programmes: Iterable[str]) -> Iterator[str]:
    """Yield the paths of these programmes, of the lifecycles that they name, and of the words."""
    yield f"{RECORDS}/{VOCABULARY_PATH}"
    for name in programmes:
        yield f"{RECORDS}/programmes/{name}.yml"
        programme = register.programmes.get(name)
        if programme and programme.lifecycle_of:
            yield f"{RECORDS}/{LIFECYCLES}/{programme.lifecycle_of}.yml"


def _refuse_faulty(
    findings: Iterable[Finding], paths: Iterable[str], judges: Iterable[str]
) -> None:
    """Raise an error where a history, or its lifecycle, is wrong already."""
    judged = {*judges, *paths}
    errors = [finding for finding in findings if finding.is_error and finding.path in judged]
    if errors:
        first = errors[0]
        raise WorkError(
            f"{first.path} 第 {first.line} 行现在就有错误，没有写入：{first.message}",
            f"{sentences(first.hint)}共 {len(errors)} 处错误，运行 lantian check 看全部",
        )


def _taken(
    register: Register, opened: Sequence[Opened], typed: Mapping[str, str]
) -> list[TakenStep]:
    """Return the step for each issue.

    A step that nobody knows is refused; UsageError names all other answers that can not be read.
    """
    taken = []
    for one in opened:
        form = StepForm(register, one.issue)
        faults = read_answers(form, typed)
        if any(fault.question == STEP.name for fault in faults):
            _refuse([(one, faults)], typed[STEP.name], len(opened))
        if faults:
            raise click.UsageError(plain("\n      ".join(map(_said, faults))))
        taken.append(taken_step(form, one.raw, one.content))
    return taken


def _said(fault: AnswerFault) -> str:
    """Return what is wrong with an answer, at its question and the option that takes it."""
    return f"{_place(fault)}{clauses(fault.message, fault.hint)}"


def _place(fault: AnswerFault) -> str:
    if not fault.question:
        return ""
    if fault.question == STEP.name:
        return f"{fault.title}："
    return f"{fault.title}（{option_of(fault.question)}）："


def _refuse(faulty: Sequence[tuple[Opened, Sequence[AnswerFault]]], step: str, count: int) -> None:
    """Say what is wrong with each of these issues, and end with 1."""
    if count == 1:
        [(one, faults)] = faulty
        lines = [f"没有写入：{one.issue.id} 不能这样记“{step}”。", *_refusal(faults)]
        lines.append(standing_text(one.state))
    else:
        first = f"没有写入：{count} 个问题里有 {len(faulty)} 个不能这样记“{step}”，一个也没有写。"
        lines = [first]
        for said, ids in _by_text((one.issue.id, "\n".join(_refusal(it))) for one, it in faulty):
            lines += [ids, said]
    click.echo(plain("\n".join(lines)), err=True)
    sys.exit(1)


def _refusal(faults: Iterable[AnswerFault]) -> Iterator[str]:
    for fault in faults:
        if fault.is_error:
            yield f"  {_place(fault)}{fault.message}"
            yield from [f"    改法：{fault.hint}"] if fault.hint else []


def _account(register: Register, taken: Sequence[TakenStep], *, dry_run: bool) -> str:
    if len(taken) == 1:
        [one] = taken
        added = added_lines(one.before, one.after)
        result = "没有写入，会加上" if dry_run else "已加上"
        return f"{result}：{one.path}\n{added}\n{standing_text(_state(register, _after(one)))}"
    first = taken[0].event
    named = f"{first.step}（{first.result}）" if first.result else first.step
    result = "没有写入，会给" if dry_run else "已给"
    lines = [f"{result} {len(taken)} 个问题加上“{named}”："]
    passages = ((one.issue.id, _passage(register, one)) for one in taken)
    lines += [f"  {ids}：{passage}" for passage, ids in _by_text(passages)]
    lines.append("写完用 lantian check 检查，再一次提交，例如：")
    lines.append(f'  git commit -m "{named}：{len(taken)} 个问题" -- records')
    return "\n".join(lines)


def _by_text(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each text once, with the IDs that it is said of, and how many these are."""
    found: dict[str, list[str]] = {}
    for record_id, text in said:
        found.setdefault(text, []).append(record_id)
    for text, ids in found.items():
        count = f"（{len(ids)} 个）" if len(ids) > 1 else ""
        yield text, "、".join(ids) + count


def _after(taken: TakenStep) -> Issue:
    return taken.issue.model_copy(update={"events": [*taken.issue.events, taken.event]})


def _passage(register: Register, taken: TakenStep) -> str:
    """Return the state of an issue before and after a step."""
    before, after = (_state(register, one) for one in (taken.issue, _after(taken)))
    names = [one.replayed.status.name for one in (before, after)]
    return " → ".join(dict.fromkeys(names))


def added_lines(before: bytes, after: bytes) -> str:
    """Return the lines that a file has got, in its order."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    added = [new[j1:j2] for what, _, _, j1, j2 in matcher.get_opcodes() if what != "equal"]
    return "\n".join(line for lines in added for line in lines).strip("\n")
