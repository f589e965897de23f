"""Counts and groupings, on the sample and on small tables."""

import pytest

from generator.build import read_register
from generator.derive.figures import figures_of_city
from generator.derive.ledgers import ledgers, newest_first
from generator.derive.matrix import Row, cross
from generator.derive.publications import publications
from generator.model.city import City
from generator.model.issue import Issue
from generator.model.register import Register
from generator.render.charts import tile_map
from tests.registers import SAMPLE


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def test_cross_keeps_empty_rows_and_drops_empty_columns() -> None:
    items = ["ax", "ax", "bx", "cz"]
    matrix = cross(items, lambda i: i[0], lambda i: i[1], rows="abcd", columns="xyz")
    assert matrix.columns == ("x", "z")
    assert matrix.rows == (
        Row("a", (2, 0), 2),
        Row("b", (1, 0), 1),
        Row("c", (0, 1), 1),
        Row("d", (0, 0), 0),
    )
    assert matrix.totals == (3, 1)
    assert matrix.total == 4


def test_cross_refuses_what_has_no_place() -> None:
    with pytest.raises(KeyError):
        cross(["q"], lambda i: i, lambda i: "x", rows="a", columns="x")


def test_every_issue_is_in_exactly_one_ledger(register: Register) -> None:
    gathered = [issue.id for ledger in ledgers(register.issues) for issue in ledger.issues]
    assert sorted(gathered) == [issue.id for issue in register.issues]
    assert {ledger.id for ledger in ledgers(register.issues)} >= {"LS19-990100-R01"}


def test_newest_first_puts_a_month_at_its_last_day(register: Register) -> None:
    wanted = ("2019-06", "2019-06-11", "2019-05-25", "2019-05-09", "2017", "2017-11-13")
    found = [str(issue.found_on) for issue in newest_first(register.issues)]
    assert tuple(dict.fromkeys(day for day in found if day in wanted)) == wanted


def test_publications_name_every_record_that_cites_them(register: Register) -> None:
    cited = {one.source.title: one for one in publications(register)}
    assert [issue.id for issue in cited["示例日报"].issues] == [
        "LS17-990200-R00-G-001",
        "LS17-990200-R00-G-002",
        "LS17-990400-R00-G-001",
    ]
    shared = [one for one in publications(register) if one.issues and one.bulletins]
    assert [one.source.url for one in shared] == ["https://example.invalid/a?b=1&c=2"]


def test_figures_of_a_city_include_its_counties_and_attached_units(register: Register) -> None:
    def rows(city: City) -> list[str]:
        return [one.figure.row for one in figures_of_city(register, city)]

    assert rows(register.cities["990100"]) == ["S1", "S2"]
    assert rows(register.cities["990200"]) == ["S4"]


@pytest.mark.parametrize(
    ("counts", "levels", "legend"),
    [
        ({}, [0, 0, 0], ["没有记录"]),
        ({"990100": 4}, [1, 0, 0], ["没有记录", "1—4 条"]),
        (
            {"990100": 1, "990200": 5, "990300": 9},
            [1, 2, 3],
            ["没有记录", "1 条", "2—5 条", "6—9 条"],
        ),
    ],
)
def test_map_steps_cover_every_count_once(
    register: Register, counts: dict[str, int], levels: list[int], legend: list[str]
) -> None:
    drawn = tile_map(list(register.cities.values()), counts)
    assert [tile.level for tile in drawn.tiles] == levels
    assert [label for _, label in drawn.legend] == legend


def test_issue_knows_its_parts(register: Register) -> None:
    issue = next(one for one in register.issues if one.id == "LS19-990100-R01-P01-002")
    assert isinstance(issue, Issue)
    parts = (issue.programme_id, issue.city_id, issue.round_number, issue.group_letter)
    assert parts == ("LS19", "990100", 1, "P")
