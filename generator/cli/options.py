"""Options that several commands share; the terminal; output files.

See decision 0012.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from generator.core.dates import today_in_china
from generator.core.findings import WorkError, reason
from generator.load.files import RECORDS
from generator.questions import question
from generator.questions.question import AnswerError

ROOT_HELP = "台账所在的文件夹；不写就从当前文件夹往上找有 records 的那一个。"


class Root(click.ParamType[Path]):
    """A folder that holds `records/`."""

    name = "文件夹"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the folder as typed; whether it holds records is checked when they are read."""
        return Path(value).resolve()


class SiteFolder(click.ParamType[Path]):
    """A folder that will be written: links on the way stay, so that they can be refused."""

    name = "文件夹"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the folder as typed, from the top."""
        return Path(os.path.abspath(value))  # noqa: PTH100 resolving follows links


def nearest_root() -> Path:
    """Return the nearest folder upwards that has `records/`; WorkError where none has."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "records").is_dir():
            return folder
    raise WorkError(
        "这里和上面各层文件夹里都没有 records 文件夹", "到台账所在的文件夹里运行，或用 --root 指明"
    )


root_option = click.option(
    "--root", type=Root(), default=nearest_root, show_default=False, help=ROOT_HELP
)


class Day(click.ParamType[date]):
    """A calendar day."""

    name = "日期"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day, or raise a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} 不是日期，写成 2019-07-08", param, ctx)


today_option = click.option(
    "--today",
    type=Day(),
    default=today_in_china,
    show_default=False,
    help="按哪一天的情况，例如 2019-07-08，此后的事项不计在内；不写就是今天（按北京时间）。",
)


def plain(text: str) -> str:
    """Return text without control characters of terminals; line breaks stay."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else f"\\u{ord(sign):04x}" for sign in text
    )


def path_from(root: Path, file: Path) -> str | None:
    """Return the path from the root of a file as typed, None outside of it; WorkError without file.

    A link is not followed: it is the link that is asked about.
    """
    whole = Path(os.path.normpath(file.parent.resolve() / file.name))
    if not os.path.lexists(whole):
        raise WorkError(f"没有文件“{file}”", "检查文件名；路径从当前文件夹写起")
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def not_of(root: Path, file: Path) -> WorkError:
    """Return the error for a file that is no record of the register."""
    return WorkError(f"“{file}”不在台账的 records 里", f"这个台账的记录在 {root / RECORDS}")


def somebody_is_there() -> bool:
    """Return whether questions can be asked: standard input is a terminal and not a file."""
    return sys.stdin is not None and sys.stdin.isatty()


def refuse_place(root: Path, out: Path, *, force: bool) -> None:
    """Raise WorkError where a file must not be put, before hours of work are spent on it."""
    if out.is_dir():
        raise WorkError(f"“{out}”是文件夹", "写出文件名，例如 台账.xlsx")
    if out.resolve().is_relative_to((root / RECORDS).resolve()):
        raise WorkError(f"“{out}”在 records 里，那里只放记录", "换一个位置")
    if not force and os.path.lexists(out):
        raise WorkError(f"文件“{out}”已经存在，没有改动", "换一个文件名，或加 --force 覆盖")
    if not out.parent.is_dir():
        raise WorkError(f"没有文件夹“{out.parent}”", "先建立它，或换一个位置")


_LARGEST = 100 << 20
"""Bytes of a file that a command reads whole. Tables are far smaller; a device never ends."""


def content_of(file: Path, what: str) -> bytes:
    """Return what a typed file holds; WorkError where it can not be read or is too large."""
    hint = "检查文件名和读取权限"
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise WorkError(f"打不开{what}“{file}”：{reason(error)}", hint) from error
    if len(content) > _LARGEST:
        raise WorkError(
            f"{what}“{file}”超过 100 MB，没有读", "检查是不是写错了文件；太大的表分成几份"
        )
    return content


def write_out(root: Path, out: Path, content: bytes, *, force: bool) -> None:
    """Write the file beside its place and rename it; WorkError where the disk refuses."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        refuse_place(root, out, force=force)
        draft.replace(out)
    except OSError as error:
        raise WorkError(
            f"写不了文件“{out}”：{reason(error)}", "检查磁盘空间和写入权限，或换一个位置"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


Value = TypeVar("Value")
Given = ParamSpec("Given")


def _as_parameter(read: Callable[Given, Value]) -> Callable[Given, Value]:
    """Return the reader of an answer with its errors as errors of a parameter."""

    @wraps(read)
    def parsed(*given: Given.args, **named: Given.kwargs) -> Value:
        try:
            return read(*given, **named)
        except AnswerError as error:
            raise click.BadParameter(error.message) from error

    return parsed


typed_text = _as_parameter(question.typed_text)
typed_word = _as_parameter(question.typed_word)
typed_date = _as_parameter(question.typed_date)
typed_day = _as_parameter(question.typed_day)


class _Typed(click.ParamType[Value]):
    """A parameter type that parses with one of the functions above."""

    def __init__(self, name: str, read: Callable[[str], Value]) -> None:
        self.name = name
        self.read = read

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Value:
        """Return the value; errors are reported with the name of the option."""
        try:
            return self.read(value) if isinstance(value, str) else value  # type: ignore[return-value]
        except click.BadParameter as error:
            self.fail(error.message, param, ctx)


TEXT = _Typed("文字", typed_text)
DATE = _Typed("日期", typed_date)
DAY = _Typed("日期", typed_day)
NUMBER = click.IntRange(1, 99)
NUMBER.name = "数"
