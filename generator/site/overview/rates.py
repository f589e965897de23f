"""How issues stand, and the ratios of the ledger with both parts, as a table for files."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.exchange.tables import DataField, DataTable
from generator.kinds.city.model import City
from generator.kinds.issue.column import ColumnKind
from generator.kinds.issue.ledger import IssueState
from generator.kinds.issue.summaries import Tally, tally
from generator.kinds.programme.model import Programme
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import DATA_FOLDER, RATES_NAME
from generator.site.tables import OVERDUE, RATES, STANDING, Rate, is_known

TITLE = "办理情况和比例"
RATES_FILE = f"{DATA_FOLDER}/{RATES_NAME}.json"
_ALL, _PROGRAMME, _CITY = "合计", "行动", "城市"


def rates_table(site: SiteIndex) -> DataTable:
    """Return the counts and ratios of all issues, of each programme and of each city."""
    return site.memo(
        "table of ratios",
        lambda: ratios(
            site.states,
            site.today.isoformat(),
            site.programmes,
            site.cities,
            is_public=site.is_public,
        ),
    )


def ratios(
    states: Sequence[IssueState],
    today: str,
    programmes: Iterable[Programme],
    cities: Iterable[City],
    *,
    is_public: bool,
) -> DataTable:
    """Return the counts and ratios as of a day, of each programme and city with any issue too."""
    fields = [
        DataField("scope", "范围", "合计、行动或者城市"),
        DataField("code", "代码", "行动的编号或者城市的代码；合计的空着"),
        DataField("name", "名称", "行动或者城市的名称"),
        *(
            DataField(one.key, one.title, one.meaning_in(is_public=is_public), ColumnKind.NUMBER)
            for one in STANDING
        ),
        *(field for one in RATES for field in _fields(one)),
    ]
    rows = [
        [*names, *_cells(tally(some, today), is_public=is_public)]
        for names, some in _scopes(states, programmes, cities)
    ]
    return DataTable(RATES_NAME, TITLE, fields, rows)


def _fields(rate: Rate) -> Iterator[DataField]:
    yield DataField(
        f"{rate.key}_part", f"{rate.title}分子", f"{rate.meaning}；÷ 前面的", ColumnKind.NUMBER
    )
    yield DataField(
        f"{rate.key}_whole", f"{rate.title}分母", f"{rate.meaning}；÷ 后面的", ColumnKind.NUMBER
    )
    meaning = f"{rate.meaning}；百分数，分母为 0 的空着"
    yield DataField(rate.key, f"{rate.title}（%）", meaning, ColumnKind.NUMBER)


def _scopes(
    states: Sequence[IssueState], programmes: Iterable[Programme], cities: Iterable[City]
) -> Iterator[tuple[Sequence[str], Sequence[IssueState]]]:
    yield (_ALL, "", ""), states
    by_programme = grouped(states, lambda one: one.programme)
    for programme in programmes:
        if programme.id in by_programme:
            yield (_PROGRAMME, programme.id, programme.name), by_programme[programme.id]
    by_city = grouped(states, lambda one: one.city)
    for city in cities:
        if city.id in by_city:
            yield (_CITY, city.id, city.name), by_city[city.id]


def _cells(counts: Tally, *, is_public: bool) -> Iterator[str]:
    for one in STANDING:
        yield str(one.count(counts)) if is_known(one, counts, is_public=is_public) else ""
    for rate in RATES:
        part, whole = rate.part(counts), rate.whole(counts)
        if not whole and (is_public or not counts.known):
            # A programme that is not counted as a whole has no ratio, nor have cases of which
            # nobody has published how they stand.
            yield from ("", "", "")
        else:
            yield from (str(part), str(whole), f"{100 * part / whole:.2f}" if whole else "")


def overdue_counts(content: bytes) -> Mapping[str, int]:
    """Return code of a city, or "" for all → overdue issues, from the table as JSON.

    Where none is known nothing stands.
    """
    rows = json.loads(content)
    return {
        row["code"] or "": row[OVERDUE.key]
        for row in rows
        if row["scope"] != _PROGRAMME and row[OVERDUE.key] is not None
    }
