"""`lantian audit`: the log of a record, and the comparison of a site with Git."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.audit.audit import Audit, days_late
from generator.audit.diff import ChangeKind
from generator.audit.log import SHORT, Commit
from generator.audit.reader import read_audit, signature_states
from generator.audit.rewritten import HistoryComparison, RecordVersion
from generator.audit.trails import HistoryEntry
from generator.cli.options import Root, plain, root_option
from generator.cli.progress import quiet_option
from generator.core.dates import parse_partial
from generator.core.findings import WorkError
from generator.kinds.issue.history import DeedView, deed_view
from generator.kinds.registry import KINDS, VOCABULARY_PATH
from generator.site.overview.changes import RECORDS, model_at
from generator.site.verify import SiteComparison, verify_history, verify_site

VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log, as a value and in words."""

    entry: HistoryEntry
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
def log_command(root: Path, record: str, form: str, signed: bool) -> None:
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


def _lines(audit: Audit, path: str) -> Iterator[LogLine]:
    for entry in audit.trail(path).entries:
        commit = audit.commit(entry)
        view = deed_view(commit, entry, model_at(path))
        yield LogLine(entry, commit, view, _days_late(entry, commit))


def _days_late(entry: HistoryEntry, commit: Commit | None) -> int:
    if commit is None or entry.deed is not ChangeKind.EVENT:
        return 0
    try:
        return days_late(parse_partial(entry.name.split(" ")[0]).latest, commit)
    except PydanticCustomError:  # a version that no check let through
        return 0


def _as_text(
    audit: Audit, record: str, path: str, lines: list[LogLine], states: Mapping[str, str]
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


def _who(line: LogLine) -> str:
    view = line.view
    return f"{view.day} {view.who}，提交 {view.commit}" if line.commit else "还没有人署名"


def _state(line: LogLine, states: Mapping[str, str]) -> str:
    state = states.get(line.view.full, "")
    return f"，{state}" if state else ""


def _marks(line: LogLine) -> str:
    late = [f"迟录：发生后第 {line.late} 天记入"] if line.late else []
    loud = ["记入之后的改动"] if line.view.loud else []
    return "".join(f"【{mark}】" for mark in (*late, *loud, *line.view.flags))


def _as_json(
    audit: Audit, record: str, path: str, lines: list[LogLine], states: Mapping[str, str]
) -> str:
    content = {
        "id": record,
        "path": path,
        "rewritten": list(audit.rewritten),
        "entries": [_content(line, states) for line in lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _content(line: LogLine, states: Mapping[str, str]) -> dict[str, object]:
    entry, commit = line.entry, line.commit
    content: dict[str, object] = {
        "commit": commit.id if commit else None,
        "author": commit.author if commit else None,
        "authored": commit.authored if commit else None,
        "committer": commit.committer if commit else None,
        "recorded": commit.committed if commit else None,
        "clock_wrong": bool(commit and commit.sure),
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


@click.command("verify", short_help="核对网站与 Git 里的记录是否一致")
@root_option
@click.option("--site", type=Root(), help="网站所在的文件夹，例如解开的存档。")
@click.option("--latest", is_flag=True, help="网站依据的不是最新提交，也算不一致。")
@click.option(
    "--since",
    metavar="网站|build.json|提交",
    help="历史从这里以来有没有被改写：以前的网站、它的 data/build.json，或者一次提交。",
)
@quiet_option
def verify_command(root: Path, site: Path | None, latest: bool, since: str | None) -> None:
    """核对网站与 Git 里的记录是否一致，逐处列出差异。

    按网站写明的提交重新生成全部正文、检索数据和订阅源，逐字节比较；页面框架、样式和手写页面
    按网站自带的清单核对。只需要网站和台账的完整克隆。一致时退出码为 0，有差异为 1。

    用 --since 指明以前的网站、它的 build.json 或者一次提交，核对历史从那以后有没有被改写，
    逐条列出哪些记录的哪些版本不在了；缓存删去以后也能核对。
    """
    if since is None and site is None:
        raise click.UsageError("写明 --site 或者 --since")
    differs = False
    if since is not None:
        history = verify_history(root, since)
        click.echo(plain(_history_text(history)), nl=False)
        differs = history.newer is None
    if site is not None:
        found = verify_site(root, site, latest=latest)
        click.echo(plain(_comparison_text(found)), nl=False)
        differs = differs or bool(found.differences)
    sys.exit(1 if differs else 0)


def _history_text(found: HistoryComparison) -> str:
    if found.newer is not None:
        return f"一致：提交 {found.since} 还在历史里，之后又有 {found.newer} 次提交。\n"
    lines = [f"差异：{path}：{_lost_text(some)}" for path, some in found.lost.items()]
    lines.append(
        f"历史被改写过，或者这是别的仓库、别的分支：提交 {found.since} 不在现在的历史里，"
        f"{len(found.lost)} 条记录的历史与那时不同。"
    )
    if not found.is_known:
        lines.append(
            "这个仓库里已经没有那次提交：只比较了网站上写明版本的记录。有保存着那次提交的克隆的，"
            "先从那里取回，再核对一次。"
        )
    return "\n".join(lines) + "\n"


def _lost_text(versions: Sequence[RecordVersion]) -> str:
    first = versions[0]
    who = f"{first.author} {first.committed[:10]} 记入的" if first.committed else "网站显示的"
    what = f"版本 {first.blob[:SHORT]}" if first.blob else "删除"
    more = f"等 {len(versions)} 个版本" if len(versions) > 1 else ""
    return f"{who}{what}{more}不在现在的历史里"


def _comparison_text(found: SiteComparison) -> str:
    lines = [f"差异：{one}" for one in found.differences]
    lines += [f"提醒：{one}" for one in found.notes]
    if found.differences:
        total = f"有 {len(found.differences)} 处差异：网站与提交 {found.commit} 不一致。"
    else:
        total = (
            f"一致：{found.pages} 个页面和数据文件、{found.records} 条记录，"
            f"都与提交 {found.commit} 相符。"
        )
    return "\n".join([*lines, total]) + "\n"


@click.group("audit", short_help="查审计记录，核对网站")
def command() -> None:
    """查谁在什么时候记入、改动了什么；核对网站与 Git 里的记录是否一致。"""


command.add_command(log_command)
command.add_command(verify_command)
