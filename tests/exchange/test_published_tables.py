"""The account of the published tables: each row of them is in `records/`, and where.

`tables/` holds the tables as they were imported; `LANTIAN_REWRITE=1` rewrites `account.txt`.
"""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from generator.exchange.account import RowOutcome
from generator.exchange.csv_rows import read_table
from generator.exchange.importing import Import, import_tables
from generator.kinds.bulletin.model import PublishedFact
from generator.kinds.register import Register
from generator.site.build import read_register
from tests.registers import REPOSITORY

TABLES = Path(__file__).parent / "tables"
IMPORTED = ("cases_2.csv", "followups_of_places.csv", "organisation.csv", "stats_2.csv")
ACCOUNT = TABLES / "account.txt"


@cache
def register() -> Register:
    return read_register(REPOSITORY).register


@cache
def imported() -> Import:
    tables = [read_table(name, (TABLES / name).read_bytes()) for name in IMPORTED]
    return import_tables(tables, register())


def rows_of(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_in_the_register_as_it_stands_in_its_table() -> None:
    done = imported()
    assert done.files == {}
    assert {one.outcome for one in done.account.entries} == {RowOutcome.SAME}
    assert {name: len(rows_of(name)) for name in IMPORTED} == {
        "cases_2.csv": 60,
        "followups_of_places.csv": 4,
        "organisation.csv": 36,
        "stats_2.csv": 115,
    }


def test_account_says_which_row_became_which_record() -> None:
    text = imported().account.text()
    if os.environ.get("LANTIAN_REWRITE"):
        ACCOUNT.write_text(text, encoding="utf-8", newline="\n")
    assert text == ACCOUNT.read_text(encoding="utf-8")


def test_no_record_names_a_row_that_is_in_no_table() -> None:
    listed = {(one.table, one.row) for one in imported().account.entries}
    named = {
        (one.origin.table, one.origin.row)
        for one in (*register().issues, *register().actions, *register().tasks)
        if one.origin
    } | {
        (bulletin.table, part.row)
        for bulletin in register().bulletins
        for part in bulletin.parts
        if bulletin.table
    }
    assert {one for one in named if one[0] in IMPORTED} == listed


def test_actions_of_provinces_and_cities_are_none_of_the_ministry() -> None:
    """What a province or a city did belongs to a programme of its own, never to LT19."""
    own = {one.id for one in register().programmes.values() if one.province}
    entries = [one for one in imported().account.entries if one.table == "cases_2.csv"]
    by_programme = {one.row: one.record.split("-")[0] for one in entries}
    assert "LT19" not in by_programme.values()
    talks = {
        row["case_id"]: row["action"].startswith("生态环境部")
        for row in rows_of("cases_2.csv")
        if row["record_kind"] == "政府约谈"
    }
    assert {row for row, by_ministry in talks.items() if by_ministry} == {
        row for row in talks if by_programme[row] not in own
    }


@pytest.mark.parametrize("name", IMPORTED)
def test_every_row_carries_its_source(name: str) -> None:
    by_row = {(one.table, one.row): one.record for one in imported().account.entries}
    bulletins = {one.id: one for one in register().bulletins}
    others = {one.id: one for one in (*register().issues, *register().actions)}
    for row in rows_of(name):
        row_id = row.get("case_id") or row.get("row_id") or row["fact_id"]
        record = by_row[name, row_id]
        source = bulletins[record].source if record in bulletins else others[record].sources[0]
        assert source.title == row["source_title"], row_id
        assert (source.publisher or "") == row["source_publisher"], row_id
        assert str(source.date or "") == row["source_date"], row_id
        assert (source.url or "") == row["source_url"], row_id


def test_sponsors_of_hebi_are_in_the_register() -> None:
    found = {
        part.fact: part.value
        for bulletin in register().bulletins
        for part in bulletin.parts
        if isinstance(part, PublishedFact) and part.city == "鹤壁市" and "包保" in part.fact
    }
    assert found == {
        "包保单位：部机关部门": "核电安全监管司",
        "包保单位：直属单位": "核与辐射安全中心",
        "包保单位：省级": "山西省生态环境厅",
    }


def test_later_steps_of_actions_are_their_sequels() -> None:
    """Fourteen of the 28 rows are about actions; each is a sequel with a source of its own."""
    actions = {one.id: one for one in register().actions}
    rows = [row for row in rows_of("followups.csv") if row["record"] in actions]
    assert len(rows) == 14
    for row in rows:
        found = [
            (str(one.date), one.by, one.what, one.source.title)
            for one in actions[row["record"]].sequels
            if one.source
        ]
        what = f"{row['step']}：{row['text']}"
        assert (row["date"], row["by"], what, row["source_title"]) in found, row["step_id"]


UNNAMED = {"F003": "F003", "F006": "F003"}
"""Rows that tell of several firms without naming them → the fact of the place that has them."""


def test_later_steps_of_cases_are_events_of_them() -> None:
    """Eleven rows are about cases; nine are events with a source of their own, two name no firm."""
    issues = {one.id: one for one in register().issues}
    rows = [row for row in rows_of("followups.csv") if row["record"] in issues]
    assert len(rows) == 11
    for row in rows:
        found = [
            (str(one.date), one.by, one.words, issues[row["record"]].sources[one.source - 1].title)
            for one in issues[row["record"]].events
            if one.source
        ]
        told = (row["date"], row["by"], row["text"], row["source_title"])
        assert (told in found) != (row["step_id"] in UNNAMED), row["step_id"]


def test_later_steps_that_say_more_of_a_step_count_once() -> None:
    again = [
        (issue.id, event.step)
        for issue in register().issues
        for event in issue.events
        if event.same_as
    ]
    assert len(again) == 7
    assert {issue for issue, _ in again} == {f"BF20-130200-R00-G-00{at}" for at in range(1, 6)}


def test_later_steps_of_no_single_case_are_facts_of_their_places() -> None:
    """Rows that name places, or firms only as a group, are in a table of facts under their IDs."""
    whole = [row["step_id"] for row in rows_of("followups.csv") if not row["record"]]
    facts = [row["fact_id"] for row in rows_of("followups_of_places.csv")]
    assert facts == [*dict.fromkeys(UNNAMED.values()), *whole]
