"""The progress tables: city by group, city by round, month by campaign. Each count has its link."""

from collections.abc import Iterator

from generator.derive.matrix import cross
from generator.model.issue import Issue
from generator.render.book import Book
from generator.render.charts import bar_chart
from generator.render.links import Links, city_path
from generator.render.page import Page, Templates
from generator.render.search import status_words
from generator.render.tables import Cell, CountTable, Labels, count_table
from generator.render.terms import round_column

BY_CATEGORY = "progress/index.html"
BY_ROUND = "progress/rounds.html"
BY_MONTH = "progress/months.html"
BY_STATUS = "progress/status.html"
NO_LIFECYCLE = "没有办理流程"


def progress_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The tables, a page each."""
    yield templates.page("progress.html", BY_CATEGORY, "工作进度", table=_by_category(book))
    yield templates.page("progress_rounds.html", BY_ROUND, "分轮次进度", table=_by_round(book))
    yield templates.page(
        "progress_status.html", BY_STATUS, "办理状态", table=_by_status(book), today=book.today
    )
    table = _by_month(book)
    chart = bar_chart([(row.label.text, int(row.total.text), row.total.href) for row in table.rows])
    yield templates.page("progress_months.html", BY_MONTH, "分月进度", table=table, chart=chart)


def _city_rows(book: Book) -> list[str]:
    """The cities on the map, and others that have a problem."""
    used = {issue.city_id for issue in book.register.issues}
    return [city.id for city in book.cities if city.tile or city.id in used]


def _city_label(book: Book, link: Links, city_id: str) -> Cell:
    return Cell(book.register.cities[city_id].name, link.to(city_path(city_id)), sort=city_id)


def _by_category(book: Book) -> CountTable:
    link = Links(BY_CATEGORY)
    matrix = cross(
        book.register.issues,
        lambda issue: issue.city_id,
        book.group,
        rows=_city_rows(book),
        columns=book.groups,
    )
    labels = Labels(
        row=lambda key: _city_label(book, link, key),
        column=lambda key: key,
        href=lambda row, column: link.records(city=row, group=column),
    )
    return count_table("各市问题条数，按问题大类", "城市", matrix, labels)


def _round_key(issue: Issue) -> str:
    return f"{issue.programme_id}-R{issue.round_number:02}"


def _by_round(book: Book) -> CountTable:
    link = Links(BY_ROUND)
    order = {programme.id: place for place, programme in enumerate(book.programmes)}
    keys = sorted(
        {_round_key(issue) for issue in book.register.issues},
        key=lambda key: (order[key.split("-")[0]], key),
    )

    def href(row: str, column: str) -> str:
        if not column:
            return link.records(city=row)
        programme, number = column.split("-")
        if row:
            return link.ledger(f"{programme}-{row}-{number}")
        return link.round(programme, int(number[1:]))

    matrix = cross(
        book.register.issues,
        lambda issue: issue.city_id,
        _round_key,
        rows=_city_rows(book),
        columns=keys,
    )
    labels = Labels(
        row=lambda key: _city_label(book, link, key),
        column=lambda key: round_column(key.split("-")[0], int(key[-2:])),
        href=href,
    )
    return count_table("各市问题条数，按行动和轮次", "城市", matrix, labels)


def _month_key(issue: Issue) -> str:
    return issue.found_on.month_key or f"{issue.found_on.year}"


def _by_month(book: Book) -> CountTable:
    link = Links(BY_MONTH)

    def href(row: str, column: str) -> str:
        # A year as such would also find the months of that year.
        if row and "-" not in row:
            return ""
        return link.records(date=row, programme=column)

    matrix = cross(
        book.register.issues,
        _month_key,
        lambda issue: issue.programme_id,
        rows=sorted({_month_key(issue) for issue in book.register.issues}),
        columns=[programme.id for programme in book.programmes],
    )
    labels = Labels(
        row=lambda key: Cell(key if "-" in key else f"{key}（月份不详）", sort=key),
        column=lambda key: key,
        href=href,
    )
    return count_table("各月发现的问题条数，按行动", "月份", matrix, labels)


def _status_key(book: Book, issue: Issue) -> str:
    replayed = book.replays.get(issue.id)
    return replayed.status.name if replayed else NO_LIFECYCLE


def _by_status(book: Book) -> CountTable:
    link = Links(BY_STATUS)
    states = [
        state.name
        for programme in book.programmes
        if programme.lifecycle
        for path in programme.lifecycle.paths
        for state in path.strands[0].states
    ]

    def href(row: str, column: str) -> str:
        known = column and column != NO_LIFECYCLE
        return link.records(city=row, q=status_words(column) if known else "")

    matrix = cross(
        book.register.issues,
        lambda issue: issue.city_id,
        lambda issue: _status_key(book, issue),
        rows=_city_rows(book),
        columns=list(dict.fromkeys([*states, NO_LIFECYCLE])),
    )
    labels = Labels(row=lambda key: _city_label(book, link, key), column=lambda key: key, href=href)
    return count_table("各市问题条数，按办理状态", "城市", matrix, labels)
