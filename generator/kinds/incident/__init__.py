"""The record kind 现场情况."""

from generator.core.record_kind import RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.incident.model import Incident

KIND = RecordKind(
    package=__name__,
    name="incident",
    title="现场情况",
    folder="incidents",
    model=Incident,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-R[0-9]{2}-X" + FILED_SERIAL,
    path_form="incidents/{programme}/{city}/{id}.yml",
    example="LT19-610100-R05-X001",
    measure="件",
    serial=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:incident_pages",),
    page_folders=("incidents",),
    search="views:search_entries",
    search_label="现场情况",
    search_rank=16,
    place="views:record_place",
    demo="demo:demo_feed",
    demo_rank=12,
)
