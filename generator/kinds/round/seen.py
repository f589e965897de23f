"""The days that publications give for a round, beside those of its record."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.dates import rounds_done, stated_round
from generator.core.fields import Source
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.round.model import Round
from generator.site.index import SiteIndex
from generator.site.tables import Behind, span_text


@dataclass(frozen=True, slots=True)
class SeenDays:
    """Days that a publication gives for a round, and whether the computed days allow them."""

    days: str
    what: str
    agrees: bool
    source: Source
    href: str = ""


def seen_days(site: SiteIndex, behind: Behind, record: Round) -> tuple[SeenDays, ...]:
    """Return the days that publications give for a round, those of its record first."""
    noted = [
        SeenDays(
            f"{one.date} {'已经结束' if one.over else '正在进行'}",
            one.what,
            record.can_be_over(one.date) if one.over else record.agrees_with(one.date, one.date),
            one.source,
        )
        for one in record.sightings
    ]
    bulletins = site.register.select(Bulletin, programme=record.programme_id)
    counted_in = [found for one in bulletins for found in _of_figures(behind, record, one)]
    return (*noted, *dict.fromkeys(counted_in))


def _of_figures(behind: Behind, record: Round, bulletin: Bulletin) -> Iterator[SeenDays]:
    """Yield the days of a bulletin's figures about this round, or by which it was over."""
    href, published = behind.link.bulletin(bulletin), bulletin.source.date
    for figure in bulletin.rows:
        stated = figure.round_stated or ""
        what = f"通报数字的轮次写作“{stated}”"
        if stated_round(stated) == record.number:
            days, agrees = (
                span_text(figure.start, figure.end),
                record.agrees_with(figure.start, figure.end),
            )
            yield SeenDays(days, what, agrees, bulletin.source, href)
        elif published and rounds_done(stated) == record.number:
            days, agrees = f"{published} 已经结束", record.can_be_over(published)
            yield SeenDays(days, what, agrees, bulletin.source, href)
