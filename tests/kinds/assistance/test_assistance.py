"""Assistance (帮扶): its status, what pages and search show of it, the work of each group."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

import generator.kinds.assessment.pages as assessment_module
from generator.checks.rule import replays
from generator.kinds.assessment.pages import assessment_pages
from generator.kinds.assessment.status import GroupKey, GroupWork, group_works, senders, together
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.pages import assistance_pages
from generator.kinds.assistance.views import (
    AssistanceStatus,
    AssistanceTally,
    assistance_tally,
    days_taken,
    standing,
    warned,
)
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.model import Issue
from generator.kinds.issue.search_words import sought_words
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord, Register
from generator.kinds.team.model import Team
from generator.public.policy import public_register
from generator.site.build import read_register
from generator.site.page import Page, Templates
from generator.site.search.page import other_entries
from tests.making import make_city, make_issue, make_programme, make_register, make_vocabulary
from tests.registers import SAMPLE, TODAY
from tests.site_index import pages, rendered, site_index_of
from tests.sites import built_once

WORDS = make_vocabulary()
SOURCE = {"title": "示例通报", "publisher": "示例发布者", "date": "2019-06-01"}


def make_assistance(*steps: tuple[str, str], **changes: Any) -> Assistance:
    """An assistance record with these days and steps, or one that was raised and answered."""
    taken = steps or (("2019-05-10", "提出"), ("2019-05-14", "答复"))
    fields: dict[str, Any] = {
        "id": "LT19-610500-R01-H001",
        "kind": "解决问题",
        "subject": "示例事项",
        "events": [{"date": day, "step": step} for day, step in taken],
    }
    return Assistance.model_validate(fields | changes)


RAISED = ("2019-05-10", "提出")

STANDINGS = [
    ("解决问题", [RAISED, ("2019-05-14", "答复")], AssistanceStatus.OPEN, 83),
    ("解决问题", [RAISED, ("2019-05-20", "办结")], AssistanceStatus.SETTLED, 10),
    ("工作建议", [RAISED, ("2019-05-20", "采纳")], AssistanceStatus.ADOPTED, 10),
    ("工作建议", [RAISED, ("2019-05", "采纳")], AssistanceStatus.ADOPTED, None),
    ("宏观指导", [("2019-05", "研判")], AssistanceStatus.OPEN, None),
    ("宏观指导", [("2019-05-10", "研判"), ("2019-05-11", "预警")], AssistanceStatus.OPEN, 83),
    ("培训", [("2019-05-10", "开展")], AssistanceStatus.HELD, 0),
    ("政策宣贯", [RAISED, ("2019-05-11", "开展")], AssistanceStatus.HELD, 1),
    ("解决问题", [RAISED, ("2019-05-11", "开展")], AssistanceStatus.OPEN, 83),
]


@pytest.mark.parametrize(("kind", "steps", "state", "days"), STANDINGS)
def test_status_of_assistance_follows_its_last_ending(
    kind: str, steps: list[tuple[str, str]], state: AssistanceStatus, days: int | None
) -> None:
    one = make_assistance(*steps, kind=kind)
    assert standing(one, WORDS) is state
    assert days_taken(one, WORDS, TODAY) == days


def test_every_form_of_the_vocabulary_has_its_steps() -> None:
    vocabulary = read_register(SAMPLE).register.vocabulary
    assert all(form.steps for form in vocabulary.assistances)
    known = set(vocabulary.words("assistance_steps"))
    assert set().union(*(form.steps for form in vocabulary.assistances)) == known


def test_tally_counts_what_was_given_settled_warned_and_heard() -> None:
    some = [
        make_assistance(RAISED, ("2019-05-20", "办结")),
        make_assistance(RAISED, ("2019-05-13", "办结")),
        make_assistance(RAISED),
        make_assistance(("2019-06", "开展"), kind="培训", people=30),
        make_assistance(("2019-06-03", "研判"), ("2019-06-05", "预警"), kind="宏观指导"),
    ]
    counts = assistance_tally(some, WORDS, TODAY)
    assert counts == AssistanceTally(given=5, settled=3, warnings=1, people=30, days=(10, 3))
    assert (counts.open, counts.usual_days) == (2, "6.5")


def test_latest_warning_comes_first() -> None:
    some = [
        make_assistance(("2019-06-03", "预警"), kind="宏观指导", id="LT19-610500-R01-H001"),
        make_assistance(("2019-07-03", "预警"), kind="宏观指导", id="LT19-610500-R01-H002"),
        make_assistance(id="LT19-610500-R01-H003"),
    ]
    assert [one.id[-4:] for one in warned(some, WORDS)] == ["H002", "H001"]


def assistance_register(*given: Assistance) -> Any:
    return make_register(make_programme(), make_city(), make_issue(), *given)


def made(register: Any, *, is_public: bool) -> dict[str, str]:
    site = site_index_of(register, TODAY, is_public=is_public)
    templates = Templates(is_public=is_public)
    return {page.path: page.body for page in pages(site, templates)}


def words_of(body: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def test_city_page_shows_issues_and_assistance_side_by_side() -> None:
    bodies = made(
        assistance_register(make_assistance(RAISED, ("2019-05-20", "办结"))), is_public=False
    )
    line = "监督：发现问题1个；帮扶：1项，办结1项。"
    assert line in words_of(bodies["cities/610500/tasks.html"])


def test_pages_show_no_assistance_where_there_is_none() -> None:
    bodies = made(assistance_register(), is_public=False)
    assert "台账里还没有帮扶记录。" in bodies["assistance/index.html"]
    assert "assistance/610500.html" not in bodies
    assert "cities/610500/tasks.html" not in bodies


def test_warnings_come_first_with_their_reports() -> None:
    steps = (("2019-06-03", "研判"), ("2019-06-05", "预警"), ("2019-06-10", "上报"))
    body = made(assistance_register(make_assistance(*steps, kind="宏观指导")), is_public=False)[
        "assistance/index.html"
    ]
    top = words_of(body.partition('<h2 id="glance">')[0])
    assert "2019-06-05渭南市：示例事项2019-06-10上报进行中" in top


def test_public_edition_has_published_assistance_without_its_receiver() -> None:
    shown = make_assistance(sources=[SOURCE], receiver="示例受助单位", note="示例内部备注")
    hidden = make_assistance(id="LT19-610500-R01-H002", subject="示例未公开事项")
    register = assistance_register(shown, hidden)
    full = "\n".join(made(register, is_public=False).values())
    assert all(text in full for text in ("示例受助单位", "示例内部备注", "示例未公开事项"))
    public = "\n".join(made(register, is_public=True).values())
    assert "示例事项" in public
    for secret in ("示例受助单位", "示例内部备注", "示例未公开事项", hidden.id):
        assert secret not in public


def test_search_finds_assistance_by_its_texts() -> None:
    register = assistance_register(
        make_assistance(sources=[SOURCE], receiver="示例受助单位"),
        make_assistance(id="LT19-610500-R01-H002"),
    )

    def found(*, is_public: bool) -> list[tuple[str, str, bool]]:
        site = site_index_of(register, TODAY, is_public=is_public)
        entries = [one for one in other_entries(site) if one.kind == "帮扶"]
        return [(one.id, one.url, "示例受助单位" in one.text) for one in entries]

    first, second = "LT19-610500-R01-H001", "LT19-610500-R01-H002"
    assert found(is_public=False) == [
        (first, f"assistance/610500.html#{first}", True),
        (second, f"assistance/610500.html#{second}", False),
    ]
    assert found(is_public=True) == [(first, f"assistance/610500.html#{first}", False)]


def test_sample_has_every_form_marked() -> None:
    register = read_register(SAMPLE).register
    assert {one.kind for one in register.assistance} == set(
        register.vocabulary.words("assistances")
    )
    assert all("示例" in one.subject for one in register.assistance)


def test_links_of_assistance_pages_lead_to_existing_places() -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY)
    bodies = {page.path: page.body for page in pages(site, Templates())}
    for path in (
        path for path in bodies if path.startswith(("assistance/", "targets/", "assessments/"))
    ):
        for href in re.findall(r'href="([^"]+)"', bodies[path]):
            target, _, anchor = href.removeprefix("../").partition("#")
            if "search/" in target or target.startswith(("http", "data:text/csv")):
                continue
            body = bodies[target] if target else bodies[path]
            assert not anchor or f'id="{anchor}"' in body, (path, href)


# ---- The work of groups ----------------------------------------------------------------------


def sample_summaries() -> tuple[Any, tuple[IssueSummary, ...]]:
    register = read_register(SAMPLE).register
    return register, site_index_of(register, TODAY).summaries


def test_work_of_a_group_is_counted_by_states_of_its_issues() -> None:
    register, summaries = sample_summaries()
    works = group_works(summaries, register.programmes, register.vocabulary)
    group = works[GroupKey("LS19", "990100", 1, "P01")]
    own = [one for one in summaries if one.id.startswith("LS19-990100-R01-P01-")]
    states = [one.status for one in own]
    assert group.found == len(own)
    assert group.refused == states.count("不予认定")
    assert group.cancelled == states.count("已撤销")
    assert group.accepted == sum(bool(one.sent_on) for one in own)
    assert group.verified == sum(state in ("待销号", "已销号") for state in states)
    assert group.returned == sum(one.returned > 0 for one in own)
    assert group.reviewed == group.accepted + group.refused <= group.found


def counts_for(word: str, one: IssueSummary) -> bool:
    """What a word of a link asks for, said of the sample in other words."""
    means = {
        "考评：认定": one.sent_on or one.handed_on or one.status == "待推送",
        "考评：不予认定": one.status == "不予认定",
        "考评：撤销": one.status == "已撤销",
        "考评：核查到位": one.status in ("待销号", "已销号", "长期坚持"),
    }
    return bool(means.get(word, word in one.id))


def test_counts_of_a_group_lead_to_exactly_its_issues() -> None:
    register, summaries = sample_summaries()
    groups = [one for one in summaries if "-G-" not in one.id]
    words = set()
    for page in rendered(assessment_pages, site_index_of(register, TODAY), Templates()):
        for href, count in re.findall(r'href="[^"]*index\.html\?([^"]+)">(\d+)</a>', page.body):
            facets = dict(parse_qsl(unescape(href)))
            asked = facets.get("q", "").split()
            found = [
                one
                for one in groups
                if all(counts_for(word, one) for word in asked)
                and facets.get("programme", one.programme) == one.programme
                and facets.get("round", str(one.round)) == str(one.round)
                and ("returned" not in facets or one.returned)
            ]
            assert len(found) == int(count), facets
            words.update(word for word in asked if "：" in word)
    assert len(words) == 4


def test_published_cases_are_no_group_s_work() -> None:
    register, summaries = sample_summaries()
    works = group_works(summaries, register.programmes, register.vocabulary)
    assert {key.programme for key in works} == {"LS19", "LP19"}
    of_groups = [one for one in summaries if one.programme != "LS17" and "-G-" not in one.id]
    assert together(works.values()).found == len(of_groups)


@pytest.mark.parametrize(("is_published", "words"), [(False, ["考评：认定"]), (True, [])])
def test_published_case_has_no_words_of_a_group_s_work(
    is_published: bool, words: list[str]
) -> None:
    register = read_register(SAMPLE).register
    name = "LS19-990200-R03-P02-001"
    (filed,) = (one for one in register.of(Issue) if one.record.id == name)
    kinds = [
        kind.model_copy(update={"published": is_published})
        for kind in register.programmes["LS19"].group_kinds
    ]
    own = Register(
        register.vocabulary,
        tuple(
            FiledRecord(one.kind, one.record.model_copy(update={"group_kinds": kinds}), one.raw)
            if isinstance(one.record, Programme)
            else one
            for one in register.filed
        ),
    )
    walked = replays(register)[filed.raw.path]
    found = list(sought_words(own, filed.record, walked, ""))
    assert [word for word in found if word.startswith("考评")] == words


def test_works_add_up() -> None:
    one = GroupWork(found=3, accepted=2, refused=1, verified=1, checked=2, returned=1, days=(3, 5))
    other = GroupWork(found=1, accepted=1, cancelled=1, days=(10,))
    assert together([one, other]) == GroupWork(4, 3, 1, 1, 1, 1, 2, (3, 5, 10))
    assert together([one, other]).usual_days == "5"


def test_units_are_those_of_the_staff_and_each_once() -> None:
    staff = [{"unit": "示例甲单位", "people": 2}, {"unit": "示例乙单位", "people": 1}]
    groups = [{"code": "P01", "staff": [*staff, staff[0]]}, {"code": "Z"}]
    team = Team.model_validate({"id": "LT19-R05-610500", "groups": groups})
    assert senders([team]) == {"LT19-610500-R05-P01-": ("示例甲单位", "示例乙单位")}


def assessment(*, is_public: bool) -> list[Page]:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY, is_public=is_public)
    return list(rendered(assessment_pages, site, Templates(is_public=is_public)))


def test_assessment_is_for_the_full_edition_alone() -> None:
    paths = [page.path for page in assessment(is_public=False)]
    assert paths[0] == "assessments/index.html"
    assert "assessments/LS19-R01.html" in paths
    (only,) = assessment(is_public=True)
    assert words_of(only.body).endswith("考评考评只在内部使用，公开版没有这部分内容。")


def test_long_lists_of_groups_and_units_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {page.path: page.body for page in assessment(is_public=False)}
    monkeypatch.setattr(assessment_module, "GROUPS_A_PAGE", 1)
    monkeypatch.setattr(assessment_module, "UNITS_A_PAGE", 1)
    parted = {page.path: page.body for page in assessment(is_public=False)}
    row = re.compile(r'<tr id="([^"]+)">|<div id="(u\d+)">')
    for name in ("LS19-R03", "units"):
        parts = [path for path in parted if re.fullmatch(rf"assessments/{name}(-\d+)?.html", path)]
        assert len(parts) > 1
        found = [one for path in parts for one in row.findall(parted[path])]
        assert found == row.findall(whole[f"assessments/{name}.html"])
        assert all(
            f'href="../{other}"' in parted[path]
            for path in parts
            for other in parts
            if other != path
        )
    for path, body in parted.items():
        for page, anchor in re.findall(r'href="\.\./(assessments/[^"#]+)#([^"]+)"', body):
            assert f'id="{anchor}"' in parted[page], path


def test_public_register_has_no_outcome_without_a_source() -> None:
    register = read_register(SAMPLE).register
    assert len(register.assessments) == 2
    assert public_register(register, TODAY).assessments == ()


def test_public_site_of_the_sample_holds_no_outcome_and_no_receiver(run: Path) -> None:
    out = built_once(run, SAMPLE, date(2019, 8, 1), is_public=True)
    texts = "\n".join(path.read_text() for path in out.rglob("*.html"))
    for secret in (
        "示例家具有限公司",
        "派员稳定，发现问题准确",
        "仅供内部参考",
        "冬季取暖改造推迟",
    ):
        assert secret not in texts


def test_unpublished_register_has_one_page_of_assistance() -> None:
    site = site_index_of(assistance_register(make_assistance()), TODAY, is_public=True)
    (only,) = rendered(assistance_pages, site, Templates(is_public=True))
    assert "台账里还没有已经公开的帮扶记录。" in only.body
