"""`lantian check`: every finding of every record in one run, or of a change before it is merged."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from generator.checks.change import has_uncommitted, judge_change
from generator.checks.engine import swept
from generator.cli.check import FORMATS, report_of_change
from generator.commands.options import root_option


@click.command("check", short_help="检查全部记录，或者一次改动")
@root_option
@click.option("--base", metavar="版本", help="目标分支；写了就只检查合并到它里面的改动。")
@click.option("--head", metavar="版本", help="要合并的分支或提交；不写就是当前所在的提交。")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="输出格式：text 供人看，json、sarif 供程序用，github、gitlab 标在合并请求上。",
)
def command(root: Path, base: str | None, head: str | None, form: str) -> None:
    """检查全部记录，一次列出所有问题。

    写了 --base，就检查一次改动：按合并以后的样子，用目标分支上的规则判断，
    经过是否只在末尾追加、每一步是否合规、交办后的事实有没有被改、有没有删除记录。

    没有错误时退出码为 0（可以有提醒），有错误时为 1。
    """
    if head and not base:
        raise click.UsageError("写了 --head 就要用 --base 写明合并到哪里")
    if base:
        _check_change(root, base, head, form)
    verdict = swept(root)
    click.echo(FORMATS[form](verdict), nl=False)
    sys.exit(1 if verdict.errors else 0)


def _check_change(root: Path, base: str, head: str | None, form: str) -> None:
    with ThreadPoolExecutor(1) as beside:  # Git looks at every file of the work tree meanwhile
        is_dirty = beside.submit(has_uncommitted, root) if not head else None
        found = judge_change(root, base, head or "HEAD")
    if is_dirty and is_dirty.result():
        click.echo("注意：records 里还有没提交的改动，不在检查之内。", err=True)
    click.echo(report_of_change(form, found, found.review), nl=False)
    sys.exit(1 if found.errors else 0)
