"""The progress tables: city by group, round, status and standing, month by programme.

See decision 0025.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.search_words import NO_MONTH
from generator.kinds.issue.summaries import Tally, cross, month_key, round_id
from generator.kinds.programme.lifecycle import State
from generator.site.charts import bar_chart
from generator.site.index import SiteIndex
from generator.site.links import (
    BY_CATEGORY,
    BY_MONTH,
    BY_ROUND,
    BY_STATUS,
    DATA,
    DATA_FOLDER,
    RATES_NAME,
    Links,
    city_path,
)
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    NO_LIFECYCLE,
    Cell,
    CountTable,
    Labels,
    NumberRow,
    NumberTable,
    behind_from,
    count_table,
    rates_for,
    round_column,
    standing_for,
)


def progress_pages(_: SiteIndex) -> Iterator[PageJob]:
    """Yield the tables, a page each."""
    yield PageJob(BY_CATEGORY, _category_page)
    yield PageJob(BY_ROUND, _rounds_page)
    yield PageJob(BY_STATUS, _status_page)
    yield PageJob(BY_MONTH, _month_page)


def _category_page(site: SiteIndex, templates: Templates) -> Page:
    return templates.page(
        "progress.html",
        BY_CATEGORY,
        "工作进度",
        table=_by_category(site),
        basis=_basis(site.overview.summaries),
    )


def _basis(summaries: Sequence[IssueSummary]) -> str:
    """Return what is counted: that publications name it is only true of cases made public."""
    if all(one.has_page for one in summaries):
        return "问题数是公开点名的个数，不同城市公开的详略不同，不宜直接比较。"
    return "问题数是本台账记录的个数，不同城市排查和记录的详略不同，不宜直接比较。"


def _rounds_page(site: SiteIndex, templates: Templates) -> Page:
    return templates.page("progress_rounds.html", BY_ROUND, "分轮次进度", table=_by_round(site))


def _status_page(site: SiteIndex, templates: Templates) -> Page:
    return templates.page(
        "progress_status.html",
        BY_STATUS,
        "办理状态",
        standing=_by_standing(site),
        ratios=_ratios(site),
        table=_by_status(site),
        rates=rates_for(site.overview.all),
        file=Links(BY_STATUS).to(f"{DATA_FOLDER}/{RATES_NAME}.csv"),
        data=Links(BY_STATUS).to(DATA),
        today=site.today,
    )


def _month_page(site: SiteIndex, templates: Templates) -> Page:
    table = _by_month(site)
    values = [Cell(row.total.text, row.total.href, sort=row.label.text) for row in table.rows]
    chart = bar_chart("各月发现的问题数", "月份", values)
    return templates.page("progress_months.html", BY_MONTH, "分月进度", table=table, chart=chart)


def _city_rows(site: SiteIndex) -> list[str]:
    """Return the cities on the map, and others that have an issue."""
    return [city.id for city in site.cities if city.tile or city.id in site.overview.by_city]


def _city_label(site: SiteIndex, link: Links, city_id: str) -> Cell:
    return Cell(site.register.cities[city_id].name, link.to(city_path(city_id)), sort=city_id)


def _by_category(site: SiteIndex) -> CountTable:
    behind = behind_from(site, BY_CATEGORY)
    matrix = cross(
        site.overview.summaries,
        lambda one: one.city,
        lambda one: one.group,
        rows=_city_rows(site),
        columns=site.groups,
    )
    labels = Labels(
        row=lambda key: _city_label(site, behind.link, key),
        column=lambda key: key,
        href=lambda row, column: behind.records(city=row, group=column),
    )
    return count_table("各市问题数，按问题大类", "城市", matrix, labels)


def _by_round(site: SiteIndex) -> CountTable:
    behind = behind_from(site, BY_ROUND)
    order = {programme.id: place for place, programme in enumerate(site.programmes)}
    keys = sorted(site.overview.by_round, key=lambda key: (order[key.split("-")[0]], key))

    def href(row: str, column: str) -> str:
        if not column:
            return behind.records(city=row)
        programme, number = column.split("-")
        if row:
            return behind.ledger(f"{programme}-{row}-{number}")
        return behind.records(programme=programme, round=str(int(number[1:])))

    matrix = cross(
        site.overview.summaries, lambda one: one.city, round_id, rows=_city_rows(site), columns=keys
    )
    labels = Labels(
        row=lambda key: _city_label(site, behind.link, key),
        column=lambda key: round_column(key.split("-")[0], int(key[-2:])),
        href=href,
    )
    return count_table("各市问题数，按行动和轮次", "城市", matrix, labels)


def _by_month(site: SiteIndex) -> CountTable:
    behind = behind_from(site, BY_MONTH)

    def href(row: str, column: str) -> str:
        # A year as such would also find the months of that year.
        words = NO_MONTH if row and "-" not in row else ""
        return behind.records(date=row, programme=column, q=words)

    matrix = cross(
        site.overview.summaries,
        month_key,
        lambda one: one.programme,
        rows=_months_between({month_key(one) for one in site.overview.summaries}),
        columns=[programme.id for programme in site.programmes],
    )
    labels = Labels(
        row=lambda key: Cell(key if "-" in key else f"{key}（月份不详）", sort=key),
        column=lambda key: key,
        href=href,
    )
    return count_table("各月发现的问题数，按行动", "月份", matrix, labels)


def _months_between(found: Collection[str]) -> list[str]:
    """Return these months and years in order, with the months between them in which nothing was.

    So each month takes as much room in the chart as any other.
    """
    months = sorted(one for one in found if "-" in one)
    between = every_month(months[0], months[-1]) if months else ()
    return sorted({*found, *between})


def every_month(first: str, last: str) -> Iterator[str]:
    """Yield each month from the first to the last (2019-05)."""
    year, month = (int(part) for part in first.split("-"))
    while (made := f"{year}-{month:02}") <= last:
        yield made
        year, month = (year + 1, 1) if month == _DECEMBER else (year, month + 1)


_DECEMBER = 12


def _by_standing(site: SiteIndex) -> NumberTable:
    behind = behind_from(site, BY_STATUS)
    metrics = standing_for(site.overview.all, is_public=site.is_public)
    return _of_cities(
        site,
        f"各市办理情况，截至 {site.today}",
        [one.title for one in metrics],
        lambda code, counts: tuple(behind.cells(metrics, counts, city=code)),
    )


def _ratios(site: SiteIndex) -> NumberTable:
    """Return the ratios of each city, apart from its counts: together they are too wide."""
    rates = rates_for(site.overview.all)
    return _of_cities(
        site,
        f"各市办理比率，截至 {site.today}",
        [one.title for one in rates],
        lambda _, counts: tuple(one.cell(counts) for one in rates),
    )


def _of_cities(
    site: SiteIndex,
    caption: str,
    heads: Sequence[str],
    cells: Callable[[str, Tally], tuple[Cell, ...]],
) -> NumberTable:
    """Return a row for each city, from its counts."""
    link = Links(BY_STATUS)
    rows = tuple(
        NumberRow(
            _city_label(site, link, code), cells(code, site.overview.cities.get(code, Tally()))
        )
        for code in _city_rows(site)
    )
    return NumberTable(caption, "城市", tuple(heads), rows)


def _by_status(site: SiteIndex) -> CountTable:
    behind = behind_from(site, BY_STATUS)

    def href(row: str, column: str) -> str:
        return "" if column == NO_LIFECYCLE else behind.records(city=row, status=column)

    matrix = cross(
        site.overview.summaries,
        lambda one: one.city,
        lambda one: one.status or NO_LIFECYCLE,
        rows=_city_rows(site),
        columns=list(dict.fromkeys([*(state.name for state in _states(site)), NO_LIFECYCLE])),
    )
    labels = Labels(
        row=lambda key: _city_label(site, behind.link, key), column=lambda key: key, href=href
    )
    return count_table("各市问题数，按办理状态", "城市", matrix, labels)


def _states(site: SiteIndex) -> Iterator[State]:
    """Return the states of the first strand of every path, which people call the status."""
    for programme in site.programmes:
        for path in programme.lifecycle.paths if programme.lifecycle else ():
            yield from path.strands[0].states
