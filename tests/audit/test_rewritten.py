"""History that was rewritten is known without the cache: by the last site, or by a commit."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.audit.reader import Witness, audit_of
from generator.audit.rewritten import compared_history
from generator.audit.worktree import work_tree
from generator.cache.cache import cache_of
from generator.site.manifest import NAME, Manifest, manifest_text, witness_of
from tests.making_git import History
from tests.running import lantian

RECORD = "records/issues/SL19/990100/R01/SL19-990100-R01-G-001.yml"
OTHER = "records/issues/SL19/990100/R01/SL19-990100-R01-G-002.yml"


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "register")
    history.commit({RECORD: "id: a\n", OTHER: "id: o\n"}, who="甲")
    history.commit({RECORD: "id: b\n"}, who="乙", day="2019-07-11")
    return history


def text_changed(history: History) -> None:
    history.git("reset", "--quiet", "--hard", "HEAD~1")
    history.commit({RECORD: "id: c\n"}, who="乙", day="2019-07-11")


def author_changed(history: History) -> None:
    history.git("commit", "--quiet", "--amend", "--no-edit", "--author=丙 <x@example.invalid>")


def taken_away(history: History) -> None:
    history.git("reset", "--quiet", "--hard", "HEAD~1")


def message_changed(history: History) -> None:
    history.git("commit", "--quiet", "--amend", "--message=other", day="2019-07-11")


def begun_anew(history: History) -> None:
    history.git("checkout", "--quiet", "--orphan", "new")
    history.commit({})
    history.git("branch", "--quiet", "-M", "new", "main")


REWRITES: dict[Callable[[History], None], list[str]] = {
    text_changed: [RECORD],
    author_changed: [RECORD],
    taken_away: [RECORD],
    message_changed: [],
    begun_anew: [RECORD],
}


@pytest.mark.parametrize("rewrite", REWRITES)
def test_records_whose_versions_are_gone_are_named(
    history: History, rewrite: Callable[[History], None]
) -> None:
    before = history.head
    rewrite(history)
    tree = work_tree(history.root)
    assert tree
    found = compared_history(tree.repo, "", before, history.head)
    assert found.newer is None
    assert list(found.lost) == REWRITES[rewrite]


def published(history: History, place: Path) -> Path:
    """What is left of a site: what it was made of, and a page that shows a record."""
    branch = history.git("symbolic-ref", "HEAD")
    made = Manifest(history.head, "2019-08-01", "x", (), (), {}, branch=branch)
    (place / NAME).parent.mkdir(parents=True)
    (place / NAME).write_text(manifest_text(made), encoding="utf-8")
    return place


def seen(history: History, site: Path) -> tuple[str, ...]:
    """Commits known to be gone, with nothing kept but a site."""
    shutil.rmtree(history.root / ".build", ignore_errors=True)
    (history.root / ".build").mkdir()
    tree = work_tree(history.root)
    assert tree
    cache = cache_of(history.root)
    return audit_of(history.root, tree, cache, witness=witness_of(site)).rewritten


def test_the_last_site_tells_of_it_when_the_cache_is_gone(history: History, tmp_path: Path) -> None:
    before, site = history.head, published(history, tmp_path / "site")
    assert seen(history, site) == ()
    history.commit({OTHER: "id: p\n"})
    assert seen(history, site) == ()
    history.git("reset", "--quiet", "--hard", "HEAD~1")
    text_changed(history)
    assert seen(history, site) == (before,)
    history.git("checkout", "--quiet", "-b", "other")
    assert seen(history, site) == ()  # another branch than that of the site


def test_what_the_last_site_knew_is_not_forgotten(history: History) -> None:
    (history.root / ".build").mkdir()
    tree = work_tree(history.root)
    assert tree
    told = Witness("refs/heads/main", history.head, ("0" * 40,))
    cache = cache_of(history.root)
    assert audit_of(history.root, tree, cache, witness=told).rewritten == ("0" * 40,)
    assert audit_of(history.root, tree, cache).rewritten == ("0" * 40,)


def test_verify_since_names_the_versions_that_are_gone(history: History, tmp_path: Path) -> None:
    before, site = history.head, published(history, tmp_path / "site")
    blob = history.git("rev-parse", f"HEAD:{RECORD}")[:10]
    history.commit({OTHER: "id: p\n"})
    ways = (before, site, site / NAME)
    for since in ways:
        found = lantian("audit", "verify", "--root", history.root, "--since", since)
        said = f"一致：提交 {before} 还在历史里，之后又有 1 次提交。\n"
        assert (found.code, found.out) == (0, said)
    history.git("reset", "--quiet", "--hard", "HEAD~1")
    text_changed(history)
    for since in ways:
        found = lantian("audit", "verify", "--root", history.root, "--since", since)
        said = (
            f"差异：{RECORD}：乙 2019-07-11 记入的版本 {blob}不在现在的历史里\n"
            f"历史被改写过，或者这是别的仓库、别的分支：提交 {before} 不在现在的历史里，"
            "1 条记录的历史与那时不同。\n"
        )
        assert (found.code, found.out) == (1, said)


def test_a_site_is_a_witness_also_where_the_commit_is_lost(history: History) -> None:
    blob, gone = history.git("rev-parse", f"HEAD:{RECORD}"), "1" * 40
    tree = work_tree(history.root)
    assert tree
    shown = [(RECORD, blob), (OTHER, "2" * 40)]
    found = compared_history(tree.repo, "", gone, history.head, shown)
    assert not found.is_known
    assert {path: some[0].blob for path, some in found.lost.items()} == {OTHER: "2" * 40}


def test_verify_wants_to_know_what_to_compare(history: History) -> None:
    found = lantian("audit", "verify", "--root", history.root)
    assert found.code == 2
    assert "写明 --site 或者 --since" in found.err
