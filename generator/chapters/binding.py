"""Chapters bound into a book: what the pages of the whole register draw on, and these pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.chapters.marks import MONTHS
from generator.chapters.press import Printed, printed
from generator.chapters.setting import Setting
from generator.chapters.sheets import Sheets
from generator.derive.citations import citation_of
from generator.derive.problems.exposed import exposed_line
from generator.derive.problems.piles import Briefs, Pile
from generator.edition.cases import public_register
from generator.frame import BODY_END, sitemap_text
from generator.model.register import Register
from generator.render.book import Book
from generator.render.built import BUILD_SCRIPT, build_script
from generator.render.indexes import SOURCES
from generator.render.links import EXPOSURES_FEED, FOLDERS, bulletin_path
from generator.render.page import COMMIT_LINE, Templates
from generator.render.site import data_files
from generator.store.kept import KeptCity, KeptLedger
from generator.write import carried

MISSING = "404.html"
SITEMAP = "sitemap.xml"
_EXPOSURES = "exposures/"


def bound(
    setting: Setting, register: Register, ledgers: Sequence[KeptLedger], counting: Sheets
) -> Book:
    """The book of a register without problems, and of these ledgers that hold them.

    `ledgers` are in order of their folders, `counting` says which pages stay as they are:
    exposures and citations are read only for pages that show them.
    """
    stay = counting.stay
    lists = {path for path in counting.keys if path.startswith(_EXPOSURES)}
    showing = () if stay.issuperset((EXPOSURES_FEED, *lists)) else ledgers
    exposed = [exposed_line(tuple(row)) for ledger in showing for row in ledger.exposed]
    bulletins = {bulletin_path(one.id) for one in register.bulletins}
    citing = () if stay.issuperset((SOURCES, *bulletins)) else ledgers
    cited = [citation_of(tuple(row)) for ledger in citing for row in ledger.cited]
    return Book(
        public_register(register, setting.today) if setting.is_public else register,
        setting.today,
        setting.audit,
        briefs=Briefs([_pile(ledger) for ledger in ledgers]),
        exposed=tuple(exposed),
        citations=tuple(cited),
        is_public=setting.is_public,
        held=stay,
        settled=counting.settled,
    )


def _pile(ledger: KeptLedger) -> Pile:
    _, _, *names = ledger.folder.split("/")
    return Pile("-".join(names), tuple(ledger.marks[MONTHS].split()), ledger.briefs)


def put_book(
    setting: Setting,
    book: Book,
    cities: Sequence[KeptCity],
    counting: Sheets,
    others: Iterable[str],
) -> Printed:
    """Puts the pages of the whole register, and all that stands round them, on the stage.

    Of those that are `worn` only the last line is written anew; `others` are the files that the
    site has besides.
    """
    stage, frame = setting.stage, setting.frame
    templates = setting.templates(book.register)
    pages = printed(setting, book, templates, counting.to_make)
    texts = {path: _with_last_line(setting, templates, path) for path in counting.worn}
    texts |= _round_pages(setting, book, templates, [row for city in cities for row in city.shards])
    if frame.address:
        there = (*pages.files, *texts, *others)
        listed = {path for path in there if path.endswith(".html")} - {MISSING}
        texts[SITEMAP] = sitemap_text(frame.address, sorted(listed))
    put = {path: stage.put(path, text.encode()) for path, text in texts.items()}
    files = {**pages.files, **put}
    for path in carried(frame.folder, FOLDERS):
        if path not in files:
            files[path] = stage.put(path, (frame.folder / path).read_bytes())
    return Printed(files, pages.named)


def _with_last_line(setting: Setting, templates: Templates, path: str) -> str:
    """A page of the old site with the commit that changed its records last."""
    text = (setting.stage.old / path).read_text(encoding="utf-8")
    page, end, foot = text.rpartition(BODY_END)
    return page[: page.rindex(COMMIT_LINE)] + templates.commit_line(path) + end + foot


def _round_pages(
    setting: Setting, book: Book, templates: Templates, shards: Sequence[Sequence[Any]]
) -> dict[str, str]:
    """Feeds, data, and pages that were written by hand."""
    commit = book.audit.head.id if book.audit else ""
    script = build_script(day=book.today.isoformat(), commit=commit, edition=book.edition)
    shown = {path: text for path, text in data_files(book, shards).items() if book.makes(path)}
    return {BUILD_SCRIPT: script, **setting.frame.hand_written(templates.commit_line), **shown}
