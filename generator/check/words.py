"""Whether records use the words of the vocabulary, and whether it agrees with itself."""

from collections.abc import Iterator

from generator.check.paths import PREFIX
from generator.check.rule import Checked, Hit, Rule
from generator.findings import Mark, nearest
from generator.model.kinds import VOCABULARY_PATH
from generator.model.raw import RawFile
from generator.model.walk import chosen_words, uses_only
from generator.vocabulary import TITLES


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


RULES = (
    Rule("W01", "no-vocabulary", "没有词表", no_vocabulary),
    Rule("W02", "unknown-word", "词不在词表里", unknown_word),
    Rule("W03", "unknown-category-group", "类别的大类不存在", unknown_category_group),
    Rule("W04", "duplicate-word", "词写了两次", duplicate_word),
)
