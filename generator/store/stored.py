"""Rows that lie in a store as one text: of what a build takes over it reads only some."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

Row = Sequence[Any]
"""The fields of a dataclass in their order, as JSON gives them back."""


class Stored(Sequence[Row]):
    """Rows as they lie in the store, parsed when somebody asks for them."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    @cached_property
    def _rows(self) -> list[Row]:
        found: list[Row] = json.loads(self._text)
        return found

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
