"""The record kind 工作组."""

from generator.core.record_kind import DemoScope, RecordKind
from generator.kinds.team.model import Team

KIND = RecordKind(
    package=__name__,
    name="team",
    title="工作组",
    folder="teams",
    model=Team,
    id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<round>R(?!00)[0-9]{2})-(?P<city>[0-9]{6})",
    path_form="teams/{programme}/{round}/{city}.yml",
    example="LT19-R05-610100",
    measure="个",
    rules="rules:RULES",
    questions="questions:FORMS",
    pages=("pages:team_pages",),
    page_folders=("teams",),
    search="dispatch:search_entries",
    search_label="工作组",
    search_rank=8,
    place="dispatch:record_place",
    demo="demo:demo_feed",
    demo_scope=DemoScope.TEAMS,
    demo_rank=1,
)
