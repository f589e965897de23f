"""The two sides of a merge as files of a register: what differs, and whatever else is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.audit import merge as audit_merge
from generator.cache.cache import Cache
from generator.checks.proposal import RULE_FOLDERS, Attributes
from generator.core.raw import RawFile
from generator.history.removed import removed
from generator.kinds.registry import VOCABULARY_PATH
from generator.load.blobs import raw_blob
from generator.load.files import GUIDE, RECORDS, SIZE_LIMIT

_RULES = [f"{RECORDS}/{name}" for name in (VOCABULARY_PATH, *RULE_FOLDERS)]
_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")

Raws = Mapping[str, RawFile]
"""Path from the root → file."""


@dataclass(frozen=True)
class Change:
    """A merge, and the files on both sides of it as far as they are asked for.

    `inside` is where the root lies in the repository; `cache` holds what need not be read again.
    """

    inside: str
    merge: audit_merge.Merge
    cache: Cache

    @cached_property
    def differences(self) -> list[audit_merge.Difference]:
        """What differs below `records/`, without what is in conflict: it has no one content."""
        under = f"{self.inside}{RECORDS}"
        found = audit_merge.differences(self.merge.repo, self.merge.base, self.merge.tree, under)
        left_out = {*self.merge.conflicts, f"{under}/{GUIDE}"}
        return [one for one in found if one.path not in left_out]

    @cached_property
    def rules(self) -> dict[str, audit_merge.Entry]:
        """The files of the rules as the base has them."""
        paths = [self.inside + path for path in _RULES]
        return audit_merge.listed(self.merge.repo, self.merge.base, paths)

    @cached_property
    def changed(self) -> tuple[Raws, Raws]:
        """The files that differ, before and after."""
        entries = [entry for one in self.differences for entry in (one.before, one.after) if entry]
        texts = audit_merge.contents(self.merge.repo, (entry.blob for entry in entries), SIZE_LIMIT)
        sides = ("before", "after")
        before, after = (
            {
                self.shown(one.path): self.raw(one.path, entry, texts)
                for one in self.differences
                if (entry := getattr(one, side))
            }
            for side in sides
        )
        return before, after

    def shown(self, path: str) -> str:
        """The path from the root."""
        return path.removeprefix(self.inside)

    def raw(self, path: str, entry: audit_merge.Entry, texts: Mapping[str, bytes | int]) -> RawFile:
        """The file of an entry."""
        return raw_blob(self.shown(path), entry.mode, texts.get(entry.blob))

    def raws(self, entries: Mapping[str, audit_merge.Entry]) -> dict[str, RawFile]:
        """The files of entries, by path from the root."""
        texts = audit_merge.contents(
            self.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
        )
        return {
            self.shown(path): self.raw(path, entry, texts)
            for path, entry in entries.items()
            if self.shown(path) != f"{RECORDS}/{GUIDE}"
        }

    def held(self, paths: list[str]) -> dict[str, RawFile]:
        """The files that the base has at these paths from the root."""
        wanted = [self.inside + path for path in paths]
        return (
            self.raws(audit_merge.listed(self.merge.repo, self.merge.base, wanted))
            if wanted
            else {}
        )

    def there(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of these paths from the root that the base has; nothing is read of them."""
        wanted = {self.inside + path for path in paths}
        folders = sorted({path.rpartition("/")[0] for path in wanted})
        held = audit_merge.listed(self.merge.repo, self.merge.base, folders) if folders else {}
        return frozenset(self.shown(path) for path in wanted.intersection(held))


def _coming(change: Change) -> list[audit_merge.Difference]:
    return [one for one in change.differences if one.before is None]


def earlier(change: Change) -> dict[str, str]:
    """New paths that were in use before; what comes back with its last content is only restored."""
    coming = {one.path: one.after for one in _coming(change)}
    if not coming:
        return {}
    gone = removed(change.merge.repo, change.merge.base, change.cache)
    return {
        change.shown(path): gone[path].commit
        for path, entry in coming.items()
        if path in gone and entry and entry.blob != gone[path].blob
    }


def beside(change: Change) -> frozenset[str]:
    """What the base has in the folders of new files."""
    folders = sorted({one.path.rpartition("/")[0] for one in _coming(change)} - {""})
    held = audit_merge.listed(change.merge.repo, change.merge.base, folders) if folders else {}
    return frozenset(change.shown(path) for path in held)


def attributes(change: Change) -> Iterator[Attributes]:
    """The merged `.gitattributes` of the root and of the folders above it."""
    parts = change.inside.split("/")[:-1]
    folders = ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]
    paths = [f"{folder}/.gitattributes".removeprefix("/") for folder in folders]
    entries = audit_merge.listed(change.merge.repo, change.merge.tree, paths)
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    for depth, path in enumerate(paths):
        content = texts.get(entries[path].blob) if path in entries else None
        if isinstance(content, bytes):
            inside = change.inside.removeprefix(f"{folders[depth]}/".removeprefix("/"))
            shown = "../" * (len(parts) - depth) + ".gitattributes"
            yield Attributes(shown, inside, content.decode("utf-8", "replace"))


def owners(change: Change) -> str:
    """The CODEOWNERS of the base: whoever proposes a change does not choose who agrees."""
    entries = audit_merge.listed(change.merge.repo, change.merge.base, list(_OWNERS))
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    found = next((texts.get(entries[path].blob) for path in _OWNERS if path in entries), b"")
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else ""
