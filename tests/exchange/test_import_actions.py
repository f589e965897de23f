"""Rows of a table of cases that are about actions → action records, once and not again."""

from typing import Any

import pytest

from generator.exchange import case_rows
from generator.exchange.account import RowOutcome
from generator.exchange.importing import Import, import_tables
from generator.kinds.action.model import Action, Sequel
from generator.kinds.register import Register
from generator.load.yaml_reader import read_text
from tests.exchange.test_import import case, make_table, only
from tests.making import make_city, make_programme, make_register

ROW = {
    "date": "2019-07-11",
    "site_name": "临渭区人民政府",
    "record_kind": "政府约谈",
    "problem_category": "约谈",
    "problem_type": "约谈",
    "facts": "42家中34家未完成整改",
    "action": "公开约谈市政府主要负责人",
    "source_title": "生态环境部约谈示例城市",
    "source_date": "2019-07-12",
}


def row(**changes: str) -> dict[str, str]:
    return case(**{**ROW, **changes})


def imported(*rows: dict[str, str], register: Register | None = None) -> Import:
    return import_tables([make_table(case_rows.HEADER, *rows)], register or make_register())


def made(done: Import) -> list[Action]:
    return [
        Action.model_validate(read_text(path, text).content) for path, text in done.files.items()
    ]


def grown(done: Import) -> Register:
    return make_register(make_programme(), make_city(), *made(done))


def test_row_becomes_an_action_file() -> None:
    done = imported(row(action="约谈；20个工作日内报整改方案"))
    assert done.files == {
        "actions/LT19/LT19-C2019-001.yml": """\
id: LT19-C2019-001
sources:
- title: 生态环境部约谈示例城市
  publisher: 示例发布者
  date: 2019-07-12
  reliability: B
kind: 约谈
date: 2019-07-11
by: 生态环境部
whom:
  city: "610500"
  county: "610502"
  county_name: 临渭区
  name: 临渭区人民政府
cause:
  facts: 42家中34家未完成整改
demands:
- what: 报整改方案
  term: 20个工作日内
handling: 约谈；20个工作日内报整改方案
origin:
  table: cases.csv
  row: C1
  called: 定点帮扶2019
"""
    }


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({}, "kind", "公开约谈"),
        ({"action": "约谈"}, "kind", "约谈"),
        ({"action": ""}, "kind", "约谈"),
        ({"record_kind": "政府问责", "action": "致函省政府启动问责"}, "kind", "问责"),
        ({}, "by", "生态环境部"),
        ({"source_title": "环保部约谈“治霾”慢作为城市"}, "by", "环境保护部"),
        ({"source_title": "省环保部门约谈三县"}, "by", None),
        ({"source_title": "环保部门约谈三县"}, "by", None),
        ({"action": "公开约谈"}, "demands", []),
        ({"action": ""}, "handling", None),
    ],
)
def test_what_the_row_says_and_nothing_more(
    changes: dict[str, str], field: str, value: object
) -> None:
    (action,) = made(imported(row(**changes)))
    assert getattr(action, field) == value


@pytest.mark.parametrize(
    ("county", "code", "name"),
    [("华县", "610521", "华县"), ("渭南高新区", None, "渭南高新区"), ("", None, None)],
)
def test_county_keeps_the_name_of_that_day(county: str, code: str | None, name: Any) -> None:
    (action,) = made(imported(row(county=county)))
    assert (action.whom.county, action.whom.county_name) == (code, name)


def test_each_year_counts_for_itself_and_goes_on_after_what_is_there() -> None:
    early = {"date": "2018-07-11", "source_date": "2018"}
    done = imported(row(), row(case_id="C2", **early), row(case_id="C3"))
    assert [one.record for one in done.account.entries] == [
        "LT19-C2019-001",
        "LT19-C2018-001",
        "LT19-C2019-002",
    ]
    later = imported(row(case_id="C4"), register=grown(done))
    assert only(later.account).record == "LT19-C2019-003"


def test_second_run_changes_nothing() -> None:
    rows = [row(), row(case_id="C2", action="约谈；20个工作日内报整改方案")]
    again = imported(*rows, register=grown(imported(*rows)))
    assert again.files == {}
    assert [one.outcome for one in again.account.entries] == [RowOutcome.SAME, RowOutcome.SAME]


def test_later_sequels_are_no_difference() -> None:
    (action,) = made(imported(row()))
    sequel = Sequel.model_validate({"date": "2019-09", "what": "示例：方案报来"})
    grown_on = action.model_copy(update={"sequels": [sequel]})
    register = make_register(make_programme(), make_city(), grown_on)
    assert only(imported(row(), register=register).account).outcome is RowOutcome.SAME


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"facts": "另有原因"}, "事由"),
        ({"date": "2018-07-11"}, "编号（按表应以 LT19-C2018 开头）"),
        ({"record_kind": "点位问题", "problem_type": "超标排放"}, "记录种类"),
    ],
)
def test_changed_row_is_reported_and_the_record_left_alone(
    changes: dict[str, str], reason: str
) -> None:
    group = {"problem_category": "工业治污设施"} if "record_kind" in changes else {}
    again = imported(row(**changes, **group), register=grown(imported(row())))
    assert again.files == {}
    entry = only(again.account)
    assert entry.outcome is RowOutcome.DIFFERENT
    assert reason in entry.reason


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"programme": "约谈"}, "专项行动 '约谈' 不认识"),
        ({"city": "渭男市"}, "城市 '渭男市' 不认识"),
        ({"county": "临谓区"}, "渭南市没有叫 '临谓区' 的区县"),
        ({"date": "2019-7-11"}, "'2019-7-11' 不是规定的日期写法"),
        ({"date_precision": "month"}, "'month' 与日期 2019-07-11 不符"),
        ({"source_date": "2019-06-01"}, "发布日期 2019-06-01 早于采取措施的日期 2019-07-11"),
        ({"facts": ""}, "没有填"),
        ({"site_name": ""}, "没有填"),
        ({"source_title": ""}, "没有填"),
    ],
)
def test_unreadable_row_says_why(changes: dict[str, str], message: str) -> None:
    done = imported(row(**changes))
    entry = only(done.account)
    assert (done.files, entry.outcome) == ({}, RowOutcome.UNREADABLE)
    assert message in [error.message for error in entry.errors]


def test_round_that_has_no_place_in_the_record_is_named_in_the_account() -> None:
    entry = only(imported(row(round_inferred="第2轮次")).account)
    assert entry.outcome is RowOutcome.IMPORTED
    assert entry.notes[-1] == "措施没有“推算轮次”一项，表中的“第2轮次”没有记入"


@pytest.mark.parametrize(
    ("action", "kind", "by"),
    [
        ("示例省大气办公开约谈县政府负责人", "公开约谈", "示例省大气办"),
        ("示例省厅会同市局公开集中约谈", "公开约谈", "示例省厅会同市局"),
        ("示例省政府集体公开约谈市长", "公开约谈", "示例省政府"),
        ("示例市副市长集体警示谈话", "约谈", "示例市副市长"),
        ("示例市政府与示例督查组联合约谈", "约谈", "示例市政府与示例督查组"),
        ("环保部约谈市政府主要负责人", "约谈", "环境保护部"),
        ("集中约谈", "约谈", "生态环境部"),
    ],
)
def test_who_took_the_action_is_named_before_the_talk(action: str, kind: str, by: str) -> None:
    (talk,) = made(imported(row(action=action)))
    assert (talk.kind, talk.by) == (kind, by)


def test_demand_by_a_day_keeps_the_words() -> None:
    (talk,) = made(imported(row(action="约谈；要求9月30日前取得实质进展")))
    assert [(one.what, one.term, one.due) for one in talk.demands] == [
        ("取得实质进展", "9月30日前", None)
    ]


def test_unit_that_tables_list_beside_cities_is_placed_in_its_city() -> None:
    (talk,) = made(imported(row(city="韩城市", county="")))
    assert (talk.whom.city, talk.whom.county_name, talk.whom.county) == (
        "610500",
        "韩城市",
        "610581",
    )


def provinces(*ids: str) -> Register:
    """The register with further programmes of Shaanxi that tables call as the first one."""
    further = [
        make_programme(id=one, name=one, province="陕西省", period={"start": "2019-06"})
        for one in ids
    ]
    return make_register(make_programme(), *further, make_city())


@pytest.mark.parametrize(
    ("changes", "programme"),
    [
        ({"action": "示例省厅约谈", "source_title": "示例"}, "SN19"),
        ({"action": "生态环境部约谈", "source_title": "示例"}, "LT19"),
        ({"action": "约谈", "source_title": "生态环境部约谈示例城市"}, "LT19"),
        ({"action": "示例省厅约谈", "source_title": "示例", "date": "2019-05-20"}, "LT19"),
        ({"action": "示例省厅约谈", "source_title": "示例", "province": "河南省"}, "LT19"),
    ],
)
def test_of_programmes_called_alike_a_province_has_its_own(
    changes: dict[str, str], programme: str
) -> None:
    done = imported(row(**changes), register=provinces("SN19"))
    assert only(done.account).record.split("-")[0] == programme


def test_row_that_several_programmes_could_take_is_refused() -> None:
    done = imported(row(action="约谈", source_title="示例"), register=provinces("SN19", "SN20"))
    (error,) = only(done.account).errors
    assert (error.column, error.message) == (
        "programme",
        "有几个行动叫 '定点帮扶2019'：LT19、SN19、SN20，看不出是哪一个",
    )
