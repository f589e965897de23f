"""Words that a ministry would not write are on no page and in no bulletin."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest

from generator.kinds.issue.work_periods import days_of, period_work
from generator.reports.periods import filled_rounds
from generator.reports.report import report
from generator.reports.texts import report_text
from generator.site.build import read_register
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import full_lines, pages, site_index_of

RETIRED: Mapping[str, str] = {
    **dict.fromkeys(("其中逾期", "逾期最久", "今后 15 天"), "逾期、逾期时间最长、15 日内到期"),
    **dict.fromkeys(("退回过", "是否退回", "退回次数", "核查退回"), "整改不到位、核查不到位"),
    **dict.fromkeys(("了结", "还有下一步要做的"), "尚未办结、已销号"),
    **dict.fromkeys(("办理不详", "还没有做到的", "已经向社会公开的"), "办理情况未公开、公开曝光"),
    **dict.fromkeys(("措施的要求", "报送多于核实"), "约谈（预警）整改要求、报送数与核实数不符"),
    **dict.fromkeys(("发现了什么", "在哪里发现的", "谁去了哪里"), "分类别、分城市、派驻情况"),
    **dict.fromkeys(("其中新到", "本轮新到", "在组人数"), "新轮换人员、人数"),
    **dict.fromkeys(("共同包保", "还缺的", "接过来"), "包保单位、行前确认事项、承接上轮事项"),
    **dict.fromkeys(("办结用时", "认定的比例", "到位的比例"), "用时、认定率、整改到位率"),
    **dict.fromkeys(("不合格的后果", "逐个指定", "还没有编入"), "不合格的处理、分别指定、待编入"),
    **dict.fromkeys(("实绩", "通报生成", "问题检索"), "完成情况、通报材料、查问题"),
    **dict.fromkeys(("同一组数", "空的是没有列出", "其余见"), "图中数据列表、空白为未列出"),
    **dict.fromkeys(("来源等级", "问题描述", "处置情况"), "采集等级、存在问题、处理情况"),
    **dict.fromkeys(("查处和整改情况", "本页不说明", "发现有误"), "处理情况、说明、纠错与反馈"),
    **dict.fromkeys(("不能当作", "没有写明后来"), "不等于没有整改，也不等于已经整改"),
    **dict.fromkeys(("原始记录", "汇总计算", "Git 提交"), "说一次，见关于本站；记录来源与版本"),
    **dict.fromkeys(("本站由来", "数从何而来", "看不清时"), "关于本站、数据说明、无障碍浏览"),
    **dict.fromkeys(("如何阅读", "如何填写", "字段字典"), "使用说明、填报说明、数据字典"),
    **dict.fromkeys(("摘录", "清除检索词", "订阅更新（Atom）"), "相关内容、清除条件、订阅更新"),
}
"""Words that no page says any more → what it says instead."""

KEPT: Mapping[str, Mapping[str, str]] = {
    "dictionary": dict.fromkeys(
        (
            *("实绩", "来源等级", "问题描述", "处置情况", "本轮新到", "在组人数", "逐个指定"),
            *("共同包保", "发现了什么", "在哪里发现的"),
        ),
        "titles and descriptions of fields, by which sheets and exports name their columns",
    ),
    "open-data": dict.fromkeys(
        ("实绩", "来源等级", "问题描述", "处置情况", "本轮新到", "在组人数", "发现了什么"),
        "the columns of the files, as they are called there",
    ),
    "glossary": {"来源等级": "the name of a list of words of the records"},
    "about": dict.fromkeys(("原始记录", "汇总计算"), "explained there, once"),
    "index.html": dict.fromkeys(("逾期最久", "如何阅读"), "kept until the page itself is replaced"),
    "dues": dict.fromkeys(("措施的要求", "报送多于核实"), "kept until the page itself is replaced"),
    "cities": dict.fromkeys(("今后 15 天",), "kept until the page itself is replaced"),
}
"""Folder or page → words that stay there, and why."""
RECORDED = re.compile(r'<(\w+)[^>]*class="[^"]*lt-text[^"]*"[^>]*>.*?</\1>', re.DOTALL)
"""Texts out of records, which keep their words."""
OF_RECORDS = re.compile(r"(?:(?<![第0-9])[0-9]+|多少|几) ?条(?!记录|规则|数据)")
"""A number of records, rules or figures; issues and cases are counted in 个."""
ROWS = {"changes/index.html", "rules/index.html", "sources/index.html"}
"""Pages that count changes, rules and records of any kind in 条."""
MISCOUNTED = ("条问题", "问题条数", "件问题", "件案例", "件曝光", "条案例", "条逾期", "件帮扶")
LABEL = re.compile(r'aria-label="([^"]*)"')
PRODUCT = Path(__file__).parents[2]


def _said(body: str) -> str:
    """Return what a page shows and what is read out of it, not the addresses of its links."""
    return re.sub(r"<[^>]+>", "", body) + " ".join(LABEL.findall(body))


@pytest.mark.parametrize("edition", ["full", "public"])
def test_no_page_has_a_retired_word(edition: str) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=edition == "public")
    made = list(pages(site, Templates(is_public=site.is_public)))
    bodies = {page.path: unescape(RECORDED.sub("", page.body)) for page in made}
    said = {path: _said(body) for path, body in bodies.items()}
    found = {
        (path, word, RETIRED[word])
        for path, text in said.items()
        for word in RETIRED
        if word in text and word not in KEPT.get(path.partition("/")[0], ())
    }
    heads = {path for path, body in bodies.items() if re.search(r">退回(?! ?[^<\s\d])", body)}
    assert (found, heads) == (set(), set())
    assert len(bodies) > 40


def test_no_bulletin_has_a_retired_word() -> None:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY)
    today = TODAY.isoformat()
    days = days_of(one.work for one in full_lines(register, TODAY))
    for one in filled_rounds(site.overview, register.rounds):
        first, last = one.period.first, one.period.last
        work = period_work(days, first, last, today) if first else None
        text = report_text(report(register, one, today, work=work))
        assert [word for word in RETIRED if word in text] == []


def _miscounted(text: str) -> list[str]:
    return OF_RECORDS.findall(text) + [word for word in MISCOUNTED if word in text]


@pytest.mark.parametrize("edition", ["full", "public"])
def test_issues_and_cases_are_counted_in_their_measure_word(edition: str) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY, is_public=edition == "public")
    made = list(pages(site, Templates(is_public=site.is_public)))
    bodies = {page.path: unescape(RECORDED.sub("", page.body)) for page in made}
    texts = {path: re.sub(r"<[^>]+>", "", body) for path, body in bodies.items()}
    labels = {path: " ".join(LABEL.findall(body)) for path, body in bodies.items()}
    wrong = [
        (path, counted)
        for path in texts.keys() - ROWS
        for counted in _miscounted(f"{texts[path]} {labels[path]}")
    ]
    assert wrong == []
    assert len(texts) > 40


def test_no_text_of_the_product_counts_issues_as_rows() -> None:
    suffixes = {".py", ".html", ".js", ".md", ".yml", ".json"}
    texts = (one for one in (PRODUCT / "generator").rglob("*") if one.suffix in suffixes)
    guides = (PRODUCT / "records" / "README.md", PRODUCT / "README.zh-CN.md")
    found = {
        (str(one.relative_to(PRODUCT)), word)
        for one in (*texts, *guides)
        for word in MISCOUNTED
        if word in one.read_text("utf-8")
    }
    assert found == set()
