"""`lantian fmt`: every record in its one canonical form."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from generator.cli.fmt import Formatted, LeftAlone, formatted, unread
from generator.cli.record_files import replace_file
from generator.commands.options import root_option
from generator.commands.terminal import plain
from generator.core.raw import RawFile
from generator.errors import WorkError
from generator.load.files import GUIDE, RECORDS, plain_text, read_some


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its bytes before, and its form or why it is left alone."""

    path: str
    before: bytes
    form: Formatted | LeftAlone

    @property
    def after(self) -> bytes:
        """The bytes that it should have."""
        return self.form.text.encode() if isinstance(self.form, Formatted) else self.before


@click.command("fmt", short_help="把记录改成规定的写法")
@click.argument("files", metavar="[文件...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="只显示要改的地方，不写文件。")
@root_option
def command(files: Sequence[Path], root: Path, *, only_check: bool) -> None:
    """把记录改成规定的写法：键的次序、引号、换行、字符。不写文件名就处理全部记录。

    内容和批注都保留，批注写在它所说的那一行上面；读不通的文件不动，说明原因。
    有文件没有改成时退出码为 1；用 --check 时，有要改的也为 1。
    """
    outcomes = list(_outcomes(root, files))
    changed = [one for one in outcomes if one.after != one.before]
    for one in outcomes:
        if one.after != one.before and not only_check:
            replace_file(root, one.path, one.before, one.after)
        click.echo(plain(_report(one, shows_lines=only_check)), nl=False)
    alone = sum(isinstance(one.form, LeftAlone) for one in outcomes)
    click.echo(_total(len(outcomes), len(changed), alone, only_check=only_check))
    sys.exit(1 if alone or (only_check and changed) else 0)


def _outcomes(root: Path, files: Sequence[Path]) -> Iterator[Outcome]:
    for raw in read_some(root, [_place(root, file) for file in files] or ["."]):
        if raw.path != f"{RECORDS}/{GUIDE}":
            yield _outcome(root, raw)


def _outcome(root: Path, raw: RawFile) -> Outcome:
    if raw.content is None:
        return Outcome(raw.path, b"", unread(raw))
    try:
        content = (root / raw.path).read_bytes()
    except OSError as error:
        raise WorkError(f"读不了文件“{raw.path}”：{error.strerror}", "再运行一次") from error
    return Outcome(raw.path, content, formatted(raw.path, content))


def _place(root: Path, file: Path) -> str:
    """The path below `records/` of a file as typed; a link is not followed."""
    whole = Path(os.path.normpath(file.parent.resolve() / file.name))
    if not os.path.lexists(whole):
        raise WorkError(f"没有文件“{file}”", "检查文件名；路径从当前文件夹写起")
    if not whole.is_relative_to(root / RECORDS):
        raise WorkError(f"“{file}”不在台账的 records 里", f"这个台账的记录在 {root / RECORDS}")
    return whole.relative_to(root / RECORDS).as_posix()


def _report(outcome: Outcome, *, shows_lines: bool) -> str:
    form = outcome.form
    if isinstance(form, LeftAlone):
        return "".join(f"{line}\n" for line in _reasons(outcome.path, form))
    if outcome.after == outcome.before:
        return ""
    said = "要改" if shows_lines else "已改"
    head = [f"{said}：{outcome.path}", *(f"    {note}" for note in form.notes)]
    lines = "".join(f"{line}\n" for line in head)
    return lines + (_difference(outcome, form) if shows_lines else "")


def _difference(outcome: Outcome, form: Formatted) -> str:
    before = plain_text(outcome.before).split("\n")
    after = form.text.split("\n")
    names = (f"{outcome.path}（现在）", f"{outcome.path}（规定的写法）")
    lines = unified_diff(before, after, *names, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _reasons(path: str, form: LeftAlone) -> Iterator[str]:
    yield f"没有动：{path}"
    for finding in form.findings:
        yield f"    第 {finding.line} 行第 {finding.column} 字 {finding.code} {finding.message}"
        yield f"        改法：{finding.hint}"
    for comment in form.homeless:
        yield f"    第 {comment.line} 行的批注没有地方放：{comment.text}"
        yield "        改法：所说的那一行写的是默认值，会省去；删去那一行，或者把批注移到别处"


def _total(files: int, changed: int, alone: int, *, only_check: bool) -> str:
    said = "要改" if only_check else "已改"
    rest = f"，没有动的 {alone} 个" if alone else ""
    return f"共 {files} 个文件，{said} {changed} 个{rest}。"
