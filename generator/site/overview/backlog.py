"""What open issues wait for, by whom (环节积压), and the lists of inspection groups and of those
above them. What the places owe is in `dues`.

See decision 0058.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.core.serials import id_order
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import LONGEST, IssueSummary
from generator.kinds.issue.search_words import REPEATED, debt_words
from generator.kinds.issue.summaries import Backlog, backlogs
from generator.kinds.programme.lifecycle import ABOVE, GROUPS, LOCAL
from generator.kinds.team.status import latest_team
from generator.site.index import SiteIndex
from generator.site.links import DUES, Links, city_part_path, issue_path, waiting_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Behind, Cell, NumberRow, NumberTable, behind_from, counted

KEYS: Mapping[str, str] = {GROUPS: "groups", ABOVE: "above"}
"""Side → the name of its list in addresses."""


def step_title(vocabulary: Vocabulary, step: str, *, again: bool = False) -> str:
    """Return what a step is called as work to do, once or time and again."""
    if again:
        return f"{REPEATED}{step}"
    if vocabulary.has_role(step, Role.PLANNED):
        return "报整改方案"
    return "完成整改" if vocabulary.has_role(step, Role.RECTIFIED) else step


def backlogs_of(site: SiteIndex, summaries: Iterable[IssueSummary]) -> tuple[Backlog, ...]:
    """Return what these issues wait for, as of today."""
    steps = site.register.vocabulary.words("steps")
    return backlogs(summaries, steps, site.today.isoformat())


def backlog_title(site: SiteIndex, one: Backlog) -> str:
    """Return what issues wait for, as work to do."""
    return step_title(site.register.vocabulary, one.awaits, again=one.again)


def backlog_words(one: Backlog) -> str:
    """Return the words that find exactly these issues in the search."""
    return debt_words(one.of, one.awaits, again=one.again)


def backlog_table(
    site: SiteIndex,
    behind: Behind,
    caption: str,
    summaries: Iterable[IssueSummary],
    *,
    side: str = "",
    **facets: str,
) -> NumberTable:
    """Return how much waits for which step of whom, or of this side, and for how long at most."""
    rows = tuple(
        NumberRow(
            Cell(f"{one.of}：{backlog_title(site, one)}"),
            (
                counted(one.number, behind.records(**facets, q=backlog_words(one))),
                counted(one.over, behind.link.to(_list_of(one.side, facets.get("city", "")))),
            ),
            words=(one.side, f"{days_since(one.since, site.today)} 天"),
        )
        for one in backlogs_of(site, () if behind.is_public else summaries)
        if side in ("", one.side)
    )
    return NumberTable(caption, "应办", ("个数", "逾期"), rows, words=("哪一方", "最久已等"))


def _list_of(side: str, city: str) -> str:
    if side == LOCAL:
        return f"{city_part_path(city, 'owed')}#owed" if city else DUES
    return waiting_path(KEYS[side])


def days_since(since: str, today: date) -> int:
    """Return the days from a day (ISO) to today."""
    return (today - date.fromisoformat(since)).days


@dataclass(frozen=True, slots=True)
class Waiting:
    """One debt of a side, with its issue."""

    summary: IssueSummary
    debt: OpenDebt


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A debt of a side as a line of its list; `days` is how long it has waited."""

    id: str
    site: str
    href: str
    city: str
    category: str
    what: str
    of: str
    since: str
    days: int
    status: str


def waiting(site: SiteIndex, side: str) -> list[Waiting]:
    """Return what one side owes, the longest waiting first."""
    return site.memo(f"waiting for {side}", lambda: _sorted_debts(site.overview.summaries, side))


def _sorted_debts(summaries: Iterable[IssueSummary], side: str) -> list[Waiting]:
    found = [
        Waiting(one, debt) for one in summaries for debt in one.open_debts if debt.side == side
    ]
    return sorted(
        found, key=lambda one: (one.debt.since_at_least, id_order(one.summary.id), one.debt.awaits)
    )


def waiting_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the lists of the groups and of those above, with as many pages as each needs."""
    for side in KEYS if not site.is_public else ():
        number = len(waiting(site, side))
        for part in range(1, parts(number) + 1 if number else 1):
            yield PageJob(waiting_path(KEYS[side], part), _waiting_page, (side, part))


def parts(number: int) -> int:
    """Return how many pages a list of this length has; an empty one has one."""
    return max(1, -(-number // LONGEST))


def part_of_list(rows: Sequence[Waiting], part: int) -> Sequence[Waiting]:
    """Return the rows of one page of a list."""
    return rows[LONGEST * (part - 1) : LONGEST * part]


def roles_of(site: SiteIndex, side: str) -> str:
    """Return the roles of a side in all programmes, in words."""
    lifecycles = [one.lifecycle for one in site.programmes if one.lifecycle]
    names = [
        role.name for one in lifecycles for role in one.roles if one.side_of(role.name) == side
    ]
    return "、".join(dict.fromkeys(names)) or side


def _waiting_page(site: SiteIndex, templates: Templates, side: str, part: int) -> Page:
    path = waiting_path(KEYS[side], part)
    behind, link = behind_from(site, path), Links(path)
    rows = waiting(site, side)
    last = parts(len(rows))
    who = roles_of(site, side)
    return templates.page(
        "waiting.html",
        path,
        f"{who}应办" + (f"（第 {part} 页）" if part > 1 else ""),
        who=who,
        today=site.today,
        part=part,
        last=last,
        total=len(rows),
        pages=[(str(n), link.to(waiting_path(KEYS[side], n))) for n in range(1, last + 1)],
        table=backlog_table(
            site,
            behind,
            f"{who}应办，截至 {site.today}",
            site.overview.summaries,
            side=side,
        )
        if part == 1
        else None,
        cities=_cities_table(site, behind, side, rows) if part == 1 else None,
        rows=[waiting_view(site, link, one) for one in part_of_list(rows, part)],
        first=LONGEST * (part - 1),
    )


def _cities_table(
    site: SiteIndex, behind: Behind, side: str, rows: Sequence[Waiting]
) -> NumberTable:
    """Return what a side owes about each city; for groups also the team that is there."""
    kinds = [one for one in backlogs_of(site, site.overview.summaries) if one.side == side]
    found: dict[str, list[Waiting]] = {}
    for one in rows:
        found.setdefault(one.summary.city, []).append(one)
    words = ("最久已等", "现任工作组") if side == GROUPS else ("最久已等",)
    lines = tuple(
        NumberRow(
            Cell(city.name, behind.link.city(city.id), sort=city.id),
            tuple(
                counted(
                    sum(_is_of(one.debt, kind) for one in own),
                    behind.records(city=city.id, q=backlog_words(kind)),
                )
                for kind in kinds
            ),
            words=(
                f"{days_since(own[0].debt.since_at_least, site.today)} 天",
                *((_team(site, city.id),) if side == GROUPS else ()),
            ),
        )
        for city in site.cities
        if (own := found.get(city.id, []))
    )
    heads = tuple(f"{one.of}：{backlog_title(site, one)}" for one in kinds)
    return NumberTable("分城市情况", "城市", heads, lines, words=words)


def _is_of(debt: OpenDebt, one: Backlog) -> bool:
    return (debt.of, debt.awaits, bool(debt.again)) == (one.of, one.awaits, one.again)


def _team(site: SiteIndex, city: str) -> str:
    team = latest_team(site.register, city, site.today)
    return team.round_id if team else "没有记录"


def waiting_view(site: SiteIndex, link: Links, one: Waiting) -> WaitingView:
    """Return a debt of a side as a line, as seen from a page."""
    summary, debt = one.summary, one.debt
    city = site.register.cities.get(summary.city)
    return WaitingView(
        id=summary.id,
        site=summary.site,
        href=link.to(issue_path(summary)),
        city=city.short_name if city else summary.city,
        category=summary.category,
        what=step_title(site.register.vocabulary, debt.awaits, again=bool(debt.again)),
        of=debt.of,
        since=debt.since,
        days=days_since(debt.since_at_least, site.today),
        status=summary.status,
    )


def side_number(summaries: Iterable[IssueSummary], side: str) -> int:
    """Return how many debts one side has."""
    return sum(debt.side == side for one in summaries for debt in one.open_debts)
