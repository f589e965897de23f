"""The pages of what is owed: all cities, the list of each and of its units, a city's own page.

The lists of the groups and of those above them are in `backlog`. See decisions 0058 and 0108.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.core.serials import id_order
from generator.core.vocabulary import Vocabulary
from generator.kinds.city.head import OWED, city_head, dues_on_part
from generator.kinds.city.model import City
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.search_words import debt_words, responsible_words
from generator.kinds.issue.summaries import tally
from generator.kinds.liaison.pages import contacts_of, liaison_views
from generator.kinds.programme.lifecycle import ABOVE, GROUPS, LOCAL
from generator.kinds.task.pages import OVERSTATED_HEAD
from generator.site.index import SiteIndex
from generator.site.links import (
    DUES,
    Links,
    calendar_path,
    city_part_path,
    download_path,
    dues_part_path,
    dues_path,
    letters_path,
    owed_book_path,
    unit_dues_path,
    unit_key,
    waiting_path,
)
from generator.site.overview.backlog import (
    KEYS,
    Waiting,
    backlog_table,
    parts,
    roles_of,
    side_number,
    step_title,
    waiting_pages,
    waiting_view,
)
from generator.site.overview.demands import demanded
from generator.site.overview.dues import (
    SOON_DAYS,
    CityDues,
    Owed,
    dues_of,
    owed,
    owing_cities,
)
from generator.site.overview.owed_views import (
    NEAR,
    OVER,
    OwedSheet,
    group_of,
    owed_sheet,
    owed_workbook,
)
from generator.site.overview.reminders import reminders_of
from generator.site.page import Page, PageJob, Templates
from generator.site.tables import Behind, Cell, NumberRow, NumberTable, behind_from, counted

BRIEF = 100
"""Issues in the list on a city's own page; the list to be printed has all of them."""

WAITING = 60
"""Issues that wait for groups and those above on that page; their own lists have all of them."""

NO_UNIT = "没有写明"


def due_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list of cities, the pages of each that has dues, and the lists of the others."""
    yield PageJob(DUES, _list_page)
    for city in [] if site.is_public else owing_cities(site):
        own = owed(site.overview.by_city.get(city.id, ()))
        if dues_on_part(site, city).is_owing:
            yield PageJob(city_part_path(city.id, OWED), _city_page, (city,))
        for part in range(1, parts(len(own)) + 1):
            yield PageJob(dues_part_path(city.id, part), _sheet_page, (city, part))
        if own:
            yield PageJob(owed_book_path(city.id), _sheet_book, (city,))
        for key, unit in units_of(own).items():
            for part in range(1, parts(len(unit.owed)) + 1):
                path = unit_dues_path(city.id, key, part)
                yield PageJob(path, _unit_page, (city, key, part))
            yield PageJob(owed_book_path(city.id, key), _unit_book, (city, key))
    yield from waiting_pages(site)


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    all_of = [] if site.is_public else [dues_of(site, city, DUES) for city in owing_cities(site)]
    behind, link = behind_from(site, DUES), Links(DUES)
    return templates.page(
        "dues.html",
        DUES,
        "待办事项",
        today=site.today,
        soon_days=SOON_DAYS,
        backlog=backlog_table(
            site, behind, f"各环节积压，截至 {site.today}", () if site.is_public else site.summaries
        ),
        others=[
            Cell(f"{roles_of(site, side)}应办", link.to(waiting_path(key)))
            for side, key in KEYS.items()
            if side_number(() if site.is_public else site.summaries, side)
        ],
        table=_table(site, link, [one for one in all_of if one.is_owing]),
        free=[
            Cell(one.city.name, link.to(dues_path(one.city.id)))
            for one in all_of
            if not one.is_owing
        ],
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """One number of a city: its head, where its link leads to, whether on the list to print."""

    title: str
    anchor: str
    number: int


def _steps(all_of: Iterable[Owed], vocabulary: Vocabulary) -> list[str]:
    """Return the steps that places owe, in the order of the vocabulary."""
    found = {debt.awaits for one in all_of for debt in one.debts}
    return [step for step in vocabulary.words("steps") if step in found]


def _counts(site: SiteIndex, one: CityDues, steps: Sequence[str]) -> Iterator[_Count]:
    """Yield each sort of dues of a city."""
    yield _Count("逾期", "owed", tally(one.summaries, site.today.isoformat()).overdue)
    for step in steps:
        number = sum(each.debt(step) is not None for each in one.owed)
        yield _Count(step_title(site.register.vocabulary, step), "owed", number)
    for side in (GROUPS, ABOVE):
        yield _Count(f"{roles_of(site, side)}应办", "others", side_number(one.summaries, side))
    yield _Count("任务", "tasks", len(one.tasks))
    yield _Count("报送", "reports", one.reports_missing)
    yield _Count("约谈（预警）整改要求", "demands", demanded(one.demands))
    yield _Count(OVERSTATED_HEAD, "overstated", len(one.overstated))


def _table(site: SiteIndex, link: Links, all_of: Sequence[CityDues]) -> NumberTable:
    """Return the dues of each city, those with most overdue issues in front."""
    steps = _steps((each for one in all_of for each in one.owed), site.register.vocabulary)
    counts = [(one.city, list(_counts(site, one, steps))) for one in all_of]
    counts.sort(key=lambda pair: -pair[1][0].number)
    rows = tuple(
        NumberRow(
            Cell(city.name, link.to(city_part_path(city.id, OWED)), sort=city.id),
            tuple(
                counted(one.number, f"{link.to(city_part_path(city.id, OWED))}#{one.anchor}")
                for one in some
            ),
        )
        for city, some in counts
    )
    heads = tuple(one.title for one in counts[0][1]) if counts else ()
    return NumberTable("各市待办事项，逾期多的在前", "城市", heads, rows)


# The lists to be printed


@dataclass(frozen=True, slots=True)
class UnitDues:
    """A county or unit in charge, and the issues about which it owes something."""

    name: str
    owed: tuple[Owed, ...]


def units_of(all_of: Sequence[Owed]) -> dict[str, UnitDues]:
    """Return each unit in charge by its name in addresses, the one that is longest late first."""
    found: dict[str, list[Owed]] = {}
    names: dict[str, str] = {}
    for one in all_of:
        for name in one.units:
            code = one.summary.county if one.summary.county_name == name else ""
            names.setdefault(name, unit_key(code, name))
            found.setdefault(name, []).append(one)
    return {names[name]: UnitDues(name, tuple(some)) for name, some in found.items()}


def _sheet_page(site: SiteIndex, templates: Templates, city: City, part: int) -> Page:
    place = partial(dues_part_path, city.id)
    book = owed_book_path(city.id)
    return _printed(site, templates, city, _city_dues(site, city), place, book, part)


def _unit_page(site: SiteIndex, templates: Templates, city: City, key: str, part: int) -> Page:
    place = partial(unit_dues_path, city.id, key)
    book = owed_book_path(city.id, key)
    return _printed(site, templates, city, _unit_dues(site, city, key), place, book, part)


def _sheet_book(site: SiteIndex, _: Templates, city: City) -> bytes:
    own = _city_dues(site, city)
    return owed_workbook(site, own.name, own.owed)


def _unit_book(site: SiteIndex, _: Templates, city: City, key: str) -> bytes:
    own = _unit_dues(site, city, key)
    return owed_workbook(site, own.name, own.owed)


def _city_dues(site: SiteIndex, city: City) -> UnitDues:
    return UnitDues(city.name, tuple(owed(site.overview.by_city.get(city.id, ()))))


def _unit_dues(site: SiteIndex, city: City, key: str) -> UnitDues:
    """Return what a unit of a city owes, under its name with that of the city in front."""
    unit = units_of(_city_dues(site, city).owed)[key]
    is_whole = unit.name.startswith(city.name)
    return unit if is_whole else UnitDues(f"{city.name}{unit.name}", unit.owed)


def _printed(
    site: SiteIndex,
    templates: Templates,
    city: City,
    own: UnitDues,
    place: partial[str],
    book: str,
    part: int,
) -> Page:
    """Return a page of a list that is to be printed; `place` gives the path of each."""
    path, title = place(part), f"{own.name}待办清单"
    link = Links(path)
    summaries = site.overview.by_city.get(city.id, ())
    return templates.page(
        "due.html",
        path,
        f"{title}（第 {part} 页）" if part > 1 else title,
        city=city,
        whose=own.name,
        today=site.today,
        sheet=owed_sheet(site, path, own.owed, place, part),
        own_page=link.to(city_part_path(city.id, OWED))
        if dues_on_part(site, city).is_owing
        else "",
        is_unit=place.func is unit_dues_path,
        whole=link.to(dues_path(city.id)),
        waiting=sum(side_number(summaries, side) for side in (GROUPS, ABOVE)),
        letters=link.to(letters_path(city.id)) if summaries else "",
        book=link.to(book) if own.owed else "",
        ledger_file=link.to(download_path(city.id, "xlsx")) if summaries else "",
        calendar=_calendar(site, link, city),
    )


def _calendar(site: SiteIndex, link: Links, city: City) -> str:
    has_calendar = city.id in site.overview.by_city or bool(reminders_of(site.register, city.id))
    return link.to(calendar_path(city.id)) if has_calendar else ""


# A city's own page


def _city_page(site: SiteIndex, templates: Templates, city: City) -> Page:
    path = city_part_path(city.id, OWED)
    one, behind = dues_of(site, city, path), behind_from(site, path)
    waiting = _waiting(one.summaries)
    return templates.page(
        "city_owed.html",
        path,
        f"{city.name}待办事项",
        head=city_head(site, city, OWED),
        city=city,
        today=site.today,
        soon_days=SOON_DAYS,
        sheet=_brief(site, path, one),
        whole=behind.link.to(dues_path(city.id)),
        book=behind.link.to(owed_book_path(city.id)),
        letters=behind.link.to(letters_path(city.id)) if one.summaries else "",
        units=_units_table(site, behind, city, one.owed),
        others=[waiting_view(site, behind.link, each) for each in waiting[:WAITING]],
        others_total=len(waiting),
        lists=[
            Cell(f"{roles_of(site, side)}应办清单", behind.link.to(waiting_path(key)))
            for side, key in KEYS.items()
            if side_number(one.summaries, side)
        ],
        backlog=backlog_table(
            site,
            behind,
            f"本市问题的各环节积压，截至 {site.today}",
            one.summaries,
            city=city.id,
        ),
        tasks=one.tasks,
        reports=one.reports,
        demands=one.demands,
        overstated=one.overstated,
    )


def _brief(site: SiteIndex, path: str, one: CityDues) -> OwedSheet:
    place = partial(dues_part_path, one.city.id)
    return owed_sheet(site, path, one.owed, place, longest=BRIEF)


def _waiting(summaries: Iterable[IssueSummary]) -> list[Waiting]:
    """Return what groups and those above owe about these issues, the longest waiting first."""
    found = [
        Waiting(one, debt) for one in summaries for debt in one.open_debts if debt.side != LOCAL
    ]
    return sorted(found, key=lambda one: (one.debt.since_at_least, id_order(one.summary.id)))


def _units_table(
    site: SiteIndex, behind: Behind, city: City, all_of: Sequence[Owed]
) -> NumberTable:
    """Return what each unit in charge owes; an issue counts for each unit in charge of it."""
    contacts = contacts_of(liaison_views(site, behind.link.page, city.id))
    steps = _steps(all_of, site.register.vocabulary)
    rows = [
        NumberRow(
            Cell(unit.name, behind.link.to(unit_dues_path(city.id, key))),
            tuple(_unit_cells(site, behind, city, key, unit, steps)),
            words=(_contact(unit, contacts),),
        )
        for key, unit in units_of(all_of).items()
    ]
    nobody = tuple(one for one in all_of if not one.units)
    if nobody:
        cells = _unit_cells(site, behind, city, "", UnitDues(NO_UNIT, nobody), steps)
        rows.append(NumberRow(Cell(NO_UNIT), tuple(cells), words=("",)))
    titles = [step_title(site.register.vocabulary, step) for step in steps]
    return NumberTable(
        "按责任单位；一个问题有几个责任单位的，各计一次",
        "责任单位",
        ("待办", "逾期", "15 日内到期", *titles),
        tuple(rows),
        words=("联络",),
    )


def _unit_cells(
    site: SiteIndex, behind: Behind, city: City, key: str, unit: UnitDues, steps: Sequence[str]
) -> Iterator[Cell]:
    """Yield how many issues are owed, overdue and near, and how many of each step."""
    place = behind.link.to(unit_dues_path(city.id, key)) if key else "#owed"
    groups = [group_of(one, site.today) for one in unit.owed]
    yield counted(len(groups), place)
    yield counted(groups.count(OVER), place)
    yield counted(groups.count(NEAR), place)
    for step in steps:
        some = [debt for one in unit.owed if (debt := one.debt(step))]
        roles = {one.of for one in some}
        words = [responsible_words(unit.name)] if key else []
        words += [debt_words(role, step) for role in roles]
        is_exact = len(roles) == 1 and key
        yield counted(
            len(some), behind.records(city=city.id, q=" ".join(words)) if is_exact else place
        )


def _contact(unit: UnitDues, contacts: Mapping[str, str]) -> str:
    codes = [one.summary.county for one in unit.owed if one.summary.county_name == unit.name]
    names = (name for name in (*codes[:1], unit.name) if name in contacts)
    return next((contacts[name] for name in names), "")
