"""Whatever the history: the trails are the same however it is read.

In any portions, and whether versions are told by what they grew to or looked at one by one.
"""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.audit.changes import edited
from generator.audit.diff import (
    ChangeKind,
    Content,
    appended,
    blob_name,
    created,
    difference,
    events_of,
)
from generator.audit.reader import parsed as content_of
from generator.audit.trails import Trail
from tests.making_git import ISSUE, OTHER, History, event, followed_slowly, issue

ACTIONS = (
    *("append", "append", "append_twice", "change", "drop", "field", "correct", "break", "mode"),
    *("delete", "branch", "main", "merge", "evil", "undo", "read"),
)
AUTHORS = ("甲", "乙", "丙")


class Walk:
    """Does things to two records of a repository, on two branches."""

    def __init__(self, folder: Path) -> None:
        self.history = History(folder)
        self.history.commit({ISSUE: issue(), OTHER: issue()})

    def do(self, action: str, path: str, who: str, number: int) -> None:
        getattr(self, f"_{action}")(path, who, number)

    def _texts(self, path: str) -> list[str]:
        file = self.history.root / path
        text = file.read_text(encoding="utf-8") if file.is_file() else issue()
        return ["- " + part for part in text.partition("events:\n- ")[2].split("\n- ") if part]

    def _events(self, path: str) -> list[str]:
        return [text if text.endswith("\n") else text + "\n" for text in self._texts(path)]

    def _put(self, path: str, who: str, *events: str, **changes: str) -> None:
        self.history.commit({path: issue(*events, **changes)}, who=who)

    def _append(self, path: str, who: str, number: int) -> None:
        self._put(path, who, *self._events(path), event(number))

    def _change(self, path: str, who: str, number: int) -> None:
        *before, _ = self._events(path)
        self._put(path, who, *before, event(number, by=f"组{number}"))

    def _drop(self, path: str, who: str, number: int) -> None:
        self._put(path, who, *self._events(path)[:-1])

    def _field(self, path: str, who: str, number: int) -> None:
        self._put(path, who, *self._events(path), found=f"示例{number}")

    def _append_twice(self, path: str, who: str, number: int) -> None:
        self._put(path, who, *self._events(path), event(number), event(number + 1))

    def _correct(self, path: str, who: str, number: int) -> None:
        self._put(path, who, *self._events(path), event(number), demand=f"示例{number}")

    def _break(self, path: str, who: str, number: int) -> None:
        self.history.commit({path: issue(*self._events(path), found="["[: number % 2 + 1])})

    def _mode(self, path: str, who: str, number: int) -> None:
        file = self.history.root / path
        if file.is_file():
            file.chmod(0o755 if number % 2 else 0o644)
        self.history.commit({}, who=who)

    def _undo(self, path: str, who: str, number: int) -> None:
        self.history.git("reset", "--hard", "--quiet", "HEAD~1", ok=False)

    def _delete(self, path: str, who: str, number: int) -> None:
        there = (self.history.root / path).is_file()
        self.history.commit({path: None} if there else {path: issue()}, who=who)

    def _branch(self, path: str, who: str, number: int) -> None:
        self.history.git("checkout", "--quiet", "-B", "work")

    def _main(self, path: str, who: str, number: int) -> None:
        self.history.git("checkout", "--quiet", "main")

    def _merge(self, path: str, who: str, number: int) -> None:
        self._main(path, who, number)
        self.history.git("merge", "--quiet", "-X", "ours", "--no-ff", "-m", "x", "work", ok=False)
        self.history.commit({}, who=who)

    def _evil(self, path: str, who: str, number: int) -> None:
        self._main(path, who, number)
        self.history.git("merge", "--quiet", "--no-ff", "--no-commit", "work", ok=False)
        self._append(path, who, number)

    def _read(self, path: str, who: str, number: int) -> None:
        self.trails()

    def trails(self) -> dict[str, Trail]:
        return dict(self.history.audit().trails)

    def looked_at_singly(self) -> dict[str, Trail]:
        return followed_slowly(self.history)


actions = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.sampled_from((ISSUE, OTHER)),
        st.sampled_from(AUTHORS),
        st.integers(0, 8),
    ),
    min_size=3,
    max_size=9,
)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(actions)
def test_reading_on_equals_reading_all(steps: list[tuple[str, str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(Path(folder) / "册")
        for step in steps:
            walk.do(*step)
        walk.do("main", ISSUE, "甲", 0)
        read_on = walk.trails()
        shutil.rmtree(walk.history.root / ".build")
        assert walk.trails() == read_on
        assert walk.looked_at_singly() == read_on
        held = walk.history.git("ls-tree", "-r", "--format=%(objectname) %(path)", "HEAD")
        blobs = {line.split(" ")[1]: line.split(" ")[0] for line in held.splitlines()}
        assert {path: one.blob for path, one in read_on.items() if one.blob} == blobs


SPELLED = (
    *("示例", '"2"', "'a'", "[]", "{value: 1, unit: 台}", "{value: 2}", "a: b", "[", '"', "x # y"),
    *("|\n  多行\n  文字", ">-\n  折行", '"两\n  行"', "\n- a\n- b", "\n  code: x\n  name: y", ""),
    *("\n  code: z\n  name: y", "&a x", "*a", "!!int 3", "yes", "~", "1.0", "2019-01-01", "x\n  y"),
)
heads = st.lists(
    st.tuples(
        st.sampled_from(("id", "found", "place", "sources", "events")), st.sampled_from(SPELLED)
    ),
    max_size=4,
)
lines = st.lists(
    st.sampled_from(("  note: 示例\n", "  step: 别\n", "  x: [\n", "  a: 'b'\n")), max_size=1
)


def spelled(head: list[tuple[str, str]], events: list[str]) -> bytes:
    fields = "".join(f"{key}: {value}\n".replace(": \n", ":\n") for key, value in head)
    return f"{fields}demand: 示例\nevents:\n{''.join(events)}".encode()


@settings(max_examples=400, deadline=None)
@given(heads, heads, st.lists(lines, min_size=1, max_size=3), st.lists(lines, max_size=2))
def test_parsing_what_differs_tells_what_parsing_all_tells(
    head: list[tuple[str, str]],
    new_head: list[tuple[str, str]],
    old_events: list[list[str]],
    new_events: list[list[str]],
) -> None:
    events = [event(number) + "".join(one) for number, one in enumerate(old_events + new_events)]
    before = spelled(head, events[: len(old_events)])
    after = spelled(new_head, events)
    quick = edited(before, after, content_of)
    if quick is None:
        return
    assert content_of(before) is not None
    slow = difference(content_of(before), content_of(after))
    assert quick.came_from == slow.came_from
    assert [replace(one, now="") for one in quick.deltas if one.deed is ChangeKind.EVENT] == [
        replace(one, now="") for one in slow.deltas if one.deed is ChangeKind.EVENT
    ]
    fields = [one for one in slow.deltas if one.deed is not ChangeKind.EVENT]
    assert [one for one in quick.deltas if one.deed is not ChangeKind.EVENT] == fields


def test_usual_corrections_need_no_parsing_of_the_whole() -> None:
    asked: list[bytes] = []

    def parsed(text: bytes) -> Content | None:
        asked.append(text)
        return content_of(text)

    before = issue(event(0), found="示例：甲，共3台。").encode()
    after = issue(event(0), event(1), found="示例：乙，共3台。").encode()
    quick = edited(before, after, parsed)
    assert quick
    assert [(one.deed, one.name) for one in quick.deltas] == [
        (ChangeKind.EVENT, "2019-07-02 审核"),
        (ChangeKind.FIELD, "found"),
    ]
    assert asked == ["found: 示例：甲，共3台。\n".encode(), "found: 示例：乙，共3台。\n".encode()]


numbers = st.lists(st.integers(0, 20), min_size=1, max_size=6)


@given(numbers, numbers)
def test_looking_at_the_text_tells_what_parsing_tells(old: list[int], new: list[int]) -> None:
    before = issue(*map(event, old)).encode()
    after = issue(*map(event, old + new)).encode()
    quick = appended(blob_name(before, 40), after)
    old_content, new_content = (content_of(text) for text in (before, after))
    slow = difference(old_content, new_content)
    assert quick
    assert quick.came_from == slow.came_from
    assert [one.name for one in quick.deltas] == [one.name for one in slow.deltas]
    first = created(after)
    assert first
    assert len(first.came_from) == len(events_of(new_content))
