"""What was read of the history, kept below `.build/`, so that only new commits are read.

A file that is broken, half written or of another version counts as none.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def load(file: Path, version: str) -> Mapping[str, Any] | None:
    """What `save` kept in this file under the same version; None where there is no such."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        if head.decode() != f"{version} {hashlib.sha256(body).hexdigest()}":
            return None
        kept = json.loads(body)
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def save(file: Path, version: str, content: Mapping[str, Any]) -> None:
    """Keeps the content; where the disk refuses, nothing is kept and nothing else is lost."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    head = f"{version} {hashlib.sha256(body).hexdigest()}\n".encode()
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        draft.write_bytes(head + body)
        draft.replace(file)
