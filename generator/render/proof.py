"""What proves a page: the blob of each record on it, and the commit that changed them last."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.derive.history.audit import Audit
from generator.derive.history.latest import Latest, paths_by_city
from generator.model.commits import Commit
from generator.model.kinds import BY_NAME, VOCABULARY_PATH
from generator.model.register import Register
from generator.render.indexes import FIGURES
from generator.render.page import NO_PROOF, Proof

RECORDS = "records/"
FROM_THE_CODE = ("about", "dictionary", "guide", "rules", "search")
"""Folders of pages that show no record."""


@dataclass(frozen=True, slots=True)
class _Blobs(Mapping[str, str]):
    """ID → blob, looked up when a page asks: of 100,000 records most pages show a few."""

    audit: Audit

    def __getitem__(self, record_id: str) -> str:
        return self.audit.blob(_path_of(record_id))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _path_of(record_id: str) -> str:
    paths = (kind.path_of(record_id) for kind in BY_NAME.values())
    return RECORDS + next(path for path in paths if path)


def proof_of(audit: Audit | None, register: Register | None = None) -> Proof:
    """What a register's pages are made from; pages of a city need the register."""
    if audit is None:
        return NO_PROOF
    latest = Latest(audit, paths_by_city(register) if register else {})
    return Proof(_Blobs(audit), lambda page: _basis(latest, page))


def _basis(latest: Latest, page: str) -> Commit | None:
    """The commit that last changed what the page at this path shows."""
    folder, _, file = page.rpartition("/")
    name = file.removesuffix(".html")
    if folder in FROM_THE_CODE:
        return None
    if folder == "glossary":
        return latest.of_record(RECORDS + VOCABULARY_PATH)
    if page == FIGURES:
        return latest.below("records/bulletins/")
    if name == "index" or folder not in _BASES:
        return latest.below("records")
    return _BASES[folder](latest, name)


def _of_record(latest: Latest, name: str) -> Commit | None:
    return latest.of_record(_path_of(name))


def _filed(folder: str, name: str) -> str:
    """The record of a page that is called by campaign and city, or by campaign and year."""
    return f"{RECORDS}{folder}/{name.replace('-', '/')}.yml"


def _of_team(latest: Latest, name: str) -> Commit | None:
    """A board of a round shows problems of all rounds before it; a team those of its city."""
    *_, last = name.split("-")
    if not last.isdecimal():
        return latest.below("records")
    return latest.of_team(last, _path_of(name))


def _of_programme(latest: Latest, name: str) -> Commit | None:
    """The page of a campaign, or of one of its lists (`JL20-220100`)."""
    programme, _, city = name.partition("-")
    return latest.of_list(programme, city) if city else latest.of_programme(programme)


def _of_ledger(latest: Latest, name: str) -> Commit | None:
    """A ledger and its parts show its folder; letters to a city (`letters-610100`) all of it."""
    head, _, rest = name.partition("-")
    if head == "letters":
        return latest.of_problems(rest.partition(".")[0])
    ledger = name.partition(".")[0]
    return latest.of_folders(f"records/issues/{ledger.replace('-', '/')}")


def _of_exposures(latest: Latest, name: str) -> Commit | None:
    """A case shows its record; the list of a month (`2019-07`) may show any."""
    return latest.below("records") if name[0].isdecimal() else _of_record(latest, name)


def _of_report(latest: Latest, name: str) -> Commit | None:
    """A bulletin of a round shows its problems; one of a month may show any."""
    programme, _, number = name.partition("-R")
    return latest.of_round(programme, f"R{number}") if number else latest.below("records")


def _of_liaison(latest: Latest, name: str) -> Commit | None:
    """The page of a liaison lists the places of its city."""
    return latest.of_records(_path_of(name), f"records/cities/{name.split('-')[1]}.yml")


_BASES: Mapping[str, Callable[[Latest, str], Commit | None]] = {
    "actions": _of_record,
    "cities": Latest.of_city,
    "dues": Latest.of_city,
    "programmes": _of_programme,
    "exposures": _of_exposures,
    "figures": _of_record,
    "help": Latest.of_help,
    "ledgers": _of_ledger,
    "targets": _of_record,
    "reports": _of_report,
    "rounds": lambda latest, name: latest.of_round(*name.split("-")),
    "tasks": lambda latest, name: latest.below(f"records/tasks/{name.replace('-', '/')}"),
    "assessment": lambda latest, name: latest.of_round(*name.split("-")),
    "teams": _of_team,
    "appraisals": lambda latest, name: latest.below(f"records/appraisals/{name}"),
    "grids": lambda latest, name: latest.of_record(_filed("grids", name)),
    "monitors": lambda latest, name: latest.of_record(_filed("monitors", name)),
    "quick": lambda latest, name: latest.of_record(_filed("quick", name)),
    "liaisons": _of_liaison,
    "incidents": Latest.of_incidents,
}
"""For the pages of each folder, by the name of the page."""
