"""An empty list of issues to fill in: the heads are the questions, with their allowed answers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from generator.core.vocabulary import Vocabulary
from generator.exchange.data_package import ZIP_TIME
from generator.exchange.issue_rows import NUMBER
from generator.exchange.sheet_rows import letters
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.questions.issue import asked_of
from generator.questions.question import AnswerKind, Question

ROWS = 1_000
"""Rows that can be filled in."""

_LISTS, _FORM, _ABOUT = "词表", "问题清单", "说明"
_WIDE = frozenset({"site", "found", "demand", "note"})
_MARK = "*"


def issue_template(
    programme: Programme, cities: Sequence[City], letter: str, vocabulary: Vocabulary
) -> bytes:
    """Return the workbook for issues that groups of one kind find in some cities.

    Counties to choose from are those of the city in the row; heads and lists can not be changed.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": f"{programme.name}问题清单", "created": datetime(*ZIP_TIME)})
    questions = [one.asked for one in asked_of(programme, letter)]
    form, about = book.add_worksheet(_FORM), book.add_worksheet(_ABOUT)
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    _fill_form(book, form, questions)
    _fill_about(book, about, questions)
    _add_lists(form, lists, questions, _choices(programme, cities, letter, vocabulary))
    _add_counties(book, form, lists, questions, cities)
    book.close()
    return file.getvalue()


def _choices(
    programme: Programme, cities: Sequence[City], letter: str, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Return name of a question → what can be chosen, where that is not a list of words alone."""
    words = {
        name: [one.word for one in vocabulary.entries(name) if not one.retired]
        for name in ("site_kinds", "kinds", "triggers", "categories")
    }
    kind = next(one for one in programme.group_kinds if one.letter == letter)
    numbers = [f"{letter}{at:02}" for at in range(1, (kind.count or 30) + 1)]
    return {
        "programme": [programme.id],
        "city": [one.name for one in cities],
        "group": numbers if kind.numbered else [letter],
        "site_kind": words["site_kinds"],
        "kind": words["kinds"],
        "trigger": words["triggers"],
        "category": words["categories"],
        "medium": list(programme.media),
        "comes_from": list(programme.origins),
        "masked": ["是", "否"],
    }


def _fill_form(book: Workbook, sheet: Worksheet, questions: Sequence[Question]) -> None:
    base = {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}
    head = book.add_format({**base, "bg_color": "#E8EEF4"})
    needed = book.add_format({**base, "bg_color": "#F6D5D5"})
    free = book.add_format({"num_format": "@", "locked": False, "text_wrap": True})
    sheet.set_column(0, 0, 7, free)
    sheet.write_string(0, 0, NUMBER, head)
    for at, one in enumerate(questions, start=1):
        sheet.set_column(at, at, 28 if one.name in _WIDE else 14, free)
        sheet.write_string(0, at, _head(one), needed if one.needed else head)
        sheet.write_comment(0, at, one.help)
    sheet.freeze_panes(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})


def _head(question: Question) -> str:
    return question.title + (_MARK if question.needed else "")


def _fill_about(book: Workbook, sheet: Worksheet, questions: Sequence[Question]) -> None:
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20, body)
    sheet.set_column(1, 1, 80, body)
    for at, line in enumerate(_about_rows(questions)):
        sheet.write_row(at, 0, line)


def _about_rows(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    yield "怎样填", "在“问题清单”里每行写一个问题；带 * 的必填；填好后用 lantian import 导入。"
    yield "日期", "2019-07-08、2019年7月8日、2019/7/8 都可以。"
    yield NUMBER, "本表自己的编号，改好再导入时据此辨认。"
    for one in questions:
        yield _head(one), one.help


def _add_lists(
    form: Worksheet,
    lists: Worksheet,
    questions: Sequence[Question],
    choices: dict[str, list[str]],
) -> None:
    """Give each question that has choices a list to choose from; other answers are refused."""
    for at, one in enumerate(questions, start=1):
        words = choices.get(one.name)
        if not words:
            continue
        column = letters(at)
        lists.write_column(0, at, [one.title, *words])
        form.data_validation(
            1,
            at,
            ROWS,
            at,
            {
                "validate": "list",
                "source": f"={_LISTS}!${column}$2:${column}${len(words) + 1}",
                "error_title": "不在列表里",
                "error_message": f"{one.title}从下拉列表中选",
            },
        )


def _add_counties(
    book: Workbook,
    form: Worksheet,
    lists: Worksheet,
    questions: Sequence[Question],
    cities: Sequence[City],
) -> None:
    """Let the list of counties be that of the city in the row; other names are only warned of."""
    places = {one.kind: at for at, one in enumerate(questions, start=1)}
    first = len(questions) + 2
    for at, city in enumerate(cities, start=first):
        names = [*(one.name for one in city.counties), *city.uncoded]
        lists.write_column(0, at, [city.name, *names])
        column = letters(at)
        area = f"={_LISTS}!${column}$2:${column}${len(names) + 1}"
        book.define_name(f"区县_{city.name}", area)
    county = places[AnswerKind.COUNTY]
    source = f'=INDIRECT("区县_"&${letters(places[AnswerKind.CITY])}2)'
    form.data_validation(
        1,
        county,
        ROWS,
        county,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "不在列表里",
            "error_message": "查对区县；当日的名称与现在不同的照写",
        },
    )
