"""Rules about files that are no records: those that judge a change, and records in a wrong place.

A change must not bring its own judge. See decision 0071.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from generator.checks.paths import PREFIX
from generator.checks.proposal import OutsideFile, Proposal
from generator.checks.rule import Rule, RuleViolation
from generator.core.findings import Finding, Location, Severity
from generator.core.path_patterns import covers
from generator.kinds.registry import BY_FOLDER, KINDS
from generator.load.evidence_files import FOLDER as EVIDENCE
from generator.load.files import RECORDS

JUDGES = (
    ("流水线", ("/.github/", "/.gitlab/", "/.gitlab-ci*", "/.gitee/", "/.workflow/", "/.ci/")),
    ("须同意的人", ("CODEOWNERS",)),
    ("Git 的设置", (".gitattributes", ".gitmodules", ".lfsconfig", ".mailmap")),
    ("网站的设置", ("/mkdocs.yml", "/mkdocs.yaml")),
    ("生成的文件夹", ("/.build", "/site", "/public")),
)
"""Title of what judges or publishes a change → patterns of its files, as in `.gitignore`."""

_PROGRAM = (
    "程序",
    ("/generator/", "/*.toml", "/*.txt", "/requirements/", "/*.cfg", "/Makefile", "/tests/"),
)
_LINK, _SUBMODULE = "120000", "160000"
_LISTED = 3
_ABOVE = re.compile(r"^(?:\.\./)+")
"""Leads from a register in a subfolder to the top of its repository."""

_APART = "分成两个变更，这些文件的先合并"


def title_of(file: OutsideFile) -> tuple[str, bool]:
    """Return what a file outside the records is, and whether it judges or publishes a change."""
    if file.mode in (_LINK, _SUBMODULE):
        return ("链接" if file.mode == _LINK else "子模块"), True
    path = _ABOVE.sub("", file.path)
    for title, patterns in JUDGES:
        if any(covers(pattern, [path]) for pattern in patterns):
            return title, True
    is_program = any(covers(pattern, [path]) for pattern in _PROGRAM[1])
    return (_PROGRAM[0] if is_program else "其他文件"), False


def judge_with_records(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records together with what judges or publishes them."""
    yield from _together(proposal, judges=True)


def others_with_records(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records together with the program or other files."""
    yield from _together(proposal, judges=False)


def _together(proposal: Proposal, *, judges: bool) -> Iterator[RuleViolation]:
    records = [edit.path for edit in proposal.edits]
    groups: dict[str, list[str]] = {}
    for file in proposal.outside if records else ():
        title, is_judge = title_of(file)
        if is_judge is judges and not is_misplaced(file.path) and not _is_evidence(file):
            groups.setdefault(title, []).append(file.path)
    for title, paths in groups.items():
        who = " ".join(proposal.owners.of_paths([_ABOVE.sub("", one) for one in paths])) or "管理员"
        more = f"等 {len(paths)} 个文件" if len(paths) > _LISTED else ""
        yield RuleViolation(
            paths[0],
            Location(),
            f"{title}（{'、'.join(paths[:_LISTED])}{more}）"
            f"与 {len(records)} 个记录文件在同一个变更里",
            f"{_APART}；须由 {who} 同意",
        )


def _is_evidence(file: OutsideFile) -> bool:
    """Return whether a file belongs to a record, which names it and its hash."""
    return file.path.startswith(f"{EVIDENCE}/") and file.mode not in (_LINK, _SUBMODULE)


def is_misplaced(path: str) -> bool:
    """Return whether a file outside `records/` looks like a record of this register."""
    return _remedy(path) is not None


def misplaced_record(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records of a change that lie where nobody reads them."""
    coming = [one.path for one in proposal.outside if one.comes]
    yield from _misplaced(coming)


def _misplaced(paths: Iterable[str]) -> Iterator[RuleViolation]:
    for path in paths:
        if remedy := _remedy(path):
            yield RuleViolation(
                path,
                Location(),
                "这个文件像是一条记录，放在这里不会进入台账",
                f"{remedy}；不是记录的换一个名字",
            )


def _remedy(path: str) -> str | None:
    """Return, in words, where a file belongs that looks like a record; None for any other.

    Files below a folder that is called `records` are another register's, as those of tests.
    """
    top, _, rest = path.partition("/")
    if RECORDS in PurePosixPath(path).parts[:-1]:
        return None
    stem = plain(PurePosixPath(path).name).split(".")[0].upper()
    place = next((found for kind in KINDS if kind.serial and (found := kind.path_of(stem))), None)
    if place:
        return f"移到 {PREFIX}{place}"
    if rest and _is_like_records(plain(top)) and not path.endswith(".md"):
        return f"文件夹是不是 {RECORDS}？移到 {PREFIX}{rest}"
    if rest and top in BY_FOLDER and path.endswith((".yml", ".yaml")):
        return f"移到 {PREFIX}{path}"
    return None


def plain(name: str) -> str:
    """Return a name as it is meant: narrow letters, small, without blanks at its ends."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


_LIKE = 0.8
"""How much of a name must agree: `record` and `recrods` do, `resources` does not."""


def _is_like_records(name: str) -> bool:
    return name == RECORDS or SequenceMatcher(None, name, RECORDS).ratio() > _LIKE


_MANY = 1000


def misplaced_files(root: Path) -> list[Finding]:
    """Return the findings for records at the top of a register, or in a folder like `records`.

    Only there: looking through all folders would take longer than a check.
    """
    rule = next(rule for rule in RULES if rule.hits is misplaced_record)
    paths = sorted(_suspicious(root))
    return [
        Finding(rule.code, rule.slug, rule.severity, one.path, 1, 1, one.message, one.hint)
        for one in _misplaced(paths)
    ]


def _suspicious(root: Path) -> Iterator[str]:
    for top in root.iterdir():
        if top.name == RECORDS or top.is_symlink():
            continue
        if top.is_file():
            yield top.name
        elif _is_like_records(plain(top.name)) or top.name in BY_FOLDER:
            files = (one for _, one in zip(range(_MANY), top.rglob("*"), strict=False))
            yield from (one.relative_to(root).as_posix() for one in files if one.is_file())


HARMFUL = {
    "working-tree-encoding": "检出时换成别的编码，取到的人读不出记录",
    "eol": "检出时换成别的换行，每个文件都变得不合规范",
    "crlf": "检出时换成别的换行，每个文件都变得不合规范",
    "filter": "检出和提交时用本机的程序改写内容",
    "ident": "检出时改写内容",
    "export-ignore": "导出的压缩包里缺这些记录",
    "export-subst": "导出时改写内容",
    "diff": "看不到改了什么，或者用本机的程序显示改动",
    "linguist-generated": "审核页面把改动折叠起来",
}
"""Attribute → what it does to records."""

_FINE = {"eol=lf", "diff", "!diff", "-filter", "-ident", "-export-ignore", "-export-subst"}
_FINE |= {"!filter", "!ident", "!eol", "!crlf", "!export-ignore", "!working-tree-encoding"}
_FINE |= {"-linguist-generated", "linguist-generated=false", "-working-tree-encoding"}
_SIGN = re.compile("^[-!]")


def harmful_words(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a line that change or hide records, with what they do."""
    for word in words:
        name = _SIGN.sub("", word).partition("=")[0]
        if name in HARMFUL and word not in _FINE:
            yield word, HARMFUL[name]


RULES = (
    Rule("C18", "judge-with-records", "判断改动的文件和记录一起改", judge_with_records),
    Rule(
        "C19",
        "others-with-records",
        "程序等文件和记录一起改",
        others_with_records,
        Severity.WARNING,
    ),
    Rule("F11", "misplaced-record", "记录放错了地方", misplaced_record),
)
