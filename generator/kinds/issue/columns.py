"""The one table of an issue's columns, for downloads, the search and redaction.

A column that is a field of the model takes title, meaning and audience from there. It has a title
or a meaning of its own where readers of a ledger need another one than writers of records do. A
text field of an issue without an entry becomes a column of its own, after the others.

See decision 0018.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from pydantic import BaseModel

from generator.core.model_walk import text_paths, text_reader, values_at
from generator.kinds.issue.column import (
    KEPT,
    LISTED,
    NOWHERE,
    SEARCHED,
    Column,
    ColumnKind,
    Key,
    Use,
    as_text,
    column,
    derived,
    flag,
    key,
    yes,
)
from generator.kinds.issue.model import CLOSING, Issue

_YEAR = 4
"""Letters of the year in a day."""

_COUNTY_CODE, _COUNTY_NAME, _FOUND_ON = key("county"), key("county_name"), key("found_on")
_CLOSED_ON, _OPENNESS = key("closed_on"), key("openness")
_ROUND: Callable[[object], int] = attrgetter("round")

_OF_PLACE = Use.FILE | Use.SHARD
"""Province, city and county are searched as parts of the place."""


UNKNOWN, SILENT = "unknown", "silent"
"""The openness of published cases: the source tells the handling and not its result, or neither."""

_SOURCES = "有几个来源的用分号隔开，各列顺序相同；原文没有的空着"


def _county(line: object) -> str:
    """Return the code, or the name of a county without one."""
    return _COUNTY_CODE(line) or _COUNTY_NAME(line)


def _round(line: object) -> str | int:
    """Return the number of the round; blank where none is stated, which no count may take for 0."""
    return _ROUND(line) or ""


def _is_closed(line: object) -> str:
    """Return 是 or 否; blank where nobody knows what became of it."""
    if _CLOSED_ON(line):
        return "是"
    return "" if _OPENNESS(line) in (UNKNOWN, SILENT) else "否"


def _year(line: object) -> str:
    return _FOUND_ON(line)[:_YEAR]


_FILES = (
    column("id", "id", LISTED | Use.HIT | Use.TOMBSTONE, reads="id", width=27),
    derived(
        "programme",
        "行动",
        "专项行动的编号",
        LISTED | KEPT,
        reads="programme",
        facet=key("programme"),
        public=True,
    ),
    derived(
        "round",
        title="轮次",
        meaning="编号里的轮次；空白表示通报没有写明",
        uses=Use.FILE | Use.SHARD | KEPT,
        kind=ColumnKind.NUMBER,
        reads="round",
        cell=_round,
        facet=key("round"),
        width=6,
        public=True,
    ),
    column(
        "found_on",
        "events.date",
        LISTED | Use.HIT | KEPT,
        title="发现日期",
        meaning="只知年月的写到月",
        kind=ColumnKind.DAY,
        reads="found_on",
    ),
    derived(
        "province",
        "省",
        "城市所在的省级单位",
        _OF_PLACE | Use.TOMBSTONE,
        reads="province",
        public=True,
    ),
    derived(
        "city",
        "市",
        "城市",
        _OF_PLACE | KEPT,
        reads="city_name city",
        facet=key("city"),
        public=True,
    ),
    column(
        "county",
        "place.name",
        _OF_PLACE | KEPT,
        title="县（区）",
        meaning="当日的名称",
        reads="county_name",
        facet=_county,
    ),
    column("site", "site.name", LISTED | Use.HIT, title="单位（点位）名称", reads="site", width=24),
    column("credit_code", "site.credit_code", meaning="18 位，按文本", width=21),
    derived(
        "group",
        "问题大类",
        "问题类别所属的大类",
        LISTED | KEPT,
        reads="group",
        facet=key("group"),
        public=True,
    ),
    column(
        "category",
        "category",
        LISTED | Use.HIT | KEPT,
        meaning="词表中的类别",
        reads="category",
        facet=key("category"),
        width=16,
    ),
    column("found", "found", reads="found", width=42),
    column(
        "sent_on",
        "events.date",
        Use.FILE | Use.SHARD,
        title="推送确认日期",
        meaning="第一次推送地方确认之日",
        kind=ColumnKind.DAY,
        reads="sent_on",
    ),
    column(
        "handed_on",
        "events.date",
        LISTED | Use.COUNTED,
        title="交办日期",
        meaning="第一次交办之日",
        kind=ColumnKind.DAY,
        reads="handed_on",
    ),
    column(
        "first_supervised",
        "events.date",
        Use.FILE | Use.SHARD,
        title="首次督办",
        meaning="交办以后第一次督办之日",
        kind=ColumnKind.DAY,
        reads="first_supervised",
    ),
    column(
        "last_supervised",
        "events.date",
        Use.FILE | Use.SHARD,
        title="末次督办",
        meaning="最近一次督办之日",
        kind=ColumnKind.DAY,
        reads="last_supervised",
    ),
    column(
        "letter",
        "events.letter",
        title="督办函文号",
        meaning="最近一份督办函的文号",
        reads="letter",
        width=22,
    ),
    column("demand", "demand", reads="demand", width=34),
    column(
        "due",
        "events.due",
        title="整改时限",
        meaning="最近一次定下的期限",
        kind=ColumnKind.DAY,
        reads="due",
    ),
    column(
        "responsible",
        "responsible",
        title="责任单位",
        meaning="属地、行业牵头部门，以及分办的承办单位",
        reads="responsible",
        width=18,
    ),
    derived(
        "status",
        "整改进展",
        "办理状态，由经过推出",
        LISTED | Use.HIT | KEPT,
        reads="states",
        cell=attrgetter("status"),
        facet=key("status"),
        public=True,
    ),
    column(
        "rectified_on",
        "events.date",
        title="完成日期",
        meaning="报告整改完成之日",
        kind=ColumnKind.DAY,
        reads="rectified_on",
    ),
    column(
        "verified_on",
        "events.date",
        title="核查日期",
        meaning="最近一次核查",
        kind=ColumnKind.DAY,
        reads="verified_on",
    ),
    column(
        "verdict", "events.result", title="核查结论", meaning="最近一次核查的结论", reads="verdict"
    ),
    derived(
        "closed",
        "是否销号",
        "是或否；空白表示公开材料未载明办理结果",
        Use.FILE | Use.SHARD | Use.COUNTED,
        reads="closed_on openness",
        cell=_is_closed,
        width=9,
        public=True,
    ),
    column(
        "closed_on",
        "events.date",
        LISTED | Use.COUNTED,
        title="销号日期",
        meaning="销号之日",
        kind=ColumnKind.DAY,
        reads="closed_on",
    ),
    derived(
        "exposed",
        "是否曝光",
        "是或否",
        Use.FILE | Use.SHARD | Use.TOMBSTONE,
        reads="exposed_on",
        cell=yes("exposed_on"),
        facet=flag("exposed_on"),
        width=9,
        public=True,
    ),
    column(
        "revisited_on",
        "events.date",
        Use.FILE | Use.SHARD,
        title="回头看日期",
        meaning="最近一次回头看",
        kind=ColumnKind.DAY,
        reads="revisited_on",
    ),
    column(
        "revisited",
        "events.result",
        Use.FILE | Use.SHARD,
        title="回头看结论",
        meaning="最近一次回头看的结论",
        reads="revisited",
    ),
    column("note", "events.note", meaning="最近一条备注", width=28),
)
"""The columns that people expect of a ledger, in their order. 序号, the first one of a printed
ledger, is a matter of the table and not of the issue."""

_OTHERS = (
    derived(
        "place",
        "地点",
        "省、市、县（区）",
        SEARCHED | Use.HIT | Use.TOMBSTONE,
        reads="province city_name county_name",
        cell=attrgetter("place"),
        public=True,
    ),
    column("county_code", "place.county", SEARCHED | KEPT, reads="county"),
    column("site_kind", "site.kind", SEARCHED),
    column("medium", "medium", SEARCHED | KEPT, reads="medium", facet=key("medium")),
    column("quantity", "quantity", reads="quantity"),
    column("other_places", "other_places.name", title="其他区县"),
    column("capacity", "capacity"),
    column("target_date", "target_date"),
    *(column(one, f"events.{one}") for one in CLOSING),
    column("handling", "handling", width=30),
    column("source_title", "sources.title", title="来源标题", meaning=_SOURCES, width=30),
    column("source_publisher", "sources.publisher", title="来源发布者", meaning=_SOURCES),
    column("source_date", "sources.date", title="来源日期", meaning=_SOURCES),
    column("source_url", "sources.url", title="来源网址", meaning=_SOURCES, width=30),
    derived(
        "path", "办理路径", "办理流程中的哪一条路径", SEARCHED | KEPT, reads="path", public=True
    ),
    derived(
        "open",
        "是否办结",
        "由经过推出",
        Use.SHARD | KEPT,
        reads="openness",
        facet=key("openness"),
        public=True,
    ),
    derived(
        "outcome",
        "办结方式",
        "怎样办结：销号、移送、撤销、不予认定；没有办结的为空",
        KEPT,
        reads="outcome",
        facet=key("outcome"),
        public=True,
    ),
    derived(
        "owed",
        "期限",
        "还没有办的事中最先到期的期限",
        SEARCHED | Use.HIT | Use.COUNTED,
        reads="owed",
        public=False,
    ),
    derived(
        "owed_stated",
        "期限",
        "还没有办的事中最先到期的期限，只知年月的写年月",
        Use.SHARD | Use.HIT,
        reads="debts",
        cell=attrgetter("owed_stated"),
        public=False,
    ),
    derived(
        "owed_by",
        "应办方",
        "应当办理下一步的各方：地方、工作组、上级部门",
        SEARCHED,
        reads="owed_by",
        facet=key("owed_by"),
        public=False,
    ),
    derived("awaited", "应办事项", "等待办理的步骤", SEARCHED, reads="awaited", public=False),
    column("until", "events.publish_until", Use.SHARD | Use.TOMBSTONE, reads="until"),
    derived(
        "returned",
        "核查不到位次数",
        "核查不到位几次",
        Use.COUNTED,
        kind=ColumnKind.NUMBER,
        reads="returned",
        facet=flag("returned"),
        public=True,
    ),
    column("origin", "comes_from", NOWHERE, reads="comes_from", facet=key("comes_from")),
    column(
        "year",
        "events.date",
        NOWHERE,
        title="年份",
        meaning="发现的年份",
        reads="found_on",
        facet=_year,
    ),
)
"""Further columns that the search and the counts need."""

NOT_IN_FILES = frozenset(
    {
        "sources.reliability",
        "other_places.county",
        *("origin.table", "origin.row", "origin.called"),
        *(f"events.{name}" for name in ("step", "approved_by", "grade", "releases", "corrects")),
        *("events.statement", "events.words"),
        *(f"evidence.{name}" for name in ("file", "sha256", "shows", "moment", "taken_by")),
    }
)
"""Texts that are on pages only and not in tables; the search finds issues by them."""


NOT_SOUGHT = frozenset({"relations.id", "evidence.sha256"})
"""Hashes, and IDs of other issues: an ID, or the beginning of one, means the issue itself.

Numbers on pages lead to all IDs of a round or a group; what only names such an ID is none of them.
"""


def _unnamed() -> Iterator[Column]:
    """Return a column for each text field that is neither in the table nor left to the pages."""
    named = {one.field for one in (*_FILES, *_OTHERS)} | NOT_IN_FILES
    for path in text_paths(Issue):
        if path not in named and path.partition(".")[0] not in named:
            uses = LISTED & ~Use.WORDS if path in NOT_SOUGHT else LISTED
            yield column(path.replace(".", "_"), path, uses)


def _placed(columns: Sequence[Column]) -> Iterator[Column]:
    """Return the columns; the own ones read their place in `LedgerRow.own`."""
    place = 0
    for one in columns:
        if one.is_own:
            yield replace(one, cell=_at(place))
            place += 1
        else:
            yield one


def _at(place: int) -> Callable[[object], str]:
    own: Callable[[object], Sequence[str]] = attrgetter("own")
    return lambda line: own(line)[place]


COLUMNS = tuple(_placed((*_FILES, *_unnamed(), *_OTHERS)))
FILE_COLUMNS = tuple(one for one in COLUMNS if Use.FILE in one.uses)
SHARD_COLUMNS = tuple(one for one in COLUMNS if Use.SHARD in one.uses)
OWN_COLUMNS = tuple(one for one in COLUMNS if one.is_own)
FACETS: Mapping[str, Key] = {one.name: one.facet for one in COLUMNS if one.facet}
"""Filter of the search → the function that returns the key of a line for it."""


def attributes(columns: Iterable[Column]) -> frozenset[str]:
    """Return the attributes of a line that these columns read, and the names of the own ones."""
    return frozenset(name for one in columns for name in one.reads or (one.name,))


def own_values(issue: Issue) -> tuple[str, ...]:
    """Return the values of the own columns of an issue, "" where nothing is recorded."""
    return tuple([read(issue) for read in _OWN_READERS])


def _reader(path: str) -> Callable[[Issue], str]:
    """Return a reader of a field as text: of events the last value, of other lists all of them."""
    first, *rest = path.split(".")
    if first == "events":
        return lambda issue: latest_value(issue, rest[0])
    if not rest:
        read = attrgetter(path)
        return lambda issue: as_text(read(issue))
    return lambda issue: _listed(getattr(issue, first), rest)


def _listed(value: object, path: Sequence[str]) -> str:
    """Return the values of all items, with an empty place for an item that has none."""
    if not value:
        return ""
    items = value if isinstance(value, list) else [value]
    shapes = [one for one in items if isinstance(one, BaseModel)]
    texts = ["、".join(map(str, values_at(one, path))) for one in shapes]
    return "；".join(texts) if any(texts) else ""


def latest_value(issue: Issue, field: str) -> str:
    """Return the value of a field in the last event that has one; "" where none has."""
    for event in reversed(issue.events):
        value = getattr(event, field)
        if value:
            return str(value)
    return ""


_OWN_READERS = tuple(_reader(one.field) for one in OWN_COLUMNS)

_WITHOUT = frozenset(
    {
        *(one.field for one in SHARD_COLUMNS if not one.field.startswith("events.")),
        "events.date",  # the search asks for days by its filter
        *NOT_SOUGHT,
    }
)
_read_texts = text_reader(Issue, _WITHOUT)


def extra_texts(issue: Issue) -> list[str]:
    """Return every text and day of an issue, at any depth, that no search column has in full."""
    return _read_texts(issue)
