"""Registers with a ledger too long for one page: the sample, and copies of two of its issues.

Group P01 has copies of an ordinary issue; group T01 copies of one that was made public, in two
months by turns, and named by a letter of supervision that is still open.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.site import city_jobs
from generator.site.build import build_site
from tests.registers import SAMPLE, TODAY, ready
from tests.shared import filled_once

LEDGER = "LS19-990100-R01"
FOLDER = f"records/issues/{LEDGER.replace('-', '/')}"
SIZE = 450
OF_A_GROUP = 230
"""Serial numbers that are used of each group: more than a page holds."""

_ORDINARY = f"{LEDGER}-P01-001"
_EXPOSED = f"{LEDGER}-P01-005"
_EXPOSED_ON = "2019-06-28"
_A_MONTH_LATER = "2019-07-02"
_IN_THE_SAMPLE = 6


def issue_names(size: int = SIZE) -> list[str]:
    """The IDs of a ledger of this size; the first ones are those of the sample."""
    return [
        f"{LEDGER}-{'PT'[place // OF_A_GROUP]}01-{place % OF_A_GROUP + 1:03}"
        for place in range(size)
    ]


def added_files(size: int = SIZE) -> Iterator[tuple[str, str]]:
    """Path and text of each record that the sample's ledger lacks to be of this size."""
    for name in issue_names(size)[_IN_THE_SAMPLE:]:
        copied = _EXPOSED if "-T" in name else _ORDINARY
        text = (SAMPLE / FOLDER / f"{copied}.yml").read_text(encoding="utf-8")
        if int(name[-1]) % 2:
            text = text.replace(_EXPOSED_ON, _A_MONTH_LATER)
        yield f"{FOLDER}/{name}.yml", text.replace(copied, name)


def lengthen(root: Path, size: int = SIZE) -> None:
    """Adds issues to a copy of the sample until its ledger is of this size."""
    for path, text in added_files(size):
        (root / path).write_text(text, encoding="utf-8")


def long_site(run: Path, *, is_public: bool = False) -> Path:
    """The site of such a register, made once a run and in one piece; no test changes it."""
    edition = "public" if is_public else "site"

    def fill(root: Path) -> None:
        lengthen(ready(SAMPLE, root))
        with pytest.MonkeyPatch.context() as alone:
            alone.setattr(city_jobs, "cores", lambda: 1)
            built = build_site(root, root / edition, TODAY, is_public=is_public)
        assert built.pages, built.verdict.findings

    return filled_once(run, f"long-{edition}", fill) / edition
