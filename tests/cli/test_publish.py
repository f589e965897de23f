"""`lantian publish` on real Git: what replaces what is online, what never does, what it says."""

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.exchange.open_files import table_json
from generator.site.build import read_register
from generator.site.deployment import Deployment, ExposureChanges, FileChanges, deployment_text
from generator.site.manifest import Manifest, read_manifest
from generator.site.overview.rates import overdue_counts, rates_table
from tests.making_git import History
from tests.registers import SAMPLE, TODAY, lend_frame
from tests.running import Outcome, lantian
from tests.site_index import site_index_of

CASE = "LS19-990100-R02-Z-001"
KEPT = (
    *(
        "vocabulary.yml",
        "lifecycles/*.yml",
        "programmes/*.yml",
        "cities/*.yml",
        "rounds/LS19/*.yml",
    ),
    *(f"issues/**/{CASE}.yml", "bulletins/LS19/*.yml"),
)
CITY = "records/cities/990100.yml"
IN_TERM, AFTER = "2020-06-30", "2020-07-01"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> History:
    """A register with one exposure, and its public edition as it was published in its term."""
    history = History(tmp_path_factory.mktemp("published"))
    for pattern in KEPT:
        for path in (SAMPLE / "records").glob(pattern):
            history.write(str(path.relative_to(SAMPLE)), path.read_text(encoding="utf-8"))
    history.commit({".gitignore": ".build/\npublic/\nlast.json\nsummary.md\n"}, day="2019-08-20")
    lend_frame(SAMPLE, history.root)
    said = publish(history, "--first", day=IN_TERM)
    assert (said.code, said.err) == (0, "")
    shutil.copyfile(history.root / "public/data/build.json", history.root / "last.json")
    return history


@pytest.fixture
def online(published: History, tmp_path: Path) -> History:
    """That register, to be changed, with `last.json`."""
    copy = History.__new__(History)
    copy.top = copy.root = Path(shutil.copytree(published.root, tmp_path / "register"))
    return copy


def publish(history: History, *words: str, day: str) -> Outcome:
    root = history.root
    place = ("--root", root, "--out", root / "public", "--summary", root / "summary.md")
    return lantian("publish", *place, "--today", day, "--quiet", *words)


def again(history: History, *words: str, day: str = AFTER) -> Outcome:
    return publish(history, "--last", history.root / "last.json", *words, day=day)


def changed_city(history: History) -> str:
    text = (history.root / CITY).read_text(encoding="utf-8")
    history.write(CITY, text.replace("pinyin: ", "pinyin: x"))
    history.git("commit", "--quiet", "--all", "--message=x", day="2019-08-21")
    return history.head


def test_day_after_the_term_takes_the_name_down_and_says_so(online: History) -> None:
    first = online.head
    newer = changed_city(online)
    said = again(online)
    assert (said.code, said.err) == (0, "")
    text = f"""## 发布公开版

| | 上次 | 这次 |
| --- | --- | --- |
| 数据截至 | {IN_TERM} | {AFTER} |
| 提交 | `{first[:12]}` | `{newer[:12]}` |

上次发布以后有 1 次提交：

| 记录 | 新增 | 修改 | 删去 |
| --- | ---: | ---: | ---: |
| 城市 | 0 | 1 | 0 |

公开曝光的案例现有 0 个。

- 撤下：{CASE}，公开期限已于2020年6月30日届满。
"""
    assert said.out == text
    assert (online.root / "summary.md").read_text(encoding="utf-8").endswith(text)
    assert json.loads((online.root / "public/data/build.json").read_text())["commit"] == newer


def test_first_publication_has_nothing_to_be_compared_with(published: History) -> None:
    text = (published.root / "summary.md").read_text(encoding="utf-8")
    assert "| 数据截至 | 没有发布过 | 2020-06-30 |" in text
    assert text.endswith("公开曝光的案例现有 1 个。\n\n")


@pytest.mark.parametrize(
    ("before", "now", "rows"),
    [
        ({"": 3, "990100": 3}, {"": 3, "990100": 3}, ["| 合计 | 3 | 3 | 不变 |"]),
        (
            {"": 3, "990100": 3},
            {"": 4, "990100": 1, "990200": 3},
            ["| 合计 | 3 | 4 | +1 |", "| 示例甲市 | 3 | 1 | -2 |", "| 示例乙市 | 0 | 3 | +3 |"],
        ),
        ({}, {"": 4, "990100": 4}, ["| 合计 | 没有记载 | 4 | — |"]),
        (None, {"": 4, "990100": 4}, ["| 合计 | — | 4 | — |"]),
        ({"": 3}, {}, []),
    ],
    ids=["same", "moved", "older tool", "first", "not known"],
)
def test_summary_tells_how_many_are_overdue_and_how_that_moved(
    before: Mapping[str, int] | None, now: Mapping[str, int], rows: Sequence[str]
) -> None:
    manifest = Manifest("a" * 40, IN_TERM, "x", (), (), {}, "full", overdue=before or {})
    previous = manifest if before is not None else None
    shown = ExposureChanges(0, (), ())
    cities = {"990100": "示例甲市", "990200": "示例乙市"}
    day = date.fromisoformat(AFTER)
    found = Deployment("b" * 40, day, "full", previous, 0, FileChanges(), shown, now, cities)
    lines = deployment_text(found).partition("| 逾期（个） |")[2].splitlines()
    assert [line for line in lines[2:] if line.startswith("|")] == rows


def test_numbers_of_the_manifest_are_those_of_the_open_data() -> None:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY)
    found = overdue_counts(table_json(rates_table(site)))
    of_city = Counter(one.city for one in site.summaries if one.is_over(TODAY.isoformat()))
    assert {city: number for city, number in found.items() if number} == {
        "": of_city.total(),
        **of_city,
    }


def test_rewritten_or_older_history_never_replaces_what_is_online(online: History) -> None:
    before = (online.root / "public/index.html").read_bytes()
    online.git("commit", "--quiet", "--amend", "--message=y", day="2019-08-22")
    said = again(online)
    assert said.code == 3
    assert "历史被改写过，或者这次的提交比上次旧" in said.err
    assert "lantian audit verify --since" in said.err
    assert (online.root / "public/index.html").read_bytes() == before


def test_clock_set_back_would_bring_names_back(online: History) -> None:
    said = again(online, day="2020-06-29")
    assert said.code == 3
    assert "已经到期撤下的名称会重新出现" in said.err


def test_other_edition_does_not_take_its_place(online: History) -> None:
    said = again(online, "--edition", "full")
    assert said.code == 3
    assert "上次发布的是公开版，这次是完整版" in said.err


def test_nothing_is_published_that_nobody_signed(online: History) -> None:
    online.write(CITY, (online.root / CITY).read_text(encoding="utf-8") + "# 示例\n")
    said = again(online)
    assert said.code == 3
    assert f"{CITY}有尚未提交的改动" in said.err


@pytest.mark.parametrize("text", ["", "<!doctype html><title>404</title>", "{}", '{"form": 1}'])
def test_answer_of_a_server_that_is_no_manifest_stops(online: History, text: str) -> None:
    (online.root / "last.json").write_text(text, encoding="utf-8")
    said = again(online)
    assert said.code == 3
    assert "last.json”不是网站的 data/build.json" in said.err


@pytest.mark.parametrize(
    "values",
    [
        {"commit": 12},
        {"commit": "a\0b"},
        {"commit": "HEAD"},
        {"commit": ["x"]},
        {"today": "20200630"},
        {"today": "2020-W27-1"},
        {"edition": ["public"]},
        {"edition": "public\n\n# 示例"},
        {"branch": "refs/heads/main\n"},
        {"rewritten": ["main"]},
        {"files": [1]},
        {"overdue": {"": "3"}},
        {"overdue": {"示例|": 3}},
        {"overdue": [""]},
    ],
    ids=str,
)
def test_manifest_from_elsewhere_is_not_believed(
    online: History, values: dict[str, object]
) -> None:
    last = online.root / "last.json"
    last.write_text(json.dumps({**json.loads(last.read_text()), **values}), encoding="utf-8")
    with pytest.raises(WorkError, match=r"不是网站的 data/build\.json"):
        read_manifest(last)


def test_deep_answer_of_a_server_is_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "last.json").write_text("[" * 100_000, encoding="utf-8")
    for place in (tmp_path / "last.json", Path("/dev/zero")):
        with pytest.raises(WorkError, match=r"不是网站的 data/build\.json"):
            read_manifest(place)


def test_branch_that_is_not_merged_is_not_published(online: History) -> None:
    online.branch("feature")
    changed_city(online)
    said = again(online)
    assert said.code == 3
    assert "上次发布的是分支 main，这次在分支 feature 上，它的改动还没有合并" in said.err


def test_settings_that_nobody_signed_are_not_published(online: History) -> None:
    online.write("mkdocs.yml", "site_name: 示例\n")
    said = again(online)
    assert said.code == 3
    assert "mkdocs.yml有尚未提交的改动" in said.err


def test_site_of_a_day_to_come_could_not_be_replaced(online: History) -> None:
    said = again(online, day="2999-01-01")
    assert said.code == 3
    assert "--today 2999-01-01 还没有到" in said.err


@pytest.mark.parametrize("command", ["publish", "build"])
def test_place_that_is_a_link_is_not_followed(online: History, command: str) -> None:
    """A link in Git would have the site of another register replaced."""
    (online.root / "public").rename(online.root / "other")
    before = (online.root / "other/index.html").read_bytes()
    (online.root / "public").symlink_to("other")
    place = ("--root", online.root, "--out", online.root / "public", "--edition", "public")
    words = ("--last", online.root / "last.json") if command == "publish" else ()
    said = lantian(command, *place, *words, "--today", AFTER, "--quiet")
    assert said.code == 3
    assert "public”不是普通文件夹，是链接" in said.err
    assert (online.root / "other/index.html").read_bytes() == before


@pytest.mark.parametrize("words", [(), ("--first", "--last", "last.json")])
def test_it_must_be_said_whether_there_is_a_last_one(published: History, words: str) -> None:
    said = publish(published, *words, day=AFTER)
    assert said.code == 2
    assert "写明 --last；网上还没有的，写 --first" in said.err


def test_shallow_clone_is_told_how_to_get_the_rest(online: History, tmp_path: Path) -> None:
    changed_city(online)
    words = ("clone", "--quiet", "--depth=1", f"file://{online.root}", str(tmp_path / "shallow"))
    online.git(*words)
    shutil.copyfile(online.root / "last.json", tmp_path / "shallow/last.json")
    online.top = online.root = tmp_path / "shallow"
    said = again(online)
    assert said.code == 3
    assert "git fetch --unshallow" in said.err
