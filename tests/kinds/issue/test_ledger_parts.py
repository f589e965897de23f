"""Ledgers of more than 200 issues: pages that do not grow, addresses that stay."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from generator.kinds.issue.ledger import LONGEST, LedgerPart, is_split, part_of
from generator.site.build import build_site
from tests.long_ledgers import FOLDER, LEDGER, added_files, issue_names, long_site
from tests.making_git import History
from tests.registers import SAMPLE, TODAY, lend_frame, without_results
from tests.site.test_site import Parts, dead_links, parts_of
from tests.titles import faulty_titles

MAIN = f"ledgers/{LEDGER}.html"
PARTS = [f"ledgers/{LEDGER}.{one}.html" for one in ("P01.001-200", "P01.201-400", "T01.001-200")]
LAST_PART = f"ledgers/{LEDGER}.T01.201-400.html"


def built(root: Path) -> Path:
    site = root / "site"
    made = build_site(root, site, TODAY)
    assert made.pages, made.verdict.findings
    return site


@pytest.fixture(scope="module")
def site(run: Path) -> Path:
    return long_site(run)


@pytest.fixture(scope="module")
def public(run: Path) -> Path:
    return long_site(run, is_public=True)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Parts]:
    return parsed(site)


@pytest.fixture(scope="module")
def public_pages(public: Path) -> dict[str, Parts]:
    return parsed(public)


def parsed(site: Path) -> dict[str, Parts]:
    return {path.relative_to(site).as_posix(): parts_of(path) for path in site.rglob("*.html")}


@pytest.mark.parametrize(
    ("issue", "name", "label"),
    [
        ("DC18-130600-R00-G-001", "DC18-130600-R00.G.001-200", "G-001 至 G-200"),
        ("DC18-130600-R00-G-200", "DC18-130600-R00.G.001-200", "G-001 至 G-200"),
        ("DC18-130600-R00-G-201", "DC18-130600-R00.G.201-400", "G-201 至 G-400"),
        ("LT19-610100-R05-P03-999", "LT19-610100-R05.P03.801-999", "P03-801 至 P03-999"),
        ("LT19-610100-R05-P03-1000", "LT19-610100-R05.P03.1000-1199", "P03-1000 至 P03-1199"),
        ("LT19-610100-R05-P03-1200", "LT19-610100-R05.P03.1200-1399", "P03-1200 至 P03-1399"),
    ],
)
def test_part_is_named_by_group_and_serial_numbers(issue: str, name: str, label: str) -> None:
    assert (part_of(issue).name, part_of(issue).label) == (name, label)


def test_parts_are_in_order_of_groups_and_serial_numbers() -> None:
    parts = [part_of(f"{LEDGER}-{end}") for end in ("T01-001", "P02-001", "P01-201", "P01-001")]
    assert sorted(parts) == [
        LedgerPart(LEDGER, *rest) for rest in (("P01", 1), ("P01", 201), ("P02", 1), ("T01", 1))
    ]


def test_ledger_is_split_once_it_has_more_issues_than_a_page_shows() -> None:
    assert [size for size in (0, LONGEST, LONGEST + 1) if is_split(size)] == [LONGEST + 1]


def test_every_issue_is_on_one_page_and_no_page_exceeds_the_limit(
    pages: dict[str, Parts],
) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, parts in pages.items():
        if path.startswith(f"ledgers/{LEDGER}"):
            records = [one for one in parts.records if one in parts.anchors]
            assert len(records) <= LONGEST
            for record in records:
                places[record].append(path)
    assert places == {name: [f"ledgers/{part_of(name).name}.html"] for name in issue_names()}


def test_main_page_lists_the_parts_and_nothing_else_of_the_issues(
    site: Path, pages: dict[str, Parts]
) -> None:
    text = (site / MAIN).read_text(encoding="utf-8")
    assert "共 450 个，按编号里的组别和序号分成 4 页，每页最多 200 个。" in text
    assert pages[MAIN].records == []
    linked = {link.rpartition("/")[2] for link in pages[MAIN].links if f"/{LEDGER}." in link}
    assert {f"ledgers/{one}" for one in linked} == {*PARTS, LAST_PART}


def test_part_leads_to_its_neighbours_and_to_all_of_them(pages: dict[str, Parts]) -> None:
    near = [link for link in pages[PARTS[1]].links if f"/{LEDGER}." in link]
    assert near == [f"../{one}" for one in (MAIN, PARTS[0], MAIN, PARTS[2])]


def test_every_link_leads_to_a_file_and_an_anchor(site: Path, pages: dict[str, Parts]) -> None:
    assert list(dead_links(site, pages)) == []
    texts = {path: (site / path).read_text(encoding="utf-8") for path in pages}
    assert list(faulty_titles(texts)) == []


def test_exposure_case_leads_to_the_part_that_shows_it(pages: dict[str, Parts]) -> None:
    case = f"{LEDGER}-P01-005"
    assert f"../{PARTS[0]}#{case}" in pages[f"exposures/{case}.html"].links


def test_public_edition_knows_no_parts(public: Path, public_pages: dict[str, Parts]) -> None:
    pages = public_pages
    assert [path for path in pages if path.startswith("ledgers/")] == []
    assert list(dead_links(public, pages)) == []
    named = (LEDGER + ".", ".001-200", ".201-400")
    for path in public.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert [one for one in named if one in text] == [], path


@pytest.mark.parametrize("edition", ["pages", "public_pages"])
def test_cases_too_many_for_one_list_have_one_for_each_month(
    edition: str, request: pytest.FixtureRequest
) -> None:
    pages = request.getfixturevalue(edition)
    index = pages["exposures/index.html"]
    lists = {path: parts for path, parts in pages.items() if re.match(r"exposures/\d", path)}
    assert len(index.records) == LONGEST
    assert {link.removeprefix("../") for link in index.links} >= lists.keys()
    cases = [path for path in pages if re.match(r"exposures/[A-Z]", path)]
    listed = [record for parts in lists.values() for record in parts.records]
    assert sorted(f"exposures/{one}.html" for one in listed) == sorted(cases)
    assert lists.keys() >= {"exposures/2019-06.html", "exposures/2019-07.html"}
    assert all(len(parts.records) <= LONGEST for parts in lists.values())


def test_ledger_that_grows_beyond_a_page_is_that_of_a_first_build(tmp_path: Path) -> None:
    history = History(tmp_path / "register")
    lend_frame(SAMPLE, history.root)
    sample = {
        path.relative_to(SAMPLE).as_posix(): path.read_text(encoding="utf-8")
        for path in (SAMPLE / "records").rglob("*.yml")
    }
    added = dict(added_files(LONGEST + 1))
    *most, last = added
    history.commit(sample | {path: added[path] for path in most}, who="张三", day="2019-07-20")
    short = contents(built(history.root))
    assert MAIN in short
    assert PARTS[0] not in short
    assert last == f"{FOLDER}/{LEDGER}-P01-201.yml"
    history.commit({last: added[last]}, who="李四", day="2019-07-25")
    further = contents(built(history.root))
    assert {MAIN, *PARTS[:2]} <= further.keys()
    without_results(SAMPLE, history.root)
    assert contents(built(history.root)) == further


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_letters_too_long_for_one_page_have_a_page_each(pages: dict[str, Parts]) -> None:
    main = "ledgers/letters-990100.html"
    own = {path for path in pages if re.match(r"ledgers/letters-990100\.LS19\.", path)}
    assert own
    assert {link.removeprefix("../") for link in pages[main].links} >= own
    assert all(f"../{main}" in pages[path].links for path in own)
    lists = [[link for link in pages[path].links if "990100-R" in link] for path in own]
    assert all(len(links) == len(set(links)) for links in lists)
    assert sum(map(len, lists)) > LONGEST
