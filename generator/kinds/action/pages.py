"""The actions (措施): a list, a page for each, short lists elsewhere, search entries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core.fields import Source
from generator.core.serials import id_order
from generator.core.working_days import FIRST, LAST
from generator.kinds.action import KIND
from generator.kinds.action.model import Action, Demand
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.bulletin.pages import FigureView, figure_view
from generator.kinds.issue.views import IssueList, issue_list
from generator.site.index import PublishedFigure, SiteIndex
from generator.site.links import ACTIONS, Links, action_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import Cell, counted, place_text

LISTED = 20
"""Actions in the list of a city or a programme; the page of actions has all of them."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action in a list; `followed` is the latest sequel, "" where none is known."""

    id: str
    href: str
    date: str
    kind: str
    by: str
    whom: str
    city: Cell
    county: str
    facts: str
    followed: str
    programme: Cell


@dataclass(frozen=True, slots=True)
class ActionList:
    """The latest actions of a list, their number, and a link to all of them."""

    rows: tuple[ActionRow, ...]
    total: int
    all: str

    @property
    def is_cut(self) -> bool:
        """Return whether lines were left out."""
        return self.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class DemandView:
    """One demand with its deadline and its answer.

    `due` is a day; `note` says how it was computed, or why it could not be.
    """

    number: int
    what: str
    term: str
    due: str
    note: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SequelView:
    """A sequel on a day; `demand` is the number of the demand that it answers, 0 for none."""

    date: str
    what: str
    demand: int
    by: str
    source: Source | None


def kind_words(kind: str) -> str:
    """Return the searchable words for the kind of an action; counts by kind use them."""
    return f"措施种类：{kind}"


def action_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of actions and one page for each."""
    yield PageJob(ACTIONS, _index)
    for one in site.register.actions:
        yield PageJob(action_path(one.id), _action_page, (one,))


def _index(site: SiteIndex, templates: Templates) -> Page:
    actions, link = _newest(site.register.actions), Links(ACTIONS)
    kinds = Counter(one.kind for one in actions)
    words = site.register.vocabulary.words("actions")
    return templates.page(
        "actions.html",
        ACTIONS,
        "措施",
        rows=_rows(site, link, actions),
        kinds=[
            (word, counted(kinds[word], link.records(kind="措施", q=kind_words(word))))
            for word in dict.fromkeys([*words, *kinds])
            if kinds[word]
        ],
    )


def actions_of(site: SiteIndex, link: Links, *, city: str = "", programme: str = "") -> ActionList:
    """Return the actions of a city, or of a programme, the latest first."""
    found = _newest(site.register.select(Action, programme=programme, city=city))
    every = link.records(kind="措施", city=city, programme=programme)
    return ActionList(_rows(site, link, found[:LISTED]), len(found), every)


def _newest(actions: Sequence[Action]) -> list[Action]:
    by_id = sorted(actions, key=lambda one: id_order(one.id))
    return sorted(by_id, key=lambda one: one.date.latest, reverse=True)


def _rows(site: SiteIndex, link: Links, actions: Sequence[Action]) -> tuple[ActionRow, ...]:
    return tuple(_row(site, link, one) for one in actions)


def _row(site: SiteIndex, link: Links, action: Action) -> ActionRow:
    city = site.register.cities.get(action.whom.city)
    last = action.sequels[-1] if action.sequels else None
    programme = action.programme_id
    return ActionRow(
        id=action.id,
        href=link.action(action.id),
        date=str(action.date),
        kind=action.kind,
        by=action.by or "",
        whom=action.whom.name,
        city=Cell(
            city.name if city else action.whom.city,
            link.city(action.whom.city) if city else "",
            sort=action.whom.city,
        ),
        county=action.whom.county_name or "",
        facts=action.cause.facts,
        followed=f"{last.date} {last.what}" if last else "",
        programme=Cell(programme, link.programme(programme)),
    )


def _action_page(site: SiteIndex, templates: Templates, action: Action) -> Page:
    link = Links(action_path(action.id))
    city = site.register.cities.get(action.whom.city)
    programme = site.register.programmes.get(action.programme_id)
    return templates.page(
        "action.html",
        link.page,
        f"{action.kind}：{action.whom.name}（{action.id}）",
        action=action,
        city=city,
        place=place_text(city, action.whom.county_name or ""),
        programme=programme,
        issues=_issues(site, link, action),
        gone=[name for name in action.cause.issues if name not in site.overview.by_id],
        figures=_figures(site, action),
        demands=list(_demands(action)),
        sequels=[
            SequelView(str(one.date), one.what, one.demand or 0, one.by or "", one.source)
            for one in action.sequels
        ],
    )


def _issues(site: SiteIndex, link: Links, action: Action) -> IssueList:
    by_id = site.overview.by_id
    named = [by_id[name] for name in action.cause.issues if name in by_id]
    return issue_list(site, link, "引起这项措施的问题", named, longest=len(named))


def _figures(site: SiteIndex, action: Action) -> list[FigureView]:
    """Return the published figures that an action is based on."""
    wanted = list(action.cause.figures)
    named = dict.fromkeys(name.partition("#")[0] for name in wanted)
    cited = (site.register.find(Bulletin, name) for name in named)
    found = {
        f"{bulletin.id}#{figure.row}": PublishedFigure(bulletin, figure)
        for bulletin in cited
        if bulletin
        for figure in bulletin.rows
    }
    return [figure_view(site.register, found[name]) for name in wanted if name in found]


def _demands(action: Action) -> Iterator[DemandView]:
    for number, demand in enumerate(action.demands, 1):
        answers = tuple(f"{one.date} {one.what}" for one in action.sequels if one.demand == number)
        day = demand.last_day(action.date)
        due, note = day.isoformat() if day else "", _note(action, demand)
        yield DemandView(number, demand.what, demand.term or "", due, note, answers)


def _note(action: Action, demand: Demand) -> str:
    """Return how a term in working days became a day, or why it did not; "" for other terms."""
    if not demand.working_days:
        return ""
    if not action.date.is_exact:
        return "措施的日期不到日，工作日没有推算"
    if not demand.last_day(action.date):
        return f"只收录 {FIRST.year}—{LAST.year} 年的放假安排，工作日没有推算"
    return "按工作日推算，放假安排据国务院办公厅各年通知"


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of actions."""
    for one in site.register.actions:
        city = site.register.cities.get(one.whom.city)
        lines = [
            kind_words(one.kind),
            one.by or "",
            one.cause.facts,
            one.handling or "",
            one.form or "",
            *one.cause.triggers,
            *(demand.what for demand in one.demands),
            *(sequel.what for sequel in one.sequels),
            *(source.title for source in one.sources),
        ]
        yield plain_entry(
            KIND.search_label,
            one.id,
            action_path(one.id),
            f"{one.kind}：{one.whom.name}",
            "；".join(line for line in lines if line),
            texts=texts_of(one),
            place=place_text(city, one.whom.county_name or ""),
            programme=one.programme_id,
            city=one.whom.city,
            date=str(one.date),
        )


def record_place(site: SiteIndex, record: Action) -> str:
    """Return where a record is shown, as a path in the site."""
    return action_path(record.id)
