"""`lantian check`: every finding of every record in one run."""

import sys
from pathlib import Path

import click

from generator.build import read_register
from generator.commands.options import root_option
from generator.commands.reports import FORMATS


@click.command("check", short_help="检查全部记录")
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="输出格式：text 供人看，json 供程序用，github 标在合并请求上。",
)
def command(root: Path, form: str) -> None:
    """检查全部记录，一次列出所有问题。

    没有错误时退出码为 0（可以有提醒），有错误时为 1。
    """
    judgement = read_register(root)
    click.echo(FORMATS[form](judgement), nl=False)
    sys.exit(1 if judgement.errors else 0)
