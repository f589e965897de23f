"""What the parser complains of, in the words of people: why it gave up, and what to do."""

REASONS = {
    "flow sequence": ("方括号没有关上", "补上半角“]”；各项之间用半角逗号"),
    "flow mapping": (
        "花括号没有关上，或者里面缺少逗号",
        "补上半角“}”；各项之间用半角逗号，冒号后空一格",
    ),
    "expected key": ("这里应当是一个键", "缩进与同级的键对齐，写成“键: 值”"),
    "mapping values": ("这里不能再有冒号", "与上一行同级就把缩进对齐；是上一行的值就加半角双引号"),
    "'-' indicator": ("列表各项没有对齐", "每项的短横线对齐，短横线后空一格"),
    "block sequence": ("短横线不能写在这里", "列表的每项另起一行；是文字就加半角双引号"),
    "cannot start any token": ("值不能以这个符号开头", "给整个值加上半角双引号"),
    "block scalar": ("值以“|”或“>”开头", "是文字就给整个值加上半角双引号"),
    "quoted scalar": ("双引号里有单个的反斜杠“\\”", "每个反斜杠写成两个，或者改用半角单引号"),
}
AT_START = ("flow sequence", "flow mapping", "block scalar")
"""Complaints that are shown where that began which was not brought to an end."""
