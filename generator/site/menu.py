"""The menu of each edition: its sections, and the pages that belong to them.

A section is one entry of the menu; its first page lists its other pages as plain links. Which pages
an edition lacks is known only when it is built, so menus are made here and not by the renderer.

See decision 0107.
"""

import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.site.layouts import Layouts
from generator.site.links import (
    ABOUT,
    APPRAISALS,
    CHANGES,
    DATA,
    DUES,
    EXPOSURES,
    GRIDS,
    GUIDE,
    HOME,
    INCIDENTS,
    LEDGERS,
    LIAISONS,
    MONITORS,
    QUICK,
    REPORTS,
    SEARCH,
    TASKS,
    TEAMS,
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page that others are found from: its title and path."""

    title: str
    path: str

    @property
    def folder(self) -> str:
        """Return the folder of the page, whose other pages belong to it."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the menu: its first page and the others of the section."""

    title: str
    path: str
    others: tuple[MenuEntry, ...] = ()

    @property
    def first(self) -> MenuEntry:
        """Return its first page."""
        return MenuEntry(self.title, self.path)

    def owns(self, folder: str) -> bool:
        """Return whether pages of a folder, or of one below it, belong to it."""
        top = folder.partition("/")[0]
        return any(one.folder == top for one in (self.first, *self.others))


_ASSESSED = (
    MenuEntry("措施约谈", "actions/index.html"),
    MenuEntry("行政处罚", "penalties/index.html"),
    MenuEntry("量化问责", "accountability/index.html"),
    MenuEntry("考评", "assessments/index.html"),
    MenuEntry("考核评比", APPRAISALS),
    MenuEntry("目标", "targets/index.html"),
    MenuEntry("攻坚任务", TASKS),
    MenuEntry("工作信息快报", QUICK),
    MenuEntry("网格化监管", GRIDS),
    MenuEntry("监测监控", MONITORS),
)
_AT_WORK = (
    MenuEntry("工作组派驻", TEAMS),
    MenuEntry("现场突发情况", INCIDENTS),
    MenuEntry("帮扶", "assistance/index.html"),
    MenuEntry("检查量", "visits/index.html"),
)
_PROGRESS = MenuEntry("工作进度", "progress/index.html")
_LIAISONS = MenuEntry("联络机制", LIAISONS)
_BULLETINS = MenuEntry("通报数据", "bulletins/index.html")
_SOURCES = MenuEntry("资料来源", "sources/index.html")
_UNITS = MenuEntry("单位档案", "units/index.html")
_EXPOSURES = MenuEntry("曝光案例", EXPOSURES)
_GUIDES = (
    MenuEntry("使用说明", "guide/reading.html"),
    MenuEntry("填报说明", "guide/writing.html"),
    MenuEntry("数据字典", "dictionary/index.html"),
)
_RECORDING = (MenuEntry("检查规则", "rules/index.html"), MenuEntry("改动", CHANGES))
_HOME = Section("首页", HOME)
_CITIES = Section("城市", "cities/index.html", (_LIAISONS,))

FULL = (
    _HOME,
    Section("待办事项", DUES, (_PROGRESS,)),
    Section("问题台账", LEDGERS, (MenuEntry("查问题", SEARCH), _EXPOSURES, _UNITS)),
    _CITIES,
    Section("轮次调度", "rounds/index.html", _AT_WORK),
    Section("通报考核", REPORTS, _ASSESSED),
    Section(
        "资料说明",
        GUIDE,
        (
            *(_BULLETINS, _SOURCES, MenuEntry("专项行动", "programmes/index.html"), *_GUIDES),
            *(
                MenuEntry("术语", "glossary/index.html"),
                *_RECORDING,
                MenuEntry("数据下载与引用", DATA),
            ),
            MenuEntry("版本与核对", ABOUT),
        ),
    ),
)
PUBLIC = (
    _HOME,
    Section("查案例", SEARCH, (_EXPOSURES, _UNITS, MenuEntry("问题台账", LEDGERS))),
    _CITIES,
    Section(
        "行动与通报",
        "programmes/index.html",
        (
            *(_BULLETINS, MenuEntry("轮次", "rounds/index.html"), _PROGRESS, *_AT_WORK),
            *(MenuEntry("通报材料", REPORTS), *_ASSESSED),
        ),
    ),
    Section("数据下载", DATA),
    Section(
        "关于与纠错",
        ABOUT,
        (*_GUIDES, MenuEntry("名词解释", "glossary/index.html"), _SOURCES, *_RECORDING),
    ),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """The sections of an edition that have a page."""

    sections: Sequence[Section]

    def section_of(self, folder: str) -> Section | None:
        """Return the section that pages of a folder belong to."""
        return next((one for one in self.sections if one.owns(folder)), None)

    def beside(self, path: str) -> Sequence[MenuEntry]:
        """Return the other pages of the section whose first page this is."""
        return next((one.others for one in self.sections if one.path == path), ())

    def above(self, path: str) -> Sequence[MenuEntry]:
        """Return what leads to a page by the menu: its section, then the page of its folder."""
        folder = path.rpartition("/")[0]
        section = self.section_of(folder)
        if section is None or section.path in (path, HOME):
            return ()
        index_page = f"{folder.partition('/')[0]}/index.html"
        index = [one for one in section.others if one.path == index_page != path]
        return (section.first, *index)


def menu_of(*, is_public: bool, absent: Collection[str] = ()) -> Menu:
    """Return the menu of an edition without these pages."""
    return Menu(tuple(_present(PUBLIC if is_public else FULL, absent)))


def _present(sections: Sequence[Section], absent: Collection[str]) -> Iterator[Section]:
    """Yield the sections with a page; one whose first page is absent begins with the next."""
    for section in sections:
        pages = [one for one in (section.first, *section.others) if one.path not in absent]
        if pages:
            others = tuple(one for one in pages if one.path != pages[0].path)
            yield replace(section, path=pages[0].path, others=others)


MENU = "@@lantian:menu@@"
ABOVE = "@@lantian:above@@"
"""Stand in a layout for the menu, and on a hand-written page for the links above it."""

MISSING_PAGE = "404.html"
_WORDS = {
    "@@lantian:edition@@": ("完整版 · 内部使用", "公开版"),
    "@@lantian:search@@": ("查问题", "查案例"),
    "@@lantian:notice@@": ("内部资料，注意保管。", "环境污染举报：全国统一热线 12369。"),
}
"""Places in a layout → what stands there in the full and in the public edition."""


def framed(layouts: Layouts, menu: Menu, *, is_public: bool) -> Layouts:
    """Return the layouts with the menu and the words of an edition."""

    def finished(path: str, text: str) -> str:
        for place, words in _WORDS.items():
            text = text.replace(place, words[is_public])
        above = _items("../" * path.count("/"), (_HOME.first, *menu.above(path)))
        return text.replace(MENU, _html(menu, path)).replace(ABOVE, above)

    return replace(
        layouts,
        by_folder={
            folder: finished(f"{folder}/index.html".lstrip("/"), text)
            for folder, text in layouts.by_folder.items()
        },
        written={path: finished(path, text) for path, text in layouts.written.items()},
    )


_CURRENT = ' aria-current="true"'


def _html(menu: Menu, path: str) -> str:
    """Return the menu as seen from a page, with the section marked that its folder belongs to."""
    up = "../" * path.count("/")
    here = menu.section_of(path.rpartition("/")[0]) if path != MISSING_PAGE else None
    entries = "".join(
        f'<li><a href="{up}{one.path}"{_CURRENT if one is here else ""}>{one.title}</a></li>'
        for one in menu.sections
    )
    inner = f'<div class="md-grid"><ul>{entries}</ul></div>'
    return f'<nav class="md-tabs" aria-label="栏目">{inner}</nav>'


_HAS_CRUMBS = '<nav class="lt-crumbs"'


def placed(menu: Menu, path: str, title: str, body: str) -> str:
    """Return a body with its place in the menu: what leads to it, and what it leads to.

    A template of a page far below says itself where the page stands.
    """
    up = "../" * path.count("/")
    if others := menu.beside(path):
        at = _end_of_heading(body)
        body = f"{body[:at]}\n{_links(up, others)}{body[at:]}"
    if path == HOME or _HAS_CRUMBS in body:
        return body
    return _crumbs(up, menu.above(path), title) + body


def _links(up: str, entries: Sequence[MenuEntry]) -> str:
    links = "".join(f'<li><a href="{up}{one.path}">{one.title}</a></li>' for one in entries)
    return (
        f'<nav class="lt-section" aria-label="本栏目其他页面"><ul class="inline">{links}</ul></nav>'
    )


def _crumbs(up: str, above: Sequence[MenuEntry], title: str) -> str:
    links = _items(up, (_HOME.first, *above))
    here = f'<li aria-current="page">{html.escape(title)}</li>'
    return f'{_HAS_CRUMBS} aria-label="位置"><ol>{links}{here}</ol></nav>\n'


def _items(up: str, entries: Sequence[MenuEntry]) -> str:
    return "".join(f'<li><a href="{up}{one.path}">{one.title}</a></li>' for one in entries)


_DIV = re.compile(r"<(/?)div\b[^>]*>")


def _end_of_heading(body: str) -> int:
    """Return where the heading of a page ends, with what stands beside it in its `head`."""
    end = body.index("</h1>") + len("</h1>")
    start = body.rfind('<div class="head', 0, end)
    if start < 0:
        return end
    depth = 0
    for one in _DIV.finditer(body, start):
        depth += -1 if one[1] else 1
        if depth == 0:
            return one.end()
    return end
