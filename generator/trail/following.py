"""Follows records through what came to them, with their texts from Git."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audit.changes import Arrival, numbered
from generator.audit.diff import Content, blob_name
from generator.audit.git import Repository, repository
from generator.audit.histories import Texts, folded
from generator.audit.trails import Trail, row_of, trail_of
from generator.cache.history_store import TrailRow
from generator.errors import WorkError
from generator.history.blobs import Blobs, blobs
from generator.load.files import raw_file


@dataclass(frozen=True, slots=True)
class Record:
    """The path of a record, what came to it, newest first, and its trail before, as a row."""

    path: str
    before: str | None
    arrivals: Sequence[Arrival]


@dataclass(frozen=True, slots=True)
class Part:
    """Records to be followed one after another; `newest` numbers the newest commit."""

    newest: int
    records: Sequence[Record]


def same_repository(root: Path) -> Repository:
    """The repository once more, in another process; WorkError where it is gone."""
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”里的 Git 仓库不见了", "看看这个文件夹还在不在，再运行一次")
    return repo


def followed(repo: Repository, root: Path, part: Part) -> list[TrailRow]:
    """The trails of one part, below `root`; its last texts are held until it is done."""
    with blobs(repo) as contents:
        texts = _texts(contents, root, part.records)
        return [_trail_row(one, part.newest, texts) for one in part.records]


def parsed(text: bytes) -> Content | None:
    """What a record says; None where it can not be read."""
    return raw_file("", text).content


def _trail_row(one: Record, newest: int, texts: Texts) -> TrailRow:
    before = trail_of(one.path, one.before) if one.before else Trail(one.path)
    trail = folded(before, numbered(one.arrivals, newest), texts)
    new = trail.entries[len(before.entries) :]
    last = newest + one.arrivals[0].latest
    numbers = tuple({entry.commit for entry in new})
    return TrailRow(one.path, trail.blob, last, row_of(trail), numbers)


def _texts(contents: Blobs, root: Path, part: Sequence[Record]) -> Texts:
    """The last texts of these records, read together, and any other, when it is asked for."""
    last = {one.path: one.arrivals[0].blob for one in part if one.arrivals[0].blob}
    held: dict[str, bytes | None] = {
        blob: text for path, blob in last.items() if (text := _checked_out(root, path, blob))
    }
    wanted = [blob for blob in dict.fromkeys(last.values()) if blob not in held]
    held |= zip(wanted, contents.contents(wanted), strict=True)

    def bytes_of(blob: str) -> bytes | None:
        return held[blob] if blob in held else next(contents.contents([blob]))

    return Texts(bytes_of, parsed)


def _checked_out(root: Path, path: str, blob: str) -> bytes | None:
    """The content of a blob where it lies in the work tree: its hash tells that it is the one.

    Git packs new versions as what differs from others; putting them together takes far longer.
    """
    try:
        with open(f"{root}/{path}", "rb") as file:  # noqa: PTH123 paths as text are quicker
            text = file.read()
    except OSError:
        return None
    return text if blob_name(text, len(blob)) == blob else None
