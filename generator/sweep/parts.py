"""Which files need a second look, found out part by part.

A part is some of the leaves (records by which no other record is judged) together with all that
they are judged by. A leaf in which nothing is found so is clean in the whole register as well:
what two leaves can have against each other (one ID in two files) shows at the one that does not
lie where its ID says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.check.judge import judge, shaped_all
from generator.check.rule import Checked
from generator.checks.paths import PREFIX
from generator.kinds.registry import LEAVES
from generator.load.files import FileContent, raw_of


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
class Part:
    """Some leaves and what they are judged by."""

    reference: ReferenceRecords
    leaves: Sequence[FileContent]
    there: frozenset[str]
    """The problems that the leaves name, as far as they are there."""

    def suspects(self) -> set[str]:
        """Paths of the leaves that are not clean, or are no record at all."""
        raws = [raw_of(leaf) for leaf in self.leaves]
        judgement = judge(raws, self.reference.checked, there=self.there)
        found = {finding.path for finding in judgement.findings}
        filed = {one.raw.path for one in judgement.register.filed}
        return {leaf.path for leaf in self.leaves if leaf.path in found or leaf.path not in filed}
