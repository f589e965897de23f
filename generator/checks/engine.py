"""The check: raw files → register and findings, on all cores, skipping files known to be clean."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from generator.cache.cache import Cache, cache_of, load_note, save_note, save_note_with_next
from generator.checks.duplicate_rules import earlier_sharers, earlier_twins, may_be_like
from generator.checks.file_rules import MORE_FINDINGS, rest_of
from generator.checks.paths import PREFIX, claimed_path
from generator.checks.reference_rules import mentioned, related
from generator.checks.registry import RULES
from generator.checks.rule import Checked, ShapeError
from generator.checks.shape_rules import filed, shaped
from generator.checks.validation_cache import (
    CachedRecord,
    ParsedFiles,
    ValidationCache,
    reference_key,
)
from generator.core.fields import Record
from generator.core.findings import Finding, Location
from generator.core.pool import cores, gc_disabled, parallel_map
from generator.core.progress import counted
from generator.core.raw import RawRecord
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.as_of import names_later, register_on
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay, replay
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH, is_leaf, judged_with
from generator.load.evidence_files import EvidenceFile, evidence_files, evidence_stamps
from generator.load.files import FileContent, contents, existing_paths, raw_of


@dataclass(frozen=True)
class Verdict:
    """The findings, in order of file and line, and the number of records that could be read."""

    findings: tuple[Finding, ...]
    records: int

    @property
    def errors(self) -> int:
        """Return how many findings stop a build."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings are only warnings."""
        return len(self.findings) - self.errors


@dataclass(frozen=True)
class Judgement(Verdict):
    """A verdict with the register that it is about.

    `replays`: path → replay of every issue whose lifecycle is sound.
    """

    register: Register
    replays: Mapping[str, Replay]

    def on(self, day: date, may_differ: Callable[[str], bool] = lambda path: True) -> "Judgement":
        """Return it with the register as it was on a day; the findings are about all of it."""
        register = register_on(self.register, day, may_differ)
        if register is self.register:
            return self
        return replace(self, register=register, replays=_replays_on(self.register, register, self))


def _replays_on(whole: Register, register: Register, known: Judgement) -> Mapping[str, Replay]:
    """Return the replays of the events up to a day."""
    before = {one.raw.path: one for one in whole.of(Issue)}
    found: dict[str, Replay] = {}
    for one in register.of(Issue):
        path = one.raw.path
        if path not in known.replays:
            continue
        programme = register.programmes[one.record.programme_id]
        if one is before[path] or programme.lifecycle is None:
            found[path] = known.replays[path]
        else:
            found[path] = replay(programme.lifecycle, one.record)
    return found


NOTHING = Checked(
    (), (), Register(Vocabulary.model_construct(None, **{name: [] for name in TITLES}), ())
)
"""No file at all. Not validated: a check of clean records makes no validator."""


def judge(
    raws: Iterable[RawRecord],
    reference: Checked = NOTHING,
    existing_paths: frozenset[str] | None = None,
    evidence: Mapping[str, EvidenceFile] | None = None,
) -> Judgement:
    """Return the findings of every rule on these files and those read before as `reference`.

    `existing_paths`: paths of the issues that exist, among these files or not; where that is None,
    not known, references to issues are not checked. `evidence`: the files of evidence of these
    issues; where that is None, only what the records say of them is checked.
    """
    checked = shaped_all(raws, reference)
    checked = replace(checked, existing_paths=existing_paths, evidence=evidence)
    findings = [finding for rule in RULES for finding in rule.findings(checked)]
    return Judgement(
        findings=tuple(sorted(bounded(findings), key=lambda one: one.sort_key)),
        records=len(checked.register.filed),
        register=checked.register,
        replays=checked.replays,
    )


FINDINGS_LIMIT = 200
"""Findings of one file that are listed."""


def bounded(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings, of each file as many as are listed: errors first, then downwards.

    One finding more counts the rest; it is an error where one of them is.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    for some in by_path.values():
        if len(some) <= FINDINGS_LIMIT:
            yield from some
            continue
        some.sort(key=lambda one: (not one.is_error, one.sort_key))
        yield from some[:FINDINGS_LIMIT]
        yield _counted(some[FINDINGS_LIMIT:])


def _counted(rest: Sequence[Finding]) -> Finding:
    """Return the finding in place of these, the gravest first."""
    first = rest[0]
    hit = rest_of(first.path, Location(first.line, first.column), len(rest))
    rule = replace(MORE_FINDINGS, severity=first.severity, hits=lambda _: iter([hit]))
    return next(rule.findings(NOTHING))


def shaped_all(raws: Iterable[RawRecord], reference: Checked = NOTHING) -> Checked:
    """Return these files validated against the models, behind those of `reference`."""
    files = tuple(raws)
    vocabulary = reference.register.vocabulary
    records: list[FiledRecord[Record]] = [*reference.register.filed]
    errors: list[ShapeError] = [*reference.shape_errors]
    for raw in files:
        outcome = shaped(raw)
        if isinstance(outcome, tuple):
            errors += outcome
        elif isinstance(outcome, Vocabulary):
            vocabulary = outcome
        elif one := filed(raw, outcome):
            records.append(one)
    register = Register(vocabulary, tuple(records))
    return Checked((*reference.raws, *files), tuple(errors), register, reference=reference)


class ReferenceRecords:
    """What leaf records are validated against, read once for a process and its forks."""

    def __init__(self, files: Sequence[FileContent]) -> None:
        self.files = files

    def __reduce__(self) -> tuple[type["ReferenceRecords"], tuple[Sequence[FileContent]]]:
        return ReferenceRecords, (self.files,)

    @cached_property
    def checked(self) -> Checked:
        """Return the records and their shape errors."""
        return shaped_all(raw_of(file) for file in self.files)


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Some leaf records, and the issues that they name, as far as these exist.

    `beside` are other leaf records that their rules look at; their own faults are not of interest.
    Files of evidence are looked for below `root`.
    """

    root: Path
    leaf_records: Sequence[FileContent]
    existing_paths: frozenset[str]
    beside: Sequence[FileContent] = ()


def failed_paths(reference: ReferenceRecords, batch: FileBatch) -> set[str]:
    """Return the paths of the leaf records of a batch that have findings or can not be read."""
    raws = [raw_of(file) for file in (*batch.leaf_records, *batch.beside)]
    evidence = evidence_files(batch.root, (raw.path for raw in raws))
    judgement = judge(raws, reference.checked, batch.existing_paths, evidence)
    found = {finding.path for finding in judgement.findings}
    filed = {one.raw.path for one in judgement.register.filed}
    return {
        file.path for file in batch.leaf_records if file.path in found or file.path not in filed
    }


def validate_batches(
    reference: ReferenceRecords, batches: Sequence[FileBatch], processes: int
) -> Iterator[tuple[FileBatch, set[str]]]:
    """Yield each batch, in order, with the paths in it that failed."""
    if batches:
        len(reference.checked.raws)  # read here once for all processes
    return zip(batches, parallel_map(_validator, reference, batches, processes), strict=True)


def _validator(reference: ReferenceRecords) -> Callable[[FileBatch], set[str]]:
    return partial(failed_paths, reference)


BATCH = 250
"""Files in a batch: enough that reference records weigh little, few enough for all cores."""

_WORTH_A_PROCESS = 1000
"""Files below which a second process takes longer to start than it saves."""


def check_all(
    root: Path, *, processes: int | None = None, batch: int = BATCH, remembers: bool = True
) -> Verdict:
    """Return what `judge(read_files(root))` finds, byte for byte. WorkError as in read_files.

    `processes` is None for as many as are of use.
    """
    files = list(contents(root))
    reference = ReferenceRecords([file for file in files if not is_leaf(file.path)])
    leaf_records = [file for file in files if is_leaf(file.path)]
    key = reference_key(reference.files)
    cache = ValidationCache(cache_of(root), key) if remembers else None
    stamps = evidence_stamps(root)
    names, beside = IssueReferences(files), LeafReferences(leaf_records, stamps)
    stray = evidence_files(root, beside.stray(names.existing_paths))
    of_reference = _verdict_on_reference(reference, names, cache, stray)
    unchecked = [
        file
        for file in leaf_records
        if file.fault or names.dangle(file) or not (cache and cache.is_clean(beside.keyed(file)))
    ]
    if unchecked:  # a new or changed one may be the twin of a clean one
        beside.find_twins(unchecked)
        changed = {file.path for file in unchecked} | beside.twins.keys()
        unchecked = [file for file in leaf_records if file.path in changed]
    wanted = min(cores(), len(unchecked) // _WORTH_A_PROCESS) if processes is None else processes
    needs_recheck: set[str] = set()
    batches = _batches(root, unchecked, batch, names, beside)
    validated = validate_batches(reference, batches, wanted)
    for some, failed in counted(
        "检查记录", validated, len(unchecked), lambda one: len(one[0].leaf_records)
    ):
        needs_recheck |= failed
        if cache:
            cache.add(map(beside.keyed, _settled(some.leaf_records, failed, beside)))
    if cache:
        cache.save()
    if not needs_recheck:
        return replace(of_reference, records=of_reference.records + len(leaf_records))
    return _rechecked(root, files, needs_recheck, names.existing_paths, reference, beside)


_REFERENCE = FileContent("")
"""Stands for all reference records: the key of the cache is a digest of them."""


def _verdict_on_reference(
    reference: ReferenceRecords,
    names: "IssueReferences",
    cache: ValidationCache | None,
    stray: Mapping[str, EvidenceFile],
) -> Verdict:
    """Return the verdict on the reference records alone; clean ones are not even read.

    `stray` are files of evidence of no issue.
    """
    files = reference.files
    known = cache and not any(map(names.dangle, files)) and cache.is_clean(_REFERENCE)
    if known and not stray:
        return Verdict((), sum(file.path != _VOCABULARY for file in files))
    with gc_disabled():
        judgement = judge((), reference.checked, names.existing_paths, stray)
    if cache and not judgement.findings:
        cache.add([_REFERENCE])
    return Verdict(judgement.findings, judgement.records)


def _settled(
    files: Iterable[FileContent], failed: Set[str], beside: "LeafReferences"
) -> Iterator[FileContent]:
    """Yield the files whose verdict depends on nothing but what they name.

    One that is like another is fine only as long as the one that names both is there.
    """
    return (one for one in files if one.path not in failed and one.path not in beside.twins)


class IssueReferences:
    """Which issues leaf records name by their IDs, and which issues exist."""

    def __init__(self, files: Sequence[FileContent]) -> None:
        self.existing_paths = frozenset(file.path for file in files)
        """The paths of all files."""
        named = ((file.path, mentioned(file.path, file.content)) for file in files)
        self._named = {path: paths for path, paths in named if paths}

    def dangle(self, file: FileContent) -> bool:
        """Return whether a leaf record names an issue that does not exist."""
        return not self._named.get(file.path, frozenset()) <= self.existing_paths

    def existing(self, files: Sequence[FileContent]) -> frozenset[str]:
        """Return the issues that these leaf records name and that exist."""
        named = (self._named.get(file.path, frozenset()) for file in files)
        return self.existing_paths.intersection(frozenset().union(*named))


NO_STAMPS: Mapping[str, str] = {}
"""No files of evidence."""


class LeafReferences:
    """The leaf records that the rules of others look at."""

    def __init__(
        self, leaf_records: Sequence[FileContent], stamps: Mapping[str, str] = NO_STAMPS
    ) -> None:
        self._by_path = {file.path: file for file in leaf_records}
        self._stamps = stamps
        self.twins: Mapping[str, frozenset[str]] = {}
        """Path of a record → paths of the earlier ones that may be the same one."""

    def find_twins(self, files: Sequence[FileContent]) -> None:
        """Look for records that may be the same as one of these, or as one beside them."""
        known = self._by_path.values()
        self.twins = {
            **earlier_twins(may_be_like(files, known)),
            **earlier_sharers(files, known),
        }

    def of(self, files: Sequence[FileContent]) -> Sequence[FileContent]:
        """Return those that the rules of these look at and that are not among them."""
        twins = (path for file in files for path in sorted(self.twins.get(file.path, ())))
        return self._others(files, dict.fromkeys((*self._named(files), *twins)))

    def stray(self, existing: Set[str]) -> Sequence[str]:
        """Return the records that evidence is filed for and that do not exist."""
        return [record for record in self._stamps if record not in existing]

    def keyed(self, file: FileContent) -> FileContent:
        """Return a file with the content of what it is judged with: its verdict depends on it.

        Without its twins: what has any is not kept as clean. Files of evidence go by their stamp.
        """
        others = self._others([file], self._named([file]))
        stamp = self._stamps.get(file.path)
        if not others and stamp is None:
            return file
        parts = [one.content for one in (file, *others)]
        parts += [stamp.encode("utf-8", "surrogateescape")] if stamp is not None else []
        return replace(file, content=b"\0".join(parts))

    def _named(self, files: Sequence[FileContent]) -> Iterable[str]:
        return dict.fromkeys(
            path
            for file in files
            for path in (*judged_with(file.path), *sorted(related(file.path, file.content)))
        )

    def _others(self, files: Sequence[FileContent], paths: Iterable[str]) -> Sequence[FileContent]:
        mine = {file.path for file in files}
        return [self._by_path[path] for path in paths if path in self._by_path and path not in mine]


def _batches(
    root: Path,
    files: Sequence[FileContent],
    size: int,
    names: IssueReferences,
    beside: LeafReferences,
) -> Sequence[FileBatch]:
    portions = (files[at : at + size] for at in range(0, len(files), size))
    return [FileBatch(root, some, names.existing(some), beside.of(some)) for some in portions]


def _rechecked(
    root: Path,
    files: Sequence[FileContent],
    needs_recheck: set[str],
    existing: frozenset[str],
    reference: ReferenceRecords,
    beside: "LeafReferences",
) -> Verdict:
    """Validate the failed leaf records again, together with those at the paths of their IDs."""
    with gc_disabled():
        failed = [raw_of(file) for file in files if file.path in needs_recheck]
        wanted = needs_recheck | {path for raw in failed if (path := claimed_path(raw))}
        wanted |= {one.path for one in beside.of([one for one in files if one.path in wanted])}
        some = [file for file in files if file.path in wanted and is_leaf(file.path)]
        raws = [raw_of(file) for file in some]
        evidence = evidence_files(root, (*(raw.path for raw in raws), *beside.stray(existing)))
        judgement = judge(raws, reference.checked, existing, evidence)
    others = len(files) - len(reference.files) - len(some)
    return Verdict(judgement.findings, others + judgement.records)


_NOTE = "other records"
_VOCABULARY = f"{PREFIX}{VOCABULARY_PATH}"


def judge_other_records(
    root: Path, cache: Cache, files: Sequence[FileContent], day: date
) -> Judgement:
    """Return the judgement of these files of the register below `root`, as they were on a day.

    They are all of its records but the issues, which they may mention. Where nothing in them
    happens later, they are not searched for it again on that day.
    """
    parsed = ParsedFiles(cache, files)
    judgement = _judged_or_known(root, cache, parsed)
    note = {"files": parsed.digest, "day": day.isoformat()}
    if load_note(cache, _NOTHING_LATER) == note:
        return judgement
    later = {one.path for one in files if names_later(one.content, day)}
    found = judgement.on(day, later.__contains__)
    if found is judgement:
        save_note_with_next(cache, _NOTHING_LATER, note)
    return found


_NOTHING_LATER = "nothing later"


def _judged_or_known(root: Path, cache: Cache, parsed: ParsedFiles) -> Judgement:
    issues = existing_paths(root, frozenset().union(*parsed.mentioned.values()))
    note = {"files": parsed.digest, "issues": sorted(issues)}
    if load_note(cache, _NOTE) == note:
        return _clean(parsed)
    judgement = judge(map(parsed.raw, parsed.files), existing_paths=issues)
    parsed.save()
    save_note(cache, _NOTE, {} if judgement.findings else note)
    return judgement


def _clean(parsed: ParsedFiles) -> Judgement:
    """Return the verdict on files without findings: each is a record, or the vocabulary."""
    words = [file for file in parsed.files if file.path == _VOCABULARY]
    vocabulary = shaped_all(map(parsed.raw, words)).register.vocabulary
    filed = tuple(
        CachedRecord(BY_FOLDER[file.path.split("/")[1]], parsed.raw(file))
        for file in parsed.files
        if file.path != _VOCABULARY
    )
    return Judgement((), len(filed), Register(vocabulary, filed), {})
