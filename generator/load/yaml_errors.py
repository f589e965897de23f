"""Parse errors: from the parser's message to the mistake that a person most likely made.

See decision 0031.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import yaml

from generator.core.findings import Location
from generator.core.lazy_pattern import lazy_pattern
from generator.core.raw import ReadError

_FULLWIDTH_COLON = re.compile(r"^[\s-]*[^\s:#'\"“‘{\[]+?(：)")
_FULLWIDTH_AFTER_KEY = re.compile(r"^\s*(?:- +)*[a-z][a-z_]*(：)")
_NO_SPACE = re.compile(r"^\s*(?:- +)*[a-z][a-z_]*(:)[^\s/]")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*-(?=[^\s-])")
_BULLET = re.compile(r"^\s*([•·●▪◦*–—－])\s*[a-z_]+\s*[:：]")
_CONFLICT = re.compile(r"[<|>]{7} |={7}$")
_VALUE = re.compile(r"^\s*(?:- +)*[\w.-]+:\s+([^'\"\s].*?)(?:\s+#.*)?$")


@dataclass(frozen=True)
class _Trouble:
    """The parser's error and the tokens that it had read before."""

    text: str
    error: yaml.MarkedYAMLError

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def message(self) -> str:
        return f"{self.error.context or ''}: {self.error.problem or ''}"

    @property
    def end(self) -> yaml.Mark | None:
        """Return the place at which the parser stopped."""
        return self.error.problem_mark or self.error.context_mark

    @property
    def start(self) -> yaml.Mark | None:
        """Return the place where the unfinished construct began."""
        return self.error.context_mark or self.error.problem_mark

    @cached_property
    def last(self) -> yaml.ScalarToken | None:
        """Return the last key or value that was read."""
        found = None
        try:
            for token in yaml.scan(self.text, Loader=yaml.CSafeLoader):
                if self.end and token.start_mark.index >= self.end.index:
                    break
                found = token if isinstance(token, yaml.ScalarToken) else found
        except yaml.YAMLError:
            return found
        return found

    def taken_for_text(self) -> Iterator[tuple[int, str]]:
        """Return the lines at the place of a key that were read as text, numbered from 1."""
        if "simple key" in self.message and self.start:
            yield self.start.line + 1, self.lines[self.start.line]
        elif self.last and not self.last.style:
            for number in range(self.last.start_mark.line, self.last.end_mark.line):
                yield number + 1, self.lines[number]


def syntax_faults(text: str, error: yaml.MarkedYAMLError) -> Iterator[ReadError]:
    """Return the faults of text that is no YAML, each at the mistake, as far as can be known."""
    trouble = _Trouble(text, error)
    fault = next(fault for guess in _GUESSES if (fault := guess(trouble)))
    yield fault
    if fault.slug == "fullwidth-colon":
        yield from fullwidth_colons(text, besides=fault.mark.line)


def fullwidth_colons(text: str, *, besides: int = 0) -> Iterator[ReadError]:
    """Yield every key with a full-width colon after it, `besides` the line of the known one."""
    for number, match in _matching(text.split("\n"), _FULLWIDTH_AFTER_KEY):
        if number != besides:
            yield _fullwidth(number, match)


def _matching(
    lines: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines that match a pattern, numbered from 1."""
    found = ((number, pattern.match(line)) for number, line in enumerate(lines, 1))
    yield from ((number, match) for number, match in found if match)


def _fullwidth(number: int, match: re.Match[str]) -> ReadError:
    key = shortened(match[0][:-1].strip(" -"))
    meant = ":" if match.string[match.end(1) : match.end(1) + 1].isspace() else ": "
    facts = {"key": key, "typed": "：", "meant": meant}
    return ReadError("fullwidth-colon", Location(number, match.start(1) + 1), facts)


def _tab(trouble: _Trouble) -> ReadError | None:
    if not trouble.end:
        return None
    line = [*trouble.lines, ""][trouble.end.line]
    at_tab = line[trouble.end.column : trouble.end.column + 1] == "\t"
    if not at_tab and "a tab" not in trouble.message:
        return None
    facts = {"typed": "\t", "meant": "  "} if line[: line.find("\t")].strip() == "" else {}
    return ReadError("tab", mark_of(trouble.end), facts)


def _unclosed_quote(trouble: _Trouble) -> ReadError | None:
    last, start, end = trouble.last, trouble.start, trouble.end
    over_lines = last and last.style in ("'", '"') and last.start_mark.line < last.end_mark.line
    if last and over_lines and last.end_mark.line in {mark.line for mark in (start, end) if mark}:
        facts = {"text": last.style + shortened(last.value.rstrip())}
        return ReadError("unclosed-quote", mark_of(last.start_mark), facts)
    if "scanning a quoted scalar" in trouble.message and start:
        facts = {"text": shortened(trouble.lines[start.line][start.column :])}
        return ReadError("unclosed-quote", mark_of(start), facts)
    return None


def _bad_key(trouble: _Trouble) -> ReadError | None:
    for number, line in trouble.taken_for_text():
        if match := _FULLWIDTH_COLON.match(line):
            return _fullwidth(number, match)
        if match := _NO_SPACE.match(line):
            mark, reason = Location(number, match.end(1) + 1), "冒号后面没有空格"
            return _without_space(mark, reason, "在冒号后面加一个空格")
        if match := _NO_SPACE_AFTER_DASH.match(line):
            mark, reason = Location(number, match.end() + 1), "短横线后面没有空格"
            return _without_space(mark, reason, "在短横线后面加一个空格")
    if "simple key" in trouble.message:
        return _unreadable(
            mark_of(trouble.start),
            "这一行没有冒号",
            "写成“键: 值”；是上一行的后半句就接到上一行末尾",
        )
    return None


def _without_space(mark: Location, reason: str, remedy: str) -> ReadError:
    facts = {"reason": reason, "remedy": remedy, "typed": "", "meant": " "}
    return ReadError("yaml-syntax", mark, facts)


def _colon_in_value(trouble: _Trouble) -> ReadError | None:
    if "mapping values" not in trouble.message or not trouble.end:
        return None
    match = _VALUE.match(trouble.lines[trouble.end.line])
    if not match or match.start(1) >= trouble.end.column:
        return None
    text = match[1]
    facts = {"text": shortened(text), "quoted": in_quotes(text)}
    return ReadError("colon-in-value", Location(trouble.end.line + 1, match.start(1) + 1), facts)


def _conflict(trouble: _Trouble) -> ReadError | None:
    """Return the fault for conflict markers that Git leaves in a file."""
    for number, _ in _matching(trouble.lines, _CONFLICT):
        return _unreadable(
            Location(number, 1),
            "留着合并冲突的标记",
            "两边都只给同一个问题加了步骤，或者两边的新问题用了同一个编号的，运行 lantian resolve，"
            "两边都留下；其他的选定要留的内容，删除“<<<<<<<”“=======”“>>>>>>>”这几行",
        )
    return None


def _bullet(trouble: _Trouble) -> ReadError | None:
    for number, match in _matching(trouble.lines, _BULLET):
        mark, reason = Location(number, match.start(1) + 1), f"列表的项用“{match[1]}”开头"
        return _unreadable(mark, reason, "改成半角短横线“-”，后面空一格")
    return None


_CLOSING = {'"': "引号", "'": "引号", "]": "方括号", "}": "花括号"}


def _text_after_value(trouble: _Trouble) -> ReadError | None:
    end = trouble.end
    if "expected key" not in trouble.message or not end:
        return None
    before = trouble.lines[end.line][: end.column].rstrip()
    if before[-1:] not in _CLOSING:
        return None
    return _unreadable(
        mark_of(end),
        f"{_CLOSING[before[-1]]}已经关上，后面还有文字",
        "把整个值放进一对半角双引号；值里面的引号改用“”",
    )


def _special_start(trouble: _Trouble) -> ReadError | None:
    for slug in ("alias", "anchor", "tag"):
        if trouble.message.startswith(("while scanning an " + slug, "while scanning a " + slug)):
            return ReadError(slug, mark_of(trouble.start), {"name": _word_at(trouble)})
    return None


def _word_at(trouble: _Trouble) -> str:
    """Return the word after the sign where the error begins."""
    assert trouble.start
    rest = trouble.lines[trouble.start.line][trouble.start.column + 1 :]
    return shortened(rest.split(" ")[0])


def _several_documents(trouble: _Trouble) -> ReadError | None:
    if "<document start>" in trouble.message:
        return ReadError("several-documents", mark_of(trouble.end))
    return None


def _parser_reason(trouble: _Trouble) -> ReadError:
    for words, (reason, remedy) in REASONS.items():
        if words in trouble.message:
            mark = trouble.start if words in AT_START else trouble.end
            return _unreadable(mark_of(mark), reason, remedy)
    return _unreadable(
        mark_of(trouble.end), "不合 YAML 的写法", "对照 records/README.md 的样例改写"
    )


def _unreadable(mark: Location, reason: str, remedy: str) -> ReadError:
    return ReadError("yaml-syntax", mark, {"reason": reason, "remedy": remedy})


_FENCE = re.compile(r"\s*```")


def _fence(trouble: _Trouble) -> ReadError | None:
    """Return the fault for the lines that set off a sample in a document."""
    for number, _ in _matching(trouble.lines, _FENCE):
        return _unreadable(
            Location(number, 1), "带进了样例的“```”", "删除以“```”开头的各行，只留中间的内容"
        )
    return None


_GUESSES = (
    _conflict,
    _fence,
    _tab,
    _bullet,
    _unclosed_quote,
    _bad_key,
    _colon_in_value,
    _special_start,
    _several_documents,
    _text_after_value,
    _parser_reason,
)


REASONS = {
    "flow sequence": ("方括号没有关上", "补上半角“]”；各项之间用半角逗号"),
    "flow mapping": (
        "花括号没有关上，或者里面缺少逗号",
        "补上半角“}”；各项之间用半角逗号，冒号后空一格",
    ),
    "expected key": ("这里应当是一个键", "缩进与同级的键对齐，写成“键: 值”"),
    "mapping values": ("这里不能再有冒号", "与上一行同级就把缩进对齐；是上一行的值就加半角双引号"),
    "'-' indicator": ("列表各项没有对齐", "每项的短横线对齐，短横线后空一格"),
    "block sequence": ("短横线不能写在这里", "列表的每项另起一行；是文字就加半角双引号"),
    "cannot start any token": ("值不能以这个符号开头", "给整个值加上半角双引号"),
    "block scalar": ("值以“|”或“>”开头", "是文字就给整个值加上半角双引号"),
    "quoted scalar": ("双引号里有单个的反斜杠“\\”", "每个反斜杠写成两个，或者改用半角单引号"),
}
AT_START = ("flow sequence", "flow mapping", "block scalar")
"""Errors that are shown where the unfinished construct began."""


BOOLEAN = re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)
_BOOLEAN_NOT_TYPED = re.compile(r"(?!(true|false)$)(?i:y|n|yes|no|on|off|true|false)")
_OCTAL = re.compile(r"[-+]?0[0-9_]+")
_CLOCK = re.compile(r"\d+(:[0-5]?\d)+(\.\d*)?", re.ASCII)
_EMPTY = re.compile(r"|~|null|Null|NULL")
_CURLY = re.compile(r"[“‘].*[”’]", re.DOTALL)
UNQUOTED_FAULTS = {
    "octal-number": _OCTAL.fullmatch,
    "clock-number": _CLOCK.fullmatch,
    "curly-quotes": _CURLY.fullmatch,
    "empty-value": _EMPTY.fullmatch,
    "boolean-word": _BOOLEAN_NOT_TYPED.fullmatch,
}
"""Slug of a fault → whether an unquoted text has it."""

NUMBER = re.compile(
    r"[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|0b[01]+)", re.ASCII
)
MERGE_KEY = "<<"
# What YAML does not allow, and what only some readers take for the end of a line.
UNSEEN = lazy_pattern(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BEFORE_VALUE = re.compile(r"^(?P<key>\s*(?:- +)*)[\w.-]+:\s|^(?P<item>\s*)- ")


def swallows_lines(event: yaml.ScalarEvent, lines: Sequence[str]) -> bool:
    """Return whether a quoted value runs on into lines that are not indented as part of it.

    YAML requires them deeper than the key of the value; the parser accepts them.
    """
    assert event.start_mark
    assert event.end_mark
    first, last = event.start_mark.line, event.end_mark.line
    if first == last or event.style not in ("'", '"'):
        return False
    match = _BEFORE_VALUE.match(lines[first])
    owner = len(match[match.lastgroup or 0]) if match else -1
    going_on = (line for line in lines[first + 1 : last + 1] if line.strip())
    return any(len(line) - len(line.lstrip()) <= owner for line in going_on)


SHOWN_LIMIT = 40
"""Characters of a value that a message quotes."""


class ParserPosition(Protocol):
    """A position as both parsers of PyYAML have it, counted from 0."""

    line: int
    column: int


def mark_of(place: ParserPosition | None) -> Location:
    """Return the parser's position counted from 1."""
    return Location(place.line + 1, place.column + 1) if place else Location()


def shortened(text: str) -> str:
    """Return the beginning of a value as a message quotes it."""
    return text if len(text) <= SHOWN_LIMIT else text[:SHOWN_LIMIT] + "…"


def in_quotes(text: str) -> str:
    """Return the value in double quotes that every reader takes alike."""
    return json.dumps(shortened(text), ensure_ascii=False)
