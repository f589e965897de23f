"""Letters (督办函) and lists to confirm or hand over (推送确认清单、交办清单): values, text, pages.

See decisions 0043 and 0052.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from generator.core.serials import id_order
from generator.core.vocabulary import Role
from generator.kinds.issue.ledger import OPEN, LedgerRow, SentLetter, is_split
from generator.kinds.issue.summaries import round_id
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.reports.texts import INDENT, numeral, prose_day
from generator.site.links import Links, letter_path, letters_path
from generator.site.page import Page, Templates


class ListName(StrEnum):
    """The names of the lists that are no annex of a letter."""

    TO_CONFIRM = "推送确认清单"
    HANDED_OVER = "交办清单"


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """One issue in a list, with the letter and days that the list names ("" for none).

    `day` is that of the letter, `corrected` says when what is listed was corrected after that.
    """

    line: LedgerRow
    letter: str
    plan_due: str
    due: str
    day: str = ""
    corrected: str = ""

    @property
    def is_again(self) -> bool:
        """Return whether its letter is not the first: it had been handed over before."""
        if not self.letter:
            return bool(self.line.handed_on)
        return self.letter != next((one.number for one in self.line.sent_letters), self.letter)


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The issues of one city in one programme, by ID."""

    programme: str
    issuer: str
    city: str
    entries: Sequence[LetterEntry]

    @property
    def rounds(self) -> Sequence[str]:
        """Return the rounds in which they were found."""
        return list(dict.fromkeys(round_id(one.line.summary) for one in self.entries))

    @property
    def open_entries(self) -> int:
        """Return how many of them are still open."""
        return sum(one.line.openness == OPEN for one in self.entries)

    @property
    def awaits_letters(self) -> bool:
        """Return whether one of them is open and in no letter yet."""
        return any(one.line.openness == OPEN and not one.letter for one in self.entries)

    @property
    def listed_on(self) -> str:
        """Return the day of the list; "" where the days differ."""
        return _common(_listed_on(one.line) for one in self.entries)

    @property
    def is_for_confirmation(self) -> bool:
        """Return whether none of them is handed over: the list asks to confirm them."""
        return not any(one.line.handed_on for one in self.entries)

    @property
    def is_again(self) -> bool:
        """Return whether its letter is not the first: all of them had been handed over before."""
        return all(one.is_again for one in self.entries)

    @property
    def letter(self) -> str:
        """Return the number of the letter of all of them; "" where it differs."""
        return _common(one.letter for one in self.entries)

    @property
    def day(self) -> str:
        """Return the day or month of the letter; "" where it has none or the records differ."""
        return _common(one.day for one in self.entries)

    @property
    def plan_due(self) -> str:
        """Return the day by which all plans are due; "" where the days differ."""
        return _common(one.plan_due for one in self.entries)

    @property
    def due(self) -> str:
        """Return the day by which all are to be rectified; "" where the days differ."""
        return _common(one.due for one in self.entries)


def _listed_on(line: LedgerRow) -> str:
    """Return the day on which an issue was sent for confirmation, else handed over."""
    return line.sent_on or line.handed_on


def _common(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def next_letters(register: Register, lines: Sequence[LedgerRow]) -> list[PlaceList]:
    """Return a list for the next letter to each city, of the issues that await one.

    It has no number and no days: those of an earlier letter are past.
    """
    waiting = [LetterEntry(one, "", "", "") for one in lines if may_be_lettered(register, one)]
    return _lists(register, waiting, apart=True)


def letters_sent(
    register: Register, lines: Sequence[LedgerRow], number: str = ""
) -> list[PlaceList]:
    """Return a list for each letter ever sent, the first one first, or for those of a number.

    A later letter, or the end of an issue, takes nothing from the list of an earlier one.
    """
    sent = [
        _as_sent(line, one)
        for line in lines
        for one in line.sent_letters
        if not number or one.number == number
    ]
    return sorted(_lists(register, sent, apart=True), key=lambda one: one.entries[0].day)


def hand_overs(register: Register, lines: Sequence[LedgerRow]) -> list[PlaceList]:
    """Return a list for each day of sending or handing over, while one of its issues has no letter.

    After that the lists of the letters replace it.
    """
    days: dict[str, list[LetterEntry]] = defaultdict(list)
    for one in lines:
        if _listed_on(one):
            days[_listed_on(one)].append(_as_recorded(one))
    lists = [made for day in sorted(days) for made in _lists(register, days[day], apart=False)]
    return [one for one in lists if one.awaits_letters]


def handed_lists(register: Register, lines: Sequence[LedgerRow]) -> list[PlaceList]:
    """Return a list for each programme and city, with the latest letters and days."""
    return _lists(register, [_as_recorded(one) for one in lines], apart=False)


def _as_recorded(line: LedgerRow) -> LetterEntry:
    return LetterEntry(line, line.letter, line.plan_due, line.due)


def _as_sent(line: LedgerRow, letter: SentLetter) -> LetterEntry:
    return LetterEntry(
        line, letter.number, letter.plan_due, letter.due, letter.day, letter.corrected
    )


def _lists(register: Register, entries: Sequence[LetterEntry], *, apart: bool) -> list[PlaceList]:
    order = {name: place for place, name in enumerate(register.programmes)}
    parts: dict[tuple[int, str, str], list[LetterEntry]] = defaultdict(list)
    for one in sorted(entries, key=lambda one: id_order(one.line.id)):
        letter = one.letter if apart else ""
        parts[order[one.line.programme], one.line.city, letter].append(one)
    programmes = list(register.programmes.values())
    return [
        PlaceList(programmes[place].name, programmes[place].issuer, own[0].line.city_name, own)
        for (place, _, _), own in sorted(parts.items())
    ]


def may_be_lettered(register: Register, line: LedgerRow) -> bool:
    """Return whether a step by letter of supervision (督办函) is a legal next one."""
    programme = register.programmes.get(line.programme)
    steps = register.vocabulary.with_role("steps", Role.LETTERED)
    return bool(programme) and (line.path, line.status) in _before(programme, steps)


def _before(programme: Programme | None, steps: Iterable[str]) -> set[tuple[str, str]]:
    """Return the path and the state from which one of these steps, with its letter, leads on."""
    lifecycle = programme.lifecycle if programme else None
    wanted = set(steps)
    return {
        (path.name, state)
        for path in (lifecycle.paths if lifecycle else ())
        for step in path.strands[0].steps
        if step.step in wanted and "letter" in step.needs
        for state in step.at or ()
    }


@dataclass(frozen=True, slots=True)
class LetterLine:
    """An issue in the list of a letter, with a link to it."""

    line: LedgerRow
    href: str
    plan_due: str
    due: str
    corrected: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One printed sheet: a letter with its list, or a hand-over list."""

    anchor: str
    name: str
    label: str
    day: str
    programme: str
    issuer: str
    body: Sequence[str]
    lines: Sequence[LetterLine]


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A link to the page of a letter or a list."""

    name: str
    label: str
    href: str
    programme: str
    day: str
    count: int
    open_count: int


def letters_pages(
    templates: Templates, register: Register, city: str, lines: Sequence[LedgerRow]
) -> Iterator[Page]:
    """Yield the letters and lists of a city, from all lines of its ledgers, on one page or several.

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
        handed=[_link(city, one.listed_on, one) for one in lists],
    )
    for one in sent:
        yield _page(templates, register, city, [one], [], one.letter)
    for one in lists:
        yield _page(templates, register, city, [], [one], one.listed_on)


def letters_page(
    templates: Templates, register: Register, city: str, lines: Sequence[LedgerRow]
) -> Page:
    """Return the page with all letters and lists of a city."""
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
    """Return a page with these letters and lists; `label` names the one on a page of its own."""
    path = letter_path(city, _page_name([*sent, *lists][0], label)) if label else letters_path(city)
    link = Links(path)
    return templates.page(
        "letters.html",
        path,
        _title(register, city) + (f"（{_label_text(sent, lists, label)}）" if label else ""),
        city=city,
        name=_name(register, city),
        letters=[_view(link, f"l{n}", one.letter, one, letter_body(one)) for n, one in _all(sent)],
        handed=[_view(link, f"h{n}", one.listed_on, one, ()) for n, one in _all(lists)],
        label=label,
        all_of=letters_path(city),
    )


def _title(register: Register, city: str) -> str:
    return f"{_name(register, city)}督办函和问题清单"


def _name(register: Register, city: str) -> str:
    found = register.cities.get(city)
    return found.name if found else city


def _label_text(sent: Sequence[PlaceList], lists: Sequence[PlaceList], label: str) -> str:
    """Return a label with the programme: two may share the number of a letter or a day."""
    of = "督办函" if sent else list_name(next(iter(lists)))
    return f"{of}，{_programme_of([*sent, *lists][0])}，{label}"


def list_name(one: PlaceList) -> ListName:
    """Return what a list is called, by what its city is to do with it."""
    return ListName.TO_CONFIRM if one.is_for_confirmation else ListName.HANDED_OVER


def _programme_of(one: PlaceList) -> str:
    return one.entries[0].line.programme


def _page_name(one: PlaceList, label: str) -> str:
    """Return the day of a list; of a letter a digest, as its number has signs no file may have."""
    is_day = label[:1].isascii() and label.replace("-", "").isdecimal()
    name = label if is_day else sha256(label.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{_programme_of(one)}.{name}"


def _link(city: str, label: str, one: PlaceList) -> LetterLink:
    href = Links(letters_path(city)).to(letter_path(city, _page_name(one, label)))
    size, still_open = len(one.entries), one.open_entries
    day = one.day or "未注明"
    return LetterLink(list_name(one), label, href, one.programme, day, size, still_open)


def _all(lists: Sequence[PlaceList]) -> Sequence[tuple[int, PlaceList]]:
    return list(enumerate(lists, start=1))


def _view(link: Links, anchor: str, label: str, one: PlaceList, body: Sequence[str]) -> LetterView:
    rows = [
        LetterLine(entry.line, link.issue(entry.line), entry.plan_due, entry.due, entry.corrected)
        for entry in one.entries
    ]
    name, day = list_name(one), letter_day(one)
    return LetterView(anchor, name, label, day, one.programme, one.issuer, body, rows)


BLANK_DAY = "　　年　月　日"
BLANK_NUMBER = "〔　　〕　　号"
_MONTH = 7
"""Letters of a date that stops at the month."""

RULE = "─" * 40
"""The line between two letters."""


def letters_text(lists: Sequence[PlaceList], today: str) -> str:
    """Return a letter to each city with its list, one after the other."""
    return f"\n{RULE}\n\n".join(_letter(one, today) for one in lists)


def letter_day(one: PlaceList) -> str:
    """Return the day of a letter in prose, with blanks for what is not on record."""
    if len(one.day) == _MONTH:
        year, month = one.day.split("-")
        return f"{year}年{int(month)}月　日"
    return prose_day(one.day) or BLANK_DAY


def letter_body(one: PlaceList) -> Sequence[str]:
    """Return the paragraphs of a letter."""
    act = "现予再次督办。" if one.is_again else "现予交办。"
    return (
        f"{one.programme}中，工作组在你市发现问题 {len(one.entries)} 个（清单附后），{act}",
        "一、对照清单逐个查明原因，依法处理，明确责任单位和责任人，落实整改。",
        f"二、{_plan_term(one)}，{_term(one)}。",
        "三、整改完成后逐个报告整改情况，我单位将组织核查；核查到位的予以销号，不到位的继续督办。",
    )


def _plan_term(one: PlaceList) -> str:
    """Return by when plans are due; blanks for a letter that is still to be written."""
    if one.plan_due or not one.letter:
        return f"于{prose_day(one.plan_due) or BLANK_DAY}前上报整改方案"
    if any(entry.plan_due for entry in one.entries):
        return "按清单所列的方案期限上报整改方案"
    return "及时上报整改方案"


def _term(one: PlaceList) -> str:
    if one.due:
        return f"于{prose_day(one.due)}前完成整改"
    if one.letter and not any(entry.due for entry in one.entries):
        return "按整改方案确定的时限完成整改"
    return "按清单所列的整改时限完成整改"


def _letter(one: PlaceList, today: str) -> str:
    lines = [
        "督办函",
        one.letter or BLANK_NUMBER,
        "",
        f"{one.city}人民政府：",
        *(INDENT + text for text in letter_body(one)),
        "",
        f"{INDENT}附件：问题清单",
        "",
        f"{INDENT * 8}{one.issuer}",
        f"{INDENT * 8}{letter_day(one)}",
        "",
        "附件",
        f"{one.city}问题清单",
        "",
        *_entries(one, blanks=True),
        f"清单据台账截至{prose_day(today)}的记录，{'、'.join(one.rounds)}；{_reprinted(one)}",
    ]
    return "\n".join(lines) + "\n"


def _reprinted(one: PlaceList) -> str:
    return "所列问题和期限照发函时所记。" if one.letter else "空白处由发函单位填写。"


def handed_text(lists: Sequence[PlaceList], today: str) -> str:
    """Return the lists of issues sent for confirmation or handed over, city by city."""
    total = sum(len(one.entries) for one in lists)
    lines = [
        "问题清单",
        "",
        f"{INDENT}共 {len(lists)} 份、{total} 个问题，据台账截至{prose_day(today)}的记录。",
        "",
    ]
    for number, one in enumerate(lists, start=1):
        name = f"{one.city}（{one.programme}）{list_name(one)}"
        head = f"{numeral(number)}、{name}，{len(one.entries)} 个"
        lines += [head, "", *_entries(one, blanks=False)]
    return "\n".join(lines)


def _entries(one: PlaceList, *, blanks: bool) -> Iterator[str]:
    """Return every issue, with blanks for the days that are not set yet."""
    for number, entry in enumerate(one.entries, start=1):
        yield from _entry(number, entry)
        days = (("方案期限", entry.plan_due), ("整改时限", entry.due))
        is_draft = blanks and not one.letter
        terms = [f"{name}：{day or BLANK_DAY}" for name, day in days if day or is_draft]
        if terms:
            yield f"   {'　'.join(terms)}"
        yield ""


def _entry(number: int, entry: LetterEntry) -> Iterator[str]:
    line = entry.line
    place = line.county_name or "区县未注明"
    yield f"{number}. {line.site}（{place}）　{line.id}"
    yield f"   类别：{line.category}　发现：{line.found_on}"
    yield f"   问题：{_one_line(line.found)}"
    if line.demand:
        yield f"   要求：{_one_line(line.demand)}"
    past = list(_past(entry))
    if past:
        yield f"   {'　'.join(past)}"
    if entry.corrected:
        yield f"   发函以后更正：{entry.corrected}"


def _past(entry: LetterEntry) -> Iterator[str]:
    """Yield what had been done on the day of the letter; without a day, what has been done."""
    line = entry.line
    last = entry.day if entry.is_again else line.last_supervised if not entry.day else ""
    days = (("推送确认日期", line.sent_on), ("交办日期", line.handed_on), ("末次督办", last))
    yield from (f"{name}：{day}" for name, day in days if day)
    if entry.letter or line.letter:
        yield f"文号：{entry.letter or line.letter}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
