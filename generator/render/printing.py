"""How templates become code: always escaped, without what only needs time on a page of thousands.

A ledger prints some hundred values for each problem, most of them words and days that come again.
"""

from functools import lru_cache
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

_SHORT = 40
"""Shorter texts are mostly words, names, days: they come again and again."""


def printed(value: Any) -> str:
    """The value escaped; markup as it is."""
    if type(value) is str and len(value) < _SHORT:
        return _escaped(value)
    return escape(value)


_escaped = lru_cache(maxsize=16_384)(escape)


class PlainCode(CodeGenerator):
    """Prints through `printed`: a `Markup` for each value would be thrown away at once."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The code of a whole template."""
        self.writeline(f"from {__name__} import printed")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f"printed({finalize.src or ''}")
