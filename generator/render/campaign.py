"""What a campaign's page says of its reports, seasons, grid and tasks, where it has them."""

from dataclasses import dataclass

from generator.model.calendar import Reporting, Season
from generator.model.programme import Programme
from generator.render.book import Book
from generator.render.links import Links, programme_path
from generator.render.tables import NumberTable
from generator.render.tasks import task_sets, tasks_table

FIELDS = ("reporting", "seasons", "grid")
"""Fields of a campaign that are shown in sections of their own."""


@dataclass(frozen=True, slots=True)
class CampaignView:
    """The further sections of a campaign's page; empty ones are left out."""

    reporting: Reporting | None
    seasons: tuple[Season, ...]
    grid: tuple[str, ...]
    tasks: NumberTable


def campaign_view(book: Book, programme: Programme) -> CampaignView:
    """What a campaign asks for again and again, and its tasks."""
    link = Links(programme_path(programme.id))
    own = [one for one in task_sets(book) if one.programme.id == programme.id]
    return CampaignView(
        reporting=programme.reporting,
        seasons=tuple(programme.seasons),
        grid=tuple(programme.grid),
        tasks=tasks_table(link, "本行动的攻坚任务", own),
    )
