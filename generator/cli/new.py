"""`lantian new`: new records in canonical form; what does the work is loaded when it is called."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from generator.cli.examples import named
from generator.cli.options import root_option
from generator.kinds.registry import BY_NAME
from generator.questions.issue import QUESTIONS

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("rounds", short_help="按轮次天数推算轮次")
@click.argument("programme_id", metavar="行动")
@click.option("--first", type=_DAY, required=True, metavar="日期", help="第一轮的首日。")
@click.option(
    "--until", type=_DAY, required=True, metavar="日期", help="最后一轮不晚于这一天结束。"
)
@click.option("--note", required=True, metavar="文字", help="推算的依据，写进每一轮的说明。")
@root_option
def rounds_command(
    programme_id: str, first: datetime, until: datetime, note: str, root: Path
) -> None:
    """按行动的轮次天数推算轮次，依据写作“推算”；已有的轮次不改动。"""
    # Loaded where it is needed: help, and other kinds, do without it.
    from generator.cli.new_record import run
    from generator.site.build import read_register

    register = read_register(root).register
    written = run(root, register, programme_id, first.date(), until.date(), note)
    click.echo("".join(f"{path}\n" for path in written), nl=False)
    click.echo(f"新建轮次 {len(written)} 个。")


def _with_questions(function: click.decorators.FC) -> click.decorators.FC:
    for question in reversed(QUESTIONS):
        function = click.option(
            f"--{question.name.replace('_', '-')}", metavar=question.title, help=question.help
        )(function)
    return function


@click.command("issue", short_help="新建一个问题")
@_with_questions
@root_option
def issue_command(root: Path, **typed: str | None) -> None:
    """新建一个问题：编号取该组的下一个序号，写成规定的样子，并显示接下来可以做的步骤。

    城市、区县写代码或名称都可以。在终端上运行时，缺少的内容逐项询问；否则一次说明缺少哪些。
    """
    # Loaded where it is needed: help does without it.
    from generator.cli.new_issue import file_issue

    file_issue(root, typed)


FORMS: Mapping[str, str] = {
    **{name: name for name in ("programme", "lifecycle", "city", "round", "bulletin", "team")},
    **{name: name for name in ("action", "task")},
    "task-report": "task",
    **{name: name for name in ("assistance", "target", "assessment", "appraisal", "grid")},
    **dict.fromkeys(("monitored-unit", "station"), "monitor"),
    **{name: name for name in ("quick", "liaison", "incident", "visit", "penalty", "unit")},
}
"""Name of a form → the kind of record that it is about, so that no other need be loaded."""


class NewCommands(click.Group):
    """The commands, those of forms loaded on use: loading all takes longer than an issue."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        return sorted([*self.commands, *FORMS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name not in FORMS:
            return super().get_command(ctx, cmd_name)
        from generator.cli.new_record import record_command

        kind = BY_NAME[FORMS[cmd_name]]
        form = next(one for one in kind.load(kind.questions) if one.name == cmd_name)
        made: click.Command = record_command(form)
        named(made, f"{command.name} {cmd_name}")
        return made


@click.group("new", short_help="新建记录", cls=NewCommands)
def command() -> None:
    """新建记录，写成规定的样子。已有的文件一律不改动。"""


command.add_command(issue_command)
command.add_command(rounds_command)
