"""The register as it was on a day: what happened later is not in it.

See decision 0051.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from operator import is_

from generator.core.as_of import as_of
from generator.core.fields import Record
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.quick.model import Quick
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_MODEL
from generator.kinds.round.model import Round
from generator.kinds.team.model import Team

_DATE = re.compile(rb"[0-9](?<![0-9]{2})[0-9]{3}(?:-[0-9]{2}){0,2}(?![0-9])")
"""It begins with a digit, not with a look behind: so the search leaps from digit to digit."""


def names_later(content: bytes, day: date) -> bool:
    """Return whether a file may hold a date that is not over on a day."""
    last = day.isoformat().encode()
    dates = set(_DATE.findall(content))
    return any(one > last if len(one) == len(last) else one >= last[: len(one)] for one in dates)


def register_on(
    register: Register, day: date, may_differ: Callable[[str], bool] = lambda path: True
) -> Register:
    """Return the register as it was on a day; the same one where nothing happened later.

    `may_differ` says of a path whether its record may hold later dates; others are not read.
    A programme that had not begun is left out with all of its records, and so are teams more than
    a round ahead. Records without dates are left as they are.
    """
    kept = tuple(_kept(register, day, may_differ))
    if len(kept) == len(register.filed) and all(map(is_, kept, register.filed)):
        return register
    return Register(register.vocabulary, kept)


def _kept(
    register: Register, day: date, may_differ: Callable[[str], bool]
) -> Iterator[FiledRecord[Record]]:
    ahead = _folders_ahead(register, day, may_differ)
    for one in register.filed:
        if _is_ahead(one.raw.path, ahead):
            continue
        if not may_differ(one.raw.path):
            yield one
            continue
        written = one.as_written  # the register of the day fills in the library of the day
        record = _record_on(written, day)
        if record is written:
            yield one
        elif record is not None:
            yield FiledRecord(one.kind, record, one.raw)


def _record_on(record: Record, day: date) -> Record | None:
    kept = as_of(record, day)
    if isinstance(kept, Issue) and kept is not record and kept.evidence:
        # Evidence of steps to come shows what has not happened yet.
        taken = [one for one in kept.evidence if one.step <= len(kept.events)]
        return kept.model_copy(update={"evidence": taken})
    if isinstance(kept, Quick) and kept is not record and not (kept.items or kept.issues):
        return None
    return kept


def has_begun(programme: Programme, day: date) -> bool:
    """Return whether a programme was known on a day: its document was issued, or it had begun."""
    return begins_on(programme) <= day


def begins_on(programme: Programme) -> date:
    """Return the first day on which a programme is known."""
    issued = programme.document.issued if programme.document else None
    start = programme.period.start.earliest
    return min(issued.earliest, start) if issued else start


Folders = Mapping[str, frozenset[str]]
"""Programme → the rounds (`R05`) whose teams are ahead; `*` stands for all that it has."""

_ALL = frozenset("*")


def _folders_ahead(register: Register, day: date, may_differ: Callable[[str], bool]) -> Folders:
    programmes = register.programmes
    found: dict[str, frozenset[str]] = {
        one.id: _ALL for one in programmes.values() if not has_begun(one, day)
    }
    for filed in register.of(Round):
        if not may_differ(filed.raw.path):
            continue
        one = filed.record
        programme = programmes.get(one.programme_id)
        days = programme.cadence_days or 0 if programme else 0
        if one.programme_id not in programmes or found.get(one.programme_id) == _ALL:
            continue
        if one.start > day + timedelta(days):
            name = one.id.rpartition("-")[2]
            found[one.programme_id] = found.get(one.programme_id, frozenset()) | {name}
    return found


def _is_ahead(path: str, ahead: Folders) -> bool:
    """Return whether a record is one of a programme, or a team of a round, that is ahead."""
    _, _, *names = path.split("/")
    if not names:
        return False
    rounds = ahead.get(names[0].removesuffix(".yml"))
    if rounds is None:
        return False
    return rounds == _ALL or (path.startswith(_TEAMS) and names[1] in rounds)


_TEAMS = f"records/{BY_MODEL[Team].folder}/"
