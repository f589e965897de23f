"""The one cache of a register: whatever happens to its file, nothing wrong comes out of it."""

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from generator.cache.cache import Cache, CacheDamaged, CacheRefused, temporary_cache
from generator.checks.engine import check_all
from generator.cli.check import as_json
from generator.site.build import build_site
from tests.registers import SAMPLE, frame_at_hand
from tests.sites import built_in_git

FLIPS = 300
BUILDS = 8
DAY = date(2019, 8, 1)
ISSUE = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a cache lies in its register."""
    return tmp_path / ".build" / "cache.db"


def entries(seed: int = 1) -> dict[str, bytes]:
    """Values of all lengths, from none to several pages of the file."""
    chance = random.Random(seed)
    return {f"key {n}": chance.randbytes(chance.choice([0, 9, 300, 9000])) for n in range(200)}


def fill(cache: Cache, seed: int = 1) -> None:
    with cache.writing() as batch:
        batch.replace("sealed", entries(seed))
        batch.put_all("open", entries(seed))


def damaged(content: bytes, seed: int) -> bytes:
    """The content with one bit flipped, or a byte, or a stretch, somewhere."""
    chance = random.Random(seed)
    place = chance.randrange(len(content))
    new = chance.choice(
        [
            bytes([content[place] ^ 1 << chance.randrange(8)]),
            bytes([chance.randrange(256)]),
            chance.randbytes(40),
            bytes(512),
        ]
    )
    return content[:place] + new + content[place + len(new) :]


def test_values_come_back_as_they_were_written(file: Path) -> None:
    fill(Cache(file))
    again = Cache(file)
    assert again.items("sealed") == entries()
    assert all(again.get("open", key) == value for key, value in entries().items())
    assert again.get("open", "nowhere") is None
    assert again.items("nowhere") == {}


def test_sealed_namespace_holds_what_was_said_last(file: Path) -> None:
    fill(Cache(file))
    with Cache(file).writing() as batch:
        batch.update("sealed", ["key 3", "key 4", "new"], {"new": b"1", "key 4": b"2"})
    wanted = {"key 3": entries()["key 3"], "key 4": b"2", "new": b"1"}
    assert Cache(file).items("sealed") == wanted


def test_what_is_broken_off_leaves_what_was_before(file: Path) -> None:
    fill(Cache(file))
    with suppress(KeyError), Cache(file).writing() as batch:
        batch.replace("sealed", {"other": b"x"})
        raise KeyError
    assert Cache(file).items("sealed") == entries()


def test_no_damage_of_the_file_gives_another_value(file: Path) -> None:
    cache = Cache(file)
    for seed in (1, 2, 1):
        fill(cache, seed)
    cache.close()
    good = file.read_bytes()
    noticed = 0
    for seed in range(FLIPS):
        file.write_bytes(damaged(good, seed))
        file.chmod(0o600)
        noticed += any([*looks(Cache(file))])
    assert noticed > FLIPS / 2


def looks(cache: Cache) -> Iterator[bool]:
    """Whether something is noticed, look by look; each gives the right value or nothing."""
    try:
        found = cache.items("sealed")
        assert found in ({}, entries())
        yield not found
    except CacheDamaged:
        assert not cache.file.exists()
        yield True
    for key, value in entries().items():
        try:
            one = cache.get("open", key)
            assert one in (None, value)
            yield one is None
        except CacheDamaged:
            assert not cache.file.exists()
            yield True


def test_file_that_took_the_place_of_a_broken_one_stays(file: Path) -> None:
    old = Cache(file)
    fill(old)
    assert old.get("open", "key 1") is not None
    file.unlink()
    fill(Cache(file))
    old.damaged()
    assert Cache(file).items("sealed") == entries()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o644])
def test_file_that_others_could_have_written_is_not_believed(file: Path, mode: int) -> None:
    """As Git checks files out (0644), neither."""
    fill(Cache(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(mode)
    assert Cache(file).items("sealed") == {}
    assert not file.exists()


def test_link_in_the_place_of_the_file_is_not_followed(file: Path, tmp_path: Path) -> None:
    fill(Cache(tmp_path / "elsewhere" / "cache.db"))
    file.parent.mkdir()
    file.symlink_to(tmp_path / "elsewhere" / "cache.db")
    assert Cache(file).items("sealed") == {}
    fill(Cache(file), 2)
    assert Cache(tmp_path / "elsewhere" / "cache.db").items("sealed") == entries()


def test_folder_in_the_place_of_the_file_refuses(file: Path) -> None:
    file.mkdir(parents=True)
    assert Cache(file).get("open", "x") is None
    with pytest.raises(CacheRefused), Cache(file).writing():
        pass


def test_full_disk_refuses_and_leaves_what_was_before(file: Path) -> None:
    cache = Cache(file)
    fill(cache)
    with closing(sqlite3.connect(file)) as store:
        pages = store.execute("PRAGMA page_count").fetchone()[0]
    connection = cache._connection(creates=True)
    assert connection
    connection.execute(f"PRAGMA max_page_count = {pages}")  # as if there were no room for more
    with pytest.raises(CacheRefused), cache.writing() as batch:
        batch.put("open", "large", bytes(1 << 20))
    assert Cache(file).items("sealed") == entries()


def test_temporary_cache_goes_with_its_user() -> None:
    cache = temporary_cache()
    fill(cache)
    folder = cache.file.parent
    assert folder.is_dir()
    del cache
    assert not folder.exists()


def test_process_that_was_forked_reads_for_itself(file: Path) -> None:
    cache = Cache(file)
    fill(cache)
    assert cache.items("sealed") == entries()
    child = os.fork()
    if not child:
        os._exit(0 if cache.items("sealed") == entries() else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert cache.items("sealed") == entries()


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_no_damage_of_the_file_gives_another_page_finding_or_trail(
    run: Path, tmp_path: Path
) -> None:
    history = built_in_git(run, tmp_path / "one", DAY)
    root, cache = history.root, history.root / ".build" / "cache.db"
    check_all(root)
    good = cache.read_bytes()
    text = (root / ISSUE).read_text(encoding="utf-8").replace("found: 示例：", "found: 示例：改过")
    history.commit({ISSUE: text})
    shutil.copytree(root / "site", tmp_path / "site")
    with frame_at_hand(SAMPLE, tmp_path / "frame"):
        cache.unlink()
        build_site(root, root / "site", DAY)
        pages, findings, trails = tree(root), as_json(check_all(root)), dict(history.audit().trails)
        for seed in range(BUILDS):
            cache.write_bytes(damaged(good, seed))
            cache.chmod(0o600)
            shutil.rmtree(root / "site")
            shutil.copytree(tmp_path / "site", root / "site")
            if seed % 3 == 0:
                assert as_json(check_all(root)) == findings
            if seed % 3 == 1:
                assert dict(history.audit().trails) == trails
            build_site(root, root / "site", DAY)
            assert tree(root) == pages
            assert as_json(check_all(root)) == findings
            assert dict(history.audit().trails) == trails
