"""Small values that commands remember between runs: one JSON object under a name."""

import json
from collections.abc import Mapping
from typing import Any

from generator.cache.cache import Cache, CacheDamaged

_NAMESPACE = "notes"


def load_note(cache: Cache, name: str) -> Mapping[str, Any] | None:
    """Return what was kept under a name; None where there is nothing."""
    try:
        content = json.loads(cache.get(_NAMESPACE, name) or b"null")
    except (CacheDamaged, ValueError):
        return None
    return content if isinstance(content, dict) else None


def save_note(cache: Cache, name: str, content: Mapping[str, Any]) -> None:
    """Keep a value; where it is kept already or the file can not be written, nothing happens."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    cache.put(_NAMESPACE, name, text.encode())
