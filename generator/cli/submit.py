"""`lantian submit`: changed records checked, committed on a branch, pushed; what to click next.

See decision 0096.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from generator.audit.git import Repository, ask, commit_of, prefix, repository
from generator.audit.log import SHORT, current, is_ancestor
from generator.audit.submission import (
    Pushed,
    Remote,
    SubmitDraft,
    current_branch,
    deeds,
    draft,
    fetch,
    others_changed,
    push,
    refuse_hidden,
    refuse_unfinished,
    refuse_unnamed,
    remote_of,
)
from generator.checks.change import ChangeVerdict, judge_change
from generator.checks.engine import check_all
from generator.checks.renumber import target_of
from generator.checks.review import Review
from generator.cli.check import FORMATS, of_files, report_of_change
from generator.cli.options import plain, root_option, somebody_is_there, typed_text
from generator.core.findings import WorkError
from generator.core.forges import proposal_link, repository_address, told_link
from generator.core.record_kind import RecordKind
from generator.kinds.registry import BY_FOLDER
from generator.load.files import RECORDS

MAIN = frozenset({"main", "master", "trunk"})
"""Branches that nobody commits records to, besides the target."""


@dataclass(frozen=True, slots=True)
class SubmitPlace:
    """Where a submission is made: the register in its repository, the target and the remote.

    `base` is the target as a revision, `target` its name on the remote, `head` what is checked out.
    """

    root: Path
    repo: Repository
    within: str
    head: str
    base: str
    target: str
    remote: Remote | None

    @property
    def is_on_own_branch(self) -> bool:
        """Return whether a branch is checked out that records may be committed to."""
        return current_branch(self.repo) not in {"", self.target, *MAIN}


@click.command("submit", short_help="提交改动的记录，推送，说明下一步")
@click.option("-m", "--message", metavar="说明", help="提交说明；不写就由改动的记录写成。")
@click.option("--base", metavar="版本", help="要合并到的分支；不写就是 origin 的主分支。")
@root_option
def command(root: Path, message: str | None, base: str | None) -> None:
    """把改动的记录检查以后提交到一个分支，推送到远程仓库，说明怎样提出合并请求。

    只提交 records 里的文件。先照 lantian check 和 lantian check --base 检查，有错误的什么也不提交，
    退出码为 1。在主分支上或者不在分支上的，另建一个分支，名称由改动的记录写成；已经在别的分支上的，
    提交到那个分支。没有推送成的，再运行一次就接着推送。

    例：lantian submit -m "录入第5轮普通3组的问题"
    """
    if message is not None:
        message = typed_text(message)
    place = place_of(root, base)
    refuse_hidden(place.repo, place.within + RECORDS)
    made = draft(place.repo, place.within + RECORDS, place.head)
    if made is None:
        _go_on(place)
        return
    refuse_unnamed(place.repo)
    _refuse_faulty(place, made)
    trial = made.commit("lantian submit")
    found = _judged(place, trial)
    own = found if _is_first(place) else judge_change(root, place.head, trial)
    changed = deeds(place.repo, place.head, trial, place.within + RECORDS)
    text = message_of(own.review, changed, message)
    commit = made.commit(text)
    name = current_branch(place.repo) if place.is_on_own_branch else branch_name(changed, commit)
    made.put(name, commit)
    click.echo(plain(f"已提交：{text.splitlines()[0]}"))
    click.echo(f"分支：{name}（提交 {commit[:SHORT]}，{len(changed)} 个文件）")
    if others := others_changed(place.repo, place.within + RECORDS):
        click.echo(f"注意：records 以外还有 {others} 个文件没有提交，没有放进来。")
    _published(place, name)


def place_of(root: Path, base: str | None) -> SubmitPlace:
    """Return where to submit, the target brought up to date; WorkError where that can not be."""
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”不在 Git 仓库里，没有提交", "在台账的 Git 克隆里运行")
    head = current(repo)
    if head is None:
        raise WorkError(
            "这个仓库还没有任何提交", '先运行 git add --all 和 git commit -m "建立台账"'
        )
    refuse_unfinished(repo)
    if base is not None and not base.strip():
        raise click.UsageError("--base 是空的；写明分支或者提交")
    chosen = base or target_of(repo)
    remote = remote_of(repo, current_branch(repo))
    target = _short_name(repo, chosen, remote)
    is_theirs = remote and chosen.startswith(f"{remote.name}/")
    if remote and is_theirs and not fetch(repo, remote, target, asks=somebody_is_there()):
        click.echo(f"注意：没有取到 {remote.name} 的最新记录，按本机上次取到的检查。", err=True)
    return SubmitPlace(root, repo, prefix(repo, root), head, chosen, target, remote)


def _short_name(repo: Repository, revision: str, remote: Remote | None) -> str:
    """Return the name that the target has on the remote: main of origin/HEAD."""
    words = ("rev-parse", "--abbrev-ref", "--verify", "--quiet", revision)
    name = ask(repo, *words, fine=(0, 1, 128)).decode().strip() or revision
    return name.removeprefix(f"{remote.name}/") if remote else name.rpartition("/")[2]


def _is_first(place: SubmitPlace) -> bool:
    """Return whether the target has all that is checked out: only what is new is the change."""
    return is_ancestor(place.repo, place.head, commit_of(place.repo, place.base))


def _refuse_faulty(place: SubmitPlace, made: SubmitDraft) -> None:
    """End with 1 where a changed file has errors, after showing its findings."""
    paths = [path.removeprefix(place.within) for path in made.paths]
    found = of_files(place.root, check_all(place.root), paths)
    if found.errors:
        click.echo(FORMATS["text"](found), nl=False)
        _end_unsubmitted()


def _judged(place: SubmitPlace, commit: str) -> ChangeVerdict:
    """Return the verdict on merging a commit, printed as `check --base` does; end on errors."""
    found = judge_change(place.root, place.base, commit)
    click.echo(report_of_change("text", found, found.review))
    if found.errors:
        _end_unsubmitted()
    return found


def _end_unsubmitted() -> None:
    click.echo(
        "记录有错误，没有提交，文件和分支都没有变。改好以后再运行 lantian submit。", err=True
    )
    sys.exit(1)


def _go_on(place: SubmitPlace) -> None:
    """Push what was committed before; say so where nothing is left to do."""
    name = current_branch(place.repo)
    if not place.is_on_own_branch or _is_first(place):
        click.echo("records 没有改动，没有要提交的。")
        return
    click.echo(f"records 没有新的改动；分支 {name} 上还有没合并的提交。")
    _judged(place, place.head)
    _published(place, name)


def _published(place: SubmitPlace, name: str) -> None:
    """Push the branch and say what to do next; WorkError that says where things are."""
    if place.remote is None:
        click.echo(
            "没有设置远程仓库，没有推送。下一步：\n"
            "    要推送的，运行 git remote add origin 地址，再运行 lantian submit\n"
            f"    在本机合并的，运行 git switch {place.target} 和 git merge --no-ff {name}"
        )
        return
    pushed = push(place.repo, place.remote, name, asks=somebody_is_there())
    if pushed.reason:
        _said_by_server(pushed)
        raise WorkError(
            f"{pushed.reason}，没有推送；记录已经提交在本机的分支 {name} 上，没有丢",
            f"{pushed.mend}，再运行 lantian submit，会接着推送",
        )
    click.echo(f"已推送到 {place.remote.name}。")
    click.echo(plain(next_click(place, name, pushed)))


def _said_by_server(pushed: Pushed) -> None:
    lines = [line for line in pushed.told.splitlines() if line.startswith("remote:")]
    if lines:
        click.echo(plain("\n".join(lines)), err=True)


def next_click(place: SubmitPlace, name: str, pushed: Pushed) -> str:
    """Return what a person does next on the forge, with the link where it is known."""
    assert place.remote
    address = repository_address(place.remote.url)
    if address is None:
        return f"下一步：由管理这个仓库的人把分支 {name} 合并到 {place.target}。"
    if link := link_to_propose(place, name, pushed):
        return f"下一步：打开这个网址，提出合并请求，等待审核。\n{link}"
    return f"下一步：打开 {address.page} ，提出合并请求，从分支 {name} 合并到 {place.target}。"


def link_to_propose(place: SubmitPlace, name: str, pushed: Pushed) -> str | None:
    """Return the page on which the pushed branch is proposed; None where it is not known."""
    address = repository_address(place.remote.url) if place.remote else None
    if address is None:
        return None
    return told_link(pushed.told, address) or proposal_link(address, name, place.target)


def message_of(review: Review, changed: Sequence[tuple[str, str]], told: str | None) -> str:
    """Return the message of the commit: what was done in a line, then every record."""
    summary = "，".join(_summary(review, changed))
    common = _common([PurePosixPath(path).stem for _, path in changed])
    subject = f"{common}：{summary}" if common else summary
    lines = [f"{_DEEDS[deed]}：{PurePosixPath(path).stem}" for deed, path in changed]
    listing = "\n".join(lines[:_LISTED])
    rest = f"\n…… 共 {len(lines)} 个文件" if len(lines) > _LISTED else ""
    head = f"{told}\n\n{subject}" if told else subject
    return f"{head}\n\n{listing}{rest}\n"


_LISTED = 100
_DEEDS = {"A": "新增", "M": "修改", "D": "删去", "T": "修改"}


def _summary(review: Review, changed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the parts of a summary: new records, steps, corrections, other edits."""
    stepped = {one.id: one.steps for one in review.moved}
    stepped |= {one.id: one.steps for one in review.stepped}
    corrected = {one.id for one in review.corrected} - stepped.keys()
    new: Counter[str] = Counter()
    for deed, path in changed:
        name = PurePosixPath(path).stem
        if name not in stepped and name not in corrected:
            new[f"{_DEEDS[deed]} {{}} {_counted(path)}"] += 1
    yield from (text.format(count) for text, count in new.items())
    for steps, count in Counter("、".join(dict.fromkeys(one)) for one in stepped.values()).items():
        yield f"{count} 个问题记上{steps}"
    if corrected:
        yield f"更正 {len(corrected)} 条记录"


def _counted(path: str) -> str:
    """Return measure word and name of the kind of record at a path."""
    folder = path.rpartition(f"{RECORDS}/")[2].partition("/")[0]
    kind: RecordKind | None = BY_FOLDER.get(folder)
    if kind is None:
        return "份词表" if folder == "vocabulary.yml" else "个文件"
    return f"{kind.measure}{kind.title}"


def _common(names: Sequence[str]) -> str:
    """Return the parts with which all of these IDs begin: LT19-610100-R05."""
    parts = [name.split("-") for name in names]
    same = [some[0] for some in zip(*parts, strict=False) if len(set(some)) == 1]
    return "-".join(same) if all(one[: len(same)] == same for one in parts) else ""


def branch_name(changed: Sequence[tuple[str, str]], commit: str) -> str:
    """Return a name for the branch of a commit; no two commits have the same."""
    common = _common([PurePosixPath(path).stem for _, path in changed])
    plain_name = re.sub(r"[^A-Za-z0-9-]+", "-", common).strip("-") or f"{len(changed)}-records"
    return f"record-{plain_name}-{commit[:6]}"
