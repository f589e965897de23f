"""A build: scan → plan → [per city: load → validate → render → stage] → summarise → render pages
→ leak scan → link check → publish → save cache.

See decisions 0011 and 0023.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.audit.reader import audit_of
from generator.audit.worktree import WorkTree, work_tree
from generator.cache.build_cache import BuildCache, CachedSite, PageLinks, Published
from generator.cache.cache import CacheDamaged, cache_after_damage, cache_of
from generator.checks.engine import Judgement, Verdict, judge, judge_other_records
from generator.core.pool import gc_disabled
from generator.core.progress import stage as stage_of_work
from generator.kinds.penalty.mentions import mentions
from generator.kinds.register import Register
from generator.load.evidence_files import evidence_files, evidence_stamps
from generator.load.files import read_files
from generator.public.policy import role_of_committer
from generator.site.assemble import (
    WrittenPages,
    refuse_leaks,
    render_site_pages,
    site_index,
    write_manifest,
)
from generator.site.city_jobs import CityOutputs, build_cities
from generator.site.context import BuildContext
from generator.site.dead_links import LinkCheck, refuse_dead_links
from generator.site.dependencies import InputDigests, RecordInputs
from generator.site.empty_pages import empty_pages, layouts_without
from generator.site.inputs import Inputs, scan_inputs
from generator.site.layouts import Layouts, layouts_while_rendering
from generator.site.links import FOLDERS
from generator.site.manifest import NAME as MANIFEST
from generator.site.manifest import witness_of
from generator.site.menu import framed
from generator.site.output import (
    StagingDirectory,
    build_lock,
    publish,
    refuse_foreign_folder,
    refuse_linked_folder,
    restore_interrupted,
    staging_directory,
    system_errors_in_chinese,
)
from generator.site.overview.reminders import reminders
from generator.site.page_cache import page_cache
from generator.site.plan import make_plan
from generator.site.renderers import DEFAULT
from generator.site.settings import NAME as SETTINGS
from generator.site.settings import data_licence, names_committers, records_on_forge

GetWorkTree = Callable[[Path], WorkTree | None]
"""Returns how the register below a folder is checked out; None without Git."""


Rendering = Callable[..., AbstractContextManager[Callable[[], Layouts]]]
"""Starts the renderer with a cache; see `layouts_while_rendering`."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The verdict of a build; with errors in the records nothing is written and `pages` is 0."""

    verdict: Verdict
    home: Path
    pages: int


@dataclass(frozen=True, slots=True)
class StagedSite:
    """A site in its staging directory; None where the verdict has errors."""

    verdict: Verdict
    site: CachedSite | None


def read_register(root: Path) -> Judgement:
    """Return the register below `root` with all findings."""
    raws = read_files(root)
    paths = frozenset(raw.path for raw in raws)
    evidence = evidence_files(root, evidence_stamps(root))
    return judge(raws, existing_paths=paths, evidence=evidence)


def build_site(
    root: Path,
    out: Path,
    today: date,
    *,
    renderer: str = DEFAULT,
    is_public: bool = False,
    trusts_settings: bool = False,
    look: GetWorkTree = work_tree,
) -> BuildResult:
    """Check the records below `root` and build their site in `out`. WorkError.

    Records with errors leave the old site as it is. `today` decides what is overdue, and which
    exposures have reached the end of their term in the public edition. `trusts_settings`: take all
    of the register's `mkdocs.yml`, also what runs programs.
    """
    edition = "public" if is_public else "full"
    rendering = partial(
        layouts_while_rendering, root, FOLDERS, renderer, trusts_settings=trusts_settings
    )
    with system_errors_in_chinese(), build_lock(root), gc_disabled():
        refuse_linked_folder(root, out)
        restore_interrupted(out)
        refuse_foreign_folder(out)
        try:
            cache = BuildCache(cache_of(root), edition)
            return _build(root, out, today, rendering, look, cache)
        except CacheDamaged:
            cache = BuildCache(cache_after_damage(root), edition)
            return _build(root, out, today, rendering, look, cache)


def _build(
    root: Path, out: Path, today: date, rendering: Rendering, look: GetWorkTree, cache: BuildCache
) -> BuildResult:
    """Stage the site, publish it and save the cache. CacheDamaged, WorkError, OSError."""
    previous = cache.load(out)
    with (
        staging_directory(out) as new,
        rendering(cache=cache.entries) as layouts,
    ):
        stage = StagingDirectory(new, out, previous.published)
        tree = look(root)
        with stage_of_work("读取历史"):
            audit = audit_of(root, tree, cache.entries, witness=witness_of(out)) if tree else None
        context = BuildContext(root, stage, layouts(), today, audit, cache, cache.is_public)
        context = _as_set(context, root / SETTINGS)
        staged = stage_site(context, scan_inputs(root, tree), previous)
        if staged.site:
            publish(new, out)
            cache.save(out, staged.site)
    pages = sum(path.endswith(".html") for path in staged.site.published) if staged.site else 0
    return BuildResult(staged.verdict, out / "index.html", pages)


def _as_set(context: BuildContext, settings: Path) -> BuildContext:
    """Return the context as the settings of the register want it."""
    on_forge = records_on_forge(settings)
    if context.is_public and on_forge and not on_forge.is_public:
        on_forge = None
    return replace(
        context,
        names_committers=names_committers(settings),
        on_forge=on_forge,
        licence=data_licence(settings),
    )


def stage_site(context: BuildContext, inputs: Inputs, previous: CachedSite) -> StagedSite:
    """Fill the staging directory, reusing what is fresh in `previous`. WorkError, OSError."""
    context = _without_names(context)
    others = _others(context, inputs)
    context = _of_edition(context, others.register)
    told = mentions(others.register, context.today, is_public=context.is_public)
    context = replace(context, penalties=told)
    records = RecordInputs(context, inputs)
    due = {} if context.is_public else reminders(others.register)
    plan = make_plan(context, records, previous, due)
    cities = build_cities(context, records, plan)
    verdict = cities.verdict(context.root, others)
    if verdict.errors:
        return StagedSite(verdict, None)
    plan.link_fresh(context.stage)
    digests = InputDigests(records, cities.ledgers, cities.cities)
    site = site_index(context, others.register, digests)
    with stage_of_work("生成其他页面"):
        cached = page_cache(context, digests, previous)
        pages = render_site_pages(context, site, cached, cities.files)
    files = {**cities.files, **pages.files}
    with stage_of_work("查不能公开的内容和链接"):
        refuse_leaks(context, files, cities.ledgers, others.register, site.register)
    links = {**cities.links, **pages.links}
    known = {*files, MANIFEST}
    check = LinkCheck(known, links, previous.published.keys(), context.cache)
    refuse_dead_links(check, context.layouts)
    files |= write_manifest(context, files)
    return StagedSite(verdict, _cached(cities, pages, context.stage.snapshot(files), links))


def _without_names(context: BuildContext) -> BuildContext:
    """Return the context of an edition that names no committers, where it must not."""
    if not context.audit or not context.is_public or context.names_committers:
        return context
    return replace(context, audit=replace(context.audit, name_of=role_of_committer))


def _of_edition(context: BuildContext, register: Register) -> BuildContext:
    """Return the context of an edition, framed, without the pages that would say nothing in it."""
    absent = empty_pages(register, context.today) if context.is_public else frozenset()
    context = replace(context, absent=absent)
    layouts = framed(context.layouts, context.menu, is_public=context.is_public)
    return replace(context, layouts=layouts_without(layouts, absent))


def _others(context: BuildContext, inputs: Inputs) -> Judgement:
    """Return the records that are no issues, as they were on the day of the build."""
    cache = context.cache.entries
    return judge_other_records(context.root, cache, inputs.other_records, context.today)


def _cached(
    cities: CityOutputs,
    pages: WrittenPages,
    published: Mapping[str, Published],
    links: Mapping[str, PageLinks],
) -> CachedSite:
    """Return what the next build may reuse."""
    return CachedSite(
        {one.folder: one for one in cities.ledgers},
        {one.city: one for one in cities.cities},
        pages.pages,
        pages.families,
        pages.values,
        published,
        links,
    )
