"""Rules about the readability of files. The faults come from load; here they get their words."""

from collections.abc import Callable, Iterator
from typing import get_origin

from generator.checks.paths import inner, is_record_path
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.checks.shape_rules import model_of
from generator.core.findings import Location, Severity
from generator.core.model_walk import fields_at, inner_model
from generator.core.raw import RawRecord
from generator.load.yaml_errors import in_quotes

Hits = Callable[[Checked], Iterator[RuleViolation]]


def worded(slug: str, message: str, hint: str) -> Hits:
    """The rule function that words every fault called `slug`; braces take the fault's facts.

    A file that belongs to no kind has no other fault than that it lies there, or is a link.
    """

    def hits(checked: Checked) -> Iterator[RuleViolation]:
        for raw in checked.raws:
            if not raw.faults or not (slug == "symbolic-link" or is_record_path(inner(raw))):
                continue
            for fault in raw.faults:
                if fault.slug == slug:
                    yield RuleViolation(
                        raw.path,
                        fault.mark,
                        message.format_map(fault.facts),
                        hint.format_map(fault.facts),
                    )

    return hits


symbolic_link = worded(
    "symbolic-link",
    "记录文件夹里有符号链接",
    "删除这个链接，把所指的文件原样放进来",
)
unreadable_file = worded(
    "unreadable-file", "文件读不出来：{reason}", "检查文件是否存在、是否有读取权限，然后重试"
)
too_large = worded(
    "too-large",
    "文件有 {size} MB，超过一条记录的上限 {limit} MB",
    "一个文件只写一条记录；附件放到别处，在来源里写明标题",
)
not_utf8 = worded(
    "not-utf8",
    "文件不是 UTF-8 编码，字节 {byte} 认不出来",
    "用编辑器另存为 UTF-8（不带 BOM）",
)
byte_order_mark = worded(
    "byte-order-mark", "文件开头有看不见的 BOM 标记", "另存为“UTF-8（不带 BOM）”"
)
carriage_return = worded("carriage-return", "换行是{form}", "把编辑器的换行格式改为 LF，重新保存")
control_character = worded(
    "control-character", "这里有看不见的控制字符 {sign}", "{remedy}；多半是复制时带进来的"
)
empty_file = worded("empty-file", "文件是空的", "写入记录内容，或者删除这个文件")
not_a_mapping = worded(
    "not-a-mapping", "文件内容不是“键: 值”的形式", "每行写成“键: 值”，冒号用半角，后面空一格"
)
several_documents = worded(
    "several-documents",
    "一个文件里有不止一份记录，从这里开始是另一份",
    "每条记录单独一个文件；多写的“---”或“...”删除",
)
yaml_syntax = worded("yaml-syntax", "这里读不下去：{reason}", "{remedy}")
tab = worded("tab", "缩进用了制表符（Tab）", "删除制表符，改用空格，每级两个")
fullwidth_colon = worded(
    "fullwidth-colon", "“{key}”后面的冒号是全角的", "改成半角冒号“:”，后面空一格"
)
unclosed_quote = worded(
    "unclosed-quote",
    "从这里开始的引号没有关上：{text}",
    "在值的末尾补上同样的半角引号；中文引号代替不了",
)
colon_in_value = worded(
    "colon-in-value",
    "值 '{text}' 里又有“冒号加空格”，读不出哪里是值",
    "给整个值加上半角双引号：{quoted}",
)
anchor = worded(
    "anchor", "用了锚点“&{name}”", "删除“&{name}”，把值直接写在每一处；“&”开头的文字加半角双引号"
)
alias = worded(
    "alias", "用了引用“*{name}”", "把所引用的内容直接写在这里；星号开头的文字加半角双引号"
)
tag = worded("tag", "用了标签“!{name}”", "删除标签，直接写值；感叹号开头的文字加半角双引号")
merge_key = worded("merge-key", "用了合并键“<<”", "删除这一行，把要合并的各项直接写出来")
duplicate_key = worded(
    "duplicate-key",
    "键 '{key}' 写了两次，第一次在第 {first} 行",
    "只留一个；两处的值都要时，看是否应写成列表",
)
too_deep = worded("too-deep", "嵌套超过 {limit} 层", "记录没有这么深的结构，检查缩进和括号")
octal_number = worded(
    "octal-number",
    "'{text}' 以 0 开头，有的程序会当成八进制数",
    "代码加半角双引号：{quoted}",
)
clock_number = worded(
    "clock-number",
    "'{text}' 会被有的程序当成六十进制数",
    "时刻加半角双引号：{quoted}",
)
boolean_key = worded(
    "boolean-key",
    "键 '{key}' 会被有的程序当成“是/否”",
    "本台账没有叫这个名字的键；日期写 date，其他见数据字典",
)
boolean_word = worded(
    "boolean-word",
    "值 '{text}' 会被有的程序当成“是/否”",
    "是文字就加半角双引号：{quoted}；表示是否就写 true 或 false",
)
curly_quotes = worded(
    "curly-quotes",
    "值 {text} 两头是中文引号，引号会成为内容的一部分",
    "引号不是内容时，换成半角双引号；是内容时，在外面再加一层半角双引号",
)
hash_in_value = worded(
    "hash-in-value",
    "“#”前面有空格，“{rest}”会当作批注丢掉",
    "是内容的，给整个值加上半角双引号{quoted}；是批注的，移到上一行，单独成行",
)
invisible_character = worded(
    "invisible-character", "这里有看不见的字符 {sign}", "{remedy}；多半是复制时带进来的"
)
odd_blank = worded("odd-blank", "空格不对：{sign}", "{remedy}")
radical_character = worded(
    "radical-character", "“{shown}”（{sign}）是部首或者笔画，不是通用的汉字", "{remedy}"
)
decomposed_character = worded(
    "decomposed-character", "“{shown}”的编码（{sign}）不是通用的一种", "{remedy}"
)
lost_character = worded("lost-character", "“�”是转换编码时丢掉的字", "{remedy}")


def more_findings(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files with more faults, or more errors of the model, than are listed."""
    yield from _more_faults(checked)
    for error in checked.shape_errors:
        if error.kind == "more":
            yield rest_of(error.raw.path, error.mark, int(error.facts["rest"]))


def rest_of(path: str, mark: Location, count: int) -> RuleViolation:
    """Return the finding for what of a file is not listed."""
    return RuleViolation(path, mark, _MORE.format(rest=count), _AGAIN)


_MORE = "这个文件还有 {rest} 处没有列出"
_AGAIN = "先改列出的各处，再检查一次；整个文件写法不对的，重新写"
_more_faults = worded("more-findings", _MORE, _AGAIN)


def empty_value(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for keys without a value; the lines of a mapping may lack indentation."""
    for raw in checked.raws:
        for fault in raw.faults:
            if fault.slug == "empty-value" and is_record_path(inner(raw)):
                hint = "补上值；没有内容就删除整行"
                if rest := fault.facts.get("rest"):
                    hint = (
                        f"“{rest}”被当作批注；是内容的，给整个值加上半角双引号：{in_quotes(rest)}"
                    )
                elif _is_for_keys(raw, fault.mark):
                    hint = "下面几行是它的内容的，每行前面补两个半角空格；没有内容就删除整行"
                yield RuleViolation(raw.path, fault.mark, "这里没有值", hint)


def _is_for_keys(raw: RawRecord, mark: Location) -> bool:
    """Return whether the value at a place is to be a mapping."""
    path = next((path for path, at in raw.values.items() if at == mark), ())
    model = model_of(raw)
    if not path or model is None:
        return False
    field = fields_at(model, path[:-1]).get(str(path[-1]))
    if field is None or get_origin(field.annotation) is list:
        return False
    return inner_model(field.annotation) is not None


MORE_FINDINGS = Rule("Y26", "more-findings", "其余的没有列出", more_findings)

RULES = (
    Rule("F03", "symbolic-link", "符号链接", symbolic_link),
    Rule("F04", "unreadable-file", "文件读不出来", unreadable_file),
    Rule("F05", "too-large", "文件太大", too_large),
    Rule("F06", "not-utf8", "不是 UTF-8 编码", not_utf8),
    Rule("F07", "byte-order-mark", "开头有 BOM 标记", byte_order_mark),
    Rule("F08", "carriage-return", "换行是 CRLF", carriage_return),
    Rule("F09", "control-character", "看不见的控制字符", control_character),
    Rule("F10", "empty-file", "空文件", empty_file),
    Rule("Y01", "yaml-syntax", "读不下去", yaml_syntax),
    Rule("Y02", "tab", "用制表符缩进", tab),
    Rule("Y03", "fullwidth-colon", "全角冒号", fullwidth_colon),
    Rule("Y04", "unclosed-quote", "引号没有关上", unclosed_quote),
    Rule("Y05", "colon-in-value", "值里有冒号加空格", colon_in_value),
    Rule("Y06", "duplicate-key", "键写了两次", duplicate_key),
    Rule("Y07", "anchor", "锚点", anchor),
    Rule("Y08", "alias", "引用", alias),
    Rule("Y09", "tag", "标签", tag),
    Rule("Y10", "merge-key", "合并键", merge_key),
    Rule("Y11", "several-documents", "一个文件多份记录", several_documents),
    Rule("Y12", "not-a-mapping", "不是“键: 值”的形式", not_a_mapping),
    Rule("Y13", "too-deep", "嵌套太深", too_deep),
    Rule("Y14", "octal-number", "像八进制的数", octal_number),
    Rule("Y15", "clock-number", "没有加引号的时刻", clock_number),
    Rule("Y16", "boolean-key", "会变成“是/否”的键", boolean_key),
    Rule("Y17", "boolean-word", "会变成“是/否”的值", boolean_word),
    Rule("Y18", "curly-quotes", "两头是中文引号", curly_quotes, Severity.WARNING),
    Rule("Y19", "empty-value", "键没有值", empty_value),
    Rule("Y20", "hash-in-value", "“#”后面会丢掉", hash_in_value),
    Rule("Y21", "invisible-character", "看不见的字符", invisible_character),
    Rule("Y22", "odd-blank", "空格不对", odd_blank),
    Rule("Y23", "radical-character", "部首代替汉字", radical_character),
    Rule("Y24", "decomposed-character", "编码不是通用的一种", decomposed_character),
    Rule("Y25", "lost-character", "丢掉的字", lost_character),
    MORE_FINDINGS,
)
