"""Chapters bound into a book: what the pages of the whole register draw on, and these pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar, overload

from generator.audit.audit import ISSUES
from generator.cache.build_cache import CachedLedger, CachedPage, KeptFamily
from generator.core import tracing
from generator.kinds.issue.summaries import ExposedLine, exposed_line
from generator.kinds.issue.summary_rows import MONTHS, IssueSummaries, LedgerSummaries
from generator.kinds.register import Register
from generator.public.policy import public_register
from generator.site.context import BuildContext
from generator.site.dependencies import CITED, EXPOSED, SHARDS, InputDigests
from generator.site.index import Citation, SiteIndex, citation_of
from generator.site.layouts import BODY_END, sitemap_text
from generator.site.links import FOLDERS
from generator.site.output import carried
from generator.site.page import BUILD_SCRIPT, COMMIT_LINE, Templates, build_script
from generator.site.page_cache import PageCache, render_pages

Value = TypeVar("Value")

MISSING = "404.html"
SITEMAP = "sitemap.xml"


class Projected(Sequence[Value]):
    """Values out of a projection of all ledgers, made when somebody asks for them."""

    def __init__(self, projection: str, make: Callable[[], Iterable[Value]]) -> None:
        self._selector = f"{ISSUES}#{projection}"
        self._make = make

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
        tracing.read(self._selector)
        return self._values

    @cached_property
    def _values(self) -> tuple[Value, ...]:
        return tuple(self._make())


def site_index(setting: BuildContext, register: Register, inputs: InputDigests) -> SiteIndex:
    """The book of a register without issues, and of ledgers, in order, that hold them."""
    ledgers, cities = inputs.ledgers, inputs.cities

    def exposed() -> Iterator[ExposedLine]:
        return (exposed_line(tuple(row)) for one in ledgers for row in one.exposed)

    def citations() -> Iterator[Citation]:
        return (citation_of(tuple(row)) for one in ledgers for row in one.cited)

    return SiteIndex(
        public_register(register, setting.today) if setting.is_public else register,
        setting.today,
        setting.audit,
        summaries=IssueSummaries([_of_ledger(ledger) for ledger in ledgers]),
        exposed=Projected(EXPOSED, exposed),
        citations=Projected(CITED, citations),
        is_public=setting.is_public,
        shards=Projected(SHARDS, lambda: (row for city in cities for row in city.shards)),
    )


def _of_ledger(ledger: CachedLedger) -> LedgerSummaries:
    _, _, *names = ledger.folder.split("/")
    return LedgerSummaries("-".join(names), tuple(ledger.marks[MONTHS].split()), ledger.summaries)


@dataclass(frozen=True, slots=True)
class Put:
    """What was put on the stage (path → SHA-256), and what the next build may know of its pages."""

    files: Mapping[str, str]
    pages: Mapping[str, CachedPage]
    families: Mapping[str, KeptFamily]


def write_site_pages(
    setting: BuildContext, site: SiteIndex, cache: PageCache, others: Iterable[str]
) -> Put:
    """Puts the pages of the whole register, and all that stands round them, on the stage.

    Those that stay are taken over; of those whose footer is stale only the last line is written
    anew. `others` are the files that the site has besides.
    """
    stage, frame = setting.stage, setting.frame
    templates = setting.templates()
    made = render_pages(setting, site, templates, cache)
    families = {**cache.families, **made.families}
    paths = {path for one in families.values() for path in one.paths}
    pages = {**made.pages} | {
        path: _taken_over(setting, templates, cache, path) for path in paths - made.pages.keys()
    }
    texts = _hand_written(setting, site, templates)
    files = {path: one.digest for path, one in pages.items()}
    if frame.address:
        there = (*files, *others)
        listed = {path for path in there if path.endswith(".html")} - {MISSING}
        listed |= {path for path in texts if path.endswith(".html")} - {MISSING}
        texts[SITEMAP] = sitemap_text(frame.address, sorted(listed))
    files |= {path: stage.put(path, text.encode()) for path, text in texts.items()}
    for path in carried(frame.folder, FOLDERS):
        if path not in files:
            files[path] = stage.put(path, (frame.folder / path).read_bytes())
    return Put(files, pages, families)


def _taken_over(
    setting: BuildContext, templates: Templates, cache: PageCache, path: str
) -> CachedPage:
    """A page of the old site; where its footer is stale, with the commit that it has to name."""
    known = cache.fresh[path]
    if path not in cache.footer_stale:
        setting.stage.keep(path)
        return known
    commit = cache.footer_stale[path]
    text = (setting.stage.old / path).read_text(encoding="utf-8")
    page, end, foot = text.rpartition(BODY_END)
    line = templates.commit_line(path, commit)
    whole = page[: page.rindex(COMMIT_LINE)] + line + end + foot
    digest = setting.stage.put(path, whole.encode())
    return replace(known, digest=digest, commit=commit.id if commit else "")


def _hand_written(setting: BuildContext, site: SiteIndex, templates: Templates) -> dict[str, str]:
    """Pages that were written by hand, and what says when the site was built."""
    commit = site.audit.head.id if site.audit else ""
    script = build_script(day=site.today.isoformat(), commit=commit, edition=site.edition)
    return {BUILD_SCRIPT: script, **setting.frame.hand_written(templates.commit_line)}
