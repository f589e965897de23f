"""The record kind 工作信息快报."""

from generator.core.record_kind import RecordKind
from generator.kinds.quick.model import Quick

KIND = RecordKind(
    package=__name__,
    name="quick",
    title="工作信息快报",
    folder="quick",
    model=Quick,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-B(?P<year>[0-9]{4})",
    path_form="quick/{programme}/{year}.yml",
    example="HZ19-B2019",
    measure="份",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:quick_pages",),
    page_folders=("quick",),
    search="pages:search_entries",
    search_label="工作信息快报",
    search_rank=12,
    demo="demo:demo_feed",
    demo_rank=9,
)
