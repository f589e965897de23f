"""The record kind 通报."""

from generator.core.record_kind import DemoScope, OpenData, RecordKind
from generator.kinds.bulletin.model import Bulletin

KIND = RecordKind(
    package=__name__,
    name="bulletin",
    title="通报",
    folder="bulletins",
    model=Bulletin,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<stem>[0-9]{4}(?:[0-9]{2}(?:[0-9]{2})?)?-[1-9][0-9]*)",
    path_form="bulletins/{programme}/{stem}.yml",
    example="DC18-20180617-1",
    measure="份",
    serial=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    imports="imports:TABLES",
    open_data=OpenData(
        {"rows": "figures", "facts": "facts"},
        beside=("source.title", "source.publisher", "source.date", "source.url"),
    ),
    pages=("pages:figure_pages",),
    page_folders=("bulletins",),
    search="pages:search_entries",
    search_label="通报数据",
    search_rank=1,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_scope=DemoScope.ALWAYS,
    demo_rank=13,
)
