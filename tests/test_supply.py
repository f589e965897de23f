"""What set-up installs: each file by its hash, nothing unpinned, under licences that are known."""

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution

import pytest
import yaml

from tests.registers import REPOSITORY

LOCKS = ("run", "dev", "bench", "lock")
INSTALLED = ("run", "dev")
"""The locks of what stands in the virtual environment when tests run."""

HASH = r"    --hash=sha256:[0-9a-f]{64}"
PIN = r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+( ; [^#]+)?"
LOCK = re.compile(rf"({PIN} \\\n({HASH} \\\n)*{HASH}\n)+")


def lock(name: str) -> str:
    return (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(text: str) -> list[tuple[str, str]]:
    """Name, in the one form that all spellings of it have, and version of each pinned package."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)
    return [(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in found]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    assert LOCK.fullmatch(lock(name))


def test_locks_hold_each_pin_once() -> None:
    constraints = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    lines = [one for one in constraints.splitlines() if not one.startswith("#")]
    assert [one for one in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", one)] == []  # no address
    assert sorted(pins("".join(map(lock, LOCKS)))) == sorted(pins(constraints))


def test_build_back_end_is_the_pinned_one() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    required = project["build-system"]["requires"]
    assert required == [f"setuptools=={dict(pins(lock('run')))['setuptools']}"]
    names = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    assert all(re.fullmatch(r"[\w-]+", one) for one in names)  # a name: no address, no version


def shell_lines() -> Iterator[tuple[str, str]]:
    """File and line of every shell line that is committed, also of workflows and the Makefile."""
    words = (
        "git",
        "ls-files",
        "-z",
        "--",
        "*.sh",
        "*.yml",
        "*.yaml",
        "Makefile",
        ".ci/*",
        "*.toml",
    )
    for name in subprocess.check_output(words, cwd=REPOSITORY, text=True).split("\0")[:-1]:
        if not name.startswith(("records/", "tests/cases/", "tests/sample/")):
            text = (REPOSITORY / name).read_text(encoding="utf-8").replace("\\\n", " ")
            yield from ((name, line) for line in text.splitlines() if "#" not in line[:1])


HASHED = {"--require-hashes", "--no-deps", "--only-binary"}
OWN = {"--no-index", "--no-deps", "--no-build-isolation"}
INSTALLS = re.compile(
    r"\b(pip3?|pipx|uv|easy_install|uvx|npm|npx|curl|wget)\b[^|;&]*\b(install|run|sync|add|https?:)"
)


def test_nothing_is_installed_without_its_hash() -> None:
    found = [(name, line) for name, line in shell_lines() if INSTALLS.search(line)]
    assert len({name for name, _ in found}) >= 5
    loose = [one for one in found if not any(kind <= set(one[1].split()) for kind in (HASHED, OWN))]
    assert loose == []


ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT AND PSF-2.0"),
    *("Apache-2.0 OR BSD-2-Clause", "MIT OR Apache-2.0", "MIT-CMU", "PSF-2.0"),
}
"""Licences that ask for no more than to be named."""

REASONS: Mapping[str, str] = {
    "certifi": "MPL-2.0",  # a list of certificates, for frictionless in tests; used as it comes
    "hypothesis": "MPL-2.0",  # tests only; used as it comes
    "pathspec": "MPL-2.0",  # used as it comes: what MPL asks for concerns changed files of its own
    "text-unidecode": "Artistic-1.0",  # or GPL; comes with frictionless, in tests only, as it is
}
"""Other licences, each for the package that it was looked at for."""

READ_IN_THE_FILE: Mapping[str, str] = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "gitdb": "BSD-3-Clause",
    "isodate": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "hugo": "Apache-2.0",  # these four are installed for measuring and locking alone
    "pagefind": "MIT",
    "pagefind-bin": "MIT",
    "uv": "MIT OR Apache-2.0",
}
"""Licences that the package's data do not say, or not exactly; its licence file does."""

ONE_NAME = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0",
    "ISC License": "ISC",
    "MIT Licence": "MIT",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def licence(package: Distribution) -> str:
    """The licence that a package says it has, by its SPDX name."""
    said = [package.metadata.get("License-Expression"), package.metadata.get("License")]
    classifiers = package.metadata.get_all("Classifier") or []
    said += [one.split(" :: ")[-1] for one in classifiers if one.startswith("License")]
    words = [one for one in said if one and one != "UNKNOWN"]
    return ONE_NAME.get(words[0], words[0]) if words else "nothing"


def licences() -> dict[str, str]:
    """The licence of every package that is pinned."""
    installed = [name for name, _ in pins("".join(map(lock, INSTALLED)))]
    said = {name: licence(distribution(name)) for name in installed}
    return {**said, **READ_IN_THE_FILE}


def test_licences_of_all_packages_are_listed_and_allowed() -> None:
    found = licences()
    path = REPOSITORY / "requirements" / "licences.txt"
    listing = "".join(f"{name} {found[name]}\n" for name in sorted(found))
    if os.environ.get("LANTIAN_REWRITE"):
        path.write_text(listing, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == listing
    assert sorted(found) == sorted(dict(pins("".join(map(lock, LOCKS)))))
    assert {name: one for name, one in found.items() if one not in ALLOWED} == REASONS


STARTING = ("workflow.yml", "publish.yml")
"""The workflows that a new register begins with."""


def test_every_action_of_a_workflow_is_named_by_its_commit() -> None:
    own = (REPOSITORY / ".github").rglob("*.yml")
    starting = (REPOSITORY / "generator" / "starter" / name for name in STARTING)
    steps = [
        step["uses"]
        for path in sorted([*own, *starting])
        for job in yaml.safe_load(path.read_text(encoding="utf-8")).get("jobs", {}).values()
        for step in job.get("steps", [job])
        if "uses" in step
    ]
    assert steps
    assert [one for one in steps if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
