"""Evidence of a step of an issue: which step is meant, names of files, what becomes of the record.

Nothing here reads or writes files. See decision 0114.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator.core.findings import WorkError
from generator.kinds.issue.model import EVIDENCE_NAME, Evidence, Issue
from generator.load.evidence_files import PICTURES, TYPES, content_type, evidence_folder
from generator.load.pictures import is_whole

_NUMBER = re.compile(r"第?\s*([1-9][0-9]?)\s*步?")
_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z一-鿿_-]+")
_LONGEST = 50
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their extension."""

EXTENSIONS: Mapping[str, str] = {kind: name for name, kind in reversed([*TYPES.items()])}
"""Type of the content → the extension that names it."""


@dataclass(frozen=True, slots=True)
class EvidenceAnswers:
    """What is told of files that are added, as fields of the model."""

    fields: Mapping[str, object]
    """`shows`, `moment`, `taken_by`, `taken_on`, `masked`; those that were answered."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """One file to be kept: its path from the root, its content, and its entry in the record.

    `is_known`: the record has it already, so only the file may be missing. `is_marked`: and has to
    be told that the file is masked.
    """

    path: str
    content: bytes
    entry: Evidence
    is_known: bool = False
    is_marked: bool = False


def meant_step(issue: Issue, typed: str) -> int:
    """Return the number of the step that is meant by its number or word; WorkError for none."""
    listed = "、".join(f"{at} {one.step}（{one.date}）" for at, one in enumerate(issue.events, 1))
    if number := _NUMBER.fullmatch(typed.strip()):
        if int(number[1]) <= len(issue.events):
            return int(number[1])
        raise WorkError(f"{issue.id} 没有第 {number[1]} 步，没有写入", f"已有的步骤：{listed}")
    found = [at for at, one in enumerate(issue.events, 1) if one.step == typed.strip()]
    if len(found) == 1:
        return found[0]
    what = f"有 {len(found)} 步“{typed}”，不知道是哪一步" if found else f"没有“{typed}”这一步"
    raise WorkError(f"{issue.id} {what}，没有写入", f"写第几步，从 1 数起：{listed}")


def new_evidence(
    issue: Issue, record: str, step: int, files: Mapping[str, bytes], told: EvidenceAnswers
) -> Sequence[NewEvidence]:
    """Return what is to be kept of files (name → content) as evidence of a step.

    WorkError for a file of another type, or one that is evidence of another step.
    """
    known = {one.sha256: one for one in issue.evidence}
    taken = {one.file.casefold() for one in issue.evidence}
    found: list[NewEvidence] = []
    for name, content in files.items():
        digest = sha256(content).hexdigest()
        listed = known.get(digest)
        if listed and listed.step != step:
            raise WorkError(
                f"“{name}”已经记为第 {listed.step} 步的证据 {listed.file!r}，没有写入",
                "一个文件只记一次，写在最早的一步",
            )
        entry = listed or _entry(_free_name(name, content, taken), step, digest, told)
        path = f"{evidence_folder(record)}/{entry.file}"
        known[digest] = entry
        taken.add(entry.file.casefold())
        is_marked = bool(listed and told.fields.get("masked") and not listed.masked)
        is_known = listed is not None
        found.append(NewEvidence(path, content, entry, is_known=is_known, is_marked=is_marked))
    return found


def _entry(file: str, step: int, digest: str, told: EvidenceAnswers) -> Evidence:
    return Evidence.model_validate({"step": step, "file": file, "sha256": digest, **told.fields})


def _free_name(name: str, content: bytes, taken: set[str]) -> str:
    """Return a name for a file that no other has, with the extension of its content."""
    extension = EXTENSIONS.get(content_type(content))
    if extension is None:
        raise WorkError(
            f"“{name}”不是 JPG、PNG、WebP 照片，也不是 PDF，没有写入",
            "手机的 HEIC 照片先另存为 JPG；Word、表格等另存为 PDF",
        )
    if content_type(content) in PICTURES and not is_whole(content):
        raise WorkError(
            f"照片“{name}”打不开，没有写入", "没有传完的重新传；超过 6000 万像素的缩小以后再加"
        )
    stem = safe_stem(name)
    others = (f"{stem}-{at}.{extension}" for at in range(2, len(taken) + 3))
    names = (f"{stem}.{extension}", *others)
    return next(one for one in names if one.casefold() not in taken)


def safe_stem(name: str) -> str:
    """Return the name of a file without extension, as every system takes it and `Evidence` does."""
    stem = unicodedata.normalize("NFKC", name).rpartition(".")[0] or name
    stem = _NOT_IN_NAMES.sub("-", stem).strip("-_")[:_LONGEST] or "证据"
    stem = f"证据-{stem}" if _RESERVED.fullmatch(stem) else stem
    assert re.fullmatch(EVIDENCE_NAME.strip("^$"), f"{stem}.jpg")
    return stem
