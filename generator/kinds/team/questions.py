"""What is asked about the groups of a city in a round, one group a row."""

import re

from generator.kinds.team.model import Group, Team
from generator.questions.issue_answers import group, round
from generator.questions.question import AnswerError, AnswerKind, shown, typed_day
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    ROUND,
    RecordAnswers,
    RecordForm,
    about,
    entries_of,
    groups_to_choose,
)

_STAFF = re.compile(
    r"(?P<unit>.+?)[\s（(]*(?P<people>[0-9]{1,3})\s*[人名]"
    r"(?:[，,\s（(]*(?:本轮)?新到\s*(?P<fresh>[0-9]{1,3})\s*[人名]?)?[)）\s]*"
)
_SPONSOR = re.compile(r"(?P<role>[^:：]+)[:：](?P<unit>.+)")
_CONFIRMED = re.compile(
    r"(?P<matter>[^\s（(，,:：]+)[\s（(，,:：]+"
    r"(?P<date>[0-9-]{8,10})[\s，,]+(?P<by>[^)）]+)[)）]?"
)


def _staff(answers: RecordAnswers, typed: str) -> list[dict[str, object]]:
    """Return the units that sent people, each with their number: 示例中心 3人（新到2人）."""
    return [_parts(one, _STAFF, "派员单位", "示例中心 3人（新到2人）") for one in entries_of(typed)]


def _sponsors(answers: RecordAnswers, typed: str) -> list[dict[str, object]]:
    """Return the sponsors of a city, each with its role: 直属单位：示例中心."""
    return [_parts(one, _SPONSOR, "包保单位", "直属单位：示例中心") for one in entries_of(typed)]


def _confirmations(answers: RecordAnswers, typed: str) -> list[dict[str, object]]:
    """Return what was confirmed, when and by whom: 培训（2019-05-06，示例司）."""
    found = []
    for one in entries_of(typed):
        parts = _parts(one, _CONFIRMED, "确认事项", "培训（2019-05-06，示例司）")
        found.append({**parts, "date": typed_day(str(parts["date"]))})
    return found


def _parts(text: str, pattern: re.Pattern[str], title: str, form: str) -> dict[str, object]:
    match = pattern.fullmatch(text)
    if not match:
        raise AnswerError(f"{title} {shown(text)} 读不懂；写成“{form}”的样子，有几个的用顿号隔开")
    return {name: part.strip() for name, part in match.groupdict().items() if part}


def _roles(answers: RecordAnswers) -> str:
    return "、".join(answers.programme.sponsor_roles) if answers.programme else ""


def _id_of(answers: RecordAnswers) -> str:
    assert answers.programme
    assert answers.city
    return f"{answers.programme.id}-{answers.round_name}-{answers.city.id}"


def _like(answers: RecordAnswers, typed: str) -> list[Team]:
    """Return the teams of a round with the groups and sponsors of an earlier one.

    Who arrived, what was reported, confirmed and taken over is new in each round.
    """
    if not answers.programme or answers.round is None:
        raise AnswerError("还要写专项行动（--programme）和轮次（--round）")
    before = round(answers, typed)
    teams = answers.register.select(
        Team,
        programme=answers.programme.id,
        city=answers.city.id if answers.city else "",
        round_name=f"R{before:02}",
    )
    if not teams:
        where = answers.city.name if answers.city else answers.programme.id
        raise AnswerError(f"{where}第 {before} 轮没有工作组记录，没有样子可以照")
    made = [
        Team(
            id=f"{answers.programme.id}-{answers.round_name}-{one.city_id}",
            sponsors=one.sponsors,
            groups=[_again(group) for group in one.groups],
        )
        for one in teams
    ]
    known = {one.id for one in answers.register.teams}
    fresh = [one for one in made if one.id not in known]
    if not fresh:
        raise AnswerError(
            f"没有可以新建的：{len(made)} 个城市第 {answers.round} 轮的工作组都已有记录"
        )
    return fresh


def _again(group: Group) -> Group:
    staff = [one.model_copy(update={"fresh": None}) for one in group.staff]
    return group.model_copy(update={"staff": staff, "reported": None})


_FIRST = "写在本市第一行就可以。"

FORM = RecordForm(
    name="team",
    title="工作组",
    model=Team,
    questions=(
        PROGRAMME,
        CITY,
        ROUND,
        about(
            Team,
            "groups.code",
            name="group",
            help="组别代号，例如 Z、P01。",
            read=group,
            kind=AnswerKind.GROUP,
            after=("programme",),
            aliases=("组号", "工作组"),
            choices=groups_to_choose,
        ),
        about(Team, "groups.lead", aliases=("组长", "组长单位和职务")),
        about(Team, "groups.area", aliases=("负责区县", "责任区域", "负责片区")),
        about(Team, "groups.task"),
        about(
            Team,
            "groups.staff",
            title="派员单位和人数",
            help="例如 示例中心 3人（新到2人）；有几个单位的用顿号隔开，不写姓名。",
            read=_staff,
            aliases=("人员", "派员单位"),
        ),
        about(Team, "groups.reported"),
        about(
            Team,
            "sponsors",
            help=f"职责和单位，例如 直属单位：示例中心；几个用顿号隔开。{_FIRST}",
            read=_sponsors,
        ),
        about(
            Team,
            "confirmations",
            help=f"事项、日期和单位，例如 培训（2019-05-06，示例司）；几个用顿号隔开。{_FIRST}",
            read=_confirmations,
        ),
        about(
            Team,
            "branch.date",
            name="branch_date",
            title="临时党支部成立日期",
            help=f"何日成立。{_FIRST}",
            needed=False,
        ),
        about(
            Team,
            "branch.under",
            name="branch_under",
            title="临时党支部归口",
            help=f"由哪个单位的党组织归口管理。{_FIRST}",
            needed=False,
        ),
        about(
            Team,
            "handover.date",
            name="handover_date",
            title="交接日期",
            help=f"何日从上一轮接收问题；第一轮不写。{_FIRST}",
            needed=False,
        ),
        about(
            Team,
            "handover.by",
            name="handover_by",
            title="交接接收",
            help=f"由谁接收，写组别或单位。{_FIRST}",
            needed=False,
        ),
        about(
            Team,
            "handover.whole",
            name="handover_whole",
            title="全部接收",
            help=f"交接清单上的问题全部接收的写“是”。{_FIRST}",
        ),
        about(
            Team,
            "handover.issues",
            name="handover_issues",
            title="接收的问题",
            help=f"没有全部接收的，写接收的问题编号，用顿号隔开。{_FIRST}",
        ),
        about(
            Team,
            "handover.note",
            name="handover_note",
            title="交接备注",
            help=f"没有交接的写明原因。{_FIRST}",
        ),
    ),
    id_of=_id_of,
    part="groups",
    found_by=("group",),
    keys=("group", "lead", "area"),
    example={
        "lead": "示例派出机构处长",
        "area": "示例东区",
        "staff": "示例派出机构 2人、示例中心 3人（新到2人）",
        "sponsors": "直属单位：示例中心",
        "confirmations": "培训（2019-05-06，示例司）",
    },
    like=_like,
    like_help="照哪一轮的样子，例如 4：抄组别、片区、人数和包保单位；不写城市就是那一轮的各城市。",
    about="一行一个组",
)

FORMS = (FORM,)
