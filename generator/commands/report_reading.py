"""What `lantian report` reads of a register, and where its texts go."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator.check.judge import judge
from generator.commands.export_words import chosen
from generator.commands.out_file import write_out
from generator.commands.terminal import plain
from generator.errors import WorkError
from generator.exchange.selection import Selection, selected
from generator.kinds.issue.ledger import IssueLine
from generator.kinds.register import Register
from generator.kinds.registry import VOCABULARY_PATH
from generator.load.files import read_some

_SPACE = "　"
"""The ideographic space, by which paragraphs begin; Python does not count it as printable."""

_GROUND = (VOCABULARY_PATH, "programmes", "cities", "rounds")


def ground_of(root: Path, *, with_bulletins: bool = False) -> Register:
    """All but the problems; WorkError where something is wrong in it."""
    return _read(root, (*_GROUND, "bulletins") if with_bulletins else _GROUND)


def quick_of(root: Path) -> Register:
    """The ground and the quick bulletins; WorkError where something is wrong in them."""
    return _read(root, (*_GROUND, "quick"))


def chosen_problems(
    root: Path, ground: Register, typed: Mapping[str, Iterable[str]], rounds: Sequence[str]
) -> tuple[Sequence[IssueLine], Selection]:
    """The lines of the problems that were chosen, and the choice; only their folders are read."""
    selection = replace(chosen(ground, typed), rounds=frozenset(rounds))
    return selected(problems_of(root, ground, selection), selection), selection


def problems_of(root: Path, ground: Register, selection: Selection) -> Register:
    """The register with the folders that hold such problems."""
    if sys.stderr.isatty():
        click.echo("正在读取记录……", err=True)
    return _read(root, (*_GROUND, *selection.folders(ground)))


def put_text(root: Path, out: Path | None, text: str, *, force: bool) -> None:
    """Shows a text, or writes it to a file (UTF-8, lines ended by LF)."""
    if out is None:
        click.echo(_SPACE.join(plain(part) for part in text.split(_SPACE)), nl=False)
        return
    write_out(root, out, text.encode(), force=force)
    click.echo(plain(f"写在 {out}"))


def _read(root: Path, parts: Sequence[str]) -> Register:
    judgement = judge(read_some(root, parts))
    if judgement.errors:
        raise WorkError(
            f"所选的记录有 {judgement.errors} 处错误，没有生成", "先运行 lantian check，改好再生成"
        )
    return judgement.register
