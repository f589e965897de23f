"""Names of persons between two cues: who is told, asked or set to a task, and what is done by whom.

A weaker sign of a name is enough here than in `clause_names`, because words on both sides speak for
a person. See decision 0075. Texts are folded before they are searched; see `personal_data`.
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
_CLEAR = SURNAMES + FREQUENT_RARE
_ANY = _CLEAR + AMBIGUOUS

_NO_GIVEN = (
    "的了是在不没有未无已也都就又再还把被将对于向从到说称应该须必会等及或与同和跟并且而但因若如某各每其此这那几"
    "上下内外左右前后旁里时日月年点分吨台个名位次处件项些着过让使叫问看做出入收送取带拿运停查检整改拒携当随现场"
    "省市县区镇乡村街路局委办部厅厂司院校所站队组室屯庄者们方面主任记总副经理户道线炉窑站矿岭沟籍营口铺"
)
_GIVEN = f"(?:(?![{_NO_GIVEN}]){_HAN}){{1,2}}"

_TOLD = (
    "(?<=[由向与对让请派系].)|(?<=[只还]有.)|(?<=给了.)|(?<=问到.)|(?<=[交送]到.)|(?<=安排.)|(?<=指派.)|(?<=委派.)|(?<=委托.)|(?<=抽调.)|(?<=[本邻同]村.)"
    "|(?<=外地人.)|(?<=本地人.)|(?<=外来户.)|(?<=家属.)|(?<=代表.)|(?<=领导.)|(?<=群众.)|(?<=[人员工长户师任记板理主].)"
)
"""What stands before a person; the sign that was read last is the surname."""

_BY_WHOM = (
    "负责|牵头|主持|所[设开办建有]|个人|个体|看[管守护]|承[包租担办接]|租[用赁]|使用|经营|控制|管理|操作|驾驶|保管|监督"
    "|督[促办查导]|落实|跟踪|复[查核]|审核|编制|录入|填[写报]|提供|担任|完成|组织|带[队领]|现场|盯守|值[班守]|私自|擅自|自行|代[管办售]|[领看管]着|手[里上中]|家[里中]"
)
_TO_WHOM = (
    "作出|处以|给予|提起|立案|送达|下达|宣读|实施|进行|诫勉|约谈|询问|罚款|签[订收了下]|达成|联系|协商|核[实对]|了解|出示|调查"
    "|发放|取证|拘留|批评|警告"
)
_DOES = (
    "不[会能愿肯同]|无法|未|没|擅|驻|连夜|及时|[两二三多]次|承[认诺]|当[场天]|在[笔现田]|向[检我执]|不[服知听]|逃离|拒|签[字收了]|到[场案]|介绍|表示|反映|称|说|提[出供]"
    "|[一二两三]人|夫[妇妻]|兄弟|父子|[一二两三]户|时，[他她]"
)
_PLACE_OR_FIRM = "[镇村乡县市区街路厂公集矿站局园场]|有限|股份"
_NO_PERSON = (
    "[某日时月年处地市县区村镇厂公企单项种个些段路小工户家号站局街乡园天次轮件份批类型集商建]"
)
"""What 某 stands for behind a sign that is no surname: 高某日."""
_A_FIRM = f"(?:(?![在现当到于将把]){_HAN}){{0,3}}(?:[厂场店坊馆行]|公司|企业)"
_USUAL = f"[{''.join(sorted(GIVEN))}]"
_NEXT = f"[、和][{_ANY}]{_GIVEN}(?:[二两三]人|共同|等)"
_EVERYDAY = EVERYDAY.replace("老", "")
NAME_BETWEEN_CUES = lazy_pattern(
    f"[{_ANY}{_EVERYDAY}](?:(?:{_TOLD})(?P<given>{_GIVEN})(?={_BY_WHOM}|{_TO_WHOM}|{_DOES}|{_NEXT})"
    f"|(?<=[人员者长任工师].)(?P<ended>{_USUAL}{{2}})(?!{_HAN})"
    f"|(?<=[局办所站委府科队处].)(?P<sent>{_USUAL}{{2}})(?={_BY_WHOM})"
    f"|(?<=[人员者长任师主商导家由系为].)(?P<placed>{_USUAL}{{2}})(?!{_PLACE_OR_FIRM})"
    "|(?P<numbered>老[大二三四五六七八九幺]))"
    f"|[{_ANY}{_EVERYDAY}](?P<hidden>某{{1,2}})(?!{_NO_PERSON}|{_HAN}{{1,2}}[镇村乡街]|{_A_FIRM})"
    f"|(?<=[老小])[{SURNAMES}](?P<called>(?=[说称讲让不拒带已把负现写签]|表示|告诉|介绍|反映|承认|回[复答])"
    f"|(?<=[长人员板师工卫主]..)(?![镇村庄家营厂区县路街寨]))"
)
"""A surname with a cue before it and one behind; 李某; what is done by 老李 or 小王."""

_JUDGED = lazy_pattern("作出|处以|给予|提起|立案|诫勉|拘留|送达|宣读|约[谈请]|询问")
"""What is done to persons and firms alone."""

_OTHER = lazy_pattern(OTHER_WORDS)
_HIDES_A_WORD = frozenset("于任方何安万常时金石江白田单")
"""Surnames before 某 that mostly end a word: 对于某, 任何某."""
_POST = "长人员板师工卫主者由让是找问对"
_QUOTES = tuple("“”‘’「」\"'")
_A_SIGN = lazy_pattern(_HAN)
_FULL = 2


def names_between_cues(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text names a person between two cues, in time that is linear."""
    for match in NAME_BETWEEN_CUES.finditer(text):
        if _is_a_person(match):
            yield match.span()


def _is_a_person(match: re.Match[str]) -> bool:
    """Return whether the signs of a match make a name, and no word, place or firm."""
    surname, before = match[0][0], match.string[max(0, match.start() - 1) : match.start()]
    if match["hidden"]:
        if before in _QUOTES and match.string[match.end() : match.end() + 1] in _QUOTES:
            return False  # told as a word
        ends_a_word = surname in _EVERYDAY or surname in _HIDES_A_WORD
        is_said_of = before in _POST and surname in _EVERYDAY
        return not (ends_a_word and _A_SIGN.match(before)) or is_said_of
    if match["called"] is not None:
        earlier = match.string[max(0, match.start() - 2) : match.start() - 1]
        return not _A_SIGN.match(earlier) or earlier in _POST
    return bool(match["numbered"]) or _is_a_name(match)


def _is_a_name(match: re.Match[str]) -> bool:
    """Return whether what stands behind a surname is usual in given names, and makes no word.

    The more words begin with a surname, the more signs have to be usual.
    """
    name, surname = match[0], match[0][0]
    given = match["given"] or match["ended"] or match["sent"] or match["placed"]
    if _OTHER.match(name) or name.startswith("何一") or not PLACES.isdisjoint((name, name[:2])):
        return False
    usual = sum(sign in GIVEN for sign in given)
    is_whole = usual == len(given) == _FULL
    if begins_a_word(surname, given[0]):
        return surname in _CLEAR and is_whole and match["given"] is not None
    if surname in _CLEAR:
        return usual > 0
    if is_whole or surname in EVERYDAY:
        return is_whole and not (match["placed"] and surname in _EVERYDAY)
    is_judged = bool(_JUDGED.match(match.string, match.end()))
    return surname in AMBIGUOUS and usual > 0 and (usual == len(given) or is_judged)
