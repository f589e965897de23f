"""The public edition of a register on a day: cases that name their site, tombstones of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.edition.exposures import Exposure, Publicity, exposure_of
from generator.edition.fields import public_form
from generator.model.fields import CampaignRecord, Record
from generator.model.issue import Issue
from generator.model.programme import Programme
from generator.model.raw import RawFile
from generator.model.register import Filed, Register


@dataclass(frozen=True, slots=True)
class Case:
    """A problem that may be shown: its public form, and how its exposure stands."""

    issue: Issue
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of a problem that was shown once; it names no site."""

    id: str
    city_id: str
    category: str
    state: Publicity
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    """All that everybody may see of the problems on a day, by ID."""

    cases: tuple[Case, ...]
    tombstones: tuple[Tombstone, ...]


def public_edition(register: Register, today: date) -> Edition:
    """The public edition of the problems of a register as of a day."""
    cases: list[Case] = []
    tombstones: list[Tombstone] = []
    for issue in register.issues:
        programme = register.programmes.get(issue.programme_id)
        exposure = exposure_of(issue, programme, register.vocabulary, today)
        if exposure.state.leaves_tombstone:
            tombstones.append(_tombstone(issue, exposure))
        elif exposure.shows_name and programme and (shown := public_issue(issue, programme)):
            cases.append(Case(shown, replace(exposure, approver=None)))
    return Edition(tuple(cases), tuple(tombstones))


def public_places(issue: Issue, programme: Programme) -> list[int]:
    """Which of its events the public may see, by their places."""
    steps = programme.publication.steps if programme.publication else []
    return [place for place, event in enumerate(issue.events) if event.step in steps]


def public_issue(issue: Issue, programme: Programme) -> Issue | None:
    """Its public form with those events whose step is public; None where none of them is."""
    events = [issue.events[place] for place in public_places(issue, programme)]
    return public_form(issue.model_copy(update={"events": events})) if events else None


def public_register(register: Register, today: date) -> Register:
    """The register with only what everybody may see, and without the texts of its files.

    Counts of problems can not be taken from it: most problems are not in it.
    """
    cases = {case.issue.id: case.issue for case in public_edition(register, today).cases}
    return Register(public_form(register.vocabulary), tuple(_public_files(register, cases)))


def _public_files(register: Register, cases: dict[str, Issue]) -> Iterator[Filed[Record]]:
    for one in register.filed:
        record = one.record
        shown = cases.get(record.id) if isinstance(record, Issue) else _public_record(record)
        if shown is not None:
            yield Filed(one.kind, shown, RawFile(one.raw.path, None, {}, {}, ()))


def _public_record(record: Record) -> Record | None:
    if isinstance(record, CampaignRecord) and not record.is_published:
        return None
    return public_form(record)


def _tombstone(issue: Issue, exposure: Exposure) -> Tombstone:
    return Tombstone(issue.id, issue.city_id, issue.category, exposure.state, exposure.reason)
