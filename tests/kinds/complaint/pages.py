"""The pages of complaints: a list, and one page for each."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.kinds.complaint import KIND
from generator.kinds.complaint.model import Complaint

from generator.site.index import SiteIndex
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of

COMPLAINTS = "complaints/index.html"


class Ratio(NamedTuple):
    """A ratio of complaints, as the glossary lists it."""

    title: str
    meaning: str


RATIOS = (Ratio("示例答复率", "已经答复的 ÷ 收到的"),)


def complaint_pages(site: SiteIndex) -> Iterator[PageJob]:
    """The list, and one page for each complaint."""
    yield PageJob(COMPLAINTS, _list_page)
    for one in site.register.select(Complaint):
        yield PageJob(record_place(site, one), _page, (one,))


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    found = [(one, record_place(site, one)) for one in site.register.select(Complaint)]
    return templates.page("complaints.html", COMPLAINTS, "示例投诉", complaints=found)


def _page(site: SiteIndex, templates: Templates, one: Complaint) -> Page:
    title = f"示例投诉 {one.id}"
    return templates.page("complaint.html", record_place(site, one), title, record=one)


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of complaints."""
    for one in site.register.select(Complaint):
        yield plain_entry(
            KIND.search_label,
            one.id,
            record_place(site, one),
            one.text,
            "",
            texts=texts_of(one),
            programme=one.programme_id,
            date=one.received.isoformat(),
        )


def record_place(_: SiteIndex, record: Complaint) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"complaints/{record.id}.html"
