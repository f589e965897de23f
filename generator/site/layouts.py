"""The layouts of pages, rendered by a renderer, minified and cached; the sitemap.

See decisions 0006, 0007, 0022 and 0040.
"""

import hashlib
import html
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from posixpath import dirname
from typing import Any
from urllib.parse import quote

from generator.cache.cache import Cache, cache_of, load_note, save_note, work_folder
from generator.core.findings import WorkError
from generator.kinds.registry import RULE_PAGE_FOLDERS
from generator.load.files import guide_text
from generator.site.renderers import DEFAULT, PAGES, RENDERERS, Renderer
from generator.site.settings import read_settings

TITLE = "@@lantian:title@@"
BODY = "<h1>@@lantian:body@@</h1>"
FOOT = "<p>@@lantian:foot@@</p>"
"""Stands at the end of hand-written pages for the line that says what the site was made from."""

PATH = "@@lantian:path@@"
"""Stands in a canonical address for the path of the page: one layout serves a whole folder."""

CITY_FRAME = "cities/city"
"""Stands for the folder of any city: one frame serves the parts of all of them."""

FOLDERS = "@@lantian:folders@@"
"""Stands on the page for missing addresses for the names of the top folders."""

BODY_START = "<!-- lantian:body -->"
BODY_END = "<!-- /lantian:body -->"
"""Enclose the body of a made page, so that it can be compared later; records can not spell them."""


@dataclass(frozen=True, slots=True)
class Layouts:
    """What a renderer made: a folder with finished pages and theme files, one layout a folder.

    `address` is where the site stands on the web, ending in a slash; None where it is not set.
    """

    folder: Path
    by_folder: Mapping[str, str]
    written: Mapping[str, str]
    address: str | None = None

    def hand_written(self, line: Callable[[str], str]) -> dict[str, str]:
        """Path → the whole page, for every hand-written one, with this last line (by path)."""
        return {
            path: before + line(path) + after
            for path, text in self.written.items()
            for before, _, after in [text.rpartition(FOOT)]
        }

    def render(self, path: str, title: str, body: str, description: str = "") -> str:
        """Return the whole page: its folder's layout with a title and a description (plain text)
        and a body (HTML)."""
        layout = self.by_folder[frame_folder(path)]
        # Each piece is set in once, so that a record that spells a token stays text.
        before, _, after = layout.partition(BODY)
        escaped = html.escape(title)
        marked = BODY_START + body + BODY_END
        start, end, rest = before.replace(PATH, quote(path)).partition("</title>")
        site_name = start.rpartition(f"{TITLE} - ")[2]
        described = _description(escaped, html.escape(description), site_name)
        head = start.replace(TITLE, escaped) + end + described + rest.replace(TITLE, escaped)
        return head + marked + after.replace(TITLE, escaped)


def _description(title: str, description: str, site_name: str) -> str:
    """Return what programs show below a link to a page; all three are HTML, "" for nothing."""
    if not description:
        return ""
    told = {"title": title, "description": description, "type": "article", "site_name": site_name}
    tags = (f'<meta property="og:{name}" content="{text}">' for name, text in told.items() if text)
    return f'<meta name="description" content="{description}">' + "".join(tags)


def frame_folder(path: str) -> str:
    """Return the folder whose frame a page has."""
    folder = path.rpartition("/")[0]
    return CITY_FRAME if folder.startswith(f"{dirname(CITY_FRAME)}/") else folder


def bare_layouts(folder: Path, folders: Iterable[str]) -> Layouts:
    """Return layouts of nothing but the body, for comparing bodies; `folder` is an empty one."""
    return Layouts(folder, dict.fromkeys(folders, BODY), {})


MISSING = "404.md"
"""The page that a server shows for an address that does not exist."""

PACKAGE = Path(__file__).parents[1]
_PLACEHOLDER = f'---\ntitle: "{TITLE}"\nhide: [toc]\n---\n{BODY}\n'
_GUIDE = ""
_SHORT_PAGE = "---\nhide: [toc]\n---\n"
_OWN_GUIDE = "guide/writing"
_NO_WRITING_GUIDE = "# 填报说明\n\n本台账没有填写说明。各字段见“数据字典”。\n"


def placeholders(folders: Iterable[str]) -> dict[str, str]:
    """Return path → text of the placeholder for all pages of a folder."""
    return {f"{folder}/index.md".lstrip("/"): _PLACEHOLDER for folder in folders}


def hand_written(root: Path) -> dict[str, str]:
    """The pages of the package, and the register's own guide for writers."""
    docs = PACKAGE / "docs"
    rules = (path for folder in RULE_PAGE_FOLDERS for path in folder.glob("*.md"))
    pages = {
        name: _finished(front, path.read_text(encoding="utf-8"))
        for front, found in (
            (_GUIDE, {f"guide/{path.name}": path for path in docs.glob("guide/*.md")}),
            (_SHORT_PAGE, {f"rules/{path.name}": path for path in rules}),
            (_SHORT_PAGE, {MISSING: docs / MISSING}),
        )
        for name, path in sorted(found.items())
    }
    return pages | {f"{_OWN_GUIDE}.md": _finished(_GUIDE, _own_guide(root))}


def _own_guide(root: Path) -> str:
    """Return the guide of the register; a link is not followed, it could lead anywhere."""
    found = guide_text(root)
    text = _NO_WRITING_GUIDE if found is None else found
    return f"{BODY_START}\n\n{text}\n\n{BODY_END}"


def _finished(front: str, text: str) -> str:
    return f"{front}{text}\n\n{FOOT}\n"


def write_sources(pages: Path, sources: Mapping[str, str]) -> None:
    """Make a folder hold these texts and nothing else, also no link that leads out of it."""
    shutil.rmtree(pages, ignore_errors=True)
    for name, text in sources.items():
        path = pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


_FRAME = "key of"
_THEME = PACKAGE / "theme"
_ADDRESS = re.compile(rf'<link rel="canonical" href="([^"]*?)(?:/|&#x2f;)?{PATH}">')


def load_layouts(root: Path, folders: Iterable[str], renderer: str = DEFAULT) -> Layouts:
    """Return the layouts for pages in these folders ("" is the top). WorkError."""
    with layouts_while_rendering(root, folders, renderer) as layouts:
        return layouts()


@contextmanager
def layouts_while_rendering(
    root: Path,
    folders: Iterable[str],
    renderer: str = DEFAULT,
    *,
    cache: Cache | None = None,
    trusts_settings: bool = False,
) -> Iterator[Callable[[], Layouts]]:
    """Start the renderer; yield a function that waits for it and returns the layouts.

    `trusts_settings`: take all of `mkdocs.yml`, also what runs programs.
    """
    names = sorted(set(folders))
    own = hand_written(root)
    sources = placeholders(names) | own
    menu = menu_file(root)
    settings = {"INHERIT": str(menu)} if trusts_settings else read_settings(menu)
    key = _fingerprint(sources, settings, menu, RENDERERS[renderer])
    job = _RenderJob(root, sources, settings, RENDERERS[renderer], key)
    with _rendering(job, cache or cache_of(root)) as made:
        yield lambda: _read(made(), names, own)


def _read(folder: Path, names: Iterable[str], own: Iterable[str]) -> Layouts:
    by_folder = {name: (folder / name / "index.html").read_text(encoding="utf-8") for name in names}
    tops = sorted(path.name for path in folder.iterdir() if path.is_dir())
    written = {
        path: _with_paths((folder / path).read_text(encoding="utf-8"), path, tops)
        for path in (Path(name).with_suffix(".html").as_posix() for name in own)
    }
    return Layouts(folder, by_folder, written, _address(by_folder.values()))


@dataclass(frozen=True, slots=True)
class _RenderJob:
    """What a renderer is given; `key` is the digest of all of it."""

    root: Path
    sources: Mapping[str, str]
    settings: Mapping[str, Any]
    renderer: Renderer
    key: str


@contextmanager
def _rendering(job: _RenderJob, cache: Cache) -> Iterator[Callable[[], Path]]:
    """Yield a function that returns the folder of rendered layouts, rendered only if stale."""
    work, renderer, key = work_folder(job.root.resolve()), job.renderer, job.key
    folder = work / renderer.folder
    note = load_note(cache, f"{_FRAME} {renderer.folder}") or {}
    is_ours = note.get("key") == key and not _has_links(folder)
    if is_ours and note.get("content") == _content_digest(folder):
        yield lambda: folder
        return
    # Written last again, so that nobody trusts the layouts of a run that was interrupted.
    save_note(cache, f"{_FRAME} {renderer.folder}", {})
    shutil.rmtree(folder, ignore_errors=True)
    write_sources(work / PAGES, job.sources)
    config = work / "mkdocs.yml"
    told = renderer.configuration(work, job.settings, _THEME)
    try:
        config.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    except UnicodeEncodeError as error:
        raise WorkError(
            "文件夹的路径里有不是 UTF-8 编码的文字，网站的框架程序不认",
            "把文件夹改名，或者移到路径只有 UTF-8 文字的地方，再重新运行",
        ) from error
    with renderer.running(work, config) as ended:

        def made() -> Path:
            ended()
            _minify_files(folder, renderer.unwanted)
            content = _content_digest(folder)
            save_note(cache, f"{_FRAME} {renderer.folder}", {"key": key, "content": content})
            return folder

        yield made


def _content_digest(folder: Path) -> str:
    """Return a digest of all files below a folder: what the disk has damaged is rendered again."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def menu_file(root: Path) -> Path:
    """Return the configuration that has the menu: the register's own or the default one."""
    own = root / "mkdocs.yml"
    if own.is_symlink():
        raise WorkError(f"“{own}”是链接，不读链接指向的文件", "换成普通文件")
    return own if own.is_file() else packaged("mkdocs.yml")


def packaged(*parts: str) -> Path:
    """Return a file of the repository that the wheel brings as well.

    WorkError where the installed package lacks it.
    """
    for folder in (PACKAGE.parent, PACKAGE):
        if folder.joinpath(*parts).is_file():
            return folder.joinpath(*parts)
    raise WorkError(f"程序里没有自带的 {parts[-1]}", "重新安装蓝天台账，再运行一次")


_SAFE_CLASS = re.compile(
    r"admonition(?:-title)?|note|abstract|info|tip|success|question|warning|failure|danger|bug"
    r"|example|quote|footnote(?:-\w+)?|language-\w+"
)
"""Classes that Markdown makes. Scripts of the theme know others: one of them fetches a program."""

_SAFE_ID = re.compile(r"(?!__|lt-).*", re.DOTALL)
"""Scripts and links of the theme find their places by IDs that begin so."""

_OWN_IMAGE = re.compile(r"(?!/)[\w./-]+")
_LINK = re.compile(r"(?![\\/]).*", re.DOTALL)
"""From disk, a link that begins with slashes leads to a file of this machine or of another."""

_CODE = ("site/layouts.py", "site/renderers.py", "site/settings.py")
"""What decides on a layout, besides the theme and what the renderer is given."""


def _has_links(folder: Path) -> bool:
    """Return whether anything in a folder is a link: what it leads to must not go into a site."""
    return any(
        os.path.islink(f"{place}/{name}")  # noqa: PTH114 no path object for each file
        for place, folders, files in os.walk(folder)
        for name in (*folders, *files)
    )


def _fingerprint(
    sources: Mapping[str, str], settings: Mapping[str, Any], menu: Path, renderer: Renderer
) -> str:
    """Return a digest of all inputs but their place: a moved register keeps its layouts."""
    digest = hashlib.sha256()
    names = "\0".join(settings)
    for part in (renderer.name, *renderer.versions(), version("nh3"), names, json.dumps(sources)):
        digest.update(part.encode() + b"\0")
    files = [(PACKAGE, PACKAGE / name) for name in _CODE]
    files += [(_THEME, path) for path in _THEME.rglob("*") if path.is_file()]
    for folder, path in [(menu.parent, menu), *sorted(files)]:
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _minify_files(folder: Path, unwanted: Sequence[str]) -> None:
    """Delete what no site needs, and minify the pages."""
    for path in sorted(folder.rglob("*")):
        if any(fnmatch(path.name, pattern) for pattern in unwanted):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    own = folder / f"{_OWN_GUIDE}.html"
    own.write_text(_without_markup(own.read_text(encoding="utf-8")), encoding="utf-8")
    for path in folder.rglob("*.html"):
        page = _ADDRESS.sub(_canonical, path.read_text(encoding="utf-8"))
        path.write_text(minify(page), encoding="utf-8")


def _without_markup(page: str) -> str:
    """Return the guide of the register as only Markdown can make it: no script, no foreign file.

    Whoever may change a record can change that text.
    """
    import nh3  # only where layouts are rendered

    before, _, rest = page.partition(BODY_START)
    body, _, after = rest.rpartition(BODY_END)
    clean = nh3.clean(
        body,
        tags=nh3.ALLOWED_TAGS | {"section"},
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id", "title"}},
        attribute_filter=_harmless,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return before + clean + after


_ALLOWED = {"src": _OWN_IMAGE, "href": _LINK, "id": _SAFE_ID}


def _harmless(_: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute in the guide of a register; None where it has to go."""
    if attribute in ("srcset", "cite"):
        return None
    if attribute == "class":
        return " ".join(filter(_SAFE_CLASS.fullmatch, value.split())) or None
    allowed = _ALLOWED.get(attribute)
    return value if allowed is None or allowed.fullmatch(value) else None


def _canonical(found: re.Match[str]) -> str:
    """The same link with no more references than needed; Zensical writes each slash as one."""
    return f'<link rel="canonical" href="{html.escape(html.unescape(found[1]))}/{PATH}">'


def _with_paths(text: str, path: str, tops: Iterable[str]) -> str:
    """A hand-written page with what its path and the folders at the top of the site decide."""
    return text.replace(PATH, quote(path)).replace(FOLDERS, " ".join(tops))


def _address(by_folder: Iterable[str]) -> str | None:
    """Where the renderer says that the site stands, from what it wrote into the layouts."""
    found: Iterator[re.Match[str]] = filter(None, map(_ADDRESS.search, by_folder))
    return next((html.unescape(one[1]) + "/" for one in found), None)


_VERBATIM = "pre|textarea|script|style"
_PIECES = re.compile(
    rf"(?:<!--.*?-->|<({_VERBATIM})\b.*?</\1\s*>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
_STAYS = re.compile(rf"<(?:!--|{_VERBATIM})", re.IGNORECASE)
_BLOCK = re.compile(
    r"<[/!]?(?:doctype|html|head|body|title|meta|link|base|header|nav|main|footer|section|article"
    r"|aside|div|form|fieldset|h[1-6]|p|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody"
    r"|tfoot|tr|th|td|hr|figure|figcaption|blockquote|details|summary|pre)(?![\w-])",
    re.IGNORECASE,
)
"""At the edge of these no white space is shown, whatever stands on the other side."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
"""What HTML collapses; a no-break or an ideographic space is text."""

_IN_TAG = re.compile(r"""("[^"]*"|'[^']*')|[ \t\r\n\f]+(/?>$)?""")
_ITEM_ENDS = re.compile(r"<li[\s>]|</[uo]l>")
"""Before these HTML needs no end of an item."""

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""HTML knows what `svg` is."""

_MARKS = 8192
"""Tags that are remembered: pages of one theme share nearly all of theirs."""


def minify(page: str) -> str:
    """Return the page without white space at the edge of blocks, elsewhere with single spaces.

    Items of lists lose their end tag.
    """
    parts: list[str] = []
    before, end = "<html>", 0
    for piece in _PIECES.finditer(page):
        mark, text = piece[0], _text(page[end : piece.start()], before, piece[0])
        if before == "</li>" and not text and _ITEM_ENDS.match(mark):
            parts.pop()
        parts += (text, _mark(mark))
        before, end = mark, piece.end()
    parts.append(_text(page[end:], before, "</html>"))
    return "".join(parts) + "\n"


def _text(text: str, before: str, after: str) -> str:
    single = _SPACE.sub(" ", text)
    if _is_block(before):
        single = single.removeprefix(" ")
    return single.removesuffix(" ") if _is_block(after) else single


@lru_cache(_MARKS)
def _is_block(mark: str) -> bool:
    return _BLOCK.match(mark) is not None


@lru_cache(_MARKS)
def _mark(mark: str) -> str:
    """A tag with single spaces between its attributes; what is read as it stands, as it stands."""
    if _STAYS.match(mark):
        return mark
    single = _IN_TAG.sub(lambda one: one[1] or one[2] or " ", mark)
    return single.replace(_NAMESPACE, "") if single.startswith("<svg ") else single


_SITEMAP_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


KEEP_OUT = "User-agent: *\nDisallow: /\n"
"""`robots.txt` of the full edition, wherever it is put: nobody shall find it."""


def robots_text(address: str) -> str:
    """`robots.txt` of the public edition: all of it may be found."""
    return f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n"


def sitemap_text(address: str, paths: Iterable[str]) -> str:
    """`sitemap.xml` for these paths below an address that ends in a slash, in the order given."""
    lines = (f"<url><loc>{html.escape(address + quote(path))}</loc></url>" for path in paths)
    return (
        "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<urlset xmlns="{_SITEMAP_SPACE}">',
                *lines,
                "</urlset>",
            ]
        )
        + "\n"
    )
