"""What a rule is: a code, words for people, and one function that yields its findings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from generator.check.personal_texts import PersonalText, personal_texts
from generator.checks.rule import IssueBreach, breaches, replays
from generator.core.findings import Finding, Mark, Severity
from generator.core.raw import RawFile
from generator.kinds.issue.replay import Replay
from generator.kinds.register import Register


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One complaint of a model about one value, still in the terms of the model."""

    raw: RawFile
    mark: Mark
    kind: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Checked:
    """All that a rule may look at."""

    raws: tuple[RawFile, ...]
    shape_errors: tuple[ShapeError, ...]
    register: Register
    there: frozenset[str] | None = None
    """Paths of the problems that are there, read or not; None where nobody asked which."""

    @cached_property
    def replays(self) -> Mapping[str, Replay]:
        """Path → replay of each problem; several rules and the pages ask, one replay answers."""
        return replays(self.register)

    @cached_property
    def breaches(self) -> tuple[IssueBreach, ...]:
        """Every breach of a lifecycle."""
        return tuple(breaches(self.register, self.replays))

    @cached_property
    def personal(self) -> tuple[PersonalText, ...]:
        """Every text with personal data; several rules ask, one search answers."""
        return tuple(personal_texts(self.raws))


@dataclass(frozen=True, slots=True)
class Hit:
    """One breach: the place, what is wrong and how to mend it."""

    path: str
    mark: Mark
    message: str
    hint: str


Subject = TypeVar("Subject")
"""What a rule looks at: a register as it stands, or a change of it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One rule of the register; its reason and examples are in `docs/rules/<slug>.md`."""

    code: str
    slug: str
    title: str
    hits: Callable[[Subject], Iterator[Hit]]
    severity: Severity = Severity.ERROR

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Every breach of the rule."""
        for hit in self.hits(subject):
            yield Finding(
                code=self.code,
                slug=self.slug,
                severity=self.severity,
                path=hit.path,
                line=hit.mark.line,
                column=hit.mark.column,
                message=hit.message,
                hint=hit.hint,
            )
