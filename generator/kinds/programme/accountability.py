"""Quantified accountability (量化问责): the register's counts and the thresholds reached."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.dates import PartialDate
from generator.core.serials import id_order
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.action.model import Action
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.programme.model import (
    AccountabilityRule,
    AccountabilityTable,
    CityResult,
    Programme,
    Threshold,
)


@dataclass(frozen=True, slots=True)
class ResultVerdict:
    """A published result under one rule: the threshold reached, or why it is unknown."""

    rule: AccountabilityRule
    result: CityResult
    threshold: Threshold | None
    unknown: str = ""


def reached_by_count(rule: AccountabilityRule, count: int) -> Threshold | None:
    """Return the highest threshold that a number reaches."""
    reached = [one for one in rule.thresholds if one.at is not None and count >= one.at]
    return reached[-1] if reached else None


def verdict(rule: AccountabilityRule, result: CityResult) -> ResultVerdict:
    """Return the threshold that a city's published result reaches under a rule on shares."""
    unknown = "、".join(_missing(rule, result))
    if unknown:
        return ResultVerdict(rule, result, None, f"{unknown}没有公布")
    reached = [one for one in rule.thresholds if _is_reached(one, result)]
    is_last = rule.last is None or _from_the_end(result) <= rule.last
    return ResultVerdict(rule, result, reached[-1] if reached and is_last else None)


def _missing(rule: AccountabilityRule, result: CityResult) -> Iterator[str]:
    if rule.last is not None and (result.rank is None or result.of is None):
        yield "名次"
    is_worse = any(one.worse and _is_reached(one, result) for one in rule.thresholds)
    if result.share is None and not is_worse:
        yield "目标完成率"


def _from_the_end(result: CityResult) -> int:
    return (result.of or 0) - (result.rank or 0) + 1


def _is_reached(threshold: Threshold, result: CityResult) -> bool:
    if threshold.worse:
        return result.change is not None and result.change > 0
    return (
        threshold.below is not None and result.share is not None and result.share < threshold.below
    )


def verdicts(table: AccountabilityTable) -> list[ResultVerdict]:
    """Return every published result under every rule on shares."""
    return [
        verdict(rule, result)
        for result in table.results
        for rule in table.rules
        if rule.counts == "目标完成率"
    ]


MONTH = len("2017-09")


@dataclass(frozen=True, slots=True)
class AccountabilityCount:
    """Issues of one programme and one group within a count; `exposed`: how many are public."""

    programme: str
    group: str
    count: int
    exposed: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The count of a county, or of a city (`county` and `county_name` ""), in a month.

    `parts` are the issues, `actions` the actions that were counted. `threshold`: the highest
    that the count reaches, None where it reaches none.
    """

    rule: AccountabilityRule
    month: str
    city: str
    county: str
    county_name: str
    count: int
    threshold: Threshold | None
    parts: tuple[AccountabilityCount, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Issues that a table can not count because their county or month is unknown."""

    no_county: int
    no_month: int


@dataclass(frozen=True, slots=True)
class Start:
    """An action that held somebody accountable, with the results of the rules.

    `unknown`: the data that are not public, so that nothing can be computed.
    """

    action: Action
    verdicts: tuple[ResultVerdict, ...]
    unknown: str = ""


def county_counts(
    table: AccountabilityTable, programme: str, summaries: Iterable[IssueSummary]
) -> list[MonthCount]:
    """Return the issues of each county in each month, by rule and month."""
    found: dict[tuple[int, str, str, str, str], list[IssueSummary]] = defaultdict(list)
    for one in _of(table, programme, summaries):
        name = one.county_name or one.county
        for place, rule in enumerate(table.rules):
            if name and _counts(table, rule, one):
                month = one.found_on[:MONTH]
                found[place, month, one.city, one.county, name].append(one)
    return [
        _of_county(table.rules[place], month, (city, county, name), found[key])
        for key in sorted(found)
        for place, month, city, county, name in [key]
    ]


def _of_county(
    rule: AccountabilityRule,
    month: str,
    place: tuple[str, str, str],
    summaries: Sequence[IssueSummary],
) -> MonthCount:
    count = len(summaries)
    parts = tuple(_parts(summaries))
    return MonthCount(rule, month, *place, count, reached_by_count(rule, count), parts)


def _parts(summaries: Sequence[IssueSummary]) -> Iterator[AccountabilityCount]:
    counts = Counter((one.programme, one.group) for one in summaries)
    exposed = Counter((one.programme, one.group) for one in summaries if one.exposed_on)
    for (programme, group), count in sorted(counts.items()):
        yield AccountabilityCount(programme, group, count, exposed[programme, group])


def city_counts(
    table: AccountabilityTable, programme: str, actions: Iterable[Action], vocabulary: Vocabulary
) -> list[MonthCount]:
    """Return the counties of each city that were held accountable in a month, by month.

    Actions follow upon the issues: they count also after the time of the table.
    """
    held: dict[tuple[str, str], dict[str, Action]] = defaultdict(dict)
    for one in sorted(_held(programme, actions, vocabulary), key=lambda one: id_order(one.id)):
        county = one.whom.county or one.whom.county_name
        if county and one.date.month_key:
            held[one.date.month_key, one.whom.city].setdefault(county, one)
    return [
        MonthCount(
            *(rule, month, city, "", "", len(own)),
            reached_by_count(rule, len(own)),
            actions=tuple(own.values()),
        )
        for rule in table.rules
        if rule.counts == "被问责区县"
        for (month, city), own in sorted(held.items())
        if _follows(table, month)
    ]


def _follows(table: AccountabilityTable, month: str) -> bool:
    return month >= str(table.start)[:MONTH]


def uncounted(
    table: AccountabilityTable, programme: str, summaries: Iterable[IssueSummary]
) -> Uncounted:
    """Return the issues of a table's programmes and time without a place or day to count by.

    An issue with only a year counts here if the table is of that year.
    """
    no_county = no_month = 0
    for one in _of(table, programme, summaries):
        is_dated = len(one.found_on) >= MONTH
        if any(_counts(table, rule, one) for rule in table.rules) and not one.county_name:
            no_county += 1
        elif not is_dated and _years(table, one.found_on):
            no_month += 1
    return Uncounted(no_county, no_month)


def _years(table: AccountabilityTable, year: str) -> bool:
    end = str(table.end)[:4] if table.end else year
    return str(table.start)[:4] <= year <= end


def starts(programme: Programme, actions: Iterable[Action], vocabulary: Vocabulary) -> list[Start]:
    """Return each action that held somebody accountable, with the results of the rules."""
    held = _held(programme.id, actions, vocabulary)
    own = sorted(held, key=lambda one: (str(one.date), id_order(one.id)))
    return [_start(programme, one) for one in own]


def _start(programme: Programme, action: Action) -> Start:
    if action.whom.county_name:
        return Start(action, (), "当月的问题数量没有公布，不能计算")
    own = [
        one
        for table in programme.accountability
        for one in verdicts(table)
        if one.result.city == action.whom.city
    ]
    return Start(action, tuple(own), "" if own else "目标完成率没有公布，不能计算")


def _held(programme: str, actions: Iterable[Action], vocabulary: Vocabulary) -> Iterator[Action]:
    kinds = vocabulary.with_role("actions", Role.ACCOUNTABLE)
    return (one for one in actions if one.programme_id == programme and one.kind in kinds)


def _of(
    table: AccountabilityTable, programme: str, summaries: Iterable[IssueSummary]
) -> Iterator[IssueSummary]:
    """Return the issues of the programmes that a table counts."""
    wanted = frozenset(table.programmes or (programme,))
    return (one for one in summaries if one.programme in wanted)


def _counts(table: AccountabilityTable, rule: AccountabilityRule, summary: IssueSummary) -> bool:
    """Return whether a rule counts an issue, in whatever county."""
    if rule.counts != "问题" or len(summary.found_on) < MONTH:
        return False
    if summary.group in rule.except_groups or (rule.groups and summary.group not in rule.groups):
        return False
    return _within(summary.found_on[:MONTH], rule.start or table.start, table.end)


def _within(month: str, start: PartialDate, end: PartialDate | None) -> bool:
    """Return whether a month is between two dates, each as exact as it is known."""
    first, last = str(start)[:MONTH], str(end)[:MONTH] if end else month
    return month[: len(first)] >= first and month[: len(last)] <= last
