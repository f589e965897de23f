"""The campaigns and their rounds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.lifecycle.replay import Replay
from generator.model.programme import Programme
from generator.model.round import Round
from generator.render.book import Book
from generator.render.issues import FieldView, shape_fields
from generator.render.lifecycles import path_views
from generator.render.links import programme_path
from generator.render.page import Page, Templates
from generator.render.terms import round_label, span_text

APART = ("id", "name", "lifecycle", "cities", "group_kinds", "unpublished", "sources", "period")


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round, or what has none, with its ledgers."""

    programme_id: str
    number: int
    anchor: str
    label: str
    start: str
    end: str
    standing: str
    note: str
    ledgers: tuple[tuple[str, str, int], ...]

    @property
    def count(self) -> int:
        """How many problems stand in its ledgers."""
        return sum(count for _, _, count in self.ledgers)


def programme_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of campaigns, one page for each, and the rounds of all."""
    counts = Counter(issue.programme_id for issue in book.register.issues)
    figures = Counter(
        {
            programme.id: sum(
                len(bulletin.rows)
                for bulletin in book.register.bulletins
                if bulletin.programme_id == programme.id
            )
            for programme in book.programmes
        }
    )
    yield templates.page(
        "programmes.html",
        "programmes/index.html",
        "专项行动",
        programmes=[
            (programme, span_text(programme.period.start, programme.period.end))
            for programme in book.programmes
        ],
        counts=counts,
        figures=figures,
    )
    for programme in book.programmes:
        yield _programme_page(book, templates, programme)
    yield templates.page(
        "rounds.html",
        "rounds/index.html",
        "轮次",
        programmes=[(programme, round_views(book, programme)) for programme in book.programmes],
    )


def _programme_page(book: Book, templates: Templates, programme: Programme) -> Page:
    issues = book.of_programme(programme)
    per_city = Counter(issue.city_id for issue in issues)
    listed = programme.cities or sorted(per_city)
    return templates.page(
        "programme.html",
        programme_path(programme.id),
        programme.name,
        programme=programme,
        fields=_fields(programme),
        paths=path_views(programme, _replays(book, programme)),
        cities=[
            (book.register.cities[code], per_city[code])
            for code in listed
            if code in book.register.cities
        ],
        rounds=round_views(book, programme),
        issues=len(issues),
        bulletins=[one for one in book.register.bulletins if one.programme_id == programme.id],
    )


def _replays(book: Book, programme: Programme) -> dict[str, Replay]:
    own = (issue.id for issue in book.of_programme(programme))
    return {name: book.replays[name] for name in own if name in book.replays}


def _fields(programme: Programme) -> list[FieldView]:
    period = FieldView("起止", span_text(programme.period.start, programme.period.end))
    note = [FieldView("期限说明", programme.period.note)] if programme.period.note else []
    return [*shape_fields(programme, without=APART), period, *note]


def round_views(book: Book, programme: Programme) -> list[RoundView]:
    """The rounds of a campaign; first what belongs to none, where there is such."""
    rounds = {
        one.number: one for one in book.register.rounds.values() if one.programme_id == programme.id
    }
    used = {ledger.round_number for ledger in book.ledgers if ledger.programme_id == programme.id}
    return [
        _round_view(book, programme, number, rounds.get(number))
        for number in sorted(used | set(rounds))
    ]


def _round_view(book: Book, programme: Programme, number: int, found: Round | None) -> RoundView:
    ledgers = tuple(
        (ledger.id, book.register.cities[ledger.city_id].short_name, len(ledger.issues))
        for ledger in book.ledgers
        if (ledger.programme_id, ledger.round_number) == (programme.id, number)
    )
    return RoundView(
        programme_id=programme.id,
        number=number,
        anchor=f"{programme.id}-R{number:02}",
        label=round_label(number),
        start=str(found.start) if found else "",
        end=str(found.end) if found else "",
        standing=found.standing if found else "",
        note=(found.note or "") if found else "公开材料没有写明轮次，或者这次行动没有轮次。",
        ledgers=ledgers,
    )
