"""Whether a measure (措施) agrees with itself, its campaign and its city."""

from collections.abc import Iterator

from generator.check.rule import Checked, Hit
from generator.findings import nearest
from generator.model.action import Action, Whom
from generator.model.city import City
from generator.model.kinds import BY_NAME
from generator.model.register import Filed


def action_before_programme(checked: Checked) -> Iterator[Hit]:
    """No measure is taken before its campaign began."""
    for one in checked.register.of(Action):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme and programme.period.start.is_after(one.record.date):
            yield Hit(
                one.raw.path,
                one.mark("date"),
                f"措施的日期 {one.record.date} 早于 {programme.id} "
                f"开始的日期 {programme.period.start}",
                "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
            )


def demand_before_action(checked: Checked) -> Iterator[Hit]:
    """What is demanded is not due before it is demanded."""
    for one in checked.register.of(Action):
        for place, demand in enumerate(one.record.demands):
            if demand.due and demand.due < one.record.date.earliest:
                yield Hit(
                    one.raw.path,
                    one.mark("demands", place, "due"),
                    f"要求的期限 {demand.due} 早于措施的日期 {one.record.date}",
                    "查对两处的年份和月份",
                )


def sequel_backward(checked: Checked) -> Iterator[Hit]:
    """Sequels come after their measure, in the order in which they happened."""
    for one in checked.register.of(Action):
        before, what = one.record.date, "措施"
        for place, sequel in enumerate(one.record.sequels):
            if before.is_after(sequel.date):
                yield Hit(
                    one.raw.path,
                    one.mark("sequels", place, "date"),
                    f"后续的日期 {sequel.date} 早于{what}的日期 {before}",
                    "后续按先后排列；查对两处日期，或者把这一项移到前面",
                )
            before, what = sequel.date, "前一项后续"


def sequel_without_demand(checked: Checked) -> Iterator[Hit]:
    """A sequel answers a demand that was made."""
    for one in checked.register.of(Action):
        made = len(one.record.demands)
        for place, sequel in enumerate(one.record.sequels):
            if sequel.demand and sequel.demand > made:
                there = f"这里写了 {made} 项要求" if made else "这里没有写要求"
                yield Hit(
                    one.raw.path,
                    one.mark("sequels", place, "demand"),
                    f"没有第 {sequel.demand} 项要求",
                    f"{there}；不是答复某项要求的，删除这一行",
                )


def action_year(checked: Checked) -> Iterator[Hit]:
    """The year in the ID is that of the measure."""
    for one in checked.register.of(Action):
        year = one.record.date.year
        if one.record.year != year:
            yield Hit(
                one.raw.path,
                one.mark("id"),
                f"编号里的年份 {one.record.year} 与措施的日期 {one.record.date} 不符",
                f"日期没错就把编号里的年份改成 C{year}，文件名也照改；编号没错就查对日期",
            )


def action_reference(checked: Checked) -> Iterator[Hit]:
    """What a measure refers to has the form of an ID; whether it is there, `citing` says."""
    for one in checked.register.of(Action):
        for place, name in enumerate(one.record.cause.issues):
            if BY_NAME["issue"].path_of(name) is None:
                yield Hit(
                    one.raw.path,
                    one.mark("cause", "issues", place),
                    f"所涉问题 {name!r} 不是问题的编号",
                    f"写成 {BY_NAME['issue'].example} 这样",
                )
        for place, name in enumerate(one.record.cause.figures):
            bulletin, _, row = name.partition("#")
            if not row or BY_NAME["bulletin"].path_of(bulletin) is None:
                yield Hit(
                    one.raw.path,
                    one.mark("cause", "figures", place),
                    f"所据数字 {name!r} 不是“通报编号#行编号”",
                    f"写成 {BY_NAME['bulletin'].example}#S0001 这样",
                )


def action_county(checked: Checked) -> Iterator[Hit]:
    """The county of a measure lies in its city and is called as its code says."""
    for one in checked.register.of(Action):
        city = checked.register.cities.get(one.record.whom.city)
        if city:
            yield from _county(one, one.record.whom, city)


def _county(one: Filed[Action], whom: Whom, city: City) -> Iterator[Hit]:
    if whom.county and whom.county not in city.known_codes:
        yield Hit(
            one.raw.path,
            one.mark("whom", "county"),
            f"区县代码 {whom.county!r} 不属于{city.name}",
            f"区县没错就换城市代码；城市没错就在 records/cities/{city.id}.yml 里查代码",
        )
    elif whom.county and whom.county_name not in city.names_of(whom.county):
        names = "、".join(city.names_of(whom.county))
        given = f"区县名称 {whom.county_name!r} 与代码 {whom.county!r} 不符"
        yield Hit(
            one.raw.path,
            one.mark("whom", "county_name" if whom.county_name else "county"),
            given if whom.county_name else f"只写了区县代码 {whom.county!r}，没有写名称",
            f"这个代码是{names}",
        )
    elif whom.county_name and not whom.county and whom.county_name not in city.uncoded:
        yield Hit(
            one.raw.path,
            one.mark("whom", "county_name"),
            f"{city.name}没有叫 {whom.county_name!r} 的无代码单元",
            _named(whom.county_name, city),
        )


def _named(name: str, city: City) -> str:
    if name in city.codes:
        return f'{name}有代码，补上一行“county: "{city.codes[name]}"”'
    near = nearest(name, [*city.codes, *city.uncoded])
    add = f"没有代码的单元先加到 records/cities/{city.id}.yml 的 zones 里"
    return f"是不是{near}？{add}" if near else add
