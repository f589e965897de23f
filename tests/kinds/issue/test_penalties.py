"""Penalties on the entry and the case page of the problem that they punish, in both editions."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.checks.engine import Judgement
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import CaseInputs, case_page, pages_of_ledger
from generator.kinds.issue.views import issue_view
from generator.kinds.penalty import KIND
from generator.kinds.penalty.mentions import PenaltyMention, mentions
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import FiledRecord, Register
from generator.load.files import RawRecord
from generator.public.policy import exposure_of
from generator.site.build import read_register
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.sites import built_once

CASE = "LS19-990100-R02-Z-001"
"""A case that is public on TODAY."""

TERM = {"publish_from": "2019-07-05", "publish_until": "2019-12-31"}
_SAID = re.compile(r'<p class="lt-related lt-penalty".*?</p>')
_TAG = re.compile(r"<[^>]+>")


def punished(sample: Judgement, **changed: object) -> Register:
    """The sample with one more penalty, of a unit on file, for the case."""
    path = SAMPLE / "records/penalties/LS19/990200/LS19-990200-F001.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = {**content, "date": "2019-06-20", "amount": "50000", "issues": [CASE], **changed}
    added = Penalty.model_validate({**fields, "id": "LS19-990100-F002"})
    raw = RawRecord("records/penalties/LS19/990100/LS19-990100-F002.yml", None, {}, {}, ())
    register = sample.register
    return Register(register.vocabulary, (*register.filed, FiledRecord(KIND, added, raw)))


@pytest.fixture(scope="module")
def sample() -> Judgement:
    return read_register(SAMPLE)


def told(register: Register, today: date, *, is_public: bool) -> tuple[PenaltyMention, ...]:
    return mentions(register, today, is_public=is_public).get(CASE, ())


DAYS: Mapping[str, tuple[dict[str, str], date, bool]] = {
    "never public": ({}, TODAY, False),
    "before its term": (TERM, date(2019, 7, 4), False),
    "first day": (TERM, date(2019, 7, 5), True),
    "last day": (TERM, date(2019, 12, 31), True),
    "after its term": (TERM, date(2020, 1, 1), False),
}


@pytest.mark.parametrize("name", DAYS)
def test_public_edition_tells_a_penalty_on_the_days_of_its_term(
    sample: Judgement, name: str
) -> None:
    fields, today, is_told = DAYS[name]
    register = punished(sample, **fields)
    assert [one.id for one in told(register, today, is_public=True)] == (
        ["LS19-990100-F002"] if is_told else []
    )
    assert [one.id for one in told(register, today, is_public=False)] == ["LS19-990100-F002"]


@pytest.mark.parametrize("is_public", [False, True])
def test_case_and_entry_tell_whom_by_whom_and_how_much(sample: Judgement, is_public: bool) -> None:
    register = punished(sample, **TERM)
    issue = next(one.record for one in register.of(Issue) if one.record.id == CASE)
    view = issue_view(register, issue)
    view = replace(view, penalties=told(register, TODAY, is_public=is_public))
    exposure = exposure_of(
        issue, register.programmes[issue.programme_id], register.vocabulary, TODAY
    )
    templates = Templates(is_public=is_public)
    bodies = [
        case_page(templates, register, CaseInputs(issue, view, exposure, "")).body,
        next(pages_of_ledger(templates, register, [view])).body,
    ]
    for body in bodies:
        [said] = _SAID.findall(body)
        assert _TAG.sub("", said) == (
            "行政处罚：示乙环罚〔2019〕5号，2019-06-20，示例乙市生态环境局对示例四厂：警告，"
            "罚款 50,000 元"
        )
        assert '"../penalties/LS19-990100.html#LS19-990100-F002"' in said
        assert ('"../units/U990200-001.html"' in said) is not is_public
        assert ('data-until="2019-12-31"' in said) is is_public


def test_built_ledger_tells_the_penalties_of_its_issues(run: Path) -> None:
    site = built_once(run, SAMPLE, TODAY)
    said = {
        path.name: [_TAG.sub("", one) for one in _SAID.findall(path.read_text(encoding="utf-8"))]
        for path in (site / "ledgers").glob("LS19-990100-R*.html")
    }
    assert said == {
        "LS19-990100-R01.html": [
            "行政处罚：示环罚〔2019〕12号，2019-06-10，示例市生态环境局对示例建材有限公司："
            "罚款、按日连续处罚、查封扣押、移送公安，罚款 251,542.71 元"
        ],
        "LS19-990100-R02.html": [],
    }
