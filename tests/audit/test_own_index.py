"""A copied register: its records are hashed once, and the user's index stays as it is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.audit.worktree import WorkTree, work_tree
from tests.making_git import History

RECORD = "records/issues/a.yml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository copied file by file, as from a stick: no file has its old time."""
    history = History(tmp_path / "one")
    history.commit({RECORD: "id: a\n", "records/issues/b.yml": "id: b\n"})
    shutil.copytree(history.root, tmp_path / "two", copy_function=shutil.copyfile)
    (tmp_path / "two" / ".build").mkdir()
    return tmp_path / "two"


def looked(root: Path) -> WorkTree:
    found = work_tree(root)
    assert found
    return found


def git(root: Path, *words: str, **more: str) -> str:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    person = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
    done = subprocess.run(
        ["git", *person, *words],
        cwd=root,
        env={**os.environ, **alone, **more},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def hashed_again(root: Path, index: Path) -> str:
    """The files that Git would have to read, since an index does not know them by size and time."""
    return git(root, "diff-files", "--name-only", GIT_INDEX_FILE=str(index))


def test_files_of_a_copy_are_known_after_the_first_look(copy: Path) -> None:
    theirs = copy / ".git" / "index"
    before = theirs.read_bytes(), theirs.stat().st_mtime_ns
    assert looked(copy).uncommitted == frozenset()
    assert (theirs.read_bytes(), theirs.stat().st_mtime_ns) == before
    assert RECORD in hashed_again(copy, theirs)
    assert hashed_again(copy, copy / ".build" / "git-index") == ""


def test_changes_and_commits_are_seen_all_the_same(copy: Path) -> None:
    looked(copy)
    (copy / RECORD).write_text("id: c\n")
    assert looked(copy).uncommitted == {RECORD}
    git(copy, "add", "records")
    git(copy, "commit", "-qm", "x")
    assert looked(copy).uncommitted == frozenset()
    (copy / "records" / "new.yml").write_text("id: d\n")
    assert looked(copy).uncommitted == {"records/new.yml"}


def test_without_a_folder_for_working_files_the_look_is_the_same(copy: Path) -> None:
    shutil.rmtree(copy / ".build")
    assert looked(copy).uncommitted == frozenset()
    assert not (copy / ".build").exists()


@pytest.mark.parametrize("damage", [b"", b"junk", b"DIRC\0\0\0\2", None])
def test_damaged_copy_of_the_index_is_made_anew(copy: Path, damage: bytes | None) -> None:
    looked(copy)
    ours = copy / ".build" / "git-index"
    whole = ours.read_bytes()
    ours.write_bytes(whole[:-9] if damage is None else damage)
    (copy / RECORD).write_text("id: other\n", encoding="utf-8")
    assert looked(copy).uncommitted == {RECORD}
    assert len(ours.read_bytes()) == len(whole)
