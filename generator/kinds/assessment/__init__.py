"""The record kind 考评."""

from generator.core.record_kind import RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.assessment.model import Assessment

KIND = RecordKind(
    package=__name__,
    name="assessment",
    title="考评",
    folder="assessments",
    model=Assessment,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-K[0-9]{4}-" + FILED_SERIAL,
    path_form="assessments/{programme}/{id}.yml",
    example="LT19-K2019-001",
    measure="份",
    serial=True,
    questions="questions:FORMS",
    pages=("pages:assessment_pages",),
    page_folders=("assessments",),
    search="pages:search_entries",
    search_label="考评",
    search_rank=14,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=11,
)
