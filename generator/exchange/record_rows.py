"""Rows of a table of teams, reports, rankings … → records, by the questions of their kind.

A row is a whole record or one entry of a list in it. What is there already is compared, and only
ever added to; with an entry comes what else of its record is empty as yet. See decision 0097.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from unicodedata import normalize

from pydantic import ValidationError

from generator.core.fields import Record, Shape
from generator.core.serials import LAST_SERIAL, serial_text
from generator.exchange.account import (
    ImportPlan,
    RowAccount,
    RowOutcome,
    TableKind,
    changes,
    differences,
    entry,
    nearest_column,
    shape_errors,
    unreadable,
)
from generator.exchange.cell_values import day_text, folded, group_text
from generator.exchange.csv_rows import Known, Numbers, RowError, TableLine
from generator.exchange.sheet_lines import SheetLine
from generator.kinds.registry import BY_MODEL
from generator.questions.question import AnswerError, AnswerKind, Question
from generator.questions.record_form import RecordAnswers, RecordForm, RecordQuestion

NUMBER = Question(
    "row_number",
    "序号",
    "本表自己的编号；写“示例”的行不导入。",
    AnswerKind.CODE,
    aliases=("行号",),
)


def asked_of(form: RecordForm) -> tuple[Question, ...]:
    """Return the questions whose titles are the heads of a table."""
    return (NUMBER, *(one.asked for one in form.questions))


def heads_of(form: RecordForm) -> dict[str, tuple[str, ...]]:
    """Return column → further heads under which a sheet may have it."""
    return {one.title: one.asked.titles for one in form.questions if one.column}


def record_table(form: RecordForm) -> TableKind:
    """Return the table whose rows answer the questions of a form."""
    places = form.places
    return TableKind(
        form.title,
        ",".join((NUMBER.title, *(one.title for one in form.questions))),
        NUMBER.title,
        partial(read_records, form),
        lambda _: places,
        asked=asked_of(form),
        keys=form.key_columns,
        example={form.question(name).title: text for name, text in form.example.items()},
        begun=tuple(form.question(name).title for name in form.begun),
        parts=(form.part,) if form.part else (),
    )


@dataclass
class _RowAnswers:
    """The answers of one row, and what is wrong with them."""

    row: TableLine
    answers: RecordAnswers
    errors: list[RowError] = field(default_factory=list)


def read_records(
    form: RecordForm, table: str, rows: Sequence[TableLine], known: Known, numbers: Numbers
) -> ImportPlan:
    """Return the records that rows make or add to, and what becomes of each row."""
    plan = _Plan(form, table, known, numbers)
    for row in rows:
        plan.take(row)
    return ImportPlan(tuple(plan.new.values()), tuple(plan.entries), tuple(plan.grown.values()))


class _Plan:
    """What the rows of one table come to, row by row."""

    def __init__(self, form: RecordForm, table: str, known: Known, numbers: Numbers) -> None:
        self.new: dict[str, Record] = {}
        self.grown: dict[str, Record] = {}
        self.entries: list[RowAccount] = []
        self._form = form
        self._table = table
        self._known = known
        self._numbers = numbers

    def take(self, row: TableLine) -> None:
        """Plan one more row."""
        read = _answered(self._form, row, self._known)
        record_id = "" if read.errors else self._form.id_of(read.answers)
        record = None if read.errors else self._record(read, record_id)
        if record is None:
            self._refuse(row, read.errors)
        elif BY_MODEL[self._form.model].serial and not self._form.goes_on:
            self._take_numbered(row, record, record_id)
        elif self._form.part:
            self._take_part(row, record)
        else:
            self._take_whole(row, record)

    def _record(self, read: _RowAnswers, record_id: str) -> Record | None:
        """Return the record that a row alone makes; None where its values do not fit."""
        form, fields = self._form, self._form.fields(read.answers)
        if form.goes_on:
            kept = self._there(record_id)
            assert kept is not None  # the question for it knows no others
            fields = {**{name: getattr(kept, name) for name in kept.model_fields_set}, **fields}
        serial = BY_MODEL[form.model].serial and not form.goes_on
        try:
            return form.model.model_validate(
                {**fields, "id": f"{record_id}000" if serial else record_id}
            )
        except ValidationError as error:
            read.errors += _shape_errors(form, read.row, error)
            return None

    def _there(self, record_id: str) -> Record | None:
        """Return the record of an ID, as this and earlier tables left it."""
        planned = self.grown.get(record_id) or self.new.get(record_id)
        return planned or self._known.record(self._form.model, record_id)

    def _take_numbered(self, row: TableLine, record: Record, beginning: str) -> None:
        kept = self._like(record, beginning)
        if kept is not None:
            self._compare(row, record, kept)
            return
        serial = self._numbers.take(beginning)
        if serial > LAST_SERIAL:
            full = row.error(
                self._form.questions[0].title, f"{beginning} 的序号用完了", "改用另一个轮次或城市"
            )
            self._refuse(row, [full])
            return
        self._add(row, record.model_copy(update={"id": f"{beginning}{serial_text(serial)}"}))

    def _like(self, record: Record, beginning: str) -> Record | None:
        """Return the record that a row is: the same answers, or those by which it is known."""
        return self._index.get((beginning, _key(record, self._fields)))

    @cached_property
    def _fields(self) -> Sequence[str]:
        return [self._form.question(name).asked.field for name in self._form.found_by]

    @cached_property
    def _index(self) -> dict[tuple[str, tuple[object, ...]], Record]:
        """Return the numbered records by the ID up to the number and by their answers.

        Looked up for each row: lists of thousands would take long to compare one by one.
        """
        found: dict[tuple[str, tuple[object, ...]], Record] = {}
        for one in self._known.records(self._form.model):
            found.setdefault((_beginning(one.id), _key(one, self._fields)), one)
        return found

    def _take_whole(self, row: TableLine, record: Record) -> None:
        kept = self._there(record.id)
        if kept is None:
            self._add(row, record)
        else:
            self._compare(row, record, kept)

    def _take_part(self, row: TableLine, record: Record) -> None:
        name, kept = self._form.part, self._there(record.id)
        if kept is None:
            self._add(row, record)
            return
        [part] = getattr(record, name)
        parts = getattr(kept, name)
        same = next((one for one in parts if self._part_key(one) == self._part_key(part)), None)
        filled = _filled(record, kept, name)
        whole = record.model_copy(update={name: parts})
        differing = list(differences(whole, filled))
        if same is not None:
            as_kept = filled.model_copy(update={name: [same]})
            if filled == kept or any(differences(record, as_kept)):
                self._compare(row, record, kept.model_copy(update={name: [same]}))
            else:
                self._grow(row, filled)
        elif differing:
            self._refuse(row, list(self._clashes(row, differing)))
        else:
            self._grow(row, filled.model_copy(update={name: [*parts, part]}))

    def _grow(self, row: TableLine, grown: Record) -> None:
        is_new = grown.id in self.new
        (self.new if is_new else self.grown)[grown.id] = grown
        self._note(row, grown.id, RowOutcome.IMPORTED if is_new else RowOutcome.ADDED)

    def _part_key(self, part: Shape) -> tuple[object, ...]:
        names = [self._form.question(name).asked.field for name in self._form.found_by]
        return _key(part, [name.partition(".")[2] for name in names])

    def _clashes(self, row: TableLine, titles: Sequence[str]) -> Iterator[RowError]:
        """Yield an error for each value of the whole record that another row has otherwise."""
        columns = {str(one): one for one in self._form.places.values()}
        for title in titles:
            column = columns.get(title, next(iter(columns)))
            yield row.error(
                column,
                f"“{title}”与同一份记录前面所写的、或者台账里已有的不同",
                "改成一致，或者空着",
            )

    def _add(self, row: TableLine, record: Record) -> None:
        self.new[record.id] = record
        if BY_MODEL[self._form.model].serial and not self._form.goes_on:
            self._index.setdefault((_beginning(record.id), _key(record, self._fields)), record)
        self._note(row, record.id, RowOutcome.IMPORTED)

    def _compare(self, row: TableLine, record: Record, kept: Record) -> None:
        titles = list(differences(record, kept))
        changed = tuple(changes(row, record, kept, self._form.places))
        outcome = RowOutcome.DIFFERENT if titles else RowOutcome.SAME
        self._note(row, kept.id, outcome, "、".join(titles), changed)

    def _note(
        self,
        row: TableLine,
        record: str,
        outcome: RowOutcome,
        reason: str = "",
        changed: Sequence[RowError] = (),
    ) -> None:
        number, notes = row[NUMBER.title], tuple(_other_columns(row))
        self.entries.append(
            entry(
                self._table,
                row,
                number,
                outcome,
                record=record,
                reason=reason,
                notes=notes,
                changes=changed,
            )
        )

    def _refuse(self, row: TableLine, errors: Sequence[RowError]) -> None:
        self.entries.append(unreadable(self._table, row, row[NUMBER.title], errors))


def _filled(record: Record, kept: Record, part: str) -> Record:
    """Return a record with the fields that it leaves empty, but for one, as a row fills them."""
    given = {name: getattr(record, name) for name in record.model_fields_set - {"id", part}}
    return kept.model_copy(
        update={name: one for name, one in given.items() if one and not getattr(kept, name)}
    )


def _beginning(record_id: str) -> str:
    """Return an ID up to its running number."""
    return record_id.rstrip("0123456789")


def _key(shape: Shape, paths: Sequence[str]) -> tuple[object, ...]:
    """Return the values at some paths of a shape; of a list the first counts.

    Texts as they are compared: widths of signs and blanks say nothing.
    """
    values = (_at(shape, path.split(".")) for path in paths)
    return tuple(folded(one) if isinstance(one, str) else one for one in values)


def _at(value: object, path: Sequence[str]) -> object:
    for name in path:
        value = getattr(value, name, None)
        if isinstance(value, list):
            value = value[0] if value else None
    return value


def _shape_errors(form: RecordForm, row: TableLine, error: ValidationError) -> Iterator[RowError]:
    """Yield the errors of the model at the columns that the values came from."""
    known = form.places
    columns = {
        place: column
        for detail in error.errors(include_url=False)
        if (column := nearest_column(known, place := detail["loc"]))
    }
    yield from shape_errors(row, error, columns)


def _answered(form: RecordForm, row: TableLine, known: Known) -> _RowAnswers:
    """Return the answers of a row to the questions of a form."""
    read = _RowAnswers(row, RecordAnswers(known.register))
    for question in form.questions:
        if question.can_be_read(read.answers):
            _answer(read, question)
    return read


def _answer(read: _RowAnswers, question: RecordQuestion) -> None:
    row, column = read.row, question.title
    try:
        text = _text(read, question)
        if isinstance(row, SheetLine) and column in row.damaged:
            raise AnswerError(f"{row[column]!r} 的尾数已经失真；单元格改为文本，重新填写")
        if text:
            question.answer(read.answers, text)
        elif question.asked.needed:
            read.errors.append(row.error(column, "没有填", _remedy(row, question)))
    except AnswerError as error:
        fact, _, remedy = error.message.partition("；")
        read.errors.append(row.error(column, fact, remedy or question.asked.help.rstrip("。")))


def _remedy(row: TableLine, question: RecordQuestion) -> str:
    help = question.asked.help.rstrip("。")
    place = row.places.get(question.title) if isinstance(row, SheetLine) else None
    if isinstance(row, SheetLine) and place is None:
        return f"加上这一列；全表都一样的，导入时写明。{help}"
    if place and not place.address:  # typed, and not in a sheet
        return help
    return f"{help}；与上一行相同的写“同上”"


def _text(read: _RowAnswers, question: RecordQuestion) -> str:
    """Return the text of a cell in the form in which its question is answered."""
    text = read.row[question.title]
    if not text:
        return ""
    answers = read.answers
    match question.asked.kind:
        case AnswerKind.DAY:
            return day_text(text, _period(answers))
        case AnswerKind.NUMBER:
            return normalize("NFKC", text)
        case AnswerKind.GROUP if answers.programme:
            places = [
                name
                for one in answers.register.cities.values()
                for name in (one.name, one.short_name)
            ]
            return group_text(text, answers.programme, places, {})
        case AnswerKind.WORD:
            words = question.asked.words
            return answers.register.vocabulary.meant(words, text) or text
    return text


def _period(answers: RecordAnswers) -> tuple[date, date] | None:
    """Return the days of the round that a row is about."""
    if not answers.programme:
        return None
    one = answers.register.rounds.get(f"{answers.programme.id}-{answers.round_name}")
    return (one.start, one.end) if one else None


def _other_columns(row: TableLine) -> Iterator[str]:
    if isinstance(row, SheetLine):
        for head, text in row.others.items():
            yield f"没有记入的列“{' '.join(head.split())}”：{' '.join(text.split())}"
