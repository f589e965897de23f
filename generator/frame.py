"""Frames the pages: MkDocs makes one frame for each folder, and the bodies are filled in here.

The only module that knows MkDocs. It is run as a program, never imported (decision 6), and only
when what it sees has changed: its placeholder pages, the hand-written pages, the menu, the theme.
"""

import hashlib
import html
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generator.errors import WorkError

TITLE = "@@lantian:title@@"
BODY = "<h1>@@lantian:body@@</h1>"
FOOT = "<p>@@lantian:foot@@</p>"
"""Stands at the end of hand-written pages for the line that says what the site was made from."""

BODY_START = "<!-- lantian:body -->"
BODY_END = "<!-- /lantian:body -->"
"""Enclose the body of a made page, so that it can be compared later; records can not spell them."""

PLACEHOLDER = f'---\ntitle: "{TITLE}"\nhide: [navigation, toc]\n---\n{BODY}\n'
GUIDE = "---\nhide: [navigation]\n---\n"
SHORT_PAGE = "---\nhide: [navigation, toc]\n---\n"
PACKAGE = Path(__file__).parent
NO_WRITING_GUIDE = "# 如何填写\n\n本台账没有填写说明。各字段见“字段字典”。\n"
SHOWN_LINES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What MkDocs made: a folder with finished pages and theme files, and one shell a folder."""

    folder: Path
    shells: Mapping[str, str]
    written: Mapping[str, str]

    def hand_written(self, line: Callable[[str], str]) -> dict[str, str]:
        """Path → the whole page, for every hand-written one, with this last line (by path)."""
        return {
            path: before + line(path) + after
            for path, text in self.written.items()
            for before, _, after in [text.rpartition(FOOT)]
        }

    def filled(self, path: str, title: str, body: str) -> str:
        """The whole page: the shell of its folder with this title (plain text) and body (HTML)."""
        shell = self.shells[path.rpartition("/")[0]]
        # Each piece is set in once, so that a record that spells a token stays text.
        before, _, after = shell.partition(BODY)
        escaped = html.escape(title)
        marked = BODY_START + body + BODY_END
        return before.replace(TITLE, escaped) + marked + after.replace(TITLE, escaped)


def framed(root: Path, folders: Iterable[str]) -> Frame:
    """The frame for pages in these folders ("" is the top); WorkError where MkDocs fails."""
    work = root / ".build"
    names = sorted(set(folders))
    sources = _placeholders(names) | _hand_written(root)
    config = _config(root, work)
    key = _fingerprint(sources, config)
    frame = work / "frame"
    note = work / "frame.key"
    if not (note.is_file() and note.read_text() == key and (frame / "index.html").is_file()):
        note.unlink(missing_ok=True)
        _write_sources(work / "pages", sources)
        _run_mkdocs(work, config)
        note.write_text(key)
    shells = {name: (frame / name / "index.html").read_text(encoding="utf-8") for name in names}
    pages = [(frame / name).with_suffix(".html") for name in _hand_written(root)]
    written = {page.relative_to(frame).as_posix(): page.read_text("utf-8") for page in pages}
    return Frame(frame, shells, written)


def _placeholders(folders: Iterable[str]) -> dict[str, str]:
    return {f"{folder}/index.md".lstrip("/"): PLACEHOLDER for folder in folders}


def _hand_written(root: Path) -> dict[str, str]:
    """The guide and the rule pages of the package, and the register's own guide for writers."""
    docs = PACKAGE / "docs"
    pages = {
        path.relative_to(docs).as_posix(): _finished(front, path.read_text(encoding="utf-8"))
        for folder, front in (("guide", GUIDE), ("rules", SHORT_PAGE))
        for path in sorted((docs / folder).glob("*.md"))
    }
    own = root / "records" / "README.md"
    text = own.read_text(encoding="utf-8") if own.is_file() else NO_WRITING_GUIDE
    return pages | {"guide/writing.md": _finished(GUIDE, text)}


def _finished(front: str, text: str) -> str:
    return f"{front}{text}\n\n{FOOT}\n"


def _config(root: Path, work: Path) -> str:
    """A configuration that takes everything from mkdocs.yml but the folders (JSON is YAML)."""
    places = [root / "mkdocs.yml", PACKAGE.parent / "mkdocs.yml"]
    menu = next((path for path in places if path.is_file()), None)
    if menu is None:
        raise WorkError(
            f"“{root}”里没有 mkdocs.yml", "从蓝天台账的代码库复制一份 mkdocs.yml，放在 records 旁边"
        )
    settings = {
        "INHERIT": str(menu),
        "docs_dir": str(work / "pages"),
        "site_dir": str(work / "frame"),
        "theme": {"custom_dir": str(PACKAGE / "theme")},
    }
    return json.dumps(settings, ensure_ascii=False, indent=2)


def _fingerprint(sources: Mapping[str, str], config: str) -> str:
    theme = sorted(path for path in (PACKAGE / "theme").rglob("*") if path.is_file())
    menu = Path(json.loads(config)["INHERIT"])
    digest = hashlib.sha256()
    for part in (version("mkdocs"), version("mkdocs-material"), config, json.dumps(sources)):
        digest.update(part.encode() + b"\0")
    for path in (menu, *theme):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _write_sources(pages: Path, sources: Mapping[str, str]) -> None:
    wanted = {pages / path for path in sources}
    for path in pages.rglob("*") if pages.is_dir() else ():
        if path.is_file() and path not in wanted:
            path.unlink()
    for name, text in sources.items():
        path = pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _run_mkdocs(work: Path, config: str) -> None:
    # Not --quiet: it switches --strict off, and dead links would pass.
    settings = work / "mkdocs.yml"
    settings.write_text(config, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(settings)],
        cwd=work,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if made.returncode:
        lines = [line for line in made.stderr.splitlines() if line.strip()][-SHOWN_LINES:]
        raise WorkError(
            f"MkDocs 没有做成页面框架：{' '.join(lines)}",
            "检查 mkdocs.yml、手写页面里的链接和磁盘空间，然后重试",
        )
