"""The search's files: each shard stands on its own records alone, the manifest on all shards."""

import base64
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.kinds.issue.columns import SHARD_COLUMNS
from generator.kinds.issue.ledger import LedgerRow
from generator.site.search import page
from generator.site.search import shards as search_shards
from generator.site.search.page import entry_shard, issue_shards
from generator.site.search.shards import (
    SEPARATOR,
    SIGNS,
    SearchEntry,
    SearchFacets,
    Shard,
    manifest_text,
)
from tests import making


def make_line(number: int = 1, **changes: Any) -> LedgerRow:
    """An issue with an ID and a day."""
    given = {
        "id": f"LT19-610100-R01-P01-{number:03}",
        "programme": "LT19",
        "city": "610100",
        "round": 1,
        "found_on": f"2019-05-{number % 28 + 1:02}",
    }
    return making.make_line(**(given | changes))


def addresses(lines: Sequence[LedgerRow]) -> dict[str, str]:
    return {one.id: f"ledgers/LT19-610100-R01.html#{one.id}" for one in lines}


def shards(lines: Sequence[LedgerRow]) -> list[Shard]:
    return issue_shards("610100", lines, addresses(lines))


def content(one: Shard) -> dict[str, Any]:
    """What the browser unpacks."""
    file, digest, found = unpacked(one.text)
    assert (file, digest) == (one.summary.file, one.summary.digest)
    return found


def unpacked(text: str) -> tuple[str, str, dict[str, Any]]:
    """The name, digest and content of a shard's file."""
    match = re.fullmatch(r'lantianShard\("([^"]+)","([0-9a-f]{16})","([^"]+)"\);\n', text)
    assert match
    return match[1], match[2], json.loads(gzip.decompress(base64.b64decode(match[3])))


def cells(one: Shard, name: str) -> list[str]:
    """A column as the browser reads it."""
    made = content(one)["columns"].get(name)
    if made is None:
        return [""] * one.summary.records
    values = made["values"].split(SEPARATOR)
    digits = [SIGNS.index(sign) for sign in made["rows"]]
    if made["width"] == 2:
        digits = [a * len(SIGNS) + b for a, b in zip(digits[::2], digits[1::2], strict=True)]
    return [values[number] for number in digits]


def test_newest_come_first_and_of_one_day_the_lowest_id() -> None:
    lines = [make_line(1, found_on="2019-05"), make_line(3), make_line(2), make_line(31)]
    (one,) = shards(lines)
    assert [name[-3:] for name in cells(one, "id")] == ["003", "031", "002", "001"]
    assert one.summary.newest == "2019-05-04"


def test_bytes_depend_on_nothing_but_the_lines() -> None:
    lines = [make_line(number) for number in range(1, 5)]
    assert shards(lines) == shards(lines[::-1])
    assert shards(lines)[0].text != shards([*lines[:3], make_line(4, found="甲")])[0].text


def test_every_column_of_a_ledger_is_there() -> None:
    line = make_line(1, site="甲厂", closed_on="2019-06-01", round=7, states=("整改中", "未公开"))
    (one,) = shards([line])
    assert {column.name: cells(one, column.name) for column in SHARD_COLUMNS} == {
        column.name: [str(column.cell(line))] for column in SHARD_COLUMNS
    }
    assert cells(one, "url") == ["ledgers/LT19-610100-R01.html#{}"]
    assert content(one)["said"]["values"].split(SEPARATOR) == ["状态：整改中", "状态：未公开"]


def test_large_city_gives_several_shards_and_new_issues_leave_the_old_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page, "RECORDS_PER_SHARD", 10)
    lines = [make_line(number, found_on=f"20{number:02}-01-01") for number in range(10, 35)]
    made = shards(lines)
    assert [one.path for one in made] == [
        "data/records-610100.js",
        "data/records-610100-2.js",
        "data/records-610100-3.js",
    ]
    assert [one.summary.records for one in made] == [10, 10, 5]
    grown = shards([*lines, make_line(40, found_on="2040-01-01")])
    assert grown[:2] == made[:2]
    assert sorted(name for one in grown for name in cells(one, "id")) == sorted(
        one.id for one in [*lines, make_line(40)]
    )


def test_many_values_take_two_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_shards, "SIGNS", SIGNS[:5])
    lines = [make_line(number, found=f"第{number}条") for number in range(1, 20)]
    (one,) = shards(lines)
    digits = [SIGNS.index(sign) for sign in content(one)["columns"]["found"]["rows"]]
    assert content(one)["columns"]["found"]["width"] == 2
    assert max(digits) < 5


def test_line_with_nothing_but_an_id_is_borne() -> None:
    bare = making.make_line(id="X")
    (one,) = issue_shards("610100", [bare], {"X": "exposures/X.html"})
    assert cells(one, "id") == ["X"]
    assert cells(one, "url") == ["exposures/{}.html"]
    assert one.summary.counts["kind"] == {"问题": 1}
    assert one.summary.counts["status"] == {}


def test_manifest_names_what_occurs_in_order_and_strange_values_last() -> None:
    lines = [make_line(1, category="乙"), make_line(2, category="甲"), make_line(3, category="丙")]
    facets = SearchFacets({"category": [("甲", "甲类"), ("丁", "丁类"), ("乙", "乙类")]})
    text = manifest_text([one.summary for one in shards(lines)], facets, "2019-08-01")
    made = json.loads(text.removeprefix("lantianManifest(").removesuffix(");\n"))
    assert made["today"] == "2019-08-01"
    assert made["facets"] == {
        "category": [
            {"key": "甲", "label": "甲类"},
            {"key": "乙", "label": "乙类"},
            {"key": "丙", "label": "丙"},
        ]
    }
    assert made["shards"][0]["counts"] == {"category": [0, 1, 1, 1, 2, 1]}
    assert [one["name"] for one in made["columns"]] == [one.name for one in SHARD_COLUMNS]


def test_manifest_names_states_in_which_it_is_not_the_turn_of_the_place() -> None:
    lines = [make_line(1, states=("待审核",)), make_line(2, states=("整改中",))]
    options = {"status": [(name, name) for name in ("待审核", "整改中", "待销号")]}
    facets = SearchFacets(options, {"LT19": {"待审核", "待销号"}, "DC17": set()})
    text = manifest_text([one.summary for one in shards(lines)], facets, "2019-08-01")
    made = json.loads(text.removeprefix("lantianManifest(").removesuffix(");\n"))
    assert made["waiting"] == {"LT19": ["待审核"], "DC17": []}


def test_other_records_share_one_shard() -> None:
    entry = SearchEntry(
        id="610100", url="cities/610100.html", title="西安市", text="陕西", place="陕西省",
        kind="城市", programme="", city="610100", group="", category="", date="",
    )  # fmt: skip
    one = entry_shard([entry, replace(entry, id="610200", title="铜川市")])
    assert one.path == "data/records-other.js"
    assert cells(one, "site") == ["西安市", "铜川市"]
    assert one.summary.counts["city"] == {"610100": 2}


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    written = [text.replace(SEPARATOR, " ").encode("utf-8", "replace").decode() for text in texts]
    lines = [make_line(number, found=text) for number, text in enumerate(written)]
    (one,) = shards(lines)
    by_id = dict(zip(cells(one, "id"), cells(one, "found"), strict=True))
    assert by_id == {line.id: text for line, text in zip(lines, written, strict=True)}
    assert "<" not in one.text
