"""What holds for all tests."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.registers import FRAMES
from tests.shared import folder_of_the_run

# Machines differ, and a slow one is not a broken one: no test fails on time.
settings.register_profile("lantian", deadline=None)
settings.load_profile("lantian")


def pytest_configure(config: pytest.Config) -> None:
    """Begins the run as on a desk: commands tell their stages where CI is set, and use colours
    where that is forced.

    Begins the folder of the frames that all workers share; they inherit its name."""
    for name in ("CI", "FORCE_COLOR", "NO_COLOR"):
        os.environ.pop(name, None)
    if FRAMES not in os.environ:
        os.environ[FRAMES] = tempfile.mkdtemp(prefix="lantian-frames-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(FRAMES), ignore_errors=True))


def pytest_collection_finish() -> None:
    """Takes what is there before the first test, half a million objects, out of the sight of the
    garbage collector, and has it look less often: a quarter of the time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the workers of this run share."""
    return folder_of_the_run(tmp_path_factory)
