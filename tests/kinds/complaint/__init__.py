"""The record kind 示例投诉: a throw-away kind that `test_new_kind.py` puts into a product copy.

It shows all that a new kind needs. It is no part of the product.
"""

from generator.kinds.complaint.model import Complaint

from generator.core.record_kind import OpenData, RecordKind

KIND = RecordKind(
    package=__name__,
    name="complaint",
    title="示例投诉",
    folder="complaints",
    model=Complaint,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-Z(?!000)[0-9]{3}",
    path_form="complaints/{programme}/{id}.yml",
    example="LT19-Z001",
    measure="件",
    imports="imports:TABLES",
    open_data=OpenData(),
    ratios="pages:RATIOS",
    rules="rules:RULES",
    pages=("pages:complaint_pages",),
    page_folders=("complaints",),
    search="pages:search_entries",
    search_label="示例投诉",
    place="pages:record_place",
    demo="demo:demo_feed",
)
