"""A programme that names a lifecycle of the library is one that has it in its own file."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.cache.cache import cache_of
from generator.checks.engine import check_all, judge, judge_other_records
from generator.checks.paths import PREFIX
from generator.cli.check import as_json
from generator.core import tracing
from generator.form.from_register import carried_part
from generator.kinds.as_of import register_on
from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.load.files import contents, read_files
from generator.public.policy import public_register
from generator.site.build import read_register
from tests.registers import SAMPLE, TODAY, copied
from tests.running import lantian
from tests.site_index import site_index_of

SHARED = "records/lifecycles/LC-01.yml"
NAMING = "records/programmes/LP19.yml"
ISSUE = "records/issues/LP19/990100/R01/LP19-990100-R01-D01-001.yml"
NAME = "LP19-990100-R01-D01-001"
WRONG = "- date: 2019-07-31\n  step: 销号\n  by: 示例省自然资源部门\n"
"""A step that the state of the issue does not allow."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample, to be changed."""
    return copied(SAMPLE, tmp_path)


def text_of(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = text_of(root, path)
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def inlined(root: Path) -> None:
    """Put the lifecycle into the file of the programme, and take the library away."""
    own = text_of(root, SHARED)
    lifecycle = own[own.index("lifecycle:\n") : own.index("note: ")]
    edit(root, NAMING, "lifecycle_of: LC-01\n", lifecycle)
    (root / SHARED).unlink()


def test_named_lifecycle_judges_as_one_of_its_own(root: Path) -> None:
    """That pages show it alike, but for where it stands, the golden pages of the sample say."""
    edit(root, ISSUE, "events:\n", "events:\n" + WRONG)
    named = judge(read_files(root))
    inlined(root)
    own = judge(read_files(root))
    assert ISSUE in [one.path for one in named.findings if one.code == "T02"]
    assert named.findings == own.findings
    assert named.replays == own.replays
    assert named.register.programmes["LP19"].lifecycle == own.register.programmes["LP19"].lifecycle
    seen, expected = (site_index_of(one.register, TODAY) for one in (named, own))
    assert (seen.summaries, seen.exposed, seen.work) == (
        *(expected.summaries, expected.exposed),
        expected.work,
    )


READS: dict[str, tuple[Callable[[Register], object], set[str]]] = {
    "naming": (lambda it: it.programmes["LP19"], {NAMING, SHARED}),
    "asked for": (lambda it: it.programmes.get("LP19"), {NAMING, SHARED}),
    "whether there": (lambda it: "LP19" in it.programmes, {NAMING, SHARED}),
    "by its path": (lambda it: it.at(NAMING), {NAMING, SHARED}),
    "by its kind": (lambda it: it.find(Programme, "LP19"), {NAMING, SHARED}),
    "own": (lambda it: it.programmes["LS19"], {"records/programmes/LS19.yml"}),
    "all": (lambda it: list(it.programmes), {"records/programmes/", SHARED}),
    "filed": (lambda it: it.of(Programme), {"records/programmes/", "records/lifecycles/"}),
    "selected": (lambda it: it.select(Programme), {"records/programmes/", "records/lifecycles/"}),
}


@pytest.mark.parametrize(("ask", "reads"), READS.values(), ids=READS)
def test_reading_a_programme_reads_the_lifecycle_that_it_names(
    ask: Callable[[Register], object], reads: set[str]
) -> None:
    with tracing.frame() as found:
        ask(Register(SAMPLED.vocabulary, SAMPLED.filed))
    assert found - {"records/", "records/vocabulary.yml"} == reads


SAMPLED = read_register(SAMPLE).register


@pytest.mark.parametrize(
    "register",
    [
        public_register(SAMPLED, TODAY),
        register_on(SAMPLED, date(2019, 6, 20)),
        Register(
            SAMPLED.vocabulary,
            tuple(one for one in SAMPLED.filed if one.kind.model is not SharedLifecycle),
        ),
    ],
    ids=["public", "earlier", "without the library"],
)
def test_registers_made_of_others_keep_the_lifecycle(register: Register) -> None:
    assert register.programmes["LP19"].lifecycle == SAMPLED.programmes["LP19"].lifecycle


def test_clean_programme_from_the_cache_has_the_lifecycle_as_it_is_now(root: Path) -> None:
    def lifecycle() -> object:
        others = [one for one in contents(root) if not one.path.startswith(f"{PREFIX}issues/")]
        found = judge_other_records(root, cache_of(root), others, TODAY)
        assert found.findings == ()
        return found.register.programmes["LP19"].lifecycle

    first = lifecycle()
    assert lifecycle() == first == SAMPLED.programmes["LP19"].lifecycle
    edit(root, SHARED, "等待销号。", "等待部门销号。")
    assert lifecycle() == lifecycle() == read_register(root).register.programmes["LP19"].lifecycle
    assert lifecycle() != first


def test_changed_lifecycle_makes_clean_issues_stale(root: Path) -> None:
    assert check_all(root).findings == ()
    edit(root, SHARED, "        - 整改不到位\n        - 已反弹\n", "        - 已反弹\n")
    found = check_all(root)
    assert ISSUE in [one.path for one in found.findings]
    assert as_json(found) == as_json(read_register(root))
    assert as_json(check_all(root)) == as_json(found)
    (root / SHARED).write_text(text_of(SAMPLE, SHARED), encoding="utf-8")
    assert check_all(root).findings == ()


def test_form_carries_the_lifecycle_of_its_programme() -> None:
    files = {one.path: one.content for one in contents(SAMPLE)}
    part = carried_part(read_register(SAMPLE), files, "示例", TODAY, programme="LP19")
    own = SAMPLED.programmes["LP19"].lifecycle
    assert part.register.programmes["LP19"].lifecycle == own
    assert part.register_of(ISSUE).programmes["LP19"].lifecycle == own
    _, found = part.findings(ISSUE, (text_of(SAMPLE, ISSUE) + WRONG).encode(), {})
    assert [one.code for one in found] == ["T02"]


def test_step_of_an_issue_goes_by_the_lifecycle_that_is_named(root: Path) -> None:
    late = ("--date", "2019-07-31", "--root", root)
    refused = lantian("step", NAME, "销号", *late, "--by", "示例省自然资源部门")
    assert (refused.code, "不能做“销号”" in refused.err) == (1, True), refused.err
    done = lantian("step", NAME, "整改完成", *late, "--by", "示例甲市人民政府")
    assert done.code == 0, done.err
    edit(root, SHARED, "        to: 已销号\n", "        to: 已消号\n")
    faulty = lantian("step", NAME, "核查", *late, "--by", "示例甲市督导帮扶第1组")
    assert (faulty.code, SHARED in faulty.err) == (3, True), faulty.err


def test_new_programme_names_the_library_instead_of_copying(root: Path) -> None:
    asked = ("--name", "示例行动", "--issuer", "示例部", "--start", "2027-03-01")
    source = ("--source-title", "示例通知", "--root", root)
    like = lantian("new", "programme", "--code", "LP27", *asked, *source, "--like", "LP19")
    assert like.out == "已新建：records/programmes/LP27.yml\n", like.err
    assert "lifecycle_of: LC-01\n" in text_of(root, "records/programmes/LP27.yml")
    own = text_of(root, "records/programmes/LS19.yml")
    lifecycle = own[own.index("lifecycle:\n") : own.index("publication:\n")]
    (root / "records/lifecycles/LC-02.yml").write_text(
        f"id: LC-02\nname: 示例流程\n{lifecycle}", encoding="utf-8"
    )
    lantian("new", "programme", "--code", "LS27", *asked, *source, "--like", "LS19")
    text = text_of(root, "records/programmes/LS27.yml")
    assert re.findall("^lifecycle.*", text, re.MULTILINE) == ["lifecycle_of: LC-02"]
    chosen = (
        "--lifecycle",
        "示例省级督导帮扶流程",
        "--media",
        "大气",
        "--group-kinds",
        "P普通组 8",
    )
    made = lantian("new", "programme", "--code", "LT27", *asked, *source, *chosen)
    assert made.out == "已新建：records/programmes/LT27.yml\n", made.err
    assert len(text_of(root, "records/programmes/LT27.yml").splitlines()) < 20
    wrong = lantian("new", "programme", "--code", "LU27", *asked, *source, "--lifecycle", "LC-09")
    assert "共用办理流程 'LC-09' 没有登记；可用的有：LC-01（示例省级督导帮扶流程）" in wrong.err
    judgement = read_register(root)
    assert judgement.findings == ()
    programmes = judgement.register.programmes
    assert programmes["LS27"].lifecycle == programmes["LS19"].lifecycle
    assert programmes["LT27"].lifecycle == programmes["LP19"].lifecycle


def test_lifecycle_that_the_library_has_is_not_made_again(root: Path) -> None:
    words = ("new", "lifecycle", "--code", "LC-09", "--name", "示例又一份", "--like", "LP19")
    said = lantian(*words, "--root", root)
    assert said.code == 2
    [shared] = [one.record for one in read_register(root).register.of(SharedLifecycle)]
    assert f"LC-01（{shared.name}）已是同样的流程；行动里写 lifecycle_of: LC-01" in said.err
    assert not (root / SHARED.replace("LC-01", "LC-09")).exists()
