"""The mark of a state: the same colour and sign on every page, in lists and in the search."""

import re
from types import SimpleNamespace
from typing import cast

import pytest

from generator.kinds.issue.columns import UNKNOWN
from generator.kinds.issue.ledger import CLOSED, OPEN, IssueSummary
from generator.kinds.issue.summaries import openness_mark
from generator.kinds.issue.views import STATE_MARKS, WAITING, state_mark
from generator.kinds.register import Register
from generator.site.build import read_register
from tests.registers import REPOSITORY

ASSETS = REPOSITORY / "generator" / "theme" / "assets"
SIGN = r'::before \{ content: "(.) "'


@pytest.fixture(scope="module")
def seed() -> Register:
    """The register whose lifecycle the invented ones follow."""
    return read_register(REPOSITORY / "generator" / "demo" / "seed").register


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("待审核", "wait"),
        ("待核查", "wait"),
        ("待销号", "wait"),
        ("待确认", "hand"),
        ("整改中", "hand"),
        ("整改不到位", "hand"),
        ("已移送公安", "done"),
    ],
)
def test_status_has_the_mark_of_whose_turn_it_is(seed: Register, status: str, mark: str) -> None:
    openness = OPEN if mark != "done" else CLOSED
    row = SimpleNamespace(programme="SL19", status=status, openness=openness, outcome="")
    assert state_mark(seed, cast(IssueSummary, row)) == mark


def test_sheets_of_style_give_a_mark_one_sign() -> None:
    ledger = (ASSETS / "ledger.css").read_text(encoding="utf-8")
    lantian = (ASSETS / "lantian.css").read_text(encoding="utf-8")
    signs = dict(re.findall(r"\n\.st\.([a-z]+)" + SIGN, ledger))
    signs["hand"] = re.findall(r"\n\.st" + SIGN, ledger)[0]
    others = dict(re.findall(r'\[data-open="([a-z]+)"\]' + SIGN, lantian))
    others["false"] = re.findall(r"b\[data-open\]\)" + SIGN, lantian)[0]
    assert others == {openness: signs[mark] for openness, mark in STATE_MARKS.items()}
    assert len(set(signs.values())) == len(signs) == len(STATE_MARKS) + len((WAITING, "over"))


def test_search_marks_as_pages_do() -> None:
    script = (ASSETS / "search-table.js").read_text(encoding="utf-8")
    (found,) = re.findall(r'\{ (open: "[^}]*) \}', script)
    rows = {
        key: cast(IssueSummary, SimpleNamespace(openness=key, outcome=""))
        for key in (OPEN, CLOSED, UNKNOWN)
    }
    assert dict(re.findall(r'(\w+): "(\w+)"', found)) == {
        key: STATE_MARKS[openness_mark(row)] for key, row in rows.items()
    }
