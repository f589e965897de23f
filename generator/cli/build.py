"""`lantian build`: check the records, then make the site."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

import click

from generator.audit.worktree import work_tree
from generator.cli.options import SiteFolder, root_option, today_option
from generator.cli.progress import echo_findings, quiet_option
from generator.core.pool import gc_disabled, in_thread
from generator.site.renderers import DEFAULT, RENDERERS


@click.command("build", short_help="检查记录并生成网站")
@root_option
@click.option("--out", type=SiteFolder(), help="网站放在哪里；不写就是台账文件夹下的 site。")
@click.option(
    "--edition",
    type=click.Choice(["full", "public"]),
    default="full",
    help="full 完整版，含内部内容；public 公开版，只有可以公开的内容。",
)
@click.option(
    "--renderer",
    type=click.Choice(list(RENDERERS)),
    default=DEFAULT,
    help=f"用什么程序生成页面框架；不写就是 {DEFAULT}。",
)
@click.option(
    "--trust-settings",
    is_flag=True,
    help="照用 mkdocs.yml 里的全部设置，包括会运行程序的；只用于内容可信的台账。",
)
@click.option(
    "--open", "opens", is_flag=True, help="生成以后用浏览器打开首页；没有图形界面的只显示位置。"
)
@today_option
@quiet_option
def command(
    root: Path,
    out: Path | None,
    edition: str,
    renderer: str,
    today: date,
    *,
    trust_settings: bool,
    opens: bool,
) -> None:
    """检查记录并生成网站。

    记录有错误时不生成，原来的网站保持不动，退出码为 1。公开版不写 --out 时放在 public。
    """
    with gc_disabled(), in_thread(partial(work_tree, root)) as seen:
        from generator.site.build import build_site  # takes as long as Git takes to answer

    is_public = edition == "public"
    place = out or root / ("public" if is_public else "site")
    built = build_site(
        root,
        place,
        today,
        renderer=renderer,
        is_public=is_public,
        trusts_settings=trust_settings,
        look=lambda _: seen(),
    )
    if built.verdict.findings:
        from generator.cli.check import as_text  # most builds find nothing

        echo_findings(as_text(built.verdict), err=True)
    if built.verdict.errors:
        click.echo("记录有错误，网站没有更新。", err=True)
        sys.exit(1)
    click.echo(f"记录 {built.verdict.records} 条，页面 {built.pages} 个。首页：")
    click.echo(str(built.home))
    if opens:
        from generator.cli.browser import open_page  # most builds are looked at later

        open_page(built.home)
