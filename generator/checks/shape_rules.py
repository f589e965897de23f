"""Whether each record has the fields of its kind. The models decide, this words what they say."""

import re
from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule, ShapeError
from generator.check.shaping import shown_value
from generator.checks.paths import inner
from generator.core.findings import Mark
from generator.core.raw import RawFile
from generator.core.yaml_writer import ON_ONE_LINE
from generator.kinds.registry import BY_FOLDER


def _of(checked: Checked, *kinds: str) -> Iterator[ShapeError]:
    return (error for error in checked.shape_errors if error.kind in kinds)


def unknown_field(checked: Checked) -> Iterator[Hit]:
    """No record has a field that its kind does not know."""
    for error in _of(checked, "extra_forbidden"):
        facts = error.facts
        hint = f"是不是 {facts['near']}？" if facts["near"] else f"这里可用的字段：{facts['known']}"
        if facts["under"]:
            hint = f"{facts['under']} 下面缺 {facts['field']}：是那里的就缩进，在前面补两个空格"
        if facts["field"][:1] in _BLANKS:
            hint = "这一行前面不是半角空格，多半是从网页或者文档复制来的；删去，改成半角空格"
        yield Hit(
            error.raw.path, error.mark, f"这里没有叫 {shown_value(facts['field'])} 的字段", hint
        )


def missing_field(checked: Checked) -> Iterator[Hit]:
    """Every field that a kind requires is there."""
    for error in _of(checked, "missing"):
        facts = error.facts
        yield Hit(
            error.raw.path,
            error.mark,
            f"缺少必填字段 {facts['field']!r}（{facts['title']}）",
            f"补上一行“{facts['field']}: …”：{facts['help']}",
        )


_BLANKS = ("\u3000", "\xa0", "\u2002", "\u2003")
"""Blanks that look like an indentation and are none."""

_WANTED = {
    "string_type": "一段文字，写在冒号后面",
    "bool_parsing": " true 或 false",
    "bool_type": " true 或 false",
    "int_parsing": "一个整数，不带单位",
    "int_type": "一个整数，不带单位",
    "int_from_float": "一个整数",
    "int_parsing_size": "一个整数，位数不能这么多",
    "decimal_parsing": "一个数，只用数字和小数点",
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
    "too_short": ("{label}里一项也没有", "至少写 {min_length} 项，每项另起一行，以“- ”开头"),
    "greater_than_equal": ("{label} {value} 太小", "最小填 {ge}"),
    "less_than_equal": ("{label} {value} 太大", "最大填 {le}"),
}
_SIX_DIGITS = r"^[0-9]{6}$"
_WORDED_ELSEWHERE = {"extra_forbidden", "missing", "bad_date", "bad_url", "unquoted_code"}


def wrong_type(checked: Checked) -> Iterator[Hit]:
    """Text stands where text belongs, a list where a list; also what no other rule words."""
    for error in checked.shape_errors:
        if error.kind in _WORDED_ELSEWHERE or error.kind in _LIMITS:
            continue
        facts = error.facts
        hint = f"改写成{_WANTED.get(error.kind, '字段字典所写的样子')}".format_map(facts)
        if "：" in facts["value"] and error.kind in _NESTED:
            hint = f"冒号是全角的就改成半角“:”，后面空一格；不是的话{hint}"
        if facts["field"] in ON_ONE_LINE and error.kind in _NESTED:
            hint = f"写成一行：{facts['field']}: {_on_one_line(facts)}"
        message = "{label}（{field}）写成了{value}".format_map(facts)
        yield Hit(error.raw.path, error.mark, message, hint)


def _on_one_line(facts: dict[str, str]) -> str:
    """How a value of few parts is written, with number and unit where they were typed."""
    typed = _NUMBER_AND_UNIT.fullmatch(facts["value"])
    names = facts["inside"].split("、")
    given = typed.groups() if typed else ("…",) * len(names)
    return "{" + ", ".join(map(": ".join, zip(names, given, strict=True))) + "}"


def bad_date(checked: Checked) -> Iterator[Hit]:
    """Dates are days of the calendar, written with two digits for month and day."""
    for error in _of(checked, "bad_date"):
        facts = error.facts
        message = f"{facts['label']} {facts['fact']}"
        yield Hit(error.raw.path, error.mark, message, facts["remedy"])


def bad_url(checked: Checked) -> Iterator[Hit]:
    """Addresses lead to the web, nowhere else."""
    for error in _of(checked, "bad_url"):
        yield Hit(
            error.raw.path,
            error.mark,
            f"网址 {error.facts['text']!r} 不能用",
            "网址以 http:// 或 https:// 开头，中间没有空格；没有网址就删除这一行",
        )


def unquoted_code(checked: Checked) -> Iterator[Hit]:
    """Codes are text: without quotes other programs read them as numbers."""
    for error in _of(checked, "unquoted_code"):
        text = error.facts["text"]
        yield Hit(
            error.raw.path,
            error.mark,
            f"代码 {text} 没有加引号，有的程序会当成数",
            f'加上半角双引号："{text}"',
        )


def bad_value(checked: Checked) -> Iterator[Hit]:
    """Values keep to the form and the limits of their field."""
    for error in _of(checked, *_LIMITS):
        if error.facts["field"] != "id":
            message, hint = _LIMITS[error.kind]
            if error.facts.get("pattern") == _SIX_DIGITS:
                hint = "写成六位数字，加半角双引号"
            yield Hit(
                error.raw.path,
                error.mark,
                message.format_map(error.facts),
                hint.format_map(error.facts),
            )


def bad_id(checked: Checked) -> Iterator[Hit]:
    """An ID has the form of its kind."""
    for error in _of(checked, *_LIMITS):
        if error.facts["field"] != "id":
            continue
        yield _bad_id(error.raw, error.mark, error.facts["value"])
    for one in checked.register.filed:
        if one.kind.path_of(one.record.id) is None:
            yield _bad_id(one.raw, one.mark("id"), repr(one.record.id))


def _bad_id(raw: RawFile, mark: Mark, value: str) -> Hit:
    kind = BY_FOLDER[inner(raw).partition("/")[0]]
    return Hit(raw.path, mark, f"编号 {value} 不是{kind.title}的编号", f"写成 {kind.example} 这样")


RULES = (
    Rule("S01", "unknown-field", "没有这个字段", unknown_field),
    Rule("S02", "missing-field", "缺少必填字段", missing_field),
    Rule("S03", "wrong-type", "类型不对", wrong_type),
    Rule("S04", "bad-date", "日期不对", bad_date),
    Rule("S05", "bad-value", "值不合规定", bad_value),
    Rule("S06", "unquoted-code", "代码没有加引号", unquoted_code),
    Rule("S07", "bad-url", "网址不能用", bad_url),
    Rule("I01", "bad-id", "编号写法不对", bad_id),
)
