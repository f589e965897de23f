"""The record kind 网格."""

from generator.core.record_kind import RecordKind
from generator.kinds.grid.model import Grid

KIND = RecordKind(
    package=__name__,
    name="grid",
    title="网格",
    folder="grids",
    model=Grid,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-W",
    path_form="grids/{programme}/{city}.yml",
    example="HZ19-610700-W",
    measure="份",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:grid_pages",),
    page_folders=("grids",),
    search="pages:search_entries",
    search_label="网格",
    search_rank=10,
    place="pages:record_place",
    demo="demo:demo_feed",
    demo_rank=7,
)
