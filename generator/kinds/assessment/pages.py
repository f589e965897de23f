"""The pages of the assessment (考评): the work of each group, outcomes, search entries."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from generator.kinds.assessment import KIND
from generator.kinds.assessment.model import Assessment
from generator.kinds.assessment.status import GroupKey, GroupWork, group_works, senders, together
from generator.kinds.issue.ledger import LONGEST, IssueSummary
from generator.kinds.issue.search_words import work_words
from generator.kinds.issue.stages import End
from generator.kinds.team.model import Team
from generator.site.index import SiteIndex
from generator.site.links import ASSESSMENTS, assessed_units_path, assessment_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, joined, plain_entry, texts_of
from generator.site.tables import (
    Behind,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
    share_text,
)

HEADS = (
    "发现",
    End.ACCEPTED.value,
    End.REFUSED.value,
    "认定率",
    End.CANCELLED.value,
    End.VERIFIED.value,
    "核查不到位",
    "整改到位率",
    "发现到交办（天，中位数）",
)

LISTED = 40
"""Groups in the list of a unit; the latest rounds come first."""

GROUPS_A_PAGE = LONGEST

UNITS_A_PAGE = 25
"""Units of a page, each with the list of its groups."""

Works = Mapping[GroupKey, GroupWork]
Units = Mapping[str, tuple[str, ...]]


class RecordsLink(Protocol):
    """Makes links to the issues of some groups: all, or those with these words and facets."""

    def __call__(self, words: str = "", **facets: str) -> str:
        """Return the link."""


@dataclass(frozen=True, slots=True)
class RoundGroups:
    """The groups of a round to which a unit sent people."""

    label: str
    groups: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with the work of the groups to which it sent people; `more` are not listed."""

    anchor: str
    row: NumberRow
    rounds: tuple[RoundGroups, ...]
    number: int
    more: int


@dataclass(frozen=True, slots=True)
class AssessmentOutcome:
    """One recorded outcome, with its consequences in one text."""

    record: Assessment
    consequences: str
    people: str


def assessment_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the outcomes with the rounds, and the groups of each round and of each unit."""
    yield PageJob(ASSESSMENTS, _index)
    if site.is_public:
        return
    for name in site.overview.by_round:
        works = _works(site, site.overview.by_round[name])
        for part in _parts(works, GROUPS_A_PAGE):
            yield PageJob(assessment_path(name, part), _round_page, (name, part))
    for part in _parts(_groups_of_units(site), UNITS_A_PAGE):
        yield PageJob(assessed_units_path(part), _units_page, (part,))


def _parts(some: Sized, longest: int) -> range:
    """Return the numbers of the pages of a list; none of an empty one."""
    return range(1, -(-len(some) // longest) + 1)


def _all_works(site: SiteIndex) -> Works:
    """Return the work of the groups of all rounds."""
    return site.memo("work of all groups", lambda: _works(site, site.summaries))


def _works(site: SiteIndex, summaries: Sequence[IssueSummary]) -> Works:
    return group_works(summaries, site.register.programmes, site.register.vocabulary)


def _index(site: SiteIndex, templates: Templates) -> Page:
    works: Works = {} if site.is_public else _all_works(site)
    by_round: dict[str, dict[GroupKey, GroupWork]] = defaultdict(dict)
    for key, work in works.items():
        by_round[key.round_id][key] = work
    behind = behind_from(site, ASSESSMENTS)
    units = {} if site.is_public else _groups_of_units(site)
    return templates.page(
        "assessment.html",
        ASSESSMENTS,
        "考评",
        outcomes=[_outcome(one) for one in _latest(site.register.assessments)],
        rounds=_rounds(site, behind, by_round),
        units=behind.link.to(assessed_units_path()) if units else "",
    )


def _latest(outcomes: Sequence[Assessment]) -> list[Assessment]:
    return sorted(outcomes, key=lambda one: str(one.date), reverse=True)


def _outcome(one: Assessment) -> AssessmentOutcome:
    people = f"另有个人 {one.people} 名" if one.people else ""
    return AssessmentOutcome(one, "；".join(one.consequences), people)


def _cells(work: GroupWork, records: RecordsLink) -> tuple[Cell, ...]:
    """Return the counts of some groups, each with the search for its records."""

    def led(count: int, words: str = "", **facets: str) -> Cell:
        return counted(count, records(words, **facets) if count else "")

    def ended(count: int, end: End) -> Cell:
        return led(count, work_words(end))

    return (
        led(work.found),
        ended(work.accepted, End.ACCEPTED),
        ended(work.refused, End.REFUSED),
        _share(work.accepted, work.reviewed),
        ended(work.cancelled, End.CANCELLED),
        ended(work.verified, End.VERIFIED),
        led(work.returned, returned="1"),
        _share(work.verified, work.checked),
        Cell(work.usual_days),
    )


def _of_group(behind: Behind, prefix: str) -> RecordsLink:
    """Return the search for the issues of a group."""

    def records(words: str = "", **facets: str) -> str:
        return behind.records(q=f"{prefix} {words}".strip(), **facets)

    return records


def _of_round(behind: Behind, name: str, *, is_all: bool) -> RecordsLink:
    """The search for the issues of a round. Published cases in it are no group's: where there
    are some, the number found, and that of those sent back, lead to the groups one by one."""
    programme, number = name.split("-R")

    def records(words: str = "", **facets: str) -> str:
        if not is_all and not words:
            return behind.link.to(assessment_path(name))
        return behind.records(programme=programme, round=str(int(number)), q=words, **facets)

    return records


def _share(part: int, whole: int) -> Cell:
    return Cell(share_text(part, whole), sort=f"{part / whole:.4f}" if whole else "")


def _rounds(
    site: SiteIndex, behind: Behind, by_round: Mapping[str, Mapping[GroupKey, GroupWork]]
) -> NumberTable:
    names = {programme.id: programme.name for programme in site.programmes}
    rows = []
    for name, own in by_round.items():
        programme, number = name.split("-")
        label = f"{names[programme]}，{round_label(int(number[1:]))}"
        work = together(own.values())
        page = behind.link.to(assessment_path(name))
        is_all = work.found == len(site.overview.by_round.get(name, ()))
        records = _of_round(behind, name, is_all=is_all)
        cells = (counted(len(own), page), *_cells(work, records))
        rows.append(NumberRow(Cell(label, page, sort=name), cells))
    return NumberTable("各轮次工作组的工作", "轮次", ("组数", *HEADS), tuple(rows))


def _groups_of_units(site: SiteIndex) -> Mapping[str, Sequence[GroupKey]]:
    """Return unit → the groups to which it sent people; a group of several units is of each."""

    def found() -> Mapping[str, Sequence[GroupKey]]:
        units = senders(site.register.teams)
        of_unit: dict[str, list[GroupKey]] = defaultdict(list)
        for key in _all_works(site):
            for unit in units.get(key.prefix, ()):
                of_unit[unit].append(key)
        return {unit: of_unit[unit] for unit in sorted(of_unit)}

    return site.memo("groups of units", found)


def _parts_of_groups(works: Works) -> Mapping[GroupKey, int]:
    """Return the page of its round on which each group is."""
    places: Counter[str] = Counter()
    found = {}
    for key in works:
        found[key] = places[key.round_id] // GROUPS_A_PAGE + 1
        places[key.round_id] += 1
    return found


def _units_page(site: SiteIndex, templates: Templates, part: int) -> Page:
    path, all_of = assessed_units_path(part), list(_groups_of_units(site).items())
    behind, first = behind_from(site, path), UNITS_A_PAGE * (part - 1)
    works = _all_works(site)
    on_page = _parts_of_groups(works)
    units = [
        _unit(site, behind, works, on_page, unit, f"u{number}", keys)
        for number, (unit, keys) in enumerate(all_of[first : first + UNITS_A_PAGE], first + 1)
    ]
    title = "派员单位所在各组的工作"
    return templates.page(
        "assessment_units.html",
        path,
        f"{title}（第 {part} 页）" if part > 1 else title,
        units=units,
        unit_table=_unit_table(units),
        part=part,
        pages=[behind.link.to(assessed_units_path(one)) for one in _parts(all_of, UNITS_A_PAGE)],
    )


def _unit_table(units: Sequence[UnitView]) -> NumberTable:
    heads = ("所在的组", *HEADS)
    rows = tuple(one.row for one in units)
    return NumberTable("派员单位所在各组的工作", "派员单位", heads, rows)


def _unit(
    site: SiteIndex,
    behind: Behind,
    works: Works,
    on_page: Mapping[GroupKey, int],
    unit: str,
    anchor: str,
    keys: Sequence[GroupKey],
) -> UnitView:
    def groups(words: str = "", **facets: str) -> str:
        return f"#{anchor}"

    records = _of_group(behind, keys[0].prefix) if len(keys) == 1 else groups
    work = together(works[key] for key in keys)
    by_place = sorted(keys, key=lambda key: key.prefix)
    latest = sorted(by_place, key=lambda key: key.round_id, reverse=True)[:LISTED]
    return UnitView(
        anchor,
        NumberRow(Cell(unit), (counted(len(keys), groups()), *_cells(work, records))),
        tuple(_by_round(site, behind, on_page, latest)),
        len(keys),
        len(keys) - len(latest),
    )


def _by_round(
    site: SiteIndex, behind: Behind, on_page: Mapping[GroupKey, int], keys: Sequence[GroupKey]
) -> Iterator[RoundGroups]:
    """Yield the groups of each round, with links to their lines on its pages."""
    for name, own in groupby(keys, lambda key: key.round_id):
        cells = tuple(
            Cell(
                _group(site, key),
                f"{behind.link.to(assessment_path(name, on_page[key]))}#{key.anchor}",
            )
            for key in own
        )
        programme, number = name.split("-R")
        yield RoundGroups(f"{programme} {round_label(int(number))}", cells)


def _round_page(site: SiteIndex, templates: Templates, name: str, part: int) -> Page:
    path = assessment_path(name, part)
    behind = behind_from(site, path)
    owner, _, number = name.partition("-")
    programme = site.register.programmes[owner]
    own = _works(site, site.overview.by_round[name])
    units = senders(site.register.select(Team, programme=owner, round_name=number))
    label, first = round_label(int(name[-2:])), GROUPS_A_PAGE * (part - 1)
    shown = list(own.items())[first : first + GROUPS_A_PAGE]
    rows = tuple(
        NumberRow(
            Cell(
                _group(site, key),
                behind.link.city(key.city),
                sort=key.prefix,
            ),
            _cells(work, _of_group(behind, key.prefix)),
            words=("、".join(units.get(key.prefix, ())) or "未注明",),
            id=key.anchor,
        )
        for key, work in shown
    )
    caption = f"{label}各组的工作"
    return templates.page(
        "assessment_round.html",
        path,
        f"{label}考评，{programme.name}{f'（第 {part} 页）' if part > 1 else ''}",
        programme=programme,
        round_id=name,
        label=label,
        table=NumberTable(caption, "城市和组", HEADS, rows, words=("派员单位",)),
        part=part,
        pages=[behind.link.to(assessment_path(name, one)) for one in _parts(own, GROUPS_A_PAGE)],
    )


def _group(site: SiteIndex, key: GroupKey) -> str:
    """Return a group with its city: 西安市 普通组 1."""
    city = site.register.cities.get(key.city)
    name = site.register.programmes[key.programme].group_name(key.group)
    return f"{city.name if city else key.city} {name}"


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of assessments."""
    if site.is_public:  # outcomes are shown in the full edition only
        return
    for one in site.register.assessments:
        yield plain_entry(
            KIND.search_label,
            one.id,
            f"{ASSESSMENTS}#{one.id}",
            f"{one.kind}：{one.unit}",
            joined([one.by, one.reasons, *one.consequences]),
            texts=texts_of(one),
            programme=one.programme_id,
            date=str(one.date),
        )


def record_place(site: SiteIndex, record: Assessment) -> str:
    """Return where a record is shown, as a path in the site."""
    return ASSESSMENTS
