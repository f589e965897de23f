"""Resolves conflicts of events: those of one side follow those of the other, where legal.

See decision 0005.
"""

from dataclasses import dataclass
from pathlib import Path

from generator.audit.git import Repository, prefix, repository
from generator.audit.merge import Sides, conflicting, merged_text
from generator.checks.change import fresh
from generator.checks.changed_values import label, values_between
from generator.checks.engine import judge
from generator.checks.paths import PREFIX
from generator.checks.shape_rules import shaped
from generator.core.findings import Finding, WorkError
from generator.core.raw import RawRecord
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.replay import replay
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME, judging
from generator.load.files import RECORDS, raw_file, read_some


@dataclass(frozen=True, slots=True)
class Resolved:
    """The file as it would be, what of it would be wrong, and what is legal after the first side.

    `first` are the steps that came first and `second` those put behind them.
    """

    path: str
    text: bytes
    first: tuple[Event, ...]
    second: tuple[Event, ...]
    findings: tuple[Finding, ...]
    next_steps: tuple[str, ...]


def resolve(root: Path, issue_id: str, *, mine_first: bool) -> Resolved:
    """The conflict of an issue resolved; WorkError where it is not one of events alone.

    In a merge the events of the other branch come first: they stand in the register already.
    """
    path = _path_of(issue_id)
    repo = repository(root)
    sides = conflicting(repo, prefix(repo, root) + path) if repo else None
    if sides is None:
        raise WorkError(
            f"“{path}”没有冲突", "先运行 git merge 目标分支；Git 报告这个文件有冲突时再用这个命令"
        )
    swapped = sides.is_merge and not mine_first
    ancestor, first, second = (_Side(path, text) for text in _ordered(sides, swapped=swapped))
    text = _together(sides, ancestor, first, second)
    return _judged(root, text, first, second)


def joined_steps(
    repo: Repository, path: str, ancestor: bytes, first: bytes, second: bytes
) -> bytes | None:
    """Return the first text of an issue with the changes of the second, its steps at the end.

    None where all steps of the second are in the first already. WorkError where both changed the
    same, or a text can not be read.
    """
    sides = Sides(repo, ancestor, first, second, is_merge=True)
    old, one, other = (_Side(path, text) for text in (ancestor, first, second))
    known, own = one.events[len(old.events) :], other.events[len(old.events) :]
    if own and all(event in known for event in own):
        return None
    return _together(sides, old, one, other)


def _path_of(issue_id: str) -> str:
    path = BY_NAME["issue"].path_of(issue_id)
    if path is None:
        raise WorkError(
            f"{issue_id!r} 不是问题的编号",
            f"编号写成 {BY_NAME['issue'].example} 这样，或者写文件名",
        )
    return f"{RECORDS}/{path}"


def _ordered(sides: Sides, *, swapped: bool) -> tuple[bytes, bytes, bytes]:
    if sides.ancestor is None or sides.ours is None or sides.theirs is None:
        raise WorkError(
            "这个文件不是两边都在原来的上面改的：一边新建或者删除了它",
            "两边都新建的，自己的换一个空着的序号；一边删除了的，保留这个文件",
        )
    pair = (sides.theirs, sides.ours) if swapped else (sides.ours, sides.theirs)
    return sides.ancestor, *pair


class _Side:
    """One version of the file: its text and the issue in it."""

    def __init__(self, path: str, content: bytes) -> None:
        self.content = content if content.endswith(b"\n") else content + b"\n"
        self.raw: RawRecord = raw_file(path, self.content)
        issue = shaped(self.raw)
        if not isinstance(issue, Issue):
            raise WorkError(
                f"“{path}”有一边读不出来",
                f"用 git show :2:{path} 和 :3:{path} 看两边的内容",
            )
        self.issue: Issue = issue

    @property
    def events(self) -> list[Event]:
        return self.issue.events

    def cut(self, position: int) -> tuple[bytes, bytes]:
        """Return the text before an event, with the comments right above it, and the rest."""
        lines = self.content.splitlines(keepends=True)
        line = self.raw.value_mark(("events", position)).line - 1
        while lines[line - 1].lstrip().startswith(b"#"):
            line -= 1
        return b"".join(lines[:line]), b"".join(lines[line:])


def _together(sides: Sides, ancestor: _Side, first: _Side, second: _Side) -> bytes:
    """Return the first side's text with the second side's changes, its new events at the end."""
    old = len(ancestor.events)
    if first.events[:old] != ancestor.events or second.events[:old] != ancestor.events:
        raise WorkError("有一边改动了已有的经过，不能替人决定", "恢复已有的各步，只在末尾追加")
    shared = _shared(first.events, second.events)
    if shared == len(second.events):
        raise WorkError("后一方没有新加的步骤，冲突在别的地方", "逐处选定内容，再提交")
    before, until, rest = second.cut(old)[0], *second.cut(shared)
    facts = merged_text(sides.repo, first.content, ancestor.content, before)
    if facts is None or until[len(before) :] not in first.content:
        raise WorkError(
            f"“{first.raw.path}”除了后加的步骤，两边还改了同一处："
            f"{_disputed(ancestor, first, second)}；不能替人决定",
            "先把那一处改好，经过照先后接上，再提交",
        )
    text = facts + rest.replace(b"\r\n", b"\n")
    _refuse_other_events(raw_file(first.raw.path, text), first.events + second.events[shared:])
    return text


def _disputed(ancestor: _Side, first: _Side, second: _Side) -> str:
    """Return the fields that both sides changed; all that either did where these only touch."""
    own, other = (
        {one.name: label(Issue, one) for one in values_between(ancestor.raw, side.raw)}
        for side in (first, second)
    )
    names = [name for name in own if name in other] or [*own, *other]
    return "、".join(f"{(own | other)[name]}（{name}）" for name in names) or "批注"


def _judged(root: Path, text: bytes, first: _Side, second: _Side) -> Resolved:
    raw = raw_file(first.raw.path, text)
    shared = _shared(first.events, second.events)
    beside = _beside(root, first.issue)
    before = judge([*beside, first.raw])
    return Resolved(
        path=raw.path,
        text=text,
        first=tuple(first.events[shared:]),
        second=tuple(second.events[shared:]),
        findings=tuple(filter(_is_of_steps, fresh(before, judge([*beside, raw])))),
        next_steps=_next_steps(before.register, first.issue),
    )


def _is_of_steps(finding: Finding) -> bool:
    """Return whether it is about the order of steps; other faults come from one side and stay."""
    return finding.code.startswith("T") or finding.slug == "events-backward"


def _shared(first: list[Event], second: list[Event]) -> int:
    """Return how many events both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _refuse_other_events(raw: RawRecord, events: list[Event]) -> None:
    issue = shaped(raw)
    if not isinstance(issue, Issue) or raw.faults or issue.events != events:
        raise WorkError(
            "两边的写法不同，接起来读不出原来的各步", "两边都先运行 lantian fmt，或者照先后手工接上"
        )


def _beside(root: Path, issue: Issue) -> list[RawRecord]:
    """Return the records that judge the issue."""
    places = judging(issue.programme_id, issue.city_id, f"R{issue.round_number:02}")
    return read_some(root, (path.removeprefix(PREFIX) for path in places))


def _next_steps(register: Register, issue: Issue) -> tuple[str, ...]:
    programme = register.programmes.get(issue.programme_id)
    try:
        found = replay(programme.lifecycle, issue) if programme and programme.lifecycle else None
    except KeyError:  # no path takes it, which is a finding of its own
        found = None
    return found.next_steps if found else ()
