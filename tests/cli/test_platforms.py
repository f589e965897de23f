"""The forms that GitLab and SARIF readers take, of findings in a register and in a change."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.pull_requests import OPEN, Forge, event, path_of
from tests.registers import TESTS
from tests.running import lantian

BASE = TESTS / "cases" / "_base"
ROUND = "records/rounds/SL19/R01.yml"


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A register with the same slip twice in one file."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / ROUND
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "end: 2019-02-30\nend: 2019-02-30\n", encoding="utf-8")
    return tmp_path


def report(root: Path, form: str, *words: str) -> Any:
    """What is printed, read as JSON."""
    return json.loads(lantian("check", "--root", root, "--format", form, *words).out)


def test_gitlab_gets_a_code_quality_report(spoilt: Path) -> None:
    found = report(spoilt, "gitlab")
    assert [(one["location"], one["check_name"], one["severity"]) for one in found] == [
        ({"path": ROUND, "lines": {"begin": line}}, "duplicate-key", "major") for line in (6, 7)
    ]
    assert found[0]["description"].startswith("Y06 键 'end' 写了两次，第一次在第 3 行。改法：")
    assert len({one["fingerprint"] for one in found}) == 2


def test_fingerprints_do_not_follow_the_line(spoilt: Path) -> None:
    before = [one["fingerprint"] for one in report(spoilt, "gitlab")]
    path = spoilt / "records/rounds/SL19/R02.yml"
    path.write_text(path.read_text(encoding="utf-8") + "x: y\n", encoding="utf-8")
    assert set(before) < {one["fingerprint"] for one in report(spoilt, "gitlab")}


def test_clean_register_is_an_empty_report(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    assert report(tmp_path, "gitlab") == []
    assert report(tmp_path, "sarif")["runs"][0]["results"] == []


def assert_essential_structure(log: Any) -> None:
    """What SARIF 2.1.0 asks of every log, as far as ours has it (sections 3.13 to 3.30)."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert run["tool"]["driver"]["name"]
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        assert len({rule["id"] for rule in rules}) == len(rules)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error")
            assert result["message"]["text"]
            (location,) = result["locations"]
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"].isascii()
            assert not place["artifactLocation"]["uri"].startswith("/")
            assert min(place["region"].values()) >= 1
            assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())


def test_sarif_log_has_what_the_standard_asks_for(spoilt: Path) -> None:
    (spoilt / "records" / "示例 1.yml").write_text("x", encoding="utf-8")
    log = report(spoilt, "sarif")
    assert_essential_structure(log)
    results = log["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["Y06", "Y06", "F01"]
    place = results[2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "records/%E7%A4%BA%E4%BE%8B%201.yml"


def test_both_forms_carry_the_findings_of_a_change(tmp_path: Path) -> None:
    forge = Forge(tmp_path)
    forge.branch("topic")
    forge.append(OPEN, event(date="2019-09-02"))
    forge.commit()
    log = report(tmp_path, "sarif", "--base", "main")
    assert_essential_structure(log)
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["C02"]
    (one,) = report(tmp_path, "gitlab", "--base", "main")
    assert (one["check_name"], one["location"]["path"]) == ("event-after-commit", path_of(OPEN))
