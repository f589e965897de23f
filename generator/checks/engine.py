"""The verdict on a whole register, as `judge` would give it, sooner.

First the files that need a second look are found, part by part; then these, and what they could
be in conflict with, are judged together. What was found clean before is not read again, unless it
names a problem that is not there.
"""

from collections.abc import Sequence
from pathlib import Path

from generator.cache.cache import cache_of
from generator.check.citing import mentioned
from generator.check.judge import Verdict, judge
from generator.checks.paths import PREFIX
from generator.core.pool import cores, uncollected
from generator.core.raw import RawFile
from generator.kinds.registry import BY_FOLDER
from generator.load.files import FileContent, contents, raw_of
from generator.sweep.parts import ReferenceRecords, is_leaf
from generator.sweep.validation_cache import ValidationCache, ground_key
from generator.sweep.workers import Some, suspects

PART = 250
"""Files in a part: enough that what all are judged by weighs little, few enough to share out."""

_WORTH_A_PROCESS = 1000
"""Files below which a second process takes longer to begin than it helps."""


def swept(
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
    """Which problems leaves name by their IDs, and which there are."""

    def __init__(self, files: Sequence[FileContent]) -> None:
        self.there = frozenset(file.path for file in files)
        """The paths of all files."""
        named = ((file.path, mentioned(file.path, file.content)) for file in files)
        self._named = {path: places for path, places in named if places}

    def dangle(self, leaf: FileContent) -> bool:
        """Whether a leaf names a problem that is not there."""
        return not self._named.get(leaf.path, frozenset()) <= self.there

    def held(self, leaves: Sequence[FileContent]) -> frozenset[str]:
        """The problems that these leaves name and that are there."""
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
    with uncollected():
        suspected = [raw_of(file) for file in files if file.path in doubtful]
        wanted = doubtful | {place for raw in suspected if (place := _claimed(raw))}
        looked_at = [file for file in files if file.path in wanted and is_leaf(file.path)]
        raws = [raw_of(file) for file in looked_at]
        judgement = judge(raws, reference.checked, there=there)
    others = len(files) - len(reference.files) - len(looked_at)
    return Verdict(judgement.findings, others + judgement.records)


def _claimed(raw: RawFile) -> str | None:
    """Where the ID in a file says that it lies."""
    kind = BY_FOLDER.get(raw.path.removeprefix(PREFIX).partition("/")[0])
    given = raw.content.get("id") if raw.content else None
    place = kind.path_of(given) if kind and isinstance(given, str) else None
    return f"{PREFIX}{place}" if place else None
