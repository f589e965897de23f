"""The menu of each edition, and where it says that a page stands."""

import pytest

from generator.site.links import DUES, FOLDERS, HOME, LEDGERS, SEARCH, TEAMS
from generator.site.menu import FULL, PUBLIC, menu_of, placed

TITLES = {
    False: ("首页", "待办事项", "问题台账", "城市", "轮次调度", "通报考核", "资料说明"),
    True: ("首页", "查案例", "城市", "行动与通报", "数据下载", "关于与纠错"),
}
FOR_STAFF = {True: {"dues"}, False: set[str]()}


@pytest.mark.parametrize("is_public", [False, True])
def test_menu_has_the_entries_of_its_edition(is_public: bool) -> None:
    titles = tuple(one.title for one in menu_of(is_public=is_public).sections)
    assert titles == TITLES[is_public]


@pytest.mark.parametrize("is_public", [False, True])
def test_every_folder_of_pages_belongs_to_one_section(is_public: bool) -> None:
    """Its index is then two clicks from the home page, and its pages three."""
    owners = {
        folder: [one.title for one in menu_of(is_public=is_public).sections if one.owns(folder)]
        for folder in FOLDERS
    }
    lost = {folder for folder, titles in owners.items() if len(titles) != 1}
    assert lost == FOR_STAFF[is_public]


def test_no_page_stands_in_a_menu_twice() -> None:
    for sections in (FULL, PUBLIC):
        paths = [entry.path for one in sections for entry in (one.first, *one.others)]
        assert len(paths) == len(set(paths))


def test_section_without_its_first_page_begins_with_the_next() -> None:
    menu = menu_of(is_public=True, absent={SEARCH, TEAMS})
    section = menu.section_of("exposures")
    assert section is not None
    assert (section.title, section.path) == ("查案例", "exposures/index.html")
    assert section.path not in {one.path for one in section.others}
    assert menu.section_of("teams") is None


def test_section_without_any_page_goes() -> None:
    absent = {DUES, "progress/index.html"}
    assert "待办事项" not in [one.title for one in menu_of(is_public=False, absent=absent).sections]


@pytest.mark.parametrize(
    ("path", "above"),
    [
        (HOME, []),
        (DUES, []),
        ("dues/990100.html", ["待办事项"]),
        ("teams/index.html", ["轮次调度"]),
        ("teams/LS19-R03.html", ["轮次调度", "工作组派驻"]),
        ("guide/reading.html", ["资料说明"]),
        ("strange/page.html", []),
    ],
)
def test_page_stands_below_its_section_and_the_page_of_its_folder(
    path: str, above: list[str]
) -> None:
    assert [one.title for one in menu_of(is_public=False).above(path)] == above


HEAD = '<div class="head"><h1>甲</h1><div class="tools"><a>乙</a></div></div>'


@pytest.mark.parametrize("heading", ["<h1>甲</h1>", HEAD])
def test_first_page_of_a_section_lists_the_others_below_its_heading(heading: str) -> None:
    body = placed(menu_of(is_public=False), LEDGERS, "甲", f"{heading}<p>丙</p>")
    crumbs, _, rest = body.partition("\n")
    assert crumbs.startswith('<nav class="lt-crumbs"')
    assert rest.startswith(f'{heading}\n<nav class="lt-section"')
    assert '<a href="../search/index.html">查问题</a>' in rest
    assert rest.endswith("</nav><p>丙</p>")


def test_page_that_says_itself_where_it_stands_is_left_as_it_is() -> None:
    body = '<nav class="lt-crumbs"></nav><h1>甲</h1>'
    assert placed(menu_of(is_public=False), "teams/LS19-R03.html", "甲", body) == body


def test_title_of_a_page_stays_text() -> None:
    assert "<b>" not in placed(menu_of(is_public=False), "rules/a.html", "<b>", "<h1>x</h1>")
