"""`lantian check`: findings for people and machines, of records or of a change."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from generator.checks.engine import Verdict, check_all
from generator.checks.outside_rules import is_misplaced, misplaced_files
from generator.checks.registry import ALL_RULES
from generator.cli.options import not_of, path_from, root_option
from generator.cli.progress import echo_findings, quiet_option
from generator.core.findings import Finding, sentences
from generator.core.pool import gc_disabled
from generator.load.files import RECORDS

if TYPE_CHECKING:
    from generator.checks.agreements import Agreement
    from generator.checks.review import Changed, Review


def as_text(judgement: Verdict) -> str:
    """Return the findings as text: place and fact, then the hint; a total at the end."""
    blocks = [_block(finding) for finding in judgement.findings]
    return "\n".join([*blocks, _total(judgement)]) + "\n"


def _block(finding: Finding) -> str:
    place = f"{_plain(finding.path)}:{finding.line}:{finding.column}"
    return (
        f"{place} {finding.severity.label} {finding.code}\n"
        f"    {_plain(finding.message)}\n    改法：{_plain(finding.hint)}"
    )


def _plain(text: str) -> str:
    """Return text without control characters of terminals."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


@dataclass(frozen=True)
class FilesVerdict(Verdict):
    """The findings of some files, judged within the whole register."""

    files: int


def _total(judgement: Verdict) -> str:
    counted, read = f"{judgement.records} 条记录", "读得出来"
    if isinstance(judgement, FilesVerdict):
        counted, read = f"{judgement.files} 个文件", ""
    if not judgement.findings:
        return f"共 {counted}，没有发现问题。"
    first = judgement.findings[0]
    counts = f"错误 {judgement.errors} 处，提醒 {judgement.warnings} 处"
    explained = f"看规则的说明，例如 lantian explain {first.code}。"
    return f"共 {counted}{read}；{counts}。{explained}"


def as_json(judgement: Verdict, review: "Review | None" = None) -> str:
    """Return the findings as one JSON object (decision 0030), with a change's review."""
    content: dict[str, object] = {
        "findings": [asdict(finding) for finding in judgement.findings],
        "records": judgement.records,
        "errors": judgement.errors,
        "warnings": judgement.warnings,
    }
    if review:
        content["review"] = asdict(review)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_github(judgement: Verdict) -> str:
    """Return workflow commands that GitHub shows beside the lines of a pull request."""
    lines = [_annotation(finding) for finding in judgement.findings]
    return "".join(line + "\n" for line in [*lines, _total(judgement)])


def _annotation(finding: Finding) -> str:
    properties = (
        f"file={_property(finding.path)},line={finding.line},col={finding.column},"
        f"title={_property(f'{finding.code} {finding.slug}')}"
    )
    message = _escape(f"{finding.message}\n改法：{finding.hint}")
    return f"::{finding.severity.value} {properties}::{message}"


def _notice(one: "Changed") -> str:
    """Return a workflow command that shows a changed value beside its line."""
    place = f"file={_property(one.path)},line={one.line},title={_property('改动 ' + one.title)}"
    return f"::notice {place}::{_escape(_plain(_change_text(one)))}"


def _change_text(one: "Changed") -> str:
    return f"{one.title}（{one.field}）：{' → '.join(one.shown)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Verdict], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": lambda judgement: as_gitlab(judgement.findings),
    "sarif": lambda judgement: as_sarif(judgement.findings),
}


def report_of_change(form: str, judgement: Verdict, review: "Review") -> str:
    """Return the report with the review of a change, where its format has room for that."""
    if form == "json":
        return as_json(judgement, review)
    if form == "gitlab":
        return as_gitlab(judgement.findings, review.changed)
    if form == "sarif":
        return as_sarif(judgement.findings, review.changed)
    lines = [*review_lines(review), ""] if form in ("text", "github") else []
    notices = [_notice(one) for one in review.changed] if form == "github" else []
    head = "".join(f"{line}\n" for line in [*map(_plain, lines), *notices])
    return head + FORMATS[form](judgement)


@click.command("check", short_help="检查全部记录，或者一次改动")
@click.argument("files", metavar="[文件...]", nargs=-1, type=click.Path(path_type=Path))
@root_option
@click.option("--base", metavar="版本", help="目标分支；写了就只检查合并到它里面的改动。")
@click.option("--head", metavar="版本", help="要合并的分支或提交；不写就是当前所在的提交。")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="输出格式：text 供人看，json、sarif 供程序用，github、gitlab 标在合并请求上。",
)
@quiet_option
def command(
    files: Sequence[Path], root: Path, base: str | None, head: str | None, form: str
) -> None:
    """检查全部记录，一次列出查得出的所有问题；读不出来的文件改好以后才查它的内容。

    写了文件或者文件夹，就只列出它们的问题，仍然放在整个台账里判断；供编辑器和提交前的检查使用。

    写了 --base，就检查一次改动：按合并以后的样子，用目标分支上的规则判断，
    经过是否只在末尾追加、每一步是否合规、交办后的事实有没有被改、有没有删除记录。

    没有错误时退出码为 0（可以有提醒），有错误时为 1。
    """
    for option, revision in (("--base", base), ("--head", head)):
        if revision is not None and not revision.strip():
            raise click.UsageError(f"{option} 是空的，什么也没有检查；写明分支或者提交")
    if head and not base:
        raise click.UsageError("写了 --head 就要用 --base 写明合并到哪里")
    if base and files:
        raise click.UsageError("写了 --base 就检查整个改动，不再写文件")
    if base:
        _check_change(root, base, head, form)
    asked = [_asked(root, file) for file in files]
    checked = check_all(root)
    verdict: Verdict = replace(checked, findings=(*misplaced_files(root), *checked.findings))
    if asked:
        verdict = of_files(root, verdict, asked)
    echo_findings(FORMATS[form](verdict))
    sys.exit(1 if verdict.errors else 0)


def _asked(root: Path, file: Path) -> str:
    """Return the path from the root of a file to be checked; WorkError where it is no record."""
    path = path_from(root, file)
    if path is None or not (f"{path}/".startswith(f"{RECORDS}/") or is_misplaced(path)):
        raise not_of(root, file)
    return path


def of_files(root: Path, verdict: Verdict, asked: Sequence[str]) -> FilesVerdict:
    """Return the findings of these files and folders; say how many errors there are elsewhere."""
    folders = tuple(f"{path}/" for path in asked)
    own = [one for one in verdict.findings if f"{one.path}/".startswith(folders)]
    found = FilesVerdict(tuple(own), verdict.records, sum(_files_in(root / one) for one in asked))
    if elsewhere := verdict.errors - found.errors:
        click.echo(f"其他文件里还有错误 {elsewhere} 处，运行 lantian check 看全部。", err=True)
    return found


def _files_in(path: Path) -> int:
    """Return how many files a path stands for; a link is one, whatever it leads to."""
    if path.is_symlink() or not path.is_dir():
        return 1
    return sum(one.is_symlink() or not one.is_dir() for one in path.rglob("*"))


def _check_change(root: Path, base: str, head: str | None, form: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from generator.audit.worktree import has_uncommitted

    # Git looks at every file of the work tree meanwhile.
    with gc_disabled(), ThreadPoolExecutor(1) as beside:
        is_dirty = beside.submit(has_uncommitted, root) if not head else None
        from generator.checks.change import judge_change  # a check of all records does without

        found = judge_change(root, base, "HEAD" if head is None else head)
    if is_dirty and is_dirty.result():
        click.echo("注意：records 里还有没提交的改动，不在检查之内。", err=True)
    echo_findings(report_of_change(form, found, found.review))
    sys.exit(1 if found.errors else 0)


SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GITLAB_SEVERITY = {"error": "major", "warning": "minor"}


def as_gitlab(findings: Sequence[Finding], changed: "Sequence[Changed]" = ()) -> str:
    """Return a Code Quality report: GitLab shows it on the merge request."""
    content: list[dict[str, object]] = [
        {
            "description": f"{one.code} {sentences(one.message)}改法：{one.hint}",
            "check_name": one.slug,
            "fingerprint": fingerprint,
            "severity": _GITLAB_SEVERITY[one.severity.value],
            "location": {"path": one.path, "lines": {"begin": one.line}},
        }
        for one, fingerprint in _marked(findings)
    ]
    content += map(_information, changed)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _information(one: "Changed") -> dict[str, object]:
    """Return a changed value as an entry that asks for nothing but a look."""
    return {
        "description": _change_text(one),
        "check_name": "changed-value",
        "fingerprint": _fingerprint(one),
        "severity": "info",
        "location": {"path": one.path, "lines": {"begin": one.line}},
    }


def as_sarif(findings: Sequence[Finding], changed: "Sequence[Changed]" = ()) -> str:
    """Return a SARIF log: GitHub code scanning, Azure and editors show it.

    Values that a change alters are notes of a rule of their own.
    """
    known = {rule.code: position for position, rule in enumerate(ALL_RULES)}
    driver = {
        "name": "lantian",
        "rules": [
            {"id": rule.code, "name": rule.slug, "shortDescription": {"text": rule.title}}
            for rule in ALL_RULES
        ]
        + [_CHANGED_VALUE] * bool(changed),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, known[one.code], mark) for one, mark in _marked(findings)]
        + [_note(one, len(known)) for one in changed],
    }
    content = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


_CHANGED_VALUE = {
    "id": "changed-value",
    "name": "changed-value",
    "shortDescription": {"text": "改动的内容"},
}


def _note(one: "Changed", rule: int) -> dict[str, object]:
    """Return a changed value as a result that asks for nothing but a look."""
    place = {"artifactLocation": {"uri": quote(one.path)}, "region": {"startLine": one.line}}
    return {
        "ruleId": _CHANGED_VALUE["id"],
        "ruleIndex": rule,
        "level": "note",
        "message": {"text": _change_text(one)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"lantian/v1": _fingerprint(one)},
    }


def _fingerprint(one: "Changed") -> str:
    told = (one.path, str(one.line), _change_text(one))
    return sha256("\0".join(told).encode()).hexdigest()


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(finding.path)},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{sentences(finding.message)}改法：{finding.hint}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"lantian/v1": fingerprint},
    }


def _marked(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with a fingerprint that does not change when lines above it do."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in findings:
        same = (one.code, one.path, one.message)
        seen[same] += 1
        yield one, sha256("\0".join((*same, str(seen[same]))).encode()).hexdigest()


_LISTED = 20
_IN_CONFLICT = "有合并冲突：冲突的文件合并不了，没有列在这里；先改好下面的错误。"


def review_lines(review: "Review") -> list[str]:
    """Return the review, line by line; hostile names in it are not made safe here."""
    lines = [*_outside(review), *_moved(review), *_stepped(review), *_begun(review)]
    lines += [*_corrected(review), *_changed(review)]
    if review.others:
        lines += ["其他改动的文件：", *_listed(review.others)]
    if not lines:
        return ["记录没有改动。" if review.is_merged else _IN_CONFLICT]
    lines = lines if review.is_merged else [_IN_CONFLICT, *lines]
    return [*lines, "须同意：", *(_agreement(one) for one in review.agreements)]


def _outside(review: "Review") -> Iterator[str]:
    if review.outside:
        yield f"记录以外的文件 {len(review.outside)} 个，先看这些："
        yield from _listed(review.outside)


def _moved(review: "Review") -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for one in review.moved:
        way = f"{one.strand}：{one.before} → {one.after}（{'、'.join(one.steps)}）"
        groups.setdefault(way, []).append(one.id)
    if groups:
        yield f"状态变化的问题 {len({one.id for one in review.moved})} 个："
    for way, ids in groups.items():
        yield f"  {way} {len(ids)} 个"
        yield from _listed(ids, indent="    ")


def _stepped(review: "Review") -> Iterator[str]:
    if review.stepped:
        yield f"有新的步骤、状态不变的问题 {len(review.stepped)} 个："
        yield from _listed([f"{one.id} {'、'.join(one.steps)}" for one in review.stepped])


def _begun(review: "Review") -> Iterator[str]:
    if review.begun:
        yield f"新问题 {len(review.begun)} 个："
        yield from _listed([f"{one.id} {one.status or ''}".rstrip() for one in review.begun])


def _corrected(review: "Review") -> Iterator[str]:
    if review.corrected:
        yield f"更正的记录 {len(review.corrected)} 条："
        yield from _listed(
            [
                f"{one.id} {'、'.join(one.fields)}：{'；'.join(one.reasons)}"
                for one in review.corrected
            ]
        )


def _changed(review: "Review") -> Iterator[str]:
    """Yield every changed value: a list that is cut would hide the one that matters."""
    if review.changed:
        yield f"改动的内容 {len(review.changed)} 处："
    for one in review.changed:
        yield f"  {one.path}:{one.line} {_change_text(one)}"


def _listed(names: Sequence[str], indent: str = "  ") -> Iterator[str]:
    yield from (indent + name for name in names[:_LISTED])
    if len(names) > _LISTED:
        yield f"{indent}…… 共 {len(names)} 个"


def _agreement(one: "Agreement") -> str:
    who = " ".join(one.owners) or "CODEOWNERS 没有写明，由管理员指定"
    return f"  {one.what}：{who}"
