"""What is public of a case follows from its public steps: no other leaves a trace in any byte."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.kinds.issue.replay import replay
from generator.kinds.issue.views import PARTLY, public_standing, standing
from generator.public.policy import hides_moves
from generator.public.redaction import edition_view
from generator.site.build import build_site, read_register
from tests.registers import SAMPLE, lend_frame

REGISTER = read_register(SAMPLE).register
PROGRAMME = REGISTER.programmes["LS19"]
CASE = "LS19-990100-R02-Z-001"
TODAY = date(2019, 8, 1)
HOLDS = (
    *("vocabulary.yml", "lifecycles/*.yml", "programmes/*.yml", "cities/*.yml"),
    "rounds/LS19/*.yml",
)

Added = Sequence[tuple[str, str, str, dict[str, str]]]
"""Day, step, by whom, and other fields of events that the public may not see."""

PLAN = ("2019-07-14", "整改方案", "示例甲市人民政府", {"due": "2019-07-20"})
ASKED = ("2019-07-15", "延期申请", "示例甲市人民政府", {"note": "示例：设备没有到货"})
DONE = ("2019-07-16", "整改完成", "示例甲市人民政府", {})
CANCELLED = ("2019-07-20", "撤销", "示例主管部门", {"note": "示例：问题不成立"})


def content_with(added: Added) -> dict[str, object]:
    path = next((SAMPLE / "records" / "issues").rglob(f"{CASE}.yml"))
    content: dict[str, object] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    events = [{"date": day, "step": step, "by": by, **rest} for day, step, by, rest in added]
    content["events"] = [*content["events"], *events]  # type: ignore[misc]
    return content


def shown_with(added: Added) -> object:
    """What the public edition makes its pages, lists, files and counts of."""
    issue = next(one for one in REGISTER.issues if one.id == CASE)
    issue = type(issue).model_validate(content_with(added))
    assert PROGRAMME.lifecycle
    seen = edition_view(REGISTER, TODAY, issue, replay(PROGRAMME.lifecycle, issue), is_public=True)
    assert seen.summary
    return seen.issue, seen.replayed, seen.line, seen.exposed, seen.exposure, seen.summary


@pytest.mark.parametrize("added", [[PLAN], [ASKED], [DONE], [PLAN, ASKED], [PLAN, DONE]])
def test_steps_that_are_not_public_change_nothing(added: Added) -> None:
    assert shown_with(added) == shown_with([])


def test_steps_that_are_not_public_leave_no_trace_in_any_byte(tmp_path: Path) -> None:
    root = tmp_path / "register"
    lend_frame(SAMPLE, root)
    for pattern in HOLDS:
        for path in (SAMPLE / "records").glob(pattern):
            copy = root / path.relative_to(SAMPLE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    file = root / "records/issues/LS19/990100/R02" / f"{CASE}.yml"
    file.parent.mkdir(parents=True)
    sites = []
    for added in ([], [PLAN, DONE]):
        text = yaml.safe_dump(content_with(added), allow_unicode=True, sort_keys=False)
        file.write_text(text, encoding="utf-8")
        built = build_site(root, root / "public", TODAY, is_public=True)
        assert built.pages, built.verdict.findings
        files = (path for path in (root / "public").rglob("*") if path.is_file())
        sites.append({path.relative_to(root / "public"): path.read_bytes() for path in files})
    before, after = sites
    assert {path for path in before | after if before.get(path) != after.get(path)} == set()


def test_case_that_was_cancelled_is_not_called_open() -> None:
    _, replayed, line, *_ = shown_with([CANCELLED])  # type: ignore[misc]
    assert (line.openness, line.outcome, line.site) == ("closed", "cancelled", "")
    assert not replayed


def test_state_is_not_explained_where_hidden_steps_may_have_changed_it() -> None:
    lifecycle = PROGRAMME.lifecycle
    assert lifecycle
    hiding = {
        path.name: hides_moves(path, PROGRAMME, REGISTER.vocabulary) for path in lifecycle.paths
    }
    assert hiding == {"公开通报": False, "拒绝检查": False, "一般": True}
    issue = next(one for one in REGISTER.issues if one.id == CASE)
    now = standing(REGISTER, issue.programme_id, replay(lifecycle, issue))
    assert now
    assert now.debts
    assert now.next
    told = public_standing(now, partly=True)
    assert (told.meaning, told.debts, told.next) == (PARTLY, (), "")
    assert public_standing(now, partly=False).meaning == now.meaning
