"""Real Git repositories with the sample register, and pull requests in them."""

import os
import shutil
import subprocess
from pathlib import Path

from generator.kinds.registry import KINDS
from tests.registers import FRAMES, REPOSITORY, SAMPLE, copied
from tests.running import Outcome, lantian
from tests.shared import filled_once

OPEN = "LS19-990200-R03-P02-005"
"""An issue of the sample that waits for 核查."""

DAY = "2019-09-01"
CHECKED = {
    "date": "2019-08-20",
    "step": "核查",
    "by": "第7轮示例乙市第2普通组",
    "result": "到位",
}


def path_of(record_id: str) -> str:
    """Where a record lies, from the root."""
    found = (kind.path_of(record_id) for kind in reversed(KINDS))
    return f"records/{next(path for path in found if path)}"


def event(**changes: str) -> str:
    """An event as text: 核查 of `OPEN`, with these fields instead; empty ones are left out."""
    fields = {**CHECKED, **changes}
    lines = [f"{name}: {value}\n" for name, value in fields.items() if value]
    return "- " + "  ".join(lines)


def _begun() -> Path:
    """The repository as it is at first, begun once in a run of the tests."""

    def begin(folder: Path) -> None:
        forge = Forge.__new__(Forge)
        forge.root = copied(SAMPLE, folder)
        forge._begin()
        forge.git("repack", "-a", "-d", "--quiet")

    return filled_once(Path(os.environ[FRAMES]), "begun", begin)


class Forge:
    """A repository whose branch `main` holds the sample register."""

    def __init__(self, folder: Path, *, empty: bool = False) -> None:
        self.root = folder
        if empty:
            self._begin()
        else:
            shutil.copytree(_begun(), folder, symlinks=True, dirs_exist_ok=True)
            self.git("update-index", "--refresh")

    def _begin(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.write(".gitattributes", (REPOSITORY / ".gitattributes").read_text(encoding="utf-8"))
        self.commit("Begin", day="2019-08-01")

    def git(self, *words: str, day: str = DAY, may_fail: bool = False) -> str:
        """What Git says."""
        moment = f"{day}T12:00:00+0800"
        person = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", "甲"), ("EMAIL", "a@example.invalid"), ("DATE", moment))
        }
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env={**os.environ, **person, **alone},
            capture_output=True,
            check=not may_fail,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> None:
        """Writes a file of the work tree."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def append(self, record_id: str, *events: str) -> None:
        """Adds events, by default 核查, at the end of an issue."""
        path = path_of(record_id)
        self.write(path, self.read(path) + "".join(events or [event()]))

    def both_append(self, record_id: str, mine: str, theirs: str) -> None:
        """`theirs` is on main by now; `mine` on the branch topic, which was made before."""
        self.branch("topic")
        self.append(record_id, mine)
        self.commit("Mine")
        self.go("main")
        self.append(record_id, theirs)
        self.commit("Theirs")
        self.go("topic")

    def replace(self, path: str, old: str, new: str) -> None:
        """Puts one text for another in a file that has it."""
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))

    def copy(self, old: str, new: str) -> None:
        """Makes a record like another, under its own ID."""
        self.write(path_of(new), self.read(path_of(old)).replace(old, new))

    def copy_elsewhere(self, old: str, new: str) -> None:
        """Makes a record like another, of a site of its own."""
        self.copy(old, new)
        self.replace(path_of(new), "\nfound: ", "\nfound: 又")
        self.replace(path_of(new), "site:\n  name: ", "site:\n  name: 另一处")

    def remove(self, path: str) -> None:
        """Takes a file away."""
        (self.root / path).unlink()

    def branch(self, name: str, start: str = "main") -> None:
        """Goes to a new branch."""
        self.git("switch", "--quiet", "--create", name, start)

    def go(self, name: str) -> None:
        """Goes to a branch."""
        self.git("switch", "--quiet", name)

    def commit(self, message: str = "Change", day: str = DAY) -> str:
        """Commits all that lies there but what commands keep; the name of the commit."""
        self.git("add", "--all", "--force", "--", ":!.build")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, day=day)
        return self.git("rev-parse", "HEAD")

    def check(self, *words: str, base: str = "main") -> Outcome:
        """`lantian check --base`."""
        return lantian("check", "--root", self.root, "--base", base, *words)

    def findings(self, *words: str, base: str = "main") -> list[str]:
        """The lines that name a place and a rule, in order."""
        lines = self.check(*words, base=base).out.splitlines()
        return [line for line in lines if " 错误 " in line or " 提醒 " in line]
