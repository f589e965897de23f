"""Which issues a register has, folder by folder, each with a fingerprint of what lies in it.

Where Git holds the records its tree tells without opening a file; what is not committed, or where
there is no Git, is read. A folder of issues is a ledger: one programme, one city, one round.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from posixpath import dirname

from generator.audit.worktree import WorkTree
from generator.kinds.registry import LEAVES
from generator.load.files import RECORDS, FileContent, contents_of, folders_below, other_contents

ISSUES = f"{RECORDS}/issues"
_LEAVES = tuple(f"{RECORDS}/{folder}" for folder in LEAVES)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What lies below `records/`.

    `rest`: every file that is no issue, with its content. `folders`: path of a folder that holds
    issues → fingerprint of the files directly in it.
    """

    rest: tuple[FileContent, ...]
    folders: Mapping[str, str]

    @property
    def ground(self) -> tuple[FileContent, ...]:
        """What issues are judged by."""
        return tuple(one for one in self.rest if not one.path.startswith(_LEAVES))


def scan_inputs(root: Path, tree: WorkTree | None) -> Inputs:
    """The inventory of the register below `root`; WorkError as in `load.files.contents`."""
    if tree is None or tree.repo.bare:
        return inventory_without_git(root)
    return Inputs(tuple(other_contents(root, ISSUES)), _from_git(root, tree))


def inventory_without_git(root: Path) -> Inputs:
    """The same from the files alone."""
    rest = tuple(other_contents(root, ISSUES))
    return Inputs(rest, _read(root, folders_below(root, ISSUES)))


def _from_git(root: Path, tree: WorkTree) -> Mapping[str, str]:
    """Folders as the last commit has them, and those that were touched since as they are."""
    held = {path: mark for path, mark in tree.folders.items() if _is_within(path, ISSUES)}
    changed = [path for path in tree.uncommitted if path.startswith(f"{ISSUES}/")]
    touched = {dirname(path) for path in changed if not path.endswith("/")}
    for path in changed:  # a folder that Git ignores is named as a whole
        if path.endswith("/"):
            touched.update(folders_below(root, path.rstrip("/")))
    found = {folder: mark for folder, mark in held.items() if folder not in touched}
    return dict(sorted({**found, **_read(root, touched)}.items()))


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def _read(root: Path, folders: Iterable[str]) -> dict[str, str]:
    """Fingerprints from contents; a folder that holds no file, or is gone, has none."""
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
    """City code → its folders; what lies in no city's folder is gathered under ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        parts = folder.split("/")
        found[parts[3] if len(parts) == 5 else ""].append(folder)
    return found
