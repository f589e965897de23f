"""Counts of teams: groups, people, reports, issues handed over and taken over.

See decision 0042.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.serials import id_order
from generator.core.tracing import traced_property
from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.issue.ledger import OPEN, IssueSummary
from generator.kinds.issue.summaries import due_between
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.round.model import Round
from generator.kinds.team.model import Confirmation, Group, Team

_GROUP = 3
"""The position of the group in `<P>-<city>-R<nn>-<group>-<nnn>`."""


def group_of(summary: IssueSummary) -> str:
    """Return the group that found an issue, from its ID."""
    return summary.id.split("-")[_GROUP]


@dataclass(frozen=True, slots=True)
class GroupAt:
    """One group of a team, its kind, and the number of issues with its number."""

    team: Team
    group: Group
    kind: str
    found: int

    @property
    def people(self) -> int:
        """Return the number of its people."""
        return sum(staff.people for staff in self.group.staff)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A group that is in the IDs of issues and in no team."""

    city: str
    code: str
    found: int


@dataclass(frozen=True, slots=True)
class Sum:
    """The numbers of groups and people of a kind, or of a unit; `fresh` came this round."""

    name: str
    groups: int
    people: int
    fresh: int
    found: int
    reported: int


@dataclass(frozen=True)
class RoundTeams:
    """All teams of a round, and the issues that were found in it."""

    programme: Programme
    round: Round
    teams: Sequence[Team]
    summaries: Sequence[IssueSummary]

    @property
    def people(self) -> int:
        """Return the number of people of all teams."""
        return sum(team.people for team in self.teams)

    @traced_property
    def groups(self) -> list[GroupAt]:
        """Return every group by city, as its team lists it."""
        found = self._found
        names = {kind.letter: kind.name for kind in self.programme.group_kinds}
        return [
            GroupAt(
                team,
                group,
                names.get(group.code[0], group.code[0]),
                found[team.city_id, group.code],
            )
            for team in self.teams
            for group in team.groups
        ]

    def unlisted(self) -> list[Unlisted]:
        """Return groups with issues that are in no team; published cases come from none."""
        known = {(team.city_id, group.code) for team in self.teams for group in team.groups}
        return [
            Unlisted(city, code, number)
            for (city, code), number in sorted(self._found.items())
            if (city, code) not in known and not self.programme.is_published(code[0])
        ]

    def without_team(self) -> list[str]:
        """Return the cities of the programme that have no team on record in this round."""
        there = {team.city_id for team in self.teams}
        return [code for code in self.programme.cities or () if code not in there]

    @traced_property
    def _found(self) -> Counter[tuple[str, str]]:
        return Counter((one.city, group_of(one)) for one in self.summaries)

    def reported(self, today: date) -> int:
        """Return how many groups had reported by a day."""
        return sum(has_reported(at.group, today) for at in self.groups)

    def awaited(self, today: date) -> list[GroupAt]:
        """Return the groups that owe a report on a day."""
        return [at for at in self.groups if is_awaited(at.group, self.programme, self.round, today)]

    def by_kind(self, today: date) -> list[Sum]:
        """Return groups and people by kind of group, in the order of the programme."""
        at = self.groups
        kinds = dict.fromkeys(kind.name for kind in self.programme.group_kinds)
        return [
            _sum(kind, own, today) for kind in kinds if (own := [o for o in at if o.kind == kind])
        ]

    def by_unit(self) -> list[Sum]:
        """Return people by sending unit, the largest first, and the groups with people of it."""
        sent: dict[str, list[tuple[int, int]]] = defaultdict(list)
        groups = [group for team in self.teams for group in team.groups]
        for group in groups:
            for staff in group.staff:
                sent[staff.unit].append((staff.people, staff.fresh or 0))
        sums = [
            Sum(unit, len(some), sum(a for a, _ in some), sum(b for _, b in some), 0, 0)
            for unit, some in sent.items()
        ]
        return sorted(sums, key=lambda one: (-one.people, one.name))


def _sum(name: str, groups: Sequence[GroupAt], today: date) -> Sum:
    staff = [one for at in groups for one in at.group.staff]
    return Sum(
        name=name,
        groups=len(groups),
        people=sum(one.people for one in staff),
        fresh=sum(one.fresh or 0 for one in staff),
        found=sum(at.found for at in groups),
        reported=sum(has_reported(at.group, today) for at in groups),
    )


def rounds_with_teams(
    register: Register, summaries: Mapping[str, Sequence[IssueSummary]]
) -> Iterator[RoundTeams]:
    """Yield each round that has a team, by programme and number; `summaries` by ID of the round."""
    for name in sorted({team.round_id for team in register.teams}):
        if found := round_teams(register, name, summaries):
            yield found


def round_teams(
    register: Register, round_id: str, summaries: Mapping[str, Sequence[IssueSummary]]
) -> RoundTeams | None:
    """Return the teams of a round; None where it, its programme or any team is not on record."""
    owner, _, number = round_id.partition("-")
    teams = register.select(Team, programme=owner, round_name=number)
    record, programme = register.rounds.get(round_id), register.programmes.get(owner)
    if not (teams and record and programme):
        return None
    return RoundTeams(programme, record, teams, summaries.get(round_id, ()))


def has_teams(register: Register, record: Round) -> bool:
    """Return whether a round has a team on record."""
    number = record.id.rpartition("-")[2]
    return bool(register.select(Team, programme=record.programme_id, round_name=number))


def sponsors_by_role(programme: Programme, team: Team) -> dict[str, list[str]]:
    """Return the sponsors of each role; [] for a role that nobody has."""
    roles = dict.fromkeys([*programme.sponsor_roles, *(one.role for one in team.sponsors)])
    return {role: [one.unit for one in team.sponsors if one.role == role] for role in roles}


def confirmations_by_matter(programme: Programme, team: Team) -> dict[str, Confirmation | None]:
    """Return the last confirmation of each matter; None for a required one that is missing."""
    held = {one.matter: one for one in sorted(team.confirmations, key=lambda one: one.date)}
    return {matter: held.get(matter) for matter in [*programme.team_confirmations, *held]}


def has_reported(group: Group, today: date) -> bool:
    """Return whether a group's report was there on a day."""
    return group.reported is not None and group.reported <= today


def report_day(programme: Programme, record: Round) -> date | None:
    """Return the last day for reports of a round; None where the programme does not say."""
    rules = programme.group_reporting
    return record.end + timedelta(rules.days) if rules else None


def is_awaited(group: Group, programme: Programme, record: Round, today: date) -> bool:
    """Return whether a group owes its report: its last day has passed, or the round is over where
    the programme names no day."""
    last = report_day(programme, record) or record.end
    return last < today and not has_reported(group, today)


def has_page(register: Register, team: Team, today: date) -> bool:
    """Return whether a team has a page of its own; the others are on the board of their round.

    A page lists the issues handed over. They are work until the next round is under way; the
    last team of a city keeps its page.
    """
    record = register.rounds.get(team.round_id)
    programme = register.programmes.get(team.programme_id)
    if record is None or programme is None:
        return False
    if record.end + timedelta(programme.cadence_days or 0) >= today:
        return True
    row = register.select(Team, programme=team.programme_id, city=team.city_id)
    begun = [
        one.id
        for one in row  # by ID, that is by round
        if (its_round := register.rounds.get(one.round_id)) and its_round.start <= today
    ]
    return bool(begun) and begun[-1] == team.id


def latest_team(register: Register, city: str, today: date) -> Team | None:
    """Return the team that is in a city on a day, or was there last."""
    begun = [
        (record.start, team)
        for team in register.select(Team, city=city)
        if (record := register.rounds.get(team.round_id)) and record.start <= today
    ]
    return max(begun, key=lambda pair: (pair[0], pair[1].id))[1] if begun else None


NEVER = "9999"
"""Sorts after every day, for issues without a deadline."""


@dataclass(frozen=True, slots=True)
class RoundHandover:
    """The issues of one round; `first` and `last` are the days of the round that follows."""

    first: str = ""
    last: str = ""
    open: Sequence[IssueSummary] = ()
    due: Sequence[IssueSummary] = ()
    to_verify: Sequence[IssueSummary] = ()
    returned: Sequence[IssueSummary] = ()


def handover(
    vocabulary: Vocabulary,
    summaries: Sequence[IssueSummary],
    first: str,
    last: str,
) -> RoundHandover:
    """Return the issues handed over to the days from `first` to `last` (ISO, "" if unknown)."""
    verifications = vocabulary.with_role("steps", Role.VERIFIED)
    unclosed = [one for one in summaries if one.openness == OPEN]
    unclosed.sort(key=lambda one: (one.owed or NEVER, id_order(one.id)))
    return RoundHandover(
        first=first,
        last=last,
        open=unclosed,
        due=due_between(summaries, first, last) if first else (),
        to_verify=[one for one in unclosed if one.awaits_any(verifications)],
        returned=sorted((one for one in summaries if one.returned), key=_most_returned),
    )


def _most_returned(summary: IssueSummary) -> tuple[int, str]:
    return -summary.returned, summary.id


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The state of the issues when a team arrived.

    `listed` were open on its first day: the list to be handed over. `now` are those still open,
    due in the round or awaiting verification. `promised` await a plan of the place, `announced`
    its execution. `accepted` were taken over; `left` were on the list and nobody took them.
    `beside` are IDs that the team accepted and that are not on the list.
    """

    listed: Sequence[IssueSummary]
    now: RoundHandover
    promised: Sequence[IssueSummary]
    announced: Sequence[IssueSummary]
    accepted: Sequence[IssueSummary]
    left: Sequence[IssueSummary]
    beside: Sequence[str]


def taken_over(
    vocabulary: Vocabulary,
    record: Round,
    team: Team,
    summaries: Iterable[IssueSummary],
) -> TakenOver:
    """Return the issues that the team took over; `summaries` are the issues of its city."""
    first = record.start.isoformat()
    earlier = _earlier(record, summaries)
    listed = sorted(
        (one for one in earlier if _stood_open(one, first)), key=lambda one: id_order(one.id)
    )
    handed = team.handover
    named = set(handed.issues) if handed else set()
    whole = handed is not None and handed.whole
    accepted = [one for one in listed if whole or one.id in named]
    now = handover(vocabulary, listed, first, record.end.isoformat())
    plans = vocabulary.with_role("steps", Role.PLANNED)
    completions = vocabulary.with_role("steps", Role.RECTIFIED)
    promised = {one.id: one for one in now.open if one.awaits_any(plans)}
    return TakenOver(
        listed=listed,
        now=now,
        promised=list(promised.values()),
        announced=[
            one for one in now.open if one.id not in promised and one.awaits_any(completions)
        ],
        accepted=accepted,
        left=[] if whole else [one for one in listed if one.id not in named],
        beside=sorted(named - {one.id for one in listed}),
    )


def _earlier(record: Round, summaries: Iterable[IssueSummary]) -> Iterator[IssueSummary]:
    """Return the issues of earlier rounds of the programme; those without a round go by day."""
    programme, number, first = record.programme_id, record.number, record.start.isoformat()
    for one in summaries:
        if one.programme == programme:
            is_earlier = one.round < number if one.round else one.found_on < first
            if is_earlier:
                yield one


def _stood_open(summary: IssueSummary, first: str) -> bool:
    """Return whether an issue was open on a day.

    Issues that ended otherwise than by being closed have no known day; they do not count.
    """
    return summary.openness == OPEN or (summary.closed_on != "" and summary.closed_on >= first)
