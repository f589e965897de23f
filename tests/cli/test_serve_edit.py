"""`lantian serve --edit` over HTTP: who may ask, and what a save leaves in real Git."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.cli.edit_server import ASK, FORM, OPEN, with_links
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import pages_of_ledger
from generator.kinds.issue.views import issue_view
from generator.site.build import read_register
from generator.site.page import Templates
from tests.form.desk import issue
from tests.pull_requests import OPEN as OPEN_ISSUE
from tests.pull_requests import event, path_of
from tests.serving import Desk, made_forge, serving

NEW_ID = "LS19-990100-R01-P07-001"
CLERK = "示例录入员 <clerk@example.invalid>"


@pytest.fixture(scope="module", autouse=True)
def _own_settings() -> Iterator[None]:
    """No settings and no identity of the machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_") or name == "EMAIL"]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over a clone of its own whose user has a name."""
    forge = made_forge(tmp_path / "clone")
    forge.git("config", "user.name", "示例录入员")
    forge.git("config", "user.email", "clerk@example.invalid")
    with serving(forge) as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that no test saves from; Git knows no name there."""
    with serving(made_forge(tmp_path_factory.mktemp("shared") / "clone")) as found:
        yield found


START = b'{"do": "start"}'


@pytest.mark.parametrize(
    ("method", "path", "body", "changes", "status"),
    [
        ("POST", ASK, START, {}, 200),
        ("POST", ASK, START, {"Origin": "http://evil.example"}, 403),
        ("POST", ASK, START, {"Origin": "null"}, 403),
        ("POST", ASK, START, {"Origin": "https://127.0.0.1:{port}"}, 403),
        ("POST", ASK, START, {"Origin": "http://localhost:{port}"}, 403),
        ("POST", ASK, START, {"Origin": ""}, 403),
        ("POST", ASK, START, {"Host": "evil.example"}, 421),
        ("POST", ASK, START, {"Host": "localhost:{port}"}, 403),
        ("POST", ASK, START, {"X-Lantian-Token": ""}, 403),
        ("POST", ASK, START, {"X-Lantian-Token": "é"}, 403),
        ("POST", ASK, START, {"X-Lantian-Token": "{token}x"}, 403),
        ("POST", ASK, START, {"Content-Type": "text/plain"}, 415),
        ("POST", ASK, START, {"Transfer-Encoding": "chunked"}, 411),
        ("POST", ASK, b"", {"Content-Length": "-1"}, 411),
        ("POST", ASK, b"", {"Content-Length": "4000001"}, 413),
        ("POST", ASK, b"{", {}, 400),
        ("POST", ASK, b"\xff", {}, 400),
        ("POST", ASK, b"[]", {}, 400),
        ("POST", ASK, b'{"do": "__init__"}', {}, 400),
        ("POST", ASK, b'{"do": "check"}', {}, 400),
        ("POST", ASK, b'{"do": "draft", "place": "../../a", "sitting": "x"}', {}, 400),
        ("POST", ASK, b'{"do": "check", "entry": {"kind": "no"}}', {}, 400),
        ("POST", ASK, b'{"do": "check", "entry": {"kind": "issue", "answers": []}}', {}, 400),
        ("POST", FORM, START, {}, 404),
        ("POST", "/ledgers/a.html", START, {}, 404),
        ("GET", ASK, None, {}, 404),
        ("PUT", ASK, START, {}, 501),
        ("DELETE", ASK, None, {}, 501),
        ("OPTIONS", ASK, None, {}, 501),
        ("GET", FORM, None, {}, 403),
        ("GET", FORM, None, {"Cookie": "lantian-{port}=x"}, 403),
        ("GET", FORM, None, {"Cookie": "lantian-1={token}"}, 403),
        ("GET", FORM, None, {"Cookie": "\\"}, 403),
        ("GET", FORM, None, {"Cookie": "lantian-{port}={token}"}, 200),
        ("GET", FORM, None, {"Cookie": "lantian-{port}={token}", "Host": "evil.example"}, 421),
        ("GET", OPEN, None, {}, 403),
        ("GET", f"{OPEN}?token=x", None, {}, 403),
        ("GET", f"{OPEN}?token=%ff", None, {}, 403),
    ],
)
def test_only_the_own_page_is_answered(
    shared: Desk,
    capfd: pytest.CaptureFixture[str],
    method: str,
    path: str,
    body: bytes | None,
    changes: Mapping[str, str],
    status: int,
) -> None:
    facts = {"port": shared.port, "token": shared.token}
    headers = {**shared.own, **{name: text.format(**facts) for name, text in changes.items()}}
    answer, text = shared.send(method, path, body, headers)
    assert answer.status == status
    assert (shared.token in text) is (path == FORM and status == 200)
    assert capfd.readouterr().err == ""


def test_address_with_the_token_lets_a_browser_in_and_forgets_it(shared: Desk) -> None:
    answer, _ = shared.send("GET", f"{OPEN}?token={shared.token}", None, {})
    assert (answer.status, answer.headers["Location"]) == (303, "/index.html")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Strict")
    page, text = shared.send("GET", FORM, None, {"Cookie": cookie.partition(";")[0]})
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "loadPyodide" not in text


def test_pages_lead_to_the_form_and_the_built_site_does_not(shared: Desk) -> None:
    _, text = shared.send("GET", "/ledgers/a.html", None, {})
    for also in ("", "&amp;do=correction"):
        assert f'href="{FORM}?issue=LS19-990100-R01-P01-001{also}"' in text
    built = (shared.forge.root / "site" / "ledgers" / "a.html").read_text()
    assert FORM not in built
    assert text.count("✎ 办理") == built.count("<article id=")
    frame = b'<span id="lt-main" tabindex="-1"></span><article data-record="SL19"></article>'
    assert with_links(frame).decode().count("href=") == 1


def test_nobody_is_asked_for_a_name_that_git_knows(desk: Desk, shared: Desk) -> None:
    start = desk.ask(do="start")
    assert f"{start['clerk']} <{start['mail']}>" == CLERK
    assert shared.ask(do="start")["clerk"] == ""


def test_new_issue_is_committed_on_a_branch_and_nothing_else_moves(desk: Desk) -> None:
    desk.forge.write("records/issues/half-done.txt", "示例")
    desk.forge.append(OPEN_ISSUE)
    desk.forge.write("staged.txt", "示例")
    desk.forge.git("add", "staged.txt")
    before = desk.look()
    checked = desk.check(issue())
    assert (checked["ok"], checked["id"]) == (True, NEW_ID)
    saved = desk.save(issue(NEW_ID))
    assert desk.look() == before
    git, branch = desk.forge.git, saved["branch"]
    assert branch.startswith(f"record-{NEW_ID}-")
    assert git("show", "--format=", "--name-only", branch) == path_of(NEW_ID)
    assert git("show", f"{branch}:{path_of(NEW_ID)}") == checked["text"].strip()
    assert git("log", "-1", "--format=%an <%ae> %cn%n%s", branch).splitlines() == [
        "示例填报员 <form@lantian.invalid> 示例录入员",
        f"{NEW_ID}：新增 1 个问题",
    ]
    assert git("rev-parse", f"{branch}~") == git("rev-parse", "main")
    assert "新问题 1 个：" in saved["review"]
    assert saved["next"].startswith("没有设置远程仓库，没有推送。")


def test_number_of_a_branch_that_is_not_merged_is_taken(desk: Desk) -> None:
    desk.save(issue(NEW_ID))
    other = issue(NEW_ID, site="示例二厂", found="示例：没有台账。")
    assert desk.check(other)["id"] == "LS19-990100-R01-P07-002"


def test_entry_with_errors_saves_nothing(desk: Desk) -> None:
    branches = desk.forge.git("branch")
    assert desk.save(issue(), issue(category="没有这一类")) == {"faulty": [1]}
    assert desk.forge.git("branch") == branches


@pytest.mark.parametrize(
    ("name", "mail", "told"),
    [
        ("", "", "填报人没有填"),
        ("甲 <乙", "", "有尖括号"),
        ("甲\n乙", "", "换行"),
        ("甲", "a b@example.cn", "电子邮箱“a b@example.cn”不对"),
    ],
)
def test_names_that_git_would_mangle_are_refused(
    shared: Desk, name: str, mail: str, told: str
) -> None:
    said = shared.save(issue(), name=name, mail=mail)
    assert told in said["refused"]
    assert shared.forge.git("branch", "--format=%(refname:short)") == "main"


def test_typed_name_is_that_of_the_committer_where_git_knows_none(desk: Desk) -> None:
    desk.forge.git("config", "--unset", "user.name")
    desk.forge.git("config", "--unset", "user.email")
    branch = desk.save(issue(), name="示例分局", mail="a@example.invalid")["branch"]
    assert desk.forge.git("log", "-1", "--format=%an%ae %cn%ce", branch) == (
        "示例分局a@example.invalid 示例分局a@example.invalid"
    )


def test_branch_is_pushed_where_there_is_a_remote(desk: Desk, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "clone", "-q", "--bare", desk.forge.root, remote], check=True)
    desk.forge.git("remote", "add", "origin", str(remote))
    desk.forge.git("fetch", "--quiet", "origin")
    saved = desk.save(issue())
    assert saved["pushed"] is True
    assert f"把分支 {saved['branch']} 合并到 main" in saved["next"]
    assert saved["branch"] in desk.forge.git("ls-remote", "origin")


def test_push_that_fails_keeps_the_commit(desk: Desk, tmp_path: Path) -> None:
    desk.forge.git("remote", "add", "origin", str(tmp_path / "gone.git"))
    saved = desk.save(issue())
    assert saved["pushed"] is False
    assert "没有丢" in saved["next"]
    assert desk.forge.git("rev-parse", "--short", saved["branch"])


def step(began: str = "") -> dict[str, Any]:
    answers = {
        "about": OPEN_ISSUE,
        "step": "核查",
        "date": "2019-08-20",
        "by": "第7轮示例乙市第2普通组",
        "result": "到位",
    }
    return {"kind": "step", "answers": answers, "began": began}


def test_next_step_shows_old_and_new_and_is_committed(desk: Desk) -> None:
    checked = desk.check(step())
    assert checked["ok"], checked
    added = [one for one in checked["shown"].splitlines() if one.startswith("+")]
    assert added[0] == "+ - date: 2019-08-20"
    before = desk.look()
    branch = desk.save(step(checked["began"]))["branch"]
    assert desk.look() == before
    assert desk.forge.git("diff", "--numstat", "main", branch).split() == [
        "4",
        "0",
        path_of(OPEN_ISSUE),
    ]


ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)


def test_entry_is_shown_as_the_ledger_will_show_it(desk: Desk) -> None:
    """As on the page of the ledger once it is merged, marked as internal; a wrong one is not."""
    checked = desk.check(step())
    desk.forge.git("merge", "--quiet", desk.save(step(checked["began"]))["branch"])
    judged = read_register(desk.forge.root)
    path = path_of(OPEN_ISSUE)
    [found] = [one.record for one in judged.register.of(Issue) if one.raw.path == path]
    view = issue_view(judged.register, found, judged.replays[path])
    [ledger] = pages_of_ledger(Templates(), judged.register, [view])
    [entry] = ARTICLE.findall(checked["preview"])
    assert ARTICLE.findall(ledger.body) == [entry]
    assert "2019-08-20" in entry
    assert "<strong>内部</strong>" in checked["preview"]
    wrong = step()
    wrong["answers"]["date"] = ""
    assert "preview" not in desk.check(wrong)


def listed(desk: Desk, words: str = OPEN_ISSUE) -> list[str]:
    """What the list of issues to choose from says of one."""
    entry = {"kind": "step", "answers": {"about": words}}
    [about] = [
        one for one in desk.ask(do="questions", entry=entry)["questions"] if one["name"] == "about"
    ]
    return [one["about"] for one in about["choices"] if OPEN_ISSUE in one["value"]]


def test_list_of_issues_follows_the_records_and_what_judges_them(desk: Desk) -> None:
    assert listed(desk)[0].endswith("待核查")
    desk.forge.append(OPEN_ISSUE, event())
    desk.forge.commit()
    assert listed(desk)[0].endswith("待销号")
    path = "records/programmes/LS19.yml"
    desk.forge.write(path, desk.forge.read(path).replace("待销号", "示例待销号"))
    desk.forge.commit()
    assert listed(desk)[0].endswith("示例待销号")


def test_sitting_is_kept_on_disk_for_the_next_browser(desk: Desk) -> None:
    assert desk.ask(do="start")["draft"] == ""
    assert desk.ask(do="draft", place=OPEN_ISSUE, sitting="{}") == {"kept": True}
    assert desk.ask(do="start", place=OPEN_ISSUE)["draft"] == "{}"
    assert desk.ask(do="start")["draft"] == ""
    assert desk.forge.git("status", "--porcelain") == ""


def test_second_writer_of_a_record_is_told(desk: Desk) -> None:
    """Whether the first one is on a branch, or was merged after the second began."""
    began = desk.check(step())["began"]
    branch = desk.save(step(began))["branch"]
    said = desk.save(step(began))
    assert said["refused"].startswith(f"{OPEN_ISSUE} 已经在分支 {branch} 上改过，还没有合并")
    desk.forge.git("branch", "-D", branch)
    desk.forge.append(OPEN_ISSUE, event(result="不到位"))
    desk.forge.commit()
    told = desk.save(step(began))["refused"]
    assert told == f"{OPEN_ISSUE} 在填写以后被别人改过，没有保存"
