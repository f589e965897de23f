"""What a campaign says of its appraisal, of special inspections and of its quick bulletin."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import Open, Text, Word
from generator.core.vocabulary import OneOf
from generator.kinds.programme.lifecycle import Basis


class AppraisalRules(Open):
    """How often counties and departments are appraised, by whom, and what can follow."""

    by: list[Text] = Field(default=[], title="考核单位", description="由哪些单位牵头、负责")
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
    """What calls for a special inspection, and in which forms it is made."""

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
    by: list[Text] = Field(default=[], title="督察单位", description="由哪些单位负责")
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class QuickRules(Open):
    """The quick bulletin (工作信息快报) that an office makes of what units report."""

    name: Text = Field(title="快报名称", description="例如 治污降霾工作信息快报")
    by: Text = Field(title="编发单位", description="由哪个单位编发")
    to: list[Text] = Field(title="报送", description="报送哪些领导，只写职务", min_length=1)
    copies: list[Text] = Field(default=[], title="抄送", description="抄送哪些单位")
    clause: Text | None = Field(default=None, title="条款", description="方案中的条号")
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
