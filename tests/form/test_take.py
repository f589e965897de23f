"""`lantian take`: the work of several clerks on a branch; nothing twice, nothing lost, no trap."""

import io
import json
import stat
import zipfile
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.form.desk import NOW, issue, session
from tests.form.test_changes import correction, step
from tests.pull_requests import OPEN, Forge, event, path_of
from tests.running import Outcome, lantian

FOLDER = "records/issues/LS19/990100/R01"
FIRST, SECOND = f"{FOLDER}/LS19-990100-R01-P07-001.yml", f"{FOLDER}/LS19-990100-R01-P07-002.yml"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path / "register")


def given(name: str, *entries: Mapping[str, Any]) -> dict[str, Any]:
    """What a clerk downloads after filling in these entries."""
    form, kept = session(), list[dict[str, Any]]()
    for entry in entries:
        made = form.ask({"do": "check", "entry": entry, "others": kept})
        assert made["ok"], made["problems"]
        kept.append({**entry, "id": made["id"]})
    return form.ask({"do": "package", "entries": kept, "name": name, "now": NOW})


def zip_of(forge: Forge, name: str, *entries: Mapping[str, Any]) -> Path:
    file = forge.root.parent / f"{name}.zip"
    file.write_bytes(b64decode(given(name, *entries)["zip"]))
    return file


def patch_of(forge: Forge, name: str, *entries: Mapping[str, Any]) -> Path:
    file = forge.root.parent / f"{name}.patch"
    file.write_text(given(name, *entries)["patch"], encoding="utf-8", newline="\n")
    return file


def take(forge: Forge, *files: Path, branch: str = "taken") -> Outcome:
    person = {"user.name": "管理员", "user.email": "a@example.invalid"}
    for name, value in person.items():
        forge.git("config", name, value)
    words = ("--base", "main", "--branch", branch, "--root", forge.root)
    return lantian("take", *files, *words)


def taken(forge: Forge, path: str) -> str:
    return forge.git("show", f"taken:{path}", may_fail=True)


@pytest.mark.parametrize("made", [zip_of, patch_of])
def test_package_becomes_a_commit_of_its_clerk(forge: Forge, made: Callable[..., Path]) -> None:
    said = take(forge, made(forge, "示例甲分局", issue(), issue(site="示例二厂")))
    assert said.code == 0, said.err
    assert "示例甲分局）：收进 2 条，已经有的 0 条，不收的 0 条" in said.out
    assert forge.git("log", "-1", "--format=%an|%ad|%s", "--date=iso-strict", "taken") == (
        "示例甲分局|2019-08-01T09:30:00+08:00|新增 2 条记录"
    )
    assert "name: 示例厂" in taken(forge, FIRST)
    assert "name: 示例二厂" in taken(forge, SECOND)
    assert forge.git("status", "--porcelain", "--untracked-files=no") == ""
    assert forge.check("--head", "taken").code == 0


def test_two_clerks_with_the_same_numbers_are_both_taken(forge: Forge) -> None:
    one = zip_of(forge, "甲", issue(), issue(site="示例二厂"))
    other = patch_of(forge, "乙", issue(site="示例三厂"), issue(site="示例四厂"))
    said = take(forge, one, other)
    assert said.code == 0, said.out
    assert "换了序号：LS19-990100-R01-P07-001 → LS19-990100-R01-P07-003" in said.out
    sites = [taken(forge, f"{FOLDER}/LS19-990100-R01-P07-{n:03}.yml") for n in (1, 2, 3, 4)]
    assert [text.partition("name: ")[2].split("\n")[0] for text in sites] == [
        "示例厂",
        "示例二厂",
        "示例三厂",
        "示例四厂",
    ]
    assert forge.git("log", "--format=%an", "main..taken").split() == ["乙", "甲"]


def test_taking_again_takes_nothing(forge: Forge) -> None:
    files = [zip_of(forge, "甲", issue()), patch_of(forge, "乙", issue(site="示例三厂"))]
    take(forge, *files)
    end = forge.git("rev-parse", "taken")
    said = take(forge, *files)
    assert (said.code, forge.git("rev-parse", "taken")) == (0, end)
    assert said.out.count("收进 0 条，已经有的 1 条") == 2
    assert take(forge, files[1], files[0]).out.count("已经有的 1 条") == 2


@pytest.mark.parametrize("is_corrected", [False, True])
def test_record_with_a_later_step_is_not_taken_again(forge: Forge, is_corrected: bool) -> None:
    file = zip_of(forge, "甲", issue())
    take(forge, file)
    forge.go("taken")
    forge.append("LS19-990100-R01-P07-001", event(step="上报"))
    if is_corrected:
        forge.replace(FIRST, "name: 示例厂", "name: 示例新厂")
    forge.commit()
    forge.go("main")
    assert "收进 0 条，已经有的 1 条" in take(forge, file).out


def test_twin_of_a_record_is_a_record_of_its_own(forge: Forge) -> None:
    take(forge, zip_of(forge, "甲", issue()))
    twins = zip_of(forge, "乙", issue(), issue())
    said = take(forge, twins)
    assert "收进 1 条，已经有的 1 条" in said.out
    assert "name: 示例厂" in taken(forge, SECOND)
    assert "收进 0 条，已经有的 2 条" in take(forge, twins).out


def test_record_that_is_there_under_another_number_is_named(forge: Forge) -> None:
    files = [zip_of(forge, "甲", issue()), zip_of(forge, "乙", issue(site="示例二厂"))]
    take(forge, *files)
    said = take(forge, files[1])
    assert "  已经有的：LS19-990100-R01-P07-001 就是 LS19-990100-R01-P07-002\n" in said.out


def test_package_that_git_takes_no_commit_of_does_not_stop_the_others(forge: Forge) -> None:
    bad, good = forge.root.parent / "bad.zip", zip_of(forge, "甲", issue())
    bad.write_bytes(repacked(good, {'"name": "甲"': '"name": "..."'}))
    said = take(forge, bad, good)
    assert (said.code, said.err) == (1, "")
    assert "不收 bad.zip：填报人“...”里没有字" in said.out
    assert "name: 示例厂" in taken(forge, FIRST)


def test_branch_that_can_not_be_is_refused(forge: Forge) -> None:
    file = zip_of(forge, "甲", issue())
    forge.git("branch", "two")
    forge.git("branch", "deep/one")
    forge.git("worktree", "add", "--quiet", str(forge.root.parent / "beside"), "two")
    reasons = {
        "@{-1}": "分支不能叫 '@{-1}'",
        "refs/heads/x": "分支不能叫 'refs/heads/x'",
        "HEAD": "分支不能叫 'HEAD'",
        "two/x": "已有分支 two，不能再有 two/x",
        "deep": "已有分支 deep/one，不能再有 deep",
        "main": "现在就在分支 main 上",
        "two": f"“{forge.root.parent / 'beside'}”现在就在分支 two 上",
    }
    before = forge.git("for-each-ref")
    for branch, reason in reasons.items():
        said = take(forge, file, branch=branch)
        assert (said.code, reason in said.err) == (3, True), (branch, said.err)
    assert forge.git("for-each-ref") == before
    assert take(forge, file, branch="deep/two").code == 0


def test_changes_of_the_same_issue_by_two_clerks_are_joined(forge: Forge) -> None:
    files = [zip_of(forge, "甲", step()), patch_of(forge, "乙", correction())]
    said = take(forge, *files)
    assert said.code == 0, said.out
    text = taken(forge, path_of(OPEN))
    assert text.index("step: 核查") < text.index("step: 更正")
    assert "\n  name: 示例新厂\n" in text
    assert take(forge, *files).out.count("收进 0 条，已经有的 1 条") == 2
    assert forge.check("--head", "taken").code == 0


def test_step_on_a_version_that_is_unknown_here_is_refused(forge: Forge) -> None:
    file = patch_of(forge, "甲", step())
    forge.replace(path_of(OPEN), "found: ", "found: 又")
    forge.git("add", "--all")
    forge.git("commit", "--quiet", "--amend", "--message", "Another register")
    forge.git("reflog", "expire", "--expire=now", "--all")
    forge.git("gc", "--quiet", "--prune=now")
    said = take(forge, file)
    assert said.code == 1
    assert "它所改的那一版不在这个仓库里" in said.out


def test_record_that_the_check_refuses_stays_out_with_the_reason(forge: Forge) -> None:
    file = zip_of(forge, "甲", issue(), issue(site="示例二厂"))
    right, wrong = (f"示例二厂\ncategory: {word}" for word in ("未安装治污设施", "没有这一类"))
    file.write_bytes(repacked(file, {right: wrong}))
    said = take(forge, file)
    assert said.code == 1
    assert f"不收 {SECOND}：" in said.out
    assert "没有这一类" in said.out
    assert "name: 示例厂" in taken(forge, FIRST)
    assert taken(forge, SECOND) == ""


def repacked(file: Path, changes: Mapping[str, str]) -> bytes:
    """A ZIP file in which some texts are others."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in changes.items():
                text = text.replace(before, after)
            new.writestr(name, text)
    return made.getvalue()


MAIL = b"From 0 Mon Sep 17 00:00:00 2001\nFrom: x <x@y.z>\nSubject: x\n\n---\n"
OUTSIDE = (
    b"diff --git a/../x.yml b/../x.yml\nnew file mode 100644\nindex %s..%s\n"
    b"--- /dev/null\n+++ b/../x.yml\n@@ -0,0 +1 @@\n+x\n" % (b"0" * 40, b"1" * 40)
)
MANIFEST = json.dumps({"format": 1, "name": "某\nFrom: <x>", "mail": "a b", "before": {}})


def hostile(*files: tuple[str, bytes], mode: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lantian.json", MANIFEST)
        for name, text in files:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (hostile(("../outside.yml", b"id: x")), "路径不在 records 里"),
        (hostile(("/etc/x.yml", b"id: x")), "路径不在 records 里"),
        (hostile(("records/../x.yml", b"id: x")), "路径不在 records 里"),
        (hostile(("records\\x.yml", b"id: x")), "路径不在 records 里"),
        (hostile((".github/workflows/check.yml", b"x")), "路径不在 records 里"),
        (hostile(("records/vocabulary.yml", b"x")), "词表、办理流程、行动和城市是规则"),
        (hostile((FIRST, b"/etc/passwd"), mode=stat.S_IFLNK | 0o777), "是链接或者特殊文件"),
        (hostile((FIRST, b"id: \xff\xfe")), "不是 UTF-8 编码"),
        (hostile((FIRST, b"0" * 2_000_000)), "大于 1 MB"),
        (hostile(*((f"records/x{n}.yml", b"0" * 1_000_000) for n in range(40))), "太多或者太大"),
        (hostile((FIRST, b"id: [")), "不合 YAML 的写法（Y01）"),
        (b"PK\x03\x04 no archive", "ZIP 损坏了"),
        (b"\x7fELF", "不是填报网页给的 ZIP，也不是 git am 补丁"),
        (MAIL, "没有改动任何文件"),
        (MAIL + OUTSIDE, "路径不在 records 里"),
    ],
)
def test_trap_is_refused_with_a_sentence(forge: Forge, content: bytes, reason: str) -> None:
    file = forge.root.parent / "trap"
    file.write_bytes(content)
    said = take(forge, file)
    assert (said.code, said.err) == (1, "")
    assert reason in said.out
    assert forge.git("branch", "--list", "taken") == ""
