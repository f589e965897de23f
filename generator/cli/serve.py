"""`lantian serve`: the site on this machine, with a form to edit the records where asked for."""

from functools import partial
from pathlib import Path

import click

from generator.cli.edit_server import OPEN, EditDoor, EditPages
from generator.cli.editing import EditForm
from generator.cli.options import root_option
from generator.cli.served_site import HOST, LocalServer, Pages, ServedSite
from generator.core.dates import today_in_china
from generator.core.findings import WorkError
from generator.site.layouts import menu_file
from generator.site.settings import read_settings


@click.command("serve", short_help="在本机浏览网站")
@root_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, metavar="端口", help="默认 8000。"
)
@click.option("--edit", is_flag=True, help="在网页里录入新问题、办理下一步。")
def command(root: Path, port: int, *, edit: bool) -> None:
    """在本机浏览网站；改了记录，刷新页面就能看到。按 Ctrl+C 结束。

    加上 --edit，每个问题旁边有“办理”，每页有“新问题”：问的事、检查与 lantian form 相同。
    保存时检查合并以后的样子，提交到单独的分支，设有远程仓库的就推送，给出提出合并请求的网址；
    工作区的文件和现在的分支不动。只有这台电脑、只有从终端给出的网址进来的浏览器能编辑。
    """
    site = ServedSite(root)
    door = _door(root) if edit else None
    error = site.refreshed()
    if error:
        click.echo(error, err=True)
    pages = partial(EditPages, site=site, door=door) if door else partial(Pages, site=site)
    try:
        server = LocalServer((HOST, port), pages)
    except OSError as error:
        raise WorkError(f"端口 {port} 用不了", "换一个端口，例如 --port 8001") from error
    start = f"{OPEN.removeprefix('/')}?token={door.token}" if door else "index.html"
    click.echo(f"打开 http://{HOST}:{server.server_port}/{start} ，按 Ctrl+C 结束。")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("已结束。")
    finally:
        server.server_close()


def _door(root: Path) -> EditDoor:
    """Return the form of a register; WorkError where it is in no repository."""
    name = str(read_settings(menu_file(root)).get("site_name", ""))
    return EditDoor(EditForm(root, name, today_in_china()), name)
