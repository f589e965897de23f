"""Whole registers for tests: copies, so that no test touches what is committed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import pytest

from generator.site import layouts
from generator.site.build import build_site
from generator.site.layouts import load_layouts
from generator.site.links import FOLDERS
from tests.shared import filled_once

REPOSITORY = Path(__file__).parents[1]
TESTS = REPOSITORY / "tests"
SAMPLE = TESTS / "sample"
TODAY = date(2019, 8, 1)
"""The day as of which tests build: some deadlines of the sample have passed."""

AFTER_ALL = date(2026, 11, 29)
"""A day after everything that the records of this repository tell."""

FRAMES = "LANTIAN_FRAMES"
"""The variable that names the folder of the frames of one run of the tests."""


def copied(register: Path, folder: Path) -> Path:
    """The records of a register copied below `folder`; the new root."""
    shutil.copytree(register / "records", folder / "records", symlinks=True)
    return folder


def ready(register: Path, folder: Path) -> Path:
    """A copy of a register with the frame of its pages already made."""
    lend_frame(register, folder)
    return copied(register, folder)


def lend_frame(register: Path, root: Path) -> None:
    """Gives a root the frame of a register's pages and the compiled templates.

    A renderer runs once a run, not once a test. The build decides by itself whether this is the
    frame that it needs, and whether a template is still as it was compiled.
    """
    run = Path(os.environ[FRAMES])
    frame = filled_once(run, register.name, lambda made: _frame(register, made))
    templates = filled_once(run, "templates", _templates)
    work = root / ".build"
    work.mkdir(parents=True)
    shutil.copytree(frame / ".build" / "layouts", work / "layouts")
    shutil.copy(frame / ".build" / "cache.db", work / "cache.db")
    shutil.copytree(templates / ".build" / "templates", work / "templates")


@contextmanager
def frame_at_hand(register: Path, folder: Path) -> Iterator[None]:
    """Gives each build the frame of a register's pages, even where its cache knows of none.

    For tests that break caches again and again: what it takes to render frames is tested elsewhere.
    """
    frame = filled_once(
        Path(os.environ[FRAMES]), register.name, lambda made: _frame(register, made)
    )
    shutil.copytree(frame / ".build" / "layouts", folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(layouts, "_rendering", lambda *_: nullcontext(lambda: folder))
        yield


def without_results(register: Path, root: Path) -> None:
    """Takes from a root all that its builds kept, but for what `lend_frame` gives."""
    shutil.rmtree(root / ".build")
    lend_frame(register, root)


def _frame(register: Path, root: Path) -> None:
    copied(register, root)
    (root / ".build").mkdir()
    load_layouts(root, FOLDERS)


def _templates(root: Path) -> None:
    """Fills a root with the templates that both editions of the sample use, compiled."""
    copied(SAMPLE, root)
    for name in ("site", "public"):
        build_site(root, root / name, TODAY, is_public=name == "public")
