"""A register with issues and nothing else: each page says what is missing and how it comes."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord, Register
from generator.site.build import read_register
from generator.site.page import Page, Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import pages, site_index_of

NEEDED = ("lifecycle", "group_kinds", "cities")
"""Fields of a programme without which its issues could not be read."""

EMPTY = {
    "teams/index.html": "teams/LT19/R05/610100.yml",
    "tasks/index.html": "tasks/HZ19/610700/HZ19-610700-T001.yml",
    "assistance/index.html": "assistance/LT19/610100/LT19-610100-R05-H001.yml",
    "targets/index.html": "targets/LT19/610100.yml",
    "assessments/index.html": "assessments/LT19/LT19-K2019-001.yml",
    "actions/index.html": "actions/DC17/DC17-C2017-001.yml",
    "monitors/index.html": "monitors/HZ19/610700.yml",
    "liaisons/index.html": "liaisons/XA19/610100.yml",
    "incidents/index.html": "incidents/LT19/610100/LT19-610100-R05-X001.yml",
    "units/index.html": "units/610100/U610100-001.yml",
    "penalties/index.html": "penalties/LT19/610100/LT19-610100-F001.yml",
    "visits/index.html": "visits/LT19/R05/610100.yml",
    "bulletins/index.html": "bulletins/DC18/20180617-1.yml",
    "accountability/index.html": "accountability",
    "appraisals/index.html": "appraisal",
    "grids/index.html": "grid",
    "quick/index.html": "quick",
}
"""Page → the file, or the field of a programme, of which it says that it would fill it."""

OF_RECORDS = {
    "appraisals/index.html": "appraisals/HZ19/2019-Q2.yml",
    "grids/index.html": "grids/HZ19/610700.yml",
    "quick/index.html": "quick/HZ19/2019.yml",
}
"""The same where programmes have rules for such records, and there are none."""

NOTHING = {
    "ledgers/index.html": "issues/LT19/610100/R05/LT19-610100-R05-P03-012.yml",
    "reports/index.html": "issues/LT19/610100/R05/LT19-610100-R05-P03-012.yml",
    "rounds/index.html": "rounds/LT19/R05.yml",
    "programmes/index.html": "programmes/LT19.yml",
    "dues/index.html": "",
}
"""The same where there are no issues either."""


def bare(one: FiledRecord[Programme]) -> FiledRecord[Programme]:
    """A programme with no more than its issues need."""
    unset = {
        name: field.get_default(call_default_factory=True)
        for name, field in Programme.model_fields.items()
        if not field.is_required() and name not in NEEDED
    }
    return FiledRecord(one.kind, one.record.model_copy(update=unset), one.raw)


@cache
def sample() -> Register:
    return read_register(SAMPLE).register


@cache
def register_of(*kinds: type, is_bare: bool = False) -> Register:
    """The sample with its records of these kinds alone."""
    kept = (one for one in sample().filed if isinstance(one.record, kinds))
    return Register(
        sample().vocabulary,
        tuple(bare(one) if is_bare and isinstance(one.record, Programme) else one for one in kept),
    )


@cache
def pages_of(*kinds: type, is_bare: bool, is_public: bool) -> Mapping[str, Page]:
    """Path → page, of a register with records of these kinds alone."""
    site = site_index_of(register_of(*kinds, is_bare=is_bare), TODAY, is_public=is_public)
    return {one.path: one for one in pages(site, Templates(is_public=is_public))}


def faults(body: str) -> Iterator[str]:
    """Tables without a row, and headings with nothing under them."""
    for table in re.findall(r"<table.*?</table>", body, re.DOTALL):
        if not re.search(r"<t[dh]", table.partition("</thead>")[2]):
            yield f"an empty table: {text(table)}"
    page = body.partition("<h1")[2].rpartition('<p class="lt-note lt-commit">')[0]
    for heading, under in re.findall(r"<(h[1-3][ >].*?)</h[1-3]>(.*?)(?=<h[12][ >]|$)", page, re.S):
        if not text(under) and "<svg" not in under:
            yield f"nothing under {text('<' + heading)}"


def text(body: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


GROUND = (Issue, City, Programme)
REGISTERS = [(GROUND, True, EMPTY), (GROUND, False, OF_RECORDS), ((), False, NOTHING)]
FILLED_BY_SCRIPT = "search/index.html"


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
@pytest.mark.parametrize(("kinds", "is_bare", "_"), REGISTERS, ids=["bare", "rules", "nothing"])
def test_no_page_has_an_empty_table_or_a_bare_heading(
    kinds: tuple[type, ...], _: object, *, is_bare: bool, is_public: bool
) -> None:
    made = pages_of(*kinds, is_bare=is_bare, is_public=is_public)
    found = {
        path: list(faults(page.body)) for path, page in made.items() if path != FILLED_BY_SCRIPT
    }
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.parametrize(
    ("kinds", "is_bare", "wanted"), REGISTERS, ids=["bare", "rules", "nothing"]
)
def test_a_page_says_what_would_fill_it(
    kinds: tuple[type, ...], wanted: dict[str, str], *, is_bare: bool
) -> None:
    made = pages_of(*kinds, is_bare=is_bare, is_public=False)
    public = pages_of(*kinds, is_bare=is_bare, is_public=True)
    for path, named in wanted.items():
        said = text(made[path].body)
        assert "没有" in said, path
        assert "怎样才有：" in said, path
        assert named in said, path
        shown = text(public[path].body)
        assert any(word in shown for word in ("没有", "完整版", "内部版")), path
        assert "怎样才有" not in public[path].body, path


def test_faults_are_seen() -> None:
    empty = "<table><thead><tr><th>甲</thead><tbody></tbody></table>"
    body = f"<h1>甲</h1><p>有</p><h2>乙</h2><nav></nav><h2>丙</h2>{empty}"
    body += '<p class="lt-note lt-commit">末'
    assert list(faults(body)) == ["an empty table: 甲", "nothing under 乙"]
