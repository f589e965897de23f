"""What a change brings besides records: its own judge, records in a wrong place, who must agree."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.checks.outside_rules import harmful_words, misplaced_files, title_of
from generator.checks.owners import Owners
from generator.checks.proposal import OutsideFile
from tests.checks.test_cases import CASES, lay
from tests.pull_requests import OPEN, Forge, event, path_of
from tests.running import lantian

AT = path_of(OPEN)
STRAY = "LS19-990100-R02-P01-009"
OWNERS = """\
* @ministry
/records/issues/*/990200/ @city
# 须同意：上级部门 @ministry
# 须同意：工作组 @groups
# 须同意：公开 @publicity
"""


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """The sample register on main with its owners, and a branch with one step more."""
    forge = Forge(tmp_path / "forge")
    forge.write("CODEOWNERS", OWNERS)
    forge.write("mkdocs.yml", "site_name: 示例\n")
    forge.commit()
    forge.branch("topic")
    forge.append(OPEN)
    return forge


def link(forge: Forge, path: str) -> None:
    (forge.root / path).symlink_to("/etc")


def nest(forge: Forge) -> None:
    words = ("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    forge.git("add", "--all")
    forge.git(*words)


CHANGES: dict[str, tuple[Callable[[Forge], object], str]] = {
    ".github/workflows/check.yml": (lambda f: f.write(".github/workflows/check.yml", "x"), "C18"),
    ".gitlab-ci.yml": (lambda f: f.write(".gitlab-ci.yml", "x"), "C18"),
    ".workflow/check.yml": (lambda f: f.write(".workflow/check.yml", "x"), "C18"),
    "CODEOWNERS": (lambda f: f.write("CODEOWNERS", "* @city\n"), "C18"),
    "docs/CODEOWNERS": (lambda f: f.write("docs/CODEOWNERS", "* @city\n"), "C18"),
    "mkdocs.yml": (lambda f: f.write("mkdocs.yml", "hooks: [../evil.py]\n"), "C18"),
    "site/index.html": (lambda f: f.write("site/index.html", "x"), "C18"),
    "evil.py": (lambda f: f.write("evil.py", "x"), "C19"),
    "generator/__init__.py": (lambda f: f.write("generator/__init__.py", "x"), "C19"),
    "constraints.txt": (lambda f: f.write("constraints.txt", "x"), "C19"),
    "records/README.md": (lambda f: f.write("records/README.md", "x"), "C19"),
    "public": (lambda f: link(f, "public"), "C18"),
    "elsewhere": (lambda f: link(f, "elsewhere"), "C18"),
    "sub": (nest, "C18"),
}


@pytest.mark.parametrize("path", CHANGES)
def test_what_is_no_record_is_listed_first_and_parted(path: str, forge: Forge) -> None:
    change, code = CHANGES[path]
    change(forge)
    if path == "sub":
        forge.git("commit", "--quiet", "--message", "x")
    else:
        forge.commit()
    outcome = forge.check()
    lines = outcome.out.splitlines()
    assert lines[:2] == ["记录以外的文件 1 个，先看这些：", f"  {path}"]
    assert "  记录以外的文件：@ministry" in lines
    (said,) = [at for at, line in enumerate(lines) if line.endswith(code)]
    assert lines[said].startswith(f"{path}:1:1 ")
    assert lines[said + 2].endswith("须由 @ministry 同意")
    assert outcome.code == (code == "C18")


def test_build_folder_that_is_a_link_is_refused_before_anything_is_written(forge: Forge) -> None:
    forge.commit()
    victim = forge.root.parent / "victim"
    victim.mkdir()
    (forge.root / ".build").symlink_to(victim)
    assert "“" in forge.check().err
    assert list(victim.iterdir()) == []
    assert title_of(OutsideFile(".build", True, "120000")) == ("链接", True)
    assert title_of(OutsideFile(".build/x", True, "100644")) == ("生成的文件夹", True)


def test_change_of_other_files_alone_is_listed_and_no_finding(forge: Forge) -> None:
    forge.git("checkout", "--quiet", "--force", "main")
    forge.branch("code")
    forge.write(".github/workflows/check.yml", "x")
    forge.commit()
    outcome = forge.check()
    assert (outcome.code, "没有发现问题" in outcome.out) == (0, True)
    assert outcome.out.startswith(
        "记录以外的文件 1 个，先看这些：\n  .github/workflows/check.yml\n"
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"record/issues/LS19/990100/R02/{STRAY}.yml", f"移到 {path_of(STRAY)}"),
        (f"Records/issues/LS19/990100/R02/{STRAY}.yml", f"移到 {path_of(STRAY)}"),
        (f"{STRAY}.yml", f"移到 {path_of(STRAY)}"),
        (f"{STRAY}.yaml", f"移到 {path_of(STRAY)}"),
        (f"{STRAY.lower()}.yml.bak", f"移到 {path_of(STRAY)}"),
        (f"docs/{STRAY}.txt", f"移到 {path_of(STRAY)}"),
        ("records /teams/x.yml", "文件夹是不是 records？移到 records/teams/x.yml"),
        ("ｒｅｃｏｒｄｓ/x.yml", "文件夹是不是 records？移到 records/x.yml"),
        ("issues/x.yml", "移到 records/issues/x.yml"),
        ("tests/sample/records/issues/LS19/x.yml", ""),
        ("resources/x.yml", ""),
        ("records.md", ""),
    ],
)
def test_record_in_a_wrong_place_is_found_with_its_place(
    path: str, said: str, forge: Forge
) -> None:
    forge.git("checkout", "--quiet", "--force", "main")
    forge.branch("stray")
    forge.write(path, forge.read(path_of("LS19-990100-R02-P01-001")))
    forge.commit()
    out = forge.check().out
    assert (f"改法：{said}" in out and " F11\n" in out) if said else " F11\n" not in out
    if said and not path.startswith("docs/"):
        (found,) = misplaced_files(forge.root)
        assert (found.path, found.code, said in found.hint) == (path, "F11", True)
        outcome = lantian("check", "--root", forge.root)
        assert (outcome.code, " 错误 F11\n" in outcome.out) == (1, True)
    else:
        assert misplaced_files(forge.root) == []


@pytest.mark.parametrize(
    "line",
    [
        "records/tasks/** working-tree-encoding=UTF-16",
        "* eol=crlf",
        "*.yml -eol",
        "records/**/*.yml filter=x",
        "records/** ident",
        "/records export-ignore",
        "*.yml export-subst",
        "*.yml -diff",
        "*.yml binary",
        "*.yml diff=x",
        "*.yml linguist-generated",
        "[attr]own filter=x\n*.yml own",
    ],
)
def test_attribute_that_changes_or_hides_records_is_an_error(line: str, forge: Forge) -> None:
    right = forge.read(".gitattributes")
    forge.write(".gitattributes", f"{right}{line}\n")
    forge.commit()
    number = len(right.splitlines()) + line.count("\n") + 1
    found = [one for one in forge.findings() if one.endswith("C20")]
    assert found[:1] == [f".gitattributes:{number}:1 错误 C20"]


def test_attributes_that_are_as_they_should_be_are_no_finding() -> None:
    words = ["text", "text=auto", "eol=lf", "merge=text", "-filter", "!diff", "-text"]
    assert list(harmful_words(words)) == []


def test_attribute_of_other_files_is_no_finding(forge: Forge) -> None:
    right = forge.read(".gitattributes")
    forge.write(".gitattributes", f"{right}*.png binary\n/docs export-ignore\n")
    forge.commit()
    assert not any(one.endswith("C20") for one in forge.findings())


CLOSED_BY_THE_CITY = event() + event(date="2019-08-21", step="销号", by="示例主管部门", result="")


def test_city_alone_can_not_close_its_own_issue(forge: Forge) -> None:
    forge.git("checkout", "--quiet", "--force", "main")
    forge.branch("close")
    forge.append(OPEN, CLOSED_BY_THE_CITY)
    forge.commit()
    agreed = forge.check().out.partition("须同意：\n")[2].splitlines()
    assert agreed[:3] == [
        "  示例乙市（990200）：@city",
        "  工作组的步骤（核查）：@groups",
        "  部的步骤（销号）：@ministry",
    ]


def test_release_needs_who_approves_releases(forge: Forge) -> None:
    forge.git("checkout", "--quiet", "--force", "main")
    forge.branch("expose")
    fields = {"grade": "公开", "approved_by": "示例主管部门", "publish_from": "2019-08-21"}
    fields["releases"] = "整改前.jpg、整改后.jpg"
    forge.append(
        OPEN, event(date="2019-08-21", step="曝光", by="示例主管部门", result="", **fields)
    )
    forge.commit()
    assert (
        "  对外公开（曝光，批准人 示例主管部门，公开照片 2 张）：@publicity\n" in forge.check().out
    )


def agreed(forge: Forge, path: str, old: str, new: str, added: str = "") -> list[str]:
    """Who must agree to an edit of a file of main, without the owners of the file."""
    forge.git("checkout", "--quiet", "--force", "main")
    forge.branch("edit")
    forge.replace(path, old, new)
    forge.write(path, forge.read(path) + added)
    forge.commit()
    return forge.check().out.partition("须同意：\n")[2].partition("\n\n")[0].splitlines()[1:]


AMENDED = event(step="更正", by="示例乙市", result="", corrects="found", note="示例：原件另有所指")
PRESS, DECISION = path_of("LS17-990200-R00-G-001"), path_of("LS19-990200-F001")
FIGURES = "records/bulletins/LS19/20190701-1.yml"
CORRECTED_FIGURE = """corrections:
- date: 2019-08-20
  corrects: rows.value
  note: 录入有误，原件为 13
"""
SETTLED = {
    "handed over": (
        (AT, "found: ", "found: 又", AMENDED),
        "  更正部已经推送确认的内容（LS19-990200-R03-P02-005）：@ministry",
    ),
    "published": (
        (PRESS, "found: ", "found: 又", AMENDED),
        "  更正已经公开的内容（LS17-990200-R00-G-001）：@publicity",
    ),
    "publicity begins": (
        (DECISION, "measures:", "publish_from: 2019-07-01\nmeasures:"),
        "  对外公示（2019-07-01 至 没有止日）（LS19-990200-F001）：@publicity",
    ),
    "publicity ends": (
        (
            path_of("LS19-990300-F001"),
            "publish_until: 2019-12-31\n",
            "publish_until: 2019-12-31\nevents:\n- date: 2019-07-20\n  step: 信用修复\n",
        ),
        "  停止公示（信用修复）（LS19-990300-F001）：@publicity",
    ),
    "by a source": (
        (DECISION, "letter:", "sources:\n- title: 示例通报\n  date: 2019-07-01\nletter:"),
        "  写上来源而对外公开（LS19-990200-F001）：@publicity",
    ),
    "published figure": (
        (FIGURES, "value: 12", "value: 13", CORRECTED_FIGURE),
        "  更正已经公开的内容（LS19-20190701-1）：@publicity",
    ),
    "assistance by a source": (
        (path_of("LS19-990200-R03-H002"), "subject:", "sources:\n- title: 示例\nsubject:"),
        "  写上来源而对外公开（LS19-990200-R03-H002）：@publicity",
    ),
}
"""What a city, or who keeps penalties, can not settle alone: the edit → who must agree."""


@pytest.mark.parametrize("name", SETTLED)
def test_what_others_settled_or_all_may_see_is_not_changed_alone(name: str, forge: Forge) -> None:
    edit, expected = SETTLED[name]
    assert agreed(forge, *edit) == [expected]


TWICE = {
    "LS19-990300-F002": ("LS19-990300-F003", "E08"),
    "LS19-990300-F002, 01号": ("LS19-990300-F003", "E08"),
    "U990200-001": ("U990300-001", "U03"),
}


@pytest.mark.parametrize("name", TWICE)
def test_second_record_of_what_the_base_has_is_found_before_the_merge(
    name: str, forge: Forge
) -> None:
    """Else the first build after the merge would stop."""
    first, (second, code) = name.partition(",")[0], TWICE[name]
    forge.git("checkout", "--quiet", "--force", "main")
    text = forge.read(path_of(first))
    if code == "U03":
        text = f'id: {first}\nnames:\n- name: 示例\ncredit_code: "91350100M000100Y43"\n'
        forge.write(path_of(first), text)
        forge.commit()
    forge.branch("again")
    text = text.replace(first, second).replace("〕1号", "〕01号" if "01" in name[-4:] else "〕1号")
    forge.write(path_of(second), text.replace("name: 示例\n", "name: 示例另一家\n"))
    forge.commit()
    assert f"{path_of(second)}:" in forge.findings()[0]
    assert forge.findings()[0].endswith(f"错误 {code}")


ROUND_CASES = ("same-round/by-day", "visit-outside-round/recorded")


@pytest.mark.parametrize("name", ROUND_CASES)
def test_days_of_a_round_judge_the_records_of_its_programme(name: str, tmp_path: Path) -> None:
    """Also those that the change does not touch: they would be wrong once it is merged."""
    forge = Forge(tmp_path, empty=True)
    lay(CASES / name, forge.root)
    wanted = re.findall(r"(?m)^\S+ 错误 (\w+)$", (CASES / name / "expected.txt").read_text())
    rounds = {path: path.read_text() for path in (CASES / name).rglob("rounds/*/*.yml")}
    for path in rounds:
        here = path.relative_to(CASES / name)
        base = CASES / "_base" / here
        (forge.root / here).unlink()
        if base.exists():
            forge.write(here.as_posix(), base.read_text())
    forge.commit()
    forge.branch("topic")
    for path, text in rounds.items():
        forge.write(path.relative_to(CASES / name).as_posix(), text)
    forge.commit()
    found = [one.rpartition(" ")[2] for one in forge.findings()]
    assert [code for code in wanted if code not in found] == []


def test_change_can_not_choose_who_agrees_for_a_role(forge: Forge) -> None:
    forge.write("CODEOWNERS", OWNERS.replace("工作组 @groups", "工作组 @city"))
    forge.commit()
    assert "  工作组的步骤（核查）：@groups\n" in forge.check().out


def test_owners_are_read_as_forges_read_them() -> None:
    owners = Owners("* @a\n[section] @z\n/x/ @b @c # d\n# 须同意: 部 @m @n # o\n# 须同意：工作组\n")
    assert owners.of_paths(["y", "x/1"]) == ("@a", "@b", "@c")
    assert (owners.of_role("部", "上级部门"), owners.of_role("工作组")) == (("@m", "@n"), ())
    assert Owners("").of_paths(["x"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        ("found: ", "found: 又", True),
        ("category: 未安装治污设施", "category: 建筑工地扬尘", False),
        ("name: 示例塑料厂", "name: 示例塑料厂二车间", False),
    ],
)
def test_new_issue_that_tells_what_one_of_the_base_tells_is_a_warning(
    old: str, new: str, is_found: bool, forge: Forge
) -> None:
    first = "LS19-990100-R02-P01-002"
    forge.copy(first, STRAY)
    forge.replace(path_of(STRAY), old, new)
    forge.commit()
    said = f"与 {first} 的点位、区县、发现日期和问题类别都相同"
    assert (said in forge.check().out) is is_found


def test_folder_that_can_not_be_a_record_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "record").symlink_to("/etc")
    assert misplaced_files(tmp_path) == []
