"""One measurement in a process of its own: `python -m tests.bench.measures NAME ROOT [WORD …]`.

Prints seconds, without the time that Python takes to begin.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from generator.audit.reader import read_audit
from generator.checks.change import judge_change
from generator.checks.engine import check_all
from generator.core.dates import today_in_china
from generator.public.leak_scan import scan_for_leaks
from generator.site import assemble
from generator.site.build import build_site

_LOG = ("log", "--raw", "-z", "--no-renames", "--format=%H %an %ct")


def bare_loop(root: Path) -> None:
    """What reading costs at least, with the usual loader and nothing else."""
    for path in sorted((root / "records").rglob("*.yml")):
        with path.open(encoding="utf-8") as file:
            yaml.load(file, yaml.CSafeLoader)


def check(root: Path) -> None:
    """Every rule on every record, with what the cache remembers."""
    assert check_all(root).findings == ()


def check_alone(root: Path) -> None:
    """Every rule on every record, in one process and without a cache."""
    assert check_all(root, processes=1, remembers=False).findings == ()


def git_log(root: Path) -> None:
    """What Git needs to tell its history."""
    subprocess.run(["git", *_LOG], cwd=root, check=True, stdout=subprocess.DEVNULL)


def audit(root: Path) -> None:
    """The audit trail, with what was kept of it."""
    assert read_audit(root)


def check_change(root: Path, base: str) -> None:
    """A change against its base."""
    assert judge_change(root, base, "HEAD").errors == 0


def command_check(root: Path) -> None:
    """`lantian check` as typed, with the time that Python takes to begin."""
    words = [sys.executable, "-m", "generator", "check", "--root", str(root)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def public_site(root: Path) -> None:
    """The public edition, from nothing."""
    assert build_site(root, root / "public", today_in_china(), is_public=True).pages


def leak_scan(root: Path) -> float:
    """The public edition, from nothing; returns the seconds of its leak scan alone."""
    forget(root)
    taken: list[float] = []

    def scan(*words: Any) -> None:
        start = perf_counter()
        scan_for_leaks(*words)
        taken.append(perf_counter() - start)

    assemble.scan_for_leaks = scan  # type: ignore[assignment]
    public_site(root)
    return sum(taken)


MEASURES: Mapping[str, Callable[..., float | None]] = {
    one.__name__: one
    for one in (
        bare_loop,
        check,
        check_alone,
        git_log,
        audit,
        check_change,
        command_check,
        public_site,
        leak_scan,
    )
}


def forget(root: Path) -> None:
    """Takes away what checks, builds and the audit trail remember."""
    for path in (root / ".build").glob("cache.db*"):
        path.unlink()


def main(name: str, root: str, *words: str) -> None:
    """Runs one measurement."""
    start = perf_counter()
    own = MEASURES[name](Path(root), *words)
    sys.stdout.write(f"{perf_counter() - start if own is None else own}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
