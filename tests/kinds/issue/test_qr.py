"""QR codes, drawn as a browser would and read by a reader that is not ours."""

import re
from xml.etree import ElementTree

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exchange.text_files import clean
from generator.kinds.issue.downloads import qr_svg

SVG = "{http://www.w3.org/2000/svg}"
SCALE = 4


def squares(svg: str) -> list[list[bool]]:
    """Which squares are dark, from the path alone: `M4 4.5h7m1 0h1 …` are strokes one high."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    dark = [[False] * side for _ in range(side)]
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert path
    across = down = 0.0
    for order, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(number) for number in numbers.split()]
        if order == "h":
            for at in range(int(across), int(across + values[0])):
                dark[int(down)][at] = True
            across += values[0]
        else:
            first = (across, down) if order == "m" else (0.0, 0.0)
            across, down = first[0] + values[0], first[1] + values[1]
    return dark


def read(svg: str) -> list[tuple[str, str]]:
    """What a reader sees: text and level of each code."""
    rows = [row for row in squares(svg) for _ in range(SCALE)]
    grey = bytes(0 if dark else 255 for row in rows for dark in row for _ in range(SCALE))
    side = len(rows)
    image = memoryview(grey).cast("B", (side, side))
    return [(one.text, one.ec_level) for one in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/exposures/LT19-610100-R05-P03-012.html?q=1&x=%E9",
        "LT19-610100-R05-P03-012\n提交 0123456789ab",
        "示例<b>&amp;“\"'",
        "1",
        "长" * 300,
    ],
)
def test_code_is_read_as_it_was_written(text: str) -> None:
    assert read(qr_svg(text)) == [(text, "M")]


@pytest.mark.parametrize("city", range(110000, 110100, 7))
@pytest.mark.parametrize("serial", [1, 42, 999, 99_999])
def test_code_of_any_issue_is_read(city: int, serial: int) -> None:
    text = f"https://example.org/exposures/LT19-{city}-R05-P03-{serial:03}.html"
    assert read(qr_svg(text)) == [(text, "M")]


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
@settings(deadline=None, max_examples=30)
def test_any_text_is_read_or_at_least_drawn(text: str) -> None:
    assert [level for _, level in read(qr_svg(text))] == ["M"]


def test_drawing_is_one_image_with_a_title() -> None:
    svg = qr_svg("<script>&")
    assert svg.startswith('<svg role="img" viewBox="0 0 29 29" class="lt-qr">')
    root = ElementTree.fromstring(svg)
    assert [child.tag for child in root] == ["title", "path", "path"]
    assert root[0].text == "二维码：<script>&"
    assert len(svg) < 1500
    assert qr_svg("<script>&") == svg


@pytest.mark.parametrize("text", ["", "长" * 3000], ids=["empty", "too long"])
def test_no_code_where_none_is_possible(text: str) -> None:
    assert qr_svg(text) == ""


def test_control_characters_break_nothing() -> None:
    assert ElementTree.fromstring(qr_svg("a\x00\ud800b"))[0].text == "二维码：a\ufffd\ufffdb"


@given(st.lists(st.text(st.characters(exclude_categories=()), min_size=1, max_size=9), min_size=2))
@settings(deadline=None, max_examples=30)
def test_code_is_the_same_whatever_was_drawn_before(texts: list[str]) -> None:
    for text in texts:
        readable = clean(text)
        code = segno.make(
            readable, error="m", micro=False, boost_error=False, encoding="utf-8", mask=2
        )
        drawn = [row[4:-4] for row in squares(qr_svg(text))[4:-4]]
        assert drawn == [[bool(square) for square in row] for row in code.matrix]
