"""Folders that all workers of one run of the tests share: filled once, by the first that asks."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that the workers of this run have in common, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def filled_once(run: Path, name: str, fill: Callable[[Path], object]) -> Path:
    """A folder of the run, filled by whoever asks first; the others wait, and must not change it.

    What could not be filled is tried anew, so that each test that needs it says why.
    """
    folder = run / name
    done = run / f"{name}.done"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(folder)
            done.touch()
    return folder
