"""Values in the address of the record search."""

import re
from functools import lru_cache
from urllib.parse import quote_plus

_NO_HAN = re.compile(r"[^\u4e00-\u9fff]+")


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """A value as an address holds it. Chinese signs stay: an address may hold them, a reader can
    read them, and quoted they take three times the room on pages with thousands of links.

    Kept, because pages ask for the same cities, rounds and categories thousands of times.
    """
    return _NO_HAN.sub(lambda other: quote_plus(other[0]), text)
