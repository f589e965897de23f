"""Patterns of paths: the form that most registers have is matched without the library."""

import pytest
from pathspec import GitIgnoreSpec

from generator.core.path_patterns import covers

PATHS = (
    "records/vocabulary.yml",
    "records/cities/610100.yml",
    "records/issues/LT19/610100/R05/LT19-610100-R05-G-001.yml",
    "records/README.md",
    "records/cities/610100.yml.orig",
    "recordsx/cities/610100.yml",
    "old/records/cities/610100.yml",
    "records/.yml",
)
PATTERNS = ("records/**/*.yml", "records/**/*.md", "old/**/*.yml", "records/*.yml", "*.yml", "[")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_covers_what_git_says(pattern: str) -> None:
    spec = GitIgnoreSpec.from_lines([pattern])
    for path in PATHS:
        assert covers(pattern, [path]) == spec.match_file(path), path
    assert covers(pattern, PATHS) == any(map(spec.match_file, PATHS))
