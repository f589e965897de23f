"""The text of an issue of a quick bulletin (工作信息快报), as it is sent out."""

from collections.abc import Iterator

from generator.derive.work.quick import Edited

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_HUNDRED = 100
FALLBACK = "工作信息快报"


def ordinal(number: int) -> str:
    """一, 十二, 二十: as items of a bulletin are numbered; from 100 on in digits."""
    if number >= _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def issue_title(one: Edited) -> str:
    """治污降霾工作信息快报 2019年第3期."""
    return f"{one.name or FALLBACK} {one.year}年第{one.issue.number}期"


def issue_text(one: Edited) -> str:
    """The whole text: head, items in order, recipients; lines end with LF."""
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
    yield f"报送：{'、'.join(one.to) or '（未定）'}。"
    if one.copies:
        yield f"抄送：{'、'.join(one.copies)}。"
