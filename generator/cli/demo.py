"""`lantian demo`: an invented register of any size with its Git history."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import click

from generator.cli.options import Root, today_option
from generator.cli.progress import quiet_option
from generator.core.progress import counted
from generator.demo.campaign import campaign
from generator.demo.fast_import import write_history
from generator.demo.texts import stage_for
from generator.demo.timeline import diary
from generator.kinds.programme.model import Programme
from generator.site.build import read_register

MOST = 1_000_000
"""Issues; more would need serial numbers of four digits."""

_SEED = files("generator") / "demo" / "seed"


@click.command("demo", short_help="生成虚构的台账，供试用")
@click.argument("folder", metavar="文件夹", type=Root())
@click.option(
    "--records", type=click.IntRange(1, MOST), default=1000, metavar="个数", help="问题多少个。"
)
@click.option("--seed", type=int, default=1, metavar="数", help="同一个数每次得到完全相同的台账。")
@click.option(
    "--batch",
    type=click.Choice(["step", "day"]),
    default="step",
    help="step 每一步一个提交；day 每个单位每天一个提交。",
)
@click.option("--teams", is_flag=True, help="每市每轮另有一条工作组记录。")
@click.option("--all", "works", is_flag=True, help="另有其余各类记录，从工作组到现场情况。")
@click.option(
    "--campaign",
    "is_campaign",
    is_flag=True,
    help="一次正在进行的行动：第 13 轮第 12 天，各市各轮有多有少，各类记录都有。",
)
@today_option
@quiet_option
def command(
    folder: Path,
    records: int,
    seed: int,
    batch: str,
    today: date,
    *,
    teams: bool,
    works: bool,
    is_campaign: bool,
) -> None:
    """在空文件夹里生成虚构的台账和它的 Git 历史。

    城市、单位、问题和数字都是虚构的，标明“示例”；所有步骤和路径都会出现。

    --campaign 的行动记到 --today 的前一天；不写 --today 就是今天，生成的网站当天看正是第 13 轮。
    """
    if is_campaign:
        head = run_campaign(folder, records, seed, today)
        click.echo(f"正在进行的行动，截至 {today}，最后的提交 {head[:12]}，在 {folder}")
        return
    by_day = batch == "day"
    teams = teams or works
    head = run(
        folder,
        records,
        seed,
        by_day=by_day,
        teams=teams,
        works=works,
    )
    click.echo(f"问题 {records} 个，最后的提交 {head[:12]}，在 {folder}")


def run(
    folder: Path,
    records: int,
    seed: int,
    *,
    by_day: bool = False,
    teams: bool = False,
    works: bool = False,
) -> str:
    """Write the invented register; return its last commit. WorkError as in fast_import."""
    pattern, words = _seed()
    stage = stage_for(pattern, records)
    entries = diary(stage, words, records, seed, by_day=by_day, teams=teams, works=works)
    return write_history(folder, counted("写入提交", entries))


def run_campaign(folder: Path, records: int, seed: int, today: date) -> str:
    """Write a campaign that is under way on a day; return its last commit. WorkError likewise."""
    pattern, words = _seed()
    stage = campaign(pattern, records, today, seed)
    entries = diary(stage, words, records, seed, by_day=True, teams=True, works=True)
    return write_history(folder, counted("写入提交", entries))


def _seed() -> tuple[Programme, str]:
    """Return the programme after which all are made, and the words."""
    with as_file(_SEED) as folder:
        register = read_register(folder).register
        words = (folder / "records" / "vocabulary.yml").read_text(encoding="utf-8")
    (pattern,) = register.programmes.values()
    return pattern, words
