"""What is read while a page is rendered: each read by its selector, also through memos."""

from collections.abc import Callable

import pytest

from generator.core import tracing
from generator.core.tracing import Index, Memo, traced_property
from generator.kinds.action.model import Action
from generator.kinds.grid.model import Grid
from generator.kinds.incident.model import Incident
from generator.kinds.issue.summaries import Overview
from generator.kinds.issue.summary_rows import IssueSummaries, LedgerSummaries
from generator.kinds.record_index import selector_of
from generator.kinds.register import Register
from generator.kinds.registry import BY_MODEL
from generator.kinds.round.model import Round
from generator.kinds.task.model import Task
from generator.kinds.team.model import Team
from generator.site.build import read_register
from generator.site.page import PageJob, Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import all_shown, site_index_of


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def reads_of(work: Callable[[], object]) -> set[str]:
    with tracing.frame() as reads:
        work()
    return reads


def test_outside_of_a_frame_nothing_is_recorded() -> None:
    tracing.read("records/a.yml")
    assert reads_of(lambda: None) == set()
    assert not tracing.is_active()


def test_inner_frame_keeps_its_reads_to_itself() -> None:
    with tracing.frame() as outer:
        tracing.read("outer")
        assert reads_of(lambda: tracing.read("inner")) == {"inner"}
    assert outer == {"outer"}


def test_memo_gives_its_reads_to_whoever_uses_it() -> None:
    made = []
    with tracing.frame() as first:
        memo = Memo(lambda: (made.append(1), tracing.read("a")))
    assert first == set()
    assert reads_of(memo.use) == {"a"}
    assert reads_of(memo.use) == {"a"}
    assert made == [1]


class Counted:
    """Values that are made once."""

    def __init__(self) -> None:
        self.made = 0

    @traced_property
    def base(self) -> int:
        """Is read to make the other one."""
        self.made += 1
        tracing.read("base")
        return 1

    @traced_property
    def sum(self) -> int:
        """Reads more."""
        tracing.read("sum")
        return self.base + 1


def test_property_is_made_once_and_replays_what_it_read() -> None:
    counted = Counted()
    assert reads_of(lambda: counted.base) == {"base"}
    assert reads_of(lambda: counted.sum) == {"base", "sum"}
    assert reads_of(lambda: counted.sum) == {"base", "sum"}
    assert (counted.made, counted.sum) == (1, 2)


def test_record_is_read_by_its_path_and_also_where_there_is_none(register: Register) -> None:
    assert reads_of(lambda: register.cities["990100"]) == {"records/cities/990100.yml"}
    assert reads_of(lambda: register.cities.get("990999")) == {"records/cities/990999.yml"}
    assert reads_of(lambda: "LS19-R09" in register.rounds) == {"records/rounds/LS19/R09.yml"}
    assert reads_of(lambda: register.programmes.get("none")) == {"records/programmes/"}
    assert reads_of(lambda: list(register.cities)) == {"records/cities/"}
    assert reads_of(lambda: register.find(Grid, "LS19-990100-W")) == {
        "records/grids/LS19/990100.yml"
    }
    assert reads_of(lambda: register.vocabulary) == {"records/vocabulary.yml"}


@pytest.mark.parametrize(
    ("model", "parts", "selector"),
    [
        (Task, {"city": "990100"}, "records/tasks/*/990100/"),
        (Task, {"programme": "LS19", "city": "990100"}, "records/tasks/LS19/990100/"),
        (Task, {}, "records/tasks/"),
        (Team, {"programme": "LS19", "city": "990100"}, "records/teams/LS19/*/990100.yml"),
        (Team, {"programme": "LS19", "round_name": "R01"}, "records/teams/LS19/R01/"),
        (Round, {"programme": "LS19"}, "records/rounds/LS19/"),
        (Incident, {"programme": "LS19", "round_name": "R02"}, "records/incidents/LS19/"),
        (Action, {"city": "990100"}, "records/actions/"),
    ],
)
def test_selection_is_read_as_far_as_paths_tell(
    register: Register, model: type, parts: dict[str, str], selector: str
) -> None:
    found: list[object] = []
    assert reads_of(lambda: found.extend(register.select(model, **parts))) == {selector}
    assert found == [one.record for one in register.of(model) if fits(one.record, **parts)]


def fits(record: object, programme: str = "", city: str = "", round_name: str = "") -> bool:
    its_city = record.whom.city if isinstance(record, Action) else getattr(record, "city_id", "")
    its_round = getattr(record, "round_id", "").rpartition("-")[2]
    own = (getattr(record, "programme_id", ""), its_city, its_round)
    return all(
        want in ("", has) for want, has in zip((programme, city, round_name), own, strict=True)
    )


def test_issues_are_read_ledger_by_ledger(register: Register) -> None:
    by_ledger: dict[str, list[tuple[object, ...]]] = {}
    for one in all_shown(register, TODAY):
        by_ledger.setdefault(one.summary.ledger, []).append(one.summary.row)
    summaries = IssueSummaries(
        [LedgerSummaries(name, ("2019-05",), rows) for name, rows in sorted(by_ledger.items())]
    )
    overview = Overview(summaries, TODAY.isoformat())
    of_city = {"records/issues/*/990100/#ledgers", "records/issues/*/990100/#summary"}
    for _ in range(2):  # made, then kept
        assert reads_of(lambda: overview.by_city["990100"]) <= of_city
        assert "records/issues/*/990100/#summary" in reads_of(lambda: overview.cities["990100"])
    assert reads_of(lambda: overview.by_city.get("990999")) == {"records/issues/*/990999/#ledgers"}
    assert reads_of(lambda: list(overview.by_round)) == {"records/issues/#ledgers"}
    assert "records/issues/LS19/*/R01/#summary" in reads_of(lambda: overview.by_round["LS19-R01"])
    assert "records/issues/#summary" in reads_of(lambda: overview.all)
    named = "LS19-990100-R01-P01-001"
    assert reads_of(lambda: overview.by_id[named]) == {
        f"records/issues/LS19/990100/R01/{named}.yml#summary"
    }


def test_page_has_read_the_records_that_it_is_given(register: Register) -> None:
    site = site_index_of(register, TODAY)
    city = register.cities["990100"]
    job = PageJob("a.html", lambda *_: "", (city, 3))
    assert reads_of(lambda: job.render(site, Templates())) == {"records/cities/990100.yml"}


def test_index_finds_paths_by_selector() -> None:
    index = Index(
        {
            "records/tasks/A/1/x.yml": 1,
            "records/tasks/A/2/y.yml": 2,
            "records/tasks/B/1/z.yml": 3,
            "records/teams/A/R1/1.yml": 4,
            "records/vocabulary.yml": 5,
        }
    )
    assert index.select("records/tasks/") == [1, 2, 3]
    assert index.select("records/tasks/*/1/") == [1, 3]
    assert index.select("records/tasks/A/1/x.yml") == [1]
    assert index.select("records/tasks/A/1/none.yml") == ()
    assert index.select("records/teams/A/*/1.yml") == [4]
    assert index.select("records/vocabulary.yml") == [5]
    assert index.select("records/") == [1, 2, 3, 4, 5]


def test_selector_of_a_kind_ends_where_nothing_more_is_asked() -> None:
    assert selector_of(BY_MODEL[Grid], city="990100") == "records/grids/*/990100.yml"
    assert selector_of(BY_MODEL[Grid], programme="LS19") == "records/grids/LS19/"
