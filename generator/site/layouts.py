"""From the folders of the pages to their frame: made by a renderer, kept until something changes.

What a renderer sees is placeholders, hand-written pages, menu and theme, never a record.
"""

import hashlib
import html
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import quote

from generator.cache.cache import Cache, cache_of
from generator.errors import WorkError
from generator.frame.lean import lean
from generator.frame.shells import FOLDERS, PATH, Frame
from generator.frame.sources import PACKAGE, hand_written, placeholders, write_sources
from generator.site.renderers import DEFAULT, PAGES, RENDERERS, Renderer
from generator.store.notes import load_note, save_note

_FRAME = "key of"
_THEME = PACKAGE / "theme"
_ADDRESS = re.compile(rf'<link rel="canonical" href="([^"]*?)(?:/|&#x2f;)?{PATH}">')


def framed(root: Path, folders: Iterable[str], renderer: str = DEFAULT) -> Frame:
    """The frame for pages in these folders ("" is the top); WorkError where the renderer fails."""
    with framing(root, folders, renderer) as frame:
        return frame()


@contextmanager
def framing(
    root: Path, folders: Iterable[str], renderer: str = DEFAULT, *, cache: Cache | None = None
) -> Iterator[Callable[[], Frame]]:
    """The same while something else is done: the renderer is at work, and what waits for it."""
    names = sorted(set(folders))
    own = hand_written(root)
    sources = placeholders(names) | own
    with _making(root, sources, RENDERERS[renderer], cache or cache_of(root)) as made:
        yield lambda: _read(made(), names, own)


def _read(frame: Path, names: Iterable[str], own: Iterable[str]) -> Frame:
    shells = {name: (frame / name / "index.html").read_text(encoding="utf-8") for name in names}
    tops = sorted(path.name for path in frame.iterdir() if path.is_dir())
    written = {
        path: _settled((frame / path).read_text(encoding="utf-8"), path, tops)
        for path in (Path(name).with_suffix(".html").as_posix() for name in own)
    }
    return Frame(frame, shells, written, _address(shells.values()))


@contextmanager
def _making(
    root: Path, sources: Mapping[str, str], renderer: Renderer, cache: Cache
) -> Iterator[Callable[[], Path]]:
    """What gives the folder of a frame of these sources, made anew only where there is none."""
    work = root.resolve() / ".build"
    frame = work / renderer.folder
    menu = _menu(root)
    key = _fingerprint(sources, menu, renderer)
    note = load_note(cache, f"{_FRAME} {renderer.folder}") or {}
    if note.get("key") == key and (frame / "index.html").is_file():
        yield lambda: frame
        return
    # Written last again, so that nobody trusts the frame of a run that was broken off.
    save_note(cache, f"{_FRAME} {renderer.folder}", {})
    shutil.rmtree(frame, ignore_errors=True)
    write_sources(work / PAGES, sources)
    settings = work / "mkdocs.yml"
    config = renderer.configuration(work, menu, _THEME)
    settings.write_text(json.dumps(config, ensure_ascii=False, indent=2), encoding="utf-8")
    with renderer.running(work, settings) as ended:

        def made() -> Path:
            ended()
            _tidy(frame, renderer.unwanted)
            save_note(cache, f"{_FRAME} {renderer.folder}", {"key": key})
            return frame

        yield made


def _menu(root: Path) -> Path:
    """The configuration that has the menu: the register's own or the one of this repository."""
    places = [root / "mkdocs.yml", PACKAGE.parent / "mkdocs.yml"]
    menu = next((path for path in places if path.is_file()), None)
    if menu is None:
        raise WorkError(
            f"“{root}”里没有 mkdocs.yml", "从蓝天台账的代码库复制一份 mkdocs.yml，放在 records 旁边"
        )
    return menu


def _fingerprint(sources: Mapping[str, str], menu: Path, renderer: Renderer) -> str:
    """All that a frame is made from, but not where: a register that was moved keeps its frame."""
    digest = hashlib.sha256()
    for part in (renderer.name, *renderer.versions(), json.dumps(sources)):
        digest.update(part.encode() + b"\0")
    code = (
        *PACKAGE.glob("frame/*.py"),
        *PACKAGE.glob("site/layouts.py"),
        *PACKAGE.glob("site/renderers.py"),
    )
    files = [(PACKAGE, path) for path in code]
    files += [(_THEME, path) for path in _THEME.rglob("*") if path.is_file()]
    for folder, path in [(menu.parent, menu), *sorted(files)]:
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _tidy(frame: Path, unwanted: Sequence[str]) -> None:
    """Takes out what no site needs, and the white space out of the pages."""
    for path in sorted(frame.rglob("*")):
        if any(fnmatch(path.name, pattern) for pattern in unwanted):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in frame.rglob("*.html"):
        page = _ADDRESS.sub(_canonical, path.read_text(encoding="utf-8"))
        path.write_text(lean(page), encoding="utf-8")


def _canonical(found: re.Match[str]) -> str:
    """The same link with no more references than needed; Zensical writes each slash as one."""
    return f'<link rel="canonical" href="{html.escape(html.unescape(found[1]))}/{PATH}">'


def _settled(text: str, path: str, tops: Iterable[str]) -> str:
    """A hand-written page with what its path and the folders at the top of the site decide."""
    return text.replace(PATH, quote(path)).replace(FOLDERS, " ".join(tops))


def _address(shells: Iterable[str]) -> str | None:
    """Where the renderer says that the site stands, from what it wrote into the shells."""
    found: Iterator[re.Match[str]] = filter(None, map(_ADDRESS.search, shells))
    return next((html.unescape(one[1]) + "/" for one in found), None)
