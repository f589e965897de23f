"""The canonical text of a record: readable, and read the same by every YAML reader."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Issue
from generator.kinds.round.model import Round
from generator.load.yaml_reader import read_text
from tests.making import SOURCE, make_bulletin, make_city, make_issue, make_programme

SAMPLE = """\
id: LT19-610500-R05-G-012
kind: 点位问题
place:
  county: "610502"
  name: 临渭区
site:
  name: 示例建材厂
  masked: true
category: 未安装治污设施
medium: 大气
quantity: {value: 13.60, unit: 台}
found: 没有收集装置，废气直接排放
round_inferred: 5
sources:
- title: 示例通报
  publisher: 示例发布者
  date: 2019-06-01
events:
- date: 2019-05-20
  step: 排查
- date: 2019-06
  step: 督办
  letter: 环办执法函〔2019〕12号
  due: 2019-08-30
- date: "2020"
  step: 曝光
"""


def sample() -> Issue:
    return make_issue(
        id="LT19-610500-R05-G-012",
        site={"name": "示例建材厂", "masked": "true"},
        quantity={"value": "13.60", "unit": "台"},
        round_inferred="5",
        events=[
            {"date": "2019-05-20", "step": "排查"},
            {
                "date": "2019-06",
                "step": "督办",
                "letter": "环办执法函〔2019〕12号",
                "due": "2019-08-30",
            },
            {"date": "2020", "step": "曝光"},
        ],
    )


def test_record_is_written_in_model_order_one_key_a_line_with_events_last() -> None:
    assert record_text(sample()) == SAMPLE


def test_round_and_empty_required_list() -> None:
    one = Round(
        id="LT19-R01", start=date(2019, 5, 8), end=date(2019, 5, 22), standing="推算", note="示例"
    )
    assert record_text(one) == (
        "id: LT19-R01\nstart: 2019-05-08\nend: 2019-05-22\nstanding: 推算\nnote: 示例\n"
    )
    assert "counties: []\n" in record_text(make_city(counties=[]))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("治理设施", "治理设施"),
        ("1蒸吨", "1蒸吨"),
        ("VOCs治理:第3项", "VOCs治理:第3项"),
        ("-甲", "-甲"),
        ("no", '"no"'),
        ("On", '"On"'),
        ("yEs", '"yEs"'),
        ("y", '"y"'),
        ("true", '"true"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("12", '"12"'),
        ("1_000", '"1_000"'),
        ("0571", '"0571"'),
        ("0891", '"0891"'),
        ("0o17", '"0o17"'),
        ("0x1F", '"0x1F"'),
        ("1e3", '"1e3"'),
        ("-.5", '"-.5"'),
        ("9:30", '"9:30"'),
        ("09:30", '"09:30"'),
        ("2019", '"2019"'),
        ("2019-06", "2019-06"),
        ("2019-06-01", '"2019-06-01"'),
        ("=", '"="'),
        ("<<", '"<<"'),
        (" 甲", '" 甲"'),
        ("甲 ", '"甲 "'),
        ("第一次: 现场", '"第一次: 现场"'),
        ("甲 #乙", '"甲 #乙"'),
        ("#甲", '"#甲"'),
        ("- 甲", '"- 甲"'),
        ("[甲](乙)", '"[甲](乙)"'),
        ("{{ 甲 }}", '"{{ 甲 }}"'),
        ("*甲", '"*甲"'),
        ("&甲", '"&甲"'),
        ("!甲", '"!甲"'),
        ("%甲", '"%甲"'),
        ("@甲", '"@甲"'),
        ("|", '"|"'),
        ('"甲"', '"\\"甲\\""'),
        ("'甲'", "\"'甲'\""),
        ("“否”", '"“否”"'),
        ("“否”字", "“否”字"),
        ("甲\\乙", "甲\\乙"),
        ("甲\t乙", '"甲\\t乙"'),
        ("甲\r乙", '"甲\\r乙"'),
        ("甲\x85乙", '"甲\\u0085乙"'),
        ("甲\u2028乙", '"甲\\u2028乙"'),
        ("\ufeff甲", '"\\ufeff甲"'),
        ("\x00", '"\\u0000"'),
        ("𠮷: 甲", '"𠮷: 甲"'),
        ("甲\n乙", "|-\n  甲\n  乙"),
        ("甲\n\n  乙", "|-\n  甲\n\n    乙"),
        ("甲\n乙\n", "|\n  甲\n  乙"),
        ("甲\n", '"甲\\n"'),
        (" 甲\n乙", '" 甲\\n乙"'),
        ("甲 \n乙", '"甲 \\n乙"'),
        ("很长" * 200, "很长" * 200),
        ("a b " * 100 + "c: d", '"' + "a b " * 100 + 'c: d"'),
    ],
)
def test_text_is_quoted_only_where_some_reader_would_take_it_otherwise(
    text: str, written: str
) -> None:
    issue = make_issue(found=text)
    assert f"\nfound: {written}\nsources:\n" in record_text(issue)
    assert_reads_the_same(issue)


@pytest.mark.parametrize("number", ["10", "13.6", "13.60", "-4.0", "0", "0.0000001", "100000000"])
def test_number_stays_as_typed(number: str) -> None:
    text = record_text(make_bulletin(rows=[figure(value=number)]))
    assert f"\n  value: {number}\n" in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [("2019-06-01", "2019-06-01"), ("2019-06", "2019-06"), ("2019", '"2019"'), ("0001", '"0001"')],
)
def test_date_is_written_as_exact_as_it_is_known(typed: str, written: str) -> None:
    assert f"\n- date: {written}\n" in record_text(
        make_issue(events=[{"date": typed, "step": "排查"}])
    )


def figure(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "row": "S1",
        "start": "2019-05-08",
        "end": "2019-05",
        "granularity": "时段",
        "area": {"scope": "重点区域", "code": "010203"},
        "metric": "问题数",
        "value": "1",
        "unit": "个",
    }
    return fields | changes


any_text = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet=" \n\t-:#'\"“”[]{}甲,|>&*!%@`~?=<.0123456789eExyno", min_size=1, max_size=24),
)
any_text = any_text.filter(str.strip)
any_line = any_text.map(lambda text: " ".join(text.split()))
any_date = st.sampled_from(["2019", "2019-06", "2019-06-01", "0001-02-03"])


@given(
    texts=st.lists(any_text, min_size=2, max_size=2),
    lines=st.lists(any_line, min_size=4, max_size=4),
    day=any_date,
    masked=st.booleans(),
)
def test_any_text_comes_back_as_it_was(
    texts: list[str], lines: list[str], day: str, masked: bool
) -> None:
    (found, note), (name, unit, category, title) = texts, lines
    issue = make_issue(
        site={"name": name, "masked": masked},
        found=found,
        category=category,
        quantity={"value": "1.50", "unit": unit},
        sources=[SOURCE | {"title": title, "date": day}],
        events=[{"date": day, "step": "排查", "note": note, "due": "2019-08-30"}],
    )
    assert_reads_the_same(issue)


@given(names=st.lists(any_line, max_size=5), value=st.decimals(-999, 999, places=2))
def test_lists_of_text_and_numbers_come_back(names: list[str], value: object) -> None:
    programme = make_programme(called=names)
    assert_same(programme)
    assert_same(make_bulletin(rows=[figure(value=str(value))]))


def assert_reads_the_same(issue: Issue) -> None:
    """Equal for the model, and the same words for a reader that follows YAML 1.1."""
    assert_same(issue)
    loaded = yaml.safe_load(record_text(issue))
    assert loaded["found"] == issue.found
    assert loaded["site"]["name"] == issue.site.name
    assert loaded["category"] == issue.category
    assert [source["title"] for source in loaded["sources"]] == [s.title for s in issue.sources]
    assert list(loaded)[-1] == "events"


_ODD_SIGNS = {
    *("control-character", "decomposed-character", "invisible-character"),
    *("lost-character", "odd-blank", "radical-character"),
}
"""What a record may not hold, and what the writer nevertheless writes as it was given."""


def assert_same(record: Any) -> None:
    text = record_text(record)
    raw = read_text("records/x.yml", text)
    assert {fault.slug for fault in raw.faults} <= _ODD_SIGNS
    again = type(record).model_validate(raw.content)
    assert again == record
    assert record_text(again) == text
    assert type(record).model_validate(yaml.load(text, yaml.BaseLoader)) == record
