"""Whether counties are known, lie in their city and are called as their code says."""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.checks.reference_rules import Named, known_ids, near_code, placed
from generator.core.findings import nearest
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.issue.model import Issue
from generator.kinds.register import Filed, Register


def unknown_county(checked: Checked) -> Iterator[Hit]:
    """Every county code, of an issue or of a figure, is known to some city."""
    names = _names_by_code(checked.register)
    broken = known_ids(checked, "cities", {}) - set(checked.register.cities)
    if not (names or broken):
        return
    for one, place, code in _county_codes(checked.register):
        if code in names or code in checked.register.cities or _is_within(code, broken):
            continue
        near = near_code(code, names)
        hint = f"是不是 {near}？" if near else "在城市记录的 counties 里查对代码"
        message = f"区县代码 {code!r} 不在任何城市的名单里"
        yield Hit(one.raw.path, one.mark(*place), message, hint)


def _is_within(code: str, cities: set[str]) -> bool:
    """Whether the first four digits, province and prefecture, are those of one of the cities."""
    return any(code[:4] == city[:4] for city in cities)


def _county_codes(register: Register) -> Iterator[Named]:
    for issue in register.of(Issue):
        place = issue.record.place
        if place and place.county:
            yield issue, ("place", "county"), place.county
    for bulletin in register.of(Bulletin):
        for position, row in enumerate(bulletin.record.rows):
            if row.area.code:
                yield bulletin, ("rows", position, "area", "code"), row.area.code


def _names_by_code(register: Register) -> dict[str, str]:
    return {
        unit.code: f"{city.name}{unit.name}"
        for city in register.cities.values()
        for unit in city.units
    }


def county_of_other_city(checked: Checked) -> Iterator[Hit]:
    """The county of an issue lies in the city of its ID."""
    names = _names_by_code(checked.register)
    for one, city in placed(checked.register):
        place = one.record.place
        if place and place.county in names and place.county not in city.known_codes:
            yield Hit(
                one.raw.path,
                one.mark("place", "county"),
                f"区县 {place.county!r} 是{names[place.county]}，不属于编号里的{city.name}",
                "区县没错就换编号里的城市代码；"
                f"城市没错就在 records/cities/{city.id}.yml 里查区县代码",
            )


def county_name(checked: Checked) -> Iterator[Hit]:
    """Name and code of a county go together, in the present or in a former form."""
    for one, city in placed(checked.register):
        place = one.record.place
        if place is None:
            continue
        if place.county is None:
            yield from _uncoded(one, city)
        elif place.county in city.known_codes:
            names = city.names_of(place.county)
            if place.name not in names:
                yield Hit(
                    one.raw.path,
                    one.mark("place", "name"),
                    f"区县名称 {place.name!r} 与代码 {place.county!r} 不符",
                    f"这个代码是{'、'.join(names)}；{_code_of(place.name, city)}",
                )


def _code_of(name: str, city: City) -> str:
    if name in city.codes:
        return f"{name}的代码是 {city.codes[name]}"
    return f"名称没错就在 records/cities/{city.id}.yml 里查代码"


def _uncoded(one: Filed[Issue], city: City) -> Iterator[Hit]:
    place = one.record.place
    assert place is not None
    if place.name in city.uncoded:
        return
    if place.name in city.codes:
        hint = f'{place.name}有代码，补上一行“county: "{city.codes[place.name]}"”'
    else:
        near = nearest(place.name, [*city.codes, *city.uncoded])
        add = f"没有代码的单元先加到 records/cities/{city.id}.yml 的 zones 里"
        hint = f"是不是{near}？{add}" if near else add
    message = f"{city.name}没有叫 {place.name!r} 的无代码单元"
    yield Hit(one.raw.path, one.mark("place", "name"), message, hint)


RULES = (
    Rule("R03", "unknown-county", "区县代码不认识", unknown_county),
    Rule("R04", "county-of-other-city", "区县属于别的城市", county_of_other_city),
    Rule("R05", "county-name", "区县名称与代码不符", county_name),
)
