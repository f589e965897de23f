"""The form of a served site, for tests that ask it over HTTP or open it in a browser."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any

from generator.cli.edit_server import ASK, EditDoor, EditPages
from generator.cli.editing import EditForm
from generator.cli.served_site import HOST, LocalServer, ServedSite
from tests.pull_requests import Forge
from tests.registers import TESTS

LEDGER = TESTS / "golden" / "ledgers" / "LS19-990100-R01.html"


def made_forge(folder: Path) -> Forge:
    made = Forge(folder)
    made.write(".git/info/exclude", "site/\n.build/\n")
    return made


class Ready(ServedSite):
    """A site that is built already."""

    def refreshed(self) -> str:
        return ""


class Desk:
    """A browser that was let in by the server of a register."""

    def __init__(self, forge: Forge, port: int, token: str) -> None:
        self.forge, self.port, self.token = forge, port, token

    @property
    def own(self) -> dict[str, str]:
        """The headers that the page sends."""
        return {
            "Origin": f"http://{HOST}:{self.port}",
            "X-Lantian-Token": self.token,
            "Content-Type": "application/json",
        }

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        connection = HTTPConnection(HOST, self.port, timeout=20)
        connection.request(method, path, body, dict(headers))
        answer: HTTPResponse = connection.getresponse()
        return answer, answer.read().decode()

    def ask(self, **request: Any) -> Any:
        answer, text = self.send("POST", ASK, json.dumps(request).encode(), self.own)
        assert answer.status == 200, text
        return json.loads(text)

    def check(self, entry: Mapping[str, Any]) -> Any:
        return self.ask(do="check", entry=entry)

    def save(self, *entries: Mapping[str, Any], name: str = "示例填报员", mail: str = "") -> Any:
        return self.ask(do="save", entries=entries, name=name, mail=mail)

    def look(self) -> list[str]:
        """What must stay as it is: what is checked out, the index, the files of the work tree."""
        git = self.forge.git
        return [
            git("rev-parse", "HEAD", "--abbrev-ref", "HEAD"),
            git("ls-files", "--stage"),
            git("status", "--porcelain"),
        ]


@contextmanager
def serving(forge: Forge, port: int = 0) -> Iterator[Desk]:
    """A server with two pages of a site; `port` is that of one that has ended."""
    site = Ready(forge.root)
    (site.out / "ledgers").mkdir(parents=True, exist_ok=True)
    (site.out / "ledgers" / "a.html").write_bytes(LEDGER.read_bytes())
    (site.out / "index.html").write_text("<!doctype html><title>示例</title>")
    door = EditDoor(EditForm(forge.root, "示例台账", date(2019, 8, 1)), "示例台账")
    server = LocalServer((HOST, port), partial(EditPages, site=site, door=door))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Desk(forge, server.server_port, door.token)
    finally:
        server.shutdown()
        server.server_close()
