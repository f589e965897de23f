"""`lantian form`: one HTML file in which records are filled in, without Git and without network."""

from contextlib import suppress
from pathlib import Path

import click

from generator.audit.git import prefix, repository
from generator.audit.submission import current_branch, remote_of
from generator.checks.renumber import target_of
from generator.cli.options import refuse_place, root_option, write_out
from generator.core.dates import today_in_china
from generator.core.findings import WorkError
from generator.core.forges import RecordsOnForge, repository_address
from generator.form.from_register import carried_part
from generator.form.page import form_file
from generator.form.runtime import is_ready
from generator.load.files import contents
from generator.questions.issue_answers import Form
from generator.questions.issue_answers import city as city_of
from generator.questions.issue_answers import programme as programme_of
from generator.questions.question import AnswerError
from generator.site.build import read_register
from generator.site.layouts import menu_file
from generator.site.settings import read_settings, records_on_forge

_NAME = "site_name"


@click.command("form", short_help="做一个离线填报的网页")
@click.argument("out", metavar="文件.html", type=click.Path(path_type=Path))
@click.option("--programme", metavar="行动", help="只填一个行动的写行动：编号或名称，例如 LT19。")
@click.option("--city", metavar="城市", help="只填一个城市的写城市：代码、名称或简称。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@root_option
def command(out: Path, programme: str | None, city: str | None, root: Path, *, force: bool) -> None:
    """做一个网页文件，不会用 Git 的人在里面填新问题和办理情况。

    用浏览器打开就能填，不用安装，不连接网络；规则与 lantian check 相同，填错的地方当场指出。
    填好下载 ZIP 或补丁，交给管理员用 lantian take 收进台账。

    文件里有台账的记录，是内部资料。例如：lantian form --programme LT19 --city 西安 填报.html
    """
    if not is_ready():
        raise click.UsageError(
            "网页要用的浏览器版 Python 还没有准备。在蓝天台账的代码库里运行 make form-runtime"
            "（要联网，要有 npm，只做一次），或者改用带有它的发行包"
        )
    refuse_place(root, out, force=force)
    judgement = read_register(root)
    if judgement.errors:
        raise WorkError(
            f"现有记录有 {judgement.errors} 处错误，没有做网页", "先运行 lantian check，改好再做"
        )
    form = Form(judgement.register)
    try:
        chosen = programme_of(form, programme).id if programme else ""
        place = city_of(form, city).id if city else ""
    except AnswerError as error:
        raise click.UsageError(error.message) from error
    carried = carried_part(
        judgement,
        {one.path: one.content for one in contents(root)},
        str(read_settings(menu_file(root)).get(_NAME, "")),
        today_in_china(),
        programme=chosen,
        city=place,
        target=_target(root),
    )
    content = form_file(carried)
    write_out(root, out, content, force=force)
    size = len(content) / 1_000_000
    click.echo(f"已写好：{out}（{size:.1f} MB，记录 {len(carried.files)} 条；内部资料）")


def _target(root: Path) -> RecordsOnForge | None:
    """Return where the records lie on a forge: as the settings say, else as the remote says."""
    stated = records_on_forge(menu_file(root))
    if stated:
        return stated
    repo = repository(root)
    remote = remote_of(repo, current_branch(repo)) if repo else None
    address = repository_address(remote.url) if remote else None
    if repo is None or address is None or not address.kind:
        return None
    with suppress(WorkError):  # a forge whose main branch was never fetched
        name = target_of(repo).rpartition("/")[2]
        return RecordsOnForge(address, "main" if name == "HEAD" else name, prefix(repo, root))
    return None
