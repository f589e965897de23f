"""The rounds: a list with their calendar, a page for each, and search entries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import assistance_line, assistance_of_round
from generator.kinds.incident.views import incident_line
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.summaries import Tally
from generator.kinds.issue.views import IssueList, issue_list
from generator.kinds.programme.model import Programme
from generator.kinds.round import KIND
from generator.kinds.round.board import CITIES, ISSUES, board_page, cities_page
from generator.kinds.round.model import Round
from generator.kinds.round.seen import seen_days
from generator.kinds.team.status import RoundHandover, handover, has_teams
from generator.kinds.visit.views import visit_line
from generator.site.index import SiteIndex
from generator.site.links import ROUNDS, Links, round_part_path, round_path, team_round_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    cards,
    counted,
    recorded,
    round_label,
    share_text,
    standing_for,
)

GROUP = 3
"""The position of the group in `<P>-<city>-R<nn>-<group>-<nnn>`."""

NO_ROUND = "公开材料没有写明轮次，或者这次行动没有轮次。"
LISTED = 30


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round, or the issues without one."""

    id: str
    label: str
    start: str
    end: str
    standing: str
    note: str
    count: Cell
    cities: Cell


@dataclass(frozen=True, slots=True)
class CityGroups:
    """The groups of a city in a round, each with its issues."""

    city: Cell
    groups: tuple[tuple[str, Cell], ...]
    total: Cell


def round_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of rounds and one page for each that is on record or has issues."""
    yield PageJob(ROUNDS, _round_list)
    for programme in site.programmes:
        for number in round_numbers(site, programme):
            name = f"{programme.id}-R{number:02}"
            record = site.register.rounds.get(name)
            yield PageJob(issues_path(site, name), _round_page, (programme, number))
            if record and has_board(site, record):
                yield PageJob(round_path(name), board_page, (record,))
                yield PageJob(round_part_path(name, CITIES), cities_page, (record,))


def has_board(site: SiteIndex, record: Round) -> bool:
    """Return whether a round has a dispatch sheet: where teams are on record, for the staff."""
    return not site.is_public and has_teams(site.register, record)


def issues_path(site: SiteIndex, name: str) -> str:
    """Return the page of the issues of a round: its only one where it has no dispatch sheet."""
    record = site.register.rounds.get(name)
    has = record is not None and has_board(site, record)
    return round_part_path(name, ISSUES) if has else round_path(name)


def _round_list(site: SiteIndex, templates: Templates) -> Page:
    behind = behind_from(site, ROUNDS)
    return templates.page(
        "rounds.html",
        ROUNDS,
        title="轮次",
        programmes=[
            (
                programme,
                round_views(site, behind, programme),
                round_calendar(programme.name, _recorded(site, programme), behind.link),
            )
            for programme in site.programmes
        ],
    )


def _recorded(site: SiteIndex, programme: Programme) -> Sequence[Round]:
    return site.register.select(Round, programme=programme.id)


def round_numbers(site: SiteIndex, programme: Programme) -> list[int]:
    """Return the rounds of a programme; first 0, for issues without one, if there are any."""
    known = {one.number for one in _recorded(site, programme)}
    return sorted(known.union(site.overview.rounds_of(programme.id)))


def round_views(site: SiteIndex, behind: Behind, programme: Programme) -> list[RoundView]:
    """Return the rounds of a programme for a table."""
    return [_view(site, behind, programme, one) for one in round_numbers(site, programme)]


def _view(site: SiteIndex, behind: Behind, programme: Programme, number: int) -> RoundView:
    name = f"{programme.id}-R{number:02}"
    found = site.register.rounds.get(name)
    summaries = site.overview.by_round.get(name, ())
    note = " ".join(filter(None, (found.focus, found.note))) if found else NO_ROUND
    href = behind.records(programme=programme.id, round=str(number))
    return RoundView(
        id=name,
        label=round_label(number),
        start=str(found.start) if found else "",
        end=str(found.end) if found else "",
        standing=found.standing if found else "",
        note=note if found or number == 0 else "",
        count=recorded(len(summaries), href),
        cities=recorded(
            len({one.city for one in summaries}),
            f"{behind.link.to(issues_path(site, name))}#who",
        ),
    )


def _round_page(site: SiteIndex, templates: Templates, programme: Programme, number: int) -> Page:
    numbers = round_numbers(site, programme)
    path = issues_path(site, name := f"{programme.id}-R{number:02}")
    behind, summaries = behind_from(site, path), site.overview.by_round.get(name, ())
    counts = site.overview.rounds.get(name, Tally())
    record = site.register.rounds.get(name)
    facets = {"programme": programme.id, "round": str(number)}
    return templates.page(
        "round.html",
        path,
        f"{round_label(number)}{'问题' if path != round_path(name) else ''}，{programme.name}",
        programme=programme,
        today=site.today,
        is_public=behind.is_public,
        view=_view(site, behind, programme, number),
        record=record,
        seen=seen_days(site, behind, record) if record else (),
        is_computed=record is not None and not record.is_firm(site.register.vocabulary),
        board=team_round_path(name) if record and has_teams(site.register, record) else "",
        sheet=round_path(name) if path != round_path(name) else "",
        cards=cards(behind, standing_for(counts, is_public=site.is_public), counts, **facets),
        assistance=assistance_line(
            site,
            counted(len(summaries), behind.records(**facets)),
            [one for one in _given(site, programme) if assistance_of_round(one) == name],
            path,
            **facets,
        ),
        incidents=incident_line(site, path, round_id=name),
        visits=visit_line(site, path, round_id=name),
        who=_who(site, behind, programme, summaries),
        categories=_categories(site, behind, summaries, **facets),
        places=_places(site, behind, summaries, **facets),
        handover=_handover(site, behind, programme, record, summaries),
        is_ahead=record is not None and record.start > site.today and not summaries,
        unclosed_before=_unclosed_before(site, programme, number, numbers),
        unclosed=behind.records(programme=programme.id, open="open"),
        before=_neighbour(programme, number, numbers, -1),
        after=_neighbour(programme, number, numbers, 1),
    )


def _given(site: SiteIndex, programme: Programme) -> Sequence[Assistance]:
    return site.register.select(Assistance, programme=programme.id)


def _neighbour(
    programme: Programme, number: int, numbers: Sequence[int], step: int
) -> tuple[str, str] | None:
    """Return path and label of the round before or after; issues without a round have none."""
    near = [one for one in numbers if one and (one - number) * step > 0]
    if not number or not near:
        return None
    found = min(near) if step > 0 else max(near)
    return f"{programme.id}-R{found:02}", round_label(found)


def _who(
    site: SiteIndex, behind: Behind, programme: Programme, summaries: Sequence[IssueSummary]
) -> list[CityGroups]:
    """Return each city with its groups, by the IDs of their issues."""
    counts = Counter((one.city, one.ledger, one.id.split("-")[GROUP]) for one in summaries)
    found = []
    for code in sorted({city for city, _, _ in counts}):
        own = sorted((group, name, n) for (city, name, group), n in counts.items() if city == code)
        city = site.register.cities.get(code)
        groups = tuple(
            (programme.group_name(group), counted(n, behind.records(q=f"{ledger}-{group}-")))
            for group, ledger, n in own
        )
        label = Cell(city.name if city else code, behind.link.city(code), sort=code)
        total = sum(n for _, _, n in own)
        found.append(CityGroups(label, groups, counted(total, behind.ledger(own[0][1]))))
    return found


def _categories(
    site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary], **facets: str
) -> NumberTable:
    """Return the issues by category, in the order of the vocabulary."""
    counts = Counter(one.category for one in summaries)
    words = site.register.vocabulary.words("categories")
    group_of = site.register.vocabulary.group_of
    rows = tuple(
        NumberRow(
            Cell(word),
            (
                counted(counts[word], behind.records(**facets, category=word)),
                Cell(share_text(counts[word], len(summaries)), sort=str(counts[word])),
            ),
            words=(group_of.get(word, ""),),
        )
        for word in words
        if counts[word]
    )
    heads = ("个数", "占本轮比例")
    return NumberTable("分类别情况", "问题类别", heads, rows, words=("问题大类",))


def _places(
    site: SiteIndex, behind: Behind, summaries: Sequence[IssueSummary], **facets: str
) -> NumberTable:
    """Return the issues by city, in official order."""
    counts = Counter(one.city for one in summaries)
    rows = tuple(
        NumberRow(
            Cell(city.name, behind.link.city(city.id), sort=city.id),
            (
                counted(counts[city.id], behind.records(**facets, city=city.id)),
                Cell(share_text(counts[city.id], len(summaries)), sort=str(counts[city.id])),
            ),
            words=(city.province,),
        )
        for city in site.cities
        if counts[city.id]
    )
    heads = ("个数", "占本轮比例")
    return NumberTable("分城市情况", "城市", heads, rows, words=("省份",))


def _handover(
    site: SiteIndex,
    behind: Behind,
    programme: Programme,
    record: Round | None,
    summaries: Sequence[IssueSummary],
) -> dict[str, IssueList]:
    """Return the issues that the next round takes over; the public edition lists none."""
    found = RoundHandover() if behind.is_public else _found(site, programme, record, summaries)
    number = summaries[0].round if summaries else 0
    of_round = {"programme": programme.id, "round": str(number)}
    of = "本轮发现、" if number else ""
    open_ones = behind.records(**of_round, open="open")
    returned_ones = behind.records(**of_round, returned="1")
    return {
        key: issue_list(site, behind.link, caption, chosen, rest=rest, longest=LISTED)
        for key, caption, chosen, rest in (
            ("open", f"{of}尚未办结的，期限近的在前", found.open, open_ones),
            ("due", f"下一轮内到期的（{found.first} 至 {found.last}）", found.due, ""),
            ("to_verify", "等待核查和定期核查的", found.to_verify, ""),
            ("returned", "核查不到位过的（累计）", found.returned, returned_ones),
        )
    }


def _unclosed_before(
    site: SiteIndex, programme: Programme, number: int, numbers: Sequence[int]
) -> int:
    """Return how many issues that were found in rounds before this one are open."""
    before = (f"{programme.id}-R{one:02}" for one in numbers if 0 < one < number)
    return sum(site.overview.rounds.get(name, Tally()).open for name in before)


def _found(
    site: SiteIndex, programme: Programme, record: Round | None, summaries: Sequence[IssueSummary]
) -> RoundHandover:
    vocabulary = site.register.vocabulary
    following = programme.next_round_days(record.end) if record else None
    if following is None:
        return handover(vocabulary, summaries, "", "")
    first, last = following
    return handover(vocabulary, summaries, first.isoformat(), last.isoformat())


ROW = 17
THICKNESS = 11
LABEL = 66
LENGTH = 620
HEAD = 24
END = 46
MOST_MARKS = 9
"""Number of month marks above the bars; more would overlap."""


@dataclass(frozen=True, slots=True)
class MonthTick:
    """The beginning of a month."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class RoundBar:
    """One round, in the units of the drawing; `shared` are days that two rounds share."""

    label: str
    said: str
    href: str
    y: int
    x: int
    length: int
    shared: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RoundCalendar:
    """The drawing, with title, description and the same numbers as a table."""

    key: str
    title: str
    description: str
    width: int
    height: int
    head: int
    start: int
    thickness: int
    marks: tuple[MonthTick, ...]
    bars: tuple[RoundBar, ...]
    table: NumberTable


def round_calendar(name: str, rounds: Sequence[Round], link: Links) -> RoundCalendar | None:
    """Return the calendar of these rounds, in order of their numbers; None where there are none."""
    if not rounds:
        return None
    in_order = sorted(rounds, key=lambda one: one.number)
    scale = _Scale(min(one.start for one in in_order), max(one.end for one in in_order))
    title = f"{name}的轮次，按日期"
    return RoundCalendar(
        key=f"calendar-{in_order[0].programme_id}",
        title=title,
        description=_in_words(in_order),
        width=LABEL + LENGTH + END,
        height=HEAD + ROW * len(in_order),
        head=HEAD,
        start=LABEL,
        thickness=THICKNESS,
        marks=tuple(_marks(scale)),
        bars=tuple(_bar(place, in_order, scale, link) for place in range(len(in_order))),
        table=_table(title, in_order, link),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Return where a day begins."""
        return LABEL + round(LENGTH * (day - self.first).days / self.days)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def span(self, start: date, end: date) -> tuple[int, int]:
        """Return position and length of some days, both ends included."""
        x = self.x(start)
        return x, max(2, self.x(end + timedelta(1)) - x)


def overlap(before: Round, after: Round) -> tuple[date, date] | None:
    """Return the days that two rounds share, first and last; None where they share none."""
    start, end = max(before.start, after.start), min(before.end, after.end)
    return (start, end) if start <= end else None


def shared_days(before: Round, after: Round) -> int:
    """Return how many days two rounds share; negative: how many are between them."""
    return (before.end - after.start).days + 1


def _bar(place: int, rounds: Sequence[Round], scale: _Scale, link: Links) -> RoundBar:
    one = rounds[place]
    near = [*rounds[max(place - 1, 0) : place], *rounds[place + 1 : place + 2]]
    shared = tuple(scale.span(*days) for other in near if (days := overlap(one, other)))
    x, length = scale.span(one.start, one.end)
    label = round_label(one.number)
    text = f"{label}：{one.start} 至 {one.end}，{one.standing}"
    return RoundBar(label, text, link.round(one.id), HEAD + place * ROW, x, length, shared)


def _marks(scale: _Scale) -> Iterator[MonthTick]:
    months = [day for day in _firsts(scale.first) if day <= scale.last]
    every = -(-len(months) // MOST_MARKS)
    for day in months[:: every or 1]:
        yield MonthTick(f"{day:%Y-%m}", scale.x(day))


def _firsts(after: date) -> Iterator[date]:
    """Return the first days of the months from a day on, more than any programme lasts."""
    for number in range(after.month, after.month + 240):
        yield date(after.year + number // 12, number % 12 + 1, 1)


def _in_words(rounds: Sequence[Round]) -> str:
    shared = [
        days for before, after in pairwise(rounds) if (days := shared_days(before, after)) > 0
    ]
    overlaps = (
        f"相邻两轮有重叠的 {len(shared)} 处，最长 {max(shared)} 天"
        if shared
        else "相邻的轮次没有重叠的日子"
    )
    last = max(one.end for one in rounds)
    return f"横条图，{len(rounds)} 个轮次，{rounds[0].start} 至 {last}；{overlaps}。"


def _table(title: str, rounds: Sequence[Round], link: Links) -> NumberTable:
    rows = tuple(
        NumberRow(
            Cell(round_label(one.number), link.round(one.id), sort=one.id),
            (Cell(str((one.end - one.start).days + 1)), *_to_next(one, rounds[place + 1 :][:1])),
            words=(str(one.start), str(one.end), one.standing),
        )
        for place, one in enumerate(rounds)
    )
    heads = ("天数", "与下一轮重叠天数", "到下一轮间隔天数")
    return NumberTable(title, "轮次", heads, rows, words=("首日", "末日", "依据"))


def _to_next(one: Round, following: Sequence[Round]) -> tuple[Cell, Cell]:
    if not following:
        return Cell(""), Cell("")
    days = shared_days(one, following[0])
    return Cell(str(max(days, 0))), Cell(str(max(-days, 0)))


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of rounds."""
    for one in site.register.rounds.values():
        programme = site.register.programmes[one.programme_id]
        yield plain_entry(
            KIND.search_label,
            one.id,
            f"rounds/index.html#{one.id}",
            f"{programme.name} {round_label(one.number)}",
            f"{one.start} 至 {one.end}；{one.standing}；{one.note or ''}",
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.start),
        )


def record_place(site: SiteIndex, record: Round) -> str:
    """Return where a record is shown, as a path in the site."""
    return f"rounds/index.html#{record.id}"
