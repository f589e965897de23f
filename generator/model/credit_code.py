"""The check character of a unified social credit code, as GB 32100-2015 computes it."""

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_LENGTH = 18


def check_character(code: str) -> str | None:
    """The right last character for the first 17; None where one of them is in no code."""
    values = [_VALUES.get(sign) for sign in code[: _LENGTH - 1]]
    total = 0
    for position, value in enumerate(values):
        if value is None:
            return None
        total += value * pow(3, position, len(_SIGNS))
    return _SIGNS[-total % len(_SIGNS)]


def is_credit_code(code: str) -> bool:
    """Whether it is a code of 18 characters that ends in its check character."""
    return len(code) == _LENGTH and check_character(code) == code[-1]
