"""Properties of changes: legal steps behind the others are fine, any touch of an old one is not."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.change import fresh
from generator.checks.change_rules import rewritten_entry
from generator.checks.engine import Judgement, judge
from generator.checks.owners import Owners
from generator.checks.proposal import Attributes, Edit, Proposal
from generator.checks.registry import CHANGE_RULES
from generator.core.dates import PartialDate
from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Path
from generator.load.files import raw_file, read_some
from tests.kinds.issue.test_replay import legal_walks
from tests.making import SOURCE, make_issue
from tests.registers import SAMPLE

RULES = read_some(SAMPLE, ["vocabulary.yml", "programmes", "cities", "rounds"])
PINNED = Attributes(".gitattributes", "", "records/** merge=text")
ID = {"公开通报": "LS19-990100-R01-G-001"}


def issue(path: Path, events: list[Event]) -> Issue:
    """An issue of the sample's programme that goes this path."""
    return make_issue(
        id=ID.get(path.name, "LS19-990100-R01-Z-001"),
        place={"county": "990102", "name": "示例东区"},
        category=path.categories[0] if path.categories else "未安装治污设施",
        sources=[SOURCE],
        events=events,
    )


def judged(record: Issue) -> Judgement:
    """The issue among the rules of the sample, as if read from its file."""
    path = f"records/issues/LS19/990100/R01/{record.id}.yml"
    return judge([*RULES, raw_file(path, record_text(record).encode())])


def proposed(old: Judgement, new: Judgement) -> Proposal:
    """The change of one issue."""
    was, now = (next(one.register.of(Issue)) for one in (old, new))
    edit = Edit(now.raw.path, was.raw, now.raw, was, now)
    return Proposal(
        edits=(edit,),
        rules=old.register,
        proposed=new.register,
        lifecycles={},
        day=date(2029, 1, 1),
        conflicts=(),
        earlier={},
        beside=frozenset(),
        taken=frozenset(),
        lost=(),
        attributes=(PINNED,),
        owners=Owners(""),
        outside=(),
    )


@settings(max_examples=40, deadline=None)
@given(legal_walks(), st.data())
def test_legal_steps_at_the_end_are_fine(
    walk: tuple[Path, list[Event]], data: st.DataObject
) -> None:
    path, events = walk
    kept = data.draw(st.integers(1, len(events)))
    old, new = judged(issue(path, events[:kept])), judged(issue(path, events))
    proposal = proposed(old, new)
    # Lifecycles let any issue be exposed; that none is after it was cancelled is a rule of its own.
    assert [one for one in fresh(old, new) if one.slug != "exposed-unfounded"] == []
    findings = [one for rule in CHANGE_RULES for one in rule.findings(proposal)]
    # The corrections of a walk correct nothing: all but its steps stays as it is.
    assert [one for one in findings if one.slug != "idle-correction"] == []


@st.composite
def touched(draw: st.DrawFn, events: list[Event]) -> list[Event]:
    """The events with one old one changed, doubled, taken away, or two of them changed over."""
    place = draw(st.integers(0, len(events) - 1))
    before, event, after = events[:place], events[place], events[place + 1 :]
    changed = event.model_copy(
        update=draw(
            st.sampled_from(
                [
                    {"date": PartialDate(2018, 1, 1)},
                    {"by": "别的单位"},
                    {"note": "别的备注"},
                    {"letter": "别的文号"},
                    {"result": "别的结论"},
                    {"step": "别的步骤"},
                ]
            )
        )
    )
    ways = [[*before, changed, *after], [*before, changed, event, *after]]
    if len(events) > 1:
        ways.append(before + after)
    if after:
        ways.append([*before, *after, event])
    return draw(st.sampled_from(ways))


@settings(max_examples=120, deadline=None)
@given(legal_walks(), st.data())
def test_any_touch_of_an_old_step_is_found(
    walk: tuple[Path, list[Event]], data: st.DataObject
) -> None:
    path, old = walk
    added = [old[-1]] if data.draw(st.booleans()) else []
    new = data.draw(touched(old)) + added
    found = list(rewritten_entry(proposed_events(path, old, new)))
    assert bool(found) == (with_finding_of(old, new)[: len(old)] != old)


def with_finding_of(old: list[Event], new: list[Event]) -> list[Event]:
    """The new events with day and finder of the old ones, which other rules judge (C03, C12)."""
    first = new[0].model_copy(update={"date": old[0].date, "by": old[0].by})
    return [old[0], *new[1:]] if first == old[0] else new


def proposed_events(path: Path, old: list[Event], new: list[Event]) -> Proposal:
    """The change of an issue's events, which need not be shaped as the rules want them."""
    base = judged(issue(path, old))
    proposal = proposed(base, base)
    (edit,) = proposal.edits
    assert edit.new
    changed = edit.new.record.model_copy(update={"events": new})
    filed = type(edit.new)(edit.new.kind, changed, edit.new.raw)
    edits = (Edit(edit.path, edit.before, edit.after, edit.old, filed),)
    return Proposal(**{**vars(proposal), "edits": edits})
