"""The commits of an invented register, in order of time."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush, merge
from itertools import chain, groupby, takewhile
from operator import attrgetter
from zlib import crc32

from generator.core.fields import Record
from generator.core.record_kind import DemoScope
from generator.core.yaml_writer import record_text
from generator.demo.batches import DemoFeed, RecordBatch
from generator.demo.scenarios import DemoEvent, IssueGenerator
from generator.demo.texts import DemoSetting
from generator.kinds.issue.model import Issue
from generator.kinds.registry import BY_MODEL, KINDS
from generator.site.layouts import packaged

_WITH_FEED = sorted((kind for kind in KINDS if kind.demo), key=attrgetter("demo_rank"))

_SECONDS_A_COMMIT = 20
_SECONDS_A_DAY = 50_000
"""Commits of one day begin at 08:00 in China, 00:00 UTC, and keep their order."""

KEEPER = "示例编辑"
GUIDE = """# 示例台账

这里的城市、单位、问题和数字都是虚构的，由 lantian demo 生成，只供试用。
"""
ATTRIBUTES = "* text=auto eol=lf\nrecords/**/*.yml text eol=lf merge=text\n"
_SITE = {
    "site_name": "示例台账",
    "site_description": "虚构的问题台账，只供试用",
    "copyright": "示例：城市、单位、问题和数字都是虚构的，只供试用。",
}
_NAMED = re.compile(f"^({'|'.join(_SITE)}): .*$", re.MULTILINE)
IGNORED = ".build/\nsite/\npublic/\n"


@dataclass(frozen=True, slots=True)
class DemoCommit:
    """One commit: author, files, time and message."""

    author: str
    mail: str
    when: int
    message: str
    files: Mapping[str, str]


def diary(
    stage: DemoSetting,
    vocabulary: str,
    records: int,
    seed: int,
    *,
    by_day: bool,
    teams: bool = False,
    works: bool = False,
) -> Iterator[DemoCommit]:
    """Yield every commit of an invented register; the same seed gives the same bytes.

    `by_day` puts what one author wrote on one day into one commit; `teams` posts one to each city
    in each round, `works` adds all the other kinds of records.
    """
    first = stage.first - timedelta(1)
    yield _entry(KEEPER, first, 0, "建立示例台账", _foundation(stage, vocabulary))
    feeds = _Feeds(stage, seed, teams=teams, works=works)
    day = first
    histories = IssueGenerator(stage, seed).histories(records)
    events_until = takewhile(lambda one: one.day <= stage.until, in_order(histories))
    for day, group in groupby(events_until, lambda one: one.day):
        events = list(group)
        number = -1
        for number, batch in enumerate(feeds.until(day)):
            yield _entry(KEEPER, day, number, batch.message, _texts(batch.records))
        steps = _by_author(events) if by_day else ([one] for one in events)
        for place, of_author in enumerate(steps, start=number + 1):
            yield _batch(of_author, place)
        feeds.note(events)
    day += timedelta(1)
    for number, batch in enumerate(feeds.until(stage.until)):
        day = max(day, batch.day)
        yield _entry(KEEPER, day, number, batch.message, _texts(batch.records))


class _Feeds:
    """The batches of all records besides issues: bulletins always, teams and the others if wanted.

    Incidents and teams follow the issues that were noted.
    """

    def __init__(self, stage: DemoSetting, seed: int, *, teams: bool, works: bool) -> None:
        scopes = {DemoScope.ALWAYS: True, DemoScope.TEAMS: teams, DemoScope.ALL: works}
        self._feeds: list[DemoFeed] = [
            kind.load(kind.demo)(stage, seed) for kind in _WITH_FEED if scopes[kind.demo_scope]
        ]

    def until(self, day: date) -> Iterator[RecordBatch]:
        """Return the batches up to a day, by day."""
        return merge(*(feed.until(day) for feed in self._feeds), key=attrgetter("day"))

    def note(self, events: Iterable[DemoEvent]) -> None:
        """Remember issues, for the teams that come after and for incidents."""
        for one in events:
            for feed in self._feeds:
                feed.note(one)


def _texts(records: Iterable[Record]) -> Mapping[str, str]:
    return {_path(one.id, type(one)): record_text(one) for one in records}


def in_order(histories: Iterable[Sequence[DemoEvent]]) -> Iterator[DemoEvent]:
    """Yield the entries of all issues, by day.

    Only issues that are under way are held, so memory does not grow with the register.
    """
    ahead: list[tuple[date, int, DemoEvent]] = []
    number = 0
    for history in histories:
        while ahead and ahead[0][0] < history[0].day:
            yield heappop(ahead)[2]
        for event in history:
            heappush(ahead, (event.day, number, event))
            number += 1
    while ahead:
        yield heappop(ahead)[2]


def _by_author(events: Iterable[DemoEvent]) -> Iterable[Sequence[DemoEvent]]:
    batches: dict[str, list[DemoEvent]] = {}
    for one in events:
        batches.setdefault(one.author, []).append(one)
    return batches.values()


def _batch(events: Sequence[DemoEvent], number: int) -> DemoCommit:
    first = events[0]
    lines = [_line(one) for one in events]
    message = lines[0] if len(lines) == 1 else "\n".join([f"{len(lines)} 条记录", "", *lines])
    files = {_path(one.issue_id): one.text for one in events}
    return _entry(first.author, first.day, number, message, files)


def _line(event: DemoEvent) -> str:
    result = f"（{event.event.result}）" if event.event.result else ""
    return f"{event.issue_id} {event.event.step}{result}"


def _entry(
    author: str, day: date, number: int, message: str, files: Mapping[str, str]
) -> DemoCommit:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    when = int(midnight.timestamp()) + min(number * _SECONDS_A_COMMIT, _SECONDS_A_DAY)
    return DemoCommit(author, f"{crc32(author.encode()):08x}@example.invalid", when, message, files)


def _foundation(stage: DemoSetting, vocabulary: str) -> Mapping[str, str]:
    files = {
        ".gitattributes": ATTRIBUTES,
        ".gitignore": IGNORED,
        "README.md": GUIDE,
        "mkdocs.yml": _settings(),
        "records/vocabulary.yml": vocabulary,
    }
    firms = chain.from_iterable(stage.firms.values())
    for record in (stage.programme, *stage.cities, *stage.rounds, *firms):
        files |= _files(record)
    return files


def _settings() -> str:
    """Return the settings of the site, whose name marks each page."""
    text = packaged("mkdocs.yml").read_text(encoding="utf-8")
    return _NAMED.sub(lambda line: f"{line[1]}: {_SITE[line[1]]}", text)


def _files(record: Record) -> Mapping[str, str]:
    return {_path(record.id, type(record)): record_text(record)}


def _path(record_id: str, model: type[Record] = Issue) -> str:
    return f"records/{BY_MODEL[model].path_of(record_id)}"
