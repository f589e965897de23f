"""The house keeps its order: a module imports only from rows below its own."""

import ast
from pathlib import Path

import pytest

from tests.registers import REPOSITORY

PACKAGE = REPOSITORY / "generator"
ROWS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "findings", "workers"}),
    frozenset({"vocabulary"}),
    frozenset({"model"}),
    frozenset({"edition", "lifecycle"}),
    frozenset({"load", "history", "check", "derive", "write", "frame", "tables", "demo", "store"}),
    frozenset({"exports", "stage"}),
    frozenset({"inventory", "manifest", "render", "sweep", "trail"}),
    frozenset({"chapters", "guard"}),
    frozenset({"build", "change"}),
    frozenset({"verify"}),
    frozenset({"commands"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
HEIGHT = {room: height for height, row in enumerate(ROWS) for room in row}
ONLY_HOME = {
    "yaml": {"load", "model"},
    "git": {"history"},
    "jinja2": {"render"},
    "pathspec": {"model"},
    "segno": {"render"},
    "xlsxwriter": {"exports"},
    "subprocess": {"frame", "history"},
    "click": {"cli", "commands"},
}
"""What only some rooms may know; `model` writes the canonical YAML of a record."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_from_lower_rows(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "generator" and len(parts) > 1 and parts[1] != room:
            assert parts[1] in HEIGHT, f"{parts[1]} has no row in ROWS"
            assert HEIGHT[parts[1]] < HEIGHT[room], f"{room} may not import {parts[1]}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_outside_library_is_known_only_where_it_belongs(path: Path) -> None:
    for name in imported(path):
        library = name.split(".")[0]
        assert room_of(path) in ONLY_HOME.get(library, {room_of(path)}), f"{library} in {path}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_says_what_it_is_for_and_fits_in_a_head(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 250


def test_mkdocs_is_never_imported() -> None:
    for path in modules():
        assert not any(name.split(".")[0] in ("mkdocs", "material") for name in imported(path))


def test_every_version_is_pinned_and_names_no_address() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(line.count("==") == 1 and "//" not in line for line in pins)
