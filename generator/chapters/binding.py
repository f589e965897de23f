"""Chapters bound into a book: what the pages of the whole register draw on, and these pages."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from generator.chapters.setting import Setting
from generator.derive.citations import citation_of
from generator.derive.exposed import exposed_line
from generator.derive.lines import Brief
from generator.edition.cases import public_register
from generator.frame import sitemap_text
from generator.model.register import Register
from generator.render.book import Book
from generator.render.built import BUILD_SCRIPT, build_script
from generator.render.links import EXPOSURES, EXPOSURES_FEED, FOLDERS
from generator.render.site import data_files, pages
from generator.store.made import KeptCity, KeptLedger
from generator.write import carried

MISSING = "404.html"
SITEMAP = "sitemap.xml"


def bound(
    setting: Setting, register: Register, ledgers: Sequence[KeptLedger], held: Iterable[str]
) -> Book:
    """The book of a register without problems, and of these ledgers that hold them.

    `ledgers` are in order of their folders, `held` are the pages that stay as they are:
    exposures are read only for pages that show them.
    """
    stay = frozenset(held)
    showing = () if stay.issuperset((EXPOSURES, EXPOSURES_FEED)) else ledgers
    briefs = [Brief(*row) for ledger in ledgers for row in ledger.briefs]
    exposed = [exposed_line(tuple(row)) for ledger in showing for row in ledger.exposed]
    cited = [citation_of(tuple(row)) for ledger in ledgers for row in ledger.cited]
    return Book(
        public_register(register, setting.today) if setting.is_public else register,
        setting.today,
        setting.audit,
        briefs=tuple(sorted(briefs, key=attrgetter("id"))),
        exposed=tuple(exposed),
        citations=tuple(cited),
        is_public=setting.is_public,
        held=stay,
    )


def put_book(
    setting: Setting, book: Book, cities: Sequence[KeptCity], others: Iterable[str]
) -> Mapping[str, str]:
    """Puts the pages of the whole register, and all that stands round them, on the stage.

    Their paths with their SHA-256; `others` are the files that the site has besides.
    """
    stage, frame = setting.stage, setting.frame
    texts = _texts(setting, book, [row for city in cities for row in city.shards])
    if frame.address:
        listed = {path for path in (*texts, *others) if path.endswith(".html")} - {MISSING}
        texts[SITEMAP] = sitemap_text(frame.address, sorted(listed))
    files = {path: stage.put(path, text.encode()) for path, text in texts.items()}
    for path in carried(frame.folder, FOLDERS):
        if path not in files:
            files[path] = stage.put(path, (frame.folder / path).read_bytes())
    return files


def _texts(setting: Setting, book: Book, shards: Sequence[Sequence[Any]]) -> dict[str, str]:
    frame = setting.frame
    templates = setting.templates(book.register)
    texts = {
        page.path: frame.filled(page.path, page.title, page.body) for page in pages(book, templates)
    }
    commit = book.audit.head.id if book.audit else ""
    day = book.today.isoformat()
    texts[BUILD_SCRIPT] = build_script(day=day, commit=commit, edition=book.edition)
    return texts | frame.hand_written(templates.commit_line) | dict(data_files(book, shards))
