"""Finds personal data in a text: numbers, addresses, marked names.

See decision 0035.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from generator.kinds.issue.model import is_credit_code

_ROLES = (
    "法定代表人|法人代表|法人|负责人|责任人|联系人|联络人|实际控制人|实控人|经营者|经营人|业主|老板|户主"
    "|举报人|投诉人|信访人|当事人|厂长|董事长|经理|店主|村民|司机|安全员|施工员|主管|包工头|书记|主任"
    "|[局市县区镇乡村站科处队组]长"
)
_LABELS = f"{_ROLES}|姓名"

# Frequent surnames, as far as few words of other meaning begin with them.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林高马罗郑梁谢宋唐韩冯邓曹彭董袁潘蒋蔡杜苏魏吕沈姚卢姜崔钟谭陆汪范廖贾韦傅邹孟熊秦邱尹"
    "薛闫阎侯陶黎贺郝龚邵覃戴"
)
# These begin many other words as well; behind a colon they are taken for surnames all the same.
_AMBIGUOUS = (
    "许曾田余程石江万钱毛龙武莫金白方常康安于丁任叶段雷史顾牛樊葛邢毕"
    "庞施孔文温季鲁耿关焦柳祁翟路项童颜"
)
_DOUBLE = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|东方"
_OTHER_WORDS = (
    "陈述|张贴|张榜|张家口|周边|周围|周末|周口|周[一二三四五六日]|黄色|黄河|黄标|苏州|唐山|韩城|邓州|孟州|秦皇岛|"
    "谢绝|林业|林场|高度|高层|高新|高温|高压|高污|马上|马路|何[时地种况处]|范围|杜绝|陶瓷|郑重|郑州|罗列|胡乱|"
    "沈阳|董事|贺信|吴忠|梁山|石[料灰材化油家子]|陆续|陆上|钟头|徐州|曹县|彭州|熊熊"
)
_HAN = "[\u4e00-\u9fff]"
_VILLAGE = f"{_HAN}家[庄川屯沟湾坡营寨堡集口山河桥岭窑坪湖梁洼塬台]"
_CALLED = "某{1,2}|先生|女士|师傅"
_NO_NAME_ENDS_SO = "省市县区镇乡村街局委办处科所站队组厂司院校部室会长员任记理府等"
_AFTER = r"(?=$|[^\u4e00-\u9fff]|电话|手机|身份证|联系|等|说|称|表示|介绍|承认)"

_BEHIND_A_COLON = (
    rf"(?:{_LABELS})(?:姓名)?\s*(?::|为|是|系|叫|名叫)\s*(?!{_OTHER_WORDS}|{_VILLAGE})"
    rf"(?:{_HAN}{{2,6}}[·•]{_HAN}{{2,8}}|小[{_SURNAMES}](?!{_HAN})"
    rf"|(?:{_DOUBLE}){_HAN}{{1,2}}|[{_SURNAMES}{_AMBIGUOUS}]{_HAN}{{1,2}})"
    rf"(?<![{_NO_NAME_ENDS_SO}]){_AFTER}"
)
_AT_ONCE = (
    rf"(?:{_ROLES})[\s(]{{0,2}}(?!{_OTHER_WORDS}|{_VILLAGE})"
    rf"(?:[{_SURNAMES}](?:{_CALLED}|{_HAN}{{1,2}}(?<![{_NO_NAME_ENDS_SO}]){_AFTER})"
    rf"|[{_AMBIGUOUS}]某{{1,2}}(?!{_HAN}))"
)

_BEFORE = rf"[{_SURNAMES}{_AMBIGUOUS}](?:{_CALLED})\s?\((?:{_ROLES})"

NAMES = re.compile(f"{_BEHIND_A_COLON}|{_AT_ONCE}|{_BEFORE}")

_TITLES = (
    "市长|县长|区长|局长|主任|书记|秘书长|处长|科长|镇长|乡长|队长|所长|部长|厅长|司长|站长|院长|主席"
    "|巡视员|同志"
)
_SURNAME = f"(?:(?:{_DOUBLE})|[{_SURNAMES}{_AMBIGUOUS}])"
_NAME = rf"(?!常务|{_OTHER_WORDS}){_SURNAME}{_HAN}{{1,2}}(?<![{_NO_NAME_ENDS_SO}])"
_NAMED_OFFICE = (
    rf"(?:{_TITLES})[\s:：（(]*{_NAME}(?:$|[\s，、）)])|(?<!{_HAN}){_NAME}(?=副?(?:{_TITLES}))"
    rf"|(?<=[府委局办厅]){_NAME}(?=副?(?:{_TITLES}))"
)


def named_office(text: str) -> bool:
    """Return whether a text has an office together with the name of its holder."""
    return _named_office().search(text) is not None


@cache
def _named_office() -> re.Pattern[str]:
    """Return the pattern, compiled on first use: compiling takes as long as reading 100 records."""
    return re.compile(_NAMED_OFFICE)


class Personal(StrEnum):
    """The sorts of personal data."""

    IDENTITY = "身份证号"
    MOBILE = "手机号码"
    LANDLINE = "固定电话号码"
    CARD = "银行卡号"
    MAIL = "电子邮箱"
    PLATE = "车牌号"
    HOME = "家庭住址"
    NAME = "个人姓名"


@dataclass(frozen=True, slots=True)
class PersonalDataMatch:
    """One match, with its place in the text."""

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
"""Characters without which nothing can match; most texts of a register have none."""

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


def personal(text: str, allowed: Collection[str] = ()) -> Iterator[PersonalDataMatch]:
    """Yield all personal data in a text, sort by sort, without the `allowed` texts."""
    if not (_NUMBERS.search(text) or _WORDS.search(text) or _PLATES.search(text)):
        return
    plain = text.translate(_WIDE)
    if "://" in plain:
        plain = _ADDRESS_OF_A_PAGE.sub(lambda match: " " * len(match[0]), plain)
    for kind, pattern, counts in _SORTS:
        for match in pattern.finditer(plain):
            if match[0] not in allowed and counts(match):
                yield PersonalDataMatch(kind, match.start(), match.end())


def _always(_: re.Match[str]) -> bool:
    return True


def _is_identity(match: re.Match[str]) -> bool:
    """Return whether the last character is the check digit of the 17 before (GB 11643).

    A credit code of digits only can have one by chance; the word before it distinguishes them.
    """
    number = match[0].upper().replace(" ", "").replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    before = match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]
    is_code = is_credit_code(number) and "身份" not in before
    return _CHECK_DIGITS[total % 11] == number[-1] and not is_code


def _is_card(match: re.Match[str]) -> bool:
    """Return whether the digits pass the Luhn check and are not a number of another sort."""
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
