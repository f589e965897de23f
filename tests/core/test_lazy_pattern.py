"""A pattern that is compiled on first use does what a compiled one does, and no sooner."""

import copy
import re

import pytest

from generator.core.lazy_pattern import lazy_pattern


def test_pattern_is_compiled_on_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compiles = re.compile
    monkeypatch.setattr(re, "compile", lambda *a: compiled.append(a[0]) or compiles(*a))
    pattern = lazy_pattern("[a-c]x", re.IGNORECASE)
    assert compiled == []
    assert pattern.sub("-", "aX by") == "- by"
    assert compiled == ["[a-c]x"]
    assert [pattern.search(text) is not None for text in ("CX", "dx")] == [True, False]
    assert copy.copy(pattern).pattern == "[a-c]x"
