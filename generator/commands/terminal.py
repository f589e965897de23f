"""What a terminal is given to show, and whether somebody sits before it."""

import sys


def plain(text: str) -> str:
    """Text without anything that a terminal would act upon; line breaks stay."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else f"\\u{ord(sign):04x}" for sign in text
    )


def somebody_is_there() -> bool:
    """Whether questions can be asked: words are typed by hand and not read from a file."""
    return sys.stdin is not None and sys.stdin.isatty()
