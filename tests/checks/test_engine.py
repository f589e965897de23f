"""The sweep of a register says, byte for byte, what judging all of it at once says."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.checks import engine
from generator.checks.engine import LeafReferences, Verdict, check_all
from generator.checks.validation_cache import ValidationCache
from generator.cli.check import as_json
from generator.kinds.registry import is_leaf
from generator.load import yaml_reader
from generator.load.files import FileContent, contents
from generator.site.build import read_register
from tests.checks.test_cases import CASES, TOGETHER, case_of_each_concern, judgement_of
from tests.registers import SAMPLE, copied

FOLDER = "records/issues/LS19/990100/R01"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample, to be changed."""
    return copied(SAMPLE, tmp_path)


def cache_file(root: Path) -> Path:
    return root / ".build" / "cache.db"


def spoil(root: Path, name: str = "LS19-990100-R01-P01-001") -> Path:
    """Writes a word into a record that stands in no list."""
    path = root / FOLDER / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("medium: 大气", "medium: 大汽"), encoding="utf-8")
    return path


@case_of_each_concern
def test_each_case_reads_the_same_in_batches_of_one_file(folder: Path, tmp_path: Path) -> None:
    expected = as_json(judgement_of(folder, tmp_path))
    assert as_json(check_all(tmp_path, batch=1, processes=1, remembers=False)) == expected
    assert as_json(check_all(tmp_path)) == expected
    assert as_json(check_all(tmp_path)) == expected


@pytest.mark.parametrize("processes", [1, 2])
def test_processes_change_nothing(root: Path, processes: int) -> None:
    spoil(root)
    expected = as_json(read_register(root))
    assert as_json(check_all(root, processes=processes, batch=3, remembers=False)) == expected


def test_processes_that_can_not_be_had_change_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(38, "no semaphores")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    spoil(root)
    found = check_all(root, processes=2, batch=3, remembers=False)
    assert as_json(found) == as_json(read_register(root))


def test_one_id_in_two_parts_is_found(root: Path) -> None:
    original = root / FOLDER / "LS19-990100-R01-P01-001.yml"
    (root / FOLDER / "LS19-990100-R01-P09-001.yml").write_bytes(original.read_bytes())
    found = check_all(root, batch=1)
    assert [one.slug for one in found.findings] == ["duplicate-id"]
    assert as_json(found) == as_json(read_register(root))


def test_second_run_reads_only_what_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_all(root)
    read: list[str] = []
    reads = yaml_reader.quick_content
    monkeypatch.setattr(yaml_reader, "quick_content", lambda *a: read.append(a[0]) or reads(*a))
    check_all(root)
    assert not any("events:" in text for text in read)
    changed = spoil(root)
    assert as_json(check_all(root)) == as_json(read_register(root))
    assert changed.read_text(encoding="utf-8") in read


def test_second_run_reads_no_clean_reference_record(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = as_json(check_all(root))
    read: list[str] = []
    judges = engine.raw_of
    monkeypatch.setattr(engine, "raw_of", lambda one: read.append(one.path) or judges(one))
    assert as_json(check_all(root)) == expected
    assert read == []
    (root / "records/cities/990100.yml").unlink()
    found = check_all(root)
    assert found.errors
    assert as_json(found) == as_json(check_all(root)) == as_json(read_register(root))


def test_new_ground_makes_all_be_judged_again(root: Path) -> None:
    assert check_all(root).findings == ()
    words = root / "records" / "vocabulary.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("- word: 清单内核查", "- word: 清单内查"), encoding="utf-8")
    found = check_all(root)
    assert {one.slug for one in found.findings} == {"unknown-word"}
    assert as_json(found) == as_json(read_register(root))


def test_what_is_remembered_of_one_path_says_nothing_of_another(root: Path) -> None:
    check_all(root)
    original = root / FOLDER / "LS19-990100-R01-P01-006.yml"
    original.rename(root / FOLDER / "LS19-990100-R01-P08-001.yml")
    assert [one.slug for one in check_all(root).findings] == ["path-mismatch"]


def test_issue_that_is_gone_is_missed_where_it_is_named(root: Path) -> None:
    assert check_all(root, batch=2).findings == ()
    (root / FOLDER / "LS19-990100-R01-P01-005.yml").unlink()
    found = check_all(root, batch=2)
    assert {one.path for one in found.findings if one.slug == "unknown-issue"} == {
        "records/actions/LS19/LS19-C2019-001.yml"
    }
    assert as_json(found) == as_json(read_register(root))


def test_record_is_judged_again_when_the_one_it_is_judged_with_changes(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    assert check_all(root, batch=1).findings == ()
    team = root / "records/teams/LS19/R01/990100.yml"
    team.write_text(team.read_text("utf-8").replace("code: P01", "code: P02"), encoding="utf-8")
    found = check_all(root, batch=1)
    visits = "records/visits/LS19/R01/990100.yml"
    assert {(one.slug, one.path) for one in found.findings} == {("visit-group", visits)}
    assert as_json(found) == as_json(read_register(root))
    assert as_json(check_all(root)) == as_json(found)
    team.unlink()
    assert check_all(root, batch=1).findings == ()


def copy_of(root: Path, new: str, *replaced: tuple[str, str]) -> Path:
    """Writes an issue that is like the first one of the folder, but for what is replaced."""
    name = "LS19-990100-R01-P01-001"
    text = (root / FOLDER / f"{name}.yml").read_text("utf-8").replace(name, new)
    for old, other in replaced:
        assert old in text
        text = text.replace(old, other)
    path = root / FOLDER / f"{new}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_twin_of_a_clean_issue_is_found_whichever_of_them_is_new(root: Path) -> None:
    """Also where they are in different batches, and the cache knows one of them as clean."""
    earlier, later = "LS19-990100-R01-N01-001", "LS19-990100-R01-P09-001"
    for new, named in ((later, later), (earlier, "LS19-990100-R01-P01-001")):
        assert check_all(root, batch=1).findings == ()
        path = copy_of(root, new)
        found = check_all(root, batch=1)
        assert twins_in(found) == [f"{FOLDER}/{named}.yml"]
        assert as_json(found) == as_json(check_all(root)) == as_json(read_register(root))
        path.unlink()


def test_second_record_of_a_decision_is_found_beside_a_clean_one(root: Path) -> None:
    """Also where the cache knows the first one as clean, and it is in another batch."""
    assert check_all(root, batch=1).findings == ()
    first = root / "records/penalties/LS19/990100/LS19-990100-F001.yml"
    second = root / "records/penalties/LS19/990300/LS19-990300-F001.yml"
    text = first.read_text("utf-8").splitlines()
    kept = second.read_text("utf-8")
    second.write_text(kept.replace("示丙环罚〔2019〕3号", text[1][8:]), encoding="utf-8")
    for _ in range(2):
        found = check_all(root, batch=1)
        assert [(one.code, one.path[-20:]) for one in found.findings] == [
            ("E08", "LS19-990300-F001.yml")
        ]
        assert as_json(found) == as_json(read_register(root))


def test_twin_in_the_folder_of_another_round_is_found(root: Path) -> None:
    """By the whole check, with a cache that knows the first one as clean; see decision 0084."""
    assert check_all(root, batch=1).findings == ()
    new = "LS19-990100-R02-P09-001"
    path = copy_of(root, new)
    moved = path.rename(root / "records/issues/LS19/990100/R02" / path.name)
    found = check_all(root, batch=1)
    assert twins_in(found) == [moved.relative_to(root).as_posix()]
    assert as_json(found) == as_json(read_register(root))


def test_twins_that_one_named_are_found_when_that_one_is_gone(root: Path) -> None:
    """The cache must not know as clean what was fine only because of a third."""
    naming, *named = (f"LS19-990100-R01-P01-10{at}" for at in (1, 2, 3))
    another = ("示例建材有限公司", "示例另一家有限公司")
    own = "relations:\n- kind: 后来反弹\n  id: LS19-990100-R02-P01-001\n"
    for one in named:
        copy_of(root, one, another, (own, ""))
    listed = "".join(f"- {{kind: 另有重复, id: {one}}}\n" for one in named)
    path = copy_of(root, naming, another, (own, f"relations:\n{listed}"))
    assert twins_in(check_all(root)) == []
    path.unlink()
    found = check_all(root)
    assert twins_in(found) == [f"{FOLDER}/{named[1]}.yml"]
    assert as_json(found) == as_json(read_register(root))


def twins_in(found: Verdict) -> list[str]:
    return [one.path for one in found.findings if one.slug == "duplicate-issue"]


@pytest.mark.parametrize(
    ("replaced", "is_found"),
    [
        (("name: 示例建材有限公司\n", "name: '示例建材有限公司'\n"), True),
        (("name: 示例建材有限公司\n", "name: 示例 建材　有限公司\n"), True),
        (("name: 示例建材有限公司\n", 'name: "\\u793a例建材有限公司"\n'), True),
        (
            (
                "site:\n  name: 示例建材有限公司\n  kind: 企业\n",
                "site: {name: 示例建材有限公司, kind: 企业}\n",
            ),
            True,
        ),
        (
            (
                "  name: 示例建材有限公司\n  kind: 企业\n",
                "  kind: 企业\n  name: 示例建材有限公司\n",
            ),
            True,
        ),
        (("name: 示例建材有限公司\n", "name: 示例建材有限公司二车间\n"), False),
    ],
)
def test_site_is_known_however_its_name_is_written(
    replaced: tuple[str, str], is_found: bool, root: Path
) -> None:
    copy_of(root, "LS19-990100-R01-P09-001", replaced)
    found = check_all(root, batch=1)
    assert ("duplicate-issue" in {one.slug for one in found.findings}) is is_found
    assert as_json(found) == as_json(read_register(root))


def test_existing_named_issues_are_not_read_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[set[str]] = []
    judges = engine._rechecked
    monkeypatch.setattr(engine, "_rechecked", lambda *a: judged.append(a[1]) or judges(*a))
    assert check_all(root, batch=1).findings == ()
    assert judged == []


def forge(root: Path) -> Path:
    """A cache in which all files are clean, the spoilt one as well."""
    check_all(root)
    good = cache_file(root).read_bytes()
    spoil(root)
    taken_for_clean = ValidationCache.add

    def add(self: ValidationCache, _: object) -> None:
        files = swept_files(root)
        beside = LeafReferences(files)
        taken_for_clean(self, [beside.keyed(file) for file in files])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ValidationCache, "add", add)
        check_all(root)
    assert cache_file(root).read_bytes() != good
    return cache_file(root)


def swept_files(root: Path) -> list[FileContent]:
    return [file for file in contents(root) if is_leaf(file.path)]


def test_forged_entry_would_be_believed_from_its_owner_only(root: Path) -> None:
    path = forge(root)
    assert check_all(root).findings == ()
    path.chmod(0o666)
    assert [one.slug for one in check_all(root).findings] == ["unknown-word"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "empty"])
def test_damaged_cache_is_ignored(root: Path, damage: str) -> None:
    path = forge(root)
    content = path.read_bytes()
    damaged = {
        "cut": content[:-4096],
        "flipped": bytes([content[0] ^ 1]) + content[1:],
        "foreign": b"no database" * 400,
        "empty": b"",
    }
    path.write_bytes(damaged[damage])
    assert [one.slug for one in check_all(root).findings] == ["unknown-word"]


def test_cache_keeps_few_grounds_and_git_does_not_see_it(root: Path) -> None:
    guide = root / "records" / "cities" / "990100.yml"
    text = guide.read_text(encoding="utf-8")
    for number in range(7):
        guide.write_text(f"{text}note: 示例{number}\n", encoding="utf-8")
        check_all(root)
    with closing(sqlite3.connect(cache_file(root))) as store:
        words = "SELECT count(*) FROM entries WHERE namespace = 'clean'"
        assert store.execute(words).fetchone() == (4,)
    assert "*" in (root / ".build" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_folder_that_can_not_be_written_to_does_not_matter(root: Path) -> None:
    (root / ".build").write_text("", encoding="utf-8")
    assert check_all(root).findings == ()


def test_clean_records_are_never_asked_for_places(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("looked for places")

    monkeypatch.setattr(yaml_reader.Later, "__getitem__", asked)
    assert read_register(SAMPLE).findings == ()


def test_nobody_is_left_out_of_the_count() -> None:
    assert check_all(SAMPLE, remembers=False).records == read_register(SAMPLE).records


def test_cases_together_are_read_in_several_processes(tmp_path: Path) -> None:
    expected = judgement_of(CASES / TOGETHER / "five-files", tmp_path)
    assert as_json(check_all(tmp_path, processes=os.cpu_count(), batch=1)) == as_json(expected)
