"""The lists of issues that fall due within a week or a fortnight, the next deadline first.

The figures of the home page lead here; they and these lists come from the same function.
"""

from collections.abc import Iterator

from generator.kinds.issue.ledger import LONGEST, IssueSummary
from generator.kinds.issue.pressing import FORTNIGHT, WEEK, near
from generator.kinds.issue.views import IssueList, issue_rows
from generator.site.index import SiteIndex
from generator.site.links import Links, near_path
from generator.site.overview.backlog import parts
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell


def near_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the pages of both lists, as many as each needs; none of an empty list."""
    for days in () if site.is_public else (WEEK, FORTNIGHT):
        number = len(_near(site, days))
        for part in range(1, parts(number) + 1 if number else 1):
            yield PageJob(near_path(days, part), _near_page, (days, part))


def _near(site: SiteIndex, days: int) -> list[IssueSummary]:
    key = f"due within {days} days"
    return site.memo(key, lambda: near(site.overview.summaries, site.today, days))


def _near_page(site: SiteIndex, templates: Templates, days: int, part: int) -> Page:
    path = near_path(days, part)
    link, all_of = Links(path), _near(site, days)
    title, last = f"{days} 日内到期的问题", parts(len(all_of))
    shown = all_of[LONGEST * (part - 1) : LONGEST * part]
    return templates.page(
        "near.html",
        path,
        title + (f"（第 {part} 页）" if part > 1 else ""),
        today=site.today,
        total=len(all_of),
        part=part,
        pages=[
            Cell(str(one), link.to(near_path(days, one))) for one in range(1, last + 1) if last > 1
        ],
        list=IssueList(
            f"{title}，截至 {site.today}，期限近的在前",
            issue_rows(site, link, shown),
            len(all_of),
            "",
        ),
    )
