"""Progress of long work on standard error: a line that moves, or a line for each stage in CI logs.

Also when to use colours: on terminals alone, as NO_COLOR and FORCE_COLOR say.
"""

import os
import re
import sys
import time
from collections.abc import Callable
from typing import IO

import click

from generator.core.progress import listening

_EVERY = 0.1
"""Seconds between two pictures of a line: more often costs time and shows nothing."""

_CLEAR = "\r\x1b[K"


def line(title: str, done: int, total: int, seconds: float) -> str:
    """Return a stage in words: title, count, rate, and the time that is left."""
    if not done:
        return f"{title}……"
    rate = done / seconds if seconds > 0 else 0
    count = f"{done}/{total}（{done * 100 // total}%）" if total else f"{done}"
    parts = [f"{title} {count}", *([f"每秒 {rate:.0f}"] if rate >= 1 else [])]
    if total > done and rate > 0:
        parts.append(f"还要 {_time(round((total - done) / rate))}")
    return "，".join(parts)


def _time(seconds: int) -> str:
    return f"{seconds // 60} 分 {seconds % 60} 秒" if seconds >= 60 else f"{seconds} 秒"


class TerminalProgress:
    """One line that is written again and again, and gone in the end."""

    def __init__(self, stream: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._title, self._total, self._done = "", 0, 0
        self._began = self._shown = 0.0

    def begin(self, title: str, total: int) -> None:
        """Show the title."""
        self._title, self._total, self._done = title, total, 0
        self._began = self._clock()
        self._show(self._began)

    def advance(self, count: int) -> None:
        """Count, and show it where the last picture is old enough."""
        self._done += count
        now = self._clock()
        if now - self._shown >= _EVERY:
            self._show(now)

    def end(self) -> None:
        """Take the line away: what is printed next stands at its place."""
        self._stream.write(_CLEAR)
        self._stream.flush()

    def _show(self, now: float) -> None:
        self._shown = now
        text = line(self._title, self._done, self._total, now - self._began)
        self._stream.write(_CLEAR + text)
        self._stream.flush()


class LogProgress(TerminalProgress):
    """One line for each stage, when it is over."""

    def end(self) -> None:
        """Write what was done, and how long it took."""
        seconds = self._clock() - self._began
        count = f" {self._done}" if self._done else ""
        self._stream.write(f"{self._title}{count}，用了 {seconds:.1f} 秒\n")
        self._stream.flush()

    def _show(self, now: float) -> None:
        """Write nothing before the end."""


def _start(ctx: click.Context, param: click.Parameter, quiet: bool) -> None:
    """Show the progress of the command, unless it is to be quiet or nobody would look at it."""
    if quiet or ctx.resilient_parsing:
        return
    if is_terminal(sys.stderr):
        ctx.with_resource(listening(TerminalProgress(sys.stderr)))
    elif sys.stderr and os.environ.get("CI"):
        ctx.with_resource(listening(LogProgress(sys.stderr)))


quiet_option = click.option(
    "--quiet",
    "-q",
    is_flag=True,
    expose_value=False,
    callback=_start,
    help="不显示进度。",
)


def is_terminal(stream: IO[str] | None) -> bool:
    """Return whether a stream is a terminal; Python has None for one that was closed."""
    return stream is not None and stream.isatty()


def has_colours(stream: IO[str] | None) -> bool:
    """Return whether to colour what is written to a stream (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    shows_colours = is_terminal(stream) and os.environ.get("TERM") != "dumb"
    return shows_colours or bool(os.environ.get("FORCE_COLOR"))


_SEVERITY = re.compile(r"^(\S+:\d+:\d+) (错误|提醒) (\w+)$", re.MULTILINE)
_COLOURS = {"错误": "red", "提醒": "yellow"}


def echo_findings(text: str, *, err: bool = False) -> None:
    """Print findings, with places and severities coloured where that is seen."""
    has = has_colours(sys.stderr if err else sys.stdout)
    click.echo(_SEVERITY.sub(_tinted, text) if has else text, nl=False, err=err, color=has)


def _tinted(match: re.Match[str]) -> str:
    place, severity, code = match.groups()
    shown = click.style(f"{severity} {code}", fg=_COLOURS[severity], bold=True)
    return f"{click.style(place, bold=True)} {shown}"
