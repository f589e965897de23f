"""The chart of what was found, by group (问题大类), on several pages."""

from collections.abc import Mapping

from generator.render.measures import Behind
from generator.site.charts import BarChart, bar_chart
from generator.site.index import Book
from generator.site.tables import Cell


def group_chart(
    book: Book, behind: Behind, counts: Mapping[str, int], title: str, **facets: str
) -> BarChart:
    """A bar for each group (问题大类) that was found, in official order."""
    values = [
        Cell(str(counts[group]), behind.records(**facets, group=group), sort=group)
        for group in book.groups
        if counts.get(group)
    ]
    return bar_chart("groups", title, "问题大类", values)
