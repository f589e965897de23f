"""Pages show no records but those that their keys count on."""

from dataclasses import replace
from typing import Any, cast

import pytest

from generator.build import read_register
from generator.chapters.draws import DRAWS_ON
from generator.chapters.shown_by import SHOWN_BY
from generator.model.kinds import BY_FOLDER
from generator.model.register import Register
from generator.render.book import Book
from generator.render.page import Templates
from generator.render.site import FAMILIES, Family, data_files
from tests.books import book_of
from tests.registers import SAMPLE, TODAY


class Watched:
    """A register that notes what is read of it."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self._register, name)


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of(read_register(SAMPLE).register, TODAY)


def watched(book: Book) -> tuple[Book, Watched]:
    register = Watched(book.register)
    return replace(book, register=cast(Register, register)), register


def unsaid(read: set[str], folder: str) -> list[str]:
    """The kinds that pages in a folder read, and that `SHOWN_BY` does not know of."""
    kinds = SHOWN_BY.keys() if "filed" in read else read & SHOWN_BY.keys()
    return [f"{folder}: {kind}" for kind in sorted(kinds) if folder not in SHOWN_BY[kind]]


PLACES = [(family, folder) for family in FAMILIES for folder in family.folders]


@pytest.mark.parametrize(("family", "folder"), PLACES, ids=str)
def test_pages_read_only_what_is_said_of_their_folder(
    book: Book, family: Family, folder: str
) -> None:
    paths = [page.path for page in family.pages(book, Templates())]
    elsewhere = frozenset(path for path in paths if path.rpartition("/")[0] != folder)
    own, register = watched(replace(book, held=elsewhere))
    assert len(list(family.pages(own, Templates()))) == len(paths) - len(elsewhere) > 0
    assert unsaid(register.read, folder) == []


def test_data_files_read_only_what_is_said_of_their_folders(book: Book) -> None:
    own, register = watched(book)
    assert data_files(own, [])
    assert unsaid(register.read, "data") == []


def test_what_a_page_draws_on_is_said_of_pages_that_there_are(book: Book) -> None:
    made = {page.path for family in FAMILIES for page in family.pages(book, Templates())}
    assert DRAWS_ON.keys() <= made
    assert SHOWN_BY.keys() <= BY_FOLDER.keys()
    tops = {folder for family in FAMILIES for folder in family.folders} | {"data"}
    assert {folder for folders in SHOWN_BY.values() for folder in folders} <= tops
