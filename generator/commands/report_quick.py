"""`lantian report quick`: the text of one issue of a quick bulletin (工作信息快报)."""

import re
from pathlib import Path

import click

from generator.cli.options import instead, shown
from generator.commands.options import root_option
from generator.commands.out_file import refuse_place
from generator.commands.report_reading import put_text, quick_of
from generator.derive.work.quick import Edited, edited
from generator.errors import WorkError
from generator.kinds.register import Register
from generator.render.work.quick_text import issue_text

_ISSUE = re.compile(r"([0-9]{4})-([1-9][0-9]{0,3})")


@click.command("quick", short_help="工作信息快报的一期")
@click.argument("programme", metavar="行动")
@click.argument("which", metavar="年-期")
@click.option("--open", "open_only", is_flag=True, help="只要可以公开的动态。")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件", help="写到这个文件；不写就显示。"
)
@click.option("--force", is_flag=True, help="文件已经存在也覆盖。")
@root_option
def quick(
    programme: str, which: str, root: Path, out: Path | None, *, open_only: bool, force: bool
) -> None:
    """生成工作信息快报的一期。例如 lantian report quick HZ19 2019-3。

    动态信息、期号、报送和抄送取自 records/quick 和行动的设置；没有写明“可以公开”的只供内部。
    """
    if out:
        refuse_place(root, out, force=force)
    one = _issue(quick_of(root), programme, which)
    put_text(root, out, issue_text(one.open_only() if open_only else one), force=force)


def _issue(register: Register, programme: str, which: str) -> Edited:
    """The issue that was asked for; UsageError, or WorkError with those that there are."""
    if programme not in register.programmes:
        raise click.BadParameter(
            f"没有编号为 {shown(programme)} 的行动；{instead(programme, register.programmes)}",
            param_hint="行动",
        )
    typed = _ISSUE.fullmatch(which)
    if not typed:
        raise click.BadParameter(f"{shown(which)} 不是“年-期”，写成 2019-3", param_hint="年-期")
    rules = register.programmes[programme].quick
    own = [one for one in register.quick if one.programme_id == programme]
    issues = [issue for one in own for issue in edited(one, rules)]
    wanted = (int(typed[1]), int(typed[2]))
    found = next((one for one in issues if (one.year, one.issue.number) == wanted), None)
    if found is None:
        there = "、".join(f"{one.year}-{one.issue.number}" for one in issues[:12])
        raise WorkError(
            f"{programme} 没有 {wanted[0]} 年第 {wanted[1]} 期快报",
            f"有记录的是 {there}" if there else f"先在 records/quick/{programme} 里记录",
        )
    return found
