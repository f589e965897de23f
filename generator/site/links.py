"""The one place that makes links between pages; all relative, so that they open from disk.

Every page but the home page lies one folder deep.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.ledger import IssueSummary, LedgerRow
from generator.kinds.registry import KINDS

FOLDERS = (
    *("", "about", "changes", "dictionary", "dues", "glossary", "progress", "reports"),
    *("rules", "search", "sources"),
    *(folder for kind in KINDS for folder in kind.page_folders),
)
"""Every folder that pages are made in; each has a frame of its own.

Pages about records of one kind are in a folder with the name of the kind's record folder.
Issues are the exception: `ledgers` and `exposures` are two views of the same records.
"""

HOME = "index.html"
CHANGES = "changes/index.html"
ABOUT = "about/index.html"
"""What the site was made from and how to verify it; the foot of every page leads there."""
DUES = "dues/index.html"
EXPOSURES = "exposures/index.html"
REPORTS = "reports/index.html"
APPRAISALS = "appraisals/index.html"
GRIDS = "grids/index.html"
MONITORS = "monitors/index.html"
QUICK = "quick/index.html"
LIAISONS = "liaisons/index.html"
INCIDENTS = "incidents/index.html"
TASKS = "tasks/index.html"
TEAMS = "teams/index.html"
EXPOSURES_FEED = "feeds/exposures.xml"


def city_path(city_id: str) -> str:
    """The page of a city."""
    return f"cities/{city_id}.html"


def programme_path(programme_id: str) -> str:
    """The page of a programme."""
    return f"programmes/{programme_id}.html"


def list_path(programme_id: str, city_id: str) -> str:
    """The one list of a city's issues in a programme that keeps one."""
    return f"programmes/{programme_id}-{city_id}.html"


def ledger_path(name: str) -> str:
    """The page of a ledger, or of a part of one."""
    return f"ledgers/{name}.html"


def letters_path(city_id: str) -> str:
    """The letters of supervision to a city and what was handed over to it, to be printed."""
    return f"ledgers/letters-{city_id}.html"


def letter_path(city_id: str, name: str) -> str:
    """A single letter or list of what was handed over, where all are too long for one page."""
    return f"ledgers/letters-{city_id}.{name}.html"


def exposure_path(issue_id: str) -> str:
    """The page of an exposure case (曝光)."""
    return f"exposures/{issue_id}.html"


def exposures_path(month: str) -> str:
    """The cases that were made public in a month (`2019-07`) or in a mere year."""
    return f"exposures/{month}.html"


def bulletin_path(bulletin_id: str) -> str:
    """The page of a bulletin."""
    return f"bulletins/{bulletin_id}.html"


def round_path(round_id: str) -> str:
    """The page of a round."""
    return f"rounds/{round_id}.html"


def tasks_path(programme_id: str, city_id: str) -> str:
    """The page of a city's tasks in one programme."""
    return f"tasks/{programme_id}-{city_id}.html"


def dues_path(city_id: str) -> str:
    """The page of what a city owes."""
    return f"dues/{city_id}.html"


def action_path(action_id: str) -> str:
    """The page of a action (措施)."""
    return f"actions/{action_id}.html"


def assistance_path(city_id: str) -> str:
    """The page of the assistance that a city was given."""
    return f"assistance/{city_id}.html"


def target_path(target_id: str) -> str:
    """The page of the targets of a city in a programme."""
    return f"targets/{target_id}.html"


def assessment_path(round_id: str) -> str:
    """The page of the work of each group in a round."""
    return f"assessments/{round_id}.html"


def team_round_path(round_id: str) -> str:
    """The dispatch board of a round."""
    return f"teams/{round_id}.html"


def team_path(team_id: str) -> str:
    """The page of a team, called by round and city as its ID is."""
    return f"teams/{team_id}.html"


def report_path(period: str) -> str:
    """The page of a bulletin of ours: of a round, a month, a quarter or a year."""
    return f"reports/{period}.html"


def appraisals_path(programme_id: str) -> str:
    """The page of a programme's appraisals."""
    return f"appraisals/{programme_id}.html"


def grid_path(programme_id: str, city_id: str) -> str:
    """The page of a city's grids in a programme."""
    return f"grids/{programme_id}-{city_id}.html"


def monitor_path(programme_id: str, city_id: str) -> str:
    """The page of what is monitored in a city in a programme."""
    return f"monitors/{programme_id}-{city_id}.html"


def quick_path(programme_id: str, year: int) -> str:
    """The page of a year of a programme's quick bulletin."""
    return f"quick/{programme_id}-{year:04}.html"


def liaison_path(liaison_id: str) -> str:
    """The page of the liaison of a city in a programme."""
    return f"liaisons/{liaison_id}.html"


def incidents_path(city_id: str) -> str:
    """The page of the incidents on the spot in a city."""
    return f"incidents/{city_id}.html"


def feed_path(city_id: str) -> str:
    """The Atom feed of a city."""
    return f"feeds/{city_id}.xml"


def download_path(city_id: str, form: str) -> str:
    """The ledger of a city as a file of the form `xlsx` or `zip`."""
    return f"downloads/{city_id}.{form}"


def calendar_path(city_id: str) -> str:
    """The calendar of a city's deadlines."""
    return f"calendars/{city_id}.ics"


def issue_path(line: LedgerRow | IssueSummary) -> str:
    """Where the issue of a line is shown: its exposure page, or its place in the ledger."""
    if line.exposed_on:
        return exposure_path(line.id)
    return f"{ledger_path(line.part or line.ledger)}#{line.id}"


@dataclass(frozen=True, slots=True)
class Links:
    """Links as seen from one page."""

    page: str

    def to(self, path: str) -> str:
        """A link to any page or file of the site."""
        return "../" * self.page.count("/") + path

    def folder(self, name: str) -> str:
        """The index page of a folder."""
        return self.to(f"{name}/index.html")

    def city(self, city_id: str) -> str:
        """A city's page."""
        return self.to(city_path(city_id))

    def dues(self, city_id: str) -> str:
        """The page of what a city owes."""
        return self.to(dues_path(city_id))

    def programme(self, programme_id: str) -> str:
        """A programme's page."""
        return self.to(programme_path(programme_id))

    def ledger(self, name: str) -> str:
        """A ledger's page."""
        return self.to(ledger_path(name))

    def exposure(self, issue_id: str) -> str:
        """The page of an exposure case."""
        return self.to(exposure_path(issue_id))

    def issue(self, line: LedgerRow | IssueSummary) -> str:
        """The place where an issue is shown."""
        return self.to(issue_path(line))

    def bulletin(self, bulletin: Bulletin) -> str:
        """A bulletin's page."""
        return self.to(bulletin_path(bulletin.id))

    def records(self, **facets: str) -> str:
        """The record search, showing exactly the issues with these properties."""
        wanted = {"kind": "问题", **facets}
        terms = (f"{name}={quoted(value)}" for name, value in wanted.items() if value)
        return self.to("search/index.html?" + "&".join(terms))

    def exposed(self, city_id: str) -> str:
        """The record search, showing the issues of a city that were made public."""
        return self.records(city=city_id, exposed="1")

    def round(self, round_id: str) -> str:
        """A round's page."""
        return self.to(round_path(round_id))

    def action(self, action_id: str) -> str:
        """An action's page."""
        return self.to(action_path(action_id))

    def report(self, period: str) -> str:
        """The page of a bulletin of ours."""
        return self.to(report_path(period))


ACCOUNTABILITY = "accountability/index.html"
ACTIONS = "actions/index.html"
ASSESSMENTS = "assessments/index.html"
ASSISTANCE = "assistance/index.html"
BULLETINS = "bulletins/index.html"
CITIES = "cities/index.html"
DICTIONARY = "dictionary/index.html"
GLOSSARY = "glossary/index.html"
LEDGERS = "ledgers/index.html"
PROGRAMMES = "programmes/index.html"
BY_CATEGORY = "progress/index.html"
BY_ROUND = "progress/rounds.html"
BY_MONTH = "progress/months.html"
BY_STATUS = "progress/status.html"
ROUNDS = "rounds/index.html"
RULES = "rules/index.html"
SEARCH = "search/index.html"
SOURCES = "sources/index.html"
TARGETS = "targets/index.html"
MANIFEST = "data/manifest.js"
"""What the search reads first."""
OTHER_RECORDS = "data/records-other.js"
"""What the search reads of records that are no issues."""


_NO_HAN = re.compile(r"[^\u4e00-\u9fff]+")


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """A value as an address holds it. Chinese signs stay: an address may hold them, a reader can
    read them, and quoted they take three times the room on pages with thousands of links.

    Kept, because pages ask for the same cities, rounds and categories thousands of times.
    """
    return _NO_HAN.sub(lambda other: quote_plus(other[0]), text)
