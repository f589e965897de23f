"""One chapter: the ledgers of a city that have to be made anew, and what all of them give."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.chapters.gathering import Gathered, gathered
from generator.check.judge import judge
from generator.core.findings import Severity
from generator.kinds.issue.ledger import IssueLine
from generator.kinds.issue.model import Issue
from generator.load.files import FileContent, contents_of, raw_of
from generator.site.city_job import made_ledger
from generator.site.context import Job, Setting
from generator.site.page import Templates
from generator.store.kept import KeptCity, KeptLedger
from generator.store.stored import Row
from generator.sweep.parts import ReferenceRecords

BATCH = 250
"""Files judged together: enough that what all are judged by weighs little."""

NEVER = ""
"""The key of a ledger that must not be taken over."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a job came to: its new ledgers, and the city's files unless something is wrong."""

    ledgers: tuple[KeptLedger, ...]
    city: KeptCity | None


@dataclass(frozen=True)
class Desk:
    """What a process needs for every chapter, with the records that issues are judged by."""

    setting: Setting
    reference: ReferenceRecords
    templates: Templates


Leaves = tuple[str, str, Sequence[FileContent]]
"""A folder, its key and the files in it."""


def made_chapter(desk: Desk, job: Job) -> Chapter:
    """Makes the ledgers of a city that are stale, and its files. OSError as below."""
    ledgers = made_ledgers(desk, job.stale)
    if has_errors(ledgers):
        return Chapter(ledgers, None)
    return Chapter(ledgers, made_city(desk, job, [ledger.lines for ledger in ledgers]))


def made_ledgers(desk: Desk, stale: Iterable[tuple[str, str]]) -> tuple[KeptLedger, ...]:
    """Judges these folders (with their keys) and makes their pages.

    OSError where files can not be written.
    """
    batches = _batches(desk.setting, stale)
    return tuple(ledger for batch in batches for ledger in _judged(desk, batch))


def has_errors(ledgers: Iterable[KeptLedger]) -> bool:
    """Whether an error was found in one of them, so that it has no pages."""
    return any(ledger.key == NEVER for ledger in ledgers)


def made_city(desk: Desk, job: Job, new: Iterable[Sequence[Row]]) -> KeptCity:
    """Makes the files of a city from the lines of its new ledgers and those it kept.

    OSError where files can not be written.
    """
    kept = (lines for _, lines in desk.setting.store.lines_of(job.kept))
    rows = [row for lines in chain(kept, new) for row in lines]
    lines = sorted((IssueLine(*row) for row in rows), key=lambda line: line.id)
    all_of = Gathered(job.city, lines, job.stamp, job.reminders)
    return gathered(desk.setting, desk.templates, desk.reference.checked.register, all_of, job.key)


def _batches(setting: Setting, stale: Iterable[tuple[str, str]]) -> Iterator[list[Leaves]]:
    batch: list[Leaves] = []
    for folder, key in stale:
        batch.append((folder, key, contents_of(setting.root, folder)))
        if sum(len(leaves) for _, _, leaves in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _judged(desk: Desk, batch: Sequence[Leaves]) -> Iterator[KeptLedger]:
    """The ledgers of some folders; one in which an error was found has no pages."""
    raws = [raw_of(leaf) for _, _, leaves in batch for leaf in leaves]
    judgement = judge(raws, desk.reference.checked)
    found = {finding.path for finding in judgement.findings}
    wrong = {one.path for one in judgement.findings if one.severity is Severity.ERROR}
    filed = {one.raw.path: one for one in judgement.register.of(Issue)}
    for folder, key, leaves in batch:
        paths = [leaf.path for leaf in leaves]
        doubtful = tuple(path for path in paths if path in found or path not in filed)
        blank = KeptLedger(folder, key, leaves=len(paths), doubtful=doubtful)
        if wrong.intersection(paths) or any(path not in filed for path in paths):
            yield replace(blank, key=NEVER)
        else:
            own = [filed[path] for path in paths]
            yield made_ledger(desk.setting, desk.templates, judgement, own, blank)
