"""The pages of programmes: a list, and a page for each with its plan and support; search."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.action.model import Action
from generator.kinds.action.pages import actions_of
from generator.kinds.appraisal.pages import Appraising, appraises, appraising
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.views import AssistanceCounts, assistance_line
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.grid.pages import Netting, netting
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.views import FieldView, shape_fields
from generator.kinds.liaison.model import Liaison
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.monitor.pages import Monitoring, monitoring
from generator.kinds.programme import KIND
from generator.kinds.programme.lifecycle import LeadDepartment
from generator.kinds.programme.lifecycle_pages import path_views
from generator.kinds.programme.model import (
    Department,
    InspectionRules,
    OneList,
    Programme,
    Reporting,
)
from generator.kinds.programme.one_list import fields_table, lists_table
from generator.kinds.programme.seasons import SeasonCalendar, season_calendar
from generator.kinds.quick.pages import Editing, editing
from generator.kinds.round.pages import round_views
from generator.kinds.task.model import Task
from generator.kinds.task.pages import task_sets, tasks_table
from generator.kinds.task.status import Arrival, MonthDue, UnitMonths, dues_judged, unit_reports
from generator.site.index import SiteIndex
from generator.site.links import (
    PROGRAMMES,
    Links,
    dues_path,
    liaison_path,
    programme_path,
    tasks_path,
)
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import Cell, NumberTable, behind_from, counted, recorded, span_text


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Reports in time: a row for each unit, and totals."""

    dues: tuple[MonthDue, ...]
    rows: tuple[UnitMonths, ...]
    totals: tuple[tuple[Arrival, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class InspectionView:
    """The causes of special inspections, and the actions that name each."""

    rules: InspectionRules
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The sections of a plan; empty ones are left out."""

    reporting: Reporting | None
    units: UnitTable | None
    seasons: SeasonCalendar | None
    inspection: InspectionView | None
    grid: Netting
    appraisal: Appraising | None
    monitoring: Monitoring
    quick: Editing
    tasks: NumberTable


def plan_view(site: SiteIndex, programme: Programme, summaries: Sequence[IssueSummary]) -> PlanView:
    """Return the recurrent duties in a programme, with the records of them."""
    path = programme_path(programme.id)
    link = Links(path)
    own = task_sets(site, programme=programme)
    return PlanView(
        reporting=programme.reporting,
        units=_units(site, programme),
        seasons=season_calendar(programme, summaries, behind_from(site, path), site.today),
        inspection=_inspection(site, link, programme),
        grid=netting(site, link, programme),
        appraisal=appraising(site, link, programme) if appraises(site, programme) else None,
        monitoring=monitoring(site, link, programme),
        quick=editing(site, link, programme),
        tasks=tasks_table(link, "本行动的攻坚任务", own),
    )


def _units(site: SiteIndex, programme: Programme) -> UnitTable | None:
    """Return the reports of each unit; None where units, or reports, are not on record."""
    dues = dues_judged(programme, site.today)
    units = programme.reporting.units if programme.reporting else []
    if not (dues and units):
        return None
    tasks = site.register.select(Task, programme=programme.id)
    rows = unit_reports(units, tasks, dues, site.today)
    totals = tuple(
        (word, tuple(sum(row.arrivals[at] is word for row in rows) for at in range(len(dues))))
        for word in Arrival
    )
    return UnitTable(
        tuple(dues), tuple(rows), tuple((word, some) for word, some in totals if any(some))
    )


def _inspection(site: SiteIndex, link: Links, programme: Programme) -> InspectionView | None:
    rules = programme.inspection
    if rules is None:
        return None
    made = [
        one
        for one in site.register.select(Action, programme=programme.id)
        if one.kind == rules.action
    ]
    rows = tuple(
        (
            trigger,
            tuple(
                Cell(one.id, link.action(one.id)) for one in made if trigger in one.cause.triggers
            ),
        )
        for trigger in rules.triggers
    )
    return InspectionView(rules, rows, len(made))


@dataclass(frozen=True, slots=True)
class SupportPlace:
    """One city: its liaison, dues, tasks, and its issues in the supported programme."""

    city: Cell
    liaison: Cell
    dues: Cell
    tasks: Cell
    issues: Cell


@dataclass(frozen=True, slots=True)
class Support:
    """`supported`: the programme that this one supports; `supporters`: those that support it."""

    supported: Cell | None
    supporters: tuple[Cell, ...]
    method: tuple[str, ...]
    fields: tuple[str, ...]
    places: tuple[SupportPlace, ...]

    @property
    def is_there(self) -> bool:
        """Return whether there is anything to show."""
        return bool(self.supported or self.supporters or self.method or self.fields)


def support(site: SiteIndex, programme: Programme) -> Support:
    """Return the programmes that a programme supports or that support it."""
    link = Links(programme_path(programme.id))
    supported = site.register.programmes.get(programme.supports or "")
    return Support(
        supported=_named(link, supported) if supported else None,
        supporters=tuple(
            _named(link, one) for one in site.programmes if one.supports == programme.id
        ),
        method=tuple(programme.method),
        fields=tuple(programme.task_fields),
        places=tuple(_places(site, programme, supported)) if supported else (),
    )


def _named(link: Links, one: Programme) -> Cell:
    return Cell(one.name, link.programme(one.id))


def _places(site: SiteIndex, programme: Programme, supported: Programme) -> Iterator[SupportPlace]:
    behind = behind_from(site, programme_path(programme.id))
    link = behind.link
    reached = site.register.select(Liaison, programme=programme.id)
    liaisons = {one.city_id: one.id for one in reached}
    for code in programme.cities or ():
        city = site.register.cities.get(code)
        if city is None:
            continue
        own = site.register.select(Task, city=code)
        tasks = sum(one.programme_id == programme.id for one in own)
        summaries = site.overview.by_city.get(code, ())
        found = sum(one.programme == supported.id for one in summaries)
        liaison = liaisons.get(code)
        owes = bool(own or summaries or liaison)
        yield SupportPlace(
            Cell(city.name, link.city(code)),
            Cell("联络机制", link.to(liaison_path(liaison))) if liaison else Cell("没有记录"),
            _dues(site, link, code) if owes else Cell("没有"),
            counted(tasks, link.to(tasks_path(programme.id, code))),
            counted(found, behind.records(programme=supported.id, city=code)),
        )


def _dues(site: SiteIndex, link: Links, code: str) -> Cell:
    return Cell("只在完整版里") if site.is_public else Cell("应办", link.to(dues_path(code)))


FIELDS = (
    *("reporting", "seasons", "grid", "departments_called", "one_list"),
    *("appraisal", "inspection", "quick"),
    *("supports", "method", "task_fields"),
)
"""Fields of a programme that are shown in sections of their own."""


@dataclass(frozen=True, slots=True)
class ProgrammeSections:
    """The further sections of a programme's page; empty ones are left out."""

    plan: PlanView
    assistance: AssistanceCounts | None
    departments: tuple[Department, ...]
    departments_called: str
    lead_departments: tuple[LeadDepartment, ...]
    one_list: OneList | None
    lists: NumberTable | None
    fields: NumberTable | None
    support: Support


def programme_view(site: SiteIndex, programme: Programme) -> ProgrammeSections:
    """Return the sections of a programme besides issues, rounds and actions."""
    path = programme_path(programme.id)
    behind = behind_from(site, path)
    summaries = site.overview.by_programme.get(programme.id, ())
    of_programme = {"programme": programme.id}
    has_lists = programme.one_list is not None
    return ProgrammeSections(
        plan=plan_view(site, programme, summaries),
        assistance=assistance_line(
            site,
            counted(len(summaries), behind.records(**of_programme)),
            site.register.select(Assistance, programme=programme.id),
            path,
            **of_programme,
        ),
        departments=tuple(programme.departments),
        departments_called=programme.departments_called,
        lead_departments=tuple(programme.lead_departments),
        one_list=programme.one_list,
        lists=lists_table(site, behind, programme) if has_lists else None,
        fields=fields_table(behind, programme, summaries, of_programme) if has_lists else None,
        support=support(site, programme),
    )


APART = (
    *("id", "name", "period", "cities", "group_kinds", "unpublished", "sources"),
    *(
        "lifecycle",
        "lifecycle_of",
        "publication",
        "accountability",
        "departments",
        "lead_departments",
        "further_documents",
        "principles",
        *FIELDS,
    ),
)
"""Fields that have their own place on the page."""


def programme_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of programmes and one page for each."""
    yield PageJob(PROGRAMMES, _programme_list)
    for programme in site.programmes:
        yield PageJob(programme_path(programme.id), _programme_page, (programme,))


def _programme_list(site: SiteIndex, templates: Templates) -> Page:
    behind = behind_from(site, PROGRAMMES)
    figures: Counter[str] = Counter()
    for bulletin in site.register.bulletins:
        figures[bulletin.programme_id] += len(bulletin.rows)
    return templates.page(
        "programmes.html",
        PROGRAMMES,
        "专项行动",
        programmes=[
            (
                programme,
                span_text(programme.period.start, programme.period.end),
                counted(_found(site, programme), behind.records(programme=programme.id)),
                counted(
                    figures[programme.id],
                    f"{behind.link.programme(programme.id)}#bulletins",
                ),
            )
            for programme in site.programmes
        ],
    )


def _found(site: SiteIndex, programme: Programme) -> int:
    return len(site.overview.by_programme.get(programme.id, ()))


def _programme_page(site: SiteIndex, templates: Templates, programme: Programme) -> Page:
    behind = behind_from(site, programme_path(programme.id))
    summaries = site.overview.by_programme.get(programme.id, ())
    per_city = Counter(one.city for one in summaries)
    listed = programme.cities or sorted(per_city)
    return templates.page(
        "programme.html",
        programme_path(programme.id),
        programme.name,
        programme=programme,
        fields=_fields(programme),
        view=programme_view(site, programme),
        paths=path_views(programme, summaries),
        shared=site.register.find(SharedLifecycle, programme.lifecycle_of or ""),
        cities=[
            (
                site.register.cities[code],
                recorded(per_city[code], behind.records(programme=programme.id, city=code)),
            )
            for code in listed
            if code in site.register.cities
        ],
        rounds=round_views(site, behind, programme),
        issues=Cell(str(len(summaries)), behind.records(programme=programme.id)),
        actions=actions_of(site, behind.link, programme=programme.id),
        bulletins=(bulletins := site.register.select(Bulletin, programme=programme.id)),
        has_facts=any(one.facts for one in bulletins),
    )


def _fields(programme: Programme) -> list[FieldView]:
    period = FieldView("起止", span_text(programme.period.start, programme.period.end))
    note = [FieldView("期限说明", programme.period.note)] if programme.period.note else []
    return [*shape_fields(programme, without=APART), period, *note]


RULES = ("lifecycle",)
"""States and steps of a programme are not searched: every issue's words would match them."""


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of programmes."""
    for programme in site.programmes:
        document = programme.document
        lines = [
            *programme.called,
            programme.issuer,
            document.title if document else "",
            (document.number or "") if document else "",
            programme.scale or "",
            programme.note or "",
            *programme.unpublished,
            *(f"{one.title}（{one.text}）" for one in programme.further_documents),
            *(source.title for source in programme.sources),
        ]
        yield plain_entry(
            KIND.search_label,
            programme.id,
            programme_path(programme.id),
            programme.name,
            "；".join(line for line in lines if line),
            texts=texts_of(programme, *RULES),
            programme=programme.id,
            date=str(programme.period.start),
        )


def record_place(site: SiteIndex, record: Programme) -> str:
    """Return where a record is shown, as a path in the site."""
    return programme_path(record.id)
