"""Rules of a change: lists only grow, records stay, nothing is recorded ahead.

See decisions 0002, 0005 and 0017.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import PurePosixPath

from pydantic import BaseModel

from generator.checks.paths import PREFIX, inner, is_record_path
from generator.checks.proposal import Edit, Happened, Proposal
from generator.checks.rule import Rule, RuleViolation
from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.findings import Location, Severity
from generator.core.model_walk import Growing, growing
from generator.core.raw import Path, RawRecord
from generator.core.serials import id_order, serial_text
from generator.kinds.issue.model import Event, Evidence
from generator.kinds.register import FiledRecord
from generator.kinds.registry import VOCABULARY_PATH

_BY_A_CORRECTION = "恢复原样；记错了的，在末尾加一步“更正”，写明字段和理由"
_BY_A_NOTE = "恢复原样；记错了的，在备注里写明"
_FREE = {"note": None, "said": None, "next": None, "masked": False}
"""The fields that only tell, with what they are when empty: no count, no state and no deadline is
taken from them."""

_SAYING = ("note", "said", "what")
"""The fields in which an entry can say what was wrong with one before it."""

Step = Event | Happened


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """What happened to an entry, how to mend it, and where: its position in the list as it is."""

    position: int
    message: str
    hint: str


def rewritten_entry(proposal: Proposal) -> Iterator[RuleViolation]:
    """Entries of a list that only grows stay as they were, where they were."""
    for edit in proposal.edits:
        if edit.old and edit.new and type(edit.old.record) is type(edit.new.record):
            for one in growing(edit.old.record, edit.new.record):
                yield from _hits(edit.new, one)


def _hits(filed: FiledRecord[Record], one: Growing) -> Iterator[RuleViolation]:
    if one.new is None:
        yield from _gone(filed, one)
        return
    for found in _rewritings(one, one.new):
        place = min(found.position, len(one.new) - 1)
        path: Path = (*one.path, place) if one.new else one.path
        yield RuleViolation(filed.raw.path, filed.mark(*path), found.message, found.hint)


def _gone(filed: FiledRecord[Record], one: Growing) -> Iterator[RuleViolation]:
    if one.old:
        message = f"“{one.holder}”连同已有的“{one.title}” {len(one.old)} 项被删去"
        hint = f"恢复原样；只是改名的，保留已有的“{one.title}”"
        yield RuleViolation(filed.raw.path, filed.mark(*one.path), message, hint)


def _rewritings(one: Growing, now: Sequence[BaseModel]) -> Iterator[_Rewriting]:
    old, mending = one.old, _mending(one)
    new = _but_for_what_was_filled_in(old, _with_first_as_it_was(one, now))
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


def _with_first_as_it_was(one: Growing, now: Sequence[BaseModel]) -> Sequence[BaseModel]:
    """Return the entries, in the first one what other rules judge as it was (C03, C12)."""
    if not one.corrected or not one.old or not now:
        return now
    was = {name: getattr(one.old[0], name) for name in one.corrected}
    first = now[0].model_copy(update=was)
    return [one.old[0], *now[1:]] if first == one.old[0] else now


def _but_for_what_was_filled_in(
    old: Sequence[BaseModel], new: Sequence[BaseModel]
) -> Sequence[BaseModel]:
    """The entries, those in which nothing but an empty free text was filled in as they were."""
    kept = [was if _is_filled_in(was, now) else now for was, now in zip(old, new, strict=False)]
    return [*kept, *new[len(old) :]]


def _is_filled_in(old: BaseModel, new: BaseModel) -> bool:
    """Whether free texts that were empty hold something now, and all else is as it was.

    So does the mark that nobody can be told by a photograph: who adds one need not have judged it.

    An issue has its 更正 for that, and what its events say can be public under a day.
    """
    if isinstance(old, Event) or type(old) is not type(new):
        return False
    fields = type(old).model_fields
    differ = [name for name in fields if getattr(old, name) != getattr(new, name)]
    return all(name in _FREE and getattr(old, name) is _FREE[name] for name in differ)


def _numbered(*sides: Sequence[BaseModel]) -> list[list[int]]:
    """Equal entries as equal numbers: an entry that holds a list has no hash."""
    seen = [entry for side in sides for entry in side]
    return [[seen.index(entry) for entry in side] for side in sides]


def _mending(one: Growing) -> str:
    entry = one.old[0] if one.old else None
    if isinstance(entry, Event | Evidence):
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


def deleted_record(proposal: Proposal) -> Iterator[RuleViolation]:
    """No record is taken away."""
    moved = {old.path for old, _ in moves(proposal)}
    for edit in proposal.edits:
        if _is_lost(edit) and edit.path not in moved:
            yield RuleViolation(
                edit.path, Location(), f"{_description(edit.path)}被删除", _back(edit)
            )


def _back(edit: Edit) -> str:
    if edit.path == PREFIX + VOCABULARY_PATH:
        return "恢复词表；不再用的词写上 retired: true，留在原处"
    if _is_issue(edit):
        return "恢复这个文件；记错了的加一步“更正”，不成立的问题加一步“撤销”"
    return "恢复这个文件；记错了的在原处改正，不再有效的在记录里写明"


def moved_record(proposal: Proposal) -> Iterator[RuleViolation]:
    """No record is moved or renamed."""
    for old, new in moves(proposal):
        withdrawn = "并“撤销”" if _is_issue(old) else ""
        yield RuleViolation(
            new.path,
            new.new.mark("id") if new.new else Location(),
            f"{_description(old.path)}被移到这里，原来在 {old.path}",
            f"放回原处；编号用错了的，在原记录里写明{withdrawn}，再另建一条",
        )


def _is_issue(edit: Edit) -> bool:
    return _below(edit).startswith("issues/")


def moves(proposal: Proposal) -> list[tuple[Edit, Edit]]:
    """Each record that goes at one path and comes at another: same ID, or same content besides."""
    coming = [edit for edit in proposal.edits if edit.comes and is_record_path(_below(edit))]
    found = []
    for old in proposal.edits:
        new = next((one for one in coming if _is_lost(old) and _is_same(old, one)), None)
        if new:
            coming.remove(new)
            found.append((old, new))
    return found


def _is_same(old: Edit, new: Edit) -> bool:
    if old.before is None or new.after is None:
        return False
    was, now = old.before, new.after
    if was.content is None or now.content is None:
        return False
    same_kind = inner(was).partition("/")[0] == inner(now).partition("/")[0]
    same_id = was.content.get("id") is not None and was.content.get("id") == now.content.get("id")
    return same_kind and (same_id or _without_id(was) == _without_id(now))


def _without_id(raw: RawRecord) -> dict[str, object]:
    return {key: value for key, value in (raw.content or {}).items() if key != "id"}


def _is_lost(edit: Edit) -> bool:
    """Whether a record goes; one that lay where its ID does not say may go, or be put right."""
    misplaced = edit.old and edit.old.kind.path_of(edit.old.record.id) != _below(edit)
    return edit.goes and is_record_path(_below(edit)) and not misplaced


def _below(edit: Edit) -> str:
    return edit.path.removeprefix(PREFIX)


def _description(path: str) -> str:
    return "词表" if path == PREFIX + VOCABULARY_PATH else f"记录 {PurePosixPath(path).stem} "


def reused_id(proposal: Proposal) -> Iterator[RuleViolation]:
    """An ID that was used once is not given again."""
    for edit in proposal.edits:
        commit = proposal.earlier.get(edit.path) if edit.comes else None
        if commit:
            name = PurePosixPath(edit.path).stem
            yield RuleViolation(
                edit.path,
                edit.new.mark("id") if edit.new else Location(),
                f"编号 {name!r} 以前用过，提交 {commit[:10]} 里有过这条记录",
                "换下一个没有用过的序号；误删的记录照删除以前的内容原样恢复",
            )


def serial_gap(proposal: Proposal) -> Iterator[RuleViolation]:
    """Serial numbers of a group follow each other; a gap is worth a look."""
    taken = {PurePosixPath(path).stem for path in proposal.beside}
    new = sorted(proposal.new_issues(), key=lambda one: id_order(one.record.id))
    taken |= {one.record.id for one in new}
    for one in new:
        group, _, serial = one.record.id.rpartition("-")
        before = int(serial) - 1
        missing = before
        while missing and f"{group}-{serial_text(missing)}" not in taken:
            missing -= 1
        if missing < before:
            skipped = serial_text(missing + 1) + (
                f" 到 {serial_text(before)}" if missing + 1 < before else ""
            )
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"序号 {serial} 前面空着 {skipped}",
                "同组的序号一个接一个；确实要空着的，在变更里说明",
            )


def event_after_commit(proposal: Proposal) -> Iterator[RuleViolation]:
    """What has not happened by the day of the commit can not be recorded in it."""
    for edit in proposal.edits:
        for one, position in _recorded(edit):
            entry = one.old[position]
            field, day = happened(entry)
            if edit.new and day and day.earliest > proposal.day:
                yield RuleViolation(
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


def happened(entry: BaseModel) -> tuple[str, PartialDate | None]:
    """The field that says when something happened, and the day; None where it does not say.

    A report is dated by the end of what it is about, which may come later than the report.
    """
    field = "received" if "received" in type(entry).model_fields else "date"
    day = getattr(entry, field, None)
    return field, PartialDate(day.year, day.month, day.day) if isinstance(day, date) else day


def wrong_clock(proposal: Proposal) -> Iterator[RuleViolation]:
    """A commit is made after its parent, and not after today.

    Else its date proves nothing of when something was recorded.
    """
    for commit in proposal.wrong_clocks if proposal.edits else ():
        yield RuleViolation(
            proposal.edits[0].path,
            Location(),
            f"{commit.author}的提交 {commit.short} 日期是 {commit.committed[:10]}，"
            "早于它前面的提交，或者在今天以后",
            "把电脑的日期和时区调准，再重新提交：最后一次提交用 git commit --amend --no-edit，"
            "更早的用 git rebase；已经合并的不改",
        )


RULES = (
    Rule("C01", "rewritten-entry", "已经记入的各项被改动", rewritten_entry),
    Rule("C02", "event-after-commit", "日期晚于提交", event_after_commit),
    Rule("C04", "deleted-record", "记录被删除", deleted_record),
    Rule("C05", "moved-record", "记录被移动或改名", moved_record),
    Rule("C06", "reused-id", "编号再次使用", reused_id),
    Rule("C07", "serial-gap", "序号中间有空", serial_gap, Severity.WARNING),
    Rule("C23", "wrong-clock", "提交的日期不可信", wrong_clock, Severity.WARNING),
)
