"""Finds personal data in a text: numbers, addresses, accounts, marked names.

See decisions 0035 and 0075.
"""

import re
import string
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from unicodedata import category, decimal, normalize

from generator.core.lazy_pattern import lazy_pattern
from generator.kinds.issue.model import is_credit_code
from generator.public.clause_names import DOUBLE_SURNAMES, NAME_IN_A_CLAUSE
from generator.public.person_cues import NAME_BETWEEN_CUES
from generator.public.personal_names import HAN, MARK, Span, names


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
    ACCOUNT = "社交账号"
    DOCUMENT = "其他证件号"


@dataclass(frozen=True, slots=True)
class PersonalDataMatch:
    """One match, with its place in the text."""

    kind: Personal
    start: int
    end: int


_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_HAN_DIGITS = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CUT = "[ .·_/—–-]"
"""What people set between the digits of a number."""

# Several patterns, because each then begins with a set of characters that is searched for quickly.
_NUMBERS = lazy_pattern(
    rf"[0-9０-９](?:[0-9０-９]{{6}}|[0-9０-９]{{2,5}}[ .·_/／（()*＊—–－-][0-9０-９]{{3,4}}|室"
    rf"|{_CUT}[0-9]{_CUT}[0-9]{_CUT}|[—–-][0-9]{{1,2}}[—–-][0-9]{{3}})"
    rf"|[{_HAN_DIGITS}1][{_HAN_DIGITS}0-9]{{9}}"
)
_WORDS = lazy_pattern(
    "@|＠|#|＃|住址|家住|居住|租住|现住|户籍|户口|家庭|单元|电话|传真|座机|热线|联系方式|暂住|家位于|家在|，住|；住|。住|、住|（住"
    f"|{DOUBLE_SURNAMES}|姓"
    "|\\(住|微信|薇信|威信|V信|v信|扣扣|企鹅号|抖音|快手|微博|钉钉|护照|证件|手机|打这|通行证|台胞证|军官证|驾驶证"
)
"""Characters without which nothing can match; most texts of a register have none. All begin with
a letter that is looked for quickly."""
_OTHERS = lazy_pattern(
    rf"[QqVvWwPp(\[{{（【〔 {_PROVINCES}]"
    r"(?:(?<=[QqVvWwPp])(?:[ .·]?[Qq]|[Xx]|[Ee]?[Cc][Hh][Aa]|assport)"
    r"|(?<=[(\[{（【〔 ]) ?(?:at|AT|艾特)"
    rf"|(?<=[{_PROVINCES}]) ?[A-ZＡ-Ｚ][^，。；、\u4e00-\u9fff]{{4}})"
)
"""Accounts in Latin, addresses without an @, plates: one search costs less than three."""

_CIRCLED = "[①-⑨⓪]"
_UNUSUAL = lazy_pattern(
    "[^\x00-\x1f!-\x7f\u4e00-\u9fff\u3001-\u303f\uff01-\uff5e°·×²³℃μ—–‘’“”…□⑩-⑳Ⅰ-Ⅻ→≥≤←↑↓]"
    rf"(?:(?<={_CIRCLED}){_CIRCLED}+|(?<=[ \u3000])(?<={HAN}.)(?<!{HAN}{HAN}.)(?={HAN}(?!{HAN}))"
    rf"|(?<![①-⑨⓪ \u3000]))"
)
"""Signs that a text of a register has no use for, digits in circles that stand together, and gaps
between single characters. One set of signs stands first, so that the rest is passed over quickly.
"""

_WIDE = {chr(ord(sign) + 0xFEE0): sign for sign in string.ascii_letters + string.digits}
_WIDE |= dict(zip("：（）＠－．＋／＿＃", ":()@-.+/_#", strict=True))
_WIDE_SIGNS = lazy_pattern(f"[{''.join(_WIDE)}]")
_AS_DIGITS = dict(zip(map(ord, _HAN_DIGITS), map(ord, "001234567891123456789"), strict=True))
_HAN_NUMBER = lazy_pattern(
    rf"[{_HAN_DIGITS}0-9][{_HAN_DIGITS}0-9 .·*-]{{10,}}|(?<=[:号扣Qq机话])[{_HAN_DIGITS}]{{5,10}}"
)
_ADDRESS_OF_A_PAGE = lazy_pattern(r"https?://[!-~]+")
"""Without Chinese: a sentence that goes on behind an address is not part of it."""

_APART = "[ .·*_/—–-]{0,3}"
"""What stands between the digits of a number that a word announces."""
_MEASURE = r" ?(?:[万亿千百]|元|吨|立方|平方|标立方|千瓦|公斤|千克|公里|公顷|人民币)"
_NO_MORE = rf"(?![0-9A-Za-z]|\.[0-9]|{_MEASURE})"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_IDENTITY = lazy_pattern(
    rf"(?<![0-9])[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])"
    rf"|(?<![0-9-])[1-9][0-9]{{5}}(?P<cut>{_CUT})(?:18|19|20)[0-9]{{2}}(?P=cut)?{_DAY}"
    r"(?P=cut)[0-9]{3}[0-9Xx](?![0-9A-Za-z-])"
    rf"|(?<![0-9-]){_PROVINCE}[0-9]{{4}}(?P<apart>{_CUT})(?:18|19|20)[0-9]{{2}}"
    r"(?:0[1-9]|1[0-2])(?P=apart)(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z-])"
    rf"|(?<![0-9A-Za-z.]){_PROVINCE}[0-9]{{6}}{_DAY}[0-9]{{3}}{_NO_MORE}"
)
_MOBILE = lazy_pattern(
    r"(?:(?<![0-9A-Za-z.])|(?<=[Tt]el)|(?<=TEL))(?:(?:\+|00)?86[- ]?|\((?:\+|00)?86\) ?)?"
    r"1(?:[3-9][0-9](?:[0-9]{8}"
    rf"|[- ][0-9]{{8}}|(?P<cut>{_CUT})[0-9]{{4}}(?P=cut)[0-9]{{4}}"
    r"|(?P<gap>[ -])(?:[0-9]{3}(?P=gap)[0-9]{5}|[0-9]{5}(?P=gap)[0-9]{3})"
    r"|\([0-9]{4}\)[0-9]{4}|[0-9] [0-9]{4} [0-9]{3}|[0-9] [0-9]{3} [0-9]{4})"
    rf"|(?P<one>{_CUT})[3-9](?:(?P=one)[0-9]){{9}})"
    rf"{_NO_MORE}"
    r"|(?<=电话|手机|号码)[: ]?1[3-9][0-9]{3} [0-9]{6}(?![0-9])"
)
_CUT_MOBILE = lazy_pattern(
    rf"(?:电话|手机|号码|打这)[^0-9，。；\n]{{0,4}}1{_APART}[3-9](?:{_APART}[0-9]){{9}}{_NO_MORE}"
)
_LANDLINE = lazy_pattern(
    r"(?<![0-9A-Za-z.-])"
    r"(?:\(0[1-9][0-9]{1,2}\) ?|0[1-9][0-9]{1,2}[- —–]|(?:\+|00)86[- ]?[1-9][0-9]{1,2}[- ])"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9A-Za-z])"
    r"|(?:电话|传真|座机|热线|联系方式)[: 是为]{0,2}(?:0[1-9][0-9]{1,2})?"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])"
)
_CUT_LANDLINE = lazy_pattern(
    rf"(?:电话|传真|座机|热线|联系方式)[^0-9，。；\n]{{0,3}}0{_APART}[1-9](?:{_APART}[0-9]){{8,10}}(?![0-9])"
)
_CARD = lazy_pattern(
    r"(?<![0-9A-Za-z.])[34569]"
    r"(?:[0-9]{15,18}|[0-9]{5}[ -][0-9]{10,13}|[0-9]{3}(?:[ .·-][0-9]{4}){3}(?:[ .·-]?[0-9]{1,3})?)"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
_HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,8}(?!(?:png|jpe?g|gif|svg|webp|css|js)\b)[A-Za-z]{2,24}"
_PROVIDERS = "(?:qq|163|126|sina|gmail|foxmail|139|sohu|yeah|outlook|hotmail|aliyun)"
_MAIL_HOST = lazy_pattern(
    rf" ?@ ?{_PROVIDERS}\.(?:com|cn|net)"
    r"| ?[(\[{【〔] ?(?:at|AT|艾特) ?[)\]}】〕] ?[A-Za-z0-9-]{2,40}"
    r" ?(?:点|dot|DOT|\.) ?(?:com|cn|net|org)"
    rf"|(?:@| ?[(\[{{【〔] ?(?:at|AT|艾特) ?[)\]}}】〕] ?){_HOST}"
    r"|@[\w-]{1,63}\.(?:中国|公司|网络|com|cn|net)"
    r"| (?:at|AT) [A-Za-z0-9-]{2,63} ?(?:dot|DOT|\.) ?(?:com|cn|net|org)\b"
    rf"|#{_PROVIDERS}\.(?:com|cn|net)"
)
_LOCAL_SIGNS = frozenset(string.ascii_letters + string.digits + "._%+-")
_LONGEST_LOCAL = 64
"""Characters that may stand in front of the @ of an address (RFC 5321)."""

_PLATE = lazy_pattern(
    rf"[{_PROVINCES}] ?[A-HJ-NP-Z][·•‧・. -]?(?=(?:[A-Z]*[0-9]){{3}})"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_PLACES = "省市县区镇乡村街路巷号栋弄室组"
_HOME = lazy_pattern(
    r"(?:住址|居住地址?|[居租]住[在于](?!附近|周边|当地|该)|现住(?![建房宅户人])地?|暂住地?|家庭地址|户籍(?:所在)?地|户口所在地"
    r"|(?<![国大])家住(?![房宅户])|[其他她某]家(?:位于|在)|(?:^|[，；。、,;(])住(?![建房宅户院所]))"
    rf"[:为是在于 ]{{0,2}}(?![等和及或])[^，。；、:\n]{{1,30}}?[{_PLACES}]"
    rf"(?:[^，。；、:\n燃使从烧在反]{{1,12}}?[{_PLACES}楼]){{0,8}}"
    r"|(?:号楼|[栋幢座])[一二三四五六七八九十0-9]{1,3}单元"
    r"|单元[0-9]{2,4}[室户号]"
    r"|(?:小区|家属[院楼]|公寓|花园|[苑])[^，。；、\s]{0,16}?[0-9]{3,4}室"
    r"|(?:小区|家属[院楼]|公寓|花园|家园|新村|社区|宿舍|[苑庭])[^，。；、\s]{0,6}?"
    r"[0-9]{1,3}(?P<dash>[—–-])[0-9]{1,2}(?P=dash)[0-9]{3,4}(?![0-9A-Za-z—–-])"
)
_IS = "[ :是为号]{0,4}"
_WECHAT = r"(?:[微薇威Vv][ ❤♥♡💬]{0,2}信|[VvWw][❤♥♡])"
_BETWEEN = r"(?:同名|同号|昵称|账号|帐号|号码?|名称?|ID|id|联系|搜|加|[ :是为(\"“【\[]){0,5}"
_ACCOUNT = lazy_pattern(
    rf"(?:{_WECHAT}|(?<![A-Za-z])[Ww][Ee]?[Cc][Hh][Aa][Tt])(?:号码?| ?ID| ?id)?{_IS}"
    r"[A-Za-z][A-Za-z0-9_-]{5,19}"
    rf"|{_WECHAT}{_BETWEEN}(?:(?=[A-Za-z_-]{{1,20}}[0-9_-])[A-Za-z][A-Za-z0-9_-]{{5,19}}"
    r"|[A-Za-z](?: [A-Za-z0-9_-](?![A-Za-z0-9_-])){5,19})"
    r"|(?<![A-Za-z])[VvWw][Xx] ?[:号] ?[A-Za-z][A-Za-z0-9_-]{5,19}"
    rf"|(?:(?<![A-Za-z])[Qq][ .·]?[Qq]|扣扣|企鹅号?)(?:号码?|账号|帐号)?[ :是为号(加]{{0,4}}"
    r"(?:[1-9][0-9]{4,11}|[1-9](?: [0-9]){4,11})(?![0-9@])"
    rf"|(?:抖音|快手|微博|钉钉)(?:号|账号|ID){_IS}[A-Za-z0-9_.-]{{4,24}}"
)
_ANNOUNCED = '[ :是为号("“]{0,4}'
_DOCUMENT = lazy_pattern(
    r"护照[^。；\n0-9A-Za-z]{0,10}(?:[Nn][Oo][.: ]{0,2})?[A-Z]{1,2} ?[0-9]{7,8}(?![0-9])"
    rf"|护照(?:号码?)?{_ANNOUNCED}[0-9]{{9}}(?![0-9])"
    rf"|[Pp]assport(?:号码?|编号| [Nn][Oo]\.?)?{_ANNOUNCED}[A-Z]{{1,2}}[0-9]{{7,8}}(?![0-9])"
    rf"|证件(?:号码?|编号)?{_ANNOUNCED}[DEGPS][A-Z]?[0-9]{{7,8}}(?![0-9])"
    rf"|通行证(?:号码?|编号)?{_ANNOUNCED}[A-Z][0-9]{{8,10}}(?![0-9])"
    rf"|台胞证(?:号码?)?{_ANNOUNCED}[0-9]{{8}}(?![0-9])"
    rf"|驾驶证(?:档案)?(?:编号|号码?){_ANNOUNCED}[0-9]{{12}}(?![0-9])"
    rf"|军官证(?:号码?)?{_ANNOUNCED}.字第 ?[0-9]{{6,8}}"
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_JUST_BEFORE = 12
_OLD_LENGTH = 15
_OTHER_NUMBERS = lazy_pattern(
    "注册|登记号|税号|识别号|编号|许可|批准|批文|案号|文号|账号|条码|批号|序号|单号|第$"
)


def personal(text: str, allowed: Collection[str] = ()) -> Iterator[PersonalDataMatch]:
    """Yield all personal data in a text, sort by sort, without the `allowed` texts."""
    if not (text.startswith("住") or any(one.search(text) for one in _FIRST)):
        return
    plain = _folded(text)
    gone = _dropped(text) if len(plain) != len(text) else ()
    seen = set()
    for kind, span in _spans(plain, allowed):
        found = PersonalDataMatch(kind, _place(span.start, gone), _place(span.end - 1, gone) + 1)
        if found not in seen:
            seen.add(found)
            yield found


def _spans(plain: str, allowed: Collection[str]) -> Iterator[tuple[Personal, Span]]:
    in_figures = _HAN_NUMBER.sub(lambda match: match[0].translate(_AS_DIGITS), plain)
    for sort in SORTS:
        for text in (plain, in_figures) if in_figures != plain else (plain,):
            for match in sort.matches(text):
                if match[0] not in allowed and sort.counts(match):
                    yield sort.kind, Span(*match.span())
    for mail in _mails(plain):
        if plain[mail.start : mail.end] not in allowed:
            yield Personal.MAIL, mail
    for name in names(plain):
        yield Personal.NAME, name


def _mails(plain: str) -> Iterator[Span]:
    """Yield the addresses: a host that follows an @, and what stands in front of it.

    Searched from the @, because any letter may begin an address.
    """
    for host in MAIL.matches(plain):
        start = first = host.start()
        while start and first - start < _LONGEST_LOCAL and plain[start - 1] in _LOCAL_SIGNS:
            start -= 1
        if start < first or (not host[0].isascii() and plain[start - 1 : start].isalnum()):
            yield Span(start, host.end())


_FIRST = (_NUMBERS, _WORDS, MARK, _OTHERS, NAME_IN_A_CLAUSE, NAME_BETWEEN_CUES, _UNUSUAL)


def _folded(text: str) -> str:
    """Return a text in usual signs: digits of any script as 0 to 9, nothing invisible in between.

    Web addresses are blanked: numbers in them are those of pages.
    """
    # A search for the few wide signs takes a tenth of asking a table about every sign.
    plain = _WIDE_SIGNS.sub(lambda match: _WIDE[match[0]], _UNUSUAL.sub(_usual, text))
    if "://" in plain:
        plain = _ADDRESS_OF_A_PAGE.sub(lambda match: " " * len(match[0]), plain)
    return plain


def _usual(match: re.Match[str]) -> str:
    return "".join(map(_usual_sign, match[0]))


@lru_cache(4096)
def _usual_sign(sign: str) -> str:
    """Return the sign that a reader sees; "" for one that is not seen, or stands on another."""
    if category(sign) in ("Cf", "Mn", "Me", "Zs") or sign in "\u115f\u1160\u3164\uffa0":
        return ""
    usual = str(decimal(sign, normalize("NFKC", sign)))
    return usual if len(usual) == 1 else sign


def _dropped(text: str) -> list[int]:
    """Return the places of the signs that folding leaves out, in order."""
    return [one.start() for one in _UNUSUAL.finditer(text) if not _usual(one)]


def _place(at: int, gone: Sequence[int]) -> int:
    """Return where in a text stands what is `at` a place when some signs of it are gone."""
    for one in gone:
        if one > at:
            break
        at += 1
    return at


def _always(_: re.Match[str]) -> bool:
    return True


def _is_identity(match: re.Match[str]) -> bool:
    """Return whether the last character is the check digit of the 17 before (GB 11643).

    A credit code of digits only can have one by chance; the word before it distinguishes them.
    The 15 digits of before 2000 have none: there the word before tells other numbers.
    """
    number = re.sub("[^0-9X]", "", match[0].upper())
    before = match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]
    if len(number) == _OLD_LENGTH:
        return "身份" in before or not _OTHER_NUMBERS.search(before)
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    in_china = re.match(f"{_PROVINCE}|10", number[2:])
    is_code = in_china and is_credit_code(number) and "身份" not in before
    return _CHECK_DIGITS[total % 11] == number[-1] and not is_code


def _is_card(match: re.Match[str]) -> bool:
    """Return whether the digits pass the Luhn check and are not a number of another sort."""
    digits = re.sub("[^0-9]", "", match[0])
    identity = _IDENTITY.fullmatch(digits)
    if is_credit_code(digits) or (identity and _is_identity(identity)):
        return False
    doubled = [2 * int(digit) for digit in digits[-2::-2]]
    total = sum(map(int, digits[::-2])) + sum(one - 9 if one > 9 else one for one in doubled)
    return total % 10 == 0


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of personal data: what every text with it has, how it is written, what counts."""

    kind: Personal
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None = None
    """Found in every text in which the pattern is, and searched for several times as quickly."""
    counts: Callable[[re.Match[str]], bool] = _always

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Return where the pattern is in a text."""
        is_possible = self.needs is None or self.needs.search(text)
        return self.pattern.finditer(text) if is_possible else iter(())


_IDENTITY_NEEDS = lazy_pattern(rf"[0-9](?:[0-9]{{14}}|[0-9]{{5}}{_CUT}(?:18|19|20)[0-9]{{2}})")
_MOBILE_NEEDS = lazy_pattern(
    r"1(?:[3-9][0-9](?:[0-9]{8}|[ .·_/—–(-][0-9]{3}|[0-9] [0-9]{3}|[0-9]{2} [0-9]{6})"
    rf"|{_CUT}[3-9]{_CUT}[0-9])"
)
_LANDLINE_NEEDS = lazy_pattern(
    r"0[1-9][0-9]{1,2}(?:\) ?|[- —–])[2-8][0-9]{2}|86[- ]?[1-9][0-9]{1,2}[- ][2-8][0-9]{2}"
    "|电话|传真|座机|热线|联系方式"
)
_HOME_NEEDS = lazy_pattern(
    "住|家(?:庭地址|位于|在|属|园)|户籍|户口所在地|单元|小区|公寓|花园|新村|社区|宿舍|苑|庭"
)
_ACCOUNT_NEEDS = lazy_pattern(
    "[微薇威VvWwQq扣企抖快钉](?:(?<=[微薇威Vv])[ ❤♥♡💬]{0,2}信|(?<=[VvWw])[Xx❤♥♡]"
    "|(?<=[Ww])[Ee]?[Cc][Hh][Aa]|(?<=[Qq])[ .·]?[Qq]|(?<=扣)扣|(?<=企)鹅"
    "|(?<=抖)音|(?<=快)手|(?<=微)博|(?<=钉)钉)"
)
_MAIL_NEEDS = lazy_pattern(
    rf"[@#(\[{{【〔 ](?:(?<=@)|(?<=#){_PROVIDERS}|(?<=[(\[{{【〔 ]) ?(?:at|AT|艾特))"
)

MAIL = Sort(Personal.MAIL, _MAIL_HOST, _MAIL_NEEDS)
SORTS = (
    Sort(Personal.IDENTITY, _IDENTITY, _IDENTITY_NEEDS, _is_identity),
    Sort(Personal.MOBILE, _MOBILE, _MOBILE_NEEDS),
    Sort(Personal.MOBILE, _CUT_MOBILE, counts=lambda match: not _MOBILE.search(match[0])),
    Sort(Personal.LANDLINE, _LANDLINE, _LANDLINE_NEEDS),
    Sort(Personal.LANDLINE, _CUT_LANDLINE, counts=lambda match: not _LANDLINE.search(match[0])),
    Sort(Personal.CARD, _CARD, counts=_is_card),
    Sort(Personal.PLATE, _PLATE),
    Sort(Personal.HOME, _HOME, _HOME_NEEDS),
    Sort(Personal.ACCOUNT, _ACCOUNT, _ACCOUNT_NEEDS),
    Sort(Personal.DOCUMENT, _DOCUMENT),
)
