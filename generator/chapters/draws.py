"""What each page of the whole register is made from, besides what all pages are.

A page stays as long as nothing of that changed. Which blobs it shows and which commit it names need
not be said here: that is noted when the page is made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.chapters.marks import (
    CITED,
    EXPOSED,
    EXPOSED_MONTHS,
    FOUND,
    MONTHS,
    PARTS,
    STANDING,
    WHOLE,
    digest,
)
from generator.chapters.setting import Setting
from generator.derive.history.latest import Latest
from generator.derive.problems.parts import is_split
from generator.derive.reports.periods import keys_touched, may_be_recent, recent_weeks
from generator.inventory import Inventory
from generator.model.issue import ledger_of
from generator.model.register import Register
from generator.render.indexes import (
    ACCOUNTABILITY,
    ACTIONS,
    ASSESSMENT,
    BY_CATEGORY,
    BY_MONTH,
    BY_ROUND,
    BY_STATUS,
    CITIES,
    DICTIONARY,
    FIGURES,
    GLOSSARY,
    HELP,
    LEDGERS,
    MANIFEST,
    OTHER_RECORDS,
    PROGRAMMES,
    ROUNDS,
    RULES,
    SEARCH,
    SOURCES,
    TARGETS,
)
from generator.render.links import (
    ABOUT,
    APPRAISALS,
    CHANGES,
    DUES,
    EXPOSURES,
    EXPOSURES_FEED,
    GRIDS,
    HOME,
    INCIDENTS,
    LIAISONS,
    MONITORS,
    QUICK,
    REPORTS,
    TASKS,
    TEAMS,
    action_path,
    appraisals_path,
    assessment_path,
    bulletin_path,
    city_path,
    dues_path,
    exposures_path,
    feed_path,
    grid_path,
    help_path,
    incidents_path,
    liaison_path,
    list_path,
    monitor_path,
    programme_path,
    quick_path,
    report_path,
    round_path,
    target_path,
    tasks_path,
    team_path,
    team_round_path,
)
from generator.store.kept import KeptCity, KeptLedger

DRAWS_ON: Mapping[str, str] = {
    **dict.fromkeys((DICTIONARY, GLOSSARY, RULES, ABOUT, SEARCH), ""),
    **dict.fromkeys((ACTIONS, FIGURES, TARGETS, TASKS, TEAMS), ""),
    **dict.fromkeys((APPRAISALS, GRIDS, LIAISONS, MONITORS, QUICK), ""),
    ACCOUNTABILITY: WHOLE,
    ASSESSMENT: WHOLE,
    BY_CATEGORY: FOUND,
    BY_MONTH: FOUND,
    BY_ROUND: FOUND,
    BY_STATUS: WHOLE,
    CITIES: STANDING,
    DUES: WHOLE,
    EXPOSURES: EXPOSED,
    HELP: FOUND,
    HOME: WHOLE,
    INCIDENTS: FOUND,
    LEDGERS: FOUND,
    PROGRAMMES: FOUND,
    REPORTS: FOUND,
    ROUNDS: FOUND,
    SOURCES: CITED,
}
"""Path of a page → which part of all problems it shows; "" for none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the pages of a whole register are made from; `register` has no problems."""

    found: Inventory
    register: Register
    ledgers: Sequence[KeptLedger]
    cities: Sequence[KeptCity]


def drawn_on(setting: Setting, sources: Sources) -> Mapping[str, Iterable[str]]:
    """Path of each page or feed → marks of the problems that it shows, and what else decides."""
    return {
        **_of_all(sources),
        **_of_records(sources),
        **_of_weeks(setting, sources),
        **_of_parts(sources),
        **_of_history(setting, sources),
    }


def _of_all(sources: Sources) -> Mapping[str, list[str]]:
    """Pages that show a part of all problems."""
    register = sources.register
    marks = {"": "", **{part: _marks(sources.ledgers, part) for part in PARTS}}
    shards = digest(json.dumps(one.shards) for one in sources.cities)
    months = [month for one in sources.ledgers for month in one.marks[EXPOSED_MONTHS].split()]
    return {
        **{path: [marks[part]] for path, part in DRAWS_ON.items()},
        **{programme_path(one): [marks[STANDING]] for one in register.programmes},
        **{bulletin_path(one.id): [marks[CITED]] for one in register.bulletins},
        **{team_round_path(one.round_id): [marks[WHOLE]] for one in register.teams},
        **{exposures_path(one): [marks[EXPOSED]] for one in months if is_split(len(months))},
        MANIFEST: [shards],
        OTHER_RECORDS: [],
    }


def _marks(ledgers: Iterable[KeptLedger], part: str) -> str:
    return digest(f"{one.folder} {one.marks[part]}" for one in ledgers if part in one.marks)


def _of_records(sources: Sources) -> Mapping[str, list[str]]:
    """Pages of other records, which show some problems or none."""
    register = sources.register
    marks = {_name(one): one.marks.get(WHOLE, "") for one in sources.ledgers}
    return {
        **{help_path(city): [] for city in register.cities},
        **{tasks_path(one.programme_id, one.city_id): [] for one in register.tasks},
        **{target_path(one.id): [] for one in register.targets},
        **{appraisals_path(one): [] for one in register.programmes},
        **{liaison_path(one.id): [] for one in register.liaisons},
        **{grid_path(one.programme_id, one.city_id): [] for one in register.grids},
        **{monitor_path(one.programme_id, one.city_id): [] for one in register.monitors},
        **{quick_path(one.programme_id, one.year): [] for one in register.quick},
        **{
            action_path(one.id): [marks.get(ledger_of(name), "") for name in one.cause.issues]
            for one in register.actions
        },
    }


def _name(ledger: KeptLedger) -> str:
    return "-".join(ledger.folder.split("/")[2:])


def _of_parts(sources: Sources) -> Mapping[str, list[str]]:
    """Pages of a city, a round or a period → the marks of its ledgers."""
    register = sources.register
    of_city = (city_path, dues_path, incidents_path)
    places = [path(city) for path in of_city for city in register.cities]
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
            of_round = (round_path(name), assessment_path(name), report_path(name))
            found.setdefault(city_path(city), []).append(ledger.key)  # it tells the latest changes
            of_list = list_path(programme, city)
            for path in (
                dues_path(city),
                incidents_path(city),
                *of_round,
                of_list,
                *_bulletins(ledger),
            ):
                found.setdefault(path, []).append(ledger.marks.get(WHOLE, ""))
    for team in register.teams:  # a team takes over the problems of earlier rounds
        found[team_path(team.id)] = found.get(dues_path(team.city_id), [])
    return found


def _bulletins(ledger: KeptLedger) -> set[str]:
    """The bulletins of months, quarters and years that count its problems."""
    months = ledger.marks.get(MONTHS, "").split()
    return {report_path(key) for month in months for key in keys_touched(month)}


def _of_weeks(setting: Setting, sources: Sources) -> Mapping[str, list[str]]:
    """The bulletins of the last weeks: what was found lately."""
    today = setting.today
    recent = [
        one.marks.get(WHOLE, "")
        for one in sources.ledgers
        if any(may_be_recent(month, today) for month in one.marks.get(MONTHS, "").split())
    ]
    return {report_path(week): recent for week in recent_weeks(today)}


def _of_history(setting: Setting, sources: Sources) -> Mapping[str, list[str]]:
    """The page of changes, and feeds: they name commits."""
    audit = setting.audit
    exposed = _marks(sources.ledgers, EXPOSED)
    if audit is None:
        return {CHANGES: [], EXPOSURES_FEED: [exposed]}
    keys = digest(one.key for one in sources.ledgers)
    latest = Latest(audit)
    cities: dict[str, list[str]] = {city: [] for city in sources.register.cities}
    for ledger in sources.ledgers:
        cities.setdefault(ledger.folder.split("/")[-2], []).append(ledger.key)
    own = {
        city: commit.id if (commit := latest.of_city(city)) else audit.head.id for city in cities
    }
    has_cases = any(EXPOSED in one.marks for one in sources.ledgers)
    return {
        CHANGES: [keys, audit.head.id, *audit.rewritten],
        # A feed without entries is as old as the commit.
        EXPOSURES_FEED: [exposed, "" if has_cases else audit.head.id],
        **{feed_path(city): [own[city], *some] for city, some in cities.items()},
    }
