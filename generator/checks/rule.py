"""Whether a lifecycle agrees with itself, and which problems it can judge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.core.raw import Path as RawPath
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Breach, Replay, replay
from generator.kinds.programme.lifecycle import Lifecycle, Path, Step, Strand
from generator.kinds.register import Filed, Register


@dataclass(frozen=True, slots=True)
class IssueBreach:
    """A breach of the lifecycle and the problem in whose history it stands."""

    issue: Filed[Issue]
    breach: Breach


def replays(register: Register) -> Mapping[str, Replay]:
    """Path → replay of every problem that a sound lifecycle judges."""
    sound = sound_lifecycles(register)
    return {
        one.raw.path: replay(lifecycle, one.record)
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
    """Campaign → its lifecycle, where it has one that agrees with itself."""
    return {
        programme.id: programme.lifecycle
        for programme in register.programmes.values()
        if programme.lifecycle and not any(slips(programme.lifecycle))
    }


def has_path(lifecycle: Lifecycle, issue: Issue) -> bool:
    """Whether a path of the lifecycle takes the problem."""
    try:
        lifecycle.path_for(issue.group_letter, issue.category)
    except KeyError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong in a lifecycle or the vocabulary: where below it, what, how to mend it."""

    path: RawPath
    message: str
    hint: str


def slips(lifecycle: Lifecycle) -> Iterator[Slip]:
    roles = {role.name for role in lifecycle.roles}
    for i, path in enumerate(lifecycle.paths):
        for j, strand in enumerate(path.strands):
            for k, step in enumerate(strand.steps):
                place = ("paths", i, "strands", j, "steps", k)
                yield from _stateslips(place, strand, step)
                yield from _roleslips(place, roles, step)
        yield from _orderslips(("paths", i), path, is_last=i == len(lifecycle.paths) - 1)


def role_slips(lifecycle: Lifecycle, vocabulary: Vocabulary) -> Iterator[Slip]:
    """Steps whose words lack the role that what the lifecycle asks of them implies.

    Nothing that goes by roles (columns, dues, frozen facts) would notice these steps.
    """
    known = set(vocabulary.words("steps"))
    for i, path in enumerate(lifecycle.paths):
        for j, strand in enumerate(path.strands):
            for k, step in enumerate(strand.steps):
                for word, role, why in _implied(step):
                    if word in known and not vocabulary.has_role(word, role):
                        place = ("paths", i, "strands", j, "steps", k, "step")
                        message = f"步骤“{word}”{why}，词表里却没有 {role} 这个作用"
                        hint = "在词表 steps 里给这个词的 roles 加上它；写错了步骤的改步骤"
                        yield Slip(place, message, hint)


def _implied(step: Step) -> Iterator[tuple[str, Role, str]]:
    """Word, role, and what implies it."""
    if "corrects" in step.needs:
        yield step.step, Role.CORRECTED, "须写更正字段"
    if "grade" in step.needs:
        yield step.step, Role.EXPOSED, "须写公开等级"
    if step.by_later:
        yield step.step, Role.VERIFIED, "由后来轮次做"
    if step.sets:
        yield step.step, Role.HANDED_OVER, "给地方定期限"
    for one in step.sets:
        if one.field == "plan_due":
            yield one.awaits, Role.PLANNED, "有方案期限"
        else:
            yield one.awaits, Role.RECTIFIED, "有整改期限"


def _stateslips(place: RawPath, strand: Strand, step: Step) -> Iterator[Slip]:
    states = [state.name for state in strand.states]
    named = [*(step.at or []), *([step.to] if step.to else [])]
    named += [outcome.to for outcome in step.outcomes]
    for name in named:
        if name not in states:
            message = f"步骤“{step.step}”提到的状态“{name}”不在“{strand.name}”线的状态里"
            yield Slip((*place, "step"), message, f"可用的状态：{'、'.join(states)}")


def _roleslips(place: RawPath, roles: set[str], step: Step) -> Iterator[Slip]:
    for name in [*step.by, *(deadline.of for deadline in step.sets)]:
        if name not in roles:
            known = "、".join(sorted(roles)) or "（一个也没有）"
            message = f"步骤“{step.step}”提到的角色“{name}”没有登记"
            yield Slip((*place, "step"), message, f"在 roles 里登记；现有的角色：{known}")


def _orderslips(place: RawPath, path: Path, *, is_last: bool) -> Iterator[Slip]:
    if path.is_general and not is_last:
        message = f"“{path.name}”路径适用于一切问题，排在它后面的路径永远用不到"
        yield Slip((*place, "name"), message, "把它移到最后，或者写明适用的组别、类别")
