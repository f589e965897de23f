"""What a city's ledgers give together: shards for the search, downloads, calendar, letters."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from generator.chapters.setting import Setting
from generator.derive.lines import IssueLine
from generator.exports.package import package_bytes
from generator.exports.xlsx_file import xlsx_bytes
from generator.model.register import Register
from generator.render.calendars import deadline_calendar
from generator.render.letters import letters_page
from generator.render.links import calendar_path, download_path, problem_path
from generator.render.page import Templates
from generator.render.search import issue_shards
from generator.store.kept import KeptCity

NOTE = "蓝天台账导出；每行一条问题，各列含义见说明。"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All lines of a city, and the day of the commit that touched one of them last."""

    city: str
    lines: Sequence[IssueLine]
    stamp: date


def gathered(
    setting: Setting, templates: Templates, register: Register, all_of: Gathered, key: str
) -> KeptCity:
    """The files of a city, put on the stage."""
    addresses = {line.id: problem_path(line) for line in all_of.lines}
    shards = issue_shards(all_of.city, all_of.lines, addresses)
    contents = [(one.path, one.text.encode()) for one in shards]
    if all_of.lines and not setting.is_public:
        contents += _for_the_staff(register, all_of)
        page = letters_page(templates, register, all_of.city, all_of.lines)
        contents.append(
            (page.path, setting.frame.filled(page.path, page.title, page.body).encode())
        )
    files = {path: setting.stage.put(path, content) for path, content in contents}
    return KeptCity(all_of.city, key, files, [astuple(one.summary) for one in shards])


def _for_the_staff(register: Register, all_of: Gathered) -> Iterator[tuple[str, bytes]]:
    city, lines = all_of.city, all_of.lines
    found = register.cities.get(city)
    name = found.name if found else city
    title = f"{name}问题台账"
    yield download_path(city, "xlsx"), xlsx_bytes(lines, title, NOTE)
    yield download_path(city, "zip"), package_bytes(lines, f"ledger-{city}", title, NOTE)
    calendar = deadline_calendar(f"{name}整改期限", lines, all_of.stamp)
    yield calendar_path(city), calendar.encode()
