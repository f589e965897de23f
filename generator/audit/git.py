"""Questions to Git, each a named function; an index of our own; signatures of commits.

See decisions 0037 and 0050.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryDirectory
from typing import IO

from generator.audit.complaints import in_chinese
from generator.core.findings import WorkError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_KEPT_VARIABLES = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""Beginnings of variables that say where Git finds its settings and repositories.

All other `GIT_` variables are dropped: they come from hooks and calling programs, and would make
Git read another index, other objects, other paths.
"""

_SET_VARIABLES = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",  # reading must not write into the repository
    "GIT_TERMINAL_PROMPT": "0",
    # What is not here is not fetched: that would start the programs of a transport.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": os.devnull,  # the parents of a commit are those that it names
    "GIT_ATTR_NOSYSTEM": "1",
}
_SETTINGS = {
    "core.quotepath": "off",
    "log.showSignature": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "core.attributesFile": os.devnull,
    "core.checkStat": "default",  # no edit is missed for having the same size and second
    # Files that Git keeps beside the objects, and believes: parents of commits, names of new files.
    "core.commitGraph": "false",
    "core.untrackedCache": "false",
    # A repository that somebody else made must not start programs here.
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
}
_ALWAYS = (
    "--no-replace-objects",  # a local replacement must not stand in for what was recorded
    "--no-pager",
    *(word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")),
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

    WorkError where Git does not want to open it, or a `.git` is there that Git can not read.
    """
    if not root.is_dir():
        return None
    words = ("rev-parse", "--is-bare-repository", "--absolute-git-dir", "--show-toplevel")
    done = _run_in(root, words, None)
    bare, *places = os.fsdecode(done.stdout).splitlines() or [""]
    if not places:
        if _NONE_HERE not in done.stderr:
            raise _refused(words, done.stderr)
        _refuse_damaged(root)
        return None
    _refuse_foreign_work_tree(root, places[-1])
    return Repository(places[-1], places[0], bare == "true")


_NONE_HERE = b"not a git repository"


def _refuse_damaged(root: Path) -> None:
    """Raise WorkError where `root` lies in what was a repository: its audit trail is missing."""
    real = root.resolve()
    for folder in (real, *real.parents):
        if os.path.lexists(folder / ".git"):
            raise WorkError(
                f"“{folder / '.git'}”读不出来，没有审计记录可用",
                "检查它的权限；损坏的，从别处重新克隆，把没有提交的改动复制过去",
            )


def _refuse_foreign_work_tree(root: Path, place: str) -> None:
    if not root.resolve().is_relative_to(Path(place).resolve()):
        raise WorkError(
            f"这个仓库的设置把工作区指到了别处（core.worktree = {place}）",
            "运行 git config --unset core.worktree，再重新运行",
        )


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


def is_partial(repo: Repository) -> bool:
    """Return whether the repository leaves contents to another one until they are asked for."""
    words = ("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    return bool(ask(repo, *words, fine=(0, 1)).strip())


def merge_in_memory(repo: Repository, base: str, head: str, settings: Sequence[str]) -> bytes:
    """Return what `git merge-tree -z` says of two commits; the tree lies with the other objects.

    Git works in an empty repository that only has the objects of this one: no attributes, and no
    program that settings name for them, decide how texts are joined.
    """
    objects = os.fsdecode(ask(repo, "rev-parse", "--git-path", "objects")).strip()
    form = ask(repo, "rev-parse", "--show-object-format").decode().strip()
    words = ("merge-tree", "--write-tree", "-z", "--no-messages", base, head)
    with TemporaryDirectory(prefix="lantian-git-") as folder:
        begin = ("init", "--quiet", "--bare", "--template=", f"--object-format={form}")
        _run_in(folder, begin, None)
        lent = {"GIT_OBJECT_DIRECTORY": str(Path(repo.working_dir, objects).resolve())}
        done = _run_in(folder, (*settings, *words), None, variables=lent)
    if done.returncode not in (0, 1):
        raise _refused(words, done.stderr)
    return done.stdout


def damaged_objects(repo: Repository) -> list[str]:
    """Return what `git fsck` finds wrong: objects that are missing, or are not what they claim."""
    done = _run(repo, ("fsck", "--full", "--no-dangling", "--no-reflogs", "--no-progress"), None)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    return lines[:_SHOWN] or ["没有说明原因"] if done.returncode else []


_SHOWN = 20
"""Lines of what Git complains of: a list of thousands says no more."""


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


_OF_THE_USER = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSH", "GIT_ASKPASS", "GIT_HTTP_", "GIT_SSL_")
_TRANSPORTS = "file:git:http:https:ssh"
_AS_USER = ("--no-pager", "-c", "core.quotepath=off", "-c", f"core.hooksPath={os.devnull}")


def as_user(
    repo: Repository,
    *words: str,
    given: bytes = b"",
    asks: bool = False,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """What Git does with the name, keys and transports of its user: signs, fetches, pushes.

    The programs that the user has set for these run, hooks do not. `asks`: whether somebody is
    there who can type a password; `variables` are set besides, such as the name of an author.
    """
    own = {name: text for name, text in os.environ.items() if name.startswith(_OF_THE_USER)}
    said = {"GIT_ALLOW_PROTOCOL": _TRANSPORTS, "GIT_TERMINAL_PROMPT": "1" if asks else "0"}
    return subprocess.run(
        [git_program(), *_AS_USER, *words],
        cwd=repo.working_dir,
        env={**_environment(), **own, **said, "GIT_OPTIONAL_LOCKS": "1", **(variables or {})},
        input=given,
        capture_output=True,
        check=False,
    )


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
        [git_program(), *_ALWAYS, *words],
        cwd=repo.working_dir,
        env=_environment(),
        stdin=reads,
        stdout=writes,
        stderr=complains,
    )


def _widen(pipe: IO[bytes]) -> None:
    with suppress(OSError, AttributeError):  # only Linux has it (None has nothing), if it may
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def git_program() -> str:
    """Return the path of Git; WorkError where none is installed.

    Only in folders of PATH that are named in full: a program of that name in the register, or in
    the folder that a command is typed in, is not taken for Git.
    """
    return _git_in(os.environ.get("PATH", os.defpath))


def git_version() -> tuple[int, ...]:
    """Return the version of Git: (2, 47, 3); WorkError where there is no Git."""
    program = git_program()
    from git import Git, refresh  # takes longer to load than all questions that a build asks

    refresh(program)
    return tuple(Git().version_info)


@cache
def _git_in(path: str) -> str:
    for folder in path.split(os.pathsep):
        found = shutil.which(str(Path(folder, "git"))) if Path(folder).is_absolute() else None
        if found:
            return found
    raise WorkError("这台电脑上没有找到 Git，读不了历史", "安装 Git 2.38 或更新的版本，再重新运行")


def _run(
    repo: Repository, words: tuple[str, ...], given: bytes | None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return _run_in(repo.working_dir, words, given, index)


def _run_in(
    folder: str | os.PathLike[str],
    words: tuple[str, ...],
    given: bytes | None,
    index: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    own = {"GIT_INDEX_FILE": str(index.absolute()), "GIT_OPTIONAL_LOCKS": "1"} if index else {}
    return subprocess.run(
        [git_program(), *_ALWAYS, *words],
        cwd=folder,
        env={**_environment(), **own, **(variables or {})},
        input=given if given is not None else b"",
        capture_output=True,
        check=False,
    )


def changed_paths(
    repo: Repository, *words: str, under: str, index: Path | None = None
) -> Iterator[str]:
    """Yield the paths of files that differ from the commit that is checked out.

    Git reads files of the work tree for it, but starts no filter of the repository's settings.
    `words` are further options of `git status`.
    """
    shown = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", *words)
    shown += ("--ignore-submodules=all",)  # a repository in it would be asked with its own settings
    answer = ask(repo, *shown, "--", under, index=index, settings=_filters_off(repo))
    for line in answer.decode("utf-8", "replace").split("\0")[:-1]:
        yield line[3:]


@cache
def _filters_off(repo: Repository) -> tuple[str, ...]:
    """Return settings that make each configured filter do nothing."""
    words = ("config", "--name-only", "-z", "--get-regexp", r"^filter\..*\.(clean|process)$")
    names = ask(repo, *words, fine=(0, 1)).decode("utf-8", "surrogateescape").split("\0")[:-1]
    filters = sorted({name.rpartition(".")[0] for name in names})
    if any("=" in name for name in filters):
        raise WorkError(
            "仓库的设置里有名称带等号的过滤器，不能把它关掉", "在 .git/config 里删去这个过滤器"
        )
    off = ("clean=", "process=", "required=false")
    return tuple(word for name in filters for one in off for word in ("-c", f"{name}.{one}"))


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT_VARIABLES)
    }
    kept.pop("LANGUAGE", None)
    return kept | _SET_VARIABLES


def _refused(words: tuple[str, ...], complaint: bytes) -> WorkError:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    if any(_OWNED_BY_OTHERS in line for line in lines):
        return WorkError(
            "这个仓库属于另一个用户，Git 不肯打开它",
            f"确认它可信，再运行 {lines[-1].strip()}",
        )
    return WorkError(
        f"Git 没有做成 {words[0]}：{in_chinese(complaint)}",
        "在这个文件夹里运行 git status 和 git fsck 看仓库是否完好",
    )


_OWNED_BY_OTHERS = "dubious ownership"
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


_OWN_PROGRAMS = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.allowedsignersfile": "",
    "gpg.ssh.revocationfile": "",
}
"""What decides on a signature, and what stands where the machine sets nothing."""


def _machine_decides(repo: Repository) -> Iterator[str]:
    """Yield settings that judge signatures as the machine says, not as the repository does."""
    words = ("config", "--show-scope", "-z", "--get-regexp", r"^gpg\.")
    answer = ask(repo, *words, fine=(0, 1)).decode("utf-8", "surrogateescape").split("\0")
    found = dict(_OWN_PROGRAMS)
    for scope, setting in zip(answer[::2], answer[1::2], strict=False):
        name, _, value = setting.partition("\n")
        if scope in ("system", "global", "command") and name in found:
            found[name] = value
    for name, value in found.items():
        if value:
            yield from ("-c", f"{name}={value}")
        elif any(setting.startswith(f"{name}\n") for setting in answer[1::2]):
            yield from ("-c", f"{name}=")


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
    settings = tuple(_machine_decides(repo))
    lines = ask(repo, *words, given=given, settings=settings).decode().split("\n")
    return {**known, **dict(line.split(" ") for line in lines if line)}


def signature_words(letter: str) -> str:
    """The state in words."""
    return _WORDS.get(letter, _WORDS["N"])
