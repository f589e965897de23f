"""`lantian audit verify`: proof that a site shows what Git holds."""

import sys
from pathlib import Path

import click

from generator.commands.options import Root, root_option
from generator.commands.terminal import plain
from generator.site.verify import Comparison, verify_site


@click.command("verify", short_help="核对网站与 Git 里的记录是否一致")
@root_option
@click.option("--site", type=Root(), required=True, help="网站所在的文件夹，例如解开的存档。")
@click.option("--latest", is_flag=True, help="网站依据的不是最新提交，也算不一致。")
def command(root: Path, site: Path, latest: bool) -> None:
    """核对网站与 Git 里的记录是否一致，逐处列出差异。

    按网站写明的提交重新生成全部正文、检索数据和订阅源，逐字节比较；页面框架、样式和手写页面
    按网站自带的清单核对。只需要网站和台账的完整克隆。一致时退出码为 0，有差异为 1。
    """
    found = verify_site(root, site, latest=latest)
    click.echo(plain(_as_text(found)), nl=False)
    sys.exit(1 if found.differences else 0)


def _as_text(found: Comparison) -> str:
    lines = [f"差异：{one}" for one in found.differences]
    lines += [f"提醒：{one}" for one in found.notes]
    if found.differences:
        total = f"有 {len(found.differences)} 处差异：网站与提交 {found.commit} 不一致。"
    else:
        total = (
            f"一致：{found.pages} 个页面和数据文件、{found.records} 条记录，"
            f"都与提交 {found.commit} 相符。"
        )
    return "\n".join([*lines, total]) + "\n"
