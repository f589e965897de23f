"""`lantian take`: what clerks filled in, ZIP files and patches, as commits on a branch."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.audit.beside import (
    branch_end,
    move_branch,
    refuse_branch_name,
    refuse_checked_out,
)
from generator.audit.git import Repository, commit_of, repository
from generator.audit.log import SHORT
from generator.audit.submission import refuse_unfinished, refuse_unnamed
from generator.checks.renumber import target_of
from generator.cli.options import plain, root_option
from generator.core.findings import WorkError
from generator.form.incoming import (
    PACKAGE_LIMIT,
    Incoming,
    RefusedFile,
    read_packages,
    refused_whole,
)
from generator.form.taking import TakenPackage, take


@click.command("take", short_help="收进填报网页给的 ZIP 和补丁")
@click.argument(
    "files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--branch", default="taken", show_default=True, metavar="分支", help="收到哪个分支。")
@click.option("--base", metavar="版本", help="分支从哪里开始；不写就是 origin 的主分支。")
@root_option
def command(files: tuple[Path, ...], branch: str, base: str | None, root: Path) -> None:
    """把各人填好的 ZIP 和补丁收到一个分支，一个文件一个提交，提交人是填报的人。

    序号与别人相同的换成下一个空着的；别人先加了步骤的，接在后面；已经收过的不再收，可以重复运行。
    每条记录照 lantian check --base 检查，有错的不收，写明原因，其他的照收，退出码为 1。
    工作区的文件不动；收完用 git switch 到这个分支查看，再提出合并请求。

    例：lantian take 甲县.zip 乙县.patch
    """
    place = _place(root, branch, base)
    end, done = place.start, []
    for incoming in (one for file in files for one in _read(file)):
        found = _taken(root, place.repo, end, incoming)
        end = found.commit or end
        done.append(found)
        click.echo(plain("\n".join(_lines(found))))
    if end != place.start:
        move_branch(place.repo, branch, end, place.before)
    click.echo(plain("\n".join(_summary(done, branch))))
    sys.exit(1 if any(one.refused for one in done) else 0)


@dataclass(frozen=True, slots=True)
class _TakeTarget:
    """The branch that is added to: where it ends, None for a new one, and where it starts then."""

    repo: Repository
    before: str | None
    start: str


def _place(root: Path, branch: str, base: str | None) -> _TakeTarget:
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”不在 Git 仓库里，没有收", "在台账的 Git 克隆里运行")
    refuse_unfinished(repo)
    refuse_branch_name(repo, branch)
    refuse_checked_out(repo, branch)
    refuse_unnamed(repo)
    before = branch_end(repo, branch)
    start = before or commit_of(repo, base if base is not None else target_of(repo))
    return _TakeTarget(repo, before, start)


def _read(file: Path) -> list[Incoming]:
    """Return what a file brings; one that can not be read is refused, and the others are taken."""
    try:
        with file.open("rb") as opened:
            return read_packages(file.name, opened.read(PACKAGE_LIMIT + 1))
    except OSError:
        return [refused_whole(str(file), "文件打不开", "检查文件名和读取权限")]


def _taken(root: Path, repo: Repository, end: str, incoming: Incoming) -> TakenPackage:
    """Return what became of a package; one that is no commit is refused, not those after it."""
    try:
        return take(root, repo, end, incoming)
    except WorkError as error:
        refused = RefusedFile(incoming.source, error.message, error.hint)
        return TakenPackage(incoming, refused=[*incoming.refused, refused])


def _lines(found: TakenPackage) -> Iterator[str]:
    """Yield what became of one package."""
    incoming = found.incoming
    who = incoming.signature.name or "不知是谁"
    numbers = f"收进 {len(found.taken)} 条，已经有的 {len(found.there)} 条"
    yield f"{incoming.source}（{who}）：{numbers}，不收的 {len(found.refused)} 条"
    for old, new in found.moved.items():
        yield f"  换了序号：{old} → {new}"
    for path, there in found.there.items():
        if path != there:
            yield f"  已经有的：{Path(path).stem} 就是 {Path(there).stem}"
    for one in found.refused:
        yield f"  不收 {one.name}：{one.message}{f'（{one.code}）' if one.code else ''}"
        if one.hint:
            yield f"    改法：{one.hint}"
    if found.commit:
        yield f"  提交 {found.commit[:SHORT]}：{incoming.signature.subject}"


def _summary(done: Sequence[TakenPackage], branch: str) -> Iterator[str]:
    taken = sum(len(one.taken) for one in done)
    refused = sum(len(one.refused) for one in done)
    yield f"共收进 {taken} 条，不收 {refused} 条。"
    if refused:
        yield "不收的请填报人在网页里改好，重新下载再收；已经收进的不会收两次。"
    if taken:
        yield f"收进的在分支 {branch} 上：看一遍用 git switch {branch}，再 git push、提出合并请求。"
