"""Whole registers for tests: copies, so that no test touches what is committed."""

import shutil
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "tests" / "sample"
TODAY = date(2019, 8, 1)
"""The day as of which tests build: some deadlines of the sample have passed."""


def copied(register: Path, folder: Path) -> Path:
    """The records of a register copied below `folder`; the new root."""
    shutil.copytree(register / "records", folder / "records", symlinks=True)
    return folder
