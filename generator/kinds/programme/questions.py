"""What is asked about a programme; lifecycle and rules come from one that is there."""

import re

from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.model import Programme
from generator.questions.issue_answers import city
from generator.questions.issue_answers import programme as programme_of
from generator.questions.question import AnswerError, AnswerKind, Question, shown, typed_text
from generator.questions.record_form import (
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    entries_of,
    source_questions,
)

_GROUP = re.compile(
    r"(?P<letter>[A-Z])\s*[=＝:：]?\s*(?P<name>[^0-9\s]+?)\s*(?P<count>[0-9]+)?\s*个?"
)

_KEPT = (
    *("media", "cities", "cadence_days", "overlap_days", "group_kinds", "method", "task_fields"),
    *("sponsor_roles", "team_confirmations", "departments", "departments_called"),
    *("lead_departments", "origins", "one_list", "lifecycle", "publication", "reporting"),
    *("group_reporting", "seasons", "grid", "appraisal", "inspection", "quick", "province"),
)
"""The fields of a programme that hold for the next one of its kind: how work is done, not when."""


def _code(answers: RecordAnswers, typed: str) -> str:
    clean = typed_text(typed)
    if not re.fullmatch("[A-Z]{2,4}[0-9]{2}", clean):
        raise AnswerError(f"行动编号 {shown(clean)} 读不懂；两到四个大写字母加两位年份，例如 LT19")
    return clean


def _cities(answers: RecordAnswers, typed: str) -> list[str]:
    """Return the codes of cities: 西安市、610700."""
    return [city(answers, one).id for one in entries_of(typed)]


def _group_kinds(answers: RecordAnswers, typed: str) -> list[dict[str, object]]:
    """Return kinds of groups: P普通组 8、Z中心组 1; without a number they have none."""
    found = []
    for one in entries_of(typed):
        match = _GROUP.fullmatch(one)
        if not match:
            raise AnswerError(f"组别 {shown(one)} 读不懂；写成“P普通组 8”的样子，用顿号隔开")
        parts: dict[str, object] = {name: it for name, it in match.groupdict().items() if it}
        found.append({**parts, "numbered": match["count"] != "1"})
    return found


def _like(answers: RecordAnswers, typed: str) -> list[Programme]:
    """Return a programme that works as another does."""
    sample = programme_of(answers, typed)
    kept = {name: getattr(sample, name) for name in _KEPT if name in sample.model_fields_set}
    fields = {**kept, **FORM.fields(answers), "id": answers.values.get("code")}
    if named := fields.get("lifecycle_of") or _shared_like(answers, sample):
        fields = {**fields, "lifecycle_of": named}
        fields.pop("lifecycle", None)
    return [Programme.model_validate(fields)]


def _shared_like(answers: RecordAnswers, sample: Programme) -> str | None:
    """Return the lifecycle of the library that a programme names, or has as its own."""
    shared = answers.register.select(SharedLifecycle)
    same = (one.id for one in shared if one.lifecycle == sample.lifecycle)
    return sample.lifecycle_of or next(same, None)


def _lifecycle(answers: RecordAnswers, typed: str) -> str:
    """Return the ID of a lifecycle of the library, which is typed as its ID or its name."""
    given, shared = typed_text(typed), answers.register.select(SharedLifecycle)
    for one in shared:
        if given in (one.id, one.name):
            return one.id
    known = "、".join(f"{one.id}（{one.name}）" for one in shared)
    instead = f"可用的有：{known}" if known else "先用 lantian new lifecycle 新建"
    raise AnswerError(f"共用办理流程 {shown(given)} 没有登记；{instead}")


FORM = RecordForm(
    name="programme",
    title="专项行动",
    model=Programme,
    questions=(
        RecordQuestion(
            Question(
                "code",
                "行动编号",
                "两到四个大写字母加两位年份，例如 LT19。",
                AnswerKind.CODE,
                needed=True,
            ),
            _code,
        ),
        about(Programme, "name", title="行动名称"),
        about(Programme, "issuer"),
        about(Programme, "period.start", title="首日"),
        about(Programme, "period.end", title="末日"),
        about(Programme, "document.title", name="document", title="依据文件", needed=False),
        about(Programme, "document.number", name="document_number", title="依据文件文号"),
        about(Programme, "province"),
        about(Programme, "cadence_days"),
        about(Programme, "overlap_days"),
        about(
            Programme,
            "cities",
            help="城市名称或代码，几个用顿号隔开；名单没有公开的不写。",
            read=_cities,
        ),
        about(Programme, "media", title="环境要素", help="行动涉及的要素，几个用顿号隔开。"),
        about(
            Programme,
            "group_kinds",
            title="组别种类",
            help="代号、名称和个数，例如 P普通组 8、Z中心组 1；几个用顿号隔开。",
            read=_group_kinds,
        ),
        about(
            Programme,
            "lifecycle_of",
            name="lifecycle",
            help="照哪个共用办理流程办理，写编号或名称；没有共用的不写。",
            read=_lifecycle,
        ),
        about(Programme, "scale"),
        about(Programme, "note"),
        *source_questions(Programme, needed=True),
    ),
    id_of=lambda answers: str(answers.values["code"]),
    keys=("code", "name", "issuer"),
    example={
        "code": "LT27",
        "name": "示例行动",
        "issuer": "示例部",
        "start": "2027-03-01",
        "group_kinds": "P普通组 8、Z中心组 1",
        "source_title": "示例通知",
    },
    like=_like,
    like_help="照哪个行动的样子，例如 LT19：抄组别、办理流程、公开规则等，须按本行动的文件核对。",
    about="一行一个行动；办理流程写共用的，或者用 lantian new programme --like 照已有的行动",
)

FORMS = (FORM,)
