"""One record, one file: the path is a function of the ID, and no ID is used twice.

Also whether the code of an enterprise is one.
"""

from collections import defaultdict
from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.checks.paths import PREFIX, inner, is_plain
from generator.core.fields import Record
from generator.core.raw import Path
from generator.kinds.issue.model import Issue
from generator.kinds.monitor.model import Monitor
from generator.kinds.register import Filed
from generator.model.credit_code import check_character


def path_mismatch(checked: Checked) -> Iterator[Hit]:
    """A record lies where its ID says (decision 2 of the design).

    Where another record lies there already, the ID is used twice; that is another rule.
    """
    taken = {inner(one.raw) for one in checked.register.filed if _in_place(one)}
    for one in checked.register.filed:
        right = one.kind.path_of(one.record.id)
        if right and right not in taken and is_plain(inner(one.raw)):
            yield Hit(
                one.raw.path,
                one.mark("id"),
                f"编号 {one.record.id!r} 与文件路径不符",
                f"编号没错就把文件放到 {PREFIX}{right}；路径没错就改编号",
            )


def duplicate_id(checked: Checked) -> Iterator[Hit]:
    """No ID is used by two records of a kind."""
    holders: dict[tuple[str, str], list[Filed[Record]]] = defaultdict(list)
    for one in checked.register.filed:
        holders[one.kind.name, one.record.id].append(one)
    for sharing in holders.values():
        owner = next((one for one in sharing if _in_place(one)), sharing[0])
        for one in sharing:
            if one is not owner:
                yield Hit(
                    one.raw.path,
                    one.mark("id"),
                    f"编号 {one.record.id!r} 已经用在 {owner.raw.path}",
                    "同一件事只留一个文件；不是同一件事就换一个空着的编号，文件名也照改",
                )


def credit_code(checked: Checked) -> Iterator[Hit]:
    """A unified social credit code ends in its check character (GB 32100-2015)."""
    for one, place, code in _credit_codes(checked):
        right = check_character(code)
        if code[-1] != right:
            yield Hit(
                one.raw.path,
                one.mark(*place, "credit_code"),
                f"统一社会信用代码 {code!r} 的校验码不对",
                f"前 17 位都没错的话，最后一位是 {right}；逐位与原件核对",
            )


def _credit_codes(checked: Checked) -> Iterator[tuple[Filed[Record], Path, str]]:
    for issue in checked.register.of(Issue):
        if issue.record.site.credit_code:
            yield issue, ("site",), issue.record.site.credit_code
    for monitor in checked.register.of(Monitor):
        for at, unit in enumerate(monitor.record.units):
            if unit.credit_code:
                yield monitor, ("units", at), unit.credit_code


def _in_place(one: Filed[Record]) -> bool:
    return one.kind.path_of(one.record.id) == inner(one.raw)


RULES = (
    Rule("S08", "credit-code", "信用代码的校验码不对", credit_code),
    Rule("I02", "path-mismatch", "编号与路径不符", path_mismatch),
    Rule("I03", "duplicate-id", "编号重复", duplicate_id),
)
