"""The record kind 问题."""

from generator.core.record_kind import RecordKind
from generator.core.serials import FILED_SERIAL
from generator.kinds.issue.model import Issue

KIND = RecordKind(
    package=__name__,
    name="issue",
    title="问题",
    folder="issues",
    model=Issue,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-(?P<round>R[0-9]{2})"
    r"-[A-Z](?:[0-9]{2})?-" + FILED_SERIAL,
    path_form="issues/{programme}/{city}/{round}/{id}.yml",
    example="LT19-610100-R05-P03-012",
    measure="个",
    serial=True,
    rules="rules:RULES",
    imports="imports:TABLES",
    pages=("pages:ledger_pages",),
    page_folders=("ledgers", "exposures"),
    search_label="问题",
    search_rank=0,
)
