"""The inputs of a build: the content of every record but the issues, a digest of each ledger.

The digest of a committed folder is its tree hash, so that no issue is opened; what is not
committed, and everything where there is no Git, is read. A folder of issues is a ledger: one
programme, one city, one round.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from posixpath import dirname

from generator.audit.worktree import WorkTree
from generator.kinds.registry import is_leaf
from generator.load.evidence_files import evidence_stamps
from generator.load.files import RECORDS, FileContent, contents_of, folders_below, other_contents

ISSUES = f"{RECORDS}/issues"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files below `records/`.

    `other_records`: every file that is no issue. `folders`: path of a folder of issues → digest of
    the files directly in it, and of their evidence.
    """

    other_records: tuple[FileContent, ...]
    folders: Mapping[str, str]

    @property
    def reference_records(self) -> tuple[FileContent, ...]:
        """Return the records that issues are validated against."""
        return tuple(one for one in self.other_records if not is_leaf(one.path))


def scan_inputs(root: Path, tree: WorkTree | None) -> Inputs:
    """Return the inputs of the register below `root`. WorkError as in `load.files.contents`."""
    if tree is None or tree.repo.bare:
        return scan_without_git(root)
    folders = _with_evidence(root, _git_digests(root, tree))
    return Inputs(tuple(other_contents(root, ISSUES)), folders)


def scan_without_git(root: Path) -> Inputs:
    """Return the same from the files alone."""
    others = tuple(other_contents(root, ISSUES))
    return Inputs(others, _with_evidence(root, _read_digests(root, folders_below(root, ISSUES))))


def _with_evidence(root: Path, folders: Mapping[str, str]) -> Mapping[str, str]:
    """Return the digests with the stamps of the files of evidence, where there are any.

    These need not be in Git, and are too large to be read for each build.
    """
    stamps: dict[str, list[str]] = defaultdict(list)
    for record, stamp in evidence_stamps(root).items():
        stamps[dirname(record)].append(stamp)
    own = {folder: "\n".join(some) for folder, some in stamps.items() if folder in folders}
    digests = {
        one: sha256(text.encode("utf-8", "replace")).hexdigest() for one, text in own.items()
    }
    return {**folders, **{one: f"{folders[one]} {digest}" for one, digest in digests.items()}}


def _git_digests(root: Path, tree: WorkTree) -> Mapping[str, str]:
    """Return tree hashes; for folders that were touched since the last commit, read digests."""
    committed = {
        path: tree_hash for path, tree_hash in tree.folders.items() if _is_within(path, ISSUES)
    }
    changed = [path for path in tree.uncommitted if path.startswith(f"{ISSUES}/")]
    touched = {dirname(path) for path in changed if not path.endswith("/")}
    for path in changed:  # a folder that Git ignores is named as a whole
        if path.endswith("/"):
            touched.update(folders_below(root, path.rstrip("/")))
    found = {folder: one for folder, one in committed.items() if folder not in touched}
    return dict(sorted({**found, **_read_digests(root, touched)}.items()))


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def _read_digests(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """Return digests of contents; a folder without files, or a missing one, has none."""
    found: dict[str, str] = {}
    for folder in folders:
        digest = sha256()
        files = contents_of(root, folder)
        for file in files:
            digest.update(f"{file.path}\0{file.fault}\0".encode("utf-8", "replace"))
            digest.update(sha256(file.content).digest())
        if files:
            found[folder] = f"read:{digest.hexdigest()}"
    return found


def by_city(folders: Iterable[str]) -> Mapping[str, list[str]]:
    """Return city code → its folders; those that belong to no city are under ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        parts = folder.split("/")
        found[parts[3] if len(parts) == 5 else ""].append(folder)
    return found
