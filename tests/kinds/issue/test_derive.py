"""Counts and groupings, on the sample and on small tables."""

from collections import Counter

import pytest

from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.issue.summaries import MatrixRow, cross, ledgers
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.index import figures_by_city, publications
from generator.site.overview.reference import reference_pages
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def test_cross_keeps_empty_rows_and_drops_empty_columns() -> None:
    items = ["ax", "ax", "bx", "cz"]
    matrix = cross(items, lambda i: i[0], lambda i: i[1], rows="abcd", columns="xyz")
    assert matrix.columns == ("x", "z")
    assert matrix.rows == (
        MatrixRow("a", (2, 0), 2),
        MatrixRow("b", (1, 0), 1),
        MatrixRow("c", (0, 1), 1),
        MatrixRow("d", (0, 0), 0),
    )
    assert matrix.totals == (3, 1)
    assert matrix.total == 4


def test_cross_refuses_what_has_no_place() -> None:
    with pytest.raises(KeyError):
        cross(["q"], lambda i: i, lambda i: "x", rows="a", columns="x")


def test_every_issue_is_counted_in_exactly_one_ledger(register: Register) -> None:
    summaries = site_index_of(register, TODAY).summaries
    counts = {one.id: one.count for one in ledgers(summaries)}
    assert counts == Counter(one.ledger for one in summaries)
    assert {"LS19-990100-R01", "LS17-990200-R00"} <= counts.keys()


def test_publications_name_every_record_that_cites_them(register: Register) -> None:
    found = publications(register, site_index_of(register, TODAY).citations)
    cited = {one.source.title: one for one in found}
    assert list(cited["示例日报"].issues) == [
        "LS17-990200-R00-G-001",
        "LS17-990200-R00-G-002",
        "LS17-990400-R00-G-001",
    ]
    shared = [one for one in found if one.issues and one.bulletins]
    assert [one.source.url for one in shared] == ["https://example.invalid/a?b=1&c=2"]
    named = {record.id for one in found for record in one.others}
    cites = {
        one.record.id
        for one in register.filed
        if not isinstance(one.record, Issue | Bulletin | City)
        and getattr(one.record, "sources", [])
    }
    assert named >= cites
    assert {"LS19", "LS19-C2019-001", "LS19-R03-990300"} <= named


def test_page_of_sources_leads_to_all_that_cite_them(register: Register) -> None:
    site = site_index_of(register, TODAY)
    made = {page.path: page.body for page in rendered(reference_pages, site, Templates())}
    body = made["sources/index.html"]
    for one in site.publications:
        for record in one.others:
            assert f">{record.id}</a>" in body


def test_figures_of_a_city_include_its_counties_and_attached_units(register: Register) -> None:
    found = figures_by_city(register)
    rows = {code: [one.figure.row for one in some] for code, some in found.items()}
    assert rows["990100"] == ["S1", "S2"]
    assert rows["990200"] == ["S4"]


def test_issue_knows_its_parts(register: Register) -> None:
    issue = next(one for one in register.issues if one.id == "LS19-990100-R01-P01-002")
    assert isinstance(issue, Issue)
    parts = (issue.programme_id, issue.city_id, issue.round_number, issue.group_letter)
    assert parts == ("LS19", "990100", 1, "P")
