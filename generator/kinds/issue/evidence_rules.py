"""Rules about the evidence of issues: what the records say of it, and the files themselves.

See decision 0114.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.fields import names_in
from generator.core.findings import Location, Severity, near_hint
from generator.core.vocabulary import Role
from generator.kinds.issue.model import Event, Evidence, Issue
from generator.kinds.register import FiledRecord
from generator.load.evidence_files import (
    PICTURES,
    EvidenceFile,
    evidence_folder,
    named_type,
    record_of,
)
from generator.public.personal_names import names_holder
from generator.public.policy import is_released

_ADD = "lantian evidence add"


def wrong_step(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for evidence of a step that the issue does not have, or taken after its day."""
    for one in _with_evidence(checked):
        events = one.record.events
        for at, item in enumerate(one.record.evidence):
            if item.step > len(events):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("evidence", at, "step"),
                    f"证据 {item.file!r} 是第 {item.step} 步的，经过里只有 {len(events)} 步",
                    "改成经过里的第几步，从 1 数起",
                )


def taken_later(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for evidence that was taken after the day of its step."""
    for one in _with_evidence(checked):
        for at, item in enumerate(one.record.evidence):
            events = one.record.events[item.step - 1 : item.step]
            day = events[0].date if events else None
            if day and item.taken_on and item.taken_on > day.latest:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("evidence", at, "taken_on"),
                    f"证据 {item.file!r} 拍摄于 {item.taken_on}，"
                    f"晚于“{events[0].step}”的日期 {day}",
                    "查对日期和第几步；是后来一步拍的，step 写后来的一步",
                )


def listed_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files that an issue lists twice, by name or by content."""
    for one in _with_evidence(checked):
        yield from _twice(one, lambda item: item.file.casefold(), "文件名", "file")
        yield from _twice(one, lambda item: item.sha256, "内容", "sha256")


def _twice(
    one: FiledRecord[Issue], key: Callable[[Evidence], str], what: str, field: str
) -> Iterator[RuleViolation]:
    seen: dict[str, int] = {}
    for at, item in enumerate(one.record.evidence):
        first = seen.setdefault(key(item), at)
        if first != at:
            yield RuleViolation(
                one.raw.path,
                one.mark("evidence", at, field),
                f"证据 {item.file!r} 与第 {first + 1} 项的{what}相同",
                "删去一项；一个文件说明几步的，写在最早的一步",
            )


def taker_not_office(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for evidence that a person took, by name."""
    for one in _with_evidence(checked):
        for at, item in enumerate(one.record.evidence):
            if item.taken_by and names_holder(item.taken_by):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("evidence", at, "taken_by"),
                    f"{item.taken_by!r} 不是单位或者职务",
                    "只写单位和职务，不写姓名，例如 第5轮普通3组",
                )


def _with_evidence(checked: Checked) -> Iterator[FiledRecord[Issue]]:
    return (one for one in checked.register.of(Issue) if one.record.evidence)


def missing_file(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for evidence whose file is not there."""
    for one, at, item, file in _of_files(checked):
        if file is None:
            yield RuleViolation(
                one.raw.path,
                one.mark("evidence", at, "file"),
                f"证据文件 {item.file!r} 不在 {evidence_folder(one.raw.path)} 里",
                "放回这个文件夹；用 Git LFS 的运行 git lfs pull；文件不在本机，记录照样有效",
            )


def changed_file(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files that are not those which were recorded."""
    for one, at, item, file in _of_files(checked):
        if file and not file.fault and file.sha256 != item.sha256:
            yield RuleViolation(
                one.raw.path,
                one.mark("evidence", at, "sha256"),
                f"证据文件 {item.file!r} 不是记录时的那一个：校验值是 {file.sha256}",
                f"放回原来的文件；换了文件的另取一个名字，用 {_ADD} 加在后面",
            )


def wrong_content(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files that can not be read, or whose content is not what their name says."""
    for one, at, item, file in _of_files(checked):
        said = _content_fault(item, file) if file else ""
        if said:
            yield RuleViolation(
                one.raw.path,
                one.mark("evidence", at, "file"),
                f"证据文件 {item.file!r} {said}",
                "照片用 jpg、png、webp，文件用 pdf，每个不超过 20 MB；扩展名与内容一致",
            )


def _content_fault(item: Evidence, file: EvidenceFile) -> str:
    wanted = named_type(item.file)
    if not wanted:
        return "的扩展名不在可用的几种里"
    if file.fault or file.is_pointer:
        return file.fault
    if file.type != wanted:
        return f"的内容是 {file.type}" if file.type else "的内容不是照片，也不是 PDF"
    return ""


def broken_picture(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for photographs that can not be shown."""
    for one, at, item, file in _of_files(checked):
        if file and file.is_broken and not _content_fault(item, file):
            yield RuleViolation(
                one.raw.path,
                one.mark("evidence", at, "file"),
                f"照片 {item.file!r} 打不开：没有传完，或者超过 6000 万像素",
                "换上完整的文件：校验值相同的放回原处，不同的另取一个名字加在后面",
            )


def wrong_release(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for photographs that a step releases and that can not be made public so."""
    exposing = checked.register.vocabulary.with_role("steps", Role.EXPOSED)
    for one in checked.register.of(Issue):
        listed = {item.file: item for item in one.record.evidence}
        for position, event in enumerate(one.record.events):
            names = names_in(event.releases)
            whole = _release_fault(event, exposing) if names else None
            faults = [whole] if whole else [_photograph_fault(name, listed) for name in names]
            for fault in filter(None, faults):
                mark = one.mark("events", position, "releases")
                yield RuleViolation(one.raw.path, mark, *fault)


_Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


def _release_fault(event: Event, exposing: Collection[str]) -> _Fault | None:
    if event.step not in exposing:
        return (
            f"“{event.step}”不是曝光，却写了公开的照片",
            "照片只随曝光公开：写在曝光那一步；已经曝光的，经批准再记一步曝光",
        )
    if not is_released(event):
        return (
            "公开照片的曝光没有写明批准单位和公开起止日",
            "写明 approved_by、publish_from、publish_until；没有批准的，删去 releases",
        )
    return None


def _photograph_fault(name: str, listed: Mapping[str, Evidence]) -> _Fault | None:
    item = listed.get(name)
    if item is None:
        return (
            f"公开的照片 {name!r} 不在本问题的证据里",
            near_hint(name, listed) or f"先用 {_ADD} 加上，文件名照证据里的写",
        )
    if named_type(name) not in PICTURES:
        return f"{name!r} 不是照片，不能公开", "只公开照片；文件要公开的，在公开说明里写明内容"
    if not item.masked:
        return (
            f"公开的照片 {name!r} 没有写明已遮挡",
            f"另存一张遮挡了人脸、车牌、证件的，用 {_ADD} --masked 加在后面；本来就没有这些的，"
            f"对原来那一张运行 {_ADD} --masked，写上已遮挡",
        )
    return None


def unlisted_file(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files in the folders of evidence that no record names."""
    files = checked.evidence or {}
    by_record: dict[str, list[str]] = {}
    for path in files:
        by_record.setdefault(record_of(path), []).append(path)
    known = {one.raw.path: one for one in checked.register.of(Issue)} if files else {}
    for record, paths in by_record.items():
        one = known.get(record)
        listed = {item.file for item in one.record.evidence} if one else set()
        for path in paths:
            if one and path.rpartition("/")[2] not in listed:
                yield RuleViolation(record, one.mark("evidence"), *_unlisted(path))
            elif one is None and record not in (checked.existing_paths or {record}):
                yield RuleViolation(path, Location(), *_unlisted(path))


def _unlisted(path: str) -> tuple[str, str]:
    return f"没有记录写到文件 {path!r}", f"是证据的用 {_ADD} 记上；不是的移出 evidence 文件夹"


_OnFile = tuple[FiledRecord[Issue], int, Evidence, EvidenceFile | None]


def _of_files(checked: Checked) -> Iterator[_OnFile]:
    """Yield each piece of evidence with its file; nothing where the files are not known."""
    files: Mapping[str, EvidenceFile] | None = checked.evidence
    if files is None:
        return
    for one in _with_evidence(checked):
        folder = evidence_folder(one.raw.path)
        for at, item in enumerate(one.record.evidence):
            yield one, at, item, files.get(f"{folder}/{item.file}")


RULES = (
    Rule("Z01", "evidence-step", "证据所指的步骤不存在", wrong_step),
    Rule("Z02", "evidence-later", "证据晚于所指的步骤", taken_later, Severity.WARNING),
    Rule("Z03", "evidence-twice", "同一个证据文件写了两次", listed_twice),
    Rule("Z04", "evidence-person", "拍摄单位写了姓名", taker_not_office),
    Rule("Z05", "evidence-missing", "证据文件不在", missing_file, Severity.WARNING),
    Rule("Z06", "evidence-changed", "证据文件被换过", changed_file),
    Rule("Z07", "evidence-content", "证据文件的内容不对", wrong_content),
    Rule("Z08", "evidence-unlisted", "没有记录写到的证据文件", unlisted_file, Severity.WARNING),
    Rule("Z09", "evidence-broken", "照片打不开", broken_picture, Severity.WARNING),
    Rule("Z10", "evidence-release", "公开的照片不能公开", wrong_release),
)
