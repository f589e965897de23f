"""Whether a record holds what may not be published of a person.

Names can not be told from other words; telephone and identity numbers can (《信用修复管理办法》 and
the publication rules named in the design list what is not published).
"""

import re
from collections.abc import Iterator

from generator.check.rule import Checked, Hit
from generator.model.raw import Path

_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_SHORTEST = 11
_LONG = re.compile(r"[0-9]{11}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def personal_number(checked: Checked) -> Iterator[Hit]:
    """No record holds a mobile number or an identity number."""
    for raw in checked.raws:
        for path, text in _texts(raw.content, ()) if _has_long_number(raw.content) else ():
            kind = _kind_of_number(text)
            if kind:
                yield Hit(
                    raw.path,
                    raw.value_mark(path),
                    f"这里有{kind}",
                    "删去号码；记录只写单位和地点，不写个人信息",
                )


def _has_long_number(value: object) -> bool:
    """Whether any text has eleven digits in a row: without them no place needs to be known."""
    if isinstance(value, str):
        return len(value) >= _SHORTEST and bool(_LONG.search(value))
    if isinstance(value, dict):
        return any(map(_has_long_number, value.values()))
    return isinstance(value, list) and any(map(_has_long_number, value))


def _kind_of_number(text: str) -> str | None:
    if any(_is_identity(number) for number in _IDENTITY.findall(text)):
        return "身份证号"
    return "手机号码" if _MOBILE.search(text) else None


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of the 17 before (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))
