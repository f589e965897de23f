"""The record kind 监测监控."""

from generator.core.record_kind import RecordKind
from generator.kinds.monitor.model import Monitor

KIND = RecordKind(
    package=__name__,
    name="monitor",
    title="监测监控",
    folder="monitors",
    model=Monitor,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-J",
    path_form="monitors/{programme}/{city}.yml",
    example="HZ19-610700-J",
    measure="份",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:monitor_pages",),
    page_folders=("monitors",),
    search="pages:search_entries",
    search_label="监测监控",
    search_rank=11,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=8,
)
