"""The whole way: inventory → chapters (load → check → derive → render) → book → render → stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path

from generator.audit.reader import audit_of
from generator.audit.worktree import WorkTree, work_tree
from generator.cache.build_cache import BuildCache, CachedCity, CachedLedger, CachedSite
from generator.cache.cache import CacheDamaged, cache_after_damage, cache_of
from generator.checks.engine import (
    Judgement,
    ReferenceRecords,
    Verdict,
    check_all,
    judge,
    judged_others,
)
from generator.core.pool import gc_disabled
from generator.load.files import read_files
from generator.public.leak_scan import EditionTexts, scan_for_leaks, texts_of_others
from generator.site.assemble import Put, site_index, write_site_pages
from generator.site.city_job import CityJobResult
from generator.site.city_jobs import chapters
from generator.site.context import BuildContext
from generator.site.dependencies import InputDigests, RecordInputs
from generator.site.inputs import Inputs, scan_inputs
from generator.site.layouts import layouts
from generator.site.links import FOLDERS
from generator.site.manifest import NAME, manifest_of, manifest_text
from generator.site.output import (
    StagingDirectory,
    exchange,
    one_at_a_time,
    reasons_in_chinese,
    refuse_foreign_folder,
    stage_beside,
)
from generator.site.overview.reminders import reminders
from generator.site.page_cache import page_cache
from generator.site.plan import BuildPlan, keyed, make_plan
from generator.site.renderers import DEFAULT

Files = Mapping[str, str]
"""Path in the site → SHA-256."""

Look = Callable[[Path], WorkTree | None]
"""What tells how the register below a folder is checked out; None without Git."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build came to; with errors in the records nothing is written and `pages` is 0."""

    verdict: Verdict
    home: Path
    pages: int


@dataclass(frozen=True, slots=True)
class StagedSite:
    """A site on its stage; with errors in the records there is none, and `files` is empty.

    `new`: the ledgers that were not taken over; `kept`: all that the next build may take over.
    """

    verdict: Verdict
    files: Files = field(default_factory=dict)
    new: Sequence[CachedLedger] = ()
    kept: CachedSite = field(default_factory=CachedSite)


def read_register(root: Path) -> Judgement:
    """The register below `root` with everything that is wrong in it."""
    raws = read_files(root)
    return judge(raws, there=frozenset(raw.path for raw in raws))


def build_site(
    root: Path,
    out: Path,
    today: date,
    *,
    renderer: str = DEFAULT,
    is_public: bool = False,
    look: Look = work_tree,
) -> BuildResult:
    """Checks the records below `root` and makes their site in `out`; WorkError where it can not.

    Records with errors leave the old site as it is. `today` decides what is overdue, and what of
    the public edition has come to the end of its term. `look` gives what is checked out.
    """
    edition = "public" if is_public else "full"
    build = partial(_published, root, out, today, renderer, look)
    with reasons_in_chinese(), one_at_a_time(root), gc_disabled():
        refuse_foreign_folder(out)
        try:
            made = build(BuildCache(cache_of(root), edition))
        except CacheDamaged:
            made = build(BuildCache(cache_after_damage(root), edition))
    pages = sum(path.endswith(".html") for path in made.files)
    return BuildResult(made.verdict, out / "index.html", pages)


def _published(
    root: Path, out: Path, today: date, renderer: str, look: Look, store: BuildCache
) -> StagedSite:
    """Makes a site and puts it in place. CacheDamaged, WorkError, OSError."""
    kept = store.load(out)
    with (
        stage_beside(out) as new,
        layouts(root, FOLDERS, renderer, cache=store.cache) as framed,
    ):
        stage = StagingDirectory(new, out, kept.published)
        tree = look(root)
        audit = audit_of(root, tree, store.cache) if tree else None
        setting = BuildContext(root, stage, framed(), today, audit, store, store.is_public)
        made = make(setting, scan_inputs(root, tree), kept)
        if made.files:
            exchange(new, out)
            store.save(out, made.new, made.kept)
    return made


def make(setting: BuildContext, found: Inputs, kept: CachedSite) -> StagedSite:
    """Makes a site on its stage, from what `kept` still holds and anew.

    WorkError, OSError where that can not be done.
    """
    rest = judged_others(setting.root, setting.store.cache, found.rest)
    records = RecordInputs(setting, found)
    plan = make_plan(setting, records, kept, {} if setting.is_public else reminders(rest.register))
    made = chapters(setting, ReferenceRecords(found.ground), plan.jobs)
    written = [keyed(records, result) for result in made]
    new = [ledger for result in written for ledger in result.ledgers]
    ledgers = sorted((*plan.held, *new), key=attrgetter("folder"))
    doubtful = rest.findings or any(ledger.doubtful for ledger in ledgers)
    count = rest.records + sum(ledger.leaves for ledger in ledgers)
    verdict = check_all(setting.root) if doubtful else Verdict((), count)
    if verdict.errors:
        return StagedSite(verdict)
    cities = _cities(plan, written)
    inputs = InputDigests(records, ledgers, cities)
    site = site_index(setting, rest.register, inputs)
    files = {path: digest for one in ledgers for path, digest in one.files.items()}
    files |= {path: digest for one in cities for path, digest in one.files.items()}
    for path in plan.taken_over:
        setting.stage.keep(path)
    put = write_site_pages(setting, site, page_cache(setting, inputs, kept), files)
    files |= put.files
    if setting.is_public:
        texts = [EditionTexts(frozenset(one.public), frozenset(one.internal)) for one in ledgers]
        texts.append(texts_of_others(rest.register, site.register))
        scan_for_leaks(setting.stage.new, files, site.register, texts)
    manifest = manifest_text(manifest_of(setting.audit, setting.today, site.edition, files))
    files[NAME] = setting.stage.put(NAME, manifest.encode())
    return StagedSite(verdict, files, new, _kept(setting, put, ledgers, cities, files))


def _cities(plan: BuildPlan, written: Sequence[CityJobResult]) -> list[CachedCity]:
    made = (result.city for result in written if result.city)
    return sorted((*plan.cities.values(), *made), key=attrgetter("city"))


def _kept(
    setting: BuildContext,
    put: Put,
    ledgers: Sequence[CachedLedger],
    cities: Sequence[CachedCity],
    files: Files,
) -> CachedSite:
    """What the next build may take over."""
    return CachedSite(
        {one.folder: one for one in ledgers},
        {one.city: one for one in cities},
        put.pages,
        put.families,
        setting.stage.published(files),
    )
