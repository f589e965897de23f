"""`lantian resolve`: after a conflict, steps behind those of the other side, records renumbered."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.checks.renumber import conflicts_of_steps, renumbered_in_conflict
from generator.checks.resolve import Resolved, resolve
from generator.cli.options import plain, root_option
from generator.cli.record_files import replace_file
from generator.cli.renumber import renumbering_lines, write_renumbering
from generator.core.findings import WorkError
from generator.kinds.issue.model import Event


@click.command("resolve", short_help="合并有冲突时，接起两边的步骤，换开相同的序号")
@click.argument("issue_ids", metavar="编号或文件", nargs=-1)
@click.option(
    "--mine-first",
    is_flag=True,
    help="当前分支的步骤在前、序号不换；在主分支上合并别人的分支时用。",
)
@root_option
def command(issue_ids: tuple[str, ...], root: Path, *, mine_first: bool) -> None:
    """合并有冲突时，不丢任何一方的内容，把冲突解开。不写编号就处理全部有冲突的问题。

    一个问题两边都加了步骤的，把后一方新加的接在前一方的后面；两边新建了同一个编号的，后一方的换成
    下一个空着的序号，写到它的地方也照换。先运行 git merge 目标分支，Git 报告冲突以后再用；目标分支
    的在前，自己的在后。

    接上以后不合办理流程的，说明原因和现在可以做的步骤，文件保持原样，退出码为 1。
    """
    names = [Path(one).name.removesuffix(".yml") for one in issue_ids]
    paths = names or [Path(path).stem for path in conflicts_of_steps(root)]
    renumbering = renumbered_in_conflict(root, mine_first=mine_first)
    both_new = {Path(path).stem for path in renumbering.left} if renumbering else set()
    todo = [name for name in paths if name not in both_new]
    if not names and not todo and not renumbering:
        raise WorkError("没有还没解开的冲突", "先运行 git merge 目标分支；Git 报告冲突以后再用")
    alone = len(todo) == 1 and not renumbering
    stopped = [not _resolved(root, name, mine_first=mine_first, alone=alone) for name in todo]
    # Read again: a step that was appended just now may name a record that moves.
    renumbering = renumbered_in_conflict(root, mine_first=mine_first) if both_new else None
    if renumbering and (not names or both_new.intersection(names)):
        write_renumbering(root, renumbering)
        click.echo(plain("\n".join(renumbering_lines(renumbering))))
    if any(stopped):
        sys.exit(1)


def _resolved(root: Path, name: str, *, mine_first: bool, alone: bool) -> bool:
    """Write one issue and say so; return False, with the reason said, where that can not be."""
    try:
        found = resolve(root, name, mine_first=mine_first)
    except WorkError as error:
        if alone:
            raise
        click.echo(plain(f"{name}：{error.message}\n    改法：{error.hint}"))
        return False
    if found.findings:
        click.echo(plain(_refusal(found)))
        return False
    replace_file(root, found.path, (root / found.path).read_bytes(), found.text)
    click.echo(plain(_success(found)))
    return True


def _refusal(found: Resolved) -> str:
    faults = [f"    {one.message}（{one.code}）" for one in found.findings]
    steps = "、".join(found.next_steps) or "没有，问题已经办结"
    return "\n".join(
        [
            f"{_steps(found.second)} 接不到 {_steps(found.first)} 后面，文件保持原样：",
            *faults,
            f"    现在可以做的步骤：{steps}",
            *_ways_out(found.path),
        ]
    )


def _ways_out(path: str) -> Sequence[str]:
    """Return how to go on: the steps of one side only, as Git has both, or an edit by hand."""
    return (
        "    改法：两边记的是同一件事的，只留一边：",
        f"      留 ======= 前面一边的，运行 git checkout --ours {path}",
        f"      留 ======= 后面一边的，运行 git checkout --theirs {path}",
        "      另一边对这条记录的改动就都不要了；还要其中一部分的，先记下来。",
        "      两边都要的，在文件里改好步骤和日期，删去 <<<<<<<、=======、>>>>>>> 各行。",
        f"      改完运行 lantian check 和 git add {path}，再提交。",
    )


def _success(found: Resolved) -> str:
    return (
        f"{found.path}\n    {_steps(found.first)} 在前，{_steps(found.second)} 接在后面。\n"
        f"    看过以后运行 git add {found.path}，再提交。"
    )


def _steps(events: Sequence[Event]) -> str:
    return "、".join(f"“{event.step}”（{event.date}）" for event in events) or "原有的步骤"
