"""The source of a step that was published: options of `lantian step`, and its place in the file."""

import re
from collections.abc import Iterator, MutableMapping
from difflib import SequenceMatcher

import click

from generator.cli.options import DATE, TEXT
from generator.core.fields import Source
from generator.core.findings import WorkError
from generator.core.raw import RawRecord
from generator.core.yaml_writer import items_text
from generator.kinds.issue.model import Issue
from generator.load.files import raw_file

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


def with_source(raw: RawRecord, before: bytes, issue: Issue, source: Source) -> tuple[bytes, int]:
    """Return the file with the source behind those it lists, and its number among them.

    A source that is listed already keeps its number, and the file stays as it is. WorkError where
    the sources are not written as a block list.
    """
    if source in issue.sources:
        return before, issue.sources.index(source) + 1
    after = _inserted(raw, before, source)
    if not _only_adds(raw, raw_file(raw.path, after), source):
        raise not_in_form(raw, "sources 没有一项一行地写，接不上新的来源")
    return after, len(issue.sources) + 1


_ITEM = re.compile(r"( *)- ")
_APART = re.compile(r"#|$")
"""The beginning of a comment, or an empty line: it belongs to what follows."""


def _inserted(raw: RawRecord, before: bytes, source: Source) -> bytes:
    lines = before.decode().splitlines(keepends=True)
    at = _line_behind_sources(raw) - 1
    while at and _APART.match(lines[at - 1]):
        at -= 1
    added = [*_head(raw), *_indented(raw, lines, source)]
    return "".join([*lines[:at], *added, *lines[at:]]).encode()


def _line_behind_sources(raw: RawRecord) -> int:
    """Return the line of the key that follows the sources, or before which they have to come."""
    names = list(raw.content or ())
    if "sources" in names:
        following = names[names.index("sources") + 1 :]
    else:
        following = [name for name in names if name in ("origin", "events")]
    return raw.key_mark((following[0],)).line if following else 1


def _head(raw: RawRecord) -> Iterator[str]:
    if "sources" not in (raw.content or {}):
        yield "sources:\n"


def _indented(raw: RawRecord, lines: list[str], source: Source) -> Iterator[str]:
    """Yield the lines of the source, as far to the right as the first that is listed."""
    mark = raw.values.get(("sources", 0))
    item = _ITEM.match(lines[mark.line - 1]) if mark else None
    for line in items_text([source]).splitlines(keepends=True):
        yield f"{item[1] if item else ''}{line}"


def _only_adds(raw: RawRecord, after: RawRecord, source: Source) -> bool:
    """Return whether the file reads as before, with the source behind those it had."""
    if after.faults or raw.content is None or after.content is None:
        return False
    old, new = dict(raw.content), dict(after.content)
    old_sources, new_sources = old.pop("sources", []), new.pop("sources", [])
    return (
        old == new
        and isinstance(old_sources, list)
        and isinstance(new_sources, list)
        and new_sources[:-1] == old_sources
        and Source.model_validate(new_sources[-1]) == source
    )


def added_lines(before: bytes, after: bytes) -> str:
    """Return the lines that a file has got, in its order."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    added = [new[j1:j2] for what, _, _, j1, j2 in matcher.get_opcodes() if what != "equal"]
    return "\n".join(line for lines in added for line in lines).strip("\n")


def not_in_form(raw: RawRecord, why: str) -> WorkError:
    """Return the error about a file that is not written as `lantian fmt` writes it."""
    return WorkError(
        f"文件“{raw.path}”的 {why}，没有写入", f"先运行 lantian fmt {raw.path}，再运行一次"
    )
