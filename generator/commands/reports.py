"""Findings as people and machines read them: text, JSON, and notes on a GitHub pull request."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from generator.check.judge import Judgement
from generator.findings import Finding


def as_text(judgement: Judgement) -> str:
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


def _total(judgement: Judgement) -> str:
    records = len(judgement.register.filed)
    if not judgement.findings:
        return f"共 {records} 条记录，没有发现问题。"
    counts = f"错误 {judgement.errors} 处，提醒 {judgement.warnings} 处"
    return f"共 {records} 条记录读得出来；{counts}。用 lantian explain 编号 可看规则说明。"


def as_json(judgement: Judgement) -> str:
    """The findings as one JSON object (see section 4 of the design)."""
    content = {
        "findings": [asdict(finding) for finding in judgement.findings],
        "records": len(judgement.register.filed),
        "errors": judgement.errors,
        "warnings": judgement.warnings,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_github(judgement: Judgement) -> str:
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


FORMATS: Mapping[str, Callable[[Judgement], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
