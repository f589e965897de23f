"""How values are written on pages: names of places, rounds, numbers."""

from decimal import Decimal

from generator.core.dates import PartialDate
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register

UNKNOWN_ROUND = "轮次未载"
NO_LIFECYCLE = "没有办理流程"


def round_label(number: int) -> str:
    """第5轮, or that no round is given."""
    return f"第{number}轮" if number else UNKNOWN_ROUND


def round_column(programme_id: str, number: int) -> str:
    """The head of a column for one round of one campaign."""
    return f"{programme_id} {round_label(number)}"


def place_of(register: Register, issue: Issue) -> str:
    """Province, city and county as of that day, each once."""
    city = register.cities.get(issue.city_id)
    if city is None:
        return issue.city_id
    return place_text(city, issue.place.name if issue.place else "")


def place_text(city: City | None, county: str) -> str:
    """Province, city and county, each once; "" where the city is not known."""
    parts = (city.province, city.name, county) if city else ()
    return "".join(dict.fromkeys(part for part in parts if part))


def number_text(value: Decimal) -> str:
    """A number as its source gives it, without exponent."""
    return format(value, "f")


def span_text(start: PartialDate, end: PartialDate | None) -> str:
    """From when to when, in the form of tables."""
    if end is None:
        return f"{start} 起"
    return str(start) if str(start) == str(end) else f"{start} 至 {end}"
