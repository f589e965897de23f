"""What the site says of its history, and the proof that it shows what Git holds."""

import json
import re
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.audit.audit import Audit, TracedAudit
from generator.audit.log import Commit
from generator.core import tracing
from generator.kinds.city.pages import city_pages
from generator.site.build import build_site, read_register
from generator.site.index import SiteIndex
from generator.site.manifest import NAME, digest
from generator.site.page import Templates, proof_of
from tests.hostile import PAYLOADS
from tests.load.test_pictures import photograph
from tests.making_git import History
from tests.registers import SAMPLE, copied, lend_frame
from tests.running import Outcome, lantian
from tests.site_index import site_index_of
from tests.sites import built_once

TODAY = date(2019, 9, 1)
RECORD = "LS19-990100-R01-P01-001"
FILE = f"records/issues/LS19/990100/R01/{RECORD}.yml"
LEDGER = "ledgers/LS19-990100-R01.html"
NAMED = r'data-record="[^"]*"'
"""A record on a page; in a ledger its article has the ID only once."""
HOSTILE = PAYLOADS["markup"].replace("\n", " ")
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Built:
    """A register in Git and its site."""

    history: History
    site: Path

    def page(self, path: str) -> str:
        return (self.site / path).read_text(encoding="utf-8")


def last_event_changed(text: str) -> str:
    """The record with something else in its last event."""
    head, _, last = text.rpartition("- date: ")
    return f"{head}- date: {last.rstrip()}\n  note: 示例：后来添上的\n"


def add_evidence(root: Path, issue: str) -> None:
    """A photograph of the first step, in Git like the records."""
    file = root.parent / "现场.jpg"
    file.write_bytes(photograph())
    words = ("--shows", "示例：现场", "--moment", "整改前", "--root", root)
    assert lantian("evidence", "add", issue, "1", file, *words).code == 0
    shutil.rmtree(root / ".build")


PHOTOGRAPHED = "LS19-990300-R03-P01-004"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample, written by 张三, changed by somebody with a hostile name."""
    history = History(tmp_path_factory.mktemp("proof") / "台账")
    shutil.rmtree(history.root / "records")
    copied(SAMPLE, history.root)
    add_evidence(history.root, PHOTOGRAPHED)
    history.commit({".gitignore": ".build/\nsite/\n"}, who="张三", day="2019-09-20")
    text = (history.root / FILE).read_text(encoding="utf-8")
    history.commit({FILE: last_event_changed(text)}, who=HOSTILE, day="2019-09-21")
    lend_frame(SAMPLE, history.root)
    made = build_site(history.root, history.root / "site", TODAY)
    assert made.pages, made.verdict.findings
    return Built(history, history.root / "site")


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Built:
    """The same repository, and a copy of the site to tamper with."""
    shutil.copytree(built.site, tmp_path / "site")
    return Built(built.history, tmp_path / "site")


def verify(built: Built, *words: str) -> Outcome:
    return lantian("audit", "verify", "--root", built.history.root, "--site", built.site, *words)


def test_every_page_of_records_names_the_commit_that_changed_them_last(built: Built) -> None:
    first = built.history.git("rev-parse", "HEAD~1")
    for page in built.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        lines = re.findall(r"最后一次改动：提交 .*?</p>", text)
        assert len(lines) == (1 if re.search(NAMED, text) else len(lines)), page
        assert all(first in line or built.history.head in line for line in lines), page
        assert "data/build.js" in text or "assets/age.js" in text
        assert "@@lantian" not in text
    for path in (LEDGER, "cities/990100.html", "ledgers/letters-990100.html", "index.html"):
        assert f'title="{built.history.head}"' in built.page(path)
    assert f'title="{first}"' in built.page("cities/990200/problems.html")
    assert built.history.head in built.page("data/build.js")


BESIDE = {
    "assistance/LS19/990200/LS19-990200-R03-H001.yml": "990200",
    "tasks/LS19/990200/LS19-990200-T001.yml": "990200",
    "targets/LS19/990200.yml": "990200",
    "actions/LS19/LS19-C2019-001.yml": "",
    "teams/LS19/R03/990300.yml": "990300",
}


def test_page_of_a_city_stands_on_all_that_was_done_there(tmp_path: Path) -> None:
    history = History(tmp_path / "台账")
    copied(SAMPLE, tmp_path / "copy")
    files = {
        path.relative_to(tmp_path / "copy").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "copy").rglob("*.yml")
    }
    history.commit(files, who="张三", day="2019-09-20")
    register = read_register(history.root).register
    for path, city in BESIDE.items():
        text = files[f"records/{path}"].replace("示例", "示例后", 1)
        head = history.commit({f"records/{path}": text}, who="李四", day="2019-09-21")
        audit = history.audit()
        found = commits_of_cities(site_index_of(register, TODAY), audit)
        standing = [
            code for code, some in found.items() if any(one and one.id == head for one in some)
        ]
        assert standing == (list(register.cities) if path.startswith("actions") else [city]), path


def commits_of_cities(site: SiteIndex, audit: Audit) -> dict[str, list[Commit | None]]:
    """Code of a city → the commit that each of its pages names.

    The path of an action does not tell its city: one that was moved to another city changes both.
    """
    templates = Templates(proof_of(audit))
    site = replace(site, audit=TracedAudit(audit))
    found: dict[str, list[Commit | None]] = {}
    for job in city_pages(site):
        with tracing.frame() as reads:
            job.render(site, templates)
        code = job.path.split("/")[1].removesuffix(".html")
        if code in site.register.cities:
            found.setdefault(code, []).append(templates.newest(reads))
    return found


def test_each_line_of_a_history_says_who_recorded_it(built: Built) -> None:
    page = built.page(LEDGER)
    assert "张三</u> 2019-09-20 记入 <code>" in page
    assert "迟录：发生后第" in page
    assert "改动已经记入的“" in page
    assert '改为：<span class="lt-text">备注 示例：后来添上的</span>' in page


def test_each_record_names_its_blob(built: Built) -> None:
    blob = built.history.git("rev-parse", f"HEAD:{FILE}")
    assert f'<article id="{RECORD}" data-record="{RECORD}" data-blob="{blob}">' in built.page(
        LEDGER
    )
    for page in built.site.rglob("*.html"):
        for mark in re.findall(NAMED + "([^>]*)", page.read_text(encoding="utf-8")):
            assert "data-blob=" in mark, (page, mark)


def test_recent_changes_list_what_was_done(built: Built) -> None:
    page = built.page("changes/index.html")
    assert page.index("2019-09-21") < page.index("2019-09-20")
    assert "同一次提交另有" in page
    assert f'href="../{LEDGER}#{RECORD}"' in page or f'href="../exposures/{RECORD}.html"' in page


def test_hostile_author_name_stays_text_and_no_mail_gets_out(built: Built) -> None:
    for file in built.site.rglob("*"):
        if file.suffix in (".html", ".xml", ".json"):
            text = file.read_text(encoding="utf-8")
            assert "<script>alert(1)</script>" not in text, file
            assert "onerror=alert(1)>" not in text.replace("&gt;", "gt"), file
            assert "secret@" not in text, file


def test_feeds_are_well_formed_and_name_no_address(built: Built) -> None:
    feeds = sorted((built.site / "feeds").glob("*.xml"))
    cities = {path.stem for path in (built.site / "cities").glob("[0-9]*.html")}
    assert {feed.stem for feed in feeds} == cities | {"exposures"}
    for feed in feeds:
        tree = ElementTree.parse(feed)
        ids = [one.text or "" for one in tree.iter(f"{ATOM}id")]
        assert all(one.startswith("urn:uuid:") for one in ids)
        assert len(set(ids)) == len(ids)
        for link in tree.iter(f"{ATOM}link"):
            target = (feed.parent / link.attrib["href"].partition("#")[0]).resolve()
            assert target.is_file(), link.attrib
    city = ElementTree.parse(built.site / "feeds/990100.xml")
    names = {one.text for one in city.iter(f"{ATOM}name")}
    assert {"蓝天台账", "张三"} <= names
    assert any("alert(1)" in (name or "") for name in names)
    assert 'href="../feeds/990100.xml"' in built.page("cities/990100.html")


def test_site_of_this_history_is_proved(built: Built) -> None:
    assert list((built.site / "evidence" / PHOTOGRAPHED).glob("*.jpg"))
    outcome = verify(built)
    assert outcome.out.startswith("一致：")
    assert built.history.head in outcome.out
    assert outcome.code == 0


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_changed_character_in_a_page_is_named(copy: Built) -> None:
    changed(copy.site / LEDGER, "示例：后来添上的", "示例：后来添上了")
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"差异：{LEDGER}：内容与生成时不同" in outcome.out
    assert f"差异：{LEDGER}：正文第 " in outcome.out
    assert "后来添上了" in outcome.out


def test_change_outside_the_body_is_named(copy: Built) -> None:
    changed(copy.site / LEDGER, "</body>", "<p>假的</p></body>")
    changed(copy.site / "assets/lantian.css", ".lt-text", ".lt-texx")
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"{LEDGER}：内容与生成时不同" in outcome.out
    assert "assets/lantian.css：内容与生成时不同" in outcome.out


def test_tampered_page_with_a_matching_list_is_still_named(copy: Built) -> None:
    changed(copy.site / LEDGER, "示例：后来添上的", "示例：后来添上了")
    relist(copy.site)
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"{LEDGER}：正文第 " in outcome.out


def relist(site: Path, **changes: object) -> None:
    """Makes the site's own list fit again, as somebody would who tampers with care."""
    content = json.loads((site / NAME).read_text(encoding="utf-8"))
    files = [path for path in site.rglob("*") if path.is_file()]
    names = {path.relative_to(site).as_posix(): path for path in files}
    content["files"] = {
        name: digest(path.read_bytes())
        for name, path in names.items()
        if name not in (NAME, ".lantian-site")
    }
    (site / NAME).write_text(json.dumps(content | changes), encoding="utf-8")


def test_commit_that_does_not_hold_what_its_page_shows_is_named(copy: Built) -> None:
    page = copy.site / LEDGER
    body, foot, line = page.read_text(encoding="utf-8").rpartition('<p class="lt-note lt-commit">')
    old = copy.history.git("rev-list", "--max-parents=0", "HEAD")
    named = re.sub('title="[0-9a-f]{40}"', f'title="{old}"', line, count=1)
    page.write_text(body + foot + named, encoding="utf-8")
    relist(copy.site)
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"差异：{LEDGER}：页脚写的提交 {old[:10]} 里，记录 {RECORD} " in outcome.out


def test_removed_and_added_pages_are_named(copy: Built) -> None:
    (copy.site / LEDGER).rename(copy.site / "ledgers/extra.html")
    relist(copy.site)
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"差异：{LEDGER}：网站里没有这个文件" in outcome.out
    assert "差异：ledgers/extra.html：多出的页面，依据的提交不产生它" in outcome.out


def test_added_record_and_other_version_are_named(copy: Built) -> None:
    blob = copy.history.git("rev-parse", f"HEAD:{FILE}")
    ledger = copy.site / LEDGER
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(blob, "0" * 40), encoding="utf-8")
    page = copy.site / "exposures/index.html"
    changed(page, "<tbody>", '<tbody><tr data-record="LS19-990100-R01-P09-999"><th>x</th></tr>')
    outcome = verify(copy)
    assert outcome.code == 1
    assert f"{LEDGER}：记录 {RECORD} 的版本是 {'0' * 40}，提交里是 {blob}" in outcome.out
    assert "exposures/index.html：多出记录 LS19-990100-R01-P09-999" in outcome.out


def test_changed_search_data_is_named(copy: Built) -> None:
    (copy.site / "data/records-990100.js").write_text("lantianShard('', '', '');\n")
    assert "data/records-990100.js：" in verify(copy).out


def test_wrong_commit_is_named(copy: Built) -> None:
    relist(copy.site, commit="0" * 40)
    outcome = verify(copy)
    assert outcome.code == 1
    assert "不在现在的历史里" in outcome.out
    relist(copy.site, commit=copy.history.git("rev-parse", "HEAD~1"))
    assert f"{LEDGER}：" in verify(copy).out


def test_site_without_a_list_can_not_be_judged(copy: Built) -> None:
    (copy.site / NAME).write_text("{")
    outcome = verify(copy)
    assert outcome.code == 3
    assert "不知道网站依据哪一次提交" in outcome.err


def test_old_site_is_proved_as_of_its_commit_and_called_old(built: Built, tmp_path: Path) -> None:
    shutil.copytree(built.history.top, tmp_path / "clone")
    later = Built(built.history, built.site)
    clone = tmp_path / "clone"
    run = ("audit", "verify", "--root", clone, "--site", later.site)
    path = clone / FILE
    path.write_text(last_event_changed(path.read_text(encoding="utf-8")).replace("添上", "再添"))
    for words in (
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"),
    ):
        built.history.git("-C", str(clone), *words)
    outcome = lantian(*run)
    assert outcome.code == 0
    assert "网站不是最新的：它依据的提交之后又有 1 次提交" in outcome.out
    assert lantian(*run, "--latest").code == 1


def test_clone_proves_it_too_and_a_shallow_one_is_refused(built: Built, tmp_path: Path) -> None:
    address = built.history.top.as_uri()
    built.history.git("clone", "--quiet", address, str(tmp_path / "full"))
    built.history.git("clone", "--quiet", "--depth=1", address, str(tmp_path / "part"))
    full = lantian("audit", "verify", "--root", tmp_path / "full", "--site", built.site)
    assert (full.code, full.err) == (0, "")
    part = lantian("audit", "verify", "--root", tmp_path / "part", "--site", built.site)
    assert part.code == 3
    assert "git fetch --unshallow" in part.err
    part = lantian("build", "--root", tmp_path / "part")
    assert part.code == 3
    assert not (tmp_path / "part/site").exists()


def test_uncommitted_change_is_shown_and_reported(built: Built, tmp_path: Path) -> None:
    shutil.copytree(built.history.top, tmp_path / "clone")
    clone = tmp_path / "clone"
    path = clone / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("后来添上", "没有提交"))
    build_site(clone, clone / "site", TODAY)
    page = (clone / "site" / LEDGER).read_text(encoding="utf-8")
    assert f'<article id="{RECORD}" data-record="{RECORD}">' in page
    assert '<span class="lt-flag">尚未提交</span>' in page
    changes = (clone / "site" / "changes" / "index.html").read_text(encoding="utf-8")
    assert "有 1 个记录文件的改动尚未提交" in changes
    outcome = lantian("audit", "verify", "--root", clone, "--site", clone / "site")
    assert outcome.code == 1
    assert f"差异：{FILE}：生成网站时有尚未提交的改动" in outcome.out
    assert f"{LEDGER}：记录 {RECORD} 的版本是 尚未提交" in outcome.out


def test_site_without_git_says_so_on_every_page(run: Path) -> None:
    root = built_once(run, SAMPLE, date(2019, 8, 1)).parent
    for page in (root / "site").rglob("*.html"):
        assert "没有审计记录：生成时这里没有 Git 历史。" in page.read_text(encoding="utf-8"), page
    assert [path.name for path in (root / "site/feeds").iterdir()] == ["exposures.xml"]
    outcome = lantian("audit", "verify", "--root", root, "--site", root / "site")
    assert outcome.code == 3
    assert lantian("audit", "log", "--root", root, RECORD).code == 3


def test_log_of_a_record_as_text(built: Built) -> None:
    outcome = lantian("audit", "log", "--root", built.history.root, RECORD)
    assert outcome.code == 0
    first, created, *_ = outcome.out.splitlines()
    assert first == f"{RECORD}（{FILE}）"
    assert created.startswith("2019-09-20 张三，提交 ")
    assert created.endswith("：建立记录")
    assert "【记入之后的改动】" in outcome.out
    assert "    改为：备注 示例：后来添上的" in outcome.out


def test_log_of_a_record_as_json(built: Built) -> None:
    outcome = lantian("audit", "log", "--root", built.history.root, "--format", "json", RECORD)
    content = json.loads(outcome.out)
    assert content["id"] == RECORD
    assert content["entries"][0]["deed"] == "created"
    assert content["entries"][0]["author"] == "张三"
    assert content["entries"][-1]["deed"] == "event-changed"
    assert content["entries"][-1]["commit"] == built.history.head


def test_log_shows_the_state_of_signatures(built: Built) -> None:
    words = ("audit", "log", "--root", built.history.root, "--signatures", RECORD)
    first = lantian(*words)
    assert "，没有签名：建立记录" in first.out
    assert lantian(*words) == first


def test_log_of_the_vocabulary_and_of_nothing(built: Built) -> None:
    root = built.history.root
    assert "张三" in lantian("audit", "log", "--root", root, "vocabulary").out
    outcome = lantian("audit", "log", "--root", root, "LS19-990100-R01-P01-999")
    assert outcome.code == 3
    assert "历史里没有编号为" in outcome.err
