"""`lantian evidence`: photographs and documents of a step, kept beside the records.

See decision 0114.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

import click

from generator.checks.engine import judge
from generator.cli.options import TEXT, Day, plain, root_option
from generator.cli.record_files import replace_file, write_new_bytes
from generator.cli.step_issues import path_of
from generator.core.findings import WorkError, reason, sentences
from generator.core.raw import RawRecord
from generator.kinds.issue.model import Issue
from generator.kinds.registry import RULE_PLACES
from generator.load.evidence_files import (
    FILE_LIMIT,
    FOLDER,
    read_evidence,
    too_large,
)
from generator.load.files import RECORDS, raw_file, read_some
from generator.questions.evidence import EvidenceAnswers, NewEvidence, meant_step, new_evidence
from generator.questions.step_text import with_evidence, with_masked

_FILE = click.Path(path_type=Path)


@click.group("evidence", short_help="给问题的某一步加照片和文件")
def command() -> None:
    """证据：各步的照片和文件，放在 records 旁边的 evidence 文件夹里。"""


@command.command("add")
@click.argument("issue_id", metavar="编号")
@click.argument("step", metavar="步骤")
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=_FILE)
@click.option(
    "--shows", metavar="内容", type=TEXT, required=True, help="照片或者文件说明什么，一句话。"
)
@click.option(
    "--moment", metavar="时点", type=TEXT, help="整改前、整改中、整改后；文件等不分时点的不写。"
)
@click.option(
    "--by", "taken_by", metavar="单位", type=TEXT, help="由谁拍摄、出具；写单位和职务，不写姓名。"
)
@click.option("--date", "taken_on", type=Day(), help="何日拍摄、出具，例如 2019-07-08。")
@click.option("--masked", is_flag=True, help="人脸、车牌、证件已经遮挡或者没有；公开的照片须写。")
@root_option
def add(
    issue_id: str,
    step: str,
    files: Sequence[Path],
    root: Path,
    **told: str | date | bool | None,
) -> None:
    """把文件复制到台账的 evidence 文件夹，在记录里写上校验值和内容。

    步骤写名称；同名的步骤有几步的，写第几步，从 1 数起。照片用 jpg、png、webp，文件用 pdf，
    每个不超过 20 MB。原来的文件不动，已有的文件不覆盖；再运行一次，已经记上的不重复记；
    记上时没有写已遮挡的照片，带上 --masked 再运行一次就写上。
    照片里的拍摄地点等信息不会出现在网页上；网页用缩小以后的图。
    """
    raw, content, issue = _opened(root, issue_id)
    number = meant_step(issue, step)
    read = {file.name: _read(file) for file in files}
    if len(read) < len(files):
        raise click.UsageError("有两个文件同名；改名以后再加")
    fields = {name: _in_a_line(value) for name, value in told.items() if value}
    found = new_evidence(issue, raw.path, number, read, EvidenceAnswers(fields))
    after = _recorded(raw, content, issue, found)
    missing = _missing(root, found)
    _refuse_faulty(root, raw_file(raw.path, after))
    write_new_bytes(root, missing)
    if after != content:
        replace_file(root, raw.path, content, after)
    click.echo(plain(_account(found, missing, issue)))


def _recorded(raw: RawRecord, content: bytes, issue: Issue, found: Sequence[NewEvidence]) -> bytes:
    """Return the record with the files that it does not list, and the marks that it lacks."""
    for one in found:
        if one.is_marked:
            content = with_masked(raw, content, issue.evidence.index(one.entry))
            raw = raw_file(raw.path, content)
    entries = [one.entry for one in found if not one.is_known]
    return with_evidence(raw, content, entries) if entries else content


def _in_a_line(value: str | date | bool) -> str | date | bool:
    return " ".join(value.split()) if isinstance(value, str) else value


def _opened(root: Path, issue_id: str) -> tuple[RawRecord, bytes, Issue]:
    """Return the record of an issue; WorkError where it can not be read as one."""
    [raw] = read_some(root, [path_of(root, issue_id)])
    content = (root / raw.path).read_bytes() if raw.content is not None else b""
    raw = raw_file(raw.path, content) if content else raw
    for issue in judge([raw]).register.of(Issue):
        return raw, content, issue.record
    raise WorkError(f"{raw.path} 现在就有错误，没有写入", "运行 lantian check 看错在哪里，改好再加")


def _read(file: Path) -> bytes:
    """Return the content of a file; WorkError where it can not be read or is too large."""
    try:
        with file.open("rb") as opened:
            content = opened.read(FILE_LIMIT + 1)
    except OSError as error:
        raise WorkError(f"读不了文件“{file}”：{reason(error)}", "检查文件名和权限") from error
    if len(content) > FILE_LIMIT:
        size = file.stat().st_size
        raise WorkError(f"“{file}”{too_large(size)}，没有写入", "缩小照片，或者把文件分成几个")
    return content


def _missing(root: Path, found: Sequence[NewEvidence]) -> Mapping[str, bytes]:
    """Return the files that are not there yet; WorkError where another one has the name."""
    missing = {}
    for one in found:
        if not os.path.lexists(root / one.path):
            missing[one.path] = one.content
        elif read_evidence(root, one.path).sha256 != one.entry.sha256:
            raise WorkError(
                f"“{one.path}”是另一个文件，没有写入", "给要加的文件换一个名字，或者移走那个文件"
            )
    return missing


def _refuse_faulty(root: Path, raw: RawRecord) -> None:
    """Raise WorkError where the record would have errors with the new evidence."""
    rounds = f"rounds/{PurePosixPath(raw.path).stem.partition('-')[0]}"
    beside = read_some(root, [*RULE_PLACES, rounds, "liaisons"])
    findings = judge([*beside, raw]).findings
    errors = [one for one in findings if one.is_error and one.path == raw.path]
    if errors:
        told = dict.fromkeys(one.message for one in errors)
        mends = dict.fromkeys(sentences(one.hint) for one in errors)
        raise WorkError(f"没有写入：{'；'.join(told)}", "".join(mends).removesuffix("。"))


def _account(found: Sequence[NewEvidence], written: Mapping[str, bytes], issue: Issue) -> str:
    lines = []
    for one in found:
        step = issue.events[one.entry.step - 1].step
        done = "已经记着" if one.is_known else "已记上"
        done += "，写上了已遮挡" if one.is_marked else ""
        done += "，补回了文件" if one.is_known and one.path in written else ""
        lines.append(f"{done}：第 {one.entry.step} 步“{step}” {one.path}")
        lines.append(f"    SHA-256 {one.entry.sha256}")
    lines.append(f"提交时把文件和记录一起提交：git add {FOLDER} {RECORDS}")
    return "\n".join(lines)
