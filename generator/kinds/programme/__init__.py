"""The record kind 专项行动."""

from generator.core.record_kind import RecordKind
from generator.kinds.programme.model import Programme

KIND = RecordKind(
    package=__name__,
    name="programme",
    title="专项行动",
    folder="programmes",
    model=Programme,
    id_pattern=r"[A-Z]{2,4}[0-9]{2}",
    path_form="programmes/{id}.yml",
    example="LT19",
    measure="个",
    judges=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=(
        "accountability_pages:accountability_pages",
        "pages:programme_pages",
        "one_list:list_pages",
    ),
    page_folders=("programmes", "accountability"),
    search="pages:search_entries",
    search_label="专项行动",
    search_rank=3,
    place="pages:record_place",
)
