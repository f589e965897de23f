"""What a page is before it has a frame, and the templates that make its body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from generator.model.commits import Commit
from generator.model.kinds import KINDS
from generator.render import printing
from generator.render.links import Links

Basis = Callable[[str], Commit | None]
"""Path of a page → the commit that changed its records last; None where it shows no record."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, its title as plain text, and its body as HTML."""

    path: str
    title: str
    body: str
    named: frozenset[str] = frozenset()
    """IDs of the records whose blob it was to show."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What pages are made from: the blob of each record (ID → blob), and for each page a commit.

    `is_recorded`: whether there is a Git history at all.
    """

    blobs: Mapping[str, str]
    basis: Basis
    is_recorded: bool = True


COMMIT_LINE = '<p class="lt-note lt-commit">'
"""How the last line of a page begins; no text of a record can spell it."""

NO_PROOF = Proof({}, lambda _: None, is_recorded=False)

_COMPILER = Path(printing.__file__).read_text(encoding="utf-8")


class _Environment(Environment):
    code_generator_class = printing.PlainCode


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept as long as they and the way to compile them stay the same."""

    def get_source_checksum(self, source: str) -> str:
        """A digest of a template and of what compiles it."""
        return super().get_source_checksum(source + _COMPILER)


class _Blobs:
    """Blobs of records, and the IDs of those that were asked for."""

    def __init__(self, blobs: Mapping[str, str]) -> None:
        self._blobs = blobs
        self.named: set[str] = set()

    def get(self, record_id: str) -> str | None:
        """The blob of a record."""
        self.named.add(record_id)
        return self._blobs.get(record_id)


class Templates:
    """Renders bodies: escaping is always on and an unknown name is an error.

    Each body ends with the commit that changed its records last, or says that there is none.
    What Jinja makes of the templates is kept in the folder `compiled`, if there is one.
    """

    def __init__(
        self, proof: Proof = NO_PROOF, *, is_public: bool = False, compiled: Path | None = None
    ) -> None:
        self._environment = _Environment(
            loader=PackageLoader("generator", "templates"),
            auto_reload=False,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(str(compiled)) if compiled else None,
        )
        self._blobs = _Blobs(proof.blobs)
        self._environment.globals["blobs"] = self._blobs
        self._environment.globals["is_public"] = is_public
        self._environment.globals["record_kinds"] = {kind.name: kind for kind in KINDS}
        self._proof = proof
        self._lines: dict[tuple[int, str], str] = {}
        self._mark = self._environment.get_template("_internal.html").render()

    def page(self, template: str, path: str, title: str, **values: Any) -> Page:
        """The page at `path` from the template; `link` in it makes links as seen from there."""
        made = self._environment.get_template(template)
        self._blobs.named.clear()
        body = made.render(link=Links(path), title=title, **values)
        named = frozenset(self._blobs.named)
        return Page(path, title, self._mark + body + self.commit_line(path), named)

    def basis(self, path: str) -> Commit | None:
        """The commit that changed last what the page at this path shows."""
        return self._proof.basis(path)

    def commit_line(self, path: str) -> str:
        """The last line of a page: what it was made from, with links as seen from there."""
        basis = self._proof.basis(path)
        key = (path.count("/"), basis.id if basis else "")
        if key not in self._lines:
            line = self._environment.get_template("_commit.html")
            told = {"basis": basis, "is_recorded": self._proof.is_recorded}
            self._lines[key] = line.render(link=Links(path), **told)
        return self._lines[key]
