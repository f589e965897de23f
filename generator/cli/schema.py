"""`lantian schema`: the models as JSON Schema, with which editors complete and explain fields.

See decision 0044.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from generator.cli.options import Root, root_option
from generator.core.vocabulary import Vocabulary
from generator.kinds.registry import KINDS
from generator.site.build import read_register
from generator.site.output import system_errors_in_chinese


@click.command("schema", short_help="生成编辑器用的 JSON Schema")
@root_option
@click.option(
    "--out", type=Root(), help="放在哪里；不写就是 generator/schema，没有 generator 的放在 schema。"
)
def command(root: Path, out: Path | None) -> None:
    """由模型和词表生成 JSON Schema，编辑器据此补全和解释字段。"""
    home = root / "generator"
    folder = out or (home if home.is_dir() else root) / "schema"
    with system_errors_in_chinese():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files(read_register(root).register.vocabulary).items():
            (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"已写入 {folder}")


DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that the YAML language server reads."""


def schema_files(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return file name → text of the schema of each kind, with the allowed words written in."""
    return dict(_files(vocabulary))


def _files(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        schema = vocabulary.with_enums(kind.model.model_json_schema())
        yield f"{kind.name}.json", _text(schema, kind.title)
    yield "vocabulary.json", _text(Vocabulary.model_json_schema(), "词表")


def _text(schema: dict[str, Any], title: str) -> str:
    spoken = {"$schema": DIALECT, **_without_docstrings(schema), "title": title}
    return json.dumps(spoken, ensure_ascii=False, indent=2) + "\n"


def _without_docstrings(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without our English docstrings and class names."""
    definitions = {
        name: _without_docstrings(inner) for name, inner in schema.get("$defs", {}).items()
    }
    kept = {key: value for key, value in schema.items() if key not in ("description", "title")}
    return {**kept, "$defs": definitions} if definitions else kept
