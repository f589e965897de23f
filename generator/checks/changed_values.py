"""The values of a record that a change alters: old and new, each with its field and its place.

Comments, quotes and the order of keys are no values. Entries of a list that only grows are judged
by C01, but for what the first one says of the whole record. See decision 0068.
"""

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from generator.checks.proposal import Edit
from generator.core.fields import CalledByNumber
from generator.core.findings import Location
from generator.core.model_walk import field_label, fields_at, first_entry_fields, is_growing
from generator.core.raw import Path, RawRecord
from generator.kinds.registry import model_of

_REMARK = "note"
"""The field for what needs to be explained; what is wrong elsewhere is told there as well."""

_KEPT = 60
"""Characters of a value that are shown in one line."""

_CONTEXT = 8
"""Characters shown before the first that differs."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value before and after a change; None where it was not there, or is not any more.

    `path` leads to it in the record as it is now, or to where it stood.
    """

    path: Path
    old: object
    new: object

    @property
    def field(self) -> str:
        """Return the field of the record that it is in."""
        return str(self.path[0])

    @property
    def name(self) -> str:
        """Return its field as `place.name`, without positions in lists."""
        return ".".join(str(part) for part in self.path if isinstance(part, str))

    @property
    def is_filled_in(self) -> bool:
        """Return whether nothing stood there before, or a remark that only goes on."""
        if self.path[-1] == _REMARK and isinstance(self.old, str) and isinstance(self.new, str):
            return self.new.startswith(self.old)
        return self.old is None

    def is_named_by(self, name: str) -> bool:
        """Return whether a correction of the field `name` speaks of this value."""
        wanted = [part for part in name.split(".") if not part.isdigit()]
        own = self.name.split(".")
        whole = self.is_filled_in and wanted[: len(own)] == own  # `place.name`, as `place` comes
        return own[: len(wanted)] == wanted or whole


def changed_values(edit: Edit) -> list[ChangedValue]:
    """Return what differs in a file that was there before and is there still; [] for others."""
    if edit.before is None or edit.after is None:
        return []
    return list(values_between(edit.before, edit.after))


def values_between(before: RawRecord, after: RawRecord) -> Iterator[ChangedValue]:
    """Yield what differs in two versions of a record; nothing where one can not be read."""
    if before.content is not None and after.content is not None:
        yield from _of_mappings(model_of(after.path), (), before.content, after.content)


def _of_mappings(
    model: type[BaseModel], at: Path, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[ChangedValue]:
    growing = {name: info for name, info in fields_at(model, at).items() if is_growing(info)}
    for name in dict.fromkeys((*new, *old)):
        if name not in growing:
            yield from _of_values(model, (*at, name), old.get(name), new.get(name))
        elif fields := first_entry_fields(growing[name]):
            yield from _of_first(model, (*at, name), fields, old.get(name), new.get(name))


def _of_first(
    model: type[BaseModel], path: Path, fields: Sequence[str], old: object, new: object
) -> Iterator[ChangedValue]:
    """Compare some fields of the first entry of a list, where it still is the first."""
    sides = [one[0] for one in (old, new) if isinstance(one, list) and one]
    if len(sides) == 2 and all(isinstance(one, dict) for one in sides):
        was, now = ({k: v for k, v in one.items() if k not in fields} for one in sides)
        for name in fields if was == now else ():
            yield from _of_values(model, (*path, 0, name), *(one.get(name) for one in sides))


def _of_values(
    model: type[BaseModel], path: Path, old: object, new: object
) -> Iterator[ChangedValue]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_mappings(model, path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(model, path, old, new)
    elif old != new:
        yield ChangedValue(path, _blank(old), _blank(new))


def _blank(value: object) -> object:
    return None if value in ("", [], {}) else value


def _of_lists(
    model: type[BaseModel], path: Path, old: Sequence[object], new: Sequence[object]
) -> Iterator[ChangedValue]:
    """Compare lists entry by entry, wherever an entry stands now."""
    was_at = _paired(old, new)
    kept = [was for was in was_at if was is not None]
    for gone in sorted(set(range(len(old))) - set(kept)):
        yield ChangedValue((*path, gone), old[gone], None)
    if _is_numbered(model, path) and (kept != sorted(kept) or None in was_at[: len(kept)]):
        yield ChangedValue(path, [_first(one) for one in old], [_first(one) for one in new])
    for position, was in enumerate(was_at):
        before = None if was is None else old[was]
        yield from _of_values(model, (*path, position), before, new[position])


def _is_numbered(model: type[BaseModel], path: Path) -> bool:
    """Return whether others call the entries of a list by number, as an event does its source."""
    info = fields_at(model, path[:-1]).get(str(path[-1]))
    return info is not None and any(isinstance(one, CalledByNumber) for one in info.metadata)


def _paired(old: Sequence[object], new: Sequence[object]) -> list[int | None]:
    """Return for each new entry the position of the old one that it is; None for one that is new.

    It is known by its content, then by its first field, then by all others: then it was renamed.
    What none of these tells goes by its place among the rest.
    """
    found: list[int | None] = [None] * len(new)
    free = dict.fromkeys(range(len(old)))
    for called in (_content, _first, _besides):
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for was in free:
            waiting[called(old[was])].append(was)
        for position, entry in enumerate(new):
            if found[position] is None and waiting[called(entry)]:
                found[position] = was = waiting[called(entry)].popleft()
                del free[was]
    for position in range(len(new)):
        if found[position] is None and free:
            found[position] = was = next(iter(free))
            del free[was]
    return found


def _content(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, default=str)


def _first(entry: object) -> str:
    """Return the first value of an entry, which names it in all models."""
    return str(next(iter(entry.values()), "")) if isinstance(entry, dict) else _content(entry)


def _besides(entry: object) -> str:
    """Return all of an entry but its first value."""
    return _content(list(entry.items())[1:]) if isinstance(entry, dict) else _content(entry)


def label(model: type[BaseModel], value: ChangedValue) -> str:
    """Return the field of a value in the words of the model: 来源的第 1 项的标题."""
    parts = (str(part + 1) if isinstance(part, int) else part for part in value.path)
    return field_label(model, ".".join(parts))


def place(edit: Edit, value: ChangedValue) -> Location:
    """Return where a value stands in the file as it is now, or where it stood."""
    assert edit.after is not None
    return edit.after.value_mark(value.path)


def as_text(value: object) -> str:
    """Return a value as text, whole; "" for none."""
    if isinstance(value, dict):
        return " ".join(filter(None, map(as_text, value.values())))
    if isinstance(value, list):
        return "；".join(map(as_text, value))
    return "" if value is None else str(value)


def in_short(value: ChangedValue) -> tuple[str, str]:
    """Return old and new value for one line, cut so that what differs is seen; 空 for none."""
    old, new = as_text(value.old), as_text(value.new)
    start = 0
    if max(len(old), len(new)) > _KEPT and old and new:
        same = next(
            (i for i, two in enumerate(zip(old, new, strict=False)) if two[0] != two[1]),
            None,
        )
        start = max(0, (min(len(old), len(new)) if same is None else same) - _CONTEXT)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    if not text:
        return "空"
    end = start + _KEPT
    shown = text[start:end]
    return repr(("…" if start else "") + shown + ("…" if end < len(text) else ""))
