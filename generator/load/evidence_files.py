"""Finds and reads the files of evidence beside the records: size, hash and type by content.

The evidence of `records/issues/LT19/610100/R05/ID.yml` lies in `evidence/LT19/610100/R05/ID/`. No
link is followed. A register may keep the files under Git LFS: a pointer, where the file itself was
not fetched, tells size and hash. See decision 0114.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from generator.core.findings import reason
from generator.load.pictures import is_whole

FOLDER = "evidence"
FILE_LIMIT = 20 * 1_048_576
"""Bytes in one file of evidence: a photograph of a telephone has 3 to 8 MB."""

TYPES: Mapping[str, str] = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WebP"} | {
    "pdf": "PDF"
}
"""Extension → type of the content."""

PICTURES = frozenset({"JPEG", "PNG", "WebP"})

_ISSUES = "records/issues/"
_EXACTLY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HEAD = 1024
"""Bytes that hold a whole pointer."""

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,15})\n"
)
_SIGNS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"%PDF-", "PDF"))


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file, by its path from the root; `type` is "" where its content is none of `TYPES`.

    `is_pointer`: it was not fetched from Git LFS; its type is not known. `is_broken`: a photograph
    that can not be shown. `fault` says in Chinese why it could not be read, "" where it was.
    """

    path: str
    size: int = 0
    sha256: str = ""
    type: str = ""
    is_pointer: bool = False
    is_broken: bool = False
    fault: str = ""


def evidence_folder(record: str) -> str:
    """Return the folder with the evidence of the issue whose record is at a path from the root."""
    return f"{FOLDER}/{record.removeprefix(_ISSUES).removesuffix('.yml')}"


def record_of(file: str) -> str:
    """Return the path of the issue to which a file of evidence belongs, by its folder."""
    inside = file.removeprefix(f"{FOLDER}/").rpartition("/")[0]
    return f"{_ISSUES}{inside}.yml"


def evidence_files(root: Path, records: Iterable[str]) -> Mapping[str, EvidenceFile]:
    """Return path → file, for the evidence of the issues with these records."""
    if not _is_folder(root / FOLDER):
        return {}
    files = (one for record in records for one in _below(root, evidence_folder(record)))
    return {path: read_evidence(root, path) for path, _ in files}


def evidence_stamps(root: Path, folder: str = FOLDER) -> Mapping[str, str]:
    """Return record → stamp of its evidence, below a folder: another one where a file differs.

    It goes by names, sizes and times of change: reading all photographs would take minutes.
    """
    found: dict[str, list[str]] = {}
    for path, stat in _below(root, folder):
        stamp = f"{path}\0{stat.st_mode}\0{stat.st_size}\0{stat.st_mtime_ns}"
        found.setdefault(record_of(path), []).append(stamp)
    return {record: "\n".join(sorted(stamps)) for record, stamps in found.items()}


def evidence_paths(root: Path) -> list[str]:
    """Return the paths of all ordinary files of evidence."""
    return [path for path, stat in _below(root, FOLDER) if S_ISREG(stat.st_mode)]


def _below(root: Path, folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below a folder, by path; none where the way to it is a link or missing."""
    parts = folder.split("/")
    ways = ["/".join(parts[: at + 1]) for at in range(len(parts))]
    if not all(_is_folder(root / way) for way in ways):
        return
    with os.scandir(root / folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _below(root, path)
            else:
                yield path, entry.stat(follow_symlinks=False)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def read_evidence(root: Path, path: str) -> EvidenceFile:
    """Return what a file of evidence is; one that can not be read says why."""
    try:
        stat = os.lstat(root / path)
        if not S_ISREG(stat.st_mode):
            return EvidenceFile(path, fault="是链接，或者不是普通文件")
        if stat.st_size > FILE_LIMIT:
            return EvidenceFile(path, stat.st_size, fault=too_large(stat.st_size))
        content = evidence_bytes(root, path)
    except OSError as error:
        return EvidenceFile(path, fault=reason(error))
    if pointer := _pointer(content):
        return EvidenceFile(path, int(pointer[2]), pointer[1].decode(), is_pointer=True)
    kind = content_type(content)
    is_broken = kind in PICTURES and not is_whole(content)
    digest = sha256(content).hexdigest()
    return EvidenceFile(path, len(content), digest, kind, is_broken=is_broken)


def is_pointer(content: bytes) -> bool:
    """Return whether this stands for a file that was not fetched from Git LFS."""
    return _pointer(content) is not None


def _pointer(content: bytes) -> re.Match[bytes] | None:
    return _POINTER.fullmatch(content[:_HEAD])


def evidence_bytes(root: Path, path: str) -> bytes:
    """Return the content of a file that is no link, up to the limit. OSError."""
    file = os.open(root / path, os.O_RDONLY | _EXACTLY)
    with os.fdopen(file, "rb") as opened:
        return opened.read(FILE_LIMIT)


def too_large(size: int) -> str:
    """Return that a file of so many bytes is too large."""
    return f"有 {size / 1_048_576:.1f} MB，超过 {FILE_LIMIT // 1_048_576} MB"


def content_type(head: bytes) -> str:
    """Return the type of a file by its first bytes; "" for one that is not allowed."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    return next((name for sign, name in _SIGNS if head.startswith(sign)), "")


def named_type(name: str) -> str:
    """Return the type that the extension of a name tells; "" for one that is not allowed."""
    return TYPES.get(name.rpartition(".")[2].lower(), "")
