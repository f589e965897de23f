"""Ten texts that bulletins and notices print, each held by a record without loss or finding.

The facts are those of the publications named in `sources`; serial numbers from 901 keep them apart
from the records of this repository.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.checks.engine import judge, shaped_all
from generator.checks.rule import Checked
from generator.core.dates import PartialDate
from generator.core.raw import RawRecord
from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Period, Programme
from generator.kinds.registry import is_leaf
from generator.load.files import raw_file, read_files
from tests.registers import REPOSITORY

TEXTS = sorted((Path(__file__).parent / "real_texts").glob("*.yml"))

OTHERS: Mapping[str, tuple[str, int, int]] = {
    "SD24": ("山东省生态环境保护督察（2024年）", 2024, 10),
    "HT18": ("中央生态环境保护督察“回头看”（2018年）", 2018, 5),
}
"""Inspections of which this repository has no programme; they take the lifecycle of DC18."""


@cache
def reference() -> Checked:
    """What judges: programmes, cities and words of this repository, and the other inspections."""
    known = shaped_all(raw for raw in read_files(REPOSITORY) if not is_leaf(raw.path))
    pattern = known.register.programmes["DC18"]
    return shaped_all([_programme(pattern, one) for one in OTHERS], known)


def _programme(pattern: Programme, name: str) -> RawRecord:
    title, year, month = OTHERS[name]
    period = Period(start=PartialDate(year, month))
    changed = {"id": name, "name": title, "period": period, "media": ["大气", "水", "噪声"]}
    kept = pattern.model_copy(update={**changed, "called": [], "cities": None})
    return raw_file(f"records/programmes/{name}.yml", record_text(kept).encode())


def raw_of(path: Path) -> RawRecord:
    programme, city, series, *_ = path.stem.split("-")
    place = f"records/issues/{programme}/{city}/{series}/{path.name}"
    return raw_file(place, path.read_bytes())


def test_there_are_ten() -> None:
    assert len(TEXTS) == 10


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_text_is_held_whole(path: Path) -> None:
    raw = raw_of(path)
    judged = judge([raw], reference())
    assert [one.message for one in judged.findings if one.path == raw.path] == []
    issue = Issue.model_validate(raw.content)
    assert record_text(issue).encode() == path.read_bytes()
