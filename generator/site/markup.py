"""What templates print: escaped values, and rows of numbers.

See decision 0007.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from generator.site.tables import Cell


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
