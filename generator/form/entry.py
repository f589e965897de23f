"""One entry of a sitting: typed answers, the file that they make, and what is wrong with it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from generator.checks.paths import PREFIX
from generator.core.findings import Finding, Severity
from generator.core.raw import Path, RawRecord, places_at
from generator.core.record_kind import RecordKind
from generator.core.serials import LAST_SERIAL, serial_text
from generator.form.carried import Carried
from generator.form.shown import ShownQuestion
from generator.questions.question import Question
from generator.questions.step_answers import AnswerFault


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed; `record_id` is the number so far of a new record."""

    kind: str
    answers: Mapping[str, str]
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The file that an entry makes or changes; "" and no text while answers are missing.

    `before` is the text that it changes, None for a new file.
    """

    record_id: str = ""
    path: str = ""
    text: str = ""
    before: str | None = None
    problems: Sequence[AnswerFault] = ()
    label: str = ""
    """How a list calls it; "" for the ID of the record."""
    title: str = ""
    subject: str = ""
    after: Sequence[str] = ()
    """What may come next, and reminders."""

    @property
    def is_fine(self) -> bool:
        """Return whether the file is whole and nothing is wrong with it."""
        return bool(self.text) and not any(one.is_error for one in self.problems)


@dataclass(frozen=True, slots=True)
class Desk:
    """What an entry stands on: the register, and what the entries before it made or changed."""

    carried: Carried
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def taken(self) -> Collection[str]:
        """Return the paths of all records that exist."""
        return self.carried.existing | self.files.keys()

    def text_of(self, path: str) -> str | None:
        """Return the text of a file as the entries before left it; None where there is none."""
        content = self.files.get(path, self.carried.files.get(path))
        return None if content is None else content.decode("utf-8")

    def numbered(self, kind: RecordKind, beginning: str, kept: str = "") -> tuple[str, str]:
        """Return an ID with this beginning, and its path; "" and "" where no number is left.

        An ID that an entry has already is kept while it has the beginning and is free.
        """
        path = f"{PREFIX}{kind.path_of(kept)}"
        if kept.startswith(beginning) and path not in self.taken:
            return kept, path
        first = f"{PREFIX}{kind.path_of(f'{beginning}{serial_text(1)}')}"
        before = first.removesuffix(f"{serial_text(1)}.yml")
        used = (one[len(before) : -len(".yml")] for one in self.taken if one.startswith(before))
        serial = max((int(one) for one in used if one.isdecimal()), default=0) + 1
        record_id = f"{beginning}{serial_text(serial)}"
        return (
            (record_id, f"{PREFIX}{kind.path_of(record_id)}") if serial <= LAST_SERIAL else ("", "")
        )


def problems_found(
    desk: Desk, path: str, text: str, questions: Sequence[Question]
) -> Iterator[AnswerFault]:
    """Yield what the check finds in a record, each at the question that its place answers."""
    raw, findings = desk.carried.findings(path, text.encode(), desk.files)
    for one in findings:
        question = _question_at(raw, one, questions)
        yield AnswerFault(
            question.name if question else "",
            question.title if question else "",
            one.message,
            one.hint,
            one.code,
            one.severity is Severity.ERROR,
        )


def _question_at(
    raw: RawRecord, finding: Finding, questions: Sequence[Question]
) -> Question | None:
    """Return the question whose field is where the finding is."""
    places = places_at(raw, finding.line, finding.column)
    found = (question_of(path, questions) for path in places)
    return next(filter(None, found), None)


def question_of(path: Path, questions: Sequence[Question]) -> Question | None:
    """Return the question whose field, or a field around it, is at a path of the record."""
    names = [part for part in path if isinstance(part, str)]
    around = (".".join(names[:length]) for length in range(len(names), 0, -1))
    by_field = {one.field: one for one in questions if one.field}
    return next((by_field[place] for place in around if place in by_field), None)


def shape_problems(error: ValidationError, questions: Sequence[Question]) -> Iterator[AnswerFault]:
    """Yield what a model says against answers that were each fine on their own."""
    for detail in error.errors(include_url=False):
        question = question_of(detail["loc"], questions)
        facts = detail.get("ctx", {})
        fact, remedy = facts.get("fact", "不能这样写"), facts.get("remedy", "")
        name, title = (question.name, question.title) if question else ("", "")
        yield AnswerFault(
            name, title, str(fact), str(remedy) or (question.help if question else "")
        )


class EntryKind(ABC):
    """One kind of entry: what it asks, and what its answers make. Each kind says both."""

    name = ""
    title = ""

    @abstractmethod
    def questions(self, desk: Desk, entry: Entry) -> Sequence[ShownQuestion]:
        """Return the questions, given the answers so far."""

    @abstractmethod
    def draft(self, desk: Desk, entry: Entry) -> Draft:
        """Return what the answers make, with everything that is wrong."""
