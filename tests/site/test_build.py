"""A build as a whole: what it leaves behind when all is well, and when something is not."""

import errno
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.site.build import build_site
from generator.site.output import MARKER, build_lock, system_errors_in_chinese
from tests.registers import SAMPLE, TODAY, frame_at_hand, ready, without_results
from tests.sites import built_before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return ready(SAMPLE, tmp_path / "register")


@pytest.fixture
def built(run: Path, tmp_path: Path) -> Path:
    """The sample with its site."""
    return built_before(run, tmp_path / "register", TODAY)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def issue_file(root: Path) -> Path:
    return sorted((root / "records" / "issues").rglob("*.yml"))[0]


def test_same_records_give_the_same_bytes(built: Path) -> None:
    first = tree(built / "site")
    without_results(SAMPLE, built)
    build_site(built, built / "site", TODAY)
    assert tree(built / "site") == first


def test_changed_record_shows_after_the_next_build(built: Path) -> None:
    path = issue_file(built)
    path.write_text(path.read_text().replace("示例：", "示例：改过的", 1))
    build_site(built, built / "site", TODAY)
    assert any(
        "示例：改过的" in text.decode("utf-8", "ignore") for text in tree(built / "site").values()
    )


def test_page_of_a_record_that_went_goes_too(built: Path) -> None:
    gone = built / "records/issues/LS17/990400/R00/LS17-990400-R00-G-001.yml"
    assert (built / "site/exposures" / f"{gone.stem}.html").is_file()
    gone.unlink()
    build_site(built, built / "site", TODAY)
    assert not (built / "site/exposures" / f"{gone.stem}.html").exists()


def test_errors_in_records_leave_the_old_site_whole(built: Path) -> None:
    before = tree(built / "site")
    issue_file(built).write_text("id：坏的\n", encoding="utf-8")
    found = build_site(built, built / "site", TODAY)
    assert found.verdict.errors
    assert found.pages == 0
    assert tree(built / "site") == before


def test_issue_that_is_named_and_not_there_stops_a_build(built: Path) -> None:
    (built / "records/issues/LS19/990100/R01/LS19-990100-R01-P01-005.yml").unlink()
    found = build_site(built, built / "site", TODAY)
    assert found.pages == 0
    assert [one.code for one in found.verdict.findings] == ["R13"]


def test_gitignore_of_the_site_folder_is_kept(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site" / ".gitignore").write_text("*\n")
    build_site(root, root / "site", TODAY)
    assert (root / "site" / ".gitignore").read_text() == "*\n"


def test_folder_with_other_files_is_refused_and_left_alone(root: Path) -> None:
    out = root / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("x")
    with pytest.raises(WorkError, match="别的文件"):
        build_site(root, out, TODAY)
    assert tree(out) == {"letter.txt": b"x"}


def test_link_as_site_folder_is_refused(root: Path) -> None:
    (root / "real").mkdir()
    (root / "site").symlink_to(root / "real")
    with pytest.raises(WorkError, match="不是普通文件夹"):
        build_site(root, root / "site", TODAY)


def test_second_build_at_the_same_time_is_refused(root: Path) -> None:
    with build_lock(root), pytest.raises(WorkError, match="另一个生成还在进行"):
        build_site(root, root / "site", TODAY)


def test_leftovers_of_a_killed_build_are_cleared(root: Path) -> None:
    leftover = root / ".site.new-0a1b2c3d"
    leftover.mkdir()
    (leftover / "half.html").write_text("x")
    build_site(root, root / "site", TODAY)
    assert not leftover.exists()


def test_killed_build_leaves_a_whole_site(built: Path) -> None:
    """Kills builds at several moments; the site is each time the old one or the new one."""
    old = tree(built / "site")
    path = issue_file(built)
    path.write_text(path.read_text().replace("示例：", "示例：新", 1))
    command = [sys.executable, "-m", "generator", "build", "--root", str(built)]
    for delay in (0.3, 0.5, 0.7, 0.9, 1.2):
        words = [*command, "--today", TODAY.isoformat()]
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
        running.wait()
        left = tree(built / "site")
        assert left == old or left.keys() == old.keys()
    build_site(built, built / "site", TODAY)
    assert tree(built / "site").keys() == old.keys()
    assert not list(built.glob(".site.*"))


def test_disk_that_takes_no_more_leaves_the_old_site_whole(built: Path) -> None:
    """A limit on the size of files stands in for a full disk: the system refuses to write on."""
    before = tree(built / "site")
    words = f"ulimit -f 40; exec {sys.executable} -m generator build --root {built}"
    done = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "原来的网站没有动" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(built / "site") == before
    assert not list(built.glob(".site.*"))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有写入权限"),
        (errno.EROFS, "没有写入权限"),
        (errno.EIO, "写不进去"),
    ],
)
def test_what_the_system_refuses_is_said_in_chinese(number: int, said: str) -> None:
    with pytest.raises(WorkError) as caught, system_errors_in_chinese():
        raise OSError(number, "refused", "/somewhere")
    assert said in caught.value.message
    assert caught.value.hint


def test_site_holds_its_marker_and_nothing_stands_beside_it(built: Path) -> None:
    assert (built / "site" / MARKER).is_file()
    assert {path.name for path in built.iterdir()} == {"records", "site", ".build"}


def test_broken_notes_of_an_earlier_build_count_as_none(built: Path, tmp_path: Path) -> None:
    first = tree(built / "site")
    (built / ".build" / "cache.db").write_bytes(b"no database" * 100)
    with frame_at_hand(SAMPLE, tmp_path / "frame"):
        for _ in range(2):
            build_site(built, built / "site", TODAY)
            assert tree(built / "site") == first


def test_file_that_somebody_touched_is_made_again(built: Path) -> None:
    first = tree(built / "site")
    for name in ("ledgers/LS19-990100-R01.html", "index.html", "data/records-990100.js"):
        (built / "site" / name).write_text("touched")
    (built / "site" / "exposures" / "index.html").unlink()
    build_site(built, built / "site", TODAY)
    assert tree(built / "site") == first
