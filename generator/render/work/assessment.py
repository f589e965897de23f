"""The pages of the assessment (考评): the work of each group in counts, and recorded outcomes.

In the full edition only; the public one says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.derive.problems.lines import Brief
from generator.derive.work.assessment import GroupKey, Work, group_works, senders, together
from generator.model.assessment import Assessment
from generator.render.book import Book
from generator.render.indexes import ASSESSMENT
from generator.render.links import assessment_path
from generator.render.measures import Behind, behind_from, share_text
from generator.render.page import Page, Templates
from generator.render.tables import Cell, NumberRow, NumberTable, counted
from generator.render.terms import round_label

HEADS = (
    *("发现", "认定", "不予认定", "认定的比例", "撤销", "核查到位", "核查退回过"),
    *("到位的比例", "发现到交办（天，中位数）"),
)

Works = Mapping[GroupKey, Work]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One recorded outcome, with its consequences in one text."""

    record: Assessment
    consequences: str
    people: str


def assessment_pages(book: Book, templates: Templates) -> Iterator[Page]:
    """The outcomes with the rounds, and one page for each round."""
    units = senders(book.register.teams)
    if book.makes(ASSESSMENT):
        yield _index(book, templates, units)
    for name in () if book.is_public else book.overview.by_round:
        if book.makes(assessment_path(name)):
            own = _works(book, book.overview.by_round[name])
            if own:
                yield _round_page(book, templates, name, own, units)


def _works(book: Book, briefs: Sequence[Brief]) -> Works:
    return group_works(briefs, book.register.programmes, book.register.vocabulary)


def _index(book: Book, templates: Templates, units: Mapping[str, tuple[str, ...]]) -> Page:
    works: Works = {} if book.is_public else _works(book, book.briefs)
    by_round: dict[str, dict[GroupKey, Work]] = defaultdict(dict)
    for key, work in works.items():
        by_round[key.round_id][key] = work
    behind = behind_from(book, ASSESSMENT)
    return templates.page(
        "assessment.html",
        ASSESSMENT,
        "考评",
        outcomes=[_outcome(one) for one in _latest(book.register.assessments)],
        rounds=_rounds(book, behind, by_round),
        units=_units(units, works),
    )


def _latest(outcomes: Sequence[Assessment]) -> list[Assessment]:
    return sorted(outcomes, key=lambda one: str(one.date), reverse=True)


def _outcome(one: Assessment) -> Outcome:
    people = f"另有个人 {one.people} 名" if one.people else ""
    return Outcome(one, "；".join(one.consequences), people)


def _cells(work: Work, behind: Behind | None = None, prefix: str = "") -> tuple[Cell, ...]:
    """The counts of a group; those that the search can find lead to their records."""

    def standing(count: int, state: str) -> Cell:
        return counted(count, behind.records(q=prefix, status=state) if behind and state else "")

    return (
        counted(work.found, behind.records(q=prefix) if behind else ""),
        Cell(str(work.accepted)),
        standing(work.refused, work.refused_in),
        _share(work.accepted, work.reviewed),
        standing(work.cancelled, work.cancelled_in),
        Cell(str(work.verified)),
        Cell(str(work.returned)),
        _share(work.verified, work.checked),
        Cell(work.usual_days),
    )


def _share(part: int, whole: int) -> Cell:
    return Cell(share_text(part, whole), sort=f"{part / whole:.4f}" if whole else "")


def _rounds(
    book: Book, behind: Behind, by_round: Mapping[str, Mapping[GroupKey, Work]]
) -> NumberTable:
    names = {programme.id: programme.name for programme in book.programmes}
    rows = []
    for name, own in by_round.items():
        programme, number = name.split("-")
        label = f"{names[programme]}，{round_label(int(number[1:]))}"
        work = together(own.values())
        page = behind.link.to(assessment_path(name))
        # With published cases in the same round the search would find more than groups found.
        is_all = work.found == len(book.overview.by_round.get(name, ()))
        all_of = behind.records(programme=programme, round=str(int(number[1:])))
        found = counted(work.found, all_of if is_all else page)
        cells = (counted(len(own), page), found, *_cells(work)[1:])
        rows.append(NumberRow(Cell(label, page, sort=name), cells))
    return NumberTable("各轮次工作组的工作", "轮次", ("组数", *HEADS), tuple(rows))


def _units(units: Mapping[str, tuple[str, ...]], works: Works) -> NumberTable:
    """The work of the groups to which a unit sent people; a group of several counts for each."""
    of_unit: dict[str, list[Work]] = defaultdict(list)
    for key, work in works.items():
        for unit in units.get(key.prefix, ()):
            of_unit[unit].append(work)
    rows = tuple(
        NumberRow(Cell(unit), (Cell(str(len(some))), *_cells(together(some))))
        for unit, some in sorted(of_unit.items())
    )
    heads = ("所在的组", *HEADS)
    return NumberTable("派员单位所在各组的工作", "派员单位", heads, rows)


def _round_page(
    book: Book, templates: Templates, name: str, own: Works, units: Mapping[str, tuple[str, ...]]
) -> Page:
    path = assessment_path(name)
    behind = behind_from(book, path)
    programme = book.register.programmes[name.split("-")[0]]
    label = round_label(int(name[-2:]))
    rows = tuple(
        NumberRow(
            Cell(
                f"{_city(book, key.city)} {key.group}",
                behind.link.city(key.city),
                sort=key.prefix,
            ),
            _cells(work, behind, key.prefix),
            words=("、".join(units.get(key.prefix, ())) or "未载",),
        )
        for key, work in own.items()
    )
    caption = f"{label}各组的工作"
    return templates.page(
        "assessment_round.html",
        path,
        f"{programme.name}，{label}考评",
        programme=programme,
        round_id=name,
        label=label,
        table=NumberTable(caption, "城市和组", HEADS, rows, words=("派员单位",)),
    )


def _city(book: Book, code: str) -> str:
    city = book.register.cities.get(code)
    return city.name if city else code
