"""The list of open issues to fill in with their next steps (办理表), for `lantian import`.

Each row offers the steps that are legal for its issue; a sheet of its own says what each needs.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.core.vocabulary import Role
from generator.exchange.data_package import ZIP_TIME
from generator.exchange.sheet_rows import letters
from generator.exchange.step_rows import ID, LAST, NUMBER, SHOWN, STATE, last_step
from generator.exchange.text_files import cut, guarded
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.issue.model import Issue
from generator.kinds.programme.lifecycle import Step, forms_text
from generator.kinds.register import Register
from generator.questions.question import AnswerKind, Question
from generator.questions.step import (
    PUBLISHED,
    QUESTIONS,
    STEP,
    YES_OR_NO,
    CurrentState,
    asked_of,
    current_state,
    needed_of,
    step_text,
    title_of,
)

NEXT = "下一步"
"""How the step is called in the list: the one that is to be added."""

_FORM, _ABOUT, _LISTS = "办理表", "说明", "词表"
_TOLD = (NUMBER, ID, *SHOWN)
_NAME = re.compile(r"\w+")
"""What names of areas may hold."""

_WIDE = frozenset({"site", "owed", "last", "note", "statement", "words"})


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """One issue of the list: what the list tells of it, and the steps that it may take."""

    told: Mapping[str, str]
    state: CurrentState
    steps: tuple[Step, ...]


class StepList:
    """The issues of a list that may take a step, and the questions about their next steps.

    Corrections are not among the steps: they change what the record says, not only its history.
    """

    def __init__(self, register: Register, lines: Sequence[LedgerRow]) -> None:
        self.register = register
        self.issues = list(self._issues(lines))

    def _issues(self, lines: Sequence[LedgerRow]) -> Iterator[OpenIssue]:
        correcting = self.register.vocabulary.with_role("steps", Role.CORRECTED)
        for line in lines:
            issue = self.register.find(Issue, line.id)
            state = current_state(self.register, issue) if issue else None
            if state:
                steps = tuple(one for one in state.next_steps if one.step not in correcting)
                if steps:
                    yield OpenIssue(_told(line, state), state, steps)

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions that at least one of the steps asks, in their order."""
        asked = {
            question.name
            for issue in self.issues
            for step in issue.steps
            for question in self._asked(issue.state, step)
        }
        return [one for one in QUESTIONS if one.name in asked]

    def _asked(self, state: CurrentState, step: Step) -> list[Question]:
        """Return the questions about a step; about its publication only of published issues."""
        asked = asked_of(self.register, state, step)
        if self.register.is_published(state.issue.id):
            return asked
        return [one for one in asked if one.name not in PUBLISHED]

    @cached_property
    def heads(self) -> list[str]:
        """Return the heads of all columns."""
        asked = [NEXT if one is STEP else one.title for one in self.questions]
        return [*(one.title for one in _TOLD), *asked]

    def rows(self) -> Iterator[list[str]]:
        """Yield the cells that tell of each issue; those of its next step follow, and are blank."""
        for number, one in enumerate(self.issues, start=1):
            told = {**one.told, NUMBER.name: str(number)}
            yield [told[question.name] for question in _TOLD]

    @cached_property
    def results(self) -> Mapping[str, Sequence[str]]:
        """Return step → its results, for steps that have some."""
        found: dict[str, dict[str, None]] = {}
        for issue in self.issues:
            for step in issue.steps:
                for outcome in step.outcomes:
                    found.setdefault(step.step, {})[outcome.result] = None
        return {step: list(some) for step, some in found.items()}

    def about(self) -> Iterator[tuple[str, str]]:
        """Yield the lines of the explanation: how to fill in, and what each step needs."""
        yield "怎样填", f"给要办的问题选“{NEXT}”，填这一步须填的各项；不办的行空着，不算步骤。"
        yield "导入", "填好后用 lantian import 导入；有错的行写明单元格，加 --errors 另存标红的表。"
        yield (
            "不要改动",
            f"“{ID.title}”和“{STATE.title}”；导出以后状态变了的行不导入，重新导出再填。",
        )
        yield "日期", "2019-07-08、2019年7月8日、2019/7/8 都可以；与上一行相同的写“同上”。"
        seen: dict[str, str] = {}
        for issue in self.issues:
            for step in issue.steps:
                seen.setdefault(step.step, self._about_step(issue.state, step))
        yield from seen.items()

    def _about_step(self, state: CurrentState, step: Step) -> str:
        needed = needed_of(step)
        others = [one.title for one in self._asked(state, step) if one.name not in needed]
        parts = [
            f"{step_text(step)}。",
            f"{step.meaning}" if step.meaning else "",
            f"须填：{'、'.join(title_of(one.name) for one in QUESTIONS if one.name in needed)}。",
            f"可以填：{'、'.join(others)}。" if others else "",
            f"{forms_text(state.lifecycle, step.by)}。" if step.by else "",
        ]
        return "".join(part for part in parts if part)


def _told(line: LedgerRow, state: CurrentState) -> dict[str, str]:
    """Return what the list tells of an issue, by the names of its columns."""
    return {
        ID.name: line.id,
        "city": line.city_name,
        "county": line.county_name,
        "site": line.site,
        "category": line.category,
        STATE.name: state.replayed.status.name,
        "owed": "；".join(f"{one.of}：{one.awaits}" for one in line.open_debts),
        "owed_by_day": line.owed_stated,
        LAST.name: last_step(state.issue),
    }


def steps_csv(steps: StepList) -> bytes:
    """Return the list as CSV that no spreadsheet takes formulas from."""
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(steps.heads)
    for row in steps.rows():
        blanks = [""] * len(steps.questions)
        number, *told = row
        writer.writerow([number, *map(guarded, told), *blanks])
    return table.getvalue().encode("utf-8-sig")


def steps_workbook(steps: StepList, title: str, note: str) -> bytes:
    """Return the list as a workbook: what it tells is locked, the rest is to be filled in."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "comments": note, "created": datetime(*ZIP_TIME)})
    form, about = book.add_worksheet(_FORM), book.add_worksheet(_ABOUT)
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    _fill_form(book, form, steps)
    _fill_about(book, about, [("名称", title), ("范围", note), *steps.about()])
    _Choices(book, form, lists, steps).add()
    book.close()
    return file.getvalue()


def _fill_form(book: Workbook, form: Worksheet, steps: StepList) -> None:
    base = {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
    told, asked = (book.add_format({**base, "bg_color": one}) for one in ("#E8EEF4", "#F6D5D5"))
    kept = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    free = book.add_format({"num_format": "@", "locked": False, "text_wrap": True, "valign": "top"})
    for at, (one, head) in enumerate(zip([*_TOLD, *steps.questions], steps.heads, strict=True)):
        is_told = at < len(_TOLD)
        form.set_column(at, at, _width(one), kept if is_told else free)
        form.write_string(0, at, head, told if is_told else asked)
        form.write_comment(0, at, one.help)
    for number, row in enumerate(steps.rows(), start=1):
        for at, text in enumerate(row):
            form.write_string(number, at, cut(text), kept)
        for at in range(len(row), len(steps.heads)):
            form.write_blank(number, at, None, free)
    form.freeze_panes(1, 2)
    form.autofilter(0, 0, max(len(steps.issues), 1), len(steps.heads) - 1)
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "format_cells")
    form.protect("", dict.fromkeys(allowed, True))


def _width(question: Question) -> int:
    if question is NUMBER:
        return 6
    return 26 if question is ID or question.name in _WIDE else 13


def _fill_about(book: Workbook, sheet: Worksheet, lines: Sequence[tuple[str, str]]) -> None:
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14, body)
    sheet.set_column(1, 1, 100, body)
    for at, (name, text) in enumerate(lines):
        sheet.write_string(at, 0, name)
        sheet.write_string(at, 1, text)


class _Choices:
    """The hidden sheet of lists, and the cells that choose from them."""

    def __init__(self, book: Workbook, form: Worksheet, lists: Worksheet, steps: StepList) -> None:
        self._book = book
        self._form = form
        self._lists = lists
        self._steps = steps
        self._column = 0

    def add(self) -> None:
        """Let each row choose from its steps, results from those of its step, words from lists."""
        self._add_steps()
        for one in self._steps.questions:
            if one.name == "result":
                self._add_results(one)
            elif one is not STEP and (words := self._words(one)):
                self._validate(one, f"={self._area(one.title, words)}")

    def _area(self, title: str, words: Sequence[str]) -> str:
        """Write a list; return the area of its words."""
        column = letters(self._column)
        self._lists.write_column(0, self._column, [title, *words])
        self._column += 1
        return f"{_LISTS}!${column}$2:${column}${len(words) + 1}"

    def _add_steps(self) -> None:
        """Give the rows of the same legal steps the same list."""
        rows: dict[tuple[str, ...], list[int]] = {}
        for at, issue in enumerate(self._steps.issues, start=1):
            rows.setdefault(tuple(one.step for one in issue.steps), []).append(at)
        for words, places in rows.items():
            area = self._area(NEXT, words)
            for first, last in _runs(places):
                self._validate(STEP, f"={area}", (first, last))

    def _add_results(self, question: Question) -> None:
        for step, words in self._steps.results.items():
            if _NAME.fullmatch(step):
                self._book.define_name(f"结论_{step}", f"={self._area(step, words)}")
        step = letters(self._place(STEP))
        self._validate(question, f'=INDIRECT("结论_"&${step}2)')

    def _words(self, question: Question) -> Sequence[str]:
        if question.kind is AnswerKind.YES:
            return YES_OR_NO
        if question.kind is not AnswerKind.WORD:
            return ()
        entries = self._steps.register.vocabulary.entries(question.words)
        return [one.word for one in entries if not one.retired]

    def _place(self, question: Question) -> int:
        return len(_TOLD) + self._steps.questions.index(question)

    def _validate(
        self, question: Question, source: str, rows: tuple[int, int] | None = None
    ) -> None:
        first, last = rows or (1, max(len(self._steps.issues), 1))
        at = self._place(question)
        title = NEXT if question is STEP else question.title
        rule = {"error_title": "不在列表里", "error_message": f"{title}从下拉列表中选"}
        rule |= {"validate": "list", "source": source}
        self._form.data_validation(first, at, last, at, rule)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of numbers without a gap."""
    first = last = places[0]
    for one in places[1:]:
        if one != last + 1:
            yield first, last
            first = one
        last = one
    yield first, last
