"""The architecture: imports run one way, libraries keep their places, modules are short."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

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


def test_mkdocs_is_never_imported() -> None:
    libraries = {name.split(".")[0] for path in modules() for name in imported(path)}
    assert libraries.isdisjoint({"mkdocs", "material"})


def test_every_version_is_pinned_and_names_no_address() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(line.count("==") == 1 and "//" not in line for line in pins)
