"""Work in other processes: it comes to the same, and what dies there is done here."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.core.pool import parallel_map, run_in_subprocess, worker_pool


def pid_of(_: int) -> int:
    return os.getpid()


def die_elsewhere_than(home: int) -> int:
    if os.getpid() != home:
        os._exit(1)
    return home


def refuse(number: int) -> int:
    raise WorkError(f"示例{number}", "示例")


def times(factor: int) -> Callable[[int], int]:
    return factor.__mul__


def dying(home: int) -> Callable[[int], int]:
    return lambda number: number if number != 3 else number + 0 * die_elsewhere_than(home)


def test_work_apart_is_done_in_another_process() -> None:
    assert run_in_subprocess(pid_of, 0) != os.getpid()
    with pytest.raises(WorkError, match="示例7"):
        run_in_subprocess(refuse, 7)


def test_work_of_a_process_that_dies_is_done_here() -> None:
    assert run_in_subprocess(die_elsewhere_than, os.getpid()) == os.getpid()
    assert list(parallel_map(dying, os.getpid(), range(6), 2)) == [0, 1, 2, 3, 4, 5]


KILLED = """
import os, sys, time
from generator.core.pool import worker_pool
with worker_pool(lambda _: lambda job: (os.getpid(), time.sleep(0.2))[0], None, 2) as share:
    print(*set(share(range(4))), flush=True)
    time.sleep(60)
"""


def test_processes_end_with_the_one_that_was_killed() -> None:
    """Else they would wait for ever, and hold the lock of a build that is no more."""
    words = [sys.executable, "-c", KILLED]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        workers = [int(pid) for pid in running.stdout.readline().split()]
        running.kill()
    assert len(workers) == 2
    gone = time.monotonic() + 10
    while any(map(is_alive, workers)):
        assert time.monotonic() < gone


def is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.parametrize("processes", [1, 2])
def test_who_stands_by_gives_what_each_job_comes_to_in_order(processes: int) -> None:
    with worker_pool(times, 3, processes) as share:
        assert list(share(range(9))) == [number * 3 for number in range(9)]
        assert list(share([])) == []
