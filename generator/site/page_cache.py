"""Which pages are fresh; the stale ones are rendered and staged on all cores.

See decision 0015.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from generator.audit.audit import outermost
from generator.audit.log import Commit
from generator.cache.build_cache import (
    CachedFamily,
    CachedPage,
    CachedSite,
    CachedValue,
    PageLinks,
)
from generator.core import tracing
from generator.core.pool import cores, forks, parallel_map
from generator.core.tracing import Selector
from generator.kinds.issue.model import Issue
from generator.site.context import BuildContext
from generator.site.dead_links import LINKING
from generator.site.dependencies import InputDigests, is_issue
from generator.site.index import SiteIndex
from generator.site.kept_values import KeptValues
from generator.site.page import Newest, Page, PageJob, Templates, proof_of, record_path
from generator.site.pages import FAMILIES, Family


@dataclass(frozen=True)
class PageCache:
    """What of the last build is fresh.

    `fresh`: path → page that stays; `footer_stale`: path → the commit that its last line has to
    name; every other page is stale. `families`: those whose list of pages is fresh. `values`: what
    several pages show.
    """

    inputs: InputDigests
    newest: Newest
    fresh: Mapping[str, CachedPage]
    footer_stale: Mapping[str, Commit | None]
    families: Mapping[str, CachedFamily]
    before: Mapping[str, CachedPage]
    values: KeptValues

    def is_fresh(self, path: str) -> bool:
        """Return whether a page need not be rendered."""
        return path in self.fresh

    @property
    def stale(self) -> list[Family]:
        """Return the families with a stale page, or whose list of pages is stale."""
        return [one for one in FAMILIES if not self._is_fresh_family(one)]

    @property
    def missing(self) -> int:
        """Return about how many pages have to be rendered.

        A first build does not know its pages yet; their number and size grow with the records that
        have a page and with the ledgers that lists sum up.
        """
        if not self.before:
            return len(self.inputs.records.inputs.other_records) + len(self.inputs.ledgers)
        return sum(path not in self.fresh for path in self.before)

    def family(
        self, family: Family, paths: Iterable[str], reads: Iterable[Selector]
    ) -> CachedFamily:
        """Return the cache entry of a family."""
        known = sorted(reads)
        return CachedFamily(self.inputs.key(family.name, known), tuple(paths), "\n".join(known))

    def page(self, path: str, digest: str, reads: Collection[Selector]) -> CachedPage:
        """Return the cache entry of a page, or file of text, that was rendered."""
        within = sorted(filter(is_issue, set(reads).difference(outermost(reads))))
        known = sorted(set(reads).difference(within))
        commit = self.newest(known) if path.endswith(".html") else None
        lines = "\n".join(("", *known, "", *within, ""))
        return CachedPage(self.inputs.key(path, known), digest, commit.id if commit else "", lines)

    def _is_fresh_family(self, family: Family) -> bool:
        known = self.families.get(family.name)
        return known is not None and all(map(self.is_fresh, known.paths))


def page_cache(context: BuildContext, inputs: InputDigests, previous: CachedSite) -> PageCache:
    """Return what of the last build is fresh for these inputs."""
    newest = proof_of(context.audit).newest
    touched = _touched(context, inputs, previous)
    families = {
        name: one
        for name, one in previous.families.items()
        if inputs.key(name, one.reads.split("\n") if one.reads else ()) == one.key
    }
    listed = {path for one in families.values() for path in one.paths}
    fresh: dict[str, CachedPage] = {}
    footer_stale: dict[str, Commit | None] = {}
    for path, one in previous.pages.items():
        reads = one.reads.partition("\n\n")[0].split()
        is_same = not one.shows(touched) and inputs.key(path, reads) == one.key
        if path in listed and is_same and context.stage.has(path, one.digest):
            fresh[path] = one
            commit = newest(reads) if path.endswith(".html") else None
            if (commit.id if commit else "") != one.commit:
                footer_stale[path] = commit
    values = KeptValues(inputs.key, previous.values)
    return PageCache(inputs, newest, fresh, footer_stale, families, previous.pages, values)


def _touched(context: BuildContext, inputs: InputDigests, previous: CachedSite) -> Collection[str]:
    """Return the paths of issues whose blob changed since the last build, or that came or went."""
    ledgers = inputs.ledgers
    now = {one.folder: one for one in ledgers if previous.ledgers.get(one.folder) is not one}
    gone = previous.ledgers.keys() - {one.folder for one in ledgers}
    was = dict(context.cache.blobs_of(one for one in (*now, *gone) if one in previous.ledgers))
    new = {pair for one in now.values() for pair in one.blobs.items()}
    old = {pair for blobs in was.values() for pair in blobs.items()}
    return frozenset(record_path(Issue, name) for name, _ in new ^ old)


_WORTH_A_PROCESS = 100
"""Pages below which a second process takes longer to start than it saves."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages that were rendered and staged, by path, and their families."""

    pages: Mapping[str, CachedPage] = field(default_factory=dict)
    families: Mapping[str, CachedFamily] = field(default_factory=dict)
    links: Mapping[str, PageLinks] = field(default_factory=dict)
    values: Mapping[str, CachedValue] = field(default_factory=dict)


def render_pages(
    context: BuildContext, site: SiteIndex, templates: Templates, cache: PageCache
) -> Rendered:
    """Render and stage every page that is not fresh."""
    processes = min(cores(), cache.missing // _WORTH_A_PROCESS + 1) if forks() else 1
    if processes > 1:
        len(site.summaries)  # read here once for all of them
    state = _RenderState(context, replace(site, kept=cache.values), templates, cache)
    parts = list(parallel_map(_renderer, state, cache.stale, processes))
    return Rendered(
        {path: page for part in parts for path, page in part.pages.items()},
        {name: family for part in parts for name, family in part.families.items()},
        {path: links for part in parts for path, links in part.links.items()},
        {name: value for part in parts for name, value in part.values.items()},
    )


@dataclass(frozen=True, slots=True)
class _RenderState:
    """The state that a worker renders with, inherited from the process that it was forked from."""

    context: BuildContext
    site: SiteIndex
    templates: Templates
    cache: PageCache


def _renderer(state: _RenderState) -> Callable[[Family], Rendered]:
    return partial(_family, state)


def _family(state: _RenderState, family: Family) -> Rendered:
    """Render each page in a frame of its own: what others of its family read does not count."""
    with tracing.frame() as reads:
        jobs = [job for job in family.jobs(state.site) if job.path not in state.context.absent]
    cache = state.cache
    known = cache.family(family, (job.path for job in jobs), reads)
    stale = [job for job in jobs if not cache.is_fresh(job.path)]
    made = {job.path: _page(state, job) for job in stale}
    return Rendered(
        {path: one.cached for path, one in made.items()},
        {family.name: known},
        {path: one.links for path, one in made.items() if path.endswith(LINKING)},
        dict(cache.values.made),
    )


@dataclass(frozen=True, slots=True)
class _StagedPage:
    """What the cache keeps of a page."""

    cached: CachedPage
    links: PageLinks


def _page(state: _RenderState, job: PageJob) -> _StagedPage:
    context, templates = state.context, state.templates
    with tracing.frame() as reads:
        page = job.render(state.site, templates)
    if isinstance(page, Page):
        page = templates.signed(page, reads)
        body = page.body
        content = context.layouts.render(
            page.path, page.title, page.body, page.description
        ).encode()
    elif isinstance(page, str):
        body, content = page, page.encode()
    else:
        body, content = "", page
    cached = state.cache.page(job.path, context.stage.write(job.path, content), reads)
    return _StagedPage(cached, context.links_of(job.path, body))
