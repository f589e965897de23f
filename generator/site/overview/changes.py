"""The page of recent changes: which commit did what to which record."""

from dataclasses import dataclass, replace
from posixpath import basename

from pydantic import BaseModel

from generator.audit.audit import ISSUES
from generator.audit.diff import Deed
from generator.core import tracing
from generator.core.fields import Record
from generator.core.vocabulary import Vocabulary
from generator.derive.history.audit import HISTORY, LATE_AFTER_DAYS, Audit, Happening
from generator.edition.fields import is_public
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.issue.history import DeedView, deed_views
from generator.kinds.programme.model import Programme
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH
from generator.model.round import Round
from generator.site.index import Book
from generator.site.links import (
    CHANGES,
    bulletin_path,
    city_path,
    problem_path,
    programme_path,
    round_path,
)
from generator.site.page import Page, Templates

NEWEST = 200
EACH = 20
"""Records listed of one commit: a commit that brings hundreds would hide all others."""

RECORDS = "records/"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What one commit did to one record; `href` is "" where the record has no page any more."""

    day: str
    who: str
    commit: str
    full: str
    record: str
    title: str
    href: str
    deeds: tuple[DeedView, ...]
    more: int


def change_page(book: Book, templates: Templates) -> Page:
    """The page; where there is no audit trail it says so."""
    audit = book.audit
    tracing.read(f"{RECORDS}#{HISTORY}")
    return templates.page(
        "changes.html",
        CHANGES,
        "最近改动",
        audit=audit,
        changes=[change_view(book, one) for one in _newest(book, audit)] if audit else [],
        late_after=LATE_AFTER_DAYS,
        newest=NEWEST,
    )


def _newest(book: Book, audit: Audit) -> list[Happening]:
    """The latest happenings; in public without what tells anything internal."""
    found = audit.newest(NEWEST, EACH)
    if not book.is_public:
        return found
    return [public for one in found if (public := _in_public(book, one))]


def _in_public(book: Book, happening: Happening) -> Happening | None:
    """What the public may see of it: of public records the public fields, and that it was made.

    Nothing of problems: it tells what was there before, which may be what had to go.
    """
    path = happening.path
    if path.startswith(ISSUES) or not (book.register.at(path) or path == RECORDS + VOCABULARY_PATH):
        return None
    model = model_at(path)
    entries = tuple(
        one
        for one in happening.entries
        if one.deed is Deed.CREATED or (one.deed is Deed.FIELD and is_public(one.name, model))
    )
    return replace(happening, entries=entries) if entries else None


def change_view(book: Book, happening: Happening) -> ChangeView:
    """The view of one happening."""
    commit = happening.commit
    record = book.register.at(happening.path)
    name = record.id if record else basename(happening.path).removesuffix(".yml")
    problem = book.by_id.get(name)
    return ChangeView(
        day=commit.day.isoformat() if commit else "",
        who=commit.author if commit else "",
        commit=commit.short if commit else "",
        full=commit.id if commit else "",
        record=name,
        title=problem.site if problem else _title(record, happening.path),
        href=problem_path(problem) if problem else _href(record, happening.path),
        deeds=tuple(deed_views(happening, model_at(happening.path))),
        more=happening.more,
    )


def model_at(path: str) -> type[BaseModel]:
    """The model of the record that lies at a path."""
    kind = BY_FOLDER.get(path.removeprefix(RECORDS).partition("/")[0])
    return kind.model if kind else Vocabulary


def _title(record: Record | None, path: str) -> str:
    if isinstance(record, Bulletin):
        return record.source.title
    if isinstance(record, City | Programme):
        return record.name
    return "词表" if path == RECORDS + VOCABULARY_PATH else ""


def _href(record: Record | None, path: str) -> str:
    makers = {
        Bulletin: bulletin_path,
        City: city_path,
        Programme: programme_path,
        Round: round_path,
    }
    for model, path_of in makers.items():
        if isinstance(record, model):
            return path_of(record.id)
    return "glossary/index.html" if path == RECORDS + VOCABULARY_PATH else ""
