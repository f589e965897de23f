"""The chapters of a build made on all cores."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.chapters.chapter import Chapter, Desk, made_chapter
from generator.chapters.marks import marked
from generator.chapters.setting import Job, Setting
from generator.load.files import FileContent, raw_of
from generator.store.made import stowed
from generator.workers import cores, shared_out

_WORTH_A_PROCESS = 40
"""Ledgers below which a second process takes longer to begin than it helps."""


def chapters(
    setting: Setting, ground: tuple[FileContent, ...], jobs: Sequence[Job]
) -> Iterator[Chapter]:
    """The chapters of these jobs, in order; `ground` is what problems are judged by.

    OSError where files can not be written.
    """
    processes = min(cores(), sum(len(job.stale) for job in jobs) // _WORTH_A_PROCESS + 1)
    return shared_out(_maker, _Begin(setting, ground), jobs, processes)


@dataclass(frozen=True, slots=True)
class _Begin:
    """What a process begins with."""

    setting: Setting
    ground: tuple[FileContent, ...]


def _maker(begin: _Begin) -> Callable[[Job], Chapter]:
    """What makes a chapter; ground and templates are read once for each process."""
    ground = tuple(raw_of(file) for file in begin.ground)
    desk = Desk(begin.setting, ground, begin.setting.templates())
    return partial(_marked_chapter, desk)


def _marked_chapter(desk: Desk, job: Job) -> Chapter:
    made = made_chapter(desk, job)
    ledgers = (stowed(marked(desk.setting, one)) for one in made.ledgers)
    return replace(made, ledgers=tuple(ledgers))
