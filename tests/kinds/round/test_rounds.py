"""Rounds computed from a programme's cadence, and the files that they become."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli.new import run
from generator.core.findings import WorkError
from generator.kinds.round.model import Round, computed_rounds
from tests.making import make_programme, make_register, make_vocabulary

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
