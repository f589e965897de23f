"""Rules on what a record points to: programmes, cities, counties, rounds, issues."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from generator.checks.common import unit_hint
from generator.checks.paths import PREFIX, inner
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.fields import CityRecord, ProgrammeRecord, Record
from generator.core.findings import Severity, nearest
from generator.core.raw import Path, RawRecord
from generator.kinds.action.model import Action
from generator.kinds.appraisal.model import Appraisal
from generator.kinds.assistance.model import Assistance
from generator.kinds.bulletin.model import Bulletin
from generator.kinds.city.model import City
from generator.kinds.incident.model import Incident
from generator.kinds.issue.model import Issue
from generator.kinds.penalty.model import Penalty
from generator.kinds.programme.model import GroupKind, Programme
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_NAME
from generator.kinds.round.model import Round
from generator.kinds.team.model import Team
from generator.kinds.team.rules import handover_fault
from generator.kinds.unit.model import Unit


def known_ids(checked: Checked, folder: str, records: Mapping[str, object]) -> set[str]:
    """IDs of a kind, by its records and by the names of its files."""
    files = {
        PurePosixPath(inner(raw)).stem
        for raw in checked.raws
        if inner(raw).startswith(folder + "/")
    }
    return files | set(records)


def unknown_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Every record of a programme belongs to one that is recorded."""
    known = known_ids(checked, "programmes", checked.register.programmes)
    for one in checked.register.filed:
        if not isinstance(one.record, Issue | Round | Bulletin | ProgrammeRecord):
            continue
        programme = one.record.programme_id
        if programme not in known:
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"专项行动 {programme!r} 没有登记",
                _instead(nearest(programme, known), f"先建 records/programmes/{programme}.yml"),
            )


def unknown_supported(checked: Checked) -> Iterator[RuleViolation]:
    """A programme that another supports is recorded, and is not the same one."""
    known = known_ids(checked, "programmes", checked.register.programmes)
    for one in checked.register.of(Programme):
        named = one.record.supports
        if named and (named not in known or named == one.record.id):
            others = known - {one.record.id}
            yield RuleViolation(
                one.raw.path,
                one.mark("supports"),
                f"配合的行动 {named!r} {'就是本行动' if named in known else '没有登记'}",
                _instead(nearest(named, others), "写已经登记的另一个行动的编号，或者删去这一行"),
            )


def unknown_city(checked: Checked) -> Iterator[RuleViolation]:
    """Every city that a record names is recorded."""
    known = known_ids(checked, "cities", checked.register.cities)
    for one, place, code in _named_cities(checked.register):
        if not known:
            yield _no_city(one, place)
            return
        if code not in known:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place),
                f"城市 {code!r} 不在 records/cities 里",
                f"查对代码；没有写错的先建 records/cities/{code}.yml",
            )


def _no_city(one: FiledRecord[Record], place: Path) -> RuleViolation:
    """One finding for all records: which of them comes first is no matter."""
    hint = "从别的台账复制 records/cities，或者逐个建城市记录；建好以前，别的记录不逐条列出"
    return RuleViolation(one.raw.path, one.mark(*place), "records/cities 里一个城市也没有", hint)


def city_of(record: Record) -> str:
    """The city that a record belongs to, by its ID; "" for none."""
    return str(getattr(record, "city_id", ""))


Named = tuple[FiledRecord[Record], Path, str]
"""A record, the place in it, and the code that stands there."""


def _named_cities(register: Register) -> Iterator[Named]:
    for programme in register.of(Programme):
        for position, code in enumerate(programme.record.cities or ()):
            yield programme, ("cities", position), code
    for action in register.of(Action):
        yield action, ("whom", "city"), action.record.whom.city
    for appraisal in register.of(Appraisal):
        for position, entry in enumerate(appraisal.record.entries):
            yield appraisal, ("entries", position, "city"), entry.city
    for model in (Issue, CityRecord, Unit):
        yield from ((one, ("id",), city_of(one.record)) for one in register.of(model))


def _instead(near: str | None, otherwise: str) -> str:
    return f"是不是 {near}？不是的话{otherwise}" if near else otherwise


def near_code(given: str, names: Mapping[str, str]) -> str | None:
    """The known code most like `given` with its name; None where over two digits differ."""
    near = nearest(given, names)
    if not near or sum(a != b for a, b in zip(given, near, strict=False)) > 2:
        return None
    return f"{near}（{names[near]}）"


def placed(register: Register) -> Iterator[tuple[FiledRecord[Issue], City]]:
    """Each issue whose city is recorded, with that city."""
    for one in register.of(Issue):
        city = register.cities.get(one.record.city_id)
        if city:
            yield one, city


def unknown_round(checked: Checked) -> Iterator[RuleViolation]:
    """The round in an ID is recorded; R00 stands for none or not known."""
    for one, programme, number in _named_rounds(checked.register):
        round_id = f"{programme}-R{number:02}"
        if number == 0 or round_id in checked.register.rounds:
            continue
        path = f"records/rounds/{programme}/R{number:02}.yml"
        if any(raw.path == path for raw in checked.raws):
            continue
        yield RuleViolation(
            one.raw.path,
            one.mark("id"),
            f"轮次 {round_id!r} 没有登记",
            f"先建 {path}；不知道是哪一轮的，编号里写 R00",
        )


def _named_rounds(register: Register) -> Iterator[tuple[FiledRecord[Record], str, int]]:
    for issue in register.of(Issue):
        yield issue, issue.record.programme_id, issue.record.round_number
    for one in register.of(CityRecord):
        if one.record.round_number is not None:
            yield one, one.record.programme_id, one.record.round_number


def unknown_group(checked: Checked) -> Iterator[RuleViolation]:
    """A group that found an issue, or that a record names, is of a kind that its programme has."""
    for one, place, programme, group in _named_groups(checked.register):
        if group[0] not in {kind.letter for kind in programme.group_kinds}:
            kinds = "、".join(_spelled(kind) for kind in programme.group_kinds)
            yield RuleViolation(
                one.raw.path,
                one.mark(*place),
                f"{programme.id} 没有代号为 {group[0]!r} 的组",
                f"可用的组：{kinds}",
            )


def _named_groups(
    register: Register,
) -> Iterator[tuple[FiledRecord[Record], Path, Programme, str]]:
    """Record, place, programme and group; teams have rules of their own."""
    for issue in register.of(Issue):
        programme = register.programmes.get(issue.record.programme_id)
        if programme:
            yield issue, ("id",), programme, issue.record.id.split("-")[3]
    for one in register.of(CityRecord):
        programme = register.programmes.get(one.record.programme_id)
        if programme:
            for named in one.record.named_groups():
                yield one, named.place, programme, named.code


def _spelled(kind: GroupKind) -> str:
    return f"{kind.letter}{'01' if kind.numbered else ''}（{kind.name}）"


def group_number(checked: Checked) -> Iterator[RuleViolation]:
    """Numbered groups carry a number, the others carry none."""
    for one, place, programme, group in _named_groups(checked.register):
        for kind in programme.group_kinds:
            if kind.letter == group[0] and kind.numbered != (len(group) > 1):
                yield RuleViolation(
                    one.raw.path,
                    one.mark(*place),
                    f"组号 {group!r} 与{kind.name}的写法不符",
                    f"{kind.name}写 {kind.letter} 加两位数字，例如 {kind.letter}01"
                    if kind.numbered
                    else f"{kind.name}只写 {kind.letter}，不加数字",
                )


def outside_programme(checked: Checked) -> Iterator[RuleViolation]:
    """An issue's city is on the list of its programme, where that list was published.

    What others published is taken as it was: bulletins name places outside the list.
    """
    for one, city in placed(checked.register):
        programme = checked.register.programmes.get(one.record.programme_id)
        if not programme or programme.cities is None or _is_published(one.record, programme):
            continue
        if city.id not in programme.cities:
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"{city.name}不在 {programme.id} 的城市名单里",
                f"查对编号；名单有误就改 records/programmes/{programme.id}.yml 的 cities",
            )


def _is_published(record: Record, programme: Programme) -> bool:
    """Return whether a record is an issue that others had published already."""
    return isinstance(record, Issue) and programme.is_published(record.group_letter)


def unknown_origin(checked: Checked) -> Iterator[RuleViolation]:
    """Where an issue comes from is one of the origins that its programme has."""
    known = set(checked.register.vocabulary.words("origins"))
    for one, programme in _with_programmes(checked.register):
        origin = one.record.comes_from
        if origin in known and origin not in programme.origins:
            listed = "、".join(programme.origins)
            file = f"records/programmes/{programme.id}.yml"
            yield RuleViolation(
                one.raw.path,
                one.mark("comes_from"),
                f"{programme.id} 没有问题由来 {origin!r}",
                f"行动所列：{listed}" if listed else f"先在 {file} 的 origins 里列明",
            )


def medium_outside_programme(checked: Checked) -> Iterator[RuleViolation]:
    """What an issue is about is one of the media of its programme."""
    known = set(checked.register.vocabulary.words("media"))
    for one, programme in _with_programmes(checked.register):
        if one.record.medium in known and one.record.medium not in programme.media:
            yield RuleViolation(
                one.raw.path,
                one.mark("medium"),
                f"要素 {one.record.medium!r} 不在 {programme.id} 的要素里",
                f"行动所列：{'、'.join(programme.media)}；行动确实涉及的，改行动的 media",
            )


def _with_programmes(register: Register) -> Iterator[tuple[FiledRecord[Issue], Programme]]:
    for one in register.of(Issue):
        programme = register.programmes.get(one.record.programme_id)
        if programme:
            yield one, programme


def unknown_county(checked: Checked) -> Iterator[RuleViolation]:
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
        yield RuleViolation(one.raw.path, one.mark(*place), message, hint)


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


def county_of_other_city(checked: Checked) -> Iterator[RuleViolation]:
    """The county of an issue lies in the city of its ID."""
    names = _names_by_code(checked.register)
    for one, city in placed(checked.register):
        place = one.record.place
        if place and place.county in names and place.county not in city.known_codes:
            yield RuleViolation(
                one.raw.path,
                one.mark("place", "county"),
                f"区县 {place.county!r} 是{names[place.county]}，不属于编号里的{city.name}",
                "区县没错就换编号里的城市代码；"
                f"城市没错就在 records/cities/{city.id}.yml 里查区县代码",
            )


def county_name(checked: Checked) -> Iterator[RuleViolation]:
    """Name and code of a county go together, in the present or in a former form."""
    for one, city in placed(checked.register):
        place = one.record.place
        if place is None:
            continue
        if place.county is None:
            yield from _uncoded(one, city, checked.register)
        elif place.county in city.known_codes:
            names = city.names_of(place.county)
            if place.name not in names:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("place", "name"),
                    f"区县名称 {place.name!r} 与代码 {place.county!r} 不符",
                    f"这个代码是{'、'.join(names)}；{_code_of(place.name, city)}",
                )


def _code_of(name: str, city: City) -> str:
    if name in city.codes:
        return f"{name}的代码是 {city.codes[name]}"
    return f"名称没错就在 records/cities/{city.id}.yml 里查代码"


def _uncoded(one: FiledRecord[Issue], city: City, register: Register) -> Iterator[RuleViolation]:
    place = one.record.place
    assert place is not None
    if place.name in city.uncoded:
        return
    message = f"{city.name}没有叫 {place.name!r} 的无代码单元"
    yield RuleViolation(
        one.raw.path,
        one.mark("place", "name"),
        message,
        unit_hint(place.name, city, register.cities.values()),
    )


CITING = tuple(
    f"{PREFIX}{name}/" for name in ("actions", "assistance", "incidents", "penalties", "teams")
)
"""Where records lie that name issues, besides issues that are related to others."""

_RELATIONS = b"\nrelations:"
_ISSUES = f"{PREFIX}issues/"

_ISSUE = BY_NAME["issue"]
_NAMED = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _ISSUE.id_pattern).encode(), re.ASCII)

_UNIT = BY_NAME["unit"]
_LINK = b"unit: U"
_NAMED_UNIT = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _UNIT.id_pattern).encode(), re.ASCII)
LINKING = (*CITING, f"{PREFIX}monitors/", _ISSUES)
"""Where records lie that point to units or name issues."""

Cited = tuple[FiledRecord[Record], Path, str]
"""A record, the place in it, and the ID of the issue that it names there."""


def unknown_issue(checked: Checked) -> Iterator[RuleViolation]:
    """Every issue that is named is recorded; asked only where it is known which there are."""
    if checked.existing_paths is None:
        return
    for one, place, name in _cited(checked.register):
        place = (*place, "id") if isinstance(one.record, Issue) else place
        path = issue_path(name)
        if path and path not in checked.existing_paths:
            yield RuleViolation(
                one.raw.path,
                one.mark(*place),
                f"问题 {name!r} 没有记录",
                f"查对编号；还没有录入的先建 {path}，不该写的删去这一行",
            )


def _cited(register: Register) -> Iterator[Cited]:
    for one in register.filed:
        where, names = _names(one.record)
        for at, name in enumerate(names):
            if not (isinstance(one.record, Team) and handover_fault(one.record, name)):
                yield one, (*where, at), name


def _names(record: Record) -> tuple[Path, Sequence[str]]:
    """The issues that a record names, and the place of the list in it."""
    if isinstance(record, Action):
        return ("cause", "issues"), record.cause.issues
    if isinstance(record, Issue):
        return ("relations",), [one.id for one in record.relations]
    if isinstance(record, Team):
        return ("handover", "issues"), record.handover.issues if record.handover else ()
    return ("issues",), record.issues if isinstance(record, Incident | Assistance | Penalty) else ()


def issue_path(name: str) -> str | None:
    """Where the issue of this ID lies, from the root; None where it is no such ID."""
    path = _ISSUE.path_of(name)
    return f"{PREFIX}{path}" if path else None


def unit_path(name: str) -> str | None:
    """Where the record of the unit of this ID lies, from the root; None where it is no such ID."""
    path = _UNIT.path_of(name)
    return f"{PREFIX}{path}" if path else None


def mentioned(path: str, content: bytes) -> frozenset[str]:
    """Paths of all issues and units whose ID stands in a file, if it is one that may name any.

    Cheaper than reading it as a record, and never fewer than it names in the usual way.
    """
    found: set[str] = set()
    if path.startswith(CITING) or _RELATIONS in content:
        names = (match.decode() for match in _NAMED.findall(content))
        found.update(place for name in names if (place := issue_path(name)))
    if _LINK in content and path.startswith(LINKING):
        names = (match.decode() for match in _NAMED_UNIT.findall(content))
        found.update(place for name in names if (place := unit_path(name)))
    return frozenset(found)


def related(path: str, content: bytes) -> frozenset[str]:
    """Paths of the issues that an issue may be related to: what is said of both must agree."""
    if not path.startswith(_ISSUES) or _RELATIONS not in content:
        return frozenset()
    named = mentioned(path, content) - {path}
    return frozenset(one for one in named if one.startswith(_ISSUES))


def named_in(raw: RawRecord) -> frozenset[str]:
    """The same of a file that was read."""
    content = raw.content or {}
    if not raw.path.startswith(LINKING) and not {"relations", "unit"} & content.keys():
        return frozenset()
    texts = [*_texts(content)]
    return frozenset(place for text in texts if (place := issue_path(text) or unit_path(text)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


RULES = (
    Rule("R01", "unknown-programme", "专项行动没有登记", unknown_programme),
    Rule("R02", "unknown-city", "城市没有登记", unknown_city),
    Rule("R03", "unknown-county", "区县代码不认识", unknown_county),
    Rule("R04", "county-of-other-city", "区县属于别的城市", county_of_other_city),
    Rule("R05", "county-name", "区县名称与代码不符", county_name),
    Rule("R06", "unknown-round", "轮次没有登记", unknown_round),
    Rule("R07", "unknown-group", "行动没有这类组", unknown_group),
    Rule("R08", "group-number", "组号写法不符", group_number),
    Rule("R09", "city-outside-programme", "城市不在名单里", outside_programme, Severity.WARNING),
    Rule("R10", "unknown-origin", "行动没有这种问题由来", unknown_origin),
    Rule("R11", "medium-outside", "要素不在行动里", medium_outside_programme, Severity.WARNING),
    Rule("R12", "unknown-supported", "配合的行动没有登记", unknown_supported),
    Rule("R13", "unknown-issue", "引用的问题没有记录", unknown_issue),
)
