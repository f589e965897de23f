"""No page denies what it says: where handling is told, no headline says that it is not public."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.kinds.issue.handled import handled
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.site.build import build_site, read_register
from generator.site.tables import behind_from
from tests.registers import REPOSITORY, SAMPLE, ready
from tests.site_index import site_index_of

LATER = date(2026, 11, 29)
"""A day after everything that the registers hold."""

_BLOCK = re.compile(
    r"<article\b[^>]*data-record.*?</article>|<tr\b.*?(?=<tr\b|</table>)", re.DOTALL
)
_ID = re.compile(r"[A-Z]{2,4}\d{2}-\d{6}-R\d{2}-[A-Z](?:\d{2})?-\d{3}")
_RELATED = re.compile(r'<p class="lt-related">.*?</p>')
"""Names another case, of which the headline says nothing."""
_HANDLING = Issue.model_fields["handling"].title


def silent_states(register: Register) -> set[str]:
    """The states that say that nothing is told of the handling."""
    return {
        state.name
        for programme in register.programmes.values()
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for state in path.strands[0].states
        if state.silent
    }


def told_ids(register: Register) -> set[str]:
    """The issues whose records tell some handling."""
    return {
        one.id
        for one in register.issues
        if one.handling or any(event.words for event in one.events)
    }


def denials(pages: Path, register: Register) -> Iterator[str]:
    """Every row or case that names an issue with handling, or a handling, beside such a state."""
    states, told = silent_states(register), told_ids(register)
    steps = {event.step for one in register.issues for event in one.events if event.words}
    marks = [f"<dt>{_HANDLING}", *(f"<b>{step}</b>" for step in steps)]
    for path in sorted(pages.rglob("*.html")):
        for block in _BLOCK.finditer(path.read_text(encoding="utf-8")):
            text = _RELATED.sub("", block[0])
            if any(f">{state}<" in text for state in states):
                named = told.intersection(_ID.findall(text))
                said = [mark for mark in marks if mark in text]
                if named or (said and text.startswith("<article")):
                    yield f"{path.relative_to(pages)}: {sorted(named)} {said}"


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
@pytest.mark.parametrize("source", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_no_page_says_that_handling_is_not_public_beside_the_handling(
    source: Path, is_public: bool, tmp_path: Path
) -> None:
    root = ready(source, tmp_path)
    register = read_register(root).register
    assert told_ids(register)
    assert build_site(root, tmp_path / "site", LATER, is_public=is_public).pages
    assert list(denials(tmp_path / "site", register)) == []


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
@pytest.mark.parametrize("source", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_counts_of_told_and_silent_cases_are_those_of_the_records(
    source: Path, is_public: bool
) -> None:
    register = read_register(source).register
    site = site_index_of(register, LATER, is_public=is_public)
    counts = handled(site, behind_from(site, "index.html"), site.overview.summaries)
    assert counts
    published = {
        one.id
        for one in register.issues
        if register.programmes[one.programme_id].is_published(one.group_letter)
    }
    told = len(published & told_ids(register))
    assert (counts.total, counts.told.text, counts.silent.text) == (
        len(published),
        str(told),
        str(len(published) - told),
    )
    assert sum(int(row.cells[0].text) for row in counts.table.rows) == told
