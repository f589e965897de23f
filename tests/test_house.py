"""The house keeps its order: a module imports only from rows below its own."""

import ast
from pathlib import Path

import pytest

from generator.cli import COMMANDS
from generator.render.site import FAMILIES
from tests.registers import REPOSITORY

PACKAGE = REPOSITORY / "generator"
ROWS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "findings", "tracing", "workers"}),
    frozenset({"vocabulary"}),
    frozenset({"model"}),
    frozenset({"edition", "lifecycle", "store"}),
    frozenset({"load", "history", "check", "derive", "write", "frame", "tables", "demo"}),
    frozenset({"exports", "stage"}),
    frozenset({"inventory", "manifest", "render", "sweep", "trail"}),
    frozenset({"chapters", "guard", "versions"}),
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
    assert len(text.splitlines()) <= 500


CALLED_BY_NAME = [
    *((f"render.{one.module}", one.function) for one in FAMILIES),
    *((f"commands.{name}", "command") for name in COMMANDS.values()),
]
"""What is loaded when it is needed: module and what is called there. No import tells of it."""


@pytest.mark.parametrize(("module", "called"), CALLED_BY_NAME, ids=str)
def test_what_is_loaded_by_name_is_there(module: str, called: str) -> None:
    path = PACKAGE / f"{module.replace('.', '/')}.py"
    assert path.is_file(), f"{path} is named and not there"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    there = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    assigned = {
        ast.unparse(target)
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
    }
    assert called in there | assigned


LOADERS = {"cli.py": "commands", "render/site.py": "render"}
"""The modules that load others by name, and the only room in which each of them looks."""


def test_modules_are_loaded_by_name_only_where_their_row_allows_it() -> None:
    users = [path for path in modules() if "importlib.import_module" in imported(path)]
    assert [path.relative_to(PACKAGE).as_posix() for path in users] == [*LOADERS]
    for path, room in zip(users, LOADERS.values(), strict=True):
        [named] = [args[0] for args in calls(path, "import_module")]
        assert isinstance(named, ast.JoinedStr)
        assert ast.literal_eval(named.values[0]) == f"generator.{room}."
        assert room == room_of(path) or HEIGHT[room] < HEIGHT[room_of(path)]


def calls(path: Path, function: str) -> list[list[ast.expr]]:
    """The arguments of each call of a function in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    return [one.args for one in found if ast.unparse(one.func) == function]


def test_mkdocs_is_never_imported() -> None:
    for path in modules():
        assert not any(name.split(".")[0] in ("mkdocs", "material") for name in imported(path))


def test_every_version_is_pinned_and_names_no_address() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(line.count("==") == 1 and "//" not in line for line in pins)
