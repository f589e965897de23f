"""The pages of targets (目标): what each city is to reach, month by month, and how it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.kinds.programme.model import Programme
from generator.kinds.target.model import Aim, Explanation, Target
from generator.kinds.target.status import (
    AimState,
    Pace,
    TargetTally,
    aim_state,
    owes_explanation,
    pace,
    share,
    target_tally,
)
from generator.render.indexes import TARGETS
from generator.render.terms import number_text, span_text
from generator.render.work.month_chart import MonthChart, month_chart
from generator.site.index import Book
from generator.site.links import Links, target_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Cell

_OPENNESS = {AimState.MET: "false", AimState.MISSED: "true"}


@dataclass(frozen=True, slots=True)
class AimView:
    """One aim, ready to be printed; `owed` says that its sponsor has still to explain."""

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
    chart: MonthChart | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The targets of a city in one line; `pages` has one for each campaign."""

    counts: TargetTally
    pages: tuple[Cell, ...]


def target_pages(book: Book) -> Iterator[PageJob]:
    """The list of targets and one page for each city in each campaign."""
    yield PageJob(TARGETS, _target_list)
    for target in book.register.targets:
        yield PageJob(target_path(target.id), _target_page, (target,))


def _target_list(book: Book, templates: Templates) -> Page:
    link = Links(TARGETS)
    by_programme = [(one, _rows(book, link, one)) for one in book.programmes]
    return templates.page(
        "targets.html",
        TARGETS,
        "目标",
        today=book.today,
        programmes=[(programme, rows) for programme, rows in by_programme if rows],
    )


def _rows(book: Book, link: Links, programme: Programme) -> list[AimView]:
    return [
        view
        for target in book.register.select(Target, programme=programme.id)
        for view in _views(book, link, target)
    ]


def _views(book: Book, link: Links, target: Target) -> list[AimView]:
    """The aims of a city; links lead to their place on its page."""
    return [_view(book, link, target, n, aim) for n, aim in enumerate(target.aims, 1)]


def _view(book: Book, link: Links, target: Target, number: int, aim: Aim) -> AimView:
    vocabulary = book.register.vocabulary
    state = aim_state(aim, vocabulary, book.today)
    so_far, reached = pace(aim, vocabulary), share(aim)
    city = book.register.cities.get(target.city_id)
    anchor = f"a{number}"
    done = number_text(aim.reached) if aim.reached is not None else ""
    goal = number_text(aim.value)
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
        owed=not book.is_public and owes_explanation(aim, vocabulary, book.today),
        chart=month_chart(f"{anchor}-months", aim, so_far) if so_far else None,
    )


def _now(aim: Aim, so_far: Pace) -> str:
    """How much the months so far come to."""
    months = f"{so_far.months} 个月"
    if aim.adds_up:
        return f"{months}累计 {number_text(so_far.sum)} {aim.unit}，共 {so_far.of} 个月"
    return f"{months}平均 {number_text(so_far.mean)} {aim.unit}，共 {so_far.of} 个月"


def _ends(aim: Aim, so_far: Pace) -> str:
    """Where the months so far lead to; "" with too few of them."""
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
    word = "够得上" if so_far.would_meet else "够不上"
    return f"{word}目标（{aim.better} {number_text(aim.value)} {aim.unit}）"


def _target_page(book: Book, templates: Templates, target: Target) -> Page:
    path = target_path(target.id)
    city = book.register.cities[target.city_id]
    programme = book.register.programmes[target.programme_id]
    return templates.page(
        "target.html",
        path,
        f"{city.name}的目标（{programme.id}）",
        target=target,
        city=city,
        programme=programme,
        today=book.today,
        aims=_views(book, Links(path), target),
    )


def target_line(book: Book, city_id: str, page: str) -> TargetLine | None:
    """The targets of a city in one line; None where it has none."""
    own = book.register.select(Target, city=city_id)
    if not own:
        return None
    link = Links(page)
    names = {programme.id: programme.name for programme in book.programmes}
    return TargetLine(
        target_tally(own, book.register.vocabulary, book.today),
        tuple(Cell(names[one.programme_id], link.to(target_path(one.id))) for one in own),
    )
