"""`lantian template`: an empty list to fill in, for `lantian import`."""

from pathlib import Path

import click

from generator.cli.options import refuse_place, root_option, write_out
from generator.exchange.template_workbook import issue_template
from generator.questions.answers import AnswerError
from generator.questions.issue_answers import Form
from generator.questions.issue_answers import city as city_of
from generator.questions.issue_answers import programme as programme_of
from generator.site.build import read_register


@click.command("template", short_help="做一张空的问题清单")
@click.option("--programme", required=True, metavar="行动", help="编号或名称，例如 LT19。")
@click.option("--city", metavar="城市", help="只填一个城市的写城市；不写就是行动的各城市。")
@click.option("--group", default="P", show_default=True, metavar="组别", help="哪一种组的代号。")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="文件", help="例如 清单.xlsx。"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@root_option
def command(
    programme: str, city: str | None, group: str, out: Path, root: Path, *, force: bool
) -> None:
    """做一张空的问题清单（xlsx）：表头是要填的各项，词表里的词和区县从下拉列表里选。

    填好以后用 lantian import 导入。
    """
    refuse_place(root, out, force=force)
    register = read_register(root).register
    form = Form(register)
    try:
        form.programme = programme_of(form, programme)
        chosen = [city_of(form, city)] if city else []
    except AnswerError as error:
        raise click.UsageError(error.message) from error
    if group not in {one.letter for one in form.programme.group_kinds}:
        letters = "、".join(f"{one.letter}（{one.name}）" for one in form.programme.group_kinds)
        raise click.UsageError(f"{form.programme.id} 没有 {group!r} 组；可用的：{letters}")
    every = form.programme.cities or list(register.cities)
    cities = chosen or [register.cities[one] for one in every if one in register.cities]
    content = issue_template(form.programme, cities, group, register.vocabulary)
    write_out(root, out, content, force=force)
    click.echo(f"已写好：{out}")
