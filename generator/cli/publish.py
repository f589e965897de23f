"""`lantian publish`: build the site that takes the place of the published one, or say why not."""

import sys
from datetime import date
from pathlib import Path

import click

from generator.cli.check import as_text
from generator.cli.options import Root, SiteFolder, plain, root_option, today_option
from generator.cli.progress import echo_findings, quiet_option
from generator.core.dates import today_in_china
from generator.site.build import build_site, read_register
from generator.site.deployment import (
    clean_head,
    deployment,
    deployment_text,
    refuse_future,
    refuse_unfit,
)
from generator.site.manifest import read_manifest
from generator.site.output import system_errors_in_chinese


@click.command("publish", short_help="生成要发布的网站，与上次发布的比较")
@root_option
@click.option("--out", type=SiteFolder(), required=True, help="网站放在哪里。")
@click.option(
    "--edition",
    type=click.Choice(["full", "public"]),
    default="public",
    help="public 公开版；full 完整版，含内部内容，只能放在别人进不去的地方。",
)
@click.option(
    "--last",
    type=Root(),
    metavar="build.json",
    help="现在网上的那一份的 data/build.json，事先取回；也可以是那一份网站所在的文件夹。",
)
@click.option("--first", is_flag=True, help="第一次发布，没有上次可以比较。")
@click.option(
    "--summary", type=Root(), metavar="文件", help="改动的摘要（Markdown）添在这个文件后面。"
)
@today_option
@quiet_option
def command(
    root: Path,
    out: Path,
    edition: str,
    last: Path | None,
    first: bool,
    summary: Path | None,
    today: date,
) -> None:
    """生成要发布的网站，并说明与上次发布的相比有哪些改动。

    上次发布的提交不在现在的历史里（历史被改写，或者这次的更旧）、版本不同、日期倒退，或者有没有
    提交的改动的，不生成，退出码为 3：定时运行的流水线不会用旧的盖住新的，也不会让到期的名称重新
    出现。只生成，不上传。
    """
    if (last is None) != first:
        raise click.UsageError("写明 --last；网上还没有的，写 --first：两样写一样")
    refuse_future(today, today_in_china())
    previous = read_manifest(last) if last else None
    repo, head = clean_head(root)
    if previous:
        refuse_unfit(repo, head, previous, edition, today)
    built = build_site(root, out, today, is_public=edition == "public")
    if built.verdict.errors:
        echo_findings(as_text(built.verdict), err=True)
        click.echo("记录有错误，没有生成要发布的网站。", err=True)
        sys.exit(1)
    register = read_register(root).register
    overdue = read_manifest(out).overdue
    found = deployment(repo, root, register, head, today, edition, previous, overdue)
    text = deployment_text(found)
    if summary:
        with system_errors_in_chinese(), summary.open("a", encoding="utf-8") as file:
            file.write(text)
    click.echo(plain(text), nl=False)
