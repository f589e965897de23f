"""What of an earlier build still holds, and what has to be made anew."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.audit.audit import Latest
from generator.cache.build_cache import CachedCity, CachedLedger, CachedSite
from generator.kinds.registry import judging
from generator.site.city_job import CityJobResult
from generator.site.context import BuildContext, CityJob
from generator.site.dependencies import READS, RecordInputs, digest
from generator.site.inputs import Inputs, by_city
from generator.site.manifest import tool
from generator.site.output import StagingDirectory
from generator.site.overview.reminders import Reminder

Due = Mapping[str, tuple[Reminder, ...]]
"""Code of a city → what falls due there."""

OF_A_LEDGER = ("ledgers", "exposures")
"""The folders whose frames a ledger's pages wear."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """`held`: ledgers that need not be made, with their pages taken over; `jobs`: the rest.

    `cities`: what of them together need not be made either.
    """

    held: tuple[CachedLedger, ...]
    jobs: tuple[CityJob, ...]
    cities: Mapping[str, CachedCity]

    @property
    def taken_over(self) -> Iterator[str]:
        """The paths of all their files, which stay as they are."""
        for ledger in self.held:
            yield from ledger.files
        for city in self.cities.values():
            yield from city.files


def make_plan(
    setting: BuildContext, records: RecordInputs, kept: CachedSite, due: Due
) -> BuildPlan:
    """The plan of a build; `due`: what falls due in each city besides issues."""
    found = records.found
    stage, today = setting.stage, setting.today.isoformat()
    latest = Latest(setting.audit) if setting.audit else None
    key_of = _keys(setting, found)
    keys = {folder: key_of(folder) for folder in found.folders}
    held = {
        folder: one
        for folder, one in kept.ledgers.items()
        if _is_same(records, keys.get(folder), one.key, one.marks.get(READS, ""))
        and _runs(one, today)
        and _is_there(stage, one.files)
    }
    jobs: list[CityJob] = []
    cities: dict[str, CachedCity] = {}
    of_city = by_city(found.folders)
    for city in sorted({*of_city, *due}):
        folders, own = of_city.get(city, []), due.get(city, ())
        last = latest.of_folders(*folders, *(one.folder for one in own)) if latest else None
        ledgers = (f"{folder} {keys[folder]}" for folder in folders)
        key = digest((*ledgers, *map(repr, own), last.id if last else ""))
        stale = tuple((folder, keys[folder]) for folder in folders if folder not in held)
        was = kept.cities.get(city)
        if (
            not stale
            and was
            and _is_same(records, key, was.key, was.reads)
            and _is_there(stage, was.files)
        ):
            cities[city] = was
        else:
            unchanged = tuple(one for one in folders if one in held)
            stamp = last.day if last else setting.today
            jobs.append(CityJob(city, key, stamp, stale, unchanged, own))
    return BuildPlan(tuple(held.values()), tuple(jobs), cities)


def _is_same(records: RecordInputs, basis: str | None, key: str, reads: str) -> bool:
    """Whether what was made from `reads`, and from what the basis tells of, would be the same."""
    return basis is not None and records.key(basis, reads.split()) == key


def keyed(records: RecordInputs, result: CityJobResult) -> CityJobResult:
    """A chapter with the keys of what it has read: its jobs know only the bases of them."""
    ledgers = (
        replace(one, key=records.key(one.key, one.marks.get(READS, "").split()))
        for one in result.ledgers
    )
    city = result.city
    if city:
        city = replace(city, key=records.key(city.key, city.reads.split()))
    return replace(result, ledgers=tuple(ledgers), city=city)


def _runs(ledger: CachedLedger, today: str) -> bool:
    """Whether no term of publication began or ended since it was made."""
    return ledger.since <= today and (not ledger.until or today < ledger.until)


def _is_there(stage: StagingDirectory, files: Mapping[str, str]) -> bool:
    return all(stage.holds(path, digest) for path, digest in files.items())


def _keys(setting: BuildContext, found: Inputs) -> Callable[[str], str]:
    """What gives the key of a folder: a digest of all that its pages are made from."""
    audit = setting.audit
    shells = (setting.frame.shells[name] for name in OF_A_LEDGER)
    common = digest((tool(), str(setting.is_public), str(setting.frame.address), *shells))
    contents = {
        file.path: f"{file.path} {hashlib.sha256(file.content).hexdigest()}"
        for file in found.ground
    }
    commits = audit.last_commits() if audit else {}

    def key(folder: str) -> str:
        ground = _ground(folder.split("/"), contents)
        return digest((common, found.folders[folder], commits.get(f"{folder}/", ""), *ground))

    return key


def _ground(parts: Sequence[str], contents: Mapping[str, str]) -> Iterator[str]:
    """What an issue in this folder is judged by; where it is no ledger's folder, everything."""
    if len(parts) != 5:
        yield from contents.values()
        return
    yield from (contents[path] for path in judging(*parts[2:]) if path in contents)
