"""Findings as people and machines read them; how pull requests show them, see `platforms`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from generator.check.judge import Verdict
from generator.checks.review import Review
from generator.commands.platforms import as_gitlab, as_sarif
from generator.commands.review_text import review_lines
from generator.core.findings import Finding


def as_text(judgement: Verdict) -> str:
    """One finding in two lines: place and fact, then the way to mend it; a total at the end."""
    blocks = [_block(finding) for finding in judgement.findings]
    return "\n".join([*blocks, _total(judgement)]) + "\n"


def _block(finding: Finding) -> str:
    place = f"{_plain(finding.path)}:{finding.line}:{finding.column}"
    return (
        f"{place} {finding.severity.label} {finding.code}\n"
        f"    {_plain(finding.message)}\n    改法：{_plain(finding.hint)}"
    )


def _plain(text: str) -> str:
    """Text without anything that a terminal would act upon."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _total(judgement: Verdict) -> str:
    records = judgement.records
    if not judgement.findings:
        return f"共 {records} 条记录，没有发现问题。"
    counts = f"错误 {judgement.errors} 处，提醒 {judgement.warnings} 处"
    return f"共 {records} 条记录读得出来；{counts}。用 lantian explain 编号 可看规则说明。"


def as_json(judgement: Verdict, review: Review | None = None) -> str:
    """The findings as one JSON object (section 4 of the design), with the review of a change."""
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
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    lines = [_annotation(finding) for finding in judgement.findings]
    return "".join(line + "\n" for line in [*lines, _total(judgement)])


def _annotation(finding: Finding) -> str:
    properties = (
        f"file={_property(finding.path)},line={finding.line},col={finding.column},"
        f"title={_property(f'{finding.code} {finding.slug}')}"
    )
    message = _escape(f"{finding.message}\n改法：{finding.hint}")
    return f"::{finding.severity.value} {properties}::{message}"


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


def report_of_change(form: str, judgement: Verdict, review: Review) -> str:
    """The report with what the reviewer wants to know, where its form has room for that."""
    if form == "json":
        return as_json(judgement, review)
    lines = [*review_lines(review), ""] if form in ("text", "github") else []
    return "".join(_plain(line) + "\n" for line in lines) + FORMATS[form](judgement)
