"""Whether a text says anything that a reader could take for a reason."""

import re
import unicodedata
from collections.abc import Iterable

_EDITING = (
    *(
        "修改",
        "更改",
        "改正",
        "纠正",
        "变更",
        "变动",
        "调整",
        "订正",
        "修正",
        "修订",
        "校正",
    ),
    *("勘误", "纠错", "改错", "改动", "改过", "改为", "改成", "改一", "改下", "改改", "改了"),
    *(
        "更新",
        "编辑",
        "完善",
        "补充",
        "补录",
        "录入",
        "输入",
        "填写",
        "优化",
        "处理",
        "操作",
        "提交",
        "保存",
        "整理",
    ),
    *("重新", "重录", "重写", "重填", "再次", "测试", "试验", "试试", "试一", "试用", "练习"),
    *("取消", "豁免", "免除", "删除", "增加", "添加", "删去", "删改"),
)
"""Words for what was done to the record."""

_TYPING = re.compile(
    "更[正改]|其[他它]|(?:录入|输入|填写|填报|登记|书写|抄写|打字|录|输|填|记|写|打|抄|搞|弄|看|改|做|报)"
    "(?:的时候|时|得)?(?:错误|有误|失误|错|误)|[手笔口]误|误[写录填记抄]|(?:错误|错|误)(?:录入|填写|填报)"
)
"""What only says that it was typed wrongly; not what."""

_SUBJECTS = (
    *("理由", "原因", "备注", "说明", "情况", "字段", "内容", "记录", "数据", "信息", "问题"),
    *("数字", "数值", "名称", "日期", "时间", "文字", "口径", "分类", "范围", "统计"),
    *("原来", "原有", "之前", "此前", "上次", "刚才", "今天", "昨天", "地方", "部分", "件事"),
)
"""Words for that something of a record was wrong; not which part of it, nor how."""

_EMPTY = (
    *(
        "错误",
        "有误",
        "失误",
        "错了",
        "不对",
        "不准确",
        "不正确",
        "不同",
        "不一样",
        "不一致",
        "区别",
    ),
    *("同上", "如上", "见上", "如题", "其它", "需要", "按要求", "根据", "因为", "由于"),
    *("进行", "没有", "不详", "暂无", "另一", "另外", "同一", "相同", "不是", "说的", "一下"),
)
"""Words that only say that there is a reason."""

_PARTICLES = "无略现等的了已此该这那些一再又就都也还才吧啊呢么请我你您他与和及是有个处项条次遍点下"
"""Signs that say nothing alone."""

_FEWEST = 2
"""Different characters that a reason has besides: 重复, 停产."""


def says_nothing(text: str, repeated: Iterable[str] = ()) -> bool:
    """Return whether a text only repeats some words, or holds no words of Chinese at all.

    Words of editing alone (更改, 录入错误, 测试) are none: a reason tells what was wrong.
    """
    rest = "".join(filter(_is_chinese, unicodedata.normalize("NFKC", text)))
    rest = _TYPING.sub("", rest)
    for word in sorted({*_EDITING, *_SUBJECTS, *_EMPTY, *repeated} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(set(rest).difference(_PARTICLES)) < _FEWEST


def _is_chinese(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("CJK UN")
