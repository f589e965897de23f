"""Whether a change only adds at the end: what was recorded is not rewritten (decision 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pydantic import BaseModel

from generator.check.rule import Hit, Rule
from generator.checks.proposal import Happened, Proposal
from generator.core.fields import Record
from generator.core.raw import Path
from generator.kinds.issue.model import Event
from generator.kinds.register import Filed
from generator.model.growing import Growing, growing

_BY_A_CORRECTION = "恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由"
_BY_A_NOTE = "恢复原样；记错了的，在备注里写明"
_FREE = ("note", "said", "next")
"""The fields that only tell: no count, no state and no deadline is taken from them."""

_SAYING = ("note", "said", "what")
"""The fields in which an entry can say what was wrong with one before it."""

Step = Event | Happened


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """What happened to an entry, how to mend it, and where: its position in the list as it is."""

    position: int
    message: str
    hint: str


def rewritten_entry(proposal: Proposal) -> Iterator[Hit]:
    """Entries of a list that only grows stay as they were, where they were."""
    for edit in proposal.edits:
        if edit.old and edit.new and type(edit.old.record) is type(edit.new.record):
            for one in growing(edit.old.record, edit.new.record):
                yield from _hits(edit.new, one)


def _hits(filed: Filed[Record], one: Growing) -> Iterator[Hit]:
    if one.new is None:
        yield from _gone(filed, one)
        return
    for found in _rewritings(one, one.new):
        place = min(found.position, len(one.new) - 1)
        path: Path = (*one.path, place) if one.new else one.path
        yield Hit(filed.raw.path, filed.mark(*path), found.message, found.hint)


def _gone(filed: Filed[Record], one: Growing) -> Iterator[Hit]:
    if one.old:
        message = f"“{one.holder}”连同已有的“{one.title}” {len(one.old)} 项被删去"
        hint = f"恢复原样；只是改名的，保留已有的“{one.title}”"
        yield Hit(filed.raw.path, filed.mark(*one.path), message, hint)


def _rewritings(one: Growing, now: Sequence[BaseModel]) -> Iterator[_Rewriting]:
    old, mending = one.old, _mending(one)
    new = _but_for_what_was_filled_in(old, now)
    was_seen, now_seen = _numbered(old, new)
    matcher = SequenceMatcher(None, was_seen, now_seen, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes() if was_seen != now_seen[: len(old)] else ():
        if what == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for was, position in zip(range(i1, i2), range(j1, j2), strict=False):
            message = f"已有的{_called(one, was)}被改动：{_changed(old[was], new[position])}"
            yield _Rewriting(position, message, mending)
        for was in range(i1 + paired, i2):
            gone = old[was]
            if new.count(gone) < old.count(gone):
                yield _Rewriting(j1, f"{_called(one, was)}被删去", mending)
            else:
                message = f"{_called(one, was)}换了位置"
                yield _Rewriting(new.index(gone), message, "恢复原来的先后")
        for position in range(j1 + paired, j2) if i2 < len(old) else ():
            came = new[position]
            if new.count(came) > old.count(came):  # what only moved is said where it was taken away
                message = f"{_named(one, came)}插在了已有的{_called(one, i2)}前面"
                yield _Rewriting(position, message, _at_the_end(one))


def _but_for_what_was_filled_in(
    old: Sequence[BaseModel], new: Sequence[BaseModel]
) -> Sequence[BaseModel]:
    """The entries, those in which nothing but an empty free text was filled in as they were."""
    kept = [was if _is_filled_in(was, now) else now for was, now in zip(old, new, strict=False)]
    return [*kept, *new[len(old) :]]


def _is_filled_in(old: BaseModel, new: BaseModel) -> bool:
    """Whether free texts that were empty hold something now, and all else is as it was.

    A problem has its 更正 for that, and what its events say can be public under a day.
    """
    if isinstance(old, Event) or type(old) is not type(new):
        return False
    fields = type(old).model_fields
    differ = [name for name in fields if getattr(old, name) != getattr(new, name)]
    return all(name in _FREE and getattr(old, name) is None for name in differ)


def _numbered(*sides: Sequence[BaseModel]) -> list[list[int]]:
    """Equal entries as equal numbers: an entry that holds a list has no hash."""
    seen = [entry for side in sides for entry in side]
    return [[seen.index(entry) for entry in side] for side in sides]


def _mending(one: Growing) -> str:
    entry = one.old[0] if one.old else None
    if isinstance(entry, Event):
        return _BY_A_CORRECTION
    field = _saying(entry)
    if field is None or isinstance(entry, Happened):
        return _BY_A_NOTE
    return f"恢复原样；记错了的，在末尾加一项，在它的“{field}”里写明"


def _at_the_end(one: Growing) -> str:
    entry = one.old[0]
    each = "步" if isinstance(entry, Step) else "项"
    hint = f"{one.title}只在末尾追加；这一{each}移到最后，先后不对的查对日期"
    field = None if isinstance(entry, Step) else _saying(entry)
    return hint + (f"；补记以前的，写在末尾一项的“{field}”里" if field else "")


def _saying(entry: BaseModel | None) -> str | None:
    """The title of the field in which such an entry speaks freely."""
    fields = type(entry).model_fields if entry else {}
    return next((fields[name].title for name in _SAYING if name in fields), None)


def _changed(old: BaseModel, new: BaseModel) -> str:
    return "，".join(
        f"{field.title}由 {_shown(getattr(old, name))} 改为 {_shown(getattr(new, name))}"
        for name, field in type(old).model_fields.items()
        if getattr(old, name) != getattr(new, name)
    )


def _called(one: Growing, position: int) -> str:
    """An entry that was there: a step by its word, another by its list and number."""
    entry = one.old[position]
    if isinstance(entry, Step):
        return _named(one, entry)
    return _named(one, entry, f"第 {position + 1} 项")


def _named(one: Growing, entry: BaseModel, number: str = "") -> str:
    day = getattr(entry, "date", None)
    return f"{what(one, entry)}{number}" + (f"（{day}）" if day else "")


def _shown(value: object) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return "空" if value in (None, []) else repr(text if len(text) <= 40 else text[:40] + "…")


def what(one: Growing, entry: BaseModel) -> str:
    """An entry by its step, or by its list, with the part that holds it."""
    holder = f"{one.holder}的" if one.holder else ""
    return f"{holder}“{entry.step if isinstance(entry, Step) else one.title}”"


RULES = (Rule("C01", "rewritten-entry", "已经记入的各项被改动", rewritten_entry),)
