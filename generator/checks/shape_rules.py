"""Raw files → records of their kind, and rules about the models' errors.

See decision 0030.
"""

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.checks.paths import inner
from generator.checks.rule import Checked, Rule, RuleViolation, ShapeError
from generator.checks.stated_status import is_stated_status
from generator.core.fields import NOT_BLANK, NUMBER_DIGITS, ONE_LINE, Record
from generator.core.findings import Location, nearest
from generator.core.model_walk import fields_at, inner_model
from generator.core.raw import Path, RawRecord
from generator.core.vocabulary import Vocabulary
from generator.core.yaml_writer import ON_ONE_LINE
from generator.kinds.register import FiledRecord
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH

ALREADY_REPORTED = frozenset(
    {"alias", "boolean-key", "boolean-word", "clock-number", "empty-value", "merge-key"}
    | {"octal-number", "tag"}
)
"""Faults after which the model's own complaint about the same place says nothing new."""

ERROR_LIMIT = 100
"""Errors of one file that are looked into: to list more helps nobody, and takes its time."""

FACTS = (
    "fact",
    "remedy",
    "meant",
    "text",
    "pattern",
    "limit",
    "ge",
    "le",
    "min_length",
    "max_length",
)


def model_of(raw: RawRecord) -> type[BaseModel] | None:
    """Return the model for the file's path."""
    path = inner(raw)
    if path == VOCABULARY_PATH:
        return Vocabulary
    kind = BY_FOLDER.get(path.partition("/")[0])
    return kind.model if kind and path.endswith(".yml") else None


def shaped(raw: RawRecord) -> BaseModel | tuple[ShapeError, ...]:
    """Return the file's content as its model, or all errors of the model."""
    model = model_of(raw)
    if model is None or raw.content is None:
        return ()
    try:
        return model.model_validate(raw.content)
    except ValidationError as error:
        return tuple(_errors(raw, model, error))


def filed(raw: RawRecord, record: BaseModel) -> FiledRecord[Record] | None:
    """Return the record with its kind and file; None for the vocabulary."""
    if not isinstance(record, Record):
        return None
    return FiledRecord(BY_FOLDER[inner(raw).partition("/")[0]], record, raw)


def _errors(raw: RawRecord, model: type[BaseModel], error: ValidationError) -> Iterator[ShapeError]:
    reported = {fault.mark for fault in raw.faults if fault.slug in ALREADY_REPORTED}
    errors = error.errors(include_url=False)[:ERROR_LIMIT]
    unknown: list[Path] = [one["loc"] for one in errors if one["type"] == "extra_forbidden"]
    misspelt = {
        (*path[:-1], _absent(raw, model, path))
        for path in unknown
        if not is_stated_status(raw, path)
    }
    missing: list[Path] = [one["loc"] for one in errors if one["type"] == "missing"]
    moved = {path: home for path in unknown for home in missing if _is_moved(path, home)}
    misspelt |= set(moved.values())
    for one in errors:
        path: Path = one["loc"]
        mark = _place(raw, path, one["type"])
        said = path in misspelt if one["type"] == "missing" else mark in reported
        if not said:
            facts = _context(one) | _place_facts(model, path)
            facts["near"] = _absent(raw, model, path)
            facts["level"] = _other_level(model, path)
            facts["under"] = str(moved[path][-2]) if path in moved else _emptied(raw, model, path)
            yield ShapeError(raw, mark, _type_of(one), facts, path)
    if rest := error.error_count() - len(errors):
        yield ShapeError(raw, Location(), "more", {"rest": str(rest)})


def with_meant_values(raw: RawRecord, errors: Iterable[ShapeError]) -> RawRecord:
    """Return the record with each wrong value replaced that can only have meant one thing."""
    content: Any = copy.deepcopy(raw.content)
    for error in errors:
        if "meant" in error.facts:
            mapping = content
            for step in error.path[:-1]:
                mapping = mapping[step]
            mapping[error.path[-1]] = error.facts["meant"]
    return replace(raw, content=content)


def _emptied(raw: RawRecord, model: type[BaseModel], path: Path) -> str:
    """Return the key before an unknown one that lacks a value and would contain this key; or ""."""
    mapping: Any = raw.content
    for step in path[:-1]:
        mapping = mapping[step]
    before = list(mapping)[: list(mapping).index(path[-1])] if path[-1] in mapping else []
    name = next((key for key in reversed(before) if mapping[key] == ""), "")
    return name if str(path[-1]) in fields_at(model, (*path[:-1], name)) else ""


def _is_moved(path: Path, home: Path) -> bool:
    """Return whether an unknown key belongs below its neighbour: it lacks its indentation."""
    return len(home) > 1 and path[-1] == home[-1] and path[:-1] == home[:-2]


def _other_level(model: type[BaseModel], path: Path) -> str:
    """Return where else in the record a key belongs, as a hint; "" where it is none of them."""
    key = str(path[-1])
    if len(path) > 1 and key in model.model_fields:
        return f"{key} 写在最外层，前面不留空格"
    homes = [
        f"{name}（{info.title}）"
        for name, info in model.model_fields.items()
        if (inner := inner_model(info.annotation)) and key in inner.model_fields
    ]
    if len(path) > 1 or not homes:
        return ""
    return f"{key} 是 {'或者 '.join(homes)}里的字段：移到那里，与那里的键对齐"


def _type_of(error: ErrorDetails) -> str:
    """Return Pydantic's name of the error, with one name each for texts and for lists."""
    name = error["type"]
    is_text = isinstance(error["input"], str)
    return f"string_{name}" if is_text and name in ("too_short", "too_long") else name


def _context(error: ErrorDetails) -> dict[str, str]:
    facts = {key: str(value) for key, value in error.get("ctx", {}).items() if key in FACTS}
    blank = "blank" if isinstance(error["input"], str) and error["input"].isspace() else ""
    return {**facts, "value": shown_value(error["input"]), "blank": blank}


def _place(raw: RawRecord, path: Path, kind: str) -> Location:
    if kind == "missing" and path[:-1] and isinstance(path[-2], int):
        return raw.value_mark(path[:-1])
    return raw.key_mark(path) if kind in ("missing", "extra_forbidden") else raw.value_mark(path)


def _absent(raw: RawRecord, model: type[BaseModel], path: Path) -> str:
    """Return the most similar missing field to the key at `path`; may be empty."""
    mapping: Any = raw.content
    for step in path[:-1]:
        mapping = mapping[step]
    absent = [name for name in fields_at(model, path[:-1]) if name not in mapping]
    near = nearest(str(path[-1]), absent) or ""
    return near if abs(len(near) - len(str(path[-1]))) <= 3 else ""


def _place_facts(model: type[BaseModel], path: Path) -> dict[str, str]:
    """Return the name of the field, its title, and the possible keys of its mapping."""
    *parents, last = path or ("",)
    if isinstance(last, int):
        facts = _place_facts(model, tuple(parents))
        return {**facts, "label": f"{facts['label']}的第 {last + 1} 项"}
    siblings = fields_at(model, tuple(parents))
    field = siblings.get(last)
    title = (field.title or last) if field else last
    return {
        "field": last,
        "title": title,
        "label": title,
        "help": (field.description or "") if field else "",
        "known": "、".join(siblings),
        "inside": "、".join(fields_at(model, path)) if field else "",
    }


def shown_value(value: Any) -> str:
    """Return a value as findings quote it: short, and only text as it was typed."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:40] + "…")
    if isinstance(value, dict):
        return "一组键值"
    return _A_LIST if isinstance(value, list) else "别的东西"


def _of(checked: Checked, *kinds: str) -> Iterator[ShapeError]:
    return (error for error in checked.shape_errors if error.kind in kinds)


def unknown_field(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for fields that the kind does not have."""
    for error in _of(checked, "extra_forbidden"):
        facts = error.facts
        hint = f"是不是 {facts['near']}？" if facts["near"] else f"这里可用的字段：{facts['known']}"
        if facts["level"]:
            hint = facts["level"]
        if facts["under"]:
            hint = f"{facts['under']} 下面缺 {facts['field']}：是那里的就缩进，在前面补两个空格"
        if facts["field"][:1].isspace():
            continue  # its indentation is what is wrong, and is said
        if is_stated_status(error.raw, error.path):
            continue  # another rule says more
        yield RuleViolation(
            error.raw.path, error.mark, f"这里没有叫 {shown_value(facts['field'])} 的字段", hint
        )


def missing_field(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for missing required fields."""
    for error in _of(checked, "missing"):
        facts = error.facts
        yield RuleViolation(
            error.raw.path,
            error.mark,
            f"缺少必填字段 {facts['field']!r}（{facts['title']}）",
            f"补上一行“{facts['field']}: …”：{facts['help']}",
        )


_A_LIST = "一个列表"
_WANTED = {
    "string_type": "一段文字，写在冒号后面",
    "bool_parsing": " true 或 false",
    "bool_type": " true 或 false",
    "int_parsing": "一个整数，不带单位",
    "int_type": "一个整数，不带单位",
    "int_from_float": "一个整数",
    "int_parsing_size": "一个整数，位数不能这么多",
    "decimal_parsing": "一个数，只用数字和小数点",
    "too_many_digits": f"一个数，最多 {NUMBER_DIGITS} 位数字",
    "list_type": "一个列表，每项另起一行，以“- ”开头",
    "model_type": "一组“键: 值”，每个键另起一行并缩进两个空格：{inside}",
    "model_attributes_type": "一组“键: 值”，每个键另起一行并缩进两个空格：{inside}",
}
_NUMBER_AND_UNIT = re.compile(r"'([0-9.]+) *([^0-9' ]+)'")
_NESTED = ("model_type", "model_attributes_type", "list_type")

_LIMITS = {
    "string_pattern_mismatch": ("{label} {value} 不合规定的写法", "照字段的说明写：{help}"),
    "string_too_long": ("{label}太长，最多 {max_length} 字", "只写要点；全文放到来源里"),
    "string_too_short": ("{label}是空的", "填上内容；没有内容就删除整行"),
    "too_long": ("{label}太多，最多 {max_length} 项", "只留说明问题的几项"),
    "too_short": ("{label}里一项也没有", "至少写 {min_length} 项，每项另起一行，以“- ”开头"),
    "greater_than_equal": ("{label} {value} 太小", "最小填 {ge}"),
    "less_than_equal": ("{label} {value} 太大", "最大填 {le}"),
}
_PATTERNS = {
    r"^[0-9]{6}$": ("{label} {value} 不合规定的写法", "写成六位数字，加半角双引号"),
    NOT_BLANK: ("{label}里只有空格", "填上内容；没有内容就删除整行"),
    ONE_LINE: ("{label} {value} 不是一行文字", "写成一行，不带制表符"),
}
"""Pattern of a type → its message and hint."""

_WORDED_ELSEWHERE = {"extra_forbidden", "missing", "bad_date", "bad_url", "bad_letter"} | {
    "unquoted_code",
    "more",
}


def wrong_type(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for text in place of a list and the like, and errors without another rule."""
    for error in checked.shape_errors:
        if error.kind in _WORDED_ELSEWHERE or error.kind in _LIMITS:
            continue
        facts = error.facts
        hint = f"改写成{_WANTED.get(error.kind, '数据字典所写的样子')}".format_map(facts)
        if "：" in facts["value"] and error.kind in _NESTED:
            hint = f"冒号是全角的就改成半角“:”，后面空一格；不是的话{hint}"
        if facts["field"] in ON_ONE_LINE and error.kind in _NESTED:
            hint = f"写成一行：{facts['field']}: {_on_one_line(facts)}"
        if facts["value"] == _A_LIST and (others := _field_of_others(error)):
            hint = f"主要的一个写在 {facts['field']}，其余的写在 {others}，每项另起一行，以“- ”开头"
        message = "{label}（{field}）写成了{value}".format_map(facts)
        yield RuleViolation(error.raw.path, error.mark, message, hint)


def _field_of_others(error: ShapeError) -> str | None:
    """Return the list that holds what is beside the main value of a field; its description says so.

    Old forms have several categories or districts in one cell.
    """
    fields = getattr(model_of(error.raw), "model_fields", {})
    said = f"主要的一个写在 {error.facts['field']}，"
    found = (name for name, info in fields.items() if said in (info.description or ""))
    return next(found, None) if len(error.path) == 1 else None


def _on_one_line(facts: dict[str, str]) -> str:
    """Return a value of few parts on one line, with number and unit as typed."""
    typed = _NUMBER_AND_UNIT.fullmatch(facts["value"])
    names = facts["inside"].split("、")
    given = typed.groups() if typed else ("…",) * len(names)
    return "{" + ", ".join(map(": ".join, zip(names, given, strict=True))) + "}"


def bad_date(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for dates that are no calendar days, or without two digits for month and day."""
    for error in _of(checked, "bad_date"):
        facts = error.facts
        message = f"{facts['label']} {facts['fact']}"
        yield RuleViolation(error.raw.path, error.mark, message, facts["remedy"])


def bad_url(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for addresses that are not on the web."""
    for error in _of(checked, "bad_url"):
        yield RuleViolation(
            error.raw.path,
            error.mark,
            f"网址 {error.facts['text']!r} 不能用",
            error.facts["remedy"],
        )


def bad_letter(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers of official letters whose year has other brackets than 〔〕."""
    for error in _of(checked, "bad_letter"):
        message = f"{error.facts['label']} {error.facts['value']} 的年份没有用六角括号"
        yield RuleViolation(
            error.raw.path, error.mark, message, f"公文的文号写成 {error.facts['meant']}"
        )


def unquoted_code(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for codes without quotes, which other programs read as numbers."""
    for error in _of(checked, "unquoted_code"):
        text = error.facts["text"]
        yield RuleViolation(
            error.raw.path,
            error.mark,
            f"代码 {text} 没有加引号，有的程序会当成数",
            f'加上半角双引号："{text}"',
        )


def bad_value(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for values outside the form and the limits of their field."""
    for error in _of(checked, *_LIMITS):
        if error.facts["field"] != "id":
            pattern = error.facts.get("pattern", "")
            pattern = NOT_BLANK if error.facts["blank"] else pattern
            message, hint = _PATTERNS.get(pattern) or _LIMITS[error.kind]
            yield RuleViolation(
                error.raw.path,
                error.mark,
                message.format_map(error.facts),
                hint.format_map(error.facts),
            )


def bad_id(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for IDs that do not have the form of their kind."""
    for error in _of(checked, *_LIMITS):
        if error.facts["field"] != "id":
            continue
        yield _bad_id(error.raw, error.mark, error.facts["value"])
    for one in checked.register.filed:
        if one.kind.path_of(one.record.id) is None:
            yield _bad_id(one.raw, one.mark("id"), repr(one.record.id))


def _bad_id(raw: RawRecord, mark: Location, value: str) -> RuleViolation:
    kind = BY_FOLDER[inner(raw).partition("/")[0]]
    return RuleViolation(
        raw.path, mark, f"编号 {value} 不是{kind.title}的编号", f"写成 {kind.example} 这样"
    )


RULES = (
    Rule("S01", "unknown-field", "没有这个字段", unknown_field),
    Rule("S02", "missing-field", "缺少必填字段", missing_field),
    Rule("S03", "wrong-type", "类型不对", wrong_type),
    Rule("S04", "bad-date", "日期不对", bad_date),
    Rule("S05", "bad-value", "值不合规定", bad_value),
    Rule("S06", "unquoted-code", "代码没有加引号", unquoted_code),
    Rule("S07", "bad-url", "网址不能用", bad_url),
    Rule("S10", "bad-letter", "文号的括号不对", bad_letter),
    Rule("I01", "bad-id", "编号写法不对", bad_id),
)
