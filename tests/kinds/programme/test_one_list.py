"""One list of a city's issues over all media and origins, and a province's programme as data."""

import re

from generator.kinds.programme.one_list import list_pages, listed_cities
from generator.kinds.programme.pages import programme_pages
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.page import Templates
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site.test_counting_pages import parsed
from tests.site_index import rendered, site_index_of

LISTED = ("LP19-990100-R01-D01-001", "LP19-990100-R01-D02-001", "LP19-990100-R01-D02-002")


def bodies(site: SiteIndex) -> dict[str, str]:
    return {page.path: page.body for page in rendered(list_pages, site, Templates())}


def sample(*, is_public: bool = False) -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY, is_public=is_public)


def test_every_issue_of_a_city_is_in_one_list_whatever_its_medium() -> None:
    body = bodies(sample())["programmes/LP19-990100.html"]
    listed = re.findall(r'<tr data-record="([^"]+)"', body)
    assert sorted(listed) == list(LISTED)
    assert listed[-1] == LISTED[0], "what was found first comes first"
    for medium, origin in (("自然生态", "部门掌握的突出问题"), ("大气", "督察回头看的重点问题")):
        assert f'<td>{medium}</td><td class="lt-text">{origin}</td>' in body


def test_list_counts_by_medium_and_origin_and_shows_assistance() -> None:
    body = bodies(sample())["programmes/LP19-990100.html"]
    links = dict(parsed(body).links)
    here = Links("programmes/LP19-990100.html")
    whole = {"programme": "LP19", "city": "990100"}
    assert links[here.records(**whole)] == "3"
    assert links[here.records(**whole, medium="水", origin="地方反映的难点问题")] == "1"
    assert links["../assistance/990100.html#LP19-990100-R01-H001"] == "示例：雨污分流改造的资金渠道"
    assert links["../teams/LP19-R01-990100.html"] == "第1轮，3 个组"


def test_public_edition_of_a_programme_without_public_counts_says_that_it_tells_nothing() -> None:
    made = bodies(sample(is_public=True))
    body = made["programmes/LP19-990100.html"]
    assert not [one for one in LISTED if one in body]
    assert "督察回头看" not in body
    assert "<dd>3</dd>" not in body
    assert "没有公开不等于没有发现问题" in body
    assert "台账里没有" not in body


def test_programme_without_such_a_list_has_none() -> None:
    site = sample()
    listed = {one.id: len(listed_cities(site, one)) for one in site.programmes}
    assert {name: count for name, count in listed.items() if count} == {"LP19": 2}


def test_jilin_has_departments_groups_origins_and_an_empty_list_for_each_area() -> None:
    site = site_index_of(read_register(REPOSITORY).register, TODAY)
    jilin = site.register.programmes["JL20"]
    assert [one.name for one in jilin.departments] == [
        *("省自然资源厅", "省生态环境厅", "省住建厅", "省水利厅", "省农业农村厅", "省林草局"),
    ]
    assert all(not (one.media or one.groups or one.fields) for one in jilin.departments)
    assert jilin.media == ["大气", "水", "土壤", "自然生态"]
    assert len(jilin.origins) == 3
    assert [(one.name, one.count) for one in jilin.group_kinds if not one.published] == [
        ("督导帮扶工作组", 6)
    ]
    made = {path: body for path, body in bodies(site).items() if "/JL20-" in path}
    assert len(made) == 7
    for body in made.values():
        assert "没有记录不等于没有发现问题" in body
        assert "本台账没有这次行动的问题记录" in body
    programmes = rendered(programme_pages, site, Templates())
    home = next(page.body for page in programmes if page.path.endswith("JL20.html"))
    assert all(f'href="../{path}"' in home for path in made)
    assert home.count("没有公开</td>") == 18
    assert "长春市含公主岭市" in home


def test_every_setting_of_jilin_says_that_it_is_one() -> None:
    jilin = read_register(REPOSITORY).register.programmes["JL20"]
    assert jilin.lifecycle
    general = jilin.lifecycle.paths[-1]
    settings = [one.step for one in general.strands[0].steps if one.basis == "设置"]
    assert settings == ["交办", "分办", "整改完成", "核查", "销号", "回头看", "撤销", "更正"]
