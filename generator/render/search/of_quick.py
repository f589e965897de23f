"""What the search finds of items of quick bulletins."""

from collections.abc import Iterator

from generator.render.search.entry import SearchEntry, joined, plain_entry, texts_of, with_first
from generator.site.index import Book
from generator.site.links import quick_path

LABEL = "工作信息快报"
"""How the search calls records of this kind."""


def search_entries(book: Book) -> Iterator[SearchEntry]:
    """Return the search entries of items of quick bulletins."""
    for one in book.register.quick:
        rules = book.register.programmes[one.programme_id].quick
        name = rules.name if rules else LABEL
        path = quick_path(one.programme_id, one.year)
        texts = with_first(one, one.items, "items")
        for number, (item, said) in enumerate(zip(one.items, texts, strict=True), 1):
            yield plain_entry(
                LABEL,
                f"{one.id}/{number}",
                path + (f"#i{item.number}" if item.number else ""),
                item.text,
                joined([rules.name if rules else "", item.by]),
                texts=said,
                programme=one.programme_id,
                date=item.date.isoformat(),
            )
        if not one.items:
            title = f"{name}（{one.year} 年）"
            yield plain_entry(
                LABEL, one.id, path, title, "", texts=texts_of(one), programme=one.programme_id
            )
