"""The pages and requests of `lantian serve --edit`: who may ask, and what may be asked.

What is answered is left to `editing`. See decision 0101.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from threading import Lock
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import AwareDatetime, BaseModel, ValidationError

from generator.cli.editing import EditForm
from generator.cli.entry_preview import entry_style
from generator.cli.served_site import Pages
from generator.core.findings import WorkError
from generator.form.page import ServedPage, served_page
from generator.kinds.registry import BY_NAME

FORM, ASK, OPEN = "/edit/", "/edit/ask", "/edit/open"
_BODY_LIMIT = 4_000_000
"""Bytes of a request: a list of a thousand long entries."""


class AskedEntry(BaseModel):
    """An entry as the page sends it."""

    kind: str
    answers: dict[str, str] = {}
    id: str = ""
    began: str = ""


class AskedRequest(BaseModel):
    """A request as the page sends it; what else is in it is dropped."""

    do: Literal["start", "questions", "check", "draft", "save"]
    entry: AskedEntry | None = None
    others: list[AskedEntry] = []
    entries: list[AskedEntry] = []
    name: str = ""
    mail: str = ""
    now: AwareDatetime | None = None
    place: str = ""
    sitting: str = ""


@dataclass(frozen=True)
class EditDoor:
    """The form behind a token that is new for each start; one request at a time."""

    editing: EditForm
    name: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    lock: Lock = field(default_factory=Lock)

    def fits(self, given: str) -> bool:
        """Return whether this is the token."""
        return secrets.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def ask(self, body: bytes) -> bytes:
        """Return the answer to a request; ValueError or KeyError for one that is none."""
        asked = AskedRequest.model_validate_json(body).model_dump(exclude_none=True)
        with self.lock:
            return json.dumps(self.editing.ask(asked), ensure_ascii=False).encode()

    def page(self) -> ServedPage:
        """Return the page of the form."""
        return served_page(self.name, self.token, entry_style())


class EditPages(Pages):
    """The site with a link to the form at each issue, the form, and its answers."""

    def __init__(self, *args: object, door: EditDoor, **more: object) -> None:
        self.door = door
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the form to who came by the address with the token, and pages with links to it."""
        place = urlsplit(self.path)
        if place.path == OPEN:
            self._open(place.query)
        elif place.path == FORM:
            self._send_form()
        elif place.path.startswith(FORM):
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Answer a request of the form; refuse what another page, or nobody known, has sent."""
        refused = self._refusal()
        if refused:
            self.close_connection = True
            self.send_error(refused)
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            answer = self.door.ask(body)
        except (ValidationError, KeyError):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        except WorkError as error:
            told = f"{error.message}。{error.hint}。".encode()
            self._send(told, {"Content-Type": _PLAIN}, HTTPStatus.CONFLICT)
            return
        self._send(answer, {"Content-Type": "application/json"})

    def _refusal(self) -> HTTPStatus | None:
        """Return why a request is not read; None where it is."""
        origins = self.headers.get_all("Origin", [])
        length = self.headers.get("Content-Length", "")
        reasons = {
            HTTPStatus.NOT_FOUND: self.path != ASK,
            HTTPStatus.FORBIDDEN: origins != [f"http://{self.headers['Host'].strip()}"]
            or not self.door.fits(self.headers.get("X-Lantian-Token", "")),
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE: self.headers.get_content_type()
            != "application/json",
            HTTPStatus.LENGTH_REQUIRED: "Transfer-Encoding" in self.headers
            or not _LENGTH.fullmatch(length),
        }
        found = next((status for status, applies in reasons.items() if applies), None)
        if found is None and int(length) > _BODY_LIMIT:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return found

    def _open(self, query: str) -> None:
        """Let a browser in that knows the token; it is no part of any address afterwards."""
        given = parse_qs(query).get("token", [""])[-1]
        if not self.door.fits(given):
            self._send(_STRANGER, status=HTTPStatus.FORBIDDEN)
            return
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Set-Cookie", f"{self._cookie}={given}; Path=/; HttpOnly; SameSite=Strict")
        self.send_header("Location", "/index.html")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Length", "0")
        self.end_headers()

    @property
    def _cookie(self) -> str:
        """Return the name of the cookie: a browser keeps one jar for all ports of a host."""
        return f"lantian-{self.connection.getsockname()[1]}"

    def _send_form(self) -> None:
        try:
            kept = SimpleCookie(self.headers.get("Cookie", "")).get(self._cookie)
        except CookieError:
            kept = None
        if kept is None or not self.door.fits(kept.value):
            self._send(_STRANGER, status=HTTPStatus.FORBIDDEN)
            return
        page = self.door.page()
        policy = (
            f"default-src 'none'; script-src {page.script}; style-src 'unsafe-inline'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self._send(page.content, {"Content-Security-Policy": policy})

    def send_file(self) -> None:
        """Send a file of the site, a page with the links to the form."""
        path = Path(self.translate_path(self.path))
        if path.suffix == ".html" and path.is_file():
            self._send(with_links(path.read_bytes()))
        else:
            super().send_file()

    def _send(
        self,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        self.send_response(status)
        shown = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        for name, text in {**shown, "X-Content-Type-Options": "nosniff"}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


_PLAIN = "text/plain; charset=utf-8"
_LENGTH = re.compile(r"[0-9]{1,12}")
_STRANGER = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>不能编辑</title>'
    "<h1>这个网址不能编辑</h1><p>打开 lantian serve --edit 在终端里给出的网址（每次启动都不同），"
    "再回到这里。已经填写的内容没有丢。</p></html>"
).encode()

_ARTICLE = re.compile(rb'<article\b[^>]*\bdata-record="([A-Za-z0-9-]+)"[^>]*>')
_DEEDS = (("办理", "", "✎ 办理"), ("改这条", "&amp;do=correction", "改这条"))
"""What can be done to an issue: its name, what asks the form for it, and the link."""
_MAIN = b'<span id="lt-main" tabindex="-1"></span>'
"""Where the content of every page begins, as the frame of the theme has it."""


def with_links(content: bytes) -> bytes:
    """Return a page with a link to a new issue, and at each issue one to its next step."""
    link = f'<p class="lt-note"><a href="{FORM}">＋ 新问题</a></p>'.encode()
    return _ARTICLE.sub(_with_pencil, content.replace(_MAIN, _MAIN + link, 1))


def _with_pencil(match: re.Match[bytes]) -> bytes:
    record_id = match[1].decode()
    if BY_NAME["issue"].path_of(record_id) is None:
        return match[0]
    links = (
        f'<a href="{FORM}?issue={record_id}{also}" aria-label="{deed} {record_id}">{sign}</a>'
        for deed, also, sign in _DEEDS
    )
    link = f'<p class="lt-note">{" ".join(links)}</p>'
    return match[0] + link.encode()
