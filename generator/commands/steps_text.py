"""How steps are told to people: who does one, what it needs, what may come next."""

from collections.abc import Iterable, Sequence

from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import Replay, legal_steps
from generator.kinds.programme.lifecycle import Lifecycle, Step

_LATER = "后来轮次的"


def step_text(step: Step) -> str:
    """A step in one line: 督办（由部做；须填 文号、方案期限、整改期限）."""
    needs = [title_of(need) for need in step.needs if not (need == "by" and step.by)]
    parts = [
        f"由{_LATER if step.by_later else ''}{'或'.join(step.by)}做" if step.by else "",
        f"结论 {'、'.join(outcome.result for outcome in step.outcomes)}" if step.outcomes else "",
        f"须填 {'、'.join(needs)}" if needs else "",
    ]
    said = "；".join(part for part in parts if part)
    return f"{step.step}（{said}）" if said else step.step


def title_of(field: str) -> str:
    """The Chinese name of a field of an event."""
    return Event.model_fields[field].title or field


def option_of(field: str) -> str:
    """The option of `lantian step` that fills a field of an event."""
    return f"--{field.replace('_', '-')}"


def next_steps(replayed: Replay, past: Sequence[Event]) -> list[Step]:
    """The steps that are legal now, each name once, in the order of the path."""
    legal = legal_steps(replayed.path, replayed.states, past)
    return list({step.step: step for step in legal}.values())


def standing_text(replayed: Replay, issue: Issue) -> str:
    """Where a problem stands and what may come next, over several lines."""
    steps = next_steps(replayed, issue.events)
    states = "，".join(
        f"{strand.name}“{replayed.states[strand.name].name}”" for strand in replayed.path.strands
    )
    return f"现在的状态：{states}\n{choice_text(steps)}"


def choice_text(steps: Iterable[Step]) -> str:
    """What may come next, one step a line."""
    lines = [f"    {step_text(step)}" for step in steps]
    return "\n".join(["现在可以：", *lines]) if lines else "现在没有可以做的步骤。"


def roles_text(lifecycle: Lifecycle, step: Step) -> str:
    """How the units are written that may take a step: 部写成“生态环境部*”."""
    written = lifecycle.written()
    return "；".join(
        f"{role}写成{'、'.join(f'“{form}”' for form in written.get(role, []))}" for role in step.by
    )


def command_text(issue_id: str, step: Step) -> str:
    """The command for a step, with the places that are to be filled."""
    fields = dict.fromkeys(["date", *(["by"] if step.by else []), *step.needs])
    words = [f"{option_of(field)} {title_of(field)}" for field in fields]
    if step.outcomes:
        words.append(f"--result {'|'.join(outcome.result for outcome in step.outcomes)}")
    return " ".join(["lantian step", issue_id, step.step, *words])
