"""Names of persons that no duty marks: by their place in a clause, and by what follows them.

A name begins a clause, or stands behind a preposition or a post; behind it is what only persons
do, are or have. See decision 0075. Texts are folded before they are searched; see `personal_data`.
"""

import re
from collections.abc import Iterator

from generator.core.lazy_pattern import lazy_pattern
from generator.public.surname_words import (
    AMBIGUOUS,
    EVERYDAY,
    FREQUENT_RARE,
    GIVEN,
    OTHER_WORDS,
    PLACES,
    SURNAMES,
    begins_a_word,
)

_HAN = "[\u4e00-\u9fff]"
_USUAL = f"[{''.join(sorted(GIVEN))}]"
_CLEAR = SURNAMES + FREQUENT_RARE

_NUMBER = "[一二两三四五六]"
_PERSONS_DO = (
    "承认|讲(?![解话座究堂师台授述])|称(?![重量职为霸])|声称|自称|辩称|坦言|坦承|交代|供述|解释|陈述|介绍|回忆|告诉|透露|否认|证实"
    "|表示|说(?!明书)|拒绝|拒不|承诺|签字|签名|签收|签署|反映(?!出)|不清楚|不知|来电|来信|来访|投诉|举报"
    "|报警|到场|在场|不在[场家厂]|在家|出差|外出|住院|去世|认错|道歉|检讨|保证|驾驶|驾车|私自|擅自|偷偷"
    "|缴纳|交纳|缴清|雇|名下|本人|自己|亲自|口头|家[中里院门的在烧用]|作坊|身份证|驾驶证|户口|手机|电话|微信|同志"
    "|兄弟|兄妹|夫妻|夫妇|父子|父女|母子|母女|姐妹|姐弟|女儿|儿子|妻子|丈夫|家属|老伴|一家|之[妻子父母]"
    f"|的(?:妻子|丈夫|儿子|女儿|父亲|母亲|弟弟|哥哥)|{_NUMBER}[人户]|等{_NUMBER}?人|，[男女]"
)
"""What only persons do, are or have."""
_PERSONS_OFTEN_DO = (
    "[于已在因将未被对把向从与和的是系打找收交购买卖烧堆拉跑逃又也均都]|现场|自行|无法|没有|正在|负责"
    "|带[领队人]|组织|经营|开[办的设]|所有|使用|焚烧|立即|随[后即]|当[场天]|租[用赁]|[出转]租|下达|承[租包]|变更|更换"
    "|营业执照|不[配同肯]|阻|陪同|接受|提供|到|赶|作为|代表|签|立案|罚款?|警告|批评|处以|作出"
)
"""What stands behind names of persons, and behind words as well."""
_TOLD_IN_BRACKETS = (
    "[(（](?:个体|男|女|身份证|电话|手机|经营|业主|户主|老板|店主|房东|村民|负责|法人|法定|系|现年|时年"
    "|另案|实际)"
)
_BEGINS = f"(?<!{_HAN}.)"
_GOES_ON = "(?<=[的由系是与和对向经被给找让据叫即在为予谈问知请员长师任工医监].)"
"""A preposition or the end of a post, in front of the sign that was read last."""
_NEXT_NAME = f"、[{_CLEAR}]{_USUAL}{{1,2}}(?!{_HAN})"

_TOLD = "(?:约谈|询问|联系|传唤|通知|查处|处罚|起诉|自称|名叫|本人|我叫|我是|[给问谈]了)"
_GIVEN_TOO = (
    "(?![均方全省市县区镇乡村街路局委办部厅厂司院校所站队组室屯庄"
    f"了的是在不未无已也都就又再某]){_HAN}"
)
"""A sign that is not usual in names, and neither the end of an office or place nor a particle."""

NAME_IN_A_CLAUSE = lazy_pattern(
    f"[{_CLEAR}{AMBIGUOUS}{EVERYDAY}](?:"
    f"(?:{_BEGINS}|{_GOES_ON})(?:"
    f"{_USUAL}{{2}}(?:(?={_PERSONS_DO}|{_TOLD_IN_BRACKETS}|{_NEXT_NAME})|(?P<often>(?={_PERSONS_OFTEN_DO})))"
    f"|{_USUAL}(?={_PERSONS_DO}|{_TOLD_IN_BRACKETS}|{_NEXT_NAME}))"
    f"|(?P<alone>(?:(?<=(?:变更|更换)为.)|(?<=[(（].)|(?<={_TOLD}.)){_USUAL}{{2}}(?:(?!{_HAN})|(?=得知|其|答))"
    f"|(?<=[人名者户员长工师件][:：为是系叫].){_USUAL}{{2}}(?!{_HAN})|(?<=[人名者件][:：].){_USUAL}(?!{_HAN})"
    f"|{_BEGINS}{_USUAL}{{2}}(?=[:：])|(?<=[人来村夜班店]的.){_USUAL}{{2}}(?:(?!{_HAN})|(?=点|放|倒|烧))"
    f"|(?<=是.){_USUAL}{{2}}(?=的(?!{_HAN})))"
    f")|[{_CLEAR}](?:{_BEGINS}|{_GOES_ON})(?P<unusual>{_USUAL}{_GIVEN_TOO}|{_GIVEN_TOO}{_USUAL})"
    f"(?={_PERSONS_DO}|{_TOLD_IN_BRACKETS})"
)
"""A surname where a name may stand, usual signs behind it, and what follows a person."""
DOUBLE_SURNAMES = (
    "欧阳|上官|司马|诸葛|皇甫|尉迟|慕容|令狐|夏侯|司徒|宇文|端木|呼延|轩辕|申屠|淳于|澹台|赫连"
)
_OTHER_NAME = lazy_pattern(
    f"(?:{DOUBLE_SURNAMES})(?:{_HAN}{{1,2}}?(?={_PERSONS_DO}|{_TOLD_IN_BRACKETS})|{_USUAL}{{1,2}}(?={_PERSONS_OFTEN_DO})"
    f"|{_USUAL}{{2}}(?!{_HAN}))|姓[{_CLEAR}{AMBIGUOUS}]，?名(?![字称]){_HAN}{{1,2}}"
)

_POST = "员长师任工医监"
_LIKE_WORDS = frozenset("于方常任万余曾关安时")
"""Surnames that are words by themselves: behind them more has to speak for a name."""
_ALMOST_A_FIRM = lazy_pattern(r"[钢铁铜石矿化泰信联建农]$")
_OTHER = lazy_pattern(OTHER_WORDS)
_FULL = 3
_GIVEN_OVER = ("由", "系", "为", "给", "叫", "请", ":", "：")
"""Behind these, surnames that begin many words are taken for names as well."""


def names_in_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text names a person whom no duty marks, in time that is linear."""
    for match in NAME_IN_A_CLAUSE.finditer(text):
        if _is_a_person(match):
            yield match.span()
    for match in _OTHER_NAME.finditer(text):
        yield match.span()


def _is_a_person(match: re.Match[str]) -> bool:
    """Return whether the signs of a match make a name, and no word, place or firm."""
    name, surname = match[0], match[0][0]
    behind_a_post = match.string[match.start() - 1 : match.start()] in tuple(_POST)
    if _OTHER.match(name):
        return False
    begins_word = begins_a_word(surname, name[1])
    if match["unusual"]:
        return not begins_word and name[:2] not in PLACES
    before = match.string[max(0, match.start() - 2) : match.start()]
    given_over = before.endswith((*_GIVEN_OVER, "给了", "自称"))
    given_over = given_over or (
        before.endswith("是") and match.string.startswith("的", match.end())
    )
    if match["often"] is not None or match["alone"]:
        speaks = match.string[match.end() : match.end() + 1] in (":", "：")
        sure = surname in _CLEAR or given_over or (speaks and surname not in _LIKE_WORDS)
        return sure and not begins_word and name not in PLACES
    if begins_word:
        return surname in _CLEAR and (len(name) == _FULL or behind_a_post)
    if len(name) < _FULL:
        clear = surname in _CLEAR and name not in PLACES
        return behind_a_post or (clear and not _ALMOST_A_FIRM.search(name))
    return surname not in _LIKE_WORDS or behind_a_post or given_over
