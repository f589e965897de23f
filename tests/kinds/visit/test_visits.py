"""Inspected sites: what is not said is unknown and no 0, and pages show what groups reported."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.kinds.visit.model import Visits
from generator.kinds.visit.pages import visit_pages
from generator.kinds.visit.status import VisitTally, list_covered, tally
from generator.kinds.visit.views import (
    VISIT_RATES,
    search_entries,
    visit_cells,
    visit_heads,
    visit_line,
)
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.page import Templates
from generator.site.search.shards import SearchEntry
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of


def make_visits(*counts: dict[str, Any], **changes: Any) -> Visits:
    """A record of 西安市 in round 5, of these counts; a count is of one day and of 10 sites."""
    fields = [{"date": "2019-07-08", "sites": 10, **count} for count in counts]
    return Visits.model_validate({"id": "LT19-610100-R05-V", "counts": fields, **changes})


def shown(record: Visits) -> dict[str, str]:
    cells = visit_cells(tally([record]), is_public=False)
    return dict(zip(visit_heads(is_public=False), (one.text for one in cells), strict=True))


def test_what_counts_do_not_say_stays_blank() -> None:
    assert list(shown(make_visits({})).values()) == ["10", "", "", "10", "", "", ""]
    known = shown(make_visits({"listed": 0, "with_problems": 0}))
    assert list(known.values()) == ["10", "0", "10", "", "0", "0.0%（0/10）", ""]


def test_ratios_leave_out_what_is_not_told() -> None:
    told = {"listed": 6, "with_problems": 3}
    some = make_visits(told, {"group": "P01", "sites": 30}, list_sites=40)
    assert tally([some]) == VisitTally(
        sites=40, split=10, listed=6, judged=10, with_problems=3, on_lists=0, covered=0
    )
    assert shown(some)["问题率"] == "30.0%（3/10）"
    assert shown(some)["清单覆盖率"] == ""
    assert shown(make_visits(told, list_sites=40))["清单覆盖率"] == "15.0%（6/40）"


@pytest.mark.parametrize(("size", "listed", "covered"), [(40, 6, 6), (None, 6, -1), (40, None, -1)])
def test_covered_sites_are_known_only_with_both_list_and_counts(
    size: int | None, listed: int | None, covered: int
) -> None:
    assert list_covered(make_visits({"listed": listed}, list_sites=size)) == covered


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY)


def pages_of(site: SiteIndex, *, is_public: bool = False) -> dict[str, str]:
    templates = Templates(is_public=is_public)
    return {page.path: page.body for page in rendered(visit_pages, site, templates)}


def test_sums_of_the_sample_are_those_of_its_files(site: SiteIndex) -> None:
    counted: Counter[str] = Counter()
    for path in (SAMPLE / "records/visits").rglob("*.yml"):
        record = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        counted[record["id"]] = sum(one["sites"] for one in record["counts"])
    own = site.register.select(Visits)
    assert {one.id: tally([one]).sites for one in own} == counted
    assert f"<dd>{counted.total()}</dd>" in pages_of(site)["visits/index.html"]
    line = visit_line(site, "rounds/LS19-R03.html", round_id="LS19-R03")
    assert line
    assert line.sites.text == str(counted["LS19-990200-R03-V"] + counted["LS19-990300-R03-V"])
    assert line.sites.href == "../visits/LS19-R03.html"


def test_each_ratio_stands_beside_its_definition(site: SiteIndex) -> None:
    for path, body in pages_of(site).items():
        assert [one.title for one in VISIT_RATES if one.meaning not in body] == [], path


def test_record_says_where_the_ledger_names_more_sites_than_were_reported(site: SiteIndex) -> None:
    made = pages_of(site)
    said = "台账有 6 个点位，多于报送的有问题点位 5 个"
    assert said in made["visits/LS19-990100-R01-V.html"]
    assert "多于报送" not in made["visits/LS19-990200-R03-V.html"]


def test_public_edition_has_only_published_counts_without_groups_and_problems() -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=True)
    made = pages_of(site, is_public=True)
    assert set(made) == {
        *("visits/index.html", "visits/990300.html", "visits/LS19-R03.html"),
        "visits/LS19-990300-R03-V.html",
    }
    for path, body in made.items():
        assert "P01" not in body, path
        assert "问题率" not in body, path
        assert "<dd>24</dd>" in body, path


def test_search_finds_a_record_by_its_city_round_and_notes(site: SiteIndex) -> None:
    found: dict[str, SearchEntry] = {one.id: one for one in search_entries(site)}
    one = found["LS19-990100-R01-V"]
    assert (one.title, one.city, one.round) == ("示例甲市第1轮检查量", "990100", "1")
    assert "有三处没有找到人" in one.text
    assert one.url == "visits/LS19-990100-R01-V.html"
