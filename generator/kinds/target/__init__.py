"""The record kind 目标."""

from generator.core.record_kind import RecordKind
from generator.kinds.target.model import Target

KIND = RecordKind(
    package=__name__,
    name="target",
    title="目标",
    folder="targets",
    model=Target,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})",
    path_form="targets/{programme}/{city}.yml",
    example="LT19-610100",
    measure="项",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:target_pages",),
    page_folders=("targets",),
    search="pages:search_entries",
    search_label="目标",
    search_rank=13,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=3,
)
