"""Which pages of the whole register stay as they are: those whose dependencies did not change.

With each page is kept what it has read, and its key, a digest of all that. Where the key is still
the same the page is not made again; where only the commit that it names is another, its last line
is written anew.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.audit.audit import Latest, outermost
from generator.core.tracing import Selector
from generator.kinds.issue.model import Issue
from generator.model.commits import Commit
from generator.site.context import Setting
from generator.site.dependencies import Inputs, is_issue
from generator.site.page import record_path
from generator.site.pages import FAMILIES, Family
from generator.store.kept import Kept, KeptFamily, KeptSheet

Newest = Callable[[Iterable[Selector]], Commit | None]


@dataclass(frozen=True)
class PageCache:
    """What of the last build holds.

    `fresh`: path → page that stays; `footer_stale`: path → the commit that its last line has to
    name; all else is to be made. `families`: those of which it is known which pages there are.
    """

    inputs: Inputs
    newest: Newest
    fresh: Mapping[str, KeptSheet]
    footer_stale: Mapping[str, Commit | None]
    families: Mapping[str, KeptFamily]
    before: Mapping[str, KeptSheet]

    def is_fresh(self, path: str) -> bool:
        """Whether a page need not be rendered."""
        return path in self.fresh

    @property
    def stale(self) -> list[Family]:
        """The families with a page that has to be rendered, or of which nothing is known."""
        return [one for one in FAMILIES if not self._is_settled(one)]

    @property
    def missing(self) -> int:
        """How many pages have to be rendered, as far as they are known beforehand."""
        return sum(path not in self.fresh for path in self.before) or (
            0 if self.before else len(self.inputs.records.found.rest)
        )

    def family(self, family: Family, paths: Iterable[str], reads: Iterable[Selector]) -> KeptFamily:
        """What the next build may know of a family."""
        known = sorted(reads)
        return KeptFamily(self.inputs.key(family.name, known), tuple(paths), "\n".join(known))

    def page(self, path: str, digest: str, reads: Collection[Selector]) -> KeptSheet:
        """What the next build may know of a page, or a file of text, that was made."""
        within = sorted(filter(is_issue, set(reads).difference(outermost(reads))))
        known = sorted(set(reads).difference(within))
        commit = self.newest(known) if path.endswith(".html") else None
        kept = "\n".join(("", *known, "", *within, ""))
        return KeptSheet(self.inputs.key(path, known), digest, commit.id if commit else "", kept)

    def _is_settled(self, family: Family) -> bool:
        known = self.families.get(family.name)
        return known is not None and all(map(self.is_fresh, known.paths))


def page_cache(setting: Setting, inputs: Inputs, kept: Kept) -> PageCache:
    """What of the last build holds for these inputs."""
    newest = Latest(setting.audit).newest if setting.audit else _nothing
    touched = _touched(setting, inputs, kept)
    families = {
        name: one
        for name, one in kept.families.items()
        if inputs.key(name, one.reads.split("\n") if one.reads else ()) == one.key
    }
    listed = {path for one in families.values() for path in one.paths}
    fresh: dict[str, KeptSheet] = {}
    footer_stale: dict[str, Commit | None] = {}
    for path, one in kept.sheets.items():
        reads = one.reads.partition("\n\n")[0].split()
        is_same = not one.shows(touched) and inputs.key(path, reads) == one.key
        if path in listed and is_same and setting.stage.holds(path, one.digest):
            fresh[path] = one
            commit = newest(reads) if path.endswith(".html") else None
            if (commit.id if commit else "") != one.commit:
                footer_stale[path] = commit
    return PageCache(inputs, newest, fresh, footer_stale, families, kept.sheets)


def _nothing(_: Iterable[Selector]) -> None:
    return None


def _touched(setting: Setting, inputs: Inputs, kept: Kept) -> Collection[str]:
    """The paths of issues whose blob is another than in the last build, or that come or go."""
    ledgers = inputs.ledgers
    now = {one.folder: one for one in ledgers if kept.ledgers.get(one.folder) is not one}
    gone = kept.ledgers.keys() - {one.folder for one in ledgers}
    was = dict(setting.store.blobs_of(one for one in (*now, *gone) if one in kept.ledgers))
    new = {pair for one in now.values() for pair in one.blobs.items()}
    old = {pair for blobs in was.values() for pair in blobs.items()}
    return frozenset(record_path(Issue, name) for name, _ in new ^ old)
