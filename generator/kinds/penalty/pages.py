"""The pages of administrative penalties (行政处罚): an index, and the decisions of each city."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.core.fields import Correction, Source
from generator.core.serials import split_serial
from generator.kinds.assistance.views import FieldText, TimelineEvent, event_told
from generator.kinds.city.model import City
from generator.kinds.penalty import KIND
from generator.kinds.penalty.mentions import money
from generator.kinds.penalty.model import DailyFine, Penalty, Restraint, Transfer
from generator.kinds.register import grouped
from generator.site.index import SiteIndex
from generator.site.links import PENALTIES, Links, issue_path, penalties_path, penalty_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, plain_entry, texts_of
from generator.site.tables import (
    Card,
    Cell,
    NumberRow,
    NumberTable,
    counted,
    number_text,
    place_text,
)

LISTED = 100
"""Decisions in the list of the index; the search has all of them."""

_NO_AMOUNT = "—"


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """One decision in a list; `until` is the last day on which it may be shown, "" for none."""

    id: str
    href: str
    date: str
    letter: str
    whom: str
    place: str
    cause: str
    measures: str
    amount: str
    until: str


@dataclass(frozen=True, slots=True)
class PenaltyView:
    """One decision with all that is known of it."""

    id: str
    whom: str
    letter: str
    publicity: str
    until: str
    fields: tuple[FieldText, ...]
    issues: tuple[Cell, ...]
    events: tuple[TimelineEvent, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]


def measure_words(measure: str) -> str:
    """Return the searchable words for a measure; counts by measure use them."""
    return f"处罚和措施：{measure}"


def penalty_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the index and the pages of each city in each programme."""
    yield PageJob(PENALTIES, _index)
    for part in _parts(site):
        yield PageJob(part, _part_page, (part,))


def _parts(site: SiteIndex) -> Mapping[str, tuple[Penalty, ...]]:
    """Return path → the decisions that its page shows: those of a city, a hundred at most."""
    return grouped(site.register.select(Penalty), lambda one: penalties_path(one.id))


def _index(site: SiteIndex, templates: Templates) -> Page:
    link, some = Links(PENALTIES), _newest(site.register.select(Penalty))
    return templates.page(
        "penalties.html",
        PENALTIES,
        KIND.title,
        today=site.today,
        cards=_cards(site, link, some),
        by_city=_by_city(site, link, some),
        rows=penalty_rows(site, link, some[:LISTED]),
        total=len(some),
        every=link.records(kind=KIND.search_label),
    )


def _newest(some: Sequence[Penalty]) -> list[Penalty]:
    """Return the decisions, the latest first; of one day by ID."""
    return sorted(some, key=lambda one: one.date.latest, reverse=True)


def _behind_measure(site: SiteIndex, link: Links, word: str) -> str:
    """Return the search for a measure; in public an older copy hides what it would find."""
    if site.is_public:
        return ""
    return link.records(kind=KIND.search_label, q=measure_words(word))


def _cards(site: SiteIndex, link: Links, some: Sequence[Penalty]) -> list[Card]:
    kinds = Counter(word for one in some for word in one.measures)
    words = dict.fromkeys([*site.register.vocabulary.words("penalties"), *kinds])
    label = KIND.search_label
    return [
        Card(KIND.title, counted(len(some), link.records(kind=label)), "一份决定一件"),
        *(
            Card(
                word,
                counted(kinds[word], _behind_measure(site, link, word)),
                "按处罚和措施，一件可以有几种",
            )
            for word in words
            if kinds[word]
        ),
        Card("罚款合计（元）", Cell(_sum(some)), "各件罚款金额之和，不含按日计罚"),
    ]


def _sum(some: Sequence[Penalty]) -> str:
    amounts = [one.amount for one in some if one.amount is not None]
    return money(sum(amounts, Decimal(0))) if amounts else _NO_AMOUNT


def _by_city(site: SiteIndex, link: Links, some: Sequence[Penalty]) -> NumberTable:
    rows = []
    for code, own in grouped(some, lambda one: one.city_id).items():
        city = site.register.cities.get(code)
        number = counted(len(own), link.records(kind=KIND.search_label, city=code))
        rows.append(
            NumberRow(
                Cell(city.name if city else code, link.city(code) if city else "", sort=code),
                (number, Cell(_sum(own), sort=_sort(own))),
            )
        )
    heads = (KIND.title, "罚款合计（元）")
    return NumberTable("行政处罚，按城市", "城市", heads, tuple(rows))


def _sort(some: Sequence[Penalty]) -> str:
    return number_text(sum((one.amount or Decimal(0) for one in some), Decimal(0)))


def penalty_rows(site: SiteIndex, link: Links, some: Sequence[Penalty]) -> tuple[PenaltyRow, ...]:
    """Return a line for each of these decisions."""
    return tuple(_row(site, link, one) for one in some)


def _row(site: SiteIndex, link: Links, one: Penalty) -> PenaltyRow:
    city = site.register.cities.get(one.city_id)
    return PenaltyRow(
        id=one.id,
        href=link.to(penalty_path(one.id)),
        date=str(one.date),
        letter=one.letter,
        whom=one.whom.name,
        place=place_text(city, one.place.name if one.place else "") or one.city_id,
        cause=one.cause,
        measures="、".join(one.measures),
        amount="" if one.amount is None else money(one.amount),
        until=_until(site, one),
    )


def _until(site: SiteIndex, one: Penalty) -> str:
    """Return the last day on which a copy of the public edition may show it; "" for no such day."""
    return one.publish_until.isoformat() if site.is_public and one.publish_until else ""


def _part_page(site: SiteIndex, templates: Templates, path: str) -> Page:
    own = _parts(site)[path]
    link, first = Links(path), own[0]
    city = site.register.cities.get(first.city_id)
    name = city.name if city else first.city_id
    programme = site.register.programmes.get(first.programme_id)
    return templates.page(
        "penalties_city.html",
        path,
        f"{name}行政处罚（{first.programme_id}）",
        today=site.today,
        city=city,
        name=name,
        programme_id=first.programme_id,
        programme=programme.name if programme else first.programme_id,
        views=[_view(site, link, city, one) for one in _newest(own)],
        others=[
            Cell(_span(some), link.to(other))
            for other, some in _parts(site).items()
            if other != path and _of(some[0]) == _of(first)
        ],
    )


def _of(one: Penalty) -> str:
    return split_serial(one.id)[0]


def _span(some: Sequence[Penalty]) -> str:
    return f"{some[0].id} 至 {some[-1].id}"


def _view(site: SiteIndex, link: Links, city: City | None, one: Penalty) -> PenaltyView:
    return PenaltyView(
        id=one.id,
        whom=one.whom.name,
        letter=one.letter,
        publicity=_publicity(site, one),
        until=_until(site, one),
        fields=tuple(text for text in _fields(city, one) if text.value),
        issues=tuple(_issue(site, link, name) for name in one.issues),
        events=tuple(map(event_told, one.events)),
        sources=tuple(one.sources),
        corrections=tuple(one.corrections),
    )


def _publicity(site: SiteIndex, one: Penalty) -> str:
    """Return whether and until when everybody may see it, as of today."""
    if not one.is_published:
        return "未公示"
    if ended := one.ending(site.today, site.register.vocabulary):
        return f"{ended.date} {ended.step}，不再公示"
    if one.publish_from and site.today < one.publish_from:
        return f"从 {one.publish_from} 起公示"
    if one.publish_until is None:
        return "已经公开，没有记录公示期限"
    ended_on = one.publish_until < site.today
    return f"公示期已于 {one.publish_until} 届满" if ended_on else f"公示到 {one.publish_until}"


def _fields(city: City | None, one: Penalty) -> Iterator[FieldText]:
    yield FieldText("决定日期", one.date.chinese)
    yield FieldText("处罚机关", one.by)
    yield FieldText("地点", place_text(city, one.place.name if one.place else ""))
    yield FieldText("统一社会信用代码", one.whom.credit_code or "")
    yield FieldText("名称已改写", "是" if one.whom.masked else "")
    yield FieldText("案由", one.cause, wide=True)
    yield FieldText("处罚依据", one.basis or "", wide=True)
    yield FieldText("处罚和措施", "、".join(one.measures))
    yield FieldText("罚款金额", "" if one.amount is None else f"{money(one.amount)} 元")
    yield FieldText("按日计罚", _daily(one.daily) if one.daily else "")
    yield FieldText("查封扣押", _restraint(one.sealed) if one.sealed else "", wide=True)
    yield FieldText("限产停产", _restraint(one.limited) if one.limited else "", wide=True)
    yield FieldText("移送", _transfer(one.transfer) if one.transfer else "", wide=True)
    yield FieldText("单位档案", one.unit or "")
    yield FieldText("备注", one.note or "", wide=True)


def _days(first: object, last: object) -> str:
    if first is None and last is None:
        return ""
    return f"{first or '起日未注明'} 至 {last or '今（止日未定）'}"


def _daily(daily: DailyFine) -> str:
    return f"{_days(daily.first, daily.last)}，每日 {money(daily.amount)} 元"


def _restraint(one: Restraint) -> str:
    return "；".join(filter(None, (one.what, _days(one.first, one.last))))


def _transfer(one: Transfer) -> str:
    people = "" if one.detained is None else f"行政拘留 {one.detained} 人"
    day = str(one.date) if one.date else ""
    return "；".join(filter(None, (one.to, day, one.cause, people)))


def _issue(site: SiteIndex, link: Links, name: str) -> Cell:
    summary = site.by_id.get(name)
    return Cell(name, link.to(issue_path(summary)) if summary else "")


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of penalties."""
    for one in site.register.select(Penalty):
        city = site.register.cities.get(one.city_id)
        fields = (text.value for text in _fields(None, one) if text.wide)
        lines = (one.letter, *map(measure_words, one.measures), *fields)
        yield plain_entry(
            KIND.search_label,
            one.id,
            penalty_path(one.id),
            f"行政处罚：{one.whom.name}",
            "；".join(line for line in lines if line),
            texts=texts_of(one),
            place=place_text(city, one.place.name if one.place else ""),
            programme=one.programme_id,
            city=one.city_id,
            date=str(one.date),
            until=_until(site, one),
        )


def record_place(site: SiteIndex, record: Penalty) -> str:
    """Return where a record is shown, as a path in the site."""
    return penalty_path(record.id)
