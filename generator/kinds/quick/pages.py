"""The pages and the text of the quick bulletin (工作信息快报): issues and waiting items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.kinds.programme.model import Programme, QuickRules
from generator.kinds.quick import KIND
from generator.kinds.quick.model import Quick, QuickIssue, QuickItem
from generator.site.index import SiteIndex
from generator.site.links import QUICK, Links, quick_path
from generator.site.page import Page, PageJob, Templates
from generator.site.search.shards import SearchEntry, joined, plain_entry, texts_of, with_first
from generator.site.tables import Cell, NumberRow, NumberTable, counted


@dataclass(frozen=True, slots=True)
class Editing:
    """The quick bulletin of a programme, year by year."""

    programme: Programme
    table: NumberTable


def quick_pages(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the list, and one page for each year of each programme."""
    yield PageJob(QUICK, _list_page)
    for one in site.register.quick:
        yield PageJob(quick_path(one.programme_id, one.year), _year_page, (one,))


def _list_page(site: SiteIndex, templates: Templates) -> Page:
    link = Links(QUICK)
    found = [editing(site, link, one) for one in site.programmes]
    shown = [one for one in found if one.table.rows or one.programme.quick]
    return templates.page("quick_list.html", QUICK, "工作信息快报", programmes=shown)


def editing(site: SiteIndex, link: Links, programme: Programme) -> Editing:
    """Return the numbers of issues and items in each year, each with a link to its page."""
    own = site.register.select(Quick, programme=programme.id)
    heads = ("各期", "动态信息", "待编入")
    rows = tuple(_row(link, one) for one in own)
    return Editing(programme, NumberTable("各年的期数和动态信息条数", "年份", heads, rows))


def _row(link: Links, one: Quick) -> NumberRow:
    href = link.to(quick_path(one.programme_id, one.year))
    numbers = (
        counted(len(one.issues), f"{href}#issues"),
        counted(len(one.items), f"{href}#issues"),
        counted(len(waiting(one)), f"{href}#waiting"),
    )
    return NumberRow(Cell(f"{one.year}年", href, sort=str(one.year)), numbers)


def _year_page(site: SiteIndex, templates: Templates, one: Quick) -> Page:
    programme = site.register.programmes[one.programme_id]
    name = programme.quick.name if programme.quick else "工作信息快报"
    return templates.page(
        "quick.html",
        quick_path(programme.id, one.year),
        f"{name} {one.year}年（{one.programme_id}）",
        record=one,
        name=name,
        programme=programme,
        issues=edited(one, programme.quick),
        waiting=waiting(one),
    )


@dataclass(frozen=True, slots=True)
class Edited:
    """One issue as sent; `name` and `by` are "" where the programme does not give them."""

    name: str
    by: str
    year: int
    issue: QuickIssue
    to: tuple[str, ...]
    copies: tuple[str, ...]
    items: tuple[QuickItem, ...]

    def open_only(self) -> "Edited":
        """Return the same with only the public items."""
        items = tuple(one for one in self.items if one.open)
        return Edited(self.name, self.by, self.year, self.issue, self.to, self.copies, items)


def edited(quick: Quick, rules: QuickRules | None) -> list[Edited]:
    """Return every issue of a year, the latest first."""
    return [_edited(quick, rules, issue) for issue in reversed(quick.issues)]


def _edited(quick: Quick, rules: QuickRules | None, issue: QuickIssue) -> Edited:
    return Edited(
        name=rules.name if rules else "",
        by=rules.by if rules else "",
        year=quick.year,
        issue=issue,
        to=tuple(issue.to or (rules.to if rules else ())),
        copies=tuple(issue.copies or (rules.copies if rules else ())),
        items=tuple(one for one in quick.items if one.number == issue.number),
    )


def waiting(quick: Quick) -> Sequence[QuickItem]:
    """Return the items that are in no issue yet."""
    return [one for one in quick.items if one.number is None]


_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_HUNDRED = 100
FALLBACK = "工作信息快报"


def ordinal(number: int) -> str:
    """Return 一, 十二, 二十, as items of a bulletin are numbered; from 100 on digits."""
    if number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def issue_text(one: Edited) -> str:
    """Return the whole text: head, items in order, recipients; lines end with LF."""
    return "\n".join(_lines(one)) + "\n"


def _lines(one: Edited) -> Iterator[str]:
    day = one.issue.date
    yield one.name or FALLBACK
    yield f"{one.year}年第{one.issue.number}期"
    yield f"{one.by or '（编发单位）'}　　{day.year}年{day.month}月{day.day}日"
    yield ""
    for number, item in enumerate(one.items, 1):
        yield f"{ordinal(number)}、{item.by}"
        yield f"　　{item.text}"
    if not one.items:
        yield "　　本期没有编入的动态信息。"
    yield ""
    yield f"报送：{'、'.join(one.to) or '（未明确）'}。"
    if one.copies:
        yield f"抄送：{'、'.join(one.copies)}。"


def search_entries(site: SiteIndex) -> Iterator[SearchEntry]:
    """Return the search entries of items of quick bulletins."""
    for one in site.register.quick:
        rules = site.register.programmes[one.programme_id].quick
        name = rules.name if rules else KIND.search_label
        path = quick_path(one.programme_id, one.year)
        texts = with_first(one, one.items, "items")
        for number, (item, words) in enumerate(zip(one.items, texts, strict=True), 1):
            yield plain_entry(
                KIND.search_label,
                f"{one.id}/{number}",
                path + (f"#i{item.number}" if item.number else ""),
                item.text,
                joined([rules.name if rules else "", item.by]),
                texts=words,
                programme=one.programme_id,
                date=item.date.isoformat(),
            )
        if not one.items:
            title = f"{name}（{one.year} 年）"
            yield plain_entry(
                KIND.search_label,
                one.id,
                path,
                title,
                "",
                texts=texts_of(one),
                programme=one.programme_id,
            )
