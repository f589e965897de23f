"""The record kind 措施."""

from generator.core.record_kind import OpenData, RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.action.model import Action

KIND = RecordKind(
    package=__name__,
    name="action",
    title="措施",
    folder="actions",
    model=Action,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-C[0-9]{4}-" + FILED_SERIAL,
    path_form="actions/{programme}/{id}.yml",
    example="DC17-C2017-001",
    measure="项",
    serial=True,
    open_data=OpenData(),
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:action_pages",),
    page_folders=("actions",),
    search="pages:search_entries",
    search_label="措施",
    search_rank=5,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=5,
)
