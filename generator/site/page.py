"""Pages before they have a layout, the templates that make them, and what proves a page.

See decisions 0007, 0024 and 0040.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from generator.audit.audit import Audit
from generator.audit.log import Commit
from generator.core import tracing
from generator.core.fields import Correction, Record, names_in
from generator.core.forges import RecordsOnForge, edit_link, file_link
from generator.core.model_walk import known_label
from generator.core.tracing import Selector
from generator.kinds.issue.model import Issue
from generator.kinds.registry import BY_MODEL, BY_NAME, KINDS, TEMPLATE_FOLDERS
from generator.site import markup
from generator.site.links import Links
from generator.site.menu import Menu, menu_of, placed
from generator.site.tables import OVERDUE

Newest = Callable[[Iterable[Selector]], Commit | None]
"""What was read → the newest commit to any of it; None where that is nothing, or not committed."""

Value = str | int | Record
"""What a page may be given besides the register: keys, and records, which count as read."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, its title as plain text, and its body as HTML.

    `description`: what programs show of it below a link, plain text; "" for nothing.
    """

    path: str
    title: str
    body: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page, or another file, that can be made: `make(site, templates, *values)`.

    Whatever else it shows, `make` has to ask of the site index: what was read to find out that
    there is such a page is lost to it.
    """

    path: str
    make: Callable[..., Page | str | bytes]
    values: tuple[Value, ...] = ()

    def render(self, site: Any, templates: "Templates") -> Page | str | bytes:
        """The page without its last line; what it reads is recorded in the current frame."""
        for one in self.values:
            if isinstance(one, Record):
                tracing.read(path_of(one))
        return self.make(site, templates, *self.values)


def path_of(record: Record) -> str:
    """Return where a record lies below the root."""
    return record_path(type(record), record.id)


def record_path(model: type[Record], record_id: str) -> str:
    """Return where the record of an ID lies below the root."""
    path = BY_MODEL[model].path_of(record_id)
    assert path
    return f"records/{path}"


@dataclass(frozen=True, slots=True)
class RecordLinks:
    """Where a record is gone on with: pages on the forge or of the form, "" for none.

    `path` is the file below the root of the register, "" in the public edition.
    """

    path: str = ""
    step: str = ""
    edit: str = ""
    view: str = ""


def record_links(on_forge: RecordsOnForge | None, path: str, *, is_public: bool) -> RecordLinks:
    """Return the links of the issue in a file; to the public at most what it can open."""
    if on_forge is None:
        return RecordLinks("" if is_public else path)
    place = on_forge.path_of(path)
    view = file_link(on_forge.address, on_forge.branch, place)
    if is_public:
        return RecordLinks(view=view if on_forge.is_public else "")
    edit = edit_link(on_forge.address, on_forge.branch, place)
    form = f"{on_forge.form}?issue={path_stem(path)}" if on_forge.form else ""
    correction = f"{form}&do=correction" if form else ""
    return RecordLinks(path, form or edit, correction or edit, view)


def path_stem(path: str) -> str:
    """Return the ID that the file of a record is named after."""
    return path.rpartition("/")[2].removesuffix(".yml")


@dataclass(frozen=True, slots=True)
class Proof:
    """What pages are made from: the blob of each record (ID → blob), and the commit of each page.

    `is_recorded`: whether there is a Git history at all.
    """

    blobs: Mapping[str, str]
    newest: Newest
    is_recorded: bool = True


HAS_TERM = ' data-until="'
"""Marks what names a case with a term of publication; no text of a record can spell it."""

COMMIT_LINE = '<p class="lt-note lt-commit">'
"""How the last line of a page begins; no text of a record can spell it."""

_COMPILER = Path(markup.__file__).read_text(encoding="utf-8")


def corrected_fields(correction: Correction, kind: str) -> str:
    """Return the fields that a correction of a kind of record names, in the words of its model."""
    model = BY_NAME[kind].model
    return "、".join(known_label(model, name) for name in names_in(correction.corrects))


class _Environment(Environment):
    code_generator_class = markup.PlainCode


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept as long as they and the way to compile them stay the same."""

    def get_source_checksum(self, source: str) -> str:
        """A digest of a template and of what compiles it."""
        return super().get_source_checksum(source + _COMPILER)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what was kept, if it is as it was written: damaged code ends the process."""
        with suppress(OSError):
            content = Path(self._get_cache_filename(bucket)).read_bytes()
            if content[:_DIGEST] == sha256(content[_DIGEST:]).digest():
                bucket.bytecode_from_string(content[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, whole or not at all, if the disk takes it."""
        path, code = Path(self._get_cache_filename(bucket)), bucket.bytecode_to_string()
        draft = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            draft.write_bytes(sha256(code).digest() + code)
            draft.replace(path)


_DIGEST = sha256().digest_size


class Templates:
    """Renders bodies: escaping is always on and an unknown name is an error.

    What Jinja makes of the templates is kept in the folder `compiled`, if there is one.
    """

    def __init__(
        self,
        proof: Proof | None = None,
        *,
        is_public: bool = False,
        compiled: Path | None = None,
        finish: Callable[[str], str] = str,
        menu: Menu | None = None,
        on_forge: RecordsOnForge | None = None,
    ) -> None:
        proof = proof or proof_of(None)
        self._environment = _Environment(
            loader=FileSystemLoader(TEMPLATE_FOLDERS),
            auto_reload=False,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(str(compiled)) if compiled else None,
        )
        self._environment.filters["cells"] = markup.number_cells
        self._environment.filters["csv_address"] = markup.csv_address
        self._environment.globals["blobs"] = proof.blobs
        self._environment.filters["corrected_fields"] = corrected_fields
        self._environment.globals["is_public"] = is_public
        self._environment.globals["overdue_metric"] = OVERDUE
        self._environment.globals["links_of_record"] = lambda record_id: record_links(
            on_forge, record_path(Issue, record_id), is_public=is_public
        )
        self._environment.globals["record_kinds"] = {kind.name: kind for kind in KINDS}
        self._menu = menu or menu_of(is_public=is_public)
        self._environment.globals["menu"] = self._menu
        self._proof = proof
        self._finish = finish
        self._lines: dict[tuple[int, str], str] = {}
        self._mark = self._environment.get_template("_internal.html").render()
        self._term = self._environment.get_template("_term.html").render()

    def page(self, template: str, path: str, title: str, **values: Any) -> Page:
        """The page at `path` from the template; `link` in it makes links as seen from there."""
        made = self._environment.get_template(template)
        body = self._finish(made.render(link=Links(path), title=title, **values))
        body = placed(self._menu, path, title, body)
        term = self._term if HAS_TERM in body else ""
        return Page(path, title, self._mark + term + body)

    def newest(self, reads: Iterable[Selector]) -> Commit | None:
        """The newest commit to anything of what was read."""
        return self._proof.newest(reads)

    def signed(self, page: Page, reads: Iterable[Selector]) -> Page:
        """The page with its last line, from what was read to make it."""
        return replace(page, body=page.body + self.commit_line(page.path, self.newest(reads)))

    def commit_line(self, path: str, basis: Commit | None = None) -> str:
        """The last line of a page: what it was made from, with links as seen from there."""
        key = (path.count("/"), basis.id if basis else "")
        if key not in self._lines:
            line = self._environment.get_template("_commit.html")
            told = {"basis": basis, "is_recorded": self._proof.is_recorded}
            self._lines[key] = line.render(link=Links(path), **told)
        return self._lines[key]


BUILD_SCRIPT = "data/build.js"


def build_script(*, day: str, commit: str, edition: str, time: str = "") -> str:
    """The script: build day (ISO), time of day if known, commit ("" without Git), edition."""
    said = {"day": day, "time": time, "commit": commit, "edition": edition}
    # Not even a strange edition may end the call or the script.
    text = json.dumps(said, ensure_ascii=True).replace("<", "\\u003c")
    return f"lantianBuilt({text});\n"


RECORDS = "records/"


@dataclass(frozen=True, slots=True)
class _Blobs(Mapping[str, str]):
    """ID → blob, "" without Git; looked up when a page asks: most pages show a few records."""

    audit: Audit | None

    def __getitem__(self, record_id: str) -> str:
        path = _path_of(record_id)
        tracing.read(path)
        return self.audit.blob(path) if self.audit else ""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _path_of(record_id: str) -> str:
    paths = (kind.path_of(record_id) for kind in _ISSUES_FIRST)
    return RECORDS + next(path for path in paths if path)


_ISSUES_FIRST = sorted(KINDS, key=lambda kind: kind.model is not Issue)
"""No ID has the form of two kinds, and most that pages ask for are of issues."""


def proof_of(audit: Audit | None) -> Proof:
    """What a register's pages are made from."""
    if audit is None:
        return Proof(_Blobs(None), lambda _: None, is_recorded=False)
    return Proof(_Blobs(audit), audit.latest.newest)
