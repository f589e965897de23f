"""What a page is before it has a frame, and the templates that make its body."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.render.links import Links


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies, its title as plain text, and its body as HTML."""

    path: str
    title: str
    body: str


class Templates:
    """Renders bodies: escaping is always on and an unknown name is an error."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("generator", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def page(self, template: str, path: str, title: str, **values: Any) -> Page:
        """The page at `path` from the template; `link` in it makes links as seen from there."""
        made = self._environment.get_template(template)
        return Page(path, title, made.render(link=Links(path), title=title, **values))
