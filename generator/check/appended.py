"""Whether a change only adds events at the end: what happened is not rewritten (decision 2)."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from generator.check.rule import Hit
from generator.findings import Mark
from generator.model.issue import Event
from generator.model.proposal import IssueEdit, Proposal

_ONLY_AT_THE_END = "经过只在末尾追加；这一步移到最后，先后不对的查对日期"
_BY_A_CORRECTION = "恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由"


def rewritten_event(proposal: Proposal) -> Iterator[Hit]:
    """Events that were there stay as they were, where they were."""
    for edit in proposal.issues():
        for position, message, hint in _rewritings(edit.old.events, edit.new.events):
            yield Hit(edit.filed.raw.path, _mark(edit, position), message, hint)


def _rewritings(old: list[Event], new: list[Event]) -> Iterator[tuple[int, str, str]]:
    """Each rewriting: its position among the new events, what happened, and how to mend it."""
    more = Counter(new) - Counter(old)
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for was, position in zip(old[i1:i2], range(j1, j2), strict=False):
            yield position, _changed(was, new[position]), _BY_A_CORRECTION
        for gone in old[i1 + paired : i2]:
            if new.count(gone) < old.count(gone):
                yield j1, f"{_called(gone)}被删去", _BY_A_CORRECTION
            else:
                yield new.index(gone), f"{_called(gone)}换了位置", "恢复原来的先后"
        for position in range(j1 + paired, j2) if i2 < len(old) else ():
            if new[position] in more:  # what only moved is said where it was taken away
                message = f"{_called(new[position])}插在了已有的{_called(old[i2])}前面"
                yield position, message, _ONLY_AT_THE_END


def _changed(old: Event, new: Event) -> str:
    parts = [
        f"{field.title}由 {_shown(getattr(old, name))} 改为 {_shown(getattr(new, name))}"
        for name, field in Event.model_fields.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return f"已有的{_called(old)}被改动：{'，'.join(parts)}"


def _called(event: Event) -> str:
    return f"“{event.step}”（{event.date}）"


def _shown(value: object) -> str:
    text = str(value)
    return "空" if value is None else repr(text if len(text) <= 40 else text[:40] + "…")


def _mark(edit: IssueEdit, position: int) -> Mark:
    last = len(edit.new.events) - 1
    return edit.filed.mark("events", min(position, last))


def event_after_commit(proposal: Proposal) -> Iterator[Hit]:
    """What has not happened by the day of the commit can not be recorded in it."""
    recorded = [(edit.filed, edit.kept) for edit in proposal.issues()]
    recorded += [(filed, 0) for filed in proposal.new_issues()]
    for filed, start in recorded:
        for position, event in enumerate(filed.record.events[start:], start):
            if event.date.earliest > proposal.day:
                yield Hit(
                    filed.raw.path,
                    filed.mark("events", position, "date"),
                    f"“{event.step}”的日期 {event.date} 晚于提交的日期 {proposal.day}",
                    "事情发生以后再记；日期写错了就改正",
                )
