"""Whether a text says anything that a reader could take for a reason."""

import unicodedata
from collections.abc import Iterable

_FILLERS = (
    *("修改", "改正", "纠正", "变更", "调整", "订正", "取消", "豁免", "免除"),
    *("理由", "原因", "备注", "说明", "情况", "字段", "内容", "记录", "数据", "信息", "问题"),
    *("错误", "有误", "同上", "如上", "见上", "如题", "其它", "需要", "按要求", "根据"),
    *(
        "因为",
        "由于",
        "进行",
        "没有",
        "不详",
        "暂无",
        "无",
        "略",
        "等",
        "的",
        "了",
        "已",
        "此",
        "该",
    ),
)
"""Words that only say that there is a reason, or what was done."""

_FEWEST = 2
"""Different characters that a reason has besides: 笔误, 重复."""


def says_nothing(text: str, repeated: Iterable[str] = ()) -> bool:
    """Return whether a text only repeats some words, or holds no words of Chinese at all."""
    rest = unicodedata.normalize("NFKC", text)
    for word in sorted({*_FILLERS, *repeated} - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len({one for one in rest if unicodedata.name(one, "").startswith("CJK UN")}) < _FEWEST
