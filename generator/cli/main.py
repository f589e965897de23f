"""The command `lantian`: words typed → one function → exit code.

Exit codes: 0 fine, 1 findings of severity error, 2 wrong usage, 3 the work can not go on.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from generator.commands.language import name_parts, speak_chinese
from generator.core.pool import uncollected
from generator.errors import WorkError

CANNOT_GO_ON = 3


COMMANDS = {
    "check": "commands.check",
    "build": "cli.build",
    "serve": "cli.serve",
    "demo": "cli.demo",
    "explain": "cli.explain",
    "new": "commands.new",
    "step": "cli.step",
    "fmt": "commands.fmt",
    "resolve": "cli.resolve",
    "import": "cli.import_table",
    "export": "cli.export",
    "schema": "commands.schema",
    "report": "cli.report",
    "audit": "commands.audit",
}
"""What is typed → the module of the command, in the order of the help."""


class Commands(click.Group):
    """The commands, each loaded when it is asked for: loading all takes longer than a check."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        with uncollected():
            module = import_module(f"generator.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        name_parts(command)
        return command


lantian = Commands(
    "lantian",
    # Click looks among these for what is near a mistyped name.
    commands={name: click.Command(name) for name in COMMANDS},
    help="蓝天台账：检查记录，生成网站。每个命令加 --help 看用法。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
)


def main(words: Sequence[str] | None = None) -> None:
    """Runs one command; what stops the work is said in one Chinese sentence, never a traceback."""
    speak_chinese()
    try:
        lantian.main(args=list(words) if words is not None else None, prog_name="lantian")
    except WorkError as error:
        click.echo(f"做不下去：{error.message}\n    改法：{error.hint}", err=True)
        sys.exit(CANNOT_GO_ON)
    finally:
        if words is None:  # the process ends now: nothing need be searched for cycles first
            gc.freeze()
