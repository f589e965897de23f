"""The evidence of an issue as pages show it: photographs before and after side by side, documents.

Which files an edition shows, and where they lie in the site, is decided elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Evidence, Issue
from generator.load.evidence_files import PICTURES, EvidenceFile, named_type
from generator.public.policy import public_form

_MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One photograph or document: `path` is that in the site, "" where there is none to show.

    `proof` names file, size and hash, "" where readers are not to know them; `missing` says why
    nothing is shown.
    """

    shows: str
    about: str
    path: str
    proof: str
    sha256: str
    missing: str


@dataclass(frozen=True, slots=True)
class EvidencePair:
    """A photograph before rectification and one after; None where there is none to compare."""

    before: EvidenceItem | None
    after: EvidenceItem | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The evidence of an issue: pairs, other photographs, documents."""

    pairs: tuple[EvidencePair, ...]
    others: tuple[EvidenceItem, ...]
    documents: tuple[EvidenceItem, ...]
    count: int
    lacking: str = "没有"
    """What is said of a photograph that a pair lacks."""


def evidence_view(
    issue: Issue, vocabulary: Vocabulary, items: Sequence[tuple[Evidence, EvidenceItem]]
) -> EvidenceView | None:
    """Return the view of these pieces of evidence, in the order of the record; None for none."""
    if not items:
        return None
    before, after = (
        [shown for one, shown in items if _is(vocabulary, one, role)]
        for role in (Role.BEFORE, Role.AFTER)
    )
    paired = {id(one) for one in (*before, *after)}
    rest = [(one, shown) for one, shown in items if id(shown) not in paired]
    return EvidenceView(
        pairs=tuple(EvidencePair(*two) for two in zip_longest(before, after)),
        others=tuple(shown for one, shown in rest if is_picture(one)),
        documents=tuple(shown for one, shown in rest if not is_picture(one)),
        count=len(items),
    )


def _is(vocabulary: Vocabulary, one: Evidence, role: Role) -> bool:
    is_of_moment = one.moment is not None and vocabulary.has_role(one.moment, role, words="moments")
    return is_of_moment and is_picture(one)


def is_picture(one: Evidence) -> bool:
    """Return whether a piece of evidence is a photograph, by its name."""
    return named_type(one.file) in PICTURES


def evidence_items(
    issue: Issue, files: Mapping[str, EvidenceFile], paths: Mapping[str, str]
) -> Iterator[tuple[Evidence, EvidenceItem]]:
    """Yield each piece of evidence with what the staff sees of it.

    `files`: name → file beside the records; `paths`: name → path in the site.
    """
    for one in issue.evidence:
        file, path = files.get(one.file), paths.get(one.file, "")
        size = f"，{size_text(file.size)}" if file and file.size else ""
        yield (
            one,
            EvidenceItem(
                shows=one.shows,
                about="，".join(_about(issue, one)),
                path=path,
                proof=f"{one.file}{size}，SHA-256 {one.sha256[:12]}",
                sha256=one.sha256,
                missing="" if path else _missing(file),
            ),
        )


def public_item(one: Evidence, path: str) -> EvidenceItem:
    """Return what everybody sees of a released photograph: no file name, hash, step or author."""
    seen = public_form(one)
    return EvidenceItem(seen.shows, seen.moment or "", path, proof="", sha256="", missing="")


def _about(issue: Issue, one: Evidence) -> Iterator[str]:
    """Yield moment, step, day and author of a piece of evidence."""
    if one.moment:
        yield one.moment
    if one.step <= len(issue.events):
        yield f"第 {one.step} 步“{issue.events[one.step - 1].step}”"
    if one.taken_on:
        yield str(one.taken_on)
    if one.taken_by:
        yield one.taken_by


def _missing(file: EvidenceFile | None) -> str:
    if file is None:
        return "文件不在本机"
    if file.is_pointer:
        return "未下载（Git LFS）"
    return "照片打不开" if file.is_broken else "文件不能用"


def size_text(size: int) -> str:
    """Return a size as readers say it: 1.2 MB, 340 KB."""
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{max(1, size // 1024)} KB"
