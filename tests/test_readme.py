"""Both READMEs say the same, and what they say of the commands is so."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator.cli.main import COMMANDS, lantian
from tests.registers import REPOSITORY

NAMES = ("README.md", "README.zh-CN.md")
TEXTS = {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in NAMES}
CODE = re.compile(r"`(lantian [^`]+)`")


def rows(name: str) -> list[str]:
    """The lines of the table of commands."""
    return [line for line in TEXTS[name].splitlines() if line.startswith("| `lantian ")]


def said(name: str) -> Iterator[tuple[str, str]]:
    """Each command that the table names, with its row."""
    for row in rows(name):
        for words in CODE.findall(row.split("|")[1]):
            yield words, row


def command_of(words: str) -> click.Command:
    """The command, or the command of a group, that some words begin with."""
    command: click.Command = lantian
    for word in words.split()[1:]:
        if not isinstance(command, click.Group):
            break
        found = command.get_command(click.Context(command), word)
        assert found, words
        command = found
    return command


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_table(name: str) -> None:
    assert {words.split()[1] for words, _ in said(name)} == set(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_options_in_the_table_are_there(name: str) -> None:
    for words, row in said(name):
        named = {option for more, _ in said(name) if more in row for option in _opts(more)}
        assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", row)) <= named, words


def _opts(words: str) -> set[str]:
    return {one for option in command_of(words).params for one in option.opts}


def test_both_are_built_alike() -> None:
    for pattern in (r"^#+ ", r"^- ", r"^\| ", r"^```", r"\]\((?!README)[^)]+\)"):
        found = [re.findall(pattern, text, re.MULTILINE) for text in TEXTS.values()]
        assert sorted(found[0]) == sorted(found[1]), pattern
    shown = [CODE.findall(text) for text in TEXTS.values()]
    assert [one.split()[1] for one in shown[0]] == [one.split()[1] for one in shown[1]]


@pytest.mark.parametrize("name", NAMES)
def test_targets_and_files_that_it_names_are_there(name: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)", TEXTS[name]):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for path in re.findall(r"\]\(([^)#:]+)\)", TEXTS[name]):
        assert (REPOSITORY / path).exists(), path


PICTURES = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LARGEST, LARGEST_TOGETHER = 100_000, 600_000


def pictures(name: str) -> list[Path]:
    return [REPOSITORY / path for path in PICTURES.findall(TEXTS[name])]


def test_readme_shows_the_main_pages_in_small_pictures() -> None:
    shown = pictures(NAMES[0])
    assert [one.stem for one in shown] == ["home", "city", "owed", "case", "form"]
    sizes = [one.stat().st_size for one in shown]
    assert max(sizes) < LARGEST
    assert all(one.read_bytes()[8:12] == b"WEBP" for one in shown)


def test_no_picture_is_kept_that_no_document_shows() -> None:
    folder = REPOSITORY / "generator" / "docs" / "images"
    kept = {one for one in folder.iterdir() if one.suffix != ".svg"}
    assert kept == set(pictures(NAMES[0]))
    assert sum(one.stat().st_size for one in folder.iterdir()) < LARGEST_TOGETHER
