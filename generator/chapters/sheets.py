"""Which pages of the whole register stay as they are: those whose sources did not change.

Every such page has a key, a digest of all that it is made from but the blobs that it shows and the
commit that it names. Where it is the key of the last build, the page is not made again; where only
the commit is another, its last line is written anew.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from generator.chapters.draws import Sources, drawn_on
from generator.chapters.marks import digest
from generator.chapters.setting import Setting
from generator.chapters.shown_by import SHOWN_BY
from generator.derive.history.latest import ISSUES
from generator.manifest import tool
from generator.render.proof import proof_of
from generator.store.kept import Kept, KeptLedger, KeptSheet

NO_KEY = ""
"""The key of a page that nothing is said of in `draws`: it is made anew with every build."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Pages and feeds by path: their `keys` and `commits`, and what of the last site stays.

    `held`: SHA-256 of those that stay; `worn`: those of which only the last line is another;
    `absent`: those that do not exist now either. `before`: all of the last build.
    """

    keys: Mapping[str, str]
    commits: Mapping[str, str]
    held: Mapping[str, str]
    worn: Mapping[str, str]
    absent: frozenset[str]
    before: Mapping[str, KeptSheet]

    @property
    def stay(self) -> frozenset[str]:
        """The paths of what need not be made."""
        return self.absent.union(self.held, self.worn)

    @property
    def to_make(self) -> int:
        """How many pages and feeds have to be made, as far as they are known beforehand."""
        return len(self.keys.keys() - self.stay)

    @property
    def settled(self) -> frozenset[str]:
        """The folders in which nothing has to be made."""
        known = self.keys.keys() | self.before.keys()
        return frozenset(map(_folder, known)) - frozenset(map(_folder, known - self.stay))

    def kept(
        self, files: Mapping[str, str], made: Mapping[str, Collection[str]]
    ) -> dict[str, KeptSheet]:
        """What the next build may take over, of a site with these files (path → SHA-256).

        `made`: path of each page that was made → IDs of the records whose blob it shows.
        """
        return {
            path: KeptSheet(
                self.keys.get(path, NO_KEY),
                files.get(path, ""),
                self.commits.get(path, ""),
                _names(made[path]) if path in made else self._names_before(path),
            )
            for path in self.keys.keys() | made.keys()
        }

    def _names_before(self, path: str) -> str:
        return self.before[path].names if path in self.before else ""


def sheets(setting: Setting, sources: Sources, kept: Kept) -> Sheets:
    """The keys of a site made from these sources, and what of the last one stays."""
    basis = proof_of(setting.audit, sources.register).basis
    key = _keys(setting, sources)
    keys = {path: key(path, parts) for path, parts in drawn_on(setting, sources).items()}
    pages = [path for path in keys if path.endswith(".html")]
    commits = {path: commit.id if (commit := basis(path)) else "" for path in pages}
    touched = _touched(setting, sources.ledgers, kept)
    same = {
        path: one
        for path, one in kept.sheets.items()
        if keys.get(path, NO_KEY) == one.key != NO_KEY and not one.shows(touched)
    }
    there = {path: one for path, one in same.items() if setting.stage.holds(path, one.digest)}
    stays = {path for path, one in there.items() if commits.get(path, "") == one.commit}
    return Sheets(
        keys,
        commits,
        held={path: there[path].digest for path in there.keys() & stays},
        worn={path: there[path].digest for path in there.keys() - stays},
        absent=frozenset(path for path, one in same.items() if not one.digest),
        before=kept.sheets,
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _names(some: Iterable[str]) -> str:
    return "\n".join(("", *sorted(some), ""))


def _touched(setting: Setting, ledgers: Sequence[KeptLedger], kept: Kept) -> frozenset[str]:
    """The IDs of problems whose blob is another than in the last build, or that come or go."""
    now = {one.folder: one for one in ledgers if kept.ledgers.get(one.folder) is not one}
    gone = kept.ledgers.keys() - {one.folder for one in ledgers}
    was = dict(setting.store.blobs_of(one for one in (*now, *gone) if one in kept.ledgers))
    new = {pair for one in now.values() for pair in one.blobs.items()}
    old = {pair for blobs in was.values() for pair in blobs.items()}
    return frozenset(name for name, _ in new ^ old)


def _keys(setting: Setting, sources: Sources) -> Callable[[str, Iterable[str]], str]:
    """What gives the key of a page, by its path and the marks of what it shows of problems."""
    frame = setting.frame
    common = digest(
        (
            *(tool(), setting.today.isoformat(), str(setting.is_public), str(frame.address)),
            *sorted({one.split("/")[-1] + one.split("/")[2] for one in sources.found.folders}),
        )
    )
    records = _records(setting, sources)

    @cache
    def of_folder(folder: str) -> str:
        shown = (one for kind, one in records.items() if folder in SHOWN_BY.get(kind, (folder,)))
        return digest((common, frame.shells.get(folder, ""), *shown))

    return lambda path, parts: digest((of_folder(_folder(path)), path, *parts))


def _records(setting: Setting, sources: Sources) -> Mapping[str, str]:
    """Folder of records → a digest of all that are no problems, and of what is not committed."""
    changed = setting.audit.uncommitted if setting.audit else ()
    found: dict[str, list[str]] = {}
    for one in sources.found.rest:
        found.setdefault(_kind(one.path), []).append(
            f"{one.path} {sha256(one.content).hexdigest()}"
        )
    for path in sorted(changed):
        if not path.startswith(ISSUES):
            found.setdefault(_kind(path), []).append(f"{path} *")
    return {kind: digest(some) for kind, some in sorted(found.items())}


def _kind(path: str) -> str:
    return path.split("/")[1]
