"""The pages of the whole register put on the stage, on all cores where they are many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from generator.chapters.setting import Setting
from generator.render.book import Book
from generator.render.page import Templates
from generator.render.site import FAMILIES, Family
from generator.workers import cores, forks, shared_out

_WORTH_A_PROCESS = 100
"""Pages below which a second process takes longer to begin than it helps."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was put on the stage: path → SHA-256, and path of a page → the blobs that it shows.

    These are told by the IDs of their records.
    """

    files: Mapping[str, str]
    named: Mapping[str, frozenset[str]]


def printed(setting: Setting, book: Book, templates: Templates, pages: int) -> Printed:
    """Puts every page of a book that has to be made on the stage; `pages` is about how many."""
    processes = min(cores(), pages // _WORTH_A_PROCESS + 1) if forks() else 1
    if processes > 1:
        len(book.briefs)  # read here once for all of them
    parts = list(shared_out(_printer, (setting, book, templates), FAMILIES, processes))
    return Printed(
        {path: digest for part in parts for path, digest in part.files.items()},
        {path: names for part in parts for path, names in part.named.items()},
    )


def _printer(given: tuple[Setting, Book, Templates]) -> Callable[[Family], Printed]:
    """What prints the pages of a family. A process has the book from the one it was forked from."""
    return partial(_family, *given)


def _family(setting: Setting, book: Book, templates: Templates, family: Family) -> Printed:
    made = [page for page in family.pages(book, templates) if book.makes(page.path)]
    texts = {page.path: setting.frame.filled(page.path, page.title, page.body) for page in made}
    files = {path: setting.stage.put(path, text.encode()) for path, text in texts.items()}
    return Printed(files, {page.path: page.named for page in made})
