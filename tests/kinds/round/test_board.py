"""The dispatch sheet of a round: who has not reported, where most is overdue, who has to act."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from generator.kinds.register import Register
from generator.kinds.round.pages import round_pages
from generator.kinds.team.model import Team
from generator.kinds.team.status import round_teams
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.home import home_page
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

REGISTER: Register = read_register(SAMPLE).register
SITE: SiteIndex = site_index_of(REGISTER, TODAY)
ROUND = "LS19-R03"
_TAG = re.compile(r"<[^>]+>")


def bodies(site: SiteIndex) -> Mapping[str, str]:
    templates = Templates(is_public=site.is_public)
    return {page.path: page.body for page in rendered(round_pages, site, templates)}


def words(body: str) -> str:
    return re.sub(r"\s+", "", _TAG.sub("", body))


def rows(body: str, caption: str) -> list[list[str]]:
    """The cells of a table, by its caption."""
    table = body.partition(f">{caption}")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", table)
    ]


def with_reports(reported: date | None, round_id: str = ROUND, today: date = TODAY) -> SiteIndex:
    """The site in which every group of the round has reported on a day, or none has."""
    filed = []
    for one in REGISTER.filed:
        record = one.record
        if isinstance(record, Team) and record.round_id == round_id:
            groups = [group.model_copy(update={"reported": reported}) for group in record.groups]
            one = replace(one, record=record.model_copy(update={"groups": groups}))
        filed.append(one)
    return site_index_of(Register(REGISTER.vocabulary, tuple(filed)), today)


def test_silent_groups_are_listed_by_city_with_most_in_front_and_single_ones_together() -> None:
    body = bodies(with_reports(None))[f"rounds/{ROUND}.html"]
    one = round_teams(REGISTER, ROUND, SITE.overview.by_round)
    assert one
    sizes = sorted((len(team.groups) for team in one.teams), reverse=True)
    found = rows(body, "未报送的工作组，按城市")
    many = [int(row[1]) for row in found if row[1].isdecimal()]
    assert many == [size for size in sizes if size > 1]
    assert f"未报送的工作组（{sum(sizes)}个，{len(sizes)}市）" in words(body)
    assert found[0][2].startswith("中心组、")


def test_round_whose_groups_have_all_reported_says_so() -> None:
    body = bodies(with_reports(date(2019, 6, 24)))[f"rounds/{ROUND}.html"]
    assert "各组都已报送本轮情况。" in body
    assert "未报送的工作组" not in words(body)
    assert "未报送0个组" in words(body)


def test_before_the_last_day_for_reports_nobody_is_silent_and_not_all_have_reported() -> None:
    during = site_index_of(REGISTER, date(2019, 6, 10))
    body = bodies(during)[f"rounds/{ROUND}.html"]
    assert "还没有到期未报送的工作组" in words(body)
    assert "各组都已报送" not in body
    assert "目前逾期" in body
    assert "本轮进行到第6天；上轮全轮" in words(body)
    assert "较上轮增加" not in words(body)


def test_round_that_is_over_is_compared_with_the_whole_round_before() -> None:
    body = bodies(SITE)[f"rounds/{ROUND}.html"]
    assert "本轮进行到" not in body
    assert re.search("本轮发现[0-9]+个(较上轮|与上轮持平)", words(body))
    assert re.search("轮末逾期[0-9]+个(较上轮末|与上轮末持平)", words(body))


@pytest.mark.parametrize(
    ("silent", "today"),
    [
        pytest.param("LS19-R02", date(2019, 6, 9), id="round before, while one is under way"),
        pytest.param("LP19-R01", TODAY, id="round that is over"),
    ],
)
def test_home_page_leads_to_the_groups_that_have_not_reported(silent: str, today: date) -> None:
    site = with_reports(None, silent, today)
    body = home_page(site, Templates()).body
    found = re.findall(r'nowrap">(第\d+轮未报送) <a href="([^"]+)" [^>]+>(\d+) 个组</a>', body)
    record = site.register.rounds[silent]
    [(title, href, number)] = found
    assert (title, href) == (f"第{record.number}轮未报送", f"rounds/{silent}.html#silent")
    listed = re.search(r'id="silent">.*?</section>', bodies(site)[f"rounds/{silent}.html"], re.S)
    assert listed
    assert len(re.findall(r"组 \d+|中心组", listed[0])) == int(number)


def test_home_page_names_no_silent_groups_before_their_last_day() -> None:
    site = with_reports(None, "LS19-R02", date(2019, 6, 8))
    assert "轮未报送" not in home_page(site, Templates()).body


def test_cities_are_sorted_by_overdue_and_the_annex_has_every_one() -> None:
    made = bodies(SITE)
    sheet = rows(made[f"rounds/{ROUND}.html"], "逾期最多的城市")
    numbers = [int(row[4]) for row in sheet]
    assert numbers == sorted(numbers, reverse=True)
    assert 0 not in numbers
    annex = rows(made[f"rounds/{ROUND}-cities.html"], "第3轮各市情况")
    assert {row[0] for row in sheet} <= {row[0] for row in annex}
    one = round_teams(REGISTER, ROUND, SITE.overview.by_round)
    assert one
    assert len(annex) == len({team.city_id for team in one.teams} | {x.city for x in one.summaries})


def test_matters_have_an_owner_and_leave_out_what_a_place_owes_by_a_day() -> None:
    found = rows(bodies(SITE)[f"rounds/{ROUND}.html"], "需协调事项")
    assert ["待核查", "工作组"] in [[row[0], row[2]] for row in found]
    assert ["待销号", "部"] in [[row[0], row[2]] for row in found]
    assert not {"待报整改方案", "待完成整改"} & {row[0] for row in found}
    assert all(row[2] for row in found)


def test_public_edition_and_rounds_without_teams_keep_their_one_page() -> None:
    public = bodies(site_index_of(REGISTER, TODAY, is_public=True))
    assert not [path for path in public if path.endswith(("-cities.html", "-issues.html"))]
    assert "调度情况" not in public[f"rounds/{ROUND}.html"]
    without = Register(
        REGISTER.vocabulary,
        tuple(one for one in REGISTER.filed if not isinstance(one.record, Team)),
    )
    made = bodies(site_index_of(without, TODAY))
    assert f"rounds/{ROUND}-issues.html" not in made
    assert 'id="handover"' in made[f"rounds/{ROUND}.html"]


def test_sheet_leads_to_its_annexes_and_to_the_rounds_beside_it() -> None:
    body = bodies(SITE)[f"rounds/{ROUND}.html"]
    for path in (
        f"rounds/{ROUND}-cities.html",
        f"teams/{ROUND}.html",
        f"rounds/{ROUND}-issues.html",
    ):
        assert f'href="../{path}"' in body
    assert 'href="../rounds/LS19-R02.html"' in body
