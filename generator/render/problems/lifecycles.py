"""A campaign's lifecycle as its page shows it: diagrams, steps, and how many stand where."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.issue.ledger import Brief
from generator.kinds.issue.model import Event
from generator.kinds.programme.lifecycle import Path, Step, Strand
from generator.kinds.programme.lifecycle_pages import Diagram, diagram
from generator.kinds.programme.model import Programme

ANYWHERE = "任何状态"


@dataclass(frozen=True, slots=True)
class StepView:
    """One step in words."""

    name: str
    at: str
    to: str
    by: str
    needs: str
    deadlines: str
    after: str
    basis: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StrandView:
    """One strand with its drawing."""

    name: str
    diagram: Diagram
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class PathView:
    """One path: what it is for, how many problems go it, its strands."""

    name: str
    applies: str
    count: int
    strands: tuple[StrandView, ...]


def path_views(programme: Programme, briefs: Sequence[Brief]) -> list[PathView]:
    """The paths of a campaign; `briefs` are its problems."""
    if programme.lifecycle is None:
        return []
    return [_path(programme, path, briefs) for path in programme.lifecycle.paths]


def _path(programme: Programme, path: Path, briefs: Sequence[Brief]) -> PathView:
    own = [one for one in briefs if one.path == path.name]
    return PathView(
        path.name,
        _applies(programme, path),
        len(own),
        tuple(
            _strand(strand, Counter(one.states[place] for one in own))
            for place, strand in enumerate(path.strands)
        ),
    )


def _applies(programme: Programme, path: Path) -> str:
    names = {kind.letter: kind.name for kind in programme.group_kinds}
    groups = [f"{names.get(letter, letter)}（{letter}）" for letter in path.groups]
    return "、".join([*groups, *path.categories]) or "其余各类问题"


def _strand(strand: Strand, counts: Mapping[str, int]) -> StrandView:
    return StrandView(strand.name, diagram(strand, counts), tuple(_steps(strand)))


def _steps(strand: Strand) -> Iterator[StepView]:
    for step in strand.steps:
        yield StepView(
            name=step.step,
            at="、".join(step.at) if step.at is not None else ANYWHERE,
            to=_targets(step),
            by=("后来轮次的" if step.by_later else "") + ("、".join(step.by) or "不限"),
            needs="、".join(_title(field) for field in step.needs),
            deadlines="；".join(
                f"{one.of}在{_title(one.field)}之前{one.awaits}" for one in step.sets
            ),
            after="、".join(
                one.step + (f"（{one.result}）" if one.result else "") for one in step.after
            ),
            basis=step.basis,
            meaning=step.meaning or "",
        )


def _targets(step: Step) -> str:
    if step.outcomes:
        return "；".join(f"{one.result} → {one.to}" for one in step.outcomes)
    return step.to or "不变"


def _title(field: str) -> str:
    return Event.model_fields[field].title or field
