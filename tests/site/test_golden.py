"""The sample's pages before the theme, byte for byte.

`make golden` (LANTIAN_REWRITE=1) writes them anew; look at the difference before you accept it.
"""

import html
import os
import re
from pathlib import Path

import pytest

from generator.kinds.issue.ledger import LONGEST
from generator.site.build import read_register
from generator.site.layouts import BODY_END, BODY_START
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.sites import built_once
from tests.titles import faulty_titles

GOLDEN = REPOSITORY / "tests" / "golden"
FROM_THE_CODE = ("dictionary/", "open-data/", "rules/")
"""Pages made from models and rules alone, or with checksums that libraries decide; each has its
own test."""
GROUP_CODE = re.compile(r"[>\s、（][A-Z][0-9]{2}(?=[<\s、，）])")
HOW_TO_WRITE = "guide/"
"""Pages that tell how codes are written."""
NUMBERS = re.compile(r"<details[^>]*><summary>图中数据列表.*?</details>", re.DOTALL)


@pytest.fixture(scope="module")
def texts(run: Path) -> dict[str, str]:
    """Path → text of every page of the sample's site, without Git."""
    site = built_once(run, SAMPLE, TODAY)
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def made(texts: dict[str, str]) -> dict[str, str]:
    """Path → title and body of every made page."""
    return {
        path: f"<!-- {_title(text)} -->\n{_body(text)}"
        for path, text in texts.items()
        if BODY_START in text and not path.startswith(FROM_THE_CODE)
    }


def _title(text: str) -> str:
    return html.unescape(text.partition("<title>")[2].partition("</title>")[0])


def _body(text: str) -> str:
    return text.partition(BODY_START)[2].rpartition(BODY_END)[0]


def kept() -> dict[str, str]:
    return {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.html")
    }


def rewrite(wanted: dict[str, str]) -> None:
    for name in kept().keys() - wanted.keys():
        (GOLDEN / name).unlink()
    for name, text in wanted.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_pages_of_the_sample_are_as_they_were(made: dict[str, str]) -> None:
    if os.environ.get("LANTIAN_REWRITE"):
        rewrite(made)
    assert made == kept()


def test_titles_tell_what_a_page_is_about_and_tell_it_from_all_others(
    texts: dict[str, str],
) -> None:
    assert list(faulty_titles(texts)) == []


def test_sample_is_clean_and_marked() -> None:
    judgement = read_register(SAMPLE)
    assert judgement.findings == ()
    for issue in judgement.register.issues:
        assert "示例" in issue.site.name
        assert "示例" in issue.found


def test_groups_are_called_by_their_names(made: dict[str, str]) -> None:
    coded = {
        (path, *GROUP_CODE.findall(text))
        for path, text in made.items()
        if GROUP_CODE.search(text) and not path.startswith(HOW_TO_WRITE)
    }
    assert coded == set()
    units = made["assessments/units.html"]
    assert re.search('LS19 第1轮：<a [^>]*R01.html#990100-P01">示例甲市 普通组 1<', units)
    assert "示例甲市 中心组<" in made["assessments/LS19-R02.html"]


def test_numbers_of_each_chart_are_a_table_and_a_file(made: dict[str, str]) -> None:
    numbers = [(path, found) for path, text in made.items() for found in NUMBERS.findall(text)]
    assert len({path for path, _ in numbers}) > 5
    bare = [path for path, one in numbers if "<table" not in one or '"data:text/csv;' not in one]
    assert bare == []


def test_tables_too_long_to_look_through_can_be_searched(texts: dict[str, str]) -> None:
    long = {
        path: text
        for path, text in texts.items()
        if any(table.count("<tr") > LONGEST for table in text.split("<table")[1:])
    }
    assert {"dictionary/vocabulary.html", "rules/index.html"} <= long.keys()
    assert [path for path, text in long.items() if 'data-part="filter"' not in text] == []
    assert 'id="T08"' in long["rules/index.html"]
    assert 'id="terms.word"' in long["dictionary/vocabulary.html"]
