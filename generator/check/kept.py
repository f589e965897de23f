"""Whether every record stays, at its place and under its ID (decision 2 of the design)."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.check.rule import Hit, Rule
from generator.checks.paths import PREFIX, inner, is_record_path
from generator.checks.proposal import Edit, Proposal
from generator.core.findings import Mark, Severity
from generator.core.raw import RawFile
from generator.kinds.registry import VOCABULARY_PATH


def deleted_record(proposal: Proposal) -> Iterator[Hit]:
    """No record is taken away."""
    moved = {old.path for old, _ in moves(proposal)}
    for edit in proposal.edits:
        if _is_lost(edit) and edit.path not in moved:
            yield Hit(edit.path, Mark(), f"{_called(edit.path)}被删除", _back(edit))


def _back(edit: Edit) -> str:
    if edit.path == PREFIX + VOCABULARY_PATH:
        return "恢复词表；不再用的词写上 retired: true，留在原处"
    if _is_problem(edit):
        return "恢复这个文件；记错了的加一步“更正”，不成立的问题加一步“撤销”"
    return "恢复这个文件；记错了的在原处改正，不再有效的在记录里写明"


def moved_record(proposal: Proposal) -> Iterator[Hit]:
    """No record is moved or renamed."""
    for old, new in moves(proposal):
        withdrawn = "并“撤销”" if _is_problem(old) else ""
        yield Hit(
            new.path,
            new.new.mark("id") if new.new else Mark(),
            f"{_called(old.path)}被移到这里，原来在 {old.path}",
            f"放回原处；编号用错了的，在原记录里写明{withdrawn}，再另建一条",
        )


def _is_problem(edit: Edit) -> bool:
    return _below(edit).startswith("issues/")


def moves(proposal: Proposal) -> list[tuple[Edit, Edit]]:
    """Each record that goes at one path and comes at another: same ID, or same content besides."""
    coming = [edit for edit in proposal.edits if edit.comes and is_record_path(_below(edit))]
    found = []
    for old in proposal.edits:
        new = next((one for one in coming if _is_lost(old) and _is_same(old, one)), None)
        if new:
            coming.remove(new)
            found.append((old, new))
    return found


def _is_same(old: Edit, new: Edit) -> bool:
    if old.before is None or new.after is None:
        return False
    was, now = old.before, new.after
    if was.content is None or now.content is None:
        return False
    same_kind = inner(was).partition("/")[0] == inner(now).partition("/")[0]
    same_id = was.content.get("id") is not None and was.content.get("id") == now.content.get("id")
    return same_kind and (same_id or _without_id(was) == _without_id(now))


def _without_id(raw: RawFile) -> dict[str, object]:
    return {key: value for key, value in (raw.content or {}).items() if key != "id"}


def _is_lost(edit: Edit) -> bool:
    """Whether a record goes; one that lay where its ID does not say may go, or be put right."""
    misplaced = edit.old and edit.old.kind.path_of(edit.old.record.id) != _below(edit)
    return edit.goes and is_record_path(_below(edit)) and not misplaced


def _below(edit: Edit) -> str:
    return edit.path.removeprefix(PREFIX)


def _called(path: str) -> str:
    return "词表" if path == PREFIX + VOCABULARY_PATH else f"记录 {PurePosixPath(path).stem} "


def reused_id(proposal: Proposal) -> Iterator[Hit]:
    """An ID that was used once is not given again."""
    for edit in proposal.edits:
        commit = proposal.earlier.get(edit.path) if edit.comes else None
        if commit:
            name = PurePosixPath(edit.path).stem
            yield Hit(
                edit.path,
                edit.new.mark("id") if edit.new else Mark(),
                f"编号 {name!r} 以前用过，提交 {commit[:10]} 里有过这条记录",
                "换下一个没有用过的序号；误删的记录照删除以前的内容原样恢复",
            )


def serial_gap(proposal: Proposal) -> Iterator[Hit]:
    """Serial numbers of a group follow each other; a gap is worth a look."""
    taken = {PurePosixPath(path).stem for path in proposal.beside}
    new = sorted(proposal.new_issues(), key=lambda one: one.record.id)
    taken |= {one.record.id for one in new}
    for one in new:
        group, _, serial = one.record.id.rpartition("-")
        before = int(serial) - 1
        missing = before
        while missing and f"{group}-{missing:03}" not in taken:
            missing -= 1
        if missing < before:
            skipped = f"{missing + 1:03}" + (f" 到 {before:03}" if missing + 1 < before else "")
            yield Hit(
                one.raw.path,
                one.mark("id"),
                f"序号 {serial} 前面空着 {skipped}",
                "同组的序号一个接一个；确实要空着的，在变更里说明",
            )


RULES = (
    Rule("C04", "deleted-record", "记录被删除", deleted_record),
    Rule("C05", "moved-record", "记录被移动或改名", moved_record),
    Rule("C06", "reused-id", "编号再次使用", reused_id),
    Rule("C07", "serial-gap", "序号中间有空", serial_gap, Severity.WARNING),
)
