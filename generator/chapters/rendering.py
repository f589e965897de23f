"""The pages of the whole register rendered onto the stage, on all cores where they are many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator.core import tracing
from generator.core.pool import cores, forks, shared_out
from generator.site.context import Setting
from generator.site.index import Book
from generator.site.page import Page, PageJob, Templates
from generator.site.page_cache import PageCache
from generator.site.pages import Family
from generator.store.kept import KeptFamily, KeptSheet

_WORTH_A_PROCESS = 100
"""Pages below which a second process takes longer to begin than it helps."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages that were put on the stage, by path, and the families that they belong to."""

    pages: Mapping[str, KeptSheet] = field(default_factory=dict)
    families: Mapping[str, KeptFamily] = field(default_factory=dict)


def render_pages(setting: Setting, book: Book, templates: Templates, cache: PageCache) -> Rendered:
    """Renders every page that is not fresh."""
    processes = min(cores(), cache.missing // _WORTH_A_PROCESS + 1) if forks() else 1
    if processes > 1:
        len(book.briefs)  # read here once for all of them
    context = _Context(setting, book, templates, cache)
    parts = list(shared_out(_renderer, context, cache.stale, processes))
    return Rendered(
        {path: page for part in parts for path, page in part.pages.items()},
        {name: family for part in parts for name, family in part.families.items()},
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What a process renders with; it has all of it from the one that it was forked from."""

    setting: Setting
    book: Book
    templates: Templates
    cache: PageCache


def _renderer(context: _Context) -> Callable[[Family], Rendered]:
    return partial(_family, context)


def _family(context: _Context, family: Family) -> Rendered:
    """Each page in a frame of its own: what only another one of its family reads is none of its."""
    with tracing.frame() as reads:
        jobs = list(family.jobs(context.book))
    cache = context.cache
    known = cache.family(family, (job.path for job in jobs), reads)
    stale = [job for job in jobs if not cache.is_fresh(job.path)]
    return Rendered({job.path: _page(context, job) for job in stale}, {family.name: known})


def _page(context: _Context, job: PageJob) -> KeptSheet:
    setting, templates = context.setting, context.templates
    with tracing.frame() as reads:
        page = job.render(context.book, templates)
    if isinstance(page, Page):
        page = templates.signed(page, reads)
        text = setting.frame.filled(page.path, page.title, page.body)
    else:
        text = page
    return context.cache.page(job.path, setting.stage.put(job.path, text.encode()), reads)
