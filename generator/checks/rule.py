"""What a rule is and what it may look at: files, register, replays, personal data.

See decision 0010.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from generator.core.findings import Finding, Location, Severity
from generator.core.raw import Path, RawRecord
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Breach, Replay, replay
from generator.kinds.programme.lifecycle import Lifecycle, Step, Strand
from generator.kinds.programme.lifecycle import Path as LifecyclePath
from generator.kinds.register import FiledRecord, Register
from generator.load.evidence_files import EvidenceFile
from generator.public.personal_data import Personal, personal


@dataclass(frozen=True, slots=True)
class IssueBreach:
    """A breach of the lifecycle and the issue in whose history it stands."""

    issue: FiledRecord[Issue]
    breach: Breach


def replays(register: Register) -> Mapping[str, Replay]:
    """Path → replay of every issue that a sound lifecycle judges."""
    sound = sound_lifecycles(register)
    return {
        one.raw.path: replay(lifecycle, one.record, register.offices(one.record))
        for one in register.of(Issue)
        if (lifecycle := sound.get(one.record.programme_id)) and has_path(lifecycle, one.record)
    }


def breaches(register: Register, replayed: Mapping[str, Replay]) -> Iterator[IssueBreach]:
    """Every breach in every history that was replayed."""
    for one in register.of(Issue):
        found = replayed.get(one.raw.path)
        for breach in found.breaches if found else ():
            yield IssueBreach(one, breach)


def sound_lifecycles(register: Register) -> Mapping[str, Lifecycle]:
    """Programme → its lifecycle, where it has one that agrees with itself."""
    return {
        programme.id: programme.lifecycle
        for programme in register.programmes.values()
        if programme.lifecycle and not any(lifecycle_problems(programme.lifecycle))
    }


def has_path(lifecycle: Lifecycle, issue: Issue) -> bool:
    """Whether a path of the lifecycle takes the issue."""
    try:
        lifecycle.path_for(issue.group_letter, issue.category)
    except KeyError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class LifecycleProblem:
    """Something wrong in a lifecycle or the vocabulary: where below it, what, how to mend it."""

    path: Path
    message: str
    hint: str


def lifecycle_problems(lifecycle: Lifecycle) -> Iterator[LifecycleProblem]:
    roles = {role.name for role in lifecycle.roles}
    for i, path in enumerate(lifecycle.paths):
        for j, strand in enumerate(path.strands):
            for k, step in enumerate(strand.steps):
                place = ("paths", i, "strands", j, "steps", k)
                yield from _state_problems(place, strand, step)
                yield from _step_role_problems(place, roles, step)
        yield from _duty_problems(("paths", i, "strands", 0, "states"), roles, path)
        yield from _order_problems(("paths", i), path, is_last=i == len(lifecycle.paths) - 1)


def role_problems(lifecycle: Lifecycle, vocabulary: Vocabulary) -> Iterator[LifecycleProblem]:
    """Steps whose words lack the role that what the lifecycle asks of them implies.

    Nothing that goes by roles (columns, dues, frozen facts) would notice these steps.
    """
    known = set(vocabulary.words("steps"))
    for i, path in enumerate(lifecycle.paths):
        for j, strand in enumerate(path.strands):
            for k, step in enumerate(strand.steps):
                for word, roles, why in _implied(step):
                    if word in known and not vocabulary.has_role(word, *roles):
                        place = ("paths", i, "strands", j, "steps", k, "step")
                        wanted = "、".join(roles)
                        message = f"步骤“{word}”{why}，词表里却没有 {wanted} 这个作用"
                        hint = "在词表 steps 里给这个词的 roles 加上它；写错了步骤的改步骤"
                        yield LifecycleProblem(place, message, hint)


SETTING = (
    Role.HANDED_OVER,
    Role.SUPERVISED,
    Role.PLANNED,
    Role.RESCHEDULED,
    Role.VERIFIED,
)
"""Roles of the steps that may set deadlines."""


def _implied(step: Step) -> Iterator[tuple[str, tuple[Role, ...], str]]:
    """Word, the roles of which it needs one, and what implies it."""
    if "corrects" in step.needs:
        yield step.step, (Role.CORRECTED,), "须写更正字段"
    if "grade" in step.needs:
        yield step.step, (Role.EXPOSED,), "须写公开等级"
    if step.by_later:
        yield step.step, (Role.VERIFIED,), "由后来轮次做"
    if any(one.field != "unit_due" for one in step.sets):
        yield step.step, SETTING, "给地方定期限"
    for one in step.sets:
        if one.field == "unit_due":
            yield step.step, (Role.ASSIGNED,), "定分办期限"
        elif one.field == "plan_due":
            yield one.awaits, (Role.PLANNED,), "有方案期限"
        else:
            yield one.awaits, (Role.RECTIFIED,), "有整改期限"


def _state_problems(place: Path, strand: Strand, step: Step) -> Iterator[LifecycleProblem]:
    states = [state.name for state in strand.states]
    named = [*(step.at or []), *([step.to] if step.to else [])]
    named += [outcome.to for outcome in step.outcomes]
    for name in named:
        if name not in states:
            message = f"步骤“{step.step}”提到的状态“{name}”不在“{strand.name}”线的状态里"
            yield LifecycleProblem((*place, "step"), message, f"可用的状态：{'、'.join(states)}")


def _step_role_problems(place: Path, roles: set[str], step: Step) -> Iterator[LifecycleProblem]:
    for name in [*step.by, *(deadline.of for deadline in step.sets)]:
        if name not in roles:
            known = "、".join(sorted(roles)) or "（一个也没有）"
            message = f"步骤“{step.step}”提到的角色“{name}”没有登记"
            yield LifecycleProblem(
                (*place, "step"), message, f"在 roles 里登记；现有的角色：{known}"
            )


def _duty_problems(place: Path, roles: set[str], path: LifecyclePath) -> Iterator[LifecycleProblem]:
    """What states of the first strand owe: known steps and roles, and no open state left out."""
    strand = path.strands[0]
    says = any(state.owes for state in strand.states)
    for j, state in enumerate(strand.states):
        for k, duty in enumerate(state.owes):
            if duty.awaits not in path.by_step:
                message = f"状态“{state.name}”等待的步骤“{duty.awaits}”不在“{path.name}”路径里"
                hint = f"可用的步骤：{'、'.join(path.by_step)}"
                yield LifecycleProblem((*place, j, "owes", k, "awaits"), message, hint)
            if duty.of not in roles:
                known = "、".join(sorted(roles)) or "（一个也没有）"
                message = f"状态“{state.name}”的责任角色“{duty.of}”没有登记"
                hint = f"在 roles 里登记；现有的角色：{known}"
                yield LifecycleProblem((*place, j, "owes", k, "of"), message, hint)
        if says and j and state.open and state.known and not state.owes:
            message = f"状态“{state.name}”还没有了结，却没有写明谁应当做什么"
            hint = "在这个状态下面补上 owes，写 awaits（等待步骤）和 of（责任角色）"
            yield LifecycleProblem((*place, j, "name"), message, hint)


def _order_problems(
    place: Path, path: LifecyclePath, *, is_last: bool
) -> Iterator[LifecycleProblem]:
    if path.is_general and not is_last:
        message = f"“{path.name}”路径适用于一切问题，排在它后面的路径永远用不到"
        yield LifecycleProblem((*place, "name"), message, "把它移到最后，或者写明适用的组别、类别")


PersonalText = tuple[RawRecord, Path, Personal]
"""A file, the place of a text in it, and what the text holds."""

_SHORTEST = 4
"""Letters; whatever is shorter holds nothing personal."""

_FOR_THE_PUBLIC: Mapping[Path, Collection[Personal]] = {
    ("publication", "report_to"): (Personal.MAIL, Personal.LANDLINE),
    ("events", "statement"): (Personal.LANDLINE,),
}
"""Field, without positions in lists → what an office may say there of how it can be reached."""


def personal_texts(raws: Iterable[RawRecord]) -> Iterator[PersonalText]:
    """Each text that holds something personal, once for each sort."""
    for raw in raws:
        if _holds_any(raw.content):
            for path, text in raw.texts():
                offered = _FOR_THE_PUBLIC.get(
                    tuple(part for part in path if isinstance(part, str)), ()
                )
                for kind in dict.fromkeys(found.kind for found in personal(text)):
                    if kind not in offered:
                        yield raw, path, kind


def _holds_any(value: object) -> bool:
    """Whether any text holds something: mostly none does, and no place needs to be known."""
    parts = value.values() if isinstance(value, dict) else value
    for part in parts if isinstance(parts, Iterable) else ():
        if type(part) is str:
            if len(part) >= _SHORTEST and _holds(part):
                return True
        elif isinstance(part, dict | list) and _holds_any(part):
            return True
    return False


@lru_cache(maxsize=16_384)
def _holds(text: str) -> bool:
    """Kept, because dates, steps and units come again and again."""
    return next(personal(text), None) is not None


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One complaint of a model about one value, still in the terms of the model."""

    raw: RawRecord
    mark: Location
    kind: str
    facts: dict[str, str]
    path: Path = ()


@dataclass(frozen=True)
class Checked:
    """All that a rule may look at."""

    raws: tuple[RawRecord, ...]
    shape_errors: tuple[ShapeError, ...]
    register: Register
    existing_paths: frozenset[str] | None = None
    """Paths of the issues that exist, read or not; None where that is not known."""
    evidence: Mapping[str, EvidenceFile] | None = None
    """Path → file of evidence of these issues; None where the files were not looked at."""

    reference: "Checked | None" = None
    """The files that stand before the others, read once for many of these."""

    is_unchanged: bool = False
    """Whether the same files stand on both sides of a change: what they hold is no news."""

    @cached_property
    def replays(self) -> Mapping[str, Replay]:
        """Path → replay of each issue; several rules and the pages ask, one replay answers."""
        return replays(self.register)

    @cached_property
    def breaches(self) -> tuple[IssueBreach, ...]:
        """Every breach of a lifecycle."""
        return tuple(breaches(self.register, self.replays))

    @cached_property
    def personal(self) -> tuple[PersonalText, ...]:
        """Every text with personal data; several rules ask, one search answers."""
        if self.is_unchanged:
            return ()
        before = self.reference
        own = self.raws[len(before.raws) :] if before else self.raws
        return (*(before.personal if before else ()), *personal_texts(own))


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """One breach: the place, what is wrong and how to mend it.

    Clean records are read without locations, so rules look one up only for a breach.
    """

    path: str
    mark: Location
    message: str
    hint: str


Subject = TypeVar("Subject")
"""What a rule looks at: a register as it stands, or a change of it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One rule of the register; its reason and examples are on its page, `<slug>.md`."""

    code: str
    slug: str
    title: str
    hits: Callable[[Subject], Iterator[RuleViolation]]
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
