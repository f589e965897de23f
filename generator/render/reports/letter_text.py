"""Letters of supervision (督办函) and lists of what was handed over (交办清单) as plain text.

There is no public text of a letter: the wording is ours, and what the records do not say is blank.
"""

from collections.abc import Iterator, Sequence

from generator.derive.reports.letters import Entry, PlaceList
from generator.render.reports.report_words import INDENT, numeral, prose_day

BLANK_DAY = "　　年　月　日"
BLANK_NUMBER = "〔　　〕　　号"
RULE = "─" * 40
"""Between two letters."""


def letters_text(lists: Sequence[PlaceList], today: str) -> str:
    """A letter to each city with its list; on paper each begins where the last one ends."""
    return f"\n{RULE}\n\n".join(_letter(one, today) for one in lists)


def letter_body(one: PlaceList) -> Sequence[str]:
    """The paragraphs of a letter."""
    plan = prose_day(one.plan_due) or BLANK_DAY
    due = prose_day(one.due)
    by = f"于{due}前完成整改" if due else "按清单所列的整改时限完成整改"
    return (
        f"{one.programme}中，工作组在你市发现问题 {len(one.entries)} 条（清单附后），现予督办。",
        "一、对照清单逐条查明原因，依法处理，明确责任单位和责任人，落实整改。",
        f"二、于{plan}前上报整改方案，{by}。",
        "三、整改完成后逐条报告整改情况，我单位将组织核查；核查到位的予以销号，不到位的继续督办。",
    )


def _letter(one: PlaceList, today: str) -> str:
    lines = [
        "督办函",
        one.letter or BLANK_NUMBER,
        "",
        f"{one.city}人民政府：",
        *(INDENT + text for text in letter_body(one)),
        "",
        f"{INDENT}附件：问题清单",
        "",
        f"{INDENT * 8}{one.issuer}",
        f"{INDENT * 8}{BLANK_DAY}",
        "",
        "附件",
        f"{one.city}问题清单",
        "",
        *_entries(one, blanks=True),
        f"清单据台账截至{prose_day(today)}的记录，{'、'.join(one.rounds)}；空白处由发函单位填写。",
    ]
    return "\n".join(lines) + "\n"


def handed_text(lists: Sequence[PlaceList], today: str) -> str:
    """The list of what was handed over, city by city."""
    total = sum(len(one.entries) for one in lists)
    lines = [
        "问题交办清单",
        "",
        f"{INDENT}共 {len(lists)} 份、{total} 条，据台账截至{prose_day(today)}的记录。",
        "",
    ]
    for number, one in enumerate(lists, start=1):
        head = f"{numeral(number)}、{one.city}（{one.programme}），{len(one.entries)} 条"
        lines += [head, "", *_entries(one, blanks=False)]
    return "\n".join(lines)


def _entries(one: PlaceList, *, blanks: bool) -> Iterator[str]:
    """Every problem; with blanks to be filled in for the days that are not set yet."""
    for number, entry in enumerate(one.entries, start=1):
        yield from _entry(number, entry)
        days = (("方案期限", entry.plan_due), ("整改时限", entry.due))
        said = [f"{name}：{day or BLANK_DAY}" for name, day in days if day or blanks]
        if said:
            yield f"   {'　'.join(said)}"
        yield ""


def _entry(number: int, entry: Entry) -> Iterator[str]:
    line = entry.line
    place = line.county_name or "区县未载"
    yield f"{number}. {line.site}（{place}）　{line.id}"
    yield f"   类别：{line.category}　发现：{line.found_on}"
    yield f"   问题：{_one_line(line.found)}"
    if line.demand:
        yield f"   要求：{_one_line(line.demand)}"
    if line.handed_on:
        letter = f"　文号：{line.letter}" if line.letter else ""
        yield f"   交办：{line.handed_on}{letter}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
