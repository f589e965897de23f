"""Sorts a history by record: what came to each file on the main line, and by which commits.

The main line is what counts: a merge brings what its branch did. Once this is sorted, no record
needs any other, so that each can be followed on its own, in any order and in any process.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.commits import Change, Commit, Logged


class Maker(NamedTuple):
    """A commit, as far as trails need to know it."""

    number: int
    is_merge: bool = False


class Step(NamedTuple):
    """What one commit of a branch did to one record."""

    commit: Maker
    change: Change


class Version(NamedTuple):
    """A version of a record with the commit that made it; "" where the commit deleted it.

    `together`: the numbers of the commits that came in by the same merge.
    """

    blob: str
    commit: Maker
    together: range = range(0)

    @property
    def latest(self) -> int:
        """The number of the commit."""
        return self.commit.number


class Joined(NamedTuple):
    """What a commit of the main line that brought others did to one record, and their steps."""

    main: Maker
    net: Change | None
    steps: tuple[Step, ...]
    together: range

    @property
    def latest(self) -> int:
        """The number of the commit of the main line."""
        return self.main.number

    @property
    def blob(self) -> str:
        """What the main line holds after it; "" where it changed nothing there, or deleted it."""
        return self.net.new if self.net else ""

    @property
    def own_steps(self) -> list[Step]:
        """The steps but those of merges within the branch: these carry what others did."""
        return [step for step in self.steps if not step.commit.is_merge]

    @property
    def is_chain(self) -> bool:
        """Whether the branch's steps lead, version by version, from before to after."""
        versions = [step.change for step in self.own_steps]
        if not self.net or not versions:
            return False
        before = [self.net.old, *(change.new for change in versions)]
        after = [*(change.old for change in versions), self.net.new]
        return before == after


Arrival = Version | Joined


@dataclass(slots=True)
class Arrivals:
    """What came, newest first. Until the number of commits is known they count backwards from 0:
    the newest has 0, the one before it -1.
    """

    commits: list[Commit] = field(default_factory=list)
    by_path: dict[str, list[Arrival]] = field(default_factory=dict)
    lasts: dict[str, int] = field(default_factory=dict)

    def take(self, group: Sequence[Logged]) -> None:
        """Takes a commit of the main line and, newest first, those that it brought."""
        first = -len(self.commits)
        self.commits += [one.commit for one in group]
        if len(group) > 1:
            self._join(group, first)
        else:
            commit = Maker(first, group[0].commit.is_merge)
            for change in group[0].changes:
                self._put(change.path, first, Version(change.new, commit))

    def _join(self, group: Sequence[Logged], first: int) -> None:
        makers = [Maker(first - back, one.commit.is_merge) for back, one in enumerate(group)]
        net = {change.path: change for change in group[0].changes}
        steps: dict[str, list[Step]] = {path: [] for path in net}
        for maker, one in zip(reversed(makers[1:]), reversed(group[1:]), strict=True):
            for change in one.changes:
                steps.setdefault(change.path, []).append(Step(maker, change))
        together = range(makers[-1].number, first)
        for path, some in steps.items():
            self._put(path, first, Joined(makers[0], net.get(path), tuple(some), together))

    def _put(self, path: str, number: int, arrival: Arrival) -> None:
        known = self.by_path.get(path)
        if known is None:
            known = self.by_path[path] = []
            self.lasts.setdefault(path[: path.rfind("/") + 1], number)
        known.append(arrival)


def gathered(history: Iterable[Logged]) -> Arrivals:
    """A history, newest first, sorted by record."""
    found = Arrivals()
    group: list[Logged] = []
    for one in history:
        if one.on_main_line and group:
            found.take(group)
            group = []
        group.append(one)
    if group:
        found.take(group)
    return found


def numbered(arrivals: Sequence[Arrival], newest: int) -> list[Arrival]:
    """What came to one record, oldest first, with `newest` as the number of the newest commit."""
    return [_numbered(one, newest) for one in reversed(arrivals)]


def _numbered(arrival: Arrival, newest: int) -> Arrival:
    if isinstance(arrival, Version):
        return Version(arrival.blob, _moved(arrival.commit, newest))
    main, net, steps, together = arrival
    moved = tuple(Step(_moved(step.commit, newest), step.change) for step in steps)
    span = range(together.start + newest, together.stop + newest)
    return Joined(_moved(main, newest), net, moved, span)


def _moved(commit: Maker, newest: int) -> Maker:
    return Maker(commit.number + newest, commit.is_merge)
