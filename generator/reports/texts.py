"""A bulletin (通报) as plain text, ready to print."""

from collections.abc import Iterator, Sequence
from datetime import date

from generator.core.dates import parse_partial
from generator.kinds.bulletin.model import Figure
from generator.kinds.issue.summaries import Tally
from generator.kinds.issue.work import WORK_DONE, WORK_OUT
from generator.kinds.issue.work_periods import PeriodWork
from generator.reports.periods import ReportPeriod, days_text
from generator.reports.report import (
    BulletinComparison,
    CategoryCount,
    CityCount,
    Compared,
    GroupCount,
    Onward,
    PlaceCount,
    Report,
)
from generator.site.tables import (
    CLEARED,
    ENDED,
    OPEN,
    OVERDUE,
    RETURNED,
    SILENT,
    UNKNOWN,
    is_known,
    number_text,
    rates_for,
    share_text,
    span_text,
    standing_for,
)


def report_text(report: Report, *, is_public: bool = False) -> str:
    """Return the whole bulletin, of all issues or of what the public edition has."""
    parts = (
        ("发现的问题", list(_categories(report))),
        ("问题地区分布", list(_places(report))),
        ("办理情况", [standing_sentence(report, is_public=is_public)] if report.total else []),
        ("本期工作", [work_sentence(report)] if report.work else []),
        ("轮次交接", [onward_sentence(report.onward)] if report.onward else []),
    )
    lines = [report_title(report), "", INDENT + lead_sentence(report), ""]
    written = [(head, body) for head, body in parts if body]
    for number, (head, body) in enumerate(written, start=1):
        lines += [f"{INDENT}{numeral(number)}、{head}", *(INDENT + one for one in body), ""]
    lines += [f"{INDENT}说明", *(INDENT + one for one in notes(report)), ""]
    lines.append(INDENT + closing_sentence(report))
    return "\n".join(lines) + "\n"


def lead_sentence(report: Report) -> str:
    """Return the first sentence: period, programme, number of cities, issues and categories."""
    days = period_days(report.period)
    about = "、".join(report.programmes) or _programmes_found(report)
    round_label = _round(report.period)
    where = cities_text(report.cities) or f" {len(report.places)} 个城市"
    sorts = f"分属 {len(report.groups)} 个大类、{len(report.categories)} 个类别"
    head = f"{days}{'，' if days else ''}{about}{round_label}".rstrip("，")
    if not report.total:
        return f"{head}，本台账没有新发现的问题记录。"
    return f"{head}，本台账记录问题 {report.total} 个，涉及{where}，{sorts}。"


def _round(period: ReportPeriod) -> str:
    if period.is_unknown_round:
        return "未注明第几轮的问题，"
    return period.label if period.is_round else ""


def _programmes_found(report: Report) -> str:
    if len(report.programmes_found) > 1:
        return f"{len(report.programmes_found)} 个专项行动"
    return report.programmes_found[0] if report.programmes_found else "各专项行动"


def _categories(report: Report) -> Iterator[str]:
    for number, group in enumerate(report.groups, start=1):
        yield from _group(report, number, group)


def _group(report: Report, number: int, group: GroupCount) -> Iterator[str]:
    """Return the sentence of a group; one with a single category of its own name is shorter."""
    head = f"（{numeral(number)}）{group.word} {counted_text(group.count, report.total)}"
    if [one.word for one in group.categories] == [group.word]:
        yield f"{head}。{category_places(group.categories[0])}"
        return
    yield f"{head}。其中："
    for place, one in enumerate(group.categories, start=1):
        share = counted_text(one.count, report.total)
        yield f"{place}. {one.word} {share}。{category_places(one)}"


def category_places(one: CategoryCount) -> str:
    """Return the places of a category."""
    return f"分布：{places_text(one.cities, '城市')}。"


def _places(report: Report) -> Iterator[str]:
    for number, city in enumerate(report.places, start=1):
        share = counted_text(city.place.count, report.total)
        yield f"（{numeral(number)}）{city.place.name} {share}。{county_text(city)}"


def county_text(city: CityCount) -> str:
    """Return the counties of a city."""
    return f"其中：{places_text(city.counties, '县（市、区）')}。"


def standing_sentence(report: Report, *, is_public: bool = False) -> str:
    """Return the sentence with the states of the issues as of the day.

    The public edition publishes no deadline of what it names, and all that it has is public.
    """
    counts = report.tally
    cleared = f"已销号 {counts.cleared} 个{_other_ends(counts)}"
    standing = [
        cleared if is_known(CLEARED, counts) else "",
        *(
            f"{one.title} {one.count(counts)} 个"
            for one in _NOW
            if is_known(one, counts, is_public=is_public)
        ),
    ]
    handed = f"已交办的 {counted_text(report.handed, report.total)}"
    parts = [
        handed if tells_handed(report) else "",
        "，".join(filter(None, standing)),
        f"核查不到位过的 {counts.returned} 个" if is_known(RETURNED, counts) else "",
        f"公开的案例 {counts.cases} 个" if is_public else f"向社会曝光 {counts.exposed} 个",
    ]
    said = "；".join(filter(None, parts))
    return f"截至{prose_day(report.today)}，{said}。{_rates(counts)}"


_NOW = (OPEN, OVERDUE, UNKNOWN, SILENT)


def tells_handed(report: Report) -> bool:
    """Return whether it is known how many were handed over; of published cases 0 says nothing."""
    return bool(report.handed or report.tally.known)


def work_sentence(report: Report) -> str:
    """Return the sentence with the work of the period, whenever the issues were found."""
    work = report.work or PeriodWork()
    steps = "，".join(
        f"{one.title} {work.of(one.work)} {one.unit}"
        for one in WORK_DONE
        if work.of(one.work) or (one.always and work.is_followed)
    )
    ways = [f"{one.title} {work.of(one.work)} 个" for one in WORK_OUT if work.of(one.work)]
    last = min(report.period.last, report.today)
    if not work.is_followed:
        return f"按事项发生的日期统计，{'，'.join(filter(None, (steps, *ways)))}。"
    return (
        f"按事项发生的日期统计，期初尚未办结 {work.opening} 个。{steps}。"
        f"减少 {work.went_out} 个{'（' + '，'.join(ways) + '）' if ways else ''}。"
        f"{prose_day(last)}尚未办结 {work.closing} 个，逾期 {work.overdue} 个。"
    )


def _other_ends(counts: Tally) -> str:
    """Return how else issues ended, each apart: 、移送 1 个、撤销 2 个."""
    others = (one for one in standing_for(counts) if one in ENDED and one is not CLEARED)
    return "".join(f"、{one.title} {one.count(counts)} 个" for one in others if one.count(counts))


def _rates(counts: Tally) -> str:
    """Return the ratios that have a denominator."""
    some = [f"{one.title} {one.cell(counts).text}" for one in rates_for(counts)]
    return f"{'，'.join(some)}。" if some else ""


def onward_sentence(onward: Onward) -> str:
    """Return the sentence with the open issues that the next round takes over."""
    if not onward.open:
        return "本轮没有尚未办结的问题需要交给下一轮。"
    if not onward.first:
        return f"尚未办结的 {onward.open} 个，继续跟踪督促。"
    days = prose_days(onward.first, onward.last)
    return (
        f"尚未办结的 {onward.open} 个，交由下一轮（{days}）工作组继续跟踪；"
        f"其中在下一轮内到期的 {onward.due} 个，等待核查和定期核查的 {onward.to_verify} 个。"
    )


def notes(report: Report) -> Sequence[str]:
    """Return the notes on what is counted and what is not."""
    by = "编号所载的轮次" if report.period.is_round else "发现的日期"
    vague = f"另有 {report.undated} 个日期不详，不能确定是否在本期内，未计入。"
    all_notes = [
        f"按问题{by}统计，一条记录计 1 个问题，不与按家、个、台等计的公开数字相加。",
        "没有记录不等于没有发现问题。",
        "本文由本台账的记录生成，不是主管部门印发的通报。",
        "整改结果未公开，是收录的公开材料写明了怎样处置、没有写明结果；"
        "办理情况未公开，是没有写明怎样处置。",
        *(f"{one.title}是{one.meaning}。" for one in rates_for(report.tally)),
        *([vague] if report.undated else []),
    ]
    return [f"{number}. {one}" for number, one in enumerate(all_notes, start=1)]


def closing_sentence(report: Report) -> str:
    """Return the sentence with the day of the register."""
    return f"以上据本台账截至{prose_day(report.today)}的情况，此后的事项不计在内。"


def comparison_text(comparison: BulletinComparison) -> str:
    """Return a published bulletin compared with the register, figure by figure."""
    source, rows = comparison.bulletin.source, comparison.rows
    same = sum(one.agrees for one in rows)
    unlike = sum(one.held is None for one in rows)
    lines = [
        f"与公开通报核对：{source.title}（{comparison.bulletin.id}）",
        "",
        f"{INDENT}本期内的问题数 {len(rows)} 个，一致 {same} 个，"
        f"不一致 {len(rows) - same - unlike} 个，不能比较 {unlike} 个。",
        *(f"{INDENT}{number}. {_row(one)}" for number, one in enumerate(rows, start=1)),
        "",
        f"{INDENT}公开数字照原文的单位，台账按个计；同一天、同一地方、同一类别的并列，不相加。",
    ]
    left = [
        f"时段不在本期内的问题数 {comparison.outside} 个" if comparison.outside else "",
        f"不是问题数的数字 {comparison.others} 个" if comparison.others else "",
    ]
    if any(left):
        lines.append(f"{INDENT}没有核对的：{'，'.join(filter(None, left))}。")
    return "\n".join(lines) + "\n"


def _row(one: Compared) -> str:
    figure = one.figure
    figure_text = f"{_what(figure)}：通报 {number_text(figure.value)} {figure.unit}"
    if one.held is None:
        return f"{figure_text}，不能比较：{one.reason}。"
    vague = f"（另有 {one.vague} 个日期不详）" if one.vague else ""
    return f"{figure_text}，台账 {one.held} 个{vague}，{_verdict(one)}。"


def _verdict(one: Compared) -> str:
    if one.agrees:
        return "一致"
    if one.missing > 0:
        return f"台账缺 {number_text(one.missing)}"
    return f"台账多 {number_text(-one.missing)}"


def _what(figure: Figure) -> str:
    area = figure.area
    named = "".join(dict.fromkeys(filter(None, (area.province, area.city, area.county))))
    partial = "，原文清单不全" if figure.partial else ""
    days = span_text(figure.start, figure.end)
    return f"{days}，{named or area.scope}，{figure.category or '合计'}{partial}"


INDENT = "　　"
NAMED = 5
"""Number of places that a line names one by one."""

_DIGITS = "零一二三四五六七八九"
_HUNDRED = 100
_TITLED = 3
"""Number of cities that a title names."""


def numeral(number: int) -> str:
    """Return a number as headings are counted: 一, 十, 十一, 二十; from 100 on in figures."""
    if number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


def counted_text(count: int, whole: int) -> str:
    """Return `31 个，占 25.2%（31/123）`."""
    share = share_text(count, whole)
    return f"{count} 个，占 {share}" if share else f"{count} 个"


def places_text(places: Sequence[PlaceCount], of: str) -> str:
    """Return the first places in official order with their counts, and the number of places."""
    named = "、".join(f"{one.name} {one.count} 个" for one in places[:NAMED])
    return f"{named}等 {len(places)} 个{of}" if len(places) > NAMED else named


def prose_day(day: str) -> str:
    """Return a day in prose: 2019年8月1日; of a month its end, 2019年8月底; "" stays."""
    one = parse_partial(day) if day else None
    return one.chinese + ("" if one.is_exact else "底") if one else ""


def prose_days(first: str, last: str) -> str:
    """Return two ISO days in prose: 2019年7月7日至21日."""
    return days_text(date.fromisoformat(first), date.fromisoformat(last))


def period_days(period: ReportPeriod) -> str:
    """Return the days of a period, with their basis if inferred; "" where unknown."""
    if not period.first:
        return ""
    standing = f"（{period.standing}）" if period.standing else ""
    return prose_days(period.first, period.last) + standing


def cities_text(cities: Sequence[str]) -> str:
    """Return the cities as a title names them; "" for all."""
    rest = f"等 {len(cities)} 市" if len(cities) > _TITLED else ""
    return "、".join(cities[:_TITLED]) + rest


def report_title(report: Report) -> str:
    """Return the title of a bulletin."""
    programmes, cities = "、".join(report.programmes), cities_text(report.cities)
    return f"{programmes}{report.period.label}{cities}问题情况通报"
