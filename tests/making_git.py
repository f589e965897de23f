"""Real Git repositories for tests of the audit trail: small records, any author, any day."""

import os
import subprocess
from pathlib import Path

from generator.audit.audit import Audit
from generator.audit.changes import gathered, numbered
from generator.audit.git import prefix, repository
from generator.audit.histories import ContentSource, folded
from generator.audit.log import logged
from generator.audit.reader import parsed, read_audit
from generator.audit.trails import Trail
from generator.audit.worktree import blobs

ISSUE = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"
OTHER = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-002.yml"
STEPS = ("排查", "审核", "督办", "整改", "核查", "销号")


def event(number: int, **changes: str) -> str:
    """The event of this number as text, a day after the one before."""
    fields = {"date": f"2019-07-{number + 1:02}", "step": STEPS[number % 6], "by": "示例组"}
    lines = [f"{name}: {value}\n" for name, value in (fields | changes).items()]
    return "- " + "  ".join(lines)


def issue(*events: str, found: str = "示例：没有收集装置", demand: str = "示例：限期整改") -> str:
    """A record with these events, or with the first one."""
    return f"id: x\nfound: {found}\ndemand: {demand}\nevents:\n" + "".join(events or [event(0)])


class History:
    """A repository that is written to, commit by commit; `prefix` is where the register lies.

    One that is there already is written on."""

    def __init__(self, folder: Path, prefix: str = "") -> None:
        self.top = folder
        self.root = folder / prefix
        (self.root / "records").mkdir(parents=True, exist_ok=True)
        if not (folder / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, who: str = "甲", day: str = "2019-07-10", ok: bool = True) -> str:
        """What Git says; `ok` False where it may refuse."""
        moment = f"{day}T12:00:00+0800"
        person = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", who), ("EMAIL", "secret@example.invalid"))
        }
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *words],
            cwd=self.top,
            env={**os.environ, **person, **dates, **alone},
            capture_output=True,
            check=ok,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, path: str, text: str) -> None:
        """Writes a file of the register without committing it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, files: dict[str, str | None], **signed: str) -> str:
        """Commits these texts (None removes) and all that lies there; the name of the commit."""
        for path, text in files.items():
            if text is None:
                (self.root / path).unlink()
            else:
                self.write(path, text)
        self.git("add", "--all", "--", ":!.build", ":!site")
        self.git("commit", "--quiet", "--allow-empty", "--message=x", **signed)
        return self.head

    def branch(self, name: str) -> None:
        """Starts a branch here and goes on it."""
        self.git("checkout", "--quiet", "-b", name)

    def merge(self, name: str, files: dict[str, str] | None = None, **signed: str) -> str:
        """Merges a branch into `main`; texts given are typed into the merge itself."""
        self.git("checkout", "--quiet", "main")
        self.git("merge", "--quiet", "--no-ff", "--no-commit", name, ok=False, **signed)
        return self.commit(dict(files or {}), **signed)

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return self.git("rev-parse", "HEAD")

    def audit(self) -> Audit:
        """The audit trail as a build reads it."""
        found = read_audit(self.root)
        assert found
        return found


def told(audit: Audit, path: str = ISSUE) -> list[str]:
    """The entries of a record as short lines: author, deed, name, marks."""
    lines = []
    for entry in audit.trail(path).entries:
        commit = audit.commit(entry)
        marks = [
            word
            for word, is_so in (
                ("merge", entry.in_merge),
                ("draft", entry.draft),
                ("loud", entry.is_rewriting),
            )
            if is_so
        ]
        who = commit.author if commit else "?"
        lines.append(" ".join([who, entry.deed.value, entry.name, *marks]).replace("  ", " "))
    return lines


def signers(audit: Audit, path: str = ISSUE) -> list[list[str]]:
    """For each event of a record, who recorded it and who changed it since."""
    trail = audit.trail(path)
    return [
        [
            commit.author if (commit := audit.commit(trail.entries[place])) else "?"
            for place in places
        ]
        for places in trail.events
    ]


def followed_slowly(history: History) -> dict[str, Trail]:
    """The trails as they come out when every version is read and looked at by itself."""
    repo = repository(history.root)
    assert repo
    found = gathered(logged(repo, prefix(repo, history.root), history.head))
    newest = len(found.commits) - 1
    with blobs(repo) as contents:
        texts = ContentSource(lambda blob: next(contents.contents([blob])), parsed, quick=False)
        return {
            path: folded(Trail(path), numbered(arrivals, newest), texts)
            for path, arrivals in found.by_path.items()
        }
