"""`lantian fmt`: one form for each record, and nothing of what a person wrote is lost."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from unicodedata import combining

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.engine import judge
from generator.cli.fmt import Formatted, LeftAlone, formatted
from generator.core.characters import odd_signs, tidy
from generator.core.fields import Bare
from generator.core.vocabulary import TITLES, Vocabulary
from generator.core.yaml_writer import composed, items_text, record_text
from generator.kinds.issue.model import Event
from generator.kinds.registry import KINDS
from generator.load.comments import comments_of
from generator.load.files import raw_file, read_files
from generator.load.yaml_reader import read_text
from tests.making import (
    SOURCE,
    make_bulletin,
    make_city,
    make_issue,
    make_programme,
    make_vocabulary,
)
from tests.registers import REPOSITORY, SAMPLE, copied
from tests.running import Outcome, lantian

ISSUE = "records/issues/LT19/610500/R00/LT19-610500-R00-G-001.yml"
PLAIN = record_text(make_issue())


def form_of(text: str | bytes, name: str = ISSUE) -> Formatted | LeftAlone:
    return formatted(name, text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("register", [REPOSITORY, SAMPLE], ids=["records", "sample"])
def test_what_is_committed_is_in_canonical_form(register: Path) -> None:
    said = lantian("fmt", "--check", "--root", register)
    files = len(read_files(register))
    assert said == Outcome(0, f"共 {files} 个文件，要改 0 个。\n", "")


FORMS: Sequence[tuple[str, str]] = [
    ("id: LT19-610500-R00-G-001\nkind: 点位问题\n", "kind: 点位问题\nid: LT19-610500-R00-G-001\n"),
    ("kind: 点位问题", "kind: '点位问题'"),
    ("kind: 点位问题", "kind:     点位问题   "),
    ('place:\n  county: "610502"\n  name: 临渭区\n', "place: {name: 临渭区, county: '610502'}\n"),
    ("- date: 2019-05-20\n  step: 排查\n", "  - step: 排查\n    date: 2019-05-20\n"),
    ("- date: 2019-05-20\n  step: 排查\n", '-\n  date: "2019-05-20"\n\n  step: "排查"\n'),
    ("site:\n  name: 示例建材厂\n", "site:\n        name: 示例建材厂\n        masked: false\n"),
    ("found: 没有收集装置，废气直接排放\n", "found: >-\n  没有收集装置，废气直接排放\n"),
    ("kind: 点位问题\n", "\n\nkind: 点位问题\n"),
    ("id: ", "---\nid: "),
    ("step: 排查\n", "step: 排查\n..."),
    ("step: 排查\n", "step: 排查"),
]


@pytest.mark.parametrize(("right", "typed"), FORMS, ids=lambda one: repr(one)[:24])
def test_every_way_to_write_a_record_becomes_the_one(right: str, typed: str) -> None:
    assert right in PLAIN
    assert form_of(PLAIN.replace(right, typed)) == Formatted(PLAIN, ())


COMMENTS: Sequence[tuple[str, str]] = [
    ("# 甲\nid: ", "# 甲\nid: "),
    ("# 甲\n\nid: ", "# 甲\nid: "),
    ("id: LT19-610500-R00-G-001 # 甲\n", "# 甲\nid: LT19-610500-R00-G-001\n"),
    ("place: # 甲\n  county", "# 甲\nplace:\n  county"),
    ("place:\n  # 甲\n  county", "place:\n  # 甲\n  county"),
    ("place:\n# 甲\n  county", "place:\n  # 甲\n  county"),
    ('county: "610502"   # 甲\n', '# 甲\n  county: "610502"\n'),
    ("临渭区\n  # 甲\nsite:", "临渭区\n# 甲\nsite:"),
    ("sources:\n# 甲\n# 乙\n- title", "sources:\n# 甲\n# 乙\n- title"),
    ("sources:\n- # 甲\n  title", "sources:\n# 甲\n- title"),
    ('title: "示例通报" # 甲 # 乙\n', "# 甲 # 乙\n- title: 示例通报\n"),
    ("found: | # 甲\n  没有\n  # 不是批注\n", "# 甲\nfound: |\n  没有\n  # 不是批注\n"),
    ("found: '没有 # 不是批注' # 甲\n", '# 甲\nfound: "没有 # 不是批注"\n'),
    ("found: '没有\n  装置' # 甲\n", "# 甲\nfound: 没有 装置\n"),
    ("  step: 排查\n# 甲\n", "  step: 排查\n# 甲\n"),
    ("  step: 排查\n    # 甲", "  step: 排查\n# 甲\n"),
    ("site: {name: 示例建材厂} # 甲\n", "# 甲\nsite:\n  name: 示例建材厂\n"),
    ("site: { # 甲\n  name: 示例建材厂 }\n", "# 甲\nsite:\n  name: 示例建材厂\n"),
    ("site: {\n  # 甲\n  name: 示例建材厂 }\n", "site:\n  # 甲\n  name: 示例建材厂\n"),
]


@pytest.mark.parametrize(("typed", "kept"), COMMENTS, ids=lambda one: repr(one)[:24])
def test_comment_stays_above_what_it_speaks_of(typed: str, kept: str) -> None:
    text = _with(typed)
    form = form_of(text)
    assert isinstance(form, Formatted)
    assert kept.strip("\n") in form.text
    assert form_of(form.text) == Formatted(form.text, ())


def _with(typed: str) -> str:
    """The plain record with a part of it typed as given: what has no comment shows where."""
    head, _, tail = PLAIN.partition("sources:")
    parts: dict[str, tuple[str, str]] = {
        "# 甲\nid": ("id: ", typed),
        "# 甲\n\nid": ("id: ", typed),
        "id: LT": ("id: LT19-610500-R00-G-001\n", typed),
        "place:": ("place:\n  county", typed),
        "county": ('county: "610502"\n', typed),
        "临渭区": ("临渭区\nsite:", typed),
        "sources:": ("sources:\n- title", typed),
        "title": ("title: 示例通报\n", typed),
        "found": ("found: 没有收集装置，废气直接排放\n", typed),
        "  step": ("  step: 排查\n", typed),
        "site": ("site:\n  name: 示例建材厂\n", typed),
    }
    old, new = next(pair for start, pair in parts.items() if typed.startswith(start))
    assert old in f"{head}sources:{tail}"
    return PLAIN.replace(old, new)


def test_comments_move_with_what_they_speak_of() -> None:
    typed = "# yaml-language-server: $schema=x\n# 文件\n\n# 形态\nkind: 点位问题\n" + PLAIN.replace(
        "kind: 点位问题\n", ""
    ).replace("id: ", "# 编号\nid: ")
    form = form_of(typed)
    assert isinstance(form, Formatted)
    assert form.text == PLAIN.replace(
        "id: LT19-610500-R00-G-001\n",
        "# yaml-language-server: $schema=x\n# 文件\n# 编号\nid: LT19-610500-R00-G-001\n# 形态\n",
    )


def test_comment_of_a_default_has_no_place_and_the_file_stays(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    [path] = (root / "records/issues").rglob("LS19-990100-R01-P01-001.yml")
    text = path.read_text(encoding="utf-8").replace("site:\n", "site:\n  # 查过\n  masked: false\n")
    path.write_text(text, encoding="utf-8")
    said = lantian("fmt", path, "--root", root)
    assert said.code == 1
    assert "行的批注没有地方放：# 查过\n        改法：" in said.out
    assert "没有动的 1 个" in said.out
    assert path.read_text(encoding="utf-8") == text


def test_fix_is_what_it_does_anyway_and_not_together_with_check(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    [path] = (root / "records/issues").rglob("LS19-990100-R01-P01-001.yml")
    right = path.read_bytes()
    path.write_bytes(right + b"\n\n")
    refused = lantian("fmt", "--check", "--fix", path, "--root", root)
    assert (refused.code, refused.out) == (2, "")
    assert "只写一个" in refused.err
    assert lantian("fmt", "--fix", path, "--root", root).code == 0
    assert path.read_bytes() == right


def test_windows_line_ends_and_byte_order_mark_are_mended() -> None:
    typed = b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()
    notes = ("去掉开头的 BOM 标记", "换行改为 LF")
    assert form_of(typed) == Formatted(PLAIN, notes)
    assert form_of(PLAIN.replace("\n", "\r")) == Formatted(PLAIN, notes[1:])


def test_changed_signs_are_named() -> None:
    typed = PLAIN.replace("示例建材厂", "Cafe\u0301\u200b ⼚").replace(
        "  step: 排查\n", "  # e\u0301\n  step: 排查\n"
    )
    form = form_of(typed)
    assert isinstance(form, Formatted)
    assert "name: Café 厂\n" in form.text
    assert "# é\n" in form.text
    assert form.notes == (
        "第 7 行的字符改成通用的写法：U+0065 U+0301 U+200B → U+00E9，U+2F1A → U+5382",
        "第 17 行的字符改成通用的写法：U+0065 U+0301 → U+00E9",
    )


ONE_MEND: Sequence[tuple[str, str]] = [
    ("kind: 点位问题", "kind： 点位问题"),
    ("kind: 点位问题", "kind：点位问题"),
    ("  name: 临渭区", "  name：临渭区"),
    ("kind: 点位问题", "kind:点位问题"),
    ("- title: 示例通报", "-title: 示例通报"),
    ("  name: 示例建材厂", "\tname: 示例建材厂"),
    ('  county: "610502"\n  name: 临渭区', '\tcounty: "610502"\n\tname: 临渭区'),
    ("  name: 示例建材厂", "\u3000\u3000name: 示例建材厂"),
    ("  name: 示例建材厂", "\xa0\xa0name: 示例建材厂"),
    ('"610502"', "610502"),
    ("2019-05-20", "2019/5/20"),
    ("2019-05-20", "2019年5月20日"),
    ("2019-05-20", "20190520"),
    ("2019-05-20", "2019-05-20 09:30"),
    ("2019-05-20", "2019–05–20"),
    ("示例建材厂", "示例\u200b建材\u2060厂\u00ad"),
    ("示例建材厂", "\u202e示例建材厂"),
    ("示例建材厂", "示例建材⼚"),
    ("示例建材厂", '"示例建材厂\\u200b"'),
    ("示例建材厂", '" 示例建材厂　"'),
    ("示例建材厂", '"示例建材厂\\n"'),
    ("没有收集装置", "没有收\x07集装置"),
    ("found: 没有收集装置", "quantity: {value:2,unit:台}\nfound: 没有收集装置"),
    ("found: 没有收集装置", "quantity: {value：2，unit：台}\nfound: 没有收集装置"),
]


@pytest.mark.parametrize(("right", "typed"), ONE_MEND, ids=lambda one: ascii(one)[:32])
def test_what_has_one_mend_is_mended(right: str, typed: str) -> None:
    assert right in PLAIN
    whole = PLAIN
    if "quantity" in typed:
        whole = PLAIN.replace(right, f"quantity: {{value: 2, unit: 台}}\n{right}")
    assert judged(PLAIN.replace(right, typed))
    assert getattr(form_of(PLAIN.replace(right, typed)), "text", None) == whole
    assert not judged(whole)


def judged(text: str) -> list[str]:
    """The rules of form that a text breaks."""
    findings = judge([raw_file(ISSUE, text.encode())]).findings
    return [one.slug for one in findings if one.code[0] in "FYS"]


UNREADABLE: Sequence[tuple[str, str, list[str]]] = [
    ("没有收集装置", "1 #锅炉没有拆除", ["hash-in-value"]),
    ("示例建材厂", "'示例建材厂' #2", ["hash-in-value"]),
    ("没有收集装置", "没有\ufffd装置", ["lost-character"]),
    ("没有收集装置", "⺀没有收集装置", ["radical-character"]),
    ("kind: ", "knd: ", ["unknown-field"]),
    ("2019-05-20", "43605", ["bad-date"]),
    ("2019-05-20", "2O19-05-20", ["bad-date"]),
    ("2019-05-20", "2019-05-20T20:00:00Z", ["bad-date"]),
    ("2019-05-20", "2019-02-30", ["bad-date"]),
    ("没有收集装置", "“没有收集装置”", []),
    ("没有收集装置，废气直接排放", "“没有收集装置”", ["curly-quotes"]),
    ("没有收集装置", "没有\x0b装置", ["control-character"]),
    ("step: 排查\n", "step: 排查\n  step: 排查\n", ["duplicate-key"]),
    ("site:\n", "site: &甲\n", ["anchor"]),
    ("id: LT19-610500-R00-G-001", "id: 甲", ["bad-id"]),
    ("点位问题", "没有这个词", []),
]


@pytest.mark.parametrize(("right", "typed", "slugs"), UNREADABLE, ids=lambda one: repr(one)[:24])
def test_file_that_can_not_be_read_is_left_alone_with_its_findings(
    right: str, typed: str, slugs: list[str]
) -> None:
    assert right in PLAIN
    form = form_of(PLAIN.replace(right, typed))
    assert [one.slug for one in getattr(form, "findings", ())] == slugs
    assert isinstance(form, LeftAlone if slugs else Formatted)


@pytest.mark.parametrize(
    ("content", "slug"),
    [(b"", "empty-file"), (b"# \xe7\n", "not-utf8"), (b"- a\n", "not-a-mapping")],
)
def test_file_that_is_no_record_is_left_alone(content: bytes, slug: str) -> None:
    form = form_of(content)
    assert isinstance(form, LeftAlone)
    assert [one.slug for one in form.findings] == [slug]


VOCABULARY = "records/vocabulary.yml"


def test_vocabulary_keeps_its_leading_comment() -> None:
    text = record_text(make_vocabulary())
    typed = "# 词表\n" + text.replace("  meaning: 示例\n", "  meaning: '示例'\n")
    assert form_of(typed, VOCABULARY) == Formatted("# 词表\n" + text, ())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


SPOILT = "records/rounds/LS19/R01.yml"


def spoil(root: Path) -> str:
    """Another way to write one round; the right one."""
    right = (root / SPOILT).read_text(encoding="utf-8")
    (root / SPOILT).write_text(right.replace("LS19-R01", "'LS19-R01'"), encoding="utf-8")
    return right


def test_check_shows_the_difference_and_writes_nothing(root: Path) -> None:
    spoil(root)
    before = (root / SPOILT).read_bytes()
    said = lantian("fmt", "--check", "--root", root)
    assert said.code == 1
    head = f"要改：{SPOILT}\n--- {SPOILT}（现在）\n+++ {SPOILT}（规定的写法）\n@@ -1,4 +1,4 @@\n"
    assert said.out.startswith(head + "-id: 'LS19-R01'\n+id: LS19-R01\n start: 2019-05-08\n")
    assert "要改 1 个。\n" in said.out
    assert (root / SPOILT).read_bytes() == before


def test_formatting_writes_only_what_changes(root: Path) -> None:
    right = spoil(root)
    times = {path: path.stat().st_mtime_ns for path in root.rglob("*.yml")}
    said = lantian("fmt", "--root", root)
    assert said.code == 0
    assert said.out.startswith(f"已改：{SPOILT}\n")
    assert (root / SPOILT).read_text(encoding="utf-8") == right
    changed = [path for path, time in times.items() if path.stat().st_mtime_ns != time]
    assert changed == [root / SPOILT]
    assert lantian("fmt", "--check", "--root", root).code == 0


def test_only_the_files_that_are_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(root)
    monkeypatch.chdir(root / "records")
    assert lantian("fmt", "--check", "cities", "vocabulary.yml", "README.md").code == 3
    assert lantian("fmt", "--check", "cities", "vocabulary.yml").code == 0
    assert "共 1 个文件，要改 1 个" in lantian("fmt", "--check", "rounds/LS19/R01.yml").out
    assert "不在台账的 records 里" in lantian("fmt", REPOSITORY / "mkdocs.yml").err
    assert "没有文件“无.yml”" in lantian("fmt", "无.yml").err


def test_guide_beside_the_records_is_not_a_record(root: Path) -> None:
    guide = root / "records/README.md"
    guide.write_text("甲", encoding="utf-8")
    assert lantian("fmt", guide, "--root", root) == Outcome(0, "共 0 个文件，已改 0 个。\n", "")


def test_read_only_file_is_said(root: Path) -> None:
    spoil(root)
    (root / SPOILT).chmod(0o444)
    said = lantian("fmt", "--root", root)
    assert said.code == 3
    assert "是只读的" in said.err


def test_unreadable_file_is_reported_and_the_others_are_mended(root: Path) -> None:
    right = spoil(root)
    city = root / "records/cities/990100.yml"
    city.write_text("id： x\n", encoding="utf-8")
    (root / "records/notes.txt").write_text("甲: 乙\n", encoding="utf-8")
    said = lantian("fmt", "--root", root)
    assert said.code == 1
    assert "没有动：records/cities/990100.yml\n    第 1 行第 3 字 Y03 “id”后面的冒号" in said.out
    assert "没有动：records/notes.txt\n" in said.out
    assert city.read_text(encoding="utf-8") == "id： x\n"
    assert (root / SPOILT).read_text(encoding="utf-8") == right


def test_terminal_is_not_steered_by_a_record(root: Path) -> None:
    path = root / SPOILT
    text = path.read_text(encoding="utf-8").replace("focus: ", "focus:   \u202e")
    path.write_text(text, encoding="utf-8")
    said = lantian("fmt", "--check", "--root", root)
    assert "\u202e" not in said.out
    assert "-focus:   \\u202e示例" in said.out


# Any record, written in any way.

words = (
    st.one_of(
        st.text(min_size=1, max_size=30),
        st.text(
            alphabet=" \n\t-:#'\"“”[]{}甲e\u0301,|>&*!%@`~?=<.019xyno", min_size=1, max_size=16
        ),
        st.sampled_from(["示例", "甲: 乙", "甲 #乙", "yes", "0571", "2019-06-01", "\u1100\u1161"]),
    )
    .map(tidy)
    .filter(lambda text: bool(text) and not any(odd_signs(text)))
    .filter(lambda text: not any(map(combining, text)))  # a mark would join the escape before it
)
names = words.map(lambda text: " ".join(text.split()))
dates = st.sampled_from(["2019", "2019-06", "2019-06-01"])


@st.composite
def issues(draw: st.DrawFn) -> Any:
    return make_issue(
        site={"name": draw(names), "masked": draw(st.booleans())},
        found=draw(words),
        category=draw(words),
        quantity=draw(st.none() | st.just({"value": "1.50", "unit": "台"})),
        round_inferred=draw(st.none() | st.just(5)),
        sources=[SOURCE | {"title": draw(names), "date": draw(dates)}] * draw(st.integers(0, 2)),
        events=[
            {"date": draw(dates), "step": draw(words), "note": draw(st.none() | words)}
            for _ in range(draw(st.integers(1, 3)))
        ],
    )


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    entry = st.builds(
        lambda word, meaning, retired: {"word": word, "meaning": meaning, "retired": retired},
        words,
        words,
        st.booleans(),
    )
    lists = {name: [] for name in TITLES} | {"groups": draw(st.lists(entry, max_size=3))}
    return Vocabulary.model_validate(lists)


records = st.one_of(
    issues(),
    vocabularies(),
    st.builds(lambda called: make_programme(called=called), st.lists(names, max_size=3)),
    st.builds(lambda name: make_city(province=name), names),
    st.builds(lambda name: make_bulletin(called=name), st.none() | names),
)


def name_of(record: Any) -> str:
    for kind in KINDS:
        if isinstance(record, kind.model):
            return f"records/{kind.path_of(record.id)}"
    return VOCABULARY


@dataclass
class Scribe:
    """Writes what stands in a record in one of the many ways that YAML has."""

    random: Random
    lines: list[str] = field(default_factory=list)
    remarks: dict[str, tuple[str | int, ...]] = field(default_factory=dict)

    def remark(self, path: tuple[str | int, ...]) -> str:
        text = f"# 批注 {len(self.remarks)}: 甲 # 乙"
        self.remarks[text] = path
        return text

    def put(self, line: str, path: tuple[str | int, ...], indent: int, *, tail: bool) -> None:
        if self.random.random() < 0.2:
            self.lines.append(" " * indent + self.remark(path))
        begun = any(not one.strip().startswith("#") for one in self.lines)
        if begun and self.random.random() < 0.1:
            self.lines.append("")
        ending = "  " + self.remark(path) if tail and self.random.random() < 0.2 else ""
        self.lines.append(" " * indent + line + ending)

    def mapping(self, value: dict[str, Any], path: tuple[str | int, ...], indent: int) -> None:
        names = self.random.sample(list(value), len(value))
        for name in names:
            self.entry(f"{name}: ", value[name], (*path, name), indent)

    def entry(self, lead: str, value: Any, path: tuple[str | int, ...], indent: int) -> None:
        if not isinstance(value, dict | list) or not value or self.random.random() < 0.2:
            tail = not isinstance(value, Bare)  # what stands behind a number may belong to it
            self.put(lead + self.inline(value), path, indent, tail=tail)
            return
        self.put(lead.rstrip(), path, indent, tail=not lead.startswith("-"))
        deeper = indent + self.random.randint(1, 4)
        if isinstance(value, dict):
            self.mapping(value, path, deeper)
            return
        for number, item in enumerate(value):
            own = indent if deeper % 2 and not lead.startswith("-") else indent + 2
            self.entry("- ", item, (*path, number), own)

    def inline(self, value: Any) -> str:
        if isinstance(value, dict):
            inner = ", ".join(f"{name}: {self.inline(one)}" for name, one in value.items())
            return "{" + inner + "}"
        if isinstance(value, list):
            return "[" + ",  ".join(self.inline(one) for one in value) + "]"
        return str(value) if isinstance(value, Bare) else self.quoted(value)

    def quoted(self, text: str) -> str:
        if text.isprintable() and self.random.random() < 0.5:
            return "'" + text.replace("'", "''") + "'"
        return '"' + "".join(map(escaped, text)) + '"'


def escaped(sign: str) -> str:
    if sign.isprintable() and ord(sign) < 0x10000:
        return json.dumps(sign, ensure_ascii=False)[1:-1]
    return f"\\U{ord(sign):08x}"


@settings(max_examples=60, deadline=None)
@given(record=records, random=st.randoms(use_true_random=False))
def test_any_record_written_in_any_way_becomes_the_one_text(record: Any, random: Random) -> None:
    name, text = name_of(record), record_text(record)
    content = read_text(name, text).content
    assert isinstance(content, dict)
    right = record_text(type(record).model_validate(composed(content)))
    scribe = Scribe(random)
    scribe.mapping(content, (), 0)
    end = random.choice(["\n", "\r\n", "\r"])
    typed = random.choice(["", "\ufeff"]) + end.join([*scribe.lines, ""])
    form = form_of(typed, name)
    assert isinstance(form, Formatted), (form, typed)
    shown = [line for line in form.text.split("\n") if line.strip() not in scribe.remarks]
    assert "\n".join(shown) == right
    assert_remarks_stay(form.text, scribe, name)
    assert form_of(form.text, name) == Formatted(form.text, ())


def assert_remarks_stay(text: str, scribe: Scribe, name: str) -> None:
    """Each is there once, above the line of the key or item for which it was written."""
    raw, lines = read_text(name, text), text.split("\n")
    assert sorted(one.text for one in comments_of(text, raw)) == sorted(scribe.remarks)
    for remark, path in scribe.remarks.items():
        [number] = [number for number, line in enumerate(lines) if line.strip() == remark]
        while lines[number].strip() in scribe.remarks:
            number += 1
        mark = raw.values[path] if isinstance(path[-1], int) else raw.keys[path]
        assert mark.line == number + 1, (remark, path, text)


@settings(max_examples=40, deadline=None)
@given(record=records)
def test_canonical_text_stays_as_it_is(record: Any) -> None:
    content = read_text("x", record_text(record)).content
    right = record_text(type(record).model_validate(composed(content)))
    assert form_of(right, name_of(record)) == Formatted(right, ())


@given(text=st.text(max_size=80) | st.binary(max_size=80))
def test_whatever_is_typed_there_is_an_answer(text: str | bytes) -> None:
    typed = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    assert isinstance(form_of(typed), LeftAlone)


def test_items_are_written_as_in_their_record() -> None:
    event = Event.model_validate({"date": "2019-05-20", "step": "排查"})
    assert PLAIN.endswith(items_text([event]))
    assert re.match("- date", items_text([event]))


def test_time_grows_with_the_number_of_comments() -> None:
    """A line each, behind values and between them: none is looked for from the top."""
    took = []
    for many in (2_000, 8_000):
        text = "".join(f"k{at}: x # a\n# b\n# c\n" for at in range(many))
        raw = read_text("records/x.yml", text)
        start = process_time()
        owners = [one.owner for one in comments_of(text, raw)]
        took.append(process_time() - start)
        assert owners[:4] == [("k0",), ("k1",), ("k1",), ("k1",)]
        assert len(owners) == 3 * many
    assert took[1] < 10 * took[0] + 0.1
