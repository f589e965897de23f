"""What all chapters of one build share."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.audit.audit import Audit
from generator.cache.build_cache import BuildCache
from generator.site.layouts import Frame
from generator.site.output import StagingDirectory
from generator.site.overview.reminders import Reminder
from generator.site.page import Templates, proof_of


@dataclass(frozen=True, slots=True)
class BuildContext:
    """Where records come from and pages go, and what both depend on.

    `store` is where earlier builds kept what they made.
    """

    root: Path
    stage: StagingDirectory
    frame: Frame
    today: date
    audit: Audit | None
    store: BuildCache
    is_public: bool = False

    def templates(self) -> Templates:
        """The templates of its pages; compiled ones lie beside the store."""
        compiled = self.store.folder / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        return Templates(proof_of(self.audit), is_public=self.is_public, compiled=compiled)


@dataclass(frozen=True, slots=True)
class CityJob:
    """One city's part of a build: `stale` (folder → key) is made anew, `kept` only read again.

    `stamp` is the day of the last commit to one of them or to a record of its `reminders`; of the
    build where there is no Git.
    """

    city: str
    key: str
    stamp: date
    stale: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    reminders: tuple[Reminder, ...] = ()
