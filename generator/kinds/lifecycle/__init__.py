"""The record kind 共用办理流程."""

from generator.core.record_kind import RecordKind
from generator.kinds.lifecycle.model import SharedLifecycle

KIND = RecordKind(
    package=__name__,
    name="lifecycle",
    title="共用办理流程",
    folder="lifecycles",
    model=SharedLifecycle,
    id_pattern="LC-[0-9]{2}",
    path_form="lifecycles/{id}.yml",
    example="LC-01",
    measure="个",
    judges=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    search="pages:search_entries",
    search_label="共用办理流程",
    place="pages:record_place",
    demo="demo:demo_feed",
)
