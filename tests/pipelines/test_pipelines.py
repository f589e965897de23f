"""The pipelines of a register as a forge runs them: requests judged, the public edition published.

`act` and `gitlab-ci-local` run the files as they stand; what they are given is in `forge.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.making_git import History
from tests.pipelines.forge import Forge, act, gitlab_ci_local, shell, web_server
from tests.public.test_end_of_term import CASE, KEPT, NAME, naming
from tests.registers import REPOSITORY, SAMPLE

CHECK, PUBLISH = ".github/workflows/check.yml", ".github/workflows/publish.yml"
SCRIPT = "generator/starter/publish.sh"
IN_TERM, AFTER = "2020-06-30", "2020-07-01"
CITY = "records/cities/990100.yml"


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    """A register with one exposure and the pipelines, and a web server that has no site yet."""
    history = History(tmp_path / "origin")
    for pattern in KEPT:
        for path in (SAMPLE / "records").glob(pattern):
            history.write(str(path.relative_to(SAMPLE)), path.read_text(encoding="utf-8"))
    for name in (CHECK, PUBLISH, ".gitlab-ci.yml", ".gitattributes"):
        history.write(name, (REPOSITORY / name).read_text(encoding="utf-8"))
    history.write("publish.sh", (REPOSITORY / SCRIPT).read_text(encoding="utf-8"))
    history.commit({".gitignore": ".build/\npublic/\n"}, day="2019-08-20")
    (tmp_path / "www").mkdir()
    with web_server(tmp_path / "www") as address:
        yield Forge(history, tmp_path, f"{address}register/")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def change(forge: Forge, branch: str, pinyin: str) -> str:
    """A branch with a change of a city, fetchable as request 7; back on main."""
    text = (forge.origin.root / CITY).read_text(encoding="utf-8")
    forge.origin.branch(branch)
    head = forge.origin.commit({CITY: text.replace("pinyin: ", pinyin)}, day="2019-08-21")
    forge.origin.git("update-ref", "refs/pull/7/head", head)
    forge.origin.git("checkout", "--quiet", "main")
    return head


def rewrite(forge: Forge) -> None:
    forge.origin.git("commit", "--quiet", "--amend", "--message=y", day="2019-08-22")


def test_github_publishes_takes_the_name_down_and_refuses_another_history(forge: Forge) -> None:
    def published(event: str, today: str) -> tuple[int, str]:
        variable = ("--var", f"LANTIAN_SITE={forge.address}")
        return act(forge, PUBLISH, event, *variable, today=today)

    code, said = published("push", IN_TERM)
    assert code == 0, said
    assert f"exposures/{CASE}.html" in naming(files(forge.web))
    code, said = published("schedule", AFTER)
    assert code == 0, said
    assert naming(files(forge.web)) == set()
    before = files(forge.web)
    rewrite(forge)
    code, said = published("push", AFTER)
    assert code == 1, said
    assert "历史被改写过，或者这次的提交比上次旧" in said
    assert files(forge.web) == before


def test_github_publishes_nothing_where_no_address_is_set(forge: Forge) -> None:
    code, said = act(forge, PUBLISH, "push", today=IN_TERM)
    assert code == 0, said
    assert not forge.web.exists()


def test_github_stops_where_the_published_site_can_not_be_asked(forge: Forge) -> None:
    address = "http://127.0.0.1:9/register"
    code, said = act(forge, PUBLISH, "push", "--var", f"LANTIAN_SITE={address}", today=IN_TERM)
    assert code == 1, said
    told = "没有取到上次发布的 data/build.json（000），网站没有更新"
    assert told in said, said
    assert not forge.web.exists()


@pytest.mark.parametrize(
    ("pinyin", "code", "told"),
    [("pinyin: x", 0, "没有发现问题"), ("pinyin: 拼", 1, f"::error file={CITY}")],
    ids=["good", "bad"],
)
def test_github_judges_a_request(forge: Forge, pinyin: str, code: int, told: str) -> None:
    change(forge, "request", pinyin)
    event = forge.folder / "event.json"
    request = '{"number": 7, "head": {"ref": "request"}, "base": {"ref": "main"}}'
    event.write_text(f'{{"number": 7, "pull_request": {request}}}')
    words = ("--eventpath", str(event), "--secret", "GITHUB_TOKEN=invented")
    environment = ("--env", "GITHUB_BASE_REF=main")
    returned, said = act(forge, CHECK, "pull_request", *words, *environment, today=IN_TERM)
    assert returned == code, said
    assert told in said, said


def test_gitlab_publishes_takes_the_name_down_and_refuses_another_history(forge: Forge) -> None:
    def published(source: str, today: str) -> tuple[int, str, Path]:
        place = forge.clone("job")
        variables = (f"CI_PIPELINE_SOURCE={source}", f"LANTIAN_SITE={forge.address}")
        done = gitlab_ci_local(forge, "pages", place, *variables, today=today)
        return done.returncode, done.stdout + done.stderr, place / "public"

    code, said, public = published("push", IN_TERM)
    assert code == 0, said
    assert f"exposures/{CASE}.html" in naming(files(public))
    public.rename(forge.web)
    code, said, public = published("schedule", AFTER)
    assert code == 0, said
    assert f"撤下：{CASE}" in said
    assert naming(files(public)) == set()
    rewrite(forge)
    code, said, public = published("push", AFTER)
    assert code == 1
    assert "历史被改写过，或者这次的提交比上次旧" in said
    assert not public.exists()


@pytest.mark.parametrize(
    ("pinyin", "code", "told"),
    [("pinyin: x", 0, "没有发现问题"), ("pinyin: 拼", 1, CITY)],
    ids=["good", "bad"],
)
def test_gitlab_judges_a_request(forge: Forge, pinyin: str, code: int, told: str) -> None:
    head = change(forge, "request", pinyin)
    place = forge.clone("job")
    variables = (
        "CI_PIPELINE_SOURCE=merge_request_event",
        "CI_JOB_TOKEN=invented",
        f"CI_MERGE_REQUEST_PROJECT_URL={forge.origin.top}",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main",
        f"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA={head}",
    )
    done = gitlab_ci_local(forge, "check", place, *variables, today=IN_TERM)
    assert done.returncode == code, done.stdout + done.stderr
    assert told in done.stdout + done.stderr


def test_server_of_ones_own_is_switched_at_once_and_keeps_no_older_copy(forge: Forge) -> None:
    target = forge.folder / "srv"
    target.mkdir()

    def published(today: str) -> tuple[int, str]:
        done = shell(forge, ["bash", "publish.sh", str(target)], forge.clone("job"), today)
        return done.returncode, done.stdout + done.stderr

    code, said = published(IN_TERM)
    assert code == 0, said
    first = (target / "current").resolve()
    assert f"exposures/{CASE}.html" in naming(files(first))
    code, said = published(AFTER)
    assert code == 0, said
    assert NAME.encode() not in b"".join(files(target).values())
    assert sorted(path.name for path in target.iterdir()) == sorted(
        ["current", (target / "current").resolve().name]
    )
    rewrite(forge)
    assert published(AFTER)[0] == 3
    assert (target / "current/index.html").is_file()


@pytest.mark.parametrize("target", ["/nowhere/示例", "nobody@host.invalid:/srv"])
def test_place_that_can_not_be_read_gets_nothing(forge: Forge, target: str) -> None:
    done = shell(forge, ["bash", "publish.sh", target], forge.clone("job"), IN_TERM)
    assert done.returncode == 1
    assert f"目的地 {target} 读不到，网站没有更新" in done.stderr
