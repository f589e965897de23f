"""The whole check: raw files → register and findings; every rule, every file, no early stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.check.rule import Checked, ShapeError
from generator.check.shaping import filed, shaped
from generator.checks.registry import RULES
from generator.core.fields import Record
from generator.core.findings import Finding
from generator.core.raw import RawFile
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.issue.replay import Replay
from generator.kinds.register import Filed, Register


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

    `replays`: path → replay, of every problem that a sound lifecycle can judge.
    """

    register: Register
    replays: Mapping[str, Replay]


NOTHING = Checked((), (), Register(Vocabulary.model_validate({name: [] for name in TITLES}), ()))
"""No file at all."""


def judge(
    raws: Iterable[RawFile], ground: Checked = NOTHING, there: frozenset[str] | None = None
) -> Judgement:
    """Every file shaped, every rule asked, of these files and of those read before as `ground`.

    `there`: paths of the problems that are there, among these files or not; None where that is
    not known, and then nothing is said of problems that are named.
    """
    checked = replace(shaped_all(raws, ground), there=there)
    findings = [finding for rule in RULES for finding in rule.findings(checked)]
    return Judgement(
        findings=tuple(sorted(findings, key=lambda one: one.sort_key)),
        records=len(checked.register.filed),
        register=checked.register,
        replays=checked.replays,
    )


def shaped_all(raws: Iterable[RawFile], ground: Checked = NOTHING) -> Checked:
    """What the models make of these files, behind what they made of those of `ground`."""
    files = tuple(raws)
    vocabulary = ground.register.vocabulary
    records: list[Filed[Record]] = [*ground.register.filed]
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
