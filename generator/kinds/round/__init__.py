"""The record kind 轮次."""

from generator.core.record_kind import OpenData, RecordKind
from generator.kinds.round.model import Round

KIND = RecordKind(
    package=__name__,
    name="round",
    title="轮次",
    folder="rounds",
    model=Round,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<round>R(?!00)[0-9]{2})",
    path_form="rounds/{programme}/{round}.yml",
    example="LT19-R05",
    measure="个",
    judges=True,
    open_data=OpenData(),
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:round_pages",),
    page_folders=("rounds",),
    search="pages:search_entries",
    search_label="轮次",
    search_rank=4,
    place="pages:record_place",
)
