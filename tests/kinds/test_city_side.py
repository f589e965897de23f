"""The city's side of a programme: whom to reach (联络), incidents on the spot, whom it supports."""

import re
from typing import Any

import pytest

from generator.core.fields import Record
from generator.kinds.incident.model import Incident
from generator.kinds.incident.pages import handled_by
from generator.kinds.incident.views import ending, incident_tally
from generator.kinds.issue.model import Place
from generator.kinds.liaison.model import Liaison
from generator.kinds.liaison.pages import liaison_of, posts_at, reaches
from generator.kinds.register import Register
from generator.public.personal_names import named_office
from generator.site.build import read_register
from generator.site.page import Templates
from generator.site.search.page import other_entries
from tests.making import make_city, make_issue, make_programme, make_register
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import pages, site_index_of

SAMPLED = read_register(SAMPLE).register
WORDS = SAMPLED.vocabulary
SOURCE = {"title": "示例通报", "publisher": "示例发布者", "date": "2019-06-01"}
CHIEF = {"role": "总联络人", "office": "示例区县分管负责同志"}
CONTACT = {"role": "联络员", "office": "示例治霾办主任"}


def make_liaison(**changes: Any) -> Liaison:
    """The liaison of 渭南市: two offices for all counties, and one of its own for 华州区."""
    own = {"place": {"county": "610503", "name": "华州区"}, "posts": [dict(CONTACT, office="华州")]}
    fields: dict[str, Any] = {
        "id": "WN19-610500-L",
        "city": [{"role": "联络员", "office": "示例市生态环境局局长"}],
        "counties": [CHIEF, CONTACT],
        "places": [own],
        "note": "示例内部备注",
    }
    return Liaison.model_validate(fields | changes)


def make_incident(*steps: str, **changes: Any) -> Incident:
    """Somebody refused an inspection in 临渭区; what was done about it."""
    fields: dict[str, Any] = {
        "id": "LT19-610500-R00-X001",
        "kind": "拒绝检查",
        "place": {"county": "610502", "name": "临渭区"},
        "what": "示例：不让进门。",
        "events": [
            {"date": "2019-05-20", "step": step, "by": "示例单位"} for step in steps or ("上报",)
        ],
    }
    return Incident.model_validate(fields | changes)


def register_of(*records: Record) -> Register:
    """Of a city, its programme and the one that this supports, with the words of the sample."""
    supporting = make_programme(id="WN19", name="示例配合保障", supports="LT19", called=[])
    made = make_register(make_programme(), supporting, make_city(), make_issue(), *records)
    return Register(WORDS, made.filed)


def made(register: Register, *, is_public: bool = False) -> dict[str, str]:
    site = site_index_of(register, TODAY, is_public=is_public)
    return {page.path: page.body for page in pages(site, Templates(is_public=is_public))}


def words_of(body: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


# Liaison


def test_each_place_of_a_city_is_reached_through_its_own_offices_or_those_for_all() -> None:
    found = list(reaches(make_liaison(), make_city()))
    assert [(one.name, [post.office for post in one.posts], one.is_own) for one in found] == [
        ("临渭区", ["示例区县分管负责同志", "示例治霾办主任"], False),
        ("华州区", ["华州"], True),
        ("渭南高新区", ["示例区县分管负责同志", "示例治霾办主任"], False),
        ("韩城市", ["示例区县分管负责同志", "示例治霾办主任"], False),
    ]


def test_place_under_a_former_name_comes_last() -> None:
    own = {"place": {"county": "610521", "name": "华县"}, "posts": [CONTACT]}
    found = list(reaches(make_liaison(places=[own]), make_city()))
    assert (found[-1].name, found[-1].is_own) == ("华县", True)


@pytest.mark.parametrize(
    ("place", "office"),
    [
        ({"county": "610503", "name": "华州区"}, "华州"),
        ({"county": "610502", "name": "临渭区"}, "示例治霾办主任"),
        ({"name": "渭南高新区"}, "示例治霾办主任"),
        (None, "示例市生态环境局局长"),
    ],
)
def test_offices_of_a_place(place: dict[str, str] | None, office: str) -> None:
    where = Place.model_validate(place) if place else None
    assert posts_at(make_liaison(), where)[-1].office == office


def test_liaison_of_a_programme_that_supports_another_serves_both() -> None:
    register = register_of(make_liaison())
    for programme, found in (("WN19", True), ("LT19", True), ("DC17", False)):
        assert (liaison_of(register, "610500", programme) is not None) is found
    own = make_liaison(id="LT19-610500-L")
    assert liaison_of(register_of(make_liaison(), own), "610500", "LT19") == own
    assert liaison_of(register, "610100", "WN19") is None


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("副市长", False),
        ("市生态环境局局长", False),
        ("区县政府、开发区管委会分管负责同志", False),
        ("区县、开发区铁腕治霾办主任", False),
        ("黄陵县县长", False),
        ("高新区管委会常务副主任", False),
        ("马庄镇镇长", False),
        ("党组书记、局长", False),
        ("张某副市长", True),
        ("副市长王某某", True),
        ("市政府王某某副市长", True),
        ("局长（陈某）", True),
        ("主任：周某", True),
    ],
)
def test_name_beside_an_office_is_seen(office: str, expected: bool) -> None:
    assert named_office(office) is expected


def test_every_office_of_the_records_is_without_a_name() -> None:
    liaisons = read_register(REPOSITORY).register.liaisons
    offices = [post.office for one in liaisons for post in (*one.city, *one.counties)]
    assert offices
    assert not any(map(named_office, offices))


def test_liaison_has_a_page_and_is_on_those_of_its_city() -> None:
    bodies = made(register_of(make_liaison()))
    page = words_of(bodies["liaisons/WN19-610500-L.html"])
    assert "临渭区610502总联络人：示例区县分管负责同志联络员：示例治霾办主任统一规定" in page
    assert "华州区610503联络员：华州分别指定" in page
    for path in ("liaisons/index.html", "cities/610500.html"):
        assert 'href="../liaisons/WN19-610500-L.html"' in bodies[path], path


def test_city_that_only_has_a_liaison_has_a_page_of_dues() -> None:
    made_of = make_register(make_programme(id="WN19"), make_city(), make_liaison())
    assert "dues/610500.html" in made(Register(WORDS, made_of.filed))


def test_public_edition_has_published_liaison_without_its_note() -> None:
    assert "liaisons/WN19-610500-L.html" not in made(register_of(make_liaison()), is_public=True)
    bodies = made(register_of(make_liaison(sources=[SOURCE])), is_public=True)
    assert "示例治霾办主任" in bodies["liaisons/WN19-610500-L.html"]
    assert "示例内部备注" not in "".join(bodies.values())


# Incidents


def test_incident_is_settled_by_the_step_that_ends_it() -> None:
    open_one, settled = make_incident("上报", "劝返"), make_incident("上报", "办结")
    assert ending(open_one, WORDS) is None
    assert ending(settled, WORDS) == settled.events[-1]
    counts = incident_tally([open_one, settled, make_incident(kind="上访")], WORDS)
    assert (counts.met, counts.settled, counts.open) == (3, 1, 2)
    assert dict(counts.by_kind) == {"拒绝检查": 2, "群众阻挠": 0, "上访": 1}


def test_incident_is_handled_by_the_unit_named_or_by_the_liaison_of_its_place() -> None:
    site = site_index_of(register_of(make_liaison()), TODAY)
    assert handled_by(site, make_incident(handler="示例治安大队")) == "示例治安大队"
    assert handled_by(site, make_incident()) == "示例治霾办主任（按联络机制，联络员）"
    assert handled_by(site_index_of(register_of(), TODAY), make_incident()) == ""


def test_incidents_are_shown_with_the_issues_of_city_and_round() -> None:
    some = make_incident("上报", "办结"), make_incident(kind="上访", id="LT19-610500-R00-X002")
    bodies = made(register_of(*some))
    line = "现场突发情况：2件（拒绝检查1、上访1），已处理1件。"
    for path in ("cities/610500/tasks.html", "rounds/LT19-R00.html"):
        assert line in words_of(bodies[path]), path
    table = words_of(bodies["incidents/index.html"])
    assert "示例定点帮扶，未注明第几轮1211" in table
    assert "现场突发情况：" not in made(register_of())["rounds/LT19-R00.html"]


def test_incident_leads_to_the_issues_that_it_has_to_do_with() -> None:
    named = make_incident(issues=["LT19-610500-R00-G-001", "LT19-610500-R00-G-009"])
    body = made(register_of(named))["incidents/610500.html"]
    assert 'href="../ledgers/LT19-610500-R00.html#LT19-610500-R00-G-001"' in body
    assert '<span class="lt-text">LT19-610500-R00-G-009</span>' in body


INTERNAL = ("site", "matter", "handler", "result", "note")


def test_public_edition_has_published_incidents_without_what_is_internal() -> None:
    secrets = {name: f"示例内部{name}" for name in INTERNAL}
    shown = make_incident(sources=[SOURCE], group="Z", **secrets)
    hidden = make_incident(id="LT19-610500-R00-X002", what="示例未公开的情况")
    full = "".join(made(register_of(shown, hidden)).values())
    public = "".join(made(register_of(shown, hidden, make_liaison()), is_public=True).values())
    assert "示例：不让进门。" in public
    for text in (*secrets.values(), "示例未公开的情况", "示例单位", "遇到的组"):
        assert text in full, text
        assert text not in public, text
    assert "现场突发情况：1件" in words_of(public)


def test_search_finds_liaisons_and_incidents() -> None:
    register = register_of(make_liaison(), make_incident(matter="示例反映事项", kind="上访"))
    found = {one.kind: (one.url, one.text) for one in other_entries(site_index_of(register, TODAY))}
    assert found["联络"] == (
        "liaisons/WN19-610500-L.html",
        "示例配合保障；联络员：示例市生态环境局局长；总联络人：示例区县分管负责同志；"
        "联络员：示例治霾办主任；联络员：华州",
    )
    assert found["现场情况"] == (
        "incidents/610500.html#LT19-610500-R00-X001",
        "情形：上访；示例反映事项",
    )


def test_sample_has_every_sort_of_incident_and_every_step_marked() -> None:
    some = SAMPLED.incidents
    assert {one.kind for one in some} == set(WORDS.words("incidents"))
    steps = {event.step for one in some for event in one.events}
    assert steps == set(WORDS.words("incident_steps"))
    assert all("示例" in one.what for one in some)


# A programme of a city that supports another


def test_supporting_programme_leads_to_the_work_of_its_cities_and_back() -> None:
    bodies = made(SAMPLED)
    own = bodies["programmes/LX19.html"]
    assert "排查、交办、核查、约谈、专项督察（5步）" in words_of(own)
    assert "散煤双替代、散乱污、燃煤锅炉、重污染应急预案" in words_of(own)
    assert "Z中心组（1个组）" in words_of(own)
    for href in (
        "../programmes/LS19.html",
        "../liaisons/LX19-990100-L.html",
        "../dues/990100.html",
        "../tasks/LX19-990100.html",
    ):
        assert f'href="{href}"' in own, href
    search = "search/index.html?kind=问题&amp;programme=LS19&amp;city=990100"
    assert search in own
    assert 'href="../programmes/LX19.html"' in bodies["programmes/LS19.html"]
    assert "配合保障" not in bodies["programmes/LS17.html"]


def test_own_records_hold_the_plan_of_xian() -> None:
    register = read_register(REPOSITORY).register
    plan = register.programmes["XA19"]
    assert plan.supports == "LT19"
    assert [(one.letter, one.count) for one in plan.group_kinds] == [("Z", 1), ("P", 10)]
    assert len(plan.method) == 5
    fields = {one.field for one in register.tasks if one.programme_id == "XA19"}
    assert fields == set(plan.task_fields)
    assert all(one.goal is None and one.sources for one in register.tasks if one.id[:4] == "XA19")
    liaison = next(one for one in register.liaisons if one.id == "XA19-610100-L")
    assert [post.office for post in liaison.city] == ["副市长", "市生态环境局局长"]
