"""The sitemap of a site that has an address, after sitemaps.org (protocol 0.9)."""

import html
from collections.abc import Iterable
from urllib.parse import quote

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_text(address: str, paths: Iterable[str]) -> str:
    """`sitemap.xml` for these paths below an address that ends in a slash, in the order given."""
    lines = (f"<url><loc>{html.escape(address + quote(path))}</loc></url>" for path in paths)
    return (
        "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<urlset xmlns="{_SPACE}">',
                *lines,
                "</urlset>",
            ]
        )
        + "\n"
    )
