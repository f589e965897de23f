"""The tables about issues: published cases, lists of issues of any group, lists of next steps."""

from generator.exchange.account import TableKind
from generator.exchange.case_rows import HEADER, ID_COLUMN
from generator.exchange.import_cases import column_places, read_cases
from generator.exchange.issue_rows import ASKED, EXAMPLE_OF_ISSUE, KEYS, NUMBER, PLACES, read_issues
from generator.exchange.step_rows import STEP_TABLE
from generator.questions.issue import QUESTION

TABLES = (
    TableKind("案例表", HEADER, ID_COLUMN, read_cases, column_places),
    TableKind(
        "问题清单",
        ",".join(one.title for one in ASKED),
        NUMBER,
        read_issues,
        lambda _: PLACES,
        asked=ASKED,
        keys=KEYS,
        example={QUESTION[name].title: text for name, text in EXAMPLE_OF_ISSUE.items()},
        has_note=True,
    ),
    STEP_TABLE,
)
