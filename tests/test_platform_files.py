"""The files for GitHub, GitLab and Gitee: small, complete, and what they run is ours."""

from typing import Any

import pytest
import yaml

from generator.build import read_register
from tests.registers import REPOSITORY

WORKFLOWS = (".github/workflows/check.yml", ".gitlab-ci.yml", ".workflow/check.yml")
TEMPLATES = (
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".gitlab/merge_request_templates/Default.md",
    ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md",
)


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def read(name: str) -> Any:
    return yaml.safe_load(text_of(name))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflow_takes_rules_and_tool_from_the_target_and_the_whole_history(name: str) -> None:
    text = text_of(name)
    assert read(name)
    assert "lantian check --base HEAD --head " in text
    assert any(depth in text for depth in ("fetch-depth: 0", "GIT_DEPTH: 0", "--unshallow"))
    assert len(text.splitlines()) <= 30


def test_github_workflow_uses_official_actions_only_and_may_only_read() -> None:
    content = read(".github/workflows/check.yml")
    (job,) = content["jobs"].values()
    actions = [step["uses"].split("@")[0] for step in job["steps"] if "uses" in step]
    assert actions == ["actions/checkout", "actions/setup-python"]
    assert content["permissions"] == {"contents": "read"}


def test_templates_say_the_same_on_every_platform() -> None:
    assert len({text_of(name) for name in TEMPLATES}) == 1


def test_every_city_has_its_owners_and_everything_else_the_ministry() -> None:
    lines = [line.partition(" #")[0] for line in text_of("CODEOWNERS").splitlines()]
    rules = [line for line in lines if line and not line.startswith("#")]
    cities = read_register(REPOSITORY).register.cities
    assert rules[0] == "* @YOUR-ORG/ministry"
    assert rules[1:] == [f"/records/issues/*/{code}/ @YOUR-ORG/city-{code}" for code in cities]


def test_merge_driver_of_records_is_pinned() -> None:
    assert "records/**/*.yml text eol=lf merge=text\n" in text_of(".gitattributes")
