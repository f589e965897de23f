"""The answers about a next step → the issue's record with that step, and what the rules find."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checks.engine import judge
from generator.checks.rule import Checked
from generator.core.fields import Source
from generator.core.findings import Finding
from generator.core.raw import RawRecord, places_at
from generator.kinds.city.model import City
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import Breach, Replay, Violation
from generator.kinds.liaison.model import Liaison
from generator.kinds.programme.lifecycle import Step, forms_text
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.round.model import Round
from generator.load.files import raw_file
from generator.questions.step import (
    BY_NAME,
    SOURCE,
    STEP,
    CurrentState,
    current_state,
)
from generator.questions.step_answers import AnswerFault, StepForm, read_answers
from generator.questions.step_text import appended, with_source


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One more step of an issue: the bytes of its file before and after, and the new event."""

    path: str
    before: bytes
    after: bytes
    issue: Issue
    """As it was before."""
    event: Event

    @property
    def text(self) -> str:
        """Return the text of the record with the step."""
        return self.after.decode()


@dataclass(frozen=True, slots=True)
class StepAnswered:
    """What came of the answers about a next step: the step unless they can not be read, and faults.

    The step is only to be written where none of the faults is an error.
    """

    taken: TakenStep | None
    faults: tuple[AnswerFault, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether the step may be written."""
        return self.taken is not None and not any(one.is_error for one in self.faults)


def answered_step(
    register: Register, path: str, content: bytes, typed: Mapping[str, str]
) -> StepAnswered:
    """Return an issue's record with the step that the typed answers describe, and what is wrong.

    `path` is that of the record from the root, `content` its file, which is sound; `typed` holds
    answers by the names of the questions. WorkError where the file is not in the form in which a
    step can be added.
    """
    raw = raw_file(path, content)
    form = StepForm(register, Issue.model_validate(raw.content))
    faults = tuple(read_answers(form, typed))
    if faults:
        return StepAnswered(None, faults)
    taken = taken_step(form, raw, content)
    return StepAnswered(taken, faults_of(register, [taken])[path])


def event_of(form: StepForm, source: int | None = None) -> Event:
    """Return the event that the answers describe; `source` is the number of a new source."""
    fields = {name: form.answers[name] for name in Event.model_fields if name in form.answers}
    return Event.model_validate(fields | ({"source": source} if source else {}))


def taken_step(form: StepForm, raw: RawRecord, content: bytes) -> TakenStep:
    """Return the file of an issue with the step that was answered; WorkError as in `appended`."""
    number, now = None, content
    if form.source:
        source = Source.model_validate(form.source)
        now, number = with_source(raw, content, form.issue, source)
    event = event_of(form, number)
    read = raw if now is content else raw_file(raw.path, now)
    return TakenStep(raw.path, content, appended(read, now, event), form.issue, event)


_BESIDE = (Programme, City, Round, Liaison)
"""The kinds of records by which a step is judged."""


def faults_of(
    register: Register, steps: Sequence[TakenStep]
) -> Mapping[str, tuple[AnswerFault, ...]]:
    """Return path → what the check finds in each record with its new step, led back to questions.

    Errors anywhere in the record, warnings about the new step only. No record is in it twice.
    """
    beside = tuple(one for one in register.filed if isinstance(one.record, _BESIDE))
    reference = Checked((), (), Register(register.vocabulary, beside))
    raws = {one.path: raw_file(one.path, one.after) for one in steps}
    judgement = judge(raws.values(), reference)
    found: dict[str, list[Finding]] = {one.path: [] for one in steps}
    for finding in judgement.findings:
        if finding.path in found:
            found[finding.path].append(finding)
    return {
        one.path: tuple(
            _faults(register, one, raws[one.path], found[one.path], judgement.replays.get(one.path))
        )
        for one in steps
    }


def _faults(
    register: Register,
    taken: TakenStep,
    raw: RawRecord,
    findings: Sequence[Finding],
    replayed: Replay | None,
) -> Iterator[AnswerFault]:
    position = len(taken.issue.events)
    state = current_state(register, taken.issue)
    breaches = [one for one in (replayed.breaches if replayed else ()) if one.position == position]
    for finding in findings:
        question = _question(raw, finding, position, breaches)
        if question or finding.is_error:
            yield AnswerFault(
                question=question,
                title=BY_NAME[question].title if question else "",
                message=finding.message,
                hint=_remedy(state, taken.event, question, finding),
                code=finding.code,
                is_error=finding.is_error,
            )


def _question(raw: RawRecord, finding: Finding, position: int, breaches: Sequence[Breach]) -> str:
    """Return the question whose answer a finding is about; "" for none of this step."""
    if finding.slug == Violation.MISSING_NEED:
        return _missing(finding, breaches)
    for place in places_at(raw, finding.line, finding.column):
        if place[:2] == ("events", position):
            name = str(place[2]) if len(place) > 2 else STEP.name
            if finding.slug == Violation.WRONG_RESULT:
                name = "result"
            return name if name in BY_NAME else STEP.name
        if place[:1] == ("sources",) and len(place) > 2 and f"{SOURCE}{place[2]}" in BY_NAME:
            return f"{SOURCE}{place[2]}"
    return ""


def _missing(finding: Finding, breaches: Sequence[Breach]) -> str:
    """Return the question that a step needs answered; the finding stands at the step."""
    missing = [one.facts for one in breaches if one.fault is Violation.MISSING_NEED]
    meant = [facts for facts in missing if finding.message.endswith(facts["title"])]
    return max(meant, key=lambda facts: len(facts["title"]))["field"] if meant else ""


def _remedy(state: CurrentState | None, event: Event, question: str, finding: Finding) -> str:
    """Return what to answer instead; the hints of rules are for those who edit the file."""
    step = state.named(event.step) if state else None
    if state and finding.slug == Violation.UNKNOWN_STEP:
        return f"现在可以做的步骤：{'、'.join(one.step for one in state.next_steps)}"
    if state is None or step is None:
        return finding.hint
    if finding.slug == Violation.WRONG_ROLE:
        return forms_text(state.lifecycle, step.by)
    if finding.slug == Violation.MISSING_NEED:
        return f"填“{BY_NAME[question].title}”" if question else finding.hint
    if finding.slug == Violation.WRONG_RESULT:
        return _result_remedy(step)
    return finding.hint


def _result_remedy(step: Step) -> str:
    title = BY_NAME["result"].title
    results = [one.result for one in step.outcomes]
    return f"“{title}”填{'或'.join(results)}" if results else f"“{title}”空着"
