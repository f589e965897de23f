"""The one list (一张清单) of a city in a programme: all its issues, with assistance beside them.

See decision 0041.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.core.serials import id_order
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import assistance_line, standing
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summaries import NOTHING, tally
from generator.kinds.issue.views import IssueListRow, issue_rows
from generator.kinds.programme.model import Programme
from generator.kinds.team.groups import team_place
from generator.kinds.team.model import Team
from generator.site.index import SiteIndex
from generator.site.links import Links, assistance_path, list_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    OVERDUE,
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    cards,
    counted,
    round_label,
    standing_for,
)

LONGEST = 1000
"""Issues that a list names; the search shows the rest."""


@dataclass(frozen=True, slots=True)
class ListedIssue:
    """One line of the list: the issue, its medium, and its origin."""

    row: IssueListRow
    medium: str
    origin: str


@dataclass(frozen=True, slots=True)
class ListedAssistance:
    """One assistance record beside the issues."""

    kind: str
    subject: str
    href: str
    state: str


def list_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield a page for each city of each programme that keeps such lists."""
    for programme in site.programmes:
        for city in listed_cities(site, programme):
            yield PageJob(list_path(programme.id, city.id), _list_page, (programme, city))


def listed_cities(site: SiteIndex, programme: Programme) -> list[City]:
    """Return the cities of a programme that have a list; none where it keeps none."""
    if programme.one_list is None:
        return []
    summaries = site.overview.by_programme.get(programme.id, ())
    codes = programme.cities or sorted({one.city for one in summaries})
    return [site.register.cities[code] for code in codes if code in site.register.cities]


def lists_table(site: SiteIndex, behind: Behind, programme: Programme) -> NumberTable:
    """Return the lists of a programme with counts of issues, origins and assistance."""
    by_city = Counter(one.city for one in _summaries(site, programme))
    rows = []
    for city in listed_cities(site, programme):
        page = behind.link.to(list_path(programme.id, city.id))
        own = [one for one in _summaries(site, programme) if one.city == city.id]
        facets = {"programme": programme.id, "city": city.id}
        cells = (
            counted(by_city[city.id], f"{page}#problems"),
            *_by_origin(behind, programme, own, facets),
            counted(
                sum(one.openness == "open" for one in own), behind.records(**facets, open="open")
            ),
            counted(len(_assistance(site, programme, city)), f"{page}#help"),
        )
        rows.append(NumberRow(Cell(city.name, page, sort=city.id), cells, (city.note or "",)))
    heads = ("问题", *_origins(behind, programme), "尚未办结", "帮扶")
    return NumberTable("各地区的问题清单", "地区", heads, tuple(rows), words=("说明",))


def _summaries(site: SiteIndex, programme: Programme) -> Sequence[IssueSummary]:
    return site.overview.by_programme.get(programme.id, ())


def _origins(behind: Behind, programme: Programme) -> Sequence[str]:
    """Return the origins of issues; the public edition does not show them."""
    return () if behind.is_public else programme.origins


def _by_origin(
    behind: Behind, programme: Programme, own: Sequence[IssueSummary], facets: Mapping[str, str]
) -> Iterator[Cell]:
    counts = Counter(one.comes_from for one in own)
    for origin in _origins(behind, programme):
        yield counted(counts[origin], behind.records(**facets, origin=origin))


def fields_table(
    behind: Behind, programme: Programme, own: Sequence[IssueSummary], facets: Mapping[str, str]
) -> NumberTable:
    """Return the number of issues by medium and origin."""
    rows = []
    for medium in programme.media:
        some = [one for one in own if one.medium == medium]
        wanted = {**facets, "medium": medium}
        total = counted(len(some), behind.records(**wanted))
        cells = (total, *_by_origin(behind, programme, some, wanted))
        rows.append(NumberRow(Cell(medium), cells))
    whole = counted(len(own), behind.records(**facets))
    rows.append(NumberRow(Cell("合计"), (whole, *_by_origin(behind, programme, own, facets))))
    heads = ("问题", *_origins(behind, programme))
    return NumberTable("问题数，按环境要素和由来", "环境要素", heads, tuple(rows))


def _list_page(site: SiteIndex, templates: Templates, programme: Programme, city: City) -> Page:
    path = list_path(programme.id, city.id)
    behind = behind_from(site, path)
    of_city = site.overview.by_city.get(city.id, ())
    own = [one for one in of_city if one.programme == programme.id]
    facets = {"programme": programme.id, "city": city.id}
    given = _assistance(site, programme, city)
    counts = tally(own, "") if own else NOTHING
    lasting = [
        one for one in standing_for(counts, is_public=behind.is_public) if one is not OVERDUE
    ]
    assert programme.one_list
    return templates.page(
        "one_list.html",
        path,
        f"{city.name}{programme.one_list.name}（{programme.id}）",
        programme=programme,
        called=programme.one_list,
        city=city,
        is_public=behind.is_public,
        cards=cards(behind, lasting, counts, **facets),
        fields=fields_table(behind, programme, own, facets),
        assistance=assistance_line(
            site, counted(len(own), behind.records(**facets)), given, path, **facets
        ),
        given=[_listed_assistance(site, behind.link, one) for one in given],
        teams=[
            (
                round_label(team.round_number),
                len(team.groups),
                behind.link.to(team_place(site, team)),
            )
            for team in _teams(site, programme, city)
        ],
        issues=_issues(site, behind, own),
        total=len(own),
        rest=behind.records(**facets),
    )


def _issues(site: SiteIndex, behind: Behind, own: Sequence[IssueSummary]) -> list[ListedIssue]:
    """Return the issues, the newest last; the public edition names those that were made public."""
    shown = [one for one in own if one.exposed_on] if behind.is_public else own
    ordered = sorted(shown, key=lambda one: (one.found_on, id_order(one.id)))[:LONGEST]
    rows = issue_rows(site, behind.link, ordered)
    return [
        ListedIssue(row, one.medium, one.comes_from) for row, one in zip(rows, ordered, strict=True)
    ]


def _assistance(site: SiteIndex, programme: Programme, city: City) -> Sequence[Assistance]:
    return site.register.select(Assistance, programme=programme.id, city=city.id)


def _listed_assistance(site: SiteIndex, link: Links, one: Assistance) -> ListedAssistance:
    href = f"{link.to(assistance_path(one.city_id))}#{one.id}"
    return ListedAssistance(
        one.kind, one.subject, href, standing(one, site.register.vocabulary).value
    )


def _teams(site: SiteIndex, programme: Programme, city: City) -> Sequence[Team]:
    return site.register.select(Team, programme=programme.id, city=city.id)
