"""Rules about the liaison (联络机制) of a city: places and offices."""

from collections.abc import Iterator, Sequence

from generator.checks.common import place_problem, repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.raw import Path
from generator.kinds.city.model import City
from generator.kinds.liaison.model import Liaison, Post
from generator.kinds.register import FiledRecord
from generator.public.personal_names import named_office


def liaison_place(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places outside the city of the ID, or not named as their code says."""
    for one, city in _with_city(checked):
        for at, own in enumerate(one.record.places):
            problem = place_problem(own.place, city)
            if problem:
                mark = one.mark("places", at, "place", problem.part)
                yield RuleViolation(one.raw.path, mark, problem.message, problem.hint)


def liaison_place_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for places with two entries."""
    for one in checked.register.of(Liaison):
        places = [own.place for own in one.record.places]
        for at, _ in repeated(place.county or place.name for place in places):
            yield RuleViolation(
                one.raw.path,
                one.mark("places", at, "place", "name"),
                f"{places[at].name!r} 写了两次",
                "一个区县、开发区只写一项，职务并到前一项的 posts 里",
            )


def office_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for offices named twice at one level or place."""
    for one in checked.register.of(Liaison):
        for where, posts in _levels(one.record):
            for at, _ in repeated(post.office for post in posts):
                yield RuleViolation(
                    one.raw.path,
                    one.mark(*where, at, "office"),
                    f"职务 {posts[at].office!r} 在同一级写了两次",
                    "一个职务只写一次；确由一人担任两个角色的，在职责里写明",
                )


def liaison_missing(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for counties and zones of the city without a contact."""
    for one, city in _with_city(checked):
        record = one.record
        named = {own.place.county or own.place.name for own in record.places}
        left = [] if record.counties else [name for key, name in _places(city) if key not in named]
        if left:
            yield RuleViolation(
                one.raw.path,
                one.mark("places" if record.places else "id"),
                f"{len(left)} 个区县、开发区没有联络：{'、'.join(left)}",
                "在 places 里补上；方案统一规定的写在 counties 里",
            )


def liaison_office_name(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for persons named in place of an office."""
    for one in checked.register.of(Liaison):
        for where, posts in _levels(one.record):
            for at, post in enumerate(posts):
                if named_office(post.office):
                    yield RuleViolation(
                        one.raw.path,
                        one.mark(*where, at, "office"),
                        f"职务 {post.office!r} 里像是写了姓名",
                        "只写单位和职务，例如 市生态环境局局长",
                    )


def _with_city(checked: Checked) -> Iterator[tuple[FiledRecord[Liaison], City]]:
    for one in checked.register.of(Liaison):
        city = checked.register.cities.get(one.record.city_id)
        if city:
            yield one, city


def _levels(record: Liaison) -> Iterator[tuple[Path, Sequence[Post]]]:
    yield ("city",), record.city
    yield ("counties",), record.counties
    for at, own in enumerate(record.places):
        yield ("places", at, "posts"), own.posts


def _places(city: City) -> Iterator[tuple[str, str]]:
    """Return the code, or name where there is none, and name of every present unit of a city."""
    for county in city.counties:
        yield county.code, county.name
    for zone in city.zones:
        yield zone.name, zone.name
    for unit in city.attached:
        yield unit.code or unit.name, unit.name


RULES = (
    Rule("L01", "liaison-place", "联络的区县与城市不符", liaison_place),
    Rule("L02", "liaison-place-twice", "同一区县的联络写了两次", liaison_place_twice),
    Rule("L03", "liaison-office-twice", "同一职务写了两次", office_twice, Severity.WARNING),
    Rule("L04", "liaison-missing", "有区县没有联络", liaison_missing, Severity.WARNING),
    Rule("L05", "liaison-office-name", "联络的职务里有姓名", liaison_office_name),
)
