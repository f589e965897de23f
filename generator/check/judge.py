"""The whole check: raw files → register and findings; every rule, every file, no early stop."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.check.rule import Checked, ShapeError
from generator.check.rules import RULES
from generator.check.shape import filed, shaped
from generator.findings import Finding
from generator.model.fields import Record
from generator.model.raw import RawFile
from generator.model.register import Filed, Register
from generator.vocabulary import TITLES, Vocabulary


class Verdict:
    """What is wrong with so many records, in order of file and line."""

    __slots__ = ()
    findings: tuple[Finding, ...]

    @property
    def records(self) -> int:
        """How many records could be read."""
        raise NotImplementedError

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings only remind."""
        return len(self.findings) - self.errors


@dataclass(frozen=True, slots=True)
class Judgement(Verdict):
    """A verdict together with the register that it is about."""

    register: Register
    findings: tuple[Finding, ...]

    @property
    def records(self) -> int:
        """How many well-shaped records the register holds."""
        return len(self.register.filed)


def judge(raws: Iterable[RawFile]) -> Judgement:
    """Every file shaped, every rule asked."""
    checked = _shape_all(tuple(raws))
    findings = [finding for rule in RULES for finding in rule.findings(checked)]
    return Judgement(checked.register, tuple(sorted(findings, key=lambda one: one.sort_key)))


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
