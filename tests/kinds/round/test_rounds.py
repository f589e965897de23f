"""Rounds computed from a programme's cadence, and the files that they become."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli.new_record import run
from generator.core.findings import WorkError
from generator.kinds.round.model import Round, computed_rounds
from generator.site.build import read_register
from tests.making import make_programme, make_register, make_vocabulary
from tests.registers import REPOSITORY

NOTE = "示例依据"


def test_rounds_follow_each_other_and_only_full_ones_count() -> None:
    rounds = computed_rounds(
        make_programme(), make_vocabulary(), date(2019, 5, 8), date(2021, 3, 31), NOTE
    )
    assert len(rounds) == 46
    assert rounds[0] == Round(
        id="LT19-R01", start=date(2019, 5, 8), end=date(2019, 5, 22), standing="推算", note=NOTE
    )
    assert rounds[3].end == date(2019, 7, 6)
    assert (rounds[45].id, rounds[45].end) == ("LT19-R46", date(2021, 3, 27))


def test_rounds_share_the_days_of_the_overlap() -> None:
    programme = make_programme(overlap_days=1)
    rounds = computed_rounds(
        programme, make_vocabulary(), date(2019, 5, 8), date(2021, 3, 31), NOTE
    )
    assert len(rounds) == 49
    assert [(one.start, one.end) for one in rounds[:2]] == [
        (date(2019, 5, 8), date(2019, 5, 22)),
        (date(2019, 5, 22), date(2019, 6, 5)),
    ]
    assert (rounds[48].start, rounds[48].end) == (date(2021, 3, 10), date(2021, 3, 24))
    assert [len(computed_rounds(programme, make_vocabulary(), *days, NOTE)) for days in FEW] == [
        0,
        1,
        1,
        2,
    ]


FEW = [
    (date(2019, 5, 8), until)
    for until in (date(2019, 5, 21), date(2019, 5, 22), date(2019, 6, 4), date(2019, 6, 5))
]


@pytest.mark.parametrize(
    ("cadence", "overlap", "following"),
    [
        (15, None, (date(2019, 5, 23), date(2019, 6, 6))),
        (15, 1, (date(2019, 5, 22), date(2019, 6, 5))),
        (15, 3, (date(2019, 5, 20), date(2019, 6, 3))),
        (None, None, None),
    ],
)
def test_next_round_begins_within_the_overlap(
    cadence: int | None, overlap: int | None, following: tuple[date, date] | None
) -> None:
    programme = make_programme(
        cadence_days=cadence and str(cadence), overlap_days=overlap and str(overlap)
    )
    assert programme.next_round_days(date(2019, 5, 22)) == following


def test_rounds_of_the_register_are_those_that_its_cadence_gives() -> None:
    register = read_register(REPOSITORY).register
    programme = register.programmes["LT19"]
    recorded = register.select(Round, programme="LT19")
    computed = computed_rounds(
        programme, register.vocabulary, recorded[0].start, date(2021, 3, 31), NOTE
    )
    assert [(one.id, one.start, one.end) for one in recorded] == [
        (one.id, one.start, one.end) for one in computed
    ]
    assert {one.standing for one in recorded} == {"推算"}
    assert all("推算" in (one.note or "") and "首日" in (one.note or "") for one in recorded)


def test_no_published_day_contradicts_a_round_of_the_register() -> None:
    """With starts 15 days apart, what is known of rounds 14 and 16 would not fit."""
    rounds = read_register(REPOSITORY).register.rounds
    seen = {
        one.id: [
            one.can_be_over(each.date) if each.over else one.agrees_with(each.date, each.date)
            for each in one.sightings
        ]
        for one in rounds.values()
        if one.sightings
    }
    assert seen == {"LT19-R04": [True], "LT19-R14": [True, True], "LT19-R16": [True]}


@pytest.mark.parametrize(
    ("until", "count"),
    [("2019-05-07", 0), ("2019-01-01", 0), ("2019-05-21", 0), ("2019-05-22", 1), ("2019-06-06", 2)],
)
def test_a_round_counts_from_its_last_day(until: str, count: int) -> None:
    rounds = computed_rounds(
        make_programme(), make_vocabulary(), date(2019, 5, 8), date.fromisoformat(until), NOTE
    )
    assert len(rounds) == count


def test_programme_without_cadence_has_no_computed_rounds() -> None:
    programme = make_programme(cadence_days=None)
    with pytest.raises(WorkError, match="没有写明一轮多少天"):
        computed_rounds(programme, make_vocabulary(), date(2019, 5, 8), date(2019, 6, 8), NOTE)


def test_more_rounds_than_two_digits_can_number_are_refused() -> None:
    with pytest.raises(WorkError, match="轮次编号最多到 99"):
        computed_rounds(
            make_programme(), make_vocabulary(), date(2019, 5, 8), date(2029, 5, 8), NOTE
        )


def test_without_a_word_for_computed_days_nothing_is_computed() -> None:
    words = make_vocabulary()
    words = words.model_copy(update={"standings": [words.standings[0]]})
    with pytest.raises(WorkError, match="没有哪个词表示按规则推算"):
        computed_rounds(make_programme(), words, date(2019, 5, 8), date(2019, 6, 8), NOTE)


def test_command_writes_what_is_missing_and_leaves_the_rest(tmp_path: Path) -> None:
    kept = tmp_path / "records/rounds/LT19/R02.yml"
    kept.parent.mkdir(parents=True)
    kept.write_text("实际的\n", encoding="utf-8")
    register = make_register()
    days = date(2019, 5, 8), date(2019, 6, 30)

    written = run(tmp_path, register, "LT19", *days, NOTE)

    assert written == ["records/rounds/LT19/R01.yml", "records/rounds/LT19/R03.yml"]
    assert kept.read_text(encoding="utf-8") == "实际的\n"
    assert (tmp_path / written[0]).read_text(encoding="utf-8") == (
        "id: LT19-R01\nstart: 2019-05-08\nend: 2019-05-22\nstanding: 推算\nnote: 示例依据\n"
    )
    assert run(tmp_path, register, "LT19", *days, NOTE) == []


def test_unknown_programme_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WorkError) as refusal:
        run(tmp_path, make_register(), "LT18", date(2019, 5, 8), date(2019, 6, 30), NOTE)
    assert refusal.value.hint == "最接近的是 LT19"
