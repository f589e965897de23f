"""Whether a change only adds events at the end: what happened is not rewritten (decision 2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator.check.rule import Hit
from generator.model.fields import Record
from generator.model.issue import Event
from generator.model.proposal import Happened, Proposal
from generator.model.register import Filed

_ONLY_AT_THE_END = "经过只在末尾追加；这一步移到最后，先后不对的查对日期"
_BY_A_CORRECTION = "恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由"
_BY_A_NOTE = "恢复原样；记错了的，在备注里写明"

Step = Event | Happened
Rewriting = tuple[int, str, str]
"""A position among the new events, what happened to it, and how to mend it."""


def rewritten_event(proposal: Proposal) -> Iterator[Hit]:
    """Events that were there stay as they were, where they were."""
    for edit in proposal.issues():
        found = _rewritings(edit.old.events, edit.new.events, _BY_A_CORRECTION)
        yield from _hits(edit.filed, len(edit.new.events), found)
    for course in proposal.courses():
        found = _rewritings(course.old, course.new, _BY_A_NOTE) if course.old else iter(())
        yield from _hits(course.filed, len(course.new), found)


def _hits(filed: Filed[Record], length: int, found: Iterator[Rewriting]) -> Iterator[Hit]:
    for position, message, hint in found:
        mark = filed.mark("events", min(position, length - 1))
        yield Hit(filed.raw.path, mark, message, hint)


def _rewritings(old: Sequence[Step], new: Sequence[Step], mending: str) -> Iterator[Rewriting]:
    more = Counter(new) - Counter(old)
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for was, position in zip(old[i1:i2], range(j1, j2), strict=False):
            yield position, _changed(was, new[position]), mending
        for gone in old[i1 + paired : i2]:
            if new.count(gone) < old.count(gone):
                yield j1, f"{_called(gone)}被删去", mending
            else:
                yield new.index(gone), f"{_called(gone)}换了位置", "恢复原来的先后"
        for position in range(j1 + paired, j2) if i2 < len(old) else ():
            if new[position] in more:  # what only moved is said where it was taken away
                message = f"{_called(new[position])}插在了已有的{_called(old[i2])}前面"
                yield position, message, _ONLY_AT_THE_END


def _changed(old: Step, new: Step) -> str:
    parts = [
        f"{field.title}由 {_shown(getattr(old, name))} 改为 {_shown(getattr(new, name))}"
        for name, field in type(old).model_fields.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return f"已有的{_called(old)}被改动：{'，'.join(parts)}"


def _called(event: Step) -> str:
    return f"“{event.step}”（{event.date}）"


def _shown(value: object) -> str:
    text = str(value)
    return "空" if value is None else repr(text if len(text) <= 40 else text[:40] + "…")


def event_after_commit(proposal: Proposal) -> Iterator[Hit]:
    """What has not happened by the day of the commit can not be recorded in it."""
    for filed, start, events in _recorded(proposal):
        for position, event in enumerate(events[start:], start):
            if event.date.earliest > proposal.day:
                yield Hit(
                    filed.raw.path,
                    filed.mark("events", position, "date"),
                    f"“{event.step}”的日期 {event.date} 晚于提交的日期 {proposal.day}",
                    "事情发生以后再记；日期写错了就改正",
                )


def _recorded(proposal: Proposal) -> Iterator[tuple[Filed[Record], int, Sequence[Step]]]:
    """Each record with its events, and how many of them were there before."""
    for edit in proposal.issues():
        yield edit.filed, edit.kept, edit.new.events
    for filed in proposal.new_issues():
        yield filed, 0, filed.record.events
    for course in proposal.courses():
        yield course.filed, len(course.old), course.new
