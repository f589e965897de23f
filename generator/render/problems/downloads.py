"""The files of a city that can be taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.kinds.city.model import City
from generator.site.links import Links, calendar_path, download_path


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: what it is, and where it lies."""

    label: str
    href: str


def downloads(link: Links, city: City) -> Iterator[Download]:
    """The files of a city that the pipeline makes for the full edition."""
    yield Download("台账表格（XLSX）", link.to(download_path(city.id, "xlsx")))
    yield Download("台账数据包（CSV、JSON，ZIP）", link.to(download_path(city.id, "zip")))
    yield Download("期限日历（iCalendar）", link.to(calendar_path(city.id)))
