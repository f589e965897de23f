"""The site as the local server sends it: who may ask, and a build when a record has changed."""

import html
import re
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from generator.cli.check import as_text
from generator.core.dates import today_in_china
from generator.core.findings import WorkError
from generator.site.build import build_site

HOST = "127.0.0.1"
WATCHED = ("records", "mkdocs.yml")
COMMITS = ".git/logs/HEAD"
"""Grows with each commit; pages show who recorded what."""


class ServedSite:
    """A site that is rebuilt when one of its inputs has changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "site"
        self._seen: frozenset[tuple[str, int, int]] | None = None
        self._error = ""
        self._lock = Lock()

    def refreshed(self) -> str:
        """Rebuild if needed; return the error that prevents showing the site, or ""."""
        with self._lock:
            now = self._state()
            if now != self._seen:
                self._error = self._build()
                self._seen = now
            return self._error

    def _state(self) -> frozenset[tuple[str, int, int]]:
        paths = [path for name in WATCHED for path in (self.root / name).rglob("*")]
        paths += [self.root / "mkdocs.yml", self.root / COMMITS]
        stats = [(path, path.lstat()) for path in paths if path.exists()]
        return frozenset((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def _build(self) -> str:
        try:
            built = build_site(self.root, self.out, today_in_china())
        except WorkError as error:
            return f"{error.message}\n改法：{error.hint}"
        return as_text(built.verdict) if built.verdict.errors else ""


def is_own_host(host: str, port: int) -> bool:
    """Return whether the Host of a request names this server (RFC 9110, 7.2)."""
    said = _HOST_AND_PORT.fullmatch(host.strip().lower())
    return said is not None and said[1] in _OWN_NAMES and int(said[2] or _HTTP) == port


_OWN_NAMES = frozenset({HOST, "localhost", "[::1]"})
_HOST_AND_PORT = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
_HTTP = 80
"""The port of an address that names none."""


class Pages(SimpleHTTPRequestHandler):
    """Serves the files of a site; a page is never older than the records."""

    timeout = 60
    """Seconds after which a connection that says nothing is closed."""

    def __init__(self, *args: object, site: ServedSite, **more: object) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.out), **more)  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Read a request; refuse one for another host, or with a path that no file can have.

        A page elsewhere may lead its own name to this machine and then read what is served here
        (DNS rebinding); the browser still says the name that was asked for.
        """
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        port = self.connection.getsockname()[1]
        if len(hosts) != 1 or not is_own_host(hosts[0], port) or not self.path.startswith("/"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Not a name of this server")
            return False
        if not unquote(self.path, errors="replace").isprintable():
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad path")
            return False
        return True

    def list_directory(self, path: object) -> None:
        """Show no folder without a page of its own."""
        self.send_error(HTTPStatus.NOT_FOUND, "File not found")

    def do_GET(self) -> None:
        """Send a file of the site, or the findings that prevent building it."""
        is_page = self.path.split("?")[0].endswith((".html", "/"))
        error = self.site.refreshed() if is_page else ""
        if error:
            self._show(error)
        else:
            self.send_file()

    def send_file(self) -> None:
        """Send the file that was asked for."""
        super().do_GET()

    def end_headers(self) -> None:
        """Forbid caching: a reload shows the current records."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: requests are not worth a line each."""

    def _show(self, error: str) -> None:
        page = (
            '<!doctype html><html lang="zh"><meta charset="utf-8"><title>记录有问题</title>'
            f"<h1>改好下面的问题，再刷新本页</h1><pre>{html.escape(error)}</pre></html>"
        ).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class LocalServer(ThreadingHTTPServer):
    """The server; a browser that goes away in the middle of an answer is no error."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error of ours; say nothing of a connection that was closed."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
