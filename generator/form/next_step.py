"""A next step of an issue as an entry: only steps that are legal now, each with what it needs."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from generator.checks.paths import PREFIX
from generator.core.findings import WorkError
from generator.core.vocabulary import Role
from generator.exchange.cell_values import day_text
from generator.form.entry import Desk, Draft, Entry, EntryKind
from generator.form.shown import InputKind, Option, ShownQuestion, folded, with_note
from generator.kinds.issue.model import Issue
from generator.kinds.registry import BY_NAME
from generator.load.files import raw_file
from generator.questions.question import AnswerError, AnswerKind
from generator.questions.step import BY_NAME as STEP_QUESTIONS
from generator.questions.step import (
    STEP,
    LegalStep,
    NextSteps,
    StepChoice,
    StepQuestion,
    next_steps,
)
from generator.questions.step import current_state as state_of
from generator.questions.step_answers import AnswerFault
from generator.questions.step_record import answered_step

ABOUT = ShownQuestion(
    name="about",
    title="问题",
    help="输入编号、点位名称或者区县的几个字来找。",
    input=InputKind.CHOICE,
    is_needed=True,
    is_searched=True,
)
"""The question which issue an entry is about."""

_LONG = frozenset({"note", "statement", "words"})
_DAYS = frozenset({AnswerKind.DAY, AnswerKind.WHOLE_DAY})
_ONE_OF = frozenset({AnswerKind.WORD, AnswerKind.YES})


class NextStep(EntryKind):
    """One more step of an issue."""

    name = "step"
    title = "办理下一步"

    def questions(self, desk: Desk, entry: Entry) -> Sequence[ShownQuestion]:
        """Return the questions, given the answers so far."""
        found = [about_question(desk, entry)]
        issue = issue_of(desk, entry)
        if issue is None:
            return found
        now = self.steps(desk, issue)
        chosen = step_of(entry)
        found.append(_which_step(now))
        for step in now.steps:
            if step.step == chosen:
                found += [shown_question(one, entry) for one in step.questions]
        return folded(found, ())

    def draft(self, desk: Desk, entry: Entry) -> Draft:
        """Return the record of the issue with the step, or what is missing for it."""
        issue = issue_of(desk, entry)
        if issue is None:
            return Draft(problems=[_no_issue(entry)])
        path, text = path_of(issue.id), text_of(desk, issue)
        typed = {name: plain_answer(name, one) for name, one in entry.answers.items()}
        try:
            register = desk.carried.register_of(path)
            answered = answered_step(register, path, text.encode(), typed)
        except WorkError as error:
            return Draft(problems=[AnswerFault("", "", error.message, error.hint)])
        problems = answered.faults
        if answered.taken is None:
            return Draft(problems=problems)
        step = answered.taken.event.step
        return Draft(
            record_id=issue.id,
            path=path,
            text=answered.taken.text,
            before=text,
            problems=problems,
            label=f"{issue.id} {step}",
            title=issue.site.name,
            subject=f"{issue.id} 记上{step}",
            after=list(states_after(desk, path, answered.taken.text)),
        )

    def steps(self, desk: Desk, issue: Issue) -> NextSteps:
        """Return the steps that may be taken; corrections change facts and are another entry."""
        register = desk.carried.register_of(path_of(issue.id))
        found = next_steps(register, issue)
        kept = [
            one for one in found.steps if not register.vocabulary.has_role(one.step, Role.CORRECTED)
        ]
        return replace(found, steps=tuple(kept))


_MOST = 50
"""Issues to choose from at once."""


def about_question(desk: Desk, entry: Entry) -> ShownQuestion:
    """Return the question about the issue, with those to choose from that fit what is typed."""
    typed = entry.answers.get("about", "").strip()
    issue = issue_of(desk, entry)
    words = [] if issue else typed.lower().split()
    fitting = (one for one in _known(desk) if all(word in _searched(one) for word in words))
    options = list(islice(fitting, _MOST))
    if issue and all(one.value != typed for one in options):
        options.insert(0, next((one for one in _known(desk) if one.value == typed), Option(typed)))
    wrong = _no_issue(entry).message if typed and issue is None else ""
    return replace(ABOUT, choices=options, error=wrong)


def _known(desk: Desk) -> Iterator[Option]:
    """Yield all issues, those that this sitting made first."""
    folder = f"{PREFIX}{BY_NAME['issue'].folder}/"
    listed = {one.id for one in desk.carried.issues}
    new = (PurePosixPath(path).stem for path in desk.files if path.startswith(folder))
    yield from (Option(one, "本次新填") for one in new if one not in listed)
    for one in desk.carried.issues:
        yield Option(
            one.id, "　".join(filter(None, (one.site, one.place, one.category, one.state)))
        )


def _searched(one: Option) -> str:
    return f"{one.value} {one.about}".lower()


def _no_issue(entry: Entry) -> AnswerFault:
    typed = entry.answers.get("about", "").strip()
    if not typed:
        return AnswerFault(ABOUT.name, ABOUT.title, "没有填", ABOUT.help)
    return AnswerFault(ABOUT.name, ABOUT.title, f"这里没有编号是“{typed[:40]}”的问题", "从列表里选")


def path_of(issue_id: str) -> str:
    """Return the path of an issue from the root."""
    return f"{PREFIX}{BY_NAME['issue'].path_of(issue_id)}"


def issue_of(desk: Desk, entry: Entry) -> Issue | None:
    """Return the issue that an entry is about, as the entries before left it; None for none."""
    path = path_of(entry.answers.get("about", "").strip())
    text = desk.text_of(path)
    return None if text is None else Issue.model_validate(raw_file(path, text.encode()).content)


def text_of(desk: Desk, issue: Issue) -> str:
    """Return the text of an issue that is there."""
    return desk.text_of(path_of(issue.id)) or ""


def step_of(entry: Entry) -> str:
    """Return the step that was chosen; "" for none."""
    return entry.answers.get(STEP.name, "").strip()


def _which_step(now: NextSteps) -> ShownQuestion:
    states = "，".join(f"{strand}“{state}”" for strand, state in now.states)
    return ShownQuestion(
        name=STEP.name,
        title=STEP.title,
        help=f"现在的状态：{states}。" if states else "这个行动没有规定办理流程。",
        input=InputKind.CHOICE,
        is_needed=True,
        choices=[Option(one.step, _about_step(one)) for one in now.steps],
    )


def _about_step(step: LegalStep) -> str:
    return step.text.removeprefix(step.step).strip("（）")


def shown_question(one: StepQuestion, entry: Entry) -> ShownQuestion:
    """Return a question about a step as the form shows it."""
    typed = entry.answers.get(one.name, "")
    kind = InputKind.LONG if one.name in _LONG else InputKind.LINE
    if AnswerKind(one.kind) in _DAYS:
        kind = InputKind.DAY
    elif one.choices:
        kind = InputKind.CHOICE
    shown = ShownQuestion(
        name=one.name,
        title=one.title,
        help=one.help,
        input=kind,
        is_needed=one.needed,
        choices=[Option(choice.word, _about_choice(choice)) for choice in one.choices],
        is_open=AnswerKind(one.kind) not in _ONE_OF,
        keeps=one.name in ("date", "by"),
    )
    return with_note(shown, typed) if kind in (InputKind.LONG, InputKind.LINE) else shown


def _about_choice(choice: StepChoice) -> str:
    needs = "、".join(STEP_QUESTIONS[name].title for name in choice.needs_one_of)
    return "；".join(filter(None, (choice.meaning, f"须填{needs}" if needs else "")))


def plain_answer(name: str, typed: str) -> str:
    """Return an answer with its day in the one form, where it can mean only one."""
    question = STEP_QUESTIONS.get(name)
    if question and question.kind in _DAYS and typed.strip():
        with suppress(AnswerError):
            return day_text(typed, None)
    return typed


def states_after(desk: Desk, path: str, text: str) -> Iterator[str]:
    """Yield how an issue stands with this text, and what may come next."""
    issue = Issue.model_validate(raw_file(path, text.encode()).content)
    state = state_of(desk.carried.register_of(path), issue)
    if state:
        names = "，".join(f"{name}“{one.name}”" for name, one in state.replayed.states.items())
        steps = "、".join(one.step for one in state.next_steps)
        yield f"记下以后：{names}；接下来可以：{steps}" if steps else f"记下以后：{names}"
