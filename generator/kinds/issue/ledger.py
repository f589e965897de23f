"""One problem as a line of a ledger (台账): what tables, downloads and the search say of it.

A line is plain text and numbers, so that it can be kept between builds and handed to a process.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from generator.core.vocabulary import Role, Vocabulary
from generator.derive.problems.sought import sought_words
from generator.kinds.issue.columns import extra_texts, latest_value, own_values
from generator.kinds.issue.model import Event, Issue, ledger_of
from generator.kinds.issue.replay import Due, Replay
from generator.kinds.register import Register

OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"
"""Whether something is still to be done; unknown where nobody outside was told."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The part of a line that counts and lists need: of 100,000 issues all are held at once.

    Days are text, for they may stop at the month; "" stands for what is not recorded. `owed_by`,
    `owed` and `awaited` say whose next step is awaited, by which day, and which: the deadline that
    passes first; "" where none runs. `until` is the last day on which the public may read the
    name; "" without a term, and in the full edition.
    `part` is the page of a split ledger that shows it (see `parts`); "" where one page shows all.
    """

    id: str
    programme: str
    city: str
    round: int
    county: str
    county_name: str
    site: str
    group: str
    category: str
    medium: str
    comes_from: str
    found_on: str
    handed_on: str
    path: str
    states: tuple[str, ...]
    openness: str
    closed_on: str
    exposed_on: str
    returned: int
    owed: str
    owed_by: str
    awaited: str
    until: str
    part: str

    @property
    def status(self) -> str:
        """Where it stands on the first strand; "" where the campaign has no lifecycle."""
        return self.states[0] if self.states else ""

    @property
    def ledger(self) -> str:
        """The ledger that holds it."""
        return ledger_of(self.id)

    @property
    def row(self) -> tuple[Any, ...]:
        """Its values in their order."""
        return _brief_values(self)

    def is_over(self, today: str) -> bool:
        """Whether a deadline of it has passed as of a day (ISO)."""
        return bool(self.owed) and self.owed < today


@dataclass(frozen=True, slots=True)
class IssueLine(Brief):
    """One issue as a row of a ledger: what counts need of it, and what code reads besides.

    `own` are the values of the columns that only the table of columns reads, in its order
    (`columns.OWN_COLUMNS`). `extra_text` is every text that is in no column, and the words by which
    counts lead to the issue.
    """

    province: str
    city_name: str
    quantity: str
    found: str
    demand: str
    letter: str
    plan_due: str
    due: str
    responsible: str
    rectified_on: str
    verified_on: str
    verdict: str
    own: tuple[str, ...]
    extra_text: str

    @property
    def place(self) -> str:
        """Province, city and county as of that day, each once."""
        parts = (self.province, self.city_name, self.county_name)  # 北京市 is both of the first two
        return "".join(dict.fromkeys(part for part in parts if part))

    @property
    def brief(self) -> Brief:
        """The part of it that counts and lists need."""
        return Brief(*_brief_values(self))

    @property
    def row(self) -> tuple[Any, ...]:
        """Its values in their order."""
        return _line_values(self)


_brief_values: Callable[[Brief], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(Brief))
)
_line_values: Callable[[IssueLine], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(IssueLine))
)


def issue_line(
    register: Register, issue: Issue, replayed: Replay | None, part: str = ""
) -> IssueLine:
    """The line of one problem, from its record and where it stands."""
    city = register.cities.get(issue.city_id)
    place = issue.place
    owed = _first_due(replayed)
    words = register.vocabulary
    verified = _last(issue, words, Role.VERIFIED)
    handed_on = _day(_last(issue, words, Role.HANDED_OVER))
    return IssueLine(
        id=issue.id,
        programme=issue.programme_id,
        city=issue.city_id,
        round=issue.round_number,
        province=city.province if city else "",
        city_name=city.name if city else issue.city_id,
        county=(place.county or "") if place else "",
        county_name=place.name if place else "",
        site=issue.site.name,
        group=words.group_of.get(issue.category, issue.category),
        category=issue.category,
        medium=issue.medium,
        comes_from=issue.comes_from or "",
        quantity=f"{issue.quantity.value:f} {issue.quantity.unit}" if issue.quantity else "",
        found_on=str(issue.found_on),
        found=issue.found,
        demand=issue.demand or "",
        handed_on=handed_on,
        letter=latest_value(issue, "letter"),
        plan_due=latest_value(issue, "plan_due"),
        due=latest_value(issue, "due"),
        responsible=_responsible(issue, words),
        path=replayed.path.name if replayed else "",
        states=tuple(state.name for state in replayed.states.values()) if replayed else (),
        openness=_openness(replayed),
        rectified_on=_day(_last(issue, words, Role.RECTIFIED)),
        verified_on=_day(verified),
        verdict=(verified.result or "") if verified else "",
        closed_on=_day(_last(issue, words, Role.CLOSED)),
        exposed_on=_day(_last(issue, words, Role.EXPOSED)),
        returned=replayed.returned if replayed else 0,
        owed=owed.day.isoformat() if owed else "",
        owed_by=owed.of if owed else "",
        awaited=owed.awaits if owed else "",
        until="",
        own=own_values(issue),
        extra_text="\n".join(
            dict.fromkeys(
                (*extra_texts(issue), *sought_words(register, issue, replayed, handed_on))
            )
        ),
        part=part,
    )


def _last(issue: Issue, vocabulary: Vocabulary, role: Role) -> Event | None:
    steps = vocabulary.with_role("steps", role)
    return next((one for one in reversed(issue.events) if one.step in steps), None)


def _day(event: Event | None) -> str:
    return str(event.date) if event else ""


def _responsible(issue: Issue, vocabulary: Vocabulary) -> str:
    """The unit that answered for the problem last: who confirmed, planned or reported."""
    answers = vocabulary.with_role("steps", Role.CONFIRMED, Role.PLANNED, Role.RECTIFIED)
    return next((one.by for one in reversed(issue.events) if one.step in answers and one.by), "")


def _first_due(replayed: Replay | None) -> Due | None:
    return min(replayed.dues, key=lambda due: due.day, default=None) if replayed else None


def _openness(replayed: Replay | None) -> str:
    if replayed is None or not replayed.status.known:
        return UNKNOWN
    return OPEN if replayed.status.open else CLOSED
