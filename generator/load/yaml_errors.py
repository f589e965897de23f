"""Turns the parser's complaint into the slip that a person most likely made.

The parser names where it gave up, which is often the line after the slip; so what it had read
just before is looked at as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import yaml

from generator.core.findings import Mark
from generator.core.raw import Fault
from generator.load.reasons import AT_START, REASONS
from generator.load.slips import in_quotes, mark_of, shortened

_FULLWIDTH_COLON = re.compile(r"^[\s-]*[^\s:#'\"“‘{\[]+?(：)")
_FULLWIDTH_AFTER_KEY = re.compile(r"^\s*(?:- +)*[a-z][a-z_]*(：)")
_NO_SPACE = re.compile(r"^\s*(?:- +)*[a-z][a-z_]*(:)[^\s/]")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*-(?=[^\s-])")
_BULLET = re.compile(r"^\s*([•·●▪◦*–—－])\s*[a-z_]+\s*[:：]")
_CONFLICT = re.compile(r"[<|>]{7} |={7}$")
_VALUE = re.compile(r"^\s*(?:- +)*[\w.-]+:\s+([^'\"\s].*?)(?:\s+#.*)?$")


@dataclass(frozen=True)
class _Trouble:
    """Where the parser gave up, and what it had read before."""

    text: str
    error: yaml.MarkedYAMLError

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def problem(self) -> str:
        return f"{self.error.context or ''}: {self.error.problem or ''}"

    @property
    def end(self) -> yaml.Mark | None:
        """Where the parser gave up."""
        return self.error.problem_mark or self.error.context_mark

    @property
    def start(self) -> yaml.Mark | None:
        """Where that began which it could not bring to an end."""
        return self.error.context_mark or self.error.problem_mark

    @cached_property
    def last(self) -> yaml.ScalarToken | None:
        """The last key or value that it had read."""
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
        """The lines that stand where a key belongs and were read as text, numbered from 1."""
        if "simple key" in self.problem and self.start:
            yield self.start.line + 1, self.lines[self.start.line]
        elif self.last and not self.last.style:
            for number in range(self.last.start_mark.line, self.last.end_mark.line):
                yield number + 1, self.lines[number]


def syntax_faults(text: str, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """The faults for text that is no YAML, each where the slip is, as far as can be told."""
    trouble = _Trouble(text, error)
    fault = next(fault for guess in _GUESSES if (fault := guess(trouble)))
    yield fault
    if fault.slug == "fullwidth-colon":
        yield from fullwidth_colons(text, besides=fault.mark.line)


def fullwidth_colons(text: str, *, besides: int = 0) -> Iterator[Fault]:
    """Every key with a full-width colon after it, `besides` the line of the one known already."""
    for number, match in _matching(text.split("\n"), _FULLWIDTH_AFTER_KEY):
        if number != besides:
            yield _fullwidth(number, match)


def _matching(
    lines: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that a pattern fits, numbered from 1."""
    found = ((number, pattern.match(line)) for number, line in enumerate(lines, 1))
    yield from ((number, match) for number, match in found if match)


def _fullwidth(number: int, match: re.Match[str]) -> Fault:
    key = shortened(match[0][:-1].strip(" -"))
    return Fault("fullwidth-colon", Mark(number, match.start(1) + 1), {"key": key})


def _tab(trouble: _Trouble) -> Fault | None:
    if not trouble.end:
        return None
    line = [*trouble.lines, ""][trouble.end.line]
    at_tab = line[trouble.end.column : trouble.end.column + 1] == "\t"
    return Fault("tab", mark_of(trouble.end)) if at_tab or "a tab" in trouble.problem else None


def _unclosed_quote(trouble: _Trouble) -> Fault | None:
    last, start, end = trouble.last, trouble.start, trouble.end
    over_lines = last and last.style in ("'", '"') and last.start_mark.line < last.end_mark.line
    if last and over_lines and last.end_mark.line in {mark.line for mark in (start, end) if mark}:
        facts = {"text": last.style + shortened(last.value.rstrip())}
        return Fault("unclosed-quote", mark_of(last.start_mark), facts)
    if "scanning a quoted scalar" in trouble.problem and start:
        facts = {"text": shortened(trouble.lines[start.line][start.column :])}
        return Fault("unclosed-quote", mark_of(start), facts)
    return None


def _bad_key(trouble: _Trouble) -> Fault | None:
    for number, line in trouble.taken_for_text():
        if match := _FULLWIDTH_COLON.match(line):
            return _fullwidth(number, match)
        if match := _NO_SPACE.match(line):
            return _unreadable(
                Mark(number, match.end(1) + 1), "冒号后面没有空格", "在冒号后面加一个空格"
            )
        if match := _NO_SPACE_AFTER_DASH.match(line):
            return _unreadable(
                Mark(number, match.end() + 1), "短横线后面没有空格", "在短横线后面加一个空格"
            )
    if "simple key" in trouble.problem:
        return _unreadable(
            mark_of(trouble.start),
            "这一行没有冒号",
            "写成“键: 值”；是上一行的后半句就接到上一行末尾",
        )
    return None


def _colon_in_value(trouble: _Trouble) -> Fault | None:
    if "mapping values" not in trouble.problem or not trouble.end:
        return None
    match = _VALUE.match(trouble.lines[trouble.end.line])
    if not match or match.start(1) >= trouble.end.column:
        return None
    text = match[1]
    facts = {"text": shortened(text), "quoted": in_quotes(text)}
    return Fault("colon-in-value", Mark(trouble.end.line + 1, match.start(1) + 1), facts)


def _conflict(trouble: _Trouble) -> Fault | None:
    """A merge that stopped: the marks that Git leaves in a file."""
    for number, _ in _matching(trouble.lines, _CONFLICT):
        return _unreadable(
            Mark(number, 1),
            "留着合并冲突的标记",
            "问题的两边都只加了步骤的，运行 lantian resolve；"
            "其他的选定要留的内容，删除“<<<<<<<”“=======”“>>>>>>>”这几行",
        )
    return None


def _bullet(trouble: _Trouble) -> Fault | None:
    for number, match in _matching(trouble.lines, _BULLET):
        mark, reason = Mark(number, match.start(1) + 1), f"列表的项用“{match[1]}”开头"
        return _unreadable(mark, reason, "改成半角短横线“-”，后面空一格")
    return None


_CLOSING = {'"': "引号", "'": "引号", "]": "方括号", "}": "花括号"}


def _text_after_value(trouble: _Trouble) -> Fault | None:
    end = trouble.end
    if "expected key" not in trouble.problem or not end:
        return None
    before = trouble.lines[end.line][: end.column].rstrip()
    if before[-1:] not in _CLOSING:
        return None
    return _unreadable(
        mark_of(end),
        f"{_CLOSING[before[-1]]}已经关上，后面还有文字",
        "把整个值放进一对半角双引号；值里面的引号改用“”",
    )


def _special_start(trouble: _Trouble) -> Fault | None:
    for slug in ("alias", "anchor", "tag"):
        if trouble.problem.startswith(("while scanning an " + slug, "while scanning a " + slug)):
            return Fault(slug, mark_of(trouble.start), {"name": _word_at(trouble)})
    return None


def _word_at(trouble: _Trouble) -> str:
    """The word after the sign where the trouble starts."""
    assert trouble.start
    rest = trouble.lines[trouble.start.line][trouble.start.column + 1 :]
    return shortened(rest.split(" ")[0])


def _several_documents(trouble: _Trouble) -> Fault | None:
    if "<document start>" in trouble.problem:
        return Fault("several-documents", mark_of(trouble.end))
    return None


def _parser_reason(trouble: _Trouble) -> Fault:
    for words, (reason, remedy) in REASONS.items():
        if words in trouble.problem:
            mark = trouble.start if words in AT_START else trouble.end
            return _unreadable(mark_of(mark), reason, remedy)
    return _unreadable(
        mark_of(trouble.end), "不合 YAML 的写法", "对照 records/README.md 的样例改写"
    )


def _unreadable(mark: Mark, reason: str, remedy: str) -> Fault:
    return Fault("yaml-syntax", mark, {"reason": reason, "remedy": remedy})


_GUESSES = (
    _conflict,
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
