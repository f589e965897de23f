"""The models as JSON Schema, by which editors complete and explain the fields of records."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.vocabulary import Vocabulary
from generator.kinds.registry import KINDS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What the YAML language server reads."""


def schema_files(vocabulary: Vocabulary) -> Mapping[str, str]:
    """File name → text of the schema of each kind, with the allowed words written in."""
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
    """Without what pydantic takes from our English docstrings and class names."""
    definitions = {
        name: _without_docstrings(inner) for name, inner in schema.get("$defs", {}).items()
    }
    kept = {key: value for key, value in schema.items() if key not in ("description", "title")}
    return {**kept, "$defs": definitions} if definitions else kept
