"""The record kinds: which model a file has, and the path that an ID must have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.core.fields import Record
from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assessment.model import Assessment
from generator.kinds.assistance.model import Assistance
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.grid.model import Grid
from generator.kinds.incident.model import Incident
from generator.kinds.issue.model import Issue
from generator.kinds.liaison.model import Liaison
from generator.kinds.monitor.model import Monitor
from generator.kinds.programme.model import Programme
from generator.kinds.quick.model import Quick
from generator.kinds.round.model import Round
from generator.kinds.target.model import Target
from generator.kinds.task.model import Task
from generator.kinds.team.model import Team


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One record kind. `id_pattern` has one named group for each part that `path_form` uses.

    `judges` says whether other records are judged by those of this kind.
    """

    name: str
    title: str
    folder: str
    model: type[Record]
    id_pattern: str
    path_form: str
    example: str
    judges: bool = False

    def path_of(self, record_id: str) -> str | None:
        """The path below `records/` for this ID; None where the ID has no such form."""
        return _path(self.id_pattern, self.path_form, record_id)


@lru_cache(maxsize=4096)
def _path(pattern: str, form: str, record_id: str) -> str | None:
    """Kept, because several rules and every page ask it of the same records."""
    match = re.fullmatch(pattern, record_id, re.ASCII)
    return form.format(id=record_id, **match.groupdict()) if match else None


KINDS = (
    RecordKind(
        name="programme",
        title="专项行动",
        folder="programmes",
        model=Programme,
        id_pattern=r"[A-Z]{2,4}[0-9]{2}",
        path_form="programmes/{id}.yml",
        example="LT19",
        judges=True,
    ),
    RecordKind(
        name="city",
        title="城市",
        folder="cities",
        model=City,
        id_pattern=r"[0-9]{6}",
        path_form="cities/{id}.yml",
        example="610100",
        judges=True,
    ),
    RecordKind(
        name="round",
        title="轮次",
        folder="rounds",
        model=Round,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<round>R(?!00)[0-9]{2})",
        path_form="rounds/{programme}/{round}.yml",
        example="LT19-R05",
        judges=True,
    ),
    RecordKind(
        name="issue",
        title="问题",
        folder="issues",
        model=Issue,
        id_pattern=(
            r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-(?P<round>R[0-9]{2})"
            r"-[A-Z](?:[0-9]{2})?-(?!000)[0-9]{3}"
        ),
        path_form="issues/{programme}/{city}/{round}/{id}.yml",
        example="LT19-610100-R05-P03-012",
    ),
    RecordKind(
        name="bulletin",
        title="通报",
        folder="bulletins",
        model=Bulletin,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<stem>[0-9]{4}(?:[0-9]{2}(?:[0-9]{2})?)?-[1-9][0-9]*)",
        path_form="bulletins/{programme}/{stem}.yml",
        example="DC18-20180617-1",
    ),
    RecordKind(
        name="team",
        title="工作组",
        folder="teams",
        model=Team,
        id_pattern=(
            r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<round>R(?!00)[0-9]{2})-(?P<city>[0-9]{6})"
        ),
        path_form="teams/{programme}/{round}/{city}.yml",
        example="LT19-R05-610100",
    ),
    RecordKind(
        name="action",
        title="措施",
        folder="actions",
        model=Action,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-C[0-9]{4}-(?!000)[0-9]{3}",
        path_form="actions/{programme}/{id}.yml",
        example="DC17-C2017-001",
    ),
    RecordKind(
        name="task",
        title="攻坚任务",
        folder="tasks",
        model=Task,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-T(?!000)[0-9]{3}",
        path_form="tasks/{programme}/{city}/{id}.yml",
        example="HZ19-610700-T001",
    ),
    RecordKind(
        name="assistance",
        title="帮扶",
        folder="assistance",
        model=Assistance,
        id_pattern=(
            r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-R[0-9]{2}-H(?!000)[0-9]{3}"
        ),
        path_form="assistance/{programme}/{city}/{id}.yml",
        example="LT19-610100-R05-H001",
    ),
    RecordKind(
        name="target",
        title="目标",
        folder="targets",
        model=Target,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})",
        path_form="targets/{programme}/{city}.yml",
        example="LT19-610100",
    ),
    RecordKind(
        name="assessment",
        title="考评",
        folder="assessments",
        model=Assessment,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-K[0-9]{4}-(?!000)[0-9]{3}",
        path_form="assessments/{programme}/{id}.yml",
        example="LT19-K2019-001",
    ),
    RecordKind(
        name="appraisal",
        title="考核评比",
        folder="appraisals",
        model=Appraisal,
        id_pattern=(
            r"(?P<programme>[A-Z]{2,4}[0-9]{2})"
            r"-A(?P<period>[0-9]{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?)"
        ),
        path_form="appraisals/{programme}/{period}.yml",
        example="HZ19-A2019-Q2",
    ),
    RecordKind(
        name="grid",
        title="网格",
        folder="grids",
        model=Grid,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-W",
        path_form="grids/{programme}/{city}.yml",
        example="HZ19-610700-W",
    ),
    RecordKind(
        name="monitor",
        title="监测监控",
        folder="monitors",
        model=Monitor,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-J",
        path_form="monitors/{programme}/{city}.yml",
        example="HZ19-610700-J",
    ),
    RecordKind(
        name="quick",
        title="工作信息快报",
        folder="quick",
        model=Quick,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-B(?P<year>[0-9]{4})",
        path_form="quick/{programme}/{year}.yml",
        example="HZ19-B2019",
    ),
    RecordKind(
        name="liaison",
        title="联络",
        folder="liaisons",
        model=Liaison,
        id_pattern=r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-L",
        path_form="liaisons/{programme}/{city}.yml",
        example="XA19-610100-L",
    ),
    RecordKind(
        name="incident",
        title="现场情况",
        folder="incidents",
        model=Incident,
        id_pattern=(
            r"(?P<programme>[A-Z]{2,4}[0-9]{2})-(?P<city>[0-9]{6})-R[0-9]{2}-X(?!000)[0-9]{3}"
        ),
        path_form="incidents/{programme}/{city}/{id}.yml",
        example="LT19-610100-R05-X001",
    ),
)

VOCABULARY_PATH = "vocabulary.yml"


def judging(programme: str, city: str, round_name: str) -> tuple[str, ...]:
    """The paths of the records by which the issues of a ledger are judged; `*` stands for any."""
    return (
        f"records/{VOCABULARY_PATH}",
        f"records/programmes/{programme}.yml",
        f"records/cities/{city}.yml",
        f"records/rounds/{programme}/{round_name}.yml",
    )


LEAVES = tuple(f"{kind.folder}/" for kind in KINDS if not kind.judges)
"""The folders of records by which no other record is judged."""

BY_FOLDER = {kind.folder: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
BY_MODEL: Mapping[type[Record], RecordKind] = {kind.model: kind for kind in KINDS}
