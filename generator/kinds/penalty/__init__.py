"""The record kind 行政处罚."""

from generator.core.record_kind import OpenData, RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.penalty.model import Penalty

KIND = RecordKind(
    package=__name__,
    name="penalty",
    title="行政处罚",
    folder="penalties",
    model=Penalty,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-F" + FILED_SERIAL,
    path_form="penalties/{programme}/{city}/{id}.yml",
    example="LT19-610100-F001",
    measure="件",
    serial=True,
    open_data=OpenData(),
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:penalty_pages",),
    page_folders=("penalties",),
    search="pages:search_entries",
    search_label="行政处罚",
    search_rank=6,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=14,
)
