"""Sentences on pages are true of the register at hand: what they say of cases follows from it."""

import re
from pathlib import Path

import pytest

from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.progress import progress_pages
from generator.site.page import Templates
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import pages, rendered, site_index_of

ONLY_OF_OURS = re.compile(
    r"京津冀|汾渭|39 ?个城市|公开点名|强化督查、强化监督|大气污染防治强化督查|逐条注明出处"
)
"""What only the published cases of the register in this repository make true."""

GUIDE = REPOSITORY / "generator" / "docs" / "guide"


def index(root: Path, *, is_public: bool) -> SiteIndex:
    return site_index_of(read_register(root).register, TODAY, is_public=is_public)


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
def test_another_register_says_nothing_that_is_only_true_of_ours(*, is_public: bool) -> None:
    site = index(SAMPLE, is_public=is_public)
    said = {
        page.path: ONLY_OF_OURS.findall(page.body)
        for page in pages(site, Templates(is_public=is_public))
    }
    assert len(said) > 20
    assert {path: found for path, found in said.items() if found} == {}


def test_guide_says_nothing_that_is_only_true_of_ours() -> None:
    for path in sorted(GUIDE.glob("*.md")):
        assert ONLY_OF_OURS.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_ours_names_its_regions_and_that_its_cases_are_published() -> None:
    site = index(REPOSITORY, is_public=False)
    said = {
        page.path: page.body for page in pages(site, Templates()) if "cities/index" in page.path
    }
    assert "京津冀及周边、汾渭平原的 39 个城市" in said["cities/index.html"]
    (first, *_) = rendered(progress_pages, site, Templates())
    assert "问题数是公开点名的个数" in first.body
