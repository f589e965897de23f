"""Penalties as the pages of the problems that they punish tell of them.

See decision 0111.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.core.serials import id_order
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import Register
from generator.kinds.unit.model import Unit
from generator.site.links import penalty_path, unit_path


@dataclass(frozen=True, slots=True)
class PenaltyMention:
    """One decision in brief, with the paths of its place and of the page of its unit ("").

    `record` is the path of its record, `until` the last day on which a copy of the public edition
    may show it, "" for no such day.
    """

    id: str
    path: str
    record: str
    date: str
    by: str
    letter: str
    whom: str
    is_masked: bool
    measures: str
    amount: str
    unit: str
    until: str


Mentions = Mapping[str, tuple[PenaltyMention, ...]]
"""ID of an issue → the penalties that name it, by date."""


def money(value: Decimal) -> str:
    """Return yuan as texts of this country have them: thousands parted, no needless fen."""
    return f"{value.normalize():,f}"


def mentions(register: Register, today: date, *, is_public: bool) -> Mentions:
    """Return the penalties of each issue; in the public edition those that are public today."""
    found: dict[str, list[PenaltyMention]] = defaultdict(list)
    for path, one in _shown(register, today, is_public=is_public):
        mention = _mention(register, today, path, one, is_public=is_public)
        for issue in dict.fromkeys(one.issues):
            found[issue].append(mention)
    return {
        issue: tuple(sorted(some, key=lambda one: (one.date, id_order(one.id))))
        for issue, some in sorted(found.items())
    }


def _shown(register: Register, today: date, *, is_public: bool) -> Iterator[tuple[str, Penalty]]:
    for filed in register.of(Penalty):
        if not is_public or filed.record.is_told_on(today, register.vocabulary):
            yield filed.raw.path, filed.record


def _mention(
    register: Register, today: date, path: str, one: Penalty, *, is_public: bool
) -> PenaltyMention:
    unit = register.find(Unit, one.unit) if one.unit else None
    is_told = unit and (not is_public or unit.is_told_on(today, register.vocabulary))
    return PenaltyMention(
        id=one.id,
        path=penalty_path(one.id),
        record=path,
        date=str(one.date),
        by=one.by,
        letter=one.letter,
        whom=one.whom.name,
        is_masked=one.whom.masked,
        measures="、".join(one.measures),
        amount="" if one.amount is None else f"{money(one.amount)} 元",
        unit=unit_path(unit.id) if unit and is_told else "",
        until=one.publish_until.isoformat() if is_public and one.publish_until else "",
    )
