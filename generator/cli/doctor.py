"""`lantian doctor`: what is wrong with the machine and the folder of a register, and the mend.

Each check looks at one thing and yields faults; none stops the others.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from generator import __version__
from generator.audit.git import (
    Repository,
    ask,
    git_program,
    git_version,
    is_partial,
    is_shallow,
    repository,
)
from generator.audit.submission import refuse_unnamed
from generator.cache.cache import cache_fault
from generator.cli.options import plain, root_option
from generator.core.findings import WorkError
from generator.load.files import RECORDS
from generator.site.layouts import packaged

_PYTHON = (3, 11)
_GIT = (2, 38)
_SPACE = 1 << 30
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_BROWSER_VARIABLE = "LANTIAN_BROWSER"
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Before this program was made: a clock that shows an earlier day is wrong."""


@dataclass(frozen=True, slots=True)
class MachineFault:
    """Something wrong with the machine, and the mend; `is_grave` where work can not go on."""

    fact: str
    mend: str
    is_grave: bool = True


Check = Callable[[Path], Iterator[MachineFault]]


def _python(root: Path) -> Iterator[MachineFault]:
    if sys.version_info[:2] < _PYTHON:
        yield MachineFault(
            f"Python 是 {sys.version_info[0]}.{sys.version_info[1]}",
            "安装 Python 3.11 或更新的版本，再运行 make clean 和 make site",
        )


def _git(root: Path) -> Iterator[MachineFault]:
    try:
        git_program()
    except WorkError as error:
        yield MachineFault(error.message, error.hint)
        return
    found = git_version()
    if found < _GIT:
        shown = ".".join(map(str, found))
        yield MachineFault(f"Git 是 {shown}，太旧，比较不了改动", "安装 Git 2.38 或更新的版本")


def _repository(root: Path) -> Iterator[MachineFault]:
    """Yield what hinders reading the history, in the words that reading it would say."""
    try:
        repo = repository(root)
    except WorkError as error:
        yield MachineFault(error.message, error.hint)
        return
    if repo is None:
        yield MachineFault(
            f"“{root}”不在 Git 仓库里，没有审计记录，不能提交",
            "从服务器克隆（git clone 地址），或者在这里运行 git init",
            is_grave=False,
        )
        return
    if is_shallow(repo):
        yield MachineFault("这个仓库是浅克隆，历史不全", "运行 git fetch --unshallow")
    if is_partial(repo):
        mend = "重新克隆一份完整的（git clone 不加 --filter）"
        yield MachineFault("这个仓库是部分克隆，旧内容不全", mend)
    yield from _case(root, repo)
    try:
        refuse_unnamed(repo)
    except WorkError as error:
        mend = error.hint.removesuffix("，再运行一次")
        yield MachineFault("Git 不知道录入的人是谁，不能提交", mend, is_grave=False)


def _case(root: Path, repo: Repository) -> Iterator[MachineFault]:
    """Yield what two names that differ by case alone would come to."""
    set_so = ask(repo, "config", "--type=bool", "core.ignoreCase", fine=(0, 1)).strip() == b"true"
    if set_so != ignores_case(root):
        yield MachineFault(
            "Git 记着的大小写规则与这个磁盘不同",
            f"运行 git config core.ignoreCase {'false' if set_so else 'true'}",
            is_grave=False,
        )


def ignores_case(folder: Path) -> bool:
    """Return whether names that differ by case alone are one file there."""
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=folder, prefix=".case-") as one:
        return Path(one.name.replace(".case-", ".CASE-")).exists()
    return False


def _folders(root: Path) -> Iterator[MachineFault]:
    """Yield folders that can not be read or written, after trying."""
    for folder, use in ((root / RECORDS, "写不了记录"), (root, "生成不了网站")):
        try:
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".lantian-"):
                os.listdir(folder)  # noqa: PTH208
        except OSError as error:
            fact = f"文件夹“{folder}”{use}（系统错误 {error.errno}）"
            yield MachineFault(fact, "改好它的读写权限，或者换一个位置")
            return
    unread = [path for path in _records(root) if not os.access(path, os.R_OK)]
    if unread:
        yield MachineFault(f"读不了“{unread[0]}”等 {len(unread)} 个文件", "改好它们的读取权限")


def _records(root: Path) -> Iterator[Path]:
    return (path for path in (root / RECORDS).rglob("*.yml") if not path.is_symlink())


def _space(root: Path) -> Iterator[MachineFault]:
    with suppress(OSError):
        free = shutil.disk_usage(root).free
        if free < _SPACE:
            yield MachineFault(
                f"磁盘只剩 {free >> 20} MB", "腾出 1 GB 以上；.build 和 site 可以删去再生成"
            )


def _encoding(root: Path) -> Iterator[MachineFault]:
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        yield MachineFault(
            f"文件名的编码是 {sys.getfilesystemencoding()}，中文文件名读不出来",
            "在环境变量里设置 LANG=C.UTF-8 和 PYTHONUTF8=1",
        )
    shown = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "蓝天台账（示例）".encode(shown)
    except (UnicodeEncodeError, LookupError):
        mend = "设置 PYTHONIOENCODING=utf-8；Windows 上先运行 chcp 65001"
        yield MachineFault(f"输出的编码是 {shown}，显示不了中文", mend, is_grave=False)


def _links(root: Path) -> Iterator[MachineFault]:
    """Yield what the disk can not do that builds are faster with."""
    try:
        with tempfile.TemporaryDirectory(dir=root, prefix=".lantian-") as folder:
            target = Path(folder) / "a"
            target.touch()
            (Path(folder) / "b").hardlink_to(target)
            (Path(folder) / "c").symlink_to(target)
    except OSError:
        yield MachineFault(
            "这个磁盘不支持链接（例如 U 盘），每次生成都要复制全部页面",
            "不影响结果；要快的，把台账放到本机的磁盘上",
            is_grave=False,
        )


def _clock(root: Path) -> Iterator[MachineFault]:
    now = datetime.now(UTC)
    latest = max((path.stat().st_mtime for path in (root / RECORDS).glob("*.yml")), default=0)
    if now < _FIRST_DAY or latest > now.timestamp() + 86_400:
        yield MachineFault(
            f"这台电脑的时间是 {now:%Y-%m-%d %H:%M}（UTC），早于已有的文件",
            "校准日期和时间：期限、公开期和提交的日期都按它算",
        )


def _cache(root: Path) -> Iterator[MachineFault]:
    if fault := cache_fault(root):
        yield MachineFault(
            f"缓存坏了：{fault}", "删去 .build，下次生成会重新做；记录和网站不受影响"
        )


def _packages(root: Path) -> Iterator[MachineFault]:
    """Yield the packages that are not those of the lock."""
    lock = packaged("requirements", "run.txt").read_text(encoding="utf-8")
    for name, wanted in pins(lock).items():
        try:
            there = version(name)
        except PackageNotFoundError:
            there = ""
        if there != wanted:
            fact = f"是 {there}" if there else "没有装"
            mend = "运行 make clean 和 make site，按锁定的版本重装"
            yield MachineFault(f"软件包 {name} {fact}，应当是 {wanted}", mend)


def pins(lock: str) -> Mapping[str, str]:
    """Return package → version of a lock; those for other systems are left out."""
    lines = (line.partition(" \\")[0] for line in lock.splitlines() if "==" in line)
    return dict(line.split("==", 1) for line in lines if ";" not in line)


def _browser(root: Path) -> Iterator[MachineFault]:
    named = os.environ.get(_BROWSER_VARIABLE, "")
    if named == "skip" or shutil.which(named or "") or any(map(shutil.which, _BROWSERS)):
        return
    yield MachineFault(
        "没有找到 Chromium 浏览器，只有浏览器测试用它",
        "要运行测试的，apt-get install chromium，或者用 make test BROWSER=skip",
        is_grave=False,
    )


CHECKS: Mapping[str, Check] = {
    "Python": _python,
    "软件包": _packages,
    "Git": _git,
    "仓库": _repository,
    "文件夹": _folders,
    "磁盘空间": _space,
    "链接": _links,
    "编码": _encoding,
    "时间": _clock,
    "缓存": _cache,
    "浏览器": _browser,
}
"""What is looked at → the check, in the order in which faults follow from one another."""


@click.command("doctor", short_help="检查这台电脑和台账的文件夹")
@root_option
def command(root: Path) -> None:
    """检查这台电脑：Python、软件包、Git、仓库、权限、磁盘、编码、时间、缓存、浏览器。

    逐项写明有没有问题、怎样改。有妨碍工作的问题时退出码为 1；只是不便的写“提醒”，退出码为 0。

    例：lantian doctor
    """
    click.echo(
        f"蓝天台账 {__version__}，Python {sys.version.split()[0]}，台账在 {plain(str(root))}"
    )
    grave = 0
    for title, check in CHECKS.items():
        faults = list(_tried(check, root))
        grave += sum(one.is_grave for one in faults)
        if not faults:
            click.echo(f"{title}：正常")
        for one in faults:
            word = "错误" if one.is_grave else "提醒"
            click.echo(plain(f"{title}：{word}，{one.fact}\n    改法：{one.mend}"))
    click.echo("没有妨碍工作的问题。" if not grave else f"妨碍工作的问题 {grave} 处。")
    sys.exit(1 if grave else 0)


def _tried(check: Check, root: Path) -> Iterator[MachineFault]:
    """Yield the faults of a check; what stops the check itself is one, too."""
    try:
        yield from check(root)
    except WorkError as error:
        yield MachineFault(error.message, error.hint)
    except OSError as error:
        yield MachineFault(
            f"“{error.filename}”用不了（系统错误 {error.errno}）", "检查它在不在、有没有权限"
        )
