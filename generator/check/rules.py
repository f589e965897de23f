"""The rule table: every rule of the register, one line each.

A letter for the part that it looks at: F file, Y writing, S shape, I identity, R references,
W words, D dates and sources, T steps, P persons; C a change, which `check --base` looks at. Codes
are never given twice; a rule that goes leaves its number unused.
"""

from generator.check import (
    appended,
    dates,
    frozen,
    identity,
    kept,
    merging,
    paths,
    privacy,
    reading,
    references,
    shape,
    sources,
    transitions,
    words,
)
from generator.check.rule import Checked, Rule
from generator.findings import Severity
from generator.model.proposal import Proposal

WARNING = Severity.WARNING

RULES = (
    Rule("F01", "odd-path", "路径里有不能用的字符", paths.odd_path),
    Rule("F02", "stray-file", "不属于任何一类记录的文件", paths.stray_file),
    Rule("F03", "symbolic-link", "符号链接", reading.symbolic_link),
    Rule("F04", "unreadable-file", "文件读不出来", reading.unreadable_file),
    Rule("F05", "too-large", "文件太大", reading.too_large),
    Rule("F06", "not-utf8", "不是 UTF-8 编码", reading.not_utf8),
    Rule("F07", "byte-order-mark", "开头有 BOM 标记", reading.byte_order_mark),
    Rule("F08", "carriage-return", "换行是 CRLF", reading.carriage_return),
    Rule("F09", "control-character", "看不见的控制字符", reading.control_character),
    Rule("F10", "empty-file", "空文件", reading.empty_file),
    Rule("Y01", "yaml-syntax", "读不下去", reading.yaml_syntax),
    Rule("Y02", "tab", "用制表符缩进", reading.tab),
    Rule("Y03", "fullwidth-colon", "全角冒号", reading.fullwidth_colon),
    Rule("Y04", "unclosed-quote", "引号没有关上", reading.unclosed_quote),
    Rule("Y05", "colon-in-value", "值里有冒号加空格", reading.colon_in_value),
    Rule("Y06", "duplicate-key", "键写了两次", reading.duplicate_key),
    Rule("Y07", "anchor", "锚点", reading.anchor),
    Rule("Y08", "alias", "引用", reading.alias),
    Rule("Y09", "tag", "标签", reading.tag),
    Rule("Y10", "merge-key", "合并键", reading.merge_key),
    Rule("Y11", "several-documents", "一个文件多份记录", reading.several_documents),
    Rule("Y12", "not-a-mapping", "不是“键: 值”的形式", reading.not_a_mapping),
    Rule("Y13", "too-deep", "嵌套太深", reading.too_deep),
    Rule("Y14", "octal-number", "像八进制的数", reading.octal_number),
    Rule("Y15", "clock-number", "没有加引号的时刻", reading.clock_number),
    Rule("Y16", "boolean-key", "会变成“是/否”的键", reading.boolean_key),
    Rule("Y17", "boolean-word", "会变成“是/否”的值", reading.boolean_word),
    Rule("Y18", "curly-quotes", "两头是中文引号", reading.curly_quotes, WARNING),
    Rule("Y19", "empty-value", "键没有值", reading.empty_value),
    Rule("S01", "unknown-field", "没有这个字段", shape.unknown_field),
    Rule("S02", "missing-field", "缺少必填字段", shape.missing_field),
    Rule("S03", "wrong-type", "类型不对", shape.wrong_type),
    Rule("S04", "bad-date", "日期不对", shape.bad_date),
    Rule("S05", "bad-value", "值不合规定", shape.bad_value),
    Rule("S06", "unquoted-code", "代码没有加引号", shape.unquoted_code),
    Rule("S07", "bad-url", "网址不能用", shape.bad_url),
    Rule("I01", "bad-id", "编号写法不对", shape.bad_id),
    Rule("I02", "path-mismatch", "编号与路径不符", identity.path_mismatch),
    Rule("I03", "duplicate-id", "编号重复", identity.duplicate_id),
    Rule("R01", "unknown-programme", "专项行动没有登记", references.unknown_programme),
    Rule("R02", "unknown-city", "城市没有登记", references.unknown_city),
    Rule("R03", "unknown-county", "区县代码不认识", references.unknown_county),
    Rule("R04", "county-of-other-city", "区县属于别的城市", references.county_of_other_city),
    Rule("R05", "county-name", "区县名称与代码不符", references.county_name),
    Rule("R06", "unknown-round", "轮次没有登记", references.unknown_round),
    Rule("R07", "unknown-group", "行动没有这类组", references.unknown_group),
    Rule("R08", "group-number", "组号写法不符", references.group_number),
    Rule("R09", "city-outside-programme", "城市不在名单里", references.outside_programme, WARNING),
    Rule("W01", "no-vocabulary", "没有词表", words.no_vocabulary),
    Rule("W02", "unknown-word", "词不在词表里", words.unknown_word),
    Rule("W03", "unknown-category-group", "类别的大类不存在", words.unknown_category_group),
    Rule("W04", "duplicate-word", "词写了两次", words.duplicate_word),
    Rule("D01", "date-before-programme", "发现早于行动开始", dates.date_before_programme),
    Rule("D02", "events-backward", "经过的日期倒退", dates.events_backward),
    Rule("D03", "due-before-event", "期限早于提出之日", dates.due_before_event),
    Rule("D04", "period-reversed", "止日早于起日", dates.period_reversed),
    Rule("D05", "missing-source", "公开的问题没有出处", sources.missing_source),
    Rule("T01", "unknown-step", "不是这类问题的步骤", transitions.unknown_step),
    Rule("T02", "illegal-step", "这时不能做这一步", transitions.illegal_step),
    Rule("T03", "wrong-role", "不由这个单位做", transitions.wrong_role),
    Rule("T04", "missing-need", "步骤缺少必填内容", transitions.missing_need),
    Rule("T05", "wrong-result", "步骤的结论不对", transitions.wrong_result),
    Rule("T06", "too-early", "先决步骤还没有做", transitions.too_early),
    Rule("T07", "broken-lifecycle", "办理流程自身有误", transitions.broken_lifecycle),
    Rule("T08", "no-path", "问题没有适用的路径", transitions.no_path),
    Rule("P01", "personal-number", "个人号码", privacy.personal_number),
)

CHANGE_RULES = (
    Rule("C01", "rewritten-event", "已有的经过被改动", appended.rewritten_event),
    Rule("C02", "event-after-commit", "日期晚于提交", appended.event_after_commit),
    Rule("C03", "frozen-fact", "交办后改动事实", frozen.frozen_fact),
    Rule("C04", "deleted-record", "记录被删除", kept.deleted_record),
    Rule("C05", "moved-record", "记录被移动或改名", kept.moved_record),
    Rule("C06", "reused-id", "编号再次使用", kept.reused_id),
    Rule("C07", "serial-gap", "序号中间有空", kept.serial_gap, WARNING),
    Rule("C08", "rules-with-records", "规则和记录一起改", merging.rules_with_records),
    Rule("C09", "merge-conflict", "合并有冲突", merging.merge_conflict),
    Rule("C10", "merge-driver", "记录的合并方式不对", merging.merge_driver),
    Rule("C11", "unpinned-driver", "没有固定合并方式", merging.unpinned_driver, WARNING),
)
"""The rules of a change; whether new events are legal steps, the rules above say."""

ALL_RULES: tuple[Rule[Checked] | Rule[Proposal], ...] = (*RULES, *CHANGE_RULES)
