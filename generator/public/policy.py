"""The public policy: which records and fields everybody may see on a day.

See decisions 0009, 0032 and 0033.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from generator.core.dates import PartialDate
from generator.core.fields import Audience, Record, names_in
from generator.core.model_walk import inner_model
from generator.core.raw import RawRecord
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Event, Evidence, Issue
from generator.kinds.programme.lifecycle import Path
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord, Register
from generator.public.personal_names import is_office


class Publicity(StrEnum):
    """The state of an exposure."""

    NOT_EXPOSED = "未曝光"
    AWAITED = "待公布"
    RUNNING = "在期"
    ENDED = "期满"
    WITHDRAWN = "已撤下"
    REPAIRED = "已修复"
    BULLETIN = "历史通报"

    @property
    def shows_name(self) -> bool:
        """Return whether the site may be named."""
        return self in (Publicity.RUNNING, Publicity.BULLETIN)

    @property
    def leaves_tombstone(self) -> bool:
        """Return whether the page stays as a tombstone, without the name and with the reason."""
        return self in (Publicity.ENDED, Publicity.WITHDRAWN, Publicity.REPAIRED)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement to the public about an exposure, with its day and author."""

    date: PartialDate
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """The exposure of one issue as of a day.

    `reason` says in a sentence why it stands so; it names no site where none may be named.
    `approver` is for the staff only. Replies, corrections and photographs are left out with the
    name.
    """

    state: Publicity
    reason: str
    exposed: PartialDate | None = None
    grade: str | None = None
    start: date | None = None
    until: date | None = None
    approver: str | None = None
    replies: tuple[Statement, ...] = ()
    corrections: tuple[Statement, ...] = ()
    photographs: tuple[str, ...] = ()
    """Names of the photographs that are released with it; none where the site is not named."""

    @property
    def shows_name(self) -> bool:
        """Return whether the site may be named."""
        return self.state.shows_name

    @property
    def reply(self) -> Statement | None:
        """Return the latest reply of the unit."""
        return self.replies[-1] if self.replies else None


def exposure_of(
    issue: Issue, programme: Programme | None, vocabulary: Vocabulary, today: date
) -> Exposure:
    """The exposure of an issue as of `today`; without the rules of its programme nothing is public.

    What was taken from public material runs without a term, unless its record gives one.
    """
    if programme is None or programme.publication is None:
        return Exposure(Publicity.NOT_EXPOSED, "所属行动没有公开规则。")
    is_bulletin = programme.is_published(issue.group_letter)
    release = _release(exposing(issue, vocabulary), today, is_bulletin=is_bulletin)
    if release is None and not is_bulletin:
        return Exposure(Publicity.NOT_EXPOSED, "没有经批准并写明期限的曝光。")
    past = [event for event in issue.events if event.date.earliest <= today]
    state, reason = _standing(past, release, vocabulary, today)
    shown = state.shows_name
    return Exposure(
        state=state,
        reason=reason if shown else reason.replace(issue.site.name, "该单位"),
        exposed=release.date if release else None,
        grade=release.grade if release else None,
        start=release.publish_from if release else None,
        until=release.publish_until if release else None,
        approver=release.approved_by if release else None,
        replies=tuple(_statements(past, vocabulary, Role.REPLY)) if shown else (),
        corrections=tuple(_statements(past, vocabulary, Role.AMENDED)) if shown else (),
        photographs=names_in(release.releases)
        if release and shown and is_released(release)
        else (),
    )


def released_evidence(issue: Issue, exposure: Exposure) -> list[Evidence]:
    """Return the evidence that an exposure releases, in the order of the record.

    A release holds only for what the record says is masked.
    """
    return [one for one in issue.evidence if one.masked and one.file in exposure.photographs]


def exposing(issue: Issue, vocabulary: Vocabulary) -> list[Event]:
    """Return the events of exposure, by whatever name the vocabulary has."""
    return issue.taken(vocabulary.with_role("steps", Role.EXPOSED))


def _release(events: list[Event], today: date, *, is_bulletin: bool) -> Event | None:
    """Return the exposure that counts: the latest released one that has begun, else the last."""
    released = [event for event in events if is_bulletin or is_released(event)]
    begun = [event for event in released if _start(event) <= today]
    return next(reversed(begun or released), None)


def is_released(event: Event) -> bool:
    """Return whether it was approved, for a term."""
    return bool(event.approved_by and event.publish_from and event.publish_until)


def _start(event: Event) -> date:
    return max(event.date.earliest, event.publish_from or event.date.earliest)


def _standing(
    past: list[Event], release: Event | None, vocabulary: Vocabulary, today: date
) -> tuple[Publicity, str]:
    """Return state and reason. What ends it counts from the exposure on; untenable is final."""
    if release and _start(release) > today:
        return Publicity.AWAITED, f"从{_chinese(_start(release))}起公开。"
    after = past[past.index(release) + 1 :] if release else past
    ending = [event for event in after if _ending(event, vocabulary)]
    ending = ending or [event for event in past if _cancels(event, vocabulary)]
    if ending:
        state = _ending(ending[-1], vocabulary) or Publicity.WITHDRAWN
        statement = ending[-1].statement
        return state, statement or f"{ending[-1].date.chinese}{state.value}。"
    if release is None or release.publish_until is None:
        return Publicity.BULLETIN, "政府部门或媒体已经发布的通报，没有记录公开期限。"
    if release.publish_until < today:
        return Publicity.ENDED, f"公开期限已于{_chinese(release.publish_until)}届满。"
    return Publicity.RUNNING, f"公开到{_chinese(release.publish_until)}为止。"


def _ending(event: Event, vocabulary: Vocabulary) -> Publicity | None:
    if vocabulary.has_role(event.step, Role.REPAIRED):
        return Publicity.REPAIRED
    is_withdrawn = vocabulary.has_role(event.step, Role.WITHDRAWN)
    return Publicity.WITHDRAWN if is_withdrawn else None


def _cancels(event: Event, vocabulary: Vocabulary) -> bool:
    """Return whether the issue itself was found untenable."""
    is_cancelling = vocabulary.has_role(event.step, Role.CANCELLED)
    return is_cancelling or event.result in vocabulary.with_role("results", Role.CANCELLED)


def _statements(events: list[Event], vocabulary: Vocabulary, role: Role) -> Iterator[Statement]:
    for event in events:
        if event.statement and vocabulary.has_role(event.step, role):
            yield Statement(event.date, event.by or "", event.statement)


def _chinese(day: date) -> str:
    return PartialDate(day.year, day.month, day.day).chinese


def public_places(issue: Issue, programme: Programme) -> list[int]:
    """Return the places of the events that the public may see."""
    steps = _public_steps(issue, programme)
    return [place for place, event in enumerate(issue.events) if event.step in steps]


def told_events(issue: Issue, programme: Programme, vocabulary: Vocabulary) -> list[Event]:
    """Return the events from which the public may know how a case stands.

    Besides the public steps that is its cancellation: it ends the exposure, whether listed or not,
    and what did not stand must not be called open.
    """
    steps = _public_steps(issue, programme)
    return [one for one in issue.events if one.step in steps or _cancels(one, vocabulary)]


def hides_moves(path: Path, programme: Programme, vocabulary: Vocabulary) -> bool:
    """Return whether steps that are not public may change the status of issues on a path.

    It does not ask whether an issue has such a step: that would tell of it.
    """
    shown = _steps_of(path, programme)
    cancelling = vocabulary.with_role("steps", Role.CANCELLED)
    return any(
        (step.to or step.outcomes) and step.step not in shown and step.step not in cancelling
        for step in path.strands[0].steps
    )


def _public_steps(issue: Issue, programme: Programme) -> Collection[str]:
    """Return the steps that may be shown: those of its path, else those of its programme."""
    lifecycle = programme.lifecycle
    path = lifecycle.find_path(issue.group_letter, issue.category) if lifecycle else None
    return _steps_of(path, programme)


def _steps_of(path: Path | None, programme: Programme) -> Collection[str]:
    if programme.publication is None:
        return ()
    return (path.public_steps if path else ()) or programme.publication.steps


def public_issue(issue: Issue, programme: Programme) -> Issue | None:
    """Return its public form with the events of public steps; None if there is none."""
    events = [issue.events[place] for place in public_places(issue, programme)]
    return public_form(issue.model_copy(update={"events": events})) if events else None


def public_case(issue: Issue, programme: Programme | None, exposure: Exposure) -> Issue | None:
    """Return the public form of an issue that may be named; None if it may not be."""
    if programme is None or not exposure.shows_name:
        return None
    # What inspection groups found is named one by one; what it is related to is not.
    own = issue if programme.is_published(issue.group_letter) else _alone(issue)
    return public_issue(own, programme)


def _alone(issue: Issue) -> Issue:
    return issue.model_copy(update={"relations": []}) if issue.relations else issue


def public_register(register: Register, today: date) -> Register:
    """The register with only what everybody may see, and without the texts of its files.

    Counts of issues can not be taken from it: most issues are not in it.
    """
    return Register(public_form(register.vocabulary), tuple(_public_files(register, today)))


def _public_files(register: Register, today: date) -> Iterator[FiledRecord[Record]]:
    for one in register.filed:
        record = one.record
        if isinstance(record, Issue):
            shown: Record | None = _case(register, record, today)
        else:
            is_told = record.is_told_on(today, register.vocabulary)
            shown = public_form(record) if is_told else None
        if shown is not None:
            yield FiledRecord(one.kind, shown, RawRecord(one.raw.path, None, {}, {}, ()))


def _case(register: Register, issue: Issue, today: date) -> Issue | None:
    programme = register.programmes.get(issue.programme_id)
    return public_case(issue, programme, exposure_of(issue, programme, register.vocabulary, today))


ShapeType = TypeVar("ShapeType", bound=BaseModel)


@cache
def public_names(model: type[BaseModel]) -> frozenset[str]:
    """Return the public fields of one part of a record."""
    otherwise = bool(getattr(model, "all_public", False))
    names: set[str] = set()
    for name, info in model.model_fields.items():
        marks = [mark.everybody for mark in info.metadata if isinstance(mark, Audience)]
        if all(marks) if marks else otherwise:
            names.add(name)
    return frozenset(names)


def public_form(shape: ShapeType) -> ShapeType:
    """Return the same record without its internal fields, at every level."""
    model = type(shape)
    kept = {
        name: _public_part(getattr(shape, name))
        for name in model.model_fields
        if name in public_names(model)
    }
    return model.model_construct(None, **kept)


def _public_part(value: object) -> object:
    if isinstance(value, BaseModel):
        return public_form(value)
    if isinstance(value, list):
        return [_public_part(item) for item in value]
    return value


def is_public(path: str, model: type[BaseModel] = Issue) -> bool:
    """Return whether a field, written as in a trail (`place.name`, `events.2.note`), is public.

    Unknown fields are not, nor is a part that has an internal field: a trail holds a changed event,
    or a field with many changes, in one text.
    """
    inner: type[BaseModel] | None = model
    for position, key in enumerate(path.split(".")):
        if position and key.isdecimal() and inner:
            continue
        if inner is None or key not in public_names(inner):
            return False
        inner = inner_model(inner.model_fields[key].annotation)
    return inner is None or _is_open(inner)


@cache
def _is_open(model: type[BaseModel]) -> bool:
    """Return whether everything in a part of a record is public, at every level."""
    inner = (inner_model(info.annotation) for info in model.model_fields.values())
    shown = public_names(model) == frozenset(model.model_fields)
    return shown and all(one is None or _is_open(one) for one in inner)


RECORDER = "录入人员"
"""What the public edition says in place of a person who recorded something."""


def role_of_committer(name: str) -> str:
    """Return what the public edition says of the author of a commit: an office, or a role.

    Clerks did not agree to be named to everybody; the commit beside it tells colleagues who it was.
    """
    return name if is_office(name) else RECORDER
