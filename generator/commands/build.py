"""`lantian build`: check the records, then make the site."""

import sys
from datetime import date
from pathlib import Path

import click

from generator.build import build_site
from generator.commands.options import Root, root_option, today_option
from generator.commands.reports import as_text


@click.command("build", short_help="检查记录并生成网站")
@root_option
@click.option("--out", type=Root(), help="网站放在哪里；不写就是台账文件夹下的 site。")
@today_option
def command(root: Path, out: Path | None, today: date) -> None:
    """检查记录并生成网站。

    记录有错误时不生成，原来的网站保持不动，退出码为 1。
    """
    built = build_site(root, out or root / "site", today)
    if built.judgement.findings:
        click.echo(as_text(built.judgement), nl=False, err=True)
    if built.judgement.errors:
        click.echo("记录有错误，网站没有更新。", err=True)
        sys.exit(1)
    click.echo(f"记录 {len(built.judgement.register.filed)} 条，页面 {built.pages} 个。首页：")
    click.echo(str(built.home))
