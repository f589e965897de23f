"""The head that all pages of a city share: its name, and its parts with their numbers.

See decision 0108.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assistance.model import Assistance
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid
from generator.kinds.incident.model import Incident
from generator.kinds.issue.downloads import Download, downloads
from generator.kinds.issue.moves import LatestStep, moves_between
from generator.kinds.issue.pressing import FORTNIGHT
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.kinds.target.model import Target
from generator.kinds.task.pages import task_sets
from generator.kinds.visit.model import Visits
from generator.site.index import SiteIndex
from generator.site.links import (
    QUICK,
    Links,
    appraisals_path,
    city_part_path,
    city_path,
    feed_path,
    grid_path,
    monitor_path,
)
from generator.site.overview.dues import CityDues, dues_of
from generator.site.tables import CASES, Cell

OVERVIEW = ""
OWED = "owed"
PROBLEMS = "problems"
EXPOSURES = "exposures"
TASKS = "tasks"
CHANGES = "changes"
"""The parts of a city's pages, as addresses name them."""

_TITLES = {
    OVERVIEW: "概况",
    OWED: "待办",
    PROBLEMS: "问题",
    EXPOSURES: "公开曝光",
    TASKS: "任务与数据",
    CHANGES: "办理动态",
}


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of a city's pages in the row of all of them."""

    title: str
    number: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class CityHead:
    """The head of a page of a city; `tools` lead to its files, but where a list has its own."""

    name: str
    about: str
    parts: tuple[PartLink, ...]
    tools: tuple[Download, ...]
    feed: str


def city_head(site: SiteIndex, city: City, here: str) -> CityHead:
    """Return the head of one part of a city's pages."""
    path = part_path(city, here)
    link = Links(path)
    has_files = not site.is_public and city.id in site.overview.by_city
    has_list = here == OWED and bool(dues_on_part(site, city).owed)
    return CityHead(
        name=city.name,
        about=f"{city.province} · {len(city.counties)} 个区县 · 数据截至 {site.today}",
        parts=tuple(
            PartLink(_title(site, key), number, link.to(part_path(city, key)), key == here)
            for key, number in city_parts(site, city).items()
        ),
        tools=tuple(downloads(link, city))[:1] if has_files and not has_list else (),
        feed=link.to(feed_path(city.id)) if site.has_city_feeds else "",
    )


def _title(site: SiteIndex, part: str) -> str:
    """Return the name of a part; the public edition has cases without a day of exposure too."""
    return CASES.title if part == EXPOSURES and site.is_public else _TITLES[part]


def part_path(city: City, part: str, page: int = 1) -> str:
    """Return the page of a part; the overview keeps the address that the city always had."""
    return city_part_path(city.id, part, page) if part else city_path(city.id)


def city_parts(site: SiteIndex, city: City) -> Mapping[str, str]:
    """Return the parts that a city has, each with its number ("" for none); nothing empty."""
    return site.kept_memo(f"parts of {city.id}", lambda: dict(_parts(site, city)))


def _parts(site: SiteIndex, city: City) -> Iterator[tuple[str, str]]:
    yield OVERVIEW, ""
    if not site.is_public:
        dues, found = dues_on_part(site, city), site.overview.by_city.get(city.id, ())
        if dues.is_owing:
            yield OWED, str(len(dues.owed) or "")
        if found:
            yield PROBLEMS, str(len(found))
    exposed = site.exposed_in(city.id)
    if exposed:
        yield EXPOSURES, str(len(exposed))
    if has_tasks(site, city):
        yield TASKS, ""
    if latest_moves(site, city):
        yield CHANGES, ""


def dues_on_part(site: SiteIndex, city: City) -> CityDues:
    """Return the dues of a city, with links as seen from their part of its pages."""
    path = city_part_path(city.id, OWED)
    return site.memo(f"dues of {city.id}", lambda: dues_of(site, city, path))


def latest_moves(site: SiteIndex, city: City) -> list[LatestStep]:
    """Return the steps of the last fifteen days on the issues of a city, the newest in front."""
    first = (site.today - timedelta(FORTNIGHT - 1)).isoformat()
    return moves_between(site.moves.get(city.id, ()), first, site.today.isoformat())


def has_tasks(site: SiteIndex, city: City) -> bool:
    """Return whether anything but issues is on record of a city."""
    kinds = (Target, Assistance, Incident, Visits, Action)
    return bool(
        site.figures_by_city[city.id]
        or any(site.register.select(kind, city=city.id) for kind in kinds)
        or any(task_sets(site, city.id))
        or city_plan(site, city, city_path(city.id))
    )


def city_plan(site: SiteIndex, city: City, path: str) -> list[Cell]:
    """Return a link to each page with a part of a city's plan, by programme."""
    link = Links(path)
    return [cell for one in site.programmes for cell in _of_programme(site, link, city, one)]


def _of_programme(site: SiteIndex, link: Links, city: City, programme: Programme) -> Iterator[Cell]:
    own, register = programme.id, site.register
    appraised = {
        entry.city for one in register.select(Appraisal, programme=own) for entry in one.entries
    }
    if city.id in appraised:
        yield Cell(f"考核评比（{own}）", link.to(appraisals_path(own)))
    for grid in register.select(Grid, programme=own, city=city.id):
        yield Cell(f"网格 {len(grid.nodes)} 个（{own}）", link.to(grid_path(own, city.id)))
    for _ in register.select(Monitor, programme=own, city=city.id):
        yield Cell(f"监测监控（{own}）", link.to(monitor_path(own, city.id)))
    if programme.quick and city.id in (programme.cities or ()):
        yield Cell(f"{programme.quick.name}（{own}）", f"{link.to(QUICK)}#{own}")
