"""The whole check: raw files → register and findings; every rule, every file, no early stop."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.check.rule import Checked, ShapeError
from generator.check.rules import RULES
from generator.check.shaping import filed, shaped
from generator.findings import Finding
from generator.model.fields import Record
from generator.model.raw import RawFile
from generator.model.register import Filed, Register
from generator.vocabulary import TITLES, Vocabulary


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
    """A verdict together with the register that it is about."""

    register: Register


def judge(raws: Iterable[RawFile]) -> Judgement:
    """Every file shaped, every rule asked."""
    checked = _shape_all(tuple(raws))
    findings = [finding for rule in RULES for finding in rule.findings(checked)]
    return Judgement(
        findings=tuple(sorted(findings, key=lambda one: one.sort_key)),
        records=len(checked.register.filed),
        register=checked.register,
    )


def _shape_all(raws: tuple[RawFile, ...]) -> Checked:
    vocabulary = Vocabulary.model_validate({name: [] for name in TITLES})
    records: list[Filed[Record]] = []
    errors: list[ShapeError] = []
    for raw in raws:
        outcome = shaped(raw)
        if isinstance(outcome, tuple):
            errors += outcome
        elif isinstance(outcome, Vocabulary):
            vocabulary = outcome
        elif one := filed(raw, outcome):
            records.append(one)
    return Checked(raws, tuple(errors), Register(vocabulary, tuple(records)))
