"""The part of a register that a form works with, as one value and as one ZIP file.

It holds what judges records, and every record of the cities that the form is for. Of other records
it knows that they exist, so that references to them hold.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from generator.checks.engine import LeafReferences, judge, shaped_all
from generator.checks.paths import PREFIX
from generator.checks.rule import Checked, has_path
from generator.core.findings import Finding
from generator.core.forges import RecordsOnForge, forge_of_facts
from generator.core.raw import RawRecord
from generator.core.serials import id_order
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import replay
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME, is_leaf
from generator.kinds.round.model import Round
from generator.load.files import FileContent, raw_of

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP: the same content gives the same bytes."""

_FACTS = "carried.json"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue as a list to choose from shows it."""

    id: str
    site: str
    place: str
    category: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class Carried:
    """Files by path from the root, the paths of all records, and what a form shows at once."""

    files: Mapping[str, bytes]
    existing: frozenset[str]
    name: str
    day: date
    """The last day of the register: what was recorded later is not carried."""
    issues: Sequence[IssueLine] = ()
    target: RecordsOnForge | None = None
    programme: str = ""
    """The ID of the programme that is meant where none is chosen; "" where there are several."""
    city: str = ""
    """The code of the city that is meant where none is chosen; "" where there are several."""

    @cached_property
    def reference(self) -> Checked:
        """Return what judges records."""
        files = (FileContent(path, text) for path, text in self.files.items())
        return shaped_all(raw_of(one) for one in files if not is_leaf(one.path))

    @property
    def register(self) -> Register:
        """Return the register of what judges records."""
        return self.reference.register

    @cached_property
    def answering(self) -> Register:
        """Return the register of what judges records, and of the units that answers may name."""
        folder = f"{PREFIX}{BY_NAME['unit'].folder}/"
        units = [raw_of(one) for one in self.leaves if one.path.startswith(folder)]
        return shaped_all(units, self.reference).register if units else self.register

    @cached_property
    def leaves(self) -> Sequence[FileContent]:
        """Return the records of the cities, by path."""
        return [FileContent(path, text) for path, text in self.files.items() if is_leaf(path)]

    def findings(
        self, path: str, text: bytes, beside: Mapping[str, bytes]
    ) -> tuple[RawRecord, Sequence[Finding]]:
        """Return the record at a path with this text, and what the check finds in it.

        `beside` are other files that are there by then, such as those of the same sitting.
        """
        changed = {**beside, path: text}
        others = [one for one in self.leaves if one.path not in changed]
        file = FileContent(path, text)
        known = [FileContent(*one) for one in changed.items()]
        references = LeafReferences([*others, *known])
        references.find_twins([file])
        raw = raw_of(file)
        raws = [raw, *map(raw_of, references.of([file]))]
        judged = judge(raws, self._judging(path), self.existing | changed.keys())
        return raw, [one for one in judged.findings if one.path == path]

    def register_of(self, path: str) -> Register:
        """Return the register of what judges the record at a path, and of who may act there."""
        folder = f"records/{BY_NAME['liaison'].folder}/"
        offices = [raw_of(one) for one in self.leaves if one.path.startswith(folder)]
        return shaped_all(offices, self._judging(path)).register

    def register_with(self, folder: str, changed: Mapping[str, bytes]) -> Register:
        """Return the register of what judges, and of the records of a folder as they are by now."""
        if folder not in self._by_folder:
            mine = [one for one in self.leaves if one.path.startswith(f"{PREFIX}{folder}/")]
            self._by_folder[folder] = {one.path: raw_of(one) for one in mine}
        new = (FileContent(*one) for one in changed.items() if one[0].startswith(PREFIX + folder))
        raws = {**self._by_folder[folder], **{one.path: raw_of(one) for one in new}}
        return shaped_all(raws.values(), self.reference).register

    @cached_property
    def _by_folder(self) -> dict[str, Mapping[str, RawRecord]]:
        return {}

    def _judging(self, path: str) -> Checked:
        """Return what judges the record at a path: all but other programmes and their rounds."""
        place = PurePosixPath(path)
        programme = next((one for one in place.parts if one in self.register.programmes), "")
        if programme not in self._by_programme:
            self._by_programme[programme] = self._reference_of(programme)
        return self._by_programme[programme]

    @cached_property
    def _by_programme(self) -> dict[str, Checked]:
        return {"": self.reference}

    def _reference_of(self, programme: str) -> Checked:
        """Return the reference of the records of a programme; one that supports others has them."""
        whole = self.reference
        named = {programme, self.register.programmes[programme].supports}
        filed = tuple(
            one
            for one in whole.register.filed
            if not isinstance(one.record, (Programme, Round)) or programme_of(one.record) in named
        )
        paths = {one.raw.path for one in whole.register.filed} - {one.raw.path for one in filed}
        return Checked(
            tuple(raw for raw in whole.raws if raw.path not in paths),
            whole.shape_errors,
            Register(whole.register.vocabulary, filed),
        )


def programme_of(record: Programme | Round) -> str:
    """Return the programme that a record is, or belongs to."""
    return record.id if isinstance(record, Programme) else record.programme_id


def listed_issues(issues: Iterable[Issue], register: Register) -> list[IssueLine]:
    """Return the issues that steps can be added to: those not closed first, then by ID."""
    return in_order(filter(None, (issue_line(issue, register) for issue in issues)))


def issue_line(issue: Issue, register: Register) -> IssueLine | None:
    """Return an issue as a list shows it; None for one that no step can be added to."""
    programme = register.programmes.get(issue.programme_id)
    lifecycle = programme.lifecycle if programme else None
    if lifecycle is None or not has_path(lifecycle, issue):
        return None
    replayed = replay(lifecycle, issue, register.offices(issue))
    state = replayed.states[replayed.path.strands[0].name]
    place = issue.place.name if issue.place else ""
    names = (issue.site.name, place, issue.category, state.name)
    return IssueLine(issue.id, *names, is_open=state.open)


def in_order(lines: Iterable[IssueLine]) -> list[IssueLine]:
    """Return the lines of a list: those not closed first, then by ID."""
    return sorted(lines, key=lambda one: (not one.is_open, id_order(one.id)))


def packed(carried: Carried) -> bytes:
    """Return the ZIP file that holds it all, not compressed."""
    facts = {
        "existing": sorted(carried.existing - carried.files.keys()),
        "name": carried.name,
        "day": carried.day.isoformat(),
        "issues": [asdict(one) for one in carried.issues],
        "target": asdict(carried.target) if carried.target else None,
        "programme": carried.programme,
        "city": carried.city,
    }
    files = {_FACTS: json.dumps(facts, ensure_ascii=False).encode(), **carried.files}
    return zipped(files, ZIP_STORED)


def unpacked(content: bytes) -> Carried:
    """Return what a ZIP file of `packed` holds."""
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    facts = json.loads(files.pop(_FACTS))
    return Carried(
        files=files,
        existing=frozenset((*facts["existing"], *files)),
        name=facts["name"],
        day=date.fromisoformat(facts["day"]),
        issues=[IssueLine(**one) for one in facts["issues"]],
        target=forge_of_facts(facts["target"]) if facts["target"] else None,
        programme=facts["programme"],
        city=facts["city"],
    )


def zipped(files: Mapping[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP file with these files: the same files give the same bytes.

    What is compressed as a whole afterwards is smaller with ZIP_STORED.
    """
    packed_file = BytesIO()
    with ZipFile(packed_file, "w", compression, compresslevel=9) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, ZIP_TIME)
            entry.compress_type = compression
            archive.writestr(entry, content)
    return packed_file.getvalue()
