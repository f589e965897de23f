"""Whatever is typed into a record file, the check answers with findings and never with an error."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.findings import Finding
from generator.load.files import read_files
from generator.load.yaml_reader import read_text
from generator.site.build import read_register
from tests.registers import TESTS

BASE = TESTS / "cases" / "_base"
RECORDS = sorted(path for path in (BASE / "records").rglob("*.yml"))
SIGNS = ":：-—#&*!|>'\"%@`{}[],，?~<=“”\\ \t\n\r\0\ufeff\u2028\x85甲𠮷0a"

quick = settings(max_examples=80, deadline=None)
texts = st.text(
    alphabet=st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"]))
)

Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the cases, to be written over again and again."""
    folder = tmp_path_factory.mktemp("register")
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    return folder


def check_with(root: Path, record: Path, content: bytes) -> None:
    """Asserts that every finding is whole when one record of the register has this content."""
    path = root / record.relative_to(BASE)
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        for finding in read_register(root).findings:
            assert_whole(finding)
    finally:
        path.write_bytes(before)


def assert_whole(finding: Finding) -> None:
    """A finding says where, what and how to mend it."""
    assert finding.path.startswith("records/")
    assert min(finding.line, finding.column) >= 1
    assert finding.code
    assert finding.slug
    assert finding.message
    assert finding.hint


@quick
@given(record=st.sampled_from(RECORDS), content=st.binary())
def test_any_bytes_give_whole_findings(root: Path, record: Path, content: bytes) -> None:
    check_with(root, record, content)


@quick
@given(record=st.sampled_from(RECORDS), text=texts)
def test_any_text_gives_whole_findings(root: Path, record: Path, text: str) -> None:
    check_with(root, record, text.encode())


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """One slip of a hand: a line lost, doubled or moved, or something typed in between."""
    at, other = draw(st.integers(0, 200)), draw(st.integers(0, 200))
    typed = draw(texts)
    kind = draw(st.sampled_from(["delete", "double", "swap", "insert", "replace"]))

    def edit(text: str) -> str:
        lines = text.split("\n")
        i, j = at % len(lines), other % len(lines)
        if kind == "delete":
            del lines[i]
        elif kind == "double":
            lines.insert(j, lines[i])
        elif kind == "swap":
            lines[i], lines[j] = lines[j], lines[i]
        else:
            cut = other % (len(lines[i]) + 1)
            keep = cut if kind == "insert" else cut + 1
            lines[i] = lines[i][:cut] + typed + lines[i][keep:]
        return "\n".join(lines)

    return edit


@settings(quick, max_examples=250)
@given(record=st.sampled_from(RECORDS), slips=st.lists(edits(), min_size=1, max_size=4))
def test_any_mistake_in_a_valid_record_gives_whole_findings(
    root: Path, record: Path, slips: list[Edit]
) -> None:
    text = record.read_text(encoding="utf-8")
    for slip in slips:
        text = slip(text)
    check_with(root, record, text.encode())


keys = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=2, max_size=8)
values = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029")
)
trees = st.recursive(
    values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@quick
@given(content=st.dictionaries(keys, trees, min_size=1, max_size=5), unicode=st.booleans())
def test_what_other_programs_dump_is_read_back_as_the_same_text(
    content: dict[str, object], *, unicode: bool
) -> None:
    text = yaml.safe_dump(content, allow_unicode=unicode)
    raw = read_text("records/x.yml", text)
    assert raw.content == content


def test_records_dumped_by_other_programs_are_read_back_as_the_same_text() -> None:
    for raw in read_files(BASE):
        again = read_text(raw.path, yaml.safe_dump(_plain(raw.content), allow_unicode=True))
        assert again.content == raw.content


def _plain(value: object) -> object:
    """The content without our own kind of text, for a dumper that knows only Python's."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else str(value)
