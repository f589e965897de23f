"""Whether a change records what has not happened yet."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from pydantic import BaseModel

from generator.check.rule import Hit, Rule
from generator.checks.change_rules import what
from generator.checks.proposal import Edit, Proposal
from generator.core.dates import PartialDate
from generator.model.growing import Growing, growing


def event_after_commit(proposal: Proposal) -> Iterator[Hit]:
    """What has not happened by the day of the commit can not be recorded in it."""
    for edit in proposal.edits:
        for one, position in _recorded(edit):
            entry = one.old[position]
            field, day = _happened(entry)
            if edit.new and day and day.earliest > proposal.day:
                yield Hit(
                    edit.new.raw.path,
                    edit.new.mark(*one.path, position, field),
                    f"{what(one, entry)}的日期 {day} 晚于提交的日期 {proposal.day}",
                    "事情发生以后再记；日期写错了就改正",
                )


def _recorded(edit: Edit) -> Iterator[tuple[Growing, int]]:
    """The lists of a record as it is now, each with the positions of what is new in them."""
    if edit.new is None:
        return
    new, was = edit.new.record, edit.old.record if edit.old else None
    known = growing(was, new) if was is not None and type(was) is type(new) else ()
    before = {one.path: one.old for one in known if one.new is not None}
    for one in growing(new, new):
        pairs = zip(before.get(one.path, ()), one.old, strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        yield from ((one, position) for position in range(kept, len(one.old)))


def _happened(entry: BaseModel) -> tuple[str, PartialDate | None]:
    """The field that says when something happened, and the day; None where it does not say.

    A report is dated by the end of what it is about, which may come later than the report.
    """
    field = "received" if "received" in type(entry).model_fields else "date"
    day = getattr(entry, field, None)
    return field, PartialDate(day.year, day.month, day.day) if isinstance(day, date) else day


RULES = (Rule("C02", "event-after-commit", "日期晚于提交", event_after_commit),)
