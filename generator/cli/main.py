"""The command `lantian`: words typed → one function → exit code; Click in Chinese.

Exit codes: 0 fine, 1 findings of severity error, 2 wrong usage, 3 the work can not go on.

See decision 0045.
"""

import gc
import gettext
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.resources import files
from io import TextIOWrapper

import click

from generator import __version__
from generator.cli.examples import EXAMPLES, named
from generator.core.findings import WorkError, reason
from generator.core.pool import gc_disabled

LANGUAGE = "zh_CN"


def speak_chinese() -> None:
    """Make Click speak Chinese, whatever the locale of the machine.

    Click asks gettext, which takes the language from the environment variable LANGUAGE.
    """
    gettext.bindtextdomain("messages", str(files("generator") / "locale"))
    os.environ["LANGUAGE"] = LANGUAGE
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A console that lacks a character shows its number instead of a traceback.
            stream.reconfigure(errors="backslashreplace")


CANNOT_GO_ON = 3
PROGRAM = "lantian"
VARIABLE = "_LANTIAN_COMPLETE"
"""Set by the script of a shell that asks what may come next."""


def _refuse(message: str, hint: str) -> None:
    """Say why the work can not go on, and the way out."""
    click.echo(f"做不下去：{message}\n    改法：{hint}", err=True)


def _told_of(error: OSError) -> None:
    """Say what the system refused: a file that a command has to read, or the output itself."""
    why = reason(error)
    message = f"“{error.filename}”用不了（{why}）" if error.filename else f"结果没有写完（{why}）"
    hint = "检查它在不在、有没有权限" if error.filename else "输出的地方写不进去，换一个地方"
    # What is left in the buffer would be written, and refused, once more when the process ends.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    with suppress(OSError):
        _refuse(message, f"{hint}，再重新运行")


COMMANDS = {
    "check": "check",
    "build": "build",
    "publish": "publish",
    "serve": "serve",
    "init": "init",
    "demo": "demo",
    "explain": "explain",
    "new": "new",
    "step": "step",
    "evidence": "evidence",
    "fmt": "fmt",
    "submit": "submit",
    "resolve": "resolve",
    "renumber": "renumber",
    "units": "units",
    "template": "template",
    "form": "form",
    "take": "take",
    "import": "import_table",
    "export": "export",
    "schema": "schema",
    "report": "report",
    "audit": "audit",
    "completion": "completion",
    "doctor": "doctor",
}
"""Name of a command → its module beside this one, in the order of the help."""


class Commands(click.Group):
    """The commands, each loaded on use: loading all takes longer than a check."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        # The collector would run again and again while modules load, and once more at exit: without
        # it, a build after one change is a quarter shorter.
        with gc_disabled():
            module = import_module(f"generator.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        named(command, cmd_name)
        return command


lantian = Commands(
    "lantian",
    # Click looks among these for what is near a mistyped name.
    commands={name: click.Command(name) for name in COMMANDS},
    help="蓝天台账：检查记录，生成网站。每个命令加 --help 看用法。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    epilog="\b\n例：" + "".join(f"\n  {line}" for line in EXAMPLES[""]),
)
click.version_option(__version__, "--version", message="lantian %(version)s", help="显示版本。")(
    lantian
)


def _complete() -> None:
    """Answer a shell, on commands that need not be loaded; ends the process."""
    completion = import_module("generator.cli.completion")
    completion.completing(lantian).main(prog_name=PROGRAM)


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; report errors in one Chinese sentence, never as a traceback."""
    speak_chinese()
    try:
        if words is None and "_complete" in os.environ.get(VARIABLE, ""):
            _complete()
        lantian.main(args=list(words) if words is not None else None, prog_name=PROGRAM)
    except WorkError as error:
        _refuse(error.message, error.hint)
        sys.exit(CANNOT_GO_ON)
    except OSError as error:
        _told_of(error)
        sys.exit(CANNOT_GO_ON)
    except ModuleNotFoundError as error:
        hint = "运行 make clean 和 make site，按锁定的版本重装；用 pip 装的，再运行一次 pip install"
        _refuse(f"没有装软件包 {error.name}", hint)
        sys.exit(CANNOT_GO_ON)
    finally:
        if words is None:  # the process ends now: nothing need be searched for cycles first
            gc.freeze()
