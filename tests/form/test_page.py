"""The file of a form: what it is made of, and why it can not be made."""

import ast
import sys
from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.form.modules import modules
from generator.form.page import form_file, served_page
from generator.form.runtime import PACKAGES
from tests.form.desk import carried
from tests.registers import SAMPLE
from tests.running import lantian

THERE = {name.replace("-", "_") for name in PACKAGES} | {"yaml", "generator"}


def imported(source: bytes) -> set[str]:
    """The packages that a module imports as it is loaded; what functions import is not needed."""
    statements = ast.parse(source).body
    names = {one.name for node in statements if isinstance(node, ast.Import) for one in node.names}
    names |= {str(node.module) for node in statements if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_modules_of_a_form_need_no_package_that_it_has_not() -> None:
    carried_modules = dict(modules())
    assert "generator/form/session.py" in carried_modules
    assert "generator/kinds/issue/rules.py" in carried_modules
    missing = {
        (path, name)
        for path, source in carried_modules.items()
        for name in imported(source) - THERE - sys.stdlib_module_names
    }
    assert missing == set()


def test_form_without_its_runtime_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WorkError) as refused:
        form_file(carried(), tmp_path / "none")
    assert "make form-runtime" in refused.value.hint
    monkeypatch.setattr("generator.cli.form.is_ready", lambda: False)
    said = lantian("form", tmp_path / "form.html", "--root", SAMPLE)
    assert (said.code, (tmp_path / "form.html").exists()) == (2, False)
    assert "make form-runtime" in said.err


def test_no_text_of_a_page_ends_the_element_that_it_stands_in() -> None:
    page = served_page("示例</ScRiPt><!--", "x</SCRIPT>", "").content.decode().lower()
    assert page.count("</script") == page.count("<script") == 2
    assert page.count("<!--") == 0
