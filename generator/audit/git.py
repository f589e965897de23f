"""Questions to Git, each a named function; an index of our own; signatures of commits.

See decision 0037.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO

from generator.core.findings import WorkError

_TAKEN_OUT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "LANGUAGE")
_PUT_IN = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",  # reading must not write into the repository
    "GIT_TERMINAL_PROMPT": "0",
}
_ALWAYS = (
    "--no-replace-objects",  # a local replacement must not stand in for what was recorded
    *("-c", "core.quotepath=off", "-c", "log.showSignature=false"),
)

_PIPE = 1 << 20
"""Bytes that Git may be ahead of us: both work at the same time."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its work tree, where its objects lie, and whether these are all there is."""

    working_dir: str
    git_dir: str
    bare: bool = False


def repository(root: Path) -> Repository | None:
    """The repository that `root` lies in, or None: a folder without Git works too.

    WorkError where Git does not want to open it.
    """
    if not root.is_dir():
        return None
    words = ("rev-parse", "--is-bare-repository", "--absolute-git-dir", "--show-toplevel")
    done = _run_in(root, words, None)
    bare, *places = os.fsdecode(done.stdout).splitlines() or [""]
    if not places:
        if _NONE_HERE in done.stderr:
            return None
        raise _refused(words, done.stderr)
    return Repository(places[-1], places[0], bare == "true")


_NONE_HERE = b"not a git repository"


def new_repository(folder: Path, branch: str) -> Repository:
    """An empty repository in a folder; without the machine's template, so with no hook of it."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ("init", "--quiet", "--template=", "--object-format=sha1", f"--initial-branch={branch}")
    done = _run_in(folder, words, None)
    if done.returncode:
        raise _refused(words, done.stderr)
    return Repository(str(folder.resolve()), str(folder.resolve() / ".git"))


def prefix(repo: Repository, root: Path) -> str:
    """Return where `root` lies within the repository: "" at its top, else with a `/` at the end."""
    inside = root.resolve().relative_to(Path(repo.working_dir).resolve()).as_posix()
    return "" if inside == "." else inside + "/"


def is_shallow(repo: Repository) -> bool:
    """Return whether the repository holds only the latest part of its history."""
    return ask(repo, "rev-parse", "--is-shallow-repository").strip() == b"true"


def commit_of(repo: Repository, revision: str) -> str:
    """The full name of the commit that a revision stands for; WorkError where there is none."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    done = _run(repo, words, None)
    if done.returncode:
        raise WorkError(f"仓库里没有 {revision!r} 这个提交", "查对分支名；在服务器上先取回目标分支")
    return done.stdout.decode().strip()


def ask(
    repo: Repository,
    *words: str,
    given: bytes | None = None,
    fine: Sequence[int] = (0,),
    settings: Sequence[str] = (),
    index: Path | None = None,
) -> bytes:
    """What Git answers, as bytes; WorkError with Git's last line where it refuses.

    `fine` are the exit codes that are answers too; `settings` stand before the first word.
    `index` is an index of ours to be used, and brought up to date, instead of the repository's.
    """
    done = _run(repo, (*settings, *words), given, index)
    if done.returncode not in fine:
        raise _refused(words, done.stderr)
    return done.stdout


@contextmanager
def streamed(repo: Repository, *words: str) -> Iterator[IO[bytes]]:
    """Git's answer as it comes, for what may be long; WorkError at the end where Git failed."""
    with _begun(repo, words, PIPE, reads=DEVNULL) as running:
        assert running.stdout
        assert running.stderr
        _widen(running.stdout)
        yield running.stdout
        running.stdout.close()
        complaint = running.stderr.read()
    if running.returncode:
        raise _refused(words, complaint)


@contextmanager
def fed(repo: Repository, *words: str) -> Iterator[IO[bytes]]:
    """Git at work on what is written to it; WorkError with its last line where it fails."""
    with _begun(repo, words, DEVNULL) as running:
        assert running.stdin
        assert running.stderr
        with suppress(BrokenPipeError):  # Git has given up; why is in its last words
            yield running.stdin
            running.stdin.close()
        complaint = running.stderr.read()
    if running.returncode:
        raise _refused(words, complaint)


@contextmanager
def conversation(repo: Repository, *words: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Git answering line by line: where to ask, and where its answers come."""
    with _begun(repo, words, PIPE, complains=DEVNULL) as running:
        assert running.stdin
        assert running.stdout
        _widen(running.stdout)
        yield running.stdin, running.stdout


def _begun(
    repo: Repository, words: Sequence[str], writes: int, *, reads: int = PIPE, complains: int = PIPE
) -> subprocess.Popen[bytes]:
    """Git at work, with these ends for what it reads, writes and complains of."""
    return subprocess.Popen(
        ["git", *_ALWAYS, *words],
        cwd=repo.working_dir,
        env=_environment(),
        stdin=reads,
        stdout=writes,
        stderr=complains,
    )


def _widen(pipe: IO[bytes]) -> None:
    with suppress(OSError, AttributeError):  # only Linux has it, and not everybody may
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _run(
    repo: Repository, words: tuple[str, ...], given: bytes | None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return _run_in(repo.working_dir, words, given, index)


def _run_in(
    folder: str | os.PathLike[str],
    words: tuple[str, ...],
    given: bytes | None,
    index: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    own = {"GIT_INDEX_FILE": str(index.absolute()), "GIT_OPTIONAL_LOCKS": "1"} if index else {}
    return subprocess.run(
        ["git", *_ALWAYS, *words],
        cwd=folder,
        env=_environment() | own,
        input=given if given is not None else b"",
        capture_output=True,
        check=False,
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _TAKEN_OUT}
    return kept | _PUT_IN


def _refused(words: tuple[str, ...], complaint: bytes) -> WorkError:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return WorkError(
        f"Git 没有做成 {words[0]}：{lines[-1] if lines else '没有说明原因'}",
        "在这个文件夹里运行 git status 和 git fsck 看仓库是否完好",
    )


_NAME = "git-index"


def own_index(repo: Repository, folder: Path) -> Path | None:
    """The copy, made anew when the repository's index changed; None where there can be none.

    The index of the user is not ours to write: our lock on it could stop a commit of theirs.
    """
    theirs, ours = Path(repo.git_dir) / "index", folder / _NAME
    note = folder / f"{_NAME}.of"
    try:
        about = theirs.stat()
        mark = f"{about.st_size} {about.st_mtime_ns} {about.st_ino}"
        if _text(note) != mark or not ours.is_file():
            draft = folder / f"{_NAME}.{os.getpid()}"
            shutil.copy2(theirs, draft)  # with its time: Git tells by it what it must look into
            draft.replace(ours)
            note.write_text(mark)
    except OSError:
        return None
    return ours


def _text(file: Path) -> str:
    with suppress(OSError, UnicodeError):
        return file.read_text()
    return ""


_WORDS = {
    "G": "签名有效",
    "U": "签名有效，但签名者不在信任之列",
    "B": "签名无效",
    "X": "签名有效，但已经过期",
    "Y": "签名有效，但密钥已经过期",
    "R": "签名有效，但密钥已经吊销",
    "E": "有签名，这台机器上没有可以核对的密钥",
    "N": "没有签名",
}


def signatures(
    repo: Repository, commits: Sequence[str], known: Mapping[str, str]
) -> dict[str, str]:
    """Commit → Git's letter for the state of its signature; those in `known` are not asked again.

    A missing key may come later: such a state is asked for each time.
    """
    wanted = [commit for commit in commits if known.get(commit, "E") == "E"]
    if not wanted:
        return dict(known)
    given = "".join(f"{commit}\n" for commit in wanted).encode()
    words = ("log", "--no-walk=unsorted", "--stdin", "--no-patch", "--format=%H %G?")
    lines = ask(repo, *words, given=given).decode().split("\n")
    return {**known, **dict(line.split(" ") for line in lines if line)}


def signature_words(letter: str) -> str:
    """The state in words."""
    return _WORDS.get(letter, _WORDS["N"])
