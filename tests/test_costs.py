"""What makes the suite long is done where it is what a test is about, and is shared elsewhere.

See “Keeping it short” in README.md of this folder.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.registers import TESTS

BUILDING = {
    *("cache/test_cache.py", "checks/test_other_records.py"),
    *("kinds/issue/test_corrections.py", "kinds/issue/test_ledger_parts.py", "kinds/test_as_of.py"),
    *("public/test_empty_pages.py", "public/test_end_of_term.py", "public/test_public_edition.py"),
    "public/test_told_steps.py",
    *("site/test_batches.py", "site/test_build.py", "site/test_dead_links.py"),
    *("site/test_incremental.py", "site/test_incremental_kinds.py", "site/test_layouts.py"),
    *("site/test_links_and_markup.py", "site/test_output.py", "site/test_reminders.py"),
    *("site/test_settings.py", "site/test_verify.py"),
    *("browser/test_audit_pages.py", "browser/test_frame.py", "browser/test_hostile_text.py"),
    *("browser/test_search_files.py", "browser/test_second_renderer.py"),
}
"""Modules with a register of their own to build, or with builds that are what they test.

Any other reads a site of `sites.py`, or asks `site_index.py`.
"""

CASES = {"checks/test_cases.py"}
"""Modules that judge every case of every rule; others take one of each concern."""


@cache
def names(path: Path) -> frozenset[str]:
    """The names that a module calls or decorates with."""
    return frozenset(_used(ast.parse(path.read_text(encoding="utf-8"))))


def _used(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))
        elif isinstance(node, ast.FunctionDef):
            yield from (one.id for one in node.decorator_list if isinstance(one, ast.Name))


def modules_with(name: str) -> set[str]:
    paths = (path for path in TESTS.rglob("test_*.py") if "cases" not in path.parts)
    return {path.relative_to(TESTS).as_posix() for path in paths if name in names(path)}


def test_sites_are_built_only_where_that_is_tested() -> None:
    assert modules_with("build_site") == BUILDING


def test_every_case_is_judged_in_one_module() -> None:
    assert modules_with("every_case") == CASES
