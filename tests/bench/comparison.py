"""Our build beside others on the same records: `python -m tests.bench.comparison ROOT …`.

Each ROOT is a register with its history; it is copied, never written to. BENCH_WRITE=1 writes the
tables to generator/docs/bench.md. MkDocs gets no more than 10,000 issues: more take it long.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version
from tempfile import TemporaryDirectory

from generator.core.pool import cores
from tests.bench.measured import Cost, cost
from tests.bench.rivals import hugo_project, mkdocs_project

TODAY = "2021-04-01"
MKDOCS_MOST = 10_000
CHANGES = 3
"""How many records are changed, one after another, for the median of a further build."""

OURS, COMMITTED, TYPED = "ours, cold", "ours, one record committed", "ours, one record typed"
MKDOCS, HUGO, PAGEFIND = "MkDocs + Material", "Hugo", "Pagefind on Hugo's pages"
WRITTEN = Path(__file__).parents[2] / "generator" / "docs" / "bench.md"
REMARKS = "## Where a goal is missed, and what it would take"
PACKAGES = ("mkdocs", "mkdocs-material", "hugo", "pagefind")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was run, what it took, what it left behind."""

    what: str
    cost: Cost
    files: int = 0
    size: int = 0


def compared(root: Path) -> list[Row]:
    """All measurements of one register, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="lantian-comparison-") as folder:
        mine = Path(folder) / "register"
        shutil.copytree(root, mine, ignore=shutil.ignore_patterns(".build", "site"))
        return [*_ours(mine, Path(folder) / "site"), *_others(mine, Path(folder))]


def _ours(root: Path, out: Path) -> Iterator[Row]:
    words = [sys.executable, "-m", "generator", "build"]
    build = partial(
        cost, [*words, "--root", root, "--out", out, "--today", TODAY], Path(__file__).parents[2]
    )
    yield _row(OURS, build(), out)
    records = sorted((root / "records" / "issues").rglob("*.yml"))
    changed = records[:: max(1, len(records) // (2 * CHANGES))][: 2 * CHANGES]
    for name, paths in ((COMMITTED, changed[:CHANGES]), (TYPED, changed[CHANGES:])):
        costs = []
        for path in paths:
            _change(root, path, commits=name == COMMITTED)
            costs.append(build())
        yield Row(name, sorted(costs, key=lambda one: one.seconds)[len(costs) // 2])


def _change(root: Path, path: Path, *, commits: bool) -> None:
    """Says a little more of what was found."""
    text = path.read_text(encoding="utf-8")
    changed = text.replace("\nfound: ", "\nfound: 示例：补记，", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    if commits:
        who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
        words = ["git", *who, "commit", "--quiet", "--message", "Bench", "--", str(path)]
        subprocess.run(words, cwd=root, check=True)


def _others(root: Path, folder: Path) -> Iterator[Row]:
    issues = sum(1 for _ in (root / "records" / "issues").rglob("*.yml"))
    if issues <= MKDOCS_MOST:
        project = folder / "mkdocs"
        yield _row(MKDOCS, cost(mkdocs_project(root, project), project), project / "site")
        shutil.rmtree(project)
    project = folder / "hugo"
    site = project / "site"
    yield _row(HUGO, cost(hugo_project(root, project), project), site)
    taken = cost([sys.executable, "-m", "pagefind", "--site", "site"], project)
    yield _row(PAGEFIND, taken, site / "pagefind")


def _row(what: str, taken: Cost, site: Path) -> Row:
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return Row(what, taken, len(sizes), sum(sizes))


def table(issues: int, rows: Sequence[Row]) -> str:
    """A table in Markdown, with each time against that of Hugo alone."""
    base = next(row.cost.seconds for row in rows if row.what == HUGO)
    lines = [
        f"## {issues:,} issues",
        "",
        "| what | seconds | against Hugo | core seconds | peak memory, MB | files | MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        left = f"{row.files:,} | {row.size / 1e6:,.0f}" if row.files else " | "
        lines.append(
            f"| {row.what} | {row.cost.seconds:.2f} | {row.cost.seconds / base:.2f} "
            f"| {row.cost.worked:.2f} | {row.cost.peak / 1e6:,.0f} | {left} |"
        )
    return "\n".join([*lines, "", *goals(issues, rows), ""])


def goals(issues: int, rows: Sequence[Row]) -> Iterator[str]:
    """What was wanted of these figures, and whether it is so."""
    took = {row.what: row.cost.seconds for row in rows}
    ours = next(row for row in rows if row.what == OURS)
    if issues <= MKDOCS_MOST:
        yield _goal(
            "cold under Hugo and Pagefind together", took[OURS], took[HUGO] + took[PAGEFIND]
        )
        yield _goal("cold a quarter of MkDocs", took[OURS], took[MKDOCS] / 4)
    else:
        yield _goal("cold no slower than Hugo alone", took[OURS], took[HUGO])
        yield _goal("peak memory, MB", ours.cost.peak / 1e6, 1500)
        yield _goal("files", ours.files, 6000)
        yield _goal("size, MB", ours.size / 1e6, 400)
    most = 1 if issues <= MKDOCS_MOST else 3
    yield _goal("one record committed, seconds", took[COMMITTED], most)
    yield _goal("one record typed, seconds", took[TYPED], most)


def _goal(what: str, found: float, most: float) -> str:
    verdict = "met" if found <= most else "**missed**"
    return f"- {verdict}: {what}: {found:,.2f}, wanted at most {most:,.2f}"


def growth(small: tuple[int, Sequence[Row]], large: tuple[int, Sequence[Row]]) -> str:
    """How much longer the larger register takes than as many times as it is larger."""
    (few, rows), (many, more) = small, large
    times = more[0].cost.seconds / rows[0].cost.seconds
    return f"## Growth\n\n{_goal('cold, times as long', times, many / few)}\n"


def document(tables: Sequence[str]) -> str:
    """The page with the tables, and what they were measured on."""
    git = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    head = f"""# Our build beside others

Written by `make bench` with `BENCH_WRITE=1` on {date.today()}: {cores()} cores, {memory:.0f} GB,
{machine()}, Python {python_version()}, {git.strip()},
{packages}.

All on the same invented records in one run, each command in a process of its own, with the time
that it takes to begin. Ours does everything: check, replay, history, pages, search, downloads;
"committed" and "typed" are further builds after one record changed, with and without a commit
(median of {CHANGES}). The others make a page of each issue from Markdown that was written before:
MkDocs with its search, Hugo with the least layout and without any search.

Core seconds are those of all processes of a command together. Memory is the most that all of
them held at one moment, sampled every 100 ms; what processes share counts for each. Machines
differ: compare the ratios.
"""
    return "\n".join([head, *tables])


def remarks(written: str) -> str:
    """What was written by hand below the last tables: what each missed goal would take."""
    return REMARKS + written.partition(REMARKS)[2]


def main(roots: Sequence[Path]) -> None:
    """Prints the tables of these registers, from the smaller to the larger, and writes them."""
    found = []
    for root in roots:
        issues = sum(1 for _ in (root / "records" / "issues").rglob("*.yml"))
        found.append((issues, compared(root)))
    tables = [table(*one) for one in found]
    if len(found) > 1:
        tables.append(growth(found[0], found[-1]))
    text = "\n".join([document(tables), remarks(WRITTEN.read_text(encoding="utf-8"))])
    sys.stdout.write(text)
    if os.environ.get("BENCH_WRITE") == "1":
        WRITTEN.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main([Path(word).resolve() for word in sys.argv[1:]])
