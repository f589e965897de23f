"""Provinces by the first two digits of the codes of their cities and counties (GB/T 2260)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("provinces.json")


@cache
def provinces() -> Mapping[str, str]:
    """Return two digits → name of the province."""
    return dict(json.loads(_TABLE.read_text(encoding="utf-8")))


def province_of(code: str) -> str:
    """Return the province of a six-digit code; "" for a code that no province has."""
    return provinces().get(code[:2], "")
