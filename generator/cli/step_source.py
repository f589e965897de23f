"""The source of a step that was published: options of `lantian step`, and its place in the file."""

from collections.abc import MutableMapping
from difflib import SequenceMatcher

import click

from generator.cli.options import DATE, TEXT
from generator.core.fields import Source

_OPTIONS = (
    ("title", TEXT, "新来源的标题，照原文。"),
    ("publisher", TEXT, "新来源的发布者；转载的照记。"),
    ("date", DATE, "新来源的发布日期；只知年月的写到月。"),
    ("url", TEXT, "新来源的网址，以 http:// 或 https:// 开头。"),
    ("reliability", TEXT, "新来源的等级，词表中的一个。"),
)


def source_options(function: click.decorators.FC) -> click.decorators.FC:
    """Add the options that describe a new source: `--source-title` and others."""
    for field, kind, words in reversed(_OPTIONS):
        function = click.option(f"--source-{field}", type=kind, help=words)(function)
    return function


def typed_source(given: MutableMapping[str, object]) -> Source | None:
    """Take the new source out of the typed values; None where there is none.

    UsageError where it has no title, or where a source that is listed was named as well.
    """
    names = [field for field, _, _ in _OPTIONS]
    typed = {name: given.pop(f"source_{name}") for name in names if f"source_{name}" in given}
    if not typed:
        return None
    if "title" not in typed:
        raise click.UsageError("写了来源，还没有写来源标题（--source-title）")
    if "source" in given:
        raise click.UsageError("--source 指已经列出的来源，不能与 --source-title 等一起写")
    return _valid(typed)


def _valid(typed: dict[str, object]) -> Source:
    try:
        return Source.model_validate(typed)
    except ValueError as error:
        raise click.BadParameter(
            "不能用，以 http:// 或 https:// 开头，中间没有空格", param_hint="--source-url"
        ) from error


def added_lines(before: bytes, after: bytes) -> str:
    """Return the lines that a file has got, in its order."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    added = [new[j1:j2] for what, _, _, j1, j2 in matcher.get_opcodes() if what != "equal"]
    return "\n".join(line for lines in added for line in lines).strip("\n")
