"""What the search knows of one record: how it is called, what can be looked for, where it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One record as the search sees it; programme and city are keys, date may stop at the month.

    `round` is a number, `open` one of the keys of problems; "" where a record has none.
    """

    id: str
    url: str
    title: str
    text: str
    place: str
    kind: str
    programme: str
    city: str
    group: str
    category: str
    date: str
    round: str = ""
    open: str = ""


def plain_entry(
    kind: str,
    record_id: str,
    url: str,
    title: str,
    text: str,
    *,
    place: str = "",
    programme: str = "",
    city: str = "",
    date: str = "",
    round_number: str = "",
    openness: str = "",
) -> SearchEntry:
    """The entry of a record that is of no group and category."""
    return SearchEntry(
        id=record_id,
        url=url,
        title=title,
        text=text,
        place=place,
        kind=kind,
        programme=programme,
        city=city,
        group="",
        category="",
        date=date,
        round=round_number,
        open=openness,
    )
