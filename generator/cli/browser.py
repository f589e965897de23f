"""Opens a page in the reader's browser, where the machine has a display to show it on."""

import os
import sys
import webbrowser
from pathlib import Path

_WINDOWED = ("darwin", "win32")
"""Systems that always have windows; the others name their display in the environment."""

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def open_page(page: Path) -> bool:
    """Return whether a browser was started.

    Without a display none is: Python would start one for terminals, which takes the terminal away.
    """
    has_display = sys.platform in _WINDOWED or any(os.environ.get(name) for name in _DISPLAYS)
    return has_display and webbrowser.open(page.resolve().as_uri())
