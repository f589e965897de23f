"""Whether a county that a record names lies in its city and is called as its code says."""

from dataclasses import dataclass

from generator.core.findings import nearest
from generator.kinds.city.model import City
from generator.kinds.issue.model import Place


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a county: whether with its code, in which words, how to mend it."""

    in_code: bool
    message: str
    hint: str

    @property
    def part(self) -> str:
        """The part of a place that it is about."""
        return "county" if self.in_code else "name"


def code_slip(code: str, city: City) -> Slip | None:
    """The slip in a code that stands without a name; None where it is right."""
    if code in city.known_codes:
        return None
    return Slip(
        True,
        f"区县代码 {code!r} 不属于{city.name}",
        f"区县没错就换城市代码；城市没错就在 records/cities/{city.id}.yml 里查代码",
    )


def county_slip(code: str | None, name: str | None, city: City) -> Slip | None:
    """The slip in code and name of a county of a city; None where they are right, or neither."""
    if code and (slip := code_slip(code, city)):
        return slip
    if code and name is None:
        names = "、".join(city.names_of(code))
        return Slip(True, f"只写了区县代码 {code!r}，没有写名称", f"这个代码是{names}")
    if code and name not in city.names_of(code):
        names = "、".join(city.names_of(code))
        return Slip(False, f"区县名称 {name!r} 与代码 {code!r} 不符", f"这个代码是{names}")
    if name and not code and name not in city.uncoded:
        return Slip(False, f"{city.name}没有叫 {name!r} 的无代码单元", _named(name, city))
    return None


def place_slip(place: Place, city: City) -> Slip | None:
    """The slip in a place of a city; None where it is right."""
    return county_slip(place.county, place.name, city)


def _named(name: str, city: City) -> str:
    if name in city.codes:
        return f'{name}有代码，补上一行“county: "{city.codes[name]}"”'
    near = nearest(name, [*city.codes, *city.uncoded])
    add = f"没有代码的单元先加到 records/cities/{city.id}.yml 的 zones 里"
    return f"是不是{near}？{add}" if near else add
