"""Running numbers at the end of IDs: which are free, and an ID put for another in a text.

Which kinds number their records is said at the kind (`RecordKind.serial`). See decision 0070.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.checks.paths import PREFIX
from generator.core.record_kind import RecordKind
from generator.core.serials import id_order
from generator.kinds.registry import BY_FOLDER

_NUMBERED = re.compile(r"(?P<beginning>.*[^0-9])(?P<number>[0-9]+)\.yml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A record under another number: IDs, and paths from the root."""

    old_id: str
    new_id: str
    old_path: str
    new_path: str


def kind_at(path: str) -> RecordKind | None:
    """Return the kind whose folder a path from the root lies in, if its IDs end in a number."""
    kind = BY_FOLDER.get(path.removeprefix(PREFIX).partition("/")[0])
    return kind if kind and kind.serial else None


def renamings(given: Mapping[str, str], taken: Collection[str]) -> Iterator[Renaming]:
    """Yield for each record (path → ID) the next number that is higher than all taken ones.

    Left out are records of kinds without numbers, and those for which no number is left; numbers
    in between stay free, because they may have been used.
    """
    last: dict[str, int] = {}
    for path, number in _numbers((*taken, *given)):
        last[path] = max(number, last.get(path, 0))
    for path, record_id in sorted(given.items(), key=lambda one: id_order(one[1])):
        kind, match = kind_at(path), _NUMBERED.fullmatch(path)
        if kind is None or match is None or not record_id.endswith(match["number"]):
            continue
        digits = len(match["number"])
        last[match["beginning"]] += 1
        new_id = f"{record_id[:-digits]}{last[match['beginning']]:0{digits}}"
        place = kind.path_of(new_id)
        if place and kind.path_of(record_id) == path.removeprefix(PREFIX):
            yield Renaming(record_id, new_id, path, f"{PREFIX}{place}")


def _numbers(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    for path in paths:
        if match := _NUMBERED.fullmatch(path):
            yield match["beginning"], int(match["number"])


def names(text: bytes, record_id: str) -> bool:
    """Return whether an ID stands in a text, not as part of a longer one."""
    return _pattern([record_id]).search(text) is not None


def renamed_text(text: bytes, new_ids: Mapping[str, str]) -> bytes:
    """Return a text with other IDs (old → new), all put in at once; every other byte stays."""
    if not new_ids:
        return text
    return _pattern(new_ids).sub(lambda match: new_ids[match[0].decode()].encode(), text)


def _pattern(ids: Iterable[str]) -> re.Pattern[bytes]:
    words = b"|".join(re.escape(one.encode()) for one in ids)
    return re.compile(rb"(?<![A-Za-z0-9-])(?:%s)(?![A-Za-z0-9]|-[A-Za-z0-9])" % words)
