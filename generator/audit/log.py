"""The history of the records in one streaming pass, merges included.

A merge is compared with its first parent: what it changes there is what came in by it. Whether
commits of the merged branch explain that, or it was typed into the merge, is for derive to say.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import IO

from generator.audit.git import Repository, ask, is_shallow, streamed
from generator.errors import WorkError
from generator.model.commits import Change, Commit, Logged

RECORDS = "records"
_PIECE = 1 << 20
_HEADER = "%H%x00%P%x00%an%x00%cn%x00%aI%x00%cI"
_HEADER_PARTS = 6
_IN_PIECES = ("-c", "core.packedGitLimit=64m", "-c", "core.packedGitWindowSize=4m")
"""Git then holds no more of a packed history at a time; it takes no longer."""

_ABSENT = ("0" * 40, "0" * 64)
_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ORDINARY = ("100644", "100755")
_FORMAT = (
    *("--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--diff-merges=first-parent"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "-O/dev/null"),
    f"--format={_HEADER}",
)


def refuse_shallow(repo: Repository) -> None:
    """WorkError where the clone lacks the older part of its history."""
    if is_shallow(repo):
        raise WorkError(
            "这个仓库是浅克隆，只有最近的历史，不能据以生成或核对审计记录",
            "先运行 git fetch --unshallow；在流水线里把取回的深度设为全部（fetch-depth: 0）",
        )


def current(repo: Repository) -> str | None:
    """The commit that is checked out; None in a repository without any."""
    words = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return ask(repo, *words, fine=(0, 1)).decode().strip() or None


def branch(repo: Repository) -> str:
    """The branch that is checked out, as its full name; "" where none is."""
    return ask(repo, "symbolic-ref", "--quiet", "HEAD", fine=(0, 1)).decode().strip()


def is_ancestor(repo: Repository, older: str, newer: str) -> bool:
    """Whether `older`, a full name, is `newer` or in its history; not where it is not there."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{older}^{{commit}}")
    if not ask(repo, *words, fine=(0, 1, 128)):
        return False
    return older.encode() in ask(repo, "merge-base", older, newer, fine=(0, 1)).split()


def count_between(repo: Repository, older: str, newer: str) -> int:
    """How many commits `newer` has that `older` has not."""
    return int(ask(repo, "rev-list", "--count", f"{older}..{newer}", "--"))


def is_long(repo: Repository, upto: str, since: str, many: int) -> bool:
    """Whether `upto` has so many commits that `since` ("" for none) has not."""
    span = f"{since}..{upto}" if since else upto
    return int(ask(repo, "rev-list", "--count", f"--max-count={many}", span, "--")) >= many


def continues_main_line(repo: Repository, older: str, newer: str) -> bool:
    """Whether following first parents from `newer`, a descendant of `older`, comes to `older`."""
    span = f"{older}..{newer}"
    lines = ask(repo, "rev-list", "--first-parent", "--parents", span, "--").splitlines()
    return not lines or lines[-1].split()[1:2] == [older.encode()]


def one_commit(repo: Repository, name: str) -> Commit:
    """A commit by its full name."""
    answer = ask(repo, "log", "-1", "--no-patch", "-z", f"--format={_HEADER}", name, "--")
    return _commit(answer.decode("utf-8", "replace").rstrip("\0\n").split("\0"))


def logged(repo: Repository, within: str, upto: str, since: str = "") -> Iterator[Logged]:
    """Every commit up to `upto` that `since` has not, newest first, a merge before its branch.

    Changes are those of record files, with paths as seen from `within`: the folder of the register
    in the repository, "" or with `/` at the end. WorkError where Git fails.
    """
    span = f"{since}..{upto}" if since else upto
    main_line = upto
    with streamed(repo, *_IN_PIECES, "log", "--topo-order", *_FORMAT, span, "--") as answer:
        parts = _parts(answer)
        part = next(parts, "")
        while part:
            commit = _commit([part, *islice(parts, _HEADER_PARTS - 1)])
            changes, part = _changes(parts, within)
            on_main_line = commit.id == main_line
            if on_main_line:
                main_line = commit.parents[0] if commit.parents else ""
            yield Logged(commit, changes, on_main_line)


def _commit(header: list[str]) -> Commit:
    name, parents, author, committer, authored, committed = header
    who, by = _shown(author), _shown(committer)
    return Commit(name, tuple(parents.split()), who, authored, by, committed)


@cache
def _shown(name: str) -> str:
    """A name without what would be a mail address, and without signs that a terminal acts upon."""
    return _CONTROL.sub("\ufffd", _MAIL.sub("（邮箱不公开）", name)).strip() or "（没有署名）"


def _changes(parts: Iterator[str], within: str) -> tuple[tuple[Change, ...], str]:
    """What one commit changed, and the first part of the next commit ("" at the end)."""
    found: list[Change] = []
    for part in parts:
        if part.startswith("\n"):
            part = part[1:]
        if not part.startswith(":"):
            return tuple(found), part
        path = next(parts)
        if path.endswith(".yml") and path.startswith(f"{within}{RECORDS}/"):
            found.append(_change(part, path[len(within) :]))
    return tuple(found), ""


def _change(about: str, path: str) -> Change:
    old_mode, new_mode, old, new, _ = about[1:].split(" ")
    return Change(
        path,
        old if old_mode in _ORDINARY and old not in _ABSENT else "",
        new if new_mode in _ORDINARY and new not in _ABSENT else "",
    )


def _parts(answer: IO[bytes]) -> Iterator[str]:
    """The parts that NUL separates, as they come."""
    rest = b""
    while piece := answer.read(_PIECE):
        whole, _, rest = (rest + piece).rpartition(b"\0")
        if whole:
            yield from whole.decode("utf-8", "replace").split("\0")
    if rest:
        yield rest.decode("utf-8", "replace")
