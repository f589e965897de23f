"""Targets (目标): met or missed, the pace so far, what pages show, and the published ones."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest

from generator.core.dates import parse_partial
from generator.kinds.target.model import Aim, Target
from generator.kinds.target.pages import month_chart
from generator.kinds.target.status import (
    AimState,
    Pace,
    TargetTally,
    aim_state,
    months_between,
    owes_explanation,
    pace,
    share,
    target_tally,
)
from generator.site.build import read_register
from generator.site.page import Templates
from tests.making import make_city, make_issue, make_programme, make_register, make_vocabulary
from tests.registers import REPOSITORY, SAMPLE, TODAY
from tests.site_index import pages, site_index_of

WORDS = make_vocabulary()
SOURCE = {"title": "示例通报", "publisher": "示例发布者", "date": "2019-06-01"}
SAID = {"date": "2020-01-15", "by": "示例单位", "text": "示例原因"}


def make_aim(*months: tuple[str, str], **changes: Any) -> Aim:
    """An aim of at most 50 in 2019, with these months."""
    fields: dict[str, Any] = {
        "name": "示例浓度",
        "start": "2019-01",
        "end": "2019-12",
        "value": "50",
        "unit": "个",
        "better": "不高于",
        "months": [{"month": month, "value": value} for month, value in months],
    }
    return Aim.model_validate(fields | changes)


def make_target(*aims: Aim, **changes: Any) -> Target:
    fields: dict[str, Any] = {"id": "LT19-610500", "aims": list(aims)}
    return Target.model_validate(fields | changes)


STATES = [
    ("不高于", "50", AimState.MET),
    ("不高于", "49.9", AimState.MET),
    ("不高于", "50.1", AimState.MISSED),
    ("不低于", "50", AimState.MET),
    ("不低于", "50.1", AimState.MET),
    ("不低于", "49.9", AimState.MISSED),
]


@pytest.mark.parametrize(("better", "reached", "state"), STATES)
def test_what_was_reached_decides(better: str, reached: str, state: AimState) -> None:
    assert aim_state(make_aim(better=better, reached=reached), WORDS, TODAY) is state


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2019, 12, 31), AimState.RUNNING),
        (date(2020, 1, 1), AimState.AWAITED),
    ],
)
def test_before_anything_is_known_the_day_decides(today: date, state: AimState) -> None:
    assert aim_state(make_aim(), WORDS, today) is state


@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        ({"reached": "60"}, True),
        ({"reached": "60", "explanation": SAID}, False),
        ({"reached": "40"}, False),
        ({}, False),
    ],
)
def test_only_a_missed_aim_without_words_owes_them(changes: dict[str, Any], owed: bool) -> None:
    assert owes_explanation(make_aim(**changes), WORDS, TODAY) is owed


@pytest.mark.parametrize(
    ("value", "reached", "percent"),
    [("54", "57", "105.6"), ("40", "38.5", "96.3"), ("0", "3", None), ("40", None, None)],
)
def test_share_is_of_the_aim(value: str, reached: str | None, percent: str | None) -> None:
    found = share(make_aim(value=value, reached=reached))
    assert found == (Decimal(percent) if percent else None)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2019-01", "2019-12", 12), ("2019", "2019", 12), ("2018-10-01", "2019-03-31", 6)],
)
def test_months_of_a_period(start: str, end: str, months: int) -> None:
    assert months_between(parse_partial(start), parse_partial(end)) == months


JANUARY, FEBRUARY, MARCH = ("2019-01", "60"), ("2019-02", "50"), ("2019-03", "37")

PACES = [
    ((), False, None),
    ((JANUARY, FEBRUARY), False, Pace(2, 12, Decimal(110), Decimal("55.0"), None, False)),
    (
        (JANUARY, FEBRUARY, MARCH),
        False,
        Pace(3, 12, Decimal(147), Decimal("49.0"), Decimal("49.0"), True),
    ),
    (
        (JANUARY, FEBRUARY, MARCH),
        True,
        Pace(3, 12, Decimal(147), Decimal("49.0"), Decimal("588.0"), False),
    ),
]


@pytest.mark.parametrize(("months", "adds_up", "expected"), PACES)
def test_pace_is_the_mean_or_the_sum_and_the_mean_of_the_rest(
    months: tuple[tuple[str, str], ...], adds_up: bool, expected: Pace | None
) -> None:
    assert pace(make_aim(*months, adds_up=adds_up), WORDS) == expected


def test_whole_period_adds_nothing_more() -> None:
    quarter = make_aim(JANUARY, FEBRUARY, MARCH, end="2019-03", adds_up=True)
    found = pace(quarter, WORDS)
    assert found
    assert found.projected == Decimal(147)


def test_tally_of_a_city() -> None:
    target = make_target(
        make_aim(reached="60"), make_aim(reached="40", name="示例二"), make_aim(name="示例三")
    )
    counts = target_tally([target], WORDS, TODAY)
    assert counts == TargetTally(aims=3, met=1, missed=1, owed=1)
    assert counts.open == 1


def test_chart_puts_the_line_where_the_aim_is_and_repeats_its_numbers() -> None:
    aim = make_aim(JANUARY, FEBRUARY, MARCH)
    so_far = pace(aim, WORDS)
    assert so_far
    chart = month_chart("a1", aim, so_far)
    assert [(one.label, one.text) for one in chart.columns] == [
        ("1月", "60"),
        ("2月", "50"),
        ("3月", "37"),
        ("推算", "49.0"),
    ]
    assert chart.goal == chart.columns[1].top
    assert [(row.label.text, *(it.text for it in row.cells)) for row in chart.table.rows] == [
        ("2019-01", "60", "高 10"),
        ("2019-02", "50", "持平"),
        ("2019-03", "37", "低 13"),
        ("按目前月均推算", "49.0", "低 1.0"),
    ]


def test_chart_of_what_adds_up_grows() -> None:
    aim = make_aim(JANUARY, FEBRUARY, adds_up=True, value="500", better="不低于")
    so_far = pace(aim, WORDS)
    assert so_far
    chart = month_chart("a1", aim, so_far)
    assert [one.text for one in chart.columns] == ["60", "110"]
    assert [[cell.text for cell in row.cells] for row in chart.table.rows] == [
        ["60", "60"],
        ["50", "110"],
    ]


def made(target: Target, *, is_public: bool = False) -> dict[str, str]:
    register = make_register(make_programme(), make_city(), make_issue(), target)
    site = site_index_of(register, TODAY, is_public=is_public)
    return {page.path: page.body for page in pages(site, Templates(is_public=is_public))}


def words_of(body: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def test_page_says_what_is_reckoned_and_how() -> None:
    body = words_of(
        made(make_target(make_aim(JANUARY, FEBRUARY, MARCH)))["targets/LT19-610500.html"]
    )
    assert "按目前月均推算，全期平均49.0个（已有3个月的平均），能达到目标（不高于50个）" in body


def test_nothing_is_reckoned_from_two_months() -> None:
    body = words_of(made(make_target(make_aim(JANUARY, FEBRUARY)))["targets/LT19-610500.html"])
    assert "2个月平均55.0个" in body
    assert "按目前月均推算" not in body


def test_city_page_counts_its_targets() -> None:
    bodies = made(make_target(make_aim(reached="60")))
    line = "1项，达到0项，未达到1项（尚未说明1项），还没有结果0项。来源和推算办法见示例定点帮扶。"
    assert line in words_of(bodies["cities/610500/tasks.html"])


@pytest.mark.parametrize("is_public", [False, True])
def test_months_of_an_aim_are_drawn_from_three_on_and_always_listed(*, is_public: bool) -> None:
    few = make_aim(JANUARY, FEBRUARY)
    many = make_aim(JANUARY, FEBRUARY, MARCH, name="示例二")
    target = make_target(few, many, sources=[SOURCE])
    bodies = made(target, is_public=is_public)
    for path in ("cities/610500/tasks.html", "targets/LT19-610500.html"):
        body = bodies[path]
        assert re.findall('<title id="([^"]+)">([^，<]+)', body) == [("LT19-610500-a2-t", "示例二")]
        assert 'aria-labelledby="LT19-610500-a2-t" aria-describedby="LT19-610500-a2-d"' in body
        assert "横线是目标，不高于 50 个" in body
        for name in ("示例浓度", "示例二"):
            address = re.search(f'data:text/csv[^"]*(?=" download="{name}，)', body)
            assert address
            assert "2019-01,60,高 10\r\n'2019-02,50,持平\r\n" in unquote(address[0])


def test_missed_aim_without_words_says_so() -> None:
    bodies = made(make_target(make_aim(reached="60")))
    assert "尚未说明" in bodies["targets/index.html"]
    assert "尚未说明" in bodies["targets/LT19-610500.html"]


def test_public_edition_has_published_targets_and_no_explanation() -> None:
    aims = (make_aim(reached="60", explanation=SAID), make_aim(reached="60", name="示例二"))
    bodies = made(make_target(*aims, sources=[SOURCE], note="示例内部备注"), is_public=True)
    assert "未达到" in bodies["targets/LT19-610500.html"]
    everything = "\n".join(bodies.values())
    for secret in ("示例原因", "尚未说明", "示例内部备注"):
        assert secret not in everything
    assert "targets/LT19-610500.html" not in made(make_target(*aims), is_public=True)


def test_empty_register_says_so() -> None:
    register = make_register(make_programme(), make_city(), make_issue())
    bodies = {page.path: page.body for page in pages(site_index_of(register, TODAY), Templates())}
    assert "台账里还没有目标。" in bodies["targets/index.html"]
    assert "cities/610500/tasks.html" not in bodies


def test_sample_has_aims_in_every_state_with_and_without_explanation() -> None:
    aims = [aim for one in read_register(SAMPLE).register.targets for aim in one.aims]
    assert {aim_state(aim, WORDS, TODAY) for aim in aims} == set(AimState)
    missed = [aim for aim in aims if aim_state(aim, WORDS, TODAY) is AimState.MISSED]
    assert {owes_explanation(aim, WORDS, TODAY) for aim in missed} == {True, False}
    assert all("示例" in aim.name for aim in aims)


def test_published_targets_of_shaanxi_are_those_of_the_bulletin() -> None:
    register = read_register(REPOSITORY).register
    (bulletin,) = [one for one in register.bulletins if one.id == "SX19-2019-1"]
    codes = {city.name: city.id for city in register.cities.values()}
    stated = {
        (codes[name], row.metric, row.value, row.unit, str(row.start), str(row.end))
        for row in bulletin.rows
        if (name := row.area.scope.removeprefix("陕西省")) in codes
    }
    metrics = {"优良天数": "优良天数目标", "PM2.5 年均浓度": "PM2.5目标"}
    targets = [one for one in register.targets if one.programme_id == "SX19"]
    recorded = {
        (one.city_id, metrics[aim.name], aim.value, aim.unit, str(aim.start), str(aim.end))
        for one in targets
        for aim in one.aims
    }
    assert recorded == stated
    assert len(recorded) == 12
    assert {aim.name: aim.better for one in targets for aim in one.aims} == {
        "优良天数": "不低于",
        "PM2.5 年均浓度": "不高于",
    }
    assert all(one.sources == [bulletin.source] for one in targets)
