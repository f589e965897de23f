"""`lantian new KIND`: new records, written the right way."""

import click

from generator.cli import new
from generator.commands import new_rounds


@click.group("new", short_help="新建记录")
def command() -> None:
    """新建记录，写成规定的样子。已有的文件一律不改动。"""


command.add_command(new.command)
command.add_command(new_rounds.command)
