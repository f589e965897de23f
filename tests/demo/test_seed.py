"""The lifecycle and words of the demo are those of this repository's records, made 示例.

`LANTIAN_REWRITE=1 pytest tests/demo/test_seed.py` writes them anew from `records/`.
"""

import os
import re
from typing import Any

from generator.core.yaml_writer import record_text
from generator.kinds.programme.model import Programme
from generator.site.build import read_register
from tests.registers import REPOSITORY

SEED = REPOSITORY / "generator" / "demo" / "seed"
WORDS = SEED / "records" / "vocabulary.yml"
PROGRAMME = SEED / "records" / "programmes" / "SL19.yml"

REGIONS = """regions:
- word: 示例区域
  english: invented region
  meaning: 示例：虚构的区域。
"""
SOURCE = {"title": "示例方案", "publisher": "示例发布者", "date": "2019-05-08"}

PLAN: dict[str, Any] = {
    "grid": ["市", "县", "镇办"],
    "appraisal": {
        "by": ["示例考核办"],
        "quarterly": "季评比",
        "yearly": "年考核",
        "outcomes": ["公开约谈"],
        "basis": "设置",
    },
    "quick": {
        "name": "示例工作信息快报",
        "by": "示例大气办",
        "to": ["示例市政府主要领导"],
        "basis": "设置",
    },
}
"""What grids, appraisals and quick bulletins of the demo go by."""


def programme() -> Programme:
    """LT19 with its lifecycle and groups, and nothing else that is real."""
    real = read_register(REPOSITORY).register.programmes["LT19"]
    assert real.lifecycle
    kept = {
        "lifecycle": real.lifecycle,
        "group_kinds": real.group_kinds,
        "sponsor_roles": real.sponsor_roles,
        "team_confirmations": real.team_confirmations,
        "publication": real.publication,
    }
    fields: dict[str, Any] = {
        "id": "SL19",
        "name": "示例重点区域强化监督定点帮扶（2019—2021年）",
        "issuer": "示例部",
        "period": {"start": "2019-05-08", "end": "2021-03"},
        "cadence_days": "15",
        "media": ["大气"],
        "note": "示例：虚构的行动，办理流程照 LT19 改写。",
        "sources": [SOURCE],
        **PLAN,
    }
    shaped = {name: _invented(_dumped(value)) for name, value in kept.items()}
    return Programme.model_validate(fields | shaped)


def _dumped(value: Any) -> Any:
    if isinstance(value, list):
        return [_dumped(one) for one in value]
    return value if isinstance(value, str) else value.model_dump(exclude_none=True)


def _invented(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("生态环境部", "示例部")
    if isinstance(value, list):
        return [_invented(one) for one in value]
    if isinstance(value, dict):
        return {key: _invented(one) for key, one in value.items()}
    return value


def vocabulary() -> str:
    """The words of this repository's records, in an invented region."""
    text = (REPOSITORY / "records" / "vocabulary.yml").read_text(encoding="utf-8")
    return re.sub(r"^regions:\n(?:[- ].*\n)+", REGIONS, text, flags=re.MULTILINE)


def test_seed_of_the_demo_follows_the_records() -> None:
    wanted = {PROGRAMME: record_text(programme()), WORDS: vocabulary()}
    if os.environ.get("LANTIAN_REWRITE"):
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    assert {path: path.read_text(encoding="utf-8") for path in wanted} == wanted


def test_seed_of_the_demo_is_clean() -> None:
    assert read_register(SEED).findings == ()
