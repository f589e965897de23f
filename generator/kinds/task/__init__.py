"""The record kind 攻坚任务."""

from generator.core.record_kind import OpenData, RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.task.model import Task

KIND = RecordKind(
    package=__name__,
    name="task",
    title="攻坚任务",
    folder="tasks",
    model=Task,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-T" + FILED_SERIAL,
    path_form="tasks/{programme}/{city}/{id}.yml",
    example="HZ19-610700-T001",
    measure="项",
    serial=True,
    open_data=OpenData(),
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:task_pages",),
    page_folders=("tasks",),
    search="views:search_entries",
    search_label="攻坚任务",
    search_rank=6,
    place="views:record_place",
    demo="demo:demo_feed",
    demo_rank=2,
)
