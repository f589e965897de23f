"""`lantian serve`: what the browser is given after a record has changed, or has been broken."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from generator.cli.served_site import HOST, LocalServer, Pages, ServedSite, is_own_host
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


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST:8000", True),
        (" localhost:8000 ", True),
        ("[::1]:8000", True),
        ("localhost", False),
        ("localhost:8001", False),
        ("localhost.:8000", False),
        ("evil.example:8000", False),
        ("evil.example", False),
        ("localhost.evil.example:8000", False),
        ("127.0.0.1.evil.example:8000", False),
        ("evil@localhost:8000", False),
        ("localhost:8000:8000", False),
        ("localhost:8000, evil.example", False),
        ("0.0.0.0:8000", False),
        ("[::ffff:127.0.0.1]:8000", False),
        ("127.1:8000", False),
        ("localhost:٨٠٠٠", False),
        ("", False),
    ],
)
def test_only_names_of_this_server_are_its_own(host: str, *, own: bool) -> None:
    assert is_own_host(host, 8000) is own


class Ready(ServedSite):
    """A site that is built already."""

    def refreshed(self) -> str:
        return ""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server, in this process, of a site with one file."""
    site = Ready(tmp_path)
    (site.out / "data").mkdir(parents=True)
    (site.out / "data" / "build.json").write_text("SECRET")
    server = LocalServer((HOST, 0), partial(Pages, site=site))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def answer(port: int, request: str) -> str:
    """What the server says to these very bytes (Latin-1), to the end."""
    with socket.create_connection((HOST, port), timeout=20) as connection:
        connection.sendall(request.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(partial(connection.recv, 65536), b"")).decode("latin-1")


OWN = "Host: localhost:{port}\r\n"


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("GET /data/build.json HTTP/1.1", OWN, 200),
        ("HEAD /data/build.json HTTP/1.1", OWN, 200),
        ("GET /data/build.json HTTP/1.1", "Host: evil.example\r\n", 421),
        ("GET /data/build.json HTTP/1.1", "Host: evil.example:{port}\r\n", 421),
        ("HEAD /data/build.json HTTP/1.1", "Host: evil.example\r\n", 421),
        ("GET /data/build.json HTTP/1.1", "", 421),
        ("GET /data/build.json HTTP/1.0", "", 421),
        ("GET /data/build.json HTTP/1.1", OWN + "Host: evil.example\r\n", 421),
        ("GET http://evil.example/data/build.json HTTP/1.1", OWN, 421),
        ("GET http://localhost:{port}/data/build.json HTTP/1.1", OWN, 421),
        ("OPTIONS * HTTP/1.1", OWN, 421),
        ("GET /%00 HTTP/1.1", OWN, 400),
        ("GET /a%0d%0ab HTTP/1.1", OWN, 400),
        ("GET /%e2%80%ae HTTP/1.1", OWN, 400),
        ("GET /%ff%fe HTTP/1.1", OWN, 404),
        ("GET /data/ HTTP/1.1", OWN, 404),
        ("GET /../../etc/passwd HTTP/1.1", OWN, 404),
        ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", OWN, 404),
        ("GET /" + "a" * 5000 + " HTTP/1.1", OWN, 404),
        ("DELETE /data/build.json HTTP/1.1", OWN, 501),
        ("GET", "", 400),
        ("GET / HTTP/9.9", OWN, 505),
    ],
)
def test_odd_requests_get_an_answer_and_no_traceback(
    port: int, capfd: pytest.CaptureFixture[str], request_line: str, headers: str, status: int
) -> None:
    told = answer(port, f"{request_line}\r\n{headers}Connection: close\r\n\r\n".format(port=port))
    assert (f" {status} " in told.partition("\r\n")[0]) or f"Error code: {status}" in told
    assert ("SECRET" in told) is (status == 200 and request_line.startswith("GET"))
    assert capfd.readouterr().err == ""
