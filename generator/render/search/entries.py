"""What the search finds besides problems: figures, cities, campaigns, rounds, and their work."""

from collections.abc import Iterator, Mapping, Sequence

from generator.derive.figures import PublishedFigure
from generator.derive.problems.lines import CLOSED, OPEN
from generator.derive.work.assistance import standing
from generator.model.kinds import BY_NAME
from generator.render.book import Book
from generator.render.campaigns.team_groups import team_place
from generator.render.links import (
    action_path,
    bulletin_path,
    city_path,
    help_path,
    programme_path,
    tasks_path,
)
from generator.render.places.figures import figure_view
from generator.render.search.city_entries import CITY_SIDE, city_entries
from generator.render.search.entry import SearchEntry, plain_entry, texts_of, with_first
from generator.render.search.plan_entries import PLAN, plan_entries
from generator.render.terms import place_text, round_label
from generator.render.work.actions import kind_words
from generator.render.work.task_views import headline

ISSUE = "问题"
HELP = "帮扶"
ROUND = BY_NAME["round"].title
KINDS = (
    ISSUE,
    "通报数据",
    "城市",
    "专项行动",
    ROUND,
    "措施",
    "攻坚任务",
    HELP,
    "工作组",
    *PLAN,
    *CITY_SIDE,
)


RULES = ("lifecycle",)
"""What a programme prescribes of states and steps: the words of each issue would find it."""


def other_entries(book: Book) -> Iterator[SearchEntry]:
    """Every record that is no problem."""
    yield from _figures(book)
    yield from _cities(book)
    yield from _programmes(book)
    yield from _rounds(book)
    yield from _tasks(book)
    yield from _actions(book)
    yield from _help(book)
    yield from _teams(book)
    yield from plan_entries(book)
    yield from city_entries(book)


def _figures(book: Book) -> Iterator[SearchEntry]:
    cities = {city.name: city.id for city in book.cities}
    for bulletin in book.register.bulletins:
        texts = with_first(bulletin, bulletin.rows, "rows")
        for figure, said in zip(bulletin.rows, texts, strict=True):
            yield _figure(book, PublishedFigure(bulletin, figure), said, cities)


def _figure(
    book: Book, one: PublishedFigure, texts: Sequence[str], cities: Mapping[str, str]
) -> SearchEntry:
    view = figure_view(book.register, one)
    source = one.bulletin.source
    title = (view.area, view.metric, view.category, view.value + view.unit)
    text = (view.span, view.round, view.scope, source.title, source.publisher)
    return plain_entry(
        "通报数据",
        f"{one.bulletin.id}/{view.row}",
        f"{bulletin_path(one.bulletin.id)}#{view.row}",
        " ".join(part for part in title if part),
        "；".join(part for part in text if part),
        texts=texts,
        place=view.area,
        programme=one.bulletin.programme_id,
        city=cities.get(one.figure.area.city or "", ""),
        date=str(one.figure.end),
    )


def _cities(book: Book) -> Iterator[SearchEntry]:
    for city in book.cities:
        names = [*city.codes, *sorted(city.known_codes), *city.uncoded]
        yield plain_entry(
            "城市",
            city.id,
            city_path(city.id),
            city.name,
            "；".join([city.short_name, city.pinyin, city.region, city.note or "", *names]),
            texts=texts_of(city),
            place=city.province,
            city=city.id,
        )


def _programmes(book: Book) -> Iterator[SearchEntry]:
    for programme in book.programmes:
        document = programme.document
        lines = [
            *programme.called,
            programme.issuer,
            document.title if document else "",
            (document.number or "") if document else "",
            programme.scale or "",
            programme.note or "",
            *programme.unpublished,
            *(source.title for source in programme.sources),
        ]
        yield plain_entry(
            "专项行动",
            programme.id,
            programme_path(programme.id),
            programme.name,
            "；".join(line for line in lines if line),
            texts=texts_of(programme, *RULES),
            programme=programme.id,
            date=str(programme.period.start),
        )


def _rounds(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.rounds.values():
        programme = book.register.programmes[one.programme_id]
        yield plain_entry(
            ROUND,
            one.id,
            f"rounds/index.html#{one.id}",
            f"{programme.name} {round_label(one.number)}",
            f"{one.start} 至 {one.end}；{one.standing}；{one.note or ''}",
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.start),
        )


def _tasks(book: Book) -> Iterator[SearchEntry]:
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
            "攻坚任务",
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


def _actions(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.actions:
        city = book.register.cities.get(one.whom.city)
        lines = [
            kind_words(one.kind),
            one.by or "",
            one.cause.facts,
            one.handling or "",
            one.form or "",
            *one.cause.triggers,
            *(demand.what for demand in one.demands),
            *(sequel.what for sequel in one.sequels),
            *(source.title for source in one.sources),
        ]
        yield plain_entry(
            "措施",
            one.id,
            action_path(one.id),
            f"{one.kind}：{one.whom.name}",
            "；".join(line for line in lines if line),
            texts=texts_of(one),
            place=place_text(city, one.whom.county_name or ""),
            programme=one.programme_id,
            city=one.whom.city,
            date=str(one.date),
        )


def _help(book: Book) -> Iterator[SearchEntry]:
    for one in book.register.assistance:
        said = (event.said for event in one.events)
        texts = (
            help_words(one.kind),
            standing(one, book.register.vocabulary).value,
            *said,
            one.result,
            one.receiver,
            one.note,
        )
        yield plain_entry(
            HELP,
            one.id,
            f"{help_path(one.city_id)}#{one.id}",
            one.subject,
            "；".join(text for text in texts if text),
            texts=texts_of(one),
            place=book.register.cities[one.city_id].name + (one.place.name if one.place else ""),
            programme=one.programme_id,
            city=one.city_id,
            date=str(one.events[0].date),
            round_number=str(one.round_number),
            openness=CLOSED if one.ending(book.register.vocabulary) else OPEN,
        )


def help_words(kind: str) -> str:
    """How the form of help stands among the searchable words; counts lead to it."""
    return f"形式：{kind}"


def _teams(book: Book) -> Iterator[SearchEntry]:
    for team in book.register.teams:
        city = book.register.cities[team.city_id]
        record = book.register.rounds[team.round_id]
        units = [one.unit for one in team.sponsors]
        yield plain_entry(
            "工作组",
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
