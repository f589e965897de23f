"""The frame: nothing lost in making it lean, addresses only where one is set, a page for 404."""

import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from generator.core.findings import WorkError
from generator.site.build import build_site
from generator.site.layouts import Layouts, load_layouts, minify, robots_text, sitemap_text
from generator.site.links import FOLDERS
from generator.site.menu import framed, menu_of
from generator.site.page import _Compiled
from generator.site.renderers import RENDERERS
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied, ready

MOST_BYTES = 4 * 1024
"""Of a shell: 1,300 pages carry it."""
ADDRESS = "https://example.org/sub/"
PACKED = "<p>一</p><p>二<b>三</b> <i>四</i></p>"


@pytest.fixture(scope="module", params=list(RENDERERS))
def frame(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Layouts:
    root = ready(SAMPLE, tmp_path_factory.mktemp("register"))
    layouts = load_layouts(root, FOLDERS, request.param)
    return framed(layouts, menu_of(is_public=False), is_public=False)


@pytest.fixture(scope="module", params=list(RENDERERS))
def addressed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose register sets an address."""
    root = copied(SAMPLE, tmp_path_factory.mktemp("register"))
    menu = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"site_url: {ADDRESS}\n{menu}", encoding="utf-8")
    build_site(root, root / "site", TODAY, renderer=request.param)
    return root / "site"


@pytest.mark.parametrize(
    ("page", "leaner"),
    [
        (" <div>\n  <p> a\n b </p>\n</div> ", "<div><p>a b</p></div>"),
        ("<p><a>一</a>\n  <a>二</a></p>", "<p><a>一</a> <a>二</a></p>"),
        ("<p><a> 一 </a></p>", "<p><a> 一 </a></p>"),
        ("<p>\u3000全角\u00a0 空格</p>", "<p>\u3000全角\u00a0 空格</p>"),
        ("<div>\n<pre>\n a\n  b </pre>\n</div>", "<div><pre>\n a\n  b </pre></div>"),
        ("<textarea>  x\n\n y </textarea>", "<textarea>  x\n\n y </textarea>"),
        ("<script>\n// a  b\n</script>", "<script>\n// a  b\n</script>"),
        ("<style>a  { }\n</style>", "<style>a  { }\n</style>"),
        ("<b>x</b> <!-- a  b --> <b>y</b>", "<b>x</b> <!-- a  b --> <b>y</b>"),
        ('<a  title="a  b"\n  hidden >x</a>', '<a title="a  b" hidden>x</a>'),
        ("<a title='<p>  </p>'>x</a>", "<a title='<p>  </p>'>x</a>"),
        ("1 < 2\n  &lt; 3", "1 < 2 &lt; 3"),
        ("<br  />", "<br/>"),
        ("<p-x>  a </p-x>", "<p-x> a </p-x>"),
        ('<svg xmlns="http://www.w3.org/2000/svg" id="a"></svg>', '<svg id="a"></svg>'),
        ("\n\n<!doctype html>\n<html>\n<head>\n", "<!doctype html><html><head>"),
    ],
)
def test_only_white_space_that_nobody_sees_goes(page: str, leaner: str) -> None:
    assert minify(page) == leaner + "\n"


@given(st.text(alphabet="<>/\"'= \n\tapre!-x一", max_size=60))
def test_whatever_stands_in_a_page_no_letter_is_lost(page: str) -> None:
    assert "".join(minify(page).split()) == "".join(page.split())


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", " ", "\n", "一", "<br>", "a"])))
def test_lean_page_is_as_lean_as_it_gets(parts: list[str]) -> None:
    once = minify("".join(parts))
    assert minify(once) == once


class Elements(HTMLParser):
    """A page as elements, attributes and words: all but white space and its amount.

    Left out is what a lean page may lack: the end of an item, which HTML knows by itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [pair for pair in attrs if pair[0] != "xmlns"]))

    def handle_endtag(self, tag: str) -> None:
        if tag != "li":
            self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found += data.split()


def elements(page: str) -> list[object]:
    reader = Elements()
    reader.feed(page)
    reader.close()
    return reader.found


def test_lean_pages_keep_every_element(tmp_path: Path) -> None:
    """The pages that a renderer makes, before and after."""
    root = copied(SAMPLE, tmp_path)
    (root / ".build").mkdir()
    made = load_layouts(root, FOLDERS).folder
    shutil.rmtree(made)
    work = root / ".build"
    with RENDERERS["mkdocs"].running(work, work / "mkdocs.yml") as ended:
        ended()
    pages = sorted(made.rglob("*.html"))
    assert len(pages) > len(FOLDERS)
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert elements(minify(page)) == elements(page), path.name
        assert len(minify(page)) < len(page)


def test_shells_that_many_pages_carry_are_small(frame: Layouts) -> None:
    for folder in ("cities", "exposures", "ledgers", "bulletins"):
        assert len(frame.by_folder[folder].encode()) <= MOST_BYTES, folder


def test_frame_holds_nothing_that_no_site_needs(frame: Layouts) -> None:
    for pattern in ("sitemap*", "search.json", "*.map", "lunr", "bundle*", "main*.css"):
        assert not list(frame.folder.rglob(pattern))


def test_page_is_set_into_the_shell_of_its_folder(frame: Layouts) -> None:
    page = frame.render("cities/990100.html", "甲 & <乙>", PACKED)
    assert f"<!-- lantian:body -->{PACKED}<!-- /lantian:body -->" in page
    assert "<title>甲 &amp; &lt;乙&gt; - 蓝天台账</title>" in page
    assert "@@lantian" not in page


def test_without_an_address_there_is_no_canonical_one(frame: Layouts) -> None:
    assert frame.address is None
    for page in (frame.render("cities/a.html", "甲", "乙"), frame.written["404.html"]):
        assert "canonical" not in page


def test_every_page_names_its_address_where_one_is_set(addressed: Path) -> None:
    for path in addressed.rglob("*.html"):
        name = path.relative_to(addressed).as_posix()
        page = path.read_text(encoding="utf-8")
        assert page.count(f'<link rel="canonical" href="{ADDRESS}{name}">') == 1, name
        assert "@@lantian" not in page


def test_links_of_feeds_are_absolute_where_an_address_is_set(addressed: Path) -> None:
    feeds = sorted(addressed.glob("feeds/*.xml"))
    assert feeds
    for path in feeds:
        links = list(ElementTree.parse(path).iter("{http://www.w3.org/2005/Atom}link"))
        own = [one.get("href") for one in links if one.get("rel") == "self"]
        assert own == [f"{ADDRESS}feeds/{path.name}"]
        for one in links:
            target = one.get("href", "").removeprefix(ADDRESS).partition("#")[0]
            assert (addressed / target).is_file(), one.get("href")


def test_sitemap_is_there_where_an_address_is_set(addressed: Path) -> None:
    tree = ElementTree.parse(addressed / "sitemap.xml")
    listed = [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{ADDRESS}index.html" in listed
    assert f"{ADDRESS}cities/990100.html" in listed
    assert f"{ADDRESS}404.html" not in listed
    for address in listed:
        assert address is not None
        assert (addressed / address.removeprefix(ADDRESS)).is_file()


def test_search_engines_are_told_of_the_public_edition_only(addressed: Path) -> None:
    """The one with an address is the full edition: even there nobody is led to it."""
    assert (addressed / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert robots_text("https://example.org/x/") == (
        "User-agent: *\nAllow: /\nSitemap: https://example.org/x/sitemap.xml\n"
    )


def test_sitemap_is_written_as_the_protocol_wants() -> None:
    assert sitemap_text("https://example.org/a&b/", ["index.html", "城市/x y.html"]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://example.org/a&amp;b/index.html</loc></url>\n"
        "<url><loc>https://example.org/a&amp;b/%E5%9F%8E%E5%B8%82/x%20y.html</loc></url>\n"
        "</urlset>\n"
    )


def test_missing_page_leads_home_to_the_search_and_to_the_cities(frame: Layouts) -> None:
    page = frame.hand_written(lambda path: f"<p>{path}</p>")["404.html"]
    assert "没有这一页" in page
    for link in ("index.html", "search/index.html", "cities/index.html"):
        assert f'<a href="{link}">' in page
    assert "<p>404.html</p>" in page
    assert "@@lantian" not in page


def test_frame_is_made_again_only_when_something_changed(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path)
    first = load_layouts(root, FOLDERS).folder / "index.html"
    before = first.stat().st_mtime_ns
    assert load_layouts(root, FOLDERS).folder / "index.html" == first
    assert first.stat().st_mtime_ns == before
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    load_layouts(root, FOLDERS)
    assert first.stat().st_mtime_ns == before
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as menu:
        menu.write("# 示例\n")
    load_layouts(root, FOLDERS)
    assert first.stat().st_mtime_ns != before


def test_register_that_was_moved_keeps_its_frame(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path / "before")
    before = (load_layouts(root, FOLDERS).folder / "index.html").stat().st_mtime_ns
    moved = root.rename(tmp_path / "after")
    assert (load_layouts(moved, FOLDERS).folder / "index.html").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", list(RENDERERS))
def test_dead_link_in_a_hand_written_page_is_said(tmp_path: Path, name: str) -> None:
    root = copied(SAMPLE, tmp_path)
    (root / ".build").mkdir()
    guide = root / "records" / "README.md"
    guide.write_text("# 填写\n\n[没有的](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(WorkError) as caught:
        load_layouts(root, FOLDERS, name)
    told = f"{RENDERERS[name].label} 没有做成页面框架：手写页面里有打不开的链接（原文："
    assert caught.value.message.startswith(told)
    assert "guide/writing.md" in caught.value.message
    assert "Traceback" not in caught.value.message
    assert not (root / ".build" / f"{RENDERERS[name].folder}.key").exists()


def test_links_name_files_also_where_the_settings_do_not_say_so(tmp_path: Path) -> None:
    told = [one.configuration(tmp_path, {}, tmp_path) for one in RENDERERS.values()]
    assert [one["use_directory_urls"] for one in told] == [False] * len(RENDERERS)


def test_renderer_that_is_not_installed_is_said_with_the_remedy() -> None:
    absent = replace(RENDERERS["zensical"], packages=("lantian-absent",))
    with pytest.raises(WorkError) as caught:
        absent.versions()
    assert caught.value.message == "没有安装 Zensical，不能用它生成页面框架"
    assert caught.value.hint == (
        "运行 pip install lantian-absent（版本见 constraints.txt），"
        "或者不写 --renderer，用 MkDocs 生成"
    )


def test_a_layout_that_the_disk_damaged_is_made_again(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path / "register")
    page = load_layouts(root, FOLDERS).folder / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"html", b"htmm", 1))
    assert load_layouts(root, FOLDERS).folder == page.parent
    assert page.read_bytes() == before


def test_compiled_templates_that_the_disk_damaged_are_compiled_again(tmp_path: Path) -> None:
    environment = Environment(bytecode_cache=_Compiled(str(tmp_path)), autoescape=True)
    (key, text), said = ("one", "{{ 1 + 1 }}"), []
    for damage in (None, 40, 0):
        for path in tmp_path.glob("*.cache") if damage is not None else ():
            content = bytearray(path.read_bytes())
            content[damage or 0] ^= 1
            path.write_bytes(content)
        loader = DictLoader({key: text})
        said.append(environment.overlay(loader=loader).get_template(key).render())
        environment.cache = None
    assert said == ["2", "2", "2"]
    assert len(list(tmp_path.iterdir())) == 1
