"""The record kind 单位档案."""

from generator.core.record_kind import RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.unit.model import Unit

KIND = RecordKind(
    package=__name__,
    name="unit",
    title="单位档案",
    folder="units",
    model=Unit,
    id_pattern=r"U(?P<city>[0-9]{6})-" + FILED_SERIAL,
    path_form="units/{city}/{id}.yml",
    example="U610100-001",
    measure="家",
    serial=True,
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:unit_pages",),
    page_folders=("units",),
    search="pages:search_entries",
    search_label="单位档案",
    search_rank=7,
    place="pages:record_place",
)
