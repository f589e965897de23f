"""Git in a closed environment: settings, variables and marks of a repository change nothing here
and start nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.audit.git import signatures
from generator.audit.reader import audit_of
from generator.audit.worktree import has_uncommitted, work_tree
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
    return tree.head, tree.uncommitted, has_uncommitted(history.root), happened


VARIABLES = {
    "GIT_COMMON_DIR": "/nonexistent",
    "GIT_DIR": "/nonexistent",
    "GIT_EXTERNAL_DIFF": "/bin/false",
    "GIT_GRAFT_FILE": "grafts",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_INDEX_FILE": "/nonexistent",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NAMESPACE": "other",
    "GIT_OBJECT_DIRECTORY": "/nonexistent",
    "GIT_SHALLOW_FILE": "grafts",
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
[color]
  ui = always
[diff]
  noprefix = true
  external = /bin/false
  renames = copies
[core]
  abbrev = 4
  quotepath = true
  checkStat = minimal
  pager = false
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


@pytest.mark.parametrize("prepare", [fsmonitor, hooks, filters, signature_program])
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


DAMAGES = {
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
        work_tree(history.root)


def test_a_folder_without_git_has_no_audit_trail(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert work_tree(tmp_path) is None
