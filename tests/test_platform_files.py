"""The files for GitHub, GitLab and Gitee: small, complete, and what they run is ours."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.site.build import read_register
from tests.making_git import History
from tests.registers import REPOSITORY, SAMPLE

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
    assert len(text.splitlines()) <= 45


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


@dataclass(frozen=True)
class Origin:
    """A repository on a platform: what is merged into, a good change of it and a bad one."""

    history: History
    main: str
    good: str
    bad: str

    def clone(self, folder: Path, head: str) -> Path:
        """A clone of the target, with the request fetchable under its number."""
        self.history.git("update-ref", "refs/pull/7/head", head)
        self.history.git("clone", "--quiet", "--branch", "main", str(self.history.top), str(folder))
        return folder


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    history = History(tmp_path_factory.mktemp("origin") / "register")
    for path in (SAMPLE / "records").rglob("*.yml"):
        history.write(path.relative_to(SAMPLE).as_posix(), path.read_text(encoding="utf-8"))
    main = history.commit({".gitattributes": text_of(".gitattributes")}, day="2019-08-20")
    path = "records/cities/990100.yml"
    text = (SAMPLE / path).read_text(encoding="utf-8")
    history.branch("good")
    good = history.commit({path: text.replace("pinyin: ", "pinyin: x")}, day="2019-08-21")
    history.git("checkout", "--quiet", "main")
    history.branch("bad")
    bad = history.commit({path: text.replace("pinyin: ", "pinyin: 拼")}, day="2019-08-21")
    history.git("checkout", "--quiet", "main")
    return Origin(history, main, good, bad)


def lines_of(name: str) -> list[str]:
    """The shell lines of a workflow, in order."""
    content = read(name)
    if name == ".gitlab-ci.yml":
        return [str(line) for line in content["check"]["script"]]
    return [str(line) for line in content["stages"][0]["steps"][0]["commands"]]


def told_by(origin: Origin, head: str) -> Mapping[str, str]:
    """What the platforms tell a run."""
    return {
        "CI_JOB_TOKEN": "invented",
        "CI_MERGE_REQUEST_PROJECT_URL": str(origin.history.top),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head,
        "GITEE_PULL_ID": "7",
        "GITEE_COMMIT": origin.main,
        "GITEE_SOURCE_COMMIT": head,
    }


def ran(
    name: str, origin: Origin, clone: Path, head: str, tools: Path
) -> subprocess.CompletedProcess[str]:
    """A run of the shell lines of a workflow in a clone, with this program as the tool."""
    tools.mkdir(exist_ok=True)
    lantian = f'PYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m generator "$@"'
    for tool, does in (("pip", "exit 0"), ("lantian", lantian)):
        (tools / tool).write_text(f"#!/bin/sh\n{does}\n")
        (tools / tool).chmod(0o755)
    script = "\n".join(lines_of(name))
    assert "${{" not in script
    path = f"{tools}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=clone,
        env={**os.environ, **told_by(origin, head), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_lines_of_gitee_let_the_good_through_and_stop_the_bad(
    origin: Origin, tmp_path: Path
) -> None:
    """Nothing runs its pipelines elsewhere; those of the others are run in tests/pipelines."""
    for head, code in ((origin.good, 0), (origin.bad, 1)):
        clone = origin.clone(tmp_path / head, head)
        done = ran(".workflow/check.yml", origin, clone, head, tmp_path / "bin")
        assert done.returncode == code, done.stdout + done.stderr
        assert ("没有发现问题" in done.stdout) != bool(code), done.stdout


def test_request_from_a_fork_is_compared_with_the_target_and_not_with_the_fork(
    origin: Origin, tmp_path: Path
) -> None:
    """The main branch of the fork has the mistake already: compared with it nothing changes."""
    fork = origin.clone(tmp_path / "fork", origin.bad)
    origin.history.git("clone", "--quiet", str(origin.history.top), str(tmp_path / "job"))
    job = tmp_path / "job"
    for words in (("remote", "set-url", "origin", str(fork)), ("reset", "--quiet", "--hard")):
        subprocess.run(["git", *words], cwd=job, check=True)
    subprocess.run(["git", "fetch", "--quiet", "origin"], cwd=job, check=True)
    subprocess.run(["git", "update-ref", "refs/heads/main", origin.bad], cwd=fork, check=False)
    done = ran(".gitlab-ci.yml", origin, job, origin.bad, tmp_path / "bin")
    assert (done.returncode, "没有发现问题" in done.stdout) == (1, False), done.stdout + done.stderr
