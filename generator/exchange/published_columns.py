"""Columns that published tables of cases, figures and facts share: source, round, marks."""

from collections.abc import Sequence

from generator.core.dates import stated_round
from generator.exchange.csv_rows import Known, RowError, TableLine, word_error
from generator.kinds.programme.model import Programme


def reliability_error(row: TableLine, known: Known) -> RowError | None:
    """Return an error where a source has a grade that is not in the vocabulary."""
    if not row["source_reliability"]:
        return None
    grades = known.vocabulary.words("reliabilities")
    called = known.vocabulary.called("reliabilities")
    return word_error(row, "source_reliability", grades, "来源等级", called)


def inferred_round_error(row: TableLine) -> RowError | None:
    """Return an error where an inferred round is given and is not the number of a round."""
    stated = row["round_inferred"]
    if not stated or stated_round(stated):
        return None
    return row.error("round_inferred", f"'{stated}' 看不出第几轮", "写成“第2轮次”这样")


YES = ("yes",)


def yes_error(
    row: TableLine, column: str, hint: str, words: Sequence[str] = YES
) -> RowError | None:
    """Return an error where a column for yes or nothing has something else."""
    if row[column] in ("", *words):
        return None
    return row.error(column, f"'{row[column]}' 不认识", hint)


_SOURCE = {name: f"source_{name}" for name in ("title", "publisher", "date", "url", "reliability")}
"""Field of a source → its column."""


def source_fields(row: TableLine) -> dict[str, str | None]:
    """Return the source columns under the names of the model."""
    fields = {name: row[column] or None for name, column in _SOURCE.items()}
    return {**fields, "title": row[_SOURCE["title"]]}


def source_places(*above: str | int) -> dict[tuple[str | int, ...], str]:
    """Return place of each field of a source → its column; `above` is where the source stands."""
    return {(*above, name): column for name, column in _SOURCE.items()}


def other_name(row: TableLine, programme: Programme | None) -> str | None:
    """Return the table's name for the programme, where it differs from the record's."""
    called = row["programme"]
    return called if programme and called not in (programme.name, programme.id) else None
