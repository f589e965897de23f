"""The city pages: each city with its totals, counties, problems and published figures."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.derive.figures import figures_of_city
from generator.model.city import City, County
from generator.render.book import Book
from generator.render.charts import BarChart, bar_chart
from generator.render.figures import FigureView, figure_view
from generator.render.links import Links, city_path, feed_path
from generator.render.page import Page, Templates
from generator.render.terms import round_label


@dataclass(frozen=True, slots=True)
class CountyView:
    """One county-level unit and the number of its problems."""

    name: str
    code: str
    former: str
    count: int
    sought: str
    """What finds exactly these problems in the search; empty where no one word does."""


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """A ledger of this city and how many problems it holds."""

    id: str
    programme: str
    round: str
    count: int


def city_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The list of cities and one page for each."""
    counts = Counter(issue.city_id for issue in book.register.issues)
    yield templates.page(
        "cities.html",
        "cities/index.html",
        "城市",
        mapped=[(city, counts[city.id]) for city in book.cities if city.tile],
        others=[(city, counts[city.id]) for city in book.cities if not city.tile],
    )
    for city in book.cities:
        yield _city_page(book, templates, city)


def _city_page(book: Book, templates: Templates, city: City) -> Page:
    issues = book.of_city(city)
    return templates.page(
        "city.html",
        city_path(city.id),
        city.name,
        city=city,
        issues=book.newest(issues),
        categories=_categories(book, city),
        ledgers=_ledgers(book, city),
        counties=_counties(book, city),
        unplaced=sum(1 for issue in issues if issue.place is None),
        figures=_figures(book, city),
        with_feed=book.audit is not None,
        feed=feed_path(city.id),
    )


def _categories(book: Book, city: City) -> BarChart:
    counts = Counter(book.group(issue) for issue in book.of_city(city))
    link = Links(city_path(city.id))
    return bar_chart(
        [
            (group, counts[group], link.records(city=city.id, group=group))
            for group in book.groups
            if counts[group]
        ]
    )


def _ledgers(book: Book, city: City) -> list[LedgerCount]:
    names = book.register.programmes
    return [
        LedgerCount(
            ledger.id,
            names[ledger.programme_id].name,
            round_label(ledger.round_number),
            len(ledger.issues),
        )
        for ledger in book.ledgers
        if ledger.city_id == city.id
    ]


def _counties(book: Book, city: City) -> list[CountyView]:
    """Present counties with the problems of their former selves, then units without a code."""
    placed = Counter(
        issue.place.county or issue.place.name for issue in book.of_city(city) if issue.place
    )
    views = [
        _county(
            county.name,
            county.code,
            "；".join(f"{past.name}（{past.change}）" for past in county.former),
            {code: placed[code] for code in sorted(_codes(county))},
        )
        for county in city.counties
    ]
    views += [
        _county(zone.name, "", zone.note or "", {zone.name: placed[zone.name]})
        for zone in city.zones
    ]
    return views + [
        _county(unit.name, unit.code or "", unit.note, {key: placed[key]})
        for unit in city.attached
        for key in (unit.code or unit.name,)
    ]


def _county(name: str, code: str, former: str, placed: Mapping[str, int]) -> CountyView:
    """The view of a unit; `placed` holds its problems by the word that finds them."""
    used = [word for word, count in placed.items() if count]
    return CountyView(name, code, former, sum(placed.values()), used[0] if len(used) == 1 else "")


def _codes(county: County) -> set[str]:
    return {county.code, *(past.code for past in county.former if past.code)}


def _figures(book: Book, city: City) -> list[FigureView]:
    return [figure_view(book.register, one) for one in figures_of_city(book.register, city)]
