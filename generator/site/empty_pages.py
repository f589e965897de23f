"""Pages of the public edition that would say nothing: they are not made, and nothing leads there.

See decision 0065.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from generator.kinds.register import Register
from generator.kinds.registry import KINDS
from generator.public.policy import is_told
from generator.site.layouts import Layouts
from generator.site.links import ASSESSMENTS, DUES

INTERNAL = (ASSESSMENTS, DUES)
"""Pages whose content is for the staff alone."""

OF_RECORDS: Mapping[str, type] = {
    f"{kind.folder}/index.html": kind.model
    for kind in KINDS
    if kind.folder in kind.page_folders and not (kind.judges or kind.says_rules)
}
"""Pages that say nothing where no such record is public."""


def empty_pages(register: Register) -> frozenset[str]:
    """Return the paths of the pages that the public edition of a register does not have."""
    told = {type(one.record) for one in register.filed if is_told(one.record)}
    return frozenset(INTERNAL) | {path for path, model in OF_RECORDS.items() if model not in told}


def layouts_without(layouts: Layouts, absent: Collection[str]) -> Layouts:
    """Return the layouts with no entry of these pages in the menu, and no link to them."""
    if not absent:
        return layouts
    return replace(
        layouts,
        by_folder={
            name: _without_entries(text, absent)
            for name, text in layouts.by_folder.items()
            if f"{name}/index.html" not in absent
        },
        written={
            path: without_links(_without_entries(text, absent), absent)
            for path, text in layouts.written.items()
        },
    )


def without_links(text: str, absent: Collection[str]) -> str:
    """Return a page or its body with the words of the links to these pages alone."""
    if not any(path in text for path in absent):
        return text
    return _pattern(r"<a\b[^>]*\bhref=\"{}(?:#[^\"]*)?\"[^>]*>(.*?)</a>", absent).sub(r"\2", text)


_ENTRY = r"<li class=\"md-nav__item\"><a href=\"{}\"[^>]*>[^<]*</a>(?:</li>)?"
_SIBLING = r"(?<=[> ])<a href=\"{}\">[^<]*</a> ?"
_TAB = r"(<li class=\"md-tabs__item[^\"]*\"><a href=\")({})(\")"


def _without_entries(layout: str, absent: Collection[str]) -> str:
    """Return a layout whose menu has no entry of these pages; a tab leads to the next entry."""
    found = [one[0] for one in _MENU.findall(layout)]

    def instead(tab: re.Match[str]) -> str:
        behind = found[found.index(tab[2]) + 1 :] if tab[2] in found else []
        present = (one for one in behind if not _pattern("^{}$", absent).match(one))
        return f"{tab[1]}{next(present, tab[2])}{tab[4]}"

    layout = _pattern(_TAB, absent).sub(instead, layout)
    for pattern in (_ENTRY, _SIBLING):
        layout = _pattern(pattern, absent).sub("", layout)
    return layout


_MENU = re.compile(r'<li class="md-nav__item[^"]*">(?:<input[^>]*> ?)*<a href="([^"]*)"()')


@lru_cache(32)
def _compiled(pattern: str, absent: tuple[str, ...]) -> re.Pattern[str]:
    paths = "|".join(map(re.escape, absent))
    return re.compile(pattern.replace("{}", rf"((?:\.\./|/)*(?:{paths}))"), re.DOTALL)


def _pattern(pattern: str, absent: Collection[str]) -> re.Pattern[str]:
    """Return the pattern with any link to these pages in the place of `{}`."""
    return _compiled(pattern, tuple(sorted(absent)))
