"""The JSON Schema that editors read is fresh, Chinese, and known to the editor settings."""

import json
from collections.abc import Iterator
from typing import Any

from generator.cli.schema import schema_files
from generator.kinds.registry import KINDS
from generator.site.build import read_register
from tests.registers import REPOSITORY

FOLDER = REPOSITORY / "generator" / "schema"


def properties(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {}).values()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_committed_schema_is_what_the_models_and_the_vocabulary_give() -> None:
    """If this fails, run `make schema` and look at the difference."""
    fresh = schema_files(read_register(REPOSITORY).register.vocabulary)
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert committed == dict(fresh)


def test_every_property_has_a_chinese_title_and_description() -> None:
    for path in FOLDER.iterdir():
        for one in properties(json.loads(path.read_text(encoding="utf-8"))):
            assert is_chinese(one["title"]), (path.name, one)
            assert is_chinese(one["description"]), (path.name, one)


def test_words_are_offered_where_a_list_is_named() -> None:
    schema = json.loads((FOLDER / "issue.json").read_text(encoding="utf-8"))
    assert "未安装治污设施" in schema["properties"]["category"]["enum"]


def test_editor_settings_name_a_schema_for_every_kind() -> None:
    settings = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    globs = {glob for value in settings["yaml.schemas"].values() for glob in value}
    for path in settings["yaml.schemas"]:
        assert (REPOSITORY / path).is_file(), path
    assert {f"records/{kind.folder}/**/*.yml" for kind in KINDS} < globs
