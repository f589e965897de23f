"""The chapters of a build made on all cores.

A city is one job, since its files are made from the lines of all its ledgers. One that would keep a
single core at work while others wait is cut into batches of ledgers; its files are made afterwards.
See `generator/docs/decisions/batches-of-ledgers.md`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from generator.cache.build_cache import CachedLedger, stowed, unpacked
from generator.checks.engine import ReferenceRecords
from generator.core.pool import cores, standing_by
from generator.site.city_job import (
    CityJobResult,
    WorkerState,
    has_errors,
    made_city,
    made_ledgers,
    run_city_job,
)
from generator.site.context import BuildContext, CityJob
from generator.site.dependencies import projected

_WORTH_A_PROCESS = 250
"""Issues below which a second process takes longer to begin than it helps."""

_JOBS_OF_A_PROCESS = 4
"""Into how many jobs the work of a process is cut at least: the last ones end at about one time."""


@dataclass(frozen=True, slots=True)
class LedgerBatch:
    """Some stale ledgers of a city, with their keys."""

    stale: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """The files of a city whose ledgers were made in batches; `packed` are their lines."""

    job: CityJob
    packed: tuple[bytes, ...]


def chapters(
    setting: BuildContext, reference: ReferenceRecords, jobs: Sequence[CityJob]
) -> Iterator[CityJobResult]:
    """The chapters of these jobs, in order; `reference` is what issues are judged by.

    OSError where files can not be written.
    """
    sizes = _sizes(setting.root, jobs)
    total = sum(sizes.values())
    processes = min(cores(), total // _WORTH_A_PROCESS + 1)
    largest = total / (processes * _JOBS_OF_A_PROCESS) if processes > 1 else total
    cut = [_pieces(job, sizes, largest) for job in jobs]
    if jobs:
        len(reference.checked.raws)  # shaped here once for all processes
    with standing_by(_maker, _Begin(setting, reference), processes) as share:
        made = share([piece for pieces in cut for piece in pieces])
        parts = [list(islice(made, len(pieces))) for pieces in cut]
        whole = [_joined(own) for own in parts]
        rests = [_rest(*one) for one in zip(jobs, cut, whole, strict=True)]
        files = share([rest for rest in rests if rest])
        for one, rest in zip(whole, rests, strict=True):
            yield replace(one, city=next(files).city) if rest else one


def _sizes(root: Path, jobs: Sequence[CityJob]) -> Mapping[str, int]:
    """Stale folder → how many files are in it; 0 where it can not be read."""
    sizes = dict.fromkeys((folder for job in jobs for folder, _ in job.stale), 0)
    for folder in sizes:
        with suppress(OSError):
            sizes[folder] = sum(1 for _ in (root / folder).iterdir())
    return sizes


def _pieces(
    job: CityJob, sizes: Mapping[str, int], largest: float
) -> Sequence[CityJob | LedgerBatch]:
    """The whole job, or batches of its ledgers where it is larger than a piece should be."""
    if sum(sizes[folder] for folder, _ in job.stale) <= largest or len(job.stale) == 1:
        return [job]
    batches: list[list[tuple[str, str]]] = []
    room = 0.0
    for one in job.stale:
        if not batches or room < sizes[one[0]]:
            batches.append([])
            room = largest
        batches[-1].append(one)
        room -= sizes[one[0]]
    return [LedgerBatch(tuple(batch)) for batch in batches]


def _joined(parts: Sequence[CityJobResult]) -> CityJobResult:
    """What the pieces of one job came to together."""
    return CityJobResult(tuple(one for part in parts for one in part.ledgers), parts[0].city)


def _rest(
    job: CityJob, pieces: Sequence[CityJob | LedgerBatch], made: CityJobResult
) -> Rest | None:
    """What remains to be done of a job that was cut; None of a whole one, or one with errors."""
    if pieces[0] is job or has_errors(made.ledgers):
        return None
    return Rest(job, tuple(ledger.packed for ledger in made.ledgers))


@dataclass(frozen=True, slots=True)
class _Begin:
    """What a process begins with."""

    setting: BuildContext
    reference: ReferenceRecords


def _maker(begin: _Begin) -> Callable[[CityJob | LedgerBatch | Rest], CityJobResult]:
    """What does a job or a piece of one; templates are loaded once for each process."""
    state = WorkerState(begin.setting, begin.reference, begin.setting.templates())
    return partial(_done, state)


def _done(state: WorkerState, piece: CityJob | LedgerBatch | Rest) -> CityJobResult:
    if isinstance(piece, Rest):
        return CityJobResult((), made_city(state, piece.job, map(unpacked, piece.packed)))
    if isinstance(piece, LedgerBatch):
        return CityJobResult(_stowed(state, made_ledgers(state, piece.stale)), None)
    made = run_city_job(state, piece)
    return CityJobResult(_stowed(state, made.ledgers), made.city)


def _stowed(state: WorkerState, ledgers: Sequence[CachedLedger]) -> tuple[CachedLedger, ...]:
    return tuple(stowed(projected(state.setting, one)) for one in ledgers)
