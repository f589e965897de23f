"""The page on quantified accountability (量化问责): rules, thresholds, counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.programme.accountability import (
    MonthCount,
    ResultVerdict,
    Start,
    Uncounted,
    city_counts,
    county_counts,
    starts,
    uncounted,
    verdicts,
)
from generator.kinds.programme.model import (
    AccountabilityRule,
    AccountabilityTable,
    Programme,
    Threshold,
)
from generator.site.index import SiteIndex
from generator.site.links import ACCOUNTABILITY
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Behind, Cell, behind_from, counted, number_text, span_text

COUNTED = {
    "问题": "当月的问题个数",
    "被问责区县": "当月被问责的区县个数",
    "目标完成率": "空气质量改善目标完成率",
}


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule in words: each office with its condition."""

    name: str
    level: str
    counts: str
    steps: tuple[tuple[str, str], ...]
    since: str
    counting: str
    note: str


def rule_view(rule: AccountabilityRule) -> RuleView:
    """Return a rule with its thresholds in words."""
    last = f"，且排名在后 {rule.last} 位" if rule.last else ""
    return RuleView(
        rule.name,
        rule.level,
        COUNTED[rule.counts],
        tuple((one.office, f"{condition(one)}{last}") for one in rule.thresholds),
        str(rule.start or ""),
        rule.counting,
        rule.note or "",
    )


def condition(threshold: Threshold) -> str:
    """Return a threshold in words: `2 个`, `低于 60%`, `不降反升`."""
    if threshold.worse:
        return "不降反升"
    if threshold.below is not None:
        return f"低于 {number_text(threshold.below)}%"
    return f"{threshold.at} 个"


def reached_words(threshold: Threshold | None) -> str:
    """Return the threshold reached, in words that accuse nobody."""
    if threshold is None:
        return "未达到"
    what = "数量" if threshold.at is not None else "条件"
    return f"达到“{threshold.office}”的{what}（{condition(threshold)}）"


LISTED = 300
"""Counts in one table; those that reach a threshold come first."""


@dataclass(frozen=True, slots=True)
class CountView:
    """One count: its place, month, rule and threshold.

    `parts` are links to its records: of what, and how many or which; the count is at `anchor`.
    """

    place: Cell
    city: str
    county: str
    month: str
    rule: str
    count: Cell
    anchor: str
    parts: tuple[tuple[str, Cell], ...]
    reached: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A published result of a city, and the threshold reached."""

    city: Cell
    span: str
    change: str
    share: str
    rank: str
    rule: str
    reached: str
    source: object


@dataclass(frozen=True, slots=True)
class StartView:
    """An action that held somebody accountable, with the results of the rules."""

    id: str
    href: str
    date: str
    whom: str
    facts: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a programme with the register's counts."""

    anchor: str
    table: AccountabilityTable
    programme: Programme
    span: str
    counted: tuple[tuple[str, str], ...]
    rules: tuple[RuleView, ...]
    counts: tuple[CountView, ...]
    total: int
    uncounted: Uncounted
    results: tuple[ResultView, ...]
    starts: tuple[StartView, ...]


def accountability_pages(_: SiteIndex) -> Iterator[PageJob]:
    """The only page."""
    yield PageJob(ACCOUNTABILITY, accountability_page)


def accountability_page(site: SiteIndex, templates: Templates) -> Page:
    """Return the page with every table of every programme."""
    behind = behind_from(site, ACCOUNTABILITY)
    return templates.page(
        "accountability.html",
        ACCOUNTABILITY,
        "量化问责",
        tables=[
            _table(site, behind, programme, number, table)
            for programme in site.programmes
            for number, table in enumerate(programme.accountability, 1)
        ],
    )


def _table(
    site: SiteIndex, behind: Behind, programme: Programme, number: int, table: AccountabilityTable
) -> TableView:
    found = [
        *county_counts(table, programme.id, site.summaries),
        *city_counts(table, programme.id, site.register.actions, site.register.vocabulary),
    ]
    found.sort(key=lambda one: one.threshold is None)
    return TableView(
        anchor=f"{programme.id}-{number}",
        table=table,
        programme=programme,
        span=span_text(table.start, table.end),
        counted=tuple(
            (site.register.programmes[name].name, behind.link.programme(name))
            for name in table.programmes or (programme.id,)
            if name in site.register.programmes
        ),
        rules=tuple(map(rule_view, table.rules)),
        counts=tuple(
            _count(site, behind, one, f"{programme.id}-{number}-{place}")
            for place, one in enumerate(found[:LISTED], 1)
        ),
        total=len(found),
        uncounted=uncounted(table, programme.id, site.summaries),
        results=tuple(_result(site, behind, one) for one in verdicts(table)),
        starts=tuple(_starts(site, behind, programme)) if number == 1 else (),
    )


def _count(site: SiteIndex, behind: Behind, one: MonthCount, anchor: str) -> CountView:
    city = site.register.cities.get(one.city)
    name = city.name if city else one.city
    parts = tuple(_parts(site, behind, one))
    (alone,) = [cell for _, cell in parts] if len(one.parts) == 1 and parts else [Cell("")]
    is_whole = len(parts) == len(one.parts) + len(one.actions)
    return CountView(
        place=Cell(name, behind.link.city(one.city) if city else "", sort=one.city),
        city=name,
        county=one.county_name,
        month=one.month,
        rule=one.rule.name,
        count=counted(one.count, alone.href or (f"#{anchor}" if is_whole else "")),
        anchor=anchor,
        parts=() if alone.href else parts,
        reached=reached_words(one.threshold),
        is_reached=one.threshold is not None,
    )


def _parts(site: SiteIndex, behind: Behind, one: MonthCount) -> Iterator[tuple[str, Cell]]:
    """Return the parts of a count, each with its records; parts without records are left out."""
    place = {"city": one.city, "county": one.county or one.county_name, "date": one.month}
    for part in one.parts:
        if site.is_public and part.exposed < part.count:
            continue
        shown = {"exposed": "1"} if site.is_public else {}
        facets = {**place, "programme": part.programme, "group": part.group, **shown}
        label = f"{part.programme} {part.group}"
        yield label, counted(part.count, behind.records(**facets))
    for action in one.actions:
        yield "", Cell(action.whom.name, behind.link.action(action.id))


def _result(site: SiteIndex, behind: Behind, one: ResultVerdict) -> ResultView:
    result = one.result
    city = site.register.cities.get(result.city)
    return ResultView(
        city=Cell(city.name if city else result.city, behind.link.city(result.city), result.city),
        span=span_text(result.start, result.end),
        change=f"{number_text(result.change)}%" if result.change is not None else "未公开",
        share=f"{number_text(result.share)}%" if result.share is not None else "未公开",
        rank=f"{result.of} 个城市中第 {result.rank}" if result.rank and result.of else "未公开",
        rule=one.rule.name,
        reached=_verdict_text(one),
        source=result.source,
    )


def _verdict_text(one: ResultVerdict) -> str:
    return f"未公开：{one.unknown}，不能计算" if one.unknown else reached_words(one.threshold)


def _starts(site: SiteIndex, behind: Behind, programme: Programme) -> Iterator[StartView]:
    for one in starts(programme, site.register.actions, site.register.vocabulary):
        action = one.action
        yield StartView(
            action.id,
            behind.link.action(action.id),
            str(action.date),
            action.whom.name,
            action.cause.facts,
            _verdict_texts(one),
        )


def _verdict_texts(one: Start) -> tuple[str, ...]:
    if one.unknown:
        return (f"未公开：{one.unknown}",)
    verdicts: Sequence[ResultVerdict] = one.verdicts
    return tuple(f"{verdict.rule.name}：{_verdict_text(verdict)}" for verdict in verdicts)
