"""What is written into an invented register, commit by commit, in order of time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush, merge
from itertools import groupby
from zlib import crc32

from generator.demo.appraisals import Judging
from generator.demo.city_plan import CityPlan
from generator.demo.events import Told
from generator.demo.incidents import Incidents
from generator.demo.places import Stage
from generator.demo.quick import QuickBulletin
from generator.demo.sheets import Sheet
from generator.demo.spelling import spelt
from generator.demo.stories import Teller
from generator.demo.teams import Posting
from generator.demo.texts import PUBLISHER, SOURCE_TITLE
from generator.demo.waiting import Waiting
from generator.demo.works import Works
from generator.model.bulletin import Bulletin
from generator.model.canonical import record_text
from generator.model.fields import Record
from generator.model.kinds import BY_NAME

_ROUNDS_A_BULLETIN = 8
_SECONDS_A_COMMIT = 20
_SECONDS_A_DAY = 50_000
"""Commits of one day begin at 08:00 in China, 00:00 UTC, and keep their order."""

KEEPER = "示例编辑"
GUIDE = """# 示例台账

这里的城市、单位、问题和数字都是虚构的，由 lantian demo 生成，只供试用。
"""
ATTRIBUTES = "* text=auto eol=lf\nrecords/**/*.yml text eol=lf merge=text\n"
IGNORED = ".build/\nsite/\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit: who wrote which files when, and why."""

    author: str
    mail: str
    when: int
    message: str
    files: Mapping[str, str]


def diary(
    stage: Stage,
    vocabulary: str,
    records: int,
    seed: int,
    *,
    by_day: bool,
    teams: bool = False,
    works: bool = False,
) -> Iterator[Entry]:
    """Every commit of an invented register with so many problems; the same seed, the same bytes.

    `by_day` puts what one author wrote on one day into one commit; `teams` posts one to each city
    in each round, `works` tells of all the other kinds of records as well.
    """
    first = stage.first - timedelta(1)
    yield _entry(KEEPER, first, 0, "建立示例台账", _foundation(stage, vocabulary))
    beside = _Beside(stage, seed, teams=teams, works=works)
    day = first
    stories = Teller(stage, seed).stories(records)
    for day, group in groupby(in_order(stories), lambda one: one.day):
        told = list(group)
        number = -1
        for number, (message, files) in enumerate(beside.until(day)):
            yield _entry(KEEPER, day, number, message, files)
        batches = _by_author(told) if by_day else ([one] for one in told)
        for place, batch in enumerate(batches, start=number + 1):
            yield _batch(batch, place)
        beside.note(told)
    day += timedelta(1)
    for number, (when, message, files) in enumerate(beside.last()):
        day = max(day, when)
        yield _entry(KEEPER, day, number, message, files)


class _Beside:
    """What is written besides problems: teams and works where they are wanted, and bulletins."""

    def __init__(self, stage: Stage, seed: int, *, teams: bool, works: bool) -> None:
        self._posting = Posting(stage, seed) if teams else None
        self._sheets = Waiting(_sheets(stage, seed) if works else iter(()))
        self._incidents = Incidents(stage, seed) if works else None
        self._bulletins = Waiting(_bulletins(stage))

    def until(self, day: date) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Message and files of each commit, up to a day."""
        for rota in self._posting.until(day) if self._posting else ():
            yield rota.message, _texts(rota.teams)
        for sheet in self._sheets.until(day):
            yield sheet.message, _texts(sheet.records)
        for sheet in self._incidents.until(day) if self._incidents else ():
            yield sheet.message, _texts(sheet.records)
        for one in self._bulletins.until(day):
            yield f"通报 {one.record.id}", _files(one.record)

    def note(self, told: Iterable[Told]) -> None:
        """Remembers problems, for the teams that come after and for incidents."""
        for one in told:
            if self._posting:
                self._posting.note(one.issue_id)
            if self._incidents:
                self._incidents.note(one)

    def last(self) -> Iterator[tuple[date, str, Mapping[str, str]]]:
        """What is still to be written after the last problem, and when, by day."""
        end, reports = self._posting.last() if self._posting else (date.min, [])
        rest = [(end, rota.message, _texts(rota.teams)) for rota in reports]
        sheets = [*self._sheets.until(date.max)]
        if self._incidents:
            sheets += self._incidents.until(date.max)
        rest += [(one.day, one.message, _texts(one.records)) for one in sheets]
        rest += [
            (one.day, f"通报 {one.record.id}", _files(one.record))
            for one in self._bulletins.until(date.max)
        ]
        yield from sorted(rest, key=lambda one: one[0])


def _sheets(stage: Stage, seed: int) -> Iterator[Sheet]:
    """All that is told of the work round problems whatever was found, by day."""
    tellers = (Works, CityPlan, QuickBulletin, Judging)
    return merge(*(one(stage, seed).sheets() for one in tellers), key=lambda one: one.day)


def _texts(records: Iterable[Record]) -> Mapping[str, str]:
    return {_path(_kind(one), one.id): spelt(one) for one in records}


def in_order(stories: Iterable[Sequence[Told]]) -> Iterator[Told]:
    """What was written of all problems, by day; holds only problems that are under way."""
    ahead: list[tuple[date, int, Told]] = []
    number = 0
    for story in stories:
        while ahead and ahead[0][0] < story[0].day:
            yield heappop(ahead)[2]
        for told in story:
            heappush(ahead, (told.day, number, told))
            number += 1
    while ahead:
        yield heappop(ahead)[2]


def _by_author(told: Iterable[Told]) -> Iterable[Sequence[Told]]:
    batches: dict[str, list[Told]] = {}
    for one in told:
        batches.setdefault(one.author, []).append(one)
    return batches.values()


def _batch(told: Sequence[Told], number: int) -> Entry:
    first = told[0]
    lines = [_line(one) for one in told]
    message = lines[0] if len(lines) == 1 else "\n".join([f"{len(lines)} 条记录", "", *lines])
    files = {_path("issue", one.issue_id): one.text for one in told}
    return _entry(first.author, first.day, number, message, files)


def _line(told: Told) -> str:
    result = f"（{told.event.result}）" if told.event.result else ""
    return f"{told.issue_id} {told.event.step}{result}"


def _entry(author: str, day: date, number: int, message: str, files: Mapping[str, str]) -> Entry:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    when = int(midnight.timestamp()) + min(number * _SECONDS_A_COMMIT, _SECONDS_A_DAY)
    return Entry(author, f"{crc32(author.encode()):08x}@example.invalid", when, message, files)


def _foundation(stage: Stage, vocabulary: str) -> Mapping[str, str]:
    files = {
        ".gitattributes": ATTRIBUTES,
        ".gitignore": IGNORED,
        "README.md": GUIDE,
        "records/vocabulary.yml": vocabulary,
    }
    for record in (stage.programme, *stage.cities, *stage.rounds):
        files |= _files(record)
    return files


def _files(record: Record) -> Mapping[str, str]:
    return {_path(_kind(record), record.id): record_text(record)}


def _kind(record: Record) -> str:
    return next(name for name, kind in BY_NAME.items() if isinstance(record, kind.model))


def _path(kind: str, record_id: str) -> str:
    return f"records/{BY_NAME[kind].path_of(record_id)}"


@dataclass(frozen=True, slots=True)
class _Published:
    """A bulletin and the day when it came out."""

    day: date
    record: Bulletin


def _bulletins(stage: Stage) -> Iterator[_Published]:
    for first in range(0, stage.used_rounds, _ROUNDS_A_BULLETIN):
        rounds = stage.rounds[first : first + _ROUNDS_A_BULLETIN]
        day = rounds[-1].end + timedelta(2)
        covered = {
            "start": rounds[0].start.isoformat(),
            "end": rounds[-1].end.isoformat(),
            "granularity": "时段",
            "area": {"scope": "示例区域"},
        }
        figures = (("检查企业数", 1000 + first, "家"), ("问题数", 100 + first, "个"))
        rows = [
            {"row": f"S{number}", **covered, "metric": metric, "value": str(value), "unit": unit}
            for number, (metric, value, unit) in enumerate(figures, 1)
        ]
        source = {"title": SOURCE_TITLE, "publisher": PUBLISHER, "date": day.isoformat()}
        fields = {"id": f"{stage.programme.id}-{day:%Y%m%d}-1", "source": source, "rows": rows}
        yield _Published(day, Bulletin.model_validate(fields))
