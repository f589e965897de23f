"""The rule about a status that is written into an issue: it follows from the steps (decision 0001).

See decision 0074.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import ValidationError

from generator.checks.paths import inner
from generator.checks.rule import Checked, Rule, RuleViolation, has_path, sound_lifecycles
from generator.core.raw import Path, RawRecord
from generator.kinds.issue.model import Issue
from generator.kinds.issue.replay import Replay, replay
from generator.kinds.programme.lifecycle import Lifecycle

_FOLDER = "issues/"
_STATUS_KEY = re.compile(
    r".*(?:status|state|progress)|.*(?:状态|进展|进度)|(?:办理|整改|处理)情况|是否.+"
)
"""What other ledgers call the column that says how far an issue is."""


def is_stated_status(raw: RawRecord, path: Path) -> bool:
    """Return whether an unknown key, of an issue or of one of its events, states a status."""
    name = unicodedata.normalize("NFKC", str(path[-1])).strip().lower()
    is_place = len(path) == 1 or path[0] == "events"
    return is_place and inner(raw).startswith(_FOLDER) and bool(_STATUS_KEY.fullmatch(name))


def stated_status(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for keys that state a status, with what it is and which steps may come next."""
    lifecycles = cache(lambda: sound_lifecycles(checked.register))
    told: dict[str, tuple[str, str]] = {}
    for error in checked.shape_errors:
        raw = error.raw
        if error.kind != "extra_forbidden" or not is_stated_status(raw, error.path):
            continue
        if raw.path not in told:
            told[raw.path] = _standing(raw, lifecycles())
        now, next_steps = told[raw.path]
        key = error.facts["field"].strip()[:40]
        message = f"{key!r} 不能填写：状态由经过里的步骤得出{now}"
        yield RuleViolation(raw.path, error.mark, message, f"删去这一行；{next_steps}")


def _standing(raw: RawRecord, lifecycles: Mapping[str, Lifecycle]) -> tuple[str, str]:
    """Return the status as the end of the message, and what may come next as that of the hint."""
    issue = _without_status(raw)
    if issue is None:
        return "", "改好这个文件的其他错误，再检查一次，就写明现在的状态和可以做的步骤"
    lifecycle = lifecycles.get(issue.programme_id)
    if lifecycle is None or not has_path(lifecycle, issue):
        return "", "新的进展在经过末尾加一步"
    replayed = replay(lifecycle, issue)
    if replayed.breaches:
        return "", "经过里的步骤也有错误，删去以后再检查一次，就逐条列出"
    return f"，现在是{_states_text(replayed)}", _next_text(issue, replayed)


def _without_status(raw: RawRecord) -> Issue | None:
    """Return the issue without these keys; None where the file has other errors."""
    content: Mapping[str, object] = raw.content or {}
    events = content.get("events")
    kept = {key: value for key, value in content.items() if not is_stated_status(raw, (key,))}
    if isinstance(events, list):
        kept["events"] = [_kept_of_event(raw, event) for event in events]
    try:
        return Issue.model_validate(kept)
    except ValidationError:
        return None


def _kept_of_event(raw: RawRecord, event: object) -> object:
    if not isinstance(event, dict):
        return event
    return {
        key: value for key, value in event.items() if not is_stated_status(raw, ("events", key))
    }


def _states_text(replayed: Replay) -> str:
    return "、".join(f"{strand}“{state.name}”" for strand, state in replayed.states.items())


def _next_text(issue: Issue, replayed: Replay) -> str:
    if not replayed.next_steps:
        return "问题已经办结，没有可以做的步骤"
    steps = "、".join(replayed.next_steps)
    return f"有新的进展就用命令 lantian step {issue.id} 步骤 --date 日期 记一步，现在可以：{steps}"


RULES = (Rule("S09", "stated-status", "状态不能直接填写", stated_status),)
