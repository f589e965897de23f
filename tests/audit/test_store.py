"""What is kept of the history: read row by row, whole or not at all, the same however it came."""

import pickle
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.audit import reader
from generator.audit.audit import Audit
from generator.audit.trails import Trail
from generator.cache.cache import FORM, cache_of
from generator.cache.history_store import _trails_bytes, opened
from generator.core.findings import WorkError
from tests.making_git import ISSUE, OTHER, History, event, followed_slowly, issue, signers

FOLDER = ISSUE.rpartition("/")[0] + "/"
ELSEWHERE = "records/issues/LS19/990200/R02/LS19-990200-R02-P01-001.yml"
CITY = "records/cities/990100.yml"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Two cities, three commits, a city's own record."""
    made = History(tmp_path / "台账")
    made.commit({ISSUE: issue(), OTHER: issue(), CITY: "code: x\n"}, who="张三")
    made.commit({ISSUE: issue(event(0), event(1)), ELSEWHERE: issue()}, who="李四")
    made.commit({OTHER: issue(event(0), event(2))}, who="王五")
    return made


def kept(history: History) -> Path:
    return history.root / ".build/cache.db"


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"{",
        lambda content: b"x" * 9000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content + b"x",
        lambda content: content[:4096] + bytes(4096) + content[8192:],
        flipped,
    ],
    ids=["empty", "short", "other", "half", "cut", "longer", "hole", "one bit"],
)
def test_broken_file_counts_as_none(history: History, damage: Callable[[bytes], bytes]) -> None:
    before = dict(history.audit().trails)
    kept(history).write_bytes(damage(kept(history).read_bytes()))
    assert dict(history.audit().trails) == before


@pytest.mark.parametrize(
    "words",
    [
        f"PRAGMA user_version = {FORM + 1}",
        f"PRAGMA user_version = {FORM - 1}",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE key != 'current'",
        "UPDATE entries SET value = x'00'",
        "DROP TABLE entries",
    ],
    ids=["newer form", "older form", "empty", "head is gone", "other values", "foreign"],
)
def test_file_of_something_else_counts_as_none(history: History, words: str) -> None:
    before = dict(history.audit().trails)
    forge(history)
    connection = sqlite3.connect(kept(history))
    connection.executescript(words)
    connection.close()
    assert dict(history.audit().trails) == before


def forge(history: History) -> None:
    """Writes into the cache, with right checksums, that nothing ever happened to any record."""
    cache = cache_of(history.root)
    store = opened(cache, reader._version(""))
    assert store
    with cache.writing() as batch:
        for folder, one in store.head.folders.items():
            trails = store.trails(folder)
            trails.rows = dict.fromkeys(trails.rows, '["",0,[],[]]')
            batch.put("history", one.trails, _trails_bytes(trails))
    cache.close()


def test_whole_file_is_believed(history: History) -> None:
    history.audit()
    forge(history)
    assert history.audit().trail(ISSUE).entries == ()


def test_what_another_version_of_the_code_read_is_read_again(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dict(history.audit().trails)
    forge(history)
    monkeypatch.setattr(reader, "_version", lambda within: f"another{within}")
    assert dict(history.audit().trails) == before


def test_folder_in_the_place_of_the_file_costs_only_time(history: History) -> None:
    before = dict(history.audit().trails)
    kept(history).unlink()
    kept(history).mkdir()
    (kept(history) / "x").write_text("x", encoding="utf-8")
    assert dict(history.audit().trails) == before


def test_nothing_is_left_beside_the_file(history: History) -> None:
    history.audit()
    history.commit({ISSUE: issue(event(0), event(1), event(2))})
    history.audit()
    names = sorted(path.name for path in (history.root / ".build").iterdir())
    assert names == [".gitignore", "cache.db", "git-index", "git-index.of"]


def test_run_that_is_killed_at_any_moment_costs_nothing(history: History) -> None:
    for number in range(3, 30):
        history.commit({ISSUE: issue(*map(event, range(number)))})
    expected = followed_slowly(history)
    words = "import sys; from pathlib import Path; from generator.trail import read_audit;"
    words += "print('los', flush=True); read_audit(Path(sys.argv[1]))"
    for milliseconds in (0, 20, 50, 90, 140, 200):
        kept(history).unlink(missing_ok=True)
        with subprocess.Popen(
            [sys.executable, "-c", words, str(history.root)], stdout=subprocess.PIPE
        ) as run:
            assert run.stdout
            run.stdout.readline()
            time.sleep(milliseconds / 1000)
            run.send_signal(signal.SIGKILL)
        assert dict(history.audit().trails) == expected


def test_reader_keeps_its_state_while_another_reads_on(history: History) -> None:
    early = history.audit()
    history.commit({ISSUE: issue(event(0), event(1), event(2))}, who="赵六")
    assert signers(history.audit()) == [["张三"], ["李四"], ["赵六"]]
    assert signers(early) == [["张三"], ["李四"]]
    assert early.blob(ISSUE) == history.git("rev-parse", f"{early.head.id}:{ISSUE}")


def test_reader_that_two_others_have_passed_is_told_to_begin_again(history: History) -> None:
    early = history.audit()
    for number in (2, 3):
        history.commit({ISSUE: issue(event(0), event(1), event(number))})
        history.audit()
    with pytest.raises(WorkError, match="被另一次运行换掉了"):
        early.trail(ISSUE)


def test_what_nobody_reads_any_more_is_deleted(history: History) -> None:
    sizes = []
    for number in range(2, 12):
        history.commit({ISSUE: issue(event(0), event(1), event(number))})
        history.audit()
        with closing(sqlite3.connect(kept(history))) as store:
            words = "SELECT count(*) FROM entries WHERE namespace = 'history'"
            sizes += store.execute(words).fetchone()
    assert sizes[3:] == [sizes[3]] * len(sizes[3:])


def below(audit: Audit) -> dict[str, Trail]:
    return dict(audit.trails_below(FOLDER))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_another_process_reads_the_same(history: History, method: str) -> None:
    history.write(ISSUE, issue(event(0), event(1), event(3)))
    audit = history.audit()
    assert pickle.loads(pickle.dumps(below(audit))) == below(audit)
    with ProcessPoolExecutor(1, get_context(method)) as pool:
        assert pool.submit(below, audit).result() == below(audit)
        assert pool.submit(signers, audit).result() == [["张三"], ["李四"], ["?"]]


def test_folder_is_read_at_once(history: History) -> None:
    audit = history.audit()
    assert below(audit) == {path: audit.trail(path) for path in (ISSUE, OTHER)}
    city = {path: audit.trail(path) for path in (ISSUE, OTHER, ELSEWHERE)}
    assert dict(audit.trails_below("records/issues/LS19")) == city
    assert dict(audit.trails_below("records/issues/LS1/")) == {}


def test_what_is_not_committed_is_among_the_trails_of_its_folder(history: History) -> None:
    history.write(ISSUE, issue(event(0), event(1), event(3)))
    new = ISSUE.replace("001.yml", "009.yml")
    history.write(new, issue())
    audit = history.audit()
    assert sorted(below(audit)) == [ISSUE, OTHER, new]
    assert below(audit)[ISSUE].entries[-1].commit == -1
    assert new in audit.trails
    assert len(audit.trails) == len(list(audit.trails)) == 5


def test_each_folder_knows_its_last_commit(history: History) -> None:
    audit = history.audit()
    first, second, third = history.git("rev-list", "--reverse", "HEAD").split()
    assert dict(audit.last_commits()) == {
        "records/cities/": first,
        FOLDER: third,
        ELSEWHERE.rpartition("/")[0] + "/": second,
    }
    for folder, commit in ((FOLDER, third), ("records/cities", first), ("records/", third)):
        last = audit.last_commit_below(folder)
        assert last
        assert last.id == commit
    assert audit.last_commit_below("records/rounds/") is None


def test_merge_is_the_last_commit_of_what_it_brought(history: History) -> None:
    history.branch("work")
    history.commit({ISSUE: issue(event(0), event(1), event(2))}, who="李四")
    history.git("checkout", "--quiet", "main")
    history.commit({CITY: "code: y\n"})
    merged = history.merge("work")
    assert history.audit().last_commits()[FOLDER] == merged
    shutil.rmtree(history.root / ".build")
    assert history.audit().last_commits()[FOLDER] == merged


def by_hand(audit: Audit, paths: list[str]) -> list[tuple[int, str]]:
    pairs = {(entry.commit, path) for path in paths for entry in audit.trail(path).entries}
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1]))


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_newest_happenings_are_those_of_the_trails(history: History, limit: int) -> None:
    audit = history.audit()
    pairs = by_hand(audit, list(audit.trails))
    numbers = {path: number for number, path in reversed(pairs)}
    found = audit.newest(limit, 50)
    assert [(one.entries[0].commit, one.path) for one in found] == pairs[:limit]
    few = [pair for _, some in groupby(pairs, lambda pair: pair[0]) for pair in list(some)[:1]]
    shown = audit.newest(limit, 1)
    assert [(one.entries[0].commit, one.path) for one in shown] == few[:limit]
    assert [one.more for one in shown] == [0, 1, 2][: len(shown)]
    for city in ("990100", "990200"):
        mine = by_hand(audit, [path for path in numbers if f"/{city}/" in path])
        own = [folder for folder in audit.last_numbers() if f"/{city}/R0" in folder]
        some = audit.newest_in(own, limit)
        assert [(one.entries[0].commit, one.path) for one in some] == mine[:limit]


def test_what_is_not_committed_comes_first(history: History) -> None:
    history.write(OTHER, issue(event(0), event(2), event(3)))
    history.write(ISSUE, issue(event(0)))
    found = history.audit().newest(3, 50)
    assert [(one.path, one.commit is None) for one in found] == [
        (ISSUE, True),
        (OTHER, True),
        (OTHER, False),
    ]


def test_many_records_are_followed_side_by_side_as_one_by_one(tmp_path: Path) -> None:
    history = History(tmp_path / "台账")
    paths = [f"{FOLDER}LS19-990100-R01-P01-{number:04}.yml" for number in range(4100)]
    for number, path in enumerate(paths):
        history.write(path, issue(event(number % 7)))
    history.commit({}, who="张三")
    for number, path in enumerate(paths):
        history.write(path, issue(event(number % 7), event(7), found=f"示例{number % 3}"))
    history.commit({}, who="李四")
    assert dict(history.audit().trails) == followed_slowly(history)


MERGES = 300


def merging(count: int) -> bytes:
    """A history for `git fast-import`: every branch appends to a record that main leaves alone,
    every tenth also to one that main appended to meanwhile, where the merge keeps both.
    """
    texts = {number: [event(0)] for number in range(20)}
    shared = [event(0)]
    lines = [commit("main", "甲", {path(n): issue(*some) for n, some in texts.items()})]
    for number in range(count):
        both = number % 10 == 0
        mine = texts[number % 20] = [*texts[number % 20], event(number % 25)]
        files = {path(number % 20): issue(*mine)}
        theirs, ours = event(number % 25, by="支"), event(number % 25, by="主")
        branch = {path(99): issue(*shared, theirs)} if both else {}
        main = {path(99): issue(*shared, ours)} if both else {CITY: f"code: x{number}\n"}
        lines.append(commit("work", "乙", files | branch, "refs/heads/main"))
        lines.append(commit("main", "丙", main))
        shared = [*shared, ours, theirs] if both else shared
        joined = {path(99): issue(*shared)} if both else {}
        lines.append(commit("main", "丁", files | joined, merged="refs/heads/work"))
    return "".join(lines).encode()


def path(number: int) -> str:
    return f"{FOLDER}LS19-990100-R01-P01-{number:03}.yml"


def commit(branch: str, who: str, files: dict[str, str], start: str = "", merged: str = "") -> str:
    person = f"{who} <x@example.invalid> 1562731200 +0800"
    links = (f"from {start}\n" if start else "") + (f"merge {merged}\n" if merged else "")
    texts = "".join(
        f"M 100644 inline {name}\ndata {len(text.encode())}\n{text}\n"
        for name, text in files.items()
    )
    return f"commit refs/heads/{branch}\ncommitter {person}\ndata 1\nx\n{links}{texts}\n"


def test_hundreds_of_merges_come_to_the_same_as_each_by_itself(tmp_path: Path) -> None:
    history = History(tmp_path / "台账")
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"],
        cwd=history.top,
        input=merging(MERGES),
        check=True,
    )
    history.git("checkout", "--quiet", "--force", "main")
    audit = history.audit()
    assert dict(audit.trails) == followed_slowly(history)
    assert audit.uncommitted == frozenset()
    assert {name for names in signers(audit, path(1))[1:] for name in names} == {"乙"}
    assert {tuple(names) for names in signers(audit, path(99))} == {("丙",), ("乙",)}


def test_long_history_is_read_by_another_process_and_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(tmp_path / "台账")
    words = ["git", "fast-import", "--quiet", "--force"]
    subprocess.run(words, cwd=history.top, input=merging(40), check=True)
    history.git("checkout", "--quiet", "--force", "main")
    monkeypatch.setattr("generator.audit.reader._MUCH", 100)
    assert dict(history.audit().trails) == followed_slowly(history)
    kept = history.root / ".build"
    (kept / "cache.db").unlink()
    (kept / "cache.db").mkdir()  # nothing can take its place
    assert dict(history.audit().trails) == followed_slowly(history)
