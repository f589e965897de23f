"""The record kind 问题: one issue that was found, and its events since.

See decision 0027.
"""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import (
    UNIT_ID,
    Appended,
    Code,
    CreditCode,
    Day,
    Fact,
    FieldNames,
    FirstEntry,
    Identity,
    Letter,
    LineText,
    Number,
    Numbered,
    Origin,
    PartDate,
    Public,
    Record,
    Shape,
    Since,
    Source,
    Text,
    Word,
    names_in,
)
from generator.core.serials import SERIAL
from generator.core.vocabulary import OneOf

_ID = rf"^[A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{6}}-R[0-9]{{2}}-[A-Z]([0-9]{{2}})?-{SERIAL}$"


class Place(Shape):
    """The place of an issue, with name and code as of that day."""

    county: Public[Code | None] = Field(
        default=None, title="区县代码", description="当日的六位代码，加引号"
    )
    name: Public[LineText] = Field(title="区县名称", description="当日的名称，不改成现在的名称")


Datum = Literal["GCJ-02", "WGS-84", "CGCS2000"]
"""The system of coordinates; the first one is that of maps in this country, shifted by up to 1 km.
"""


class Position(Shape):
    """The coordinates of a site, in decimal degrees within the country."""

    latitude: Annotated[Number, Field(ge=3, le=54)] = Field(
        title="纬度", description="十进制的度，例如 34.2658；3 到 54"
    )
    longitude: Annotated[Number, Field(ge=73, le=136)] = Field(
        title="经度", description="十进制的度，例如 108.9541；73 到 136"
    )
    datum: Datum = Field(
        title="坐标系",
        description="高德、腾讯地图是 GCJ-02，手机定位是 WGS-84，测绘成果是 CGCS2000",
    )


class Site(Shape):
    """The place or enterprise where the issue was found."""

    name: Public[LineText] = Field(title="点位名称", description="企业、工地、村庄等的名称，照通报")
    credit_code: Public[CreditCode | None] = Field(
        default=None,
        title="统一社会信用代码",
        description="18 位，最后一位是校验码，加引号；原文没有的不填",
    )
    kind: Public[Annotated[Word, OneOf("site_kinds")] | None] = Field(
        default=None, title="点位类型", description="原文没有写明的不填"
    )
    masked: Public[bool] = Field(
        default=False, title="名称已改写", description="字号中含自然人姓名、已改写的填 true"
    )
    town: Public[LineText | None] = Field(
        default=None, title="乡镇、街道", description="所在乡镇或者街道；不写门牌和个人住址"
    )
    position: Position | None = Field(
        default=None, title="坐标", description="纬度、经度和坐标系；不对外公开"
    )


class Quantity(Shape):
    """A quantity with its unit."""

    value: Public[Number] = Field(title="数量", description="一个数，不带单位")
    unit: Public[Annotated[Word, OneOf("units")]] = Field(
        title="单位", description="家、个、台、处、件等"
    )

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}"


class Responsible(Shape):
    """Who has to see to it: the county or zone in charge, and the department in charge."""

    place: LineText | None = Field(
        default=None,
        title="属地责任单位",
        description="负责的区县、开发区；就是问题所在区县的不填",
    )
    department: LineText | None = Field(
        default=None, title="行业牵头部门", description="负责这类问题的部门；行动已按类别规定的不填"
    )
    unit: LineText | None = Field(
        default=None, title="责任主体", description="负责整改的企业、机构，照文件；没有写明的不填"
    )


class Relation(Shape):
    """Another issue with which this one has to do; each of the two records names the other."""

    kind: Public[Annotated[Word, OneOf("relations")]] = Field(
        title="与有关问题的关系", description="本问题与那一个是什么关系，例如 反弹自"
    )
    id: Public[Word] = Field(
        title="有关问题",
        description="那一个问题的编号",
        pattern=_ID,
    )


class Event(Shape):
    """One step of an issue's history, on the day when it happened."""

    date: Public[Since[PartDate]] = Field(
        title="日期", description="事情发生的日期；只知年月的写到月"
    )
    not_after: Public[bool] = Field(
        default=False,
        title="不晚于",
        description="公开材料没有写明哪一天发生的，日期写发布日期，这里填 true",
    )
    step: Public[Annotated[Word, OneOf("steps")]] = Field(title="步骤", description="做了哪一步")
    by: Public[LineText | None] = Field(
        default=None, title="单位", description="由谁做；原文没有写明的不填"
    )
    result: Public[Annotated[Word, OneOf("results")] | None] = Field(
        default=None, title="结论", description="这一步得出的结论"
    )
    letter: Letter | None = Field(
        default=None, title="文号", description="督办函等的文号，例如 环办执法函〔2019〕12号"
    )
    plan_due: PartDate | None = Field(
        default=None, title="方案期限", description="整改方案最迟何日上报；只知年月的写到月"
    )
    due: PartDate | None = Field(
        default=None,
        title="整改期限",
        description="整改最迟何日完成；只知年月的写到月，到那个月的最后一天为止",
    )
    unit: LineText | None = Field(
        default=None, title="承办单位", description="分办给哪个单位，写全称；只写单位，不写姓名"
    )
    unit_due: Day | None = Field(
        default=None, title="分办期限", description="地方要求承办单位最迟何日办完；过了不算逾期"
    )
    applied_on: PartDate | None = Field(
        default=None, title="申请日期", description="责任单位何日申请销号；只知年月的写到月"
    )
    application: Letter | None = Field(
        default=None, title="申请文号", description="销号申请的文号，没有的不填"
    )
    reviewed_on: PartDate | None = Field(
        default=None, title="销号审核日期", description="何日审核签字；只知年月的写到月"
    )
    reviewed_by: LineText | None = Field(
        default=None, title="销号审核单位", description="由谁审核签字；只写单位和职务，不写姓名"
    )
    review_letter: Letter | None = Field(
        default=None, title="审核文号", description="销号审核意见的文号，没有的不填"
    )
    notice_from: Public[Day | None] = Field(
        default=None, title="公示起日", description="整改销号从何日起公示"
    )
    notice_until: Public[Day | None] = Field(
        default=None, title="公示止日", description="公示到何日为止，含当日"
    )
    notice_at: Public[LineText | None] = Field(
        default=None, title="公示载体", description="在哪里公示，例如 西安市人民政府网站"
    )
    approved_by: LineText | None = Field(
        default=None, title="批准单位", description="曝光由谁批准；只写单位和职务，不写姓名"
    )
    people: Public[int | None] = Field(
        default=None,
        title="涉及人数",
        description="问责、约谈、行政拘留等涉及多少人；只写人数，不写姓名",
        ge=1,
        le=99_999,
    )
    grade: Public[Annotated[Word, OneOf("grades")] | None] = Field(
        default=None, title="公开等级", description="曝光的等级，决定公开最长多久"
    )
    publish_from: Public[Day | None] = Field(
        default=None, title="公开起日", description="从何日起公开点位名称"
    )
    publish_until: Public[Day | None] = Field(
        default=None, title="公开止日", description="公开到何日为止，含当日；期满后不再显示名称"
    )
    releases: FieldNames | None = Field(
        default=None,
        title="公开的照片",
        description="曝光时一并公开证据里的哪几张照片，写文件名，几张用顿号隔开，或者写成列表；"
        "照片须已遮挡；没有写的都不公开",
    )
    corrects: FieldNames | None = Field(
        default=None,
        title="更正字段",
        description="更正的是哪些字段，例如 site.name、found；几个用顿号隔开，或者写成列表；"
        "理由写在备注",
    )
    statement: Public[Text | None] = Field(
        default=None,
        title="公开说明",
        description="向社会公开的话：企业说明的内容，更正、修复、撤下的理由",
    )
    words: Public[Text | None] = Field(
        default=None, title="据通报", description="公开材料写这一步的原话；不是取自公开材料的不填"
    )
    source: Public[int | None] = Field(
        default=None,
        title="依据来源",
        description="据第几个来源，从 1 数起；不是取自公开材料的不填",
        ge=1,
        le=99,
    )
    same_as: Public[int | None] = Field(
        default=None,
        title="同一件事",
        description="后来的公开材料又写到、写得更详的，填是前面第几步，从 1 数起；计数只算一次",
        ge=1,
        le=99,
    )
    note: Text | None = Field(
        default=None, title="备注", description="需要说明的事、理由；不对外公开"
    )

    @property
    def corrected(self) -> frozenset[str]:
        """Return the fields that it corrects; of `place.name` the field is `place`."""
        return frozenset(name.partition(".")[0] for name in names_in(self.corrects))


CLOSING = (
    *("applied_on", "application", "reviewed_on", "reviewed_by", "review_letter"),
    *("notice_from", "notice_until", "notice_at"),
)
"""The fields of an event that tell how an issue came to be closed: application, review, notice."""

EVIDENCE_NAME = r"^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff_-]{0,59}\.[a-z]{3,4}$"
"""The name of a file of evidence: no folders, no blanks, nothing that a system takes otherwise."""


class Evidence(Shape):
    """A photograph or document that shows what a step says; the file lies beside the records.

    What it is about is named by the number of the step: events do not change once they are merged,
    and evidence often comes later. The list is internal as a whole; of a photograph that an
    exposure releases, the fields marked as public are shown. See decision 0114.
    """

    step: int = Field(
        title="第几步", description="是经过里第几步的证据，从 1 数起；发现时拍的是 1", ge=1, le=99
    )
    file: Word = Field(
        title="证据文件",
        description="证据文件夹里的文件名，例如 整改前-1.jpg；用汉字、字母、数字、- 和 _，不写路径",
        pattern=EVIDENCE_NAME,
    )
    sha256: Word = Field(
        title="校验值",
        description="文件的 SHA-256，64 位小写十六进制，由 lantian evidence add 算出",
        pattern=r"^[0-9a-f]{64}$",
    )
    shows: Public[LineText] = Field(
        title="证据内容",
        description="照片或者文件说明什么，一句话；不写姓名、电话和车牌；照片公开时一并公开",
    )
    moment: Public[Annotated[Word, OneOf("moments")] | None] = Field(
        default=None, title="时点", description="整改前还是整改后；文件等不分时点的不填"
    )
    taken_by: LineText | None = Field(
        default=None, title="拍摄单位", description="由谁拍摄、出具；只写单位和职务，不写姓名"
    )
    taken_on: Since[Day | None] = Field(
        default=None, title="拍摄日期", description="何日拍摄、出具"
    )
    masked: bool = Field(
        default=False,
        title="已遮挡",
        description="文件里的人脸、车牌、证件已经遮挡或者没有的填 true；公开的照片必须是 true",
    )


EVIDENCE_MOST = 60
"""Files of evidence of one issue."""


class Issue(Record):
    """One issue found at one place."""

    id: Public[Word] = Field(
        title="编号",
        description="行动-城市代码-轮次-组别-序号，例如 LT19-610100-R05-P03-012",
        pattern=_ID,
    )
    kind: Public[Fact[Annotated[Word, OneOf("kinds")]]] = Field(
        title="问题形态", description="点位问题或集群"
    )
    place: Public[Identity[Place | None]] = Field(
        default=None, title="区县", description="只知道城市、不知道区县的不填"
    )
    other_places: Public[Fact[list[Place]]] = Field(
        default=[],
        title="其他区县",
        description="问题还涉及同城的哪些区县；主要的一个写在 place，统计时只算主要的",
    )
    site: Public[Identity[Site]] = Field(title="点位", description="在哪里发现的")
    unit: Word | None = Field(
        default=None,
        title="单位档案编号",
        description="这家单位的档案，例如 U610100-001；没有建档的不填",
        pattern=UNIT_ID,
    )
    receipt_number: LineText | None = Field(
        default=None, title="信访受理编号", description="信访、举报等的受理编号，照原件"
    )
    dispatch_number: LineText | None = Field(
        default=None, title="上级交办编号", description="上级交办时的编号，照原件"
    )
    trigger: Annotated[Word, OneOf("triggers")] | None = Field(
        default=None, title="发现方式", description="原文没有写明的不填"
    )
    comes_from: Annotated[Word, OneOf("origins")] | None = Field(
        default=None, title="问题由来", description="行动所列几种由来中的一种；没有规定的不填"
    )
    category: Public[Fact[Annotated[Word, OneOf("categories")]]] = Field(
        title="问题类别", description="从词表中选一个"
    )
    other_categories: Public[Fact[list[Annotated[Word, OneOf("categories")]]]] = Field(
        default=[],
        title="其他类别",
        description="还属于哪些类别；主要的一个写在 category，统计时只算主要的",
    )
    medium: Public[Fact[Annotated[Word, OneOf("media")]]] = Field(
        title="要素", description="涉及的环境要素"
    )
    other_media: Public[Fact[list[Annotated[Word, OneOf("media")]]]] = Field(
        default=[],
        title="其他要素",
        description="还涉及哪些要素；主要的一个写在 medium，统计时只算主要的",
    )
    quantity: Public[Fact[Quantity | None]] = Field(
        default=None, title="数量", description="台数、处数等"
    )
    capacity: Public[Fact[Quantity | None]] = Field(
        default=None, title="规模", description="数量以外的规模，例如 4 蒸吨、30 万吨/年、20 亩"
    )
    found: Public[Fact[Text]] = Field(title="问题描述", description="发现了什么，只写事实")
    demand: Public[Fact[Text | None]] = Field(
        default=None, title="整改要求", description="要求对方做什么"
    )
    goal: Public[Fact[Text | None]] = Field(
        default=None, title="整改目标", description="整改要达到什么；文件没有写明的不填"
    )
    measures: Public[Text | None] = Field(
        default=None, title="整改措施", description="整改方案所定的措施；文件没有写明的不填"
    )
    target_date: Public[PartDate | None] = Field(
        default=None,
        title="整改年限",
        description="整改方案所定的完成年限，只知年月的写到月，只知年份的写到年；不据此算逾期",
    )
    lasting: Public[bool] = Field(
        default=False, title="长期坚持", description="完成以后还要长期坚持的填 true"
    )
    responsible: Responsible | None = Field(
        default=None, title="责任单位", description="属地和行业牵头部门；文件没有写明的不填"
    )
    handling: Public[Text | None] = Field(
        default=None, title="处置情况", description="公开材料所载、没有写明日期的处置"
    )
    round_stated: Public[Text | None] = Field(
        default=None, title="原文轮次", description="公开材料对轮次或阶段的写法，照录"
    )
    round_inferred: int | None = Field(
        default=None, title="推算轮次", description="按日期推算的轮次，仅供参考", ge=1, le=99
    )
    sources: Public[Numbered[list[Source]]] = Field(
        default=[], title="来源", description="公开案例必须写明出处"
    )
    relations: Public[Appended[list[Relation]]] = Field(
        default=[],
        title="有关的问题",
        description="重复、反弹、举一反三的另一个问题；两条记录互相写明，只在末尾追加",
    )
    origin: Identity[Origin | None] = Field(
        default=None, title="导入来源", description="由导入命令填写"
    )
    evidence: Appended[list[Evidence]] = Field(
        default=[],
        title="证据",
        description="各步的照片和文件，只在末尾追加；文件放在 records 旁边的 evidence 文件夹里",
        max_length=EVIDENCE_MOST,
    )
    events: Public[Annotated[Appended[list[Event]], FirstEntry(True, ("date", "by"))]] = Field(
        title="经过", description="按先后排列，只在末尾追加", min_length=1
    )

    @property
    def programme_id(self) -> str:
        """Return the programme in which it was found."""
        return self.id.partition("-")[0]

    @property
    def city_id(self) -> str:
        """Return the code of the city where it was found."""
        return self.id.split("-", 2)[1]

    @property
    def round_number(self) -> int:
        """Return the round in its ID; 0 where the programme has none or it is unknown."""
        return int(self.id.split("-")[2][1:])

    @property
    def group_letter(self) -> str:
        """Return the letter of the kind of group that found it."""
        return self.id.split("-")[3][0]

    @property
    def found_on(self) -> PartDate:
        """Return the date of its first event."""
        return self.events[0].date

    def taken(self, steps: Collection[str]) -> list[Event]:
        """Return its events that take one of these steps, in order."""
        return [event for event in self.events if event.step in steps]


def ledger_of(issue_id: str) -> str:
    """Return the ledger that holds the issue of this ID: `DC17-130200-R11`."""
    return "-".join(issue_id.split("-", 3)[:3])


_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_LENGTH = 18


def check_character(code: str) -> str | None:
    """Return the check character of the first 17; None where one of them is in no code."""
    values = [_VALUES.get(sign) for sign in code[: _LENGTH - 1]]
    total = 0
    for position, value in enumerate(values):
        if value is None:
            return None
        total += value * pow(3, position, len(_SIGNS))
    return _SIGNS[-total % len(_SIGNS)]


def is_credit_code(code: str) -> bool:
    """Return whether it is a code of 18 characters that ends in its check character."""
    return len(code) == _LENGTH and check_character(code) == code[-1]
