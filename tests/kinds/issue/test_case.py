"""What the page of a case says on top: it follows from the record and never denies it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.checks.engine import Judgement
from generator.core.forges import RecordsOnForge, RepositoryAddress
from generator.kinds.issue.case import CaseView, case_view
from generator.kinds.issue.history import DeedView, RecordedView, TrailView
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import CaseInputs, case_page, pages_of_ledger, recorded_between
from generator.kinds.issue.replay import replay
from generator.kinds.issue.views import issue_view
from generator.public.policy import exposure_of
from generator.site.build import read_register
from generator.site.layouts import BODY, TITLE, Layouts
from generator.site.page import Templates
from tests.registers import SAMPLE

FILE = "records/issues/LS17/990200/R00/LS17-990200-R00-G-002.yml"
OPEN = "records/issues/LS19/990300/R03/LS19-990300-R03-P01-004.yml"
FINED = {"date": "2017-08", "not_after": True, "step": "行政处罚", "words": "罚款", "source": 1}
MENDED = {"date": "2017-09", "step": "整改完成"}


@pytest.fixture(scope="module")
def sample() -> Judgement:
    return read_register(SAMPLE)


def case(sample: Judgement, path: str = FILE, **changed: Any) -> CaseView:
    """The view of a record of the sample with some fields changed."""
    content = yaml.safe_load((SAMPLE / path).read_text(encoding="utf-8"))
    texts = json.loads(json.dumps(content, default=str))  # days are text in a record
    issue = Issue.model_validate({**texts, **changed})
    programme = sample.register.programmes[issue.programme_id]
    assert programme.lifecycle
    replayed = replay(programme.lifecycle, issue)
    view = issue_view(sample.register, issue, replayed)
    return case_view(issue, view, sample.register.vocabulary)


def events(*more: Mapping[str, Any]) -> list[Any]:
    return [{"date": "2017-07", "step": "排查"}, {"date": "2017-08", "step": "曝光"}, *more]


def test_what_publications_tell_of_a_step_is_one_row_with_all_sources(sample: Judgement) -> None:
    sources = [{"title": "示例甲报"}, {"title": "示例乙报"}]
    again = {"date": "2017-08-05", "step": "行政处罚", "by": "示例市局", "same_as": 3}
    told = {**again, "words": "罚款五万元", "source": 2}
    found = case(sample, events=events(FINED, told), sources=sources)
    [row] = found.rows
    assert (row.step, row.date, row.by) == ("行政处罚", "2017-08-05", "")
    assert (row.told, row.sources) == ((("罚款", ""), ("罚款五万元", "示例市局")), (1, 2))
    assert [one.step for one in found.steps] == ["排查", "曝光", "行政处罚"]
    assert [(one.date, one.by) for one in found.steps][2] == (row.date, "示例市局")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "各步于 2026-11-28 至 2026-11-29 记入。"),
        ({"loud": True}, ""),
        ({"flags": ("尚未提交",)}, ""),
    ],
    ids=["plain", "put in front", "flagged"],
)
def test_public_page_says_once_when_its_steps_were_recorded(
    sample: Judgement, changed: Mapping[str, Any], said: str
) -> None:
    issue = next(one.record for one in sample.register.of(Issue) if one.raw.path == FILE)
    view = issue_view(sample.register, issue, None)
    first = DeedView("2026-11-29", "录入人员", "c0e4374657", "", "", "", "", False, ())
    lines = [
        view.events[0]._replace(recorded=RecordedView(first._replace(**changed), 9, ())),
        view.events[1]._replace(date="2026-11-28", commit="a6d8204316"),
    ]
    trail = TrailView((), (), uncommitted=False)
    assert recorded_between(replace(view, events=tuple(lines), trail=trail)) == said
    assert recorded_between(replace(view, events=tuple(lines))) == ""


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("2022-02-01", "2022-01-27"), ["排查", "判决", "曝光"]),
        (("2021-03-13", "2022-01-27"), ["排查", "曝光", "判决"]),
        (("2022-01", "2022-01-27"), ["排查", "曝光", "判决"]),
        (("2022-02-01", "2022-02"), ["排查", "曝光", "判决"]),
    ],
    ids=["exact", "in order", "month of exposure", "month of judgment"],
)
def test_history_stands_by_day_where_the_days_are_known(
    sample: Judgement, days: tuple[str, str], order: list[str]
) -> None:
    exposed, judged = days
    lines = [("2021-03", "排查"), (exposed, "曝光"), (judged, "判决")]
    found = case(sample, events=[{"date": day, "step": step} for day, step in lines])
    assert [one.step for one in found.steps] == order


@pytest.mark.parametrize(
    ("more", "mark", "ends"),
    [
        ((), "unk", ["办理结果"]),
        ((FINED,), "acted", ["后续整改情况"]),
        ((FINED, MENDED), "done", []),
    ],
)
def test_only_what_is_not_told_is_said_to_be_missing(
    sample: Judgement, more: tuple[Mapping[str, Any], ...], mark: str, ends: list[str]
) -> None:
    found = case(sample, events=events(*more), handling=None)
    assert (found.mark, [one.what for one in found.ends]) == (mark, ends)


def test_what_is_owed_stands_at_the_end_with_its_day(sample: Judgement) -> None:
    ends = case(sample, OPEN).ends
    assert [bool(one.due) for one in ends].count(True) >= 1
    assert {one.note for one in ends} == {""}


def test_handling_is_told_in_one_sentence(sample: Judgement) -> None:
    assert case(sample, handling="罚款").told == "罚款。"
    assert case(sample, handling=None, events=events(FINED)).told == "罚款。"
    assert case(sample, handling=None, events=events()).told == ""


def test_fields_that_go_without_saying_are_left_out(sample: Judgement) -> None:
    usual = {one.label for one in case(sample).facts}
    rare = {one.label for one in case(sample, kind="集群", medium="水").facts}
    assert rare - usual == {"问题形态", "环境要素"}


def test_link_tells_state_and_handling_in_few_words(sample: Judgement) -> None:
    told = case(sample, handling='罚款"><script>\n' + "很" * 200).description
    assert told.startswith('未安装治污设施，有关人员已拘留：罚款"><script> 很')
    assert len(told) <= 110


SET = RecordsOnForge(
    RepositoryAddress("gitea", "git.example.cn", "https://git.example.cn/a/b"),
    branch="trunk",
    folder="台账",
)
FORM = "https://x.example/f.html"
SHOWN = "https://git.example.cn/a/b/src/branch/trunk/%E5%8F%B0%E8%B4%A6/"
EDITED = "https://git.example.cn/a/b/_edit/trunk/%E5%8F%B0%E8%B4%A6/"
ID = Path(FILE).stem

LINKS: Mapping[str, tuple[RecordsOnForge | None, bool, dict[str, str]]] = {
    "not set": (None, False, {}),
    "forge": (SET, False, {"加一步": EDITED, "改这条": EDITED, "看记录": SHOWN}),
    "form": (
        replace(SET, form=FORM),
        False,
        {
            "加一步": f"{FORM}?issue={ID}",
            "改这条": f"{FORM}?issue={ID}&amp;do=correction",
            "看记录": SHOWN,
        },
    ),
    "public, not set": (None, True, {}),
    "public, only for the staff": (SET, True, {}),
    "public, for everybody": (replace(SET, is_public=True), True, {"看记录": SHOWN}),
}


def pages(sample: Judgement, templates: Templates) -> Iterator[str]:
    """The page of a case and that of its ledger."""
    issue = next(one.record for one in sample.register.of(Issue) if one.raw.path == FILE)
    view = issue_view(sample.register, issue, sample.replays[FILE])
    programme = sample.register.programmes[issue.programme_id]
    exposure = exposure_of(issue, programme, sample.register.vocabulary, date(2019, 8, 1))
    yield case_page(templates, sample.register, CaseInputs(issue, view, exposure, "")).body
    yield next(pages_of_ledger(templates, sample.register, [view])).body


@pytest.mark.parametrize("name", LINKS)
def test_pages_lead_to_where_a_record_is_gone_on_with(sample: Judgement, name: str) -> None:
    on_forge, is_public, links = LINKS[name]
    templates = Templates(is_public=is_public, on_forge=on_forge)
    wanted = {label: href + FILE if href.endswith("/") else href for label, href in links.items()}
    case_text, ledger_text = pages(sample, templates)
    for page in (case_text, *(() if is_public else (ledger_text,))):
        assert {deed: to for to, deed in _LINK.findall(page)} == {
            f"{one} {ID}": to for one, to in wanted.items()
        }
        assert ("lantian step" in page) == (on_forge is None and not is_public)


_LINK = re.compile(r'<a href="([^"]+)" rel="[^"]+" aria-label="(\S+ LS[^"]+)"')


def test_description_is_text_in_the_head_of_a_page() -> None:
    layout = f"<html><head><title>{TITLE} - 示例站</title></head><body>{BODY}</body></html>"
    layouts = Layouts(Path(), {"x": layout}, {})
    page = layouts.render("x/a.html", "甲", "<p>", '一"><script>')
    assert '<meta name="description" content="一&quot;&gt;&lt;script&gt;">' in page
    assert '<meta property="og:title" content="甲">' in page
    assert '<meta property="og:site_name" content="示例站">' in page
    assert "<meta" not in layouts.render("x/a.html", "甲", "<p>")
