"""The record kind 帮扶."""

from generator.core.record_kind import RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.assistance.model import Assistance

KIND = RecordKind(
    package=__name__,
    name="assistance",
    title="帮扶",
    folder="assistance",
    model=Assistance,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-R[0-9]{2}-H" + FILED_SERIAL,
    path_form="assistance/{programme}/{city}/{id}.yml",
    example="LT19-610100-R05-H001",
    measure="项",
    serial=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:assistance_pages",),
    page_folders=("assistance",),
    search="views:search_entries",
    search_label="帮扶",
    search_rank=7,
    place="views:record_place",
    demo="demo:demo_feed",
    demo_rank=4,
)
