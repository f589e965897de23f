"""The record kind 专项行动: document, period, cities, calendar, oversight, publication rules.

See decisions 0003, 0033 and 0041.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import (
    Code,
    Identity,
    LineText,
    Number,
    Open,
    OpenRecord,
    PartDate,
    Since,
    Source,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf
from generator.kinds.programme.documents import Document, FurtherDocument, Principle
from generator.kinds.programme.lifecycle import Basis, LeadDepartment, Lifecycle
from generator.kinds.programme.publication import PublicationRules


class MonthlyReport(Open):
    """A report that is due each month."""

    day: int = Field(
        title="每月几日前",
        description="最迟每月几日报送；当月没有这一天的，算最后一天",
        ge=1,
        le=31,
    )
    what: Text = Field(title="报送内容", description="报什么")
    to: Text = Field(title="报送对象", description="报给哪个单位")


class YearlyReport(Open):
    """A report that is due once a year."""

    date: Word = Field(
        title="每年何日前",
        description="月和日，例如 12-25",
        pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9]|3[01])$",
    )
    what: Text = Field(title="报送内容", description="报什么")
    to: Text = Field(title="报送对象", description="报给哪个单位，抄送哪个单位")


class Reporting(Open):
    """The reports required, by whom and by when."""

    by: list[LineText] = Field(title="报送单位", description="由哪些单位报送", min_length=1)
    units: list[Text] = Field(
        default=[],
        title="报送名单",
        description="应当报送的单位，逐个写，与报送记录里的写法一致；名单没有公布的不写",
    )
    monthly: MonthlyReport | None = Field(default=None, title="月报", description="每月报送的")
    yearly: YearlyReport | None = Field(default=None, title="年报", description="每年报送的")
    recorded_from: PartDate | None = Field(
        default=None,
        title="收录起月",
        description="从哪个月起把报送记入台账，例如 2019-06；没有收录的不写，不判断按时与否",
    )
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class GroupReporting(Open):
    """The number of days after a round within which its groups report."""

    days: int = Field(
        title="各组几日以内报送",
        description="一轮结束以后几日以内报送；结束当天算第 0 日",
        ge=0,
        le=90,
    )
    basis: Basis = Field(title="各组报送的依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(
        default=None, title="各组报送的说明", description="天数的依据或疑点"
    )


class Season(Open):
    """The subjects of enforcement in one season."""

    season: Text = Field(title="季节", description="照原文，例如 春季、冬防期")
    focus: Text = Field(title="重点", description="这个季节专项执法的重点")
    months: list[Annotated[int, Field(ge=1, le=12)]] = Field(
        default=[], title="月份", description="原文写明的月份；没有写明的不填"
    )
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="有关的问题大类", description="重点对应台账里哪些问题大类；是本台账的设置"
    )


class AppraisalRules(Open):
    """The appraisals of counties and departments: how often, by whom, with which consequences."""

    by: list[LineText] = Field(default=[], title="考核单位", description="由哪些单位牵头、负责")
    subjects: list[Text] = Field(default=[], title="考核对象", description="考核哪些单位")
    what: list[Text] = Field(default=[], title="考核内容", description="考核什么，照方案")
    monthly: Text | None = Field(
        default=None, title="每月", description="每月做什么，例如 月通报；没有规定的不写"
    )
    quarterly: Text | None = Field(
        default=None, title="每季", description="每季做什么，例如 季评比；没有规定的不写"
    )
    yearly: Text | None = Field(
        default=None, title="每年", description="每年做什么，例如 年考核；没有规定的不写"
    )
    veto: Text | None = Field(
        default=None, title="一票否决", description="方案对一票否决的写法；没有规定的不写"
    )
    outcomes: list[Annotated[Word, OneOf("outcomes")]] = Field(
        default=[], title="考核后果", description="考核不合格可以有哪些后果"
    )
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class InspectionRules(Open):
    """The causes and forms of special inspections."""

    action: Annotated[Word, OneOf("actions")] = Field(
        title="措施", description="记录时用词表里的哪一种措施，例如 专项督察"
    )
    forms: list[Text] = Field(
        default=[], title="督察形式", description="方案写明的形式，例如 机动式、点穴式"
    )
    triggers: list[Text] = Field(
        title="触发情形", description="有哪些情形的开展督察，照方案逐项写", min_length=1
    )
    whom: Text | None = Field(default=None, title="督察对象", description="对哪些地方和单位")
    by: list[LineText] = Field(default=[], title="督察单位", description="由哪些单位负责")
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class QuickRules(Open):
    """The quick bulletin (工作信息快报) that an office makes from the reports of units."""

    name: LineText = Field(title="快报名称", description="例如 治污降霾工作信息快报")
    by: LineText = Field(title="编发单位", description="由哪个单位编发")
    to: list[Text] = Field(title="报送", description="报送哪些领导，只写职务", min_length=1)
    copies: list[Text] = Field(default=[], title="抄送", description="抄送哪些单位")
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


Counted = Literal["问题", "被问责区县", "目标完成率"]
"""What a rule counts in a month: issues of a county, counties of a city that were held
accountable; or what share of its target a city has reached."""


class Threshold(Open):
    """The point from which an office is affected: a number, a missed share, or a worse result."""

    office: LineText = Field(title="对象", description="达到时问责的职务，例如 副县（区）长")
    at: int | None = Field(default=None, title="达到", description="达到多少个", ge=1, le=100_000)
    below: Number | None = Field(
        default=None, title="低于", description="目标完成率低于百分之几，只写数"
    )
    worse: bool = Field(default=False, title="不降反升", description="以不降反升为条件的填 true")


class AccountabilityRule(Open):
    """One rule: its monthly count, and the thresholds in ascending order."""

    name: LineText = Field(title="规则", description="文件对这一型的叫法")
    level: Literal["区县", "市"] = Field(title="层级", description="区县或市")
    counts: Counted = Field(title="计数对象", description="问题、被问责区县或目标完成率")
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="计入的大类", description="只计这些问题大类；不填的不限"
    )
    except_groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="不计的大类", description="这些问题大类不计"
    )
    start: PartDate | None = Field(
        default=None, title="起计月份", description="从哪个月起计数；与整个规定相同的不填"
    )
    last: int | None = Field(
        default=None, title="排名后几位", description="同时要求排名在最后几位的填写", ge=1, le=100
    )
    thresholds: list[Threshold] = Field(title="阈值", description="由轻到重，逐级写", min_length=1)
    counting: Annotated[Word, OneOf("bases")] = Field(
        title="口径依据", description="计入哪些问题：见于公开文本，还是本台账的设置"
    )
    note: Text | None = Field(default=None, title="说明", description="口径上需要说明的事")


class CityResult(Open):
    """The published result of a city."""

    city: Code = Field(title="城市代码", description="六位代码，加引号")
    start: PartDate = Field(title="起", description="所覆盖时段的首日或首月")
    end: PartDate = Field(title="止", description="所覆盖时段的末日或末月")
    change: Number | None = Field(
        default=None, title="同比", description="浓度比上年同期变化百分之几，下降的写负数"
    )
    share: Number | None = Field(
        default=None, title="目标完成率", description="完成改善目标的百分之几，只写数"
    )
    rank: int | None = Field(default=None, title="名次", description="从好到差第几名", ge=1, le=999)
    of: int | None = Field(
        default=None, title="排名城市数", description="多少个城市排名", ge=1, le=999
    )
    source: Since[Source] = Field(title="来源", description="这些数字的出处")


class AccountabilityTable(Open):
    """One edition of the rules, with the period in which it applies."""

    name: LineText = Field(title="名称", description="这一版规则的名称")
    document: Text | None = Field(
        default=None, title="文件", description="规定的名称和文号；没有公布的不填"
    )
    start: Since[PartDate] = Field(title="起", description="从何时起适用；只知年月的写到月")
    end: PartDate | None = Field(default=None, title="止", description="到何时为止；不清楚的不填")
    basis: Annotated[Word, OneOf("bases")] | None = Field(
        default=None, title="依据", description="阈值见于公开文本，还是本台账的设置"
    )
    unpublished: bool = Field(
        default=False, title="未公开", description="阈值没有公布的填 true，不写规则"
    )
    programmes: list[Word] = Field(
        default=[], title="计入的行动", description="哪些行动的问题计入；只计本行动的不填"
    )
    rules: list[AccountabilityRule] = Field(
        default=[], title="规则", description="阈值没有公布的不写"
    )
    results: list[CityResult] = Field(
        default=[], title="公布的结果", description="公布过的各市目标完成情况"
    )
    note: Text | None = Field(default=None, title="说明", description="其他需要说明的事")
    source: Source | None = Field(default=None, title="来源", description="这些规则的出处")


class Period(Open):
    """First and last day; each as exact as it is known."""

    start: PartDate = Field(title="起", description="首日；只知年月的写到月")
    end: PartDate | None = Field(default=None, title="止", description="末日；没有公布的不写")
    note: Text | None = Field(default=None, title="期限说明", description="起止日期的依据或疑点")


class GroupKind(Open):
    """One kind of inspection group, with its letter in issue IDs."""

    letter: Word = Field(title="代号", description="问题编号中的一个大写字母", pattern=r"^[A-Z]$")
    name: LineText = Field(title="名称", description="例如 中心组、普通组、特别组")
    count: int | None = Field(
        default=None,
        title="组数",
        description="公布的组数，轮换的行动写每轮几个；没有公布的不填",
        ge=1,
        le=999,
    )
    numbered: bool = Field(
        default=True, title="是否编号", description="编号的写 P01、P02；不编号的只写字母"
    )
    published: bool = Field(
        default=False, title="取自公开材料", description="填 true 的，每个问题都必须写明来源"
    )
    meaning: Text | None = Field(default=None, title="说明", description="这类组做什么")


class Department(Open):
    """A department that takes part, and its subjects in the programme."""

    name: LineText = Field(title="部门", description="司局、厅局的名称")
    media: list[Annotated[Word, OneOf("media")]] = Field(
        default=[], title="有关的要素", description="没有公开对应关系的不填"
    )
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="有关的问题大类", description="没有公开对应关系的不填"
    )
    fields: list[Annotated[Word, OneOf("task_fields")]] = Field(
        default=[], title="有关的任务领域", description="没有公开对应关系的不填"
    )
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="方案要它做什么")


class OneList(Open):
    """The one list (一张清单) in which a programme gathers all issues of a city."""

    name: LineText = Field(title="名称", description="清单叫什么")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="清单怎样形成、列些什么")


class Programme(OpenRecord):
    """One inspection programme (专项行动)."""

    id: Word = Field(
        title="编号",
        description="两到四个大写字母加两位年份，例如 LT19",
        pattern=r"^[A-Z]{2,4}[0-9]{2}$",
    )
    name: Identity[LineText] = Field(title="名称", description="行动的正式名称")
    called: list[LineText] = Field(
        default=[], title="又称", description="通报和表格中对本行动的其他叫法，导入时据此辨认"
    )
    issuer: LineText = Field(title="组织单位", description="部署这次行动的机关")
    document: Document | None = Field(
        default=None, title="依据文件", description="没有查到文件的不写，并在说明中写明"
    )
    further_documents: list[FurtherDocument] = Field(
        default=[], title="其他文件", description="依据文件以外的有关文件，例如实施细则"
    )
    principles: list[Principle] = Field(
        default=[],
        title="原则和要求",
        description="文件写明的工作原则、纪律和各方的责任，不是办理步骤的；一项一条",
    )
    period: Period = Field(title="起止", description="行动的起止时间")
    province: LineText | None = Field(
        default=None,
        title="省份",
        description="省、市自己的行动写所在的省份；全国的和跨省的不写。几个行动在表格里叫法相同时，"
        "导入据此辨认",
    )
    supports: Word | None = Field(
        default=None,
        title="配合的行动",
        description="本行动配合保障哪个行动，写那个行动的编号，例如 LT19；不是的不写",
        pattern=r"^[A-Z]{2,4}[0-9]{2}$",
    )
    cadence_days: int | None = Field(
        default=None, title="轮次天数", description="一轮多少天；没有轮次的不写", ge=1, le=366
    )
    overlap_days: int | None = Field(
        default=None,
        title="压茬天数",
        description="相邻两轮重叠几天：交接的日子两轮都算；首尾相接、没有重叠的不写",
        ge=1,
        le=365,
    )
    cities: list[Code] | None = Field(
        default=None, title="城市名单", description="城市代码；名单没有公开的不写"
    )
    media: list[Annotated[Word, OneOf("media")]] = Field(
        title="要素", description="行动涉及的环境要素", min_length=1
    )
    group_kinds: list[GroupKind] = Field(
        title="组别", description="工作组的类型；问题编号里的字母由此而来", min_length=1
    )
    method: list[Annotated[Word, OneOf("steps")]] = Field(
        default=[], title="工作法", description="方案写明的几步工作法，按先后排列"
    )
    task_fields: list[Annotated[Word, OneOf("task_fields")]] = Field(
        default=[], title="任务领域", description="方案写明要摸排进展的任务领域"
    )
    sponsor_roles: list[Text] = Field(
        default=[], title="包保职责", description="共同包保一个城市的各方，每方一个单位"
    )
    team_confirmations: list[Annotated[Word, OneOf("confirmations")]] = Field(
        default=[], title="工作组确认事项", description="每个城市的工作组须确认的事项，只列名称"
    )
    departments: list[Department] = Field(
        default=[], title="参与部门", description="统筹协调或者参加的部门；没有公开的不写"
    )
    departments_called: Text = Field(
        default="部内司局", title="部门统称", description="页面怎样称这些部门，例如 省直部门"
    )
    lead_departments: list[LeadDepartment] = Field(
        default=[],
        title="行业牵头部门",
        description="文件规定地方哪个部门负责哪类问题的填写；没有规定的不写",
    )
    origins: list[Annotated[Word, OneOf("origins")]] = Field(
        default=[], title="问题由来", description="清单所列问题的几种由来；没有规定的不写"
    )
    one_list: OneList | None = Field(
        default=None, title="问题清单", description="一个城市一张清单的行动填写；每张一页"
    )
    lifecycle: Lifecycle | None = Field(
        default=None,
        title="办理流程",
        description="问题从发现到办结的步骤；没有问题记录的行动可以不写",
    )
    lifecycle_of: Word | None = Field(
        default=None,
        title="共用办理流程",
        description="照哪个共用办理流程办理，写它的编号，例如 LC-01；写了的不再写 lifecycle",
        pattern=r"^LC-[0-9]{2}$",
    )
    publication: PublicationRules | None = Field(
        default=None,
        title="公开规则",
        description="哪些步骤可以公开、公开多久；没有写的行动，工作组发现的问题都不公开",
    )
    reporting: Reporting | None = Field(
        default=None, title="报送", description="方案规定的月报、年报；没有规定的不写"
    )
    group_reporting: GroupReporting | None = Field(
        default=None,
        title="各组报送期限",
        description="一轮结束以后几日以内报送；天数没有公布、也没有设置的不写，不判断早晚",
    )
    seasons: list[Season] = Field(
        default=[], title="分季节执法", description="方案规定的各季节专项执法重点"
    )
    grid: list[Text] = Field(
        default=[], title="网格", description="网格化监管的层级，从上到下，照原文"
    )
    appraisal: AppraisalRules | None = Field(
        default=None,
        title="考核评比",
        description="方案规定的月通报、季评比、年考核和后果；没有规定的不写",
    )
    inspection: InspectionRules | None = Field(
        default=None, title="专项督察", description="什么情形开展专项督察；没有规定的不写"
    )
    quick: QuickRules | None = Field(
        default=None, title="工作信息快报", description="谁编发快报、报送谁；没有规定的不写"
    )
    accountability: list[AccountabilityTable] = Field(
        default=[],
        title="量化问责",
        description="量化问责的阈值，一个时期一版；阈值没有公布的写明未公开",
    )
    scale: Text | None = Field(default=None, title="规模", description="组数、人数等公开的数字")
    unpublished: list[Text] = Field(
        default=[], title="没有公开的", description="没有公开文本、本台账不作推断的事项"
    )
    note: Text | None = Field(default=None, title="说明", description="其他需要说明的事")
    sources: list[Source] = Field(title="来源", description="以上各项的出处", min_length=1)

    @property
    def document_titles(self) -> list[str]:
        """Return the titles of its document, of further ones, and of its sources."""
        documents = [self.document] if self.document else []
        return [
            *(one.title for one in documents),
            *(one.title for one in self.further_documents),
            *(one.title for one in self.sources),
        ]

    @property
    def step_days(self) -> int | None:
        """Return the days from the start of a round to that of the next; None without rounds.

        At least 1: that the overlap is shorter than the round is judged by a rule.
        """
        if self.cadence_days is None:
            return None
        return max(1, self.cadence_days - (self.overlap_days or 0))

    def next_round_days(self, end: date) -> tuple[date, date] | None:
        """Return the days of the round after one that ends on `end`; None without rounds."""
        if self.cadence_days is None or self.step_days is None:
            return None
        last = end + timedelta(self.step_days)
        return last - timedelta(self.cadence_days - 1), last

    def has_ended(self, day: date) -> bool:
        """Return whether its last day has certainly passed on a day."""
        return self.period.end is not None and self.period.end.latest < day

    def is_published(self, letter: str) -> bool:
        """Return whether groups of this letter are for issues that others had published already."""
        return any(kind.published for kind in self.group_kinds if kind.letter == letter)

    def group_name(self, code: str) -> str:
        """Return 普通组 5 for `P05`, 中心组 for `Z`; a code of no kind of group as it is."""
        names = {kind.letter: kind.name for kind in self.group_kinds}
        name, number = names.get(code[:1]), code[1:].lstrip("0")
        return f"{name} {number}".rstrip() if name else code
