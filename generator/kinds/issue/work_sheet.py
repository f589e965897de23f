"""Who is in charge of an issue (责任单位), and what the list of a place's work prints of it.

See decision 0058.
"""

from typing import NamedTuple

from generator.kinds.issue.columns import latest_value
from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register


class WorkSheet(NamedTuple):
    """What the list of a place's work prints of an issue besides; "" for what is not recorded.

    `place` and `department` are in charge of it, `unit` is the one that it was assigned to.
    """

    found: str
    demand: str
    letter: str
    place: str
    department: str
    unit: str

    @property
    def all_units(self) -> list[str]:
        """Return the units in charge, each once."""
        return list(dict.fromkeys(filter(None, (self.place, self.department, self.unit))))

    @property
    def units(self) -> str:
        """Return the units in charge in words."""
        return "、".join(self.all_units)


def _lead_department(programme: Programme, group: str, category: str) -> str:
    """Return the department in charge of a sort of issues; "" where none is named."""
    leads = programme.lead_departments
    named = [one.name for one in leads if category in one.categories]
    named += [one.name for one in leads if group in one.groups]
    return next(iter(named), "")


def work_sheet(register: Register, issue: Issue) -> WorkSheet:
    """Return what the list of a place's work prints of an issue.

    In charge is whom the record names; else the county or zone in which the issue lies, and the
    department that the programme names for its sort. Of published cases nobody is known.
    """
    named = issue.responsible
    programme = register.programmes.get(issue.programme_id)
    is_inner = programme is not None and not programme.is_published(issue.group_letter)
    group = register.vocabulary.group_of.get(issue.category, issue.category)
    place = issue.place.name if issue.place and is_inner else ""
    department = _lead_department(programme, group, issue.category) if programme else ""
    recorded = named.unit if named else None
    return WorkSheet(
        found=issue.found,
        demand=issue.demand or "",
        letter=latest_value(issue, "letter"),
        place=(named.place if named else None) or place,
        department=(named.department if named else None) or department,
        unit="、".join(dict.fromkeys(filter(None, (latest_value(issue, "unit"), recorded)))),
    )
