"""Charts before they are drawn: levels, lengths, parts, and what a reader is told of them."""

import pytest

from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.charts import Stack, bar_chart, series_chart
from generator.site.page import build_script
from generator.site.tables import Cell, NumberTable
from generator.site.tiles import Measure, TileMap, small_map, tile_map
from generator.site.trends import Series, trend_chart
from tests.registers import SAMPLE


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def drawn(register: Register, measure: Measure) -> TileMap:
    found = tile_map(list(register.cities.values()), [measure], lambda code: f"{code}.html")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("unit", "values", "levels", "key"),
    [
        ("个", {}, ["", "", ""], []),
        ("个", {"990100": 4}, ["m1q4", "", ""], ["1", "2", "3", "4"]),
        (
            "个",
            {"990100": 3, "990200": 11, "990300": 9},
            ["m1q1", "m1q4", "m1q3"],
            ["1–3", "4–6", "7–9", "10–12"],
        ),
        ("%", {"990100": 0, "990200": 40}, ["", "m1q2", ""], ["1–20%", "21–40%"]),
    ],
)
def test_steps_of_the_map_are_equal_and_end_with_the_highest_value(
    register: Register, unit: str, values: dict[str, int], levels: list[str], key: list[str]
) -> None:
    found = drawn(register, Measure("逾期", unit, values))
    assert [tile.levels for tile in found.tiles] == levels
    assert [span for _, span in found.keys[0]] == key


def test_city_of_which_nothing_is_known_is_not_nought(register: Register) -> None:
    found = drawn(register, Measure("销号率", "%", {"990100": 0, "990200": 40}))
    assert [(tile.numbers, tile.said) for tile in found.tiles] == [
        (("0%",), "示例甲市：销号率 0%"),
        (("40%",), "示例乙市：销号率 40%"),
        (("—",), "示例丙市：销号率未知"),
    ]


def test_two_cities_make_no_map(register: Register) -> None:
    cities = list(register.cities.values())[:2]
    assert tile_map(cities, [Measure("逾期", "个", {})], str) is None


TABLE = NumberTable("题", "轮次", (), ())


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ((1, 2, 3), ["0", "1", "2", "3"]),
        ((0, 7, 12), ["0", "5", "10", "15"]),
        ((200, 160, 31), ["0", "50", "100", "150", "200"]),
    ],
)
def test_axis_begins_at_nought_and_has_round_steps(
    values: tuple[int, ...], steps: list[str]
) -> None:
    chart = trend_chart("题", "轮次", ["1", "2", "3"], [Series("over", "逾期", values)], TABLE)
    assert chart is not None
    assert [one.text for one in chart.steps] == steps
    assert [one.text for one in chart.columns] == [str(one) if one else "" for one in values]
    assert all(one.y + one.height == chart.ground for one in chart.columns)
    assert chart.said.startswith("题，柱状图，按轮次，1至3；3逾期")


@pytest.mark.parametrize("values", [(4, 5), (0, 0, 0)])
def test_no_chart_of_two_values_or_of_nothing(values: tuple[int, ...]) -> None:
    labels = [str(number) for number in range(len(values))]
    assert trend_chart("题", "轮次", labels, [Series("over", "逾期", values)], TABLE) is None


def test_small_map_marks_one_city_and_others_have_none(register: Register) -> None:
    cities = list(register.cities.values())
    drawn = small_map(cities, register.cities["990100"])
    assert drawn is not None
    assert [here for _, _, here in drawn.squares] == [True, False, False]
    assert small_map(cities, register.cities["990400"]) is None


def test_bars_start_at_zero_and_are_described_in_words() -> None:
    chart = bar_chart("个数", "类", [Cell("5", sort="甲"), Cell("10", "x", sort="乙")])
    assert [(bar.label, bar.share, bar.href) for bar in chart.bars] == [
        ("甲", 50, ""),
        ("乙", 100, "x"),
    ]
    assert chart.description == "横条图，2 项，最长的是乙，10 个。"
    assert [row.label.text for row in chart.table.rows] == ["甲", "乙"]
    assert bar_chart("个数", "类", []).description == "没有记录。"


def test_build_script_can_not_be_left_by_what_it_says() -> None:
    made = build_script(day="2019-08-01", commit="abc", edition='</script>"\u2028')
    assert made == (
        'lantianBuilt({"day": "2019-08-01", "time": "", "commit": "abc", '
        '"edition": "\\u003c/script>\\"\\u2028"});\n'
    )


def test_columns_of_a_group_share_a_scale_and_a_label() -> None:
    kinds = (("gone", "新增"), ("closed", "销号"))
    stacks = [Stack("2019-06", "2019年6月", "", (10, 0)), Stack("2019-07", "2019年7月", "", (5, 4))]
    chart = series_chart("k", kinds, stacks, NumberTable("题", "月份", ("新增", "销号"), ()))
    assert [(one.title, one.total, one.label) for one in chart.columns] == [
        ("2019年6月新增", 10, "2019-06"),
        ("2019年6月销号", 0, ""),
        ("2019年7月新增", 5, "2019-07"),
        ("2019年7月销号", 4, ""),
    ]
    heights = [sum(part.height for part in one.parts) for one in chart.columns]
    assert heights == [150, 0, 75, 60]
    assert len({one.x for one in chart.columns}) == len(chart.columns)
    assert chart.description == (
        "柱形图，2019年6月至2019年7月，每月一组；2019年7月新增 5 个，销号 4 个。"
    )
    assert series_chart("k", kinds, [], chart.table).description == "没有记录。"
