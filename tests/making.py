"""Small records and registers for tests: give only what the test is about."""

from collections.abc import Iterator
from typing import Any, get_type_hints

from generator.core.fields import Record
from generator.core.raw import RawRecord
from generator.core.vocabulary import TITLES, Vocabulary
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.issue.columns import OWN_COLUMNS
from generator.kinds.issue.debts import OpenDebt
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.issue.model import Issue
from generator.kinds.programme.lifecycle import LOCAL
from generator.kinds.programme.model import Programme
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import KINDS
from generator.kinds.team.model import Team

WORDS: dict[str, list[tuple[str, str | None]]] = {
    "groups": [("工业治污设施", None), ("燃煤锅炉", None)],
    "categories": [
        ("未安装治污设施", "工业治污设施"),
        ("超标排放", "工业治污设施"),
        ("燃煤锅炉", "燃煤锅炉"),
    ],
    "kinds": [("点位问题", None), ("集群", None)],
    "media": [("大气", None), ("水", None)],
    "steps": [("排查", None), ("曝光", None), ("移交", None)],
    "handlings": [("督办问题清单", None), ("移交当地", None)],
    "units": [("家", None), ("个", None)],
    "metrics": [("检查企业数", None), ("问题数", None)],
    "granularities": [("日", None), ("轮次", None), ("时段", None)],
    "standings": [("公布", None), ("推算", None)],
    "reliabilities": [("A", None), ("B", None)],
    "actions": [("约谈", None), ("公开约谈", None), ("问责", None)],
    "regions": [("京津冀及周边", None), ("汾渭平原", None)],
}

STEPS: dict[str, list[str]] = {"督办问题清单": ["交办"], "移交当地": ["移交"]}
"""Wording of handling → the steps that it means."""

ROLES: dict[str, dict[str, list[str]]] = {
    "steps": {
        "排查": ["found"],
        "推送确认": ["sent"],
        "交办": ["handed_over", "lettered"],
        "确认": ["confirmed"],
        "督办": ["supervised", "lettered"],
        "整改方案": ["planned"],
        "整改完成": ["rectified"],
        "核查": ["verified"],
        "销号": ["closed"],
        "曝光": ["exposed"],
        "移送公安": ["transferred"],
        "撤销": ["cancelled"],
        "更正": ["corrected"],
    },
    "results": {"认定": ["accepted"], "不予认定": ["refused"], "撤销": ["cancelled"]},
    "metrics": {"问题数": ["problems"]},
    "standings": {"推算": ["computed"]},
    "actions": {"问责": ["accountable"]},
    "assistances": {"政策宣贯": ["audience"], "培训": ["audience"]},
    "assistance_steps": {
        "答复": ["answered"],
        "预警": ["warned"],
        "上报": ["reported"],
        "开展": ["held"],
        "采纳": ["adopted"],
        "办结": ["ended"],
    },
    "directions": {"不高于": ["at_most"]},
}
"""Words that code asks for by their roles."""

SOURCE = {"title": "示例通报", "publisher": "示例发布者", "date": "2019-06-01"}


def make_vocabulary() -> Vocabulary:
    """A few words of each list, and those with roles."""
    return Vocabulary.model_validate({name: list(_entries(name)) for name in TITLES})


def _entries(name: str) -> Iterator[dict[str, Any]]:
    roles = ROLES.get(name, {})
    listed = dict(WORDS.get(name, []))
    for word in dict.fromkeys([*listed, *roles]):
        entry = {"word": word, "meaning": "示例", "roles": roles.get(word, [])}
        yield {**entry, "group": listed.get(word), "steps": STEPS.get(word, [])}


def make_programme(**changes: Any) -> Programme:
    """The programme LT19 with 15-day rounds; its group G is that of published cases."""
    fields: dict[str, Any] = {
        "id": "LT19",
        "name": "示例定点帮扶",
        "called": ["定点帮扶2019"],
        "issuer": "示例部",
        "period": {"start": "2019-05-08", "end": "2021-03"},
        "cadence_days": "15",
        "media": ["大气"],
        "group_kinds": [
            {"letter": "Z", "name": "中心组", "numbered": "false"},
            {"letter": "G", "name": "公开通报", "numbered": "false"},
        ],
        "sources": [SOURCE],
    }
    return Programme.model_validate(fields | changes)


def make_city(**changes: Any) -> City:
    """渭南市 with a county, a renamed county, a zone and an attached unit."""
    fields: dict[str, Any] = {
        "id": "610500",
        "name": "渭南市",
        "short_name": "渭南",
        "pinyin": "weinan",
        "province": "陕西省",
        "region": "汾渭平原",
        "counties": [
            {"code": "610502", "name": "临渭区"},
            {
                "code": "610503",
                "name": "华州区",
                "former": [{"name": "华县", "code": "610521", "change": "2015年撤县设区"}],
            },
        ],
        "zones": [{"name": "渭南高新区"}],
        "attached": [{"name": "韩城市", "code": "610581", "note": "省内单列"}],
        "sources": [SOURCE],
    }
    return City.model_validate(fields | changes)


def make_issue(**changes: Any) -> Issue:
    """A published case in 临渭区."""
    fields: dict[str, Any] = {
        "id": "LT19-610500-R00-G-001",
        "kind": "点位问题",
        "place": {"county": "610502", "name": "临渭区"},
        "site": {"name": "示例建材厂"},
        "category": "未安装治污设施",
        "medium": "大气",
        "found": "没有收集装置，废气直接排放",
        "sources": [SOURCE],
        "events": [{"date": "2019-05-20", "step": "排查"}],
    }
    return Issue.model_validate(fields | changes)


def make_bulletin(**changes: Any) -> Bulletin:
    """A bulletin with one figure."""
    fields: dict[str, Any] = {
        "id": "LT19-20190601-1",
        "source": SOURCE,
        "rows": [
            {
                "row": "S1",
                "start": "2019-05-08",
                "end": "2019-05-22",
                "granularity": "轮次",
                "area": {"scope": "重点区域"},
                "metric": "问题数",
                "value": "13.6",
                "unit": "个",
            }
        ],
    }
    return Bulletin.model_validate(fields | changes)


def make_team(**changes: Any) -> Team:
    """The team of 渭南市 in the second round: one group of which nothing is told."""
    fields: dict[str, Any] = {"id": "LT19-R02-610500", "groups": [{"code": "Z"}]}
    return Team.model_validate(fields | changes)


def make_register(*records: Record) -> Register:
    """A register of these records, or of one programme and one city where none are given."""
    return Register(
        vocabulary=make_vocabulary(),
        filed=tuple(_filed(record) for record in records or (make_programme(), make_city())),
    )


def _filed(record: Record) -> FiledRecord[Record]:
    kind = next(kind for kind in KINDS if isinstance(record, kind.model))
    path = f"records/{kind.path_of(record.id)}"
    return FiledRecord(
        kind, record, RawRecord(path=path, content={}, keys={}, values={}, faults=())
    )


def owing(awaits: str, day: str = "", of: str = "地方", side: str = LOCAL) -> dict[str, Any]:
    """What a line says that owes one step, by a day if one is given."""
    debt = OpenDebt(side, of, awaits, "2019-05-20", day, "", day)
    return {"owed": day, "owed_by": of, "awaited": awaits, "debts": (debt,)}


def make_line(**changes: Any) -> LedgerRow:
    """A line of a ledger in which nothing is recorded but what is given, and an ID.

    Columns that are no attribute of a line are given by their names.
    """
    kinds = get_type_hints(LedgerRow)
    empty = {name: kind() if kind in (str, int, bool) else () for name, kind in kinds.items()}
    own = tuple(changes.pop(column.name, "") for column in OWN_COLUMNS)
    return LedgerRow(**{**empty, "id": "LT19-610500-R01-P01-001", "own": own, **changes})
