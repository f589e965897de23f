"""Words that are meant for others: by their other names, else nearly the same letters."""

import pytest

from generator.core.findings import near_hint
from generator.core.vocabulary import TITLES
from generator.site.build import read_register
from tests.registers import REPOSITORY

VOCABULARY = read_register(REPOSITORY).register.vocabulary

MEANT = [
    ("steps", "已整改", "整改完成"),
    ("steps", "整改完毕", "整改完成"),
    ("steps", "核实", "核查"),
    ("steps", "现场核查", "核查"),
    ("steps", "处罚", "行政处罚"),
    ("steps", "依法查处", "查处"),
    ("steps", "申请延期", "延期申请"),
    ("steps", "整改方按", "整改方案"),
    ("results", "整改不到位", "不到位"),
    ("results", "整改到位", "到位"),
    ("categories", "VOCs无组织排放", "VOCs治理"),
    ("categories", "没有安装治污设施", "未安装治污设施"),
    ("categories", "工地扬尘", "建筑工地扬尘"),
    ("triggers", "举报", "信访核实"),
    ("triggers", "清单内核实", "清单内核查"),
    ("site_kinds", "施工工地", "工地"),
]


@pytest.mark.parametrize(("words", "typed", "meant"), MEANT)
def test_word_is_known_by_its_meaning(words: str, typed: str, meant: str) -> None:
    known = VOCABULARY.words(words)
    assert near_hint(typed, known, VOCABULARY.called(words)) == f"是不是“{meant}”？"


FAR = [
    ("查处", ["核查", "查封"]),
    ("整改中", ["整改方案"]),
    ("未到位", ["到位"]),
    ("合格", ["不合格"]),
    ("未整改完成", ["整改完成"]),
    ("治污设施正常运行", ["治污设施不正常运行"]),
    ("清单外核查", ["清单内核查"]),
    ("不高于", ["不低于"]),
    ("PM10同比", ["PM2.5同比"]),
    ("定点帮扶2018", ["定点帮扶2019"]),
    ("示例东县", ["示例西县"]),
    ("刑事处罚", ["行政处罚"]),
    ("处理", ["处"]),
    ("", ["处"]),
]


@pytest.mark.parametrize(("typed", "known"), FAR, ids=[typed for typed, _ in FAR])
def test_word_near_in_letters_only_is_not_guessed(typed: str, known: list[str]) -> None:
    assert near_hint(typed, known) == ""


def test_word_that_several_words_hold_leaves_the_choice() -> None:
    known = ["整改方案", "整改完成", "核查"]
    assert near_hint("整改", known) == "相近的有：整改方案、整改完成；按意思选一个"
    assert near_hint("整改", known, {"整改": "没有这个词"}) == near_hint("整改", known)


def test_ambiguous_name_names_all_words_that_it_may_mean() -> None:
    hint = near_hint("整改", VOCABULARY.words("steps"), VOCABULARY.called("steps"))
    assert hint.startswith("相近的有：")
    assert {"整改方案", "整改完成"} <= set(hint[5:].partition("；")[0].split("、"))


AMBIGUOUS = ["查处", "整改", "方案", "停产", "发现", "复查", "罚款", "VOCs", "数据造假"]


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_ambiguous_name_is_taken_for_no_word(name: str) -> None:
    assert all(VOCABULARY.meant(words, name) in (None, name) for words in TITLES)


def test_each_other_name_is_taken_for_its_only_word() -> None:
    named = [
        (words, other, entry.word)
        for words in TITLES
        for entry in VOCABULARY.entries(words)
        for other in entry.called
    ]
    assert len(named) > 50
    assert [one for one in named if VOCABULARY.meant(*one[:2]) != one[2]] == []
