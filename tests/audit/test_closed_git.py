"""Git in a closed environment: settings, variables and marks of a repository change nothing here
and start nothing."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.audit.git import signatures
from generator.audit.log import removed
from generator.audit.merge import merged
from generator.audit.reader import audit_of, read_audit
from generator.audit.worktree import blobs, has_uncommitted, work_tree
from generator.cache.cache import cache_of
from generator.core.findings import WorkError
from tests.making_git import History

RECORD = "records/issues/SL19/990100/R01/SL19-990100-R01-G-001.yml"
STARTED = "started"
"""What a program leaves that ought not to have been started."""


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "register")
    for text in ("id: a\n", "id: b\n", "id: c\n"):
        history.commit({RECORD: text})
    history.branch("side")
    history.commit({RECORD: "id: c\nx: 1\n", f"{RECORD}.txt": "side\n"})
    history.git("checkout", "--quiet", "main")
    history.commit({f"{RECORD}.txt": "main\n"})
    (history.root / ".build").mkdir()
    return history


def configured(history: History, text: str) -> None:
    with (history.root / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(text)


def program(history: History) -> str:
    """A program that leaves a trace and then hands through what it is given."""
    path = history.root / ".git" / "program.sh"
    path.write_text(f"#!/bin/sh\ntouch '{history.root}/.git/{STARTED}'\ncat\n")
    path.chmod(0o755)
    return str(path)


def edited(history: History) -> None:
    """Git has to read the file again: its time is another, its size the same."""
    file = history.root / RECORD
    file.write_text("id: d\n")
    os.utime(file, (1, 1))


def looked(history: History) -> tuple[object, ...]:
    """All that a build and a check ask the repository, with nothing kept from before."""
    shutil.rmtree(history.root / ".build")
    (history.root / ".build").mkdir()
    tree = work_tree(history.root)
    assert tree
    audit = audit_of(history.root, tree, cache_of(history.root))
    signatures(tree.repo, [tree.head], {})
    happened = [one.commit for one in audit.of_record(RECORD)]
    gone = removed(tree.repo, tree.head, cache_of(history.root))
    merge = merged(tree.repo, "main", "side")
    return (tree.head, tree.uncommitted, has_uncommitted(history.root), happened, gone, merge.tree)


VARIABLES = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nonexistent",
    "GIT_ATTR_SOURCE": "HEAD",
    "GIT_COMMON_DIR": "/nonexistent",
    "GIT_CONFIG": "/nonexistent",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_DIR": "/nonexistent",
    "GIT_DIFF_OPTS": "-u0",
    "GIT_EXEC_PATH": "/nonexistent",
    "GIT_EXTERNAL_DIFF": "/bin/false",
    "GIT_GLOB_PATHSPECS": "1",
    "GIT_GRAFT_FILE": "grafts",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_INDEX_FILE": "/nonexistent",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NAMESPACE": "other",
    "GIT_NO_REPLACE_OBJECTS": "0",
    "GIT_OBJECT_DIRECTORY": "/nonexistent",
    "GIT_PAGER": "/bin/false",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_SHALLOW_FILE": "grafts",
    "GIT_TRACE": "1",
    "GIT_WORK_TREE": "/nonexistent",
}


@pytest.mark.parametrize("name", VARIABLES)
def test_variables_change_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = looked(history)
    (history.root / "grafts").write_text(f"{history.head}\n")
    monkeypatch.chdir(history.root)
    monkeypatch.setenv(name, VARIABLES[name])
    assert looked(history) == before


SETTINGS = """
[i18n]
  logOutputEncoding = GBK
[log]
  showSignature = true
  follow = true
  mailmap = true
  date = relative
  diffMerges = off
  showRoot = false
  excludeDecoration = *
[alias]
  log = !false
  status = !false
[merge]
  conflictStyle = diff3
  renames = true
  default = union
[color]
  ui = always
[diff]
  noprefix = true
  external = /bin/false
  renames = copies
  orderFile = /dev/null
  ignoreSubmodules = all
  submodule = log
[core]
  abbrev = 4
  quotepath = true
  checkStat = minimal
  pager = false
  sshCommand = /bin/false
  askPass = /bin/false
  commitGraph = true
  untrackedCache = true
  ignoreStat = true
  useReplaceRefs = true
  excludesFile = /dev/null
[credential]
  helper = /bin/false
[protocol]
  allow = always
[format]
  pretty = oneline
[status]
  showUntrackedFiles = no
  short = true
"""


@pytest.mark.parametrize("scope", ["machine", "repository"])
def test_settings_change_nothing(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: str
) -> None:
    before = looked(history)
    if scope == "machine":
        (tmp_path / "settings").write_text(SETTINGS)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    else:
        configured(history, SETTINGS)
    assert looked(history) == before


def fsmonitor(history: History) -> None:
    configured(history, f"[core]\n  fsmonitor = {program(history)}\n")


def hooks(history: History) -> None:
    hook = Path(program(history))
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        shutil.copy2(hook, history.root / ".git" / "hooks" / name)


def filters(history: History) -> None:
    command = program(history)
    configured(history, f'[filter "one"]\n  clean = {command}\n  required = true\n')
    configured(history, f'[filter "two.parts"]\n  process = {command}\n')
    attributes = history.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("*.yml filter=one\n")


def signature_program(history: History) -> None:
    configured(history, f"[gpg]\n  program = {program(history)}\n")
    signed = (
        f"tree {history.git('rev-parse', 'HEAD^{tree}')}\nparent {history.head}\n"
        "author x <x> 1563000000 +0800\ncommitter x <x> 1563000000 +0800\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----\n\nx\n"
    )
    (history.root / ".git" / "signed").write_text(signed)
    name = history.git("hash-object", "-t", "commit", "-w", ".git/signed")
    history.git("update-ref", "refs/heads/main", name)


def diff_programs(history: History) -> None:
    command = program(history)
    configured(history, f"[diff]\n  external = {command}\n[core]\n  pager = {command}\n")
    configured(history, f'[diff "one"]\n  textconv = {command}\n  command = {command}\n')
    attributes = history.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("* diff=one\n")


def merge_driver(history: History) -> None:
    """The texts of both sides meet in one file: a driver would be asked to join them."""
    configured(history, f'[merge "one"]\n  driver = {program(history)} %A\n')
    configured(history, "[merge]\n  default = one\n")
    attributes = history.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("* merge=one\n")


def filter_of_a_submodule(history: History) -> None:
    inner = History(history.root / "records" / "inner")
    inner.commit({"a.yml": "id: a\n"})
    history.git("add", "records/inner")
    history.git("commit", "--quiet", "--message=x")
    configured(inner, f'[filter "inner"]\n  clean = {program(history)}\n')
    (inner.root / ".git" / "info").mkdir(exist_ok=True)
    (inner.root / ".git" / "info" / "attributes").write_text("* filter=inner\n")
    (inner.root / "a.yml").write_text("id: b\n")
    os.utime(inner.root / "a.yml", (1, 1))


def included_settings(history: History) -> None:
    text = f"[core]\n  fsmonitor = {program(history)}\n"
    (history.root / ".git" / "more").write_text(text)
    configured(history, '[include]\n  path = more\n[includeIf "gitdir:/"]\n  path = more\n')


STARTS = (
    *(fsmonitor, hooks, filters, signature_program),
    *(diff_programs, merge_driver, filter_of_a_submodule, included_settings),
)


@pytest.mark.parametrize("prepare", STARTS)
def test_nothing_of_a_foreign_repository_is_started(
    history: History, prepare: Callable[[History], None]
) -> None:
    prepare(history)
    edited(history)
    (history.root / ".git" / STARTED).unlink(missing_ok=True)
    _, uncommitted, is_edited, *_ = looked(history)
    assert uncommitted == {RECORD}
    assert is_edited
    assert not (history.root / ".git" / STARTED).exists()


def test_attributes_of_a_repository_do_not_decide_how_a_merge_is_made(history: History) -> None:
    before = looked(history)
    (history.root / ".git" / "info").mkdir(exist_ok=True)
    (history.root / ".git" / "info" / "attributes").write_text("* merge=union\n")
    assert looked(history) == before


def test_nothing_is_fetched_for_what_a_partial_clone_lacks(
    history: History, tmp_path: Path
) -> None:
    history.git("config", "uploadpack.allowFilter", "true")
    place = tmp_path / "partial"
    history.git("clone", "--quiet", "--filter=blob:none", history.top.as_uri(), str(place))
    partial = object.__new__(History)
    partial.top = partial.root = place
    command = program(partial)
    configured(partial, f'[remote "origin"]\n  uploadpack = {command}\n')
    tree = work_tree(place)
    assert tree
    for ask in (lambda: read_audit(place), lambda: merged(tree.repo, "HEAD", "origin/side")):
        with pytest.raises(WorkError, match="部分克隆"):
            ask()
    configured(
        partial, '[extensions]\n  partialClone = ""\n[remote "origin"]\n  promisor = false\n'
    )
    gone = partial.git("rev-parse", f"HEAD~3:{RECORD}")
    with blobs(tree.repo) as contents, pytest.raises(WorkError, match="读不出"):
        list(contents.contents([gone]))
    assert not (place / ".git" / STARTED).exists()


def forged_parent(graph: bytes, commit: str) -> bytes:
    """A commit-graph that says of one commit that it has no parent; its checksum is right."""
    chunks = {
        graph[at : at + 4]: int.from_bytes(graph[at + 4 : at + 12]) for at in range(8, 80, 12)
    }
    names, facts = chunks[b"OIDL"], chunks[b"CDAT"]
    place = (graph.index(bytes.fromhex(commit), names) - names) // 20
    at = facts + place * 36 + 20
    forged = graph[:at] + (0x70000000).to_bytes(4) + graph[at + 4 : -20]
    return forged + hashlib.sha1(forged, usedforsecurity=False).digest()


def test_a_forged_commit_graph_gives_no_commit_other_parents(history: History) -> None:
    before = looked(history)
    history.git("commit-graph", "write", "--reachable")
    path = history.root / ".git" / "objects" / "info" / "commit-graph"
    graph = path.read_bytes()
    path.unlink()
    path.write_bytes(forged_parent(graph, history.head))
    assert len(history.git("-c", "core.commitGraph=true", "log", "--format=%H").split()) == 1
    assert looked(history) == before


def test_a_program_called_git_in_the_register_is_not_started(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy2(program(history), history.root / "git")
    (history.root / ".git" / STARTED).unlink(missing_ok=True)
    monkeypatch.chdir(history.root)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    assert work_tree(history.root)
    assert not (history.root / ".git" / STARTED).exists()
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(WorkError, match="没有找到 Git"):
        work_tree(history.root)


def test_grafts_give_no_commit_other_parents(history: History) -> None:
    before = looked(history)
    (history.root / ".git" / "info").mkdir(exist_ok=True)
    (history.root / ".git" / "info" / "grafts").write_text(f"{history.head}\n")
    assert looked(history) == before


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_an_edit_is_seen_that_git_was_told_to_overlook(history: History, mark: str) -> None:
    history.git("update-index", mark, RECORD)
    edited(history)
    _, uncommitted, is_edited, *_ = looked(history)
    assert uncommitted == {RECORD}
    assert is_edited


def broken_head(history: History) -> None:
    (history.root / ".git" / "HEAD").write_text("\0\0\n")


def no_objects(history: History) -> None:
    shutil.rmtree(history.root / ".git" / "objects")


def lost_target(history: History) -> None:
    shutil.rmtree(history.root / ".git")
    (history.root / ".git").write_text("gitdir: /nonexistent\n")


def elsewhere(history: History) -> None:
    configured(history, "[core]\n  worktree = /usr\n")


def test_working_folder_that_is_committed_is_not_believed(history: History) -> None:
    history.write(".build/templates/x.cache", "示例")
    history.git("add", "--force", ".build")
    history.commit({})
    with pytest.raises(WorkError, match=r"“\.build”在 Git 里，里面的缓存不能相信"):
        work_tree(history.root)


def garbled_settings(history: History) -> None:
    configured(history, "[core\n")


def garbled_index(history: History) -> None:
    (history.root / ".git" / "index").write_bytes(b"DIRC garbage")


def object_of(history: History, revision: str) -> Path:
    name = history.git("rev-parse", revision)
    path = history.root / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    return path


def flipped_commit(history: History) -> None:
    object_of(history, "HEAD~2").write_bytes(b"x\x9c garbage")


def lost_commit(history: History) -> None:
    object_of(history, "HEAD~2").unlink()


def flipped_tree(history: History) -> None:
    object_of(history, "HEAD~2^{tree}").write_bytes(b"x\x9c garbage")


def flipped_blob(history: History) -> None:
    object_of(history, f"HEAD~2:{RECORD}").write_bytes(b"x\x9c garbage")


def lost_blob(history: History) -> None:
    object_of(history, f"HEAD~2:{RECORD}").unlink()


DAMAGES = {
    garbled_settings: "Git 没有做成",
    garbled_index: "Git 没有做成",
    flipped_commit: "Git 没有做成",
    lost_commit: "Git 没有做成",
    flipped_tree: "Git 没有做成",
    flipped_blob: "读不出",
    lost_blob: "读不出",
    broken_head: "没有审计记录可用",
    no_objects: "没有审计记录可用",
    lost_target: "没有审计记录可用",
    elsewhere: "工作区指到了别处",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_repository_is_never_taken_for_none(
    history: History, damage: Callable[[History], None]
) -> None:
    damage(history)
    with pytest.raises(WorkError, match=DAMAGES[damage]):
        read_audit(history.root)


def test_a_folder_without_git_has_no_audit_trail(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert work_tree(tmp_path) is None
