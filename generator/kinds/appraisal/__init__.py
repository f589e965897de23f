"""The record kind 考核评比."""

from generator.core.record_kind import RecordKind
from generator.kinds.appraisal.model import Appraisal

KIND = RecordKind(
    package=__name__,
    name="appraisal",
    title="考核评比",
    folder="appraisals",
    model=Appraisal,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})"
    r"-A(?P<period>[0-9]{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?)",
    path_form="appraisals/{programme}/{period}.yml",
    example="HZ19-A2019-Q2",
    measure="份",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:appraisal_pages",),
    page_folders=("appraisals",),
    search="pages:search_entries",
    search_label="考核评比",
    search_rank=9,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=10,
)
