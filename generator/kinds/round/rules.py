"""Rules about rounds: computed days agree with what was published of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.dates import PartialDate, rounds_done, stated_round
from generator.core.fields import Record
from generator.core.findings import Severity
from generator.core.raw import Path
from generator.kinds.bulletin.model import Bulletin, Figure
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord
from generator.kinds.round.model import Round


@dataclass(frozen=True, slots=True)
class PublishedDays:
    """Days on which a publication has a round running, or over, and where that is recorded."""

    round_id: str
    first: PartialDate
    last: PartialDate
    over: bool
    filed: FiledRecord[Record]
    place: Path

    def agrees_with(self, one: Round) -> bool:
        """Return whether the days of a round allow what was published."""
        if self.over:
            return one.can_be_over(self.last)
        return one.agrees_with(self.first, self.last)

    @property
    def words(self) -> str:
        """Return what was published, in Chinese."""
        if self.over:
            return f"{self.last} 已经结束"
        if self.first == self.last:
            return f"{self.first} 正在进行"
        return f"{self.first} 至 {self.last} 之间进行"


def computed_round_contradicted(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for computed rounds whose days a publication contradicts."""
    rounds, vocabulary = checked.register.rounds, checked.register.vocabulary
    for days in _published(checked):
        one = rounds.get(days.round_id)
        if one is None or one.is_firm(vocabulary) or days.agrees_with(one):
            continue
        yield RuleViolation(
            days.filed.raw.path,
            days.filed.mark(*days.place),
            f"公开材料里第 {one.number} 轮 {days.words}，"
            f"与推算的 {one.start} 至 {one.end} 不符（{one.id}）",
            "查对原文的轮次和日期；原文没错就改推算的起止，在这一轮的说明里写明原来怎样推算",
        )


def _published(checked: Checked) -> Iterator[PublishedDays]:
    """Yield the days that sightings, figures and published issues give for a round."""
    for filed in checked.register.of(Round):
        for place, seen in enumerate(filed.record.sightings):
            days = (seen.date, seen.date, seen.over)
            yield PublishedDays(filed.record.id, *days, filed, ("sightings", place, "date"))
    for bulletin in checked.register.of(Bulletin):
        for place, figure in enumerate(bulletin.record.rows):
            yield from _of_figure(bulletin, place, figure)
    for issue in checked.register.of(Issue):
        found = issue.record.found_on
        if issue.record.sources and issue.record.round_number:
            name = f"{issue.record.programme_id}-R{issue.record.round_number:02}"
            yield PublishedDays(name, found, found, False, issue, ("events", 0, "date"))


def _of_figure(filed: FiledRecord[Bulletin], place: int, figure: Figure) -> Iterator[PublishedDays]:
    """Yield the days of a figure about one round, or the day by which several were done."""
    bulletin, stated = filed.record, figure.round_stated or ""
    number, done = stated_round(stated), rounds_done(stated)
    if number:
        name, path = f"{bulletin.programme_id}-R{number:02}", ("rows", place, "start")
        yield PublishedDays(name, figure.start, figure.end, False, filed, path)
    elif done and bulletin.source.date:
        name, day = f"{bulletin.programme_id}-R{done:02}", bulletin.source.date
        yield PublishedDays(name, day, day, True, filed, ("rows", place, "round_stated"))


def overlap_too_long(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for programmes whose rounds overlap by as many days as a round has, or more."""
    for one in checked.register.of(Programme):
        days, overlap = one.record.cadence_days, one.record.overlap_days
        if overlap is not None and (days is None or overlap >= days):
            there = f"一轮 {days} 天" if days else "没有写明一轮多少天"
            yield RuleViolation(
                one.raw.path,
                one.mark("overlap_days"),
                f"压茬天数 {overlap} 与轮次天数不符：{there}",
                "压茬天数要少于 cadence_days；没有轮次的删去这一行",
            )


RULES = (
    Rule(
        "D12",
        "round-contradicted",
        "公开的日子与推算的轮次不符",
        computed_round_contradicted,
        Severity.WARNING,
    ),
    Rule("D13", "overlap-too-long", "压茬天数不少于一轮", overlap_too_long),
)
