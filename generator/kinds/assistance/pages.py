"""The pages of assistance (帮扶): by city, by round and by form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import (
    AssistanceStatus,
    AssistanceTally,
    AssistanceView,
    assistance_of_round,
    assistance_tally,
    assistance_views,
    assistance_words,
    assisted,
    standing,
    warned,
)
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import ASSISTANCE, Links, assistance_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
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
class AssistanceForm:
    """One form of assistance: its word, its meaning, and the records of it."""

    anchor: str
    word: str
    meaning: str
    views: tuple[AssistanceView, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningView:
    """A warning: its date, place, subject and text."""

    date: str
    city: str
    subject: str
    href: str
    said: str
    reported: str
    state: str


def assistance_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the page of all assistance and one page for each city that was given some."""
    yield PageJob(ASSISTANCE, _index)
    for code in grouped(site.register.assistance, lambda one: one.city_id):
        yield PageJob(assistance_path(code), _city_page, (site.register.cities[code],))


def _index(site: SiteIndex, templates: Templates) -> Page:
    given, link = site.register.assistance, Links(ASSISTANCE)
    counts = assistance_tally(given, site.register.vocabulary, site.today)
    return templates.page(
        "assistance.html",
        ASSISTANCE,
        "帮扶",
        given=given,
        cards=_cards(link, counts),
        today=site.today,
        forms=_forms(site, given),
        warnings=[
            _warning(site, link, one) for one in warned(given, site.register.vocabulary)[:LISTED]
        ],
        by_form=_by_form(site, link),
        by_city=_by_city(site, link),
        by_round=_by_round(site),
    )


def _cards(link: Links, counts: AssistanceTally, city: str = "") -> list[Card]:
    settled, still = _ends(link, counts, city=city)
    return [
        Card("帮扶", counted(counts.given, assisted(link, city=city)), "一个事项一项"),
        Card("办结", settled, "已经办结、采纳，或者宣贯培训已经开展"),
        Card("进行中", still, "还没有结果的"),
        Card("预警", counted(counts.warnings, "#warnings"), "提前提醒地方的次数"),
    ]


def _forms(site: SiteIndex, given: Sequence[Assistance]) -> list[AssistanceForm]:
    """Return every form of the vocabulary, and any other that is used."""
    meanings = {one.word: one.meaning for one in site.register.vocabulary.entries("assistances")}
    words = dict.fromkeys([*meanings, *(one.kind for one in given)])
    return [
        AssistanceForm(f"f{n}", word, meanings.get(word, "")) for n, word in enumerate(words, 1)
    ]


def _ends(link: Links, counts: AssistanceTally, **facets: str) -> tuple[Cell, Cell]:
    return (
        counted(counts.settled, assisted(link, open=CLOSED, **facets)),
        counted(counts.open, assisted(link, open=OPEN, **facets)),
    )


def _by_form(site: SiteIndex, link: Links) -> NumberTable:
    by = grouped(site.register.assistance, lambda one: one.kind)
    rows = []
    for form in _forms(site, site.register.assistance):
        counts = assistance_tally(by.get(form.word, ()), site.register.vocabulary, site.today)
        people = Cell(str(counts.people) if counts.people else "")
        q = assistance_words(form.word)
        given = counted(counts.given, assisted(link, q=q))
        cells = (given, *_ends(link, counts, q=q), people, Cell(counts.usual_days))
        rows.append(NumberRow(Cell(form.word, f"#{form.anchor}", sort=form.anchor), cells))
    heads = ("项数", *ENDS, "参加人数", "用时（天，中位数）")
    return NumberTable("帮扶，按形式", "形式", heads, tuple(rows))


def _by_city(site: SiteIndex, link: Links) -> NumberTable:
    forms = _forms(site, site.register.assistance)
    by = grouped(site.register.assistance, lambda one: one.city_id)
    rows = []
    for code, own in by.items():
        page = link.to(assistance_path(code))
        counts = assistance_tally(own, site.register.vocabulary, site.today)
        of_form = grouped(own, lambda one: one.kind)
        rows.append(
            NumberRow(
                Cell(site.register.cities[code].name, page, sort=code),
                (
                    *(counted(len(of_form.get(f.word, ())), f"{page}#{f.anchor}") for f in forms),
                    counted(counts.given, page),
                    *_ends(link, counts, city=code),
                ),
            )
        )
    heads = (*(form.word for form in forms), "合计", *ENDS)
    return NumberTable("帮扶，按城市", "城市", heads, tuple(rows))


def _by_round(site: SiteIndex) -> NumberTable:
    """Return issues and assistance by round; the public edition has only published assistance."""
    behind = behind_from(site, ASSISTANCE)
    names = {programme.id: programme.name for programme in site.programmes}
    rows = []
    for name, own in grouped(site.register.assistance, assistance_of_round).items():
        programme, number = name.split("-")
        label = f"{names.get(programme, programme)}，{round_label(int(number[1:]))}"
        found = len(site.overview.by_round.get(name, ()))
        counts = assistance_tally(own, site.register.vocabulary, site.today)
        has_page = found or name in site.register.rounds
        page = behind.link.round(name) if has_page else ""
        facets = {"programme": programme, "round": str(int(number[1:]))}
        beside = () if site.is_public else (counted(found, behind.records(**facets)),)
        rows.append(
            NumberRow(
                Cell(label, page, sort=name),
                (
                    *beside,
                    counted(counts.given, assisted(behind.link, **facets)),
                    *_ends(behind.link, counts, **facets),
                ),
            )
        )
    heads = ("帮扶", *ENDS) if site.is_public else ("发现问题", "帮扶", *ENDS)
    return NumberTable("帮扶，按轮次", "轮次", heads, tuple(rows))


def _warning(site: SiteIndex, link: Links, one: Assistance) -> WarningView:
    vocabulary = site.register.vocabulary
    last, reported = one.warnings(vocabulary)[-1], one.reported(vocabulary)
    return WarningView(
        date=str(last.date),
        city=site.register.cities[one.city_id].name,
        subject=one.subject,
        href=f"{link.to(assistance_path(one.city_id))}#{one.id}",
        said=last.said or "",
        reported=str(reported.date) if reported else "",
        state=standing(one, site.register.vocabulary).value,
    )


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = assistance_path(city.id)
    own = site.register.select(Assistance, city=city.id)
    of_form = grouped(own, lambda one: one.kind)
    forms = [
        AssistanceForm(
            form.anchor, form.word, form.meaning, assistance_views(site, of_form[form.word])
        )
        for form in _forms(site, own)
        if form.word in of_form
    ]
    return templates.page(
        "assistance_city.html",
        path,
        f"{city.name}的帮扶",
        city=city,
        cards=_cards(
            Links(path), assistance_tally(own, site.register.vocabulary, site.today), city.id
        ),
        today=site.today,
        warnings=[
            _warning(site, Links(path), one) for one in warned(own, site.register.vocabulary)
        ],
        forms=forms,
    )
