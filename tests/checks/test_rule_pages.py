"""Each rule has its page, in the folder of its kind, and its examples are what they say."""

import re

import pytest

from generator.checks.registry import ALL_RULES
from generator.checks.rule import Rule
from generator.cli.explain import explanation
from generator.kinds.registry import KINDS, RULE_PAGE_FOLDERS
from generator.load.yaml_reader import read_text

PAGES = {page.stem: page for folder in RULE_PAGE_FOLDERS for page in folder.glob("*")}
FORM = re.compile(
    r"# (?P<heading>[^\n]+)\n\n(?P<reason>[^\n]+)\n\n"
    r"## 不对\n\n```(?:yaml|text)\n(?P<bad>.+?)\n```\n\n"
    r"## 对\n\n```(?:yaml|text)\n(?P<good>.+?)\n```\n",
    re.DOTALL,
)
WRITING = [rule for rule in ALL_RULES if rule.code.startswith("Y")]

every_rule = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.slug)
every_writing_rule = pytest.mark.parametrize("rule", WRITING, ids=lambda rule: rule.slug)


def page_of(rule: Rule) -> dict[str, str]:
    """The parts of a rule's page."""
    match = FORM.fullmatch(PAGES[rule.slug].read_text(encoding="utf-8"))
    assert match, f"the page of {rule.slug} has not the form of a rule page"
    return match.groupdict()


def faults_in(text: str) -> set[str]:
    """What the reader has against an example."""
    return {fault.slug for fault in read_text("records/example.yml", text + "\n").faults}


def test_there_are_no_pages_but_those_of_rules() -> None:
    assert PAGES.keys() == {rule.slug for rule in ALL_RULES}


def test_pages_of_the_rules_of_a_kind_are_in_its_folder() -> None:
    for kind in KINDS:
        slugs = {rule.slug for rule in kind.load(kind.rules)} if kind.rules else set()
        assert {page.stem for page in kind.rule_pages.glob("*")} == slugs


@every_rule
def test_heading_agrees_with_the_rule_table(rule: Rule) -> None:
    assert page_of(rule)["heading"] == f"{rule.code} {rule.title}"


@every_rule
def test_page_keeps_to_the_words_of_the_house(rule: Rule) -> None:
    text = explanation(rule.code).replace("申请", "")
    assert [word for word in ("非法", "请", "格式错误") if word in text] == []


@every_writing_rule
def test_bad_example_is_what_the_rule_catches(rule: Rule) -> None:
    assert rule.slug in faults_in(page_of(rule)["bad"])


@every_writing_rule
def test_good_example_has_no_fault(rule: Rule) -> None:
    assert faults_in(page_of(rule)["good"]) == set()
