"""Words that people type and other readers take for something else, without quotes."""

import re

BOOLEAN = re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)
_BOOLEAN_NOT_TYPED = re.compile(r"(?!(true|false)$)(?i:y|n|yes|no|on|off|true|false)")
_OCTAL = re.compile(r"[-+]?0[0-9_]+")
_CLOCK = re.compile(r"\d+(:[0-5]?\d)+(\.\d*)?", re.ASCII)
_EMPTY = re.compile(r"|~|null|Null|NULL")
_CURLY = re.compile(r"[“‘].*[”’]", re.DOTALL)
SLIPS = {
    "octal-number": _OCTAL.fullmatch,
    "clock-number": _CLOCK.fullmatch,
    "curly-quotes": _CURLY.fullmatch,
    "empty-value": _EMPTY.fullmatch,
    "boolean-word": _BOOLEAN_NOT_TYPED.fullmatch,
}
"""Slug of a fault → whether a text without quotes is that slip."""

NUMBER = re.compile(
    r"[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|0b[01]+)", re.ASCII
)
MERGE_KEY = "<<"
# What YAML does not allow, and what only some readers take for the end of a line.
UNSEEN = re.compile(
    "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
