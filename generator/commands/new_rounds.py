"""`lantian new rounds`: the rounds of a campaign, computed from its cadence."""

from datetime import date, datetime
from pathlib import Path

import click

from generator.commands.new_files import write_new
from generator.commands.options import root_option
from generator.core.findings import nearest
from generator.core.yaml_writer import record_text
from generator.errors import WorkError
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.kinds.round.model import computed_rounds
from generator.site.build import read_register

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("rounds", short_help="按轮次天数推算轮次")
@click.argument("programme_id", metavar="行动")
@click.option("--first", type=_DAY, required=True, metavar="日期", help="第一轮的首日。")
@click.option(
    "--until", type=_DAY, required=True, metavar="日期", help="最后一轮不晚于这一天结束。"
)
@click.option("--note", required=True, metavar="文字", help="推算的依据，写进每一轮的说明。")
@root_option
def command(programme_id: str, first: datetime, until: datetime, note: str, root: Path) -> None:
    """按行动的轮次天数推算轮次，依据写作“推算”；已有的轮次不改动。"""
    register = read_register(root).register
    written = run(root, register, programme_id, first.date(), until.date(), note)
    click.echo("".join(f"{path}\n" for path in written), nl=False)
    click.echo(f"新建轮次 {len(written)} 条。")


def run(
    root: Path, register: Register, programme_id: str, first: date, until: date, note: str
) -> list[str]:
    """Writes the computed rounds that are not there yet; the paths of what was written."""
    programme = _programme(register, programme_id)
    rounds = computed_rounds(programme, register.vocabulary, first, until, note)
    texts = {BY_NAME["round"].path_of(one.id): record_text(one) for one in rounds}
    return write_new(
        root,
        {
            path: text
            for path, text in texts.items()
            if path and not (root / "records" / path).exists()
        },
    )


def _programme(register: Register, programme_id: str) -> Programme:
    if programme_id in register.programmes:
        return register.programmes[programme_id]
    near = nearest(programme_id, register.programmes)
    raise WorkError(
        f"专项行动 {programme_id!r} 没有登记",
        f"最接近的是 {near}" if near else f"先建 records/programmes/{programme_id}.yml",
    )
