"""What a city's ledgers give together: shards for the search, downloads, calendar, letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from generator.core import tracing
from generator.exchange.data_package import package_bytes
from generator.exports.xlsx_file import xlsx_bytes
from generator.kinds.issue.ledger import IssueLine
from generator.kinds.issue.summary_rows import summaries
from generator.kinds.register import Register
from generator.render.problems.calendars import deadline_calendar
from generator.reports.letters import letters_pages
from generator.site.context import Setting
from generator.site.links import calendar_path, download_path, problem_path
from generator.site.overview.reminders import Reminder
from generator.site.page import Page, Templates
from generator.site.search.page import issue_shards
from generator.store.kept import KeptCity
from generator.store.stored import Row

NOTE = "蓝天台账导出；每行一条问题，各列含义见说明。"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All lines of a city, what else falls due, and the day of the last commit to any of it."""

    city: str
    lines: Sequence[IssueLine]
    stamp: date
    reminders: Sequence[Reminder] = ()


def gathered(
    setting: Setting, templates: Templates, register: Register, all_of: Gathered, key: str
) -> KeptCity:
    """The files of a city, put on the stage."""
    with tracing.frame() as reads:
        files, shards = _files(setting, templates, register, all_of)
    return KeptCity(all_of.city, key, files, shards, "\n".join(sorted(reads)))


def _files(
    setting: Setting, templates: Templates, register: Register, all_of: Gathered
) -> tuple[Mapping[str, str], Sequence[Row]]:
    """The files, put on the stage, and the summaries of the shards."""
    addresses = {line.id: problem_path(line) for line in all_of.lines}
    shards = issue_shards(all_of.city, all_of.lines, addresses)
    contents = [(one.path, one.text.encode()) for one in shards]
    if all_of.lines and not setting.is_public:
        contents += _for_the_staff(register, all_of)
        contents += [
            (page.path, setting.frame.filled(page.path, page.title, page.body).encode())
            for page in _letters(templates, register, all_of)
        ]
    if (all_of.lines or all_of.reminders) and not setting.is_public:
        contents.append(_calendar(register, all_of))
    files = {path: setting.stage.put(path, content) for path, content in contents}
    return files, [astuple(one.summary) for one in shards]


def _letters(templates: Templates, register: Register, all_of: Gathered) -> list[Page]:
    with tracing.frame() as reads:
        tracing.read(summaries(city=all_of.city))
        pages = list(letters_pages(templates, register, all_of.city, all_of.lines))
    tracing.read_all(reads)
    return [templates.signed(page, reads) for page in pages]


def _for_the_staff(register: Register, all_of: Gathered) -> Iterator[tuple[str, bytes]]:
    city, lines = all_of.city, all_of.lines
    found = register.cities.get(city)
    name = found.name if found else city
    title = f"{name}问题台账"
    yield download_path(city, "xlsx"), xlsx_bytes(lines, title, NOTE)
    yield download_path(city, "zip"), package_bytes(lines, f"ledger-{city}", title, NOTE)


def _calendar(register: Register, all_of: Gathered) -> tuple[str, bytes]:
    found = register.cities.get(all_of.city)
    name = f"{found.name if found else all_of.city}应办期限"
    text = deadline_calendar(name, all_of.lines, all_of.stamp, all_of.reminders)
    return calendar_path(all_of.city), text.encode()
