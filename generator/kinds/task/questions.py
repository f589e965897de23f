"""What is asked about a task of a city, and about a monthly report on one."""

from collections.abc import Iterator, Mapping, Sequence

from generator.kinds.task.model import Task
from generator.questions.question import AnswerError, AnswerKind, Question, shown, typed_text
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    RecordAnswers,
    RecordForm,
    RecordQuestion,
    about,
    source_questions,
)

TASK = RecordForm(
    name="task",
    title="攻坚任务",
    model=Task,
    questions=(
        PROGRAMME,
        CITY,
        about(Task, "place", name="county", help="当日的名称或代码；全市的任务不写。"),
        about(Task, "field", aliases=("领域",)),
        about(Task, "measure", aliases=("任务内容", "工作任务")),
        about(Task, "clause"),
        about(Task, "goal.value", name="goal", title="任务量", needed=False, aliases=("任务数量",)),
        about(Task, "goal.unit", title="任务量单位", needed=False, aliases=("计量单位",)),
        about(Task, "due", aliases=("完成时限", "完成期限")),
        about(Task, "lead", help="方案中牵头的单位，几个用顿号隔开。"),
        about(Task, "cooperating", help="方案中配合的单位，几个用顿号隔开。"),
        about(Task, "responsible", help="方案中负责的单位，几个用顿号隔开。"),
        *source_questions(Task),
        about(Task, "note"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-T",
    found_by=("county", "measure"),
    keys=("field", "measure"),
    example={"measure": "示例：改造居民和商户的散煤取暖", "goal": "600", "due": "2019-10"},
    about="一行一项任务",
)


def _tasks(answers: RecordAnswers) -> Iterator[Task]:
    """Yield the tasks of the programme, or of all, in the city, or in all cities."""
    programme = answers.programme.id if answers.programme else ""
    city = answers.city.id if answers.city else ""
    for one in answers.register.tasks:
        if programme in ("", one.programme_id) and city in ("", one.city_id):
            yield one


def _task(answers: RecordAnswers, typed: str) -> str:
    """Return the ID of a task by its ID, or by what it is, where that is no other's."""
    clean = typed_text(typed)
    found = [one.id for one in _tasks(answers) if clean in (one.id, one.measure)]
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerError(f"有几项任务都叫 {shown(clean)}；写任务编号：{'、'.join(found)}")
    where = answers.city.name if answers.city else "台账"
    known = "、".join(one.id for one in _tasks(answers)) or "一项也没有登记"
    raise AnswerError(f"{where}没有任务 {shown(clean)}；写任务编号：{known}")


def _report_id(answers: RecordAnswers) -> str:
    return str(answers.values["task"])


def _reporters(answers: RecordAnswers) -> Sequence[Mapping[str, str]]:
    """Return a row for each task and each unit that reported on it before."""
    rows = []
    for one in _tasks(answers):
        units = dict.fromkeys(report.by or "" for report in one.reports)
        rows += [{"task": one.id, "measure": one.measure, "by": unit} for unit in units or ("",)]
    return rows


REPORT = RecordForm(
    name="task-report",
    title="任务报送",
    model=Task,
    questions=(
        RecordQuestion(
            Question(
                "task",
                "任务编号",
                "例如 HZ19-610700-T001。",
                AnswerKind.CODE,
                aliases=("攻坚任务编号",),
                needed=True,
            ),
            _task,
            choices=lambda answers: [one.id for one in _tasks(answers)],
        ),
        RecordQuestion(
            Question("measure", "任务", "只供查对，不导入。"),
            lambda answers, typed: typed,
        ),
        about(Task, "reports.date", title="报到何时为止", aliases=("截止日期", "统计截止日")),
        about(Task, "reports.received", aliases=("报送日期",)),
        about(Task, "reports.by", title="报送单位"),
        about(Task, "reports.done", aliases=("累计完成量", "完成数")),
        about(Task, "reports.said", aliases=("本月进展", "工作进展")),
        about(Task, "reports.next"),
    ),
    id_of=_report_id,
    part="reports",
    found_by=("date", "by"),
    keys=("task", "date", "done"),
    goes_on=True,
    filled=_reporters,
    begun=("task", "measure", "by"),
    example={
        "task": "HZ19-610700-T001",
        "date": "2019-06-25",
        "received": "2019-06-27",
        "by": "示例县人民政府",
        "done": "120",
        "said": "示例：完成入户摸底",
    },
    about="一行是一个单位对一项任务的一次报送；加在任务已有的报送后面",
)

FORMS = (TASK, REPORT)
