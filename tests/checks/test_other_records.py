"""Records that are no issues: judged once, and kept as long as nothing that decides changes."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from generator.cache.cache import cache_of
from generator.checks import engine
from generator.checks.engine import Judgement, judge, judge_other_records
from generator.checks.paths import PREFIX
from generator.checks.validation_cache import ParsedFiles
from generator.core.fields import Bare
from generator.kinds.register import key_of
from generator.kinds.registry import KINDS
from generator.kinds.team.model import Team
from generator.load import yaml_reader
from generator.load.files import FileContent, contents, raw_of
from generator.site.build import build_site
from tests.checks.test_cases import case_of_each_concern, lay
from tests.registers import SAMPLE, TODAY, copied, ready

TEAM = "records/teams/LS19/R01/990100.yml"
NAMED = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-005.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample, to be changed."""
    return copied(SAMPLE, tmp_path)


def others_of(root: Path) -> list[FileContent]:
    return [one for one in contents(root) if not one.path.startswith(f"{PREFIX}issues/")]


def verdict(root: Path, day: date = date(2099, 1, 1)) -> Judgement:
    return judge_other_records(root, cache_of(root), others_of(root), day)


def slowly(root: Path) -> Judgement:
    """The verdict without a cache."""
    there = frozenset(one.path for one in contents(root))
    return judge(map(raw_of, others_of(root)), existing_paths=there)


def assert_same(found: Judgement, expected: Judgement) -> None:
    assert found.findings == expected.findings
    assert found.records == expected.records
    assert found.register.vocabulary == expected.register.vocabulary
    pairs = zip(found.register.filed, expected.register.filed, strict=True)
    for one, other in pairs:
        assert (one.kind, one.record, one.raw.path) == (other.kind, other.record, other.raw.path)
        assert spelt_out(one.raw.content) == spelt_out(other.raw.content)
        assert dict(one.raw.values) == dict(other.raw.values)


def spelt_out(value: object) -> object:
    """The content with the sort of each text, in order."""
    if isinstance(value, dict):
        return [(key, spelt_out(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [spelt_out(inner) for inner in value]
    return (isinstance(value, Bare), value)


def test_kept_verdict_and_records_are_those_of_the_files(root: Path) -> None:
    for _ in range(3):
        assert_same(verdict(root), slowly(root))


@case_of_each_concern
def test_each_case_is_judged_alike_again_and_again(folder: Path, tmp_path: Path) -> None:
    lay(folder, tmp_path)
    expected = slowly(tmp_path)
    for _ in range(2):
        assert_same(verdict(tmp_path), expected)


def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[str]]:
    """How often the rules were asked, and which texts were read, from now on."""
    judged: list[int] = []
    read: list[str] = []
    judges, reads = engine.judge, yaml_reader.quick_content
    monkeypatch.setattr(engine, "judge", lambda *a, **b: judged.append(1) or judges(*a, **b))
    monkeypatch.setattr(yaml_reader, "quick_content", lambda *a: read.append(a[0]) or reads(*a))
    return judged, read


def test_clean_records_are_neither_read_nor_judged_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(root)
    judged, read = asked(monkeypatch)
    verdict(root)
    assert (judged, read) == ([], [])


def test_one_changed_record_is_read_and_all_are_judged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict(root)
    text = (root / TEAM).read_text(encoding="utf-8") + "colour: 红\n"
    (root / TEAM).write_text(text, encoding="utf-8")
    judged, read = asked(monkeypatch)
    found = verdict(root)
    assert {one.path for one in found.findings} == {TEAM}
    assert (judged, read) == ([1], [text])
    assert_same(verdict(root), slowly(root))


def test_issue_that_is_gone_is_missed_where_it_is_mentioned(root: Path) -> None:
    verdict(root)
    (root / NAMED).unlink()
    assert {one.slug for one in verdict(root).findings} == {"unknown-issue"}
    assert_same(verdict(root), slowly(root))


def test_text_with_the_sign_that_marks_a_number_is_not_kept(root: Path) -> None:
    text = (root / TEAM).read_text(encoding="utf-8") + 'note: "\\0示例"\n'
    (root / TEAM).write_text(text, encoding="utf-8")
    for _ in range(2):
        parsed = ParsedFiles(cache_of(root), others_of(root))
        [file] = [one for one in parsed.files if one.path == TEAM]
        assert parsed.raw(file).content == raw_of(file).content
        parsed.save()


def test_cache_that_can_not_be_written_does_not_matter(root: Path) -> None:
    (root / ".build").write_text("", encoding="utf-8")
    for _ in range(2):
        assert_same(verdict(root), slowly(root))


def test_build_of_a_changed_issue_reads_no_other_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = ready(SAMPLE, tmp_path)
    build_site(root, root / "site", TODAY)
    path = root / NAMED
    path.write_text(path.read_text(encoding="utf-8") + "# 示例\n", encoding="utf-8")
    _, read = asked(monkeypatch)
    build_site(root, root / "site", TODAY)
    team = (root / TEAM).read_text(encoding="utf-8")
    assert team not in read
    assert path.read_text(encoding="utf-8") in read


def test_what_happens_later_is_left_out_on_each_day(root: Path) -> None:
    expected = slowly(root)
    assert_same(verdict(root), expected)
    assert_same(verdict(root), expected)
    early = date(2019, 6, 1)
    assert_same(verdict(root, early), expected.on(early))
    assert len(expected.on(early).register.filed) < len(expected.register.filed)
    assert_same(verdict(root), expected)


def test_clean_records_are_found_without_those_that_are_passed_over(root: Path) -> None:
    verdict(root)
    register = verdict(root).register
    expected = slowly(root).register
    for kind in KINDS:
        for one in expected.of(kind.model):
            programme, city, name = key_of(one.record)
            parts = {"programme": programme, "city": city, "round_name": name}
            for some in combinations(parts, 2):
                asked = {part: parts[part] for part in some if parts[part]}
                if asked:
                    found = register.select(kind.model, **asked)
                    assert list(found) == list(expected.select(kind.model, **asked)), one.raw.path
    other = verdict(root).register
    assert other.select(Team, programme="LS19", city="990100")
    assert other.at(TEAM)
    passed_over = [one for one in other.of(Team) if "990100" not in one.raw.path]
    assert passed_over
    assert not any("record" in vars(one) for one in passed_over)
