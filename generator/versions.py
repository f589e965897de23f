"""Whether the commit that a page names in its last line holds the blobs that it shows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.audit.git import Repository
from generator.frame import BODY_END, BODY_START
from generator.history.blobs import blobs_at
from generator.kinds.registry import KINDS
from generator.site.page import COMMIT_LINE

_COMMIT = re.compile(r'<code class="lt-id" title="([0-9a-f]+)">')
_RECORD = re.compile(r'\bdata-record="([^"]*)"[^>]* data-blob="([0-9a-f]+)"')
_NO_COMMIT = "0" * 40
_SHOWN = 10
"""Letters of a blob or commit in a message."""


class Shown(NamedTuple):
    """A record (its path below the root) as a page shows it, and the commit that the page names."""

    page: str
    commit: str
    record: str
    path: str
    blob: str


def commits_without_blobs(repo: Repository, within: str, site: Path) -> Iterator[str]:
    """What is wrong with the pages of a site, a sentence each; `within` is where its root lies."""
    shown = [one for page in sorted(site.rglob("*.html")) for one in shown_on(site, page)]
    places = [(one.commit, within + one.path) for one in shown]
    for one, blob in zip(shown, blobs_at(repo, places), strict=True):
        if blob != one.blob:
            there = f"是 {blob[:_SHOWN]}" if blob else "没有"
            yield (
                f"{one.page}：页脚写的提交 {one.commit[:_SHOWN]} 里，记录 {one.record} {there}，"
                f"页面上是 {one.blob[:_SHOWN]}"
            )


def shown_on(site: Path, page: Path) -> Iterator[Shown]:
    """The records of one page with their blobs, and the commit in its last line."""
    text = page.read_text(encoding="utf-8", errors="replace")
    body, _, line = text.partition(BODY_START)[2].rpartition(BODY_END)[0].rpartition(COMMIT_LINE)
    named = _COMMIT.search(line)
    commit = named[1] if named else _NO_COMMIT
    name = page.relative_to(site).as_posix()
    for record, blob in _RECORD.findall(body):
        path = next((path for kind in KINDS if (path := kind.path_of(record))), "")
        yield Shown(name, commit, record, f"records/{path}", blob)
