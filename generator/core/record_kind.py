"""What a record kind is: its model, its IDs and paths, and where it plugs into the framework.

The framework knows kinds through this value alone. Plug-in points are references and are loaded
when they are used: loading the pages of all kinds takes a further build longer than what it makes.

See decision 0019.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from generator.core.fields import Record

LAST = 1000
"""The rank of what stands behind all that have one; equal ranks keep the order of the kinds."""


class DemoScope(StrEnum):
    """Which invented registers hold records of a kind: each, those with teams, those with all."""

    ALWAYS = "always"
    TEAMS = "teams"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OpenData:
    """How records of a kind stand in the open data: a table of them, and one of each list in them.

    Tables follow from the model. `lists` names those of lists that are not called after folder and
    list; `beside` are the fields of the record that each row of its lists repeats.
    """

    lists: Mapping[str, str] = field(default_factory=dict)
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One record kind. `id_pattern` has one named group for each part that `path_form` uses.

    `judges` says whether other records are judged by those of this kind. A reference is written
    `module:attribute`, with the module as seen from the kind's package; "" where there is none.
    """

    package: str
    name: str
    title: str
    folder: str
    model: type[Record]
    id_pattern: str
    path_form: str
    example: str
    measure: str = "条"
    """The measure word (量词) behind a number of its records: 3 个（问题）, 2 份（通报）."""
    serial: bool = False
    """Whether its IDs end in a running number, so that two people may take the same one."""
    judges: bool = False
    judged_with: tuple[str, ...] = ()
    """Paths of the other leaf records that its rules look at, made of parts of its own path."""

    questions: str = ""
    """What is asked about a new record, or an entry of one, a sequence of `RecordForm`."""
    imports: str = ""
    """The tables that its records are read from, a sequence of `TableKind`."""
    open_data: OpenData | None = None
    """Its tables among the open data; None for a kind that is not offered."""
    ratios: str = ""
    """Ratios that its pages give, each with `title` and `meaning`, for the glossary."""
    rules: str = ""
    """Its rules, a sequence of `Rule[Checked]`."""
    pages: tuple[str, ...] = ()
    """Functions `(site) -> Iterator[PageJob]`, one for each family of pages."""
    page_folders: tuple[str, ...] = ()
    """The folders of the site that these pages are made in; each has an index page."""
    search: str = ""
    """A function `(site) -> Iterator[SearchEntry]`."""
    search_label: str = ""
    """How the search calls records of this kind; "" for a kind that it does not know."""
    search_rank: int = LAST
    place: str = ""
    """A function `(site, record) -> str`: the path in the site where a record is shown."""
    demo: str = ""
    """A function `(setting, seed) -> DemoFeed`."""
    demo_scope: DemoScope = DemoScope.ALL
    demo_rank: int = LAST

    def __post_init__(self) -> None:
        """Refuse, while the kind's package is imported, what would fail when it is used."""
        parts = {"id", *re.compile(self.id_pattern, re.ASCII).groupindex}
        for part in re.findall(r"{(\w*)}", self.path_form):
            assert part in parts, f"{self._field('path_form')}: id_pattern has no group {part!r}"
        assert self.path_of(self.example), f"{self._field('example')}: not of id_pattern"
        for reference in self.references:
            module, colon, _ = reference.partition(":")
            is_there = (self._home / f"{module}.py").is_file()
            assert colon, f"{self._naming(reference)}: write module:attribute"
            assert is_there, f"{self._naming(reference)}: {self.package} has no module {module!r}"

    @property
    def references(self) -> tuple[str, ...]:
        """Return all references that it has."""
        shown = (*self.pages, self.search, self.place, self.ratios)
        read = (self.questions, self.imports)
        return tuple(filter(None, (self.rules, *shown, *read, self.demo)))

    @property
    def templates(self) -> Path:
        """Return the folder of its templates, which need not be there."""
        return self._home / "templates"

    @property
    def rule_pages(self) -> Path:
        """Return the folder with a page for each of its rules, which need not be there."""
        return self._home / "rule_pages"

    @property
    def _home(self) -> Path:
        return Path(str(sys.modules[self.package].__file__)).parent

    def load(self, reference: str) -> Any:
        """Return what a reference names; the one who asks knows its type. AssertionError."""
        name, _, attribute = reference.partition(":")
        module = import_module(f"{self.package}.{name}")
        is_there = hasattr(module, attribute)
        assert is_there, f"{self._naming(reference)}: the module has no {attribute!r}"
        return getattr(module, attribute)

    def _naming(self, reference: str) -> str:
        """Return the field that holds a reference, as messages to developers name it."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        held = (name for name, value in values.items() if reference in (value, *_each(value)))
        return f"{self._field(next(held))} = {reference!r}"

    def _field(self, name: str) -> str:
        return f"{self.package}: RecordKind {self.name!r}, field {name!r}"

    def path_of(self, record_id: str) -> str | None:
        """Return the path below `records/` for this ID; None where the ID has no such form."""
        return _path(self.id_pattern, self.path_form, record_id)


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


@lru_cache(maxsize=4096)
def _path(pattern: str, form: str, record_id: str) -> str | None:
    """Kept, because several rules and every page ask it of the same records."""
    match = re.fullmatch(pattern, record_id, re.ASCII)
    return form.format(id=record_id, **match.groupdict()) if match else None
