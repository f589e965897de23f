"""The public edition has no page that says nothing, no entry of one in the menu, no link to one."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.site.build import build_site, read_register
from generator.site.empty_pages import INTERNAL, OF_RECORDS, empty_pages, without_links
from generator.site.links import (
    APPRAISALS,
    ASSISTANCE,
    DUES,
    INCIDENTS,
    LEDGERS,
    MONITORS,
    QUICK,
    TEAMS,
)
from tests.registers import REPOSITORY, SAMPLE, TODAY, ready

EVERY = {*INTERNAL, *OF_RECORDS}
ENTRIES = re.compile(r'<li><a href="([^"]*)"')


def pages_of(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*.html")}


def built(root: Path, *, is_public: bool) -> dict[str, str]:
    site = root / ("public" if is_public else "site")
    assert build_site(root, site, TODAY, is_public=is_public).pages
    return pages_of(site)


@dataclass(frozen=True, slots=True)
class Editions:
    """A register, its pages without content, and the pages of both editions of its site."""

    root: Path
    absent: frozenset[str]
    public: Mapping[str, str]
    full: Mapping[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """The sample without teams: the first entry below 行动工作 is gone."""
    root = ready(SAMPLE, tmp_path_factory.mktemp("register"))
    shutil.rmtree(root / "records" / "teams")
    shutil.rmtree(root / "records" / "quick")
    absent = empty_pages(read_register(root).register, TODAY)
    return Editions(root, absent, built(root, is_public=True), built(root, is_public=False))


def test_pages_that_say_nothing_are_not_made_and_nothing_leads_there(made: Editions) -> None:
    absent, public, full = made.absent, made.public, made.full
    assert {*INTERNAL, TEAMS, QUICK} <= {path for path in absent if path in EVERY} < EVERY
    assert absent.isdisjoint(public)
    assert EVERY - absent < public.keys()
    leads = re.compile(rf'href="(?:\.\./|/)*(?:{"|".join(map(re.escape, absent))})')
    assert [path for path, text in public.items() if leads.search(text)] == []
    leads_on = set(ENTRIES.findall(public["programmes/index.html"]))
    assert "../tasks/index.html" in leads_on
    assert {path for path in leads_on if path.startswith(("../teams", "../dues"))} == set()
    assert full.keys() >= EVERY


def test_page_comes_back_with_the_first_record_that_is_public(
    made: Editions, tmp_path: Path
) -> None:
    """The last to change the register: what was made of it before is as it was."""
    assert TEAMS not in made.public
    shutil.copytree(SAMPLE / "records" / "teams", made.root / "records" / "teams")
    public = built(made.root, is_public=True)
    assert TEAMS in public
    first = ready(SAMPLE, tmp_path / "again")
    shutil.rmtree(first / "records" / "quick")
    assert public == built(first, is_public=True)


def test_real_register_has_no_page_of_what_nobody_recorded() -> None:
    absent = empty_pages(read_register(REPOSITORY).register, TODAY)
    assert {DUES, TEAMS, INCIDENTS, ASSISTANCE} <= absent


def test_page_of_a_requirement_without_results_is_left_to_its_plan() -> None:
    """What Hanzhong's plan requires stands on the plan's page and among its tasks."""
    absent = empty_pages(read_register(REPOSITORY).register, TODAY)
    assert {MONITORS, "monitors/HZ19-610700.html"} <= absent
    assert {APPRAISALS, "appraisals/HZ19.html", LEDGERS} <= absent
    sample = empty_pages(read_register(SAMPLE).register, TODAY)
    assert not any(path.startswith(("monitors/", "appraisals/L")) for path in sample)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('见<a href="../dues/index.html">城市应办</a>。', "见城市应办。"),
        ('<a class="x" href="dues/index.html#late" title="y"><b>3</b></a>', "<b>3</b>"),
        ('<a href="dues/990100.html">甲</a>', '<a href="dues/990100.html">甲</a>'),
        ('<a href="a.html">乙</a> <a href="dues/index.html">丙</a>', '<a href="a.html">乙</a> 丙'),
        ("dues/index.html", "dues/index.html"),
    ],
)
def test_only_the_words_of_a_link_to_such_a_page_remain(text: str, said: str) -> None:
    assert without_links(text, {DUES}) == said
