"""The architecture: imports run one way, libraries keep their places, modules are short."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath

import pytest

from generator.cli.main import COMMANDS
from generator.site.pages import FAMILIES
from tests.registers import REPOSITORY

PACKAGE = REPOSITORY / "generator"
LONGEST = 500
"""Lines of a module."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """`generator.site.build` of `generator/site/build.py`."""
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path): path for path in modules()}


@cache
def imported(path: Path) -> frozenset[str]:
    """Return every module that a module imports, of ours and of others."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {one if one in NAMES else node.module for one in full}
    return frozenset(names)


IMPORTS: Mapping[str, Sequence[str]] = {
    name: sorted(imported(path) & NAMES.keys()) for name, path in NAMES.items()
}


def cycles(name: str, way: tuple[str, ...], done: set[str]) -> Iterator[tuple[str, ...]]:
    if name in way:
        yield way[way.index(name) :]
    elif name not in done:
        done.add(name)
        for one in IMPORTS[name]:
            yield from cycles(one, (*way, name), done)


def test_no_modules_import_each_other_in_a_circle() -> None:
    done: set[str] = set()
    assert [one for name in IMPORTS for one in cycles(name, (), done)] == []


def test_each_module_says_what_it_is_for_and_is_short_enough() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in modules()}
    assert [path for path, text in texts.items() if not ast.get_docstring(ast.parse(text))] == []
    assert [path for path, text in texts.items() if len(text.splitlines()) > LONGEST] == []


LAYERS: Sequence[Sequence[str]] = (
    ("__init__.py", "core/*.py"),
    ("load/*.py",),
    (
        "kinds/*/model.py",
        *(f"kinds/programme/{name}.py" for name in ("documents", "lifecycle", "publication")),
    ),
    ("kinds/*.py", "kinds/*/__init__.py"),
    ("audit/*.py", "cache/*.py"),
    ("site/renderers.py", "site/settings.py", "site/layouts.py"),
    (
        "public/*.py",
        *(f"kinds/*/{name}.py" for name in ("status", "replay", "accountability", "same_unit")),
        *(f"kinds/issue/{name}.py" for name in ("column", "columns", "debts", "ledger", "work")),
        *(f"kinds/issue/{name}.py" for name in ("summaries", "summary_rows", "work_sheet")),
        *(
            f"kinds/issue/{name}.py"
            for name in ("search_words", "stages", "work_periods", "moves", "pressing")
        ),
    ),
    ("checks/*.py", "kinds/*/rules.py", "kinds/issue/evidence_rules.py"),
    ("questions/*.py", "kinds/*/questions.py"),
    ("exchange/*.py", "kinds/*/imports.py"),
    ("form/*.py",),
    tuple(
        f"site/{name}.py"
        for name in (
            *("__init__", "links", "markup", "menu", "page", "tables"),
            *("charts", "glossary", "index", "tiles", "trends"),
        )
    ),
    ("kinds/*/*.py", "reports/*.py", "site/overview/*.py", "site/search/*.py", "site/feeds.py"),
    ("site/*.py",),
    ("demo/*.py", "kinds/*/demo.py"),
    ("cli/*.py", "__main__.py"),
)
"""Files of `generator/`, the lowest layer first; the pattern with the fewest stars decides."""


def layer(name: str) -> int:
    path = PurePosixPath(NAMES[name].relative_to(PACKAGE).as_posix())
    found = [
        (pattern.count("*"), number)
        for number, patterns in enumerate(LAYERS)
        for pattern in patterns
        if path.match(pattern) and len(path.parts) == len(PurePosixPath(pattern).parts)
    ]
    assert found, f"{path} belongs to no layer"
    return min(found)[1]


def test_imports_go_to_the_same_layer_or_a_lower_one() -> None:
    upwards = [
        f"{name} imports {one}"
        for name, ours in IMPORTS.items()
        for one in ours
        if layer(one) > layer(name)
    ]
    assert upwards == []


LIBRARIES: Mapping[str, Sequence[str]] = {
    "click": ("cli/*.py",),
    "git": ("audit/*.py",),
    "jinja2": ("site/markup.py", "site/page.py"),
    "markupsafe": ("site/markup.py", "kinds/issue/pages.py", "kinds/issue/downloads.py"),
    "PIL": ("load/pictures.py",),
    "pathspec": ("core/path_patterns.py",),
    "pydantic": ("*.py",),
    "pydantic_core": (
        "core/*.py",
        "checks/shape_rules.py",
        "exchange/account.py",
        "questions/*.py",
        "cli/*.py",
    ),
    "nh3": ("site/layouts.py",),
    "segno": ("kinds/issue/downloads.py",),
    "openpyxl": ("exchange/error_workbook.py",),
    "python_calamine": ("exchange/sheets.py",),
    "xlsxwriter": (
        "exchange/steps_workbook.py",
        "exchange/template_workbook.py",
        "exchange/sheet_rows.py",
        "exchange/workbook.py",
        "exchange/xlsx.py",
    ),
    "yaml": ("load/*.py", "core/yaml_writer.py"),
}
"""Every library, and the only files that may import it; models are pydantic's, so any may."""

SYSTEM: Mapping[str, Sequence[str]] = {
    "concurrent": ("core/pool.py", "cli/check.py"),
    "multiprocessing": ("core/pool.py",),
    "sqlite3": ("cache/*.py", "exchange/open_files.py"),
    "subprocess": ("audit/git.py", "form/runtime.py", "site/renderers.py"),
    "threading": ("core/pool.py", "cli/served_site.py", "cli/edit_server.py"),
    **dict.fromkeys(("asyncio", "socket", "ssl", "_thread", "pkgutil", "runpy"), ()),
}
"""Modules of Python that start processes or threads, keep data or reach a network, and the only
files that may import them. No read is traced in a thread."""


LOADERS = (
    "core/record_kind.py",
    "kinds/registry.py",
    "site/pages.py",
    "cli/main.py",
    "form/compiling.py",
)
"""The only files that import a module by its name when it is needed."""


BY_NAME = {"import_module", "__import__", "exec", "eval", "spec_from_file_location", "find_spec"}
BY_NAME |= {"sys.modules"}


def hidden_imports(source: str) -> Iterator[int]:
    """Yield the lines that import what no import statement names, under whatever name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func):
                names = {ast.unparse(func).split(".")[-1]}
            case ast.ImportFrom(names=parts):
                names = {one.name for one in parts}
            case ast.Attribute():
                names = {ast.unparse(node)}
            case _:
                continue
        if names & BY_NAME:
            yield node.lineno


def test_no_import_is_relative_or_by_name_but_in_the_loaders() -> None:
    texts = {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in modules()}
    hidden = {path.as_posix() for path, text in texts.items() if [*hidden_imports(text)]}
    relative = [
        f"{path}:{node.lineno}"
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
    assert hidden == set(LOADERS)


@pytest.mark.parametrize(
    "source",
    [
        "importlib.import_module('generator.site.build')",
        "from importlib import import_module as load",
        "build = sys.modules['generator.site.build']",
        "exec('import generator.site.build')",
    ],
)
def test_import_by_name_is_noticed(source: str) -> None:
    assert [*hidden_imports(source)] == [1]


def test_libraries_are_imported_in_their_homes_only() -> None:
    assert strays(LIBRARIES | SYSTEM) == []


def test_every_library_that_is_listed_is_imported() -> None:
    assert [name for name in LIBRARIES if not strays(LIBRARIES | {name: ()})] == []


def strays(homes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return imports outside of these homes; whatever is no part of Python has to be listed."""
    free = sys.stdlib_module_names - homes.keys() | {PACKAGE.name}
    return [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in {one.split(".")[0] for one in imported(path)} - free
        if not any(path.match(pattern) for pattern in homes.get(name, ()))
    ]


def test_no_class_name_is_defined_twice() -> None:
    names = Counter(
        node.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_what_is_loaded_by_name_is_there() -> None:
    for family in FAMILIES:
        assert callable(getattr(import_module(family.module), family.function))
    for module in COMMANDS.values():
        assert import_module(f"generator.cli.{module}").command
