"""The architecture: imports run one way, libraries keep their places, modules are short."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path

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


def imported(path: Path) -> set[str]:
    """Return every module that a module imports, of ours and of others."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {one if one in NAMES else node.module for one in full}
    return names


IMPORTS: Mapping[str, Sequence[str]] = {
    name: sorted(imported(path) & NAMES.keys()) for name, path in NAMES.items()
}


LAYERS: Sequence[str] = (
    "generator generator.core*",
    "generator.load* generator.kinds.*.model generator.kinds.programme.lifecycle",
    "generator.kinds* generator.public.policy",
    "generator.audit* generator.public* generator.cache* generator.exchange*",
    "generator.checks* generator.kinds.*.rules",
    "generator.site*",
    "generator.site.overview* generator.site.search* generator.site.feeds generator.reports*"
    " generator.kinds.*.pages generator.kinds.*_pages generator.kinds.*.views"
    " generator.kinds.*.search generator.kinds.issue.downloads generator.kinds.issue.history"
    " generator.kinds.programme.one_list generator.kinds.programme.seasons"
    " generator.kinds.team.dispatch generator.public.leak_scan",
    "generator.site.assemble generator.site.build generator.site.city_job*"
    " generator.site.context generator.site.dependencies generator.site.inputs"
    " generator.site.output generator.site.page_cache generator.site.pages generator.site.plan"
    " generator.site.verify",
    "generator.__main__ generator.cli* generator.demo* generator.kinds.*.demo",
)
"""The layers, from below, by patterns of module names. The longest pattern that fits decides."""


def layer_of(name: str) -> int:
    fitting = [
        (len(pattern), layer)
        for layer, patterns in enumerate(LAYERS)
        for pattern in patterns.split()
        if fnmatchcase(name, pattern)
    ]
    return max(fitting)[1]


def test_a_module_imports_from_its_own_layer_or_one_below() -> None:
    upwards = [
        (name, one) for name in IMPORTS for one in IMPORTS[name] if layer_of(one) > layer_of(name)
    ]
    assert upwards == []


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


HOMES: Mapping[str, str] = {
    "click": "generator.cli.*",
    "git": "generator.audit.merge",
    "jinja2": "generator.site.page",
    "pathspec": "generator.core.path_patterns",
    "segno": "generator.kinds.issue.downloads",
    "sqlite3": "generator.cache.cache",
    "subprocess": "generator.audit.git generator.site.renderers",
    "xlsxwriter": "generator.exchange.xlsx",
    "yaml": "generator.load.* generator.core.yaml_writer",
    "mkdocs": "",
    "material": "",
    "zensical": "",
}
"""Library → the modules that may import it. The renderers are run as programs."""


def test_each_library_is_imported_at_its_home_alone() -> None:
    found = {(name, one.split(".")[0]) for name, path in NAMES.items() for one in imported(path)}
    astray = [
        (name, library)
        for name, library in sorted(found)
        if library in HOMES and not any(fnmatchcase(name, one) for one in HOMES[library].split())
    ]
    assert astray == []


def test_what_is_loaded_by_name_is_there() -> None:
    for family in FAMILIES:
        assert callable(getattr(import_module(family.module), family.function))
    for module in COMMANDS.values():
        assert import_module(f"generator.cli.{module}").command


def test_every_version_is_pinned_and_names_no_address() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(line.count("==") == 1 and "//" not in line for line in pins)
