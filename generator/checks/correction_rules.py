"""Rules of a change on what is settled: it changes only with a correction that says why.

What makes a record this record is settled from its first merge on; all else once others rely on
it. An issue is corrected by a step, any other record by an entry of its `corrections`. See
decision 0068.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from generator.checks.changed_values import ChangedValue, changed_values, in_short, label, place
from generator.checks.paths import PREFIX
from generator.checks.proposal import Edit, Proposal
from generator.checks.reason_rules import corrected_words
from generator.checks.rule import Rule, RuleViolation
from generator.core.fields import (
    Correction,
    FromOthers,
    OpenRecord,
    ProgrammeRecord,
    Record,
    Settled,
    StatedValue,
    names_in,
)
from generator.core.findings import clauses, nearest
from generator.core.model_walk import field_at, inner_model, is_growing
from generator.core.raw import Path
from generator.core.reasons import says_nothing
from generator.core.vocabulary import Role
from generator.kinds.issue.model import Event, Issue
from generator.kinds.register import FiledRecord
from generator.kinds.registry import VOCABULARY_PATH

FREEZING = (
    Role.SENT,
    Role.HANDED_OVER,
    Role.SUPERVISED,
    Role.TRANSFERRED,
    Role.EXPOSED,
)
"""Roles of the steps by which others come to rely on what was found."""


@dataclass(frozen=True, slots=True)
class AddedCorrection:
    """A correction that a change brings, and where it stands in the record."""

    path: Path
    fields: Sequence[str]
    reason: str
    words: Sequence[str]

    @property
    def is_reasoned(self) -> bool:
        """Return whether its reason says anything but that something was corrected, and what."""
        return not says_nothing(self.reason, self.words)

    def covers(self, value: ChangedValue) -> bool:
        """Return whether it names a value and says why that changed."""
        return self.is_reasoned and any(value.is_named_by(name) for name in self.fields)


def frozen_fact(proposal: Proposal) -> Iterator[RuleViolation]:
    """Once others rely on a record, what it says only changes with a correction that says why."""
    for edit, old in _edited(proposal):
        why = _reliance(proposal, old)
        values = [one for one in changed_values(edit) if _is_alteration(edit, one)]
        if why:
            yield from _uncorrected(proposal, edit, values, f"{why}，{{title}}不能由 {{change}}")
            continue
        given = [one for one in values if _is_given(old, one) and not one.is_filled_in]
        message = "{title}是别处定下或者报来的，不能由 {change}"
        yield from _uncorrected(proposal, edit, given, message)


def changed_identity(proposal: Proposal) -> Iterator[RuleViolation]:
    """What makes a record this record only changes with a correction, from its first merge on."""
    for edit, old in _edited(proposal):
        if not _reliance(proposal, old):
            values = [
                one
                for one in changed_values(edit)
                if not one.is_filled_in and _is_at_once(old, one)
            ]
            message = "{title}说明这是哪一条记录，不能由 {change}"
            yield from _uncorrected(proposal, edit, values, message)


def contradicting_entry(proposal: Proposal) -> Iterator[RuleViolation]:
    """What others rely on is not joined by an entry that says something else of the same.

    Neither in the record itself nor in another one of the same publication.
    """
    for edit in proposal.edits:
        if edit.new is None or not statements(type(edit.new.record)):
            continue
        corrected = _corrected_lists(proposal, edit)
        for other in _publications(proposal, edit):
            for name in statements(type(edit.new.record)):
                if name not in corrected:
                    yield from _contradictions(edit, name, other)


def _corrected_lists(proposal: Proposal, edit: Edit) -> set[str]:
    added = added_corrections(proposal, edit)
    return {name for one in added if one.is_reasoned for name in one.fields}


def _publications(proposal: Proposal, edit: Edit) -> Iterator[FiledRecord[Record]]:
    """Yield what an edited record is compared with: itself before, others of its publication.

    Of two that come with one change the later is compared with the earlier.
    """
    assert edit.new is not None
    if edit.old and _reliance(proposal, edit.old.record):
        yield edit.old
    gone = {one.path for one in proposal.edits}
    beside = [one for one in proposal.stated if one.raw.path not in gone]
    for one in proposal.edits:
        if one.path != edit.path and (one.old or (one.new and one.path < edit.path)):
            beside += [side for side in (one.old or one.new,) if side]
    yield from (one for one in beside if edit.new.record.is_same_publication(one.record))


def _contradictions(edit: Edit, name: str, other: FiledRecord[Record]) -> Iterator[RuleViolation]:
    """Yield the entries of a list that are new and contradict one that stays."""
    assert edit.new is not None
    published: list[StatedValue] = getattr(other.record, name, [])
    own: list[StatedValue] = getattr(edit.old.record, name, []) if edit.old else []
    now: list[StatedValue] = getattr(edit.new.record, name)
    kept = now if other is edit.old else published
    for at, entry in enumerate(now):
        against = next((one for one in published if entry.contradicts(one, published)), None)
        if against and entry not in own and against in kept:
            where = "" if other is edit.old else f"记录 {other.record.id} 的"
            told = f"{where}第 {kept.index(against) + 1} 项"
            yield _contradiction(edit, (name, at), told, entry, against)


def statements(model: type[BaseModel]) -> list[str]:
    """Return the lists of a record whose entries each say one thing of one subject."""
    inner = {name: inner_model(info.annotation) for name, info in model.model_fields.items()}
    return [name for name, one in inner.items() if one and issubclass(one, StatedValue)]


def _contradiction(
    edit: Edit, path: Path, told: str, entry: StatedValue, against: StatedValue
) -> RuleViolation:
    assert edit.new is not None
    title = type(edit.new.record).model_fields[str(path[0])].title
    fields = type(entry).model_fields
    value, distinction = (str(fields[name].title) for name in ("value", "distinction"))
    old, new = (str(getattr(one, "value", "")) for one in (against, entry))
    return RuleViolation(
        edit.path,
        edit.new.mark(*path, "value"),
        f"新加的一项“{title}”与已有的{told}说的是同一件事，{value} {new!r} 与 {old!r} 不同",
        f"删去新加的；原来记错了的，改原来那一项，在 corrections 末尾写明 {path[0]} 和理由；"
        f"说的不是同一件事，或者原文两处不同的，在新加的一项写 distinction（{distinction}）",
    )


def idle_correction(proposal: Proposal) -> Iterator[RuleViolation]:
    """A correction names fields that there are, and that change with it."""
    for edit, old in _edited(proposal):
        added = added_corrections(proposal, edit)
        values = changed_values(edit) if added else []
        for one in added:
            for name in one.fields:
                fault = _fault(type(old), name, values)
                if fault:
                    assert edit.new is not None
                    mark = edit.new.mark(*one.path, "corrects")
                    yield RuleViolation(edit.path, mark, *fault)


def added_corrections(proposal: Proposal, edit: Edit) -> list[AddedCorrection]:
    """Return the corrections that a change adds to a record."""
    if edit.old is None or edit.new is None:
        return []
    old, new = edit.old.record, edit.new.record
    if isinstance(old, Issue) and isinstance(new, Issue):
        steps = _steps(proposal, Role.CORRECTED)
        events = list(enumerate(new.events))[len(old.events) :]
        return [_added(type(old), "events", *one) for one in events if one[1].step in steps]
    if isinstance(old, _CORRECTED) and isinstance(new, _CORRECTED):
        entries = list(enumerate(new.corrections))[len(old.corrections) :]
        return [_added(type(old), "corrections", *one) for one in entries]
    return []


_CORRECTED = (OpenRecord, ProgrammeRecord)
"""The records with a list of corrections."""


def withdrawn_role(proposal: Proposal) -> Iterator[RuleViolation]:
    """A step keeps the roles by which others rely on what was found.

    Without them the next change could alter the facts of all issues that have taken the step.
    """
    path = PREFIX + VOCABULARY_PATH
    edit = next((one for one in proposal.edits if one.path == path and one.after), None)
    if edit is None or edit.after is None:
        return
    before, after = proposal.rules.vocabulary, proposal.proposed.vocabulary
    words = after.words("steps")
    for role in FREEZING:
        gone = before.with_role("steps", role) - after.with_role("steps", role)
        for step in (one for one in words if one in gone):
            yield RuleViolation(
                path,
                edit.after.value_mark(("steps", words.index(step))),
                f"“{step}”去掉了作用 {role}：经过这一步的问题，事实就可以不经更正改动",
                "放回去；以后不再这样用的，给这个词写 retired: true，另立一个词",
            )


def _added(
    model: type[Record], field: str, position: int, entry: Event | Correction
) -> AddedCorrection:
    fields = names_in(entry.corrects)
    words = corrected_words(model, entry)
    return AddedCorrection((field, position), fields, entry.note or "", words)


def _edited(proposal: Proposal) -> Iterator[tuple[Edit, Record]]:
    """Yield each record that the base has and that stays one of its kind."""
    for edit in proposal.edits:
        if edit.old and edit.new and type(edit.old.record) is type(edit.new.record):
            yield edit, edit.old.record


def _reliance(proposal: Proposal, record: Record) -> str:
    """Return why others rely on a record as the base has it; "" where they do not."""
    if not isinstance(record, Issue):
        relied = record.is_relied_on(proposal.rules.vocabulary)
        return "记录已经公开、报送或者印发" if relied else ""
    taken = record.taken(_steps(proposal, *FREEZING))
    if taken:
        return f"问题已经{taken[0].step}"
    sides = (proposal.rules, proposal.proposed)
    published = record.sources or any(side.is_published(record.id) for side in sides)
    return "问题取自公开材料" if published else ""


def _steps(proposal: Proposal, *roles: Role) -> frozenset[str]:
    """Return the steps with one of these roles before the change or after it.

    After it, too: so that the rule holds in the change that gives a vocabulary its roles.
    """
    sides = (proposal.rules.vocabulary, proposal.proposed.vocabulary)
    return frozenset().union(*(side.with_role("steps", *roles) for side in sides))


def _is_alteration(edit: Edit, value: ChangedValue) -> bool:
    """Return whether a value was another, or is one whose blank others rely on as well."""
    assert edit.old is not None
    return not value.is_filled_in or _settled(type(edit.old.record), value) is not None


def _is_given(record: Record, value: ChangedValue) -> bool:
    """Return whether others gave a value, or were given it, before it was recorded."""
    info = type(record).model_fields.get(value.field)
    return info is not None and any(isinstance(mark, FromOthers) for mark in info.metadata)


def _is_at_once(record: Record, value: ChangedValue) -> bool:
    settled = _settled(type(record), value)
    return settled is not None and settled.at_once


def _settled(model: type[BaseModel], value: ChangedValue) -> Settled | None:
    info = model.model_fields.get(value.field)
    marks = info.metadata if info else ()
    return next((one for one in marks if isinstance(one, Settled)), None)


def _uncorrected(
    proposal: Proposal, edit: Edit, values: Sequence[ChangedValue], message: str
) -> Iterator[RuleViolation]:
    """Yield a violation for each field with values that no correction names."""
    corrections = added_corrections(proposal, edit) if values else ()
    open_values: dict[str, list[ChangedValue]] = {}
    for value in values:
        if not any(one.covers(value) for one in corrections):
            open_values.setdefault(_corrected_as(edit, value), []).append(value)
    for field, own in open_values.items():
        shown = _shown(edit, own)
        old, new = in_short(shown)
        more = f"（共 {len(own)} 处）" if len(own) > 1 and shown.path != (field,) else ""
        assert edit.old is not None
        title = label(type(edit.old.record), shown)
        text = message.format(title=title, change=f"{old} 改为 {new}{more}")
        yield RuleViolation(edit.path, place(edit, shown), text, _way(proposal, edit, field))


def _corrected_as(edit: Edit, value: ChangedValue) -> str:
    """Return what a correction calls a value: its field, of a first entry the field in it."""
    assert edit.old is not None
    info = type(edit.old.record).model_fields.get(value.field)
    return value.name if info and is_growing(info) else value.field


def _shown(edit: Edit, values: Sequence[ChangedValue]) -> ChangedValue:
    """Return what is shown of a field: as a whole, or the first of the entries of a list."""
    assert edit.before is not None
    assert edit.after is not None
    field = values[0].field
    old, new = ((side.content or {}).get(field) for side in (edit.before, edit.after))
    if isinstance(old, list) or isinstance(new, list):
        return values[0]
    return ChangedValue((field,), old, new)


def _way(proposal: Proposal, edit: Edit, field: str) -> str:
    assert edit.old is not None
    if isinstance(edit.old.record, Issue):
        step = "、".join(sorted(_steps(proposal, Role.CORRECTED))) or "更正的步骤"
        where = f"在末尾加一步“{step}”"
    else:
        where = "在 corrections 末尾加一项"
    return f"恢复原样；确实记错了的，{where}，corrects 写 {field}，note 写理由"


def _fault(
    model: type[Record], name: str, values: Sequence[ChangedValue]
) -> tuple[str, str] | None:
    """Return what is wrong with a field that a correction names, and how to mend it."""
    path = ".".join(part for part in name.split(".") if not part.isdigit())
    if model is Issue and path.split(".")[0] in Event.model_fields:
        return None  # a step is not rewritten: the correction is what says so
    try:
        title = field_at(model, path).title or path
    except KeyError:
        return f"更正的字段 {name!r} 是没有的", _meant(model, path)
    if any(one.is_named_by(name) for one in values) or _only_grows(model, path):
        return None
    changed = "、".join(dict.fromkeys(one.name for one in values))
    hint = f"这次改动的是 {changed}" if changed else "把这个字段改成应有的内容"
    return f"写着更正{title}（{name}），{title}却没有改动", clauses(
        hint, "不用更正的，删去这个字段"
    )


def _meant(model: type[Record], path: str) -> str:
    titles = {str(info.title): name for name, info in model.model_fields.items()}
    if path in titles:
        return f"“{path}”写 {titles[path]}"
    near = nearest(path, [name for name in model.model_fields if name != "id"])
    return f"是不是“{near}”？" if near else "写字段的键，见“数据字典”页，例如 site.name"


def _only_grows(model: type[Record], path: str) -> bool:
    """Return whether a field is in a list whose entries stay as they are."""
    parts = path.split(".")
    fields = (field_at(model, ".".join(parts[: end + 1])) for end in range(len(parts)))
    return any(is_growing(info) for info in fields)


RULES = (
    Rule("C03", "frozen-fact", "定下以后改动内容", frozen_fact),
    Rule("C12", "changed-identity", "记录换成了另一件事", changed_identity),
    Rule("C13", "idle-correction", "更正没有对应的改动", idle_correction),
    Rule("C26", "contradicting-entry", "与已经公开的说法不同", contradicting_entry),
    Rule("C24", "withdrawn-role", "步骤去掉了使事实定下来的作用", withdrawn_role),
)
