"""The pages of help (帮扶): what was given where, and how it went. Beside problems: help_line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import (
    AssistanceStatus,
    HelpTally,
    HelpView,
    help_round,
    help_tally,
    help_views,
    help_words,
    helped,
    standing,
    warned,
)
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.register import grouped
from generator.site.index import SiteContext
from generator.site.links import HELP, Links, help_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    COMPUTED,
    RECORDED,
    Card,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)

ENDS = (AssistanceStatus.SETTLED.value, AssistanceStatus.OPEN.value)
LISTED = 20
"""Warnings on the first page; a city's page lists all of its own."""


@dataclass(frozen=True, slots=True)
class HelpForm:
    """One form of help: its word, what it means, and what was given in it."""

    anchor: str
    word: str
    meaning: str
    views: tuple[HelpView, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningView:
    """A warning: when, where and about what, and what was said."""

    date: str
    city: str
    subject: str
    href: str
    said: str
    reported: str
    state: str


def help_pages(book: SiteContext) -> Iterator[PageJob]:
    """The page of all help and one page for each city that was given some."""
    yield PageJob(HELP, _index)
    for code in grouped(book.register.assistance, lambda one: one.city_id):
        yield PageJob(help_path(code), _city_page, (book.register.cities[code],))


def _index(book: SiteContext, templates: Templates) -> Page:
    given, link = book.register.assistance, Links(HELP)
    counts = help_tally(given, book.register.vocabulary, book.today)
    return templates.page(
        "help.html",
        HELP,
        "帮扶",
        given=given,
        cards=_cards(link, counts),
        today=book.today,
        forms=_forms(book, given),
        warnings=[
            _warning(book, link, one) for one in warned(given, book.register.vocabulary)[:LISTED]
        ],
        by_form=_by_form(book, link),
        by_city=_by_city(book, link),
        by_round=_by_round(book),
    )


def _cards(link: Links, counts: HelpTally, city: str = "") -> list[Card]:
    settled, still = _ends(link, counts, city=city)
    return [
        Card("帮扶", counted(counts.given, helped(link, city=city)), "一件事项一件", RECORDED),
        Card("办结", settled, "已经办结、采纳，或者宣贯培训已经开展", COMPUTED),
        Card("进行中", still, "还没有结果的", COMPUTED),
        Card("预警", counted(counts.warnings, "#warnings"), "提前提醒地方的次数", RECORDED),
    ]


def _forms(book: SiteContext, given: Sequence[Assistance]) -> list[HelpForm]:
    """Every form of the vocabulary, and any other that is used."""
    meanings = {one.word: one.meaning for one in book.register.vocabulary.entries("assistances")}
    words = dict.fromkeys([*meanings, *(one.kind for one in given)])
    return [HelpForm(f"f{n}", word, meanings.get(word, "")) for n, word in enumerate(words, 1)]


def _ends(link: Links, counts: HelpTally, **facets: str) -> tuple[Cell, Cell]:
    return (
        counted(counts.settled, helped(link, open=CLOSED, **facets)),
        counted(counts.open, helped(link, open=OPEN, **facets)),
    )


def _by_form(book: SiteContext, link: Links) -> NumberTable:
    by = grouped(book.register.assistance, lambda one: one.kind)
    rows = []
    for form in _forms(book, book.register.assistance):
        counts = help_tally(by.get(form.word, ()), book.register.vocabulary, book.today)
        people = Cell(str(counts.people) if counts.people else "")
        q = help_words(form.word)
        given = counted(counts.given, helped(link, q=q))
        cells = (given, *_ends(link, counts, q=q), people, Cell(counts.usual_days))
        rows.append(NumberRow(Cell(form.word, f"#{form.anchor}", sort=form.anchor), cells))
    heads = ("件数", *ENDS, "参加人数", "办结用时（天，中位数）")
    return NumberTable("帮扶，按形式", "形式", heads, tuple(rows))


def _by_city(book: SiteContext, link: Links) -> NumberTable:
    forms = _forms(book, book.register.assistance)
    by = grouped(book.register.assistance, lambda one: one.city_id)
    rows = []
    for code, own in by.items():
        page = link.to(help_path(code))
        counts = help_tally(own, book.register.vocabulary, book.today)
        of_form = grouped(own, lambda one: one.kind)
        rows.append(
            NumberRow(
                Cell(book.register.cities[code].name, page, sort=code),
                (
                    *(counted(len(of_form.get(f.word, ())), f"{page}#{f.anchor}") for f in forms),
                    counted(counts.given, page),
                    *_ends(link, counts, city=code),
                ),
            )
        )
    heads = (*(form.word for form in forms), "合计", *ENDS)
    return NumberTable("帮扶，按城市", "城市", heads, tuple(rows))


def _by_round(book: SiteContext) -> NumberTable:
    """Supervision and help side by side; the public edition does not know all help."""
    behind = behind_from(book, HELP)
    names = {programme.id: programme.name for programme in book.programmes}
    rows = []
    for name, own in grouped(book.register.assistance, help_round).items():
        programme, number = name.split("-")
        label = f"{names.get(programme, programme)}，{round_label(int(number[1:]))}"
        found = len(book.overview.by_round.get(name, ()))
        counts = help_tally(own, book.register.vocabulary, book.today)
        has_page = found or name in book.register.rounds
        page = behind.link.round(name) if has_page else ""
        facets = {"programme": programme, "round": str(int(number[1:]))}
        problems = () if book.is_public else (counted(found, behind.records(**facets)),)
        rows.append(
            NumberRow(
                Cell(label, page, sort=name),
                (
                    *problems,
                    counted(counts.given, helped(behind.link, **facets)),
                    *_ends(behind.link, counts, **facets),
                ),
            )
        )
    heads = ("帮扶", *ENDS) if book.is_public else ("发现问题", "帮扶", *ENDS)
    return NumberTable("帮扶，按轮次", "轮次", heads, tuple(rows))


def _warning(book: SiteContext, link: Links, one: Assistance) -> WarningView:
    vocabulary = book.register.vocabulary
    last, reported = one.warnings(vocabulary)[-1], one.reported(vocabulary)
    return WarningView(
        date=str(last.date),
        city=book.register.cities[one.city_id].name,
        subject=one.subject,
        href=f"{link.to(help_path(one.city_id))}#{one.id}",
        said=last.said or "",
        reported=str(reported.date) if reported else "",
        state=standing(one, book.register.vocabulary).value,
    )


def _city_page(book: SiteContext, templates: Templates, city: City) -> Page:
    path = help_path(city.id)
    own = book.register.select(Assistance, city=city.id)
    of_form = grouped(own, lambda one: one.kind)
    forms = [
        HelpForm(form.anchor, form.word, form.meaning, help_views(book, of_form[form.word]))
        for form in _forms(book, own)
        if form.word in of_form
    ]
    return templates.page(
        "help_city.html",
        path,
        f"{city.name}的帮扶",
        city=city,
        cards=_cards(Links(path), help_tally(own, book.register.vocabulary, book.today), city.id),
        today=book.today,
        warnings=[
            _warning(book, Links(path), one) for one in warned(own, book.register.vocabulary)
        ],
        forms=forms,
    )
