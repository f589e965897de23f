"""Rules about an action (措施): agreement with itself, its programme and its city."""

from collections.abc import Iterator

from generator.checks.common import county_problem
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.kinds.action.model import Action
from generator.kinds.registry import BY_NAME


def action_before_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for actions taken before their programme began."""
    for one in checked.register.of(Action):
        programme = checked.register.programmes.get(one.record.programme_id)
        if programme and programme.period.start.is_after(one.record.date):
            yield RuleViolation(
                one.raw.path,
                one.mark("date"),
                f"措施的日期 {one.record.date} 早于 {programme.id} "
                f"开始的日期 {programme.period.start}",
                "查对日期和编号里的行动；开始日期有误就改 records/programmes 里的 period",
            )


def demand_before_action(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for demands that are due before they are made."""
    for one in checked.register.of(Action):
        for place, demand in enumerate(one.record.demands):
            if demand.due and demand.due < one.record.date.earliest:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("demands", place, "due"),
                    f"要求的期限 {demand.due} 早于措施的日期 {one.record.date}",
                    "查对两处的年份和月份",
                )


_OUT_OF_ORDER = (
    "查对两处日期；前一项还没有合并的，把这一项移到它前面，"
    "已经合并的不移动，补记的写在末尾一项的“结果”里"
)


def sequel_backward(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for sequels before their action, or out of order."""
    for one in checked.register.of(Action):
        before, what, mending = one.record.date, "措施", "查对措施和后续的日期"
        for place, sequel in enumerate(one.record.sequels):
            if before.is_after(sequel.date):
                yield RuleViolation(
                    one.raw.path,
                    one.mark("sequels", place, "date"),
                    f"后续的日期 {sequel.date} 早于{what}的日期 {before}",
                    mending,
                )
            before, what, mending = sequel.date, "前一项后续", _OUT_OF_ORDER


def sequel_without_demand(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for sequels that answer no demand."""
    for one in checked.register.of(Action):
        made = len(one.record.demands)
        for place, sequel in enumerate(one.record.sequels):
            if sequel.demand and sequel.demand > made:
                there = f"这里写了 {made} 项要求" if made else "这里没有写要求"
                yield RuleViolation(
                    one.raw.path,
                    one.mark("sequels", place, "demand"),
                    f"没有第 {sequel.demand} 项要求",
                    f"{there}；不是答复某项要求的，删除这一行",
                )


def action_year(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for actions of another year than that of the ID."""
    for one in checked.register.of(Action):
        year = one.record.date.year
        if one.record.year != year:
            yield RuleViolation(
                one.raw.path,
                one.mark("id"),
                f"编号里的年份 {one.record.year} 与措施的日期 {one.record.date} 不符",
                f"日期没错就把编号里的年份改成 C{year}，文件名也照改；编号没错就查对日期",
            )


def action_reference(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for malformed references; missing records are reported by `citing`."""
    for one in checked.register.of(Action):
        for place, name in enumerate(one.record.cause.issues):
            if BY_NAME["issue"].path_of(name) is None:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("cause", "issues", place),
                    f"所涉问题 {name!r} 不是问题的编号",
                    f"写成 {BY_NAME['issue'].example} 这样",
                )
        for place, name in enumerate(one.record.cause.figures):
            bulletin, _, row = name.partition("#")
            if not row or BY_NAME["bulletin"].path_of(bulletin) is None:
                yield RuleViolation(
                    one.raw.path,
                    one.mark("cause", "figures", place),
                    f"所据数字 {name!r} 不是“通报编号#行编号”",
                    f"写成 {BY_NAME['bulletin'].example}#S0001 这样",
                )


def action_county(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for counties outside the city, or not named as their code says."""
    for one in checked.register.of(Action):
        whom = one.record.whom
        city = checked.register.cities.get(whom.city)
        problem = county_problem(whom.county, whom.county_name, city) if city else None
        if problem:
            mark = one.mark("whom", "county" if problem.in_code else "county_name")
            yield RuleViolation(one.raw.path, mark, problem.message, problem.hint)


RULES = (
    Rule("M01", "action-before-programme", "措施早于行动开始", action_before_programme),
    Rule("M02", "demand-before-action", "要求的期限早于措施", demand_before_action),
    Rule("M03", "sequel-backward", "后续的日期倒退", sequel_backward),
    Rule("M04", "sequel-without-demand", "后续所答的要求不存在", sequel_without_demand),
    Rule("M05", "action-year", "编号的年份与日期不符", action_year),
    Rule("M06", "action-reference", "引用的编号写法不对", action_reference),
    Rule("M07", "action-county", "措施的区县不对", action_county),
)
