"""`lantian fmt`: every record in its canonical form, with all that a person wrote in it.

See decision 0028.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, unified_diff
from itertools import islice
from pathlib import Path

import click
from pydantic import BaseModel

from generator.checks.engine import judge
from generator.checks.shape_rules import shaped, with_meant_values
from generator.cli.options import not_of, path_from, plain, root_option
from generator.cli.record_files import replace_file
from generator.core.characters import settled
from generator.core.findings import Finding, WorkError, reason
from generator.core.raw import RawRecord, ReadError
from generator.core.yaml_writer import composed, record_text
from generator.load.comments import Comment, comments_of, homeless, with_comments
from generator.load.files import GUIDE, RECORDS, plain_text, raw_file, read_some
from generator.load.mending import mended
from generator.load.yaml_reader import read_text

MENDED = {
    "byte-order-mark": "去掉开头的 BOM 标记",
    "carriage-return": "换行改为 LF",
}
"""Faults of a whole file that formatting mends, and the description of the change."""

_TIDIED = frozenset({"control-character", "invisible-character", "odd-blank"}) | {
    "radical-character",
    "decomposed-character",
}
"""Faults in quoted values that the canonical form has no more."""

_NO_TEXT = "not-utf8"

_SHAPE_RULES = frozenset("FYS")
_SHOWN_SIGNS = 3
"""Number of changed characters of one text that are listed."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical text of a file, and its changes that a comparison of lines hides."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """The reason to leave a file alone: its findings, or comments that would have no place."""

    findings: tuple[Finding, ...]
    homeless: tuple[Comment, ...] = ()


def formatted(name: str, content: bytes) -> Formatted | LeftAlone:
    """Return the canonical form of the file called `name`, a path from the root of a register."""
    raw = raw_file(name, content)
    if any(fault.slug == _NO_TEXT for fault in raw.faults):
        return unread(raw)
    text = plain_text(content)
    right = mended(name, text)
    better = read_text(name, right) if right != text else raw
    record = shaped(_composed(better))
    if isinstance(record, tuple):
        record = shaped(_composed(with_meant_values(better, record)))
    if isinstance(record, tuple) or any(map(_stays, better.faults)):
        return unread(raw)
    fresh = record_text(record)
    if text == fresh:
        return Formatted(fresh, tuple(_mended(raw)))
    comments = comments_of(right, better)
    fresh_raw = read_text(name, fresh)
    lost = tuple(homeless(comments, fresh_raw))
    whole = with_comments(fresh, fresh_raw, () if lost else comments)
    if lost or not _is_kept(record, comments, whole, read_text(name, whole)):
        return LeftAlone((), lost or comments)
    return Formatted(whole, (*_mended(raw), *_settled(text)))


def _stays(fault: ReadError) -> bool:
    """Return whether a fault is still there when the record is written anew."""
    return fault.slug not in MENDED and not (fault.slug in _TIDIED and "meant" in fault.facts)


def unread(raw: RawRecord) -> LeftAlone:
    """Return why a file that can not be read, or is no record, is left alone."""
    return LeftAlone(tuple(_hindering(raw)))


def _hindering(raw: RawRecord) -> Iterator[Finding]:
    """Yield the faults that must be mended by hand before the file can be formatted."""
    for finding in judge([_composed(raw)]).findings:
        about_form = finding.code[0] in _SHAPE_RULES or finding.slug == "bad-id"
        if finding.path == raw.path and about_form and finding.slug not in MENDED:
            yield finding


def _composed(raw: RawRecord) -> RawRecord:
    content = composed(raw.content)
    return replace(raw, content=content if isinstance(content, dict) else None)


def _is_kept(record: BaseModel, comments: tuple[Comment, ...], text: str, raw: RawRecord) -> bool:
    """Return whether the new text holds the same record and the same comments."""
    return (
        not raw.faults
        and type(record).model_validate(raw.content) == record
        and sorted(_words(comments)) == sorted(_words(comments_of(text, raw)))
    )


def _words(comments: tuple[Comment, ...]) -> Iterator[str]:
    return (settled(one.text.rstrip()) for one in comments)


def _mended(raw: RawRecord) -> Iterator[str]:
    slugs = {fault.slug for fault in raw.faults}
    return (done for slug, done in MENDED.items() if slug in slugs)


def _settled(text: str) -> Iterator[str]:
    """Yield the characters that changed, one by one, since both forms look the same."""
    for number, line in enumerate(text.split("\n"), 1):
        new = settled(line)
        if new != line:
            yield f"第 {number} 行的字符改成通用的写法：{'，'.join(_signs(line, new))}"


def _signs(before: str, after: str) -> Iterator[str]:
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = (one for one in changes if one[0] != "equal")
    for _, i1, i2, j1, j2 in islice(parts, _SHOWN_SIGNS):
        yield f"{_numbers(before[i1:i2])} → {_numbers(after[j1:j2])}"


def _numbers(signs: str) -> str:
    return " ".join(f"U+{ord(sign):04X}" for sign in signs) or "无"


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """The result of one file: its bytes before, and its form or why it is left alone."""

    path: str
    before: bytes
    form: Formatted | LeftAlone

    @property
    def after(self) -> bytes:
        """Return the bytes that it should have."""
        return self.form.text.encode() if isinstance(self.form, Formatted) else self.before


@click.command("fmt", short_help="把记录改成规定的写法")
@click.argument("files", metavar="[文件...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="只显示要改的地方，不写文件。")
@click.option("--fix", is_flag=True, help="改好写回文件；不写也是这样。")
@root_option
def command(files: Sequence[Path], root: Path, *, only_check: bool, fix: bool) -> None:
    """把记录改成规定的写法：键的次序、引号、换行、字符。不写文件名就处理全部记录。

    内容和批注都保留，批注写在它所说的那一行上面；读不通的文件不动，说明原因。
    有文件没有改成时退出码为 1；用 --check 时，有要改的也为 1。
    """
    if only_check and fix:
        raise click.UsageError("--check 只看不改，--fix 要改；只写一个")
    outcomes = list(_outcomes(root, files))
    changed = [one for one in outcomes if one.after != one.before]
    for one in outcomes:
        if one.after != one.before and not only_check:
            replace_file(root, one.path, one.before, one.after)
        click.echo(plain(_report(one, shows_lines=only_check)), nl=False)
    alone = sum(isinstance(one.form, LeftAlone) for one in outcomes)
    click.echo(_total(len(outcomes), len(changed), alone, only_check=only_check))
    sys.exit(1 if alone or (only_check and changed) else 0)


def _outcomes(root: Path, files: Sequence[Path]) -> Iterator[FormattedFile]:
    for raw in read_some(root, [_place(root, file) for file in files] or ["."]):
        if raw.path != f"{RECORDS}/{GUIDE}":
            yield _outcome(root, raw)


def _outcome(root: Path, raw: RawRecord) -> FormattedFile:
    if raw.content is None:
        return FormattedFile(raw.path, b"", unread(raw))
    try:
        content = (root / raw.path).read_bytes()
    except OSError as error:
        raise WorkError(f"读不了文件“{raw.path}”：{reason(error)}", "再运行一次") from error
    return FormattedFile(raw.path, content, formatted(raw.path, content))


def _place(root: Path, file: Path) -> str:
    """Return the path below `records/` of a file as typed; WorkError where it is no record."""
    path = path_from(root, file)
    if path is None or not f"{path}/".startswith(f"{RECORDS}/"):
        raise not_of(root, file)
    return path.removeprefix(RECORDS).lstrip("/") or "."


def _report(outcome: FormattedFile, *, shows_lines: bool) -> str:
    form = outcome.form
    if isinstance(form, LeftAlone):
        return "".join(f"{line}\n" for line in _reasons(outcome.path, form))
    if outcome.after == outcome.before:
        return ""
    verb = "要改" if shows_lines else "已改"
    head = [f"{verb}：{outcome.path}", *(f"    {note}" for note in form.notes)]
    lines = "".join(f"{line}\n" for line in head)
    return lines + (_difference(outcome, form) if shows_lines else "")


def _difference(outcome: FormattedFile, form: Formatted) -> str:
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
    verb = "要改" if only_check else "已改"
    rest = f"，没有动的 {alone} 个" if alone else ""
    return f"共 {files} 个文件，{verb} {changed} 个{rest}。"
