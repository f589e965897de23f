"""`lantian resolve`: after a conflict, append the steps of one side to those of the other."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.checks.resolve import Resolved, resolve
from generator.cli.options import plain, root_option
from generator.cli.record_files import replace_file
from generator.kinds.issue.model import Event


@click.command("resolve", short_help="合并有冲突时，把两边的步骤接起来")
@click.argument("issue_id", metavar="编号或文件")
@click.option(
    "--mine-first",
    is_flag=True,
    help="当前分支的步骤在前；在主分支上合并别人的分支时用。",
)
@root_option
def command(issue_id: str, root: Path, *, mine_first: bool) -> None:
    """合并时一个问题有冲突，把后一方新加的步骤接在前一方的后面。

    先运行 git merge 目标分支，Git 报告冲突以后再用。目标分支上的步骤在前，自己新加的在后。
    接上以后不合办理流程的，说明原因和现在可以做的步骤，文件保持原样，退出码为 1。
    """
    name = Path(issue_id).name.removesuffix(".yml")
    found = resolve(root, name, mine_first=mine_first)
    if found.findings:
        click.echo(plain(_refusal(found)))
        sys.exit(1)
    replace_file(root, found.path, (root / found.path).read_bytes(), found.text)
    click.echo(plain(_success(found)))


def _refusal(found: Resolved) -> str:
    faults = [f"    {one.message}（{one.code}）" for one in found.findings]
    steps = "、".join(found.next_steps) or "没有，问题已经办结"
    return "\n".join(
        [
            f"{_steps(found.second)} 接不到 {_steps(found.first)} 后面，文件保持原样：",
            *faults,
            f"    现在可以做的步骤：{steps}",
        ]
    )


def _success(found: Resolved) -> str:
    return (
        f"{found.path}\n    {_steps(found.first)} 在前，{_steps(found.second)} 接在后面。\n"
        f"    看过以后运行 git add {found.path}，再提交。"
    )


def _steps(events: Sequence[Event]) -> str:
    return "、".join(f"“{event.step}”（{event.date}）" for event in events) or "原有的步骤"
