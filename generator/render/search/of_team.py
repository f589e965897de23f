"""What the search finds of teams, and where they are shown."""

from collections.abc import Iterator

from generator.kinds.team.model import Team
from generator.render.campaigns.team_groups import team_place
from generator.render.search.entry import SearchEntry, plain_entry, texts_of
from generator.render.terms import round_label
from generator.site.index import Book

LABEL = "工作组"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of teams."""
    for team in book.register.teams:
        city = book.register.cities[team.city_id]
        record = book.register.rounds[team.round_id]
        units = [one.unit for one in team.sponsors]
        yield plain_entry(
            LABEL,
            team.id,
            team_place(book, team),
            f"{city.name}工作组 {round_label(team.round_number)}",
            "；".join([*units, *(group.code for group in team.groups)]),
            texts=texts_of(team),
            place=city.province,
            programme=team.programme_id,
            city=city.id,
            date=str(record.start),
        )


def record_place(book: Book, record: Team) -> str:
    """Return where a record is shown, as a path in the site."""
    return team_place(book, record)
