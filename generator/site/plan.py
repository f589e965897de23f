"""The plan of a build: which ledgers and cities are fresh, and one job for each stale city."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.cache.build_cache import CachedCity, CachedLedger, CachedSite
from generator.kinds.issue.model import ledger_of
from generator.kinds.register import grouped
from generator.kinds.registry import judging
from generator.site.city_job import CityJobResult
from generator.site.context import BuildContext, CityJob
from generator.site.dependencies import READS, RecordInputs, digest
from generator.site.inputs import Inputs, by_city
from generator.site.manifest import tool
from generator.site.output import StagingDirectory
from generator.site.overview.reminders import Reminder

RemindersByCity = Mapping[str, tuple[Reminder, ...]]
"""Code of a city → what falls due there besides its issues."""

LEDGER_LAYOUTS = ("ledgers", "exposures")
"""The folders whose layouts the pages of a ledger have."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What is fresh, and the jobs that build what is stale."""

    fresh_ledgers: tuple[CachedLedger, ...]
    fresh_cities: tuple[CachedCity, ...]
    jobs: tuple[CityJob, ...]

    def link_fresh(self, stage: StagingDirectory) -> None:
        """Link the files of everything fresh into the staging directory."""
        all_files = (
            *(ledger.files for ledger in self.fresh_ledgers),
            *(city.files for city in self.fresh_cities),
        )
        for path in chain.from_iterable(all_files):
            stage.link_unchanged(path)


def make_plan(
    context: BuildContext, records: RecordInputs, previous: CachedSite, due: RemindersByCity
) -> BuildPlan:
    """Return the plan of a build: `previous` results are fresh if their cache keys still hold."""
    inputs = records.inputs
    key_of = _ledger_keys(context, inputs)
    keys = {folder: key_of(folder) for folder in inputs.folders}
    fresh = {
        folder: one
        for folder, one in previous.ledgers.items()
        if _is_same(records, keys.get(folder), one.key, one.projections.get(READS, ""))
        and _is_valid_on(one, context.today.isoformat())
        and _has_all(context.stage, one.files)
    }
    jobs: list[CityJob] = []
    cities: list[CachedCity] = []
    for job in _city_jobs(context, keys, fresh, due):
        known = previous.cities.get(job.city)
        if known and not job.stale and _is_fresh_city(context, records, job, known):
            cities.append(known)
        else:
            jobs.append(job)
    return BuildPlan(tuple(fresh.values()), tuple(cities), tuple(jobs))


def _city_jobs(
    context: BuildContext,
    keys: Mapping[str, str],
    fresh: Mapping[str, CachedLedger],
    due: RemindersByCity,
) -> Iterator[CityJob]:
    """Yield the job of every city, whether it has to be run or not."""
    latest = context.audit.latest if context.audit else None
    of_city = by_city(keys)
    for city in sorted({*of_city, *due}):
        folders, own = of_city.get(city, []), due.get(city, ())
        last = latest.of_folders(*folders, *(one.folder for one in own)) if latest else None
        ledgers = (f"{folder} {keys[folder]}" for folder in folders)
        yield CityJob(
            city,
            key=digest((*ledgers, *map(repr, own), last.id if last else "")),
            stamp=last.day if last else context.today,
            stale=tuple((folder, keys[folder]) for folder in folders if folder not in fresh),
            fresh=tuple(folder for folder in folders if folder in fresh),
            reminders=own,
        )


def _is_fresh_city(
    context: BuildContext, records: RecordInputs, job: CityJob, known: CachedCity
) -> bool:
    return _is_same(records, job.key, known.key, known.reads) and _has_all(
        context.stage, known.files
    )


def _is_same(records: RecordInputs, basis: str | None, key: str, reads: str) -> bool:
    """Return whether what was built from `basis` and `reads` would have the same cache key."""
    return basis is not None and records.key(basis, reads.split()) == key


def with_cache_keys(records: RecordInputs, result: CityJobResult) -> CityJobResult:
    """Return the result with its final cache keys: a job knows only the basis of each."""
    ledgers = (
        replace(one, key=records.key(one.key, one.projections.get(READS, "").split()))
        for one in result.ledgers
    )
    city = result.city
    if city:
        city = replace(city, key=records.key(city.key, city.reads.split()))
    return replace(result, ledgers=tuple(ledgers), city=city)


def _is_valid_on(ledger: CachedLedger, today: str) -> bool:
    """Return whether no term of publication began or ended since it was built."""
    return ledger.valid_from <= today and (not ledger.valid_until or today < ledger.valid_until)


def _has_all(stage: StagingDirectory, files: Mapping[str, str]) -> bool:
    return all(stage.has(path, digest) for path, digest in files.items())


def _ledger_keys(context: BuildContext, inputs: Inputs) -> Callable[[str], str]:
    """Return a function that returns the basis of a ledger's cache key."""
    audit = context.audit
    layouts = (context.layouts.by_folder.get(name, "") for name in LEDGER_LAYOUTS)
    absent = sorted(context.absent)
    common = digest((tool(), context.edition, str(context.layouts.address), *layouts, *absent))
    contents = {
        file.path: f"{file.path} {hashlib.sha256(file.content).hexdigest()}"
        for file in inputs.reference_records
    }
    commits = audit.last_commits() if audit else {}
    punished = grouped((f"{issue} {told}" for issue, told in context.penalties.items()), ledger_of)

    def key(folder: str) -> str:
        reference = _reference_digests(folder.split("/"), contents)
        own = (common, inputs.folders[folder], commits.get(f"{folder}/", ""))
        return digest((*own, *punished.get("-".join(folder.split("/")[2:]), ()), *reference))

    return key


def _reference_digests(parts: Sequence[str], contents: Mapping[str, str]) -> Iterator[str]:
    """Yield digests of what issues in a folder are validated against; all where it is no ledger."""
    if len(parts) != 5:
        yield from contents.values()
        return
    selectors = judging(*parts[2:])
    folders = tuple(one for one in selectors if one.endswith("/"))
    yield from (
        content
        for path, content in contents.items()
        if path in selectors or path.startswith(folders)
    )
