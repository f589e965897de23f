"""The build context: what every step of one build needs.

See decision 0011.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from generator.audit.audit import Audit
from generator.cache.build_cache import BuildCache, PageLinks
from generator.core.forges import RecordsOnForge
from generator.kinds.penalty.mentions import Mentions
from generator.site.dead_links import page_links
from generator.site.empty_pages import without_links
from generator.site.layouts import Layouts
from generator.site.menu import Menu, menu_of
from generator.site.output import StagingDirectory
from generator.site.overview.reminders import Reminder
from generator.site.page import Page, Templates, proof_of
from generator.site.settings import DataLicence


@dataclass(frozen=True, slots=True)
class BuildContext:
    """The register, the staging directory, and what every page depends on."""

    root: Path
    stage: StagingDirectory
    layouts: Layouts
    today: date
    audit: Audit | None
    cache: BuildCache
    is_public: bool = False
    names_committers: bool = False
    """Whether the public edition names those who recorded something; the full edition does."""
    on_forge: RecordsOnForge | None = None
    """Where the records lie on a forge, as far as readers of this edition may know."""
    licence: DataLicence | None = None
    """The licence of the data, where the settings name one."""
    absent: frozenset[str] = frozenset()
    """Paths of the pages that this edition does not have."""
    penalties: Mentions = field(default_factory=dict)
    """The penalties that the pages of issues tell of."""

    @property
    def edition(self) -> str:
        """Return what of an edition every page depends on."""
        return f"{self.is_public} {self.names_committers} {self.on_forge} {self.licence}"

    @property
    def menu(self) -> Menu:
        """Return the menu of this edition."""
        return menu_of(is_public=self.is_public, absent=self.absent)

    def links_of(self, path: str, body: str, *, is_template: bool = True) -> PageLinks:
        """Return the links and anchors of a page, or file of text, from its body."""
        return page_links(path, body, self.layouts.address or "", is_template=is_template)

    def whole(self, page: Page) -> bytes:
        """Return a page in its layout."""
        return self.layouts.render(page.path, page.title, page.body, page.description).encode()

    def templates(self) -> Templates:
        """Return the templates of its pages; compiled ones are kept beside the cache."""
        compiled = self.cache.folder / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        return Templates(
            proof_of(self.audit),
            is_public=self.is_public,
            compiled=compiled,
            finish=partial(without_links, absent=self.absent),
            menu=self.menu,
            on_forge=self.on_forge,
        )


@dataclass(frozen=True, slots=True)
class CityJob:
    """The ledgers and files of one city: `stale` (folder, key) are built, rows of `fresh` reused.

    `stamp` is the day of the last commit to one of them or to a record of its `reminders`; without
    Git the day of the build.
    """

    city: str
    key: str
    stamp: date
    stale: tuple[tuple[str, str], ...]
    fresh: tuple[str, ...]
    reminders: tuple[Reminder, ...] = ()
