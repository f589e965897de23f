"""The feed of exposure cases: Atom as RFC 4287 wants it, and silent on what was withdrawn."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.text_files import clean
from generator.site.feeds import EXPOSURE_ENTRIES, ExposureEntry, exposures_feed

ATOM = "{http://www.w3.org/2005/Atom}"
MADE = "2019-09-01T08:00:00+08:00"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def make_entry(**changes: object) -> ExposureEntry:
    """A case that was made public on 15 July 2019."""
    fields = {
        "id": "LT19-610500-R01-P01-001",
        "title": "示例厂（渭南市临渭区）",
        "path": "exposures/LT19-610500-R01-P01-001.html",
        "exposed_on": "2019-07-15",
        "updated": "2019-07-20T10:00:00+08:00",
        "summary": "没有收集装置",
        "city": "渭南市",
        "category": "未安装治污设施",
    }
    return ExposureEntry(**(fields | changes))  # type: ignore[arg-type]


def parsed(*cases: ExposureEntry) -> ElementTree.Element:
    """The feed, after a look at everything that RFC 4287 wants."""
    feed = ElementTree.fromstring(exposures_feed(cases, MADE))
    assert feed.tag == ATOM + "feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for one in (feed, *feed.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
        assert one.findtext(ATOM + "title")
        for name in ("updated", "published"):
            for moment in one.findall(ATOM + name):
                assert MOMENT.fullmatch(moment.text or "")
                assert datetime.fromisoformat(moment.text or "")
        [link] = one.findall(ATOM + "link")
        assert link.get("rel") == "alternate"
        assert not re.match(r"[a-z]+:|/", link.get("href", ""))
    ids = [one.text or "" for one in feed.iter(ATOM + "id")]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    return feed


def texts(feed: ElementTree.Element, name: str) -> list[str | None]:
    return [entry.findtext(ATOM + name) for entry in feed.iter(ATOM + "entry")]


def test_feed_as_a_whole() -> None:
    assert exposures_feed([make_entry(title="甲 & <b>")], MADE) == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<id>urn:uuid:3fd6dff6-291f-5cc3-ae36-9802a703450b</id>\n"
        "<title>曝光案例</title>\n"
        "<updated>2019-07-20T10:00:00+08:00</updated>\n"
        '<link rel="alternate" href="../exposures/index.html" />\n'
        "<author>\n<name>蓝天台账</name>\n</author>\n"
        "<entry>\n"
        "<id>urn:uuid:208009ff-6392-57ba-858e-b6ec481b15a3</id>\n"
        "<title>甲 &amp; &lt;b&gt;</title>\n"
        "<updated>2019-07-20T10:00:00+08:00</updated>\n"
        "<published>2019-07-15T00:00:00+08:00</published>\n"
        '<link rel="alternate" href="../exposures/LT19-610500-R01-P01-001.html" />\n'
        '<content type="text">LT19-610500-R01-P01-001，渭南市，未安装治污设施。没有收集装置'
        "</content>\n"
        "</entry>\n</feed>\n"
    )


def test_entry_says_how_long_its_case_is_public() -> None:
    [said] = texts(parsed(make_entry(until="2020-07-14")), "content")
    assert (said or "").endswith("。没有收集装置（公开到 2020-07-14 为止）")


def test_withdrawn_case_says_only_that() -> None:
    feed = exposures_feed([make_entry(withdrawn=True, reason="公开期限到 2019-08-01 已满")], MADE)
    assert "曝光已撤下：LT19-610500-R01-P01-001" in feed
    assert "LT19-610500-R01-P01-001，渭南市，未安装治污设施。公开期限到 2019-08-01 已满" in feed
    assert "示例厂" not in feed
    assert "收集装置" not in feed


def test_entry_keeps_its_id_when_it_is_withdrawn() -> None:
    before, after = (parsed(make_entry(withdrawn=gone)) for gone in (False, True))
    assert texts(before, "id") == texts(after, "id")


def test_latest_change_comes_first_whatever_its_zone() -> None:
    feed = parsed(
        make_entry(id="a", updated="2019-07-20T10:00:00+08:00"),
        make_entry(id="b", updated="2019-07-20T03:00:00+00:00"),
        make_entry(id="c", updated="2019-07"),
        make_entry(id="d", updated="2019-07-21"),
        make_entry(id="e", updated="2018"),
    )
    assert [text and text[0] for text in texts(feed, "content")] == ["d", "b", "a", "c", "e"]
    assert feed.findtext(ATOM + "updated") == "2019-07-21T00:00:00+08:00"
    assert texts(feed, "updated")[-2:] == [
        "2019-07-01T00:00:00+08:00",
        "2018-01-01T00:00:00+08:00",
    ]


def test_month_of_exposure_is_not_made_a_day() -> None:
    assert texts(parsed(make_entry(exposed_on="2019-07")), "published") == [None]


def test_feed_without_cases_is_as_new_as_the_commit() -> None:
    assert parsed().findtext(ATOM + "updated") == MADE


def test_long_feeds_end() -> None:
    feed = parsed(*(make_entry(id=f"{number}") for number in range(EXPOSURE_ENTRIES + 20)))
    assert len(texts(feed, "id")) == EXPOSURE_ENTRIES


@pytest.mark.parametrize("text", ["]]><script>&amp;", "\x00\x1b", "\ud800", "甲\r\n乙"])
def test_hostile_text_stays_text(text: str) -> None:
    feed = parsed(make_entry(title=text, summary=text, city=text))
    assert texts(feed, "title") == [clean(text)]


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    feed = parsed(make_entry(summary=text, title="题"))
    assert (texts(feed, "content")[0] or "").endswith("。" + clean(text))
