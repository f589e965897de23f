"""Takes out of a register on disk the part that a form carries."""

from collections.abc import Mapping, Set
from datetime import date
from pathlib import PurePosixPath

from generator.checks.engine import Judgement
from generator.core.forges import RecordsOnForge
from generator.form.carried import Carried, listed_issues
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import VOCABULARY_PATH


def carried_part(
    judgement: Judgement,
    files: Mapping[str, bytes],
    name: str,
    day: date,
    *,
    programme: str = "",
    city: str = "",
    target: RecordsOnForge | None = None,
) -> Carried:
    """Return what a form for a programme and a city carries; for all of them where none is named.

    `files` are all files of the register, by path from the root.
    """
    register = judgement.register
    programmes = _programmes(register, programme, city)
    paths = [one.raw.path for one in register.filed]
    kept = {path for path in paths if _is_for(path, register, programmes, city)}
    kept.add(f"records/{VOCABULARY_PATH}")
    issues = [one.record for one in register.of(Issue) if one.raw.path in kept]
    return Carried(
        files={path: text for path, text in files.items() if path in kept},
        existing=frozenset(files),
        name=name,
        day=day,
        issues=listed_issues(issues, register),
        target=target,
        programme=programme or _only(register.programmes),
        city=city or _only(register.cities),
    )


def _only(known: Mapping[str, object]) -> str:
    """Return the only name; "" where there are several."""
    return next(iter(known)) if len(known) == 1 else ""


def _is_for(path: str, register: Register, programmes: Set[str], city: str) -> bool:
    """Return whether a form for programmes and a city needs the record at a path."""
    parts = PurePosixPath(path).with_suffix("").parts
    others = {part for part in parts if part in register.programmes} - programmes
    elsewhere = {part for part in parts if part in register.cities} - {city}
    return not others and not (city and elsewhere)


def _programmes(register: Register, programme: str, city: str) -> frozenset[str]:
    """Return the programme and the one that it supports; all that inspect the city where none is
    named."""
    if programme:
        supported = register.programmes[programme].supports
        return frozenset(filter(None, (programme, supported)))
    return frozenset(
        one.id
        for one in register.programmes.values()
        if not city or one.cities is None or city in one.cities
    )
