"""`lantian schema`: the JSON Schema of the records, for editors."""

from pathlib import Path

import click

from generator.cli.schema import schema_files
from generator.commands.options import Root, root_option
from generator.site.build import read_register
from generator.site.output import reasons_in_chinese


@click.command("schema", short_help="生成编辑器用的 JSON Schema")
@root_option
@click.option(
    "--out", type=Root(), help="放在哪里；不写就是 generator/schema，没有 generator 的放在 schema。"
)
def command(root: Path, out: Path | None) -> None:
    """由模型和词表生成 JSON Schema，编辑器据此补全和解释字段。"""
    home = root / "generator"
    folder = out or (home if home.is_dir() else root) / "schema"
    with reasons_in_chinese():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files(read_register(root).register.vocabulary).items():
            (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"已写入 {folder}")
