"""Inspected sites (检查量) for other pages and the search: paths, columns, ratios, lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.visit import KIND
from generator.kinds.visit.model import VisitCount, Visits
from generator.kinds.visit.status import VisitTally, tally
from generator.site.index import SiteIndex
from generator.site.links import Links
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    Card,
    Cell,
    counted,
    place_text,
    round_label,
    share_text,
)

VISITS = "visits/index.html"


def visits_path(record_id: str) -> str:
    """Return the page of one record."""
    return f"visits/{record_id}.html"


def visits_city_path(city_id: str) -> str:
    """Return the page of the sites inspected in a city."""
    return f"visits/{city_id}.html"


def visits_round_path(round_id: str) -> str:
    """Return the page of the sites inspected in a round."""
    return f"visits/{round_id}.html"


@dataclass(frozen=True, slots=True)
class VisitRate:
    """One ratio of inspected sites: its head, its formula, and what the formula leaves out."""

    title: str
    formula: str
    remark: str

    @property
    def meaning(self) -> str:
        """Return its definition as pages print it."""
        return f"{self.formula}（{self.remark}）"


PROBLEM_RATE = VisitRate(
    "问题率",
    "有问题点位 ÷ 检查点位",
    "一个点位有几个问题也只算一个；没有统计有问题点位的检查不计",
)
COVERAGE = VisitRate(
    "清单覆盖率",
    "检查过的清单内点位 ÷ 任务清单点位",
    "没有写明清单点位数、没有分清清单内外的不计",
)
VISIT_RATES: Sequence[VisitRate] = (PROBLEM_RATE, COVERAGE)


def visit_rates(*, is_public: bool) -> Sequence[VisitRate]:
    """Return the ratios that an edition shows."""
    return (COVERAGE,) if is_public else VISIT_RATES


_INTERNAL = ("有问题点位", PROBLEM_RATE.title)
"""Heads of what the public edition does not have."""

_SITES = str(VisitCount.model_fields["sites"].title)
_HEADS = (_SITES, "清单内", "清单外", "未分清内外", *_INTERNAL, COVERAGE.title)


def visit_heads(*, is_public: bool) -> tuple[str, ...]:
    """Return the heads of the columns of `visit_cells`."""
    return tuple(head for head in _HEADS if not (is_public and head in _INTERNAL))


def visit_cells(sums: VisitTally, href: str = "", *, is_public: bool) -> tuple[Cell, ...]:
    """Return sums and ratios in the order of the heads; empty cells for what is not known."""
    cells = (
        counted(sums.sites, href),
        _known(sums.listed, sums.split),
        _known(sums.unlisted, sums.split),
        _known(sums.sites - sums.split, sums.sites - sums.split),
        _known(sums.with_problems, sums.judged),
        _ratio(sums.with_problems, sums.judged),
        _ratio(sums.covered, sums.on_lists),
    )
    return tuple(
        cell
        for head, cell in zip(_HEADS, cells, strict=True)
        if not (is_public and head in _INTERNAL)
    )


def _known(number: int, of: int) -> Cell:
    """Return a sum; an empty cell where no count says anything of it."""
    return Cell(str(number) if of else "")


def _ratio(part: int, whole: int) -> Cell:
    return Cell(share_text(part, whole), sort=f"{100 * part / whole:.4f}" if whole else "")


_MEANINGS = {
    _SITES: "各组检查过的点位，本轮再次检查的不重复计",
    "清单内": "在任务清单里的，只计分清清单内外的检查",
    "清单外": "不在任务清单里的，只计分清清单内外的检查",
    "未分清内外": "检查时没有分清是否在任务清单里的",
    "有问题点位": "检查时有问题的点位，只计统计了的",
    **{one.title: one.formula for one in VISIT_RATES},
}


def visit_cards(sums: VisitTally, *, is_public: bool) -> list[Card]:
    """Return a card for each figure that is known."""
    shown = visit_heads(is_public=is_public)
    cells = visit_cells(sums, is_public=is_public)
    return [
        Card(head, cell, _MEANINGS[head])
        for head, cell in zip(shown, cells, strict=True)
        if cell.text
    ]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """Figures of inspected sites for the page of a city or a round, and where they come from."""

    sites: Cell
    figures: tuple[tuple[str, str], ...]


def visit_line(
    site: SiteIndex, page: str, *, city: str = "", round_id: str = ""
) -> VisitLine | None:
    """Return the sites inspected in a city or in a round; None where none are on record."""
    programme, _, number = round_id.partition("-")
    own = site.register.select(Visits, programme=programme, city=city, round_name=number)
    if not own:
        return None
    path = visits_city_path(city) if city else visits_round_path(round_id)
    heads = visit_heads(is_public=site.is_public)
    cells = visit_cells(tally(own), is_public=site.is_public)
    figures = tuple((head, cell.text) for head, cell in zip(heads, cells, strict=True) if cell.text)
    return VisitLine(counted(int(figures[0][1]), Links(page).to(path)), figures[1:])


def visits_title(one: Visits, place: str) -> str:
    """Return the title of a record, with the name of its city."""
    return f"{place}{round_label(one.round_number)}检查量"


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of inspected sites."""
    for one in site.register.select(Visits):
        city = site.register.cities.get(one.city_id)
        notes = (one.note, *(count.note for count in one.counts))
        days = [count.date for count in one.counts]
        yield plain_entry(
            KIND.search_label,
            one.id,
            visits_path(one.id),
            visits_title(one, city.name if city else one.city_id),
            "；".join(note for note in notes if note),
            texts=texts_of(one),
            place=place_text(city, ""),
            programme=one.programme_id,
            city=one.city_id,
            date=min(days).isoformat(),
            round_number=str(one.round_number),
        )


def record_place(_: SiteIndex, record: Visits) -> str:
    """Return where a record is shown, as a path in the site."""
    return visits_path(record.id)
