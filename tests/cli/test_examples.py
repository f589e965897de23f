"""Every command's help has an example to copy, and each of them is a command that can be typed."""

import re
import shlex
from collections.abc import Iterator, Mapping

import click
import pytest

from generator.cli.examples import EXAMPLES
from generator.cli.main import lantian as commands
from generator.cli.main import speak_chinese
from tests.registers import REPOSITORY


def walked(command: click.Command, words: str = "") -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            child = command.get_command(ctx, name)
            assert child
            yield from walked(child, f"{words} {name}".strip())


ALL: Mapping[str, click.Command] = dict(walked(commands))
LINE = re.compile(r"^\s*(?:例：)?\s*(lantian .+)$", re.MULTILINE)


def examples(command: click.Command) -> list[str]:
    text = f"{command.help or ''}\n{command.epilog or ''}"
    return LINE.findall(re.sub(r'eval "\$\((.*)\)"', r"\1", text))


def parsed(line: str) -> str:
    """Reads a command line as the command does, without running it; returns its words."""
    command, words = commands, shlex.split(line)[1:]
    named: list[str] = []
    while isinstance(command, click.Group) and words:
        child = command.get_command(click.Context(command), words[0])
        assert child, line
        named.append(words.pop(0))
        command = child
    if words != ["--help"]:
        command.make_context(named[-1], words)
    return " ".join(named)


@pytest.mark.parametrize("words", ALL)
def test_help_has_examples_that_can_be_typed(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    monkeypatch.chdir(REPOSITORY)
    speak_chinese()
    found = examples(ALL[words])
    assert found
    assert all(parsed(line).startswith(words) for line in found)


def test_examples_are_of_commands_that_are_there() -> None:
    assert EXAMPLES.keys() <= ALL.keys()
    for words, command in ALL.items():
        shown = command.get_help(click.Context(command, info_name="lantian", max_content_width=100))
        assert all(line in shown for line in EXAMPLES.get(words, ())), words
