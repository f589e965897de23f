"""Letters of supervision (督办函) and lists of what was handed over (交办清单), to be printed.

A page for each city, and where that would list more than 200 issues a page for each letter or list;
what is settled altogether is printed by `lantian report` when it is wanted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator.derive.problems.parts import is_split
from generator.derive.reports.letters import PlaceList, hand_overs, letters_sent
from generator.kinds.issue.ledger import IssueLine
from generator.kinds.register import Register
from generator.render.reports.letter_text import BLANK_DAY, letter_body
from generator.site.links import Links, letter_path, letters_path
from generator.site.page import Page, Templates


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


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter or a list with a page of its own."""

    label: str
    href: str
    programme: str
    count: int


def letters_pages(
    templates: Templates, register: Register, city: str, lines: Sequence[IssueLine]
) -> Iterator[Page]:
    """The letters and the lists of a city, from all lines of its ledgers: on one page or on many.

    A letter is one document, however long its list is: it is never cut.
    """
    sent, lists = letters_sent(register, lines), hand_overs(register, lines)
    if not is_split(sum(len(one.entries) for one in (*sent, *lists))):
        yield letters_page(templates, register, city, lines)
        return
    yield templates.page(
        "letters_list.html",
        letters_path(city),
        _title(register, city),
        city=city,
        name=_name(register, city),
        letters=[_link(city, one.letter, one) for one in sent],
        handed=[_link(city, one.handed_on, one) for one in lists],
    )
    for one in sent:
        yield _page(templates, register, city, [one], [], one.letter)
    for one in lists:
        yield _page(templates, register, city, [], [one], one.handed_on)


def letters_page(
    templates: Templates, register: Register, city: str, lines: Sequence[IssueLine]
) -> Page:
    """All letters and lists of a city on one page."""
    sent, lists = letters_sent(register, lines), hand_overs(register, lines)
    return _page(templates, register, city, sent, lists, "")


def _page(
    templates: Templates,
    register: Register,
    city: str,
    sent: Sequence[PlaceList],
    lists: Sequence[PlaceList],
    label: str,
) -> Page:
    """A page with these letters and lists; `label` names the one that has it for itself."""
    path = letter_path(city, _page_name([*sent, *lists][0], label)) if label else letters_path(city)
    link = Links(path)
    return templates.page(
        "letters.html",
        path,
        _title(register, city) + (f"（{_told(sent, lists, label)}）" if label else ""),
        city=city,
        name=_name(register, city),
        letters=[_view(link, f"l{n}", one.letter, one, letter_body(one)) for n, one in _all(sent)],
        handed=[_view(link, f"h{n}", one.handed_on, one, ()) for n, one in _all(lists)],
        blank=BLANK_DAY,
        label=label,
        all_of=letters_path(city),
    )


def _title(register: Register, city: str) -> str:
    return f"{_name(register, city)}督办函和交办清单"


def _name(register: Register, city: str) -> str:
    found = register.cities.get(city)
    return found.name if found else city


def _told(sent: Sequence[PlaceList], lists: Sequence[PlaceList], label: str) -> str:
    """The programme as well: two may have a letter of one number, or hand over on one day."""
    of = "督办函" if sent else "交办清单"
    return f"{of}，{_programme_of([*sent, *lists][0])}，{label}"


def _programme_of(one: PlaceList) -> str:
    return one.entries[0].line.programme


def _page_name(one: PlaceList, label: str) -> str:
    """The day of a list; of a letter a digest, since its number has signs that no file may have."""
    is_day = label[:1].isascii() and label.replace("-", "").isdecimal()
    name = label if is_day else sha256(label.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{_programme_of(one)}.{name}"


def _link(city: str, label: str, one: PlaceList) -> LetterLink:
    href = Links(letters_path(city)).to(letter_path(city, _page_name(one, label)))
    return LetterLink(label, href, one.programme, len(one.entries))


def _all(lists: Sequence[PlaceList]) -> Sequence[tuple[int, PlaceList]]:
    return list(enumerate(lists, start=1))


def _view(link: Links, anchor: str, label: str, one: PlaceList, body: Sequence[str]) -> LetterView:
    rows = [
        LetterLine(entry.line, link.problem(entry.line), entry.plan_due, entry.due)
        for entry in one.entries
    ]
    return LetterView(anchor, label, one.programme, one.issuer, body, rows)
