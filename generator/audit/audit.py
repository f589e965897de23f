"""Which commit changed last what a page has read: the newest one over all its selectors."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from generator.core.tracing import Index, Selector
from generator.derive.history.audit import HISTORY, Audit
from generator.kinds.registry import judging
from generator.model.commits import Commit

RECORDS = "records/"
ISSUES = "records/issues/"
PROJECTED = 5
"""Parts of the path of a ledger: records, issues, programme, city and round."""


@dataclass(frozen=True)
class Latest:
    """The last commits, of the main line, to whatever a selector stands for.

    What a page shows at that commit is what it shows now: no later one touched any of it.
    """

    audit: Audit

    def newest(self, selectors: Iterable[Selector]) -> Commit | None:
        """The newest commit to any of these; None where none is committed."""
        number = max(map(self._number, outermost(selectors)), default=-1)
        return self.audit.trails.rows.commit(number) if number >= 0 else None

    def of_folders(self, *folders: str) -> Commit | None:
        """The last commit to the records directly in these folders."""
        return self.newest(f"{folder}/" for folder in folders)

    def of_record(self, path: str) -> Commit | None:
        """The last commit to one record."""
        return self.newest([path])

    def _number(self, selector: Selector) -> int:
        if selector not in self._numbers:
            path, _, projection = selector.partition("#")
            if projection:
                found = max(map(self._number, _projected(path, projection)), default=-1)
            elif path.startswith(ISSUES) and path.endswith(".yml"):
                found = self._of_issue(path)
            elif path.startswith(ISSUES):
                found = max(self._ledgers.select(path), default=-1)
            else:
                found = max(self._records.select(path), default=-1)
            self._numbers[selector] = found
        return self._numbers[selector]

    def _of_issue(self, path: str) -> int:
        """The files of a ledger are looked up together."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._issues:
            self._issues[folder] = self.audit.last_numbers_of_files(folder)
        return self._issues[folder].get(path, -1)

    @cached_property
    def _ledgers(self) -> Index[int]:
        found = self.audit.last_numbers()
        return Index({path: last for path, last in found.items() if path.startswith(ISSUES)})

    @cached_property
    def _records(self) -> Index[int]:
        return Index(self.audit.last_numbers_of_files(RECORDS, ISSUES))

    @cached_property
    def _numbers(self) -> dict[Selector, int]:
        return {}

    @cached_property
    def _issues(self) -> dict[str, Mapping[str, int]]:
        return {}


def outermost(selectors: Iterable[Selector]) -> list[Selector]:
    """These selectors but for single issues of ledgers that others of them name.

    An issue is no newer than its ledger, so its file need not be looked up.
    """
    found: list[Selector] = []
    ledgers: set[Selector] = set()
    issues: dict[str, list[Selector]] = {}
    for one in selectors:
        if not one.startswith(ISSUES):
            found.append(one)
            continue
        path, _, projection = one.partition("#")
        if path.endswith(".yml"):
            issues.setdefault(path[: path.rfind("/") + 1], []).append(one)
            continue
        found.append(one)
        if projection not in ("", HISTORY):
            ledgers.add(path)
    for folder, some in issues.items():
        if not _is_within(folder, ledgers):
            found += some
    return found


def _is_within(folder: str, ledgers: Collection[Selector]) -> bool:
    """Whether one of these selectors of ledgers names that of a folder."""
    if ISSUES in ledgers or not ledgers:
        return bool(ledgers)
    _, _, *names = folder.split("/")[:PROJECTED]
    parts = product(*((name, "*") for name in names))
    return len(names) == PROJECTED - 2 and any(_ledgers(*some) in ledgers for some in parts)


def _ledgers(programme: str, city: str, name: str) -> Selector:
    """The ledgers of a programme, a city and a round, each of which may be `*`."""
    return f"{ISSUES}{programme}/{city}/{name}/".rstrip("*/") + "/"


def _projected(path: str, projection: str) -> Iterator[Selector]:
    """What a projection of ledgers, or of an issue, is made from: records and what judges them."""
    if projection == HISTORY:
        yield path
        if path == RECORDS:
            yield ISSUES
        return
    # A problem that was dated anew has left its month: the ledger that had it says when.
    yield ISSUES if "@" in projection else path
    names = path.rstrip("/").split("/")[2:PROJECTED]
    programme, city, name = (*names, *("*" for _ in range(3 - len(names))))
    yield from judging(programme, city, name)
