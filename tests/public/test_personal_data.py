"""Personal data in texts: what is found, and what looks like it and is none."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks.rule import personal_texts
from generator.kinds.issue.model import check_character, is_credit_code
from generator.kinds.registry import RULE_PAGE_FOLDERS, TEMPLATE_FOLDERS
from generator.load.files import raw_file, read_files
from generator.public.personal_data import (
    MAIL,
    SORTS,
    Personal,
    PersonalDataMatch,
    Sort,
    personal,
)
from generator.public.personal_names import is_office
from generator.site.build import read_register
from tests.public.personal_data_figures import DISGUISED, NONE, PLAIN, Figures, labelled_texts
from tests.registers import REPOSITORY, SAMPLE

DOCUMENTS = [
    *(REPOSITORY / "generator" / "docs").rglob("*.md"),
    *(path for folder in (*TEMPLATE_FOLDERS, *RULE_PAGE_FOLDERS) for path in folder.glob("*")),
    *REPOSITORY.glob("*.md"),
    REPOSITORY / "records" / "README.md",
]


def kinds(text: str) -> list[Personal]:
    return [found.kind for found in personal(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证990101198001010014", Personal.IDENTITY),
        ("号码１３９００００００００", Personal.MOBILE),
        ("13900000000", Personal.MOBILE),
        ("电话139-0000-0000", Personal.MOBILE),
        ("电话139 0000 0000", Personal.MOBILE),
        ("+86 13900000000", Personal.MOBILE),
        ("8613900000000", Personal.MOBILE),
        ("029-88880000", Personal.LANDLINE),
        ("（0913）2880000", Personal.LANDLINE),
        ("电话：02988880000", Personal.LANDLINE),
        ("电话88880000", Personal.LANDLINE),
        ("传真 0913-2880000转1", Personal.LANDLINE),
        ("4111111111111111", Personal.CARD),
        ("4111 1111 1111 1111", Personal.CARD),
        ("someone@example.invalid", Personal.MAIL),
        ("寄到ａ.b＠example.org。", Personal.MAIL),
        ("陕A12345", Personal.PLATE),
        ("陕A·12345", Personal.PLATE),
        ("陕 A12345", Personal.PLATE),
        ("京AD12345", Personal.PLATE),
        ("京A12345D", Personal.PLATE),
        ("京A1234学", Personal.PLATE),
        ("鲁B·1234挂", Personal.PLATE),
        ("住址：示例市示例区示例路12号", Personal.HOME),
        ("家庭住址为示例村3组", Personal.HOME),
        ("家住示例村，燃用散煤", Personal.HOME),
        ("3号楼2单元", Personal.HOME),
        ("2单元501室", Personal.HOME),
        ("某小区12栋501室", Personal.HOME),
        ("法定代表人：张某某", Personal.NAME),
        ("法定代表人张某某称", Personal.NAME),
        ("负责人王某不在现场", Personal.NAME),
        ("负责人王建国表示", Personal.NAME),
        ("联系人李四，", Personal.NAME),
        ("联系人：欧阳建国", Personal.NAME),
        ("负责人为任某某", Personal.NAME),
        ("姓名：石建国", Personal.NAME),
        ("业主赵六（个体）", Personal.NAME),
        ("企业老板何某某阻拦", Personal.NAME),
        ("总经理马某", Personal.NAME),
        ("公民身份号码990101 19800101 0014", Personal.IDENTITY),
        ("证件号990101-19800101-0014，", Personal.IDENTITY),
        ("手机：139 00000000", Personal.MOBILE),
        ("139-00000000", Personal.MOBILE),
        ("手机139.0000.0000", Personal.MOBILE),
        ("139—0000—0000", Personal.MOBILE),
        ("0086 13900000000", Personal.MOBILE),
        ("微信同号13900000000", Personal.MOBILE),
        ("(029)8888-0000", Personal.LANDLINE),
        ("029-8888 0000", Personal.LANDLINE),
        ("电话是8888-0000", Personal.LANDLINE),
        ("+86-29-88880000", Personal.LANDLINE),
        ("办公电话029-88880000-801", Personal.LANDLINE),
        ("卡号411111-1111111111", Personal.CARD),
        ("QQ邮箱12345@qq.example.com", Personal.MAIL),
        ("陕A D12345", Personal.PLATE),
        ("陕A-D12345", Personal.PLATE),
        ("陕AF12345新能源货车", Personal.PLATE),
        ("鲁Q8A123", Personal.PLATE),
        ("粤Z1234港", Personal.PLATE),
        ("现住示例市示例区示例街道", Personal.HOME),
        ("本人，住示例县示例镇示例村12号", Personal.HOME),
        ("其家位于示例村5号", Personal.HOME),
        ("暂住地：示例市示例路1号", Personal.HOME),
        ("居住在示例小区8号楼", Personal.HOME),
        ("法人代表 李四", Personal.NAME),
        ("厂长 陈某某", Personal.NAME),
        ("投诉人张先生反映", Personal.NAME),
        ("举报人李女士", Personal.NAME),
        ("负责人：买买提·某某", Personal.NAME),
        ("安全员李某某", Personal.NAME),
        ("当事人（王某）", Personal.NAME),
        ("车间主任张某某说", Personal.NAME),
        ("局长李建国", Personal.NAME),
        ("副市长张某某", Personal.NAME),
        ("王某（负责人）", Personal.NAME),
        ("联系人：小王", Personal.NAME),
    ],
)
def test_what_is_personal_is_found(text: str, kind: Personal) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "示例建材有限公司",
        "环办执法函〔2019〕12号",
        "LT19-610100-R05-P03-012",
        "DC18-20180617-1",
        "https://example.invalid/13900000000/a@b.cn?id=4111111111111111",
        "91350100M000100Y43",
        "统一社会信用代码915101000000000004",
        "身份证号：990101198001010015",
        "身份证号：110101198013010014",
        "账户6222020000000000006",
        "卡号6222 0000 0000 0005",
        "0.13900000000",
        "1.4111111111111111",
        "7f13900000000ab",
        "PM2.5浓度为每立方米57微克",
        "京津冀及周边地区2017年秋冬季",
        "新C20混凝土搅拌站",
        "川E1地块项目工地",
        "责任单位、住址等信息不公开",
        "国家住房和城乡建设部门",
        "发现住户燃用散煤",
        "大家住在村里",
        "示例路12号",
        "示例大厦1203室",
        "示例小区3号楼工地",
        "发电1号机组、2单元机组",
        "负责人不在现场",
        "负责人高度重视，立即整改",
        "负责人陈述，设备故障",
        "负责人马上到场。",
        "负责人：副区长",
        "责任人：周至县人民政府",
        "责任人：高新区",
        "联系人：办公室",
        "业主单位",
        "业主管理，",
        "法人单位",
        "法人金融",
        "经营者石料堆放，",
        "当事人周边，",
        "村民李家村",
        "副市长任总联络人、市局局长任联络员",
        "某煤场",
        "王某煤场",
        "村民王家庄",
        "居住在附近村的群众",
        "责任人：谢家集区政府",
        "负责人：马鞍山市长",
        "联系人张家川",
        "局长高度重视，立即整改",
        "书记周一调度",
        "副市长马上到场",
        "县长办公会议",
        "主任会议",
        "市长黄山市",
        "书记、市长任组长，局长任副组长",
        "拨打12345热线或者12369",
        "许可证编号91610000123456789X001P",
        "排口DA001，监测值029-8",
        "陕A牌照车辆",
        "冀A级企业12345",
        "宁E105井",
        "豫A3-05-02号地块",
        "130.5—2000.8万吨",
        "居民住房拆迁，住户已经搬走",
        "进村入户，住建局负责",
        "农户家中散煤",
        "示例公寓项目工地",
        "单元素分析",
        "投诉人反映的问题",
        "店主拒不开门",
        "姓名：不公开",
        "法定代表人：未载",
    ],
)
def test_what_only_looks_like_it_is_not_found(text: str) -> None:
    assert list(personal(text)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("现场检查时，张建国承认偷排", ["张建国"]),
        ("薛明、曹丽娟、潘大勇三人签字", ["潘大勇"]),
        ("由刘建军于去年建成", ["刘建军"]),
        ("变更为尹丽萍，未变更许可证", ["尹丽萍"]),
        ("司徒美玲（个体户）", ["司徒美玲"]),
        ("高新区承认管理不到位", []),
        ("唐钢承认停运", []),
        ("罗平称无异味", []),
    ],
)
def test_name_in_a_clause_is_found_without_the_words_around_it(text: str, named: list[str]) -> None:
    found = [text[one.start : one.end] for one in personal(text)]
    assert set(named) <= set(found)
    assert bool(named) == bool(found)


def test_place_is_that_in_the_text() -> None:
    text = "车号京ＡＤ１２３４５，电话１３９００００００００"
    assert list(personal(text)) == [
        PersonalDataMatch(Personal.MOBILE, 13, 24),
        PersonalDataMatch(Personal.PLATE, 2, 10),
    ]


def test_address_that_is_meant_for_everybody_is_allowed() -> None:
    text = "发现错误写信到 office@example.invalid，不要写到 someone@example.invalid"
    assert [text[one.start : one.end] for one in personal(text, {"office@example.invalid"})] == [
        "someone@example.invalid"
    ]


def test_no_record_of_this_repository_or_the_sample_holds_any() -> None:
    for root in (REPOSITORY, SAMPLE):
        assert list(personal_texts(read_files(root))) == []


def test_no_name_of_a_site_or_a_city_is_taken_for_a_person_behind_a_duty() -> None:
    register = read_register(REPOSITORY).register
    names = {issue.site.name for issue in register.issues}
    names |= {city.name for city in register.cities.values()}
    names |= {county.name for city in register.cities.values() for county in city.counties}
    for name in names:
        assert list(personal(name)) == []
    for name in {county.name for city in register.cities.values() for county in city.counties}:
        assert list(personal(f"责任人：{name}")) == []
        assert list(personal(f"负责人{name}，")) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_pages_that_speak_of_the_rules_would_not_stop_a_build(path: Path) -> None:
    assert list(personal(path.read_text(encoding="utf-8"))) == []


PIECES = ("13900000000", "陕A12345", "someone@example.invalid", "负责人王某")


@settings(deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from(PIECES), max_size=6).map("".join))
def test_any_text_can_be_looked_at(text: str) -> None:
    for found in personal(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("sort", [one for one in (*SORTS, MAIL) if one.needs], ids=lambda s: s.kind)
def test_quick_search_misses_no_text_that_the_pattern_finds(sort: Sort) -> None:
    """Each text is made from the pattern itself, so that every way of writing comes up."""

    @settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(sort.pattern.pattern))
    def needs(text: str) -> None:
        assert sort.needs
        assert sort.needs.search(text)

    needs()
    told = [one.text for one in labelled_texts() if sort.pattern.search(one.text)]
    assert [text for text in told if not list(sort.matches(text))] == []


@settings(deadline=None)
@given(st.text(alphabet="0123456789", min_size=15, max_size=18), st.sampled_from("3456"))
def test_exactly_one_last_digit_makes_a_card(digits: str, first: str) -> None:
    body = first + digits[1:]
    fitting = [last for last in "0123456789" if Personal.CARD in kinds(f"卡{body}{last}")]
    sorts = {kind for last in "0123456789" for kind in kinds(f"卡{body}{last}")}
    assert len(fitting) <= 1
    assert fitting or len(body) == 17 or Personal.LANDLINE in sorts


@settings(deadline=None)
@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_exactly_one_last_character_makes_a_credit_code(body: str) -> None:
    fitting = [last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + last)]
    assert fitting == [check_character(body)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("9135010OM000100Y43", False),
        ("", False),
    ],
)
def test_credit_code_ends_in_its_check_character(code: str, *, expected: bool) -> None:
    assert is_credit_code(code) is expected


def test_figures_over_labelled_texts() -> None:
    figures = Figures(labelled_texts())
    assert len(figures.texts) >= 300
    assert len({one.text for one in figures.texts}) == len(figures.texts)
    assert figures.recall(PLAIN) >= 0.9, figures.missed(PLAIN)
    assert figures.recall(DISGUISED) >= 0.9, figures.missed(DISGUISED)
    assert figures.precision >= 0.97, figures.false_alarms
    names = Figures([one for one in figures.texts if one.sort in (Personal.NAME, "句子", "地名")])
    assert names.recall(PLAIN) >= 0.9, names.missed(PLAIN)
    assert {one.label for one in figures.texts} == {PLAIN, DISGUISED, NONE}


def test_figures_over_sentences_of_reports() -> None:
    """Six sets, each written before it was first run: 294 name somebody, 308 do not."""
    figures = Figures(labelled_texts("names_in_sentences.tsv"))
    assert [sum(one.label == label for one in figures.texts) for label in (PLAIN, NONE)] == [
        294,
        308,
    ]
    assert figures.recall(PLAIN) >= 0.9, figures.missed(PLAIN)
    assert figures.precision >= 0.97, figures.false_alarms


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "a@",
        "王",
        "负责人王",
        "a.at ",
        "\u200b1",
        "1-",
        "姓名 ",
        "王建、",
        "电话1 ",
        "微信 a ",
        "护照",
    ],
)
def test_time_grows_with_the_length_of_a_text(piece: str) -> None:
    took = []
    for length in (20_000, 80_000):
        text = "@" + piece * (length // len(piece))
        start = process_time()
        for _ in personal(text):
            pass
        took.append(process_time() - start)
    assert took[1] < 10 * took[0] + 0.1


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("events:\n- statement: 电话029-88880000，受理更正\n", []),
        ("events:\n- note: 电话029-88880000，受理更正\n", [Personal.LANDLINE]),
        ("statement: 电话029-88880000，受理更正\n", [Personal.LANDLINE]),
        ("events:\n- statement: 电话13900000000，受理更正\n", [Personal.MOBILE]),
        ("events:\n- statement: 联系人王建国\n", [Personal.NAME]),
        ("publication: {report_to: office@example.invalid}\n", []),
        ("publication: {report_to: 029-88880000}\n", []),
        ("publication: {report_to: 手机13900000000}\n", [Personal.MOBILE]),
        ("publication: {meaning: 029-88880000}\n", [Personal.LANDLINE]),
    ],
)
def test_an_office_says_in_its_own_fields_how_it_is_reached(
    record: str, expected: list[Personal]
) -> None:
    raw = raw_file("records/x.yml", record.encode())
    assert [kind for _, _, kind in personal_texts([raw])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生态环境部", True),
        ("示例主管部门负责人", True),
        ("省生态环境厅分管负责人", True),
        ("局长办公会议", True),
        ("常务副市长", True),
        ("韩城市委", True),
        ("西安市生态环境局（长安分局）", True),
        ("党组书记", True),
        ("张伟", False),
        ("张伟局长", False),
        ("局长张伟", False),
        ("张局长", False),
        ("市局宋副局长", False),
        ("张伟（局长）", False),
        ("部领导（张伟）", False),
        ("生态环境部张伟", False),
        ("生态环境部 张伟", False),
        ("张伟 生态环境部", False),
        ("王学会", False),
        ("（）", False),
    ],
)
def test_an_office_or_a_post_is_no_person(text: str, *, expected: bool) -> None:
    assert is_office(text) is expected
