"""Runs `lantian` as typed, within the process of the test."""

import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

from generator.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int | str | None
    out: str
    err: str


def lantian(*words: object) -> Outcome:
    """What the command says and its exit code; the language of the process is put back."""
    out, err = StringIO(), StringIO()
    before = os.environ.get("LANGUAGE")
    code: int | str | None = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    finally:
        os.environ.pop("LANGUAGE", None)
        if before is not None:
            os.environ["LANGUAGE"] = before
    return Outcome(code, out.getvalue(), err.getvalue())
