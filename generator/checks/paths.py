"""Rules about files in `records/`: the path of a record is a function of its ID.

See decision 0002.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.fields import Record
from generator.core.findings import Location, nearest
from generator.core.raw import Path, RawRecord
from generator.kinds.issue.model import Issue, check_character
from generator.kinds.monitor.model import Monitor
from generator.kinds.penalty.model import Penalty
from generator.kinds.register import FiledRecord
from generator.kinds.registry import BY_FOLDER, VOCABULARY_PATH
from generator.kinds.unit.model import Unit

_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
PREFIX = "records/"


def inner(raw: RawRecord) -> str:
    """Return the path below `records/`."""
    return raw.path.removeprefix(PREFIX)


def claimed_path(raw: RawRecord) -> str | None:
    """Return the path that belongs to the ID in a file; None where it has none of its kind."""
    kind = BY_FOLDER.get(inner(raw).partition("/")[0])
    given = raw.content.get("id") if raw.content else None
    place = kind.path_of(given) if kind and isinstance(given, str) else None
    return f"{PREFIX}{place}" if place else None


def is_record_path(path: str) -> bool:
    """Return whether this path below `records/` is that of a record, or the vocabulary."""
    folder, _, rest = path.partition("/")
    return path == VOCABULARY_PATH or (folder in BY_FOLDER and rest.endswith(".yml"))


def is_plain(path: str) -> bool:
    """Return whether a path has only characters that every system accepts."""
    return bool(_PLAIN.fullmatch(path))


def _is_link(raw: RawRecord) -> bool:
    return any(fault.slug == "symbolic-link" for fault in raw.faults)


def odd_path(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for paths with other characters than letters, digits, `-`, `_` and `.`."""
    for raw in checked.raws:
        path = inner(raw)
        if not is_plain(path):
            odd = sorted({c for c in path if not _PLAIN.fullmatch(c)})
            shown = "、".join("空格" if sign == " " else repr(sign) for sign in odd)
            yield RuleViolation(
                raw.path,
                Location(),
                f"文件路径里有不能用的字符：{shown}",
                "路径只用字母、数字、短横线和点；文件名就是记录的编号加 .yml",
            )


def stray_file(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for files of no kind; a Git repository inside is reported once."""
    named: set[str] = set()
    for raw in checked.raws:
        path = inner(raw)
        if is_record_path(path) or not is_plain(path) or _is_link(raw):
            continue
        folder, inside, _ = f"/{path}".partition("/.git/")
        if not inside:
            yield RuleViolation(raw.path, Location(), "这个文件不属于任何一类记录", _where_to(path))
        elif folder not in named:
            named.add(folder)
            yield _nested(raw, f"{PREFIX}{folder[1:]}".rstrip("/"))


def _nested(raw: RawRecord, folder: str) -> RuleViolation:
    """Return whether a folder is a Git repository, whose records Git would leave out."""
    return RuleViolation(
        raw.path,
        Location(),
        f"{folder} 里嵌着另一个 Git 仓库，这个文件夹里的记录不会随台账一起提交",
        f"删除 {folder}/.git；里面有要保留的历史，先把它移到别处",
    )


def _where_to(path: str) -> str:
    folder = path.split("/")[0]
    if folder in BY_FOLDER:
        return "记录文件的扩展名是 .yml；其他文件移到 records 之外"
    near = nearest(folder, BY_FOLDER)
    if near and "/" in path:
        return f"文件夹是不是 {near}？"
    return f"records 下只有 {VOCABULARY_PATH} 和这些文件夹：{'、'.join(BY_FOLDER)}"


def path_mismatch(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for records at another path than that of their ID (decision 0002).

    Where another record lies there already, the ID is used twice; that is another rule.
    """
    taken = {inner(one.raw) for one in checked.register.filed if _in_place(one)}
    for one in checked.register.filed:
        right = one.kind.path_of(one.record.id)
        if right and right not in taken and is_plain(inner(one.raw)):
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"编号 {one.record.id!r} 与文件路径不符",
                f"编号没错就把文件放到 {PREFIX}{right}；路径没错就改编号",
            )


def duplicate_id(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for IDs of two records of a kind."""
    holders: dict[tuple[str, str], list[FiledRecord[Record]]] = defaultdict(list)
    for one in checked.register.filed:
        holders[one.kind.name, one.record.id].append(one)
    for sharing in holders.values():
        owner = next((one for one in sharing if _in_place(one)), sharing[0])
        for one in sharing:
            if one is not owner:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("id"),
                    f"编号 {one.record.id!r} 已经用在 {owner.raw.path}",
                    "同一件事只留一个文件；不是同一件事就换一个空着的编号，文件名也照改",
                )


def credit_code(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for credit codes with a wrong check character (GB 32100-2015)."""
    for one, place, code in _credit_codes(checked):
        right = check_character(code)
        if code[-1] != right:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place, "credit_code"),
                f"统一社会信用代码 {code!r} 的校验码不对",
                f"前 17 位都没错的话，最后一位是 {right}；逐位与原件核对",
            )


def _credit_codes(checked: Checked) -> Iterator[tuple[FiledRecord[Record], Path, str]]:
    for one in checked.register.filed:
        for place, code in _codes_of(one.record):
            if code:
                yield one, place, code


def _codes_of(record: Record) -> Sequence[tuple[Path, str | None]]:
    """Return each place of a record where a code may stand, and the code."""
    if isinstance(record, Issue):
        return ((("site",), record.site.credit_code),)
    if isinstance(record, Penalty):
        return ((("whom",), record.whom.credit_code),)
    if isinstance(record, Unit):
        return (((), record.credit_code),)
    if isinstance(record, Monitor):
        return [(("units", at), one.credit_code) for at, one in enumerate(record.units)]
    return ()


def _in_place(one: FiledRecord[Record]) -> bool:
    return one.kind.path_of(one.record.id) == inner(one.raw)


RULES = (
    Rule("F01", "odd-path", "路径里有不能用的字符", odd_path),
    Rule("F02", "stray-file", "不属于任何一类记录的文件", stray_file),
    Rule("I02", "path-mismatch", "编号与路径不符", path_mismatch),
    Rule("I03", "duplicate-id", "编号重复", duplicate_id),
    Rule("S08", "credit-code", "信用代码的校验码不对", credit_code),
)
