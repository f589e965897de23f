"""The product's own modules that a form carries: what its session imports, and no page of the site.

What was compiled beforehand is carried so, as long as its source is still the same.
"""

import ast
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.kinds.registry import KINDS

_PACKAGE = Path(__file__).parents[1]
_BEFORE_CODE = 16
"""Bytes of a compiled module before its code: magic number, flags, name of its source."""

SESSION = "generator.form.session"


def roots() -> list[str]:
    """Return the modules with which all that a form needs is imported."""
    rules = (f"{one.package}.{one.rules.partition(':')[0]}" for one in KINDS if one.rules)
    checks = "generator.checks.registry"
    return [SESSION, *(kind.package for kind in KINDS), *rules, checks]


def modules(*more: str) -> Iterator[tuple[str, bytes]]:
    """Yield the modules that a form imports, and more; what a kind plugs in elsewhere is empty."""
    imported = _imported([*roots(), *more])
    named = (f"{kind.package}.{one.partition(':')[0]}" for kind in KINDS for one in kind.references)
    there = {path for name in named if (path := _file_of(name))}
    for path in sorted(there.union(imported)):
        content = path.read_bytes() if path in imported else b""
        yield path.relative_to(_PACKAGE.parent).as_posix(), content


def with_compiled(files: Mapping[str, bytes], compiled: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return modules by path, each with its code where that was compiled from the very same source.

    The source is empty then: Python does not look at it, only RecordKind asks whether it is there.
    """
    found = dict(files)
    for path, code in compiled.items():
        if is_of(path, code, files):
            found |= {path: code, _source_of(path): b""}
    return found


def is_of(path: str, code: bytes, files: Mapping[str, bytes]) -> bool:
    """Return whether compiled code is that of the module as it is among these files."""
    source = files.get(_source_of(path))
    return bool(source) and code[_BEFORE_CODE - 8 : _BEFORE_CODE] == source_name(source or b"")


def _source_of(path: str) -> str:
    """Return the path of the source of a compiled module (PEP 3147)."""
    place = PurePosixPath(path)
    return str(place.parent.parent / f"{place.name.partition('.')[0]}.py")


def source_name(source: bytes) -> bytes:
    """Return what a compiled module calls its source: Python itself does not look at it."""
    return sha256(source).digest()[:8]


def _imported(names: list[str]) -> frozenset[Path]:
    """Return the files of these modules and of all of the product that they import."""
    found: dict[str, Path] = {}
    left = list(names)
    while left:
        name = left.pop()
        path = _file_of(name)
        if path and name not in found:
            found[name] = path
            left += [name.rpartition(".")[0], *_imports(path)]
    return frozenset(found.values())


def _file_of(name: str) -> Path | None:
    """Return the file of a module; None for what is none of ours."""
    first, *parts = name.split(".")
    path = _PACKAGE.joinpath(*parts)
    if first != _PACKAGE.name:
        return None
    package, module = path / "__init__.py", path.with_suffix(".py")
    return next((one for one in (package, module) if one.is_file()), None)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
