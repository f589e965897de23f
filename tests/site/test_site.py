"""The built site as a folder of files: every link leads somewhere, nothing points outside."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.kinds.issue.model import Issue
from generator.public.policy import exposing
from generator.site.build import read_register
from tests.registers import AFTER_ALL, REPOSITORY
from tests.shared import folder_of_the_run
from tests.sites import built_once
from tests.titles import faulty_titles

LINKING = {"href", "src", "action", "srcset", "poster", "data", "xlink:href"}


class Parts(HTMLParser):
    """The anchors of a page, its links, and what would be fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.records: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                self.anchors.add(value)
            elif name == "data-record":
                self.records.append(value)
            elif name in LINKING:
                (self.links if tag == "a" else self.fetched).append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(folder_of_the_run(tmp_path_factory), REPOSITORY, AFTER_ALL)


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[str, Parts]:
    return {path.relative_to(site).as_posix(): parts_of(path) for path in site.rglob("*.html")}


def parts_of(path: Path) -> Parts:
    parts = Parts()
    parts.feed(path.read_text(encoding="utf-8"))
    return parts


def dead_links(site: Path, parsed: dict[str, Parts]) -> Iterator[str]:
    for name, parts in parsed.items():
        for link in parts.links + parts.fetched:
            target = urlsplit(link)
            if target.scheme or not link:
                continue
            path = (site / name).parent / unquote(target.path) if target.path else site / name
            path = path.resolve()
            if not path.is_file():
                yield f"{name} → {link}"
            elif target.fragment and path.suffix == ".html":
                anchors = parsed[path.relative_to(site.resolve()).as_posix()].anchors
                if unquote(target.fragment) not in anchors | {"__skip"}:
                    yield f"{name} → {link} (no such anchor)"


def test_every_link_leads_to_a_file_and_an_anchor(site: Path, parsed: dict[str, Parts]) -> None:
    assert len(parsed) > 400
    assert list(dead_links(site, parsed)) == []


def test_titles_tell_what_a_page_is_about_and_tell_it_from_all_others(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*.html")}
    assert list(faulty_titles(pages)) == []


def test_nothing_is_fetched_from_another_host(parsed: dict[str, Parts]) -> None:
    for name, parts in parsed.items():
        outside = [link for link in parts.fetched if urlsplit(link).scheme not in ("", "data")]
        assert outside == [], name


def test_only_sources_link_outside(site: Path, parsed: dict[str, Parts]) -> None:
    files = (REPOSITORY / "records").rglob("*.yml")
    cited = {
        url for file in files for url in re.findall(r"^[- ]*url: (\S+)$", file.read_text(), re.M)
    }
    for name, parts in parsed.items():
        tables = tuple(link for link in parts.links if link.startswith("data:text/csv;"))
        outside = {link for link in parts.links if urlsplit(link).scheme} - {*tables}
        assert outside <= cited, (name, outside - cited)


def test_every_issue_is_in_one_ledger_and_every_exposure_has_a_page(
    site: Path, parsed: dict[str, Parts]
) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, parts in parsed.items():
        if name.startswith("ledgers/"):
            for record in parts.anchors:
                places[record].append(name)
    register = read_register(REPOSITORY).register
    for one in register.of(Issue):
        assert len(places[one.record.id]) == 1
        if exposing(one.record, register.vocabulary):
            assert f"exposures/{one.record.id}.html" in parsed


def test_scripts_and_data_are_plain_files(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'type="module"' not in text
        assert "@@lantian" not in text, page
    assert (site / "data" / "manifest.js").is_file()
    assert not (site / "sitemap.xml").exists()
    assert not list(site.rglob("*.map"))


def test_no_path_of_this_machine_is_in_the_site(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".css", ".xml", ".txt"):
            assert str(Path.home()) not in path.read_text(encoding="utf-8")
            assert str(site.parent) not in path.read_text(encoding="utf-8")
