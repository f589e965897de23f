"""The pages of a city: its parts, its figures among all cities, its counties, its latest steps."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from generator.kinds.city.head import city_parts, latest_moves
from generator.kinds.city.pages import city_pages
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.moves import MOST, LatestStep, moves_between, moves_in, moves_text
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.overview.due_pages import due_pages
from generator.site.page import Page, Templates
from tests.making import make_city, make_programme, make_register
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

REGISTER: Register = read_register(SAMPLE).register
SITE: SiteIndex = site_index_of(REGISTER, TODAY)
UNDER_WAY = next(one for one in SITE.summaries if one.id == "LS19-990100-R02-Z-001")
_TAG = re.compile(r"<[^>]+>")


def bodies(site: SiteIndex) -> Mapping[str, str]:
    """Path → body of every page of cities, and of what they owe."""
    templates = Templates(is_public=site.is_public)
    found = (*rendered(city_pages, site, templates), *rendered(due_pages, site, templates))
    return {page.path: page.body for page in found}


def words(body: str) -> str:
    return re.sub(r"\s+", "", _TAG.sub("", body))


MADE = bodies(SITE)
PUBLIC = bodies(site_index_of(REGISTER, TODAY, is_public=True))


# Parts


def test_each_part_in_the_row_is_a_page_and_each_page_of_a_part_is_in_the_row() -> None:
    for made in (MADE, PUBLIC):
        for path, body in made.items():
            if 'class="sub"' in body:
                row = body.partition('<nav class="sub"')[2].partition("</nav>")[0]
                links = re.findall(r'href="(?:\.\./)+([^"]+)"', row)
                assert set(links) <= made.keys(), path
                assert path in links, path
                assert row.count('aria-current="page"') == 1, path


def test_city_of_which_nothing_is_on_record_has_one_page_and_no_row() -> None:
    site = site_index_of(make_register(make_programme(), make_city()), TODAY)
    made = bodies(site)
    assert [path for path in made if path.startswith("cities/6")] == ["cities/610500.html"]
    body = made["cities/610500.html"]
    assert 'class="sub"' not in body
    assert 'class="figs"' not in body
    assert "没有问题记录。这不等于没有问题。" in words(body)


def test_public_edition_has_no_part_of_what_is_in_hand() -> None:
    parts = {path.rpartition("/")[2] for path in PUBLIC if path.count("/") == 2}
    assert parts >= {"exposures.html", "tasks.html"}
    assert not parts & {"owed.html", "problems.html", "changes.html"}


def test_case_without_its_name_tells_only_why_it_has_none() -> None:
    cards = re.findall(r'<li class="card".*?</li>', PUBLIC["cities/990100/exposures.html"])
    nameless = [words(card) for card in cards if "名称不显示" in card]
    told = "示例：该单位的责任单位有误，不应当继续公开。"
    assert nameless == [f"（名称不显示）示例东区建筑工地扬尘{told}2019-06-28"]


def test_numbers_in_the_row_are_those_of_the_lists() -> None:
    for city in SITE.cities:
        numbers = dict(city_parts(SITE, city))
        folder = f"cities/{city.id}"
        if numbers.get("problems"):
            listed = MADE[f"{folder}/problems.html"].count("<tr data-record=")
            assert listed == int(numbers["problems"])
        if numbers.get("owed"):
            sheet = (
                MADE[f"{folder}/owed.html"].partition('class="sheet')[2].partition("</table>")[0]
            )
            assert sheet.count(" data-record=") == int(numbers["owed"])
        if numbers.get("exposures"):
            assert MADE[f"{folder}/exposures.html"].count('class="card"') == int(
                numbers["exposures"]
            )


def test_long_list_of_problems_is_cut_into_pages_of_200_with_the_overdue_in_front() -> None:
    many = [
        replace(UNDER_WAY, id=f"LS19-990100-R02-P02-{n:03}", exposed_on="", owed="", debts=())
        for n in range(1, 401)
    ]
    made = bodies(replace(SITE, summaries=(UNDER_WAY, *many)))
    pages = [made[f"cities/990100/problems{end}.html"] for end in ("", "-2", "-3")]
    assert [one.count("<tr data-record=") for one in pages] == [200, 200, 1]
    assert pages[0].index(UNDER_WAY.id) < pages[0].index("LS19-990100-R02-P02-")
    assert "cities/990100/problems-4.html" not in made


# Figures


def figures(body: str) -> list[str]:
    return [words(one) for one in re.findall(r'<li class="fig.*?</li>', body)]


def overdue(city: str, number: int) -> list[IssueSummary]:
    return [
        replace(UNDER_WAY, id=f"LS19-{city}-R02-P02-{n:03}", city=city)
        for n in range(1, number + 1)
    ]


def test_city_is_ranked_among_those_of_which_it_is_known_how_they_stand() -> None:
    some = [*overdue("990100", 1), *overdue("990200", 3), *overdue("990300", 1)]
    made = bodies(replace(SITE, summaries=tuple(some)))
    said = {code: figures(made[f"cities/{code}.html"])[0] for code in ("990100", "990200")}
    assert said["990200"] == "逾期未完成3个3市中第1；最长51天"
    assert said["990100"] == "逾期未完成1个3市中并列第2；最长51天"


def test_rate_shows_its_parts_and_that_of_all_cities() -> None:
    rates = [one for path in MADE for one in figures(MADE[path]) if one.startswith("销号率")]
    assert rates
    for one in rates:
        rate, part, whole, mean = map(
            int,
            re.fullmatch(r"销号率(\d+)%(\d+)÷(\d+)；\d+市平均(\d+)%", one).groups(),  # type: ignore[union-attr]
        )
        assert rate == round(100 * part / whole)
        assert 0 <= mean <= 100


def test_city_without_overdue_issues_says_how_many_cities_have_none() -> None:
    made = bodies(replace(SITE, summaries=(replace(UNDER_WAY, owed="", debts=()),)))
    assert figures(made["cities/990100.html"])[0] == "逾期未完成0个1市中1市没有逾期"


# Counties


def test_counties_with_most_overdue_issues_come_first_and_lead_to_their_pages() -> None:
    table = MADE["cities/990100.html"].partition('id="counties"')[2].partition("</table>")[0]
    rows = re.findall(r'<tr><th scope="row".*?</tr>', table)
    cells = (re.search(r'data-h="逾期">(.*?)</td>', one) for one in rows)
    numbers = [int(words(one[1])) for one in cells if one]
    assert len(numbers) == len(rows)
    assert numbers == sorted(numbers, reverse=True)
    pages = re.findall(r'href="\.\./(cities/990100/\w+\.html)"', table)
    assert len(pages) >= 2
    assert set(pages) <= MADE.keys()


def test_county_shows_issues_under_its_former_code_and_names_it() -> None:
    body = MADE["cities/990100/990103.html"]
    (west,) = (one for one in REGISTER.cities["990100"].counties if one.code == "990103")
    own = [one for one in SITE.summaries if one.city == "990100" and one.county in west.codes]
    assert {one.county for one in own} - {"990103"}
    for one in own:
        assert f'data-record="{one.id}"' in body
    assert f"当时名称：{west.former[0].name}" in words(body)
    assert f"累计发现{len(own)}个问题" in words(body)


@pytest.mark.parametrize("made", [MADE, PUBLIC], ids=["full", "public"])
def test_counties_of_a_city_lead_to_each_other(made: Mapping[str, str]) -> None:
    counties = [path for path in made if re.fullmatch(r"cities/990100/u?[0-9a-f]{6,8}\.html", path)]
    assert len(counties) == 3
    for path in counties:
        others = set(counties) - {path}
        assert all(f'href="../../{one}"' in made[path] for one in others)
        assert f'href="../{path}"' in made["cities/990100.html"]


def test_real_county_tells_what_became_of_its_cases_and_who_published_them() -> None:
    site = site_index_of(read_register(REPOSITORY).register, date(2026, 11, 29), is_public=True)
    (job,) = (one for one in city_pages(site) if one.path == "cities/130200/130229.html")
    page = job.render(site, Templates(is_public=True))
    assert isinstance(page, Page)
    body = page.body
    assert "公开的案例3个：已载明处理情况2，未公开1。" in words(body)
    assert body.count("<tr data-record=") == 3
    assert "生态环境部" in body
    assert 'href="../../cities/130200.html"' in body


# Latest steps


def test_steps_of_fifteen_days_are_listed_the_newest_in_front() -> None:
    site = site_index_of(REGISTER, date(2019, 7, 5))
    made = bodies(site)
    for city in site.cities:
        moves = latest_moves(site, city)
        path = f"cities/{city.id}/changes.html"
        assert (path in made) == bool(moves)
        if moves:
            days = re.findall(r'<time datetime="([0-9-]+)"', made[path])
            assert days == sorted((one.day for one in moves), reverse=True)
            assert min(days) >= "2019-06-21"
            assert max(days) <= "2019-07-05"


def test_of_each_ledger_the_newest_steps_are_kept() -> None:
    issues = [one for one in REGISTER.issues if one.city_id == "990100"]
    events = sorted((str(event.date) for one in issues for event in one.events), reverse=True)
    kept = list(moves_in([moves_text(issues)]))
    assert sorted((one.day for one in kept), reverse=True) == events[:MOST]
    assert moves_text([]) == ""
    assert list(moves_in(["", moves_text(issues[:1])]))


def test_steps_between_two_days_count_both() -> None:
    days = ("2019-06-30", "2019-07-01", "2019-07-15", "2019-07-16", "2019-07")
    moves = [LatestStep(day, "示例", 0, "排查", "", "") for day in days]
    found = moves_between(moves, "2019-07-01", "2019-07-15")
    assert [one.day for one in found] == ["2019-07-15", "2019-07-01"]
