"""The build manifest: the commit that a site shows, the tool that built it, all its files.

It travels with the site as `data/build.json`, so that a stranger can check the archive.

See decision 0024.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.audit.audit import Audit
from generator.audit.reader import Witness
from generator.core.findings import WorkError
from generator.core.forges import RecordsOnForge, forge_of_facts
from generator.core.source_digest import source_digest
from generator.kinds.registry import TEMPLATE_FOLDERS

NAME = "data/build.json"
_FORM = 1
PUBLIC = "public"
EDITIONS: Mapping[str, str] = {"full": "完整版", PUBLIC: "公开版"}
_ISSUES = "records/issues/"


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a site was made. `commit` is "" where there was no Git; `files`: path → SHA-256.

    `branch`: the full name of the branch that was checked out, "" for none. `overdue`: code of a
    city, or "" for all → how many issues are overdue as the edition counts them; nothing where
    that is not known.
    """

    commit: str
    today: str
    tool: str
    uncommitted: tuple[str, ...]
    rewritten: tuple[str, ...]
    files: Mapping[str, str]
    edition: str = "full"
    names_committers: bool = False
    branch: str = ""
    on_forge: RecordsOnForge | None = None
    overdue: Mapping[str, int] = field(default_factory=dict)
    form: int = _FORM


def manifest_of(
    audit: Audit | None,
    today: date,
    edition: str,
    files: Mapping[str, str],
    *,
    names_committers: bool = False,
    on_forge: RecordsOnForge | None = None,
    overdue: Mapping[str, int] | None = None,
) -> Manifest:
    """The manifest of a site that is made today.

    The path of an issue has its ID: the public edition says only that issues were not committed.
    """
    uncommitted = audit.uncommitted if audit else frozenset()
    if edition == PUBLIC:
        uncommitted = frozenset(
            _ISSUES if path.startswith(_ISSUES) else path for path in uncommitted
        )
    return Manifest(
        commit=audit.head.id if audit else "",
        today=today.isoformat(),
        tool=tool(),
        uncommitted=tuple(sorted(uncommitted)),
        rewritten=audit.rewritten if audit else (),
        files=dict(sorted(files.items())),
        edition=edition,
        names_committers=names_committers,
        branch=audit.branch if audit else "",
        on_forge=on_forge,
        overdue=overdue or {},
    )


def manifest_text(manifest: Manifest) -> str:
    """As it stands in the file."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"


def read_manifest(place: Path) -> Manifest:
    """The manifest of a site, or in a file of its own; WorkError where none can be read."""
    file = place / NAME if place.is_dir() else place
    try:
        if not file.is_file():  # a device has no end
            raise FileNotFoundError
        found = json.loads(file.read_text(encoding="utf-8"))
        if found.pop("form") != _FORM:
            raise ValueError
        for name in ("uncommitted", "rewritten"):
            found[name] = tuple(found[name])
        if found.get("on_forge"):
            found["on_forge"] = forge_of_facts(found["on_forge"])
        manifest = Manifest(**found)
        if not _is_sound(manifest):
            raise ValueError
        return manifest
    # The file comes from a server: whatever it holds, and however deep, is no reason to break off.
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WorkError(*_unreadable(place)) from error


_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
"""The full name of a commit, of SHA-1 or of SHA-256."""


_CITY_OR_ALL = re.compile(r"(?:[0-9]{6})?", re.ASCII)


def _is_sound(found: Manifest) -> bool:
    """Return whether each value is what the manifest of a build can hold."""
    texts = (found.commit, found.today, found.tool, found.branch)
    words = (*found.uncommitted, *found.rewritten, *found.files, *found.files.values())
    if not all(isinstance(one, str) for one in (*texts, *words)):
        return False
    commits = (found.commit, *found.rewritten) if found.commit else found.rewritten
    return (
        all(map(str.isprintable, texts))
        and all(map(_COMMIT.fullmatch, commits))
        and date.fromisoformat(found.today).isoformat() == found.today
        and found.edition in EDITIONS
        and isinstance(found.names_committers, bool)
        and all(map(_CITY_OR_ALL.fullmatch, found.overdue))
        and all(type(one) is int and one >= 0 for one in found.overdue.values())
    )


def _unreadable(place: Path) -> tuple[str, str]:
    if place.is_dir():
        return (
            f"“{place}”里没有可以读的 {NAME}，不知道网站依据哪一次提交",
            "用 --site 指明网站所在的文件夹；太旧的网站要用现在的工具重新生成",
        )
    return (
        f"“{place}”不是网站的 {NAME}，不知道网站依据哪一次提交",
        "重新取回那一份网站的 data/build.json",
    )


def witness_of(site: Path) -> Witness | None:
    """What a site says of the history that it was made of; None where it says nothing."""
    with suppress(WorkError):
        found = read_manifest(site)
        if found.commit:
            return Witness(found.branch, found.commit, found.rewritten)
    return None


def digest(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


@cache
def tool() -> str:
    """Version of the tool, and a fingerprint of all code and templates that decide on bodies."""
    here = Path(__file__).parents[1]
    found = hashlib.sha256(source_digest().encode())
    for path in sorted(path for folder in TEMPLATE_FOLDERS for path in folder.glob("*")):
        found.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{version('lantian-ledger')}+{found.hexdigest()[:12]}"
