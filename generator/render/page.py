"""What a page is before it has a frame, and the templates that make its body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.render.links import Links


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, its title as plain text, and its body as HTML."""

    path: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a page was made from: a commit, and the blob of each record (ID → blob)."""

    commit: str
    short: str
    day: str
    uncommitted: int
    rewritten: bool
    blobs: Mapping[str, str] = field(default_factory=dict)


class Templates:
    """Renders bodies: escaping is always on and an unknown name is an error.

    Each body ends with the commit that it was made from, or says that there is none.
    """

    def __init__(self, proof: Proof | None = None) -> None:
        self._environment = Environment(
            loader=PackageLoader("generator", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals["blobs"] = proof.blobs if proof else {}
        self._proof = proof

    def page(self, template: str, path: str, title: str, **values: Any) -> Page:
        """The page at `path` from the template; `link` in it makes links as seen from there."""
        made = self._environment.get_template(template)
        body = made.render(link=Links(path), title=title, **values)
        return Page(path, title, body + self.commit_line(path))

    def commit_line(self, path: str) -> str:
        """The last line of a page: what it was made from, with links as seen from there."""
        line = self._environment.get_template("_commit.html")
        return line.render(link=Links(path), proof=self._proof)
