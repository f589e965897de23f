"""A programme's lifecycle as its page shows it: diagrams, steps, counts by status."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.model import Event
from generator.kinds.programme.lifecycle import Path, State, Step, Strand
from generator.kinds.programme.model import Programme

BOX_WIDTH = 170
LINE = 22
GAP = 40
LABEL_ROOM = 175
LANE = 14
MARGIN = 6


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow from state to state, with the steps along it."""

    label: str
    line: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """One state, in the units of the drawing."""

    state: State
    count: int
    y: int
    height: int
    stays: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing of one strand."""

    width: int
    height: int
    box_width: int
    left: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    anywhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """An arrow between two states, by their places in the column."""

    start: int
    end: int
    label: str

    @property
    def is_straight(self) -> bool:
        return self.end == self.start + 1

    @property
    def span(self) -> tuple[int, int]:
        return min(self.start, self.end), max(self.start, self.end)


def diagram(strand: Strand, counts: Mapping[str, int]) -> Diagram:
    """Return the drawing of a strand with the number of issues in each state."""
    ways = _ways(strand)
    boxes = _boxes(strand, counts, ways)
    lanes = _lanes([way for way in ways if not way.is_straight])
    right = MARGIN + BOX_WIDTH + LABEL_ROOM
    return Diagram(
        width=right + (max(lanes.values(), default=-1) + 1) * LANE + MARGIN,
        height=boxes[-1].y + boxes[-1].height + MARGIN,
        box_width=BOX_WIDTH,
        left=MARGIN,
        boxes=boxes,
        arrows=tuple(_arrows(ways, boxes, lanes, right)),
        anywhere=tuple(_anywhere(strand)),
    )


def _next_states(step: Step) -> list[tuple[str, str]]:
    """Return each state that a step leads to, with the words on the arrow."""
    if step.outcomes:
        return [(outcome.to, f"{step.step}：{outcome.result}") for outcome in step.outcomes]
    return [(step.to, step.step)] if step.to else []


def _ways(strand: Strand) -> list[_Way]:
    """Return every arrow from a named state to another, in order of the column."""
    places = {state.name: place for place, state in enumerate(strand.states)}
    labels: dict[tuple[int, int], list[str]] = {}
    for step in strand.steps:
        for start in step.at or ():
            for target, label in _next_states(step):
                if target != start:
                    labels.setdefault((places[start], places[target]), []).append(label)
    return [_Way(*pair, "，".join(words)) for pair, words in sorted(labels.items())]


def _anywhere(strand: Strand) -> list[str]:
    """Return the steps that may be taken in any state, and the states to which they lead."""
    return [
        step.step + (f" → {step.to}" if step.to else "") for step in strand.steps if step.at is None
    ]


def _stays(strand: Strand, state: State) -> str:
    """Return the steps that leave the state as it is, in words."""
    return "、".join(
        step.step
        for step in strand.steps
        if state.name in (step.at or ()) and not step.outcomes and step.to in (None, state.name)
    )


def _boxes(strand: Strand, counts: Mapping[str, int], ways: Sequence[_Way]) -> tuple[Box, ...]:
    found: list[Box] = []
    top = MARGIN
    for place, state in enumerate(strand.states):
        ports = sum(not way.is_straight and place in (way.start, way.end) for way in ways)
        stays = _stays(strand, state)
        height = max(LINE * (2 if stays else 1) + 10, LINE * ports + 6)
        found.append(Box(state, counts.get(state.name, 0), top, height, stays))
        top += height + GAP
    return tuple(found)


def _lanes(ways: Sequence[_Way]) -> dict[_Way, int]:
    """Return a lane for each arrow, so that no two on one lane meet; short ones are innermost."""
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[_Way, int] = {}
    for way in sorted(ways, key=lambda way: (way.span[1] - way.span[0], way.span)):
        low, high = way.span
        free = (n for n, spans in enumerate(taken) if all(high < a or low > b for a, b in spans))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(way.span)
        lanes[way] = lane
    return lanes


def _arrows(
    ways: Sequence[_Way], boxes: Sequence[Box], lanes: Mapping[_Way, int], right: int
) -> list[Arrow]:
    middle = MARGIN + BOX_WIDTH // 2
    edge = MARGIN + BOX_WIDTH
    used = [0] * len(boxes)

    def port(place: int) -> int:
        used[place] += 1
        return boxes[place].y + LINE * used[place] - 4

    arrows = []
    for way in ways:
        if way.is_straight:
            start = boxes[way.start].y + boxes[way.start].height
            end = boxes[way.end].y
            line = f"M{middle},{start}V{end - 2}"
            arrows.append(Arrow(way.label, line, middle + 8, (start + end) // 2 + 5))
        else:
            out, back = port(way.start), port(way.end)
            line = f"M{edge},{out}H{right + lanes[way] * LANE}V{back}H{edge + 2}"
            arrows.append(Arrow(way.label, line, edge + 6, out - 4))
    return arrows


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
    duties: tuple[tuple[str, str], ...]
    """State → who owes which step in it."""
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class PathView:
    """One path: its issues, their number, and its strands."""

    name: str
    applies: str
    count: int
    strands: tuple[StrandView, ...]


def path_views(programme: Programme, summaries: Sequence[IssueSummary]) -> list[PathView]:
    """Return the paths of a programme; `summaries` are its issues."""
    if programme.lifecycle is None:
        return []
    return [_path(programme, path, summaries) for path in programme.lifecycle.paths]


def _path(programme: Programme, path: Path, summaries: Sequence[IssueSummary]) -> PathView:
    own = [one for one in summaries if one.path == path.name]
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
    duties = tuple(
        (state.name, "；".join(f"{one.of}：{one.awaits}" for one in state.owes))
        for state in strand.states
        if state.owes
    )
    return StrandView(strand.name, diagram(strand, counts), duties, tuple(_steps(strand)))


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
        return "；".join(
            f"{one.result} → {one.to}{'（另定期限）' if one.resets else ''}"
            for one in step.outcomes
        )
    return step.to or "不变"


def _title(field: str) -> str:
    return Event.model_fields[field].title or field
