"""A city's plan: appraisals, grids, monitoring, seasons, inspections, quick bulletins, reports."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from generator.kinds.appraisal.model import Appraisal
from generator.kinds.appraisal.pages import appraisal_pages, appraised_years, followed, period_title
from generator.kinds.city.head import city_plan
from generator.kinds.grid.model import Grid
from generator.kinds.grid.pages import Gaps, covers, gaps, grid_pages, tree
from generator.kinds.monitor.model import Monitor
from generator.kinds.monitor.pages import by_county, goal_states, monitor_pages, state_of
from generator.kinds.programme.model import Season
from generator.kinds.programme.pages import programme_pages
from generator.kinds.programme.seasons import season_lines
from generator.kinds.quick.pages import ordinal, quick_pages
from generator.kinds.register import Register
from generator.kinds.task.model import Task, TaskReport
from generator.kinds.task.pages import task_pages
from generator.kinds.task.status import (
    Arrival,
    MonthDue,
    ReportsDue,
    arrival,
    as_of,
    dues_judged,
    reports_due,
    unit_reports,
    units_of,
)
from generator.public.policy import public_register
from generator.site.build import read_register
from generator.site.page import Page, Templates
from generator.site.search.page import other_entries
from tests.making import make_city, make_programme
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.running import Outcome, lantian
from tests.site_index import rendered, site_index_of

OF_THE_PLAN = (appraisal_pages, grid_pages, monitor_pages, quick_pages, programme_pages, task_pages)


@pytest.fixture(scope="module")
def sample() -> Register:
    return read_register(SAMPLE).register


@pytest.fixture(scope="module")
def own() -> Register:
    return read_register(REPOSITORY).register


def bodies(register: Register, *, is_public: bool = False) -> Mapping[str, str]:
    """Path → body of every page of a plan."""
    site = site_index_of(register, TODAY, is_public=is_public)
    templates = Templates(is_public=is_public)
    made: list[Page] = [page for some in OF_THE_PLAN for page in rendered(some, site, templates)]
    return {page.path: page.body for page in made}


# Appraisals


def make_appraisal(period: str, *entries: Mapping[str, Any]) -> Appraisal:
    """An appraisal of 渭南市's counties on the first day of 2020."""
    own = [{"city": "610500", **entry} for entry in entries]
    fields = {"id": f"LT19-A{period}", "date": "2020-01-01", "entries": own}
    return Appraisal.model_validate(fields)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2019-Q3", date(2019, 7, 1), date(2019, 9, 30)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_period_of_an_appraisal_is_in_its_id(period: str, first: date, last: date) -> None:
    one = make_appraisal(period, {"unit": "甲"})
    assert (one.period, one.first_day, one.last_day) == (period, first, last)


def test_year_puts_quarters_and_the_result_side_by_side_counties_first() -> None:
    second = make_appraisal(
        "2019-Q2",
        {"unit": "示例局", "rank": "1"},
        {"unit": "临渭区人民政府", "county_name": "临渭区", "rank": "1"},
        {"unit": "华州区人民政府", "county_name": "华州区", "rank": "2"},
    )
    whole = make_appraisal(
        "2019",
        {"unit": "临渭区人民政府", "county_name": "临渭区", "rank": "2", "verdict": "合格"},
        {"unit": "华州区人民政府", "county_name": "华州区", "rank": "1", "verdict": "合格"},
    )
    (year,) = appraised_years([second, whole, make_appraisal("2019-03", {"unit": "示例局"})])
    assert (year.year, year.quarters, year.has_result) == (2019, ("2019-Q2",), True)
    assert [
        (one.unit, [x.rank if x else None for x in (*one.quarters, one.yearly)])
        for one in year.units
    ] == [("华州区人民政府", [2, 1]), ("临渭区人民政府", [1, 2]), ("示例局", [1, None])]


def test_year_of_monthly_circulars_alone_has_no_ranking() -> None:
    assert appraised_years([make_appraisal("2019-03", {"unit": "示例局"})]) == []


@pytest.mark.parametrize(
    ("period", "title"),
    [("2019-07", "2019年7月"), ("2019-Q4", "2019年四季度"), ("2019", "2019年")],
)
def test_period_is_called_in_words(period: str, title: str) -> None:
    assert period_title(period) == title


def test_sample_shows_ranks_veto_and_each_outcome(sample: Register) -> None:
    made = bodies(sample)
    index = made["appraisals/index.html"]
    assert "2019年各季评比的名次" in index
    assert "2018年各季评比的名次和年度考核的结果" in index
    assert index.count("一票否决</span>") == 1
    for outcome in ("公开约谈", "取消荣誉称号", "区域环评限批", "责任追究"):
        assert f'<td class="lt-text">{outcome}</td>' in index
    own = [one for one in sample.appraisals if one.programme_id == "LS17"]
    assert [one.consequence.outcome for one in followed(own)] == [
        "责任追究",
        "区域环评限批",
        "取消荣誉称号",
    ]
    last = made["appraisals/LS17.html"]
    assert last.index('id="p2018"') < last.index('id="p2018-Q4"') < last.index('id="p2018-Q3"')
    page = made["appraisals/LS19.html"]
    assert '<a href="../actions/LS19-C2019-006.html">LS19-C2019-006</a>' in page
    assert page.index('id="p2019-07"') < page.index('id="p2019-Q2"') < page.index('id="p2019-06"')


def test_public_edition_has_only_appraisals_that_were_published(sample: Register) -> None:
    made = bodies(sample, is_public=True)
    assert 'id="p2019-Q2"' in made["appraisals/LS19.html"]
    assert 'id="p2019-07"' not in made["appraisals/LS19.html"]
    assert "会议材料" not in made["appraisals/LS19.html"]


# Grids


def make_grid(*nodes: Mapping[str, Any]) -> Grid:
    return Grid.model_validate({"id": "LT19-610500-W", "nodes": list(nodes)})


def node(number: str, level: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "level": level, "name": f"示例{number}", "office": "示例局", **more}


LEVELS = ("市", "县", "镇办")


def test_tree_follows_the_numbers() -> None:
    grid = make_grid(node("1", "市"), node("1-1", "县"), node("1-1-1", "镇办"), node("1-2", "县"))
    (top,) = tree(grid)
    assert [one.node.number for one in top.below] == ["1-1", "1-2"]
    assert [one.node.number for one in top.below[0].below] == ["1-1-1"]


def test_cover_of_a_level_adds_up_what_is_of_one_sort() -> None:
    grid = make_grid(
        node("1", "市"),
        node("1-1", "县", covers="3", covered="村"),
        node("1-2", "县", covers="4", covered="村", office=None),
        node("1-3", "县", covers="5", covered="社区"),
    )
    county = covers(grid, LEVELS)[1]
    assert (county.nodes, county.with_office) == (3, 2)
    assert county.covers == (("村", 7), ("社区", 5))


def test_gaps_are_levels_offices_and_counties() -> None:
    grid = make_grid(node("1", "市"), node("1-1", "县", county="610502", office=None))
    found = gaps(grid, LEVELS, make_city())
    assert found.levels == ("镇办",)
    assert [one.number for one in found.offices] == ["1-1"]
    assert [one.name for one in found.counties] == ["华州区"]


def test_counties_are_no_gap_where_no_grid_is_said_to_be_one() -> None:
    every = make_grid(node("1", "市"), node("1-1", "县"), node("1-1-1", "镇办"))
    assert gaps(every, LEVELS, make_city()) == Gaps((), (), ())


def test_page_holds_the_tree_as_lists_in_lists(sample: Register) -> None:
    body = bodies(sample)["grids/LS19-990100.html"]
    start = body.index('<ul class="lt-tree"')
    inner = body[start : body.index("备注")]
    assert inner.count("<ul") == inner.count("</ul>") == 5
    assert inner.count("<li") == inner.count("</li>") == 8
    assert "每一层都有网格" in body
    assert "没有网格的层级：" in bodies(sample)["grids/LS19-990200.html"]


# Monitoring


def test_counts_by_county_and_state_take_the_last_state(sample: Register) -> None:
    record = next(one for one in sample.monitors if one.city_id == "990100")
    words = sample.vocabulary.words("monitor_states")
    table = by_county(record.units, words, ["示例东区", "示例西区", "示例高新区"])
    assert table.columns == ("未安装", "已联网", "停运", "状态未公布")
    assert [(row.key, row.counts) for row in table.rows] == [
        ("示例东区", (1, 1, 0, 0)),
        ("示例西区", (0, 0, 1, 0)),
        ("示例高新区", (0, 0, 0, 1)),
    ]
    assert [state_of(one) for one in record.stations] == ["已联网", "已安装"]


def test_goal_counts_what_lies_in_its_counties(sample: Register) -> None:
    record = next(one for one in sample.monitors if one.city_id == "990100")
    words = sample.vocabulary.words("monitor_states")
    stations, units = goal_states(record, words, date(2019, 9, 1))
    assert (stations.listed, stations.states, stations.bare) == (
        2,
        (("已安装", 1), ("已联网", 1)),
        (),
    )
    assert (stations.is_over, units.is_over, units.listed) == (True, False, 4)


def test_county_of_a_goal_without_a_station_is_named() -> None:
    fields = {
        "id": "LT19-610500-J",
        "goals": [
            {
                "about": "空气质量微站",
                "what": "示例",
                "counties": [{"county": "610502", "name": "临渭区"}],
                "basis": "公开文本",
            }
        ],
        "stations": [{"name": "示例微站", "place": {"county": "610503", "name": "华州区"}}],
    }
    (goal,) = goal_states(Monitor.model_validate(fields), (), TODAY)
    assert (goal.listed, goal.bare) == (0, ("临渭区",))


# Seasons


def test_each_number_of_a_season_leads_to_its_issues(sample: Register) -> None:
    summaries = [one for one in site_index_of(sample, TODAY).summaries if one.programme == "LS19"]
    lines = season_lines(sample.programmes["LS19"].seasons, summaries, [2019])
    counts = {(one.season.season, one.group, key): n for one in lines for key, n in one.months}
    assert {key: n for key, n in counts.items() if n} == {
        ("春季", "扬尘", "2019-05"): 1,
        ("春季", "工业治污设施", "2019-05"): 4,
        ("夏季", "工业治污设施", "2019-06"): 12,
    }
    body = bodies(sample)["programmes/LS19.html"]
    links = [part.split('"')[0] for part in body.split('href="')[1:]]
    dated = [dict(parse_qsl(urlsplit(one.replace("&amp;", "&")).query)) for one in links]
    found = [(one["group"], one["date"]) for one in dated if "date" in one]
    assert found == [("扬尘", "2019-05"), ("工业治污设施", "2019-05"), ("工业治污设施", "2019-06")]


def test_season_without_months_is_not_guessed() -> None:
    bare = Season.model_validate({"season": "冬防期", "focus": "示例", "groups": ["扬尘"]})
    assert season_lines([bare], [], [2019]) == []


# Reports by unit


def reported(unit: str, about: str, received: str | None) -> Task:
    report = {"date": about, "by": unit, "received": received}
    fields = {"id": "LS19-990100-T009", "field": "综合", "measure": "示例", "reports": [report]}
    return Task.model_validate(fields)


def test_dues_are_months_and_the_year(sample: Register) -> None:
    dues = dues_judged(sample.programmes["LS19"], date(2020, 1, 5))
    assert dues[0] == MonthDue("2019-05", date(2019, 5, 28))
    assert dues[-2:] == [
        MonthDue("2019", date(2019, 12, 25)),
        MonthDue("2019-12", date(2019, 12, 28)),
    ]
    assert dues[-2].label == "2019 全年"


@pytest.mark.parametrize(
    ("received", "word"),
    [
        ("2019-12-25", Arrival.IN_TIME),
        ("2019-12-26", Arrival.LATE),
        (None, Arrival.UNDATED),
    ],
)
def test_yearly_summary_is_in_time_by_its_day(received: str | None, word: Arrival) -> None:
    due = MonthDue("2019", date(2019, 12, 25))
    tasks = [reported("甲县人民政府", "2019", received), reported("乙局", "2019-12", "2019-12-20")]
    rows = unit_reports(["甲县人民政府", "乙局"], tasks, [due], date(2020, 1, 5))
    assert [row.arrivals for row in rows] == [(word,), (Arrival.MISSING,)]


def test_earliest_report_of_a_unit_counts() -> None:
    due = MonthDue("2019-06", date(2019, 6, 28))
    some = [reported("甲", "2019-06", "2019-06-29"), reported("甲", "2019-06", "2019-06-27")]
    (row,) = unit_reports(["甲"], some, [due], TODAY)
    assert row.arrivals == (Arrival.IN_TIME,)
    assert some[0].reports[0] == TaskReport.model_validate(
        {"date": "2019-06", "by": "甲", "received": "2019-06-29"}
    )


def test_sample_says_who_reported_late_or_not(sample: Register) -> None:
    tasks = [one for one in sample.tasks if one.programme_id == "LS19"]
    programme = sample.programmes["LS19"]
    assert programme.reporting
    dues = dues_judged(programme, TODAY)
    assert [one.month for one in dues] == ["2019-05", "2019-06", "2019-07", "2019-08", "2019"]
    units = programme.reporting.units
    rows = {row.unit: row.arrivals for row in unit_reports(units, tasks, dues, TODAY)}
    awaited = (Arrival.AWAITED, Arrival.AWAITED)
    assert rows["示例东区人民政府"] == (Arrival.IN_TIME, Arrival.IN_TIME, Arrival.LATE, *awaited)
    assert rows["示例大气办"] == (Arrival.MISSING, Arrival.UNDATED, Arrival.MISSING, *awaited)
    body = bodies(sample)["programmes/LS19.html"]
    assert "<td>按时</td><td>按时</td><td>迟报</td><td>未到期</td><td>未到期</td>" in body
    later = unit_reports(units, tasks, dues[-1:], date(2020, 1, 5))
    assert {row.arrivals for row in later} == {(Arrival.MISSING,)}


def test_month_is_in_time_when_every_unit_reported_and_names_those_that_did_not() -> None:
    units = ["甲县人民政府", "乙县人民政府", "丙局"]
    programme = make_programme(
        cities=["610500"],
        reporting={
            "by": ["各县"],
            "units": units,
            "monthly": {"day": "28", "what": "示例", "to": "示例办"},
            "recorded_from": "2019-06",
            "basis": "设置",
        },
    )
    tasks = [
        reported("甲县人民政府", "2019-06", "2019-06-27"),
        reported("乙县人民政府", "2019-06", "2019-07-02"),
    ]
    due = MonthDue("2019-06", date(2019, 6, 28))

    def on(day: str) -> ReportsDue:
        return reports_due(programme, make_city(), tasks, due, date.fromisoformat(day))

    assert on("2019-07-10").words == "应报 3 个单位：按时 1、迟报 1、未报 1"
    assert on("2019-07-10").named(Arrival.MISSING) == ["丙局"]
    assert on("2019-07-01").named(Arrival.MISSING) == ["乙县人民政府", "丙局"]
    assert on("2019-06-26").named(Arrival.AWAITED) == units


def test_tasks_page_and_programme_page_say_the_same_of_each_unit(sample: Register) -> None:
    programme, city = sample.programmes["LS19"], sample.cities["990100"]
    tasks = [one for one in sample.tasks if one.id.startswith("LS19-990100")]
    dues, pages = dues_judged(programme, TODAY), bodies(sample)
    found = unit_reports(units_of(programme, city, tasks), tasks, dues, TODAY)
    assert found
    for row in found:
        cells = "".join(f"<td>{word}</td>" for word in row.arrivals)
        line = f'<span class="lt-text">{row.unit}</span></th>{cells}'
        assert line in pages["tasks/LS19-990100.html"]
        assert line in pages["programmes/LS19.html"]


def test_nothing_is_received_before_its_day() -> None:
    task = reported("甲", "2019-05", "2019-06-08")
    assert as_of(task, date(2019, 5, 30)).reports == []
    assert as_of(task, date(2019, 6, 8)) is task
    due = MonthDue("2019-05", date(2019, 5, 28))
    assert arrival(task, due, date(2019, 5, 30)) is Arrival.MISSING
    assert arrival(task, due, date(2019, 6, 8)) is Arrival.LATE


# Quick bulletins


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "100")],
)
def test_items_are_numbered_in_words(number: int, word: str) -> None:
    assert ordinal(number) == word


FIRST = """示例工作信息快报
2019年第1期
示例大气办　　2019年6月6日

一、示例东区人民政府
　　示例：组织工地扬尘夜查，检查工地 12 个。
二、示例住建局
　　示例：约见三家施工单位，提出整改要求。

报送：示例市政府主要领导、示例市政府分管领导。
抄送：示例各成员单位。
"""


def quick(*words: str) -> Outcome:
    return lantian("report", "quick", *words, "--root", str(SAMPLE))


def test_issue_is_written_with_its_items_and_recipients() -> None:
    assert quick("LS19", "2019-1") == Outcome(0, FIRST, "")


def test_open_issue_leaves_out_what_is_internal(tmp_path: Path) -> None:
    out = tmp_path / "快报.txt"
    assert quick("LS19", "2019-1", "--open", "--out", str(out)).code == 0
    text = out.read_text(encoding="utf-8")
    assert "夜查" in text
    assert "约见" not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("LS18", "2019-1"), 2, "没有编号为 'LS18' 的行动"),
        (("LS19", "第1期"), 2, "写成 2019-3"),
        (("LS19", "2019-9"), 3, "有记录的是 2019-2、2019-1"),
        (("LS17", "2019-1"), 3, "先在 records/quick/LS17 里记录"),
    ],
)
def test_issue_that_is_not_there_is_said(words: tuple[str, str], code: int, said: str) -> None:
    outcome = quick(*words)
    assert outcome.code == code
    assert said in outcome.err


def test_quick_bulletin_is_for_the_staff_alone(sample: Register) -> None:
    assert public_register(sample, TODAY).quick == ()
    made = bodies(sample, is_public=True)
    assert "quick/LS19-2019.html" not in made
    assert "快报只在内部版里" in made["quick/index.html"]
    assert not [path for path, body in made.items() if "约见" in body or "夜查" in body]


# Cities, the search, and what Hanzhong published


PAGE = "cities/990100.html"


def test_city_leads_to_each_page_of_its_plan(sample: Register, own: Register) -> None:
    found = city_plan(site_index_of(sample, TODAY), sample.cities["990100"], PAGE)
    assert [(one.text, one.href) for one in found] == [
        ("考核评比（LS19）", "../appraisals/LS19.html"),
        ("网格 8 个（LS19）", "../grids/LS19-990100.html"),
        ("监测监控（LS19）", "../monitors/LS19-990100.html"),
        ("示例工作信息快报（LS19）", "../quick/index.html#LS19"),
    ]
    hanzhong = city_plan(site_index_of(own, TODAY), own.cities["610700"], PAGE)
    assert [one.text for one in hanzhong] == [
        "监测监控（HZ19）",
        "治污降霾工作信息快报（HZ19）",
    ]
    assert city_plan(site_index_of(own, TODAY), own.cities["610100"], PAGE) == []


def test_search_finds_what_belongs_to_the_plan(sample: Register) -> None:
    entries = {one.id: one for one in other_entries(site_index_of(sample, TODAY))}
    assert entries["LS19-A2019-Q2"].url == "appraisals/LS19.html#p2019-Q2"
    assert entries["LS19-990100-W/1-1-1"].title == "示例东一镇网格"
    assert "停运" in entries["LS19-990100-J/units-3"].text
    assert entries["LS19-B2019/3"].url == "quick/LS19-2019.html#i2"
    assert "示例：重点任务未按期完成" in entries["LS19-C2019-007"].text


def test_links_of_the_search_lead_to_places_on_the_pages(sample: Register) -> None:
    made = bodies(sample)
    places = [one.url.partition("#") for one in other_entries(site_index_of(sample, TODAY))]
    folders = ("appraisals/", "grids/", "monitors/", "quick/")
    of_plan = [one for one in places if one[0].startswith(folders)]
    assert len(of_plan) > 20
    assert [one for one in of_plan if one[2] and f'id="{one[2]}"' not in made[one[0]]] == []


ARTICLES = {
    "T001": ("第39条", (), (), ("市大气污染防治联防联控领导小组各成员单位", "各县区政府")),
    "T002": (
        "第40条",
        ("市生态环境局",),
        (
            *("汉中市中级人民法院", "汉中市人民检察院", "市公安局", "市工信局", "市住建局"),
            *("市城管局", "其他单位（原文写“等”）"),
        ),
        ("各县区政府",),
    ),
    "T003": ("第41条", (), (), ("市环保督察办", "市大气办")),
    "T004": ("第42条", ("市生态环境局",), ("市人力资源和社会保障局",), ("各县区政府",)),
    "T005": ("第43条", ("市委宣传部", "市委网信办", "市生态环境局"), (), ("各县区政府",)),
    "T006": (
        "第44条",
        ("市生态环境局",),
        ("市财政局", "市交通运输局", "市文旅局"),
        ("各县区政府",),
    ),
    "T007": (
        "第45条",
        ("市科技局", "市生态环境局"),
        (
            *("市财政局", "市气象局", "市卫健委", "市市场监管局"),
            "其他单位（原文写“等”）",
        ),
        ("各县区政府",),
    ),
    "T008": (
        "第46条",
        ("市大气办",),
        (),
        (
            *("市监委", "市委组织部", "市考核办", "市环保督察办", "市政府督查室"),
            "其他单位（原文写“等”）",
        ),
    ),
    "T009": ("第47条", (), (), ("各县区政府", "相关市级部门")),
}
"""Lead, cooperating and responsible bodies as the brackets of each article name them."""


def test_tasks_of_hanzhong_name_the_bodies_of_each_article(own: Register) -> None:
    tasks = [one for one in own.tasks if one.programme_id == "HZ19"]
    assert {
        one.id.rpartition("-")[2]: (
            one.clause,
            tuple(one.lead),
            tuple(one.cooperating),
            tuple(one.responsible),
        )
        for one in tasks
    } == ARTICLES


def test_page_of_hanzhong_is_the_home_of_its_programme(own: Register) -> None:
    body = bodies(own)["programmes/HZ19.html"]
    parts = (
        "tasks",
        "reporting",
        "appraisal",
        "inspection",
        "grid",
        "monitoring",
        "seasons",
        "quick",
    )
    assert [
        part for part in parts if f'href="#{part}"' not in body or f'id="{part}"' not in body
    ] == []
    flags = re.findall(r'<span class="lt-flag">(未公开|没有收录)</span>', body)
    assert len(flags) >= 12
    assert "没有收录" in flags
    assert "重污染天气频发" in body
    assert "28 日前" in body
    assert "12-25 前" in body


def test_monitoring_of_hanzhong_says_what_the_article_says(own: Register) -> None:
    (record,) = [one for one in own.monitors if one.programme_id == "HZ19"]
    stations, units = record.goals
    assert [place.name for place in stations.counties] == ["汉台区", "南郑区", "城固县", "勉县"]
    assert (str(stations.due), stations.clause, units.clause) == ("2019-12", "第44条", "第44条")
    assert (record.units, record.stations) == ([], [])
    assert (
        bodies(own)["monitors/HZ19-610700.html"].count(
            '名单<span class="lt-flag">没有收录</span>，不等于没有公布'
        )
        == 2
    )


def test_nothing_is_said_of_hanzhong_that_was_not_published(own: Register) -> None:
    assert [one.id for one in own.appraisals if one.programme_id == "HZ19"] == []
    assert [one.id for one in own.grids if one.programme_id == "HZ19"] == []
    body = bodies(own)["appraisals/HZ19.html"]
    assert '考核的结果<span class="lt-flag">没有收录</span>' in body
