"""Modules of a form that were compiled beforehand: taken while their source is the same."""

import subprocess
import sys
from pathlib import Path

from generator.form.carried import zipped
from generator.form.compiling import compiled
from generator.form.modules import modules, with_compiled
from generator.form.runtime import COMPILED, is_stale

SOURCE = b'"""Told."""\nassert False\nVALUE = 7\n'
PATHS = {"shop/__init__.py": b"", "shop/goods.py": SOURCE, "shop/rare.py": SOURCE}
USED = {"shop", "shop.goods"}


def test_code_takes_the_place_of_the_source_it_was_made_of() -> None:
    code = dict(compiled(PATHS, USED, is_cached=True))
    [path] = code
    whole = with_compiled(PATHS, code)
    assert whole == {**PATHS, "shop/goods.py": b"", path: code[path]}
    changed = {**PATHS, "shop/goods.py": SOURCE + b"# Changed.\n"}
    assert with_compiled(changed, code) == changed


def test_runtime_is_stale_once_a_module_that_it_compiled_has_changed(tmp_path: Path) -> None:
    files = dict(modules())
    name = "generator/form/entry.py"
    for source, is_known in ((files[name], True), (files[name] + b"# Changed.\n", False)):
        code = dict(compiled({name: source}, {"generator.form.entry"}, is_cached=True))
        (tmp_path / COMPILED).write_bytes(zipped(code))
        assert is_stale(tmp_path) is not is_known


def test_python_runs_code_without_reading_its_source(tmp_path: Path) -> None:
    made = with_compiled(PATHS, dict(compiled(PATHS, USED, is_cached=True)))
    for path, content in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    words = "import shop.goods; print(shop.goods.VALUE, shop.goods.__doc__)"
    done = subprocess.run([sys.executable, "-c", words], cwd=tmp_path, capture_output=True)
    assert done.stdout.decode().strip() == "7 Told.", done.stderr


def test_code_of_a_library_stands_in_place_of_its_source() -> None:
    [(path, code)] = compiled(PATHS, USED, is_cached=False)
    assert path == "shop/goods.pyc"
    assert b"Told." not in code
