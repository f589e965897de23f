"""`lantian check` and `lantian explain` as they are typed: what is printed, and the exit code."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from generator.cli.main import main
from tests.registers import REPOSITORY, TESTS

BASE = TESTS / "cases" / "_base"
ROUND = "records/rounds/SL19/R01.yml"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int | str | None
    out: str
    err: str


@pytest.fixture(autouse=True)
def _language_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "C")


@pytest.fixture
def lantian(capsys: pytest.CaptureFixture[str]):
    """Runs the command with the words given."""

    def run(*words: str) -> Outcome:
        with pytest.raises(SystemExit) as stop:
            main(words)
        printed = capsys.readouterr()
        return Outcome(stop.value.code, printed.out, printed.err)

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A clean register."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def spoil(root: Path, *, standing: str = "估算", end: str = "2019-02-30") -> None:
    """Puts an unknown word and a bad day into one round."""
    text = (BASE / ROUND).read_text(encoding="utf-8")
    text = text.replace("推算", standing).replace("2019-05-22", end)
    (root / ROUND).write_text(text, encoding="utf-8")


TEXT = """\
records/rounds/SL19/R01.yml:3:6 错误 S04
    末日 '2019-02-30' 不是日历上的日子
    改法：2019年2月只有 01 到 28 日
共 8 条记录读得出来；错误 1 处，提醒 0 处。看规则的说明，例如 lantian explain S04。
"""

JSON = {
    "findings": [
        {
            "code": "S04",
            "slug": "bad-date",
            "severity": "error",
            "path": "records/rounds/SL19/R01.yml",
            "line": 3,
            "column": 6,
            "message": "末日 '2019-02-30' 不是日历上的日子",
            "hint": "2019年2月只有 01 到 28 日",
        }
    ],
    "records": 8,
    "errors": 1,
    "warnings": 0,
}

GITHUB = """\
::error file=records/rounds/SL19/R01.yml,line=3,col=6,title=S04 bad-date::\
末日 '2019-02-30' 不是日历上的日子%0A改法：2019年2月只有 01 到 28 日
共 8 条记录读得出来；错误 1 处，提醒 0 处。看规则的说明，例如 lantian explain S04。
"""


def test_clean_register_ends_with_0(lantian, root: Path) -> None:
    assert lantian("check", "--root", str(root)) == Outcome(0, "共 9 条记录，没有发现问题。\n", "")


def test_reminders_alone_end_with_0(lantian, root: Path) -> None:
    path = root / "records/programmes/SL19.yml"
    text = path.read_text(encoding="utf-8").replace('- "990100"\n', "")
    path.write_text(text, encoding="utf-8")
    outcome = lantian("check", "--root", str(root))
    assert (outcome.code, "提醒 1 处" in outcome.out) == (0, True)


def test_errors_as_text_end_with_1(lantian, root: Path) -> None:
    spoil(root)
    assert lantian("check", "--root", str(root)) == Outcome(1, TEXT, "")


def test_errors_as_json_are_one_object(lantian, root: Path) -> None:
    spoil(root)
    outcome = lantian("check", "--root", str(root), "--format", "json")
    assert (outcome.code, json.loads(outcome.out)) == (1, JSON)


def test_errors_as_github_notes_name_the_place(lantian, root: Path) -> None:
    spoil(root)
    outcome = lantian("check", "--root", str(root), "--format", "github")
    assert outcome == Outcome(1, GITHUB, "")


def test_github_notes_escape_what_github_would_read(lantian, root: Path) -> None:
    (root / "records" / "a:b,100%.txt").write_text("示例", encoding="utf-8")
    outcome = lantian("check", "--root", str(root), "--format", "github")
    assert outcome.out.startswith("::error file=records/a%3Ab%2C100%25.txt,line=1,col=1,")


def test_every_format_has_the_same_findings(lantian, root: Path) -> None:
    spoil(root, end="2019-05-22")
    for form in ("text", "json", "github"):
        outcome = lantian("check", "--root", str(root), "--format", form)
        assert (outcome.code, "'估算' 不在词表里" in outcome.out) == (1, True)


def test_command_finds_the_register_from_a_folder_inside_it(
    lantian, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(root)
    monkeypatch.chdir(root / "records" / "cities")
    assert lantian("check") == Outcome(1, TEXT, "")


def test_files_are_judged_within_the_register_and_others_are_counted(
    lantian, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round names a programme in another file; a city is broken as well."""
    spoil(root)
    city = root / "records/cities/990200.yml"
    city.write_text(city.read_text(encoding="utf-8") + "甲: 乙\n", encoding="utf-8")
    others = "其他文件里还有错误 1 处，运行 lantian check 看全部。\n"
    one_file = TEXT.replace("8 条记录读得出来", "1 个文件")
    monkeypatch.chdir(root / "records")
    assert lantian("check", "rounds/SL19/R01.yml") == Outcome(1, one_file, others)
    clean = lantian("check", "rounds/SL19/R02.yml", "programmes")
    assert (clean.code, clean.out) == (0, "共 3 个文件，没有发现问题。\n")
    folder = lantian("check", "cities", "rounds/SL19")
    assert (folder.code, folder.err) == (1, "")
    assert folder.out.splitlines()[-1].startswith("共 4 个文件；错误 2 处")


def test_record_in_the_wrong_place_is_found_by_its_name(lantian, root: Path) -> None:
    stray = root / "record/cities/990100.yml"
    stray.parent.mkdir(parents=True)
    stray.write_text("示例", encoding="utf-8")
    said = lantian("check", str(stray), "--root", str(root))
    assert (said.code, said.out.startswith("record/cities/990100.yml:1:1 错误 F11")) == (1, True)


@pytest.mark.parametrize(
    ("name", "said"),
    [("mkdocs.yml", "不在台账的 records 里"), ("..", "不在台账的 records 里"), ("无", "没有文件")],
)
def test_file_that_is_no_record_is_refused(lantian, root: Path, name: str, said: str) -> None:
    (root / "mkdocs.yml").write_text("示例", encoding="utf-8")
    refused = lantian("check", str(root / name), "--root", str(root))
    assert (refused.code, refused.out, said in refused.err) == (3, "", True)


def test_files_and_a_base_do_not_go_together(lantian, root: Path) -> None:
    assert lantian("check", str(root / ROUND), "--base", "main", "--root", str(root)).code == 2


def test_hook_of_pre_commit_names_a_command_and_the_files_of_records(lantian, root: Path) -> None:
    [hook] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    names = [path.relative_to(root).as_posix() for path in (root / "records").rglob("*.yml")]
    assert all(re.search(hook["files"], name) for name in names)
    assert not re.search(hook["files"], "mkdocs.yml")
    words = hook["entry"].split()[1:]
    said = lantian(*words, *[str(root / name) for name in names], "--root", str(root))
    assert said == Outcome(0, f"共 {len(names)} 个文件，没有发现问题。\n", "")


def test_folder_without_register_ends_with_3(
    lantian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lantian("check")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == (
        "做不下去：这里和上面各层文件夹里都没有 records 文件夹\n"
        "    改法：到台账所在的文件夹里运行，或用 --root 指明\n"
    )


def test_root_without_records_ends_with_3(lantian, tmp_path: Path) -> None:
    (tmp_path / "records").write_text("", encoding="utf-8")
    outcome = lantian("check", "--root", str(tmp_path))
    assert outcome == Outcome(
        3,
        "",
        f"做不下去：“{tmp_path}”里没有 records 文件夹\n"
        "    改法：到台账所在的文件夹里运行，或用 --root 指明它在哪里\n",
    )


@pytest.mark.parametrize(
    "words",
    [("chek",), ("check", "--formt", "x"), ("check", "--format", "x"), ("explain",)],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(lantian, words: tuple[str, ...]) -> None:
    assert lantian(*words).code == 2


def test_register_of_odd_files_is_checked_without_stopping(lantian, root: Path) -> None:
    (root / "records" / "cities" / "990300.yml").mkdir()
    os.mkfifo(root / "records" / "rounds" / "SL19" / "R03.yml")
    (root / "records" / "programmes" / "loop.yml").symlink_to("loop.yml")
    (root / "records" / "programmes" / "self").symlink_to(".")
    outcome = lantian("check", "--root", str(root), "--format", "json")
    found = {(one["path"], one["code"]) for one in json.loads(outcome.out)["findings"]}
    assert found == {
        ("records/programmes/loop.yml", "F03"),
        ("records/programmes/self", "F03"),
        ("records/rounds/SL19/R03.yml", "F04"),
    }


def test_link_that_is_asked_about_is_one_file_and_not_what_it_leads_to(
    lantian, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for name in ("a.yml", "b.yml"):
        (outside / name).touch()
    link = root / "records" / "issues" / "elsewhere"
    link.symlink_to(outside)
    outcome = lantian("check", "--root", str(root), str(link))
    assert " 错误 F03\n" in outcome.out
    assert "共 1 个文件；错误 1 处，提醒 0 处。" in outcome.out


@pytest.mark.parametrize("code", ["Y03", "y03", "fullwidth-colon", "Fullwidth-Colon"])
def test_rule_is_explained_by_code_or_by_name(lantian, code: str) -> None:
    outcome = lantian("explain", code)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("# Y03 全角冒号\n\n")
    assert outcome.out.endswith("```\n")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("Y031", "是不是 Y03？"),
        ("？", "编号写成 F01 这样，全部规则见网站“检查规则”页"),
    ],
)
def test_unknown_rule_ends_with_3_and_the_nearest(lantian, code: str, hint: str) -> None:
    assert lantian("explain", code) == Outcome(
        3, "", f"做不下去：没有编号为 {code!r} 的规则\n    改法：{hint}\n"
    )


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", "records/𠮷.txt:"),
        ("gbk", "records/\\U00020bb7.txt:"),
        ("utf-8", "records/𠮷.txt:"),
    ],
)
def test_console_of_any_encoding_gets_an_answer(encoding: str, shown: str, root: Path) -> None:
    (root / "records" / "𠮷.txt").write_text("示例", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(root)],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (1, b"")
    # Click itself turns to UTF-8 where only ASCII was asked for.
    assert ended.stdout.decode(encoding.replace("ascii", "utf-8")).startswith(shown)


@pytest.mark.parametrize(
    "words", [["--base", ""], ["--base", " "], ["--base", "main", "--head", ""]]
)
def test_empty_revision_is_refused_and_never_taken_for_no_change(lantian, words: list[str]) -> None:
    """A variable that a pipeline did not set must not make the check green."""
    found = lantian("check", "--root", str(BASE), *words)
    assert found.code == 2
    assert f"{words[-2]} 是空的，什么也没有检查；写明分支或者提交" in found.err
