"""`lantian step`: one more step in an issue's history, where the lifecycle allows it.

See decision 0028.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from generator.checks.engine import judge
from generator.cli.options import DATE, DAY, NUMBER, TEXT, plain, root_option
from generator.cli.record_files import replace_file
from generator.cli.step_source import (
    added_lines,
    source_options,
    typed_source,
)
from generator.core.fields import names_in
from generator.core.findings import Finding, WorkError
from generator.core.model_walk import field_at
from generator.core.raw import RawRecord
from generator.core.record_kind import RecordKind
from generator.core.serials import LAST_SERIAL, serial_text
from generator.core.vocabulary import Vocabulary
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import Replay, legal_steps, replay
from generator.kinds.programme.lifecycle import Lifecycle, Step, forms_text
from generator.kinds.registry import BY_NAME, VOCABULARY_PATH
from generator.load.files import RECORDS, raw_file, read_some
from generator.questions.answers import instead, shown
from generator.questions.step import step_text, title_of
from generator.questions.step_text import appended, with_source


def option_of(field: str) -> str:
    """Return the option of `lantian step` that fills a field of an event."""
    return f"--{field.replace('_', '-')}"


def next_steps(replayed: Replay, past: Sequence[Event]) -> list[Step]:
    """Return the steps that are legal now, each name once, in the order of the path."""
    legal = legal_steps(replayed.path, replayed.states, past)
    return list({step.step: step for step in legal}.values())


def standing_text(replayed: Replay, issue: Issue) -> str:
    """Return the state of an issue and its legal next steps, over several lines."""
    steps = next_steps(replayed, issue.events)
    states = "，".join(
        f"{strand.name}“{replayed.states[strand.name].name}”" for strand in replayed.path.strands
    )
    return f"现在的状态：{states}\n{choice_text(steps)}"


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


_LONGEST = 40
"""Characters of what was typed that are looked at as an ID."""

_OPTIONS = (
    ("by", TEXT, "由谁做，写单位。"),
    ("result", TEXT, "结论，例如核查的 到位、不到位。"),
    ("letter", TEXT, "文号，例如 环办执法函〔2019〕12号。"),
    ("plan_due", DATE, "整改方案的期限；只知年月的写到月。"),
    ("due", DATE, "整改的期限；只知年月的写到月。"),
    ("approved_by", TEXT, "曝光由谁批准；只写单位和职务。"),
    ("grade", TEXT, "曝光的公开等级：轻微、一般、严重。"),
    ("publish_from", DAY, "从何日起公开点位名称。"),
    ("publish_until", DAY, "公开到何日为止，含当日。"),
    ("corrects", TEXT, "更正的是哪些字段，例如 site.name、found；字段的内容在文件里另改。"),
    ("statement", TEXT, "向社会公开的话，例如企业说明的内容、撤下的理由。"),
    ("words", TEXT, "公开材料写这一步的原话。"),
    ("source", NUMBER, "据已有的第几个来源，从 1 数起。"),
    ("same_as", NUMBER, "后来的材料又写到的，是前面第几步，从 1 数起。"),
    ("note", TEXT, "需要说明的事、理由；不对外公开。"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The file of one issue, with the reading of its programme's lifecycle."""

    raw: RawRecord
    content: bytes
    beside: tuple[RawRecord, ...]
    issue: Issue
    lifecycle: Lifecycle
    replayed: Replay
    vocabulary: Vocabulary


def _with_options(function: click.decorators.FC) -> click.decorators.FC:
    for field, kind, words in reversed(_OPTIONS):
        function = click.option(option_of(field), type=kind, help=words)(function)
    return function


@click.command("step", short_help="给问题记上一步")
@click.argument("issue_id", metavar="编号")
@click.argument("step", metavar="步骤", type=TEXT)
@click.option("--date", type=DATE, required=True, help="事情发生的日期，例如 2019-07-15。")
@_with_options
@click.option("--not-after", is_flag=True, help="没有写明哪一天的，日期写发布日期。")
@source_options
@click.option("--dry-run", is_flag=True, help="只显示要加的内容，不写文件。")
@root_option
def command(
    issue_id: str, step: str, date: object, root: Path, *, dry_run: bool, **fields: object
) -> None:
    """在一个问题的经过末尾加上一步。

    按该行动的办理流程判断：现在能不能做、由谁做、须填什么、结论对不对。
    不合规定就说明原因和现在可以做的步骤，什么也不写，退出码为 1。
    已有的内容一个字也不改动。据公开材料记的，写明来源：已经列出的用 --source，
    还没有的用 --source-title 等，接在这条记录的来源后面。
    """
    opened = _opened(root, issue_id)
    given = {name: value for name, value in fields.items() if value is not None}
    source = typed_source(given)
    _refuse_unknown_field(given)
    raw, content = opened.raw, opened.content
    if source:
        content, given["source"] = with_source(raw, content, opened.issue, source)
        raw = raw_file(raw.path, content)
    event = Event.model_validate({"date": date, "step": step, **given})
    after = appended(raw, content, event)
    faults = _faults(opened, after)
    if faults:
        click.echo(plain(_refusal(opened, step, faults)), err=True)
        sys.exit(1)
    if not dry_run:
        replace_file(root, opened.raw.path, opened.content, after)
    click.echo(plain(_account(opened, event, after, dry_run=dry_run)))


def _refuse_unknown_field(given: Mapping[str, object]) -> None:
    """Raise an error where a corrected field is no field of an issue, nor one of a step."""
    known = [name for name in Issue.model_fields if name not in ("id", "events")]
    titles = {Issue.model_fields[name].title: name for name in known}
    for field in names_in(str(given.get("corrects") or "")):
        if field in Event.model_fields or _is_field(field):
            continue
        near = titles.get(field)
        hint = f"“{field}”写 {near}" if near else instead(field, known)
        raise click.BadParameter(
            f"问题没有叫 {shown(field)} 的字段；{hint}", param_hint=option_of("corrects")
        )


def _is_field(path: str) -> bool:
    """Return whether an issue has a field at a path such as `site.name`."""
    try:
        field_at(Issue, ".".join(part for part in path.split(".") if not part.isdigit()))
    except KeyError:
        return False
    return path.split(".")[0] not in ("id", "events")


def _opened(root: Path, issue_id: str) -> Opened:
    """Return the issue with this ID; WorkError where it is missing or can not be judged."""
    path = _path_of(root, issue_id)
    programme_id = PurePosixPath(path).stem.partition("-")[0]
    beside = read_some(
        root,
        [VOCABULARY_PATH, "programmes", "cities", f"rounds/{programme_id}", "liaisons"],
    )
    [raw] = read_some(root, [path])
    content = b"" if raw.content is None else (root / raw.path).read_bytes()
    raw = raw if raw.content is None else raw_file(raw.path, content)
    judgement = judge([*beside, raw])
    _refuse_faulty(judgement.findings, raw.path, programme_id)
    [issue] = judgement.register.issues
    lifecycle = judgement.register.programmes[programme_id].lifecycle
    if lifecycle is None:
        raise WorkError(
            f"{programme_id} 的记录里没有办理流程（lifecycle），不能判断这一步合不合规定",
            f"在 {RECORDS}/programmes/{programme_id}.yml 里写上 lifecycle，再运行一次",
        )
    replayed, words = replay(lifecycle, issue), judgement.register.vocabulary
    return Opened(raw, content, tuple(beside), issue, lifecycle, replayed, words)


def _refuse_faulty(findings: Iterable[Finding], path: str, programme_id: str) -> None:
    """Raise an error where the history, or the lifecycle, is wrong already."""
    judged = {path, f"{RECORDS}/{VOCABULARY_PATH}", f"{RECORDS}/programmes/{programme_id}.yml"}
    errors = [finding for finding in findings if finding.is_error and finding.path in judged]
    if errors:
        first = errors[0]
        raise WorkError(
            f"{first.path} 第 {first.line} 行现在就有错误，没有写入：{first.message}",
            f"{first.hint}。共 {len(errors)} 处错误，运行 lantian check 看全部",
        )


def _path_of(root: Path, issue_id: str) -> str:
    """Return the path below `records/`; WorkError that names the ID meant where there is none."""
    kind = BY_NAME["issue"]
    path = kind.path_of(issue_id)
    if path and (root / RECORDS / path).is_file():
        return path
    raise WorkError(
        f"没有编号为 {shown(issue_id)} 的问题", _id_hint(root / RECORDS, kind, issue_id)
    )


_LOOSE_ID = re.compile(
    r"(\w+)-([0-9]{6})-R?([0-9]{1,2})-([A-Z])([0-9]{0,2})-([0-9]{1,9})", re.ASCII
)
"""An issue ID with digits left out or added in front of its numbers."""


def _id_hint(records: Path, kind: RecordKind, typed: str) -> str:
    """Return the same ID in its one form, or else which numbers there are beside it.

    P03-2 is P03-002. Another number is never guessed: it is another issue.
    """
    beginning, serial = _beginning_and_serial(typed)
    meant = f"{beginning}{serial_text(serial)}"
    path = kind.path_of(meant) if 0 < serial <= LAST_SERIAL else None
    if path is None:
        return f"编号写成 {kind.example} 这样；在“问题检索”页可以查到"
    place = records / path
    if place.is_file():
        return f"是不是 {meant}？"
    near = _near_numbers(place.parent, beginning, serial)
    if near:
        return f"这一组没有这个序号，相近的序号有 {'、'.join(near)}；写完整的编号"
    return f"没有以 {beginning} 开头的问题；在“问题检索”页可以查到编号"


def _beginning_and_serial(typed: str) -> tuple[str, int]:
    """Return the ID up to its running number in its one form, and that number; else "" and 0."""
    match = _LOOSE_ID.fullmatch(unicodedata.normalize("NFKC", typed[:_LONGEST]).upper())
    if match is None:
        return "", 0
    group = match[4] + (f"{int(match[5]):02}" if match[5] else "")
    return f"{match[1]}-{match[2]}-R{int(match[3]):02}-{group}-", int(match[6])


def _near_numbers(place: Path, beginning: str, number: int) -> list[str]:
    """Return the running numbers of a group that are next to a number, at most three, in order."""
    serials = [path.stem.removeprefix(beginning) for path in place.glob(f"{beginning}*.yml")]
    numbers = [int(one) for one in serials if one.isascii() and one.isdigit()]
    return [serial_text(one) for one in sorted(sorted(numbers, key=lambda n: abs(n - number))[:3])]


def _faults(opened: Opened, after: bytes) -> list[Finding]:
    """Return the errors that the file would have with the new step."""
    findings = judge([*opened.beside, raw_file(opened.raw.path, after)]).findings
    return [one for one in findings if one.is_error and one.path == opened.raw.path]


def _refusal(opened: Opened, step: str, faults: Iterable[Finding]) -> str:
    lines = [f"没有写入：{opened.issue.id} 不能这样记“{step}”。"]
    for fault in faults:
        lines.append(f"  {fault.message}")
        remedy = _remedy(opened, step, fault)
        lines += [f"    改法：{remedy}"] if remedy else []
    return "\n".join([*lines, standing_text(opened.replayed, opened.issue)])


def _remedy(opened: Opened, step: str, fault: Finding) -> str:
    """Return what to type instead; hints of rules are for those who edit the file."""
    named = [
        one for strand in opened.replayed.path.strands for one in strand.steps if one.step == step
    ]
    if fault.slug == "wrong-role" and named:
        return forms_text(opened.lifecycle, named[0].by)
    if fault.slug == "missing-need" and named:
        needs = [need for need in named[0].needs if title_of(need) in fault.message]
        return f"加上 {'、'.join(option_of(need) for need in needs)}"
    if fault.slug == "wrong-result":
        results = [outcome.result for one in named for outcome in one.outcomes]
        return f"--result 写{'或'.join(results)}" if results else "去掉 --result"
    if fault.slug == "unknown-step":
        legal = [one.step for one in next_steps(opened.replayed, opened.issue.events)]
        return instead(step, legal, opened.vocabulary.called("steps"))
    return "" if fault.slug == "illegal-step" else fault.hint


def _account(opened: Opened, event: Event, after: bytes, *, dry_run: bool) -> str:
    added = added_lines(opened.content, after)
    result = "没有写入，会加上" if dry_run else "已加上"
    issue = opened.issue.model_copy(update={"events": [*opened.issue.events, event]})
    standing = standing_text(replay(opened.lifecycle, issue), issue)
    return f"{result}：{opened.raw.path}\n{added}\n{standing}"
