"""The home page of the public edition: find a case near me, and what became of the latest ones.

See decision 0107.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.serials import id_order
from generator.kinds.city.model import City
from generator.kinds.issue.handled import Handled, handled
from generator.kinds.issue.summaries import ExposedLine
from generator.kinds.issue.views import state_mark
from generator.site.index import SiteIndex, published_figures
from generator.site.links import HOME, Links
from generator.site.page import Page, Templates
from generator.site.tables import CASES, Behind, Cell, behind_from, place_text

LATEST = 8
FREQUENT = 5
_YEAR = 4
_DIRECT = "直辖市"


@dataclass(frozen=True, slots=True)
class LatestCase:
    """A case that was made public, with what is told of its handling."""

    id: str
    site: str
    href: str
    until: str
    place: str
    found: str
    status: str
    look: str
    day: str


@dataclass(frozen=True, slots=True)
class Cases:
    """The latest cases, how many there are, and of how many the day of exposure is told."""

    rows: tuple[LatestCase, ...]
    total: int
    dated: int


@dataclass(frozen=True, slots=True)
class Province:
    """A province with its cities and their cases, most first; `width` is its part of the page."""

    name: str
    cities: tuple[tuple[City, str, int], ...]

    @property
    def width(self) -> str:
        """Return the class of its width: many cities need more room."""
        return "c6" if len(self.cities) > _FEW else "c3"


_FEW = 6


def public_home(site: SiteIndex, templates: Templates) -> Page:
    """Return the home page."""
    behind = behind_from(site, HOME)
    return templates.page(
        "home_public.html",
        HOME,
        "查身边的大气污染曝光案例",
        today=site.today,
        years=_years(site),
        latest=_latest(site),
        frequent=list(_frequent(site, behind)),
        cases=latest_cases(site, behind.link),
        handled=_handled(site, behind),
        all_cases=behind.cell(CASES, site.overview.all),
        city_number=sum(one.cases > 0 for one in site.overview.cities.values()),
        provinces=list(_provinces(site, behind.link)),
        figure_number=sum(1 for _ in published_figures(site.register)),
    )


def _handled(site: SiteIndex, behind: Behind) -> Handled | None:
    """Return what is told of the handling where the table is of all cases of the page."""
    found = handled(site, behind, site.overview.summaries)
    return found if found and found.total == site.overview.all.cases else None


def latest_cases(site: SiteIndex, link: Links) -> Cases:
    """Return the cases that were made public last, whose names are shown."""
    shown = [one for one in site.exposed if one.shown]
    by_id = sorted(shown, key=lambda one: id_order(one.line.id))
    newest = sorted(by_id, key=lambda one: one.line.exposed_on, reverse=True)[:LATEST]
    dated = sum(bool(one.line.exposed_on) for one in site.exposed)
    return Cases(tuple(_case(site, link, one) for one in newest), len(site.exposed), dated)


def _case(site: SiteIndex, link: Links, one: ExposedLine) -> LatestCase:
    line = one.line
    city = site.register.cities.get(line.city)
    place = place_text(city, line.county_name).removeprefix(city.province if city else "")
    return LatestCase(
        id=line.id,
        site=line.site,
        href=link.issue(line),
        until=line.until,
        place=place or (city.name if city else ""),
        found=line.found,
        status=line.status,
        look=state_mark(site.register, line),
        day=line.exposed_on,
    )


def _years(site: SiteIndex) -> str:
    years = sorted({one.line.exposed_on[:_YEAR] for one in site.exposed if one.line.exposed_on})
    return "—".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def _latest(site: SiteIndex) -> str:
    """Return the day of the newest publication of cases or figures: none was held after it."""
    cited = (one for one in site.publications if one.issues or one.bulletins)
    return max((str(one.source.date) for one in cited if one.source.date), default="")


def _frequent(site: SiteIndex, behind: Behind) -> Iterator[tuple[str, Cell]]:
    """Yield the categories with most cases, with the search for them."""
    counts = Counter(one.line.category for one in site.exposed if one.line.category)
    for category, number in counts.most_common(FREQUENT):
        yield category, Cell(str(number), behind.cases(category=category))


def _provinces(site: SiteIndex, link: Links) -> Iterator[Province]:
    """Yield the provinces by their number of cases; cities that are one come last together."""
    found: dict[str, list[tuple[City, str, int]]] = {}
    for city in site.cities:
        counts = site.overview.cities.get(city.id)
        if counts and counts.cases:
            name = _DIRECT if city.province == city.name else city.province
            found.setdefault(name, []).append((city, link.city(city.id), counts.cases))

    def order(name: str) -> tuple[bool, int]:
        return name == _DIRECT, -sum(number for *_, number in found[name])

    for name in sorted(found, key=order):
        cities = sorted(found[name], key=lambda one: (-one[2], one[0].id))
        yield Province(name, tuple(cities))
