"""Sites that many tests read and none changes: each is built once in a run of the tests."""

from datetime import date
from pathlib import Path

from generator.site.build import build_site
from tests.registers import ready
from tests.shared import filled_once


def built_once(run: Path, register: Path, today: date, *, is_public: bool = False) -> Path:
    """The site of a copy of a register, in the folder that the workers of a run share."""
    edition = "public" if is_public else "site"

    def fill(root: Path) -> None:
        made = build_site(ready(register, root), root / edition, today, is_public=is_public)
        assert made.pages, made.verdict.findings

    return filled_once(run, f"{register.name}-{edition}-{today}", fill) / edition
