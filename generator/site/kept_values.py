"""Values that several pages show, kept from one build to the next.

See decisions 0015 and 0105.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.cache.build_cache import CachedValue
from generator.core.tracing import Memo, Selector
from generator.site.dependencies import is_issue

GetKey = Callable[[str, Iterable[Selector]], str]
"""Returns the cache key of what has this name and was made from these reads."""


class KeptValues:
    """The values of the last build, those of this one, and what tells whether one is fresh.

    A value is made of what JSON gives back unchanged: texts, numbers, lists of them.
    """

    def __init__(self, key: GetKey, known: Mapping[str, CachedValue]) -> None:
        self._key_of = key
        self._known = known
        self.made: dict[str, CachedValue] = {}
        """Those that were made in this process."""

    def memo(self, name: str, make: Callable[[], Any]) -> Memo[Any]:
        """Return a value with its reads; it is made where what it was made from is another now."""
        known = self._known.get(name)
        if known:
            reads = known.reads.split("\n")
            if self._key(name, reads) == known.key:
                return Memo.of(known.value, reads)
        found = Memo(make)
        if found.reads and not any(map(is_issue, found.reads)):  # a key says nothing of these
            reads = sorted(found.reads)
            self.made[name] = CachedValue(self._key(name, reads), "\n".join(reads), found.use())
        return found

    def all_with(self, made: Mapping[str, CachedValue]) -> Mapping[str, CachedValue]:
        """Return the values for the next build: also those that no stale page asked for."""
        return {**self._known, **made}

    def _key(self, name: str, reads: Iterable[Selector]) -> str:
        return self._key_of(f"{name} (value)", reads)
