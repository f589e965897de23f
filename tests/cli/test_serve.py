"""`lantian serve`: what the browser is given after a record has changed, or has been broken."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.registers import SAMPLE, ready

ISSUE = "records/issues/LS17/990400/R00/LS17-990400-R00-G-001.yml"
PAGE = "exposures/LS17-990400-R00-G-001.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return ready(SAMPLE, tmp_path)


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """The address of a server on a free port of this machine."""
    words = [sys.executable, "-u", "-m", "generator", "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        line = running.stdout.readline()
        yield line.split()[1].removesuffix("index.html")
        running.terminate()


def read(url: str) -> str:
    with urlopen(url, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


def test_changed_record_shows_after_a_reload(root: Path, address: str) -> None:
    assert "示例拆迁工地" in read(address + PAGE)
    record = root / ISSUE
    record.write_text(record.read_text().replace("示例拆迁工地", "示例新名工地"))
    assert "示例新名工地" in read(address + PAGE)


def test_broken_record_shows_its_findings_and_mending_it_brings_the_page_back(
    root: Path, address: str
) -> None:
    record = root / ISSUE
    whole = record.read_text()
    record.write_text(whole.replace("found:", "foud:"))
    page = read(address + PAGE)
    assert "没有叫" in page
    assert "<script" not in page
    record.write_text(whole)
    assert "示例拆迁工地" in read(address + PAGE)


def test_busy_port_is_said(root: Path, address: str) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    words = [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", port]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "换一个端口" in done.stderr
