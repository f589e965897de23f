"""No build publishes a dead link, whether its page was rendered now or in a build before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cache.build_cache import BuildCache, PageLinks
from generator.cache.cache import temporary_cache
from generator.core.findings import WorkError
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.public.redaction import edition_view
from generator.site.build import build_site, read_register
from generator.site.dead_links import LINKING, DeadLink, LinkCheck, page_links
from generator.site.feeds import ExposureEntry, exposures_feed
from generator.site.links import EXPOSURES, EXPOSURES_FEED, exposure_path, issue_path
from tests.making_git import History
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied, lend_frame

HERE = "cities/990100.html"
ADDRESS = "https://example.org/sub/"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("#owed", f"{HERE}#owed"),
        ("990200.html", "cities/990200.html"),
        ("../index.html", "index.html"),
        ("../search/index.html?kind=1&amp;city=2", "search/index.html"),
        ("../ledgers/LS19-990100-R01.html#LS19-990100-R01-P01-001",) * 2,
        (f"{ADDRESS}feeds/exposures.xml", "feeds/exposures.xml"),
        ("/sub/assets/a.css", "assets/a.css"),
        ("../../elsewhere.html", "../elsewhere.html"),
        ("https://example.net/", ""),
        ("mailto:a@example.net", ""),
        ("data:,", ""),
    ],
)
def test_link_as_a_path_of_the_site(link: str, target: str) -> None:
    found = page_links(HERE, f'<a class="x" href="{link}">x</a>', ADDRESS)
    wanted = target.removeprefix("../") if target.startswith("../ledgers") else target
    assert list(found.targets) == [wanted] * bool(wanted)


def test_anchors_are_those_of_elements_and_texts_are_no_links() -> None:
    body = '<h2 id="a">x</h2><img src="b.svg"><p> href=&#34;no.html&#34;</p>'
    assert page_links("index.html", body) == PageLinks(["b.svg"], ["a"])


def test_text_that_looks_like_an_attribute_is_no_link_and_no_anchor() -> None:
    """Markdown and XML leave quotation marks in texts as they are."""
    typed = 'x href="no.html" src="no.png" id="none"'
    body = f'<p id="a">{typed} &gt; <code>&lt;p id="b"&gt;</code></p><a href="c.html">{typed}</a>'
    found = page_links("guide.html", body, is_template=False)
    assert found == PageLinks(["c.html"], ["a"])
    case = ExposureEntry("X-1", typed, "a.html", "2017-08", "2017-08", typed, typed, typed)
    feed = exposures_feed([case], "")
    assert typed in feed
    assert page_links(EXPOSURES_FEED, feed) == PageLinks(["a.html", EXPOSURES], [])


def _saved(pages: dict[str, PageLinks]) -> BuildCache:
    """A cache that has the links of a last build."""
    cache = BuildCache(temporary_cache(), "full")
    with cache.entries.writing() as batch:
        texts = {
            path: f"[{list(one.targets)},{list(one.anchors)}]".replace("'", '"').encode()
            for path, one in pages.items()
        }
        batch.update("full links", pages.keys(), texts)
    return cache


BEFORE = {"a.html": PageLinks(["b.html#x", "c.txt"], []), "b.html": PageLinks([], ["x", "y"])}


@pytest.mark.parametrize(
    ("files", "new", "dead"),
    [
        ("a.html b.html c.txt", {}, []),
        ("a.html b.html c.txt", {"b.html": PageLinks([], ["x"])}, []),
        (
            "a.html b.html c.txt",
            {"b.html": PageLinks([], ["y"])},
            [DeadLink("a.html", "b.html#x", has_file=True)],
        ),
        ("a.html b.html", {}, [DeadLink("a.html", "c.txt", has_file=False)]),
        ("a.html c.txt", {}, [DeadLink("a.html", "b.html#x", has_file=False)]),
        ("b.html c.txt", {}, []),
        (
            "a.html b.html c.txt d.html",
            {"d.html": PageLinks(["b.html#x", "b.html#z", "e.html"], [])},
            [
                DeadLink("d.html", "b.html#z", has_file=True),
                DeadLink("d.html", "e.html", has_file=False),
            ],
        ),
    ],
)
def test_links_of_unchanged_pages_die_with_what_they_lead_to(
    files: str, new: dict[str, PageLinks], dead: list[DeadLink]
) -> None:
    before = (*BEFORE, "c.txt")
    check = LinkCheck(set(files.split()), new, before, _saved(BEFORE))
    assert check.dead() == dead
    anew = {path: {**BEFORE, **new}[path] for path in files.split() if path.endswith(LINKING)}
    assert LinkCheck(set(files.split()), anew, (), _saved({})).dead() == dead


@pytest.fixture
def history(tmp_path: Path) -> History:
    """The sample in Git, with a guide of its own."""
    history = History(tmp_path / "register")
    copied(SAMPLE, tmp_path / "copy")
    lend_frame(SAMPLE, history.root)
    files = {
        path.relative_to(tmp_path / "copy").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "copy").rglob("*.yml")
    }
    history.commit(files, who="张三", day="2019-07-20")
    return history


def _linked(site: Path) -> Iterator[str]:
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        for target in page_links(name, path.read_text(encoding="utf-8")).targets:
            file = target.partition("#")[0]
            if file != name:
                yield file


@pytest.mark.parametrize("is_public", [False, True])
def test_every_page_is_linked_and_city_feeds_are_where_they_are_linked(
    history: History, *, is_public: bool
) -> None:
    site = history.root / "site"
    assert build_site(history.root, site, TODAY, is_public=is_public).pages
    linked = set(_linked(site))
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert pages - linked <= {"404.html"}
    feeds = {f"feeds/{path.name}" for path in site.glob("feeds/*.xml")}
    assert {one for one in linked if one.startswith("feeds/")} == feeds
    assert ("feeds/990100.xml" in feeds) is not is_public


def test_dead_link_stops_the_build_and_names_page_and_target(history: History) -> None:
    site = history.root / "site"
    guide = history.root / "records" / "README.md"
    guide.write_text("# 填报说明\n\n见说明。\n", encoding="utf-8")
    assert build_site(history.root, site, TODAY).pages
    before = (site / "guide" / "writing.html").read_bytes()
    guide.write_text('# 填报说明\n\n<a href="../nowhere.html">见说明</a>。\n', encoding="utf-8")
    with pytest.raises(WorkError) as refused:
        build_site(history.root, site, TODAY)
    assert refused.value.message == (
        "页面里有 1 个链接打不开，没有生成（guide/writing.html → nowhere.html：没有这个文件）"
    )
    assert (site / "guide" / "writing.html").read_bytes() == before


def test_public_case_without_a_step_of_exposure_has_its_page_as_place() -> None:
    register = read_register(REPOSITORY).register
    one = next(one for one in register.of(Issue) if one.record.group_letter == "G")
    issue = one.record.model_copy(update={"events": one.record.events[:1]})
    lifecycle = register.programmes[issue.programme_id].lifecycle
    assert lifecycle
    seen = edition_view(register, TODAY, issue, replay(lifecycle, issue), is_public=True)
    assert seen.line
    assert not seen.line.exposed_on
    assert issue_path(seen.line) == issue_path(seen.summary) == exposure_path(issue.id)
