"""Patterns of names of persons: a surname and what marks it as one, a duty, a form of address.

See decisions 0035 and 0075. Texts are folded before they are searched; see `personal_data`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.core.lazy_pattern import lazy_pattern
from generator.public.clause_names import names_in_clauses
from generator.public.person_cues import names_between_cues
from generator.public.surname_words import (
    AMBIGUOUS,
    EVERYDAY,
    FREQUENT_RARE,
    GIVEN,
    OTHER_WORDS,
    SURNAMES,
    begins_a_word,
)

HAN = "[\u4e00-\u9fff]"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


DUTIES = _listed(
    """
    法定代表人 法人代表 法人 负责人 责任人 联系人 联络人 实际控制人 实控人 经营者 经营人 经营户
    业主 老板 老板娘 户主 举报人 举报者 投诉人 投诉者 信访人 反映人 上访人 当事人 知情人 证人
    厂长 董事长 经理 店主 店长 摊主 车主 船主 房东 房主 总经理 村民 居民 住户 农户 农民 群众
    商户 养殖户 种植户 租户 司机 驾驶员 安全员 施工员 技术员 资料员 化验员 操作工 操作员
    操作人员 工人 员工 职工 焊工 电工 钳工 漆工 瓦工 木工 油工 会计 出纳 门卫 保安 值班员
    值班人 值班人员 经办人 经办人员 承办人 承办人员 承包人 承包户 承租人 出租人 合伙人 股东
    主管 包工头 工头 监理 干部 网格员 巡查员 护林员 环保专员 书记 主任 局长 市长 县长 区长 镇长
    乡长 村长 站长 科长 处长 队长 组长 校长 院长 所长 村支书 支书 企业主 班长 工长 场长 矿长
    维修工 维修员 锅炉工 司炉工 喷漆工 装卸工 搬运工 杂工 清洁工 保洁员 保管员 仓管员 采购员 销售员
    业务员 检修工 检修员 值守人 看护人 看门人 看守人 承建人 出资人 邻居 店员 厨师 女工 民工 临时工
    管理人员 负责同志
    专员 助理 副总 总监 总工 工程师 技师 设计师 统计员 记录员 调度员 押运员 检验员
    质检员 监督员 协管员 联络员 信息员 宣传员 巡护员 收费员 配料员 投料员 司磅员
    过磅员 出料工 打磨工 切割工 铆工 泥工 铲车工 叉车工 卸料工 农民工 保姆 雇工 帮工
    学徒 打工者 村主任 副镇长 副县长 副区长 园长 库长 段长 课长 部长 主席 会长 秘书
    库管 店老板 合作者 买家 卖家 货主 机主 养羊户 养猪户 养鸡户 收购户 使用人 所有人
    所有权人 产权人 投资人 发包人 转包人 分包人 代理人 受托人 委托人 监护人 违法行为人
    妻子 丈夫 儿子 女儿 父亲 母亲 哥哥 弟弟 姐姐 妹妹 表哥 表弟 表兄 堂哥 堂弟 堂兄 侄子 外甥 女婿
    岳父 其妻 其夫 其子 其女 其父 其母 其弟 其兄
    嫌疑人 肇事者 带班人员 带班人 监工 收款人 付款人 持有人 被处罚人 户名 开户名
    开户人 代表 被询问人 被告知人 家属 亲属 外地人 外来户 行政相对人 相对人 报案人 受害人 承办者
    """
)
_LABELS = _listed(
    """
    姓名 名字 签字 签名 签字人 检查人 检查人员 执法人员 记录人 记录人员 填报人 填报人员 审核人
    审核人员 审批人 签发人 报告人 被询问人 被检查人 询问人 陪同人 陪同人员 带队人 带队人员 组员
    署名 落款 具名 成员 同行人 同行人员 采样人 采样人员 收件人 送达人 受送达人
    """
)
_BOSSES = _listed(
    """
    总经理 经理 厂长 老板 董事长 书记 主任 科长 所长 队长 局长 处长 站长 村长 镇长 组长 会计 县长
    副主任 副所长 副局长 副县长 副镇长 副乡长 副区长 副队长 副站长 副科长 副厂长 副经理
    """
)
_ADDRESSES = _listed(
    """
    先生 女士 小姐 大爷 大妈 大娘 大叔 大婶 大伯 大姐 大哥 师傅 阿姨
    """
)

_HOUSES = _listed("家院内 家院里 家院子 家院外 家院中 家中 家里 家屋 家门口 家后院 家房")

# Behind a colon, or before a form of address.
_RARE = (
    "谷仝蔺母逯禚乜佟俞倪凌卞卓霍褚裴柯阮祝车游聂辛管柴蒙鲍华喻符饶房滕屈解牟艾尤阳穆农司古吉缪简靳殷伍展涂包甘岳骆尚齐梅庄"
    "兰易邬申盛宫岑娄冷刁窦章云花费薄习翁荆甄曲封储迟郎桂邸亓仇佘佴允冀冉冒劳勾卜厉原厍双苗臧晏郜郗郦谌谯贲贡赖赫边达"
    "连逄郁鄂鄢鄞酆释钭钮钱铁闵闻阚隆隋雍霞靖鞠鞏须顿饶麦麻黑黄齐揭敖敬斛晁暴暨桑桓楚楼楮檀欧步殳毋毓水汝池沃沙沐沙浦"
    "涂淳游湛溥满滑漆濮炅烟牧狄狐璩瞿瞿盖目睢矫祖祢禄禹种秋稽窦竺笪籍籍粟糜红纪练经绪缑羊羿翦老耶聂胥胶胥能臧舒良芦苍苟苑茅茹荀"
    "荣荤莘营蒯蒲蓝蔚蔡蔺蓬蔄薄藏虎虞蚁衡衣衷袭裘訾詹谈计诸贝贠赏越郇郈邝邴邰郏那郸阙降隗雒雷鞠韶顾骈鱼鲜鹿麴"
)
_NO_SURNAMES = "老能经种目降红水连达边原双黑满越同有都营良云花费易展包简古司农阳管车"
"""Surnames in print, but words of every day: no name is seen by them alone."""
_ANY = SURNAMES + AMBIGUOUS + "".join(sorted(set(_RARE) - set(_NO_SURNAMES)))
_COLON_ONLY = _ANY + "云花费易展包简古司农阳管车连达边"
_DOUBLE = (
    "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|东方|夏侯|司徒|司空|南宫|西门|东郭|百里|端木|宇文|长孙|独孤|呼延|轩辕"
    "|申屠|淳于|单于|太史|闻人|澹台|赫连|钟离|宗政|濮阳|公冶|太叔|万俟|拓跋|第五|完颜|纳兰|爱新觉罗|叶赫"
)
_VILLAGE = f"{HAN}家[庄川屯沟湾坡营寨堡集口山河桥岭窑坪湖梁洼塬台]"
_CALLED = "某{1,2}|先生|女士|师傅"
_NO_NAME_ENDS_SO = "省市县区镇乡村街局委办处科所站队组厂司院校部室会长员任记理府等家庄屯边旁"
_AFTER = rf"(?!{HAN})|(?=电话|手机|身份证|联系|等|说|称|表示|介绍|承认)"
_AFTER = f"(?:{_AFTER})"
_DOES = (
    r"(?=$|[^\u4e00-\u9fff]|电话|手机|身份证|联系|等|说|称|表示|介绍|承认|在场|不[在配肯让同知]|在[院厂家自路]|拒|陪同|到[场达]|提供"
    r"|私自|擅自|正在|操作|负责|已|未|反映|举报|投诉|来电|阻[拦挠碍]|逃|签[字收名]|家(?:[烧中里有的散院]|$|[^\u4e00-\u9fff])|的"
    r"|被|因|将|对|[于向]|自行|自己|本人|夜间|露天|焚烧|违规|违法|没有|带[队领]|组织|多次|使用|要求|督[促办]|告知|自称|安排|在现场|配合|签|驾驶|经营|承[认包]|居住|态度|主动|参[加与])"
)

_PERSON = (
    rf"(?:(?:{_DOUBLE}){HAN}{{1,2}}|[{SURNAMES}{FREQUENT_RARE}]{HAN}{{1,2}})"
    rf"(?<![{_NO_NAME_ENDS_SO}])"
)
_CALLED_GIVEN = "[^\\W\\da-zA-Z_的名位某该各几两一和与及]"

_BEHIND_A_COLON = (
    rf"(?:姓名)?\s{{0,9}}(?::|为|是|系|叫|名叫)\s{{0,9}}"
    rf"(?P<name>{HAN}{{2,6}}[·•]{HAN}{{2,8}}|小[{SURNAMES}](?!{HAN})"
    rf"|(?:(?:{_DOUBLE}){HAN}{{1,2}}|[{_COLON_ONLY}]{HAN}{{1,2}})(?<![{_NO_NAME_ENDS_SO}]){_AFTER})"
)
_AT_ONCE = (
    r"[\s(\"“‘']{0,2}"
    rf"(?P<name>[{SURNAMES}](?:{_CALLED})|{_PERSON}{_DOES}|小[{SURNAMES}](?!{HAN})"
    rf"|[{AMBIGUOUS}]某{{1,2}}(?!{HAN})"
    rf"|(?!任)[{_ANY}]{HAN}{{2}}(?<![{_NO_NAME_ENDS_SO}])(?=在场|不在|拒|家[使烧用]|称|表示|介绍|承认|组织)"
    rf"|(?!任)[{AMBIGUOUS}]{HAN}{{2}}(?<![{_NO_NAME_ENDS_SO}])(?!{HAN}))"
)
_BEHIND_A_GAP = rf"[\s(\"“]{{1,3}}(?P<name>{_PERSON})(?!{HAN})"
_SIGNED = frozenset(_listed("署名 落款 具名"))
_BEHIND_A_COMMA = rf"[，、,]\s?(?P<name>{_PERSON})(?!{HAN})"
_IN_FRONT_OF_A_DUTY = (
    rf"(?P<name>[{SURNAMES}{AMBIGUOUS}](?:{_CALLED})|(?<!{HAN}){_PERSON})"
    rf"\s?\((?:[该本原现系为是]{HAN}{{0,3}})?$"
)
_IN_FRONT_OF_A_TITLE = (
    rf"(?:(?<!{HAN})|(?<=[该由据被向与和经是叫找厂司人]))"
    rf"(?P<name>[{SURNAMES}{FREQUENT_RARE}]|{_PERSON})\s?$"
)
_IN_FRONT_OF_A_HOUSE = rf"(?<!{HAN})(?P<name>[{SURNAMES}{FREQUENT_RARE}]{HAN}{{1,2}})$"
_IN_FRONT_OF_AN_ADDRESS = rf"(?P<name>(?:{_DOUBLE}|[{_ANY}]){_CALLED_GIVEN}{{0,2}}\s?)$"
_OLD = rf"老[{SURNAMES}][头汉]"
_NO_NAME = f"{OTHER_WORDS}|{_VILLAGE}"
_TWO = 2

_LONGEST = 9
"""Characters of a name, the bracket behind it, and the words that name the firm of a duty."""

_JOINED_FREELY = "于方常任万余金白路江石田文曾关段安"
"""Ambiguous surnames that also stand before any word: no list of words tells them from names."""
_FREQUENT = frozenset(SURNAMES + FREQUENT_RARE)
_ONE_IS_ENOUGH = (_FREQUENT | set(AMBIGUOUS)) - set(_JOINED_FREELY)
_LINK = r"[\s(\"“‘'《【:/—-]{0,2}(?:之一|即|叫|名叫|姓名|是|系)?[\s:]?"
"""What may stand between a duty and the name."""
_SURNAME_IN_A_SENTENCE = (
    rf"{_LINK}(?P<surname>{_DOUBLE}|[{SURNAMES}{FREQUENT_RARE}{AMBIGUOUS}{EVERYDAY}])"
)
# Signs that stand for syllables of other languages, and names that Tibetans bear.
_SYLLABLES = (
    "阿卜布杜拉买提麦古丽娜尔艾山吐逊玉素甫热合曼木江明克里力尼亚孜孔依米扎西多吉才让旺旦增卓玛巴特图乌云其格斯琴"
    "哈萨吾肉塔依帕夏姑汗迪库班沙塞伊马穆罕默德赛福鼎铁再那孜别肯叶达吉苏莱曼比白克日莎努不都伊敏凯"
)
_FOREIGN = (
    rf"{_LINK}(?:[{_SYLLABLES}]{{2,8}}[·•][{_SYLLABLES}]{{2,8}}"
    rf"|(?:扎西|次仁|旦增|丹增|格桑|洛桑|索南|才让|平措|多吉|卓玛|央金|巴桑|尼玛|达瓦|边巴){HAN}{{2}})"
)
_NO_GIVEN = (
    "的了是在不没有未无已也都很就便却才又再还把被将对于向从到说称表示需应该须必可能会等及或与同和跟并且而但因若如虽"
    "某各每其此这那何几少担该本上下内外左右前后旁里时日月点分吨台个名位次处件项些着过给让使令叫请问答听看做出入收送取"
    "拿带运拉装卸停查检整改拒携当随即现场省市县区镇乡村街路局委办部厅厂司院校所站队组室员者们方面主任记长总副经理"
)
# Some of these are usual in the middle of a name: 有才, 长顺, 万里.
_GIVEN = (
    rf"(?:有(?=[才福德财田根林志生])|长(?=[顺富生河春江海山林贵福安青根明])|月(?=[红英娥华兰梅琴芳珍明仙])|(?![{_NO_GIVEN}]){HAN})"
    rf"(?:(?<=[万千百])里|(?<=[有宁广英俊秀])才|(?![{_NO_GIVEN}]){HAN})?"
)
_USUAL = f"[{''.join(sorted(GIVEN))}]"
_GAP = r"[\s.·•_*-]{1,4}"
_CUT_NAME = (
    rf"[{SURNAMES}{FREQUENT_RARE}{AMBIGUOUS}]"
    rf"(?:(?P<gap>{_GAP}){HAN}(?P=gap){HAN}(?!(?P=gap)?{HAN}(?P=gap))|{_GAP}{_USUAL}{{1,2}}(?!{HAN})"
    rf"|{_USUAL}{_GAP}{_USUAL}|{_GAP}{_USUAL}{{2}}(?=现|称|说|表|承|反|拒|签|在))"
)
"""A name with signs between its characters."""
_CUT_BEHIND_A_DUTY = f"{_LINK}{_CUT_NAME}"
_CUT_IN_FRONT = (
    rf"(?<!{HAN})(?P<name>[{SURNAMES}{FREQUENT_RARE}{AMBIGUOUS}](?:{_GAP}{HAN}){{1,2}}(?:{_GAP})?"
    rf"|[{SURNAMES}{FREQUENT_RARE}{AMBIGUOUS}]{_USUAL}{_GAP}{_USUAL}(?:{_GAP})?)$"
)
_SAYS = "(?=称|说|表示|拒|承认|介绍)"
_ACTS = "(?=称|表示|承认|陪同|到场|在场|不在场|签字|拒绝|拒不|反映|不清楚|不知|私自|擅自)"
_A_PLACE = (
    rf"{HAN}{{2,3}}(?:村(?![口里头东西南北])|镇(?!上)|乡(?!下)|街道|[市县](?!场)|区(?![别分]))"
)
_A_FIRM = (
    r"(?:(?![在的是到将向对与由被把承称说表示未不无拒要从为已提用让])"
    rf"{HAN}){{3,8}}(?:有限|股份|公司|集团|合作社)"
)

_BEHIND = (
    dict.fromkeys(_LABELS, (_BEHIND_A_COLON, _BEHIND_A_GAP))
    | dict.fromkeys(_SIGNED, (_BEHIND_A_COLON, _BEHIND_A_GAP, _AT_ONCE))
    | dict.fromkeys(DUTIES, (_BEHIND_A_COLON, _AT_ONCE, _BEHIND_A_COMMA))
)
_DUTIES_BEFORE = frozenset(DUTIES)
_OTHER = f"{_NO_NAME}|{_A_PLACE}|{_A_FIRM}"
_MARKS = sorted({*_BEHIND, *_BOSSES, *_ADDRESSES, *_HOUSES, "老"}, key=len, reverse=True)
MARK = lazy_pattern("|".join(_MARKS))
"""One of these is in every text with a name that is found."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text."""

    start: int
    end: int


def names(text: str) -> Iterator[Span]:
    """Yield where a text names a person, with the word that shows it; in time that is linear."""
    reached = 0
    marked = []
    for mark in MARK.finditer(text):
        found = _behind(mark) or _in_front(mark)
        if found and found.start >= reached:
            reached = found.end
            marked.append(found)
    yield from marked
    inside = {at for span in marked for at in range(span.start, span.end)}
    for start, end in (*names_in_clauses(text), *names_between_cues(text)):
        if inside.isdisjoint(range(start, end)):
            inside.update(range(start, end))
            yield Span(start, end)


def _behind(mark: re.Match[str]) -> Span | None:
    for pattern in _BEHIND.get(mark[0], ()):
        name = _compiled(pattern).match(mark.string, mark.end())
        if name and not _is_a_word(name, labelled=mark.string[mark.end()] == ":"):
            return Span(mark.start(), name.end())
    if mark[0] in _DUTIES_BEFORE:
        cut = _compiled(_CUT_BEHIND_A_DUTY).match(mark.string, mark.end())
        end = cut.end() if cut else _end_in_a_sentence(mark.string, mark.end())
        if end:
            return Span(mark.start(), end)
    old = _compiled(_OLD).match(mark.string, mark.start())
    return Span(*old.span()) if old else None


def _is_a_word(name: re.Match[str], *, labelled: bool) -> bool:
    """Return whether what looks like a name behind a duty is a word, or begins with one.

    Behind a colon stands the name itself: there only words that are no names count.
    """
    if _compiled(_NO_NAME).match(name.string, name.start("name")):
        return True
    surname, given = name["name"][:1], name["name"][1:]
    if labelled or not given or not begins_a_word(surname, given[0]):
        return False
    goes_on = len(given) < _TWO and _compiled(HAN).match(name.string, name.end("name"))
    return bool(goes_on) or not all(sign in GIVEN for sign in given)


def _end_in_a_sentence(text: str, at: int) -> int:
    """Return where a name ends that begins `at` a place, whatever follows it; 0 if none does."""
    foreign = _compiled(_FOREIGN).match(text, at)
    if foreign:
        return foreign.end()
    surname = _compiled(_SURNAME_IN_A_SENTENCE).match(text, at)
    if not surname or _compiled(_OTHER).match(text, surname.start("surname")):
        return 0
    given = _compiled(_GIVEN).match(text, surname.end())
    if not given or not _is_a_name(surname["surname"], given):
        return 0
    return given.end()


def _is_a_name(surname: str, given: re.Match[str]) -> bool:
    """Return whether signs behind a surname are usual in given names, and begin no word with it.

    The more words begin with a surname, the more signs have to be usual.
    """
    usual = sum(sign in GIVEN for sign in given[0])
    if len(surname) > 1:
        return usual > 0
    if begins_a_word(surname, given[0][0]):
        does = usual == len(given[0]) and _compiled(_ACTS).match(given.string, given.end())
        return (surname in _FREQUENT and usual == _TWO) or bool(surname not in EVERYDAY and does)
    if usual >= (1 if surname in _ONE_IS_ENOUGH else _TWO):
        return True
    return surname in AMBIGUOUS and bool(_compiled(_SAYS).match(given.string, given.end()))


def _in_front(mark: re.Match[str]) -> Span | None:
    first = max(0, mark.start() - _LONGEST)
    for marks, pattern, after in _IN_FRONT:
        if mark[0] in marks and _compiled(after).match(mark.string, mark.end()):
            name = _compiled(pattern).search(mark.string, first, mark.start())
            if name and not _is_a_word(name, labelled=mark[0] in _ADDRESSES):
                return Span(name.start(), mark.end())
    return None


_IN_FRONT = (
    (frozenset(DUTIES), _IN_FRONT_OF_A_DUTY, ""),
    (frozenset(_BOSSES), _IN_FRONT_OF_A_TITLE, "(?![室办会制])"),
    (frozenset(_BOSSES + _ADDRESSES), _CUT_IN_FRONT, ""),
    (frozenset(_HOUSES), _IN_FRONT_OF_A_HOUSE, ""),
    (frozenset(_ADDRESSES), _IN_FRONT_OF_AN_ADDRESS, "(?![牛面鱼鸡饺饭餐服店牌的])"),
)

_TITLES = (
    "市长|县长|区长|局长|主任|书记|秘书长|处长|科长|镇长|乡长|队长|所长|部长|厅长|司长|站长|院长|主席"
    "|巡视员|同志|组长|负责人|经理|厂长|总工程师"
)
_SURNAME = f"(?:(?:{_DOUBLE})|[{SURNAMES}{AMBIGUOUS}])"
_NAME = rf"(?!常务|{OTHER_WORDS}){_SURNAME}{HAN}{{1,2}}(?<![{_NO_NAME_ENDS_SO}])"
_NAMED_OFFICE = (
    rf"(?:{_TITLES})[\s:：（(]*{_NAME}(?:$|[\s，、）)])|(?<!{HAN}){_NAME}[\s（(]*(?=副?(?:{_TITLES}))"
    rf"|(?<=[府委局办厅部]){_NAME}[\s（(]*(?=副?(?:{_TITLES}))"
)


def named_office(text: str) -> bool:
    """Return whether a text has an office together with the name of its holder."""
    return _compiled(_NAMED_OFFICE).search(text) is not None


_POSTS = f"{_TITLES}|专员|领导|同志|值班员|联络员|调研员"
_OFFICES = "会议|部门|单位|机关|中心|公司|专班|指挥部|[部厅局委办室处科组队院所站司署会府]"
_IS_OFFICE = rf"(?:{_OFFICES}|{_POSTS})(?:集体)?$"
_SHORT_NAME = rf"(?!{OTHER_WORDS})[{SURNAMES}{AMBIGUOUS}]{HAN}{{1,2}}$"
_HOLDER = rf"(?:^|[{HAN[1:-1]}]*?[府委局办厅部处科司])[{SURNAMES}]副?(?:{_TITLES})"


def is_office(text: str) -> bool:
    """Return whether a text is an office or a post, and names nobody who holds it."""
    parts = _WORD.findall(text)
    is_one = bool(parts) and _compiled(_IS_OFFICE).search(parts[0]) is not None
    return is_one and not names_holder(text)


def names_holder(text: str) -> bool:
    """Return whether a text that should be an office is, or has, the name of a person."""
    return named_office(text) or any(
        _compiled(pattern).match(part)
        for part in _WORD.findall(text)
        for pattern in (_SHORT_NAME, _HOLDER)
    )


_WORD = re.compile(r"[^()（）\s]+")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled on first use: compiling takes as long as reading 100 records."""
    return re.compile(pattern)
