"""`make bench`: invented registers, every measurement some times over, a table of medians.

BENCH_RECORDS (10,000) is the size of the register; with more, a check of a change is measured on
both sizes. BENCH_ROUNDS (3) is how often each is measured. Machines differ: compare the ratios.
At the end our build is compared with others: see `comparison`.
"""

import os
import platform
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from generator.cli.demo import run
from generator.core.pool import cores
from tests.bench import comparison
from tests.bench.measures import forget

USUAL = 10_000
RECORDS = int(os.environ.get("BENCH_RECORDS", USUAL))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
NEW_COMMITS = 100
CHANGED_FILES = 10
SEED = 1
WIDTH = 36
"""Columns of a terminal for what was measured; a Chinese character takes two."""

Seconds = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    what: str
    value: str
    goal: str = ""


def main() -> None:
    """Prints the table."""
    with TemporaryDirectory(prefix="lantian-bench-") as folder:
        say(machine())
        usual = register(Path(folder), min(USUAL, RECORDS))
        seconds = measured(usual)
        for part in (checks, audits, changes):
            show(part(seconds))
        show(scans(usual))
        registers = [usual]
        if RECORDS > USUAL:
            registers.append(register(Path(folder), RECORDS))
            show(larger(seconds["change"], registers[-1]))
            show(scans(registers[-1]))
        comparison.main(registers)


def show(lines: Iterator[Line]) -> None:
    """Some lines of the table, as soon as they are known."""
    for line in lines:
        gap = " " * (WIDTH - len(line.what.encode("gbk")))
        say(f"{line.what}{gap}  {line.value:>10}  {line.goal}".rstrip())


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def machine() -> str:
    """What the figures were measured on."""
    git = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout
    python = platform.python_version()
    return (
        f"{cores()} 核，{platform.machine()}，Python {python}，{git.strip()}，{ROUNDS} 次的中位数"
    )


def register(folder: Path, records: int) -> Path:
    """An invented register; the larger one with fewer commits, or making it would take hours."""
    root = folder / str(records)
    run(root, records, SEED, by_day=records > USUAL)
    say(f"{records} 个问题，{git(root, 'rev-list', '--count', 'HEAD')} 个提交")
    return root


def git(root: Path, *words: str) -> str:
    """What Git answers."""
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def seconds_of(name: str, root: Path, *words: str) -> float:
    """One measurement, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.measures", name, str(root), *words]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(root: Path) -> Seconds:
    """All that is compared with something else, in turns, so that all meet the same weather."""
    found: Seconds = defaultdict(list)
    base = base_of_change(root)
    for _ in range(ROUNDS):
        found["bare"].append(seconds_of("bare_loop", root))
        forget(root)
        found["cold"].append(seconds_of("check", root))
        found["warm"].append(seconds_of("check", root))
        found["alone"].append(seconds_of("check_alone", root))
        found["typed"].append(seconds_of("command_check", root))
        found["log"].append(seconds_of("git_log", root))
        forget(root)
        git(root, "reset", "--hard", "--quiet", f"HEAD~{NEW_COMMITS}")
        found["audit"].append(seconds_of("audit", root))
        git(root, "reset", "--hard", "--quiet", "ORIG_HEAD")
        found["new"].append(seconds_of("audit", root))
        found["change"].append(seconds_of("check_change", root, base))
    return found


def base_of_change(root: Path) -> str:
    """The newest commit from which ten files differ."""
    back = CHANGED_FILES
    while (
        len(git(root, "diff", "--name-only", f"HEAD~{back}", "HEAD").splitlines()) < CHANGED_FILES
    ):
        back += 1
    return git(root, "rev-parse", f"HEAD~{back}")


def ratio(seconds: Seconds, above: str, below: str) -> str:
    """The median of the ratios of each round."""
    pairs = zip(seconds[above], seconds[below], strict=True)
    return f"{median(a / b for a, b in pairs):.2f} 倍"


def plain(seconds: Sequence[float]) -> str:
    """A median in seconds."""
    return f"{median(seconds):.2f} 秒"


def checks(seconds: Seconds) -> Iterator[Line]:
    """Checking all records."""
    yield Line("只用 CSafeLoader 逐个读（基准）", plain(seconds["bare"]))
    yield Line("检查全部，没有缓存", plain(seconds["cold"]))
    yield Line("  与基准相比", ratio(seconds, "cold", "bare"), "目标 1 倍以内")
    yield Line("  只用一个进程，与基准相比", ratio(seconds, "alone", "bare"))
    yield Line("检查全部，有缓存", plain(seconds["warm"]))
    yield Line("  与基准相比", ratio(seconds, "warm", "bare"), "目标 0.1 倍以内")
    yield Line("  整个命令，连同启动", plain(seconds["typed"]))


def audits(seconds: Seconds) -> Iterator[Line]:
    """Reading history."""
    yield Line("只用 git log --raw（基准）", plain(seconds["log"]))
    yield Line("审计记录，从头读", plain(seconds["audit"]))
    yield Line("  与基准相比", ratio(seconds, "audit", "log"), "目标 3 倍以内")
    yield Line(f"审计记录，又有 {NEW_COMMITS} 个提交", plain(seconds["new"]), "目标 0.5 秒以内")


def changes(seconds: Seconds) -> Iterator[Line]:
    """Checking a change."""
    what = f"check --base，改动 {CHANGED_FILES} 个文件"
    yield Line(what, plain(seconds["change"]), "目标 1 秒以内")


def scans(root: Path) -> Iterator[Line]:
    """The leak scan of the public edition, beside the build that it is part of."""
    site = seconds_of("public_site", root)
    yield Line("公开版，从头生成", f"{site:.2f} 秒")
    yield Line(
        "  其中查有没有不能公开的内容",
        plain([seconds_of("leak_scan", root) for _ in range(ROUNDS)]),
    )


def larger(usual: Sequence[float], large: Path) -> Iterator[Line]:
    """Checking a change of a larger register, which should take no longer."""
    base = base_of_change(large)
    found = [seconds_of("check_change", large, base) for _ in range(ROUNDS)]
    yield Line(f"  {RECORDS} 个问题时", plain(found))
    yield Line("  两者相比", f"{median(found) / median(usual):.2f} 倍", "目标 1 倍左右")


if __name__ == "__main__":
    main()
