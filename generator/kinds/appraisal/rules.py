"""Rules about an appraisal (考核评比): agreement with itself, period, programme and cities."""

from collections.abc import Iterator

from generator.checks.common import county_problem, repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.vocabulary import Role
from generator.kinds.appraisal.model import Appraisal, Appraised, Consequence
from generator.kinds.register import FiledRecord
from generator.kinds.registry import BY_NAME

Ranked = tuple[int, Appraised, int]
"""The position of an entry, the entry, and its rank."""


def _ranked(appraisal: Appraisal) -> Iterator[list[Ranked]]:
    """Return counties, then departments, each by rank, without those that have none."""
    for of_counties in (True, False):
        found = [
            (at, one, one.rank)
            for at, one in enumerate(appraisal.entries)
            if one.rank is not None and one.is_county is of_counties
        ]
        yield sorted(found, key=lambda row: (row[2], row[0]))


def rank_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for units of one rank that are not said to be tied."""
    for filed in checked.register.of(Appraisal):
        for rows in _ranked(filed.record):
            holder: dict[int, Appraised] = {}
            for at, one, rank in rows:
                first = holder.setdefault(rank, one)
                if first is not one and not (first.tied and one.tied):
                    yield RuleViolation(
                        filed.raw.path,
                        filed.mark("entries", at, "rank"),
                        f"第 {rank} 名写了两次：{first.unit!r} 和 {one.unit!r}",
                        "查对名次；确实并列的，两个单位都写 tied: true",
                    )


def rank_gap(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for ranks that leave gaps; after two that are tied one rank is left out."""
    for filed in checked.register.of(Appraisal):
        for rows in _ranked(filed.record) if not filed.record.partial else ():
            before = 0
            for place, (at, _, rank) in enumerate(rows, 1):
                if rank > place and rank != before:
                    yield RuleViolation(
                        filed.raw.path,
                        filed.mark("entries", at, "rank"),
                        f"第 {rank} 名前面只有 {place - 1} 个单位",
                        "补上缺的单位；只公布了一部分名次的，写 partial: true",
                    )
                before = rank


def veto_without_reason(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for vetoes without a reason."""
    for filed in checked.register.of(Appraisal):
        for at, one in enumerate(filed.record.entries):
            if one.vetoed and not one.reason:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("entries", at, "vetoed"),
                    f"{one.unit!r} 被一票否决，没有写理由",
                    "在 reason 里写明因为什么事实被否决",
                )


def outcome_without_failing(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for consequences of units that neither failed nor were vetoed."""
    failing = checked.register.vocabulary.with_role("verdicts", Role.FAILED)
    for filed in checked.register.of(Appraisal) if failing else ():
        entries = {one.unit: one for one in filed.record.entries}
        for at, outcome in enumerate(filed.record.outcomes):
            one = entries.get(outcome.unit)
            if one is None or not (one.vetoed or one.verdict in failing):
                there = "不在考核名单里" if one is None else "没有不合格的结论"
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("outcomes", at, "unit"),
                    f"对 {outcome.unit!r} 采取了{outcome.outcome}，这个单位{there}",
                    "名称与考核名单写得一致；考核不合格的，在名单里写上 verdict",
                )


def appraisal_county(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for counties outside the city, or not named as their code says."""
    for filed in checked.register.of(Appraisal):
        for at, one in enumerate(filed.record.entries):
            city = checked.register.cities.get(one.city)
            problem = county_problem(one.county, one.county_name, city) if city else None
            if problem:
                field = "county" if problem.in_code else "county_name"
                mark = filed.mark("entries", at, field)
                yield RuleViolation(filed.raw.path, mark, problem.message, problem.hint)


def outside_programme(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for periods outside the programme; one may reach over each end of it."""
    for filed in checked.register.of(Appraisal):
        one = filed.record
        programme = checked.register.programmes.get(one.programme_id)
        if programme is None:
            continue
        period = programme.period
        early = one.last_day < period.start.earliest
        late = period.end is not None and one.first_day > period.end.latest
        if early or late:
            side = f"早于开始的日期 {period.start}" if early else f"晚于结束的日期 {period.end}"
            yield RuleViolation(
                filed.raw.path,
                filed.mark("id"),
                f"{one.period} 不在 {programme.id} 的起止之内，{side}",
                "查对编号里的年份和时段；起止有误就改 records/programmes 里的 period",
            )


def before_period_ended(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for appraisals before their period is over."""
    for filed in checked.register.of(Appraisal):
        one = filed.record
        if one.date.latest < one.last_day:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("date"),
                f"日期 {one.date} 早于 {one.period} 的末日 {one.last_day}",
                "查对日期和编号里的时段；时段没有结束，还不能考核",
            )


def missing_verdict(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for yearly appraisals without a verdict on every unit."""
    for filed in checked.register.of(Appraisal):
        for at, one in enumerate(filed.record.entries if filed.record.is_yearly else ()):
            if one.verdict is None:
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("entries", at, "unit"),
                    f"年度考核没有写 {one.unit!r} 的结论",
                    "补上 verdict；结论没有公布的，可以保留这条提醒",
                )


def unlisted_outcome(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for consequences that the programme does not list."""
    for filed, at, outcome in _outcomes(checked):
        programme = checked.register.programmes.get(filed.record.programme_id)
        rules = programme.appraisal if programme else None
        if rules and rules.outcomes and outcome.outcome not in rules.outcomes:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("outcomes", at, "outcome"),
                f"{filed.record.programme_id} 的考核后果里没有 {outcome.outcome!r}",
                f"可以是：{'、'.join(rules.outcomes)}；方案另有规定的，加到行动的 appraisal 里",
            )


def outcome_early(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for consequences before the appraisal."""
    for filed, at, outcome in _outcomes(checked):
        if filed.record.date.is_after(outcome.date):
            yield RuleViolation(
                filed.raw.path,
                filed.mark("outcomes", at, "date"),
                f"{outcome.outcome}的日期 {outcome.date} 早于考核的日期 {filed.record.date}",
                "查对两处日期",
            )


def outcome_action(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for malformed IDs of actions; pages show which are missing."""
    for filed, at, outcome in _outcomes(checked):
        if outcome.action and BY_NAME["action"].path_of(outcome.action) is None:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("outcomes", at, "action"),
                f"措施编号 {outcome.action!r} 不是措施的编号",
                f"写成 {BY_NAME['action'].example} 这样；没有措施记录的，删除这一行",
            )


def appraised_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for units that are listed twice."""
    for filed in checked.register.of(Appraisal):
        units = [one.unit for one in filed.record.entries]
        for at, _ in repeated(units):
            yield RuleViolation(
                filed.raw.path,
                filed.mark("entries", at, "unit"),
                f"{units[at]!r} 在名单里写了两次",
                "删去一项；不是同一个单位的，名称写全",
            )


def _outcomes(checked: Checked) -> Iterator[tuple[FiledRecord[Appraisal], int, Consequence]]:
    for filed in checked.register.of(Appraisal):
        for at, outcome in enumerate(filed.record.outcomes):
            yield filed, at, outcome


RULES = (
    Rule("K01", "rank-twice", "名次写了两次", rank_twice),
    Rule("K02", "rank-gap", "名次中间有空", rank_gap),
    Rule("K03", "veto-without-reason", "一票否决没有理由", veto_without_reason),
    Rule("K04", "outcome-without-failing", "没有不合格而有后果", outcome_without_failing),
    Rule("K05", "appraisal-county", "考核的区县不对", appraisal_county),
    Rule("K06", "appraisal-outside", "考核时段不在行动之内", outside_programme),
    Rule("K07", "appraisal-early", "考核早于时段结束", before_period_ended),
    Rule("K08", "missing-verdict", "年度考核没有结论", missing_verdict, Severity.WARNING),
    Rule("K09", "unlisted-outcome", "行动没有这种考核后果", unlisted_outcome),
    Rule("K10", "outcome-early", "后果早于考核", outcome_early),
    Rule("K11", "outcome-action", "后果的措施编号不对", outcome_action),
    Rule("K12", "appraised-twice", "同一单位写了两次", appraised_twice),
)
