"""How campaigns lean on each other: which one a city's plan supports, and where its work is."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.kinds.liaison.model import Liaison
from generator.kinds.programme.model import Programme
from generator.kinds.task.model import Task
from generator.render.measures import behind_from
from generator.site.index import Book
from generator.site.links import Links, dues_path, liaison_path, programme_path, tasks_path
from generator.site.tables import Cell, counted


@dataclass(frozen=True, slots=True)
class SupportPlace:
    """One city: its liaison, what it owes, its tasks, its problems in the supported campaign."""

    city: Cell
    liaison: Cell
    dues: Cell
    tasks: Cell
    problems: Cell


@dataclass(frozen=True, slots=True)
class Support:
    """`supported`: the campaign that this one supports; `supporters`: those that support it."""

    supported: Cell | None
    supporters: tuple[Cell, ...]
    method: tuple[str, ...]
    fields: tuple[str, ...]
    places: tuple[SupportPlace, ...]

    @property
    def is_there(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.supported or self.supporters or self.method or self.fields)


def support(book: Book, programme: Programme) -> Support:
    """What a campaign supports and by what it is supported, as its page shows it."""
    link = Links(programme_path(programme.id))
    supported = book.register.programmes.get(programme.supports or "")
    return Support(
        supported=_named(link, supported) if supported else None,
        supporters=tuple(
            _named(link, one) for one in book.programmes if one.supports == programme.id
        ),
        method=tuple(programme.method),
        fields=tuple(programme.task_fields),
        places=tuple(_places(book, programme, supported)) if supported else (),
    )


def _named(link: Links, one: Programme) -> Cell:
    return Cell(one.name, link.programme(one.id))


def _places(book: Book, programme: Programme, supported: Programme) -> Iterator[SupportPlace]:
    behind = behind_from(book, programme_path(programme.id))
    link = behind.link
    reached = book.register.select(Liaison, programme=programme.id)
    liaisons = {one.city_id: one.id for one in reached}
    for code in programme.cities or ():
        city = book.register.cities.get(code)
        if city is None:
            continue
        own = book.register.select(Task, city=code)
        tasks = sum(one.programme_id == programme.id for one in own)
        briefs = book.overview.by_city.get(code, ())
        found = sum(one.programme == supported.id for one in briefs)
        liaison = liaisons.get(code)
        owes = bool(own or briefs or liaison)
        yield SupportPlace(
            Cell(city.name, link.city(code)),
            Cell("联络机制", link.to(liaison_path(liaison))) if liaison else Cell("没有记录"),
            _dues(book, link, code) if owes else Cell("没有"),
            counted(tasks, link.to(tasks_path(programme.id, code))),
            counted(found, behind.records(programme=supported.id, city=code)),
        )


def _dues(book: Book, link: Links, code: str) -> Cell:
    return Cell("只在完整版里") if book.is_public else Cell("应办", link.to(dues_path(code)))
