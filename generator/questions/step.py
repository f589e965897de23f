"""The questions of a next step: which steps an issue may take now, and what is asked about each.

One description for commands, spreadsheets and forms. Titles and lists of words are those of the
model, what a step needs is what the lifecycle of the programme says. How answers are read is left
to `step_answers`, what becomes of them to `step_record`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.core.fields import Source
from generator.core.model_walk import inner_model
from generator.core.vocabulary import Role
from generator.kinds.issue.model import CLOSING, Event, Issue
from generator.kinds.issue.replay import Replay, legal_steps, may_take, replay
from generator.kinds.programme.lifecycle import (
    LOCAL,
    Lifecycle,
    Step,
    forms_text,
)
from generator.kinds.register import Register
from generator.questions.question import AnswerKind, Question, from_field

_OF_STEP = ("step",)
_LATER = "后来轮次的"
YES_OR_NO = ("是", "否")
SOURCE = "source_"
"""The beginning of the names of the questions about a new source."""


def _of_event(
    field: str,
    *,
    title: str = "",
    help: str = "",
    kind: AnswerKind | None = None,
    aliases: Sequence[str] = (),
    after: Sequence[str] = _OF_STEP,
) -> Question:
    question = from_field(
        Event, field, title=title, help=help, kind=kind, after=after, aliases=aliases
    )
    return replace(question, field=f"events.{field}")


def _of_source(
    field: str, title: str, kind: AnswerKind | None = None, aliases: Sequence[str] = ()
) -> Question:
    question = from_field(
        Source, field, name=f"{SOURCE}{field}", title=title, kind=kind, aliases=aliases
    )
    return replace(question, field=f"sources.{field}")


STEP = replace(
    _of_event("step", help="现在可以做的一个步骤。", after=(), aliases=("下一步", "办理步骤")),
    needed=True,
)
DATE = replace(
    _of_event(
        "date",
        help="事情发生的日期，例如 2019-07-15；只知年月的写到月。",
        kind=AnswerKind.DAY,
        aliases=("办理日期", "办理时间", "时间"),
    ),
    needed=True,
)
BY = _of_event(
    "by",
    title="由谁",
    help="由谁做，写单位的全称。",
    aliases=("单位", "由谁做", "办理单位", "经办单位"),
)

QUESTIONS: tuple[Question, ...] = (
    STEP,
    DATE,
    BY,
    _of_event("result", aliases=("核查结论", "办理结论")),
    _of_event("letter", kind=AnswerKind.CODE, aliases=("督办函文号", "督办文号")),
    _of_event("plan_due", kind=AnswerKind.DAY, aliases=("方案上报期限",)),
    _of_event("due", kind=AnswerKind.DAY, aliases=("整改时限", "完成时限")),
    _of_event("unit"),
    _of_event("unit_due", kind=AnswerKind.WHOLE_DAY),
    _of_event("applied_on", kind=AnswerKind.DAY, aliases=("销号申请日期",)),
    _of_event("application", kind=AnswerKind.CODE, aliases=("销号申请文号",)),
    _of_event("reviewed_on", kind=AnswerKind.DAY),
    _of_event("reviewed_by"),
    _of_event("review_letter", kind=AnswerKind.CODE),
    _of_event("notice_from", kind=AnswerKind.WHOLE_DAY),
    _of_event("notice_until", kind=AnswerKind.WHOLE_DAY),
    _of_event("notice_at"),
    _of_event("approved_by"),
    _of_event("grade"),
    _of_event("publish_from", kind=AnswerKind.WHOLE_DAY),
    _of_event("publish_until", kind=AnswerKind.WHOLE_DAY),
    _of_event("releases"),
    _of_event("corrects", kind=AnswerKind.FIELDS),
    _of_event("statement"),
    _of_event("people", kind=AnswerKind.NUMBER),
    _of_event("note", aliases=("说明", "理由", "情况说明")),
    _of_event("words"),
    _of_event("source", kind=AnswerKind.NUMBER),
    _of_source("title", "来源标题", aliases=("公开材料", "材料标题")),
    _of_source("publisher", "来源发布者", aliases=("发布者", "发布单位")),
    _of_source("date", "来源日期", AnswerKind.DAY, aliases=("发布日期",)),
    _of_source("url", "来源网址", aliases=("网址", "链接")),
    _of_source("reliability", "来源等级"),
    _of_event("not_after", kind=AnswerKind.YES),
    _of_event("same_as", kind=AnswerKind.NUMBER),
)
"""The questions in their order: which step first, then what it needs."""

BY_NAME = {one.name: one for one in QUESTIONS}
CORRECTABLE = tuple(name for name in Issue.model_fields if name not in ("id", "events"))
"""The fields of an issue that a correction may name, besides those of its steps."""

ABOUT_SOURCE = tuple(one.name for one in QUESTIONS if one.name.startswith(SOURCE))
PUBLISHED = ("words", "source", *ABOUT_SOURCE, "not_after", "same_as")
"""Questions about a step that is taken from a publication."""


@dataclass(frozen=True, slots=True)
class CurrentState:
    """How an issue stands: its lifecycle, and the replay of its events."""

    issue: Issue
    lifecycle: Lifecycle
    replayed: Replay

    @property
    def next_steps(self) -> list[Step]:
        """Return the steps that are legal now, each name once, in the order of the path."""
        legal = legal_steps(self.replayed.path, self.replayed.states, self.issue.events)
        return list({step.step: step for step in legal}.values())

    def named(self, word: str) -> Step | None:
        """Return the step of this name, of several the one that is legal now; None for none."""
        legal = {step.step: step for step in self.next_steps}
        others = self.replayed.path.by_step.get(word, ())
        return legal.get(word) or next((step for _, step in others), None)


def current_state(register: Register, issue: Issue) -> CurrentState | None:
    """Return how an issue stands; None where no lifecycle says what may be done about it."""
    programme = register.programmes.get(issue.programme_id)
    lifecycle = programme.lifecycle if programme else None
    if lifecycle is None or lifecycle.find_path(issue.group_letter, issue.category) is None:
        return None
    offices = register.offices(issue)
    return CurrentState(issue, lifecycle, replay(lifecycle, issue, offices))


@dataclass(frozen=True, slots=True)
class StepChoice:
    """What may be answered: the state that a result leads to, or what a number or a name is.

    `needs_one_of`: the questions of which it needs one answered as well.
    """

    word: str
    meaning: str = ""
    needs_one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepQuestion:
    """A question about one step: what may be answered, and whether it has to be.

    `choices` are all answers there are, for a `Question` of kind WORD or YES; of others they are
    only proposals.
    """

    name: str
    title: str
    help: str
    kind: str
    needed: bool
    choices: tuple[StepChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalStep:
    """A step that may be taken now, in words, and the questions that follow.

    `by` says how units are written that may take it, `leads_to` is the state after it, "" where
    that follows from its result or stays as it is.
    """

    step: str
    text: str
    meaning: str
    strand: str
    by: str
    leads_to: str
    questions: tuple[StepQuestion, ...]


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What may be done about an issue: its states by strand, and the steps that are legal now."""

    issue: str
    states: tuple[tuple[str, str], ...]
    steps: tuple[LegalStep, ...]


def next_steps(register: Register, issue: Issue) -> NextSteps:
    """Return the steps that an issue may take now, each with its questions in their order.

    No steps where no lifecycle says what may be done about it.
    """
    state = current_state(register, issue)
    if state is None:
        return NextSteps(issue.id, (), ())
    states = tuple((name, one.name) for name, one in state.replayed.states.items())
    steps = tuple(_legal_step(register, state, step) for step in state.next_steps)
    return NextSteps(issue.id, states, steps)


def _legal_step(register: Register, state: CurrentState, step: Step) -> LegalStep:
    strands = state.replayed.path.by_step[step.step]
    return LegalStep(
        step=step.step,
        text=step_text(step),
        meaning=step.meaning or "",
        strand=next(strand.name for strand, one in strands if one is step),
        by=forms_text(state.lifecycle, step.by),
        leads_to=step.to or "",
        questions=tuple(
            StepQuestion(
                name=one.name,
                title=one.title,
                help=one.help,
                kind=str(one.kind),
                needed=one.needed,
                choices=tuple(_choices(register, state, step, one)),
            )
            for one in asked_of(register, state, step)
            if one is not STEP
        ),
    )


def asked_of(register: Register, state: CurrentState, step: Step) -> list[Question]:
    """Return the questions about a step in their order, those that it needs marked as needed.

    Deadlines that the step does not set are not asked: they would have no effect.
    """
    needed = needed_of(step)
    possible = {*needed, "step", "date", "by", "note", "people", *(one.field for one in step.sets)}
    words = register.vocabulary
    if words.has_role(step.step, Role.LETTERED):
        possible.add("letter")
    if words.has_role(step.step, Role.CLOSED):
        possible.update(CLOSING)
    if words.has_role(step.step, Role.EXPOSED) and state.issue.evidence:
        possible.add("releases")
    if words.has_role(step.step, Role.EXPOSED) or register.is_published(state.issue.id):
        possible.update(PUBLISHED)
    asked = (one for one in QUESTIONS if one.name in possible)
    return [one if one is STEP else replace(one, needed=one.name in needed) for one in asked]


def needed_of(step: Step) -> frozenset[str]:
    """Return the questions that a step needs answered, whatever its result."""
    return frozenset({"step", "date", *step.needs, *(("result",) if step.outcomes else ())})


def _choices(
    register: Register, state: CurrentState, step: Step, question: Question
) -> Iterable[StepChoice]:
    """Return what may be answered, or is likely to be."""
    if question.name in _CHOICES:
        return _CHOICES[question.name](register, state, step)
    if question.words:
        entries = register.vocabulary.entries(question.words)
        return [StepChoice(one.word) for one in entries if not one.retired]
    return map(StepChoice, YES_OR_NO) if question.kind is AnswerKind.YES else ()


def _results(register: Register, state: CurrentState, step: Step) -> Iterator[StepChoice]:
    fields = tuple(one.field for one in step.sets)
    for one in step.outcomes:
        yield StepChoice(one.result, one.to, fields if one.resets else ())


def _sources(register: Register, state: CurrentState, step: Step) -> Iterator[StepChoice]:
    for number, source in enumerate(state.issue.sources, start=1):
        yield StepChoice(str(number), source.title)


def _fields(register: Register, state: CurrentState, step: Step) -> Iterator[StepChoice]:
    return (StepChoice(name, title) for title, name in field_titles().items())


def _units(register: Register, state: CurrentState, step: Step) -> Iterator[StepChoice]:
    return map(StepChoice, units_of(register, state, step))


_CHOICES: Mapping[str, Callable[[Register, CurrentState, Step], Iterable[StepChoice]]] = {
    "by": _units,
    "result": _results,
    "source": _sources,
    "corrects": _fields,
}
"""Question → its choices, where they are not words of the vocabulary alone."""


def units_of(register: Register, state: CurrentState, step: Step) -> list[str]:
    """Return units that may take a step, the likely ones first: proposals, there are others."""
    issue, lifecycle = state.issue, state.lifecycle
    offices = register.offices(issue)
    written = lifecycle.written()
    forms = [(role, form) for role in step.by for form in written.get(role, ())]
    city = register.cities.get(issue.city_id)
    own = [
        f"{city.name}{form[1:]}"
        for role, form in forms
        if city and lifecycle.side_of(role) == LOCAL and form.rfind("*") == 0 and "[" not in form
    ]
    exact = [form for _, form in forms if not set("*[?") & set(form)]
    before = [event.by for event in issue.events if event.by]
    likely = [*exact, *own[:1], *reversed(before), *offices]
    return [
        unit
        for unit in dict.fromkeys(likely)
        if step.by and may_take(lifecycle, step, unit, offices)
    ]


def field_titles() -> dict[str, str]:
    """Return Chinese title → name of each field that a correction may name: 点位名称 → site.name.

    A title that several fields of one level share names none of them.
    """
    outer = [(name, Issue.model_fields[name].title) for name in CORRECTABLE]
    parts = [
        (f"{name}.{inner_name}", info.title)
        for name in CORRECTABLE
        if (inner := inner_model(Issue.model_fields[name].annotation))
        for inner_name, info in inner.model_fields.items()
    ]
    events = [(name, info.title) for name, info in Event.model_fields.items()]
    found: dict[str, str] = {}
    for level in (outer, parts, events):
        counts = Counter(title for _, title in level)
        for name, title in level:
            if title and counts[title] == 1:
                found.setdefault(title, name)
    return found


def step_text(step: Step) -> str:
    """Return a step in one line: 督办（由部做；须填 文号、方案期限、整改期限）."""
    needs = [title_of(need) for need in step.needs if not (need == "by" and step.by)]
    parts = [
        f"由{_LATER if step.by_later else ''}{'或'.join(step.by)}做" if step.by else "",
        f"结论 {'、'.join(outcome.result for outcome in step.outcomes)}" if step.outcomes else "",
        f"须填 {'、'.join(needs)}" if needs else "",
    ]
    details = "；".join(part for part in parts if part)
    return f"{step.step}（{details}）" if details else step.step


def title_of(name: str) -> str:
    """Return how a question is called."""
    return BY_NAME[name].title
