"""`lantian audit log`: what happened to one record, recorded by whom, when, in which commit."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.audit.diff import Deed
from generator.audit.trails import Entry
from generator.commands.options import root_option
from generator.commands.terminal import plain
from generator.core.dates import parse_partial
from generator.derive.history.audit import Audit, days_late
from generator.errors import WorkError
from generator.kinds.issue.history import DeedView, deed_view
from generator.kinds.registry import KINDS, VOCABULARY_PATH
from generator.model.commits import SHORT, Commit
from generator.site.overview.changes import RECORDS, model_at
from generator.trail import read_audit, signature_states

VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log, as a value and in words."""

    entry: Entry
    commit: Commit | None
    view: DeedView
    late: int


@click.command("log", short_help="一条记录的审计记录")
@root_option
@click.argument("record", metavar="编号")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="输出格式：text 供人看，json 供程序用。",
)
@click.option("--signatures", "signed", is_flag=True, help="同时核对各次提交的签名。")
def command(root: Path, record: str, form: str, signed: bool) -> None:
    """列出一条记录从建立到现在的每一次改动：谁、什么时候、在哪一次提交里做了什么。

    编号也可以写 vocabulary，即词表。
    """
    audit = read_audit(root)
    if audit is None:
        raise WorkError("这里没有 Git 历史，查不到谁记入了什么", "在台账的 Git 克隆里运行")
    path = _path_of(audit, record)
    lines = list(_lines(audit, path))
    commits = list(dict.fromkeys(line.commit.id for line in lines if line.commit))
    states = signature_states(root, commits) if signed else {}
    if form == "json":
        click.echo(_as_json(audit, record, path, lines, states), nl=False)
    else:
        click.echo(plain(_as_text(audit, record, path, lines, states)), nl=False)


def _path_of(audit: Audit, record: str) -> str:
    paths = [VOCABULARY_PATH] if record == VOCABULARY else [kind.path_of(record) for kind in KINDS]
    for path in paths:
        if path and RECORDS + path in audit.trails:
            return RECORDS + path
    raise WorkError(f"历史里没有编号为 {record!r} 的记录", "查对编号，例如 LT19-610100-R05-P03-012")


def _lines(audit: Audit, path: str) -> Iterator[Line]:
    for entry in audit.trail(path).entries:
        commit = audit.commit(entry)
        view = deed_view(commit, entry, model_at(path))
        yield Line(entry, commit, view, _days_late(entry, commit))


def _days_late(entry: Entry, commit: Commit | None) -> int:
    if commit is None or entry.deed is not Deed.EVENT:
        return 0
    try:
        return days_late(parse_partial(entry.name.split(" ")[0]).latest, commit)
    except PydanticCustomError:  # a version that no check let through
        return 0


def _as_text(
    audit: Audit, record: str, path: str, lines: list[Line], states: Mapping[str, str]
) -> str:
    shown = [f"{record}（{path}）"]
    for line in lines:
        view = line.view
        shown.append(f"{_who(line)}{_state(line, states)}：{view.words}{_marks(line)}")
        pairs = (("原为", view.was), ("改为", view.now))
        shown += [f"    {word}：{text}" for word, text in pairs if text]
    if audit.rewritten:
        names = "、".join(commit[:SHORT] for commit in audit.rewritten)
        shown.append(f"历史被改写过：上次读取时的提交 {names} 已经不在现在的历史里。")
    return "\n".join(shown) + "\n"


def _who(line: Line) -> str:
    view = line.view
    return f"{view.day} {view.who}，提交 {view.commit}" if line.commit else "还没有人署名"


def _state(line: Line, states: Mapping[str, str]) -> str:
    state = states.get(line.view.full, "")
    return f"，{state}" if state else ""


def _marks(line: Line) -> str:
    late = [f"迟录：发生后第 {line.late} 天记入"] if line.late else []
    loud = ["记入之后的改动"] if line.view.loud else []
    return "".join(f"【{mark}】" for mark in (*late, *loud, *line.view.flags))


def _as_json(
    audit: Audit, record: str, path: str, lines: list[Line], states: Mapping[str, str]
) -> str:
    content = {
        "id": record,
        "path": path,
        "rewritten": list(audit.rewritten),
        "entries": [_content(line, states) for line in lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _content(line: Line, states: Mapping[str, str]) -> dict[str, object]:
    entry, commit = line.entry, line.commit
    content: dict[str, object] = {
        "commit": commit.id if commit else None,
        "author": commit.author if commit else None,
        "authored": commit.authored if commit else None,
        "committer": commit.committer if commit else None,
        "recorded": commit.committed if commit else None,
        "deed": entry.deed.value,
        "name": entry.name,
        "was": entry.was,
        "now": entry.now,
        "in_merge": entry.in_merge,
        "before_merge": entry.draft,
        "days_late": line.late,
        "text": line.view.words,
    }
    return content | ({"signature": states.get(line.view.full)} if states else {})
