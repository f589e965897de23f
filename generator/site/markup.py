"""What templates print: escaped values, and rows of numbers.

See decision 0007.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from generator.exchange.open_files import table_csv
from generator.exchange.tables import DataField, DataTable
from generator.kinds.issue.column import ColumnKind
from generator.site.tables import Cell, NumberTable


def printed(value: Any) -> str:
    """Return the value escaped; markup as it is.

    Gives what `escape` gives, without a `Markup` for each text: there are millions of texts.
    """
    kind = type(value)
    if kind is str:
        text: str = value
        if text.isalnum():  # most are words and numbers
            return text
        text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
        return text.replace("'", "&#39;").replace('"', "&#34;")
    return value if kind is Markup else escape(value)


class PlainCode(CodeGenerator):
    """Prints through `printed`: a `Markup` for each value would be thrown away at once."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The code of a whole template."""
        self.writeline(f"from {__name__} import printed")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f"printed({finalize.src or ''}")


def number_cells(cells: Iterable[Cell]) -> Markup:
    """Return the cells of a row of numbers.

    In Python, as a tenth of what a site prints is such cells, most of them a number without a link.
    """
    return Markup("".join([_number_cell(one) for one in cells]))


def _number_cell(one: Cell) -> str:
    kind = "lt-num lt-zero" if one.is_zero else "lt-num"
    sort = f' data-sort="{printed(one.sort)}"' if one.sort else ""
    text = printed(one.text)
    shown = f'<a href="{printed(one.href)}">{text}</a>' if one.href else text
    return f'<td class="{kind}"{sort}>{shown}</td>'


def csv_address(table: NumberTable) -> str:
    """Return the table as the address of a CSV file that lies in the address itself.

    It works on a page opened from disk and without scripts, and the site has no file more.
    """
    words = [DataField("", title, "") for title in (table.corner, *table.words)]
    numbers = [DataField("", title, "", ColumnKind.NUMBER) for title in table.columns]
    rows = [[row.label.text, *row.words, *(cell.text for cell in row.cells)] for row in table.rows]
    found = table_csv(DataTable("", table.caption, [*words, *numbers], rows))
    return f"data:text/csv;charset=utf-8,{quote(found)}"
