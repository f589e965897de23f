"""The job of one city: its stale ledgers validated and rendered, its downloads and shards."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from generator.audit.trails import Trail
from generator.cache.build_cache import CachedCity, CachedLedger, Row
from generator.checks.duplicate_rules import likeness_digests
from generator.checks.engine import Judgement, ReferenceRecords, judge
from generator.core import tracing
from generator.core.findings import Severity
from generator.core.serials import id_order
from generator.core.tracing import Memo
from generator.exchange.data_package import package_bytes
from generator.exchange.xlsx import xlsx_bytes
from generator.kinds.as_of import names_later
from generator.kinds.issue.downloads import deadline_calendar
from generator.kinds.issue.history import HistoryLine, TrailView, public_trail, trail_view
from generator.kinds.issue.ledger import LedgerRow, is_split
from generator.kinds.issue.model import Issue
from generator.kinds.issue.moves import moves_text
from generator.kinds.issue.pages import CaseInputs, case_page, pages_of_ledger, tombstone_page
from generator.kinds.issue.summary_rows import MOVES, summaries
from generator.kinds.issue.views import IssueView, issue_view, public_standing
from generator.kinds.issue.work_periods import work_rows
from generator.kinds.penalty.mentions import PenaltyMention
from generator.kinds.register import FiledRecord, Register
from generator.load.evidence_files import EvidenceFile, evidence_files
from generator.load.files import FileContent, contents_of, raw_of
from generator.public.leak_scan import EditionTexts, texts_of
from generator.public.policy import hides_moves, public_places
from generator.public.redaction import EditionView, edition_view, span
from generator.reports.letters import letters_pages
from generator.site.context import BuildContext, CityJob
from generator.site.dependencies import READS
from generator.site.evidence import NONE as NO_EVIDENCE
from generator.site.evidence import StagedEvidence, staged_evidence
from generator.site.index import case_events, citations
from generator.site.links import calendar_path, download_path, exposure_path, issue_path
from generator.site.overview.reminders import Reminder
from generator.site.page import Page, Templates
from generator.site.search.page import issue_shards

BATCH = 250
"""Files validated together: enough that reference records weigh little."""

NEVER = ""
"""The key of a ledger that must not be reused."""


@dataclass(frozen=True, slots=True)
class CityJobResult:
    """The ledgers that a job built, and the city's files unless there are errors."""

    ledgers: tuple[CachedLedger, ...]
    city: CachedCity | None


@dataclass(frozen=True)
class WorkerState:
    """What a worker needs for every job, with the records that issues are validated against."""

    context: BuildContext
    reference: ReferenceRecords
    templates: Templates


FolderFiles = tuple[str, str, Sequence[FileContent]]
"""A folder, its key and the files in it."""


def run_city_job(state: WorkerState, job: CityJob) -> CityJobResult:
    """Build the stale ledgers of a city, and its files. OSError."""
    ledgers = build_ledgers(state, job.stale)
    if has_errors(ledgers):
        return CityJobResult(ledgers, None)
    return CityJobResult(
        ledgers, build_city_files(state, job, [ledger.lines for ledger in ledgers])
    )


def build_ledgers(state: WorkerState, stale: Iterable[tuple[str, str]]) -> tuple[CachedLedger, ...]:
    """Validate these folders (with their keys) and stage their pages. OSError."""
    batches = _batches(state.context, stale)
    return tuple(ledger for batch in batches for ledger in _validated(state, batch))


def has_errors(ledgers: Iterable[CachedLedger]) -> bool:
    """Return whether one of them has an error, and therefore no pages."""
    return any(ledger.key == NEVER for ledger in ledgers)


def build_city_files(state: WorkerState, job: CityJob, new: Iterable[Sequence[Row]]) -> CachedCity:
    """Stage the files of a city, from the rows of its new ledgers and its fresh ones. OSError."""
    fresh = (lines for _, lines in state.context.cache.lines_of(job.fresh))
    rows = [row for lines in chain(fresh, new) for row in lines]
    lines = sorted((LedgerRow(*row) for row in rows), key=lambda line: id_order(line.id))
    all_of = CityInputs(job.city, lines, job.stamp, job.reminders)
    return city_outputs(
        state.context, state.templates, state.reference.checked.register, all_of, job.key
    )


def _batches(
    context: BuildContext, stale: Iterable[tuple[str, str]]
) -> Iterator[list[FolderFiles]]:
    batch: list[FolderFiles] = []
    for folder, key in stale:
        batch.append((folder, key, contents_of(context.root, folder)))
        if sum(len(files) for _, _, files in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _validated(state: WorkerState, batch: Sequence[FolderFiles]) -> Iterator[CachedLedger]:
    """Yield the ledgers of some folders; one with an error has no pages."""
    raws = [raw_of(file) for _, _, files in batch for file in files]
    by_path = {raw.path: raw for raw in raws}
    evidence = evidence_files(state.context.root, by_path)
    whole = judge(raws, state.reference.checked, evidence=evidence)
    found = {finding.path for finding in whole.findings}
    wrong = {one.path for one in whole.findings if one.severity is Severity.ERROR}
    filed = {one.raw.path: one for one in whole.register.of(Issue)}
    today = state.context.today
    later = {one.path for _, _, files in batch for one in files if names_later(one.content, today)}
    judgement = whole.on(today, later.__contains__)
    known = {one.raw.path: one for one in judgement.register.of(Issue)}
    for folder, key, files in batch:
        paths = [file.path for file in files]
        failed = tuple(path for path in paths if path in found or path not in filed)
        blank = CachedLedger(folder, key, records=len(paths), failed=failed)
        blank = replace(blank, likenesses=likeness_digests(by_path[path] for path in paths))
        if wrong.intersection(paths) or any(path not in filed for path in paths):
            yield replace(blank, key=NEVER)
        else:
            issues = [filed[path].record for path in paths]
            holds = span(whole.register, issues, today)
            blank = replace(blank, valid_from=holds.since, valid_until=holds.until)
            own = [known[path] for path in paths if path in known]
            yield build_ledger(state.context, state.templates, judgement, own, blank, evidence)


Pair = tuple[FiledRecord[Issue], Memo[EditionView]]
"""An issue and what the edition shows of it."""

Views = Mapping[str, Memo[IssueView]]
"""Path → view of what is shown of an issue; a page that uses it has read what it is made from."""


def build_ledger(
    context: BuildContext,
    templates: Templates,
    judgement: Judgement,
    filed: Sequence[FiledRecord[Issue]],
    blank: CachedLedger,
    evidence: Mapping[str, EvidenceFile],
) -> CachedLedger:
    """Stage the pages of a ledger and return its cache entry, from one without results."""
    register = judgement.register
    show = partial(
        _shown, context, judgement, is_split=is_split(len(filed)) and not context.is_public
    )
    memos = [Memo(partial(show, one)) for one in filed]
    all_shown = [memo.use() for memo in memos]
    lines = [one.line for one in all_shown if one.line]
    pairs = list(zip(filed, memos, strict=True))
    kept = {
        one.raw.path: staged_evidence(
            context, register, one.raw.path, one.record, seen.exposure, evidence
        )
        for one, seen in zip(filed, all_shown, strict=True)
        if one.record.evidence
    }
    texts = list(_texts(context, filed, all_shown, kept))
    views = _views(context, register, pairs, blank.folder, kept)
    with tracing.frame() as reads:
        pages = list(_pages(context, templates, register, pairs, views, blank.folder))
    return replace(
        blank,
        files={
            **{page.path: context.stage.write(page.path, context.whole(page)) for page in pages},
            **{path: digest for one in kept.values() for path, digest in one.files.items()},
        },
        links={page.path: context.links_of(page.path, page.body) for page in pages},
        summaries=[one.summary.row for one in all_shown if one.summary],
        exposed=[one.exposed.row for one in all_shown if one.exposed],
        cited=[cited.row for one in all_shown if one.issue for cited in citations(one.issue)],
        events=[
            row
            for one in all_shown
            if one.exposed and one.issue
            for row in case_events(one.issue, is_public=context.is_public)
        ],
        public=sorted(text for one in texts for text in one.public),
        internal=sorted(text for one in texts for text in one.internal),
        lines=[line.row for line in lines],
        projections={READS: "\n".join(sorted(reads)), **_moves(context, all_shown)},
    )


def _moves(context: BuildContext, all_shown: Iterable[EditionView]) -> Mapping[str, str]:
    """Return the projection to the newest steps; the public edition has none."""
    text = "" if context.is_public else moves_text(one.issue for one in all_shown if one.issue)
    return {MOVES: text} if text else {}


def _shown(
    context: BuildContext, judgement: Judgement, one: FiledRecord[Issue], *, is_split: bool
) -> EditionView:
    tracing.read(one.raw.path)
    return edition_view(
        judgement.register,
        context.today,
        one.record,
        judgement.replays.get(one.raw.path),
        is_public=context.is_public,
        is_split=is_split,
    )


def _texts(
    context: BuildContext,
    filed: Sequence[FiledRecord[Issue]],
    all_shown: Sequence[EditionView],
    kept: Mapping[str, StagedEvidence],
) -> Iterator[EditionTexts]:
    """Yield the public and internal texts of each issue; none in the full edition."""
    if context.is_public:
        for one, seen in zip(filed, all_shown, strict=True):
            issue = one.record
            told = (issue.id, seen.exposed.reason) if seen.exposed else ()
            captions = kept.get(one.raw.path, NO_EVIDENCE).captions
            yield texts_of(issue, seen.issue, (*told, *captions))


def _pages(
    context: BuildContext,
    templates: Templates,
    register: Register,
    pairs: Sequence[Pair],
    views: Views,
    folder: str,
) -> Iterator[Page]:
    """Yield the ledger's pages, in the full edition only, and a page for each case."""
    if views and not context.is_public:
        yield from _signed(templates, lambda: _ledger_pages(templates, register, views, folder))
    for one, memo in pairs:
        if memo.use().exposed:
            case = partial(_case, context, templates, register, one, memo, views)
            yield from _signed(templates, case)


def _signed(templates: Templates, render: Callable[[], Sequence[Page]]) -> Iterator[Page]:
    """Return pages that have read the same, with their commit line."""
    with tracing.frame() as reads:
        pages = render()
    tracing.read_all(reads)
    return (templates.signed(page, reads) for page in pages)


def _ledger_pages(
    templates: Templates, register: Register, views: Views, folder: str
) -> list[Page]:
    tracing.read(f"{folder}/")  # also of an issue that is there no more
    return list(pages_of_ledger(templates, register, [memo.use() for memo in views.values()]))


def _case(
    context: BuildContext,
    templates: Templates,
    register: Register,
    one: FiledRecord[Issue],
    memo: Memo[EditionView],
    views: Views,
) -> list[Page]:
    """Return the page of a case, or its tombstone."""
    seen = memo.use()
    assert seen.exposed
    if one.raw.path not in views:
        return [tombstone_page(templates, register, seen.exposed)]
    assert seen.issue
    site_address = context.layouts.address
    address = site_address + exposure_path(one.record.id) if site_address else ""
    view = views[one.raw.path].use()
    day = seen.exposed.line.exposed_on
    case = CaseInputs(seen.issue, view, seen.exposure, address, day)
    return [case_page(templates, register, case)]


def _views(
    context: BuildContext,
    register: Register,
    pairs: Sequence[Pair],
    folder: str,
    kept: Mapping[str, StagedEvidence],
) -> Views:
    trails = context.audit.trails_below(folder) if context.audit and pairs else {}
    return {
        one.raw.path: Memo(
            partial(
                _view,
                context,
                register,
                one,
                memo,
                trails.get(one.raw.path),
                kept.get(one.raw.path, NO_EVIDENCE),
            )
        )
        for one, memo in pairs
        if memo.use().issue
    }


def _view(
    context: BuildContext,
    register: Register,
    one: FiledRecord[Issue],
    memo: Memo[EditionView],
    found: Trail | None,
    kept: StagedEvidence,
) -> IssueView:
    """Return the view of one issue; without deadlines in the public edition."""
    seen = memo.use()
    assert seen.issue
    trail = _trail(context, register, one, found or Trail(one.raw.path))
    if context.is_public:
        programme = register.programmes[one.record.programme_id]
        trail = trail and public_trail(trail, public_places(one.record, programme))
    part = seen.line.part if seen.line else ""
    view = issue_view(register, seen.issue, seen.replayed, trail, part)
    view = replace(view, evidence=kept.view, penalties=_penalties(context, view))
    if context.is_public and view.standing and seen.replayed:
        programme = register.programmes[one.record.programme_id]
        partly = hides_moves(seen.replayed.path, programme, register.vocabulary)
        return replace(view, standing=public_standing(view.standing, partly=partly))
    return view


def _penalties(context: BuildContext, view: IssueView) -> tuple[PenaltyMention, ...]:
    """Return the penalties of an issue; beside a name that was rewritten in public no other."""
    found = context.penalties.get(view.id, ())
    if context.is_public and view.masked:
        found = tuple(one for one in found if one.is_masked)
    tracing.read_all(one.record for one in found)
    return found


def _trail(
    context: BuildContext, register: Register, one: FiledRecord[Issue], trail: Trail
) -> TrailView | None:
    """Who recorded what; of a published case nothing counts as late: it was recorded from there."""
    if context.audit is None:
        return None
    issue = one.record
    return trail_view(
        context.audit,
        trail,
        Issue,
        [HistoryLine(event.date, event.corrected) for event in issue.events],
        published=register.is_published(issue.id),
    )


NOTE = "蓝天台账导出；每行一个问题，各列含义见说明。"


@dataclass(frozen=True, slots=True)
class CityInputs:
    """All lines of a city, what else falls due, and the day of the last commit to any of it."""

    city: str
    lines: Sequence[LedgerRow]
    stamp: date
    reminders: Sequence[Reminder] = ()


def city_outputs(
    context: BuildContext, templates: Templates, register: Register, all_of: CityInputs, key: str
) -> CachedCity:
    """Stage the files of a city."""
    with tracing.frame() as reads:
        city = _staged(context, templates, register, all_of)
    return replace(city, key=key, reads="\n".join(sorted(reads)))


def _staged(
    context: BuildContext, templates: Templates, register: Register, all_of: CityInputs
) -> CachedCity:
    """Stage the files; return them with the summaries of the shards and the links of the pages."""
    addresses = {line.id: issue_path(line) for line in all_of.lines}
    shards = issue_shards(all_of.city, all_of.lines, addresses)
    contents = [(one.path, one.text.encode()) for one in shards]
    pages: list[Page] = []
    if all_of.lines and not context.is_public:
        contents += _for_the_staff(register, all_of)
        pages += _signed(templates, partial(_letters, templates, register, all_of))
    contents += [(page.path, context.whole(page)) for page in pages]
    if (all_of.lines or all_of.reminders) and not context.is_public:
        contents.append(_calendar(register, all_of))
    files = {path: context.stage.write(path, content) for path, content in contents}
    return CachedCity(
        all_of.city,
        NEVER,
        files,
        [astuple(one.summary) for one in shards],
        work=[] if context.is_public else work_rows(all_of.lines),
        links={page.path: context.links_of(page.path, page.body) for page in pages},
    )


def _letters(templates: Templates, register: Register, all_of: CityInputs) -> list[Page]:
    tracing.read(summaries(city=all_of.city))
    return list(letters_pages(templates, register, all_of.city, all_of.lines))


def _for_the_staff(register: Register, all_of: CityInputs) -> Iterator[tuple[str, bytes]]:
    city, lines = all_of.city, all_of.lines
    found = register.cities.get(city)
    name = found.name if found else city
    title = f"{name}问题台账"
    yield download_path(city, "xlsx"), xlsx_bytes(lines, title, NOTE)
    yield download_path(city, "zip"), package_bytes(lines, f"ledger-{city}", title, NOTE)


def _calendar(register: Register, all_of: CityInputs) -> tuple[str, bytes]:
    found = register.cities.get(all_of.city)
    name = f"{found.name if found else all_of.city}应办期限"
    text = deadline_calendar(name, all_of.lines, all_of.stamp, all_of.reminders)
    return calendar_path(all_of.city), text.encode()
