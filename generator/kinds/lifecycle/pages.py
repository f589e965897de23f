"""Where a lifecycle of the library is found: on the pages of the programmes that name it."""

from collections.abc import Iterator

from generator.kinds.lifecycle import KIND
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.site.index import SiteIndex
from generator.site.links import PROGRAMMES, programme_path
from generator.site.search.shards import SearchEntry, joined, plain_entry, texts_of

RULES = ("lifecycle",)
"""The fields of a record that hold no facts but how something is done, as of a programme."""


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of the library."""
    for one in site.register.select(SharedLifecycle):
        yield plain_entry(
            KIND.search_label,
            one.id,
            record_place(site, one),
            one.name,
            joined([one.note]),
            texts=texts_of(one, *RULES),
        )


def record_place(site: SiteIndex, record: SharedLifecycle) -> str:
    """Return where a record is shown: the first programme that names it, else all of them."""
    named = (one for one in site.programmes if one.lifecycle_of == record.id)
    first = next(named, None)
    return f"{programme_path(first.id)}#lifecycle" if first else PROGRAMMES
