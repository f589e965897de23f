"""The commands speak Chinese, also where Click chooses the words and on machines set otherwise."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.registers import REPOSITORY

WORDS = REPOSITORY / "generator" / "locale" / "zh_CN" / "LC_MESSAGES"
CLICK = Path(click.__file__).parent
USAGE = "用法: lantian check [选项] [文件...]\n用法说明见 lantian check --help\n\n"

HELP = """\
用法: lantian explain [选项] 编号

  说明一条检查规则：为什么、错的例子、对的例子。编号如 Y03，也可以写规则的英文名。

选项:
  -h, --help  显示本说明。

  例：
    lantian explain Y03
"""


def lantian(*words: str, **environment: str) -> str:
    """Everything that the command prints, on a machine with this environment."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    ended = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        env={**plain, "COLUMNS": "100", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["explain", "--help"], HELP),
        (
            ["chek"],
            "用法: lantian [选项] 命令 …\n用法说明见 lantian --help\n\n错误：没有命令 'chek'。",
        ),
        (["check", "--formt", "x"], USAGE + "错误：没有选项 '--formt'。"),
        (
            ["check", "--format", "x"],
            USAGE + "错误：'--format' 的值不对：'x' 不在可选的值里：'text', 'json', 'github', "
            "'gitlab', 'sarif'。\n",
        ),
        (
            ["explain"],
            "用法: lantian explain [选项] 编号\n用法说明见 lantian explain --help\n\n"
            "错误：缺少参数 '编号'.\n",
        ),
    ],
    ids=" ".join,
)
def test_click_speaks_chinese(words: list[str], printed: str) -> None:
    assert lantian(*words).startswith(printed)


@pytest.mark.parametrize("words", [[], ["--help"]], ids=["nothing", "--help"])
def test_list_of_commands_is_chinese(words: list[str]) -> None:
    printed = lantian(*words)
    assert printed.startswith("用法: lantian [选项] 命令 …\n")
    assert not re.search(r"Usage|Options|Commands|Show|Try|OPTIONS|COMMAND", printed)


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "C"}, {"LC_ALL": "C"}, {"LANG": "en_US.UTF-8"}, {"LANGUAGE": "de:en"}],
    ids=str,
)
def test_language_does_not_depend_on_the_machine(environment: dict[str, str]) -> None:
    assert lantian("explain", "--help", **environment) == HELP


def test_compiled_words_are_fresh() -> None:
    with (WORDS / "messages.mo").open("rb") as compiled:
        assert _phrases(read_mo(compiled)) == _phrases(_source())


def _source() -> Catalog:
    with (WORDS / "messages.po").open("rb") as source:
        return read_po(source, locale="zh_CN")


def _phrases(catalog: Catalog) -> dict[str, str]:
    """Each phrase with its translation; of a plural the only form that Chinese has."""
    return {
        str(message.id[0] if message.pluralizable else message.id): str(
            message.string[0] if message.pluralizable else message.string
        )
        for message in catalog
        if message.id
    }


def test_every_phrase_of_click_is_translated() -> None:
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    phrases = {
        message[0] if isinstance(message, tuple) else message
        for _, _, message, _, _ in extract_from_dir(CLICK, keywords=keywords)
    }
    assert sorted(phrases - set(_phrases(_source()))) == []


def test_translations_keep_the_places_of_the_original() -> None:
    place = re.compile(r"\{(\w+)(?:!r)?\}")
    for message in _source():
        given = " ".join(message.id) if message.pluralizable else message.id
        said = " ".join(message.string) if message.pluralizable else message.string
        assert said
        assert set(place.findall(said)) <= set(place.findall(given))
