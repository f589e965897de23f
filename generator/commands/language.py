"""The language of the commands: Click's own words in Simplified Chinese, on any machine."""

import gettext
import os
import sys
from importlib.resources import files
from io import TextIOWrapper

import click

LANGUAGE = "zh_CN"


def speak_chinese() -> None:
    """Makes Click speak Chinese, whatever the locale of the machine.

    Click asks gettext, which takes the language from the environment variable LANGUAGE.
    """
    gettext.bindtextdomain("messages", str(files("generator") / "locale"))
    os.environ["LANGUAGE"] = LANGUAGE
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A console that lacks a character shows its number instead of a traceback.
            stream.reconfigure(errors="backslashreplace")


def name_parts(command: click.Command) -> None:
    """Names the parts of a command's usage line in Chinese, and those of the commands below it."""
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for one in command.commands.values():
            name_parts(one)
