"""The check: raw files → register and findings; all cores, and without what was clean before."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.cache.cache import Cache, cache_of, load_note, save_note
from generator.checks.paths import PREFIX
from generator.checks.reference_rules import mentioned
from generator.checks.registry import RULES
from generator.checks.rule import Checked, ShapeError
from generator.checks.shape_rules import filed, shaped
from generator.checks.validation_cache import KeptFiled, ParsedFiles, ValidationCache, ground_key
from generator.core.fields import Record
from generator.core.findings import Finding
from generator.core.pool import cores, gc_disabled, parallel_map
from generator.core.raw import RawRecord
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.issue.replay import Replay
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_FOLDER, LEAVES, VOCABULARY_PATH
from generator.load.files import FileContent, contents, raw_of, there


@dataclass(frozen=True)
class Verdict:
    """What is wrong, in order of file and line, in so many records that could be read."""

    findings: tuple[Finding, ...]
    records: int

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings only remind."""
        return len(self.findings) - self.errors


@dataclass(frozen=True)
class Judgement(Verdict):
    """A verdict together with the register that it is about.

    `replays`: path → replay, of every issue that a sound lifecycle can judge.
    """

    register: Register
    replays: Mapping[str, Replay]


NOTHING = Checked((), (), Register(Vocabulary.model_validate({name: [] for name in TITLES}), ()))
"""No file at all."""


def judge(
    raws: Iterable[RawRecord], ground: Checked = NOTHING, there: frozenset[str] | None = None
) -> Judgement:
    """Every file shaped, every rule asked, of these files and of those read before as `ground`.

    `there`: paths of the issues that are there, among these files or not; None where that is
    not known, and then nothing is said of issues that are named.
    """
    checked = replace(shaped_all(raws, ground), there=there)
    findings = [finding for rule in RULES for finding in rule.findings(checked)]
    return Judgement(
        findings=tuple(sorted(findings, key=lambda one: one.sort_key)),
        records=len(checked.register.filed),
        register=checked.register,
        replays=checked.replays,
    )


def shaped_all(raws: Iterable[RawRecord], ground: Checked = NOTHING) -> Checked:
    """What the models make of these files, behind what they made of those of `ground`."""
    files = tuple(raws)
    vocabulary = ground.register.vocabulary
    records: list[FiledRecord[Record]] = [*ground.register.filed]
    errors: list[ShapeError] = [*ground.shape_errors]
    for raw in files:
        outcome = shaped(raw)
        if isinstance(outcome, tuple):
            errors += outcome
        elif isinstance(outcome, Vocabulary):
            vocabulary = outcome
        elif one := filed(raw, outcome):
            records.append(one)
    register = Register(vocabulary, tuple(records))
    return Checked((*ground.raws, *files), tuple(errors), register)


def is_leaf(path: str) -> bool:
    """Whether no other record is judged by the one at this path."""
    return path.removeprefix(PREFIX).startswith(LEAVES)


class ReferenceRecords:
    """The records that leaves are judged by, shaped once for a process and those it forks."""

    def __init__(self, files: Sequence[FileContent]) -> None:
        self.files = files

    def __reduce__(self) -> tuple[type["ReferenceRecords"], tuple[Sequence[FileContent]]]:
        return ReferenceRecords, (self.files,)

    @cached_property
    def checked(self) -> Checked:
        """The records and what the models have against them."""
        return shaped_all(raw_of(file) for file in self.files)


@dataclass(frozen=True, slots=True)
class FileBatch:
    """Some leaves and what they are judged by."""

    reference: ReferenceRecords
    leaves: Sequence[FileContent]
    there: frozenset[str]
    """The issues that the leaves name, as far as they are there."""

    def suspects(self) -> set[str]:
        """Paths of the leaves that are not clean, or are no record at all."""
        raws = [raw_of(leaf) for leaf in self.leaves]
        judgement = judge(raws, self.reference.checked, there=self.there)
        found = {finding.path for finding in judgement.findings}
        filed = {one.raw.path for one in judgement.register.filed}
        return {leaf.path for leaf in self.leaves if leaf.path in found or leaf.path not in filed}


@dataclass(frozen=True, slots=True)
class Some:
    """Some leaves, and the issues that they name, as far as they are there."""

    leaves: Sequence[FileContent]
    there: frozenset[str]


Suspected = tuple[Some, set[str]]


def suspects(
    reference: ReferenceRecords, parts: Sequence[Some], processes: int
) -> Iterator[Suspected]:
    """Each part, in order, with the paths in it that need a second look."""
    if parts:
        len(reference.checked.raws)  # shaped here once for all processes
    return zip(parts, parallel_map(_judge_on, reference, parts, processes), strict=True)


def _judge_on(reference: ReferenceRecords) -> Callable[[Some], set[str]]:
    """What finds the suspects of a part."""
    return lambda some: FileBatch(reference, some.leaves, some.there).suspects()


PART = 250
"""Files in a part: enough that what all are judged by weighs little, few enough to share out."""

_WORTH_A_PROCESS = 1000
"""Files below which a second process takes longer to begin than it helps."""


def check_all(
    root: Path, *, processes: int | None = None, part: int = PART, remembers: bool = True
) -> Verdict:
    """What `judge(read_files(root))` finds, byte for byte. WorkError as in read_files.

    `processes` is None for as many as are of use.
    """
    files = list(contents(root))
    ground = [file for file in files if not is_leaf(file.path)]
    leaves = [file for file in files if is_leaf(file.path)]
    clean = ValidationCache(cache_of(root), ground_key(ground)) if remembers else None
    names = Names(files)
    unknown = [
        leaf
        for leaf in leaves
        if leaf.fault or names.dangle(leaf) or not (clean and clean.holds(leaf))
    ]
    wanted = min(cores(), len(unknown) // _WORTH_A_PROCESS) if processes is None else processes
    doubtful: set[str] = set()
    reference = ReferenceRecords(ground)
    for some, paths in suspects(reference, _parts(unknown, part, names), wanted):
        doubtful |= paths
        if clean:
            clean.add(leaf for leaf in some.leaves if leaf.path not in paths)
    if clean:
        clean.save()
    return _judged(files, doubtful, names.there, reference)


class Names:
    """Which issues leaves name by their IDs, and which there are."""

    def __init__(self, files: Sequence[FileContent]) -> None:
        self.there = frozenset(file.path for file in files)
        """The paths of all files."""
        named = ((file.path, mentioned(file.path, file.content)) for file in files)
        self._named = {path: places for path, places in named if places}

    def dangle(self, leaf: FileContent) -> bool:
        """Whether a leaf names an issue that is not there."""
        return not self._named.get(leaf.path, frozenset()) <= self.there

    def held(self, leaves: Sequence[FileContent]) -> frozenset[str]:
        """The issues that these leaves name and that are there."""
        named = (self._named.get(leaf.path, frozenset()) for leaf in leaves)
        return self.there.intersection(frozenset().union(*named))


def _parts(leaves: Sequence[FileContent], size: int, names: Names) -> Sequence[Some]:
    portions = (leaves[at : at + size] for at in range(0, len(leaves), size))
    return [Some(some, names.held(some)) for some in portions]


def _judged(
    files: Sequence[FileContent],
    doubtful: set[str],
    there: frozenset[str],
    reference: ReferenceRecords,
) -> Verdict:
    """The doubtful leaves together with those that lie where their IDs belong, and the ground."""
    with gc_disabled():
        suspected = [raw_of(file) for file in files if file.path in doubtful]
        wanted = doubtful | {place for raw in suspected if (place := _claimed(raw))}
        looked_at = [file for file in files if file.path in wanted and is_leaf(file.path)]
        raws = [raw_of(file) for file in looked_at]
        judgement = judge(raws, reference.checked, there=there)
    others = len(files) - len(reference.files) - len(looked_at)
    return Verdict(judgement.findings, others + judgement.records)


def _claimed(raw: RawRecord) -> str | None:
    """Where the ID in a file says that it lies."""
    kind = BY_FOLDER.get(raw.path.removeprefix(PREFIX).partition("/")[0])
    given = raw.content.get("id") if raw.content else None
    place = kind.path_of(given) if kind and isinstance(given, str) else None
    return f"{PREFIX}{place}" if place else None


_NOTE = "other records"
_VOCABULARY = f"{PREFIX}{VOCABULARY_PATH}"


def judged_others(root: Path, kept: Cache, files: Sequence[FileContent]) -> Judgement:
    """Return what `judge` says of these files of the register below `root`.

    They are all of its records but the issues, which they may mention.
    """
    parsed = ParsedFiles(kept, files)
    issues = there(root, frozenset().union(*parsed.mentioned.values()))
    note = {"files": parsed.digest, "issues": sorted(issues)}
    if load_note(kept, _NOTE) == note:
        return _clean(parsed)
    judgement = judge(map(parsed.raw, files), there=issues)
    parsed.save()
    save_note(kept, _NOTE, {} if judgement.findings else note)
    return judgement


def _clean(parsed: ParsedFiles) -> Judgement:
    """The verdict on files in which nothing was found: each is a record, or the vocabulary."""
    words = [file for file in parsed.files if file.path == _VOCABULARY]
    vocabulary = shaped_all(map(parsed.raw, words)).register.vocabulary
    filed = tuple(
        KeptFiled(BY_FOLDER[file.path.split("/")[1]], parsed.raw(file))
        for file in parsed.files
        if file.path != _VOCABULARY
    )
    return Judgement((), len(filed), Register(vocabulary, filed), {})
