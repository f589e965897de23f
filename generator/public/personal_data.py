"""What in a text may not be published of a person: numbers, addresses, and names that are marked.

A name looks like any other word; it is known only where a word such as 负责人 stands before it.
Duties without a name, addresses of enterprises and unified social credit codes are no matter.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.edition.persons import NAMES
from generator.model.credit_code import is_credit_code


class Personal(StrEnum):
    """What is found."""

    IDENTITY = "身份证号"
    MOBILE = "手机号码"
    LANDLINE = "固定电话号码"
    CARD = "银行卡号"
    MAIL = "电子邮箱"
    PLATE = "车牌号"
    HOME = "家庭住址"
    NAME = "个人姓名"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, with its place in the text."""

    kind: Personal
    start: int
    end: int


_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
# Three patterns, because each then begins with a set of characters that is searched for quickly.
_NUMBERS = re.compile(r"[0-9０-９](?:[0-9０-９]{6}|[0-9０-９]{2,3}[ .—–－-][0-9０-９]{4}|室)")
_PLATES = re.compile(rf"[{_PROVINCES}] ?[A-ZＡ-Ｚ][^，。；、\u4e00-\u9fff]{{4}}")
_WORDS = re.compile(
    "@|＠|住址|家住|居住|现住|户籍|户口|家庭|单元|代表|法人|负责|责任|联系|联络|控制人|实控人|经营|业主"
    "|老板|户主|举报|投诉|信访|当事|姓名|厂长|经理|董事|店主|村民|司机|电话|传真|座机|热线"
    "|[局市县区镇乡村站科处队组]长|书记|主任|安全员|施工员|主管|工头|暂住|家位于|家在|[，；。、（(]住|^住"
)
"""Without any of these nothing can be found; most texts of a register have none."""

_WIDE = {ord("０") + n: ord("0") + n for n in range(10)}
_WIDE |= {ord("Ａ") + n: ord("A") + n for n in range(26)}
_WIDE |= {ord("ａ") + n: ord("a") + n for n in range(26)}
_WIDE |= dict(zip(map(ord, "：（）＠－．＋"), map(ord, ":()@-.+"), strict=True))
_ADDRESS_OF_A_PAGE = re.compile(r"https?://[^\s\"'<>，。；、]+")

_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
    r"|(?<![0-9-])[1-9][0-9]{5}(?P<cut>[ -])(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12][0-9]|3[01])(?P=cut)[0-9]{3}[0-9Xx](?![0-9A-Za-z-])"
)
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?1[3-9][0-9]"
    r"(?:[0-9]{8}|[- ][0-9]{8}|(?P<cut>[ .—–-])[0-9]{4}(?P=cut)[0-9]{4})"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.-])"
    r"(?:\(0[1-9][0-9]{1,2}\) ?|0[1-9][0-9]{1,2}[- —–]|\+86[- ]?[1-9][0-9]{1,2}[- ])"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9A-Za-z])"
    r"|(?:电话|传真|座机|热线|联系方式)[: 是为]{0,2}(?:0[1-9][0-9]{1,2})?"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])"
)
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])[34569]"
    r"(?:[0-9]{15,18}|[0-9]{5}[ -][0-9]{10,13}|[0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?)"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
_MAIL = re.compile(
    r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+(?!(?:png|jpe?g|gif|svg|webp|css|js)\b)[A-Za-z]{2,}"
)
_PLATE = re.compile(
    rf"[{_PROVINCES}] ?[A-HJ-NP-Z][·•‧・. -]?(?=(?:[A-Z]*[0-9]){{3}})"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_HOME = re.compile(
    r"(?:住址|居住地址?|居住[在于](?!附近|周边|当地|该)|现住(?![建房宅户人])地?|暂住地?|家庭地址|户籍(?:所在)?地|户口所在地"
    r"|(?<![国大])家住(?![房宅户])|[其他她某]家(?:位于|在)|(?:^|[，；。、,;(])住(?![建房宅户院所]))"
    r"[:为是在于 ]{0,2}(?![等和及或])[^，。；、:\n]{1,30}?[省市县区镇乡村街路巷号栋弄室组]"
    r"|(?:号楼|[栋幢座])[一二三四五六七八九十0-9]{1,3}单元"
    r"|单元[0-9]{2,4}[室户号]"
    r"|(?:小区|家属[院楼]|公寓|花园|[苑])[^，。；、\s]{0,16}?[0-9]{3,4}室"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_JUST_BEFORE = 12


def personal(text: str, allowed: Collection[str] = ()) -> Iterator[Found]:
    """Everything personal in a text, sort by sort; `allowed` may stand there nevertheless."""
    if not (_NUMBERS.search(text) or _WORDS.search(text) or _PLATES.search(text)):
        return
    plain = text.translate(_WIDE)
    if "://" in plain:
        plain = _ADDRESS_OF_A_PAGE.sub(lambda match: " " * len(match[0]), plain)
    for kind, pattern, counts in _SORTS:
        for match in pattern.finditer(plain):
            if match[0] not in allowed and counts(match):
                yield Found(kind, match.start(), match.end())


def _always(_: re.Match[str]) -> bool:
    return True


def _is_identity(match: re.Match[str]) -> bool:
    """Whether the last character is the check digit of the 17 before (GB 11643).

    By chance a credit code of digits only can have one too; a word before it tells them apart.
    """
    number = match[0].upper().replace(" ", "").replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    before = match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]
    is_code = is_credit_code(number) and "身份" not in before
    return _CHECK_DIGITS[total % 11] == number[-1] and not is_code


def _is_card(match: re.Match[str]) -> bool:
    """Whether the digits add up as Luhn's rule wants and are not a number of another sort."""
    digits = match[0].replace(" ", "").replace("-", "")
    identity = _IDENTITY.fullmatch(digits)
    if is_credit_code(digits) or (identity and _is_identity(identity)):
        return False
    doubled = [2 * int(digit) for digit in digits[-2::-2]]
    total = sum(map(int, digits[::-2])) + sum(one - 9 if one > 9 else one for one in doubled)
    return total % 10 == 0


_SORTS: tuple[tuple[Personal, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (Personal.IDENTITY, _IDENTITY, _is_identity),
    (Personal.MOBILE, _MOBILE, _always),
    (Personal.LANDLINE, _LANDLINE, _always),
    (Personal.CARD, _CARD, _is_card),
    (Personal.MAIL, _MAIL, _always),
    (Personal.PLATE, _PLATE, _always),
    (Personal.HOME, _HOME, _always),
    (Personal.NAME, NAMES, _always),
)
