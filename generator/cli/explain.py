"""`lantian explain`: one rule with its reason, a bad and a good example.

See decision 0030.
"""

from pathlib import Path

import click

from generator.checks.registry import ALL_RULES
from generator.core.findings import WorkError, nearest
from generator.kinds.registry import RULE_PAGE_FOLDERS


@click.command("explain", short_help="说明一条检查规则")
@click.argument("code", metavar="编号")
def command(code: str) -> None:
    """说明一条检查规则：为什么、错的例子、对的例子。编号如 Y03，也可以写规则的英文名。"""
    click.echo(explanation(code))


def explanation(code: str) -> str:
    """Return the page of a rule, by code or slug; WorkError with the nearest where none has it."""
    for rule in ALL_RULES:
        if code.upper() == rule.code or code.lower() == rule.slug:
            return _page(rule.slug).read_text(encoding="utf-8").rstrip()
    known = [name for rule in ALL_RULES for name in (rule.code.lower(), rule.slug)]
    near = nearest(code.lower(), known)
    raise WorkError(
        f"没有编号为 {code!r} 的规则",
        f"是不是 {near.upper() if len(near) == len(ALL_RULES[0].code) else near}？"
        if near
        else "编号写成 F01 这样，全部规则见网站“检查规则”页",
    )


def _page(slug: str) -> Path:
    pages = (folder / f"{slug}.md" for folder in RULE_PAGE_FOLDERS)
    return next(page for page in pages if page.is_file())
