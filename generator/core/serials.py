"""Running numbers at the end of IDs: three digits, four or five once a thousand is reached.

A number has one spelling, so no two IDs mean the same. See decision 0069.
"""

import re

SERIAL = r"(?:[0-9]{3}|[1-9][0-9]{3,4})"
"""The running number of an ID: three digits, then 1000 to 99999; never with more zeros.

000 stands in the ID of a row that is about to be imported, and of no file (`FILED_SERIAL`).
"""

FILED_SERIAL = rf"(?!000){SERIAL}"
"""The running number of a record that has a file."""

LAST_SERIAL = 99_999

_AT_END = re.compile(r"(?P<beginning>.*[^0-9])(?P<serial>[0-9]{3,5})", re.ASCII)


def serial_text(serial: int) -> str:
    """Return a running number as IDs have it."""
    return f"{serial:03}"


def split_serial(record_id: str) -> tuple[str, int]:
    """Return an ID up to its running number, and that number; ValueError where it has none."""
    match = _AT_END.fullmatch(record_id)
    if match is None:
        raise ValueError(record_id)
    return match["beginning"], int(match["serial"])


def id_order(record_id: str) -> tuple[str, int, str]:
    """Return the key that puts IDs in order: by their parts, 999 before 1000."""
    beginning, _, serial = record_id.rpartition("-")
    return beginning, len(serial), serial
