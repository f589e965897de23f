"""The options that several commands share, and how a folder is found."""

from datetime import date
from pathlib import Path

import click

from generator.errors import WorkError

ROOT_HELP = "台账所在的文件夹；不写就从当前文件夹往上找有 records 的那一个。"


class Root(click.ParamType[Path]):
    """A folder that holds `records/`."""

    name = "文件夹"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The folder as typed; whether it holds records is said when they are read."""
        return Path(value).resolve()


def nearest_root() -> Path:
    """The nearest folder upwards that has `records/`; WorkError where none has."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "records").is_dir():
            return folder
    raise WorkError(
        "这里和上面各层文件夹里都没有 records 文件夹", "到台账所在的文件夹里运行，或用 --root 指明"
    )


root_option = click.option(
    "--root", type=Root(), default=nearest_root, show_default=False, help=ROOT_HELP
)


class Day(click.ParamType[date]):
    """A calendar day."""

    name = "日期"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} 不是日期，写成 2019-07-08", param, ctx)


today_option = click.option(
    "--today",
    type=Day(),
    default=date.today,
    show_default=False,
    help="逾期算到哪一天，例如 2019-07-08；不写就是今天。",
)
