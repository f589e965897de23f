"""Charts before they are drawn: levels, lengths, parts, and what a reader is told of them."""

import pytest

from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.charts import Stack, bar_chart, column_chart, series_chart
from generator.site.overview.home import Shade, small_map, tile_map
from generator.site.page import build_script
from generator.site.tables import Cell, NumberTable
from tests.registers import SAMPLE


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def shade(counts: dict[str, int], unit: str = "个") -> Shade:
    text = "{}%" if unit == "%" else "{}"
    cells = {code: Cell(text.format(count), sort=str(count)) for code, count in counts.items()}
    return Shade("found", "各市问题数", unit, cells)


@pytest.mark.parametrize(
    ("counts", "levels", "legend"),
    [
        ({}, [0, 0, 0], ["没有记录或者不详"]),
        ({"990100": 4}, [1, 0, 0], ["没有记录或者不详", "1—4 个"]),
        (
            {"990100": 1, "990200": 5, "990300": 9},
            [1, 2, 3],
            ["没有记录或者不详", "1 个", "2—5 个", "6—9 个"],
        ),
    ],
)
def test_map_steps_cover_every_count_once(
    register: Register, counts: dict[str, int], levels: list[int], legend: list[str]
) -> None:
    drawn = tile_map(list(register.cities.values()), shade(counts))
    assert [tile.level for tile in drawn.tiles] == levels
    assert [label for _, label in drawn.legend] == legend


def test_city_of_which_nothing_is_known_is_not_nought(register: Register) -> None:
    drawn = tile_map(list(register.cities.values()), shade({"990100": 0, "990200": 40}, "%"))
    assert [(tile.text, tile.said, tile.level) for tile in drawn.tiles] == [
        ("0%", "0%", 0),
        ("40%", "40%", 1),
        ("—", "没有记录或者不详", 0),
    ]
    assert drawn.description == "方格图，一格一市，3 个城市；最高的是示例乙市，40%。"


def test_small_map_marks_one_city_and_others_have_none(register: Register) -> None:
    cities = list(register.cities.values())
    drawn = small_map(cities, register.cities["990100"])
    assert drawn is not None
    assert [here for _, _, here in drawn.squares] == [True, False, False]
    assert small_map(cities, register.cities["990400"]) is None


def test_bars_start_at_zero_and_are_described_in_words() -> None:
    chart = bar_chart("k", "个数", "类", [Cell("5", sort="甲"), Cell("10", "x", sort="乙")])
    assert [(bar.label, bar.length, bar.href) for bar in chart.bars] == [
        ("甲", 260, ""),
        ("乙", 520, "x"),
    ]
    assert chart.description == "横条图，2 项，最长的是乙，10 个。"
    assert [row.label.text for row in chart.table.rows] == ["甲", "乙"]
    assert bar_chart("k", "个数", "类", []).description == "没有记录。"


def test_long_labels_have_room() -> None:
    short = bar_chart("k", "个数", "类", [Cell("5", sort="2017-07")])
    long = bar_chart("k", "个数", "类", [Cell("5", sort="2017（月份不详）")])
    assert (short.start, long.start) == (110, 8 + 4 * 9 + 6 * 15)
    assert long.width - short.width == long.start - short.start


def test_parts_of_a_column_stand_on_each_other_without_gap() -> None:
    table = NumberTable("各轮次", "轮次", (), ())
    kinds = (("closed", "了结"), ("open", "在办"), ("unknown", "结果或者办理情况未公开"))
    stacks = [Stack("1", "第1轮", "", (7, 0, 3)), Stack("2", "第2轮", "", (0, 1, 0))]
    first, second = column_chart("k", kinds, stacks, table).columns
    assert [(part.kind, part.y, part.height) for part in first.parts] == [
        ("closed", 65, 105),
        ("unknown", 20, 45),
    ]
    assert first.top == 20
    assert [(part.kind, part.y, part.height) for part in second.parts] == [("open", 155, 15)]


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
