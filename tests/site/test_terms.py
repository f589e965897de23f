"""Terms of the documents: each stands on the page where its work is done, or its duty is told."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.page import Page, Templates
from generator.site.pages import FAMILIES
from tests.making import make_register, make_vocabulary
from tests.registers import REPOSITORY, TODAY
from tests.site_index import site_index_of

TERMS: Mapping[str, Sequence[str]] = {
    "programmes/LT19.html": (
        "三位一体",
        "三个统筹",
        "不替代、不干预、不打扰",
        "压茬交接",
        "拉条挂账",
        "一市一策",
        "异地执法、交叉执法",
        "第一责任人",
        "补休",
        "工作手册",
        "表扬函",
        "党小组",
        "五不准",
        "推送确认",
        "申诉",
        "督办函",
        "整改方案",
        "立行立改",
        "核查",
        "销号",
        "回头看",
        "曝光",
        "量化问责",
        "约谈",
        "专项督察",
    ),
    "programmes/XA19.html": (
        "组长负责制",
        "24小时",
        "保密",
        "八项规定",
        "党政同责、一岗双责",
        "行业牵头、属地管理",
        "轮休",
        "本级方案",
    ),
    "programmes/JL20.html": (
        "四个方面",
        "三类问题",
        "一张清单",
        "督导",
        "持续跟踪督办",
        "协调联络、信息报送、定期调度、专家参与",
        "干扰",
        "回头看",
    ),
    "programmes/HZ19.html": (
        "党政同责、一岗双责",
        "管行业必须管环保",
        "按日连续处罚",
        "行政执法与刑事司法衔接",
        "点穴式",
        "月通报",
        "季评比",
        "年考核",
        "一票否决",
        "快报",
        "属地管理、分级负责",
    ),
    "liaisons/XA19-610100-L.html": ("联络员", "上访", "阻挠"),
    "ledgers/index.html": ("拉条挂账", "销号", "立行立改", "边督边改", "举一反三"),
    "dues/index.html": ("拉条挂账", "销一件"),
    "glossary/index.html": ("立行立改", "边督边改", "举一反三", "压茬交接", "推送确认", "回头看"),
}
"""Page of the real records → the terms that it has to show."""


@cache
def register() -> Register:
    return read_register(REPOSITORY).register


@cache
def bodies() -> Mapping[str, str]:
    site = site_index_of(register(), TODAY)
    jobs = (job for family in FAMILIES for job in family.jobs(site) if job.path in TERMS)
    made = [job.render(site, Templates()) for job in jobs]
    return {page.path: page.body for page in made if isinstance(page, Page)}


@pytest.mark.parametrize("path", TERMS)
def test_terms_of_the_documents_stand_where_their_work_is_done(path: str) -> None:
    assert [term for term in TERMS[path] if term not in bodies()[path]] == []


def test_principles_are_of_the_programmes_whose_documents_state_them() -> None:
    stated = {one.id: one.principles for one in register().programmes.values() if one.principles}
    assert {programme: len(found) for programme, found in stated.items()} == {
        "LT19": 13,
        "XA19": 8,
        "JL20": 4,
        "HZ19": 4,
    }


def test_list_of_words_that_a_register_does_not_have_yet_has_its_place_in_the_glossary() -> None:
    without = make_vocabulary().model_copy(update={"relations": []})
    site = site_index_of(Register(without, make_register().filed), TODAY)
    jobs = {job.path: job for family in FAMILIES for job in family.jobs(site)}
    dictionary, glossary = (
        str(jobs[path].render(site, Templates()).body)
        for path in ("dictionary/issue.html", "glossary/index.html")
    )
    wanted = set(re.findall(r"glossary/index\.html#([a-z_]+)", dictionary))
    assert "relations" in wanted
    assert wanted <= set(re.findall(r'<h2 id="([a-z_]+)"', glossary))
    assert "词表里还没有这一类词" in glossary
