"""The quick way of reading and the careful one come to the same, whatever is typed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.fields import Bare
from generator.load.quick_reader import plain_content, quick_content
from generator.load.yaml_reader import DEPTH_LIMIT, read_carefully, read_text
from tests.load.test_load_properties import RECORDS, Edit, edits, texts
from tests.registers import REPOSITORY, SAMPLE

quick = settings(max_examples=300, deadline=None)


def assert_same(text: str) -> None:
    swift, careful = read_text("x.yml", text), read_carefully("x.yml", text)
    assert spelt_out(swift.content) == spelt_out(careful.content)
    assert swift.faults == careful.faults
    assert dict(swift.keys) == dict(careful.keys)
    assert dict(swift.values) == dict(careful.values)


def spelt_out(value: object) -> object:
    """The content with the sort of each text, in order."""
    if isinstance(value, dict):
        return [(key, spelt_out(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [spelt_out(inner) for inner in value]
    return (isinstance(value, Bare), value)


@quick
@given(text=texts)
def test_any_text(text: str) -> None:
    assert_same(text)


@quick
@given(value=texts, key=st.sampled_from(["a", "on", "<<", "是"]), dash=st.booleans())
def test_any_value(value: str, key: str, *, dash: bool) -> None:
    assert_same(f"{'- ' if dash else ''}{key}: {value}\nz: 1\n")


@quick
@given(record=st.sampled_from(RECORDS), slips=st.lists(edits(), min_size=1, max_size=3))
def test_any_mistake_in_a_record(record: Path, slips: list[Edit]) -> None:
    text = record.read_text(encoding="utf-8")
    for slip in slips:
        text = slip(text)
    assert_same(text)


VALUES = (
    *(
        "",
        " ",
        " 示例",
        " 示例 ",
        " 2019-05-08",
        " 2",
        " 007",
        " 1:30",
        ' "610100"',
        " '示例'",
        " 'it''s'",
    ),
    *(
        ' "a\\n"',
        ' ""',
        " {value: 2, unit: 台}",
        " {value: 2}",
        " {a: 1, a: 2}",
        " {on: 1}",
        " {}",
        " []",
    ),
    *(
        " a: b",
        " a #b",
        " a#b",
        " a:",
        " a:b",
        " #a",
        "  a",
        " yes",
        " ~",
        " null",
        " -",
        " - a",
        " -1",
    ),
    *(
        " &a",
        " *a",
        " !a b",
        " | ",
        " >",
        " %a",
        " @a",
        " `a`",
        " “a”",
        " a\tb",
        " {a: 1, b: }",
        ' "a" b',
    ),
    *(
        " {value: 2, unit: 台} ",
        " {value: [1], unit: 台}",
        " {a: b c}",
        " a,b",
        " [a]",
        " a]",
        " ?a",
        "x",
    ),
)


KEYS = ("a", "on", "y", "<<", "是", "A", "a b", '"a"', "? a", "- a", "-  a", " a", "a1", "a_b", "")
PLACES = (
    "{key}:{value}",
    "x: v\n{key}:{value}\nz: v",
    "x:\n  {key}:{value}\nz: v",
    "x:\n- {key}:{value}\n  z: v\n- z: v\nw: v",
    "x:\n- z: v\n  {key}:{value}",
    "x:\n- z:\n    w: v\n  {key}:{value}",
    "{key}:{value}\n  z: v",
    "{key}:{value}\n- z: v",
    "{key}:{value}\n   z: v",
    "x: v\n- {key}:{value}",
    "x:\n  - {key}:{value}",
    "x: v\n    {key}:{value}",
    "a: v\n{key}:{value}",
    "x:\n- z: v\n- {key}:{value}\n- w: v\n{key}: v",
)
ENDS = ("\n", "", "\n\n", "\n# a\n", "\n---\n", " \n", "\n...\n", " # a\n")


def assert_plain_is_sure(text: str) -> bool:
    """Whether the plain way takes it; then it says what the careful one says."""
    plain = plain_content(text)
    if plain is None:
        return False
    careful = read_carefully("x.yml", text)
    assert (spelt_out(plain), ()) == (spelt_out(careful.content), careful.faults), text
    return True


def test_plain_way_takes_only_what_it_is_sure_of() -> None:
    texts = {place.format(key="a", value=one) + "\n" for place in PLACES for one in VALUES}
    texts |= {place.format(key=one, value=" v") + "\n" for place in PLACES for one in KEYS}
    texts |= {place.format(key="a", value=" v") + end for place in PLACES for end in ENDS}
    texts |= {f"a:{one}{end}" for one in VALUES for end in ENDS}
    taken = sum(map(assert_plain_is_sure, texts))
    assert taken > 90


@quick
@given(
    lines=st.lists(
        st.tuples(
            st.sampled_from(["", "", "  ", "    ", "- ", "- ", "  - "]),
            st.sampled_from(["a", "b", "c", "d", "e", "on"]),
            st.sampled_from([" v", "", "", *VALUES]),
        ),
        min_size=1,
        max_size=8,
    ),
    end=st.sampled_from(ENDS[:2]),
)
def test_any_lines(lines: list[tuple[str, str, str]], end: str) -> None:
    text = "\n".join(f"{lead}{key}:{value}" for lead, key, value in lines) + end
    assert_same(text)
    assert_plain_is_sure(text)


def test_nearly_all_issues_take_the_fast_reader() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for register in (REPOSITORY, SAMPLE)
        for path in (register / "records" / "issues").rglob("*.yml")
    ]
    plain = [plain_content(text) for text in texts]
    assert plain.count(None) < len(texts) / 20
    for text, content in zip(texts, plain, strict=True):
        careful = read_carefully("x.yml", text)
        assert content is None or spelt_out(content) == spelt_out(careful.content)


@pytest.mark.parametrize("register", [REPOSITORY, SAMPLE], ids=lambda path: path.name)
def test_records_go_the_quick_way(register: Path) -> None:
    careful = 0
    paths = list((register / "records").rglob("*.yml"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert_same(text)
        careful += quick_content(text, DEPTH_LIMIT) is None
    assert careful < len(paths) / 3


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{" * 100_000,
        "- " * 100_000 + "a",
        "? " * 100_000 + "a",
        "a:\n" + "\n".join(" " * depth + "-" for depth in range(1, 1200)),
        "a: " + "[" * 60 + "]" * 60,
    ],
    ids=["brackets", "braces", "dashes", "questions", "indents", "closed"],
)
def test_nesting_without_end_is_a_fault_and_not_the_end(text: str) -> None:
    assert read_text("x.yml", text).faults


def test_deepest_record_is_read_alike() -> None:
    for depth in range(DEPTH_LIMIT - 2, DEPTH_LIMIT + 3):
        lines = [" " * level + f"k{level}:" for level in range(depth)]
        assert_same("\n".join(lines) + " v\n")
        assert_same("a: " + "[" * depth + "v" + "]" * depth)
