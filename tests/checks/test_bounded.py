"""The check looks at a file in time that grows with it, and lists no more than a person mends."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from generator.checks.engine import FINDINGS_LIMIT, judge
from generator.checks.shape_rules import ERROR_LIMIT
from generator.core.raw import RawRecord
from generator.load.files import raw_file
from generator.load.yaml_reader import FAULT_LIMIT
from tests.checks.test_cases import BASE

ISSUE = "records/issues/SL19/990100/R01/SL19-990100-R01-P01-001.yml"
RECORD = (BASE / ISSUE).read_text(encoding="utf-8")
EVENT = "- {date: 2019-06-20, step: 核查, result: 不到位}\n"

FILES: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda n: RECORD + "".join(f"k{i}: x\n" for i in range(n)),
    "keys of an event": lambda n: RECORD + "".join(f"  k{i}: x\n" for i in range(n)),
    "keys without values": lambda n: RECORD + "".join(f"k{i}:\n" for i in range(n)),
    "repeated keys": lambda n: RECORD + "kind: x\n" * n,
    "events": lambda n: RECORD + EVENT * n,
    "empty events": lambda n: RECORD + "- {}\n" * n,
    "unknown steps": lambda n: RECORD + "- {date: 2019-06-20, step: 甲}\n" * n,
    "comments": lambda n: RECORD + f"{EVENT[:-1]} #2\n" * n,
    "invisible signs": lambda n: RECORD.replace("建材", "建材\u200b" * n),
    "decomposed letters": lambda n: RECORD.replace("建材", "e\u0301" * n),
    "one long line": lambda n: RECORD.replace("建材", "建材" * n),
    "full-width colons": lambda n: RECORD + "".join(f"k{i}：x\n" for i in range(n)),
}


@pytest.fixture(scope="module")
def others() -> list[RawRecord]:
    """The other records of the register."""
    paths = (path for path in (BASE / "records").rglob("*.yml") if path != BASE / ISSUE)
    return [raw_file(path.relative_to(BASE).as_posix(), path.read_bytes()) for path in paths]


def work(text: str, others: list[RawRecord]) -> int:
    """How many functions are called to judge a record: counted, since clocks differ."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        judge([raw_file(ISSUE, text.encode()), *others])
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("kind", FILES)
def test_twice_as_much_is_at_most_twice_the_work(kind: str, others: list[RawRecord]) -> None:
    work(FILES[kind](300), others)  # what is computed once is no matter
    small, large = (work(FILES[kind](n), others) for n in (300, 600))
    assert large < 2.2 * small


@pytest.mark.parametrize("kind", FILES)
def test_findings_of_a_file_are_bounded_and_the_rest_is_counted(
    kind: str, others: list[RawRecord]
) -> None:
    found = judge([raw_file(ISSUE, FILES[kind](2000).encode()), *others]).findings
    rest = [one for one in found if one.slug == "more-findings"]
    assert len(found) <= FINDINGS_LIMIT + 1 <= FAULT_LIMIT + ERROR_LIMIT + 1
    assert bool(rest) == (len(found) > FAULT_LIMIT)
    assert all(one.is_error for one in rest)
