"""Whether records use the words of the vocabulary, and whether it agrees with itself."""

from collections.abc import Iterator, Sequence

from generator.check.rule import Checked, Hit, Rule
from generator.checks.paths import PREFIX
from generator.checks.rule import Slip
from generator.core.findings import Mark, nearest
from generator.core.model_walk import chosen_words, uses_only
from generator.core.raw import Path, RawFile
from generator.core.vocabulary import ROLES, TITLES, WRITTEN, Entry, Role, Vocabulary
from generator.kinds.registry import VOCABULARY_PATH


def _file(checked: Checked) -> RawFile | None:
    path = PREFIX + VOCABULARY_PATH
    return next((raw for raw in checked.raws if raw.path == path), None)


def no_vocabulary(checked: Checked) -> Iterator[Hit]:
    """A register has its vocabulary."""
    if _file(checked) is None:
        yield Hit(
            PREFIX + VOCABULARY_PATH,
            Mark(),
            "没有词表文件",
            f"从别的台账复制一份 {VOCABULARY_PATH}，再按需要增补",
        )


def unknown_word(checked: Checked) -> Iterator[Hit]:
    """Terms of the field are words of the vocabulary."""
    lists = {words: checked.register.vocabulary.words(words) for words in TITLES}
    for one in checked.register.filed:
        for chosen in () if uses_only(one.record, lists) else chosen_words(one.record):
            known = lists[chosen.words]
            if known and chosen.word not in known:
                title = TITLES[chosen.words]
                yield Hit(
                    one.raw.path,
                    one.mark(*chosen.path),
                    f"{title} {chosen.word!r} 不在词表里",
                    _nearest_word(chosen.word, known, chosen.words),
                )


def _nearest_word(word: str, known: list[str], words: str) -> str:
    near = nearest(word, known)
    if near:
        return f"是不是“{near}”？"
    if len(known) <= 12:
        return f"可用的词：{'、'.join(known)}"
    return f"可用的词见 records/vocabulary.yml 的 {words}"


def unknown_category_group(checked: Checked) -> Iterator[Hit]:
    """Every category of the vocabulary belongs to a group of the vocabulary."""
    raw = _file(checked)
    groups = checked.register.vocabulary.words("groups")
    for position, entry in enumerate(checked.register.vocabulary.categories):
        if raw and entry.group not in groups:
            near = nearest(entry.group or "", groups)
            given = f"的大类 {entry.group!r} 不在 groups 里" if entry.group else "没有写大类"
            yield Hit(
                raw.path,
                raw.value_mark(("categories", position, "group" if entry.group else "word")),
                f"问题类别“{entry.word}”{given}",
                f"是不是“{near}”？"
                if near
                else f"group 写成 groups 里的一个词：{'、'.join(groups)}",
            )


def duplicate_word(checked: Checked) -> Iterator[Hit]:
    """No word stands twice in a list."""
    raw = _file(checked)
    for words in TITLES if raw else ():
        seen: set[str] = set()
        for position, entry in enumerate(checked.register.vocabulary.entries(words)):
            if entry.word in seen and raw:
                yield Hit(
                    raw.path,
                    raw.value_mark((words, position, "word")),
                    f"{TITLES[words]}里“{entry.word}”写了两次",
                    "删去一个；含义不同的换一个词",
                )
            seen.add(entry.word)


def role_of_word(checked: Checked) -> Iterator[Hit]:
    """Roles and steps of words are those of their lists; what a command writes is one word."""
    raw = _file(checked)
    for words in TITLES if raw else ():
        for slip in _role_slips(checked.register.vocabulary, words):
            if raw:
                yield Hit(raw.path, raw.value_mark(slip.path), slip.message, slip.hint)


def _role_slips(vocabulary: Vocabulary, words: str) -> Iterator[Slip]:
    for position, entry in enumerate(vocabulary.entries(words)):
        place: Path = (words, position)
        yield from _strange_roles(place, words, entry)
        yield from _strange_steps(place, words, entry, vocabulary.words("assistance_steps"))
    if words in WRITTEN:
        yield from _unwritable(vocabulary, words, WRITTEN[words])


def _strange_roles(place: Path, words: str, entry: Entry) -> Iterator[Slip]:
    usual = ROLES.get(words, ())
    for at, role in enumerate(entry.roles):
        if role not in usual:
            hint = f"{words} 可用的作用：{'、'.join(usual)}" if usual else "删去 roles"
            message = f"{TITLES[words]}“{entry.word}”不能有 {role} 这个作用"
            yield Slip((*place, "roles", at), message, hint)


def _strange_steps(place: Path, words: str, entry: Entry, known: Sequence[str]) -> Iterator[Slip]:
    if entry.steps and words != "assistances":
        message = f"{TITLES[words]}“{entry.word}”写了可有步骤"
        yield Slip((*place, "word"), message, "只有帮扶形式（assistances）写 steps，这里删去")
        return
    for at, step in enumerate(entry.steps):
        if step not in known:
            message = f"{TITLES[words]}“{entry.word}”的步骤 {step!r} 不在 assistance_steps 里"
            yield Slip((*place, "steps", at), message, f"可用的步骤：{'、'.join(known)}")


def _unwritable(vocabulary: Vocabulary, words: str, role: Role) -> Iterator[Slip]:
    """Where the word that commands write is missing, or is two."""
    entries = vocabulary.entries(words)
    having = [at for at, one in enumerate(entries) if role in one.roles and not one.retired]
    if entries and not having:
        hint = f"给表示这个意思的词加上作用（roles）{role}，命令据此写记录"
        yield Slip((words,), f"{TITLES[words]}里没有一个在用的词的作用是 {role}", hint)
    for at in having[1:]:
        first, other = entries[having[0]].word, entries[at].word
        message = f"{TITLES[words]}“{first}”和“{other}”的作用都是 {role}"
        hint = "命令只能写其中一个：只给一个词这个作用，另一个停用或者删去作用"
        yield Slip((words, at, "word"), message, hint)


RULES = (
    Rule("W01", "no-vocabulary", "没有词表", no_vocabulary),
    Rule("W02", "unknown-word", "词不在词表里", unknown_word),
    Rule("W03", "unknown-category-group", "类别的大类不存在", unknown_category_group),
    Rule("W04", "duplicate-word", "词写了两次", duplicate_word),
    Rule("W05", "role-of-word", "词的作用有误", role_of_word),
)
