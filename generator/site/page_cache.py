"""Which pages are fresh, and the others rendered onto the stage, on all cores."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator.audit.audit import Latest, outermost
from generator.audit.log import Commit
from generator.cache.build_cache import CachedPage, CachedSite, KeptFamily
from generator.core import tracing
from generator.core.pool import cores, forks, parallel_map
from generator.core.tracing import Selector
from generator.kinds.issue.model import Issue
from generator.site.context import BuildContext
from generator.site.dependencies import InputDigests, is_issue
from generator.site.index import SiteIndex
from generator.site.page import Page, PageJob, Templates, record_path
from generator.site.pages import FAMILIES, Family

Newest = Callable[[Iterable[Selector]], Commit | None]


@dataclass(frozen=True)
class PageCache:
    """What of the last build holds.

    `fresh`: path → page that stays; `footer_stale`: path → the commit that its last line has to
    name; all else is to be made. `families`: those of which it is known which pages there are.
    """

    inputs: InputDigests
    newest: Newest
    fresh: Mapping[str, CachedPage]
    footer_stale: Mapping[str, Commit | None]
    families: Mapping[str, KeptFamily]
    before: Mapping[str, CachedPage]

    def is_fresh(self, path: str) -> bool:
        """Whether a page need not be rendered."""
        return path in self.fresh

    @property
    def stale(self) -> list[Family]:
        """The families with a page that has to be rendered, or of which nothing is known."""
        return [one for one in FAMILIES if not self._is_settled(one)]

    @property
    def missing(self) -> int:
        """How many pages have to be rendered, as far as they are known beforehand."""
        return sum(path not in self.fresh for path in self.before) or (
            0 if self.before else len(self.inputs.records.found.rest)
        )

    def family(self, family: Family, paths: Iterable[str], reads: Iterable[Selector]) -> KeptFamily:
        """What the next build may know of a family."""
        known = sorted(reads)
        return KeptFamily(self.inputs.key(family.name, known), tuple(paths), "\n".join(known))

    def page(self, path: str, digest: str, reads: Collection[Selector]) -> CachedPage:
        """What the next build may know of a page, or a file of text, that was made."""
        within = sorted(filter(is_issue, set(reads).difference(outermost(reads))))
        known = sorted(set(reads).difference(within))
        commit = self.newest(known) if path.endswith(".html") else None
        kept = "\n".join(("", *known, "", *within, ""))
        return CachedPage(self.inputs.key(path, known), digest, commit.id if commit else "", kept)

    def _is_settled(self, family: Family) -> bool:
        known = self.families.get(family.name)
        return known is not None and all(map(self.is_fresh, known.paths))


def page_cache(setting: BuildContext, inputs: InputDigests, kept: CachedSite) -> PageCache:
    """What of the last build holds for these inputs."""
    newest = Latest(setting.audit).newest if setting.audit else _nothing
    touched = _touched(setting, inputs, kept)
    families = {
        name: one
        for name, one in kept.families.items()
        if inputs.key(name, one.reads.split("\n") if one.reads else ()) == one.key
    }
    listed = {path for one in families.values() for path in one.paths}
    fresh: dict[str, CachedPage] = {}
    footer_stale: dict[str, Commit | None] = {}
    for path, one in kept.sheets.items():
        reads = one.reads.partition("\n\n")[0].split()
        is_same = not one.shows(touched) and inputs.key(path, reads) == one.key
        if path in listed and is_same and setting.stage.holds(path, one.digest):
            fresh[path] = one
            commit = newest(reads) if path.endswith(".html") else None
            if (commit.id if commit else "") != one.commit:
                footer_stale[path] = commit
    return PageCache(inputs, newest, fresh, footer_stale, families, kept.sheets)


def _nothing(_: Iterable[Selector]) -> None:
    return None


def _touched(setting: BuildContext, inputs: InputDigests, kept: CachedSite) -> Collection[str]:
    """The paths of issues whose blob is another than in the last build, or that come or go."""
    ledgers = inputs.ledgers
    now = {one.folder: one for one in ledgers if kept.ledgers.get(one.folder) is not one}
    gone = kept.ledgers.keys() - {one.folder for one in ledgers}
    was = dict(setting.store.blobs_of(one for one in (*now, *gone) if one in kept.ledgers))
    new = {pair for one in now.values() for pair in one.blobs.items()}
    old = {pair for blobs in was.values() for pair in blobs.items()}
    return frozenset(record_path(Issue, name) for name, _ in new ^ old)


_WORTH_A_PROCESS = 100
"""Pages below which a second process takes longer to begin than it helps."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages that were put on the stage, by path, and the families that they belong to."""

    pages: Mapping[str, CachedPage] = field(default_factory=dict)
    families: Mapping[str, KeptFamily] = field(default_factory=dict)


def render_pages(
    setting: BuildContext, site: SiteIndex, templates: Templates, cache: PageCache
) -> Rendered:
    """Renders every page that is not fresh."""
    processes = min(cores(), cache.missing // _WORTH_A_PROCESS + 1) if forks() else 1
    if processes > 1:
        len(site.summaries)  # read here once for all of them
    context = _Context(setting, site, templates, cache)
    parts = list(parallel_map(_renderer, context, cache.stale, processes))
    return Rendered(
        {path: page for part in parts for path, page in part.pages.items()},
        {name: family for part in parts for name, family in part.families.items()},
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What a process renders with; it has all of it from the one that it was forked from."""

    setting: BuildContext
    site: SiteIndex
    templates: Templates
    cache: PageCache


def _renderer(context: _Context) -> Callable[[Family], Rendered]:
    return partial(_family, context)


def _family(context: _Context, family: Family) -> Rendered:
    """Each page in a frame of its own: what only another one of its family reads is none of its."""
    with tracing.frame() as reads:
        jobs = list(family.jobs(context.site))
    cache = context.cache
    known = cache.family(family, (job.path for job in jobs), reads)
    stale = [job for job in jobs if not cache.is_fresh(job.path)]
    return Rendered({job.path: _page(context, job) for job in stale}, {family.name: known})


def _page(context: _Context, job: PageJob) -> CachedPage:
    setting, templates = context.setting, context.templates
    with tracing.frame() as reads:
        page = job.render(context.site, templates)
    if isinstance(page, Page):
        page = templates.signed(page, reads)
        text = setting.frame.filled(page.path, page.title, page.body)
    else:
        text = page
    return context.cache.page(job.path, setting.stage.put(job.path, text.encode()), reads)
