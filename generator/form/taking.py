"""Puts the work of clerks on top of a commit, each package as one commit of its author.

A record whose number is taken moves to the next free one; steps that others took meanwhile come
first; what is there already is not taken twice; what the check refuses stays out, with the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.audit import merge as audit_merge
from generator.audit.beside import Author, committed_files
from generator.audit.git import Repository, prefix
from generator.audit.log import added, removed
from generator.cache.cache import cache_of
from generator.checks.change import judge_change
from generator.checks.renumber import kind_at, names, renamed_text, renamings
from generator.checks.resolve import joined_steps
from generator.core.findings import Finding, WorkError
from generator.form.incoming import FilePatch, Incoming, IncomingFile, RefusedFile, patched
from generator.load.files import SIZE_LIMIT, raw_file


@dataclass(frozen=True)
class TakenPackage:
    """What became of a package: its commit ("" for none), and each of its records.

    `there` are those that the branch had already, path in the package → path on the branch;
    `moved` old ID → new ID.
    """

    incoming: Incoming
    commit: str = ""
    taken: Sequence[str] = ()
    there: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    refused: Sequence[RefusedFile] = ()


@dataclass(frozen=True)
class _BranchEnd:
    """A commit that packages are put on."""

    root: Path
    repo: Repository
    commit: str

    def held(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the files that the commit has at these paths from the root, or below them."""
        inside = prefix(self.repo, self.root)
        wanted = [inside + path for path in paths]
        entries = audit_merge.listed(self.repo, self.commit, wanted) if wanted else {}
        texts = audit_merge.contents(self.repo, (one.blob for one in entries.values()), SIZE_LIMIT)
        found = {path: texts.get(one.blob) for path, one in entries.items()}
        return {
            path.removeprefix(inside): text
            for path, text in found.items()
            if isinstance(text, bytes)
        }

    def gone(self) -> set[str]:
        """Return the paths from the root that were in use before."""
        inside = prefix(self.repo, self.root)
        found = removed(self.repo, self.commit, cache_of(self.root))
        return {path.removeprefix(inside) for path in found}

    def first_texts(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the text with which each of these files of one folder or several came."""
        inside = prefix(self.repo, self.root)
        wanted = {inside + path for path in paths}
        folders = {path.rpartition("/")[0] for path in wanted}
        came = added(self.repo, self.commit, folders)
        blobs = {path: blob for path, blob in came.items() if path in wanted}
        texts = audit_merge.contents(self.repo, blobs.values(), SIZE_LIMIT)
        found = {path.removeprefix(inside): texts.get(blob) for path, blob in blobs.items()}
        return {path: text for path, text in found.items() if isinstance(text, bytes)}

    def text(self, blob: str) -> bytes | None:
        """Return the content that Git knows by a name; None where it has none."""
        found = audit_merge.contents(self.repo, [blob], SIZE_LIMIT).get(blob)
        return found if isinstance(found, bytes) else None


@dataclass
class _PackagePlan:
    """What a package comes to on a commit."""

    files: dict[str, bytes] = field(default_factory=dict)
    there: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """Path that a record goes to → its path in the package."""
    refused: list[RefusedFile] = field(default_factory=list)


def take(root: Path, repo: Repository, base: str, incoming: Incoming) -> TakenPackage:
    """Return what becomes of a package on top of a commit; WorkError as of Git."""
    place = _BranchEnd(root, repo, base)
    files, refused = _whole(place, incoming)
    refused = [*incoming.refused, *refused]
    while True:
        plan = _plan(place, files)
        refused += [one for one in plan.refused if one not in refused]
        if not plan.files:
            return TakenPackage(incoming, there=plan.there, refused=refused)
        commit = _commit(place, incoming, plan)
        faulty = _faulty(root, base, commit, plan)
        if not faulty:
            taken = sorted(plan.files)
            return TakenPackage(incoming, commit, taken, plan.there, plan.moved, refused)
        refused += faulty
        names_of = {one.name for one in faulty}
        files = [one for one in files if one.path not in names_of]


def _whole(place: _BranchEnd, incoming: Incoming) -> tuple[list[IncomingFile], list[RefusedFile]]:
    """Return all files of a package, those of a patch made whole, and those that can not be."""
    files, refused = list(incoming.files), []
    for patch in incoming.patches:
        text = _patched(place, patch)
        if text is None:
            refused.append(RefusedFile(patch.path, *_UNKNOWN_BASE))
        else:
            files.append(IncomingFile(patch.path, text, patch.before))
    return files, refused


_UNKNOWN_BASE = (
    "它所改的那一版不在这个仓库里，接不上",
    "先取回主分支的最新记录再收；还不行的，请填报人用新做的网页重填这一条",
)


def _patched(place: _BranchEnd, patch: FilePatch) -> bytes | None:
    if not patch.before:
        return patched("", patch)
    before = place.text(patch.before)
    return patched(before.decode("utf-8", "replace"), patch) if before is not None else None


def _plan(place: _BranchEnd, files: Sequence[IncomingFile]) -> _PackagePlan:
    plan = _PackagePlan()
    held = place.held([one.path for one in files])
    new = [one for one in files if not one.before]
    _plan_new(place, plan, new, held)
    for one in files:
        if one.before:
            _plan_changed(place, plan, one, held.get(one.path))
    _follow(plan)
    return plan


def _plan_new(
    place: _BranchEnd, plan: _PackagePlan, files: Sequence[IncomingFile], held: Mapping[str, bytes]
) -> None:
    """Give each new record its place: its own where that is free, else the next number."""
    folders = sorted({one.path.rpartition("/")[0] for one in files})
    beside = place.held(folders)
    gone = place.gone() if files else set()
    clashing: dict[str, IncomingFile] = {}
    plan.there |= _already_there(place, files, beside)
    for one in files:
        if one.path in plan.there:
            continue
        if one.path in held or one.path in gone:
            clashing[one.path] = one
        else:
            plan.files[one.path] = one.text
            plan.sources[one.path] = one.path
    taken = {*beside, *gone, *plan.files}
    given = {path: record_id for path, one in clashing.items() if (record_id := _id_in(one))}
    for found in renamings(given, taken):
        text = renamed_text(clashing.pop(found.old_path).text, {found.old_id: found.new_id})
        plan.files[found.new_path] = text
        plan.sources[found.new_path] = found.old_path
        plan.moved[found.old_id] = found.new_id
    for path in clashing:
        plan.refused.append(RefusedFile(path, *_NO_NUMBER))


_NO_NUMBER = ("这个编号已经有别的记录，也没有可以换的序号", "查对编号；序号用完了的，换一个组号")


def _id_in(one: IncomingFile) -> str:
    content = raw_file(one.path, one.text).content
    return str(content.get("id", "")) if content else ""


def _already_there(
    place: _BranchEnd, files: Sequence[IncomingFile], beside: Mapping[str, bytes]
) -> dict[str, str]:
    """Return which files are records of the branch already, path in the package → path there.

    A record may be there under another number, and with what others did to it since it came. Each
    record of the branch is one of the package at most: twins are two records.
    """
    found = {one.path: one.path for one in files if beside.get(one.path) == one.text}
    rest = [one for one in files if one.path not in found and kind_at(one.path) and _id_in(one)]
    if not rest or not beside:
        return found
    first = {path: _bare(path, text) for path, text in place.first_texts(beside).items()}
    now = {path: _bare(path, text) for path, text in beside.items()}
    for one in rest:
        bare = renamed_text(one.text, {_id_in(one): ""})
        # Its own number first, for that is where it went unless it was taken.
        paths = sorted(beside, key=lambda path: path != one.path)
        free = (path for path in paths if path not in found.values())
        if path := next((p for p in free if first.get(p) == bare or now[p].startswith(bare)), ""):
            found[one.path] = path
    return found


def _bare(path: str, text: bytes) -> bytes:
    """Return the text of a record without its ID."""
    return renamed_text(text, {path.rpartition("/")[2].removesuffix(".yml"): ""})


def _plan_changed(
    place: _BranchEnd, plan: _PackagePlan, one: IncomingFile, now: bytes | None
) -> None:
    """Join a changed record with what it is by now."""
    if now is None:
        plan.refused.append(RefusedFile(one.path, "台账里没有这条记录，接不上", "查对编号"))
        return
    before = place.text(one.before)
    if before is None:
        plan.refused.append(RefusedFile(one.path, *_UNKNOWN_BASE))
        return
    try:
        text = _joined(place, one, before, now)
    except WorkError as error:
        plan.refused.append(RefusedFile(one.path, error.message, error.hint))
        return
    if text is None:
        plan.there[one.path] = one.path
    else:
        plan.files[one.path] = text
        plan.sources[one.path] = one.path


def _joined(place: _BranchEnd, one: IncomingFile, before: bytes, now: bytes) -> bytes | None:
    if now == one.text:
        return None
    if now == before:
        return one.text
    return joined_steps(place.repo, one.path, before, now, one.text)


def _follow(plan: _PackagePlan) -> None:
    """Let the other records of the package name those that moved by their new numbers."""
    for path, text in plan.files.items():
        if any(names(text, old) for old in plan.moved):
            plan.files[path] = renamed_text(text, plan.moved)


def _commit(place: _BranchEnd, incoming: Incoming, plan: _PackagePlan) -> str:
    inside = prefix(place.repo, place.root)
    files = {inside + path: text for path, text in plan.files.items()}
    signed = incoming.signature
    author = Author(signed.name, signed.mail, signed.made)
    return committed_files(place.repo, place.commit, files, author, _message(incoming, plan))


def _message(incoming: Incoming, plan: _PackagePlan) -> str:
    """Return what the clerk's package says, and what became of its numbers."""
    signed = incoming.signature
    subject = signed.subject
    for old, new in plan.moved.items():
        subject = subject.replace(old, new)
    moved = "\n".join(f"换了序号：{old} → {new}" for old, new in plan.moved.items())
    return "\n\n".join(filter(None, (subject, signed.body.strip(), moved))) + "\n"


def _faulty(root: Path, base: str, commit: str, plan: _PackagePlan) -> list[RefusedFile]:
    """Return the records of a commit that the check refuses, each with the first reason.

    WorkError for an error elsewhere, which taking none of them would not end.
    """
    errors = [one for one in judge_change(root, base, commit).findings if one.is_error]
    known = [one for one in errors if one.path in plan.sources]
    if errors and not known:
        raise WorkError(f"收进以后“{errors[0].path}”有错：{errors[0].message}", errors[0].hint)
    return list(_by_file(known, plan))


def _by_file(errors: Iterable[Finding], plan: _PackagePlan) -> Iterator[RefusedFile]:
    seen = set()
    for one in errors:
        if one.path not in seen:
            seen.add(one.path)
            yield RefusedFile(plan.sources[one.path], one.message, one.hint, one.code)
