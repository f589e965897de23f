"""`lantian init`: a new register that passes its own check, also from the wheel alone."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import pytest
import yaml

from generator.checks.owners import Owners
from generator.core.forges import RecordsOnForge, RepositoryAddress
from generator.site.build import read_register
from generator.site.settings import records_on_forge
from tests.registers import REPOSITORY
from tests.running import lantian

ANSWERS: Mapping[str, str] = {
    "--programme": "SL27",
    "--name": "示例专项行动",
    "--issuer": "示例厅",
    "--start": "2027-03-01",
    "--document": "示例方案",
    "--city": "990100",
    "--city-name": "示例甲市",
    "--pinyin": "shilijia",
    "--province": "示例省",
    "--region": "示例省",
    "--county": "990101=示例东区、990102=示例西区",
}


def words(**changes: str) -> list[str]:
    answers = {**ANSWERS, **{f"--{name.replace('_', '-')}": to for name, to in changes.items()}}
    return [word for pair in answers.items() for word in pair if pair[1]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("init") / "台账"
    made = lantian("init", folder, *words(), "--cadence", 15)
    assert (made.code, made.err) == (0, "")
    assert f"已建立：{folder}" in made.out
    return folder


def test_register_passes_its_own_check(root: Path) -> None:
    assert lantian("check", "--root", root).out == "共 2 条记录，没有发现问题。\n"


def test_records_hold_what_was_answered(root: Path) -> None:
    register = read_register(root).register
    programme, city = register.programmes["SL27"], register.cities["990100"]
    assert (programme.name, programme.issuer, programme.cadence_days) == (
        *("示例专项行动", "示例厅", 15),
    )
    assert str(programme.period.start) == "2027-03-01"
    assert programme.cities == ["990100"]
    assert (city.name, city.short_name, city.region) == ("示例甲市", "示例甲", "示例省")
    assert [(one.code, one.name) for one in city.counties] == [
        ("990101", "示例东区"),
        ("990102", "示例西区"),
    ]


ISSUE = (
    *("--programme", "SL27", "--city", "示例甲市", "--round", "1", "--group", "P01"),
    *("--county", "示例东区", "--site", "示例厂", "--category", "未安装治污设施"),
    *("--date", "2027-03-02", "--by", "第1轮示例甲市第1普通组", "--found", "示例：没有装。"),
)


def test_commands_of_the_guide_make_the_lists_that_it_speaks_of(root: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(root, tmp_path / "copy")
    rounds = ("--first", "2027-03-01", "--until", "2027-03-20", "--note", "示例")
    for command in (("rounds", "SL27", *rounds), ("issue", *ISSUE)):
        made = lantian("new", *command, "--root", copy)
        assert made.code == 0, made.err
    guide = (copy / "records" / "README.md").read_text(encoding="utf-8")
    for kind, more in (("template", ()), ("export", ("--today", "2027-03-10"))):
        [command] = re.findall(rf"`lantian ({kind} [^`]+) --out [^`]+`", guide)
        out = tmp_path / f"{kind}.xlsx"
        made = lantian(*command.split(), "--out", out, *more, "--root", copy)
        assert (made.code, made.err) == (0, ""), command
        assert out.is_file()


SIGNS = "示例 #1: - '\"\\ {}"
"""Signs that mean something in YAML."""


def test_answers_may_have_signs_that_yaml_uses(tmp_path: Path) -> None:
    names = dict.fromkeys(("name", "issuer", "document", "city_name", "province", "region"), SIGNS)
    made = lantian("init", tmp_path / "new", *words(**names))
    assert (made.code, made.err) == (0, "")
    city = read_register(tmp_path / "new").register.cities["990100"]
    assert (city.name, city.province, city.region) == (SIGNS, SIGNS, SIGNS)
    settings = yaml.safe_load(
        re.sub("!!python/.*", "", (tmp_path / "new/mkdocs.yml").read_text(encoding="utf-8"))
    )
    assert settings["site_description"] == f"{SIGNS}问题台账"


def test_lifecycle_names_the_office_that_was_answered(root: Path) -> None:
    text = (root / "records/programmes/SL27.yml").read_text(encoding="utf-8")
    assert "示例部" not in text
    assert "LT19" not in text
    assert "- 示例厅\n" in text


def test_first_issue_can_be_filed(root: Path) -> None:
    named = {
        "--programme": "SL27",
        "--city": "示例甲市",
        "--round": "1",
        "--group": "P01",
        "--county": "示例东区",
        "--site": "示例建材厂",
        "--category": "未安装治污设施",
        "--found": "示例：破碎工段没有治污设施",
        "--date": "2027-03-02",
        "--by": "第1轮示例甲市第1普通组",
    }
    days = ("--first", "2027-03-01", "--until", "2027-03-15", "--note", "示例：按天数推算")
    assert lantian("new", "rounds", "SL27", *days, "--root", root).code == 0
    made = lantian("new", "issue", "--root", root, *(word for one in named.items() for word in one))
    assert (made.code, made.err) == (0, "")
    assert lantian("check", "--root", root).code == 0


def test_owners_of_the_city_are_named(root: Path) -> None:
    owners = Owners((root / "CODEOWNERS").read_text(encoding="utf-8"))
    path = "records/issues/SL27/990100/R01/SL27-990100-R01-P01-001.yml"
    assert owners.of_paths([path]) == ("@YOUR-ORG/city-990100",)


def test_workflow_is_that_of_this_repository_but_for_the_program(root: Path) -> None:
    own, new = (
        yaml.safe_load((folder / ".github/workflows/check.yml").read_text(encoding="utf-8"))
        for folder in (REPOSITORY, root)
    )
    steps = [one["jobs"]["check"].pop("steps") for one in (own, new)]
    assert new == own
    others = [[one for one in some if "pip" not in one.get("run", "")] for some in steps]
    assert others[0] == others[1]
    [locked, program] = [one for one in steps[1] if one not in others[1]]
    assert "-r requirements.txt" in locked["run"]
    assert program["env"] == {"PROGRAM": "${{ vars.LANTIAN_PROGRAM }}"}
    lock = (REPOSITORY / "requirements/run.txt").read_text(encoding="utf-8")
    assert (root / "requirements.txt").read_text(encoding="utf-8") == lock


REFUSED: Mapping[str, tuple[dict[str, str], str]] = {
    "nothing answered": (dict.fromkeys(("name", "county"), ""), "（--name）、区县（--county）"),
    "county without a code": ({"county": "示例东区"}, "区县（--county）写成 代码=名称"),
    "county twice": (
        {"county": "990101=示例东区、990101=示例西区"},
        "区县（--county）里“990101”写了两次：一个区县写一次",
    ),
    "county by another code": (
        {"county": "990101=示例东区、990102=示例东区"},
        "里“示例东区”写了两次",
    ),
    "county of another city": (
        {"county": "990101=示例东区、880101=示例西区"},
        "的代码“880101”不属于城市代码“990100”：区县代码的前四位与城市相同",
    ),
    "programme of another form": (
        {"programme": "sl-27"},
        "行动编号（--programme）里的“sl-27”写得不对：要写的是两到四个大写字母加两位年份，例如 LD27",
    ),
    "letters that are no pinyin": (
        {"pinyin": "示例"},
        "城市拼音（--pinyin）里的“示例”写得不对：要写的是小写字母，不带声调，例如 xian",
    ),
    "line break in a name": (
        {"name": "示例\n行动"},
        "行动名称（--name）里的“示例\\n行动”有换行：去掉换行，写成一行",
    ),
    "line break in a county": (
        {"county": "990101=示例东区、\n990102=示例西区"},
        "区县（--county）里的“990101=示例东区、\\n990102=示例西区”有换行",
    ),
    "code of another length": (
        {"city": "9901"},
        "城市代码（--city）里的“9901”写得不对：要写的是第一个城市的六位代码，例如 610100",
    ),
    "year of four nines": (
        {"start": "9999-12-31"},
        "首日（--start）“9999-12-31”离今天太远：查对年份，在 ",
    ),
    "year long ago": ({"start": "0217-03-01"}, "首日（--start）“0217-03-01”离今天太远"),
    "long name": ({"name": "示" * 3000}, "行动名称（--name）有 3000 个字，最多 100 个：只写名称"),
    "long document": ({"document": "示" * 301}, "依据文件（--document）有 301 个字，最多 300 个"),
    "long county": (
        {"county": f"990101={'示' * 51}"},
        "区县（--county）里的一个名称有 51 个字，最多 50 个",
    ),
    "city of another province": (
        {"city": "610100", "province": "河南省", "county": "610102=示例区"},
        "“610100”与省份（--province）“河南省”不相符：61 开头的代码是陕西省的，"
        "省份（--province）写 陕西省；代码写错的，改正代码",
    ),
    "province cut short": (
        {"city": "610100", "province": "陕西", "county": "610102=示例区"},
        "省份（--province）写 陕西省；",
    ),
    "province with the code of an invented one": (
        {"province": "陕西省"},
        "“990100”与省份（--province）“陕西省”不相符：99 开头的代码不是这个省的；",
    ),
    "municipality of another name": (
        {"city": "110000", "province": "北京市", "county": "110101=示例区"},
        "城市代码（--city）“110000”是直辖市的代码，城市名称（--city-name）“示例甲市”与",
    ),
    "city of another code": (
        {"city": "610100", "city_name": "宝鸡市", "province": "陕西省", "county": "610102=示例区"},
        "城市代码（--city）“610100”与城市名称（--city-name）“宝鸡市”不相符："
        "代码 610100 是西安市的，宝鸡市的代码是 610300；写错了哪一个就改哪一个，名称写全称",
    ),
    "city with a code of no one": (
        {"city": "610900", "city_name": "西安市", "province": "陕西省", "county": "610902=示例区"},
        "“西安市”不相符：西安市的代码是 610100；",
    ),
    "city by its short name": (
        {"city": "610100", "city_name": "西安", "province": "陕西省", "county": "610102=示例区"},
        "代码 610100 是西安市的，西安市的代码是 610100；",
    ),
    "control sign in a name": ({"name": "示例\x1b[2J行动"}, "行动名称（--name）：里面有看不见的"),
    "no day": ({"start": "三月"}, "不是日期"),
}


@pytest.mark.parametrize(("changes", "said"), REFUSED.values(), ids=REFUSED)
def test_answer_that_can_not_be_recorded_leaves_nothing(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    made = lantian("init", tmp_path / "new", *words(**changes))
    assert made.code == 2
    assert said in made.err
    assert list(tmp_path.iterdir()) == []


class Terminal(StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_only_the_wrong_answers_are_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once where one alone is wrong, at the end where two do not agree; return keeps one."""
    right = [*ANSWERS.values()][:-1]
    right[5:9] = ["130100", "西安市", "shilijia", "河北省"]
    typed = [*right[:3], "9999-01-01", *right[3:], "示例东区"]
    typed += ["示例", "https://git.example.org/b/a.git", "gitlab"]
    typed += ["", "石家庄市", "130100=示例东区", "130102=示例东区"]
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{one}\n" for one in typed)))
    made = lantian("init", tmp_path / "new")
    assert made.code == 0, made.err
    assert "离今天太远" in made.err
    assert "不相符" in made.err
    assert "写成 代码=名称" in made.err
    register = read_register(tmp_path / "new").register
    assert register.cities["130100"].name == "石家庄市"
    assert register.programmes["SL27"].name == "示例专项行动"
    found = records_on_forge(tmp_path / "new" / "mkdocs.yml")
    address = RepositoryAddress("gitlab", "git.example.org", "https://git.example.org/b/a")
    assert found == RecordsOnForge(address)


def test_repository_of_an_unknown_host_needs_its_forge(tmp_path: Path) -> None:
    url = "https://git.example.org/b/a"
    made = lantian("init", tmp_path / "new", *words(), "--repository", url)
    assert made.code == 2
    assert "看不出“git.example.org”是哪种代码托管网站：加 --forge" in made.err
    assert list(tmp_path.iterdir()) == []


def taken_file(folder: Path) -> None:
    folder.write_text("示例", encoding="utf-8")


def full_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.txt").write_text("示例", encoding="utf-8")


@pytest.mark.parametrize("occupy", [taken_file, full_folder])
def test_what_is_there_stays(tmp_path: Path, occupy: object) -> None:
    assert callable(occupy)
    occupy(tmp_path / "new")
    before = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    made = lantian("init", tmp_path / "new", *words())
    assert made.code == 3
    assert "文件夹" in made.err
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == before


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    names = [
        "pyproject.toml",
        "setup.py",
        "README.md",
        "LICENSE",
        "NOTICE",
        "mkdocs.yml",
        "requirements",
    ]
    tracked = ["git", "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others"]
    listed = [*tracked, "--exclude-standard", "generator", *names]
    paths = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0")
    for path in filter(None, paths):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes((REPOSITORY / path).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run([*pip, "--no-index", "--wheel-dir", str(folder), str(source)], folder, {})
    [made] = folder.glob("*.whl")
    with zipfile.ZipFile(made) as packed:
        packed.extractall(folder / "installed")
    return folder / "installed"


def run(command: Sequence[str], cwd: Path, more: Mapping[str, str]) -> str:
    env = {**os.environ, "PYTHONWARNINGS": "ignore", **more}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_works_where_there_is_no_repository(wheel: Path, tmp_path: Path) -> None:
    """All that is read besides modules comes from the wheel: templates, theme, guide, settings."""

    def installed(*typed: str) -> str:
        command = [sys.executable, "-m", "generator", *typed]
        return run(command, tmp_path, {"PYTHONPATH": str(wheel)})

    installed("init", "new", *words())
    assert installed("check", "--root", "new") == "共 2 条记录，没有发现问题。\n"
    installed("build", "--root", "new", "--today", "2027-06-01")
    assert "示例专项行动" in (tmp_path / "new/site/programmes/SL27.html").read_text(
        encoding="utf-8"
    )
    installed("demo", "demo", "--records", "20")
    (tmp_path / "demo" / "mkdocs.yml").unlink(missing_ok=True)
    installed("build", "--root", "demo", "--edition", "public", "--today", "2020-01-01")
    assert (tmp_path / "demo/public/index.html").is_file()
