"""Summaries of all ledgers put together as the site index, and the pages rendered from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeVar, overload

from generator.audit.audit import ISSUES, TracedAudit
from generator.cache.build_cache import (
    CachedCity,
    CachedFamily,
    CachedLedger,
    CachedPage,
    CachedValue,
    PageLinks,
)
from generator.core import tracing
from generator.kinds.issue.moves import LatestStep, moves_in
from generator.kinds.issue.summaries import ExposedLine, exposed_line
from generator.kinds.issue.summary_rows import (
    MONTHS,
    MOVES,
    IssueSummaries,
    Lazy,
    LedgerSummaries,
    part_of_city,
)
from generator.kinds.issue.work_periods import CityWork, works
from generator.kinds.register import Register, grouped
from generator.load.files import contents, raw_of
from generator.public.leak_scan import EditionTexts, place_of_text, scan_for_leaks, texts_of_others
from generator.public.policy import public_register
from generator.site.context import BuildContext
from generator.site.dead_links import LINKING
from generator.site.dependencies import (
    CITED,
    EVENTS,
    EXPOSED,
    GROUPS,
    SHARDS,
    WORK,
    InputDigests,
    rows_by_round,
    totals,
)
from generator.site.index import ByCity, Citation, SiteIndex, citation_of
from generator.site.layouts import BODY_END, KEEP_OUT, robots_text, sitemap_text
from generator.site.links import DATA_FOLDER, FOLDERS
from generator.site.manifest import NAME, manifest_of, manifest_text
from generator.site.output import theme_files
from generator.site.overview.rates import RATES_FILE, overdue_counts
from generator.site.page import BUILD_SCRIPT, COMMIT_LINE, Templates, build_script
from generator.site.page_cache import PageCache, render_pages

Value = TypeVar("Value")

MISSING = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


class Projected(ByCity[Value]):
    """Values of a projection of all ledgers, made when they are read; each read is traced."""

    def __init__(
        self,
        projection: str,
        make: Callable[[], Iterable[Value]],
        of_city: Callable[[str], Iterable[Value]] | None = None,
    ) -> None:
        self._projection = projection
        self._make = make
        self._of_city = of_city

    def of_city(self, city: str) -> Sequence[Value]:
        assert self._of_city
        tracing.read(part_of_city(self._projection, city))
        return tuple(self._of_city(city))

    @overload
    def __getitem__(self, place: int) -> Value: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Value]: ...

    def __getitem__(self, place: int | slice) -> Value | Sequence[Value]:
        return self._all[place]

    def __iter__(self) -> Iterator[Value]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> tuple[Value, ...]:
        tracing.read(f"{ISSUES}#{self._projection}")
        return self._values

    @cached_property
    def _values(self) -> tuple[Value, ...]:
        return tuple(self._make())


def site_index(context: BuildContext, register: Register, inputs: InputDigests) -> SiteIndex:
    """Return the site index of a register without issues and of the ledgers that hold them."""
    ledgers, cities = inputs.ledgers, inputs.cities

    by_city = grouped(ledgers, _city_of)

    def exposed(some: Iterable[CachedLedger] = ledgers) -> Iterator[ExposedLine]:
        return (exposed_line(tuple(row)) for one in some for row in one.exposed)

    def citations(some: Iterable[CachedLedger] = ledgers) -> Iterator[Citation]:
        return (citation_of(tuple(row)) for one in some for row in one.cited)

    return SiteIndex(
        public_register(register, context.today) if context.is_public else register,
        context.today,
        TracedAudit(context.audit) if context.audit else None,
        summaries=IssueSummaries([_of_ledger(one) for one in ledgers if one.summaries]),
        exposed=Projected(EXPOSED, exposed, lambda city: exposed(by_city.get(city, ()))),
        citations=Projected(CITED, citations, lambda city: citations(by_city.get(city, ()))),
        events=Projected(EVENTS, lambda: (row for one in ledgers for row in one.events)),
        is_public=context.is_public,
        shards=Projected(SHARDS, lambda: (row for city in cities for row in city.shards)),
        work=Projected(
            WORK, lambda: (each for one in cities for each in works(one.city, totals(one)))
        ),
        group_work=_group_work(cities),
        moves=_moves(by_city),
        address=context.layouts.address or "",
        licence=context.licence,
    )


def _group_work(cities: Sequence[CachedCity]) -> Mapping[str, Sequence[CityWork]]:
    """Return round → the work of its groups; what a page of a round reads depends on it alone."""
    rows = rows_by_round(cities)
    return Lazy(
        rows,
        lambda name: [one for city, row in rows[name] for one in works(city, [row])],
        f"{ISSUES}#{GROUPS}",
        lambda name: f"{ISSUES}#{GROUPS}@{name}",
    )


def _city_of(ledger: CachedLedger) -> str:
    """Return the city of a ledger: `records/issues/LT19/610100/R05`."""
    return ledger.folder.split("/")[_CITY]


_CITY = 3


def _moves(by_city: Mapping[str, Sequence[CachedLedger]]) -> Mapping[str, Sequence[LatestStep]]:
    """Return city → the newest steps of its issues."""

    def of_city(city: str) -> Sequence[LatestStep]:
        return tuple(moves_in(one.projections.get(MOVES, "") for one in by_city[city]))

    return Lazy(by_city, of_city, one=partial(part_of_city, MOVES))


def _of_ledger(ledger: CachedLedger) -> LedgerSummaries:
    _, _, *names = ledger.folder.split("/")
    return LedgerSummaries(
        "-".join(names), tuple(ledger.projections[MONTHS].split()), ledger.summaries
    )


@dataclass(frozen=True, slots=True)
class WrittenPages:
    """The files that were staged (path → SHA-256), and what the cache keeps of the pages.

    `links`: those of pages that were written by this build.
    """

    files: Mapping[str, str]
    pages: Mapping[str, CachedPage]
    families: Mapping[str, CachedFamily]
    values: Mapping[str, CachedValue]
    links: Mapping[str, PageLinks]


def render_site_pages(
    context: BuildContext, site: SiteIndex, cache: PageCache, others: Iterable[str]
) -> WrittenPages:
    """Stage the pages of the whole register, the hand-written pages and the theme.

    Fresh pages are linked; where only the footer is stale, only the last line is rewritten.
    `others` are the paths of all other files of the site.
    """
    stage, layouts = context.stage, context.layouts
    templates = context.templates()
    rendered = render_pages(context, site, templates, cache)
    families = {**cache.families, **rendered.families}
    paths = {path for one in families.values() for path in one.paths}
    pages = {**rendered.pages} | {
        path: _linked(context, templates, cache, path) for path in paths - rendered.pages.keys()
    }
    texts = _hand_written_texts(context, site, templates)
    files = {path: one.digest for path, one in pages.items()}
    if not context.is_public:
        texts[ROBOTS] = KEEP_OUT
    if layouts.address:
        texts.setdefault(ROBOTS, robots_text(layouts.address))
        listed = {path for path in (*files, *others) if path.endswith(".html")} - {MISSING}
        listed |= {path for path in texts if path.endswith(".html")} - {MISSING}
        texts[SITEMAP] = sitemap_text(layouts.address, sorted(listed))
    files |= {path: stage.write(path, text.encode()) for path, text in texts.items()}
    links = {**rendered.links} | {
        path: context.links_of(path, text, is_template=False)
        for path, text in texts.items()
        if path.endswith(LINKING) and not stage.had(path, files[path])
    }
    for path in theme_files(layouts.folder, FOLDERS):
        if path not in files:
            files[path] = stage.write(path, (layouts.folder / path).read_bytes())
    return WrittenPages(files, pages, families, cache.values.all_with(rendered.values), links)


def _linked(context: BuildContext, templates: Templates, cache: PageCache, path: str) -> CachedPage:
    """Link a fresh page; where its footer is stale, rewrite the commit that it names."""
    known = cache.fresh[path]
    if path not in cache.footer_stale:
        context.stage.link_unchanged(path)
        return known
    commit = cache.footer_stale[path]
    text = (context.stage.old / path).read_text(encoding="utf-8")
    page, end, foot = text.rpartition(BODY_END)
    line = templates.commit_line(path, commit)
    whole = page[: page.rindex(COMMIT_LINE)] + line + end + foot
    digest = context.stage.write(path, whole.encode())
    return replace(known, digest=digest, commit=commit.id if commit else "")


def _hand_written_texts(
    context: BuildContext, site: SiteIndex, templates: Templates
) -> dict[str, str]:
    """Return the hand-written pages, and the script that says when the site was built."""
    commit = context.audit.head.id if context.audit else ""
    script = build_script(day=site.today.isoformat(), commit=commit, edition=site.edition)
    return {BUILD_SCRIPT: script, **context.layouts.hand_written(templates.commit_line)}


def refuse_leaks(
    context: BuildContext,
    files: Iterable[str],
    ledgers: Sequence[CachedLedger],
    others: Register,
    public: Register,
) -> None:
    """Raise WorkError where a file of the public edition holds what the public may not see.

    `public` is what remains of `others`, all records that are no issues.
    """
    if context.is_public:
        texts = [EditionTexts(frozenset(one.public), frozenset(one.internal)) for one in ledgers]
        texts.append(texts_of_others(others, public))
        offered = {path.rpartition("/")[2] for path in files if path.startswith(f"{DATA_FOLDER}/")}

        def where(text: str) -> str:
            return place_of_text(map(raw_of, contents(context.root)), text)

        scan_for_leaks(context.stage.new, files, public, texts, offered, where)


def write_manifest(context: BuildContext, files: Mapping[str, str]) -> dict[str, str]:
    """Stage the build manifest of these files; return its path → SHA-256."""
    manifest = manifest_of(
        context.audit,
        context.today,
        context.cache.edition,
        files,
        names_committers=context.names_committers,
        on_forge=context.on_forge,
        overdue=overdue_counts((context.stage.new / RATES_FILE).read_bytes()),
    )
    return {NAME: context.stage.write(NAME, manifest_text(manifest).encode())}
