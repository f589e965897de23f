"""Each folder in `cases/` is one slip and the exact words that `lantian check` says about it.

A case folder holds what differs from the register in `cases/_base`:

- `records/…`, `evidence/…`: files that are added or replaced;
- `remove.txt`: files to take away, one path a line;
- `make.json`: files that Git should not hold: `{"path", "text", "times"}` for text many times over,
  `{"path", "link_to"}` for a symbolic link, `{"path", "pipe": true}` for a named pipe;
- `expected.txt`: the whole output. `LANTIAN_REWRITE=1 pytest tests/checks/test_cases.py` writes it
  anew; read the difference before you accept it.

The folder above it has the name of the rule; `_together` is for several slips at once.
"""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.engine import Judgement
from generator.checks.registry import RULES
from generator.cli.check import as_text
from generator.core.findings import Finding, clauses, sentences
from generator.site.build import read_register
from tests.registers import TESTS

CASES = TESTS / "cases"
BASE = CASES / "_base"
TOGETHER = "_together"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/expected.txt"))
BY_SLUG = {rule.slug: rule for rule in RULES}


def _name(folder: Path) -> str:
    return folder.relative_to(CASES).as_posix()


every_case = pytest.mark.parametrize("folder", FOLDERS, ids=_name)


def concern(folder: Path) -> tuple[object, ...]:
    """The rule, the files that differ and those that are named, what is taken away or made.

    Other ways of judging go by this alone: they cut the register into parts and keep verdicts, and
    know paths, but nothing of what else stands in a record.
    """
    slug, name = folder.parent.name, folder.name
    files = [path.relative_to(folder).as_posix() for path in (folder / "records").rglob("*.*")]
    named = re.findall("^(records/[^:]+)", _text(folder / "expected.txt"), re.MULTILINE)
    besides = (_text(folder / one) for one in ("remove.txt", "make.json"))
    return (slug, name if slug == TOGETHER else "", frozenset(files), tuple(named), *besides)


def judgement_of(folder: Path, root: Path) -> Judgement:
    """What is found in the base register once the case lies over it."""
    lay(folder, root)
    return read_register(root)


def lay(folder: Path, root: Path) -> None:
    """Puts the base register into a folder, and the case over it."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for top in ("records", "evidence"):
        if (folder / top).is_dir():
            shutil.copytree(folder / top, root / top, dirs_exist_ok=True)
    for name in _lines(folder / "remove.txt"):
        (root / name).unlink()
    for wanted in json.loads(_text(folder / "make.json") or "[]"):
        _make(root / wanted["path"], wanted)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _lines(path: Path) -> list[str]:
    return _text(path).split()


case_of_each_concern = pytest.mark.parametrize(
    "folder", {concern(folder): folder for folder in FOLDERS}.values(), ids=_name
)


def _make(path: Path, wanted: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if "link_to" in wanted:
        path.symlink_to(str(wanted["link_to"]))
    elif "pipe" in wanted:
        os.mkfifo(path)
    else:
        path.write_text(str(wanted["text"]) * int(str(wanted["times"])), encoding="utf-8")


DOUBLED = re.compile("[。？！；，：、][。？！；，、]")


def test_no_text_of_a_finding_has_two_signs_behind_each_other() -> None:
    said = {path: path.read_text(encoding="utf-8") for path in CASES.rglob("expected.txt")}
    assert len(said) > 100
    assert {path: hit[0] for path, text in said.items() if (hit := DOUBLED.search(text))} == {}


@pytest.mark.parametrize(
    ("parts", "whole", "joined"),
    [
        (("没有这个词", "是不是“甲”？"), "没有这个词。是不是“甲”？", "没有这个词；是不是“甲”？"),
        (("是不是“甲”？", "删去"), "是不是“甲”？删去。", "是不是“甲”？删去"),
        (("甲。", "", "乙"), "甲。乙。", "甲。乙"),
        (("甲；", "乙，", "；"), "甲。乙。", "甲；乙"),
        (("", "；"), "", ""),
    ],
)
def test_texts_are_put_together_with_one_sign(
    parts: tuple[str, ...], whole: str, joined: str
) -> None:
    assert (sentences(*parts), clauses(*parts)) == (whole, joined)


PARTS = st.from_regex("[。？！；，、：]?(?:[甲乙”]{1,2})?[。？！；，、：]?", fullmatch=True)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=4))
def test_no_parts_put_together_have_two_signs_behind_each_other(parts: list[str]) -> None:
    for text in (sentences(*parts), clauses(*parts), sentences(clauses(*parts))):
        assert not DOUBLED.search(text)
    assert [one for one in sentences(*parts) if one in "甲乙”"] == [
        one for one in "".join(parts) if one in "甲乙”"
    ]


@every_case
def test_case_says_exactly_what_is_expected(folder: Path, tmp_path: Path) -> None:
    judgement = judgement_of(folder, tmp_path)
    text = as_text(judgement)
    expected = folder / "expected.txt"
    if os.environ.get("LANTIAN_REWRITE"):
        expected.write_text(text, encoding="utf-8")
    assert text == _text(expected)
    for finding in judgement.findings:
        assert_says_where_what_and_how_to_mend_it(finding)


def assert_says_where_what_and_how_to_mend_it(finding: Finding) -> None:
    """Asserts that nothing of a finding is left out, and that it is put politely."""
    assert finding.path.startswith(("records/", "evidence/"))
    assert finding.line >= 1
    assert finding.column >= 1
    assert finding.message
    assert finding.hint
    for word in ("非法", "请", "格式错误"):
        assert word not in (finding.message + finding.hint).replace("申请", "")


def test_each_case_breaks_the_rule_that_it_is_named_after() -> None:
    named = {_name(one): one.parent.name for one in FOLDERS if one.parent.name != TOGETHER}
    said = {name: _text(CASES / name / "expected.txt") for name in named}
    assert [
        name for name, slug in named.items() if f" {BY_SLUG[slug].code}\n" not in said[name]
    ] == []


def test_no_rule_is_without_a_case() -> None:
    assert {folder.parent.name for folder in FOLDERS} - {TOGETHER} == set(BY_SLUG)


def test_no_case_is_without_expected_text() -> None:
    assert sorted(path for path in CASES.glob("*/*") if path.name != "records") == FOLDERS


def test_the_register_under_the_cases_is_clean(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    assert as_text(read_register(tmp_path)) == "共 9 条记录，没有发现问题。\n"


def test_all_findings_of_several_broken_files_come_in_one_run(tmp_path: Path) -> None:
    findings = judgement_of(CASES / TOGETHER / "five-files", tmp_path).findings
    assert len({finding.path for finding in findings}) == 5
