"""Empty lists to fill in: each comes back, examples stay out, what can be chosen can be read."""

import pytest

from generator.exchange.form_sheets import SheetContext, record_sheet
from generator.exchange.importing import record_forms, table_kinds
from generator.exchange.sheet_heads import NOTHING
from generator.exchange.sheet_tables import tables_of
from generator.exchange.sheets import read_sheets
from generator.exchange.template_workbook import template_workbook
from generator.questions.record_form import RecordForm
from generator.site.build import read_register
from tests.registers import SAMPLE

REGISTER = read_register(SAMPLE).register
CONTEXT = SheetContext(REGISTER, REGISTER.programmes["LS19"], [REGISTER.cities["990100"]], 3)

every_form = pytest.mark.parametrize("form", record_forms(), ids=lambda form: form.name)


@every_form
def test_sheet_is_known_by_its_heads_and_gives_what_all_rows_share(form: RecordForm) -> None:
    sheet = record_sheet(CONTEXT, form)
    content = template_workbook("示例", [sheet], CONTEXT.cities)
    [table] = tables_of("空表.xlsx", read_sheets("空表.xlsx", content), table_kinds(), NOTHING)
    assert table.rows == ()
    titles = {one.title for one in table_kinds() if list(table.columns) == one.columns}
    assert titles == {form.table or form.title}


def test_reports_are_asked_about_tasks_of_the_programme_alone() -> None:
    """Each task by the programme in its ID; the sample has tasks of one, so of another none."""
    form = next(one for one in record_forms() if one.name == "task-report")
    for name, programme in REGISTER.programmes.items():
        sheet = record_sheet(SheetContext(REGISTER, programme, CONTEXT.cities), form)
        own = [
            one.id for one in REGISTER.tasks if one.programme_id == name and one.city_id == "990100"
        ]
        assert list(sheet.choices["task"]) == own
        assert {row["task"] for row in sheet.begun} == set(own)


@every_form
def test_whatever_can_be_chosen_can_be_read(form: RecordForm) -> None:
    sheet = record_sheet(CONTEXT, form)
    for question in form.questions:
        for text in sheet.choices.get(question.name, ()):
            question.answer(CONTEXT.answers, text)
