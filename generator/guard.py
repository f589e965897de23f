"""The last look at a public edition: nothing internal and nothing personal in any built file.

What records are allowed to show is decided long before; this is the second lock on the same door.
"""

import base64
import gzip
import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import WorkError
from generator.frame import BODY_END, BODY_START
from generator.kinds.register import Register
from generator.public.leak_scan import Texts, Watch, free_texts
from generator.public.personal_data import personal

_SHARD = re.compile(r'^lantianShard\("[^"]*","[^"]*","([^"]*)"\);\s*$')
_READ = (".html", ".js", ".json", ".xml", ".csv", ".txt", ".ics")
_SHOWN = 3
OF_NO_RECORD = ("about/", "dictionary/", "guide/", "rules/", "search/")
"""Folders of pages that show no record."""

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not stand in a file, told without repeating it."""

    path: str
    what: str


def refuse_leaks(
    folder: Path, paths: Iterable[str], register: Register, texts: Iterable[Texts]
) -> None:
    """WorkError where a built file holds what the public may not see.

    `register` is the public one; `texts` are those of all problems.
    """
    found = list(leaks(folder, paths, register, list(texts)))
    if found:
        named = "；".join(f"{one.path}：{one.what}" for one in found[:_SHOWN])
        raise WorkError(
            f"公开版里有 {len(found)} 处不能公开的内容，没有生成（{named}）",
            "运行 lantian check；查不出的，是工具的错误，先不要公布，把这句话报给维护工具的人",
        )


def leaks(
    folder: Path, paths: Iterable[str], register: Register, texts: Collection[Texts]
) -> Iterator[Leak]:
    """Everything in these files that the public may not see."""
    watch = Watch(_secrets(register, texts))
    allowed = set(_contacts(register))
    for path in paths:
        if path.endswith(_READ):
            text = built_text(path, (folder / path).read_text(encoding="utf-8"))
            for _ in watch.found(text) if not path.startswith(OF_NO_RECORD) else ():
                yield Leak(path, "记录里不公开的文字")
            for found in personal(text, allowed):
                yield Leak(path, found.kind.value)


def built_text(path: str, content: str) -> str:
    """What a reader gets out of a file: bodies without references, shards unpacked."""
    if path.endswith(".html"):
        body = content.partition(BODY_START)[2].rpartition(BODY_END)[0]
        return html.unescape(body or content)
    packed = _SHARD.match(content)
    if packed:
        return gzip.decompress(base64.b64decode(packed[1])).decode("utf-8")
    return html.unescape(content)


def _secrets(register: Register, texts: Collection[Texts]) -> set[str]:
    """The internal texts of the problems, but for what stands in something public as well."""
    internal = {text for one in texts for text in one.internal}
    public = {text for one in texts for text in one.public}
    public |= {text for one in register.filed for text in free_texts(one.record)}
    public |= set(free_texts(register.vocabulary))
    public |= {path.read_text(encoding="utf-8") for path in _TEMPLATES.glob("*.html")}
    return internal - Watch(internal).found("\n".join(public))


def _contacts(register: Register) -> Iterator[str]:
    """Where campaigns ask to write to: an address that is meant to be read."""
    for programme in register.programmes.values():
        if programme.publication and programme.publication.report_to:
            yield programme.publication.report_to
