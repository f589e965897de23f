"""Options that several commands share; the terminal; output files.

See decision 0012.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

import click
from pydantic_core import PydanticCustomError

from generator.core.dates import PartialDate, parse_day, parse_partial, today_in_china
from generator.core.fields import TEXT_LIMIT
from generator.core.findings import WorkError, nearest
from generator.load.files import RECORDS

ROOT_HELP = "台账所在的文件夹；不写就从当前文件夹往上找有 records 的那一个。"


class Root(click.ParamType[Path]):
    """A folder that holds `records/`."""

    name = "文件夹"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the folder as typed; whether it holds records is checked when they are read."""
        return Path(value).resolve()


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


def write_out(root: Path, out: Path, content: bytes, *, force: bool) -> None:
    """Write the file beside its place and rename it; WorkError where the disk refuses."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        refuse_place(root, out, force=force)
        draft.replace(out)
    except OSError as error:
        raise WorkError(
            f"写不了文件“{out}”：{error.strerror}", "检查磁盘空间和写入权限，或换一个位置"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


_UNSEEN = {"Cc": "控制字符", "Cs": "读不出的字符", "Zl": "换行符号", "Zp": "换行符号"}
_KEPT = "\n\t"
_SHOWN = 40
_LISTED = 16
Value = TypeVar("Value")


def typed_text(text: str) -> str:
    """Return text as it goes into a record: trimmed, composed (NFC), lines ended by LF.

    BadParameter where nothing is left, where it is too long or has invisible characters.
    """
    clean = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text).strip())
    if not clean:
        raise click.BadParameter("什么也没有写")
    if len(clean) > TEXT_LIMIT:
        raise click.BadParameter(f"太长，有 {len(clean)} 字，最多 {TEXT_LIMIT} 字")
    for sign in clean:
        kind = _UNSEEN.get(unicodedata.category(sign))
        if kind and sign not in _KEPT:
            raise click.BadParameter(f"里面有看不见的{kind} U+{ord(sign):04X}，删除它")
    return clean


def typed_word(text: str, known: Sequence[str], title: str) -> str:
    """Return one of the known words; BadParameter with the nearest where it is none of them."""
    clean = typed_text(text)
    if clean in known:
        return clean
    raise click.BadParameter(f"没有叫 {shown(clean)} 的{title}；{instead(clean, known)}")


def instead(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word as a hint, or else the possible ones."""
    words = list(dict.fromkeys(known))
    near = nearest(word[:_SHOWN], words)
    if near:
        return f"是不是“{near}”？"
    if not words:
        return "一个也没有登记"
    rest = "等" if len(words) > _LISTED else ""
    return f"可用的有：{'、'.join(words[:_LISTED])}{rest}"


def shown(text: str) -> str:
    """Return a value as messages quote it."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def typed_date(text: str) -> PartialDate:
    """Return a date to the day, the month or the year; BadParameter with the right form."""
    return _as_date(parse_partial, text)


def typed_day(text: str) -> date:
    """Return a calendar day; BadParameter with the right form."""
    return _as_date(parse_day, text)


def _as_date(parse: Callable[[object], Value], text: str) -> Value:
    try:
        return parse(typed_text(text))
    except PydanticCustomError as error:
        facts = error.context or {}
        raise click.BadParameter(f"{facts['fact']}，{facts['remedy']}") from error


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
