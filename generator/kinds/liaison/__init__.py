"""The record kind 联络."""

from generator.core.record_kind import RecordKind
from generator.kinds.liaison.model import Liaison

KIND = RecordKind(
    package=__name__,
    name="liaison",
    title="联络",
    folder="liaisons",
    model=Liaison,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-L",
    path_form="liaisons/{programme}/{city}.yml",
    example="XA19-610100-L",
    measure="份",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:liaison_pages",),
    page_folders=("liaisons",),
    search="pages:search_entries",
    search_label="联络",
    search_rank=15,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=6,
)
