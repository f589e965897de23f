"""The pages that count: each number leads to exactly the records that it counts."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import chain
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from generator.kinds.assessment.pages import assessment_pages
from generator.kinds.assistance.model import Assistance
from generator.kinds.assistance.pages import assistance_pages
from generator.kinds.city.pages import city_pages
from generator.kinds.grid.pages import grid_pages
from generator.kinds.incident.model import Incident
from generator.kinds.incident.pages import incident_pages
from generator.kinds.issue.ledger import IssueSummary
from generator.kinds.issue.pages import ledger_pages
from generator.kinds.programme.accountability_pages import accountability_page
from generator.kinds.programme.one_list import list_pages
from generator.kinds.programme.pages import programme_pages
from generator.kinds.register import Register
from generator.kinds.round.pages import round_pages
from generator.kinds.team.pages import team_pages
from generator.site.build import read_register
from generator.site.index import SiteIndex
from generator.site.links import CASE_COUNTS
from generator.site.overview import work_tables as work_tables_module
from generator.site.overview.home import home_page
from generator.site.overview.progress import progress_pages
from generator.site.overview.work_tables import work_tables
from generator.site.page import Page, Templates
from generator.site.search.page import other_entries
from generator.site.search.shards import SearchEntry
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import all_shown, full_lines, pages, rendered, site_index_of

TODAY_TEXT = TODAY.isoformat()


class Parts(HTMLParser):
    """The anchors of a page, and its links with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self._href = ""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.add(values.get("id") or "")
        if tag == "a":
            self._href, self._words = values.get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.links.append((self._href, self._words.strip()))


def parsed(body: str) -> Parts:
    parts = Parts()
    parts.feed(body)
    return parts


def lies_in(day: str, wanted: str) -> bool:
    """Whether a day, or a month without a day, lies in a date or from one date to another."""
    first, _, last = wanted.partition("..")
    if not last:
        return day.startswith(first)
    return len(day) >= len(last) and first <= day[: len(first)] and day[: len(last)] <= last


def matches(one: IssueSummary, facets: Mapping[str, str], said: str = "") -> bool:
    """What the search is to find, said once more in other words."""
    says = {
        "kind": lambda word: word == "问题",
        "programme": lambda word: one.programme == word,
        "city": lambda word: one.city == word,
        "round": lambda word: one.round == int(word),
        "county": lambda word: (one.county or one.county_name) == word,
        "group": lambda word: one.group == word,
        "category": lambda word: one.category == word,
        "status": lambda word: one.status == word,
        "open": lambda word: one.openness == word,
        "outcome": lambda word: one.outcome == word,
        "overdue": lambda word: word == "1" and one.is_over(TODAY_TEXT),
        "exposed": lambda word: word == "1" and bool(one.exposed_on),
        "returned": lambda word: word == "1" and one.returned > 0,
        "medium": lambda word: one.medium == word,
        "origin": lambda word: one.comes_from == word,
        "date": lambda word: lies_in(one.found_on, word),
        "q": lambda word: all(
            part in f"{one.id} {one.county_name} {said}" for part in word.split()
        ),
    }
    return all(says[name](word) for name, word in facets.items())


def beside(register: Register, facets: Mapping[str, str]) -> int:
    """Return how many incidents or assistance records the search must find."""
    some: Sequence[Incident | Assistance] = {
        "现场情况": register.incidents,
        "帮扶": register.assistance,
    }[facets["kind"]]
    ends = {"办结", "采纳", "开展"}
    says: Mapping[str, Callable[[Incident | Assistance], str]] = {
        "kind": lambda one: facets["kind"],
        "programme": lambda one: one.programme_id,
        "city": lambda one: one.city_id,
        "round": lambda one: str(one.round_number),
        "open": lambda one: "closed" if ends & {event.step for event in one.events} else "open",
        "q": lambda one: f"{'情形' if isinstance(one, Incident) else '形式'}：{one.kind}",
    }
    return sum(all(says[name](one) == word for name, word in facets.items()) for one in some)


def grids(register: Register, facets: Mapping[str, str]) -> int:
    """How many grids the search is to find; once more in other words."""
    level, _, office = facets["q"].partition(" ")
    return sum(
        level == f"层级：{node.level}；" and (not office or bool(node.office))
        for grid in register.grids
        if (grid.programme_id, grid.city_id) == (facets["programme"], facets["city"])
        for node in grid.nodes
    )


def searched(entry: SearchEntry) -> str:
    """All that the search finds a record by."""
    return "\n".join((entry.id, entry.title, entry.text, entry.place, *entry.extra_texts))


def counting_pages(site: SiteIndex) -> Iterator[Page]:
    templates = Templates()
    yield home_page(site, templates)
    yield accountability_page(site, templates)
    listing = (programme_pages, list_pages, round_pages, team_pages)
    beside_problems = (incident_pages, assistance_pages, grid_pages)
    for some in (
        city_pages,
        progress_pages,
        work_tables,
        *listing,
        *beside_problems,
        assessment_pages,
    ):
        yield from rendered(some, site, templates)


@pytest.fixture(scope="module", params=[SAMPLE, REPOSITORY], ids=["sample", "own"])
def register(request: pytest.FixtureRequest) -> Register:
    return read_register(request.param).register


def test_every_number_leads_to_as_many_records(register: Register) -> None:
    site = site_index_of(register, TODAY)
    said = {one.id: one.extra_text for one in full_lines(register, TODAY)}
    checked = 0
    for page in counting_pages(site):
        for href, words in parsed(page.body).links:
            number = re.fullmatch(r"(?:全部 )?(\d+)(?: 个)?", words)
            facets = dict(parse_qsl(urlsplit(href).query))
            if "search/index.html?" not in href or not number or facets["kind"] != "问题":
                continue
            found = sum(matches(one, facets, said[one.id]) for one in site.summaries)
            assert found == int(number[1]), (page.path, href)
            checked += 1
    assert checked > 200


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
def test_numbers_at_the_links_of_a_case_are_those_of_the_search(
    register: Register, *, is_public: bool
) -> None:
    """The search finds what has a line, tombstones among it."""
    seen = all_shown(register, TODAY, is_public=is_public)
    lines = [one.line for one in seen if one.line and one.line.exposed_on]
    site = site_index_of(register, TODAY, is_public=is_public)
    [job] = [one for one in ledger_pages(site) if one.path == CASE_COUNTS]
    counts = json.loads(str(job.render(site, Templates())).partition("(")[2].removesuffix(");\n"))
    assert dict(counts["city"]) == Counter(one.city for one in lines)
    assert dict(counts["category"]) == Counter(one.category for one in lines)


def test_numbers_of_incidents_assistance_and_grids_lead_to_as_many_records() -> None:
    """As the search would count them by what it knows of each."""
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY)
    entries = list(other_entries(site))
    checked: Counter[tuple[str, str]] = Counter()
    for page in counting_pages(site):
        for href, words in parsed(page.body).links:
            facets = dict(parse_qsl(urlsplit(href).query))
            number = re.fullmatch(r"(?:\S+ )?(\d+)", words)
            if facets.get("kind") not in ("现场情况", "帮扶", "网格"):
                continue
            assert number, (page.path, words)
            count = grids if facets["kind"] == "网格" else beside
            assert count(register, facets) == int(number[1]), (page.path, href)
            said = facets.pop("q", "").split()
            hits = [one for one in entries if all(word in searched(one) for word in said)]
            hits = [one for one in hits if all(getattr(one, k) == v for k, v in facets.items())]
            assert len(hits) == int(number[1]), (page.path, href)
            checked[facets["kind"], page.path.partition("/")[0]] += 1
    folders = {("现场情况", "cities"), ("现场情况", "rounds"), ("现场情况", "incidents")}
    folders |= {
        ("帮扶", "cities"),
        ("帮扶", "rounds"),
        ("帮扶", "programmes"),
        ("帮扶", "assistance"),
    }
    assert set(checked) == folders | {("网格", "grids")}
    assert checked.total() > 70


def test_work_of_many_groups_is_on_several_pages_each_group_on_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY)
    whole = groups_at_work(site)
    assert list(whole) == ["progress/work-LS19-R03.html"]
    monkeypatch.setattr(work_tables_module, "_GROUPS", 2)
    parts = groups_at_work(site)
    assert list(parts) == ["progress/work-LS19-R03.html", "progress/work-LS19-R03-2.html"]
    assert [*chain(*parts.values())] == [*chain(*whole.values())]
    assert max(len(some) for some in parts.values()) == 2


def groups_at_work(site: SiteIndex) -> dict[str, list[str]]:
    """Page of a round → the groups of the last of its tables."""
    made = rendered(work_tables, site, Templates())
    bodies = {one.path: one.body for one in made if "work-LS19-R03" in one.path}
    row = re.compile(r'<th scope="row"[^>]*>(?:<[^>]*>)?([^<]+)')
    return {path: row.findall(body.rpartition("<table")[2]) for path, body in bodies.items()}


def test_every_link_of_the_sample_leads_to_a_page_and_an_anchor() -> None:
    site = site_index_of(read_register(SAMPLE).register, TODAY)
    made = {page.path: parsed(page.body) for page in pages(site, Templates())}
    dead = []
    for path, parts in made.items():
        for href, _ in parts.links:
            target = urlsplit(href)
            place = target.path.removeprefix("../") if "/" in path else target.path
            place = (place or path) if target.path else path
            if target.scheme or place not in made:
                continue
            if target.fragment and unquote(target.fragment) not in made[place].anchors:
                dead.append((path, href))
    assert dead == []


def test_public_edition_counts_what_it_may_and_names_only_what_was_made_public() -> None:
    register = read_register(SAMPLE).register
    site = site_index_of(register, TODAY, is_public=True)
    every = site_index_of(register, TODAY).summaries
    hidden = [one for one in every if not one.exposed_on]
    named = [one for one in site.summaries if one.has_page]
    for page in counting_pages(site):
        for one in hidden:
            assert one.id not in page.body, page.path
            assert one.site not in page.body, page.path
        for href, said in parsed(page.body).links:
            assert not re.search(r"ledgers/.|downloads/|calendars/", href), (page.path, href)
            if "search/index.html?kind=问题" in href and said.isdecimal():
                facets = dict(parse_qsl(urlsplit(href).query))
                if "q" not in facets:
                    found = sum(matches(one, facets) for one in named)
                    assert int(said) == found, (page.path, href)
    rules = {one.id: one.publication for one in register.programmes.values()}
    told = {name for name, rule in rules.items() if rule and rule.counts_issue(is_accepted=False)}
    counted = [one for one in every if one.exposed_on or one.programme in told]
    assert len(hidden) < len(counted) < len(every)
    own = [one for one in counted if one.city == "990100"]
    (city,) = (page for page in pages(site, Templates()) if page.path == "cities/990100.html")
    assert f">{len(own)}<" in city.body.partition("发现</b>")[2].partition("</li>")[0]


def test_tomorrow_changes_only_pages_that_say_as_of_when() -> None:
    register = read_register(SAMPLE).register
    today, later = (
        {page.path: page.body for page in pages(site_index_of(register, day), Templates())}
        for day in (TODAY, TODAY.replace(day=2))
    )
    mine = {page.path for page in counting_pages(site_index_of(register, TODAY))}
    changed = {path for path in mine if today[path] != later[path]}
    assert all("截至 2019-08-01" in today[path] for path in changed)
    kinds = {re.sub(r"[A-Z]{2}\d\d-R\d\d|\d{6}", "…", path) for path in changed}
    assert kinds == {
        *(
            "index.html",
            "cities/index.html",
            "cities/….html",
            "cities/…/….html",
            "cities/…/uaa….html",
            "cities/…/changes.html",
            "cities/…/exposures.html",
            "cities/…/problems.html",
            "cities/…/tasks.html",
            "rounds/….html",
            "rounds/…-cities.html",
            "rounds/…-issues.html",
            "progress/status.html",
            "progress/work-cities.html",
            "progress/work-….html",
        ),
        *("teams/….html", "teams/…-….html"),
        *("incidents/index.html", "incidents/….html", "assistance/index.html", "assistance/….html"),
    }
