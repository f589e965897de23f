"""Letters of supervision (督办函) and lists of what was handed over (交办清单), to be printed.

A page for each city; what is settled altogether is printed by `lantian report` when it is wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derive.problems.lines import IssueLine
from generator.derive.reports.letters import PlaceList, hand_overs, letters_sent
from generator.model.register import Register
from generator.render.links import Links, letters_path
from generator.render.page import Page, Templates
from generator.render.reports.letter_text import BLANK_DAY, letter_body


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A problem in the list of a letter, with the place where it is shown."""

    line: IssueLine
    href: str
    plan_due: str
    due: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One sheet to be printed: a letter with its list, or a list of what was handed over."""

    anchor: str
    label: str
    programme: str
    issuer: str
    body: Sequence[str]
    lines: Sequence[LetterLine]


def letters_page(
    templates: Templates, register: Register, city: str, lines: Sequence[IssueLine]
) -> Page:
    """The letters and the lists of a city, from all lines of its ledgers."""
    path = letters_path(city)
    found = register.cities.get(city)
    name = found.name if found else city
    link = Links(path)
    sent = letters_sent(register, lines)
    lists = hand_overs(register, lines)
    return templates.page(
        "letters.html",
        path,
        f"{name}督办函和交办清单",
        city=city,
        name=name,
        letters=[_view(link, f"l{n}", one.letter, one, letter_body(one)) for n, one in _all(sent)],
        handed=[_view(link, f"h{n}", one.handed_on, one, ()) for n, one in _all(lists)],
        blank=BLANK_DAY,
    )


def _all(lists: Sequence[PlaceList]) -> Sequence[tuple[int, PlaceList]]:
    return list(enumerate(lists, start=1))


def _view(link: Links, anchor: str, label: str, one: PlaceList, body: Sequence[str]) -> LetterView:
    rows = [
        LetterLine(entry.line, link.problem(entry.line), entry.plan_due, entry.due)
        for entry in one.entries
    ]
    return LetterView(anchor, label, one.programme, one.issuer, body, rows)
