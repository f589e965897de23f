"""The pages of targets (目标): the targets of each city, month by month, and their states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.kinds.programme.model import Programme
from generator.kinds.target import KIND
from generator.kinds.target.model import Aim, Explanation, Target
from generator.kinds.target.status import (
    FEWEST,
    AimState,
    Pace,
    TargetTally,
    aim_state,
    owes_explanation,
    pace,
    share,
    target_tally,
)
from generator.site.charts import COLUMN_HEIGHT, COLUMN_WIDTH, FOOT_ROOM, HEAD_ROOM, PartView
from generator.site.index import SiteIndex
from generator.site.links import TARGETS, Links, target_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, city_name, joined, plain_entry, texts_of
from generator.site.tables import Cell, NumberRow, NumberTable, number_text, span_text

WIDE = 44
"""From one column to the next."""

AT_LEFT = 8
AT_RIGHT = 110
"""Room for the words beside the line."""

_GROUND = HEAD_ROOM + COLUMN_HEIGHT


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """One column, in the units of the drawing."""

    label: str
    said: str
    text: str
    x: int
    top: int
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A column for each month, one for the projected end if any, and the line of the aim."""

    key: str
    title: str
    description: str
    width: int
    height: int
    ground: int
    thickness: int
    goal: int
    goal_text: str
    columns: tuple[MonthColumn, ...]
    kinds: tuple[tuple[str, str], ...]
    table: NumberTable


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    said: str
    parts: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return sum((value for _, value in self.parts), Decimal(0))


def month_chart(key: str, aim: Aim, so_far: Pace) -> MonthChart:
    """Return the chart of an aim of which enough months are known (`FEWEST`)."""
    bars = list(_bars(aim, so_far))
    most = max(aim.value, *(bar.total for bar in bars), Decimal(1))
    title = _title(aim)
    goal = _GROUND - _length(aim.value, most)
    return MonthChart(
        key=key,
        title=title,
        description=_in_words(aim, so_far),
        width=AT_LEFT + len(bars) * WIDE + AT_RIGHT,
        height=_GROUND + FOOT_ROOM,
        ground=_GROUND,
        thickness=COLUMN_WIDTH,
        goal=goal,
        goal_text=f"目标 {number_text(aim.value)}",
        columns=tuple(_column(place, bar, most) for place, bar in enumerate(bars)),
        kinds=_kinds(aim, so_far),
        table=month_table(aim, so_far),
    )


def _title(aim: Aim) -> str:
    words = "逐月累计" if aim.adds_up else "逐月数值"
    return f"{aim.name}，{aim.start}至{aim.end}，{words}（{aim.unit}）"


def _bars(aim: Aim, so_far: Pace) -> Sequence[_Bar]:
    bars, before = [], Decimal(0)
    several_years = len({one.month.year for one in aim.months}) > 1
    for one in aim.months:
        past = [("closed", before)] if aim.adds_up else []
        parts = (*past, ("open" if aim.adds_up else "closed", one.value))
        before += one.value
        label = f"{one.month.month}月"
        if several_years:
            label = f"{one.month.year % 100:02}-{one.month.month:02}"
        bars.append(_Bar(label, one.month.chinese, parts))
    if so_far.projected is not None and aim.reached is None:
        bars.append(_Bar("推算", "按目前月均推算", (("unknown", so_far.projected),)))
    return bars


def _length(value: Decimal, most: Decimal) -> int:
    return round(COLUMN_HEIGHT * max(value, Decimal(0)) / most)


def _column(place: int, bar: _Bar, most: Decimal) -> MonthColumn:
    parts, below = [], Decimal(0)
    for kind, value in bar.parts:
        low, high = (_GROUND - _length(one, most) for one in (below, below + value))
        below += value
        if low > high:
            parts.append(PartView(kind, high, low - high))
    text = number_text(bar.total)
    x = AT_LEFT + place * WIDE + (WIDE - COLUMN_WIDTH) // 2
    top = _GROUND - _length(bar.total, most)
    return MonthColumn(bar.label, f"{bar.said}：{text}", text, x, top, tuple(parts))


def _kinds(aim: Aim, so_far: Pace) -> tuple[tuple[str, str], ...]:
    kinds = [("closed", "此前各月累计"), ("open", "当月")] if aim.adds_up else [("closed", "各月")]
    if so_far.projected is not None and aim.reached is None:
        kinds.append(("unknown", "按目前月均推算"))
    return tuple(kinds)


def _in_words(aim: Aim, so_far: Pace) -> str:
    most = max(aim.months, key=lambda one: one.value)
    least = min(aim.months, key=lambda one: one.value)
    return (
        f"柱形图，{so_far.months} 个月，最高的是{most.month.chinese}，{number_text(most.value)}；"
        f"最低的是{least.month.chinese}，{number_text(least.value)}；"
        f"横线是目标，{aim.better} {number_text(aim.value)} {aim.unit}。"
    )


def month_table(aim: Aim, so_far: Pace) -> NumberTable:
    """Return the known months of an aim: with their sum, or else compared with the aim."""
    rows, total = [], Decimal(0)
    for one in aim.months:
        total += one.value
        beside = number_text(total) if aim.adds_up else compared(one.value, aim.value)
        cells = (Cell(number_text(one.value)), Cell(beside))
        rows.append(NumberRow(Cell(str(one.month), sort=str(one.month)), cells))
    ends = so_far.projected
    if ends is not None and aim.reached is None:
        own, beside = number_text(ends), compared(ends, aim.value)
        cells = (Cell(""), Cell(own)) if aim.adds_up else (Cell(own), Cell(beside))
        rows.append(NumberRow(Cell("按目前月均推算"), cells))
    heads = ("当月", "累计") if aim.adds_up else ("数值", "与目标值相比")
    return NumberTable(_title(aim), "月份", heads, tuple(rows))


def compared(value: Decimal, goal: Decimal) -> str:
    """Return by how much a value is above or below the aim; whether that is good, it says not."""
    if value == goal:
        return "持平"
    return f"{'高' if value > goal else '低'} {number_text(abs(value - goal))}"


_OPENNESS = {AimState.MET: "false", AimState.MISSED: "true"}


@dataclass(frozen=True, slots=True)
class AimView:
    """One aim, ready to be printed; `owed` where its sponsor still has to explain.

    `months` are the known ones; of fewer than three there is no chart.
    """

    city: Cell
    anchor: str
    name: str
    span: str
    is_final: bool
    goal: str
    value: str
    reached: str
    share: str
    state: str
    openness: str
    now: str
    ends: str
    verdict: str
    explanation: Explanation | None
    owed: bool
    months: NumberTable | None
    chart: MonthChart | None


@dataclass(frozen=True, slots=True)
class CityTargets:
    """The targets of a city: counted, a page for each programme, and each aim."""

    counts: TargetTally
    pages: tuple[Cell, ...]
    aims: tuple[AimView, ...]


def target_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of targets and one page for each city in each programme."""
    yield PageJob(TARGETS, _target_list)
    for target in site.register.targets:
        yield PageJob(target_path(target.id), _target_page, (target,))


def _target_list(site: SiteIndex, templates: Templates) -> Page:
    link = Links(TARGETS)
    by_programme = [(one, _rows(site, link, one)) for one in site.programmes]
    return templates.page(
        "targets.html",
        TARGETS,
        "目标",
        today=site.today,
        programmes=[(programme, rows) for programme, rows in by_programme if rows],
    )


def _rows(site: SiteIndex, link: Links, programme: Programme) -> list[AimView]:
    return [
        view
        for target in site.register.select(Target, programme=programme.id)
        for view in _views(site, link, target)
    ]


def _views(site: SiteIndex, link: Links, target: Target) -> list[AimView]:
    """Return the aims of a city, with links to their places on its page."""
    return [_view(site, link, target, n, aim) for n, aim in enumerate(target.aims, 1)]


def _view(site: SiteIndex, link: Links, target: Target, number: int, aim: Aim) -> AimView:
    vocabulary = site.register.vocabulary
    state = aim_state(aim, vocabulary, site.today)
    so_far, reached = pace(aim, vocabulary), share(aim)
    city = site.register.cities.get(target.city_id)
    anchor = f"a{number}"
    done = number_text(aim.reached) if aim.reached is not None else ""
    goal = number_text(aim.value)
    drawn = so_far if so_far and so_far.months >= FEWEST else None
    return AimView(
        city=Cell(
            city.name if city else target.city_id,
            f"{link.to(target_path(target.id))}#{anchor}",
            sort=f"{target.city_id}-{number:02}",
        ),
        anchor=anchor,
        name=aim.name,
        span=span_text(aim.start, aim.end),
        is_final=aim.final,
        goal=f"{aim.better} {goal} {aim.unit}",
        value=goal,
        reached=f"{done} {aim.unit}" if done else "",
        share=f"{reached}%（{done}/{goal}）" if reached is not None else "",
        state=state.value,
        openness=_OPENNESS.get(state, ""),
        now=_now(aim, so_far) if so_far else "",
        ends=_ends(aim, so_far) if so_far and aim.reached is None else "",
        verdict=_verdict(aim, so_far) if so_far and aim.reached is None else "",
        explanation=aim.explanation,
        owed=not site.is_public and owes_explanation(aim, vocabulary, site.today),
        months=month_table(aim, so_far) if so_far else None,
        chart=month_chart(f"{target.id}-{anchor}", aim, drawn) if drawn else None,
    )


def _now(aim: Aim, so_far: Pace) -> str:
    """Return the result of the months so far."""
    months = f"{so_far.months} 个月"
    if aim.adds_up:
        return f"{months}累计 {number_text(so_far.sum)} {aim.unit}，共 {so_far.of} 个月"
    return f"{months}平均 {number_text(so_far.mean)} {aim.unit}，共 {so_far.of} 个月"


def _ends(aim: Aim, so_far: Pace) -> str:
    """Return the projected result; "" with too few months."""
    if so_far.projected is None:
        return ""
    ends = f"{number_text(so_far.projected)} {aim.unit}"
    if not aim.adds_up:
        return f"按目前月均推算，全期平均 {ends}（已有 {so_far.months} 个月的平均）"
    rest = max(0, so_far.of - so_far.months)
    return (
        f"按目前月均推算，全期 {ends}（累计 {number_text(so_far.sum)}，"
        f"余下 {rest} 个月每月按 {number_text(so_far.mean)} 计）"
    )


def _verdict(aim: Aim, so_far: Pace) -> str:
    if so_far.projected is None:
        return ""
    word = "能达到" if so_far.would_meet else "达不到"
    return f"{word}目标（{aim.better} {number_text(aim.value)} {aim.unit}）"


def _target_page(site: SiteIndex, templates: Templates, target: Target) -> Page:
    path = target_path(target.id)
    city = site.register.cities[target.city_id]
    programme = site.register.programmes[target.programme_id]
    return templates.page(
        "target.html",
        path,
        f"{city.name}的目标（{programme.id}）",
        target=target,
        city=city,
        programme=programme,
        today=site.today,
        aims=_views(site, Links(path), target),
    )


def city_targets(site: SiteIndex, city_id: str, page: str) -> CityTargets | None:
    """Return the targets of a city as its own page shows them; None where it has none."""
    own = site.register.select(Target, city=city_id)
    if not own:
        return None
    link = Links(page)
    names = {programme.id: programme.name for programme in site.programmes}
    return CityTargets(
        target_tally(own, site.register.vocabulary, site.today),
        tuple(Cell(names[one.programme_id], link.to(target_path(one.id))) for one in own),
        tuple(view for one in own for view in _views(site, link, one)),
    )


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of targets."""
    for one in site.register.targets:
        name = city_name(site, one.city_id)
        yield plain_entry(
            KIND.search_label,
            one.id,
            target_path(one.id),
            f"{name}目标",
            joined([site.register.programmes[one.programme_id].name, *(x.name for x in one.aims)]),
            texts=texts_of(one),
            place=name,
            programme=one.programme_id,
            city=one.city_id,
        )


def record_place(site: SiteIndex, record: Target) -> str:
    """Return where a record is shown, as a path in the site."""
    return target_path(record.id)
