"""Files of evidence in a site: photographs made smaller, documents as they are.

The public edition has the photographs that an exposure releases and nothing else. A smaller one is
made once for each content and kept beside the cache, under its own hash. See decision 0114.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from generator.kinds.issue.evidence import (
    EvidenceItem,
    EvidenceView,
    evidence_items,
    evidence_view,
    is_picture,
    public_item,
)
from generator.kinds.issue.model import Evidence, Issue
from generator.kinds.register import Register
from generator.load.evidence_files import EvidenceFile, evidence_bytes, evidence_folder, named_type
from generator.load.pictures import preview
from generator.public.policy import Exposure, released_evidence
from generator.site.context import BuildContext

FOLDER = "evidence"
_NAME = 16
"""Characters of the hash in a name: the same file has the same address in every build."""


@dataclass(frozen=True, slots=True)
class StagedEvidence:
    """The evidence of one issue in an edition, and its files: path in the site → SHA-256."""

    view: EvidenceView | None
    files: Mapping[str, str]
    captions: tuple[str, ...] = ()
    """What the public edition says of released photographs."""


NONE = StagedEvidence(None, {})


def staged_evidence(
    context: BuildContext,
    register: Register,
    record: str,
    issue: Issue,
    exposure: Exposure,
    files: Mapping[str, EvidenceFile],
) -> StagedEvidence:
    """Stage what an edition shows of an issue's evidence; `record` is the path of its record."""
    folder = evidence_folder(record)
    own = {one.file: file for one in issue.evidence if (file := files.get(f"{folder}/{one.file}"))}
    if context.is_public:
        return _for_everybody(context, register, issue, exposure, own)
    made = dict(_for_the_staff(context, issue, own))
    paths = {name: path for name, (path, _) in made.items()}
    items = list(evidence_items(issue, own, paths))
    view = evidence_view(issue, register.vocabulary, items)
    staged = {path: context.stage.write(path, content) for path, content in made.values()}
    return StagedEvidence(view, staged)


def _for_everybody(
    context: BuildContext,
    register: Register,
    issue: Issue,
    exposure: Exposure,
    files: Mapping[str, EvidenceFile],
) -> StagedEvidence:
    """Stage the released photographs, each by the hash of the smaller one: no original is named."""
    items: list[tuple[Evidence, EvidenceItem]] = []
    staged: dict[str, str] = {}
    for one in released_evidence(issue, exposure):
        file = files.get(one.file)
        is_shown = file is not None and is_picture(one) and _is_sound(one, file)
        content = _preview(context, file) if file and is_shown else None
        if content is not None:
            path = f"{FOLDER}/{issue.id}/{sha256(content).hexdigest()[:_NAME]}.jpg"
            staged[path] = context.stage.write(path, content)
            items.append((one, public_item(one, path)))
    view = evidence_view(issue, register.vocabulary, items)
    captions = tuple(item.shows for _, item in items)
    return StagedEvidence(view and replace(view, lacking="没有公开"), staged, captions)


def _for_the_staff(
    context: BuildContext, issue: Issue, files: Mapping[str, EvidenceFile]
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield name → path in the site and content of each file that can be shown."""
    for one in issue.evidence:
        file = files.get(one.file)
        if file is None or not _is_sound(one, file):
            continue
        content = _preview(context, file) if is_picture(one) else _original(context, file)
        if content is not None:
            extension = "jpg" if is_picture(one) else "pdf"
            path = f"{FOLDER}/{issue.id}/{one.sha256[:_NAME]}.{extension}"
            yield one.file, (path, content)


def _is_sound(one: Evidence, file: EvidenceFile) -> bool:
    """Return whether a file is the one that was recorded, and of the type that its name tells."""
    is_right = file.sha256 == one.sha256 and file.type == named_type(one.file)
    return is_right and not (file.fault or file.is_pointer or file.is_broken)


def _original(context: BuildContext, file: EvidenceFile) -> bytes:
    return evidence_bytes(context.root, file.path)


def _preview(context: BuildContext, file: EvidenceFile) -> bytes | None:
    """Return a smaller photograph from beside the cache, or make it and keep it there."""
    folder = context.cache.folder / FOLDER
    for kept in folder.glob(f"{file.sha256}-*.jpg"):
        content = kept.read_bytes()
        if kept.name == _kept_name(file, content):
            return content
    made = preview(_original(context, file))
    if made is not None:
        _keep(folder / _kept_name(file, made), made)
    return made


def _kept_name(file: EvidenceFile, content: bytes) -> str:
    """Return a name that tells of which photograph this is, and whether it is still what it was."""
    return f"{file.sha256}-{sha256(content).hexdigest()}.jpg"


def _keep(place: Path, content: bytes) -> None:
    """Write a file whole or not at all: several processes may make the same one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(place)
