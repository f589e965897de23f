"""Work in other processes: it comes to the same, and what dies there is done here."""

import os
from collections.abc import Callable

import pytest

from generator.errors import WorkError
from generator.workers import apart, shared_out, standing_by


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
    assert apart(pid_of, 0) != os.getpid()
    with pytest.raises(WorkError, match="示例7"):
        apart(refuse, 7)


def test_work_of_a_process_that_dies_is_done_here() -> None:
    assert apart(die_elsewhere_than, os.getpid()) == os.getpid()
    assert list(shared_out(dying, os.getpid(), range(6), 2)) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("processes", [1, 2])
def test_who_stands_by_gives_what_each_job_comes_to_in_order(processes: int) -> None:
    with standing_by(times, 3, processes) as share:
        assert list(share(range(9))) == [number * 3 for number in range(9)]
        assert list(share([])) == []
