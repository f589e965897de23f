"""The whole way: inventory → chapters (load → check → derive → render) → book → render → stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path

from generator.audit.worktree import WorkTree, work_tree
from generator.cache.build_cache import BuildCache
from generator.cache.cache import CacheDamaged, cache_after_damage, cache_of
from generator.chapters.chapter import Chapter
from generator.check.judge import Judgement, Verdict, judge
from generator.checks.engine import swept
from generator.core.pool import uncollected
from generator.frame import DEFAULT, framing
from generator.guard import refuse_leaks
from generator.load.files import read_files
from generator.public.leak_scan import Texts, texts_of_others
from generator.site.assemble import Put, bound, put_book
from generator.site.city_jobs import chapters
from generator.site.context import Setting
from generator.site.dependencies import Inputs, RecordInputs
from generator.site.inputs import Inventory, inventory
from generator.site.links import FOLDERS
from generator.site.manifest import NAME, manifest_of, manifest_text
from generator.site.output import (
    exchange,
    one_at_a_time,
    reasons_in_chinese,
    refuse_foreign_folder,
    stage_beside,
)
from generator.site.overview.reminders import reminders
from generator.site.page_cache import page_cache
from generator.site.plan import Plan, keyed, planned
from generator.stage import Stage
from generator.store.kept import Kept, KeptCity, KeptLedger
from generator.sweep.others import judged_others
from generator.sweep.parts import ReferenceRecords
from generator.trail import audit_of

Files = Mapping[str, str]
"""Path in the site → SHA-256."""

Look = Callable[[Path], WorkTree | None]
"""What tells how the register below a folder is checked out; None without Git."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; with errors in the records nothing is written and `pages` is 0."""

    verdict: Verdict
    home: Path
    pages: int


@dataclass(frozen=True, slots=True)
class Made:
    """A site on its stage; with errors in the records there is none, and `files` is empty.

    `new`: the ledgers that were not taken over; `kept`: all that the next build may take over.
    """

    verdict: Verdict
    files: Files = field(default_factory=dict)
    new: Sequence[KeptLedger] = ()
    kept: Kept = field(default_factory=Kept)


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
) -> Built:
    """Checks the records below `root` and makes their site in `out`; WorkError where it can not.

    Records with errors leave the old site as it is. `today` decides what is overdue, and what of
    the public edition has come to the end of its term. `look` gives what is checked out.
    """
    edition = "public" if is_public else "full"
    build = partial(_published, root, out, today, renderer, look)
    with reasons_in_chinese(), one_at_a_time(root), uncollected():
        refuse_foreign_folder(out)
        try:
            made = build(BuildCache(cache_of(root), edition))
        except CacheDamaged:
            made = build(BuildCache(cache_after_damage(root), edition))
    pages = sum(path.endswith(".html") for path in made.files)
    return Built(made.verdict, out / "index.html", pages)


def _published(
    root: Path, out: Path, today: date, renderer: str, look: Look, store: BuildCache
) -> Made:
    """Makes a site and puts it in place. CacheDamaged, WorkError, OSError."""
    kept = store.load(out)
    with (
        stage_beside(out) as new,
        framing(root, FOLDERS, renderer, cache=store.cache) as framed,
    ):
        stage = Stage(new, out, kept.published)
        tree = look(root)
        audit = audit_of(root, tree, store.cache) if tree else None
        setting = Setting(root, stage, framed(), today, audit, store, store.is_public)
        made = make(setting, inventory(root, tree), kept)
        if made.files:
            exchange(new, out)
            store.save(out, made.new, made.kept)
    return made


def make(setting: Setting, found: Inventory, kept: Kept) -> Made:
    """Makes a site on its stage, from what `kept` still holds and anew.

    WorkError, OSError where that can not be done.
    """
    rest = judged_others(setting.root, setting.store.cache, found.rest)
    records = RecordInputs(setting, found)
    plan = planned(setting, records, kept, {} if setting.is_public else reminders(rest.register))
    made = chapters(setting, ReferenceRecords(found.ground), plan.jobs)
    written = [keyed(records, chapter) for chapter in made]
    new = [ledger for chapter in written for ledger in chapter.ledgers]
    ledgers = sorted((*plan.held, *new), key=attrgetter("folder"))
    doubtful = rest.findings or any(ledger.doubtful for ledger in ledgers)
    count = rest.records + sum(ledger.leaves for ledger in ledgers)
    verdict = swept(setting.root) if doubtful else Verdict((), count)
    if verdict.errors:
        return Made(verdict)
    cities = _cities(plan, written)
    inputs = Inputs(records, ledgers, cities)
    book = bound(setting, rest.register, inputs)
    files = {path: digest for one in ledgers for path, digest in one.files.items()}
    files |= {path: digest for one in cities for path, digest in one.files.items()}
    for path in plan.taken_over:
        setting.stage.keep(path)
    put = put_book(setting, book, page_cache(setting, inputs, kept), files)
    files |= put.files
    if setting.is_public:
        texts = [Texts(frozenset(one.public), frozenset(one.internal)) for one in ledgers]
        texts.append(texts_of_others(rest.register, book.register))
        refuse_leaks(setting.stage.new, files, book.register, texts)
    manifest = manifest_text(manifest_of(setting.audit, setting.today, book.edition, files))
    files[NAME] = setting.stage.put(NAME, manifest.encode())
    return Made(verdict, files, new, _kept(setting, put, ledgers, cities, files))


def _cities(plan: Plan, written: Sequence[Chapter]) -> list[KeptCity]:
    made = (chapter.city for chapter in written if chapter.city)
    return sorted((*plan.cities.values(), *made), key=attrgetter("city"))


def _kept(
    setting: Setting,
    put: Put,
    ledgers: Sequence[KeptLedger],
    cities: Sequence[KeptCity],
    files: Files,
) -> Kept:
    """What the next build may take over."""
    return Kept(
        {one.folder: one for one in ledgers},
        {one.city: one for one in cities},
        put.pages,
        put.families,
        setting.stage.published(files),
    )
