"""The pages of actions: their content, the search for them, the public edition."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from generator.core.dates import parse_partial
from generator.kinds.action.model import Action, Demand
from generator.kinds.action.pages import action_pages
from generator.kinds.city.pages import city_pages
from generator.kinds.programme.accountability_pages import accountability_page
from generator.kinds.programme.pages import programme_pages
from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.page import Page, Templates
from generator.site.search.page import other_entries
from tests.making import make_city, make_line, make_programme, make_register
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site.test_counting_pages import parsed
from tests.site_index import rendered, site_index_of

UNPUBLISHED = "LS19-C2019-002"


@pytest.fixture(scope="module")
def sample() -> Register:
    """The sample."""
    return read_register(SAMPLE).register


def bodies(register: Register, *, is_public: bool = False) -> dict[str, str]:
    """Path → body of every page that shows actions."""
    site = site_index_of(register, TODAY, is_public=is_public)
    templates = Templates(is_public=is_public)
    made: list[Page] = [accountability_page(site, templates)]
    for some in (action_pages, city_pages, programme_pages):
        made += rendered(some, site, templates)
    return {page.path: page.body for page in made}


def action(**changes: object) -> Action:
    fields = {
        "id": "LT19-C2019-001",
        "kind": "约谈",
        "date": "2019-07-10",
        "whom": {"city": "610500", "name": "示例政府"},
        "cause": {"facts": "示例"},
    }
    return Action.model_validate({**fields, **changes})


def test_each_action_has_a_page_and_a_line_in_the_list(sample: Register) -> None:
    made = bodies(sample)
    for one in sample.actions:
        assert f'href="../actions/{one.id}.html"' in made["actions/index.html"]
        assert f'data-record="{one.id}"' in made[f"actions/{one.id}.html"]
        assert one.id in made[f"cities/{one.whom.city}/tasks.html"]
        assert one.id in made[f"programmes/{one.programme_id}.html"]


@pytest.mark.parametrize("root", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_each_count_by_kind_leads_to_as_many_records(root: object) -> None:
    register = read_register(root).register  # type: ignore[arg-type]
    site = site_index_of(register, TODAY)
    entries = [one for one in other_entries(site) if one.kind == "措施"]
    assert len(entries) == len(register.actions)
    links = parsed(bodies(register)["actions/index.html"]).links
    counts = [(href, words) for href, words in links if "search/index.html?" in href]
    assert counts
    for href, words in counts:
        wanted = dict(parse_qsl(urlsplit(href).query))
        assert wanted["kind"] == "措施"
        assert sum(wanted["q"] in one.text for one in entries) == int(words)


def test_page_shows_cause_demands_and_what_answered_them(sample: Register) -> None:
    body = bodies(sample)["actions/LS19-C2019-001.html"]
    assert "ledgers/LS19-990100-R02.html#LS19-990100-R02-P01-001" in body
    assert "bulletins/LS19-20190701-1.html#S1" in body
    assert "&lt;b&gt;数量&lt;/b&gt;" in body
    assert "2019-07-26 示例：报来整改方案。" in body
    assert 'data-due="2019-07-31"' in body


def test_issue_that_is_not_there_is_named_without_a_link() -> None:
    cause = {"facts": "示例", "issues": ["LT19-610500-R01-P01-001"]}
    register = make_register(make_programme(), make_city(), action(cause=cause))
    body = bodies(register)["actions/LT19-C2019-001.html"]
    assert "台账里没有这些编号的问题：" in body
    assert "ledgers/" not in body


def test_public_edition_shows_published_actions_without_internal_fields(sample: Register) -> None:
    made = bodies(sample, is_public=True)
    assert f"actions/{UNPUBLISHED}.html" not in made
    for path, body in made.items():
        assert UNPUBLISHED not in body, path
        for one in sample.actions:
            for text in (one.letter, one.note):
                assert not text or text not in body, path
    page = made["actions/LS19-C2019-001.html"]
    assert "LS19-990100-R02-P01-001" not in page
    assert "data-due" not in page
    assert "示例约谈通报" in page


def test_register_without_actions_says_so_and_other_pages_show_nothing() -> None:
    made = bodies(make_register())
    assert "没有措施的记录。" in made["actions/index.html"]
    assert "各行动都没有写量化问责的规则。" in made["accountability/index.html"]
    assert 'id="actions"' not in made["programmes/LT19.html"]
    assert "cities/610500/tasks.html" not in made


def test_long_list_is_cut_and_names_the_rest() -> None:
    days = range(1, 24)
    many = [action(id=f"LT19-C2019-{day:03}", date=f"2019-07-{day:02}") for day in days]
    body = bodies(make_register(make_programme(), make_city(), *many))["cities/610500/tasks.html"]
    assert body.count('data-record="LT19-C2019-') == 20
    assert "全部 23 项" in body
    assert "LT19-C2019-023" in body
    assert "LT19-C2019-003" not in body


def test_wording_tells_of_numbers_and_never_of_guilt(sample: Register) -> None:
    body = bodies(sample)["accountability/index.html"]
    assert "达到“示例正职”的数量（4 个）" in body
    assert "达到“示例市级正职”的条件（低于 30%）" in body
    assert "未公开：名次没有公布，不能计算" in body
    assert "应当问责" not in body


def counted_book(*, is_public: bool) -> SiteIndex:
    """Three issues of a county in a month, in two groups, one of them made public."""
    table = {
        **{"name": "示例", "start": "2019-05", "basis": "设置"},
        "rules": [
            {
                **{"name": "示例", "level": "区县", "counts": "问题", "counting": "设置"},
                "thresholds": [{"office": "示例职务", "at": "2"}],
            }
        ],
    }
    place = {"programme": "LT19", "city": "610500", "county": "610502", "county_name": "临渭区"}
    summaries = tuple(
        make_line(
            **{"id": f"LT19-610500-R01-P01-00{number}", "group": group, "exposed_on": exposed},
            **{**place, "found_on": f"2019-06-0{number}"},
        ).summary
        for number, group, exposed in ((1, "甲", ""), (2, "甲", ""), (3, "乙", "2019-07-01"))
    )
    register = make_register(make_programme(accountability=[table]), make_city())
    return SiteIndex(register, TODAY, summaries=summaries, is_public=is_public)


@pytest.mark.parametrize(
    ("is_public", "links"), [(False, {"甲": "2", "乙": "1"}), (True, {"乙": "1"})]
)
def test_count_of_several_groups_leads_to_each_of_them(
    is_public: bool, links: dict[str, str]
) -> None:
    page = accountability_page(counted_book(is_public=is_public), Templates(is_public=is_public))
    found = {
        dict(parse_qsl(urlsplit(href).query))["group"]: words
        for href, words in parsed(page.body).links
        if "search/index.html?" in href
    }
    assert found == links
    anchor = "LT19-1-1"
    assert (f'<a href="#{anchor}">3</a>' in page.body) is not is_public
    assert ('<td class="lt-num">3</td>' in page.body) is is_public
    assert anchor in parsed(page.body).anchors
    assert "达到“示例职务”的数量（2 个）" in page.body


@pytest.mark.parametrize(
    ("day", "term", "last"),
    [
        ("2019-06-03", "20个工作日内", "2019-07-02"),
        ("2019-06", "20个工作日内", None),
        ("2021-12-20", "20个工作日内", None),
        ("2019-06-03", "年底前", None),
    ],
)
def test_term_in_working_days_becomes_a_day_or_is_left(
    day: str, term: str, last: str | None
) -> None:
    """The Dragon Boat festival of 2019 was off; the day of the action has to be known."""
    demand = Demand.model_validate({"what": "示例：报整改方案", "term": term})
    found = demand.last_day(parse_partial(day))
    assert (found.isoformat() if found else None) == last
