"""Versions that only grew: told from the last text alone, and left to a closer look where not."""

from collections.abc import Sequence

import pytest

from generator.audit.changes import (
    Beginning,
    Growth,
    Joined,
    Maker,
    Version,
    beginnings,
    grown,
    growth,
    outline,
)
from generator.audit.diff import ChangeKind, blob_name
from generator.audit.trails import HistoryEntry, Trail
from tests.making_git import event, issue


def text(*numbers: int, found: str = "示例") -> bytes:
    return issue(*map(event, numbers), found=found).encode()


def name(content: bytes) -> str:
    return blob_name(content, 40)


ONE, TWO, THREE = text(0), text(0, 1), text(0, 1, 2)
BARE = THREE[: THREE.index(b"- date")]
"""The record up to its events."""

OTHER_HEAD = text(0, 1, found="示例：另一处")


class Read:
    """The contents of blobs, and which of them were asked for."""

    def __init__(self, *contents: bytes) -> None:
        self.held = {name(one): one for one in contents}
        self.asked: list[str] = []

    def __call__(self, blob: str) -> bytes | None:
        self.asked.append(blob)
        return self.held.get(blob)


def found_of(*contents: bytes, others: Sequence[bytes] = ()) -> tuple[dict[str, Beginning], Read]:
    read = Read(*contents, *others)
    blobs = [name(one) for one in contents]
    return beginnings(blobs, [name(one) for one in others], read), read


def version(content: bytes, number: int, *, is_merge: bool = False) -> Version:
    return Version(name(content), Maker(number, is_merge))


def told(trail: Trail, *arrivals: Version | Joined, of: Sequence[bytes]) -> Growth | None:
    found, _ = found_of(*of)
    return growth(trail, arrivals, found)


NEW = Trail("x")
KNOWN = Trail(
    "x",
    name(ONE),
    name(ONE),
    ((1,),),
    (HistoryEntry(0, ChangeKind.CREATED), HistoryEntry(0, ChangeKind.EVENT)),
)


def test_only_the_last_of_a_chain_is_read() -> None:
    found, read = found_of(ONE, TWO, THREE)
    assert read.asked == [name(THREE)]
    assert found == {name(one): Beginning(THREE, len(one)) for one in (ONE, TWO, THREE)}


def test_nothing_is_a_beginning_but_what_has_its_hash() -> None:
    found, read = found_of(ONE, OTHER_HEAD, THREE)
    assert read.asked == [name(THREE), name(OTHER_HEAD)]
    assert found == {
        name(ONE): Beginning(THREE, len(ONE)),
        name(OTHER_HEAD): Beginning(OTHER_HEAD, len(OTHER_HEAD)),
        name(THREE): Beginning(THREE, len(THREE)),
    }


def test_version_without_an_event_is_read_by_itself() -> None:
    found, read = found_of(BARE, THREE)
    assert read.asked == [name(THREE), name(BARE)]
    assert found[name(BARE)].text == BARE


def test_others_are_told_where_they_are_a_beginning_and_never_read() -> None:
    found, read = found_of(THREE, others=(TWO, OTHER_HEAD))
    assert read.asked == [name(THREE)]
    assert found.keys() == {name(TWO), name(THREE)}


def test_version_that_git_does_not_hold_is_left_out() -> None:
    read = Read(TWO)
    assert beginnings([name(ONE), name(THREE), ""], [], read) == {}
    assert read.asked == [name(THREE), name(ONE)]


def test_events_are_looked_for_behind_the_last_key() -> None:
    quoted = THREE.replace("found: 示例\n".encode(), b'found: "a\nevents:\n  b"\n')
    how = outline(quoted)
    assert how
    assert [quoted[start : start + 6] for start in how.starts] == [b"- date"] * 3
    assert list(how.names) == ["2019-07-01 排查", "2019-07-02 审核", "2019-07-03 督办"]


def test_chain_goes_on_from_where_the_trail_ends() -> None:
    arrivals = [version(TWO, 1), version(THREE, 2)]
    how = told(KNOWN, *arrivals, of=(ONE, TWO, THREE))
    assert how == Growth(THREE, len(ONE), arrivals, [len(TWO), len(THREE)])
    events = outline(THREE)
    assert how
    assert events
    assert grown(KNOWN, events, how) == Trail(
        "x",
        name(THREE),
        name(THREE),
        ((1,), (2,), (3,)),
        (
            *KNOWN.entries,
            HistoryEntry(1, ChangeKind.EVENT, "2019-07-02 审核"),
            HistoryEntry(2, ChangeKind.EVENT, "2019-07-03 督办"),
        ),
    )


def test_new_record_is_created_with_its_first_version() -> None:
    how = told(NEW, version(TWO, 4), version(THREE, 5), of=(TWO, THREE))
    events = outline(THREE)
    assert how
    assert events
    trail = grown(NEW, events, how)
    assert trail
    assert trail.entries == (
        HistoryEntry(4, ChangeKind.CREATED),
        HistoryEntry(4, ChangeKind.EVENT, "2019-07-01 排查"),
        HistoryEntry(4, ChangeKind.EVENT, "2019-07-02 审核"),
        HistoryEntry(5, ChangeKind.EVENT, "2019-07-03 督办"),
    )
    assert trail.events == ((1,), (2,), (3,))


NO_GROWTH: dict[str, Version | Joined] = {
    "the same once more": version(TWO, 2),
    "an event taken away": version(ONE, 2),
    "another head": version(OTHER_HEAD, 2),
    "made by a merge itself": version(THREE, 2, is_merge=True),
    "brought by a merge": Joined(Maker(2, True), None, (), range(2)),
    "deleted": Version("", Maker(2)),
}


@pytest.mark.parametrize("why", NO_GROWTH)
def test_chain_ends_before_what_is_no_growth(why: str) -> None:
    first = version(TWO, 1)
    how = told(KNOWN, first, NO_GROWTH[why], version(THREE, 3), of=(ONE, TWO, OTHER_HEAD, THREE))
    assert how == Growth(THREE, len(ONE), [first], [len(TWO)])


@pytest.mark.parametrize(
    "trail",
    [
        KNOWN._replace(blob="", entries=(*KNOWN.entries, HistoryEntry(1, ChangeKind.DELETED))),
        KNOWN._replace(blob="1" * 40, entries=(*KNOWN.entries, HistoryEntry(1, ChangeKind.BROKEN))),
        KNOWN._replace(blob="2" * 40, readable="2" * 40),
        KNOWN._replace(blob=name(OTHER_HEAD), readable=name(OTHER_HEAD)),
    ],
    ids=["deleted", "unreadable", "not a beginning", "another text"],
)
def test_trail_that_ends_with_something_else_is_looked_at_closely(trail: Trail) -> None:
    assert told(trail, version(THREE, 2), of=(ONE, OTHER_HEAD, THREE)) is None


def test_trail_that_knows_of_other_events_is_looked_at_closely() -> None:
    how = told(KNOWN, version(THREE, 1), of=(ONE, THREE))
    events = outline(THREE)
    assert how
    assert events
    assert grown(KNOWN, events, how)
    assert grown(KNOWN._replace(events=((1,), (1,))), events, how) is None


def test_version_that_has_no_event_yet_is_looked_at_closely() -> None:
    events = outline(THREE)
    assert events
    how = Growth(THREE, 0, [version(BARE, 0), version(THREE, 1)], [len(BARE), len(THREE)])
    assert grown(NEW, events, how) is None
