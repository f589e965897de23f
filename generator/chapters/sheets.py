"""Which pages of the whole register stay as they are: those whose sources did not change.

Every such page has a key, a digest of all that it is made from. Where it is the key of the last
build, the page is not made again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator.chapters.marks import CITED, EXPOSED, FOUND, MONTHS, PARTS, STANDING, WHOLE
from generator.chapters.setting import Setting
from generator.derive.latest import ISSUES
from generator.derive.periods import keys_touched
from generator.inventory import Inventory
from generator.manifest import tool
from generator.model.register import Register
from generator.render.cities import CITIES
from generator.render.figures import FIGURES
from generator.render.ledgers import LEDGERS
from generator.render.links import (
    ABOUT,
    APPRAISALS,
    DUES,
    EXPOSURES,
    EXPOSURES_FEED,
    GRIDS,
    HOME,
    MONITORS,
    QUICK,
    REPORTS,
    TEAMS,
    appraisals_path,
    assessment_path,
    bulletin_path,
    city_path,
    dues_path,
    feed_path,
    grid_path,
    list_path,
    monitor_path,
    programme_path,
    quick_path,
    report_path,
    round_path,
    team_path,
    team_round_path,
)
from generator.render.programmes import PROGRAMMES
from generator.render.progress import BY_CATEGORY, BY_MONTH, BY_ROUND, BY_STATUS
from generator.render.proof import proof_of
from generator.render.reference import DICTIONARY, GLOSSARY, RULES, SOURCES
from generator.render.report_pages import recent_weeks
from generator.render.rounds import ROUNDS
from generator.render.search import SEARCH
from generator.store.made import Kept, KeptLedger, KeptSheet

DRAWS_ON: Mapping[str, str] = {
    **dict.fromkeys((DICTIONARY, GLOSSARY, RULES, ABOUT, SEARCH, FIGURES), ""),
    HOME: WHOLE,
    BY_CATEGORY: FOUND,
    BY_MONTH: FOUND,
    BY_ROUND: FOUND,
    BY_STATUS: WHOLE,
    EXPOSURES: EXPOSED,
    SOURCES: CITED,
    CITIES: STANDING,
    LEDGERS: FOUND,
    PROGRAMMES: FOUND,
    ROUNDS: FOUND,
    REPORTS: FOUND,
    TEAMS: "",
    DUES: WHOLE,
    **dict.fromkeys((APPRAISALS, GRIDS, MONITORS, QUICK), ""),
}
"""Path of a page → which part of all problems it shows; "" for none."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """`keys`: path → key of every page that may stay; `held`: path → SHA-256 of those that do."""

    keys: Mapping[str, str]
    held: Mapping[str, str]

    def kept(self, files: Mapping[str, str]) -> dict[str, KeptSheet]:
        """What the next build may take over, of a site with these files (path → SHA-256)."""
        return {
            path: KeptSheet(key, files[path]) for path, key in self.keys.items() if path in files
        }


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the pages of a whole register are made from; `register` has no problems."""

    found: Inventory
    register: Register
    ledgers: Sequence[KeptLedger]


def sheets(setting: Setting, sources: Sources, kept: Kept) -> Sheets:
    """The keys of a site made from these sources, and what of the last one stays."""
    common = _common(setting, sources)
    basis = proof_of(setting.audit, sources.register).basis
    keys = {
        path: digest((common, path, commit.id if (commit := basis(path)) else "", *parts))
        for path, parts in {**_of_all(setting, sources), **_of_parts(sources)}.items()
    }
    same = {path: one.digest for path, one in kept.sheets.items() if keys.get(path) == one.key}
    return Sheets(keys, {path: sha for path, sha in same.items() if setting.stage.holds(path, sha)})


def _of_all(setting: Setting, sources: Sources) -> Mapping[str, Iterable[str]]:
    """Path → what it shows of all problems."""
    register = sources.register
    marks = {part: _marks(sources.ledgers, part) for part in PARTS}
    campaigns = (programme_path(one) for one in register.programmes)
    bulletins = (bulletin_path(one.id) for one in register.bulletins)
    head = setting.audit.head.id if setting.audit else ""
    return {
        **{path: [marks[part]] if part else [] for path, part in DRAWS_ON.items()},
        **{path: [marks[STANDING]] for path in campaigns},
        **{path: [marks[CITED]] for path in bulletins},
        **{team_round_path(one.round_id): [marks[WHOLE]] for one in register.teams},
        **dict.fromkeys(_of_the_plan(register), ()),
        **{report_path(week): [marks[WHOLE]] for week in recent_weeks(setting.today)},
        EXPOSURES_FEED: [marks[EXPOSED], head],
    }


def _of_the_plan(register: Register) -> Iterator[str]:
    """Pages of what a city's plan asks for besides problems; they show no problem."""
    yield from map(appraisals_path, register.programmes)
    yield from (grid_path(one.programme_id, one.city_id) for one in register.grids)
    yield from (monitor_path(one.programme_id, one.city_id) for one in register.monitors)
    yield from (quick_path(one.programme_id, one.year) for one in register.quick)


def _marks(ledgers: Iterable[KeptLedger], part: str) -> str:
    return digest(f"{one.folder} {one.marks[part]}" for one in ledgers if part in one.marks)


def _of_parts(sources: Sources) -> Mapping[str, Iterable[str]]:
    """Path of the pages of a city or a round → the keys of its ledgers."""
    register = sources.register
    places = [*map(city_path, register.cities), *map(feed_path, register.cities)]
    lists = (
        list_path(one.id, city)
        for one in register.programmes.values()
        for city in (one.cities if one.one_list and one.cities else ())
    )
    found: dict[str, list[str]] = {
        path: [] for path in (*places, *map(round_path, register.rounds), *lists)
    }
    for ledger in sources.ledgers:
        names = ledger.folder.split("/")
        if len(names) == 5:
            _, _, programme, city, number = names
            name = f"{programme}-{number}"
            of_city = (city_path(city), feed_path(city), dues_path(city))
            of_round = (round_path(name), assessment_path(name), report_path(name))
            of_list = list_path(programme, city)
            for path in (*of_city, *of_round, of_list, *_bulletins(ledger)):
                found.setdefault(path, []).append(ledger.key)
    for team in register.teams:  # a team takes over the problems of earlier rounds
        found[team_path(team.id)] = found.get(city_path(team.city_id), [])
    return found


def _bulletins(ledger: KeptLedger) -> set[str]:
    """The bulletins of months, quarters and years that count its problems."""
    months = ledger.marks.get(MONTHS, "").split()
    return {report_path(key) for month in months for key in keys_touched(month)}


def _common(setting: Setting, sources: Sources) -> str:
    """What all of them depend on: the day, the frames, other records, which rounds there are."""
    frame, found = setting.frame, sources.found
    rest = (f"{one.path} {sha256(one.content).hexdigest()}" for one in found.rest)
    rounds = sorted({folder.split("/")[-1] + folder.split("/")[2] for folder in found.folders})
    changed = setting.audit.uncommitted if setting.audit else ()
    return digest(
        (
            *(tool(), setting.today.isoformat(), str(setting.is_public), str(frame.address)),
            *(shell for _, shell in sorted(frame.shells.items())),
            *sorted(path for path in changed if not path.startswith(ISSUES)),
            *rounds,
            *rest,
        )
    )


def digest(parts: Iterable[str]) -> str:
    """One name for many texts."""
    found = sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return found.hexdigest()
