"""What a campaign's page says of its lists, departments, support, help and plan, if it has them."""

from dataclasses import dataclass

from generator.kinds.assistance.model import Assistance
from generator.kinds.programme.model import Department, OneList, Programme
from generator.kinds.programme.one_list import fields_table, lists_table
from generator.kinds.programme.pages import PlanView, plan_view
from generator.render.campaigns.support import Support, support
from generator.render.measures import behind_from
from generator.render.work.help_line import HelpLine, help_line
from generator.site.index import Book
from generator.site.links import programme_path
from generator.site.tables import NumberTable, counted

FIELDS = (
    *("reporting", "seasons", "grid", "departments_called", "one_list"),
    *("appraisal", "inspection", "quick"),
    *("supports", "method", "task_fields"),
)
"""Fields of a campaign that are shown in sections of their own."""


@dataclass(frozen=True, slots=True)
class CampaignView:
    """The further sections of a campaign's page; empty ones are left out."""

    plan: PlanView
    help: HelpLine | None
    departments: tuple[Department, ...]
    departments_called: str
    one_list: OneList | None
    lists: NumberTable | None
    fields: NumberTable | None
    support: Support


def campaign_view(book: Book, programme: Programme) -> CampaignView:
    """What a campaign has besides problems, rounds and measures."""
    path = programme_path(programme.id)
    behind = behind_from(book, path)
    briefs = book.overview.by_programme.get(programme.id, ())
    of_campaign = {"programme": programme.id}
    has_lists = programme.one_list is not None
    return CampaignView(
        plan=plan_view(book, programme, briefs),
        help=help_line(
            book,
            counted(len(briefs), behind.records(**of_campaign)),
            book.register.select(Assistance, programme=programme.id),
            path,
            **of_campaign,
        ),
        departments=tuple(programme.departments),
        departments_called=programme.departments_called,
        one_list=programme.one_list,
        lists=lists_table(book, behind, programme) if has_lists else None,
        fields=fields_table(behind, programme, briefs, of_campaign) if has_lists else None,
        support=support(book, programme),
    )
