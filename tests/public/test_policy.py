"""What the public may see: fields, exposures with their term, cases and tombstones."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.core.dates import PartialDate, months_later
from generator.core.fields import InternalRecord, Public, Shape, Text
from generator.core.model_walk import inner_model
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.issue.model import Event, Issue
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import FiledRecord
from generator.kinds.registry import KINDS
from generator.public.policy import (
    Exposure,
    Publicity,
    Statement,
    exposing,
    exposure_of,
    is_public,
    public_form,
    public_names,
    public_register,
)
from generator.site.build import read_register
from tests.making import SOURCE
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import all_shown

REGISTER = read_register(SAMPLE).register
RULES = REGISTER.programmes["LS19"]
WORDS = REGISTER.vocabulary

# Penalties


@pytest.mark.parametrize(
    ("changes", "first", "last"),
    [
        ({}, None, None),
        ({"publish_from": "2019-07-05"}, date(2019, 7, 5), date.max),
        ({"publish_from": "2019-07-05", "publish_until": "2019-07-31"}, "from", "until"),
        ({"sources": [SOURCE]}, date.min, date.max),
        (
            {"sources": [SOURCE], "events": [{"date": "2019-08-01", "step": "信用修复"}]},
            date.min,
            date(2019, 7, 31),
        ),
        (
            {"publish_from": "2019-07-05", "events": [{"date": "2019-07-05", "step": "撤销处罚"}]},
            None,
            None,
        ),
    ],
)
def test_penalty_is_public_on_the_days_of_its_term(
    changes: dict[str, Any], first: date | str | None, last: date | str | None
) -> None:
    fields = {
        **{"id": "LS19-990100-F001", "letter": "示环罚〔2019〕1号", "date": "2019-07-01"},
        **{"by": "示例局", "whom": {"name": "示例厂"}, "cause": "示例", "measures": ["罚款"]},
    }
    penalty = Penalty.model_validate(fields | changes)
    first = penalty.publish_from if first == "from" else first
    last = penalty.publish_until if last == "until" else last
    for day in (date(2019, 7, 4), *(date(2019, 7, 5) + timedelta(n) for n in range(60))):
        is_within = first is not None and first <= day <= last
        assert penalty.is_told_on(day, WORDS) == is_within, day


# Fields


def paths(model: type[BaseModel], *, public: bool) -> Iterator[str]:
    """Every field that is public, or every one that is not, as `site.name`."""
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if (name in public_names(model)) != public:
            if public:
                continue
            yield from ([f"{name}.{one}" for one in paths(inner, public=False)] if inner else [])
        elif inner and public:
            yield from (f"{name}.{one}" for one in paths(inner, public=True))
        else:
            yield name


def test_public_fields_of_an_issue_are_these_and_no_others() -> None:
    assert list(paths(Issue, public=True)) == [
        "id",
        "kind",
        "place.county",
        "place.name",
        "other_places.county",
        "other_places.name",
        "site.name",
        "site.credit_code",
        "site.kind",
        "site.masked",
        "site.town",
        "category",
        "other_categories",
        "medium",
        "other_media",
        "quantity.value",
        "quantity.unit",
        "capacity.value",
        "capacity.unit",
        "found",
        "demand",
        "goal",
        "measures",
        "target_date",
        "lasting",
        "handling",
        "round_stated",
        "sources.title",
        "sources.publisher",
        "sources.date",
        "sources.url",
        "sources.reliability",
        "relations.kind",
        "relations.id",
        "events.date",
        "events.not_after",
        "events.step",
        "events.by",
        "events.result",
        "events.notice_from",
        "events.notice_until",
        "events.notice_at",
        "events.people",
        "events.grade",
        "events.publish_from",
        "events.publish_until",
        "events.statement",
        "events.words",
        "events.source",
        "events.same_as",
    ]


def test_internal_fields_of_the_records_are_these_and_no_others() -> None:
    found = {
        kind.name: sorted(paths(kind.model, public=False))
        for kind in KINDS
        if list(paths(kind.model, public=False))
    }
    open_kinds = ("issue", "programme", "lifecycle", "city", "round", "bulletin")
    with_corrections = {name for name, own in found.items() if "corrections" in own}
    assert with_corrections == {kind.name for kind in KINDS if kind.name not in open_kinds}
    for own in found.values():
        own[:] = [path for path in own if path != "corrections"]
    assert found == {
        "issue": [
            "comes_from",
            "dispatch_number",
            *("events.application", "events.applied_on", "events.approved_by", "events.corrects"),
            *("events.due", "events.letter", "events.note", "events.plan_due", "events.releases"),
            *("events.review_letter", "events.reviewed_by", "events.reviewed_on"),
            "events.unit",
            "events.unit_due",
            "evidence",
            "origin",
            "receipt_number",
            "responsible",
            "round_inferred",
            "site.position",
            "trigger",
            "unit",
        ],
        "bulletin": ["table"],
        "team": [
            "branch",
            "confirmations",
            "groups.area",
            "groups.lead",
            "groups.reported",
            "groups.staff",
            "groups.task",
            "handover",
            "note",
        ],
        "action": ["cause.issues", "letter", "note", "origin"],
        "task": ["note", "origin"],
        "assistance": ["issues", "note", "receiver", "unit"],
        "target": ["aims.explanation", "note"],
        "assessment": ["note", "people"],
        "appraisal": ["note", "outcomes.note"],
        "grid": ["note"],
        "monitor": ["note", "stations.states.note", "units.states.note", "units.unit"],
        "quick": ["issues", "items", "note"],
        "liaison": ["note"],
        "incident": [
            "events.by",
            "events.said",
            "group",
            "handler",
            "issues",
            "matter",
            "note",
            "result",
            "site",
        ],
        "visit": ["counts.group", "counts.note", "counts.with_problems", "note"],
        "penalty": ["events.said", "issues", "note", "unit"],
        "unit": [
            *("basis", "called", "credit_code", "id", "industry", "key_unit", "names", "note"),
            *("permit", "place"),
        ],
    }
    assert list(paths(Vocabulary, public=False)) == []


def test_field_that_nobody_marked_is_internal() -> None:
    class Part(Shape):
        shown: Public[Text]
        new: Text

    assert public_names(Part) == {"shown"}
    assert public_form(Part(shown="a", new="b").model_copy()).__dict__ == {"shown": "a"}


def every_part(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The models of the public parts of a record, itself included."""
    inner = [inner_model(model.model_fields[name].annotation) for name in public_names(model)]
    return {model}.union(*(every_part(one) for one in inner if one))


@pytest.mark.parametrize(
    "kind",
    [one for one in KINDS if not issubclass(one.model, InternalRecord)],
    ids=lambda kind: kind.name,
)
def test_what_a_record_must_have_is_public_so_that_its_public_form_is_whole(kind: Any) -> None:
    for part in every_part(kind.model):
        required = {name for name, info in part.model_fields.items() if info.is_required()}
        assert required <= public_names(part), part


def marked(model: type[BaseModel], place: str) -> BaseModel:
    """A record with, in each of its fields, a text that says where it stands."""
    fields: dict[str, object] = {}
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        value: object = marked(inner, f"{place}.{name}") if inner else f"<{place}.{name}>"
        fields[name] = [value] if "list[" in str(info.annotation) else value
    return model.model_construct(None, **fields)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for part in value.__dict__.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_public_form_holds_every_public_value_and_no_internal_one(kind: Any) -> None:
    record = marked(kind.model, kind.name)
    wanted = {f"<{kind.name}.{path}>" for path in paths(kind.model, public=True)}
    assert set(texts(public_form(record))) == wanted
    assert set(texts(record)) >= wanted


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("found", True),
        ("place.name", True),
        ("sources.1.url", True),
        ("events.2.statement", True),
        ("events.2", False),
        ("events.2.note", False),
        ("events.2.due", False),
        ("trigger", False),
        ("origin.row", False),
        ("site.owner", False),
        ("found.more", False),
        ("1", False),
        ("", False),
        ("no_such_field", False),
    ],
)
def test_place_in_a_trail_is_public_or_not(path: str, expected: bool) -> None:
    assert is_public(path) is expected


def test_place_in_the_trail_of_another_kind() -> None:
    assert is_public("rows.3.value", Bulletin)
    assert not is_public("table", Bulletin)


# Exposures

EXPOSED: dict[str, Any] = {
    "date": "2019-06-01",
    "step": "曝光",
    "approved_by": "示例主管部门负责人",
    "grade": "轻微",
    "publish_from": "2019-06-10",
    "publish_until": "2019-09-10",
}
FOUND = {"date": "2019-05-10", "step": "排查", "by": "示例第1组"}


def new_issue(*events: dict[str, Any], group: str = "P01") -> Issue:
    fields = {
        "id": f"LS19-990100-R01-{group}-099",
        "kind": "点位问题",
        "site": {"name": "示例某厂"},
        "category": "超标排放",
        "medium": "大气",
        "found": "示例：超标。",
        "events": [FOUND, *events],
    }
    return Issue.model_validate(fields)


def said(step: str, day: str, statement: str = "示例：因示例某厂停产。") -> dict[str, Any]:
    return {"date": day, "step": step, "by": "示例单位", "statement": statement}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in EXPOSED.items() if name not in names}


NOT_RELEASED = (Publicity.NOT_EXPOSED, "没有经批准并写明期限的曝光。")


@pytest.mark.parametrize(
    ("events", "day", "expected"),
    [
        ([], "2019-07-01", NOT_RELEASED),
        ([without("approved_by")], "2019-07-01", NOT_RELEASED),
        ([without("publish_until")], "2019-07-01", NOT_RELEASED),
        ([without("publish_from")], "2019-07-01", NOT_RELEASED),
        ([EXPOSED], "2019-06-09", (Publicity.AWAITED, "从2019年6月10日起公开。")),
        ([EXPOSED], "2019-06-10", (Publicity.RUNNING, "公开到2019年9月10日为止。")),
        ([EXPOSED], "2019-09-10", (Publicity.RUNNING, "公开到2019年9月10日为止。")),
        ([EXPOSED], "2019-09-11", (Publicity.ENDED, "公开期限已于2019年9月10日届满。")),
        (
            [EXPOSED, said("撤下", "2019-07-01")],
            "2019-06-30",
            (Publicity.RUNNING, "公开到2019年9月10日为止。"),
        ),
        (
            [EXPOSED, said("撤下", "2019-07-01")],
            "2019-07-01",
            (Publicity.WITHDRAWN, "示例：因该单位停产。"),
        ),
        (
            [EXPOSED, said("信用修复", "2019-07-01")],
            "2019-12-01",
            (Publicity.REPAIRED, "示例：因该单位停产。"),
        ),
        (
            [EXPOSED, {"date": "2019-07", "step": "撤销", "note": "内部"}],
            "2019-07-01",
            (Publicity.WITHDRAWN, "2019年7月已撤下。"),
        ),
        (
            [EXPOSED, {"date": "2019-07-02", "step": "复核", "result": "撤销"}],
            "2019-07-03",
            (Publicity.WITHDRAWN, "2019年7月2日已撤下。"),
        ),
        (
            [EXPOSED, {"date": "2019-07-02", "step": "复核", "result": "维持"}],
            "2019-07-03",
            (Publicity.RUNNING, "公开到2019年9月10日为止。"),
        ),
        (
            [EXPOSED, said("撤下", "2019-07-01"), EXPOSED | {"date": "2019-08-01"}],
            "2019-08-01",
            (Publicity.RUNNING, "公开到2019年9月10日为止。"),
        ),
        (
            [EXPOSED, EXPOSED | {"date": "2019-08-01", "publish_from": "2019-10-01"}],
            "2019-08-02",
            (Publicity.RUNNING, "公开到2019年9月10日为止。"),
        ),
        (
            [EXPOSED | {"date": "2019-08-01"}],
            "2019-07-01",
            (Publicity.AWAITED, "从2019年8月1日起公开。"),
        ),
    ],
)
def test_exposure_has_a_state_on_a_day(
    events: list[dict[str, Any]], day: str, expected: tuple[Publicity, str]
) -> None:
    found = exposure_of(new_issue(*events), RULES, WORDS, date.fromisoformat(day))
    assert (found.state, found.reason) == expected


BULLETIN = "政府部门或媒体已经发布的通报，没有记录公开期限。"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], (Publicity.BULLETIN, BULLETIN)),
        ([{"date": "2019-06", "step": "曝光"}], (Publicity.BULLETIN, BULLETIN)),
        (
            [{"date": "2019-06", "step": "曝光", "publish_until": "2019-06-30"}],
            (Publicity.ENDED, "公开期限已于2019年6月30日届满。"),
        ),
        (
            [{"date": "2019-06", "step": "曝光"}, said("撤下", "2019-07-01", "示例：通报已撤。")],
            (Publicity.WITHDRAWN, "示例：通报已撤。"),
        ),
        (
            [{"date": "2019-07-01", "step": "撤销", "note": "内部：示例"}],
            (Publicity.WITHDRAWN, "2019年7月1日已撤下。"),
        ),
    ],
)
def test_bulletin_of_the_past_has_no_term_unless_one_is_recorded(
    events: list[dict[str, Any]], expected: tuple[Publicity, str]
) -> None:
    found = exposure_of(new_issue(*events, group="G"), RULES, WORDS, TODAY)
    assert (found.state, found.reason) == expected


@pytest.mark.parametrize("group", ["P01", "G"])
def test_without_rules_of_the_programme_nothing_is_public(group: str) -> None:
    rules = RULES.model_copy(update={"publication": None})
    for programme in (None, rules):
        found = exposure_of(new_issue(EXPOSED, group=group), programme, WORDS, TODAY)
        assert found == Exposure(Publicity.NOT_EXPOSED, "所属行动没有公开规则。")


def test_replies_and_corrections_are_shown_while_the_name_is() -> None:
    issue = new_issue(
        EXPOSED,
        said("企业说明", "2019-06-20", "示例：一"),
        said("企业说明", "2019-06-25", "示例：二"),
        said("更正公开", "2019-06-28", "示例：三"),
    )
    reply = Statement(PartialDate(2019, 6, 25), "示例单位", "示例：二")
    running = exposure_of(issue, RULES, WORDS, date(2019, 6, 26))
    assert running.reply == reply
    assert [one.text for one in running.replies] == ["示例：一", "示例：二"]
    assert running.corrections == ()
    assert exposure_of(issue, RULES, WORDS, date(2019, 6, 28)).corrections == (
        Statement(PartialDate(2019, 6, 28), "示例单位", "示例：三"),
    )
    ended = exposure_of(issue, RULES, WORDS, date(2020, 1, 1))
    assert (ended.replies, ended.corrections, ended.reply) == ((), (), None)


def test_exposure_carries_its_grade_term_and_approver() -> None:
    assert exposure_of(new_issue(EXPOSED), RULES, WORDS, date(2019, 7, 1)) == Exposure(
        Publicity.RUNNING,
        "公开到2019年9月10日为止。",
        PartialDate(2019, 6, 1),
        "轻微",
        date(2019, 6, 10),
        date(2019, 9, 10),
        "示例主管部门负责人",
    )


def test_exposing_steps_are_known_by_their_role_and_not_by_their_name() -> None:
    entries = [
        entry.model_copy(update={"word": "公布" if Role.EXPOSED in entry.roles else entry.word})
        for entry in WORDS.steps
    ]
    renamed = Vocabulary.model_construct(
        None,
        **{**{name: getattr(WORDS, name) for name in Vocabulary.model_fields}, "steps": entries},
    )
    issue = new_issue(EXPOSED | {"step": "公布"})
    assert [event.step for event in exposing(issue, renamed)] == ["公布"]
    assert exposing(issue, WORDS) == []
    assert exposure_of(issue, RULES, renamed, date(2019, 7, 1)).shows_name


DAYS = st.dates(date(2019, 5, 11), date(2020, 12, 31))


@settings(deadline=None, max_examples=200)
@given(
    days=st.tuples(DAYS, DAYS, DAYS),
    ending=st.sampled_from(["撤下", "信用修复", "撤销", None]),
    asked=DAYS,
)
def test_name_is_shown_within_the_term_and_on_no_other_day(
    days: tuple[date, date, date], ending: str | None, asked: date
) -> None:
    start, until, ended = sorted(days)[0], sorted(days)[2], sorted(days)[1]
    event = EXPOSED | {"publish_from": str(start), "publish_until": str(until)}
    events = [event | {"date": str(start - timedelta(1))}]
    events += [said(ending, str(ended))] if ending else []
    found = exposure_of(new_issue(*events), RULES, WORDS, asked)
    last = ended - timedelta(1) if ending else until
    assert found.shows_name == (start <= asked <= min(last, until))
    assert found.shows_name or "示例某厂" not in repr(found)


# Cases and tombstones


def test_public_edition_of_the_sample_names_four_and_buries_three() -> None:
    told = all_shown(REGISTER, TODAY, is_public=True)
    cases = [(one.issue.id, one.exposure.state.value) for one in told if one.issue]
    assert cases == [
        ("LS17-990200-R00-G-001", "历史通报"),
        ("LS17-990200-R00-G-002", "历史通报"),
        ("LS17-990400-R00-G-001", "历史通报"),
        ("LS19-990100-R02-Z-001", "在期"),
    ]
    buried = [one for one in told if one.exposed and not one.issue]
    assert [(one.summary.id, one.exposure.state.value, one.exposure.reason) for one in buried] == [
        (
            "LS19-990100-R01-P01-005",
            "已撤下",
            "示例：该单位的责任单位有误，不应当继续公开。",
        ),
        ("LS19-990200-R03-P02-001", "期满", "公开期限已于2019年7月31日届满。"),
        (
            "LS19-990300-R03-P01-001",
            "已修复",
            "示例：已经接受检查并完成整改，经批准提前结束公开。",
        ),
    ]


def test_case_shows_only_steps_that_the_programme_publishes() -> None:
    told = all_shown(REGISTER, TODAY, is_public=True)
    [case] = [one.issue for one in told if one.issue and one.exposure.grade]
    assert [event.step for event in case.events] == [
        "排查",
        "交办",
        "曝光",
        "企业说明",
        "更正公开",
    ]
    assert all(event.letter is event.due is event.approved_by is None for event in case.events)


def test_case_of_whose_history_nothing_is_public_is_not_public() -> None:
    assert RULES.publication
    rules = RULES.publication.model_copy(update={"steps": ["销号"]})
    programme = RULES.model_copy(update={"publication": rules})
    filed = tuple(
        FiledRecord(one.kind, programme if one.record == RULES else one.record, one.raw)
        for one in REGISTER.filed
    )
    told = all_shown(type(REGISTER)(WORDS, filed), TODAY, is_public=True)
    assert {one.issue.programme_id for one in told if one.issue} == {"LS17"}


def test_public_register_has_no_internal_value_and_no_text_of_a_file() -> None:
    public = public_register(REGISTER, TODAY)
    assert [issue.id for issue in public.issues] == [
        one.issue.id for one in all_shown(REGISTER, TODAY, is_public=True) if one.issue
    ]
    assert len(public.cities) == len(REGISTER.cities)
    assert public.programmes == REGISTER.programmes
    assert all(one.raw.content is None for one in public.filed)
    shown = "\n".join(text for one in public.filed for text in texts(one.record))
    for internal in ("示例.csv", "示例函〔2019〕18号", "示例主管部门负责人", "示例堆场"):
        assert internal in "\n".join(text for one in REGISTER.filed for text in texts(one.record))
        assert internal not in shown


def test_every_published_case_of_the_records_stays_public() -> None:
    register = read_register(REPOSITORY).register
    told = all_shown(register, date(2026, 11, 22), is_public=True)
    assert {one.exposure.state for one in told} == {Publicity.BULLETIN}
    assert [len(one.issue.events) for one in told if one.issue] == [
        len(issue.events) for issue in register.issues
    ]


def test_event_of_a_public_form_has_no_note() -> None:
    event = Event.model_validate(FOUND | {"note": "内部", "letter": "示例函〔2019〕1号"})
    assert public_form(event) == Event.model_validate(FOUND)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2019, 7, 1), 3, date(2019, 10, 1)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2020, 11, 30), 3, date(2021, 2, 28)),
        (date(2019, 12, 31), 12, date(2020, 12, 31)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2019, 10, 31), 36, date(2022, 10, 31)),
        (date(2019, 1, 1), 11, date(2019, 12, 1)),
    ],
)
def test_term_runs_to_the_same_day_of_a_later_month(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected
