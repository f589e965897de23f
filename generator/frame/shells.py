"""A frame as it is used: shells in which title, body and address of a page are set."""

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

TITLE = "@@lantian:title@@"
BODY = "<h1>@@lantian:body@@</h1>"
FOOT = "<p>@@lantian:foot@@</p>"
"""Stands at the end of hand-written pages for the line that says what the site was made from."""

PATH = "@@lantian:path@@"
"""Stands in a canonical address for the path of the page: one shell serves a whole folder."""

FOLDERS = "@@lantian:folders@@"
"""Stands on the page for missing addresses for the names of the top folders."""

BODY_START = "<!-- lantian:body -->"
BODY_END = "<!-- /lantian:body -->"
"""Enclose the body of a made page, so that it can be compared later; records can not spell them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a renderer made: a folder with finished pages and theme files, and one shell a folder.

    `address` is where the site stands on the web, ending in a slash; None where it is not set.
    """

    folder: Path
    shells: Mapping[str, str]
    written: Mapping[str, str]
    address: str | None = None

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
        head = before.replace(PATH, quote(path)).replace(TITLE, escaped)
        return head + marked + after.replace(TITLE, escaped)


def bare_frame(folder: Path, folders: Iterable[str]) -> Frame:
    """A frame with nothing round the bodies, for comparing them; `folder` is an empty one."""
    return Frame(folder, dict.fromkeys(folders, BODY), {})
