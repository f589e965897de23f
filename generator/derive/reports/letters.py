"""Letters of supervision (督办函) and lists of what was handed over (交办清单), in values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role
from generator.kinds.issue.ledger import OPEN, IssueLine
from generator.kinds.issue.summaries import round_id
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem in a list, with the letter and days that the list is to name ("" for none)."""

    line: IssueLine
    letter: str
    plan_due: str
    due: str


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The problems of one city in one campaign, by ID."""

    programme: str
    issuer: str
    city: str
    entries: Sequence[Entry]

    @property
    def rounds(self) -> Sequence[str]:
        """The rounds in which they were found."""
        return list(dict.fromkeys(round_id(one.line.brief) for one in self.entries))

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about one of them."""
        return any(one.line.openness == OPEN for one in self.entries)

    @property
    def awaits_letters(self) -> bool:
        """Whether something is to be done about one of them that no letter names yet."""
        return any(one.line.openness == OPEN and not one.letter for one in self.entries)

    @property
    def handed_on(self) -> str:
        """The day on which all were handed over; "" where it is not the same."""
        return _common(one.line.handed_on for one in self.entries)

    @property
    def letter(self) -> str:
        """The number of the letter that all of them name; "" where they do not."""
        return _common(one.letter for one in self.entries)

    @property
    def plan_due(self) -> str:
        """The day by which all plans are due; "" where it is not the same."""
        return _common(one.plan_due for one in self.entries)

    @property
    def due(self) -> str:
        """The day by which all are to be rectified; "" where it is not the same."""
        return _common(one.due for one in self.entries)


def _common(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def letters(register: Register, lines: Sequence[IssueLine]) -> list[PlaceList]:
    """A list for each letter to a city: those that were sent, by number, and the next one.

    What awaits a letter names no number and no day: those of an earlier letter are past.
    """
    return _lists(
        register,
        [
            Entry(one, "", "", "") if may_be_supervised(register, one) else _as_recorded(one)
            for one in lines
        ],
        apart=True,
    )


def letters_sent(register: Register, lines: Sequence[IssueLine]) -> list[PlaceList]:
    """A list for each letter that was sent to a city and of which something is still to be done."""
    sent = [_as_recorded(one) for one in lines if one.letter]
    return [one for one in _lists(register, sent, apart=True) if one.is_open]


def hand_overs(register: Register, lines: Sequence[IssueLine]) -> list[PlaceList]:
    """A list for each day on which problems were handed over, while one of them has no letter.

    Once all have one, the lists of the letters take its place.
    """
    days: dict[str, list[Entry]] = defaultdict(list)
    for one in lines:
        if one.handed_on:
            days[one.handed_on].append(_as_recorded(one))
    lists = [made for day in sorted(days) for made in _lists(register, days[day], apart=False)]
    return [one for one in lists if one.awaits_letters]


def handed_lists(register: Register, lines: Sequence[IssueLine]) -> list[PlaceList]:
    """A list for each campaign and city, with letters and days as they were set last."""
    return _lists(register, [_as_recorded(one) for one in lines], apart=False)


def _as_recorded(line: IssueLine) -> Entry:
    return Entry(line, line.letter, line.plan_due, line.due)


def _lists(register: Register, entries: Sequence[Entry], *, apart: bool) -> list[PlaceList]:
    order = {name: place for place, name in enumerate(register.programmes)}
    parts: dict[tuple[int, str, str], list[Entry]] = defaultdict(list)
    for one in sorted(entries, key=lambda one: one.line.id):
        letter = one.letter if apart else ""
        parts[order[one.line.programme], one.line.city, letter].append(one)
    programmes = list(register.programmes.values())
    return [
        PlaceList(programmes[place].name, programmes[place].issuer, own[0].line.city_name, own)
        for (place, _, _), own in sorted(parts.items())
    ]


def may_be_supervised(register: Register, line: IssueLine) -> bool:
    """Whether a letter of supervision (督办) is the step that may come next."""
    programme = register.programmes.get(line.programme)
    steps = register.vocabulary.with_role("steps", Role.SUPERVISED)
    return bool(programme) and (line.path, line.status) in _before(programme, steps)


def _before(programme: Programme | None, steps: Iterable[str]) -> set[tuple[str, str]]:
    """Path and state from which one of these steps leads on."""
    lifecycle = programme.lifecycle if programme else None
    wanted = set(steps)
    return {
        (path.name, state)
        for path in (lifecycle.paths if lifecycle else ())
        for step in path.strands[0].steps
        if step.step in wanted
        for state in step.at or ()
    }
