"""Which commit touched which part of a register last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.derive.history.audit import Audit
from generator.model.action import Action
from generator.model.commits import Commit
from generator.model.register import Register
from generator.model.source import CityRecord

ISSUES = "records/issues/"
HELP = "records/assistance/"
INCIDENTS = "records/incidents/"


def paths_by_city(register: Register) -> Mapping[str, Sequence[str]]:
    """Code of a city → the paths of what was done there besides its problems.

    Teams, tasks, help and targets say their city in their ID, measures in what they hold.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for one in register.filed:
        if isinstance(one.record, CityRecord):
            found[one.record.city_id].append(one.raw.path)
        elif isinstance(one.record, Action):
            found[one.record.whom.city].append(one.raw.path)
    return found


@dataclass(frozen=True)
class Latest:
    """The last commits, by folder of problems and by path of other records.

    `beside`: code of a city → paths of its records that are no problems.
    """

    audit: Audit
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def of_folders(self, *folders: str) -> Commit | None:
        """The last commit to the records directly in these folders."""
        return self._newest(self._of_folder.get(f"{folder}/", -1) for folder in folders)

    def of_record(self, path: str) -> Commit | None:
        """The last commit to one record."""
        return self._newest([self._number(path)])

    def of_city(self, city: str) -> Commit | None:
        """The last commit to what was found and done in a city, or to its own record."""
        paths = (f"records/cities/{city}.yml", *self.beside.get(city, ()))
        found = max(self._by_part(2).get(city, ()), default=-1)
        return self._newest([self._latest_of(paths, found)])

    def of_problems(self, city: str) -> Commit | None:
        """The last commit to the problems of a city."""
        return self._newest(self._by_part(2).get(city, ()))

    def of_programme(self, programme: str) -> Commit | None:
        """The last commit to the problems and the help of a campaign, or to its own record."""
        own = self._number(f"records/programmes/{programme}.yml")
        given = (
            number
            for place, number in self._of_folder.items()
            if place.startswith(f"{HELP}{programme}/")
        )
        return self._newest((*self._by_part(1).get(programme, ()), *given, own))

    def of_list(self, programme: str, city: str) -> Commit | None:
        """The last commit to what a campaign found in a city, to its help, or to its own record."""
        own = self._number(f"records/programmes/{programme}.yml")
        help_given = self._of_folder.get(f"{HELP}{programme}/{city}/", -1)
        found = self._by_part(1, 2).get(f"{programme}/{city}", ())
        return self._newest((*found, help_given, own))

    def of_round(self, programme: str, number: str) -> Commit | None:
        """The last commit to the problems of a round (`R05`), or to its own record."""
        own = self._number(f"records/rounds/{programme}/{number}.yml")
        return self._newest((*self._by_part(1, 3).get(f"{programme}/{number}", ()), own))

    def of_help(self, city: str) -> Commit | None:
        """The last commit to the help that a city was given."""
        return self._of_city_in(HELP, city)

    def of_incidents(self, city: str) -> Commit | None:
        """The last commit to the incidents in a city."""
        return self._of_city_in(INCIDENTS, city)

    def of_records(self, *paths: str) -> Commit | None:
        """The last commit to any of these records."""
        return self._newest(map(self._number, paths))

    def of_team(self, city: str, path: str) -> Commit | None:
        """The last commit to the problems of a team's city, to that city, or to its own record."""
        own = (self._number(f"records/cities/{city}.yml"), self._number(path))
        return self._newest((*self._by_part(2).get(city, ()), *own))

    def below(self, folder: str) -> Commit | None:
        """The last commit to any record in a folder or further down."""
        if folder not in self._below:
            self._below[folder] = self.audit.last_commit_below(folder)
        return self._below[folder]

    @cached_property
    def _of_folder(self) -> Mapping[str, int]:
        return self.audit.last_numbers()

    @cached_property
    def _below(self) -> dict[str, Commit | None]:
        return {}

    @cached_property
    def _groupings(self) -> dict[tuple[int, ...], dict[str, list[int]]]:
        return {}

    def _by_part(self, *parts: int) -> Mapping[str, list[int]]:
        """Commits by these parts of a folder's path: 1 campaign, 2 city, 3 round."""
        if parts not in self._groupings:
            found = self._groupings.setdefault(parts, {})
            for place, number in self._of_folder.items():
                names = place.split("/")[1:-1]
                if place.startswith(ISSUES) and len(names) > max(parts):
                    found.setdefault("/".join(names[part] for part in parts), []).append(number)
        return self._groupings[parts]

    def _latest_of(self, paths: Iterable[str], least: int) -> int:
        """The highest number of these records and `least`.

        A folder's number is as high as any in it, so hardly any record is looked up.
        """
        tops = {path: self._of_folder.get(path[: path.rfind("/") + 1], -1) for path in paths}
        for path in sorted(tops, key=tops.__getitem__, reverse=True):
            if tops[path] <= least:
                break
            least = max(least, self._number(path))
        return least

    def _of_city_in(self, kind: str, city: str) -> Commit | None:
        folders = (one for one in self._of_folder.items() if one[0].startswith(kind))
        return self._newest(number for place, number in folders if place.split("/")[3] == city)

    def _number(self, path: str) -> int:
        """The number of the last commit to one record; -1 where there is none."""
        return max((entry.commit for entry in self.audit.trail(path).entries), default=-1)

    def _newest(self, numbers: Iterable[int]) -> Commit | None:
        number = max(numbers, default=-1)
        return self.audit.trails.rows.commit(number) if number >= 0 else None
