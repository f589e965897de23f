"""Provinces by the first two digits of the codes of their cities and counties (GB/T 2260).

Cities of the campaigns so far, by their six digits.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("provinces.json")
_CITIES = Path(__file__).with_name("cities.json")


@cache
def provinces() -> Mapping[str, str]:
    """Return two digits → name of the province."""
    return dict(json.loads(_TABLE.read_text(encoding="utf-8")))


def province_of(code: str) -> str:
    """Return the province of a six-digit code; "" for a code that no province has."""
    return provinces().get(code[:2], "")


@cache
def cities() -> Mapping[str, str]:
    """Return code → name of the cities that are known; most cities of the country are not."""
    return dict(json.loads(_CITIES.read_text(encoding="utf-8")))
