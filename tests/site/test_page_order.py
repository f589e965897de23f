"""A page has the same bytes and the same reads whichever pages were rendered before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from generator.audit.audit import Audit, TracedAudit
from generator.cache.build_cache import BuildCache, CachedSite
from generator.cache.cache import Cache
from generator.checks.engine import judge_other_records
from generator.core import tracing
from generator.site.assemble import site_index
from generator.site.city_jobs import build_cities
from generator.site.context import BuildContext
from generator.site.dependencies import InputDigests, RecordInputs
from generator.site.index import SiteIndex
from generator.site.inputs import scan_without_git
from generator.site.layouts import bare_layouts
from generator.site.links import FOLDERS
from generator.site.output import StagingDirectory
from generator.site.page import Page, PageJob, Templates, proof_of
from generator.site.pages import FAMILIES, Family
from generator.site.plan import make_plan
from tests.making_git import History
from tests.registers import SAMPLE, TODAY

CITY = "990100"
FILE = f"records/cities/{CITY}.yml"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The sample in Git."""
    history = History(tmp_path_factory.mktemp("order") / "register")
    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_text(encoding="utf-8")
        for path in SAMPLE.rglob("*.yml")
    }
    history.commit(files, day="2019-08-20")
    return history


@dataclass(frozen=True, slots=True)
class Rendered:
    """The content of a page, or of a file, and what it has read."""

    content: str | bytes
    reads: frozenset[str]


class Site:
    """A register of which site indexes are made, each as if no page had been rendered yet."""

    def __init__(self, history: History, folder: Path, *, is_public: bool) -> None:
        for name in ("site", "layouts"):
            (folder / name).mkdir()
        self.context = BuildContext(
            history.root,
            StagingDirectory(folder / "site", folder / "layouts", {}),
            bare_layouts(folder / "layouts", FOLDERS),
            TODAY,
            history.audit(),
            BuildCache(Cache(folder / "none.db"), "public" if is_public else "full"),
            is_public,
        )
        inputs = scan_without_git(history.root)
        others = judge_other_records(
            self.context.root, self.context.cache.entries, inputs.other_records, TODAY
        )
        records = RecordInputs(self.context, inputs)
        cities = build_cities(
            self.context, records, make_plan(self.context, records, CachedSite(), {})
        )
        self.register = others.register
        self.digests = InputDigests(records, cities.ledgers, cities.cities)

    def index(self) -> SiteIndex:
        return site_index(self.context, self.register, self.digests)


def rendered(job: PageJob, site: SiteIndex, templates: Templates) -> Rendered:
    with tracing.frame() as reads:
        page = job.render(site, templates)
    return Rendered(page.body if isinstance(page, Page) else page, frozenset(reads))


def listed(families: Iterable[Family], site: SiteIndex) -> list[PageJob]:
    return [job for family in families for job in family.jobs(site)]


def each_alone(site: Site, templates: Templates) -> Iterator[tuple[str, Rendered]]:
    """Each page rendered with a site index that has rendered no other."""
    for family in FAMILIES:
        for place in range(len(listed([family], site.index()))):
            index = site.index()
            job = listed([family], index)[place]
            yield job.path, rendered(job, index, templates)


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
def test_order_of_rendering_changes_neither_bytes_nor_reads(
    history: History, is_public: bool, tmp_path: Path
) -> None:
    site = Site(history, tmp_path, is_public=is_public)
    templates = site.context.templates()
    alone = dict(each_alone(site, templates))
    for seed in range(3):
        order, index = Random(seed), site.index()
        jobs = listed(order.sample(FAMILIES, len(FAMILIES)), index)
        order.shuffle(jobs)
        found = {job.path: rendered(job, index, templates) for job in jobs}
        assert found.keys() == alone.keys()
        assert [path for path in alone if found[path].content != alone[path].content] == []
        assert other_reads(found, alone) == {}


def other_reads(
    found: Mapping[str, Rendered], alone: Mapping[str, Rendered]
) -> dict[str, tuple[set[str], set[str]]]:
    """Return the paths of pages that lack reads or have more of them, with these."""
    return {
        path: (set(one.reads - found[path].reads), set(found[path].reads - one.reads))
        for path, one in alone.items()
        if one.reads != found[path].reads
    }


def test_every_answer_of_the_history_is_a_read(history: History) -> None:
    audit = history.audit()
    traced = TracedAudit(audit)
    of_all = {"records/#history"}
    asked = {
        "head": (lambda: traced.head, audit.head, {"records/#head"}),
        "uncommitted": (lambda: traced.uncommitted, audit.uncommitted, of_all),
        "rewritten": (lambda: traced.rewritten, audit.rewritten, of_all),
        "newest": (lambda: traced.newest(9, 3), audit.newest(9, 3), of_all),
        "last_commit": (
            lambda: traced.last_commit(FILE),
            audit.of_record(FILE)[-1].commit.id,
            {f"{FILE}#history"},
        ),
        "newest_of_city": (
            lambda: traced.newest_of_city(CITY, 5),
            newest_of_city(audit),
            {f"records/issues/*/{CITY}/#history"},
        ),
        "of_record": (
            lambda: traced.of_record(FILE),
            audit.of_record(FILE),
            {f"{FILE}#history"},
        ),
    }
    assert asked.keys() == {name for name in dir(TracedAudit) if not name.startswith("_")}
    for name, (ask, answer, selectors) in asked.items():
        with tracing.frame() as reads:
            assert ask() == answer, name
        assert reads == selectors, name


def test_each_record_has_a_blob_which_is_empty_without_git(history: History) -> None:
    for audit in (history.audit(), None):
        with tracing.frame() as reads:
            assert proof_of(audit).blobs[CITY] == (audit.blob(FILE) if audit else "")
        assert reads == {FILE}


def newest_of_city(audit: Audit) -> object:
    folders = [one for one in audit.last_numbers() if f"/{CITY}" in one and "/issues/" in one]
    return audit.newest_in(folders, 5)
