"""Stand-ins for what a forge gives its pipelines: a repository, actions, a web server, tools.

The workflows themselves run as they stand, by `act` and `gitlab-ci-local`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright._impl._driver import compute_driver_executable

from tests.making_git import History
from tests.registers import REPOSITORY, SAMPLE, lend_frame

CHECKOUT = """\
name: checkout
inputs:
  ref: {default: main}
  fetch-depth: {default: "1"}
  persist-credentials: {default: "true"}
runs:
  using: composite
  steps:
  - shell: bash
    run: |
      depth=${{ inputs.fetch-depth }}
      git init --quiet --initial-branch=work .
      git remote add origin "$ORIGIN"
      git fetch --quiet $([ "$depth" = 0 ] || echo --depth="$depth") origin "${{ inputs.ref }}"
      git checkout --quiet --detach FETCH_HEAD
"""
SETUP_PYTHON = """\
name: setup-python
inputs:
  python-version: {default: ""}
runs:
  using: composite
  steps:
  - shell: bash
    run: printf "%s\\n" "$TOOLS" "$SHELLS" >> "$GITHUB_PATH"
"""
UPLOAD = """\
name: upload-pages-artifact
inputs:
  path: {default: _site}
runs:
  using: composite
  steps:
  - shell: bash
    run: |
      rm -rf "$WEB.artifact"
      cp -r "${{ inputs.path }}" "$WEB.artifact"
"""
DEPLOY = """\
name: deploy-pages
outputs:
  page_url: {value: "http://127.0.0.1/"}
runs:
  using: composite
  steps:
  - shell: bash
    run: |
      rm -rf "$WEB"
      mv "$WEB.artifact" "$WEB"
"""
ACTIONS: Mapping[str, str] = {
    "actions/checkout": CHECKOUT,
    "actions/setup-python": SETUP_PYTHON,
    "actions/upload-pages-artifact": UPLOAD,
    "actions/deploy-pages": DEPLOY,
}
_USED = re.compile(r"uses: (([\w-]+/[\w-]+)@[0-9a-f]{40})")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Serve a folder below an address with a path of its own, as Pages do."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Forge:
    """A repository on a forge, what its pipelines find on their machine, and its published site.

    `address` leads to `web`, which is there once something was published.
    """

    origin: History
    folder: Path
    address: str

    @property
    def web(self) -> Path:
        return self.folder / "www" / "register"

    @property
    def printed(self) -> Path:
        """What the steps of the last run of act printed, as they printed it."""
        return self.folder / "printed"

    def environment(self, today: str) -> Mapping[str, str]:
        kept = ("PATH", "LANG")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "HOME": str(self.folder),
            "ORIGIN": str(self.origin.top),
            "TOOLS": str(self._tools()),
            "SHELLS": str(self._shells()),
            "WEB": str(self.web),
            "TODAY": today,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def _tools(self) -> Path:
        """`lantian` as installed, with the day of the test and layouts that are made already;
        `pip`, which has nothing to do."""
        tools = self.folder / "tools"
        if not tools.is_dir():
            tools.mkdir()
            lend_frame(SAMPLE, self.folder / "layouts")
            lantian = (
                f'[ -e .build ] || cp -r "{self.folder}/layouts/.build" .build\n'
                'case $1 in publish) set -- "$@" --today "$TODAY" --quiet;; esac\n'
                f'PYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m generator "$@"'
            )
            for tool, does in (("pip", "exit 0"), ("lantian", lantian)):
                (tools / tool).write_text(f"#!/bin/bash\n{does}\n")
                (tools / tool).chmod(0o755)
        return tools

    def _shells(self) -> Path:
        """A `bash` for the steps of act that also writes down what they print."""
        shells = self.folder / "shells"
        if not shells.is_dir():
            shells.mkdir()
            bash = f'"{shutil.which("bash")}" "$@" 2>&1 | tee -a "{self.printed}"'
            (shells / "bash").write_text(f"#!/bin/bash\n{bash}\nexit ${{PIPESTATUS[0]}}\n")
            (shells / "bash").chmod(0o755)
        return shells

    def clone(self, name: str) -> Path:
        """A fresh clone, in which a runner is started."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        self.origin.git("clone", "--quiet", str(self.origin.top), str(place))
        return place


def act(forge: Forge, workflow: str, event: str, *words: str, today: str) -> tuple[int, str]:
    """A GitHub workflow, run by act on this machine, with actions of ours by the pinned names.

    Its exit code and what was printed: by the steps themselves, as the log of act was once seen
    without a step's last line, and by act.
    """
    place = forge.clone("act")
    forge.printed.unlink(missing_ok=True)
    text = (place / workflow).read_text(encoding="utf-8")
    environment = forge.environment(today)
    passed = [f"--env={name}={value}" for name, value in environment.items() if name != "PATH"]
    used = dict(_USED.findall(text))
    assert used.keys(), workflow
    local = [f"--local-repository={full}={_action(forge, name)}" for full, name in used.items()]
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("act")), event, "--workflows", workflow),
            *("--platform", "ubuntu-latest=-self-hosted", "--container-daemon-socket", "-"),
            *("--action-offline-mode", *local, *passed, *words),
        ],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    steps = forge.printed.read_text(encoding="utf-8") if forge.printed.exists() else ""
    return done.returncode, f"{steps}{done.stdout}{done.stderr}"


def gitlab_ci_local(
    forge: Forge, job: str, place: Path, *variables: str, today: str
) -> subprocess.CompletedProcess[str]:
    """A job of GitLab, run by gitlab-ci-local in a clone; `variables` are written NAME=value.

    It needs a newer Node than Debian has: that of the browser's driver.
    """
    given = [word for one in variables for word in ("--variable", one)]
    hidden = ("--ignore-predefined-vars", "CI_PIPELINE_SOURCE")
    words = (str(compute_driver_executable()[0]), str(GITLAB_CI_LOCAL), "--force-shell-executor")
    return shell(forge, [*words, *hidden, *given, job], place, today)


GITLAB_CI_LOCAL = Path(sys.prefix) / "gitlab-ci-local" / "package" / "dist" / "index.js"
"""As `tests/pipelines/prepare.sh` leaves it."""


def _action(forge: Forge, name: str) -> Path:
    place = forge.folder / "actions" / name
    if not place.is_dir():
        place.mkdir(parents=True)
        (place / "action.yml").write_text(ACTIONS[name])
    return place


def shell(
    forge: Forge, words: Sequence[str], place: Path, today: str
) -> subprocess.CompletedProcess[str]:
    """A command in a folder, with the tools of the forge first on its path."""
    environment = dict(forge.environment(today))
    environment["PATH"] = f"{environment['TOOLS']}:{environment['PATH']}"
    return subprocess.run(
        words, cwd=place, env=environment, capture_output=True, text=True, check=False
    )
