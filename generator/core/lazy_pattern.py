"""Regular expressions that are compiled on first use.

A set of many Chinese signs takes longer to compile than a hundred records take to be judged, and
most commands search for none of them. See decision 0103.
"""

import re
from typing import Any, cast


class _LazyPattern:
    """Stands for a pattern until one of its methods is asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the pattern; kept, so that the next use costs nothing more."""
        if "_text" not in self.__dict__:  # a copy that is not filled yet
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        self.__dict__[name] = found
        return found


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used."""
    return cast(re.Pattern[str], _LazyPattern(text, flags))
