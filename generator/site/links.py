"""Links between pages; all relative, so that they open from disk.

Every page but the home page lies one folder deep, the parts of a city's pages two.

See decision 0008.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote_plus

from generator.core.serials import split_serial
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.ledger import IssueSummary, LedgerRow
from generator.kinds.registry import KINDS
from generator.site.layouts import CITY_FRAME

FOLDERS = (
    *("", "about", "changes", "dictionary", "dues", "glossary", "guide", "open-data", "progress"),
    *("reports", "rules", "search", "sources"),
    *(folder for kind in KINDS for folder in kind.page_folders),
    CITY_FRAME,
)
"""Every folder that pages are made in; each has a frame of its own, those of cities one together.

Pages about records of one kind are in a folder with the name of the kind's record folder.
Issues are the exception: `ledgers` and `exposures` are two views of the same records.
"""

HOME = "index.html"
CHANGES = "changes/index.html"
ABOUT = "about/index.html"
"""What the site was made from and how to verify it; the foot of every page leads there."""
DATA_FOLDER = "open-data"
DATA = "open-data/index.html"
"""The open data; the addresses of its files stay as they are."""
RATES_NAME = "standing"
"""The table of counts and ratios among the open data."""
DUES = "dues/index.html"
GUIDE = "guide/index.html"
"""What leads to guides, data and sources in the full edition."""
EXPOSURES = "exposures/index.html"
CASE_COUNTS = "exposures/counts.js"
"""The numbers of cases by city and category, which the page of each case prints."""
REPORTS = "reports/index.html"
APPRAISALS = "appraisals/index.html"
GRIDS = "grids/index.html"
MONITORS = "monitors/index.html"
QUICK = "quick/index.html"
LIAISONS = "liaisons/index.html"
INCIDENTS = "incidents/index.html"
PENALTIES = "penalties/index.html"
TASKS = "tasks/index.html"
UNITS = "units/index.html"
TEAMS = "teams/index.html"
EXPOSURES_FEED = "feeds/exposures.xml"


def city_path(city_id: str) -> str:
    """Return the page of a city."""
    return f"cities/{city_id}.html"


def city_part_path(city_id: str, part: str, page: int = 1) -> str:
    """Return a part of a city's pages, `owed` or a county, or a further page of it."""
    return f"cities/{city_id}/{part}-{page}.html" if page > 1 else f"cities/{city_id}/{part}.html"


def unit_key(code: str, name: str) -> str:
    """Return the name of a county or unit in addresses: its code, or a digest of its name."""
    return code or f"u{sha256(name.encode()).hexdigest()[:8]}"


def programme_path(programme_id: str) -> str:
    """Return the page of a programme."""
    return f"programmes/{programme_id}.html"


def list_path(programme_id: str, city_id: str) -> str:
    """Return the one list of a city's issues in a programme that keeps one."""
    return f"programmes/{programme_id}-{city_id}.html"


def ledger_path(name: str) -> str:
    """Return the page of a ledger, or of a part of one."""
    return f"ledgers/{name}.html"


def letters_path(city_id: str) -> str:
    """Return the page of a city's letters of supervision and hand-over lists."""
    return f"ledgers/letters-{city_id}.html"


def letter_path(city_id: str, name: str) -> str:
    """Return the page of a single letter or hand-over list, where one page is too short for all."""
    return f"ledgers/letters-{city_id}.{name}.html"


def exposure_path(issue_id: str) -> str:
    """Return the page of an exposure case (曝光)."""
    return f"exposures/{issue_id}.html"


def exposures_path(month: str) -> str:
    """Return the list of cases made public in a month (`2019-07`), in a year, or ("") one day."""
    return f"exposures/{month or 'undated'}.html"


def same_day_path(month: str) -> str:
    """Return the file of the cases that were made public together, on a day of a month."""
    return f"exposures/same-day-{month}.js"


def dictionary_path(kind: str) -> str:
    """Return the page of the fields of a kind of records."""
    return f"dictionary/{kind}.html"


def bulletin_path(bulletin_id: str) -> str:
    """Return the page of a bulletin."""
    return f"bulletins/{bulletin_id}.html"


def round_path(round_id: str) -> str:
    """Return the page of a round."""
    return f"rounds/{round_id}.html"


def round_part_path(round_id: str, part: str) -> str:
    """Return a further page of a round that has a dispatch sheet: `cities` or `issues`."""
    return f"rounds/{round_id}-{part}.html"


def tasks_path(programme_id: str, city_id: str) -> str:
    """Return the page of a city's tasks in one programme."""
    return f"tasks/{programme_id}-{city_id}.html"


def dues_path(city_id: str) -> str:
    """Return the page of a city's dues."""
    return f"dues/{city_id}.html"


def dues_part_path(city_id: str, part: int) -> str:
    """Return a page of a city's dues where one is too short for all; the first is the main one."""
    return dues_path(city_id) if part == 1 else f"dues/{city_id}-{part}.html"


def unit_dues_path(city_id: str, key: str, part: int = 1) -> str:
    """Return a page of what one county or unit of a city owes (`unit_key`)."""
    return dues_part_path(f"{city_id}-{key}", part)


def owed_book_path(city_id: str, key: str = "") -> str:
    """Return the workbook of what a city, or one of its counties or units (`unit_key`), owes."""
    return f"dues/{city_id}{f'-{key}' if key else ''}.xlsx"


def waiting_path(key: str, part: int = 1) -> str:
    """Return a page of the list of what the groups, or those above them, owe."""
    return f"dues/{key}.html" if part == 1 else f"dues/{key}-{part}.html"


def near_path(days: int, part: int = 1) -> str:
    """Return a page of the list of what falls due within so many days."""
    return waiting_path(f"within-{days}", part)


def group_work_path(round_id: str, part: int = 1) -> str:
    """Return the page of the work of the groups of a round by the day of the event."""
    return f"progress/work-{round_id}{f'-{part}' if part > 1 else ''}.html"


def action_path(action_id: str) -> str:
    """Return the page of an action (措施)."""
    return f"actions/{action_id}.html"


def assistance_path(city_id: str) -> str:
    """Return the page of the assistance given to a city."""
    return f"assistance/{city_id}.html"


def target_path(target_id: str) -> str:
    """Return the page of the targets of a city in a programme."""
    return f"targets/{target_id}.html"


def assessment_path(round_id: str, part: int = 1) -> str:
    """Return a page of the work of each group in a round."""
    return f"assessments/{round_id}{f'-{part}' if part > 1 else ''}.html"


def assessed_units_path(part: int = 1) -> str:
    """Return a page of the work of the groups to which each unit sent people."""
    return assessment_path("units", part)


def team_round_path(round_id: str) -> str:
    """Return the dispatch board of a round."""
    return f"teams/{round_id}.html"


def posted_groups_path(round_id: str, part: int) -> str:
    """Return one of the lists of the groups of a round that has too many for its board."""
    return f"teams/{round_id}-groups-{part}.html"


def team_path(team_id: str) -> str:
    """Return the page of a team, named by round and city like its ID."""
    return f"teams/{team_id}.html"


def report_path(period: str) -> str:
    """Return the page of a generated bulletin: of a round, a month, a quarter or a year."""
    return f"reports/{period}.html"


def appraisals_path(programme_id: str) -> str:
    """Return the page of a programme's appraisals."""
    return f"appraisals/{programme_id}.html"


def grid_path(programme_id: str, city_id: str) -> str:
    """Return the page of a city's grids in a programme."""
    return f"grids/{programme_id}-{city_id}.html"


def monitor_path(programme_id: str, city_id: str) -> str:
    """Return the page of the monitoring in a city in a programme."""
    return f"monitors/{programme_id}-{city_id}.html"


def quick_path(programme_id: str, year: int) -> str:
    """Return the page of a year of a programme's quick bulletin."""
    return f"quick/{programme_id}-{year:04}.html"


def liaison_path(liaison_id: str) -> str:
    """Return the page of the liaison of a city in a programme."""
    return f"liaisons/{liaison_id}.html"


def incidents_path(city_id: str) -> str:
    """Return the page of the incidents on the spot in a city."""
    return f"incidents/{city_id}.html"


def unit_path(unit_id: str) -> str:
    """Return the page of a unit (单位档案)."""
    return f"units/{unit_id}.html"


PENALTIES_A_PAGE = 100


def penalties_path(penalty_id: str) -> str:
    """Return the page of the penalties of a city that this one is on; it follows from its ID."""
    beginning, serial = split_serial(penalty_id)
    part = (serial - 1) // PENALTIES_A_PAGE + 1
    name = beginning.removesuffix("-F")
    return f"penalties/{name}.html" if part == 1 else f"penalties/{name}-{part}.html"


def penalty_path(penalty_id: str) -> str:
    """Return the place of a penalty on its page."""
    return f"{penalties_path(penalty_id)}#{penalty_id}"


def feed_path(city_id: str) -> str:
    """Return the Atom feed of a city."""
    return f"feeds/{city_id}.xml"


def download_path(city_id: str, form: str) -> str:
    """Return the ledger of a city as a file of the form `xlsx` or `zip`."""
    return f"downloads/{city_id}.{form}"


def calendar_path(city_id: str) -> str:
    """Return the calendar of a city's deadlines."""
    return f"calendars/{city_id}.ics"


def issue_path(line: LedgerRow | IssueSummary) -> str:
    """Return the place of the issue of a line: its own page, or its anchor in the ledger."""
    if line.has_page:
        return exposure_path(line.id)
    return f"{ledger_path(line.part or line.ledger)}#{line.id}"


@dataclass(frozen=True, slots=True)
class Links:
    """Links as seen from one page, or with an address from anywhere: feeds are read elsewhere."""

    page: str
    address: str = ""

    def to(self, path: str) -> str:
        """Return a link to any page or file of the site."""
        return (self.address or "../" * self.page.count("/")) + path

    def folder(self, name: str) -> str:
        """Return a link to the index page of a folder."""
        return self.to(f"{name}/index.html")

    def city(self, city_id: str) -> str:
        """Return a link to a city's page."""
        return self.to(city_path(city_id))

    def dues(self, city_id: str) -> str:
        """Return a link to the page of a city's dues."""
        return self.to(dues_path(city_id))

    def programme(self, programme_id: str) -> str:
        """Return a link to a programme's page."""
        return self.to(programme_path(programme_id))

    def ledger(self, name: str) -> str:
        """Return a link to a ledger's page."""
        return self.to(ledger_path(name))

    def exposure(self, issue_id: str) -> str:
        """Return a link to the page of an exposure case."""
        return self.to(exposure_path(issue_id))

    def issue(self, line: LedgerRow | IssueSummary) -> str:
        """Return a link to the place where an issue is shown."""
        return self.to(issue_path(line))

    def bulletin(self, bulletin: Bulletin) -> str:
        """Return a link to a bulletin's page."""
        return self.to(bulletin_path(bulletin.id))

    def records(self, kind: str = "问题", **facets: str) -> str:
        """Return a link to the record search with exactly the records with these properties.

        Issues where no other `kind` is given.
        """
        terms = [f"&{name}={quoted(value)}" for name, value in facets.items() if value]
        return self.to(f"search/index.html?kind={quoted(kind)}{''.join(terms)}")

    def exposed(self, city_id: str) -> str:
        """Return a link to the record search with the exposed issues of a city."""
        return self.records(city=city_id, exposed="1")

    def round(self, round_id: str) -> str:
        """Return a link to a round's page."""
        return self.to(round_path(round_id))

    def action(self, action_id: str) -> str:
        """Return a link to an action's page."""
        return self.to(action_path(action_id))

    def unit(self, unit_id: str) -> str:
        """Return a link to the page of a unit."""
        return self.to(unit_path(unit_id))

    def report(self, period: str) -> str:
        """Return a link to the page of a generated bulletin."""
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
WORK = "progress/work.html"
TRENDS = "progress/trends.html"
WORK_FILE = "progress/work.csv"
WORK_CITIES = "progress/work-cities.html"
GROUP_WORK_FILE = "progress/work-groups.csv"
WORK_BOOK = "progress/work.xlsx"
ROUNDS = "rounds/index.html"
RULES = "rules/index.html"
SEARCH = "search/index.html"
SOURCES = "sources/index.html"
TARGETS = "targets/index.html"
MANIFEST = "data/manifest.js"
"""The file that the search reads first."""
OTHER_RECORDS = "data/records-other.js"
"""The shard of records other than issues."""
SEARCH_WORDS = "data/words.js"
"""The words that the search knows."""


def phrase(text: str) -> str:
    """Return a query that finds a text as it stands; quotation marks count for nothing in it."""
    return '"' + text.replace('"', "") + '"'


_NO_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9_.~-]*")


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """A value as an address holds it. Chinese signs stay: an address may hold them, a reader can
    read them, and quoted they take three times the room on pages with thousands of links.

    Kept, because pages ask for the same cities, rounds and categories thousands of times.
    """
    if _PLAIN.fullmatch(text):
        return text
    return _NO_HAN.sub(lambda other: quote_plus(other[0]), text)
