"""Findings in the forms that platforms read: GitLab's Code Quality and SARIF 2.1.0."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from urllib.parse import quote

from generator.checks.registry import ALL_RULES
from generator.core.findings import Finding

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GITLAB_SEVERITY = {"error": "major", "warning": "minor"}


def as_gitlab(findings: Sequence[Finding]) -> str:
    """A Code Quality report: GitLab shows it on the merge request."""
    content = [
        {
            "description": f"{one.code} {one.message}。改法：{one.hint}",
            "check_name": one.slug,
            "fingerprint": fingerprint,
            "severity": _GITLAB_SEVERITY[one.severity.value],
            "location": {"path": one.path, "lines": {"begin": one.line}},
        }
        for one, fingerprint in _marked(findings)
    ]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF log: GitHub code scanning, Azure and editors show it."""
    known = {rule.code: position for position, rule in enumerate(ALL_RULES)}
    driver = {
        "name": "lantian",
        "rules": [
            {"id": rule.code, "name": rule.slug, "shortDescription": {"text": rule.title}}
            for rule in ALL_RULES
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, known[one.code], mark) for one, mark in _marked(findings)],
    }
    content = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(finding.path)},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message}。改法：{finding.hint}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"lantian/v1": fingerprint},
    }


def _marked(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a mark of its own that does not change when lines above it do."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in findings:
        same = (one.code, one.path, one.message)
        seen[same] += 1
        yield one, sha256("\0".join((*same, str(seen[same]))).encode()).hexdigest()
