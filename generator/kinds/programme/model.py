"""The record kind 专项行动: one inspection campaign with its document, period and cities."""

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.core.fields import Code, Open, OpenRecord, PartDate, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.programme.lifecycle import Basis, Lifecycle
from generator.model.accountability import AccountabilityTable
from generator.model.calendar import GroupReporting, Reporting, Season
from generator.model.oversight import AppraisalRules, InspectionRules, QuickRules
from generator.model.publication import Publication
from generator.model.source import Source


class Document(Open):
    """The document by which a campaign was ordered."""

    title: Text = Field(title="文件名称", description="印发的方案或通知，写全称")
    number: Text | None = Field(
        default=None, title="文号", description="年份用六角括号，例如 环督察〔2017〕115号"
    )
    issued: PartDate | None = Field(default=None, title="印发日期", description="只知年月的写到月")


class Period(Open):
    """From when to when; each end as exact as it is known."""

    start: PartDate = Field(title="起", description="首日；只知年月的写到月")
    end: PartDate | None = Field(default=None, title="止", description="末日；没有公布的不写")
    note: Text | None = Field(default=None, title="期限说明", description="起止日期的依据或疑点")


class GroupKind(Open):
    """One kind of inspection group, and the letter that stands for it in issue IDs."""

    letter: Word = Field(title="代号", description="问题编号中的一个大写字母", pattern=r"^[A-Z]$")
    name: Text = Field(title="名称", description="例如 中心组、普通组、特别组")
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
        default=False, title="取自公开材料", description="填 true 的，每条问题都必须写明来源"
    )
    meaning: Text | None = Field(default=None, title="说明", description="这类组做什么")


class Department(Open):
    """A department that takes part, and what of a campaign concerns it."""

    name: Text = Field(title="部门", description="司局、厅局的名称")
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
    """The one list (一张清单) in which a campaign gathers all problems of a city."""

    name: Text = Field(title="名称", description="清单叫什么")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="清单怎样形成、列些什么")


class Programme(OpenRecord):
    """One inspection campaign (专项行动)."""

    id: Word = Field(
        title="编号",
        description="两到四个大写字母加两位年份，例如 LT19",
        pattern=r"^[A-Z]{2,4}[0-9]{2}$",
    )
    name: Text = Field(title="名称", description="行动的正式名称")
    called: list[Text] = Field(
        default=[], title="又称", description="通报和表格中对本行动的其他叫法，导入时据此辨认"
    )
    issuer: Text = Field(title="组织单位", description="部署这次行动的机关")
    document: Document | None = Field(
        default=None, title="依据文件", description="没有查到文件的不写，并在说明中写明"
    )
    period: Period = Field(title="起止", description="行动的起止时间")
    supports: Word | None = Field(
        default=None,
        title="配合的行动",
        description="本行动配合保障哪个行动，写那个行动的编号，例如 LT19；不是的不写",
        pattern=r"^[A-Z]{2,4}[0-9]{2}$",
    )
    cadence_days: int | None = Field(
        default=None, title="轮次天数", description="一轮多少天；没有轮次的不写", ge=1, le=366
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
    origins: list[Annotated[Word, OneOf("origins")]] = Field(
        default=[], title="问题由来", description="清单所列问题的几种由来；没有规定的不写"
    )
    one_list: OneList | None = Field(
        default=None, title="问题清单", description="一个城市一张清单的行动填写；每张一页"
    )
    lifecycle: Lifecycle | None = Field(
        default=None,
        title="办理流程",
        description="问题从发现到了结的步骤；没有问题记录的行动可以不写",
    )
    publication: Publication | None = Field(
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

    def has_ended(self, day: date) -> bool:
        """Whether its last day has surely passed on a day."""
        return self.period.end is not None and self.period.end.latest < day

    def is_published(self, letter: str) -> bool:
        """Whether groups of this letter stand for what others had published already."""
        return any(kind.published for kind in self.group_kinds if kind.letter == letter)
