"""The record kind 城市: a city with its code, its counties and their former names.

See decision 0046.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from generator.core.fields import (
    Code,
    Identity,
    LineText,
    Number,
    Open,
    OpenRecord,
    Source,
    Text,
    Word,
)
from generator.core.vocabulary import OneOf


class FormerName(Open):
    """A name and code that a county had on the day of older records."""

    name: LineText = Field(title="原名", description="通报当时所用的名称")
    code: Code | None = Field(default=None, title="原代码", description="当时的 GB/T 2260 代码")
    change: Text = Field(title="变更", description="何年如何变更；待核的写明待核")


class County(Open):
    """A county-level unit with a GB/T 2260 code."""

    code: Code = Field(title="代码", description="现行 GB/T 2260 六位代码，加引号")
    name: LineText = Field(title="名称", description="现行名称")
    called: list[LineText] = Field(
        default=[], title="又称", description="通报、表格中的其他叫法；记录里写名称"
    )
    former: list[FormerName] = Field(
        default=[], title="原名", description="更名或撤并之前的名称和代码"
    )

    @property
    def codes(self) -> tuple[str, ...]:
        """Return its present code, then its former ones."""
        return (self.code, *sorted({past.code for past in self.former if past.code} - {self.code}))


class Zone(Open):
    """A unit without a code that bulletins name."""

    name: LineText = Field(title="名称", description="开发区、新区等，照通报所用名称")
    called: list[LineText] = Field(
        default=[], title="又称", description="通报、表格中的其他叫法；记录里写名称"
    )
    note: Text | None = Field(default=None, title="说明", description="与哪个区县有关，代码情况")


class Attached(Open):
    """A unit that programmes count with this city although it lies outside it, or apart."""

    name: LineText = Field(title="名称", description="附属统计单元的名称")
    code: Code | None = Field(default=None, title="代码", description="有 GB/T 2260 代码的填写")
    called: list[LineText] = Field(default=[], title="又称", description="通报中的其他叫法")
    note: Text = Field(title="说明", description="为什么随本市统计")


class Tile(Open):
    """The square of a city on the tile map; columns to the right and rows downwards, from 0."""

    column: int = Field(title="列", description="方格图的列，从 0 数起", ge=0, le=30)
    row: int = Field(title="行", description="方格图的行，从 0 数起", ge=0, le=30)


_RANK = re.compile("^(?:国家级?|省级|市级)")
_SHORT_FORMS = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)
"""Usual short names of zones."""


def is_zone(name: str) -> bool:
    """Return whether a name is that of a zone: what is like it in letters is another place."""
    return name.endswith(("高新区", "经开区", "新区", "开发区", "园区", "示范区"))


@dataclass(frozen=True, slots=True)
class CodedName:
    """A name of a county-level unit and the code that it had under that name."""

    name: str
    code: str


class City(OpenRecord):
    """One city that programmes inspect."""

    id: Code = Field(title="代码", description="GB/T 2260 六位代码，加引号")
    name: Identity[LineText] = Field(title="名称", description="全称，例如 西安市")
    short_name: LineText = Field(title="简称", description="地图和窄表用，例如 西安")
    pinyin: Word = Field(
        title="拼音", description="小写，不带声调，用于按拼音排列", pattern=r"^[a-z]+$"
    )
    province: Identity[LineText] = Field(title="省份", description="所在省、直辖市")
    region: Annotated[Word, OneOf("regions")] = Field(title="区域", description="所属重点区域")
    longitude: Number | None = Field(default=None, title="经度", description="度，约值也可")
    latitude: Number | None = Field(default=None, title="纬度", description="度，约值也可")
    tile: Tile | None = Field(default=None, title="方格", description="在 39 城方格图上的位置")
    note: Text | None = Field(default=None, title="说明", description="范围上的特别之处")
    counties: list[County] = Field(title="区县", description="现行县级单元")
    zones: list[Zone] = Field(
        default=[], title="无代码单元", description="通报所列、没有代码的单元"
    )
    attached: list[Attached] = Field(
        default=[], title="附属单元", description="行动中随本市统计的单元"
    )
    sources: list[Source] = Field(title="来源", description="代码和名称的出处", min_length=1)

    @cached_property
    def units(self) -> tuple[CodedName, ...]:
        """Return every name of a county-level unit, present, former or attached, with its code."""
        attached = [
            CodedName(name, unit.code)
            for unit in self.attached
            if unit.code
            for name in (unit.name, *unit.called)
        ]
        former = [
            CodedName(past.name, past.code or county.code)
            for county in self.counties
            for past in county.former
        ]
        present = [CodedName(county.name, county.code) for county in self.counties]
        return (*attached, *former, *present)

    def names_of(self, code: str) -> list[str]:
        """Return every name that goes with a code of this city, the present one first."""
        return [unit.name for unit in reversed(self.units) if unit.code == code]

    @cached_property
    def present_of(self) -> dict[str, list[str]]:
        """Return code → present counties that had it, where these have further codes too."""
        found: dict[str, list[str]] = {}
        for county in self.counties:
            for code in county.codes if len(county.codes) > 1 else ():
                found.setdefault(code, []).append(county.code)
        return found

    @property
    def codes(self) -> dict[str, str]:
        """Return name → code on the day of that name; of equal names the present one counts."""
        return {unit.name: unit.code for unit in self.units}

    @cached_property
    def known_codes(self) -> frozenset[str]:
        """Return every code, present or former, of a county-level unit of this city."""
        return frozenset(unit.code for unit in self.units)

    def meant(self, name: str) -> str | None:
        """Return the only unit that a name means: as recorded, as also called, or in short.

        It may have the city's name, its province or 国家级 before it; 高新区 is short for
        高新技术产业开发区. None where no unit, or more than one, is meant.
        """
        if name in self.codes or name in self.uncoded:
            return name
        found = self._by_short_name.get(self.bare_name(name), set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _by_short_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name in (*self.codes, *self.uncoded):
            found.setdefault(self.bare_name(name), set()).add(name)
        for other, name in self.other_names:
            found.setdefault(self.bare_name(other), set()).add(name)
        return found

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Return each other name of a county or zone, with its recorded name."""
        units: list[County | Zone] = [*self.counties, *self.zones]
        return [(other, unit.name) for unit in units for other in unit.called]

    def bare_name(self, name: str) -> str:
        """Return a name without what may stand before it, zones in their short form."""
        for lead in (self.province, self.province[:-1], self.name, self.short_name):
            name = name.removeprefix(lead) if len(name) > len(lead) + 1 else name
        name = _RANK.sub("", name)
        for whole, short in _SHORT_FORMS:
            name = name.replace(whole, short)
        return name

    @property
    def uncoded(self) -> list[str]:
        """Return the names of units that have no code."""
        return [zone.name for zone in self.zones] + [
            name for unit in self.attached if not unit.code for name in (unit.name, *unit.called)
        ]

    def is_home_of(self, name: str) -> bool:
        """Return whether a name or a code is that of this city, or of a unit of it.

        A code that nobody knows is that of the city by which it begins.
        """
        own = (self.id, self.name, self.short_name)
        is_own_code = name.isdigit() and len(name) == len(self.id) and name[:4] == self.id[:4]
        return is_own_code or name in {*own, *self.codes, *self.uncoded, *self.known_codes}


def home_elsewhere(name: str, city: City, cities: Iterable[City]) -> str:
    """Return that a name or a code belongs to other cities, as a sentence; "" where to none."""
    homes = [one.name for one in cities if one.id != city.id and one.is_home_of(name)]
    if not homes or city.is_home_of(name):
        return ""
    return f"{name!r} 是{'、'.join(homes)}的，不在{city.name}"
