"""The city jobs of a build, run on all cores.

A city is one job, since its files are made from the rows of all its ledgers. One that would keep a
single core at work while others wait is split into batches of ledgers; its files are made
afterwards. See decision 0049.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from operator import attrgetter
from pathlib import Path

from generator.cache.build_cache import (
    CachedCity,
    CachedLedger,
    PageLinks,
    deserialized,
    serialized,
)
from generator.checks.duplicate_rules import any_duplicate, folders_alike
from generator.checks.engine import Judgement, ReferenceRecords, Verdict, check_all
from generator.core.pool import cores, worker_pool
from generator.core.progress import counted
from generator.load.files import contents_of
from generator.site.city_job import (
    CityJobResult,
    WorkerState,
    build_city_files,
    build_ledgers,
    has_errors,
    run_city_job,
)
from generator.site.context import BuildContext, CityJob
from generator.site.dependencies import RecordInputs, with_projections
from generator.site.plan import BuildPlan, with_cache_keys

_WORTH_A_PROCESS = 250
"""Issues below which a second process takes longer to start than it saves."""

_JOBS_OF_A_PROCESS = 4
"""Jobs of each process at least: the last ones then end at about one time."""


@dataclass(frozen=True)
class CityOutputs:
    """All ledgers and cities of a site, by folder and by code, fresh ones and those just built."""

    ledgers: Sequence[CachedLedger]
    cities: Sequence[CachedCity]

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Path in the site → SHA-256."""
        all_files = (*(one.files for one in self.ledgers), *(one.files for one in self.cities))
        return {path: digest for files in all_files for path, digest in files.items()}

    @cached_property
    def links(self) -> Mapping[str, PageLinks]:
        """Path → links of each page that was made by this build."""
        all_links = (*(one.links for one in self.ledgers), *(one.links for one in self.cities))
        return {path: found for links in all_links for path, found in links.items()}

    def verdict(self, root: Path, others: Judgement) -> Verdict:
        """Return the verdict on all records: that of the whole check where anything was found."""
        failed = others.findings or any(ledger.failed for ledger in self.ledgers)
        if failed or self._holds_duplicates(root):
            return check_all(root)
        return Verdict((), others.records + sum(ledger.records for ledger in self.ledgers))

    def _holds_duplicates(self, root: Path) -> bool:
        """Return whether an issue is recorded twice in two folders, which are judged apart."""
        alike = folders_alike({one.folder: one.likenesses for one in self.ledgers})
        files = [file for folder in sorted(alike) for file in contents_of(root, folder)]
        return any_duplicate(files)


def build_cities(context: BuildContext, records: RecordInputs, plan: BuildPlan) -> CityOutputs:
    """Run the jobs of a plan: load, validate, render, stage. OSError."""
    reference = ReferenceRecords(records.inputs.reference_records)
    results = [
        with_cache_keys(records, result) for result in run_city_jobs(context, reference, plan.jobs)
    ]
    ledgers = (ledger for result in results for ledger in result.ledgers)
    cities = (result.city for result in results if result.city)
    return CityOutputs(
        sorted((*plan.fresh_ledgers, *ledgers), key=attrgetter("folder")),
        sorted((*plan.fresh_cities, *cities), key=attrgetter("city")),
    )


@dataclass(frozen=True, slots=True)
class LedgerBatch:
    """Some stale ledgers of a city, with their keys."""

    stale: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CityFilesJob:
    """The files of a city whose ledgers were built in batches, from the rows of these."""

    job: CityJob
    serialized_rows: tuple[bytes, ...]


Part = CityJob | LedgerBatch | CityFilesJob
"""What a worker does at a time."""


def run_city_jobs(
    context: BuildContext, reference: ReferenceRecords, jobs: Sequence[CityJob]
) -> Iterator[CityJobResult]:
    """Yield the results of the jobs, in order. OSError where files can not be written."""
    sizes = _sizes(context.root, jobs)
    total = sum(sizes.values())
    processes = min(cores(), total // _WORTH_A_PROCESS + 1)
    largest = total / (processes * _JOBS_OF_A_PROCESS) if processes > 1 else total
    split = [_parts(job, sizes, largest) for job in jobs]
    if jobs:
        len(reference.checked.raws)  # shaped here once for all processes
    with worker_pool(_worker, _WorkerContext(context, reference), processes) as map_jobs:
        results = map_jobs([part for parts in split for part in parts])
        done = iter([*counted("检查记录、生成台账", results, sum(map(len, split)))])
        merged = [_merged(list(islice(done, len(parts)))) for parts in split]
        remaining = [_city_files_job(*one) for one in zip(jobs, split, merged, strict=True)]
        files = map_jobs([job for job in remaining if job])
        for one, job in zip(merged, remaining, strict=True):
            yield replace(one, city=next(files).city) if job else one


def _sizes(root: Path, jobs: Sequence[CityJob]) -> Mapping[str, int]:
    """Return stale folder → number of files in it; 0 where it can not be read."""
    sizes = dict.fromkeys((folder for job in jobs for folder, _ in job.stale), 0)
    for folder in sizes:
        with suppress(OSError):
            sizes[folder] = sum(1 for _ in (root / folder).iterdir())
    return sizes


def _parts(
    job: CityJob, sizes: Mapping[str, int], largest: float
) -> Sequence[CityJob | LedgerBatch]:
    """Return the whole job, or batches of its ledgers where it is larger than a part should be."""
    if sum(sizes[folder] for folder, _ in job.stale) <= largest or len(job.stale) == 1:
        return [job]
    batches: list[list[tuple[str, str]]] = []
    left = 0.0
    for one in job.stale:
        if not batches or left < sizes[one[0]]:
            batches.append([])
            left = largest
        batches[-1].append(one)
        left -= sizes[one[0]]
    return [LedgerBatch(tuple(batch)) for batch in batches]


def _merged(parts: Sequence[CityJobResult]) -> CityJobResult:
    """Return the result of one job from those of its parts."""
    return CityJobResult(tuple(one for part in parts for one in part.ledgers), parts[0].city)


def _city_files_job(
    job: CityJob, parts: Sequence[CityJob | LedgerBatch], result: CityJobResult
) -> CityFilesJob | None:
    """Return what remains of a job that was split; None of a whole one, or one with errors."""
    if parts[0] is job or has_errors(result.ledgers):
        return None
    return CityFilesJob(job, tuple(ledger.serialized_rows for ledger in result.ledgers))


@dataclass(frozen=True, slots=True)
class _WorkerContext:
    """The state that each worker process of the city jobs is started with."""

    context: BuildContext
    reference: ReferenceRecords


def _worker(start: _WorkerContext) -> Callable[[Part], CityJobResult]:
    """Return a function that runs a part; templates are loaded once for each process."""
    state = WorkerState(start.context, start.reference, start.context.templates())
    return partial(_run, state)


def _run(state: WorkerState, part: Part) -> CityJobResult:
    if isinstance(part, CityFilesJob):
        return CityJobResult(
            (), build_city_files(state, part.job, map(deserialized, part.serialized_rows))
        )
    if isinstance(part, LedgerBatch):
        return CityJobResult(_serialized(state, build_ledgers(state, part.stale)), None)
    result = run_city_job(state, part)
    return CityJobResult(_serialized(state, result.ledgers), result.city)


def _serialized(state: WorkerState, ledgers: Sequence[CachedLedger]) -> tuple[CachedLedger, ...]:
    return tuple(serialized(with_projections(state.context, one)) for one in ledgers)
