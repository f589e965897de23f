"""The rounds: a list, and for each a page that says who inspected where and what was found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from generator.derive.work.handover import Handover, handover
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import help_round
from generator.kinds.incident.views import incident_line
from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.summaries import Tally
from generator.kinds.programme.model import Programme
from generator.kinds.team.status import has_teams
from generator.model.round import Round
from generator.render.indexes import ROUNDS
from generator.render.measures import STANDING, Behind, behind_from, cards, share_text
from generator.render.places.round_calendar import round_calendar
from generator.render.problems.problems import ProblemList, problem_list
from generator.render.terms import round_label
from generator.render.work.help_line import help_line
from generator.site.index import Book
from generator.site.links import round_path, team_round_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell, NumberRow, NumberTable, counted

GROUP = 3
"""Where the group stands in `<P>-<city>-R<nn>-<group>-<nnn>`."""

NO_ROUND = "公开材料没有写明轮次，或者这次行动没有轮次。"
LISTED = 30


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round, or what has none."""

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
    """Who inspected a city in a round: each group with what it found."""

    city: Cell
    groups: tuple[tuple[str, Cell], ...]
    total: Cell


def round_pages(book: Book) -> Iterator[PageJob]:
    """The list of rounds and one page for each that is on record or has problems."""
    yield PageJob(ROUNDS, _round_list)
    for programme in book.programmes:
        for number in round_numbers(book, programme):
            path = round_path(f"{programme.id}-R{number:02}")
            yield PageJob(path, _round_page, (programme, number))


def _round_list(book: Book, templates: Templates) -> Page:
    behind = behind_from(book, ROUNDS)
    return templates.page(
        "rounds.html",
        ROUNDS,
        title="轮次",
        programmes=[
            (
                programme,
                round_views(book, behind, programme),
                round_calendar(programme.name, _recorded(book, programme), behind.link),
            )
            for programme in book.programmes
        ],
    )


def _recorded(book: Book, programme: Programme) -> Sequence[Round]:
    return book.register.select(Round, programme=programme.id)


def round_numbers(book: Book, programme: Programme) -> list[int]:
    """The rounds of a campaign; first 0, what belongs to none, where there is such."""
    known = {one.number for one in _recorded(book, programme)}
    return sorted(known.union(book.overview.rounds_of(programme.id)))


def round_views(book: Book, behind: Behind, programme: Programme) -> list[RoundView]:
    """The rounds of a campaign for a table."""
    return [_view(book, behind, programme, one) for one in round_numbers(book, programme)]


def _view(book: Book, behind: Behind, programme: Programme, number: int) -> RoundView:
    name = f"{programme.id}-R{number:02}"
    found = book.register.rounds.get(name)
    briefs = book.overview.by_round.get(name, ())
    note = " ".join(filter(None, (found.focus, found.note))) if found else NO_ROUND
    href = behind.records(programme=programme.id, round=str(number))
    return RoundView(
        id=name,
        label=round_label(number),
        start=str(found.start) if found else "",
        end=str(found.end) if found else "",
        standing=found.standing if found else "",
        note=note if found or number == 0 else "",
        count=counted(len(briefs), href),
        cities=counted(len({one.city for one in briefs}), f"{behind.link.round(name)}#who"),
    )


def _round_page(book: Book, templates: Templates, programme: Programme, number: int) -> Page:
    numbers = round_numbers(book, programme)
    path = round_path(name := f"{programme.id}-R{number:02}")
    behind, briefs = behind_from(book, path), book.overview.by_round.get(name, ())
    counts = book.overview.rounds.get(name, Tally())
    record = book.register.rounds.get(name)
    facets = {"programme": programme.id, "round": str(number)}
    return templates.page(
        "round.html",
        path,
        f"{round_label(number)}，{programme.name}",
        programme=programme,
        today=book.today,
        is_public=behind.is_public,
        view=_view(book, behind, programme, number),
        record=record,
        board=team_round_path(name) if record and has_teams(book.register, record) else "",
        cards=cards(behind, STANDING, counts, **facets),
        help=help_line(
            book,
            counted(len(briefs), behind.records(**facets)),
            [one for one in _given(book, programme) if help_round(one) == name],
            path,
            **facets,
        ),
        incidents=incident_line(book, path, round_id=name),
        who=_who(book, behind, briefs),
        categories=_categories(book, behind, briefs, **facets),
        places=_places(book, behind, briefs, **facets),
        handover=_handover(book, behind, programme, record, briefs),
        before=_neighbour(programme, number, numbers, -1),
        after=_neighbour(programme, number, numbers, 1),
    )


def _given(book: Book, programme: Programme) -> Sequence[Assistance]:
    return book.register.select(Assistance, programme=programme.id)


def _neighbour(
    programme: Programme, number: int, numbers: Sequence[int], step: int
) -> tuple[str, str] | None:
    """Path and label of the round before or after; what has no round has no neighbours."""
    near = [one for one in numbers if one and (one - number) * step > 0]
    if not number or not near:
        return None
    found = min(near) if step > 0 else max(near)
    return f"{programme.id}-R{found:02}", round_label(found)


def _who(book: Book, behind: Behind, briefs: Sequence[Brief]) -> list[CityGroups]:
    """Each city with its groups; a group stands in the IDs of what it found."""
    counts = Counter((one.city, one.ledger, one.id.split("-")[GROUP]) for one in briefs)
    found = []
    for code in sorted({city for city, _, _ in counts}):
        own = sorted((group, name, n) for (city, name, group), n in counts.items() if city == code)
        city = book.register.cities.get(code)
        groups = tuple(
            (group, counted(n, behind.records(q=f"{ledger}-{group}-"))) for group, ledger, n in own
        )
        label = Cell(city.name if city else code, behind.link.city(code), sort=code)
        total = sum(n for _, _, n in own)
        found.append(CityGroups(label, groups, counted(total, behind.ledger(own[0][1]))))
    return found


def _categories(book: Book, behind: Behind, briefs: Sequence[Brief], **facets: str) -> NumberTable:
    """What was found, by category in the order of the vocabulary."""
    counts = Counter(one.category for one in briefs)
    words = book.register.vocabulary.words("categories")
    group_of = book.register.vocabulary.group_of
    rows = tuple(
        NumberRow(
            Cell(word),
            (
                counted(counts[word], behind.records(**facets, category=word)),
                Cell(share_text(counts[word], len(briefs)), sort=str(counts[word])),
            ),
            words=(group_of.get(word, ""),),
        )
        for word in words
        if counts[word]
    )
    heads = ("条数", "占本轮")
    return NumberTable("发现了什么，按问题类别", "问题类别", heads, rows, words=("问题大类",))


def _places(book: Book, behind: Behind, briefs: Sequence[Brief], **facets: str) -> NumberTable:
    """Where it was found, by city in official order."""
    counts = Counter(one.city for one in briefs)
    rows = tuple(
        NumberRow(
            Cell(city.name, behind.link.city(city.id), sort=city.id),
            (
                counted(counts[city.id], behind.records(**facets, city=city.id)),
                Cell(share_text(counts[city.id], len(briefs)), sort=str(counts[city.id])),
            ),
            words=(city.province,),
        )
        for city in book.cities
        if counts[city.id]
    )
    heads = ("条数", "占本轮")
    return NumberTable("在哪里发现的，按城市", "城市", heads, rows, words=("省份",))


def _handover(
    book: Book,
    behind: Behind,
    programme: Programme,
    record: Round | None,
    briefs: Sequence[Brief],
) -> dict[str, ProblemList]:
    """What the next round takes over; the public edition lists no single problems."""
    found = Handover() if behind.is_public else _found(book, programme, record, briefs)
    number = briefs[0].round if briefs else 0
    of_round = {"programme": programme.id, "round": str(number)}
    open_ones = behind.records(**of_round, open="open")
    returned_ones = behind.records(**of_round, returned="1")
    return {
        key: problem_list(book, behind.link, caption, chosen, rest=rest, longest=LISTED)
        for key, caption, chosen, rest in (
            ("open", "还没有了结的，期限近的在前", found.open, open_ones),
            ("due", f"下一轮内到期的（{found.first} 至 {found.last}）", found.due, ""),
            ("to_verify", "等待核查的", found.to_verify, ""),
            ("returned", "退回过的，不论现在怎样", found.returned, returned_ones),
        )
    }


def _found(
    book: Book, programme: Programme, record: Round | None, briefs: Sequence[Brief]
) -> Handover:
    vocabulary = book.register.vocabulary
    days = programme.cadence_days or 0
    if record is None or not days:
        return handover(programme, vocabulary, briefs, "", "")
    first = record.end + timedelta(1)
    last = record.end + timedelta(days)
    return handover(programme, vocabulary, briefs, first.isoformat(), last.isoformat())
