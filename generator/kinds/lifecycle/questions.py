"""What is asked about a lifecycle of the library: it is taken over from a programme."""

import re

from generator.kinds.lifecycle.model import SharedLifecycle
from generator.kinds.programme.lifecycle import Lifecycle
from generator.questions.issue_answers import programme as programme_of
from generator.questions.question import AnswerError, AnswerKind, Question, shown, typed_text
from generator.questions.record_form import RecordAnswers, RecordForm, RecordQuestion, about


def _code(answers: RecordAnswers, typed: str) -> str:
    clean = typed_text(typed)
    if not re.fullmatch("LC-[0-9]{2}", clean):
        raise AnswerError(f"流程编号 {shown(clean)} 读不懂；写 LC- 和两位序号，例如 LC-01")
    return clean


def _like(answers: RecordAnswers, typed: str) -> list[SharedLifecycle]:
    """Return a lifecycle with the content of a programme's."""
    fields = {**FORM.fields(answers), "id": answers.values.get("code")}
    taken = _from_programme(answers, typed)
    return [SharedLifecycle.model_validate({**fields, "lifecycle": taken})]


def _from_programme(answers: RecordAnswers, typed: str) -> Lifecycle:
    """Return the lifecycle of the programme that is typed, as a row of a table names it."""
    sample = programme_of(answers, typed)
    if sample.lifecycle is None:
        raise AnswerError(f"{sample.id} 的记录里没有办理流程")
    _refuse_twins(answers, sample.lifecycle)
    return sample.lifecycle


def _refuse_twins(answers: RecordAnswers, lifecycle: Lifecycle) -> None:
    """Raise AnswerError where the library has the same lifecycle under another ID."""
    for one in answers.register.of(SharedLifecycle):
        name = one.record.id
        if one.record.lifecycle == lifecycle and name != answers.values.get("code"):
            called = f"{name}（{one.record.name}）"
            raise AnswerError(f"{called}已是同样的流程；行动里写 lifecycle_of: {name}")


FORM = RecordForm(
    name="lifecycle",
    title="共用办理流程",
    model=SharedLifecycle,
    questions=(
        RecordQuestion(
            Question(
                "code",
                "流程编号",
                "LC- 和两位序号，例如 LC-01。",
                AnswerKind.CODE,
                needed=True,
            ),
            _code,
        ),
        about(SharedLifecycle, "name", title="流程名称"),
        about(
            SharedLifecycle,
            "lifecycle",
            title="取自行动",
            help="从哪个行动的办理流程取来，写行动的编号或名称，例如 LT19。",
            read=_from_programme,
            kind=AnswerKind.TEXT,
        ),
        about(SharedLifecycle, "note"),
    ),
    id_of=lambda answers: str(answers.values["code"]),
    keys=("code", "name"),
    example={"code": "LC-02", "name": "示例流程", "lifecycle": "LT19", "note": "示例"},
    like=_like,
    like_help="取哪个行动的办理流程，例如 LT19。",
    about="一行一个共用的办理流程；内容取自一个行动，以后在记录里改",
)

FORMS = (FORM,)
