"""The pages of incidents on the spot (现场情况): by city, by round and by sort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.core.fields import Correction, Source
from generator.kinds.assistance.views import FieldText, TimelineEvent, event_told
from generator.kinds.city.model import City
from generator.kinds.incident.model import Incident
from generator.kinds.incident.views import IncidentTally, ending, found, incident_tally, of_kind
from generator.kinds.issue.ledger import CLOSED, OPEN
from generator.kinds.liaison.pages import liaison_of, posts_at
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import INCIDENTS, Links, incidents_path, issue_path
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import (
    Card,
    Cell,
    NumberRow,
    NumberTable,
    behind_from,
    counted,
    round_label,
)


class IncidentState(StrEnum):
    """The state of an incident, in the words of the pages."""

    SETTLED = "已处理"
    OPEN = "处理中"


ENDS = tuple(one.value for one in IncidentState)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with its steps; `issues` are the issues that it concerns."""

    id: str
    kind: str
    what: str
    is_open: bool
    fields: tuple[FieldText, ...]
    issues: tuple[Cell, ...]
    events: tuple[TimelineEvent, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """One sort of incident: its word, its meaning, and the incidents of it."""

    anchor: str
    word: str
    meaning: str
    views: tuple[IncidentView, ...] = ()


def incident_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the page of all incidents and one page for each city where there were some."""
    yield PageJob(INCIDENTS, _index)
    for code in grouped(site.register.incidents, lambda one: one.city_id):
        if city := site.register.cities.get(code):
            yield PageJob(incidents_path(code), _city_page, (city,))


def _index(site: SiteIndex, templates: Templates) -> Page:
    all_of = site.register.incidents
    return templates.page(
        "incidents.html",
        INCIDENTS,
        "现场突发情况",
        today=site.today,
        cards=_cards(Links(INCIDENTS), incident_tally(all_of, site.register.vocabulary)),
        forms=_forms(site, site.register.incidents),
        by_city=_by_city(site),
        by_round=_by_round(site),
    )


def _cards(link: Links, counts: IncidentTally, city: str = "") -> list[Card]:
    settled, still = _ends(link, counts, city=city)
    return [
        Card("现场突发情况", counted(counts.met, found(link, city=city)), "一件一条记录"),
        *(
            Card(word, Cell(str(number), of_kind(link, word, city=city)), "按情形")
            for word, number in counts.by_kind.items()
            if number
        ),
        Card("已处理", settled, "已经处理完毕"),
        Card("处理中", still, "尚未处理完毕的"),
    ]


def _forms(site: SiteIndex, met: Sequence[Incident]) -> list[IncidentForm]:
    """Return every sort of the vocabulary, and any other that is used."""
    meanings = {one.word: one.meaning for one in site.register.vocabulary.entries("incidents")}
    words = dict.fromkeys([*meanings, *(one.kind for one in met)])
    return [IncidentForm(f"k{n}", word, meanings.get(word, "")) for n, word in enumerate(words, 1)]


def _by_city(site: SiteIndex) -> NumberTable:
    link, forms = Links(INCIDENTS), _forms(site, site.register.incidents)
    rows = []
    for code, own in grouped(site.register.incidents, lambda one: one.city_id).items():
        city = site.register.cities.get(code)
        page = link.to(incidents_path(code)) if city else ""
        counts = incident_tally(own, site.register.vocabulary)
        by_form = ((form.anchor, counts.by_kind[form.word]) for form in forms)
        cells = (
            *(counted(number, page and f"{page}#{anchor}") for anchor, number in by_form),
            counted(counts.met, page),
            *_ends(link, counts, city=code),
        )
        rows.append(NumberRow(Cell(city.name if city else code, page, sort=code), cells))
    heads = (*(form.word for form in forms), "合计", *ENDS)
    return NumberTable("现场突发情况，按城市", "城市", heads, tuple(rows))


def _by_round(site: SiteIndex) -> NumberTable:
    """Return issues and incidents by round."""
    behind = behind_from(site, INCIDENTS)
    names = {programme.id: programme.name for programme in site.programmes}
    rows = []
    for name, own in grouped(site.register.incidents, lambda one: one.round_id).items():
        programme, number = own[0].programme_id, own[0].round_number
        link = behind.link
        issues = len(site.overview.by_round.get(name, ()))
        page = link.round(name) if issues or name in site.register.rounds else ""
        facets = {"programme": programme, "round": str(number)}
        counts = incident_tally(own, site.register.vocabulary)
        label = f"{names.get(programme, programme)}，{round_label(number)}"
        beside = () if site.is_public else (counted(issues, behind.records(**facets)),)
        met = counted(counts.met, found(link, **facets))
        cells = (*beside, met, *_ends(link, counts, **facets))
        rows.append(NumberRow(Cell(label, page, sort=name), cells))
    heads = ("现场突发情况", *ENDS) if site.is_public else ("发现问题", "现场突发情况", *ENDS)
    return NumberTable("现场突发情况，按轮次", "轮次", heads, tuple(rows))


def _ends(link: Links, counts: IncidentTally, **facets: str) -> tuple[Cell, Cell]:
    return (
        counted(counts.settled, found(link, open=CLOSED, **facets)),
        counted(counts.open, found(link, open=OPEN, **facets)),
    )


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = incidents_path(city.id)
    own = site.register.select(Incident, city=city.id)
    of_form = grouped(own, lambda one: one.kind)
    forms = [
        IncidentForm(
            form.anchor,
            form.word,
            form.meaning,
            tuple(_view(site, Links(path), one) for one in _latest(of_form[form.word])),
        )
        for form in _forms(site, own)
        if form.word in of_form
    ]
    return templates.page(
        "incidents_city.html",
        path,
        f"{city.name}的现场突发情况",
        city=city,
        cards=_cards(Links(path), incident_tally(own, site.register.vocabulary), city.id),
        today=site.today,
        forms=forms,
    )


def _latest(some: Sequence[Incident]) -> list[Incident]:
    """Return the incidents, the latest begun first; of one day by ID."""
    return sorted(some, key=lambda one: str(one.events[0].date), reverse=True)


def _view(site: SiteIndex, link: Links, one: Incident) -> IncidentView:
    number, place = one.round_number, one.place
    group = site.register.programmes[one.programme_id].group_name(one.group or "")
    texts = (
        FieldText("轮次", f"{one.programme_id} {round_label(number)}"),
        FieldText("区县", place.name if place else "未注明"),
        FieldText("点位", one.site or ""),
        FieldText("遇到的组", group),
        FieldText("处理", "" if site.is_public else handled_by(site, one)),
        FieldText("反映事项", one.matter or "", wide=True),
        FieldText("结果", one.result or "", wide=True),
        FieldText("备注", one.note or "", wide=True),
    )
    return IncidentView(
        id=one.id,
        kind=one.kind,
        what=one.what,
        is_open=ending(one, site.register.vocabulary) is None,
        fields=tuple(text for text in texts if text.value),
        issues=tuple(_issue(site, link, name) for name in one.issues),
        events=tuple(map(event_told, one.events)),
        sources=tuple(one.sources),
        corrections=tuple(one.corrections),
    )


def _issue(site: SiteIndex, link: Links, name: str) -> Cell:
    summary = site.by_id.get(name)
    return Cell(name, link.to(issue_path(summary)) if summary else "")


def handled_by(site: SiteIndex, one: Incident) -> str:
    """Return the unit that handles it, or the responsible office from the liaison of its place."""
    if one.handler:
        return one.handler
    liaison = liaison_of(site.register, one.city_id, one.programme_id)
    posts = posts_at(liaison, one.place) if liaison else ()
    if not posts:
        return ""
    return f"{posts[-1].office}（按联络机制，{posts[-1].role}）"
