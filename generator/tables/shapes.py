"""From cells to models and back: what does not fit a model, and where two records differ."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.core.fields import TEXT_LIMIT, Shape
from generator.exchange.csv_rows import Problem, Row

Place = tuple[str | int, ...]

_TOO_LONG = ("太长", f"一格最多 {TEXT_LIMIT} 个字")
_REMEDIES = {
    "string_too_long": _TOO_LONG,
    "too_long": _TOO_LONG,
    "bad_url": ("不是网址", "以 http:// 或 https:// 开头，中间没有空格；没有网址的空着"),
    "decimal_parsing": ("不是数字", "只写一个数，不带单位、逗号和百分号，例如 13.6"),
}


def shape_problems(
    row: Row, error: ValidationError, columns: Mapping[Place, str]
) -> Iterator[Problem]:
    """What the model says about the row, at the columns that the values came from."""
    for detail in error.errors(include_url=False):
        column = columns.get(detail["loc"])
        if column is None:
            raise error
        yield _problem(row, column, detail)


def _problem(row: Row, column: str, detail: ErrorDetails) -> Problem:
    if not row[column]:
        return row.problem(column, "没有填", "这一列每行都要有")
    context = detail.get("ctx", {})
    if "fact" in context:
        return row.problem(column, context["fact"], context["remedy"])
    fact, remedy = _REMEDIES.get(detail["type"], ("不合规定", "对照字段说明检查"))
    return row.problem(column, f"'{row[column][:40]}' {fact}", remedy)


def differences(given: Shape, kept: Shape) -> Iterator[str]:
    """Titles of the fields that `given` fills and `kept` has otherwise; the ID is left out."""
    for name, field in type(given).model_fields.items():
        value = getattr(given, name)
        if name == "id" or (not field.is_required() and value == field.get_default()):
            continue
        if not _agrees(value, getattr(kept, name)):
            yield field.title or name


def _agrees(given: object, kept: object) -> bool:
    """Equal in what is given; a list that was only added to agrees as well."""
    if isinstance(given, Shape):
        return isinstance(kept, Shape) and next(differences(given, kept), None) is None
    if isinstance(given, list) and isinstance(kept, list):
        return len(given) <= len(kept) and all(map(_agrees, given, kept))
    return given == kept
