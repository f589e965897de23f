"""Path patterns as in `.gitattributes` and CODEOWNERS."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


_BELOW = re.compile(r"(\w+/)\*\*/\*(\.\w+)", re.ASCII)
"""All files of one sort below a folder: nearly every register has just this one pattern."""


def covers(pattern: str, paths: Iterable[str]) -> bool:
    """Return whether a pattern matches one of the paths; one that Git can not read matches none."""
    if simple := _BELOW.fullmatch(pattern):
        return any(one.startswith(simple[1]) and one.endswith(simple[2]) for one in paths)
    spec = _spec(pattern)
    return spec is not None and any(spec.match_files(paths))


@cache
def _spec(pattern: str) -> "GitIgnoreSpec | None":
    from pathspec import GitIgnoreSpec  # few changes are judged by such patterns

    try:
        return GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return None
