"""What code that makes pages may not do, because no read of a register would be recorded.

See decision 0015. Private attributes of others are left to ruff (SLF), threads to the allow-list of
imports in `tests/test_architecture.py`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registers import REPOSITORY
from tests.test_architecture import NAMES, layer

PLAIN = {"str", "int", "float", "bool", "bytes", "date", "PartialDate", "tuple[str, ...]"}
"""Types of arguments that hold nothing of a register: from them a function may be cached."""
PLAIN |= {"type[BaseModel]", "type[Record]"}

CACHES = {"cache", "lru_cache"}
CLOCKS = {"today", "now", "utcnow", "time", "localtime"}
"""What `date`, `datetime` and `time` are asked for the moment by."""

CLOCK_MODULES = {"date", "datetime", "time"}
CLOCK_HOMES = {"core/dates.py", "cli/doctor.py"}
ENVIRONMENT_HOMES = {
    *("audit/git.py", "cli/main.py", "site/renderers.py"),
    *("cli/browser.py", "cli/completion.py", "cli/doctor.py", "cli/progress.py"),
}
"""Where the machine itself is asked; commands that tell of it or suit it make no page."""


def name_of(node: ast.AST) -> str:
    """Return the last part of a dotted name."""
    return getattr(node, "attr", getattr(node, "id", ""))


def decorators(node: ast.FunctionDef) -> set[str]:
    found = (one.func if isinstance(one, ast.Call) else one for one in node.decorator_list)
    return {name_of(one) for one in found}


def types(node: ast.FunctionDef) -> set[str]:
    """Return the types of all arguments."""
    given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return {ast.unparse(one.annotation) if one.annotation else "" for one in given}


def caches(source: str) -> Iterator[str]:
    """Yield the values that are kept apart from what was read to make them.

    A function may be cached if it takes plain values, as may one that is made inside another.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "cached_property" in decorators(node):
            yield f"{node.lineno}: {node.name}, better a traced_property"
    for node in (*tree.body, *(one for part in tree.body for one in ast.iter_child_nodes(part))):
        if isinstance(node, ast.FunctionDef) and CACHES & decorators(node) and types(node) - PLAIN:
            yield f"{node.lineno}: {node.name}, better a memo of the site index"
        if isinstance(node, ast.Call) and CACHES & {name_of(node.func), *wrapped(node)}:
            yield f"{node.lineno}: {ast.unparse(node)}"


def wrapped(node: ast.Call) -> set[str]:
    return {name_of(node.func.func)} if isinstance(node.func, ast.Call) else set()


def clocks(source: str) -> Iterator[str]:
    """Yield where the clock is asked."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in CLOCKS
            and name_of(node.value) in CLOCK_MODULES
        ):
            yield f"{node.lineno}: {ast.unparse(node)}"


def environment(source: str) -> Iterator[str]:
    """Yield where the environment of the process is asked."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name | ast.alias):
            name = node.name if isinstance(node, ast.alias) else name_of(node)
            if name in ("environ", "environb", "getenv"):
                yield f"{node.lineno}: {name}"


READERS = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob"}


def files_read(source: str) -> Iterator[str]:
    """Yield where a file is read past the register."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and name_of(node.func) in READERS:
            yield f"{node.lineno}: {ast.unparse(node)}"


def closures(source: str) -> Iterator[str]:
    """Yield pages made by what a function made: it may hold values whose reads are lost."""
    tree = ast.parse(source)
    made = {name for node in tree.body for name in inner_names(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "PageJob":
            given = [*node.args[1:2], *(one.value for one in node.keywords if one.arg == "make")]
            if any(not isinstance(one, ast.Name) or one.id in made for one in given):
                yield f"{node.lineno}: {ast.unparse(node)}"


def inner_names(outer: ast.AST) -> Iterator[str]:
    """Yield the functions and variables that are made within a function or class."""
    for node in ast.walk(outer):
        if isinstance(node, ast.FunctionDef) and node is not outer:
            yield node.name
        elif isinstance(node, ast.Assign | ast.NamedExpr) and node is not outer:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name_of(one) for one in targets)


PAGES = layer("generator.kinds.city.pages")


def page_modules() -> Iterator[Path]:
    """Yield the modules that make pages, and those whose values pages are made from."""
    derived = layer("generator.kinds.task.status")
    for name, path in NAMES.items():
        if layer(name) == PAGES or (layer(name) == derived and path.stem == "status"):
            yield path


@pytest.mark.parametrize("look", [caches, closures, files_read])
def test_no_page_module_goes_round_a_recorded_read(look) -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}:{one}"
        for path in page_modules()
        for one in look(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("homes", "look"), [(CLOCK_HOMES, clocks), (ENVIRONMENT_HOMES, environment)]
)
def test_clock_and_environment_are_asked_in_their_homes_only(homes, look) -> None:
    package = REPOSITORY / "generator"
    found = {
        path.relative_to(package).as_posix(): list(look(path.read_text(encoding="utf-8")))
        for path in NAMES.values()
    }
    assert {path: hits for path, hits in found.items() if hits and path not in homes} == {}
    assert [path for path in homes if not found.get(path)] == []


@pytest.mark.parametrize(
    ("look", "source"),
    [
        (caches, "@cache\ndef found(register: Register): pass"),
        (caches, "@functools.lru_cache(maxsize=8)\ndef found(site, city: str): pass"),
        (caches, "class View:\n    @cache\n    def found(self, city: str): pass"),
        (caches, "class View:\n    @cached_property\n    def found(self): pass"),
        (caches, "found = lru_cache(maxsize=8)(find)"),
        (caches, "found = cache(find)"),
        (closures, "def pages(site): yield PageJob(PATH, lambda *_: str(site))"),
        (closures, "def pages(site): yield PageJob(PATH, make=partial(_page, rows(site)))"),
        (closures, "def pages(site):\n    page = partial(_page, 1)\n    yield PageJob(PATH, page)"),
        (closures, "def pages(site):\n    def page(*_): pass\n    yield PageJob(PATH, page)"),
        (files_read, "text = (ROOT / 'records/vocabulary.yml').read_text()"),
        (files_read, "found = open('records/vocabulary.yml')"),
        (clocks, "day = date.today()"),
        (clocks, "day = datetime.datetime.now(zone)"),
        (clocks, "ask = date.today"),
        (environment, "zone = os.environ['TZ']"),
        (environment, "from os import environ"),
        (environment, "zone = os.getenv('TZ')"),
    ],
)
def test_each_way_round_a_recorded_read_is_noticed(look, source: str) -> None:
    assert list(look(source)) != []


def test_function_of_plain_values_may_be_cached() -> None:
    assert list(caches("@cache\ndef weeks(today: date): pass")) == []
    assert list(caches("def of(site):\n    @cache\n    def one(name: str): pass")) == []
