"""Pages of the public edition that would say nothing: they are not made, and nothing leads there.

See decision 0065.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from generator.core.fields import Record
from generator.core.vocabulary import Vocabulary
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.monitor.model import Monitor
from generator.kinds.register import Register
from generator.kinds.registry import KINDS
from generator.site.layouts import Layouts
from generator.site.links import ASSESSMENTS, DUES, GUIDE, LEDGERS, appraisals_path, monitor_path

INTERNAL = (ASSESSMENTS, DUES, GUIDE, LEDGERS)
"""Pages whose content is for the staff alone, and what leads to those of the full edition."""

OF_RECORDS: Mapping[str, type] = {
    f"{kind.folder}/index.html": kind.model
    for kind in KINDS
    if kind.folder in kind.page_folders and not kind.judges
}
"""Pages that say nothing where no such record is public."""


def empty_pages(register: Register, today: date) -> frozenset[str]:
    """Return the paths of the pages that the public edition of a register does not have."""
    words = register.vocabulary
    told = {type(one.record) for one in register.filed if _says_something(one.record, today, words)}
    pages = (path for path, model in OF_RECORDS.items() if model not in told)
    return frozenset((*INTERNAL, *pages, *_bare_requirements(register, today)))


def _says_something(record: Record, today: date, words: Vocabulary) -> bool:
    """Return whether the public learns more of a record than what its plan requires."""
    return record.is_told_on(today, words) and not record.is_bare


def _bare_requirements(register: Register, today: date) -> Iterator[str]:
    """Yield the pages of requirements without results: the page of their plan says the same."""
    words = register.vocabulary
    for monitor in register.select(Monitor):
        if not _says_something(monitor, today, words):
            yield monitor_path(monitor.programme_id, monitor.city_id)
    for programme in register.programmes.values():
        own = register.select(Appraisal, programme=programme.id)
        if programme.appraisal and not any(_says_something(one, today, words) for one in own):
            yield appraisals_path(programme.id)


def layouts_without(layouts: Layouts, absent: Collection[str]) -> Layouts:
    """Return the layouts without those of these pages, and with no link to them."""
    if not absent:
        return layouts
    return replace(
        layouts,
        by_folder={
            name: text
            for name, text in layouts.by_folder.items()
            if f"{name}/index.html" not in absent
        },
        written={path: without_links(text, absent) for path, text in layouts.written.items()},
    )


def without_links(text: str, absent: Collection[str]) -> str:
    """Return a page or its body with the words of the links to these pages alone."""
    if not any(path in text for path in absent):
        return text
    return _pattern(r"<a\b[^>]*\bhref=\"{}(?:#[^\"]*)?\"[^>]*>(.*?)</a>", absent).sub(r"\2", text)


@lru_cache(32)
def _compiled(pattern: str, absent: tuple[str, ...]) -> re.Pattern[str]:
    paths = "|".join(map(re.escape, absent))
    return re.compile(pattern.replace("{}", rf"((?:\.\./|/)*(?:{paths}))"), re.DOTALL)


def _pattern(pattern: str, absent: Collection[str]) -> re.Pattern[str]:
    """Return the pattern with any link to these pages in the place of `{}`."""
    return _compiled(pattern, tuple(sorted(absent)))
