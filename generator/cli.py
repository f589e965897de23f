"""The command `lantian`: words typed → one function → exit code.

Exit codes: 0 fine, 1 findings of severity error, 2 wrong usage, 3 the work can not go on.
"""

import sys
from collections.abc import Sequence

import click

from generator.commands import (
    audit,
    build,
    check,
    demo,
    explain,
    fmt,
    import_table,
    new,
    resolve,
    schema,
    serve,
    step,
)
from generator.commands.language import speak_chinese
from generator.errors import WorkError

CANNOT_GO_ON = 3


@click.group(
    help="蓝天台账：检查记录，生成网站。每个命令加 --help 看用法。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def lantian() -> None:
    """Gathers the commands; each is a file in `commands/`."""


for one in (
    check,
    build,
    serve,
    demo,
    explain,
    new,
    step,
    fmt,
    resolve,
    import_table,
    schema,
    audit,
):
    lantian.add_command(one.command)


def main(words: Sequence[str] | None = None) -> None:
    """Runs one command; what stops the work is said in one Chinese sentence, never a traceback."""
    speak_chinese(lantian)
    try:
        lantian.main(args=list(words) if words is not None else None, prog_name="lantian")
    except WorkError as error:
        click.echo(f"做不下去：{error.message}\n    改法：{error.hint}", err=True)
        sys.exit(CANNOT_GO_ON)
