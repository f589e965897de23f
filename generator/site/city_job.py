"""One ledger of a chapter: the problems of one folder, from judged records to finished pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from generator.audit.trails import Trail
from generator.chapters.projections import READS
from generator.check.judge import Judgement
from generator.core import tracing
from generator.core.tracing import Memo
from generator.derive.citations import citations
from generator.derive.problems.parts import is_split
from generator.edition.cases import public_places
from generator.kinds.issue.history import Line, TrailView, public_trail, trail_view
from generator.kinds.issue.model import Issue
from generator.kinds.issue.pages import pages_of_ledger
from generator.kinds.issue.views import IssueView, issue_view
from generator.kinds.programme.model import Programme
from generator.kinds.register import Filed, Register
from generator.public.leak_scan import Texts, texts_of
from generator.public.redaction import Shown, shown, span
from generator.render.problems.cases import case_page, stone_page
from generator.site.context import Setting
from generator.site.links import exposure_path
from generator.site.page import Page, Templates
from generator.store.kept import KeptLedger

Pair = tuple[Filed[Issue], Memo[Shown]]
"""A problem and what the edition shows of it."""

Views = Mapping[str, Memo[IssueView]]
"""Path → view of what is shown of a problem; a page that uses it has read what it is made from."""


def made_ledger(
    setting: Setting,
    templates: Templates,
    judgement: Judgement,
    filed: Sequence[Filed[Issue]],
    blank: KeptLedger,
) -> KeptLedger:
    """The ledger of these problems, its pages put on the stage; `blank` says where they lie."""
    register = judgement.register
    issues = [one.record for one in filed]
    show = partial(
        _shown, setting, judgement, is_split=is_split(len(filed)) and not setting.is_public
    )
    memos = [Memo(partial(show, one)) for one in filed]
    all_shown = [memo.use() for memo in memos]
    lines = [one.line for one in all_shown if one.line]
    holds = span(issues, register.vocabulary, setting.today)
    texts = list(_texts(setting, issues, all_shown))
    pairs = list(zip(filed, memos, strict=True))
    views = _views(setting, register, pairs, blank.folder)
    with tracing.frame() as reads:
        pages = list(_pages(setting, templates, register, pairs, views))
    return replace(
        blank,
        since=holds.since,
        until=holds.until,
        files={page.path: setting.stage.put(page.path, _whole(setting, page)) for page in pages},
        briefs=[one.brief.row for one in all_shown],
        exposed=[one.exposed.row for one in all_shown if one.exposed],
        cited=[cited.row for one in all_shown if one.issue for cited in citations(one.issue)],
        public=sorted(text for one in texts for text in one.public),
        internal=sorted(text for one in texts for text in one.internal),
        lines=[line.row for line in lines],
        marks={READS: "\n".join(sorted(reads))},
    )


def _shown(setting: Setting, judgement: Judgement, one: Filed[Issue], *, is_split: bool) -> Shown:
    tracing.read(one.raw.path)
    return shown(
        judgement.register,
        setting.today,
        one.record,
        judgement.replays.get(one.raw.path),
        is_public=setting.is_public,
        is_split=is_split,
    )


def _texts(
    setting: Setting, issues: Sequence[Issue], all_shown: Sequence[Shown]
) -> Iterator[Texts]:
    """What the public may read of each problem, and what not; nothing in the full edition."""
    if setting.is_public:
        for issue, seen in zip(issues, all_shown, strict=True):
            told = (issue.id, seen.exposed.reason) if seen.exposed else ()
            yield texts_of(issue, seen.issue, told)


def _whole(setting: Setting, page: Page) -> bytes:
    return setting.frame.filled(page.path, page.title, page.body).encode()


def _pages(
    setting: Setting,
    templates: Templates,
    register: Register,
    pairs: Sequence[Pair],
    views: Views,
) -> Iterator[Page]:
    """The ledger's pages, in the full edition only, and a page for each case."""
    if views and not setting.is_public:
        yield from _signed(templates, lambda: _ledger_pages(templates, register, views))
    for one, memo in pairs:
        if memo.use().exposed:
            case = partial(_case, setting, templates, register, one, memo, views)
            yield from _signed(templates, case)


def _signed(templates: Templates, render: Callable[[], Sequence[Page]]) -> Iterator[Page]:
    """Pages that have read the same."""
    with tracing.frame() as reads:
        pages = render()
    tracing.read_all(reads)
    return (templates.signed(page, reads) for page in pages)


def _ledger_pages(templates: Templates, register: Register, views: Views) -> list[Page]:
    return list(pages_of_ledger(templates, register, [memo.use() for memo in views.values()]))


def _case(
    setting: Setting,
    templates: Templates,
    register: Register,
    one: Filed[Issue],
    memo: Memo[Shown],
    views: Views,
) -> list[Page]:
    """The page of a case, or what stands in its place."""
    seen = memo.use()
    assert seen.exposed
    if one.raw.path not in views:
        return [stone_page(templates, register, seen.exposed)]
    path = exposure_path(one.record.id)
    programme = register.programmes.get(one.record.programme_id)
    place = setting.frame.address and setting.frame.address + path
    view = views[one.raw.path].use()
    return [case_page(templates, view, seen.exposure, programme, place or "")]


def _views(setting: Setting, register: Register, pairs: Sequence[Pair], folder: str) -> Views:
    trails = setting.audit.trails_below(folder) if setting.audit and pairs else {}
    return {
        one.raw.path: Memo(partial(_view, setting, register, one, memo, trails.get(one.raw.path)))
        for one, memo in pairs
        if memo.use().issue
    }


def _view(
    setting: Setting, register: Register, one: Filed[Issue], memo: Memo[Shown], found: Trail | None
) -> IssueView:
    """The view of one problem; in public no deadline, which is a matter of those who owe."""
    seen = memo.use()
    assert seen.issue
    trail = _trail(setting, register, one, found or Trail(one.raw.path))
    if setting.is_public:
        programme = register.programmes[one.record.programme_id]
        trail = trail and public_trail(trail, public_places(one.record, programme))
    part = seen.line.part if seen.line else ""
    view = issue_view(register, seen.issue, seen.replayed, trail, part)
    if setting.is_public and view.standing:
        return replace(view, standing=replace(view.standing, dues=(), next=""))
    return view


def _trail(
    setting: Setting, register: Register, one: Filed[Issue], trail: Trail
) -> TrailView | None:
    """Who recorded what; of a published case nothing counts as late: it was recorded from there."""
    if setting.audit is None:
        return None
    issue = one.record
    programme: Programme | None = register.programmes.get(issue.programme_id)
    return trail_view(
        setting.audit,
        trail,
        Issue,
        [Line(event.date, event.corrected) for event in issue.events],
        published=bool(programme and programme.is_published(issue.group_letter)),
    )
