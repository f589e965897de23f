"""What the tests of the record search share: opening it, and reading what it shows."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from generator.kinds.issue.ledger import LedgerRow
from generator.site.build import read_register
from tests.browser.watched import Watched
from tests.registers import TODAY
from tests.site_index import full_lines

WAITING = re.compile(r"共 (\d+) 条记录，输入检索词或选择筛选即开始查找")
STATUS = re.compile(r"共 (\d+) 条记录，符合 (\d+) 条")
ANSWERED = """() => {
  const state = window.lantianSearch?.page?.state;
  const { answer, counted, number } = state ?? {};
  return Boolean(answer?.complete) && answer.number === number && counted?.number === number
    && counted.files.length === answer.files.length;
}"""
"""Until an answer comes the one before it stands, and looks no different; its counts follow it."""
COUNT = re.compile(r"^(.*)（(\d+)）$")


def found(page: Page) -> int:
    """The number of hits that the page names, once the answer to the last question stands."""
    page.wait_for_function(ANSWERED)
    status = page.locator('[data-part="status"]')
    expect(status).to_have_text(STATUS)
    match = STATUS.search(status.inner_text())
    assert match
    return int(match[2])


def search(on: Watched, query: str) -> Page:
    """The search page with the answer to an address."""
    page = on.open(f"search/index.html?{query}")
    found(page)
    return page


def hits(page: Page) -> list[str]:
    """The IDs on the page, in order."""
    rows = page.locator("[data-hit]")
    ids: list[str] = rows.evaluate_all("all => all.map(one => one.dataset.hit)")
    return ids


def head(page: Page, name: str) -> Locator:
    """The head of a column of the table."""
    return page.locator("[data-part=results] thead th", has_text=name)


def counts(page: Page, facet: str) -> dict[str, int]:
    """Key → count of a filter's options that have any."""
    pairs: list[list[str]] = page.locator(f"select[name={facet}] option").evaluate_all(
        "all => all.slice(1).map(one => [one.value, one.textContent])"
    )
    matched = [(key, COUNT.match(text)) for key, text in pairs]
    return {key: int(match[2]) for key, match in matched if match and int(match[2])}


def lines_of(root: Path) -> Sequence[LedgerRow]:
    """The issues of a register, by ID."""
    return full_lines(read_register(root).register, TODAY)
