"""The one place that makes links between pages; all relative, so that the archive opens from disk.

Every page but the home page lies one folder deep.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from generator.derive.ledgers import ledger_id
from generator.model.bulletin import Bulletin
from generator.model.issue import Issue

HOME = "index.html"
CHANGES = "changes/index.html"


def city_path(city_id: str) -> str:
    """The page of a city."""
    return f"cities/{city_id}.html"


def programme_path(programme_id: str) -> str:
    """The page of a campaign."""
    return f"programmes/{programme_id}.html"


def ledger_path(name: str) -> str:
    """The page of a ledger."""
    return f"ledgers/{name}.html"


def exposure_path(issue_id: str) -> str:
    """The page of an exposure case (曝光)."""
    return f"exposures/{issue_id}.html"


def bulletin_path(bulletin_id: str) -> str:
    """The page of a bulletin."""
    return f"figures/{bulletin_id}.html"


def round_path(round_id: str) -> str:
    """The place of a round in the list of rounds."""
    return f"rounds/index.html#{round_id}"


def feed_path(city_id: str) -> str:
    """The Atom feed of a city."""
    return f"feeds/{city_id}.xml"


def issue_path(issue: Issue) -> str:
    """Where one problem is shown: its exposure page, or its place in the ledger."""
    if issue.exposures:
        return exposure_path(issue.id)
    return f"{ledger_path(ledger_id(issue))}#{issue.id}"


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

    def programme(self, programme_id: str) -> str:
        """A campaign's page."""
        return self.to(programme_path(programme_id))

    def ledger(self, name: str) -> str:
        """A ledger's page."""
        return self.to(ledger_path(name))

    def issue(self, issue: Issue) -> str:
        """The place where a problem is shown."""
        return self.to(issue_path(issue))

    def bulletin(self, bulletin: Bulletin) -> str:
        """A bulletin's page."""
        return self.to(bulletin_path(bulletin.id))

    def records(self, **facets: str) -> str:
        """The record search, showing exactly the problems with these properties."""
        wanted = {"kind": "问题", **{name: value for name, value in facets.items() if value}}
        return self.to("search/index.html?" + urlencode(wanted))

    def round(self, programme_id: str, number: int) -> str:
        """The record search, showing the problems of one round: it stands in their IDs."""
        return self.records(programme=programme_id, q=f"-R{number:02}-")
