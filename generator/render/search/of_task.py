"""What the search finds of tasks, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.task.model import Task
from generator.kinds.task.views import headline
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.site.index import Book
from generator.site.links import tasks_path

LABEL = "攻坚任务"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of tasks."""
    for task in book.register.tasks:
        city = book.register.cities.get(task.city_id)
        said = [text for one in task.reports for text in (one.said, one.next)]
        lines = [
            *(task.field, task.measure, task.clause),
            *(*task.lead, *task.cooperating, *task.responsible),
            *said,
            *(one.note for one in task.checks),
        ]
        yield plain_entry(
            LABEL,
            task.id,
            f"{tasks_path(task.programme_id, task.city_id)}#{task.id}",
            headline(task),
            "；".join(line for line in lines if line),
            texts=texts_of(task),
            place=(city.name if city else "") + (task.place.name if task.place else ""),
            programme=task.programme_id,
            city=task.city_id,
            date=str(task.due or ""),
        )


def record_place(book: Book, record: Task) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"{tasks_path(record.programme_id, record.city_id)}#{record.id}"
