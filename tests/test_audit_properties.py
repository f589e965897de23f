"""Whatever the history: reading on gives the same trails as reading all of it, in any portions."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.derive.deltas import appended, blob_name, created, difference, events_of
from generator.derive.trails import Trail
from generator.load.files import raw_file
from tests.making_git import ISSUE, OTHER, History, event, issue

ACTIONS = ("append", "change", "drop", "field", "delete", "branch", "main", "merge", "evil", "read")
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
        held = walk.history.git("ls-tree", "-r", "--format=%(objectname) %(path)", "HEAD")
        blobs = {line.split(" ")[1]: line.split(" ")[0] for line in held.splitlines()}
        assert {path: one.blob for path, one in read_on.items() if one.blob} == blobs


numbers = st.lists(st.integers(0, 20), min_size=1, max_size=6)


@given(numbers, numbers)
def test_looking_at_the_text_tells_what_parsing_tells(old: list[int], new: list[int]) -> None:
    before = issue(*map(event, old)).encode()
    after = issue(*map(event, old + new)).encode()
    quick = appended(blob_name(before, 40), after)
    old_content, new_content = (raw_file("", text).content for text in (before, after))
    slow = difference(old_content, new_content)
    assert quick
    assert quick.came_from == slow.came_from
    assert [one.name for one in quick.deltas] == [one.name for one in slow.deltas]
    first = created(after)
    assert first
    assert len(first.came_from) == len(events_of(new_content))
