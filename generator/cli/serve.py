"""`lantian serve`: the site on this machine, rebuilt when a record has changed."""

import html
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

import click

from generator.cli.check import as_text
from generator.cli.options import root_option
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


class Pages(SimpleHTTPRequestHandler):
    """Serves the files of a site; a page is never older than the records."""

    def __init__(self, *args: object, site: ServedSite, **more: object) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.out), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file of the site, or the findings that prevent building it."""
        is_page = self.path.split("?")[0].endswith((".html", "/"))
        error = self.site.refreshed() if is_page else ""
        if error:
            self._show(error)
        else:
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


@click.command("serve", short_help="在本机浏览网站")
@root_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, metavar="端口", help="默认 8000。"
)
def command(root: Path, port: int) -> None:
    """在本机浏览网站；改了记录，刷新页面就能看到。按 Ctrl+C 结束。"""
    site = ServedSite(root)
    error = site.refreshed()
    if error:
        click.echo(error, err=True)
    try:
        server = ThreadingHTTPServer((HOST, port), partial(Pages, site=site))
    except OSError as error:
        raise WorkError(f"端口 {port} 用不了", "换一个端口，例如 --port 8001") from error
    click.echo(f"打开 http://{HOST}:{server.server_port}/index.html ，按 Ctrl+C 结束。")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("已结束。")
    finally:
        server.server_close()
