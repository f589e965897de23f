"""The record kind 检查量."""

from generator.core.record_kind import OpenData, RecordKind
from generator.kinds.visit.model import Visits

KIND = RecordKind(
    package=__name__,
    name="visit",
    title="检查量",
    folder="visits",
    model=Visits,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-(?P<round>R[0-9]{2})-V",
    path_form="visits/{programme}/{round}/{city}.yml",
    example="LT19-610100-R05-V",
    judged_with=("teams/{programme}/{round}/{city}.yml",),
    rules="rules:RULES",
    questions="questions:FORMS",
    imports="imports:TABLES",
    open_data=OpenData({"counts": "visit_counts"}),
    ratios="views:VISIT_RATES",
    pages=("pages:visit_pages",),
    page_folders=("visits",),
    search="views:search_entries",
    search_label="检查量",
    search_rank=17,
    place="views:record_place",
    demo="demo:demo_feed",
    demo_rank=13,
)
