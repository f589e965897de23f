"""What a renderer is given to read: a placeholder for each folder, and the hand-written pages."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.frame.shells import BODY, FOOT, TITLE

MISSING = "404.md"
"""The page that a server shows for an address that does not exist."""

PACKAGE = Path(__file__).parents[1]
_PLACEHOLDER = f'---\ntitle: "{TITLE}"\nhide: [navigation, toc]\n---\n{BODY}\n'
_GUIDE = "---\nhide: [navigation]\n---\n"
_SHORT_PAGE = "---\nhide: [navigation, toc]\n---\n"
_NO_WRITING_GUIDE = "# 如何填写\n\n本台账没有填写说明。各字段见“字段字典”。\n"


def placeholders(folders: Iterable[str]) -> dict[str, str]:
    """Path → text of the page that stands for all pages of a folder."""
    return {f"{folder}/index.md".lstrip("/"): _PLACEHOLDER for folder in folders}


def hand_written(root: Path) -> dict[str, str]:
    """The pages of the package, and the register's own guide for writers."""
    docs = PACKAGE / "docs"
    pages = {
        path.relative_to(docs).as_posix(): _finished(front, path.read_text(encoding="utf-8"))
        for pattern, front in (
            ("guide/*.md", _GUIDE),
            ("rules/*.md", _SHORT_PAGE),
            (MISSING, _SHORT_PAGE),
        )
        for path in sorted(docs.glob(pattern))
    }
    own = root / "records" / "README.md"
    text = own.read_text(encoding="utf-8") if own.is_file() else _NO_WRITING_GUIDE
    return pages | {"guide/writing.md": _finished(_GUIDE, text)}


def _finished(front: str, text: str) -> str:
    return f"{front}{text}\n\n{FOOT}\n"


def write_sources(pages: Path, sources: Mapping[str, str]) -> None:
    """Makes a folder hold these texts and no other files."""
    wanted = {pages / path for path in sources}
    for path in pages.rglob("*") if pages.is_dir() else ():
        if path.is_file() and path not in wanted:
            path.unlink()
    for name, text in sources.items():
        path = pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
