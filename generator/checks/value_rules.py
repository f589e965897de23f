"""Rules on words, dates and personal data, for records of any kind.

See decisions 0011 and 0035.
"""

from collections.abc import Callable, Iterator, Mapping

from generator.checks.common import backward
from generator.checks.paths import PREFIX
from generator.checks.rule import Checked, LifecycleProblem, Rule, RuleViolation
from generator.core.characters import tidy
from generator.core.dates import PartialDate
from generator.core.fields import Record
from generator.core.findings import Location, Severity, near_hint
from generator.core.model_walk import chosen_words, uses_only
from generator.core.raw import Path, RawRecord
from generator.core.vocabulary import ROLES, STEPS_OF, TITLES, WRITTEN, Role, Vocabulary, Word
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord
from generator.kinds.registry import VOCABULARY_PATH
from generator.kinds.round.model import Round
from generator.public.personal_data import Personal


def _file(checked: Checked) -> RawRecord | None:
    path = PREFIX + VOCABULARY_PATH
    return next((raw for raw in checked.raws if raw.path == path), None)


def no_vocabulary(checked: Checked) -> Iterator[RuleViolation]:
    """A register has its vocabulary."""
    if _file(checked) is None:
        yield RuleViolation(
            PREFIX + VOCABULARY_PATH,
            Location(),
            "没有词表文件",
            f"从别的台账复制一份 {VOCABULARY_PATH}，再按需要增补",
        )


def unknown_word(checked: Checked) -> Iterator[RuleViolation]:
    """Terms of the field are words of the vocabulary."""
    lists = {words: checked.register.vocabulary.words(words) for words in TITLES}
    for one in checked.register.filed:
        record = one.as_written  # what is taken from the library is judged there
        for chosen in () if uses_only(record, lists) else chosen_words(record):
            known = lists[chosen.words]
            if known and chosen.word not in known:
                title = TITLES[chosen.words]
                yield RuleViolation(
                    one.raw.path,
                    one.mark(*chosen.path),
                    f"{title} {chosen.word!r} 不在词表里",
                    _word_hint(chosen.word, checked.register.vocabulary, chosen.words),
                )


def _word_hint(word: str, vocabulary: Vocabulary, words: str) -> str:
    known = vocabulary.words(words)
    near = near_hint(word, known, vocabulary.called(words))
    if near:
        return near
    if len(known) <= 12:
        return f"可用的词：{'、'.join(known)}"
    return f"可用的词见 records/vocabulary.yml 的 {words}"


def unknown_category_group(checked: Checked) -> Iterator[RuleViolation]:
    """Every category of the vocabulary belongs to a group of the vocabulary."""
    raw, vocabulary = _file(checked), checked.register.vocabulary
    groups = vocabulary.words("groups")
    for position, entry in enumerate(vocabulary.categories):
        if raw and entry.group not in groups:
            near = near_hint(entry.group or "", groups, vocabulary.called("groups"))
            given = f"的大类 {entry.group!r} 不在 groups 里" if entry.group else "没有写大类"
            yield RuleViolation(
                raw.path,
                raw.value_mark(("categories", position, "group" if entry.group else "word")),
                f"问题类别“{entry.word}”{given}",
                near or f"group 写成 groups 里的一个词：{'、'.join(groups)}",
            )


def duplicate_word(checked: Checked) -> Iterator[RuleViolation]:
    """No word stands twice in a list."""
    raw = _file(checked)
    for words in TITLES if raw else ():
        seen: set[str] = set()
        for position, entry in enumerate(checked.register.vocabulary.entries(words)):
            if entry.word in seen and raw:
                yield RuleViolation(
                    raw.path,
                    raw.value_mark((words, position, "word")),
                    f"{TITLES[words]}里“{entry.word}”写了两次",
                    "删去一个；含义不同的换一个词",
                )
            seen.add(entry.word)


def other_writing(checked: Checked) -> Iterator[RuleViolation]:
    """Another name (`called`) leads to one word of its list, and is itself none."""
    raw = _file(checked)
    for words in TITLES if raw else ():
        entries = checked.register.vocabulary.entries(words)
        meant = {entry.word: entry.word for entry in entries}
        for position, entry in enumerate(entries):
            for at, other in enumerate(entry.called):
                problem = _other_writing_problem(other, entry.word, meant)
                meant.setdefault(other, entry.word)
                if raw and problem:
                    mark = raw.value_mark((words, position, "called", at))
                    message = f"{TITLES[words]}“{entry.word}”的又称 {other!r} {problem}"
                    yield RuleViolation(raw.path, mark, message, _ONE_MEANING)


_ONE_MEANING = "从 called 里删去；一个又称只属于一个词，前后没有空格，也不是单子里的词"


def _other_writing_problem(other: str, word: str, meant: Mapping[str, str]) -> str:
    """Return what is wrong with another name of a word; "" where it is right."""
    if not other or tidy(other) != other:
        return "是空的，或者有多余的空格、不通用的字符"
    if other not in meant:
        return ""
    if meant[other] == other:
        return "本身就是单子里的词"
    return "写了两次" if meant[other] == word else f"也是“{meant[other]}”的又称"


def role_of_word(checked: Checked) -> Iterator[RuleViolation]:
    """Roles and steps of words are those of their lists; what a command writes is one word."""
    raw = _file(checked)
    for words in TITLES if raw else ():
        for problem in _vocabulary_role_problems(checked.register.vocabulary, words):
            if raw:
                yield RuleViolation(
                    raw.path, raw.value_mark(problem.path), problem.message, problem.hint
                )


def _vocabulary_role_problems(vocabulary: Vocabulary, words: str) -> Iterator[LifecycleProblem]:
    for position, entry in enumerate(vocabulary.entries(words)):
        place: Path = (words, position)
        yield from _strange_roles(place, words, entry)
        yield from _strange_steps(place, words, entry, vocabulary)
    if words in WRITTEN:
        yield from _unwritable(vocabulary, words, WRITTEN[words])


def _strange_roles(place: Path, words: str, entry: Word) -> Iterator[LifecycleProblem]:
    usual = ROLES.get(words, ())
    for at, role in enumerate(entry.roles):
        if role not in usual:
            hint = f"{words} 可用的作用：{'、'.join(usual)}" if usual else "删去 roles"
            message = f"{TITLES[words]}“{entry.word}”不能有 {role} 这个作用"
            yield LifecycleProblem((*place, "roles", at), message, hint)


def _strange_steps(
    place: Path, words: str, entry: Word, vocabulary: Vocabulary
) -> Iterator[LifecycleProblem]:
    if entry.steps and words not in STEPS_OF:
        message = f"{TITLES[words]}“{entry.word}”写了可有步骤"
        having = "和".join(f"{TITLES[one]}（{one}）" for one in STEPS_OF)
        yield LifecycleProblem((*place, "word"), message, f"只有{having}写 steps，这里删去")
        return
    known = vocabulary.words(STEPS_OF[words]) if entry.steps else []
    for at, step in enumerate(entry.steps):
        if step not in known:
            message = f"{TITLES[words]}“{entry.word}”的步骤 {step!r} 不在 {STEPS_OF[words]} 里"
            yield LifecycleProblem(
                (*place, "steps", at), message, f"可用的步骤：{'、'.join(known)}"
            )


def _unwritable(vocabulary: Vocabulary, words: str, role: Role) -> Iterator[LifecycleProblem]:
    """Where the word that commands write is missing, or is two."""
    entries = vocabulary.entries(words)
    having = [at for at, one in enumerate(entries) if role in one.roles and not one.retired]
    if entries and not having:
        hint = f"给表示这个意思的词加上作用（roles）{role}，命令据此写记录"
        yield LifecycleProblem((words,), f"{TITLES[words]}里没有一个在用的词的作用是 {role}", hint)
    for at in having[1:]:
        first, other = entries[having[0]].word, entries[at].word
        message = f"{TITLES[words]}“{first}”和“{other}”的作用都是 {role}"
        hint = "命令只能写其中一个：只给一个词这个作用，另一个停用或者删去作用"
        yield LifecycleProblem((words, at, "word"), message, hint)


MOST = 10_000_000
"""The largest quantity; no campaign counts ten million of anything at one place."""


def quantity_of_unit(checked: Checked) -> Iterator[RuleViolation]:
    """A quantity is more than nothing, not beyond reason, and whole where its unit counts."""
    vocabulary = checked.register.vocabulary
    for one in checked.register.of(Issue):
        quantity = one.record.quantity
        if quantity is None:
            continue
        value, unit = quantity.value, quantity.unit
        if value <= 0:
            hint = "写一个大于 0 的数；没有数量的删去 quantity 一行"
        elif value > MOST:
            hint = f"最大 {MOST}；查对原文，确实有的换一个大的单位"
        elif value % 1 and vocabulary.has_role(unit, Role.WHOLE, words="units"):
            hint = f"按“{unit}”计的写整数；不是按个数计的，换一个单位"
        else:
            continue
        mark = one.mark("quantity", "value")
        yield RuleViolation(one.raw.path, mark, f"数量 {value:f} {unit} 不合常理", hint)


def date_before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Nothing was found before its programme began, unless the first event says why."""
    for one in _found_before(checked):
        if not one.record.events[0].note:
            yield _before_programme(
                checked,
                one,
                "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period；"
                "确实是以前发现的，在第一步的 note 里写明为什么算在这个行动里",
            )


def found_before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """What was found before its programme began, with the reason given."""
    for one in _found_before(checked):
        if one.record.events[0].note:
            hint = "看第一步的 note 写的理由能不能成立；不成立的改日期或者编号"
            yield _before_programme(checked, one, hint)


def _found_before(checked: Checked) -> Iterator[FiledRecord[Issue]]:
    for one in checked.register.of(Issue):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme and programme.period.start.is_after(one.record.found_on):
            yield one


def _before_programme(checked: Checked, one: FiledRecord[Issue], hint: str) -> RuleViolation:
    programme = checked.register.programmes[one.record.programme_id]
    message = (
        f"发现日期 {one.record.found_on} 早于 {programme.id} 开始的日期 {programme.period.start}"
    )
    return RuleViolation(one.raw.path, one.mark("events", 0, "date"), message, hint)


def events_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Events stand in the order in which they happened."""
    return backward(checked.register.of(Issue))


def due_before_event(checked: Checked) -> Iterator[RuleViolation]:
    """A deadline is not over before it is set."""
    for one in checked.register.of(Issue):
        for position, event in enumerate(one.record.events):
            deadlines = (("plan_due", "方案期限", event.plan_due), ("due", "整改期限", event.due))
            for field, title, day in deadlines:
                if day and day.latest < event.date.earliest:
                    yield RuleViolation(
                        one.raw.path,
                        one.mark("events", position, field),
                        f"{title} {day} 早于提出期限的日期 {event.date}",
                        "查对两处的年份和月份",
                    )


def period_reversed(checked: Checked) -> Iterator[RuleViolation]:
    """No period ends before it starts."""
    for one, place, start, end in _periods(checked):
        if start.is_after(end):
            message = f"止日 {end} 早于起日 {start}"
            yield RuleViolation(one.raw.path, one.mark(*place), message, "查对起止两个日期")


def _periods(
    checked: Checked,
) -> Iterator[tuple[FiledRecord[Record], Path, PartialDate, PartialDate]]:
    """Each period with its record and the place of its end."""
    for programme in checked.register.of(Programme):
        period = programme.record.period
        if period.end:
            yield programme, ("period", "end"), period.start, period.end
    for one in checked.register.of(Round):
        days = [
            PartialDate(day.year, day.month, day.day) for day in (one.record.start, one.record.end)
        ]
        yield one, ("end",), days[0], days[1]
    for bulletin in checked.register.of(Bulletin):
        for position, row in enumerate(bulletin.record.rows):
            yield bulletin, ("rows", position, "end"), row.start, row.end


Hits = Callable[[Checked], Iterator[RuleViolation]]


def personal_data(kind: Personal, message: str, hint: str) -> Hits:
    """The rule function that words every text which holds one sort of personal data."""

    def hits(checked: Checked) -> Iterator[RuleViolation]:
        for raw, path, found in checked.personal:
            if found is kind:
                yield RuleViolation(raw.path, raw.value_mark(path), message, hint)

    return hits


identity_number = personal_data(
    Personal.IDENTITY, "这里有身份证号", "删去号码；记录只写单位和地点，不写个人信息"
)
mobile_number = personal_data(
    Personal.MOBILE, "这里有手机号码", "删去号码；记录只写单位和地点，不写个人信息"
)
landline_number = personal_data(
    Personal.LANDLINE,
    "这里有固定电话号码",
    "删去号码；单位公布的电话写在 statement（公开说明）或者行动的 publication 里",
)
bank_card = personal_data(
    Personal.CARD, "这里有银行卡号", "删去号码；是别的编号的，在前面紧接着写上字母，例如 NO"
)
mail_address = personal_data(
    Personal.MAIL, "这里有电子邮箱", "删去邮箱；接收纠错的单位信箱写在行动的 publication 里"
)
number_plate = personal_data(Personal.PLATE, "这里有车牌号", "删去号码，写成“一辆重型货车”这样")
home_address = personal_data(
    Personal.HOME, "这里像是个人住址", "只写到村、社区或者小区，不写到楼栋、单元和门牌"
)
person_name = personal_data(
    Personal.NAME,
    "这里像是写了个人姓名",
    "只写职务，例如“企业负责人”；姓氏加“某”也不写",
)
account = personal_data(
    Personal.ACCOUNT, "这里有个人的微信、QQ 等账号", "删去账号；记录只写单位和地点，不写个人信息"
)
other_document = personal_data(
    Personal.DOCUMENT,
    "这里有护照、通行证等证件的号码",
    "删去号码；记录只写单位和地点，不写个人信息",
)


RULES = (
    Rule("D01", "date-before-programme", "发现早于行动开始", date_before_programme),
    Rule("D02", "events-backward", "经过的日期倒退", events_backward),
    Rule("D03", "due-before-event", "期限早于提出之日", due_before_event),
    Rule("D04", "period-reversed", "止日早于起日", period_reversed),
    Rule(
        "D15",
        "found-before-programme",
        "行动开始以前发现的",
        found_before_programme,
        Severity.WARNING,
    ),
    Rule("P01", "identity-number", "身份证号", identity_number),
    Rule("P02", "mobile-number", "手机号码", mobile_number),
    Rule("P03", "landline-number", "固定电话", landline_number),
    Rule("P04", "bank-card", "银行卡号", bank_card),
    Rule("P05", "mail-address", "电子邮箱", mail_address),
    Rule("P06", "number-plate", "车牌号", number_plate),
    Rule("P07", "home-address", "家庭住址", home_address),
    Rule("P08", "person-name", "个人姓名", person_name),
    Rule("P09", "personal-account", "社交账号", account),
    Rule("P10", "other-document", "其他证件号", other_document),
    Rule("W01", "no-vocabulary", "没有词表", no_vocabulary),
    Rule("W02", "unknown-word", "词不在词表里", unknown_word),
    Rule("W03", "unknown-category-group", "类别的大类不存在", unknown_category_group),
    Rule("W04", "duplicate-word", "词写了两次", duplicate_word),
    Rule("W05", "role-of-word", "词的作用有误", role_of_word),
    Rule("W06", "quantity-of-unit", "数量不合常理", quantity_of_unit),
    Rule("W07", "other-writing", "又称有歧义", other_writing),
)
