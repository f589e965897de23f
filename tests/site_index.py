"""A whole register as its pages see it, made in one process and without a build."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from generator.checks.rule import replays
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.issue.model import Issue
from generator.kinds.issue.moves import LatestStep, moves_in, moves_text
from generator.kinds.issue.work_periods import CityWork, work_rows, works
from generator.kinds.register import Register, grouped
from generator.public.policy import public_register
from generator.public.redaction import EditionView, edition_view
from generator.site.index import SiteIndex, case_events, citations
from generator.site.page import Page, PageJob, Templates
from generator.site.pages import FAMILIES


def all_shown(register: Register, today: date, *, is_public: bool = False) -> list[EditionView]:
    """Every issue as an edition shows it, by ID."""
    found = replays(register)
    return [
        edition_view(register, today, one.record, found.get(one.raw.path), is_public=is_public)
        for one in sorted(register.of(Issue), key=lambda one: one.record.id)
    ]


def site_index_of(register: Register, today: date, *, is_public: bool = False) -> SiteIndex:
    """The site index of a register that has its issues."""
    seen = all_shown(register, today, is_public=is_public)
    rest = tuple(one for one in register.filed if not isinstance(one.record, Issue))
    others = Register(register.vocabulary, rest)
    work = [] if is_public else list(_work(seen))
    return SiteIndex(
        public_register(others, today) if is_public else others,
        today,
        summaries=tuple(one.summary for one in seen if one.summary),
        exposed=tuple(one.exposed for one in seen if one.exposed),
        citations=tuple(cited for one in seen if one.issue for cited in citations(one.issue)),
        events=tuple(
            row
            for one in seen
            if one.exposed and one.issue
            for row in case_events(one.issue, is_public=is_public)
        ),
        is_public=is_public,
        work=tuple(one for one in work if not one.group),
        group_work=grouped((one for one in work if one.group), lambda one: one.round_id),
        moves={} if is_public else _moves(seen),
    )


def _moves(seen: Iterable[EditionView]) -> dict[str, Sequence[LatestStep]]:
    """The newest steps in each city, as a build keeps them of each ledger."""
    ledgers: dict[tuple[str, str], list[Issue]] = {}
    for one in seen:
        if one.issue and one.line:
            ledgers.setdefault((one.line.city, one.line.ledger), []).append(one.issue)
    texts: dict[str, list[str]] = {}
    for (city, _), issues in ledgers.items():
        texts.setdefault(city, []).append(moves_text(issues))
    return {city: tuple(moves_in(some)) for city, some in texts.items()}


def _work(seen: Iterable[EditionView]) -> Iterator[CityWork]:
    """What was done in each city, as a build counts it."""
    by_city: dict[str, list[LedgerRow]] = {}
    for one in seen:
        if one.line:
            by_city.setdefault(one.line.city, []).append(one.line)
    for city in sorted(by_city):
        yield from works(city, work_rows(by_city[city]))


def full_lines(register: Register, today: date) -> tuple[LedgerRow, ...]:
    """The lines of the full edition, by ID."""
    return tuple(one.line for one in all_shown(register, today) if one.line)


def pages(site: SiteIndex, templates: Templates) -> Iterator[Page]:
    """Every page of a site that shows more than one city's part and has to be made."""
    for family in FAMILIES:
        yield from rendered(family.jobs, site, templates)


def rendered(
    jobs: Callable[[SiteIndex], Iterable[PageJob]], site: SiteIndex, templates: Templates
) -> list[Page]:
    """The pages that these jobs render, without the feeds and data files among them."""
    made = (job.render(site, templates) for job in jobs(site))
    return [one for one in made if isinstance(one, Page)]
