"""What was recorded lately of the problems of a city: a few lines from the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import basename

from generator.core import tracing
from generator.derive.history.audit import HISTORY, Happening
from generator.kinds.issue.history import DeedView, deed_views
from generator.kinds.issue.model import Issue
from generator.site.index import Book
from generator.site.links import Links, problem_path

NEWEST = 10
ISSUES = "records/issues/"


@dataclass(frozen=True, slots=True)
class LatestView:
    """What one commit did to one problem; `href` is "" where the problem is gone."""

    id: str
    title: str
    href: str
    day: str
    who: str
    commit: str
    full: str
    deeds: tuple[DeedView, ...]


def latest_of(book: Book, city: str, newest: int = NEWEST) -> list[Happening]:
    """The latest commits to the problems of a city; [] without an audit trail."""
    if book.audit is None:
        return []
    tracing.read(f"{ISSUES}*/{city}/#{HISTORY}")
    return book.audit.newest_in(book.issue_folders.get(city, ()), newest)


def latest_views(book: Book, link: Links, happenings: Sequence[Happening]) -> list[LatestView]:
    """The views, in the same order."""
    return [_view(book, link, one) for one in happenings]


def _view(book: Book, link: Links, happening: Happening) -> LatestView:
    name = basename(happening.path).removesuffix(".yml")
    brief = book.overview.by_id.get(name)
    commit = happening.commit
    return LatestView(
        id=name,
        title=brief.site if brief else "",
        href=link.to(problem_path(brief)) if brief else "",
        day=commit.day.isoformat() if commit else "",
        who=commit.author if commit else "",
        commit=commit.short if commit else "",
        full=commit.id if commit else "",
        deeds=tuple(deed_views(happening, Issue)),
    )
