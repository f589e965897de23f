"""The pattern of a person's name behind a word that marks one: 法定代表人：张某某, 业主王某."""

import re
from functools import cache

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
    """Whether an office is written together with the name of somebody who holds it."""
    return _named_office().search(text) is not None


@cache
def _named_office() -> re.Pattern[str]:
    """Compiled where a record names offices: that takes as long as reading a hundred records."""
    return re.compile(_NAMED_OFFICE)
