"""A correction on the timeline: what the field said before, and what it says now."""

from pathlib import Path

import pytest

from generator.audit.reader import audit_of
from generator.audit.worktree import work_tree
from generator.cache.cache import cache_of
from generator.kinds.issue.history import HistoryLine, TrailView, public_trail, trail_view
from generator.kinds.issue.model import Event, Issue
from generator.site.build import build_site, read_register
from tests.making_git import History
from tests.registers import SAMPLE, TODAY

ID = "LS19-990200-R03-P02-005"
FILE = f"records/issues/LS19/990200/R03/{ID}.yml"
START = (SAMPLE / FILE).read_text(encoding="utf-8")


def corrected(text: str, was: str, now: str, field: str) -> str:
    """The record with a field changed and a 更正 of it at its end."""
    assert was in text
    step = f"- date: 2019-07-25\n  step: 更正\n  corrects: {field}\n  note: 示例：记错了\n"
    return text.replace(was, now) + step


def seen(history: History) -> TrailView:
    """The trail of the record as its page shows it."""
    tree = work_tree(history.root)
    assert tree
    audit = audit_of(history.root, tree, cache_of(history.root))
    trail = audit.trails_below(FILE.rpartition("/")[0])[FILE]
    [issue] = (one for one in read_register(history.root).register.issues if one.id == ID)
    lines = [HistoryLine(event.date, event.corrected) for event in issue.events]
    return trail_view(audit, trail, Issue, lines, published=False)


def told(view: TrailView, place: int = -1) -> list[tuple[str, str, str]]:
    line = view.events[place]
    assert line
    return [(one.words, one.was, one.now) for one in line.corrected]


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = History(tmp_path / "台账")
    for path in (SAMPLE / "records").rglob("*.yml"):
        name = path.relative_to(SAMPLE).as_posix()
        if name != FILE:
            made.write(name, path.read_text(encoding="utf-8"))
    made.commit({FILE: START}, day="2019-07-20")
    return made


NAME = next(line for line in START.splitlines() if line.startswith("  name: ") and "厂" in line)
WAS = NAME.removeprefix("  name: ")
CHANGED = ("改动“点位的点位名称”", WAS, "示例新厂")


def test_correction_shows_what_was_and_what_is(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "site.name")
    history.commit({FILE: text}, day="2019-07-26")
    view = seen(history)
    assert told(view) == [CHANGED]
    assert [told(view, place) for place in range(len(view.events) - 1)] == [[]] * (
        len(view.events) - 1
    )
    assert view.deeds == ()


def test_correction_and_change_in_two_commits_belong_together(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "site")
    history.commit({FILE: START.replace(NAME, "  name: 示例新厂")}, day="2019-07-26")
    history.commit({FILE: text}, day="2019-07-27")
    assert told(seen(history)) == [CHANGED]


def test_what_is_not_committed_shows_too(history: History) -> None:
    history.write(FILE, corrected(START, NAME, "  name: 示例新厂", "site"))
    assert told(seen(history)) == [CHANGED]


def test_other_fields_stay_below_the_timeline(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "found")
    history.commit({FILE: text}, day="2019-07-26")
    view = seen(history)
    assert told(view) == []
    assert [one.words for one in view.deeds] == [CHANGED[0]]


def test_later_change_is_no_part_of_the_correction(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "site")
    history.commit({FILE: text}, day="2019-07-26")
    history.commit({FILE: text.replace("示例新厂", "示例又一厂")}, day="2019-07-27")
    view = seen(history)
    assert told(view) == [CHANGED]
    assert [one.now for one in view.deeds] == ["示例又一厂"]


def test_public_sees_nothing_of_what_was(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "site")
    history.commit({FILE: text}, day="2019-07-26")
    view = seen(history)
    public = public_trail(view, range(len(view.events)))
    assert told(public) == []
    assert WAS not in repr(public)


def test_page_of_the_ledger_prints_both_values(history: History) -> None:
    text = corrected(START, NAME, "  name: 示例新厂", "site")
    history.commit({FILE: text}, day="2019-07-26")
    assert build_site(history.root, history.root / "site", TODAY).pages
    page = (history.root / "site/ledgers/LS19-990200-R03.html").read_text(encoding="utf-8")
    assert f"改动“点位的点位名称”：原为 <u>{WAS}</u>，改为 <u>示例新厂</u>" in page


def test_fields_are_recognised_however_they_are_separated() -> None:
    event = Event.model_validate(
        {"date": "2019-07-25", "step": "更正", "corrects": "site.name、found，place"}
    )
    assert event.corrected == {"site", "found", "place"}
    assert Event.model_validate({"date": "2019-07-25", "step": "更正"}).corrected == frozenset()
