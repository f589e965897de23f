"""What replaces a published site: whether it may, and what it changes for those who read it.

A job that nobody watches publishes again and again. It must never put an older state over a newer
one, lose a rewritten history unseen, or bring back a name whose term is over. See decision 0113.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.audit.git import Repository, changed_paths, prefix, repository
from generator.audit.log import branch, count_between, current, is_ancestor, refuse_incomplete
from generator.audit.worktree import blobs, held, work_tree
from generator.core.findings import WorkError
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import BY_FOLDER
from generator.load.yaml_reader import plain_values
from generator.public.policy import Publicity, exposure_of
from generator.site.manifest import EDITIONS, PUBLIC, Manifest
from generator.site.settings import NAME as SETTINGS
from generator.site.tables import OVERDUE

_ISSUES = "records/issues/"
_SHORT = 12


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Paths of record files that were added, changed and removed between two commits."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExposureChanges:
    """IDs of exposures: named now and not before, named before and not now with the reason why."""

    shown: int
    begun: tuple[str, ...]
    ended: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a new site changes against the published one; `previous` is None for the first.

    `commits`: how many the new one has more. `overdue`: code of a city, or "" for all → how many
    issues are overdue in it; `cities` names the cities.
    """

    commit: str
    today: date
    edition: str
    previous: Manifest | None
    commits: int
    files: FileChanges
    exposures: ExposureChanges
    overdue: Mapping[str, int]
    cities: Mapping[str, str]


def clean_head(root: Path) -> tuple[Repository, str]:
    """Return the repository and the commit that would be published. WorkError without one."""
    repo = repository(root)
    head = current(repo) if repo else None
    if repo is None or head is None:
        raise WorkError(
            "这里没有 Git 历史，不能发布：读者无从核对网站依据哪一次提交",
            "在台账的 Git 克隆里运行；只想看看网站的，用 lantian build",
        )
    refuse_incomplete(repo)
    tree = work_tree(root)
    # The settings make the frame, the menu and the guide of each page.
    settings = changed_paths(repo, under=prefix(repo, root) + SETTINGS)
    changed = [*sorted(tree.uncommitted if tree else ()), *(SETTINGS for _ in settings)]
    if changed:
        more = f"等 {len(changed)} 个文件" if len(changed) > 1 else ""
        raise WorkError(
            f"{changed[0]}{more}有尚未提交的改动，没有人为它署名，不能发布",
            "先提交并合并，或者换一份干净的克隆再发布",
        )
    return repo, head


def refuse_unfit(
    repo: Repository, head: str, previous: Manifest, edition: str, today: date
) -> None:
    """WorkError where a site of this commit and day must not replace the published one."""
    if previous.edition != edition:
        raise WorkError(
            f"上次发布的是{EDITIONS[previous.edition]}，这次是{EDITIONS[edition]}：两个版本不能放在同一个地方",
            "查对网址和 --edition；确实要改换版本的，由人运行一次 lantian publish --first",
        )
    if not previous.commit or not is_ancestor(repo, previous.commit, head):
        was, now = previous.commit[:_SHORT] or "（没有写明）", head[:_SHORT]
        raise WorkError(
            f"上次发布的提交 {was} 不在 {now} 的历史里：历史被改写过，或者这次的提交比上次旧",
            "用 lantian audit verify --since 写上次发布的 build.json，看少了哪些记录；"
            "查明以后确实要发布的，由人运行一次 lantian publish --first",
        )
    now = branch(repo)
    # A pipeline of GitLab checks out a commit without a branch: there the pipeline says which.
    if previous.branch and now and previous.branch != now:
        raise WorkError(
            f"上次发布的是分支 {_short(previous.branch)}，这次在分支 {_short(now)} 上，"
            "它的改动还没有合并",
            f"先合并，再在 {_short(previous.branch)} 上发布；主分支确实改了名的，"
            "由人运行一次 lantian publish --first",
        )
    if date.fromisoformat(previous.today) > today:
        raise WorkError(
            f"上次发布的数据截至 {previous.today}，这次只到 {today}：已经到期撤下的名称会重新出现",
            "查对这台电脑的日期，去掉 --today",
        )


def _short(name: str) -> str:
    return name.removeprefix("refs/heads/")


def refuse_future(today: date, now: date) -> None:
    """WorkError for a site of a day that has not come: no later one could replace it."""
    if today > now:
        raise WorkError(
            f"--today {today} 还没有到（今天是 {now}）：这样发布以后，到那一天为止都不能再发布",
            "去掉 --today",
        )


def deployment(
    repo: Repository,
    root: Path,
    register: Register,
    head: str,
    today: date,
    edition: str,
    previous: Manifest | None,
    overdue: Mapping[str, int],
) -> Deployment:
    """Return what the site of `head` and `today` changes against the published one. WorkError."""
    within = prefix(repo, root)
    before = held(repo, previous.commit, within) if previous else {}
    files = _changes(before, held(repo, head, within)) if previous else FileChanges()
    older = {path: before[path] for path in (*files.changed, *files.removed)}
    then = date.fromisoformat(previous.today) if previous else None
    return Deployment(
        commit=head,
        today=today,
        edition=edition,
        previous=previous,
        commits=count_between(repo, previous.commit, head) if previous else 0,
        files=files,
        exposures=_exposures(register, _older_issues(repo, older), set(files.added), then, today),
        overdue=overdue,
        cities={one.id: one.name for one in register.cities.values()},
    )


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> FileChanges:
    both = before.keys() & now.keys()
    return FileChanges(
        added=tuple(sorted(now.keys() - both)),
        changed=tuple(sorted(path for path in both if before[path] != now[path])),
        removed=tuple(sorted(before.keys() - both)),
    )


def _older_issues(repo: Repository, changed: Mapping[str, str]) -> Mapping[str, Issue]:
    """Return path → issue as the published commit had it, of what changed since."""
    wanted = {path: blob for path, blob in changed.items() if path.startswith(_ISSUES)}
    with blobs(repo) as contents:
        texts = list(contents.contents(list(wanted.values())))
    found = ((path, _issue(text)) for path, text in zip(wanted, texts, strict=True))
    return {path: issue for path, issue in found if issue}


def _issue(content: bytes | None) -> Issue | None:
    """Return the issue in a file; None where today's model can not read it."""
    try:
        return Issue.model_validate(plain_values((content or b"").decode("utf-8")))
    except ValueError:
        return None


def _exposures(
    register: Register,
    older: Mapping[str, Issue],
    added: set[str],
    then: date | None,
    today: date,
) -> ExposureChanges:
    now = dict(_named(register, {}, set(), today))
    before = dict(_named(register, older, added, then)) if then else now
    return ExposureChanges(
        shown=sum(state.shows_name for state, _ in now.values()),
        begun=tuple(one for one in now if _begins(now[one], before.get(one))),
        ended=tuple(
            (one, reason)
            for one, (state, reason) in now.items()
            if not state.shows_name and one in before and before[one][0].shows_name
        ),
    )


_State = tuple[Publicity, str]


def _begins(now: _State, before: _State | None) -> bool:
    return now[0].shows_name and not (before and before[0].shows_name)


def _named(
    register: Register, older: Mapping[str, Issue], without: set[str], day: date
) -> Iterator[tuple[str, _State]]:
    """Yield the ID of each issue with the state of its exposure on a day, and why it is so."""
    for filed in register.of(Issue):
        path = filed.raw.path
        if path in without:
            continue
        issue = older.get(path, filed.record)
        programme = register.programmes.get(issue.programme_id)
        found = exposure_of(issue, programme, register.vocabulary, day)
        if found.state is not Publicity.NOT_EXPOSED:
            yield issue.id, (found.state, found.reason)


def deployment_text(found: Deployment) -> str:
    """Return what changes as Markdown, for the page of a run: IDs, and no name of anybody."""
    previous = found.previous
    last = (previous.today, f"`{previous.commit[:_SHORT]}`") if previous else ("没有发布过", "—")
    lines = [
        f"## 发布{EDITIONS[found.edition]}",
        "",
        "| | 上次 | 这次 |",
        "| --- | --- | --- |",
        f"| 数据截至 | {last[0]} | {found.today} |",
        f"| 提交 | {last[1]} | `{found.commit[:_SHORT]}` |",
        "",
        *(_file_lines(found) if previous else ()),
        *_overdue_lines(found),
        *_exposure_lines(found.exposures),
    ]
    return "\n".join(lines) + "\n"


def _file_lines(found: Deployment) -> Iterator[str]:
    counts = list(_counts(found.files))
    if not counts:
        yield f"上次发布以后有 {found.commits} 次提交，记录没有改动。"
    else:
        yield f"上次发布以后有 {found.commits} 次提交："
        yield ""
        yield "| 记录 | 新增 | 修改 | 删去 |"
        yield "| --- | ---: | ---: | ---: |"
        for title, numbers in counts:
            yield f"| {title} | {' | '.join(map(str, numbers))} |"
    yield ""


def _counts(files: FileChanges) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the title of each kind with the numbers of its files added, changed and removed."""
    groups = (files.added, files.changed, files.removed)
    titles = [[_title(path) for path in paths] for paths in groups]
    known = [*(kind.title for kind in BY_FOLDER.values()), _OTHER]
    for title in known:
        numbers = tuple(some.count(title) for some in titles)
        if any(numbers):
            yield title, (numbers[0], numbers[1], numbers[2])


_OTHER = "词表等"


def _title(path: str) -> str:
    kind = BY_FOLDER.get(path.removeprefix("records/").partition("/")[0])
    return kind.title if kind else _OTHER


def _overdue_lines(found: Deployment) -> Iterator[str]:
    """Yield how many issues are overdue: all of them, and those of each city with another number.

    A site of an older version of the tool does not say how many were.
    """
    if "" not in found.overdue:
        return
    before = found.previous.overdue if found.previous else {}
    yield f"| {OVERDUE.title}（个） | 上次 | 这次 | 增减 |"
    yield "| --- | ---: | ---: | ---: |"
    if "" in before:
        yield _overdue_row("合计", before[""], found.overdue[""])
        for city, name in found.cities.items():
            was, now = before.get(city, 0), found.overdue.get(city, 0)
            if was != now:
                yield _overdue_row(name, was, now)
    else:
        yield f"| 合计 | {'没有记载' if found.previous else '—'} | {found.overdue['']} | — |"
    yield ""
    if found.edition == PUBLIC:
        yield f"{OVERDUE.title}{OVERDUE.in_public}。"
        yield ""


def _overdue_row(name: str, was: int, now: int) -> str:
    return f"| {name} | {was} | {now} | {f'{now - was:+d}' if now != was else '不变'} |"


def _exposure_lines(found: ExposureChanges) -> Iterator[str]:
    yield f"公开曝光的案例现有 {found.shown} 个。"
    yield ""
    yield from (f"- 新公开：{one}" for one in found.begun)
    yield from (f"- 撤下：{one}，{reason}" for one, reason in found.ended)
