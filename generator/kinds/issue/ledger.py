"""An issue as a row of a ledger (台账), its status, and the pages of a split ledger.

See decision 0043.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from operator import attrgetter
from typing import Any

from generator.core.dates import parse_partial
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.columns import SILENT, UNKNOWN, extra_texts, latest_value, own_values
from generator.kinds.issue.debts import OpenDebt, open_debts, place_deadline
from generator.kinds.issue.model import Event, Issue, ledger_of
from generator.kinds.issue.replay import Replay
from generator.kinds.issue.search_words import sought_words
from generator.kinds.issue.work import Done, checks_of, done_on, outcome_of, work_of, work_text
from generator.kinds.issue.work_sheet import work_sheet
from generator.kinds.programme.lifecycle import LOCAL, Side
from generator.kinds.register import Register

OPEN, CLOSED = "open", "closed"
"""Whether an issue is still to be dealt with; `UNKNOWN` and `SILENT` of published cases."""


@dataclass(frozen=True, slots=True)
class IssueState:
    """The part of a summary that counts and ratios need.

    `openness` is how it stands, `outcome` how it ceased to be open (`ENDS`), "" where it did not.
    `marks` are the letters of all that was ever done on it (`Work`), "" for a case that others had
    published: no ratio counts what they may have left out. `done_on` is the day of a report of
    completion that no check has refuted, `limit` the day set for completion, `owed` the first day
    by which the place owes something.
    """

    programme: str
    city: str
    openness: str
    outcome: str
    marks: str
    done_on: str
    limit: str
    exposed_on: str
    returned: int
    owed: str
    has_page: bool

    def is_over(self, today: str) -> bool:
        """Return whether a deadline of the place has passed as of a day (ISO)."""
        return bool(self.owed) and self.owed < today


@dataclass(frozen=True, slots=True)
class IssueSummary(IssueState):
    """The part of a line that counts and lists need: of 100,000 issues all are held at once.

    Days are text, for they may stop at the month; "" stands for what is not recorded. `debts` are
    rows of `OpenDebt`; `owed_by` and `awaited` are the roles that owe and the steps owed.
    `sheet` is the row of a `WorkSheet` as long as the place owes something. `until` is the last
    day on which the public may read the name; "" without a term, and in the full edition.
    `part` is the page of a split ledger that shows it (see `parts`); "" where one page shows all.
    `has_page`: whether it has a page of its own, as every exposed issue and every public case.
    """

    id: str
    round: int
    county: str
    county_name: str
    site: str
    group: str
    category: str
    medium: str
    comes_from: str
    found_on: str
    sent_on: str
    handed_on: str
    path: str
    states: tuple[str, ...]
    closed_on: str
    owed_by: str
    awaited: str
    debts: Sequence[Sequence[str]]
    sheet: Sequence[str]
    until: str
    part: str
    unit: str
    """The unit to which it belongs (`U610100-001`); "" where it is linked to none."""
    steps: Sequence[Sequence[str]]
    """Day, step, by whom and result of each event, where it is linked to a unit."""
    found_of_unit: str
    """What was found, where it is linked to a unit."""

    @property
    def open_debts(self) -> tuple[OpenDebt, ...]:
        """Return what is owed, the debt whose deadline passes first in front."""
        return tuple(OpenDebt(*row) for row in self.debts)

    @property
    def owed_stated(self) -> str:
        """Return `owed` as it is printed: of a deadline known to the month its end, no day."""
        found = place_deadline(self.open_debts)
        return found.stated if found else ""

    def owed_of(self, side: Side) -> list[OpenDebt]:
        """Return what one side owes."""
        return [one for one in self.open_debts if one.side == side]

    def awaits_any(self, steps: Collection[str]) -> bool:
        """Return whether somebody owes one of these steps."""
        return any(debt[_AWAITS] in steps for debt in self.debts)

    @property
    def status(self) -> str:
        """Return its state on the first strand; "" where the programme has no lifecycle."""
        return self.states[0] if self.states else ""

    @property
    def ledger(self) -> str:
        """Return the ledger that holds it."""
        return ledger_of(self.id)

    @property
    def row(self) -> tuple[Any, ...]:
        """Return its values in their order."""
        return _brief_values(self)


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter to the local government that lists an issue, with the days that it set.

    `day` is a day or a month, the other days are "" where the letter set none. `corrected` says
    when what the list tells of the issue was corrected after that; "" where it was not.
    """

    number: str
    day: str
    plan_due: str
    due: str
    corrected: str


@dataclass(frozen=True, slots=True)
class LedgerRow(IssueSummary):
    """One issue as a row of a ledger: what counts need of it, and what code reads besides.

    `own` are the values of the columns that only the table of columns reads, in its order
    (`columns.OWN_COLUMNS`). `letter` is the last number, `letters` are all letters as values of
    `SentLetter`, the first sent first. `work` is what was done on it day by day (`work_text`).
    `extra_text` is every text that is in no column, and the words by which counts lead to it.
    """

    province: str
    city_name: str
    quantity: str
    found: str
    demand: str
    letter: str
    letters: tuple[tuple[str, ...], ...]
    plan_due: str
    due: str
    first_supervised: str
    last_supervised: str
    responsible: str
    rectified_on: str
    verified_on: str
    verdict: str
    work: str
    revisited_on: str
    revisited: str
    own: tuple[str, ...]
    extra_text: str

    @property
    def place(self) -> str:
        """Return province, city and county as of that day, each once."""
        parts = (self.province, self.city_name, self.county_name)  # 北京市 is both of the first two
        return "".join(dict.fromkeys(part for part in parts if part))

    @property
    def sent_letters(self) -> Iterator[SentLetter]:
        """Yield all letters that list it, the first sent first."""
        return (SentLetter(*values) for values in self.letters)

    @property
    def summary(self) -> IssueSummary:
        """Return the part of it that counts and lists need."""
        return IssueSummary(*_brief_values(self))

    @property
    def row(self) -> tuple[Any, ...]:
        """Return its values in their order."""
        return _line_values(self)


_AWAITS = OpenDebt._fields.index("awaits")

_brief_values: Callable[[IssueSummary], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(IssueSummary))
)
_line_values: Callable[[LedgerRow], tuple[Any, ...]] = attrgetter(
    *(field.name for field in fields(LedgerRow))
)


_LISTED = frozenset({"place", "site", "category", "found", "demand", "quantity"})
"""Fields of an issue that the list of a letter tells."""


def ledger_row(
    register: Register, issue: Issue, replayed: Replay | None, part: str = ""
) -> LedgerRow:
    """Return the line of one issue, from its record and its replay."""
    city = register.cities.get(issue.city_id)
    programme = register.programmes.get(issue.programme_id)
    place = issue.place
    debts = open_debts(replayed.debts) if replayed else ()
    deadline = place_deadline(debts)
    sheet = work_sheet(register, issue)
    words = register.vocabulary
    first, last = _first_by_role(issue, words), _last_by_role(issue, words)
    verified, revisited = last.get(Role.VERIFIED), last.get(Role.REVISITED)
    sent_on, handed_on = _day(first.get(Role.SENT)), _day(first.get(Role.HANDED_OVER))
    brought_on = sent_on or handed_on
    done = list(work_of(issue, replayed, words))
    openness = _openness(replayed)
    return LedgerRow(
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
        sent_on=sent_on,
        handed_on=handed_on,
        first_supervised=_day(first.get(Role.SUPERVISED)),
        last_supervised=_day(last.get(Role.SUPERVISED)),
        letter=latest_value(issue, "letter"),
        letters=tuple(astuple(one) for one in _letters(issue, words)),
        plan_due=latest_value(issue, "plan_due"),
        due=latest_value(issue, "due"),
        responsible=sheet.units,
        path=replayed.path.name if replayed else "",
        states=tuple(state.name for state in replayed.states.values()) if replayed else (),
        openness=openness,
        outcome=outcome_of(issue, replayed, words) if replayed and openness == CLOSED else "",
        marks="" if register.is_published(issue.id) else _letters_of(done),
        done_on=done_on(issue, replayed, words),
        limit=_last_day(latest_value(issue, "due")),
        rectified_on=_day(last.get(Role.RECTIFIED)),
        verified_on=_day(verified),
        verdict=(verified.result or "") if verified else "",
        revisited_on=_day(revisited),
        revisited=(revisited.result or "") if revisited else "",
        closed_on="" if openness == OPEN else _day(last.get(Role.CLOSED)),
        exposed_on=_day(last.get(Role.EXPOSED)),
        returned=replayed.returned if replayed else 0,
        owed=deadline.day if deadline else "",
        owed_by="、".join(dict.fromkeys(one.of for one in debts)),
        awaited="、".join(dict.fromkeys(one.awaits for one in debts)),
        debts=debts,
        sheet=sheet if any(one.side == LOCAL for one in debts) else (),
        until="",
        work=work_text(done, checks_of(issue, programme, city, words)),
        own=own_values(issue),
        extra_text="\n".join(
            dict.fromkeys(
                (
                    *extra_texts(issue),
                    *sought_words(register, issue, replayed, brought_on, sheet.all_units),
                )
            )
        ),
        part=part,
        has_page=Role.EXPOSED in last,
        unit=issue.unit or "",
        steps=tuple(
            (str(one.date), one.step, one.by or "", one.result or "") for one in issue.events
        )
        if issue.unit
        else (),
        found_of_unit=issue.found if issue.unit else "",
    )


def _letters_of(done: Sequence[Done]) -> str:
    return "".join(sorted({work.value for _, work in done}))


def _first_by_role(issue: Issue, vocabulary: Vocabulary) -> Mapping[Role, Event]:
    """Return role → the first event whose step has it."""
    roles = vocabulary.roles_of("steps")
    return {role: one for one in reversed(issue.events) for role in roles.get(one.step, ())}


def _last_by_role(issue: Issue, vocabulary: Vocabulary) -> Mapping[Role, Event]:
    """Return role → the last event whose step has it."""
    roles = vocabulary.roles_of("steps")
    return {role: event for event in issue.events for role in roles.get(event.step, ())}


def _letters(issue: Issue, vocabulary: Vocabulary) -> Iterator[SentLetter]:
    """Yield the letter of each step that is done by letter; the first to use a number counts."""
    lettered = vocabulary.with_role("steps", Role.LETTERED)
    known: set[str] = set()
    for place, event in enumerate(issue.events):
        if event.letter and event.step in lettered and event.letter not in known:
            known.add(event.letter)
            later = [str(one.date) for one in issue.events[place:] if one.corrected & _LISTED]
            yield SentLetter(
                number=event.letter,
                day=str(event.date),
                plan_due=str(event.plan_due or ""),
                due=str(event.due or ""),
                corrected="、".join(dict.fromkeys(later)),
            )


def _last_day(day: str) -> str:
    """Return the last day of a deadline that may stop at the month; "" for none."""
    return parse_partial(day).latest.isoformat() if day else ""


def _day(event: Event | None) -> str:
    return str(event.date) if event else ""


def _openness(replayed: Replay | None) -> str:
    if replayed is None or not replayed.status.known:
        return SILENT if replayed and replayed.status.silent else UNKNOWN
    return OPEN if replayed.status.open else CLOSED


LONGEST = 200
"""The most issues that a page of a ledger shows."""

_THREE_DIGITS = 999
"""The last serial number of three digits: what comes later has parts of its own."""


@dataclass(frozen=True, slots=True, order=True)
class LedgerPart:
    """The issues of one ledger and group with the serial numbers from `first` to `last`."""

    ledger: str
    group: str
    first: int

    @property
    def last(self) -> int:
        """Return the highest serial number that belongs here."""
        last = self.first + LONGEST - 1
        return min(last, _THREE_DIGITS) if self.first <= _THREE_DIGITS else last

    @property
    def name(self) -> str:
        """Return `DC18-130600-R00.G.201-400`, which no record and no other ledger is called."""
        return f"{self.ledger}.{self.group}.{self.first:03}-{self.last:03}"

    @property
    def label(self) -> str:
        """Return `G-201 至 G-400`, the ends of its first and last ID."""
        return f"{self.group}-{self.first:03} 至 {self.group}-{self.last:03}"


def is_split(size: int) -> bool:
    """Return whether a ledger with this number of issues has several pages."""
    return size > LONGEST


def part_of(issue_id: str) -> LedgerPart:
    """Return the part of its ledger that an issue belongs to."""
    group, serial = issue_id.rsplit("-", 2)[1:]
    begin = 1 if int(serial) <= _THREE_DIGITS else _THREE_DIGITS + 1
    first = begin + (int(serial) - begin) // LONGEST * LONGEST
    return LedgerPart(ledger_of(issue_id), group, first)
