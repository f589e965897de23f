"""The public form of records on a day: cases that name their site, and what else is public."""

from collections.abc import Iterator
from datetime import date

from generator.core.fields import CampaignRecord, Record
from generator.core.raw import RawFile
from generator.edition.fields import public_form
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed, Register
from generator.public.policy import Exposure, exposure_of


def public_places(issue: Issue, programme: Programme) -> list[int]:
    """Which of its events the public may see, by their places."""
    steps = programme.publication.steps if programme.publication else []
    return [place for place, event in enumerate(issue.events) if event.step in steps]


def public_issue(issue: Issue, programme: Programme) -> Issue | None:
    """Its public form with those events whose step is public; None where none of them is."""
    events = [issue.events[place] for place in public_places(issue, programme)]
    return public_form(issue.model_copy(update={"events": events})) if events else None


def public_case(issue: Issue, programme: Programme | None, exposure: Exposure) -> Issue | None:
    """The public form of a problem that may be named; None where it may not."""
    return public_issue(issue, programme) if programme and exposure.shows_name else None


def public_register(register: Register, today: date) -> Register:
    """The register with only what everybody may see, and without the texts of its files.

    Counts of problems can not be taken from it: most problems are not in it.
    """
    return Register(public_form(register.vocabulary), tuple(_public_files(register, today)))


def _public_files(register: Register, today: date) -> Iterator[Filed[Record]]:
    for one in register.filed:
        record = one.record
        if isinstance(record, Issue):
            shown: Record | None = _case(register, record, today)
        else:
            shown = _public_record(record)
        if shown is not None:
            yield Filed(one.kind, shown, RawFile(one.raw.path, None, {}, {}, ()))


def _case(register: Register, issue: Issue, today: date) -> Issue | None:
    programme = register.programmes.get(issue.programme_id)
    return public_case(issue, programme, exposure_of(issue, programme, register.vocabulary, today))


def _public_record(record: Record) -> Record | None:
    if isinstance(record, CampaignRecord) and not record.is_published:
        return None
    return public_form(record)
