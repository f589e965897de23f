"""CODEOWNERS: whose files are whose, and in comments of it, who agrees for a role.

See decision 0071.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.core.path_patterns import covers

_OF_ROLE = re.compile(r"#\s*须同意[:：]\s*(?P<role>[^\s@]+)(?P<owners>(?:\s+@\S+)*)(?:\s+#.*)?")


@dataclass(frozen=True)
class Owners:
    """CODEOWNERS of the base: whoever proposes a change does not choose who agrees to it."""

    text: str

    @cached_property
    def _lines(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Pattern and owners of each line; GitLab's headings in brackets are skipped."""
        words = (line.partition("#")[0].split() or [""] for line in self.text.splitlines())
        return [
            (pattern, tuple(owners))
            for pattern, *owners in words
            if pattern and not pattern.startswith(("[", "^["))
        ]

    @cached_property
    def _roles(self) -> Mapping[str, tuple[str, ...]]:
        found = map(_OF_ROLE.fullmatch, map(str.strip, self.text.splitlines()))
        return {one["role"]: tuple(one["owners"].split()) for one in found if one}

    def of_paths(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Return the owners of these files: of each the last line that matches it."""
        lines = self._lines[::-1]
        owners = (
            next((owners for pattern, owners in lines if covers(pattern, [path])), ())
            for path in paths
        )
        return tuple(dict.fromkeys(owner for some in owners for owner in some))

    def of_role(self, *names: str) -> tuple[str, ...]:
        """Return the owners of the first of these roles that the map names."""
        return next((self._roles[name] for name in names if name in self._roles), ())
