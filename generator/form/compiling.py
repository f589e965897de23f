"""Compiles modules beforehand for the Python of a form. `form.runtime` runs this in that Python.

Python takes such a module without looking at its source. Only what a start imports is compiled: a
form has room for no more, and code packs worse than source.
"""

import marshal
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from importlib.util import MAGIC_NUMBER, cache_from_source
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from generator.form.modules import roots, source_name

_UNCHECKED = (1).to_bytes(4, "little")
"""The flag of a module that goes by the hash of its source, which nobody compares (PEP 552)."""

_WITHOUT_ASSERTIONS, _WITHOUT_DOCSTRINGS = 1, 2


def compile_used(folder: Path) -> None:
    """Write to `<name>.compiled.zip` what is imported of the modules in each ZIP of a folder.

    Modules of ours keep their docstrings: a dataclass without one spends far longer to make it.
    """
    for name in roots():
        import_module(name)
    used = frozenset(sys.modules)
    for path in sorted(folder.glob("*.zip")):
        is_ours = path.stem == __name__.partition(".")[0]
        with ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        target = path.with_suffix(".compiled.zip")
        made = dict(compiled(files, used, is_cached=is_ours))
        target.write_bytes(_stored(made))


def compiled(
    files: Mapping[str, bytes], used: Collection[str], *, is_cached: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield path and code of each module that is used, in place of its source or as its cache."""
    optimize = _WITHOUT_ASSERTIONS if is_cached else _WITHOUT_DOCSTRINGS
    for path, source in files.items():
        if path.endswith(".py") and source and _module(path) in used:
            code = compile(source, path, "exec", dont_inherit=True, optimize=optimize)
            head = MAGIC_NUMBER + _UNCHECKED + source_name(source)
            yield (
                cache_from_source(path, optimization="") if is_cached else f"{path}c",
                (head + marshal.dumps(code)),
            )


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _stored(files: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
