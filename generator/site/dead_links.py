"""Links and anchors of the pages of a site; a dead link stops a build before it publishes.

Each page is read once, when it is rendered. The cache keeps what was found, so that a further build
reads only what it rendered, and asks for unchanged pages only where something is there no more.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from generator.cache.build_cache import BuildCache, PageLinks
from generator.core.findings import WorkError
from generator.site.layouts import BODY, PATH, Layouts

LINKING = (".html", ".xml")
"""Files that are pages or feeds."""

# Three patterns that each begin with a literal are five times as fast as one that chooses.
_HREF = re.compile(r' href="([^"]*)"')
_SRC = re.compile(r' src="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_QUOTING = re.compile(r'>[^<"]*"[^<]*')
"""Text between two tags with a quotation mark in it, which may look like an attribute. Within tags
`>` is escaped."""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SHOWN = 5
_SKIP = "#__skip"
"""Material's link past the header: the theme makes its anchor where the page begins."""


@dataclass(frozen=True, slots=True, order=True)
class DeadLink:
    """A page, the path (and anchor) in the site that it links to, and whether the file is there."""

    page: str
    target: str
    has_file: bool

    @property
    def text(self) -> str:
        """Return both with what is missing, in Chinese."""
        missing = "页面里没有这个位置" if self.has_file else "没有这个文件"
        return f"{self.page} → {self.target}：{missing}"


def page_links(path: str, text: str, address: str = "", *, is_template: bool = True) -> PageLinks:
    """Return the links within the site and the anchors of a page, or of its body.

    `address` is where the site stands: links that begin with it are links within the site.
    `is_template`: made from a template, which escapes quotation marks; a feed is not.
    """
    folder = dirname(path)
    if not is_template or path.endswith(".xml"):
        text = _QUOTING.sub(">", text)
    links = {_without_query(one) for one in {*_HREF.findall(text), *_SRC.findall(text)}}
    found = (_target(path, folder, link, address) for link in links - {_SKIP, ""})
    return PageLinks(sorted({one for one in found if one}), sorted(_anchors_of(text)))


def _without_query(link: str) -> str:
    """Return an address without its query, in which most links of a page differ."""
    file, _, query = html.unescape(link).partition("?")
    return file + "".join(query.partition("#")[1:]) if query else file


def _anchors_of(text: str) -> set[str]:
    return {html.unescape(one) for one in _ID.findall(text)}


def _target(path: str, folder: str, link: str, address: str) -> str:
    """Return the path in the site, with `#` and the anchor; "" for what leads elsewhere."""
    own = next((one for one in _beginnings(address) if link.startswith(one)), "")
    if own:
        folder, link = "", link.removeprefix(own)
    elif _ELSEWHERE.match(link):
        return ""
    file, mark, anchor = link.partition("#")
    file = unquote(file)
    return (_path(folder, file) if file else path) + mark + unquote(anchor)


@lru_cache(4096)
def _path(folder: str, file: str) -> str:
    """Return the path in the site; the pages of a folder have most links in common."""
    return normpath(join(folder, file))


@lru_cache(1)
def _beginnings(address: str) -> tuple[str, ...]:
    """Return the address, and its path alone: the page for missing addresses has such links."""
    return (address, urlsplit(address).path) if address else ()


def links_of_layouts(layouts: Layouts) -> Iterator[tuple[str, PageLinks]]:
    """Yield the index page of each folder with what its layout links to."""
    for folder, layout in layouts.by_folder.items():
        path = join(folder, "index.html")
        found = page_links(path, layout.replace(BODY, ""), layouts.address or "")
        own = {f"{path}#{anchor}" for anchor in found.anchors}
        own.add(PATH)  # the address of the page itself, set in when the page is made
        yield path, PageLinks([one for one in found.targets if one not in own], found.anchors)


@dataclass(frozen=True)
class LinkCheck:
    """A site whose links are to be checked.

    `files`: all its paths. `new`: the links of pages that were written by this build. `before`:
    the paths of the last build; the cache has the links of its pages.
    """

    files: Collection[str]
    new: Mapping[str, PageLinks]
    before: Collection[str]
    cache: BuildCache

    def dead(self, layouts: Iterable[tuple[str, PageLinks]] = ()) -> list[DeadLink]:
        """Return the dead links, by page. CacheDamaged.

        Those of an unchanged page were alive: they die with a path or an anchor of the last build.
        """
        pages = [*layouts, *self.new.items()]
        if self._kept and (self._has_lost_path or self._has_lost_anchor):
            pages += [(path, self._known(path)) for path in self._kept]
        return sorted({one for path, links in pages for one in self._dead(path, links)})

    def _dead(self, path: str, links: PageLinks) -> Iterator[DeadLink]:
        for target in links.targets:
            file, mark, anchor = target.partition("#")
            if file not in self.files:
                yield DeadLink(path, target, has_file=False)
            elif mark and file.endswith(".html") and anchor not in self._anchors(file):
                yield DeadLink(path, target, has_file=True)

    @cached_property
    def _kept(self) -> list[str]:
        return [path for path in self.files if path.endswith(LINKING) and path not in self.new]

    @property
    def _has_lost_path(self) -> bool:
        return any(path not in self.files for path in self.before)

    @property
    def _has_lost_anchor(self) -> bool:
        both = (path for path in self.new if path in self.before)
        return any(not self._anchors(path).issuperset(self._known(path).anchors) for path in both)

    def _anchors(self, path: str) -> frozenset[str]:
        if path not in self._anchors_of:
            found = self.new[path] if path in self.new else self._known(path)
            self._anchors_of[path] = frozenset(found.anchors)
        return self._anchors_of[path]

    @cached_property
    def _anchors_of(self) -> dict[str, frozenset[str]]:
        return {}

    def _known(self, path: str) -> PageLinks:
        return self.cache.links_of(path)


def refuse_dead_links(check: LinkCheck, layouts: Layouts) -> None:
    """Raise WorkError where a page links to a path or an anchor that the site does not have.

    A site built to be compared has no hand-written pages; its links were checked at their build.
    """
    found = check.dead(links_of_layouts(layouts)) if layouts.written else []
    if found:
        named = "；".join(one.text for one in found[:_SHOWN])
        more = f"；另有 {len(found) - _SHOWN} 个" if len(found) > _SHOWN else ""
        raise WorkError(
            f"页面里有 {len(found)} 个链接打不开，没有生成（{named}{more}）",
            "说明页（records/README.md）和 mkdocs.yml 里写的，改成站内有的地址；"
            "不是自己写的，是工具的错误，先不要公布，把这句话报给维护工具的人",
        )
