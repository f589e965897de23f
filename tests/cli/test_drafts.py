"""Drafts of `serve --edit` on disk: per record, whole, and only where an ID can lead."""

from pathlib import Path

import pytest

from generator.cli.editing import DraftFolder

ONE, TWO = "LS19-990200-R03-P02-005", "LS19-990200-R03-P02-006"


def test_draft_of_each_record_outlives_the_server(tmp_path: Path) -> None:
    drafts = DraftFolder(tmp_path)
    assert drafts.write(ONE, '{"一": 1}')
    assert drafts.write("", "{}")
    after = DraftFolder(tmp_path)
    assert [after.read(one) for one in (ONE, TWO, "")] == ['{"一": 1}', "", "{}"]
    assert after.write(ONE, "")
    assert after.read(ONE) == ""
    assert [one.name for one in (tmp_path / ".build" / "drafts").iterdir()] == ["new.json"]


@pytest.mark.parametrize("place", ["../a", "a/b", ".", "..", "a\\b", "C:", "\n", "-x", "A" * 99])
def test_what_is_no_id_has_no_draft(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeyError):
        DraftFolder(tmp_path).write(place, "{}")
    assert not (tmp_path / ".build").exists()


def test_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / ".build").write_text("示例")
    drafts = DraftFolder(tmp_path)
    assert not drafts.write(ONE, "{}")
    assert drafts.read(ONE) == ""
