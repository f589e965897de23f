"""Appraisals (考核评比) side by side: the ranks of a year by quarter, its result, what followed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.kinds.appraisal.model import Appraisal, Appraised, Consequence

_LAST = 10_000
"""Where a unit without a rank stands."""


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One unit in one year: how it did in each quarter, and in the year."""

    unit: str
    city: str
    is_county: bool
    quarters: tuple[Appraised | None, ...]
    yearly: Appraised | None

    @property
    def order(self) -> tuple[bool, int, int]:
        """Counties first; by the result of the year, then by the last quarter."""
        last = next((one for one in reversed(self.quarters) if one), None)
        return (not self.is_county, _rank(self.yearly), _rank(last))


@dataclass(frozen=True, slots=True)
class AppraisedYear:
    """The quarters of a year that were appraised (`2019-Q2`), and its units."""

    year: int
    quarters: tuple[str, ...]
    has_result: bool
    units: tuple[UnitYear, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed for a unit, and the appraisal that it followed from."""

    appraisal: Appraisal
    consequence: Consequence


def appraised_years(appraisals: Sequence[Appraisal]) -> list[AppraisedYear]:
    """The years of a campaign, the latest first; those with monthly circulars only have none."""
    years = sorted({one.year for one in appraisals}, reverse=True)
    found = [_year(year, [one for one in appraisals if one.year == year]) for year in years]
    return [one for one in found if one.units]


def _year(year: int, appraisals: Sequence[Appraisal]) -> AppraisedYear:
    quarterly = sorted((one for one in appraisals if one.is_quarterly), key=lambda one: one.period)
    yearly = next((one for one in appraisals if one.is_yearly), None)
    told = [*quarterly, *([yearly] if yearly else [])]
    names = dict.fromkeys((entry.unit, entry.city) for one in told for entry in one.entries)
    units = [_unit(name, city, quarterly, yearly) for name, city in names]
    return AppraisedYear(
        year=year,
        quarters=tuple(one.period for one in quarterly),
        has_result=yearly is not None,
        units=tuple(sorted(units, key=lambda one: one.order)),
    )


def _unit(
    name: str, city: str, quarterly: Sequence[Appraisal], yearly: Appraisal | None
) -> UnitYear:
    quarters = tuple(_entry(one, name, city) for one in quarterly)
    result = _entry(yearly, name, city) if yearly else None
    is_county = any(one.is_county for one in (*quarters, result) if one)
    return UnitYear(name, city, is_county, quarters, result)


def _entry(appraisal: Appraisal, name: str, city: str) -> Appraised | None:
    own = (one for one in appraisal.entries if (one.unit, one.city) == (name, city))
    return next(own, None)


def _rank(entry: Appraised | None) -> int:
    return entry.rank if entry and entry.rank else _LAST


def followed(appraisals: Iterable[Appraisal]) -> list[Followed]:
    """Everything that followed, the latest first."""
    found = [Followed(one, what) for one in appraisals for what in one.outcomes]
    return sorted(found, key=lambda one: str(one.consequence.date), reverse=True)
