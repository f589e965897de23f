"""Where the exposure of a problem stands on a day: whether its site may be named, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.core.dates import PartialDate
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.model import Programme


class Publicity(StrEnum):
    """Where an exposure stands."""

    NOT_EXPOSED = "未曝光"
    AWAITED = "待公布"
    RUNNING = "在期"
    ENDED = "期满"
    WITHDRAWN = "已撤下"
    REPAIRED = "已修复"
    BULLETIN = "历史通报"

    @property
    def shows_name(self) -> bool:
        """Whether the site may be named."""
        return self in (Publicity.RUNNING, Publicity.BULLETIN)

    @property
    def leaves_tombstone(self) -> bool:
        """Whether it was shown once: the page stays and says why it shows no name any more."""
        return self in (Publicity.ENDED, Publicity.WITHDRAWN, Publicity.REPAIRED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said to the public about an exposure, when and by whom."""

    date: PartialDate
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """The exposure of one problem as of a day.

    `reason` says in a sentence why it stands so; it names no site where none may be named.
    `approver` is for the staff only. Replies and corrections are left out with the name.
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

    @property
    def shows_name(self) -> bool:
        """Whether the site may be named."""
        return self.state.shows_name

    @property
    def reply(self) -> Statement | None:
        """The latest reply of the unit."""
        return self.replies[-1] if self.replies else None


def exposure_of(
    issue: Issue, programme: Programme | None, vocabulary: Vocabulary, today: date
) -> Exposure:
    """The exposure of a problem as of `today`; without the rules of its campaign nothing is public.

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
    )


def exposing(issue: Issue, vocabulary: Vocabulary) -> list[Event]:
    """The events by which a problem was made public, by whatever name the vocabulary has."""
    return issue.taken(vocabulary.with_role("steps", Role.EXPOSED))


def _release(events: list[Event], today: date, *, is_bulletin: bool) -> Event | None:
    """The exposure that counts: of those released the last that has begun, else the last."""
    released = [event for event in events if is_bulletin or _is_released(event)]
    begun = [event for event in released if _start(event) <= today]
    return next(reversed(begun or released), None)


def _is_released(event: Event) -> bool:
    """Whether somebody approved it, for a term."""
    return bool(event.approved_by and event.publish_from and event.publish_until)


def _start(event: Event) -> date:
    return max(event.date.earliest, event.publish_from or event.date.earliest)


def _standing(
    past: list[Event], release: Event | None, vocabulary: Vocabulary, today: date
) -> tuple[Publicity, str]:
    """Where it stands and why. What ends it counts from the exposure on, untenable is for good."""
    if release and _start(release) > today:
        return Publicity.AWAITED, f"从{_chinese(_start(release))}起公开。"
    after = past[past.index(release) + 1 :] if release else past
    ending = [event for event in after if _ending(event, vocabulary)]
    ending = ending or [event for event in past if _cancels(event, vocabulary)]
    if ending:
        state = _ending(ending[-1], vocabulary) or Publicity.WITHDRAWN
        said = ending[-1].statement
        return state, said or f"{ending[-1].date.chinese}{state.value}。"
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
    """Whether the problem itself turned out untenable."""
    is_cancelling = vocabulary.has_role(event.step, Role.CANCELLED)
    return is_cancelling or event.result in vocabulary.with_role("results", Role.CANCELLED)


def _statements(events: list[Event], vocabulary: Vocabulary, role: Role) -> Iterator[Statement]:
    for event in events:
        if event.statement and vocabulary.has_role(event.step, role):
            yield Statement(event.date, event.by or "", event.statement)


def _chinese(day: date) -> str:
    return PartialDate(day.year, day.month, day.day).chinese
