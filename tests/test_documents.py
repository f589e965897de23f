"""What documents and docstrings name is there: links, headings, files, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registers import REPOSITORY

PACKAGE = REPOSITORY / "generator"
DECISIONS = PACKAGE / "docs/decisions"
FOLDERS = ("", "generator/docs", "generator/docs/decisions", "records", "tests")
PAGE = PACKAGE / "docs/404.md"
"""A page of the site: MkDocs follows its links, `site/test_site.py` those of the result."""

DOCUMENTS = [
    path
    for folder in FOLDERS
    for path in sorted((REPOSITORY / folder).glob("*.md"))
    if path != PAGE
]
MODULES = [*sorted(PACKAGE.rglob("*.py")), *sorted((REPOSITORY / "tests").rglob("*.py"))]
FILE_NAMES = {path.name for path in MODULES}

LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.py|(?:generator|tests)/[\w./-]+)`")
CITED = re.compile(r"[Dd]ecisions? (\d{4}(?:(?:, | and )\d{4})*)")
SMALL = re.compile(r"[^\w\- ]")
"""What GitHub drops from a heading where it makes the anchor."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {SMALL.sub("", one.strip().lower()).replace(" ", "-") for one in headings}


def leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = document.parent / path if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def broken_links(document: Path) -> Iterator[str]:
    for link in LINK.findall(text_of(document)):
        if "://" not in link and not leads_somewhere(document, link):
            yield link


def missing_files(document: Path) -> Iterator[str]:
    """A path is seen from the package, or from a folder above the document that names it."""
    for name in NAMED.findall(text_of(document)):
        bases = (PACKAGE, *document.parents)
        if name not in FILE_NAMES and not any((base / name).exists() for base in bases):
            yield name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_what_is_there(document: Path) -> None:
    assert [*broken_links(document), *missing_files(document)] == []


def test_modules_name_files_that_are_there() -> None:
    missing = [(path.name, name) for path in MODULES for name in missing_files(path)]
    assert missing == []


def test_every_cited_decision_is_there_and_listed() -> None:
    cited = {
        number
        for path in (*DOCUMENTS, *MODULES)
        for numbers in CITED.findall(text_of(path))
        for number in re.findall(r"\d{4}", numbers)
    }
    listed = set(re.findall(r"^\| \[(\d{4})\]", text_of(DECISIONS / "README.md"), re.MULTILINE))
    assert cited <= {path.name[:4] for path in DECISIONS.glob("[0-9]*.md")} == listed


def test_the_architecture_page_has_a_row_for_each_package() -> None:
    text = text_of(PACKAGE / "docs/architecture.md")
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
